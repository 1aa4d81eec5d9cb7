// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/seating.h"

#include <string.h>

enum err seating_init(struct seating *seating, const struct mechanism_task *task,
                      struct arena *arena, struct error *error) {
    const struct instance *instance = task->instance;
    uint32_t n_nodes = instance->n_nodes;
    *seating = (struct seating){
        .task = task,
        .n_held = ARENA_NEW(arena, n_nodes, uint32_t),
        .worst = ARENA_NEW(arena, n_nodes, uint32_t),
        .held = ARENA_NEW(arena, task->ranking->node_start[n_nodes], uint8_t),
    };
    if (seating->n_held == NULL || seating->worst == NULL || seating->held == NULL) {
        return error_no_memory(error);
    }
    seating_clear(seating);
    return OK;
}

void seating_clear(struct seating *seating) {
    uint32_t n_nodes = seating->task->instance->n_nodes;
    memset(seating->n_held, 0, n_nodes * sizeof *seating->n_held);
    memset(seating->worst, 0, n_nodes * sizeof *seating->worst);
    memset(seating->held, 0, seating->task->ranking->node_start[n_nodes]);
}

uint32_t seating_full_around(const struct seating *seating, uint32_t node) {
    const struct mechanism_task *task = seating->task;
    while (node != NONE && seating->n_held[node] != task->room[node]) {
        node = task->instance->node_parent[node];
    }
    return node;
}

uint32_t seating_full_node(const struct seating *seating, uint32_t option, uint32_t *level) {
    const struct mechanism_task *task = seating->task;
    uint32_t node = task->options->node[option];
    for (*level = 0; node != NONE; node = task->instance->node_parent[node], (*level)++) {
        if (seating->n_held[node] == task->room[node]) {
            return node;
        }
    }
    return NONE;
}

uint32_t seating_worst(struct seating *seating, uint32_t node) {
    const struct ranking *ranking = seating->task->ranking;
    const uint8_t *held = seating->held + ranking->node_start[node];
    uint32_t at = seating->worst[node];
    while (!held[at]) {
        INVARIANT(at > 0);
        at--;
    }
    seating->worst[node] = at;
    return ranking->order[ranking->node_start[node] + at];
}

void seating_take(struct seating *seating, uint32_t option) {
    const struct mechanism_task *task = seating->task;
    const struct ranking *ranking = task->ranking;
    uint32_t node = task->options->node[option];
    for (uint32_t level = 0; node != NONE; node = task->instance->node_parent[node], level++) {
        uint32_t at = ranking->position[level][option];
        seating->held[ranking->node_start[node] + at] = 1;
        seating->worst[node] = at > seating->worst[node] ? at : seating->worst[node];
        seating->n_held[node]++;
    }
}

void seating_leave(struct seating *seating, uint32_t option) {
    const struct mechanism_task *task = seating->task;
    const struct ranking *ranking = task->ranking;
    uint32_t node = task->options->node[option];
    for (uint32_t level = 0; node != NONE; node = task->instance->node_parent[node], level++) {
        seating->held[ranking->node_start[node] + ranking->position[level][option]] = 0;
        seating->n_held[node]--;
    }
}

uint32_t seating_apply(struct seating *seating, uint32_t option) {
    uint32_t level, full = seating_full_node(seating, option, &level);
    if (full == NONE) {
        seating_take(seating, option);
        return NONE;
    }
    if (seating->task->room[full] == 0) {
        return option;
    }
    const struct ranking *ranking = seating->task->ranking;
    uint32_t worst = seating_worst(seating, full);
    if (ranking->position[level][option] > seating->worst[full]) {
        return option;
    }
    seating_leave(seating, worst);
    seating_take(seating, option);
    return worst;
}
