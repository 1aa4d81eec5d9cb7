// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats in other rows. Slots and steps are laid out as the loader does, offer by offer: the last
 * steps first, then the earlier ones, then a node for each step but an offer's first, then pools.
 */
#include "anonymise/copier.h"

#include <string.h>

static uint32_t n_steps(const struct instance *instance, uint32_t offer) {
    return instance->slot_start[offer + 1] - instance->slot_start[offer];
}

/* One offer's slots and the nodes over them. */
static void lay_offer(struct copier *copier, uint32_t offer, uint32_t *earlier, uint32_t *chain) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    uint32_t old = copier->renaming->offers.was[offer], n = n_steps(from, old);
    uint32_t listed = to->slot_start[offer], first = from->slot_start[old];
    for (uint32_t j = 0; j < n; j++) {
        uint32_t was = from->slot[first + j], slot = j + 1 < n ? (*earlier)++ : offer;
        copier->node_is[was] = slot;
        to->slot_offer[slot] = offer;
        to->slot_from[slot] = month_moved(&copier->calendar, from->slot_from[was]);
        to->slot[listed + j] = slot;
    }
    uint32_t node = from->slot[first];
    for (uint32_t j = 1; j < n; j++) {
        node = from->node_parent[node];
        copier->node_is[node] = (*chain)++;
    }
    to->slot_start[offer + 1] = listed + n;
}

static bool make_slots(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    uint32_t n = to->n_slots = from->n_slots;
    to->first_month =
        from->first_month == 0 ? 0 : month_moved(&copier->calendar, from->first_month);
    to->offer_node = TAKE(copier, to->n_offers, uint32_t);
    to->slot_offer = TAKE(copier, n, uint32_t);
    to->slot_from = TAKE(copier, n, uint32_t);
    to->slot_start = TAKE(copier, (size_t)to->n_offers + 1, uint32_t);
    to->slot = TAKE(copier, n, uint32_t);
    to->n_nodes = from->n_nodes;
    to->node_parent = TAKE(copier, to->n_nodes, uint32_t);
    to->node_seats = TAKE(copier, to->n_nodes, uint32_t);
    return !copier->failed;
}

/* Offers' nodes by their offer, pools by their own name or their school's. */
static void name_nodes(struct copier *copier, const struct strings *pool_names) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct limit_owners *limits = &copier->renaming->limits;
    struct rows none = {0};
    if (!copier_name(copier, &to->node_name, &none, 'o', to->n_nodes)) {
        return;
    }
    for (uint32_t o = 0; o < to->n_offers; o++) {
        uint32_t old = copier->renaming->offers.was[o], n = n_steps(from, old);
        uint32_t node = from->slot[from->slot_start[old]];
        for (uint32_t j = 0; j < n; j++) {
            uint32_t slot = to->slot[to->slot_start[o] + j];
            copier_put_name(&to->node_name, slot, &to->offer_id, o);
            copier_put_name(&to->node_name, copier->node_is[node], &to->offer_id, o);
            node = from->node_parent[node];
        }
    }
    for (uint32_t p = 0; p < limits->n_pools; p++) {
        copier_put_name(&to->node_name, limits->first_pool + p, pool_names, p);
    }
    for (uint32_t s = 0; s < to->n_schools; s++) {
        if (to->school_node[s] != NONE) {
            copier_put_name(&to->node_name, to->school_node[s], &to->school_id, s);
        }
    }
}

void copy_nodes(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct limit_owners *limits = &copier->renaming->limits;
    struct strings pool_names;
    uint32_t earlier = from->n_offers, chain = from->n_slots;
    copier->node_is = TAKE(copier, from->n_nodes, uint32_t);
    if (!make_slots(copier) ||
        !copier_name(copier, &pool_names, &copier->renaming->pools, 'p', 0)) {
        return;
    }
    to->slot_start[0] = 0;
    for (uint32_t o = 0; o < to->n_offers; o++) {
        lay_offer(copier, o, &earlier, &chain);
    }
    for (uint32_t p = 0; p < limits->n_pools; p++) {
        copier->node_is[limits->first_pool + p] =
            limits->first_pool + copier->renaming->pools.is[p];
    }
    for (uint32_t v = 0; v < from->n_nodes; v++) {
        uint32_t parent = from->node_parent[v];
        to->node_parent[copier->node_is[v]] = parent == NONE ? NONE : copier->node_is[parent];
        to->node_seats[copier->node_is[v]] = from->node_seats[v];
    }
    for (uint32_t o = 0; o < to->n_offers; o++) {
        to->offer_node[o] = copier->node_is[from->offer_node[copier->renaming->offers.was[o]]];
    }
    for (uint32_t s = 0; s < to->n_schools; s++) {
        uint32_t node = from->school_node[copier->renaming->schools.was[s]];
        to->school_node[s] = node == NONE ? NONE : copier->node_is[node];
    }
    name_nodes(copier, &pool_names);
}

/* The offers of a limit, rising. */
static void copy_members(struct copier *copier, uint32_t limit, uint32_t old) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    uint32_t first = to->crossing_start[limit], n = 0;
    for (uint32_t k = from->crossing_start[old]; k < from->crossing_start[old + 1]; k++) {
        uint32_t offer = copier->renaming->offers.is[from->crossing_offer[k]], at = first + n++;
        for (; at > first && to->crossing_offer[at - 1] > offer; at--) {
            to->crossing_offer[at] = to->crossing_offer[at - 1];
        }
        to->crossing_offer[at] = offer;
    }
    to->crossing_start[limit + 1] = first + n;
}

void copy_limits(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct renaming *renaming = copier->renaming;
    struct strings pool_names;
    struct rows none = {0};
    uint32_t n = to->n_crossing = from->n_crossing;
    if (n == 0) {
        return;
    }
    to->crossing_seats = TAKE(copier, n, uint32_t);
    to->crossing_before = TAKE(copier, n, uint32_t);
    to->crossing_start = TAKE(copier, (size_t)n + 1, uint32_t);
    to->crossing_offer = TAKE(copier, from->crossing_start[n], uint32_t);
    if (!copier_name(copier, &pool_names, &renaming->pools, 'p', 0) ||
        !copier_name(copier, &to->crossing_name, &none, 'p', n) || copier->failed) {
        return;
    }
    to->crossing_start[0] = 0;
    for (uint32_t c = 0; c < n; c++) {
        uint32_t old = renaming->limit_was[c], owner = renaming->limits.owner[old];
        to->crossing_seats[c] = from->crossing_seats[old];
        to->crossing_before[c] = month_moved(&copier->calendar, from->crossing_before[old]);
        copy_members(copier, c, old);
        if (owner < from->n_schools) {
            copier_put_name(&to->crossing_name, c, &to->school_id, renaming->schools.is[owner]);
        } else {
            copier_put_name(&to->crossing_name, c, &pool_names,
                            renaming->pools.is[owner - from->n_schools]);
        }
    }
}
