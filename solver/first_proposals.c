// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Gale and Shapley (1962) tell deferred acceptance by rounds: all who are unplaced apply at once,
 * and each school refuses those it has no room for. The outcome is the same one at a time (McVitie
 * and Wilson 1971), so the first round, in which most get what they end with, is done their way:
 *
 *     each applicant marks its first option in the order of every node around the offer
 *     each tree goes through the marks from the best on, and wipes out those that do not fit
 *
 * One at a time an application waits for memory at every step, the next depending on it. A mark is
 * a store that nothing waits for, and marks are read in a row, eight at a time at an offer alone.
 *
 * Invariant: two applicants mark different bytes, and a tree is gone through by one thread.
 */
#include "solver/first_proposals.h"

#include "solver/parallel.h"

#include <string.h>

static void apply_first(struct standing *standing, uint32_t a) {
    const struct options *options = standing->task.options;
    const struct ranking *ranking = standing->task.ranking;
    uint32_t option = options->start[a];
    if (!standing->present[a] || option == options->start[a + 1]) {
        return;
    }
    uint32_t node = options->node[option];
    standing->choice[a] = option;
    for (uint32_t d = 0; node != NONE; node = standing->task.instance->node_parent[node], d++) {
        standing->seating.held[ranking->node_start[node] + ranking->position[d][option]] = 1;
    }
}

/* The option's applicant must go on. */
static void refuse(struct standing *standing, uint32_t option) {
    const struct ranking *ranking = standing->task.ranking;
    uint32_t a = ranking->applicant[option], node = standing->task.options->node[option];
    standing->choice[a] = NONE;
    standing->until[a]++;
    for (uint32_t d = 0; node != NONE; node = standing->task.instance->node_parent[node], d++) {
        standing->seating.held[ranking->node_start[node] + ranking->position[d][option]] = 0;
    }
}

/* An offer without pools: its best so many marks stay. */
static void choose_alone(struct standing *standing, uint32_t offer) {
    const struct ranking *ranking = standing->task.ranking;
    uint32_t start = ranking->node_start[offer], end = ranking->node_start[offer + 1];
    uint32_t room = standing->room[offer], n_held = 0, at = start, worst = start;
    const uint8_t *held = standing->seating.held;
    for (; at + 8 <= end; at += 8) {
        uint64_t marks; /* eight, each 0 or 1; multiplying adds them up in the highest byte */
        memcpy(&marks, held + at, sizeof marks);
        uint32_t n = (uint32_t)(marks * UINT64_C(0x0101010101010101) >> 56);
        if (n > room - n_held) {
            break;
        }
        n_held += n;
        worst = at + 7;
    }
    for (; at < end; at++) {
        if (held[at] && n_held < room) {
            n_held++;
            worst = at;
        } else if (held[at]) {
            refuse(standing, ranking->order[at]);
        }
    }
    standing->seating.n_held[offer] = n_held;
    standing->seating.worst[offer] = worst - start;
}

/* A tree of pools: the best that fit in every node around them. */
static void choose(struct standing *standing, uint32_t root) {
    const struct ranking *ranking = standing->task.ranking;
    const uint32_t *offer = standing->task.options->node;
    struct seating *seating = &standing->seating;
    for (uint32_t at = ranking->node_start[root]; at < ranking->node_start[root + 1]; at++) {
        uint32_t option = ranking->order[at];
        if (!seating->held[at]) {
            continue;
        }
        if (seating_full_around(seating, offer[option]) == NONE) {
            seating_take(seating, option);
        } else {
            refuse(standing, option);
        }
    }
}

static void choose_in(struct standing *standing, uint32_t node) {
    if (standing->task.instance->node_parent[node] != NONE) {
        return;
    }
    if (standing->tree_start[node + 1] - standing->tree_start[node] == 1) {
        choose_alone(standing, node);
    } else {
        choose(standing, node);
    }
}

void first_proposals(struct standing *standing) {
    uint32_t n_applicants = standing->task.instance->n_applicants;
    uint32_t n_nodes = standing->task.instance->n_nodes;
#pragma omp parallel default(none)                                                                 \
    shared(standing, n_applicants, n_nodes) if (n_applicants > PARALLEL_MIN)
    {
#pragma omp for schedule(static)
        for (uint32_t a = 0; a < n_applicants; a++) {
            apply_first(standing, a);
        }
#pragma omp for schedule(dynamic, 16)
        for (uint32_t node = 0; node < n_nodes; node++) {
            choose_in(standing, node);
        }
    }
}
