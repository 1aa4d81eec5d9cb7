// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What one more seat is worth: by how much the lexicographic optimum falls when the limits on a way
 * up from an offer, lowest to highest, all rise by one and all else stays. (Where an offer has
 * steps over the months: one seat more in every month.)
 *
 * In the residual graph (solver/residual.c; here without a face and with one weight a level,
 * compared lexicographically) the round before is the round after with one unit that must go round
 * from parent(highest) to lowest, up through the limits and back. Without it one unit may go from
 * parent(highest) to lowest by another way, at no other change, since no cycle is negative:
 *
 *     gain = -distance(parent(highest), lowest)     where some limit is full, else nothing
 *
 * The arcs parent(v) -> v down that way, of weight 0, are there even if nobody sits below v: that
 * unit does. (Elsewhere they lead to nothing.)
 *
 * pi = distances from the outside; the proof has them: pi(v) = -(the sum of the smallest prices
 * from v to the root). Where the parent is the outside, or open all the way up to it, pi is the
 * distance wanted. Else a search from the parent, for all that begin there at once, on the weights
 * reduced by pi, which are >= 0; what is longer than the longest of the ways straight down is
 * pruned, so the search stays in the neighbourhood.
 *
 * The search is label correcting with a first-in-first-out queue. Notation: a vector has n_levels
 * entries; key(j) = D(j) - pi(j) for a distance D from the source at hand. Invariants: (1) all
 * reduced weights are lexicographically >= 0; (2) no node enters the queue more than n_nodes + 1
 * times.
 */
#include "solver/assignment.h"

#include "solver/occupancy.h"

#include <string.h>

struct search {
    struct occupancy occupancy;
    const struct assignment_model *model;
    uint32_t outside; /* = n_nodes */
    int64_t *pi;      /* [n_nodes + 1][n_levels] distance from the outside */
    int64_t *key;     /* [n_nodes + 1][n_levels] */
    int64_t *bound;   /* [n_levels] keys above it are of no use */
    uint8_t *reached; /* [n_nodes + 1] 1: key is set */
    uint32_t *reach;  /* [n_nodes + 1] nodes reached, to be cleared */
    uint32_t n_reach;
    uint32_t *queue;   /* [n_nodes + 1] ring */
    uint8_t *queued;   /* [n_nodes + 1] */
    uint32_t *entered; /* [n_nodes + 1] times in the queue */
    uint32_t queue_head, n_queued;
};

/* On an arc an occupant's chosen option gives way to another; NONE costs 0, and where both are
 * NONE nobody moves. */
struct swap {
    uint32_t from, to;
    uint32_t chosen, option;
};

static int64_t *vector(const struct search *search, int64_t *vectors, uint32_t node) {
    return vectors + (size_t)node * search->model->n_levels;
}

static enum err search_new(struct search *search, const struct assignment_model *model,
                           const uint32_t *choice, struct arena *arena, struct error *error) {
    size_t n = (size_t)model->n_nodes + 1;
    search->model = model;
    search->outside = model->n_nodes;
    uint32_t *own_choice = ARENA_NEW(arena, model->n_applicants, uint32_t);
    search->pi = ARENA_ZERO(arena, n * model->n_levels, int64_t);
    search->key = ARENA_ZERO(arena, n * model->n_levels, int64_t);
    search->bound = ARENA_ZERO(arena, model->n_levels, int64_t);
    search->reached = ARENA_ZERO(arena, n, uint8_t);
    search->reach = ARENA_ZERO(arena, n, uint32_t);
    search->queue = ARENA_ZERO(arena, n, uint32_t);
    search->queued = ARENA_ZERO(arena, n, uint8_t);
    search->entered = ARENA_ZERO(arena, n, uint32_t);
    if (own_choice == NULL || search->pi == NULL || search->key == NULL || search->bound == NULL ||
        search->reached == NULL || search->reach == NULL || search->queue == NULL ||
        search->queued == NULL || search->entered == NULL) {
        return error_no_memory(error);
    }
    memcpy(own_choice, choice, model->n_applicants * sizeof *own_choice);
    return occupancy_new(&search->occupancy, model, own_choice, arena, error);
}

/* The key that the swap gives its end, at one level. */
static int64_t key_by(const struct search *search, const struct swap *swap, uint32_t level) {
    const int64_t *cost = search->model->level[level].cost;
    int64_t weight = (swap->option == NONE ? 0 : cost[swap->option]) -
                     (swap->chosen == NONE ? 0 : cost[swap->chosen]);
    return vector(search, search->key, swap->from)[level] + weight +
           vector(search, search->pi, swap->from)[level] -
           vector(search, search->pi, swap->to)[level];
}

/* Is the swap's key lexicographically below limit (or equal, where equal is allowed)? */
static bool below(const struct search *search, const struct swap *swap, const int64_t *limit,
                  bool or_equal) {
    for (uint32_t l = 0; l < search->model->n_levels; l++) {
        int64_t key = key_by(search, swap, l);
        if (key != limit[l]) {
            return key < limit[l];
        }
    }
    return or_equal;
}

static void enqueue(struct search *search, uint32_t node) {
    if (search->queued[node] == 0) {
        uint64_t place = (uint64_t)search->queue_head + search->n_queued;
        search->queue[place % (search->outside + 1)] = node;
        search->queued[node] = 1;
        search->n_queued++;
        search->entered[node]++;
    }
}

static void relax(struct search *search, struct swap swap) {
    int64_t *key = vector(search, search->key, swap.to);
    if (search->reached[swap.to] != 0) {
        if (!below(search, &swap, key, false)) {
            return;
        }
    } else {
        if (!below(search, &swap, search->bound, true)) {
            return;
        }
        search->reached[swap.to] = 1;
        search->reach[search->n_reach++] = swap.to;
    }
    for (uint32_t l = 0; l < search->model->n_levels; l++) {
        key[l] = key_by(search, &swap, l);
    }
    enqueue(search, swap.to);
}

static void relax_applicant(struct search *search, uint32_t node, uint32_t applicant) {
    const struct assignment_model *model = search->model;
    uint32_t chosen = search->occupancy.choice[applicant];
    for (uint32_t k = model->option_start[applicant]; k < model->option_start[applicant + 1]; k++) {
        if (k != chosen) {
            relax(search, (struct swap){node, model->option_offer[k], chosen, k});
        }
    }
    if (chosen != NONE) {
        relax(search, (struct swap){node, search->outside, chosen, NONE});
    }
}

static void relax_node(struct search *search, uint32_t node) {
    const struct occupancy *occupancy = &search->occupancy;
    for (uint32_t a = occupancy->first[node]; a != NONE; a = occupancy->next[a]) {
        relax_applicant(search, node, a);
    }
    if (node != search->outside && occupancy_has_room(occupancy, node)) {
        relax(search, (struct swap){node, occupancy_parent(occupancy, node), NONE, NONE});
    }
    for (uint32_t v = occupancy->child[node]; v != NONE; v = occupancy->sibling[v]) {
        relax(search, (struct swap){node, v, NONE, NONE});
    }
}

/* Keys of all that the source reaches within the bound. */
static void search_from(struct search *search, uint32_t source) {
    for (uint32_t i = 0; i < search->n_reach; i++) {
        uint32_t node = search->reach[i];
        search->reached[node] = search->queued[node] = 0;
        search->entered[node] = 0;
    }
    for (uint32_t l = 0; l < search->model->n_levels; l++) {
        vector(search, search->key, source)[l] = -vector(search, search->pi, source)[l];
    }
    search->reached[source] = 1;
    search->reach[0] = source;
    search->n_reach = 1;
    search->queue_head = search->n_queued = 0;
    enqueue(search, source);
    while (search->n_queued > 0) {
        uint32_t node = search->queue[search->queue_head];
        search->queue_head = search->queue_head == search->outside ? 0 : search->queue_head + 1;
        search->n_queued--;
        search->queued[node] = 0;
        INVARIANT(search->entered[node] <= search->outside + 1);
        relax_node(search, node);
    }
}

/* Is some limit of the way full? */
static bool is_full(const struct search *search, const struct seat_way *way) {
    uint32_t v = way->lowest;
    while (v != way->highest && occupancy_has_room(&search->occupancy, v)) {
        v = occupancy_parent(&search->occupancy, v);
    }
    return !occupancy_has_room(&search->occupancy, v);
}

/* May the node, and all around it, take one more? True of the outside. */
static bool is_open_above(const struct search *search, uint32_t node) {
    while (node != search->outside && occupancy_has_room(&search->occupancy, node)) {
        node = occupancy_parent(&search->occupancy, node);
    }
    return node == search->outside;
}

/* The ways whose prices are wanted, by the node that they end under. */
struct prices {
    const struct seat_way *way;
    uint32_t *first; /* [n_nodes + 1] the first full one that ends under the node, NONE */
    uint32_t *next;  /* [n] NONE */
    int64_t *price;  /* [n] */
    uint32_t *level; /* [n] */
};

/* Sets bound to the largest -pi of the lowest nodes of the ways under pool; false if there are
 * none. */
static bool set_bound(struct search *search, uint32_t pool, const struct prices *prices) {
    uint32_t n_levels = search->model->n_levels;
    for (uint32_t i = prices->first[pool]; i != NONE; i = prices->next[i]) {
        const int64_t *pi = vector(search, search->pi, prices->way[i].lowest);
        bool any = i != prices->first[pool];
        uint32_t l = 0;
        while (any && l < n_levels && -pi[l] == search->bound[l]) {
            l++;
        }
        if (!any || (l < n_levels && -pi[l] > search->bound[l])) {
            for (l = 0; l < n_levels; l++) {
                search->bound[l] = -pi[l];
            }
        }
    }
    return prices->first[pool] != NONE;
}

/* The prices of the full ways under pool; the keys must be those of a search from it, or
 * (from_outside) pi the distances themselves. */
static void read_prices(const struct search *search, uint32_t pool, bool from_outside,
                        const struct prices *prices) {
    for (uint32_t i = prices->first[pool]; i != NONE; i = prices->next[i]) {
        const int64_t *pi = vector(search, search->pi, prices->way[i].lowest);
        const int64_t *key = vector(search, search->key, prices->way[i].lowest);
        for (uint32_t l = 0; l < search->model->n_levels; l++) {
            int64_t distance = pi[l] + (from_outside ? 0 : key[l]);
            if (distance != 0) {
                prices->price[i] = -distance;
                prices->level[i] = l;
                break;
            }
        }
    }
}

/* pi from the proof. */
static void set_pi(struct search *search, const struct assignment_proof *proof) {
    const struct assignment_model *model = search->model;
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        int64_t *pi = vector(search, search->pi, v);
        for (uint32_t around = v; around != NONE; around = model->node_parent[around]) {
            for (uint32_t l = 0; l < model->n_levels; l++) {
                pi[l] -= proof->price[l][around];
            }
        }
    }
}

/* Lists the ways with a full limit by the node that they end under. */
static enum err list_ways(const struct search *search, uint32_t n, struct prices *prices,
                          struct arena *arena, struct error *error) {
    prices->first = ARENA_NEW(arena, (size_t)search->model->n_nodes + 1, uint32_t);
    prices->next = ARENA_NEW(arena, n, uint32_t);
    if (prices->first == NULL || prices->next == NULL) {
        return error_no_memory(error);
    }
    memset(prices->first, 0xFF, ((size_t)search->model->n_nodes + 1) * sizeof *prices->first);
    for (uint32_t i = 0; i < n; i++) {
        if (is_full(search, &prices->way[i])) {
            uint32_t pool = occupancy_parent(&search->occupancy, prices->way[i].highest);
            prices->next[i] = prices->first[pool];
            prices->first[pool] = i;
        }
    }
    return OK;
}

static void find_prices(struct search *search, const struct prices *prices) {
    const struct assignment_model *model = search->model;
    for (uint32_t pool = model->n_offers; pool <= model->n_nodes; pool++) {
        bool from_outside = is_open_above(search, pool);
        if (!from_outside && set_bound(search, pool, prices)) {
            search_from(search, pool);
        }
        read_prices(search, pool, from_outside, prices);
    }
}

/* Without pools a seat is worth its offer's price. */
static void copy_prices(const struct assignment_model *model, const struct assignment_proof *proof,
                        uint32_t n, const struct prices *prices) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t v = prices->way[i].lowest;
        for (uint32_t l = 0; l < model->n_levels && prices->level[i] == NONE; l++) {
            if (proof->price[l][v] != 0) {
                prices->price[i] = proof->price[l][v];
                prices->level[i] = l;
            }
        }
    }
}

enum err assignment_seat_prices(const struct assignment_optimum *optimum, uint32_t n,
                                const struct seat_way *way, struct arena *scratch, int64_t *price,
                                uint32_t *price_level, struct error *error) {
    const struct assignment_model *model = optimum->model;
    struct arena_mark mark = arena_mark(scratch);
    struct search search = {.model = model};
    struct prices prices = {.way = way, .price = price, .level = price_level};
    for (uint32_t i = 0; i < n; i++) {
        price[i] = 0;
        price_level[i] = NONE;
    }
    if (model->n_nodes == model->n_offers) {
        copy_prices(model, optimum->proof, n, &prices);
        return OK;
    }
    enum err err = search_new(&search, model, optimum->choice, scratch, error);
    if (err == OK) {
        err = list_ways(&search, n, &prices, scratch, error);
    }
    if (err == OK) {
        set_pi(&search, optimum->proof);
        find_prices(&search, &prices);
    }
    arena_rewind(scratch, mark);
    return err;
}
