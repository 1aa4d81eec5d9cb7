// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Disjoint sets of nodes, for spanning trees: R. E. Tarjan, "Efficiency of a good but not linear
 * set union algorithm", Journal of the ACM 22 (1975), with path halving.
 */
#ifndef PLACERA_DISJOINT_SETS_H
#define PLACERA_DISJOINT_SETS_H

#include <stdbool.h>
#include <stdint.h>

/* set [n]: every node in a set of its own. */
static inline void sets_init(uint32_t *set, uint32_t n) {
    for (uint32_t v = 0; v < n; v++) {
        set[v] = v;
    }
}

/* The node that stands for a node's set. Amortised O(log n). */
static inline uint32_t sets_find(uint32_t *set, uint32_t node) {
    while (set[node] != node) {
        set[node] = set[set[node]];
        node = set[node];
    }
    return node;
}

/* Joins the sets of two nodes; false if they were one already. */
static inline bool sets_join(uint32_t *set, uint32_t one, uint32_t other) {
    uint32_t root = sets_find(set, one);
    uint32_t other_root = sets_find(set, other);
    set[root] = other_root;
    return root != other_root;
}

#endif
