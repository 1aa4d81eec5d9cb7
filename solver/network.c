// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/network.h"

#include "solver/buckets.h"
#include "solver/parallel.h"

#include <omp.h>
#include <string.h>

enum { FETCH_AHEAD = 16 };

/* The region an applicant stays within, and the new number of its first offer. */
static void locate(const struct network *network, uint32_t a, uint32_t *region, uint32_t *first) {
    const struct assignment_model *model = network->model;
    uint32_t low = network->n_offers, high = 0;
    for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
        uint32_t offer = network->regions.place[model->option_offer[k]];
        low = offer < low ? offer : low;
        high = offer > high ? offer : high;
    }
    bool any = low <= high;
    *region = any ? regions_around(&network->regions, low, high) : 0;
    *first = any ? network->regions.place[model->option_offer[model->option_start[a]]] : 0;
}

/* Applicants by region, within it by their first offer. */
static enum err order_applicants(struct network *network, struct arena *scratch,
                                 struct error *error) {
    uint32_t n = network->n, n_regions = network->regions.n, n_offers = network->n_offers;
    uint32_t *region = ARENA_NEW(scratch, n, uint32_t);
    uint32_t *first = ARENA_NEW(scratch, n, uint32_t);
    uint32_t *by_first = ARENA_NEW(scratch, n, uint32_t);
    uint32_t *start = ARENA_NEW(scratch, (size_t)n_offers + 2, uint32_t);
    network->original = ARENA_NEW(&network->arena, n, uint32_t);
    network->region_start = ARENA_NEW(&network->arena, (size_t)n_regions + 1, uint32_t);
    if (region == NULL || first == NULL || by_first == NULL || start == NULL ||
        network->original == NULL || network->region_start == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(network, region, first, n)                           \
    schedule(static) if (n > PARALLEL_MIN)
    for (uint32_t a = 0; a < n; a++) {
        locate(network, a, &region[a], &first[a]);
    }
    buckets_fill(first, NULL, n, n_offers + 1, start, by_first);
    buckets_fill(region, by_first, n, n_regions, network->region_start, network->original);
    return OK;
}

/* An applicant's options lie anywhere in the model: asked for some applicants ahead. */
static void fetch_applicant(const struct network *network, uint32_t i) {
    const struct assignment_model *model = network->model;
    uint32_t k = model->option_start[network->original[i]];
    __builtin_prefetch(&model->option_offer[k]);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        __builtin_prefetch(&model->level[l].cost[k]);
    }
}

void network_copy_options(struct network *network, const int64_t *weight, uint32_t i) {
    const struct assignment_model *model = network->model;
    uint32_t a = network->original[i], at = network->option_start[i];
    for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
        int64_t cost = 0;
        for (uint32_t l = 0; l < model->n_levels; l++) {
            cost += weight[l] * model->level[l].cost[k];
        }
        uint32_t offer = network->regions.place[model->option_offer[k]];
        network->option[at++] = (struct network_option){cost, offer, k};
    }
}

static enum err copy_options(struct network *network, const int64_t *weight, struct error *error) {
    const struct assignment_model *model = network->model;
    uint32_t n = network->n;
    network->option_start = ARENA_NEW(&network->arena, (size_t)n + 1, uint32_t);
    network->option = ARENA_NEW(&network->arena, model->option_start[n], struct network_option);
    if (network->option_start == NULL || network->option == NULL) {
        return error_no_memory(error);
    }
    network->option_start[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = network->original[i];
        network->option_start[i + 1] =
            network->option_start[i] + model->option_start[a + 1] - model->option_start[a];
    }
#pragma omp parallel for default(none) shared(network, weight, n)                                  \
    schedule(static) if (n > PARALLEL_MIN)
    for (uint32_t i = 0; i < n; i++) {
        if (i + FETCH_AHEAD < n) {
            fetch_applicant(network, i + FETCH_AHEAD);
        }
        network_copy_options(network, weight, i);
    }
    return OK;
}

/* The forest with its offers renumbered; the outside is the parent of its roots. */
static enum err copy_forest(struct network *network, struct error *error) {
    const struct assignment_model *model = network->model;
    uint32_t n = network->n_nodes;
    network->parent = ARENA_NEW(&network->arena, n, uint32_t);
    network->room = ARENA_NEW(&network->arena, n, uint32_t);
    network->child_start = ARENA_NEW(&network->arena, (size_t)n + 2, uint32_t);
    network->child = ARENA_NEW(&network->arena, n, uint32_t);
    if (network->parent == NULL || network->room == NULL || network->child_start == NULL ||
        network->child == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t v = 0; v < n; v++) {
        uint32_t here = v < model->n_offers ? network->regions.place[v] : v;
        network->room[here] = model->room[v];
        network->parent[here] = model->node_parent[v] == NONE ? n : model->node_parent[v];
    }
    buckets_fill(network->parent, NULL, n, n + 1, network->child_start, network->child);
    return OK;
}

static enum err make_state(struct network *network, struct error *error) {
    struct arena *arena = &network->arena;
    size_t n = network->n, n_nodes = network->n_nodes;
    network->load = ARENA_ZERO(arena, n_nodes, uint32_t);
    network->node = ARENA_ZERO(arena, n_nodes + 1, struct node);
    network->chosen = ARENA_NEW(arena, n, uint32_t);
    network->at = ARENA_NEW(arena, n, uint32_t);
    network->first = ARENA_NEW(arena, network->n_offers, uint32_t);
    network->next = ARENA_NEW(arena, n, uint32_t);
    network->previous = ARENA_NEW(arena, n, uint32_t);
    network->moves = ARENA_ZERO(arena, network->n_offers, struct moves);
    network->tables = ARENA_ZERO(arena, (size_t)network->n_threads, struct arena);
    network->no_memory = ARENA_ZERO(arena, (size_t)network->n_threads, bool);
    if (network->load == NULL || network->node == NULL || network->chosen == NULL ||
        network->at == NULL || network->first == NULL || network->next == NULL ||
        network->previous == NULL || network->moves == NULL || network->tables == NULL ||
        network->no_memory == NULL) {
        return error_no_memory(error);
    }
    for (size_t v = 0; v <= n_nodes; v++) {
        network->node[v].label.distance = LABEL_FAR;
    }
    for (size_t a = 0; a < n; a++) {
        network->at[a] = network->outside;
    }
    memset(network->chosen, 0xFF, n * sizeof *network->chosen);
    memset(network->first, 0xFF, network->n_offers * sizeof *network->first);
    return OK;
}

enum err network_build(struct network *network, const struct assignment_model *model,
                       const int64_t *weight, struct error *error) {
    struct arena scratch = {NULL};
    *network = (struct network){.model = model,
                                .n_threads = omp_get_max_threads(),
                                .n_offers = model->n_offers,
                                .n_nodes = model->n_nodes,
                                .outside = model->n_nodes,
                                .n = model->n_applicants};
    enum err err = regions_build(&network->regions, model, &network->arena, error);
    if (err == OK) {
        err = order_applicants(network, &scratch, error);
    }
    if (err == OK) {
        err = copy_options(network, weight, error);
    }
    if (err == OK) {
        err = copy_forest(network, error);
    }
    if (err == OK) {
        err = make_state(network, error);
    }
    arena_free(&scratch);
    if (err != OK) {
        network_release(network);
    }
    return err;
}

void network_release(struct network *network) {
    for (int i = 0; network->tables != NULL && i < network->n_threads; i++) {
        arena_free(&network->tables[i]);
    }
    arena_free(&network->arena);
    *network = (struct network){0};
}

void network_sit(struct network *network, uint32_t applicant, uint32_t option, int thread) {
    uint32_t offer = network->option[option].offer, head = network->first[offer];
    network->chosen[applicant] = option;
    network->at[applicant] = offer;
    network->next[applicant] = head;
    network->previous[applicant] = NONE;
    if (head != NONE) {
        network->previous[head] = applicant;
    }
    network->first[offer] = applicant;
    for (uint32_t v = offer; v != network->outside; v = network->parent[v]) {
        network->load[v]++;
    }
    moves_come(network, applicant, thread);
}

void network_rise(struct network *network, uint32_t applicant) {
    uint32_t offer = network->at[applicant];
    uint32_t before = network->previous[applicant], after = network->next[applicant];
    if (before == NONE) {
        network->first[offer] = after;
    } else {
        network->next[before] = after;
    }
    if (after != NONE) {
        network->previous[after] = before;
    }
    network->chosen[applicant] = NONE;
    network->at[applicant] = network->outside;
    for (uint32_t v = offer; v != network->outside; v = network->parent[v]) {
        network->load[v]--;
    }
    moves_go(network, applicant, offer);
}

bool network_no_memory(const struct network *network) {
    bool any = false;
    for (int i = 0; i < network->n_threads; i++) {
        any |= network->no_memory[i];
    }
    return any;
}

void network_choice(const struct network *network, uint32_t *choice) {
    for (uint32_t i = 0; i < network->n; i++) {
        uint32_t option = network->chosen[i];
        choice[network->original[i]] = option == NONE ? NONE : network->option[option].original;
    }
}
