// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of everybody who competes, sorted by comparing pairs.
 *
 * Units. Where offers choose by rank, all offers of a tree of pools share one criteria list, and
 * the tree is sorted as one; else each offer alone. Claims of the near guarantee do not change the
 * order but move the claimed options to the front, so the sort is done once and the claims are put
 * on it.
 */
#include "verify/checker.h"

#include <string.h>

/* The unit of an option: the root around its slot, or its offer. */
static uint32_t unit_of(const struct checker *checker, uint32_t x) {
    uint32_t node = checker->offers_choose ? checker->round.node[x] : checker->round.offer[x];
    while (checker->offers_choose && checker->instance->node_parent[node] != NONE) {
        node = checker->instance->node_parent[node];
    }
    return node;
}

static bool option_before(const void *context, uint32_t x, uint32_t y) {
    return option_compare(context, x, y, NULL) < 0;
}

static bool competes(const struct checker *checker, uint32_t x) {
    return !is_locked(checker->instance, checker->round.owner[x]) && checker->round.node[x] != NONE;
}

/* Puts the options that compete behind one another by unit. */
static void units_fill(struct checker *checker) {
    uint32_t *at = checker->unit_start + 1;
    for (uint32_t x = 0; x < checker->round.n; x++) {
        if (competes(checker, x)) {
            at[unit_of(checker, x) + 1]++;
        }
    }
    for (uint32_t v = 0; v < checker->instance->n_nodes; v++) {
        at[v + 1] += at[v];
    }
    for (uint32_t x = 0; x < checker->round.n; x++) {
        if (competes(checker, x)) {
            checker->unit_order[at[unit_of(checker, x)]++] = x;
        }
    }
}

enum err order_units(struct checker *checker, struct error *error) {
    uint32_t n_nodes = checker->instance->n_nodes;
    struct arena scratch = {0};
    uint32_t *other = ARENA_NEW(&scratch, checker->round.n, uint32_t);
    checker->unit_start = ARENA_ZERO(&checker->arena, (size_t)n_nodes + 2, uint32_t);
    checker->unit_order = ARENA_NEW(&checker->arena, checker->round.n, uint32_t);
    checker->place = ARENA_ZERO(&checker->arena, checker->round.n, uint32_t);
    if (other == NULL || checker->unit_start == NULL || checker->unit_order == NULL ||
        checker->place == NULL) {
        arena_free(&scratch);
        return error_no_memory(error);
    }
    units_fill(checker);
    uint32_t *start = checker->unit_start, *order = checker->unit_order;
#pragma omp parallel for default(none) shared(checker, start, order, other, n_nodes)               \
    schedule(dynamic, 1)
    for (uint32_t v = 0; v < n_nodes; v++) {
        sort_by(order + start[v], start[v + 1] - start[v], other + start[v], option_before,
                checker);
    }
    for (uint32_t i = 0; i < start[n_nodes]; i++) {
        checker->place[order[i]] = i;
    }
    arena_free(&scratch);
    return OK;
}

/* Appends the unit's options, those before the criteria or the others, to their offers' lists. An
 * applicant with several months at an offer has one rank there: those options are equal, so they
 * are neighbours. */
static void offers_append(struct checker *checker, uint32_t v, bool first, uint32_t *at) {
    for (uint32_t i = checker->unit_start[v]; i < checker->unit_start[v + 1]; i++) {
        uint32_t x = checker->unit_order[i];
        uint32_t offer = checker->round.offer[x], here = at[offer];
        if ((is_claimed(checker, x) || is_kept(checker, x)) == first) {
            uint32_t before =
                here > checker->offer_start[offer] ? checker->offer_order[here - 1] : NONE;
            bool again = before != NONE && checker->round.owner[before] == checker->round.owner[x];
            uint32_t rank = before == NONE ? 0 : checker->rank[before];
            checker->offer_order[at[offer]++] = x;
            checker->rank[x] = again ? rank : rank + 1;
        }
    }
}

enum err order_offers(struct checker *checker, struct error *error) {
    uint32_t n_nodes = checker->instance->n_nodes, n_offers = checker->instance->n_offers;
    uint32_t n = checker->unit_start[n_nodes];
    struct arena scratch = {0};
    uint32_t *at = ARENA_NEW(&scratch, n_offers, uint32_t);
    checker->offer_start = ARENA_ZERO(&checker->arena, (size_t)n_offers + 1, uint32_t);
    checker->offer_order = ARENA_NEW(&checker->arena, n, uint32_t);
    checker->rank = ARENA_ZERO(&checker->arena, checker->round.n, uint32_t);
    if (at == NULL || checker->offer_start == NULL || checker->offer_order == NULL ||
        checker->rank == NULL) {
        arena_free(&scratch);
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n; i++) {
        checker->offer_start[checker->round.offer[checker->unit_order[i]] + 1]++;
    }
    for (uint32_t o = 0; o < n_offers; o++) {
        checker->offer_start[o + 1] += checker->offer_start[o];
        at[o] = checker->offer_start[o];
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        offers_append(checker, v, true, at);
        offers_append(checker, v, false, at);
    }
    arena_free(&scratch);
    return OK;
}
