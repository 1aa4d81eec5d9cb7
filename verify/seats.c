// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats, month by month: who sits where when, and whether there is a seat for everybody.
 *
 *     a child placed at u from month m    sits at u from m on; where it moves on to v in month t,
 *                                         at u until t and at v from then (or m, if later) on
 *     who stays at u                      sits at u all the time, if u counts it
 *     who had a place at u that counts    sits there until its new place begins
 *
 * Each arrival and departure is an event. Going through the months of events, and those in which
 * seats change, every limit that holds in the month is compared with who sits under it. A round
 * without months has one month.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* From one month on somebody more (or less) sits at an offer. */
struct event {
    uint32_t month, offer;
    int32_t change;
};

struct calendar {
    struct checker *checker;
    struct arena scratch;
    uint32_t n_events;
    struct event *event; /* [4 n_applicants] in the order of months */
    uint32_t *count;     /* [n limits] who sits under it */
    uint32_t *month;     /* months in which anything changes */
    uint32_t n_months;
};

uint32_t sittings_find(const struct instance *instance, const struct seat_choice *choice,
                       struct sitting sitting[3]) {
    uint32_t a = choice->applicant, offer = choice->offer, month = choice->month, n = 0;
    uint32_t present = instance_current(instance, a); /* of a locked child, too, until it begins */
    bool counted = present != NONE && instance_counts_current(instance, present);
    if (choice->stays) {
        sitting[0] = (struct sitting){offer, 0, NONE};
        return counted ? 1 : 0;
    }
    uint32_t moves = moves_in(instance, a, offer);
    if (counted && month > instance->first_month) {
        sitting[n++] = (struct sitting){present, 0, month};
    }
    if (moves == NONE || month < moves) {
        sitting[n++] = (struct sitting){offer, month, moves};
    }
    if (moves != NONE) {
        uint32_t from = month > moves ? month : moves;
        sitting[n++] = (struct sitting){instance->offer_moves_to[offer], from, NONE};
    }
    return n;
}

/* Where an applicant sits by the results. */
static uint32_t sittings_of(const struct checker *checker, uint32_t a, struct sitting sitting[3]) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a], x = checker->stated[a];
    if (offer == NONE) {
        return 0;
    }
    bool stays = offer == present_place(instance, a) &&
                 checker->results->proposals.basis[a] == BASIS_CURRENT;
    const uint32_t *start = checker->results->proposals.start;
    uint32_t month = start == NULL ? 0 : start[a];
    month = month == 0 && x != NONE ? checker->round.month[x] : month;
    const struct seat_choice choice = {a, offer, month, stays};
    return sittings_find(instance, &choice, sitting);
}

static int by_month(const void *left, const void *right) {
    const struct event *x = left, *y = right;
    return (x->month > y->month) - (x->month < y->month);
}

static int by_number(const void *left, const void *right) {
    const uint32_t *x = left, *y = right;
    return (*x > *y) - (*x < *y);
}

static enum err events_list(struct calendar *calendar, struct error *error) {
    const struct checker *checker = calendar->checker;
    const struct seat_limits *limits = &checker->seats;
    size_t n = checker->instance->n_applicants;
    size_t n_months = 6 * n + 2 * (size_t)limits->n + 1;
    calendar->event = ARENA_NEW(&calendar->scratch, 6 * n, struct event);
    calendar->month = ARENA_NEW(&calendar->scratch, n_months, uint32_t);
    calendar->count = ARENA_ZERO(&calendar->scratch, limits->n, uint32_t);
    if (calendar->event == NULL || calendar->month == NULL || calendar->count == NULL) {
        return error_no_memory(error);
    }
    uint32_t *month = calendar->month, n_found = 0;
    uint32_t first = checker->instance->first_month; /* before it nobody is counted */
    month[n_found++] = first;
    for (uint32_t a = 0; a < n; a++) {
        struct sitting sitting[3];
        uint32_t n_sittings = sittings_of(checker, a, sitting);
        for (uint32_t i = 0; i < n_sittings; i++) {
            const struct sitting *s = &sitting[i];
            uint32_t from = s->from < first ? first : s->from;
            calendar->event[calendar->n_events++] = (struct event){from, s->offer, 1};
            if (s->until != NONE) {
                calendar->event[calendar->n_events++] = (struct event){s->until, s->offer, -1};
            }
        }
    }
    qsort(calendar->event, calendar->n_events, sizeof *calendar->event, by_month);
    for (uint32_t i = 0; i < calendar->n_events; i++) {
        month[n_found] = calendar->event[i].month;
        n_found += month[n_found] != month[n_found - 1] ? 1 : 0;
    }
    for (uint32_t l = 0; l < limits->n; l++) {
        month[n_found++] = limits->limit[l].from < first ? first : limits->limit[l].from;
        if (limits->limit[l].before != NONE) {
            month[n_found++] = limits->limit[l].before;
        }
    }
    qsort(month, n_found, sizeof *month, by_number);
    for (uint32_t i = 0; i < n_found; i++) {
        bool again = i > 0 && month[i] == month[i - 1];
        month[calendar->n_months] = month[i];
        calendar->n_months += again ? 0 : 1;
    }
    return OK;
}

/* Somebody who sits under a limit, by when it came and its row. */
struct guest {
    uint32_t from, applicant;
};

static int by_arrival(const void *left, const void *right) {
    const struct guest *x = left, *y = right;
    return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
                              : (x->applicant > y->applicant) - (x->applicant < y->applicant);
}

static bool is_under(const struct seat_limits *limits, const struct seat_limit *limit,
                     uint32_t offer) {
    bool under = false;
    for (uint32_t i = limit->start; i < limit->start + limit->n; i++) {
        under = under || limits->offer[i] == offer;
    }
    return under;
}

/* Names the first for whom there is no seat. */
static enum err break_limit(struct calendar *calendar, const struct seat_limit *limit,
                            uint32_t month, struct error *error) {
    struct checker *checker = calendar->checker;
    uint32_t n_applicants = checker->instance->n_applicants, n = 0;
    if (finding_is_broken(checker, PROPERTY_SEATS)) {
        finding_break(checker, PROPERTY_SEATS, (struct place){NULL, 0, 0}, "one more");
        return OK;
    }
    struct guest *guest = ARENA_NEW(&calendar->scratch, n_applicants, struct guest);
    if (guest == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n_applicants; a++) {
        struct sitting sitting[3];
        uint32_t n_sittings = sittings_of(checker, a, sitting);
        for (uint32_t i = 0; i < n_sittings; i++) {
            bool now = sitting[i].from <= month && month < sitting[i].until;
            if (now && is_under(&checker->seats, limit, sitting[i].offer)) {
                guest[n++] = (struct guest){sitting[i].from, a};
            }
        }
    }
    qsort(guest, n, sizeof *guest, by_arrival);
    uint32_t a = guest[limit->seats].applicant;
    char words[MONTH_BYTES], when[MONTH_BYTES + 4] = "";
    if (instance_has_months(checker->instance)) {
        snprintf(when, sizeof when, " in %s", month_words(month, words));
    }
    finding_break_row(checker, PROPERTY_SEATS, (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                      "%s is number %" PRIu32 " in %s%s, which has %" PRIu32 " seat%s%s",
                      applicant_text(checker, a), limit->seats + 1, limit->name, when, limit->seats,
                      limit->seats == 1 ? "" : "s", when[0] == '\0' ? "" : " then");
    return OK;
}

/* One limit in one month; keeps from when on it has a free seat. */
static enum err judge_limit(struct calendar *calendar, uint32_t l, uint32_t month,
                            struct error *error) {
    struct seat_limit *limit = &calendar->checker->seats.limit[l];
    enum err err = OK;
    if (month < limit->from || month > limit->before) {
        return OK;
    }
    bool full = month < limit->before && calendar->count[l] >= limit->seats;
    if (full) {
        limit->free_from = NONE;
    } else if (limit->free_from == NONE) {
        limit->free_from = month;
    }
    if (month < limit->before && calendar->count[l] > limit->seats) {
        err = break_limit(calendar, limit, month, error);
    }
    return err;
}

static enum err go_through(struct calendar *calendar, struct error *error) {
    const struct seat_limits *limits = &calendar->checker->seats;
    enum err err = OK;
    uint32_t next = 0;
    for (uint32_t i = 0; i < calendar->n_months && err == OK; i++) {
        uint32_t month = calendar->month[i];
        for (; next < calendar->n_events && calendar->event[next].month <= month; next++) {
            const struct event *event = &calendar->event[next];
            for (uint32_t k = limits->of_start[event->offer];
                 k < limits->of_start[event->offer + 1]; k++) {
                calendar->count[limits->of[k]] += (uint32_t)event->change;
            }
        }
        for (uint32_t l = 0; l < limits->n && err == OK; l++) {
            err = judge_limit(calendar, l, month, error);
        }
    }
    return err;
}

static bool is_free_at(const struct checker *checker, uint32_t offer, uint32_t month) {
    const struct seat_limits *limits = &checker->seats;
    bool free = true;
    for (uint32_t k = limits->of_start[offer]; k < limits->of_start[offer + 1]; k++) {
        const struct seat_limit *limit = &limits->limit[limits->of[k]];
        free = free &&
               (limit->free_from <= month || (limit->before != NONE && month >= limit->before));
    }
    return free;
}

bool seats_are_free(const struct checker *checker, uint32_t a, uint32_t offer, uint32_t month) {
    const struct instance *instance = checker->instance;
    bool moves = moves_in(instance, a, offer) != NONE;
    return is_free_at(checker, offer, month) &&
           (!moves || is_free_at(checker, instance->offer_moves_to[offer], month));
}

enum err seats_check(struct checker *checker, struct error *error) {
    struct calendar calendar = {.checker = checker};
    enum err err = events_list(&calendar, error);
    if (err == OK) {
        err = go_through(&calendar, error);
    }
    arena_free(&calendar.scratch);
    return err;
}
