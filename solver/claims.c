// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A node's order by the criteria is kept when the first claim reaches it, so that claims of several
 * rounds stand among each other as the criteria say: claimed options before the others, both in the
 * order kept.
 */
#include "solver/claims.h"

#include <string.h>

enum err claims_init(struct claims *claims, struct ranking *ranking,
                     const struct instance *instance, const struct options *options,
                     struct arena *arena, struct error *error) {
    *claims = (struct claims){
        .ranking = ranking,
        .instance = instance,
        .options = options,
        .is_claimant = ARENA_ZERO(arena, instance->n_applicants, uint8_t),
        .before = ARENA_ZERO(arena, instance->n_nodes, uint32_t *),
        .ranked = ARENA_ZERO(arena, instance->n_nodes, uint32_t),
        .arena = arena,
    };
    bool made = claims->is_claimant != NULL && claims->before != NULL && claims->ranked != NULL;
    return made ? OK : error_no_memory(error);
}

/* Keeps the orders of the nodes around an offer, so far as they are not kept. */
static enum err keep(struct claims *claims, uint32_t offer, struct error *error) {
    const struct ranking *ranking = claims->ranking;
    for (uint32_t v = offer; v != NONE; v = claims->instance->node_parent[v]) {
        if (claims->before[v] != NULL) {
            continue;
        }
        uint32_t n = ranking->node_start[v + 1] - ranking->node_start[v];
        uint32_t *before = ARENA_NEW(claims->arena, n, uint32_t);
        if (before == NULL) {
            return error_no_memory(error);
        }
        memcpy(before, ranking->order + ranking->node_start[v], n * sizeof *before);
        claims->before[v] = before;
    }
    return OK;
}

/* Where an option stands: who stays keeps its seat, whoever claims; then claims, then the others.
 */
static uint32_t part_of(const struct claims *claims, uint32_t option) {
    const struct options *options = claims->options;
    bool claimed =
        claims->is_claimant[claims->ranking->applicant[option]] && options->near[option] != 0;
    return options_stays(options, option) ? 0 : claimed ? 1 : 2;
}

/* The node's options by their parts, each in the order kept. */
static void partition(const struct claims *claims, uint32_t node) {
    const struct ranking *ranking = claims->ranking;
    const uint32_t *before = claims->before[node];
    uint32_t *order = ranking->order + ranking->node_start[node];
    uint32_t n = ranking->node_start[node + 1] - ranking->node_start[node];
    uint32_t at = 0;
    for (uint32_t part = 0; part < 3; part++) {
        for (uint32_t i = 0; i < n; i++) {
            if (part_of(claims, before[i]) == part) {
                order[at++] = before[i];
            }
        }
    }
}

/* Positions of a node's options from its order; where it is an offer's own, ranks too: an applicant
 * with several slots there counts once. */
static void number(const struct claims *claims, uint32_t node) {
    struct ranking *ranking = claims->ranking;
    const uint32_t *order = ranking->order + ranking->node_start[node];
    uint32_t n = ranking->node_start[node + 1] - ranking->node_start[node];
    uint32_t offer = claims->options->offer[order[0]], rank = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t level = 0; /* which node on the option's way this one is */
        for (uint32_t at = claims->options->node[order[i]]; at != node;
             at = claims->instance->node_parent[at]) {
            level++;
        }
        ranking->position[level][order[i]] = i;
        rank += i == 0 || ranking->applicant[order[i]] != ranking->applicant[order[i - 1]] ? 1 : 0;
        if (claims->instance->offer_node[offer] == node) {
            ranking->rank[order[i]] = rank;
        }
    }
}

/* Ranks again in the nodes around an offer, each once in a round. */
static void rank_around(const struct claims *claims, uint32_t offer) {
    for (uint32_t v = offer; v != NONE; v = claims->instance->node_parent[v]) {
        if (claims->ranked[v] != claims->n_rounds) {
            claims->ranked[v] = claims->n_rounds;
            partition(claims, v);
            number(claims, v);
        }
    }
}

enum err claims_add(struct claims *claims, const uint32_t *applicant, uint32_t n,
                    struct error *error) {
    const struct options *options = claims->options;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t a = applicant[k];
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            if (options->near[i] && keep(claims, options->node[i], error) != OK) {
                return ERR_NO_MEMORY;
            }
        }
    }
    for (uint32_t k = 0; k < n; k++) {
        claims->is_claimant[applicant[k]] = 1;
    }
    claims->n_rounds++;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t a = applicant[k];
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            if (options->near[i]) {
                rank_around(claims, options->node[i]);
            }
        }
    }
    return OK;
}
