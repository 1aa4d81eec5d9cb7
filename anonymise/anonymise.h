// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The same round without its people: an instance of the same structure under other names, whose
 * placement is the same up to the renaming.
 *
 *     metres that no rule looks at, coordinates, names, dates, protected, other columns: left out
 *     straight lines: rows of metres (anonymise/metres.h), rounded where asked for
 *     lottery: numbers that decide as the drawn ones did (anonymise/lottery_order.h)
 *     numbers and dates that are only compared: their dense rank, 1, 2, 3, ...
 *     months: all moved alike; days of birth: as coarse as rules allow (anonymise/calendar_moved.h)
 *     every row: a place drawn by lot, and that place as its name
 *
 * Where ids or the order of rows decide something, and what becomes of it:
 *   - equal in all criteria and in the lottery: the lowest id first. The carried numbers are all
 *     different, so it is never asked for.
 *   - equally near offers: the lowest id first. The new ids keep the order of such pairs
 *     (anonymise/offer_order.h), otherwise it is drawn.
 *   - pools of equally many offers: by name. It decides which is called the inner one of two that
 *     hold the same offers, and nothing about the placement.
 *   - families that propose together: joint options of the same worth go by the ids of their
 *     members. The new ids keep their order within a family.
 *   - minimum-cost, the `after` step, families that propose together: of several placements of the
 * same worth, the order of rows decides which one is found. Rows in another order may give another
 * one, of the same worth at every level. Whoever needs the very same one asks for keep_order: rows
 * then stay where they were, and offers, schools and pools keep the order of their names; the
 * applicants' names are drawn in any case. Nothing else depends on them: the other mechanisms have
 * one outcome, whatever the order.
 */
#ifndef PLACERA_ANONYMISE_H
#define PLACERA_ANONYMISE_H

#include "anonymise/secret.h"
#include "solver/instance.h"

struct anonymise_options {
    uint32_t round_m; /* metres to the nearest multiple; 0: as they are */
    bool keep_order;  /* rows stay where they were */
};

struct anonymised {
    struct instance instance;   /* owns its memory; nothing in it points to the original */
    uint32_t *applicant_was;    /* [n_applicants] which one of the original it was */
    uint32_t *offer_was;        /* [n_offers] */
    uint32_t *school_was;       /* [n_schools] */
    uint32_t n_lottery_bound;   /* applicants whose order in the lottery had to be kept, */
    uint32_t n_lottery_largest; /* and at most how many of them in one go */
    uint32_t n_without_metres;  /* applicants without any metres, where a rule looks at them */
    uint32_t n_protected;       /* applicants with protected identity in the original, */
    uint32_t n_protected_without_metres; /* and those of them without any metres */
};

/* Makes it. The key decides the names: the command draws it and forgets it, so that nobody can make
 * them again; tests give one. Errors: ERR_INPUT where the round cannot be anonymised (a rule names
 * a column that tells who somebody is, or that has two meanings; the lottery cannot be carried),
 * ERR_NO_MEMORY, ERR_SOLVER. Call anonymised_release in every case.
 * Time and memory as for ranking the round. */
enum err anonymise(const struct instance *instance, const struct anonymise_options *options,
                   const struct secret_key *key, struct anonymised *anonymised,
                   struct error *error);

void anonymised_release(struct anonymised *anonymised);

/* May the order of rows decide between placements of the same worth? */
bool anonymise_order_decides(const struct instance *instance);

#endif
