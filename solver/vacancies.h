// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Vacancies: from which month on an offer of a decided round has a free seat. Nothing is decided
 * here: one more child is held against the seats of every limit around the offer (its steps, its
 * school, pools, crossing pools), month by month, beside everybody whom the round placed.
 *
 * A seat is free from the first month on from which no limit is full any more: who gets a place
 * keeps it.
 */
#ifndef PLACERA_VACANCIES_H
#define PLACERA_VACANCIES_H

#include "solver/calendar.h"
#include "solver/solution.h"

/* How a round was decided, as proposals.csv has it. The arrays stay the caller's. */
struct decided {
    const uint32_t *offer; /* [n_applicants] NONE: not placed */
    const uint8_t *basis;  /* [n_applicants] enum basis */
    const uint32_t *start; /* [n_applicants] month, 0: stays; NULL: a round without months */
};

struct vacancies {
    const struct instance *instance;
    struct calendar calendar;
    uint32_t *newly; /* [n_offers] placed in this round; stayers and followers not counted */
};

/* A limit that is full in some month in which the child would take a seat of it. */
struct obstacle {
    uint32_t limit;           /* of the calendar */
    uint32_t from, before;    /* from its first full month to its last; before NONE: for good */
    uint32_t month;           /* the first in which most children are there */
    uint32_t seats, children; /* then, without the child */
};

struct vacancy {
    uint32_t month;    /* the first from which on there is a seat for good; NONE: never */
    uint32_t no_seats; /* there are none at all before this month; 0: there are from the start */
    uint32_t n_obstacles;
    struct obstacle *obstacle; /* [n_obstacles] */
};

/* Reads the round off. Arrays live in arena. O(n log n) for n applicants. Errors: ERR_NO_MEMORY. */
enum err vacancies_build(struct vacancies *vacancies, const struct instance *instance,
                         const struct decided *decided, struct arena *arena, struct error *error);

/* From when on the offer has a seat for one more child, who is wished to begin in `month` (0 in a
 * round without months) and moves on from there if `moves_on`. Obstacles live in arena. O(months in
 * which the limits around change). Errors: ERR_NO_MEMORY. */
enum err vacancies_find(const struct vacancies *vacancies, uint32_t offer, uint32_t month,
                        bool moves_on, struct arena *arena, struct vacancy *vacancy,
                        struct error *error);

#endif
