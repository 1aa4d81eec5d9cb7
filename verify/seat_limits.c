// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The limits of seats, each with its offers and the months in which it holds: every step of an
 * offer, that there is nothing before the first, schools and pools of the forest, and those that
 * cross or are earlier steps of one.
 */
#include "verify/checker.h"

#include <string.h>

static void limit_add(struct seat_limits *limits, uint32_t first_month, struct seat_limit limit,
                      const uint32_t *offer) {
    if (limit.seats != SEATS_UNLIMITED && limit.from < limit.before && limit.before > first_month) {
        memcpy(limits->offer + limit.start, offer, limit.n * sizeof *offer);
        limits->limit[limits->n++] = limit;
    }
}

static uint32_t offers_end(const struct seat_limits *limits) {
    const struct seat_limit *last = limits->n == 0 ? NULL : &limits->limit[limits->n - 1];
    return last == NULL ? 0 : last->start + last->n;
}

/* The steps of one offer, and that there is nothing before the first. */
static void add_steps(struct seat_limits *limits, const struct instance *instance, uint32_t offer) {
    uint32_t first = instance->slot_start[offer], n = instance->slot_start[offer + 1] - first;
    const char *name = strings_get(&instance->offer_id, offer);
    uint32_t from = instance_has_months(instance) ? instance->slot_from[instance->slot[first]] : 0;
    limit_add(limits, instance->first_month,
              (struct seat_limit){name, true, 0, 0, from, offers_end(limits), 1, 0}, &offer);
    for (uint32_t j = 0; j < n; j++) {
        uint32_t before = j + 1 < n ? instance->slot_from[instance->slot[first + j + 1]] : NONE;
        limit_add(limits, instance->first_month,
                  (struct seat_limit){name, true, step_seats(instance, offer, j), from, before,
                                      offers_end(limits), 1, 0},
                  &offer);
        from = before;
    }
}

static bool same_offers(const struct instance *instance, uint32_t crossing, const uint32_t *offer,
                        uint32_t n) {
    uint32_t start = instance->crossing_start[crossing];
    return instance->crossing_start[crossing + 1] - start == n &&
           memcmp(instance->crossing_offer + start, offer, n * sizeof *offer) == 0;
}

/* When seats of this name for these offers begin to hold: when the last step before them ends. */
static uint32_t step_begin(const struct instance *instance, const char *name, uint32_t before,
                           const uint32_t *offer, uint32_t n) {
    uint32_t from = 0;
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        uint32_t end = instance->crossing_before[c];
        if (end != NONE && end < before && end > from &&
            strcmp(strings_get(&instance->crossing_name, c), name) == 0 &&
            same_offers(instance, c, offer, n)) {
            from = end;
        }
    }
    return from;
}

/* Schools and pools of the forest. */
static void add_pools(struct seat_limits *limits, const struct instance *instance,
                      const uint32_t *under, const uint32_t *under_start) {
    for (uint32_t v = instance->n_slots; v < instance->n_nodes; v++) {
        const uint32_t *offer = under + under_start[v];
        uint32_t n = under_start[v + 1] - under_start[v];
        const char *name = strings_get(&instance->node_name, v);
        uint32_t from = n == 0 ? 0 : step_begin(instance, name, NONE, offer, n);
        if (n > 0) {
            limit_add(limits, instance->first_month,
                      (struct seat_limit){name, false, instance->node_seats[v], from, NONE,
                                          offers_end(limits), n, 0},
                      offer);
        }
    }
}

static void add_crossing(struct seat_limits *limits, const struct instance *instance) {
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        const uint32_t *offer = instance->crossing_offer + instance->crossing_start[c];
        uint32_t n = instance->crossing_start[c + 1] - instance->crossing_start[c];
        uint32_t before = instance->crossing_before[c];
        const char *name = strings_get(&instance->crossing_name, c);
        uint32_t from = step_begin(instance, name, before, offer, n);
        limit_add(limits, instance->first_month,
                  (struct seat_limit){name, false, instance->crossing_seats[c], from, before,
                                      offers_end(limits), n, 0},
                  offer);
    }
}

/* The offers under each school and pool, rising: CSR by node. */
static enum err list_under(const struct instance *instance, struct arena *arena, uint32_t **start,
                           uint32_t **under, struct error *error) {
    uint32_t *at = ARENA_ZERO(arena, (size_t)instance->n_nodes + 2, uint32_t);
    *under = NULL;
    for (int pass = 0; at != NULL && pass < 2; pass++) {
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            uint32_t v = instance->node_parent[instance->offer_node[o]];
            for (; v != NONE; v = instance->node_parent[v]) {
                if (pass == 0) {
                    at[v + 2]++;
                } else {
                    (*under)[at[v + 1]++] = o;
                }
            }
        }
        for (uint32_t v = 0; pass == 0 && v < instance->n_nodes; v++) {
            at[v + 2] += at[v + 1];
        }
        if (pass == 0) {
            *under = ARENA_NEW(arena, at[instance->n_nodes + 1], uint32_t);
            at = *under == NULL ? NULL : at;
        }
    }
    *start = at;
    return at == NULL ? error_no_memory(error) : OK;
}

/* Which limits each offer is in. */
static enum err index_limits(struct seat_limits *limits, const struct instance *instance,
                             struct arena *arena, struct error *error) {
    uint32_t *at = ARENA_ZERO(arena, (size_t)instance->n_offers + 2, uint32_t);
    limits->of = ARENA_NEW(arena, offers_end(limits), uint32_t);
    if (at == NULL || limits->of == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < offers_end(limits); i++) {
        at[limits->offer[i] + 2]++;
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        at[o + 2] += at[o + 1];
    }
    for (uint32_t l = 0; l < limits->n; l++) {
        const struct seat_limit *limit = &limits->limit[l];
        for (uint32_t i = limit->start; i < limit->start + limit->n; i++) {
            limits->of[at[limits->offer[i] + 1]++] = l;
        }
    }
    limits->of_start = at;
    return OK;
}

enum err seat_limits_list(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    struct seat_limits *limits = &checker->seats;
    struct arena scratch = {0};
    uint32_t *under_start, *under;
    enum err err = list_under(instance, &scratch, &under_start, &under, error);
    if (err == OK) {
        uint32_t n_crossing =
            instance->n_crossing == 0 ? 0 : instance->crossing_start[instance->n_crossing];
        size_t n_most = (size_t)instance->n_offers + instance->n_nodes + instance->n_crossing;
        size_t n_entries = (size_t)instance->n_offers + instance->n_slots + n_crossing +
                           under_start[instance->n_nodes];
        limits->limit = ARENA_NEW(&checker->arena, n_most, struct seat_limit);
        limits->offer = ARENA_NEW(&checker->arena, n_entries, uint32_t);
        err = limits->limit == NULL || limits->offer == NULL ? error_no_memory(error) : OK;
    }
    if (err == OK) {
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            add_steps(limits, instance, o);
        }
        add_pools(limits, instance, under, under_start);
        add_crossing(limits, instance);
        err = index_limits(limits, instance, &checker->arena, error);
    }
    arena_free(&scratch);
    return err;
}
