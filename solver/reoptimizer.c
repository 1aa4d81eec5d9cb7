// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reoptimisation of a minimum-cost flow: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows"
 * (1993), chapter 9 (exercises on sensitivity); the invariants are those of solver/network.h. Each
 * change breaks one of them at one node, and one shortest path mends it:
 *
 *     an applicant comes           the path of solver/shortest_paths.h
 *     node v gets room (a seat     y[v] > y[parent] is wrong now: the shortest path parent -> v of
 * a more, an occupant gone)      unit that comes in by it, if its reduced cost is less than y[v] -
 * y[parent]; prices rise along the search either way, and the gap closes or v is full again v holds
 * more than its room   the shortest path v -> parent, on which one unit leaves v
 *
 * Searches are Dijkstra's, since all other arcs keep reduced costs >= 0; the arc that is broken is
 * no arc while it is (pass_forest in solver/search.c takes v -> parent only at equal prices).
 *
 * A lock is a withdrawal and a seat less in each node around the offer, so that it needs nothing of
 * its own.
 */
#include "solver/reoptimizer.h"

#include "solver/assignment_parts.h"
#include "solver/level_weights.h"
#include "solver/network_prices.h"
#include "solver/shortest_paths.h"

#include <string.h>

/* Copies n items into a new array of n_max; NULL without memory. */
static void *copy(struct arena *arena, const void *from, size_t n, size_t n_max, size_t size) {
    void *made = arena_alloc(arena, n_max, size);
    return made == NULL || n == 0 ? made : memcpy(made, from, n * size);
}

/* The model's growing arrays in new space; the old ones stay with the arena. */
static enum err make_space(struct reoptimizer *reoptimizer, uint32_t n_applicants,
                           uint32_t n_options, struct error *error) {
    struct assignment_model *model = &reoptimizer->model;
    struct arena *arena = &reoptimizer->arena;
    uint32_t n = model->n_applicants, n_old = model->option_start[n];
    uint32_t *start =
        copy(arena, model->option_start, (size_t)n + 1, (size_t)n_applicants + 1, sizeof *start);
    uint32_t *offer = copy(arena, model->option_offer, n_old, n_options, sizeof *offer);
    uint8_t *competes = copy(arena, model->competes, model->competes == NULL ? 0 : n, n_applicants,
                             sizeof *competes);
    uint32_t *locked = copy(arena, reoptimizer->locked, reoptimizer->locked == NULL ? 0 : n,
                            n_applicants, sizeof *locked);
    struct assignment_level *level =
        copy(arena, model->level, model->n_levels, model->n_levels, sizeof *level);
    int64_t **cost = ARENA_NEW(arena, model->n_levels, int64_t *);
    bool failed = start == NULL || offer == NULL || competes == NULL || locked == NULL ||
                  level == NULL || cost == NULL;
    for (uint32_t l = 0; !failed && l < model->n_levels; l++) {
        level[l].cost = cost[l] =
            copy(arena, model->level[l].cost, n_old, n_options, sizeof **cost);
        failed = cost[l] == NULL;
    }
    if (failed) {
        return error_no_memory(error);
    }
    if (model->competes == NULL) {
        memset(competes, 1, n);
    }
    if (reoptimizer->locked == NULL) {
        memset(locked, 0xFF, n * sizeof *locked);
    }
    model->option_start = reoptimizer->option_start = start;
    model->option_offer = reoptimizer->option_offer = offer;
    model->competes = reoptimizer->competes = competes;
    model->level = level;
    reoptimizer->cost = cost;
    reoptimizer->locked = locked;
    return OK;
}

/* The same for the network's. */
static enum err make_network_space(struct reoptimizer *reoptimizer, uint32_t n_max,
                                   uint32_t n_options, struct error *error) {
    struct network *network = &reoptimizer->network;
    struct arena *arena = &network->arena;
    size_t n = network->n;
    uint32_t *original = copy(arena, network->original, n, n_max, sizeof *original);
    uint32_t *start = copy(arena, network->option_start, n + 1, (size_t)n_max + 1, sizeof *start);
    struct network_option *option =
        copy(arena, network->option, network->option_start[n], n_options, sizeof *option);
    uint32_t *chosen = copy(arena, network->chosen, n, n_max, sizeof *chosen);
    uint32_t *at = copy(arena, network->at, n, n_max, sizeof *at);
    uint32_t *next = copy(arena, network->next, n, n_max, sizeof *next);
    uint32_t *previous = copy(arena, network->previous, n, n_max, sizeof *previous);
    uint32_t *number = copy(arena, reoptimizer->number, n, n_max, sizeof *number);
    if (original == NULL || start == NULL || option == NULL || chosen == NULL || at == NULL ||
        next == NULL || previous == NULL || number == NULL) {
        return error_no_memory(error);
    }
    network->original = original;
    network->option_start = start;
    network->option = option;
    network->chosen = chosen;
    network->at = at;
    network->next = next;
    network->previous = previous;
    reoptimizer->number = number;
    return OK;
}

/* Weights, network and its optimum, from the model as it stands. */
static enum err build(struct reoptimizer *reoptimizer, struct error *error) {
    const struct assignment_model *model = &reoptimizer->model;
    network_release(&reoptimizer->network);
    reoptimizer->packed = false;
    enum err err = assignment_check_size(model, error);
    if (err != OK || !level_weights_all(model, reoptimizer->weight, reoptimizer->largest)) {
        return err;
    }
    err = network_build(&reoptimizer->network, model, reoptimizer->weight, error);
    if (err == OK) {
        err = shortest_paths(&reoptimizer->network, NULL, error);
    }
    if (err == OK) {
        err = search_new(&reoptimizer->search, 1, &reoptimizer->network,
                         &reoptimizer->network.arena, error);
    }
    if (err != OK) {
        return err;
    }
    reoptimizer->number = ARENA_NEW(&reoptimizer->network.arena, model->n_applicants, uint32_t);
    if (reoptimizer->number == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < model->n_applicants; i++) {
        reoptimizer->number[reoptimizer->network.original[i]] = i;
    }
    err = make_network_space(reoptimizer, reoptimizer->n_applicants_max, reoptimizer->n_options_max,
                             error);
    reoptimizer->packed = err == OK;
    return err;
}

enum err reoptimizer_open(struct reoptimizer *reoptimizer, const struct assignment_model *model,
                          struct error *error) {
    *reoptimizer = (struct reoptimizer){.model = *model};
    struct arena *arena = &reoptimizer->arena;
    reoptimizer->room = copy(arena, model->room, model->n_nodes, model->n_nodes, sizeof(uint32_t));
    reoptimizer->model.room = reoptimizer->room;
    reoptimizer->model.node_parent =
        copy(arena, model->node_parent, model->n_nodes, model->n_nodes, sizeof(uint32_t));
    reoptimizer->n_applicants_max = model->n_applicants;
    reoptimizer->n_options_max = model->option_start[model->n_applicants];
    reoptimizer->weight = ARENA_NEW(arena, model->n_levels, int64_t);
    reoptimizer->largest = ARENA_NEW(arena, model->n_levels, int64_t);
    bool failed = reoptimizer->room == NULL || reoptimizer->model.node_parent == NULL ||
                  reoptimizer->weight == NULL || reoptimizer->largest == NULL;
    enum err err = failed ? error_no_memory(error) : OK;
    if (err == OK) {
        err = make_space(reoptimizer, reoptimizer->n_applicants_max, reoptimizer->n_options_max,
                         error);
    }
    if (err == OK) {
        err = build(reoptimizer, error);
    }
    if (err != OK) {
        reoptimizer_release(reoptimizer);
    }
    return err;
}

void reoptimizer_release(struct reoptimizer *reoptimizer) {
    network_release(&reoptimizer->network);
    arena_free(&reoptimizer->arena);
    *reoptimizer = (struct reoptimizer){0};
}

/* Moves one unit along the shortest path between two nodes; prices rise on the way. */
static void push(struct reoptimizer *reoptimizer, uint32_t from, uint32_t to) {
    struct search *search = reoptimizer->search;
    search_begin(search, to, LABEL_FAR);
    search_reach(search, from, (struct label){0, NONE, NONE, NONE, 0});
    search_raise_prices(search, search_run(search));
    search_move_along(search, to);
    search_end(search);
}

static int64_t price_of(const struct network *network, uint32_t node) {
    return node == network->outside ? 0 : network->node[node].price;
}

/* Until the node is within its room, and its price is its parent's where it has room. */
static void mend(struct reoptimizer *reoptimizer, uint32_t node) {
    const struct network *network = &reoptimizer->network;
    uint32_t parent = network->parent[node];
    while (network_has_room(network, node) && price_of(network, node) > price_of(network, parent)) {
        push(reoptimizer, parent,
             node); /* perhaps along parent -> node itself: nobody moves then */
    }
    while (network->room[node] != SEATS_UNLIMITED && network->load[node] > network->room[node]) {
        push(reoptimizer, node, parent);
    }
}

void reoptimizer_set_room(struct reoptimizer *reoptimizer, uint32_t node, uint32_t room) {
    INVARIANT(node < reoptimizer->model.n_nodes);
    reoptimizer->room[node] = room;
    if (reoptimizer->packed) {
        struct network *network = &reoptimizer->network;
        uint32_t here = network_number(network, node);
        network->room[here] = room;
        mend(reoptimizer, here);
    }
}

static void leave(struct reoptimizer *reoptimizer, uint32_t applicant) {
    struct network *network = &reoptimizer->network;
    reoptimizer->competes[applicant] = 0;
    uint32_t a = reoptimizer->packed ? reoptimizer->number[applicant] : NONE;
    if (a == NONE || network->chosen[a] == NONE) {
        return;
    }
    uint32_t node = network->at[a];
    network_rise(network, a);
    for (; node != network->outside; node = network->parent[node]) {
        mend(reoptimizer, node);
    }
}

static void enter(struct reoptimizer *reoptimizer, uint32_t applicant) {
    reoptimizer->competes[applicant] = 1;
    if (reoptimizer->packed) {
        shortest_paths_insert(reoptimizer->search, reoptimizer->number[applicant]);
    }
}

void reoptimizer_withdraw(struct reoptimizer *reoptimizer, uint32_t applicant) {
    if (reoptimizer->competes[applicant] != 0) {
        leave(reoptimizer, applicant);
    }
}

void reoptimizer_return(struct reoptimizer *reoptimizer, uint32_t applicant) {
    if (reoptimizer->competes[applicant] == 0 && reoptimizer->locked[applicant] == NONE) {
        enter(reoptimizer, applicant);
    }
}

enum err reoptimizer_lock(struct reoptimizer *reoptimizer, uint32_t applicant, uint32_t offer,
                          struct error *error) {
    if (reoptimizer->locked[applicant] != NONE) {
        return error_set(error, ERR_INPUT, NULL, "applicant %u is locked already", applicant);
    }
    for (uint32_t v = offer; v != NONE; v = reoptimizer->model.node_parent[v]) {
        if (reoptimizer->room[v] == 0) {
            return error_set(error, ERR_NO, NULL, "node %u has no room for a lock", v);
        }
    }
    reoptimizer_withdraw(reoptimizer, applicant);
    reoptimizer->locked[applicant] = offer;
    for (uint32_t v = offer; v != NONE; v = reoptimizer->model.node_parent[v]) {
        if (reoptimizer->room[v] != SEATS_UNLIMITED) {
            reoptimizer_set_room(reoptimizer, v, reoptimizer->room[v] - 1);
        }
    }
    return OK;
}

void reoptimizer_unlock(struct reoptimizer *reoptimizer, uint32_t applicant) {
    uint32_t offer = reoptimizer->locked[applicant];
    if (offer == NONE) {
        return;
    }
    reoptimizer->locked[applicant] = NONE;
    for (uint32_t v = offer; v != NONE; v = reoptimizer->model.node_parent[v]) {
        if (reoptimizer->room[v] != SEATS_UNLIMITED) {
            reoptimizer_set_room(reoptimizer, v, reoptimizer->room[v] + 1);
        }
    }
    enter(reoptimizer, applicant);
}

static enum err check_added(const struct reoptimizer *reoptimizer,
                            const struct reoptimizer_applicant *added, bool *fits,
                            struct error *error) {
    const struct assignment_model *model = &reoptimizer->model;
    *fits = reoptimizer->packed;
    for (uint32_t i = 0; i < added->n_options; i++) {
        if (added->offer[i] >= model->n_offers) {
            return error_set(error, ERR_INPUT, NULL, "option %u: there is no offer %u", i,
                             added->offer[i]);
        }
        for (uint32_t l = 0; l < model->n_levels; l++) {
            int64_t cost = added->cost[l][i], size = cost < 0 ? -cost : cost;
            if (cost < -COST_MAX || cost > COST_MAX) {
                return error_set(error, ERR_INPUT, NULL, "option %u: a cost beyond 2^40", i);
            }
            *fits &= size <= reoptimizer->largest[l];
        }
    }
    return OK;
}

/* Space for one applicant more, in the model and, where it holds the optimum, in the network. */
static enum err reserve(struct reoptimizer *reoptimizer, uint32_t n_options, struct error *error) {
    uint32_t n = reoptimizer->model.n_applicants;
    uint64_t n_total = (uint64_t)reoptimizer->model.option_start[n] + n_options;
    if (n + 1 <= reoptimizer->n_applicants_max && n_total <= reoptimizer->n_options_max) {
        return OK;
    }
    if (n_total > UINT32_MAX / 2 || n >= UINT32_MAX / 2 - 64) {
        return error_set(error, ERR_INPUT, NULL, "too many options for one round");
    }
    uint32_t n_applicants_max = 2 * n + 64, n_options_max = 2 * (uint32_t)n_total;
    enum err err = make_space(reoptimizer, n_applicants_max, n_options_max, error);
    if (err == OK && reoptimizer->packed) {
        err = make_network_space(reoptimizer, n_applicants_max, n_options_max, error);
    }
    if (err == OK) { /* not before all of it is there */
        reoptimizer->n_applicants_max = n_applicants_max;
        reoptimizer->n_options_max = n_options_max;
    }
    return err;
}

/* Appends the applicant to the network, with nothing chosen. */
static void append(struct reoptimizer *reoptimizer, uint32_t applicant) {
    const struct assignment_model *model = &reoptimizer->model;
    struct network *network = &reoptimizer->network;
    network->option_start[applicant + 1] = model->option_start[applicant + 1];
    network->original[applicant] = applicant;
    network_copy_options(network, reoptimizer->weight, applicant);
    reoptimizer->number[applicant] = applicant;
    network->chosen[applicant] = NONE;
    network->at[applicant] = network->outside;
    network->n++;
}

enum err reoptimizer_add(struct reoptimizer *reoptimizer, const struct reoptimizer_applicant *added,
                         uint32_t *applicant, struct error *error) {
    struct assignment_model *model = &reoptimizer->model;
    uint32_t n = model->n_applicants, start = model->option_start[n];
    bool fits;
    enum err err = check_added(reoptimizer, added, &fits, error);
    if (err == OK) {
        err = reserve(reoptimizer, added->n_options, error);
    }
    if (err != OK) {
        return err;
    }
    for (uint32_t i = 0; i < added->n_options; i++) {
        reoptimizer->option_offer[start + i] = added->offer[i];
        for (uint32_t l = 0; l < model->n_levels; l++) {
            reoptimizer->cost[l][start + i] = added->cost[l][i];
        }
    }
    reoptimizer->option_start[n + 1] = start + added->n_options;
    reoptimizer->locked[n] = NONE;
    reoptimizer->competes[n] = 1;
    model->n_applicants = n + 1;
    *applicant = n;
    if (reoptimizer->packed && !fits) { /* a cost larger than any before: other weights */
        err = build(reoptimizer, error);
        model->n_applicants = err == OK ? n + 1 : n;
    } else if (reoptimizer->packed) {
        append(reoptimizer, n);
        enter(reoptimizer, n);
    }
    return err;
}

enum err reoptimizer_optimum(struct reoptimizer *reoptimizer, struct arena *arena, uint32_t *choice,
                             struct assignment_proof *proof, struct error *error) {
    const struct assignment_model *model = &reoptimizer->model;
    const struct assignment_options options = {PROVE_DUAL, NULL, NULL};
    if (!reoptimizer->packed) {
        return assignment_solve(model, arena, choice, proof, &options, error);
    }
    enum err err = assignment_proof_new(proof, model, arena, error);
    if (err == OK) {
        err = network_prices(reoptimizer->search, proof->price, NULL, error);
    }
    if (err != OK) {
        return err;
    }
    proof->proved = PROVE_DUAL;
    network_choice(&reoptimizer->network, choice);
    assignment_values(model, choice, proof->value);
    struct error why = {0};
    err = assignment_check(model, choice, proof, arena, &why);
    if (err == ERR_SOLVER && model->n_levels > 1) { /* a path longer than the weights foresee */
        return assignment_solve(model, arena, choice, proof, &options, error);
    }
    return err == OK ? OK : error_set(error, err, why.place, "%s", why.text);
}
