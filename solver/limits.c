// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     for each limit (an offer's step, a pool, a crossing limit) and the months [from, before) in
 *     which its seats hold:
 *         months that count: before each month in which somebody may leave one of its offers; and
 *         the last one, where no node of the forest says it
 *         for each of them: which options take a seat then
 */
#include "solver/limits.h"

#include "solver/buckets.h"
#include "solver/months.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    const struct instance *instance;
    const struct options *options;
    struct limits *limits;
    struct arena *arena, *scratch;
    struct error *error;
    uint32_t *at_start, *at;           /* CSR of n_offers: options at an offer */
    uint32_t *present_start, *present; /* CSR of n_offers: applicants with a counted place there */
    uint32_t *into_start, *into;       /* CSR of n_offers: offers that move on to it */
    uint32_t *pool_start, *pool;       /* CSR of n_nodes: offers under a pool */
    uint32_t *owner;                   /* [n_options] applicant */
    uint8_t *member;                   /* [n_offers] of the limit at hand */
    uint32_t *found;                   /* [n_options] scratch */
    uint32_t capacity, n_entries, entry_capacity;
};

/* The seats of some offers in the months from .. before - 1 (before NONE: for ever). */
struct limit {
    uint32_t subject, seats, from, before, n_offers;
    const uint32_t *offer;
    bool is_node; /* the forest says what holds in the end */
};

/* Items by key, with arrays of their own. */
static enum err bucket(const struct maker *maker, const uint32_t *key, uint32_t n, uint32_t n_keys,
                       uint32_t **start, uint32_t **item) {
    *start = ARENA_NEW(maker->scratch, (size_t)n_keys + 1, uint32_t);
    *item = ARENA_NEW(maker->scratch, n, uint32_t);
    if (*start == NULL || *item == NULL) {
        return error_no_memory(maker->error);
    }
    buckets_fill(key, NULL, n, n_keys, *start, *item);
    return OK;
}

static enum err index_options(struct maker *maker) {
    const struct instance *instance = maker->instance;
    uint32_t n = maker->options->n, n_offers = instance->n_offers;
    uint32_t *present = ARENA_NEW(maker->scratch, instance->n_applicants, uint32_t);
    maker->owner = ARENA_NEW(maker->scratch, n, uint32_t);
    maker->member = ARENA_ZERO(maker->scratch, n_offers, uint8_t);
    maker->found = ARENA_NEW(maker->scratch, n, uint32_t);
    uint32_t *none = ARENA_NEW(maker->scratch, n_offers, uint32_t);
    uint32_t *place = ARENA_NEW(maker->scratch, n, uint32_t);
    if (present == NULL || maker->owner == NULL || maker->member == NULL || maker->found == NULL ||
        none == NULL || place == NULL) {
        return error_no_memory(maker->error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t offer = instance_current(instance, a);
        bool counted = offer != NONE && instance_counts_current(instance, offer);
        present[a] = counted ? offer : NONE;
        for (uint32_t k = maker->options->start[a]; k < maker->options->start[a + 1]; k++) {
            maker->owner[k] = a;
            place[k] = instance_is_locked(instance, a) ? NONE : maker->options->offer[k];
        }
    }
    memset(none, 0xFF, n_offers * sizeof *none);
    enum err err = bucket(maker, place, n, n_offers, &maker->at_start, &maker->at);
    if (err == OK) {
        err = bucket(maker, present, instance->n_applicants, n_offers, &maker->present_start,
                     &maker->present);
    }
    return err != OK
               ? err
               : bucket(maker, instance->offer_moves_to == NULL ? none : instance->offer_moves_to,
                        n_offers, n_offers, &maker->into_start, &maker->into);
}

/* Offers under each pool. */
static enum err index_pools(struct maker *maker) {
    const struct instance *instance = maker->instance;
    uint32_t *start = ARENA_ZERO(maker->scratch, (size_t)instance->n_nodes + 1, uint32_t);
    if (start == NULL) {
        return error_no_memory(maker->error);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t u = instance->n_offers; u-- > 0;) {
            uint32_t v = instance->node_parent[instance->offer_node[u]];
            for (; v != NONE; v = instance->node_parent[v]) {
                if (pass == 0) {
                    start[v]++;
                } else {
                    maker->pool[--start[v]] = u;
                }
            }
        }
        for (uint32_t v = 0, sum = 0; pass == 0 && v <= instance->n_nodes; v++) {
            sum += start[v];
            start[v] = sum;
        }
        if (pass == 0) {
            maker->pool = ARENA_NEW(maker->scratch, start[instance->n_nodes], uint32_t);
            if (maker->pool == NULL) {
                return error_no_memory(maker->error);
            }
        }
    }
    maker->pool_start = start;
    return OK;
}

/* Does an option at the offer take a seat there in month t? */
static bool sits(const struct maker *maker, uint32_t option, uint32_t t) {
    const struct instance *instance = maker->instance;
    uint32_t offer = maker->options->offer[option];
    if (options_stays(maker->options, option)) {
        return maker->options->node[option] != NONE;
    }
    bool moved = instance_moves_on(instance, maker->owner[option], offer) &&
                 t >= instance->offer_moves_month[offer];
    return options_month(maker->options, option) <= t && !moved;
}

/* Has an option at another offer moved on by month t? */
static bool has_moved(const struct maker *maker, uint32_t option, uint32_t t) {
    uint32_t offer = maker->options->offer[option];
    return !options_stays(maker->options, option) &&
           instance_moves_on(maker->instance, maker->owner[option], offer) &&
           options_month(maker->options, option) <= t &&
           maker->instance->offer_moves_month[offer] <= t;
}

/* Options that take a seat at one offer in month t, into found. */
static uint32_t find_at(const struct maker *maker, uint32_t u, uint32_t t, uint32_t n) {
    for (uint32_t i = maker->at_start[u]; i < maker->at_start[u + 1]; i++) {
        if (sits(maker, maker->at[i], t)) {
            maker->found[n++] = maker->at[i];
        }
    }
    for (uint32_t j = maker->into_start[u]; j < maker->into_start[u + 1]; j++) {
        uint32_t from = maker->into[j];
        for (uint32_t i = maker->at_start[from]; i < maker->at_start[from + 1]; i++) {
            if (has_moved(maker, maker->at[i], t)) {
                maker->found[n++] = maker->at[i];
            }
        }
    }
    for (uint32_t j = maker->present_start[u]; j < maker->present_start[u + 1]; j++) {
        uint32_t a = maker->present[j];
        bool locked =
            instance_is_locked(maker->instance, a); /* counted apart, and has no options */
        for (uint32_t k = maker->options->start[a]; !locked && k < maker->options->start[a + 1];
             k++) {
            if (!options_stays(maker->options, k) && options_month(maker->options, k) > t) {
                maker->found[n++] = k; /* not left yet */
            }
        }
    }
    return n;
}

static int by_number(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Locked applicants at the limit's offers in month t. */
static uint32_t count_locked(const struct maker *maker, uint32_t t) {
    const struct instance *instance = maker->instance;
    uint32_t n = 0;
    for (uint32_t a = 0; instance->applicant_locked != NULL && a < instance->n_applicants; a++) {
        uint32_t offer =
            instance_is_locked(instance, a) ? instance_locked_at(instance, a, t) : NONE;
        n += offer == NONE ? 0 : maker->member[offer];
    }
    return n;
}

/* More room for limits and their options: arrays are doubled, old ones stay in the arena. */
static enum err grow(struct maker *maker, uint32_t n_more) {
    struct limits *limits = maker->limits;
    if (limits->n + 2 > maker->capacity) {
        uint32_t n = maker->capacity = 2 * maker->capacity + 64;
        uint32_t **column[] = {&limits->subject, &limits->month, &limits->seats, &limits->start};
        for (size_t i = 0; i < sizeof column / sizeof column[0]; i++) {
            uint32_t *wider = ARENA_ZERO(maker->arena, n, uint32_t);
            if (wider == NULL) {
                return error_no_memory(maker->error);
            }
            if (*column[i] != NULL) {
                memcpy(wider, *column[i], ((size_t)limits->n + 1) * sizeof *wider);
            }
            *column[i] = wider;
        }
    }
    if (maker->n_entries + n_more > maker->entry_capacity) {
        uint32_t n = maker->entry_capacity = 2 * maker->entry_capacity + n_more;
        uint32_t *wider = ARENA_NEW(maker->arena, n, uint32_t);
        if (wider == NULL) {
            return error_no_memory(maker->error);
        }
        if (maker->n_entries > 0) {
            memcpy(wider, limits->option, maker->n_entries * sizeof *wider);
        }
        limits->option = wider;
    }
    return OK;
}

/* The limit in month t, unless it can hold whatever is chosen. */
static enum err add(struct maker *maker, const struct limit *limit, uint32_t t) {
    struct limits *limits = maker->limits;
    uint32_t n = 0, n_children = 0;
    for (uint32_t i = 0; i < limit->n_offers; i++) {
        n = find_at(maker, limit->offer[i], t, n);
    }
    qsort(maker->found, n, sizeof *maker->found, by_number);
    for (uint32_t i = 0; i < n; i++) {
        n_children += i == 0 || maker->owner[maker->found[i]] != maker->owner[maker->found[i - 1]];
    }
    uint32_t locked = count_locked(maker, t);
    uint32_t seats = limit->seats > locked ? limit->seats - locked : 0;
    if (n_children <= seats) {
        return OK;
    }
    enum err err = grow(maker, n);
    if (err != OK) {
        return err;
    }
    memcpy(limits->option + maker->n_entries, maker->found, n * sizeof *maker->found);
    maker->n_entries += n;
    limits->subject[limits->n] = limit->subject;
    limits->month[limits->n] = t;
    limits->seats[limits->n] = seats;
    limits->start[++limits->n] = maker->n_entries;
    return OK;
}

/* The months in which somebody may leave an offer, into month; how many. */
static uint32_t find_leavings(const struct maker *maker, uint32_t u, uint32_t *month, uint32_t n) {
    const struct instance *instance = maker->instance;
    for (uint32_t j = maker->present_start[u]; j < maker->present_start[u + 1]; j++) {
        uint32_t a = maker->present[j], k = maker->options->start[a];
        if (instance_is_locked(instance, a)) {
            month[n++] = instance_wished_month(instance, a);
            k = maker->options->start[a + 1];
        }
        for (; k < maker->options->start[a + 1]; k++) {
            if (!options_stays(maker->options, k)) {
                month[n++] = options_month(maker->options, k);
            }
        }
    }
    if (instance->offer_moves_to != NULL && instance->offer_moves_to[u] != NONE) {
        month[n++] = instance->offer_moves_month[u];
    }
    return n;
}

/* All months of a limit that count. leaving [options + offers + applicants] is scratch. */
static enum err add_months(struct maker *maker, const struct limit *limit, uint32_t *leaving) {
    uint32_t n = 0, last = limit->before == NONE ? NONE : limit->before - 1;
    bool into = false;
    for (uint32_t i = 0; i < limit->n_offers; i++) {
        uint32_t u = limit->offer[i];
        n = find_leavings(maker, u, leaving, n);
        into |= maker->into_start[u] < maker->into_start[u + 1];
        maker->member[u] = 1;
    }
    qsort(leaving, n, sizeof *leaving, by_number);
    enum err err = OK;
    for (uint32_t i = 0; i < n && err == OK; i++) {
        uint32_t end = leaving[i]; /* before the round nothing is counted */
        if ((i == 0 || end != leaving[i - 1]) && end > limit->from &&
            end > maker->instance->first_month && (limit->before == NONE || end - 1 < last)) {
            err = add(maker, limit, end - 1);
        }
    }
    bool said = limit->is_node && (last == NONE || (n == 0 && !into));
    if (err == OK && !said) {
        err = add(maker, limit, last);
    }
    for (uint32_t i = 0; i < limit->n_offers; i++) {
        maker->member[limit->offer[i]] = 0;
    }
    return err;
}

/* The steps of an offer. */
static enum err add_offer(struct maker *maker, uint32_t u, uint32_t *leaving) {
    const struct instance *instance = maker->instance;
    uint32_t first = instance->slot_start[u], end = instance->slot_start[u + 1];
    uint32_t node = instance->slot[first];
    enum err err = OK;
    for (uint32_t j = first; j < end && err == OK; j++, node = instance->node_parent[node]) {
        struct limit limit = {.subject = node,
                              .seats = instance->node_seats[node],
                              .from = instance->slot_from[instance->slot[j]],
                              .before =
                                  j + 1 < end ? instance->slot_from[instance->slot[j + 1]] : NONE,
                              .n_offers = 1,
                              .offer = &u,
                              .is_node = true};
        if (limit.seats != SEATS_UNLIMITED) {
            err = add_months(maker, &limit, leaving);
        }
    }
    return err;
}

static enum err add_all(struct maker *maker) {
    const struct instance *instance = maker->instance;
    uint32_t *leaving = ARENA_NEW(
        maker->scratch, (size_t)maker->options->n + instance->n_offers + instance->n_applicants,
        uint32_t);
    enum err err = leaving == NULL ? error_no_memory(maker->error) : OK;
    for (uint32_t u = 0; u < instance->n_offers && err == OK; u++) {
        err = add_offer(maker, u, leaving);
    }
    for (uint32_t v = instance->n_slots; v < instance->n_nodes && err == OK; v++) {
        struct limit limit = {.subject = v,
                              .seats = instance->node_seats[v],
                              .before = NONE,
                              .n_offers = maker->pool_start[v + 1] - maker->pool_start[v],
                              .offer = maker->pool + maker->pool_start[v],
                              .is_node = true};
        limit.from = instance_step_begins(instance, strings_get(&instance->node_name, v), NONE);
        if (limit.n_offers > 0 && limit.seats != SEATS_UNLIMITED) {
            err = add_months(maker, &limit, leaving);
        }
    }
    for (uint32_t c = 0; c < instance->n_crossing && err == OK; c++) {
        struct limit limit = {.subject = instance->n_nodes + c,
                              .seats = instance->crossing_seats[c],
                              .before = instance->crossing_before[c],
                              .n_offers =
                                  instance->crossing_start[c + 1] - instance->crossing_start[c],
                              .offer = instance->crossing_offer + instance->crossing_start[c]};
        limit.from =
            instance_step_begins(instance, strings_get(&instance->crossing_name, c), limit.before);
        err = add_months(maker, &limit, leaving);
    }
    return err;
}

enum err limits_build(struct limits *limits, const struct instance *instance,
                      const struct options *options, struct arena *arena, struct error *error) {
    struct arena scratch = {NULL};
    struct maker maker = {.instance = instance,
                          .options = options,
                          .limits = limits,
                          .arena = arena,
                          .scratch = &scratch,
                          .error = error};
    *limits = (struct limits){0};
    bool somebody_leaves = instance->offer_counts_current != NULL && instance_has_months(instance);
    if (instance->n_crossing == 0 && instance->offer_moves_to == NULL && !somebody_leaves) {
        return OK; /* the forest says it all */
    }
    enum err err = index_options(&maker);
    if (err == OK) {
        err = index_pools(&maker);
    }
    if (err == OK) {
        err = add_all(&maker);
    }
    arena_free(&scratch);
    return err;
}
