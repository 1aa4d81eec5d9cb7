// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dijkstra's search between the nodes of a network: what it costs to move one unit from where the
 * search starts to every node, or to one of them.
 */
#ifndef PLACERA_SEARCH_H
#define PLACERA_SEARCH_H

#include "solver/network.h"

struct queued {
    int64_t distance;
    uint32_t node;
};

struct search {
    struct network *network;
    int thread;          /* whose arena tables may grow in */
    uint32_t target;     /* NONE: all nodes are wanted */
    int64_t horizon;     /* nothing as far as this is of interest; the target's distance */
    struct node outside; /* belongs to all regions, so each search has its own; price 0 */
    struct queued *heap; /* [n_nodes + 1] four children a node */
    uint32_t n_heap;
    uint32_t *passed; /* [n_nodes + 1] in the order of their distances */
    uint32_t n_passed;
};

/* n searches of one network, one a thread. Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err search_new(struct search **search, int n, struct network *network, struct arena *arena,
                    struct error *error);

/* Begins towards a target (NONE: everywhere) no farther than horizon. */
void search_begin(struct search *search, uint32_t target, int64_t horizon);

/* A label for a node, if it is better than what it has. */
void search_reach(struct search *search, uint32_t node, struct label label);

/* Dijkstra's algorithm from what was reached: ends when the target is the nearest, or nothing
 * nearer than the horizon is left. Returns the target's distance, or the horizon. */
int64_t search_run(struct search *search);

/* Prices rise by what each passed node is nearer than `far`, so that reduced costs stay
 * non-negative and are 0 along the shortest paths. The outside keeps 0: all others fall with it. */
void search_raise_prices(struct search *search, int64_t far);

/* Everybody on the way to the node moves, the last one first, so that seats are free in time. */
void search_move_along(struct search *search, uint32_t node);

/* Forgets the labels. O(reached). */
void search_end(struct search *search);

static inline struct node *search_node(struct search *search, uint32_t node) {
    return node == search->network->outside ? &search->outside : &search->network->node[node];
}

#endif
