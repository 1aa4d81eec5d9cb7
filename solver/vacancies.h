// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Vacancies: who sits where in which month of a decided round, and so from which month on an offer
 * has a free seat. Nothing is decided here: one more child is held against the seats of every limit
 * around the offer (its steps, its school, pools, crossing pools), month by month.
 *
 *     placed at u from month m            sits at u from m on; where it moves on to v in month t,
 * at u until t and at v from then (or m, if later) on stays at u                          sits at u
 * all the time, where u counts it had a place at u that counts        sits there until its new
 * place begins
 *
 * A seat is free from the first month on from which no limit is full any more: who gets a place
 * keeps it.
 */
#ifndef PLACERA_VACANCIES_H
#define PLACERA_VACANCIES_H

#include "solver/solution.h"

/* How a round was decided, as proposals.csv has it. The arrays stay the caller's. */
struct decided {
    const uint32_t *offer; /* [n_applicants] NONE: not placed */
    const uint8_t *basis;  /* [n_applicants] enum basis */
    const uint32_t *start; /* [n_applicants] month, 0: stays; NULL: a round without months */
};

/* Months from .. until - 1 (NONE: for good). */
struct stretch {
    uint32_t from, until;
};

/* Seats over some offers in some months. */
struct vacancy_limit {
    const char *name; /* id of the offer, the school or the pool */
    uint32_t seats;
    struct stretch months;
    uint32_t n_offers;
    const uint32_t *offer; /* rising; one of its own name: an offer's own seats */
};

struct vacancies {
    const struct instance *instance;
    uint32_t *sitting_start; /* [n_offers + 1] CSR */
    struct stretch *sitting; /* who sits at an offer, and when */
    uint32_t *newly; /* [n_offers] placed in this round; stayers and followers not counted */
    uint32_t n_limits;
    struct vacancy_limit *limit;
    uint32_t *of_start; /* [n_offers + 1] CSR: the limits around an offer, its own first */
    uint32_t *of;
    struct stretch *change; /* scratch: months in which a limit's count changes, and by how much */
};

/* A limit that is full in some month in which the child would sit under it. */
struct obstacle {
    uint32_t limit;
    struct stretch full;      /* from the first full month to the last */
    uint32_t month;           /* in which most are beyond, or fewest free: the first such */
    uint32_t seats, children; /* then, without the child */
};

struct vacancy {
    uint32_t month; /* the first from which on there is a seat for good; NONE: never */
    uint32_t n_obstacles;
    struct obstacle *obstacle; /* [n_obstacles] */
};

/* Reads the round off. Arrays live in arena. O(applicants + limits x offers in them + limits x
 * crossing limits). Errors: ERR_NO_MEMORY. */
enum err vacancies_build(struct vacancies *vacancies, const struct instance *instance,
                         const struct decided *decided, struct arena *arena, struct error *error);

/* From when on the offer has a seat for one more child, who is wished to begin in `month` (0 in a
 * round without months) and moves on from there if `moves_on`. Obstacles live in arena.
 * O(n log n) for n children under its limits. Errors: ERR_NO_MEMORY. */
enum err vacancies_find(const struct vacancies *vacancies, uint32_t offer, uint32_t month,
                        bool moves_on, struct arena *arena, struct vacancy *vacancy,
                        struct error *error);

#endif
