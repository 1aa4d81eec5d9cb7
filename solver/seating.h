// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seating: who holds which seat while a mechanism runs, in every node of the forest.
 *
 * A node's choice among options is greedy by rank under nested limits. Where an option comes to a
 * full node, exactly one has to go: the worst in the lowest full node around its offer (the unique
 * circuit of a laminar matroid), perhaps the newcomer itself.
 */
#ifndef PLACERA_SEATING_H
#define PLACERA_SEATING_H

#include "solver/mechanism.h"

struct seating {
    const struct mechanism_task *task;
    uint32_t *n_held; /* [n_nodes] */
    uint32_t *worst;  /* [n_nodes] no held option stands behind this position */
    uint8_t *held;    /* [as ranking.order] 1 where the option at that position is held */
};

/* An empty seating; arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err seating_init(struct seating *seating, const struct mechanism_task *task,
                      struct arena *arena, struct error *error);

/* Everybody gets up. O(options). */
void seating_clear(struct seating *seating);

/* The lowest full node from this one to the root; NONE if none is full. O(depth). */
uint32_t seating_full_around(const struct seating *seating, uint32_t node);

/* The lowest full node from the option's offer to the root, NONE if it fits. *level is how many
 * nodes above the offer it is. O(depth). */
uint32_t seating_full_node(const struct seating *seating, uint32_t option, uint32_t *level);

/* The worst option held in a node with at least one held. Amortised O(1). */
uint32_t seating_worst(struct seating *seating, uint32_t node);

void seating_take(struct seating *seating, uint32_t option);
void seating_leave(struct seating *seating, uint32_t option);

/* The option applies: it is seated if it fits or beats the worst of the lowest full node. Returns
 * the option that has no seat now: the one displaced, the option itself, or NONE. */
uint32_t seating_apply(struct seating *seating, uint32_t option);

#endif
