// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Limits that are no nodes: pools that cross others, and the earlier steps of schools and pools.
 * They are collected while pools are read and become arrays when the round's first month is known:
 * a limit on what begins before that month limits nobody.
 */
#include "io/builder.h"

#include <string.h>

static enum err limit_add(struct builder *builder, struct limit limit, struct error *error) {
    if (builder->n_limits == builder->limits_capacity) {
        uint32_t capacity = builder->limits_capacity * 2 + 8;
        struct limit *larger = ARENA_NEW(&builder->scratch, capacity, struct limit);
        if (larger == NULL) {
            return error_no_memory(error);
        }
        if (builder->n_limits > 0) {
            memcpy(larger, builder->limit, builder->n_limits * sizeof *larger);
        }
        builder->limit = larger;
        builder->limits_capacity = capacity;
    }
    builder->limit[builder->n_limits++] = limit;
    return OK;
}

enum err build_limits_of(struct builder *builder, struct limit limit, const struct seats *seats,
                         bool is_node, struct error *error) {
    enum err err = OK;
    for (uint32_t j = 0; j < seats->n && err == OK; j++) { /* what ends when step j begins */
        limit.seats = j == 0 ? 0 : seats->seats[j - 1];
        limit.before = seats->from[j];
        err = limit_add(builder, limit, error);
    }
    if (err == OK && !is_node) {
        limit.seats = seats->last;
        limit.before = NONE;
        err = limit_add(builder, limit, error);
    }
    return err;
}

enum err build_crossing(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    const char **name = ARENA_NEW(&builder->scratch, builder->n_limits, const char *);
    uint32_t n = 0, n_offers = 0;
    for (uint32_t i = 0; i < builder->n_limits; i++) {
        const struct limit *limit = &builder->limit[i];
        if (limit->before > instance->first_month) {
            builder->limit[n++] = *limit;
            n_offers += limit->n_offers;
        }
    }
    if (n == 0) {
        return name == NULL ? error_no_memory(error) : OK;
    }
    instance->n_crossing = n;
    instance->crossing_seats = ARENA_NEW(arena, n, uint32_t);
    instance->crossing_before = ARENA_NEW(arena, n, uint32_t);
    instance->crossing_start = ARENA_NEW(arena, (size_t)n + 1, uint32_t);
    instance->crossing_offer = ARENA_NEW(arena, n_offers, uint32_t);
    if (name == NULL || instance->crossing_seats == NULL || instance->crossing_before == NULL ||
        instance->crossing_start == NULL || instance->crossing_offer == NULL) {
        return error_no_memory(error);
    }
    uint32_t at = instance->crossing_start[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct limit *limit = &builder->limit[i];
        name[i] = limit->name;
        instance->crossing_seats[i] = limit->seats;
        instance->crossing_before[i] = limit->before;
        for (uint32_t k = 0; k < limit->n_offers; k++) {
            instance->crossing_offer[at++] = limit->offer[k];
        }
        instance->crossing_start[i + 1] = at;
    }
    return strings_copy(&instance->crossing_name, n, name, arena, error);
}
