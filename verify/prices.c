// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one more seat of an offer is worth, in every month: by how much the first level that changes
 * would fall.
 *
 * The placement is a flow applicants -> slots -> steps, pools -> Z (the world outside, where the
 * unplaced are). Say that a doll had the new seat: it sits in the offer's first slot v and counts
 * in all its steps up to the last, t, but nowhere else: one unit that goes round from parent(t) to
 * v and up again. When the doll goes, children may use the seat: the best use is the cheapest way
 * from parent(t) to v in the residual graph.
 *
 *     s -> t          somebody at s moves to its option at t        cost(there) - cost(here)
 *     Z -> t, s -> Z  somebody unplaced is placed, or the reverse
 *     u -> parent(u)  where u is not full                           0
 *     parent(u) -> u  where somebody, or the doll, is under u       0
 *
 * (The last arc is there for every u: where nobody is, there is nothing to be had below.)
 *
 * Costs are vectors by level, compared lexicographically. The certificate's prices, checked before,
 * are potentials under which no arc is negative, so Dijkstra's search finds the ways; see Ahuja,
 * Magnanti, Orlin, "Network Flows" (1993), chapter 9. Between parent(t) and the next full node
 * above it (or Z) ways cost nothing in both directions, so there is one search for each such node.
 *
 * Applicants are contracted: of all who could move from s to t only the cheapest is an arc.
 */
#include "verify/checker.h"

#include <omp.h>
#include <string.h>

struct arc {
    uint32_t to;           /* node, or Z */
    uint32_t leave, enter; /* options, NONE: from or to nowhere */
};

struct graph {
    const struct checker *checker;
    const struct model *model;
    uint32_t outside; /* Z, the last node */
    uint32_t n_levels;
    uint32_t *arc_start; /* [n_nodes + 2] */
    struct arc *arc;
    uint32_t *child_start; /* [n_nodes + 2] CSR of the forest; roots are children of Z */
    uint32_t *child;
    uint32_t *used;   /* [n_nodes] */
    int64_t *sum;     /* [n_levels][n_nodes + 1] prices from the node to the root; 0 at Z */
    uint32_t *origin; /* [n_offers] where the search for the offer begins; NONE: worth nothing */
    uint32_t *wanted; /* [n_nodes] the offer whose first slot it is, NONE */
};

/* One thread's search. */
struct search {
    const struct graph *graph;
    int64_t *distance;       /* [n_nodes + 1][n_levels] reduced */
    int64_t *candidate;      /* [n_levels] */
    uint32_t *heap;          /* [n_nodes + 1] */
    uint32_t *heap_at;       /* [n_nodes + 1] place in heap from 1; 0: not in it */
    uint8_t *seen, *settled; /* [n_nodes + 1] */
    uint32_t n_heap;
};

static int64_t option_cost(const struct graph *graph, uint32_t level, uint32_t x) {
    return x == NONE
               ? 0
               : level_cost(graph->checker, graph->model->choices, &graph->model->level[level], x);
}

/* Compares two moves between the same two nodes. */
static bool is_cheaper(const struct graph *graph, struct arc x, struct arc y) {
    for (uint32_t l = 0; l < graph->n_levels; l++) {
        int64_t cost_x = option_cost(graph, l, x.enter) - option_cost(graph, l, x.leave);
        int64_t cost_y = option_cost(graph, l, y.enter) - option_cost(graph, l, y.leave);
        if (cost_x != cost_y) {
            return cost_x < cost_y;
        }
    }
    return false;
}

/* The slot of an option; Z for none, and for staying without a seat. */
static uint32_t place_of(const struct graph *graph, uint32_t x) {
    uint32_t node = x == NONE ? NONE : graph->model->choices->node[x];
    return node == NONE ? graph->outside : node;
}

/* Applicants by where they are: [n_nodes + 2] starts, Z last. */
static enum err occupants_list(const struct graph *graph, struct arena *arena, uint32_t **start,
                               uint32_t **occupant, struct error *error) {
    const struct checker *checker = graph->checker;
    const struct model *model = graph->model;
    uint32_t n = checker->instance->n_applicants, n_places = graph->outside + 1;
    uint32_t *at = ARENA_ZERO(arena, (size_t)n_places + 2, uint32_t);
    *occupant = ARENA_NEW(arena, n, uint32_t);
    if (at == NULL || *occupant == NULL) {
        return error_no_memory(error);
    }
    *start = at++;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t a = 0; a < n; a++) {
            uint32_t x = model->choice[a];
            uint32_t where = place_of(graph, x);
            if (is_locked(checker->instance, a)) {
                continue;
            }
            if (pass == 0) {
                at[where + 1]++;
            } else {
                (*occupant)[at[where]++] = a;
            }
        }
        for (uint32_t v = 0; pass == 0 && v < n_places; v++) {
            at[v + 1] += at[v];
        }
    }
    return OK;
}

/* Offers an arc from the node whose arcs begin at `first`; the cheapest to each node stays. */
static void arc_offer(struct graph *graph, uint32_t first, uint32_t *n, uint32_t *found,
                      struct arc arc) {
    uint32_t old = found[arc.to];
    if (old >= first && old < *n && graph->arc[old].to == arc.to) {
        if (is_cheaper(graph, arc, graph->arc[old])) {
            graph->arc[old] = arc;
        }
        return;
    }
    found[arc.to] = *n;
    graph->arc[(*n)++] = arc;
}

/* Arcs of one applicant who is at the node. */
static void arcs_of(struct graph *graph, uint32_t first, uint32_t *n, uint32_t *found, uint32_t a) {
    const struct choices *choices = graph->model->choices;
    uint32_t leave = graph->model->choice[a];
    if (leave != NONE) {
        arc_offer(graph, first, n, found, (struct arc){graph->outside, leave, NONE});
    }
    for (uint32_t y = choices->start[a]; y < choices->start[a + 1]; y++) {
        if (y != leave) {
            arc_offer(graph, first, n, found, (struct arc){place_of(graph, y), leave, y});
        }
    }
}

static enum err graph_arcs(struct graph *graph, struct arena *arena, struct arena *scratch,
                           struct error *error) {
    uint32_t n_places = graph->outside + 1, *start = NULL, *occupant = NULL;
    enum err err = occupants_list(graph, scratch, &start, &occupant, error);
    uint32_t *found = ARENA_ZERO(scratch, n_places, uint32_t);
    size_t n_most = (size_t)graph->model->choices->n + graph->checker->instance->n_applicants;
    graph->arc = ARENA_NEW(arena, n_most, struct arc);
    graph->arc_start = ARENA_NEW(arena, (size_t)n_places + 1, uint32_t);
    if (err != OK || found == NULL || graph->arc == NULL || graph->arc_start == NULL) {
        return error_no_memory(error);
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < n_places; v++) {
        uint32_t first = graph->arc_start[v] = n;
        for (uint32_t i = start[v]; i < start[v + 1]; i++) {
            arcs_of(graph, first, &n, found, occupant[i]);
        }
    }
    graph->arc_start[n_places] = n;
    return OK;
}

static uint32_t parent_of(const struct graph *graph, uint32_t node) {
    uint32_t parent = graph->checker->instance->node_parent[node];
    return parent == NONE ? graph->outside : parent;
}

static bool is_full(const struct graph *graph, uint32_t node) {
    uint32_t room = graph->model->room[node];
    return room != SEATS_UNLIMITED && graph->used[node] >= room;
}

static enum err graph_forest(struct graph *graph, struct arena *arena, struct error *error) {
    uint32_t n_nodes = graph->outside;
    uint32_t *at = ARENA_ZERO(arena, (size_t)n_nodes + 3, uint32_t);
    graph->child = ARENA_NEW(arena, n_nodes, uint32_t);
    graph->used = ARENA_ZERO(arena, n_nodes, uint32_t);
    graph->sum = ARENA_ZERO(arena, (size_t)graph->n_levels * (n_nodes + 1), int64_t);
    if (at == NULL || graph->child == NULL || graph->used == NULL || graph->sum == NULL) {
        return error_no_memory(error);
    }
    graph->child_start = at++;
    for (uint32_t v = 0; v < n_nodes; v++) {
        at[parent_of(graph, v) + 1]++;
    }
    for (uint32_t v = 0; v <= n_nodes; v++) {
        at[v + 1] += at[v];
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        graph->child[at[parent_of(graph, v)]++] = v;
        for (uint32_t l = 0; l < graph->n_levels; l++) {
            for (uint32_t u = v; u != graph->outside; u = parent_of(graph, u)) {
                graph->sum[(size_t)l * (n_nodes + 1) + v] += graph->model->proof->price[l][u];
            }
        }
    }
    for (uint32_t a = 0; a < graph->checker->instance->n_applicants; a++) {
        uint32_t x = graph->model->choice[a];
        uint32_t v = place_of(graph, x);
        for (; v != graph->outside; v = parent_of(graph, v)) {
            graph->used[v]++;
        }
    }
    return OK;
}

/* Where each offer's search begins. */
static enum err graph_origins(struct graph *graph, struct arena *arena, struct error *error) {
    const struct instance *instance = graph->checker->instance;
    graph->origin = ARENA_NEW(arena, instance->n_offers, uint32_t);
    graph->wanted = ARENA_NEW(arena, graph->outside, uint32_t);
    if (graph->origin == NULL || graph->wanted == NULL) {
        return error_no_memory(error);
    }
    memset(graph->wanted, 0xFF, graph->outside * sizeof *graph->wanted);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t v = instance->slot[instance->slot_start[o]];
        graph->wanted[v] = o;
        bool full = is_full(graph, v);
        while (v != instance->offer_node[o]) {
            v = parent_of(graph, v);
            full = full || is_full(graph, v);
        }
        do {
            v = parent_of(graph, v);
        } while (v != graph->outside && !is_full(graph, v));
        graph->origin[o] = full ? v : NONE;
    }
    return OK;
}

/* The search. */

static bool is_nearer(const struct search *search, const int64_t *x, const int64_t *y) {
    for (uint32_t l = 0; l < search->graph->n_levels; l++) {
        if (x[l] != y[l]) {
            return x[l] < y[l];
        }
    }
    return false;
}

static int64_t *distance_of(const struct search *search, uint32_t node) {
    return search->distance + (size_t)node * search->graph->n_levels;
}

static void heap_put(struct search *search, uint32_t i, uint32_t node) {
    search->heap[i] = node;
    search->heap_at[node] = i + 1;
}

static void heap_rise(struct search *search, uint32_t node) {
    uint32_t i = search->heap_at[node] - 1;
    while (i > 0 && is_nearer(search, distance_of(search, node),
                              distance_of(search, search->heap[(i - 1) / 2]))) {
        heap_put(search, i, search->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    heap_put(search, i, node);
}

static uint32_t heap_take(struct search *search) {
    uint32_t top = search->heap[0], n = --search->n_heap, last = search->heap[n], i = 0;
    for (uint32_t child = 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && is_nearer(search, distance_of(search, search->heap[child + 1]),
                                       distance_of(search, search->heap[child]))) {
            child++;
        }
        if (!is_nearer(search, distance_of(search, search->heap[child]),
                       distance_of(search, last))) {
            break;
        }
        heap_put(search, i, search->heap[child]);
        i = child;
    }
    if (n > 0) {
        heap_put(search, i, last);
    }
    search->heap_at[top] = 0;
    return top;
}

/* Reaches `to` from `from` by an arc that costs what the options say, or nothing. */
static void reach(struct search *search, uint32_t from, struct arc arc) {
    const struct graph *graph = search->graph;
    size_t n_places = (size_t)graph->outside + 1;
    if (search->settled[arc.to]) {
        return;
    }
    for (uint32_t l = 0; l < graph->n_levels; l++) {
        const int64_t *sum = graph->sum + l * n_places;
        int64_t cost = option_cost(graph, l, arc.enter) - option_cost(graph, l, arc.leave);
        search->candidate[l] = distance_of(search, from)[l] + cost + sum[arc.to] - sum[from];
    }
    bool seen = search->seen[arc.to] != 0;
    if (seen && !is_nearer(search, search->candidate, distance_of(search, arc.to))) {
        return;
    }
    memcpy(distance_of(search, arc.to), search->candidate, graph->n_levels * sizeof(int64_t));
    if (!seen) {
        search->seen[arc.to] = 1;
        heap_put(search, search->n_heap++, arc.to);
    }
    heap_rise(search, arc.to);
}

static void expand(struct search *search, uint32_t node) {
    const struct graph *graph = search->graph;
    for (uint32_t i = graph->arc_start[node]; i < graph->arc_start[node + 1]; i++) {
        reach(search, node, graph->arc[i]);
    }
    if (node != graph->outside && !is_full(graph, node)) {
        reach(search, node, (struct arc){parent_of(graph, node), NONE, NONE});
    }
    for (uint32_t i = graph->child_start[node]; i < graph->child_start[node + 1]; i++) {
        reach(search, node, (struct arc){graph->child[i], NONE, NONE});
    }
}

/* The way's cost in the first level where it has one, turned round: a gain, since there is always
 * the way straight down, which costs nothing. */
static int64_t price_of(const struct search *search, uint32_t origin, uint32_t slot) {
    const struct graph *graph = search->graph;
    size_t n_places = (size_t)graph->outside + 1;
    for (uint32_t l = 0; l < graph->n_levels; l++) {
        const int64_t *sum = graph->sum + l * n_places;
        int64_t cost = distance_of(search, slot)[l] - sum[slot] + sum[origin];
        if (cost != 0) {
            return -cost;
        }
    }
    return 0;
}

/* Searches from one node until every offer that begins there is settled. */
static void search_from(struct search *search, uint32_t origin, uint32_t n_wanted, int64_t *price) {
    const struct graph *graph = search->graph;
    size_t n_places = (size_t)graph->outside + 1;
    memset(search->seen, 0, n_places);
    memset(search->settled, 0, n_places);
    memset(distance_of(search, origin), 0, graph->n_levels * sizeof(int64_t));
    search->n_heap = 0;
    search->seen[origin] = 1;
    heap_put(search, search->n_heap++, origin);
    while (search->n_heap > 0 && n_wanted > 0) {
        uint32_t node = heap_take(search);
        search->settled[node] = 1;
        uint32_t offer = node == graph->outside ? NONE : graph->wanted[node];
        if (offer != NONE && graph->origin[offer] == origin) {
            price[offer] = price_of(search, origin, node);
            n_wanted--;
        }
        expand(search, node);
    }
}

static enum err searches_open(struct search **list, const struct graph *graph, struct arena *arena,
                              struct error *error) {
    size_t n_places = (size_t)graph->outside + 1;
    int n_threads = omp_get_max_threads();
    *list = ARENA_NEW(arena, (size_t)n_threads, struct search);
    bool whole = *list != NULL;
    for (int i = 0; whole && i < n_threads; i++) {
        struct search *search = &(*list)[i];
        search->graph = graph;
        search->distance = ARENA_NEW(arena, n_places * graph->n_levels, int64_t);
        search->candidate = ARENA_NEW(arena, graph->n_levels, int64_t);
        search->heap = ARENA_NEW(arena, n_places, uint32_t);
        search->heap_at = ARENA_ZERO(arena, n_places, uint32_t);
        search->seen = ARENA_NEW(arena, n_places, uint8_t);
        search->settled = ARENA_NEW(arena, n_places, uint8_t);
        whole = search->distance != NULL && search->candidate != NULL && search->heap != NULL &&
                search->heap_at != NULL && search->seen != NULL && search->settled != NULL;
    }
    return whole ? OK : error_no_memory(error);
}

static enum err search_all(const struct graph *graph, struct arena *scratch, int64_t *price,
                           struct error *error) {
    uint32_t n_places = graph->outside + 1;
    struct search *list;
    uint32_t *n_wanted = ARENA_ZERO(scratch, n_places, uint32_t);
    enum err err = searches_open(&list, graph, scratch, error);
    if (err != OK || n_wanted == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t o = 0; o < graph->checker->instance->n_offers; o++) {
        price[o] = 0;
        if (graph->origin[o] != NONE) {
            n_wanted[graph->origin[o]]++;
        }
    }
#pragma omp parallel for default(none) shared(list, n_wanted, n_places, price) schedule(dynamic, 1)
    for (uint32_t v = 0; v < n_places; v++) {
        if (n_wanted[v] > 0) {
            search_from(&list[omp_get_thread_num()], v, n_wanted[v], price);
        }
    }
    return OK;
}

enum err seat_prices(const struct checker *checker, const struct model *model, struct arena *arena,
                     int64_t *price, struct error *error) {
    struct arena scratch = {0};
    struct graph graph = {.checker = checker,
                          .model = model,
                          .outside = checker->instance->n_nodes,
                          .n_levels = model->n_levels};
    enum err err = graph_forest(&graph, arena, error);
    if (err == OK) {
        err = graph_arcs(&graph, arena, &scratch, error);
    }
    if (err == OK) {
        err = graph_origins(&graph, arena, error);
    }
    if (err == OK) {
        err = search_all(&graph, &scratch, price, error);
    }
    arena_free(&scratch);
    return err;
}
