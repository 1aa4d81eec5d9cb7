// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who sits where, month by month: every limit of seats of a round, with the months in which it
 * holds, and how many children take its seats in each of them and by what right. A limit is an
 * offer's step, a school, a pool or an earlier step of one of these; pools that cross are like all
 * others here. In a round without months everything is one month, 0.
 *
 * A child takes a seat of an offer from its first month there until it moves on to another group;
 * whoever keeps a place that seats count takes it all the time; whoever leaves such a place takes
 * it until it begins elsewhere.
 */
#ifndef PLACERA_SEAT_CALENDAR_H
#define PLACERA_SEAT_CALENDAR_H

#include "solver/options.h"

/* By what right a child has a seat. */
enum seat_right {
    SEAT_PLACED,  /* placed in this round */
    SEAT_KEPT,    /* had the place before and keeps it */
    SEAT_LEAVING, /* had the place before and begins elsewhere later */
    SEAT_LOCKED,  /* decided before the round */
    N_SEAT_RIGHTS
};

/* A seat of an offer in the months from .. before - 1. */
struct seat_span {
    uint32_t offer;
    uint32_t from;
    uint32_t before; /* NONE: for ever */
    enum seat_right right;
};

/* A child's seats: at the place that it leaves, at the one it gets, at the one it moves on to. */
enum { SPANS_MAX = 3 };
struct seat_spans {
    uint32_t n;
    struct seat_span span[SPANS_MAX];
};

/* How many seats are taken from a month on until the next such entry. */
struct seat_count {
    uint32_t month;
    uint32_t taken[N_SEAT_RIGHTS];
};

struct seat_limit {
    uint32_t node;     /* NONE: a crossing limit */
    uint32_t crossing; /* NONE: a node */
    uint32_t offer;    /* the offer whose step it is, NONE: a pool's or a school's */
    uint32_t seats;
    uint32_t from;
    uint32_t before;   /* NONE: for ever */
    uint32_t start, n; /* its entries in calendar.count, months rising, the first `from` */
};

struct calendar {
    const struct instance *instance;
    uint32_t n_limits;
    struct seat_limit *limit;
    uint32_t *node_limit;            /* [n_nodes] NONE where seats are not limited */
    uint32_t *node_offer;            /* [n_nodes] the offer whose step it is, NONE: a pool */
    uint32_t *around_start, *around; /* CSR of n_offers: limits around an offer, smallest first */
    struct seat_count *count;
};

/* The seats of an applicant who begins at an offer in a month, or (stays) keeps its place there
 * and takes a seat of it; offer NONE: none. */
void seat_spans(const struct instance *instance, uint32_t applicant, uint32_t offer, uint32_t month,
                bool stays, struct seat_spans *spans);

/* Counts the seats that spans [n_applicants] take. Arrays live in arena. O(n log n) for n seats
 * in the limits around them. Errors: ERR_NO_MEMORY. */
enum err calendar_build(struct calendar *calendar, const struct instance *instance,
                        const struct seat_spans *spans, struct arena *arena, struct error *error);

/* Some children's seats that are taken away from the calendar, and others put there instead. */
struct seat_change {
    uint32_t n_without, n_with;
    const struct seat_spans *without, *with;
};

/* Is the limit so full in a month from .. before - 1 that `more` seats do not fit besides? Then
 * *month is the first such one and taken [N_SEAT_RIGHTS] who has the seats then; without `change`
 * (NULL) all count. O(months of the limit x changed children). */
bool calendar_full(const struct calendar *calendar, uint32_t limit, uint32_t from, uint32_t before,
                   uint32_t more, const struct seat_change *change, uint32_t *month,
                   uint32_t *taken);

/* The seat limit's name: an offer's, a school's or a pool's id. */
const char *calendar_name(const struct calendar *calendar, uint32_t limit);

#endif
