// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Successive shortest paths, contracted to the nodes of the forest (offers, pools, the outside).
 *
 *     for each applicant a, neighbours after neighbours:
 *         the cheapest way to seat a, or to leave it out: Dijkstra from a to the outside, where
 *             offer s -> offer t    costs the cheapest move of somebody at s to its option at t
 *             offer s -> outside    costs leaving somebody at s without a place
 *             node  v -> parent     costs 0, where v has room (parent of a root: the outside)
 *             node  v -> child      costs 0, where the child has somebody
 *         raise the prices of the nodes passed; move everybody on the way
 *
 * Jewell 1958, Iri 1960, Busacker and Gowen 1961 for the paths; Edmonds and Karp 1972, Tomizawa
 * 1971 for prices that keep all reduced costs non-negative, so that Dijkstra's algorithm serves.
 * Differences: (1) nodes are offers and not applicants, of whom there are a hundred times more; (2)
 * applicants and offers are renumbered so that neighbours in the graph of wishes are neighbours in
 * memory and in the order of insertion: a search then meets what is in the cache and ends early.
 *
 * All levels at once: their costs are packed into one (solver/level_weights.h). Where the packing
 * is not exact, residual_optimum finds some cycles more, and exactness never suffers.
 *
 * Notation: c(k) packed cost of option k; y[v] price of node v, the sum of the dual prices from v
 * to the root; u(a) = c(choice of a) + y there. Invariants: (1) no applicant has an open option
 * with c + y < u, nor u > 0; (2) y[v] >= y[parent], equal where v has room; (3) y only rises, by at
 * most the longest path: it fits 62 bits.
 */
#include "solver/shortest_paths.h"

#include "solver/level_weights.h"

#include <string.h>

enum { REPORT_EVERY = 4096 };

/* An entry of the heap. */
struct label {
    int64_t distance;
    uint32_t node;
};

struct option {
    int64_t cost;
    uint32_t offer; /* renumbered */
    uint32_t original;
};

struct paths {
    const struct assignment_model *model;
    struct arena *arena;
    uint32_t n_nodes;              /* the outside is node n_nodes */
    uint32_t *parent;              /* [n_nodes] renumbered; n_nodes at a root */
    uint32_t *room;                /* [n_nodes] */
    uint32_t *child_start, *child; /* CSR of n_nodes + 1 nodes */

    uint32_t n;             /* applicants, renumbered */
    uint32_t *original;     /* [n] */
    uint32_t *option_start; /* [n + 1] */
    struct option *option;

    uint32_t *chosen;     /* [n] option or NONE */
    uint32_t *seat;       /* [n] place among the occupants of its offer */
    uint32_t *seat_start; /* [n_offers + 1] */
    uint32_t *occupant;   /* applicants at each offer: [seat_start[s] .. + load[s]) */
    uint32_t *load;       /* [n_nodes] */
    int64_t *price;       /* [n_nodes + 1] y */

    int64_t *distance;       /* [n_nodes + 1], meant where reached == search */
    uint32_t *reached;       /* [n_nodes + 1] */
    uint32_t *settled;       /* [n_nodes + 1] */
    uint32_t *via_node;      /* [n_nodes + 1] NONE: from the applicant itself */
    uint32_t *via_option;    /* [n_nodes + 1] taken on the way here, NONE */
    uint32_t *via_applicant; /* [n_nodes + 1] who moves, NONE */
    uint32_t search;
    struct label *heap;   /* [n_nodes + 1] four children a node */
    uint32_t *heap_place; /* [n_nodes + 1] */
    uint32_t n_heap;
    uint32_t *passed; /* [n_nodes + 1] settled nodes of this search */
    uint32_t n_passed;
};

/* Renumbering. */

/* Items by key, in their order: item [n] and start [n_keys + 1]. Keys NONE are left out. */
static void bucket(const uint32_t *key, uint32_t n, uint32_t n_keys, uint32_t *start,
                   uint32_t *item) {
    memset(start, 0, ((size_t)n_keys + 1) * sizeof *start);
    for (uint32_t i = 0; i < n; i++) {
        start[key[i] == NONE ? n_keys : key[i]] += key[i] == NONE ? 0 : 1;
    }
    for (uint32_t k = 0, sum = 0; k <= n_keys; k++) {
        sum += start[k];
        start[k] = sum;
    }
    for (uint32_t i = n; i-- > 0;) { /* from behind: start[k] comes to where k begins */
        if (key[i] != NONE) {
            item[--start[key[i]]] = i;
        }
    }
}

/* Puts an offer at the next place, if it has none. */
static void meet(uint32_t offer, uint32_t *place, uint32_t *queue, uint32_t *n_met) {
    if (place[offer] == NONE) {
        place[offer] = *n_met;
        queue[(*n_met)++] = offer;
    }
}

/* Offers in the order in which a walk over the graph of wishes meets them: from an offer to the
 * other options of those who have it first. first_of[a] is the first option's offer. */
static void order_offers(const struct assignment_model *model, const uint32_t *start,
                         const uint32_t *applicant, uint32_t *place, uint32_t *queue) {
    uint32_t n_met = 0, at = 0;
    memset(place, 0xFF, model->n_offers * sizeof *place);
    for (uint32_t from = 0; from < model->n_offers; from++) {
        meet(from, place, queue, &n_met);
        for (; at < n_met; at++) {
            for (uint32_t i = start[queue[at]]; i < start[queue[at] + 1]; i++) {
                uint32_t a = applicant[i];
                for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
                    meet(model->option_offer[k], place, queue, &n_met);
                }
            }
        }
    }
}

/* place [n_offers] of every offer, and who takes part, neighbours after neighbours. */
static enum err renumber(struct paths *paths, uint32_t *place, struct error *error) {
    const struct assignment_model *model = paths->model;
    uint32_t n = model->n_applicants, n_offers = model->n_offers;
    uint32_t *first = ARENA_NEW(paths->arena, n, uint32_t);
    uint32_t *start = ARENA_NEW(paths->arena, (size_t)n_offers + 1, uint32_t);
    uint32_t *queue = ARENA_NEW(paths->arena, n_offers, uint32_t);
    paths->original = ARENA_NEW(paths->arena, n, uint32_t);
    if (first == NULL || start == NULL || queue == NULL || paths->original == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        bool takes_part = model->option_start[a] < model->option_start[a + 1] &&
                          (model->competes == NULL || model->competes[a] != 0);
        first[a] = takes_part ? model->option_offer[model->option_start[a]] : NONE;
        paths->n += takes_part ? 1 : 0;
    }
    bucket(first, n, n_offers, start, paths->original);
    order_offers(model, start, paths->original, place, queue);
    for (uint32_t a = 0; a < n; a++) {
        first[a] = first[a] == NONE ? NONE : place[first[a]];
    }
    bucket(first, n, n_offers, start, paths->original);
    return OK;
}

static enum err copy_options(struct paths *paths, const uint32_t *place, const int64_t *weight,
                             struct error *error) {
    const struct assignment_model *model = paths->model;
    paths->option_start = ARENA_NEW(paths->arena, (size_t)paths->n + 1, uint32_t);
    paths->option =
        ARENA_NEW(paths->arena, model->option_start[model->n_applicants], struct option);
    paths->seat_start = ARENA_ZERO(paths->arena, (size_t)model->n_offers + 1, uint32_t);
    if (paths->option_start == NULL || paths->option == NULL || paths->seat_start == NULL) {
        return error_no_memory(error);
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < paths->n; i++) {
        uint32_t a = paths->original[i];
        paths->option_start[i] = at;
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            int64_t cost = 0;
            for (uint32_t l = 0; l < model->n_levels; l++) {
                cost += weight[l] * model->level[l].cost[k];
            }
            uint32_t offer = place[model->option_offer[k]];
            paths->option[at++] = (struct option){cost, offer, k};
            paths->seat_start[offer + 1]++;
        }
    }
    paths->option_start[paths->n] = at;
    for (uint32_t o = 0; o < model->n_offers; o++) {
        paths->seat_start[o + 1] += paths->seat_start[o];
    }
    return OK;
}

/* The forest with its offers renumbered; the outside is the parent of its roots. */
static enum err copy_forest(struct paths *paths, const uint32_t *place, struct error *error) {
    const struct assignment_model *model = paths->model;
    uint32_t n = paths->n_nodes;
    paths->parent = ARENA_NEW(paths->arena, n, uint32_t);
    paths->room = ARENA_NEW(paths->arena, n, uint32_t);
    paths->child_start = ARENA_NEW(paths->arena, (size_t)n + 2, uint32_t);
    paths->child = ARENA_NEW(paths->arena, n, uint32_t);
    if (paths->parent == NULL || paths->room == NULL || paths->child_start == NULL ||
        paths->child == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t v = 0; v < n; v++) {
        uint32_t here = v < model->n_offers ? place[v] : v;
        paths->room[here] = model->room[v];
        paths->parent[here] = model->node_parent[v] == NONE ? n : model->node_parent[v];
    }
    bucket(paths->parent, n, n + 1, paths->child_start, paths->child);
    return OK;
}

static enum err make_state(struct paths *paths, struct error *error) {
    struct arena *arena = paths->arena;
    size_t n = (size_t)paths->n_nodes + 1;
    paths->chosen = ARENA_NEW(arena, paths->n, uint32_t);
    paths->seat = ARENA_NEW(arena, paths->n, uint32_t);
    paths->occupant =
        ARENA_NEW(arena, (size_t)paths->seat_start[paths->model->n_offers] + 1, uint32_t);
    paths->load = ARENA_ZERO(arena, n, uint32_t);
    paths->price = ARENA_ZERO(arena, n, int64_t);
    paths->distance = ARENA_NEW(arena, n, int64_t);
    paths->reached = ARENA_ZERO(arena, n, uint32_t);
    paths->settled = ARENA_ZERO(arena, n, uint32_t);
    paths->via_node = ARENA_NEW(arena, n, uint32_t);
    paths->via_option = ARENA_NEW(arena, n, uint32_t);
    paths->via_applicant = ARENA_NEW(arena, n, uint32_t);
    paths->heap_place = ARENA_NEW(arena, n, uint32_t);
    paths->heap = ARENA_NEW(arena, n, struct label);
    paths->passed = ARENA_NEW(arena, n, uint32_t);
    bool failed = paths->chosen == NULL || paths->seat == NULL || paths->occupant == NULL ||
                  paths->load == NULL || paths->price == NULL || paths->distance == NULL ||
                  paths->reached == NULL || paths->settled == NULL || paths->via_node == NULL ||
                  paths->via_option == NULL || paths->via_applicant == NULL ||
                  paths->heap_place == NULL || paths->heap == NULL || paths->passed == NULL;
    if (failed) {
        return error_no_memory(error);
    }
    memset(paths->chosen, 0xFF, paths->n * sizeof *paths->chosen);
    return OK;
}

/* Seats. */

static void sit(struct paths *paths, uint32_t a, uint32_t option) {
    uint32_t offer = paths->option[option].offer;
    uint32_t place = paths->seat_start[offer] + paths->load[offer];
    paths->occupant[place] = a;
    paths->seat[a] = place;
    paths->chosen[a] = option;
    for (uint32_t v = offer; v != paths->n_nodes; v = paths->parent[v]) {
        paths->load[v]++;
    }
}

static void rise(struct paths *paths, uint32_t a) {
    uint32_t offer = paths->option[paths->chosen[a]].offer;
    uint32_t last = paths->occupant[paths->seat_start[offer] + paths->load[offer] - 1];
    paths->occupant[paths->seat[a]] = last;
    paths->seat[last] = paths->seat[a];
    paths->chosen[a] = NONE;
    for (uint32_t v = offer; v != paths->n_nodes; v = paths->parent[v]) {
        paths->load[v]--;
    }
}

static bool has_room(const struct paths *paths, uint32_t node) {
    return paths->room[node] == SEATS_UNLIMITED || paths->load[node] < paths->room[node];
}

/* Dijkstra's heap: each node at most once, its key lowered in place. */

static void heap_put(struct paths *paths, uint32_t place, struct label label) {
    paths->heap[place] = label;
    paths->heap_place[label.node] = place;
}

static void heap_up(struct paths *paths, uint32_t place, struct label label) {
    while (place > 0 && paths->heap[(place - 1) / 4].distance > label.distance) {
        heap_put(paths, place, paths->heap[(place - 1) / 4]);
        place = (place - 1) / 4;
    }
    heap_put(paths, place, label);
}

static struct label heap_pop(struct paths *paths) {
    struct label top = paths->heap[0];
    struct label moved = paths->heap[--paths->n_heap];
    for (uint32_t place = 0; paths->n_heap > 0;) {
        uint32_t best = 4 * place + 1, end = best + 4;
        if (best >= paths->n_heap) {
            heap_put(paths, place, moved);
            break;
        }
        for (uint32_t c = best + 1; c < end && c < paths->n_heap; c++) {
            best = paths->heap[c].distance < paths->heap[best].distance ? c : best;
        }
        if (paths->heap[best].distance >= moved.distance) {
            heap_put(paths, place, moved);
            break;
        }
        heap_put(paths, place, paths->heap[best]);
        place = best;
    }
    return top;
}

/* A way to a node: where from, and who moves to which option (NONE: nobody). */
struct way {
    uint32_t from, applicant, option;
};

static void relax(struct paths *paths, uint32_t to, int64_t distance, struct way way) {
    bool known = paths->reached[to] == paths->search;
    if (known && paths->distance[to] <= distance) {
        return;
    }
    paths->reached[to] = paths->search;
    paths->distance[to] = distance;
    paths->via_node[to] = way.from;
    paths->via_applicant[to] = way.applicant;
    paths->via_option[to] = way.option;
    heap_up(paths, known ? paths->heap_place[to] : paths->n_heap++, (struct label){distance, to});
}

/* How far the outside is known to be; nothing beyond is worth a label. */
static int64_t horizon(const struct paths *paths) {
    return paths->reached[paths->n_nodes] == paths->search ? paths->distance[paths->n_nodes]
                                                           : INT64_MAX;
}

static void relax_occupants(struct paths *paths, uint32_t s, int64_t here) {
    uint32_t first = paths->seat_start[s], n = paths->load[s];
    int64_t limit = horizon(paths);
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t a = paths->occupant[i];
        int64_t base = here - paths->option[paths->chosen[a]].cost - paths->price[s];
        if (base < limit) {
            relax(paths, paths->n_nodes, base, (struct way){s, a, NONE});
            limit = horizon(paths);
        }
        for (uint32_t k = paths->option_start[a]; k < paths->option_start[a + 1]; k++) {
            uint32_t to = paths->option[k].offer;
            int64_t distance = base + paths->option[k].cost + paths->price[to];
            if (distance < limit && paths->settled[to] != paths->search) {
                relax(paths, to, distance, (struct way){s, a, k});
            }
        }
    }
}

static void relax_forest(struct paths *paths, uint32_t v, int64_t here) {
    uint32_t parent = paths->parent[v];
    if (has_room(paths, v) && paths->settled[parent] != paths->search) {
        relax(paths, parent, here, (struct way){v, NONE, NONE});
    }
    for (uint32_t i = paths->child_start[v]; i < paths->child_start[v + 1]; i++) {
        uint32_t child = paths->child[i];
        int64_t distance = here + paths->price[child] - paths->price[v];
        if (paths->load[child] > 0 && paths->settled[child] != paths->search &&
            distance < horizon(paths)) {
            relax(paths, child, distance, (struct way){v, NONE, NONE});
        }
    }
}

/* Dijkstra from an applicant to the outside; returns the distance. */
static int64_t find_path(struct paths *paths, uint32_t a) {
    int64_t least = 0;
    for (uint32_t k = paths->option_start[a]; k < paths->option_start[a + 1]; k++) {
        int64_t value = paths->option[k].cost + paths->price[paths->option[k].offer];
        least = value < least ? value : least;
    }
    paths->search++;
    paths->n_heap = paths->n_passed = 0;
    relax(paths, paths->n_nodes, -least, (struct way){NONE, a, NONE});
    for (uint32_t k = paths->option_start[a]; k < paths->option_start[a + 1]; k++) {
        uint32_t to = paths->option[k].offer;
        int64_t distance = paths->option[k].cost + paths->price[to] - least;
        if (distance < horizon(paths)) {
            relax(paths, to, distance, (struct way){NONE, a, k});
        }
    }
    for (;;) { /* the outside is in the heap from the beginning, so it ends there */
        struct label label = heap_pop(paths);
        if (label.node == paths->n_nodes) {
            return label.distance;
        }
        paths->settled[label.node] = paths->search;
        paths->passed[paths->n_passed++] = label.node;
        if (label.node < paths->model->n_offers) {
            relax_occupants(paths, label.node, label.distance);
        }
        relax_forest(paths, label.node, label.distance);
    }
}

/* Everybody on the way to the outside moves, the last one first, so that seats are free in time. */
static void move_along(struct paths *paths) {
    for (uint32_t v = paths->n_nodes; v != NONE; v = paths->via_node[v]) {
        uint32_t a = paths->via_applicant[v];
        if (a == NONE) {
            continue;
        }
        if (paths->chosen[a] != NONE) {
            rise(paths, a);
        }
        if (paths->via_option[v] != NONE) {
            sit(paths, a, paths->via_option[v]);
        }
    }
}

/* The best option with room all the way up, where it is the best of all: no search is needed. */
static bool sit_at_once(struct paths *paths, uint32_t a) {
    uint32_t best = NONE;
    int64_t least = 0;
    for (uint32_t k = paths->option_start[a]; k < paths->option_start[a + 1]; k++) {
        int64_t value = paths->option[k].cost + paths->price[paths->option[k].offer];
        if (value < least) {
            least = value;
            best = k;
        }
    }
    for (uint32_t v = best == NONE ? paths->n_nodes : paths->option[best].offer;
         v != paths->n_nodes; v = paths->parent[v]) {
        if (!has_room(paths, v)) {
            return false;
        }
    }
    if (best != NONE) {
        sit(paths, a, best);
    }
    return true;
}

static void insert(struct paths *paths, uint32_t a) {
    if (sit_at_once(paths, a)) {
        return;
    }
    int64_t far = find_path(paths, a);
    for (uint32_t i = 0; i < paths->n_passed; i++) {
        paths->price[paths->passed[i]] += far - paths->distance[paths->passed[i]];
    }
    move_along(paths);
}

static enum err prepare(struct paths *paths, struct error *error) {
    const struct assignment_model *model = paths->model;
    uint32_t *place = ARENA_NEW(paths->arena, model->n_offers, uint32_t);
    int64_t *weight = ARENA_NEW(paths->arena, model->n_levels, int64_t);
    if (place == NULL || weight == NULL) {
        return error_no_memory(error);
    }
    if (!level_weights(model, weight)) {
        return OK; /* nobody takes part: the start is an empty placement */
    }
    enum err err = renumber(paths, place, error);
    if (err == OK) {
        err = copy_options(paths, place, weight, error);
    }
    if (err == OK) {
        err = copy_forest(paths, place, error);
    }
    return err == OK ? make_state(paths, error) : err;
}

enum err shortest_paths_start(const struct assignment_model *model, uint32_t *choice,
                              const struct progress *progress, struct error *error) {
    struct arena arena = {0};
    struct paths paths = {.model = model, .arena = &arena, .n_nodes = model->n_nodes};
    memset(choice, 0xFF, model->n_applicants * sizeof *choice);
    enum err err = prepare(&paths, error);
    if (err == OK) {
        for (uint32_t a = 0; a < paths.n; a++) {
            insert(&paths, a);
            if (a % REPORT_EVERY == 0) {
                progress_report(progress, "solve", (double)a / (double)paths.n);
            }
        }
        for (uint32_t a = 0; a < paths.n; a++) {
            uint32_t option = paths.chosen[a];
            choice[paths.original[a]] = option == NONE ? NONE : paths.option[option].original;
        }
    }
    arena_free(&arena);
    return err;
}
