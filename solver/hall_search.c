// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A node is entered when somebody reached could come into it, and left when it could be passed on
 * to its parent: by a free seat, or since somebody under the parent can leave who sits here too.
 */
#include "solver/hall_search.h"

#include "solver/buckets.h"

#include <string.h>

enum err hall_search_new(struct hall_search *search) {
    const struct hall *hall = search->hall;
    struct arena *scratch = search->scratch;
    size_t n = hall->n_claims, nodes = hall->n_nodes;
    search->member = ARENA_NEW(scratch, n, uint8_t);
    search->choice = ARENA_NEW(scratch, n, uint32_t);
    search->load = ARENA_NEW(scratch, nodes, uint32_t);
    search->sitting_start = ARENA_NEW(scratch, (size_t)hall->n_slots + 1, uint32_t);
    search->sitting = ARENA_NEW(scratch, n, uint32_t);
    search->inner_start = ARENA_NEW(scratch, nodes + 1, uint32_t);
    search->inner = ARENA_NEW(scratch, nodes, uint32_t);
    search->claim_reached = ARENA_NEW(scratch, n, uint8_t);
    search->entered = ARENA_NEW(scratch, nodes, uint8_t);
    search->left = ARENA_NEW(scratch, nodes, uint8_t);
    search->queue = ARENA_NEW(scratch, n, uint32_t);
    search->stack = ARENA_NEW(scratch, nodes, uint32_t);
    if (search->member == NULL || search->choice == NULL || search->load == NULL ||
        search->sitting_start == NULL || search->sitting == NULL || search->inner_start == NULL ||
        search->inner == NULL || search->claim_reached == NULL || search->entered == NULL ||
        search->left == NULL || search->queue == NULL || search->stack == NULL) {
        return error_no_memory(search->error);
    }
    buckets_fill(hall->parent, NULL, (uint32_t)nodes, (uint32_t)nodes, search->inner_start,
                 search->inner); /* roots are nobody's */
    return OK;
}

/* Who sits where. */
static void take_seats(struct hall_search *search) {
    const struct hall *hall = search->hall;
    memset(search->load, 0, hall->n_nodes * sizeof *search->load);
    for (uint32_t i = 0; i < hall->n_claims; i++) {
        uint32_t v = search->choice[i] == NONE ? NONE : hall->slot[search->choice[i]];
        for (; v != NONE; v = hall->parent[v]) {
            search->load[v]++;
        }
    }
    uint32_t sum = 0;
    for (uint32_t s = 0; s < hall->n_slots; s++) {
        search->sitting_start[s] = sum += search->load[s];
    }
    search->sitting_start[hall->n_slots] = sum;
    for (uint32_t i = hall->n_claims; i-- > 0;) {
        if (search->choice[i] != NONE) {
            search->sitting[--search->sitting_start[hall->slot[search->choice[i]]]] = i;
        }
    }
}

/* Seats as many members as can be. */
enum err hall_seat(struct hall_search *search) {
    const struct hall *hall = search->hall;
    struct arena scratch = {NULL};
    struct assignment_proof proof;
    uint32_t n_options = hall->start[hall->n_claims];
    int64_t *cost = ARENA_NEW(&scratch, n_options, int64_t);
    if (cost == NULL) {
        return error_no_memory(search->error);
    }
    for (uint32_t k = 0; k < n_options; k++) {
        cost[k] = -1;
    }
    const struct assignment_level level = {.name = "seated", .cost = cost};
    const struct assignment_model model = {
        hall->n_claims, hall->start, hall->slot, search->member, hall->n_slots, hall->n_nodes,
        hall->parent,   hall->room,  1,          &level};
    const struct assignment_options options = {PROVE_DUAL, NULL, NULL};
    enum err err =
        assignment_solve(&model, &scratch, search->choice, &proof, &options, search->error);
    arena_free(&scratch);
    if (err == OK) {
        take_seats(search);
    }
    return err;
}

void hall_reach(struct hall_search *search, uint32_t claim) {
    if (search->claim_reached[claim] == 0) {
        search->claim_reached[claim] = 1;
        search->queue[search->n_reached++] = claim;
    }
}

/* Reaches everybody who sits under a node. */
static void reach_under(struct hall_search *search, uint32_t node) {
    uint32_t n = 0;
    search->stack[n++] = node;
    while (n > 0) {
        uint32_t v = search->stack[--n];
        if (v < search->hall->n_slots) {
            for (uint32_t i = search->sitting_start[v]; i < search->sitting_start[v + 1]; i++) {
                hall_reach(search, search->sitting[i]);
            }
        }
        for (uint32_t j = search->inner_start[v]; j < search->inner_start[v + 1]; j++) {
            uint32_t w = search->inner[j];
            if (search->load[w] > 0 && search->left[w] == 0) {
                search->left[w] = search->entered[w] = 1;
                search->stack[n++] = w;
            }
        }
    }
}

/* From a slot outwards, as far as seats are free. */
static void enter(struct hall_search *search, uint32_t slot) {
    const struct hall *hall = search->hall;
    for (uint32_t v = slot; v != NONE && search->entered[v] == 0; v = hall->parent[v]) {
        search->entered[v] = 1;
        reach_under(search, v);
        if (hall_is_full(search, v)) {
            return;
        }
        search->left[v] = 1;
        INVARIANT(hall->parent[v] != NONE); /* else the claim could be seated */
    }
}

void hall_forget(struct hall_search *search) {
    search->n_reached = 0;
    memset(search->claim_reached, 0, search->hall->n_claims);
    memset(search->entered, 0, search->hall->n_nodes);
    memset(search->left, 0, search->hall->n_nodes);
}

/* Goes on from all claims reached. */
void hall_spread(struct hall_search *search) {
    const struct hall *hall = search->hall;
    for (uint32_t next = 0; next < search->n_reached; next++) {
        uint32_t claim = search->queue[next];
        for (uint32_t k = hall->start[claim]; k < hall->start[claim + 1]; k++) {
            enter(search, hall->slot[k]);
        }
        search->n_looked += hall->start[claim + 1] - hall->start[claim];
    }
}

/* Does every option of the claim pass a node in B? */
bool hall_is_covered(const struct hall *hall, uint32_t claim, const uint8_t *in_b) {
    for (uint32_t k = hall->start[claim]; k < hall->start[claim + 1]; k++) {
        uint32_t v = hall->slot[k];
        while (v != NONE && in_b[v] == 0) {
            v = hall->parent[v];
        }
        if (v == NONE) {
            return false;
        }
    }
    return true;
}
