// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/locks.h"

#include <string.h>

struct finder {
    struct locks *locks;
    const struct seats *seats;
    struct seat_spans *spans; /* [2 n_applicants] of the locked; of others those that they may keep;
                               * then what is offered */
    struct calendar calendar;
    struct arena counts;
    struct arena *arena;
    struct error *error;
};

/* What becomes of a child. */
static void settle(struct finder *finder, uint32_t a) {
    const struct seats_child *child = &finder->seats->child[a];
    const struct instance *instance = finder->seats->instance;
    struct locks *locks = finder->locks;
    bool was_locked = instance_is_locked(instance, a), was_out = instance_is_out(instance, a);
    locks->offer[a] = NONE;
    locks->month[a] = 0;
    locks->out[a] = was_out ? 1 : 0;
    if (child->state == STATE_PROPOSED) {
        locks->offer[a] = was_locked ? instance->applicant_locked[a] : NONE;
    } else if (child->state == STATE_DECLINED ||
               (child->state != STATE_RETURNED && (child->offer == NONE || child->stays))) {
        locks->out[a] = 1;
    } else if (child->state != STATE_RETURNED) {
        locks->offer[a] = child->offer;
        locks->month[a] = child->month;
    }
}

/* The seats that the loader counts beforehand. */
static void take_seats(struct finder *finder, uint32_t a) {
    const struct locks *locks = finder->locks;
    const struct instance *instance = finder->seats->instance;
    uint32_t month = locks->month[a], offer = locks->offer[a];
    month = month == 0 && offer != NONE && instance_has_months(instance)
                ? finder->seats->child[a].month
                : month;
    if (offer == NONE) {
        seats_keep_present(instance, a, &finder->spans[a]);
    } else {
        seat_spans(instance, a, offer, month, false, &finder->spans[a]);
    }
}

static bool sits(const struct finder *finder, const struct seat_spans *spans, uint32_t limit,
                 uint32_t month) {
    return seats_right_in(&finder->calendar, spans, limit, month) != N_SEAT_RIGHTS;
}

/* Holds up to n free children who leave a seat of the limit by that month; how many. */
static uint32_t hold(struct finder *finder, uint32_t limit, uint32_t month, uint32_t n) {
    const struct seats *seats = finder->seats;
    uint32_t n_held = 0;
    for (uint32_t a = 0; a < seats->instance->n_applicants && n_held < n; a++) {
        if (seats->child[a].yields && finder->locks->offer[a] == NONE &&
            sits(finder, &finder->spans[a], limit, month) &&
            !sits(finder, &seats->spans[a], limit, month)) {
            finder->locks->offer[a] = seats->child[a].offer;
            finder->locks->month[a] = seats->child[a].month;
            take_seats(finder, a);
            n_held++;
        }
    }
    finder->locks->n_held += n_held;
    return n_held;
}

/* The month of most children among those in which the limit holds too many. */
static bool is_exceeded(const struct finder *finder, uint32_t l, uint32_t *month, uint32_t *taken) {
    const struct seat_limit *limit = &finder->calendar.limit[l];
    const struct seat_count *count = finder->calendar.count + limit->start;
    uint32_t first = finder->seats->instance->first_month;
    *taken = limit->seats;
    for (uint32_t i = 0; i < limit->n; i++) {
        uint32_t n = 0;
        for (int right = 0; right < N_SEAT_RIGHTS; right++) {
            n += count[i].taken[right];
        }
        bool past = i + 1 < limit->n && count[i + 1].month <= first; /* before the round */
        if (!past && n > *taken) {
            *taken = n;
            *month = count[i].month > first ? count[i].month : first;
        }
    }
    return *taken > limit->seats;
}

static enum err count(struct finder *finder) {
    arena_free(&finder->counts);
    return calendar_build(&finder->calendar, &finder->seats->sitting, finder->spans,
                          &finder->counts, finder->error);
}

/* Holds children as long as that helps. */
static enum err hold_all(struct finder *finder) {
    enum err err = count(finder);
    for (uint32_t l = 0; l < finder->calendar.n_limits && err == OK; l++) {
        uint32_t month, taken;
        if (is_exceeded(finder, l, &month, &taken) &&
            hold(finder, l, month, taken - finder->calendar.limit[l].seats) > 0) {
            err = count(finder);
            l = UINT32_MAX; /* from the first again: they take seats elsewhere */
        }
    }
    return err;
}

static enum err raise_all(struct finder *finder) {
    struct locks *locks = finder->locks;
    const struct calendar *calendar = &finder->calendar;
    locks->raised = ARENA_NEW(finder->arena, calendar->n_limits, struct raised);
    if (locks->raised == NULL) {
        return error_no_memory(finder->error);
    }
    for (uint32_t l = 0; l < calendar->n_limits; l++) {
        uint32_t month, taken;
        if (is_exceeded(finder, l, &month, &taken)) {
            locks->raised[locks->n_raised++] =
                (struct raised){.name = calendar_name(calendar, l),
                                .is_offer = calendar->limit[l].offer != NONE,
                                .month = month,
                                .from = calendar->limit[l].seats,
                                .to = taken};
        }
    }
    return OK;
}

enum err locks_find(struct locks *locks, const struct seats *seats, struct arena *arena,
                    struct error *error) {
    uint32_t n = seats->instance->n_applicants;
    struct finder finder = {.locks = locks,
                            .seats = seats,
                            .spans = ARENA_NEW(arena, (size_t)n * 2, struct seat_spans),
                            .arena = arena,
                            .error = error};
    *locks = (struct locks){.offer = ARENA_NEW(arena, n, uint32_t),
                            .month = ARENA_NEW(arena, n, uint32_t),
                            .out = ARENA_NEW(arena, n, uint8_t),
                            .child = seats->child};
    if (finder.spans == NULL || locks->offer == NULL || locks->month == NULL ||
        locks->out == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        settle(&finder, a);
        take_seats(&finder, a);
        finder.spans[n + a] = seats->spans[n + a];
        locks->n_offered += seats->child[a].offered == NONE ? 0 : 1;
    }
    enum err err = hold_all(&finder);
    err = err == OK ? raise_all(&finder) : err;
    for (uint32_t a = 0; a < n; a++) {
        locks->n_locked += locks->offer[a] == NONE ? 0 : 1;
        locks->n_out += locks->out[a];
    }
    arena_free(&finder.counts);
    return err;
}
