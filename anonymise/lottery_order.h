// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lottery numbers to be carried along, so that the lottery decides as it did.
 *
 * Not the numbers themselves: they are a hash of the seed, which is published, and of the id, and
 * whoever can guess an id (a civic registration number, say) would find its row by them. Not their
 * order either, where it can be helped: who knows an id knows about where in the order it stands.
 * The lottery decides only between options that are equal in all criteria before it. So:
 *
 *     options -> ranking -> of each two neighbours in an order that are equal before the lottery:
 *         the number of the first must be smaller than that of the second
 *     a random order of all numbers that keeps this (random_order); the number is the place in it
 *
 * No two numbers are equal, so that no id is ever asked for.
 *
 * A number belongs to an applicant (single draw), or to a wish (a draw for each offer). A fallback
 * option has no row of its own: its number is the applicant's, one for all of them. Under
 * "draw": "per-offer" they had one each; where one cannot stand for all of them, the round is
 * refused.
 */
#ifndef PLACERA_LOTTERY_ORDER_H
#define PLACERA_LOTTERY_ORDER_H

#include "anonymise/secret.h"
#include "solver/instance.h"

struct lottery_carried {
    uint64_t *of_applicant; /* [n_applicants] from 1; NULL: no option asks for it */
    uint64_t *of_wish;      /* [n_wishes] from 1; NULL: the applicant's counts */
    uint32_t n_bound;       /* applicants with a number whose order to another had to be kept */
    uint32_t n_largest;     /* the most options of one order that only the lottery parts; 0: none */
};

/* Errors: ERR_INPUT where the numbers cannot be carried, ERR_NO_MEMORY, ERR_SOLVER. Cost: as
 * options_build and ranking_build. */
enum err lottery_carry(const struct instance *instance, struct secret *secret, struct arena *arena,
                       struct lottery_carried *carried, struct error *error);

#endif
