// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Starts: in which months an applicant may begin at an offer, as far as they are options.
 *
 * Of the months from the one wished to `late.months` after it, in which there are seats at all, an
 * option is the first, and every later one in which a seat may come free around the offer:
 *
 *     (a) a step of the offer's own seats begins;
 *     (b) a step of a school or pool that contains the offer begins;
 *     (c) a child with a counted place in a limit that contains the offer may leave it: it has an
 *         option elsewhere that begins in that month, or is locked elsewhere from it on;
 *     (d) children move on from an offer in a limit that contains the offer.
 *
 * For a child that moves on, the same counts around the offer to which it moves. In (c) the months
 * of one child's options depend on those of others; what is meant are the fewest months with which
 * all of this holds.
 */
#ifndef PLACERA_STARTS_H
#define PLACERA_STARTS_H

#include "solver/instance.h"

struct starts {
    const struct instance *instance;
    uint32_t n_months; /* from the round's first to the last that anybody may be offered */
    uint32_t n_words;
    uint64_t *free; /* [n_offers][n_words] bit i: a seat may come free in month first_month + i */
};

/* For a round with months. Arrays live in arena. O(passes x (options of those who have a counted
 * place + offers x limits around x months / 64)), passes up to the longest chain of children of
 * whom each waits for the next. Errors: ERR_NO_MEMORY. */
enum err starts_build(struct starts *starts, const struct instance *instance, struct arena *arena,
                      struct error *error);

/* The next month after `after` (NONE: the first) that is an option of the applicant at the offer;
 * NONE: there is none. O(late.months). */
uint32_t starts_next(const struct starts *starts, uint32_t applicant, uint32_t offer,
                     uint32_t after);

#endif
