// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The calendar has each limit's count as a staircase over the months; those of its steps that reach
 * the seats are the months in which it is full.
 */
#include "solver/vacancies.h"

static void spans_of(const struct instance *instance, const struct decided *decided, uint32_t a,
                     uint32_t *newly, struct seat_spans *spans) {
    uint32_t offer = decided->offer[a];
    bool stays = decided->basis[a] == BASIS_CURRENT && instance_stays_at(instance, a) == offer;
    uint32_t month = decided->start == NULL ? 0 : decided->start[a];
    if (offer != NONE && !stays && instance_follows(instance, a) == NONE) {
        newly[offer]++;
    }
    if (stays && !instance_counts_current(instance, offer)) {
        spans->n = 0; /* its place is none of these seats */
        return;
    }
    seat_spans(instance, a, offer, month, stays, spans);
}

enum err vacancies_build(struct vacancies *vacancies, const struct instance *instance,
                         const struct decided *decided, struct arena *arena, struct error *error) {
    struct arena scratch = {NULL};
    uint32_t n = instance->n_applicants;
    struct seat_spans *spans = ARENA_NEW(&scratch, n, struct seat_spans);
    *vacancies = (struct vacancies){.instance = instance,
                                    .newly = ARENA_ZERO(arena, instance->n_offers, uint32_t)};
    enum err err = spans == NULL || vacancies->newly == NULL ? error_no_memory(error) : OK;
    for (uint32_t a = 0; a < n && err == OK; a++) {
        spans_of(instance, decided, a, vacancies->newly, &spans[a]);
    }
    if (err == OK) {
        err = calendar_build(&vacancies->calendar, instance, spans, arena, error);
    }
    arena_free(&scratch);
    return err;
}

/* Is the limit full in some of the months from .. before - 1? Then how. */
static bool is_full(const struct calendar *calendar, uint32_t l, uint32_t from, uint32_t before,
                    struct obstacle *obstacle) {
    const struct seat_limit *limit = &calendar->limit[l];
    const struct seat_count *count = calendar->count + limit->start;
    from = from > limit->from ? from : limit->from;
    before = before < limit->before ? before : limit->before;
    *obstacle = (struct obstacle){l, NONE, 0, NONE, limit->seats, 0};
    for (uint32_t i = 0; i < limit->n; i++) {
        uint32_t begins = count[i].month > from ? count[i].month : from, children = 0;
        uint32_t ends =
            i + 1 < limit->n && count[i + 1].month < before ? count[i + 1].month : before;
        for (int right = 0; right < N_SEAT_RIGHTS; right++) {
            children += count[i].taken[right];
        }
        if (begins >= ends || children < limit->seats) {
            continue;
        }
        obstacle->from = obstacle->from == NONE ? begins : obstacle->from;
        obstacle->before = ends;
        if (obstacle->month == NONE || children > obstacle->children) {
            obstacle->month = begins;
            obstacle->children = children;
        }
    }
    return obstacle->from != NONE;
}

/* What is in the way of a child who would sit at the offer in these months. */
static void add_obstacles(const struct vacancies *vacancies, uint32_t offer, uint32_t from,
                          uint32_t before, struct vacancy *vacancy) {
    const struct calendar *calendar = &vacancies->calendar;
    const struct instance *instance = vacancies->instance;
    uint32_t opens = instance->slot_from[instance->slot[instance->slot_start[offer]]];
    if (opens > from && from < before) {
        vacancy->no_seats = opens;
        opens = opens < before ? opens : before;
        vacancy->month = opens > vacancy->month ? opens : vacancy->month;
    }
    for (uint32_t k = calendar->around_start[offer]; k < calendar->around_start[offer + 1]; k++) {
        struct obstacle *obstacle = &vacancy->obstacle[vacancy->n_obstacles];
        if (is_full(calendar, calendar->around[k], from, before, obstacle)) {
            vacancy->n_obstacles++;
            vacancy->month = obstacle->before > vacancy->month ? obstacle->before : vacancy->month;
        }
    }
}

enum err vacancies_find(const struct vacancies *vacancies, uint32_t offer, uint32_t month,
                        bool moves_on, struct arena *arena, struct vacancy *vacancy,
                        struct error *error) {
    const struct instance *instance = vacancies->instance;
    const uint32_t *around = vacancies->calendar.around_start;
    uint32_t to = moves_on ? instance->offer_moves_to[offer] : NONE;
    uint32_t moves = moves_on ? instance->offer_moves_month[offer] : NONE;
    size_t n = (size_t)around[offer + 1] - around[offer] + 1;
    n += moves_on ? around[to + 1] - around[to] : 0;
    *vacancy = (struct vacancy){.month = month, .obstacle = ARENA_NEW(arena, n, struct obstacle)};
    if (vacancy->obstacle == NULL) {
        return error_no_memory(error);
    }
    add_obstacles(vacancies, offer, month, moves, vacancy);
    if (moves_on) {
        add_obstacles(vacancies, to, month > moves ? month : moves, NONE, vacancy);
    }
    return OK;
}
