// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Top trading cycles: applicants trade the claims that their ranks give them.
 *
 *     until nobody is left:
 *         each applicant points to its best option that still fits; who has none leaves
 *         each tree of offers points to its best ranked applicant left whose option there fits
 *         a cycle exists: each applicant in it takes the option it points to, and leaves
 *
 * Shapley and Scarf 1974 (Gale's algorithm), for schools Abdulkadiroglu and Sonmez 2003. Pareto
 * efficient. Differences: a whole tree of nested pools is one owner, so that a cycle takes at most
 * one seat of each tree and no limit can be passed; an offer ranks only those who list it (wish or
 * fallback option), so nobody trades a claim to an offer that is not on its list.
 *
 * How: follow the pointers from any applicant, a stack of those passed; a repeated one closes a
 * cycle, which leaves the top of the stack. What stays below points on as before: no tree outside
 * the cycle lost a seat, and whom it pointed to is still there. Both kinds of pointers only move
 * forward, so all is one pass over the options and the orders.
 *
 * Invariants: (1) taken[stack[i]] is the option through whose tree stack[i + 1] was reached; (2)
 * who leaves the stack is gone, so each applicant is pushed once at most, which bounds the loop.
 */
#include "solver/mechanism.h"

#include "solver/seating.h"

#include <string.h>

enum { WAITING, ON_STACK, GONE };

struct trader {
    const struct mechanism_task *task;
    struct seating seating;
    uint32_t *root;    /* [n_nodes] root of the node's tree */
    uint32_t *pointer; /* [n_nodes] of a root: first position that may still be its best */
    uint32_t *next;    /* [n_applicants] first option that may still fit */
    uint8_t *state;    /* [n_applicants] */
    uint32_t *stack;   /* [n_applicants] */
    uint32_t height;
    uint32_t *taken; /* [n_applicants] the option pointed to */
};

static bool fits(const struct trader *trader, uint32_t option) {
    uint32_t level;
    return seating_full_node(&trader->seating, option, &level) == NONE;
}

/* The applicant's best option that still fits, NONE if there is none. */
static uint32_t best_option(struct trader *trader, uint32_t a) {
    uint32_t end = trader->task->options->start[a + 1];
    while (trader->next[a] < end && !fits(trader, trader->next[a])) {
        trader->next[a]++;
    }
    return trader->next[a] < end ? trader->next[a] : NONE;
}

/* Whom the tree points to. There is somebody, since the asker's own option fits. */
static uint32_t best_applicant(struct trader *trader, uint32_t root) {
    const struct ranking *ranking = trader->task->ranking;
    uint32_t end = ranking->node_start[root + 1];
    for (uint32_t *at = &trader->pointer[root]; *at < end; (*at)++) {
        uint32_t option = ranking->order[*at];
        uint32_t a = ranking->applicant[option];
        if (trader->state[a] != GONE && fits(trader, option)) {
            return a;
        }
    }
    bool tree_with_a_fitting_option_ranks_somebody = false;
    INVARIANT(tree_with_a_fitting_option_ranks_somebody);
    return NONE;
}

/* The cycle that ends at the top of the stack and begins at `first` takes its seats. */
static void close_cycle(struct trader *trader, uint32_t first, uint32_t *choice) {
    uint32_t a;
    do {
        a = trader->stack[--trader->height];
        choice[a] = trader->taken[a];
        seating_take(&trader->seating, choice[a]);
        trader->state[a] = GONE;
    } while (a != first);
}

/* Follows the pointers from a until it is gone. */
static void trade(struct trader *trader, uint32_t a, uint32_t *choice) {
    const struct options *options = trader->task->options;
    if (trader->state[a] == WAITING) {
        trader->state[a] = ON_STACK;
        trader->stack[trader->height++] = a;
    }
    while (trader->height > 0) {
        uint32_t top = trader->stack[trader->height - 1];
        uint32_t option = trader->taken[top] = best_option(trader, top);
        if (option == NONE) {
            trader->state[top] = GONE;
            trader->height--;
            continue;
        }
        uint32_t pointed = best_applicant(trader, trader->root[options->node[option]]);
        if (trader->state[pointed] == ON_STACK) {
            close_cycle(trader, pointed, choice);
        } else {
            trader->state[pointed] = ON_STACK;
            trader->stack[trader->height++] = pointed;
        }
    }
}

static enum err trader_init(struct trader *trader, struct arena *arena, struct error *error) {
    const struct instance *instance = trader->task->instance;
    uint32_t n = instance->n_applicants, n_nodes = instance->n_nodes;
    trader->root = ARENA_NEW(arena, n_nodes, uint32_t);
    trader->pointer = ARENA_NEW(arena, n_nodes, uint32_t);
    trader->next = ARENA_NEW(arena, n, uint32_t);
    trader->state = ARENA_ZERO(arena, n, uint8_t);
    trader->stack = ARENA_NEW(arena, n, uint32_t);
    trader->taken = ARENA_NEW(arena, n, uint32_t);
    if (trader->root == NULL || trader->pointer == NULL || trader->next == NULL ||
        trader->state == NULL || trader->stack == NULL || trader->taken == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = n_nodes; i-- > 0;) {
        uint32_t parent = instance->node_parent[i];
        trader->root[i] = parent == NONE ? i : trader->root[parent];
        trader->pointer[i] = trader->task->ranking->node_start[i];
    }
    for (uint32_t a = 0; a < n; a++) {
        trader->next[a] = trader->task->options->start[a];
        trader->state[a] = instance_is_locked(instance, a) ? GONE : WAITING;
    }
    return seating_init(&trader->seating, trader->task, arena, error);
}

enum err top_trading_cycles(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                            struct error *error) {
    struct arena scratch = {0};
    struct trader trader = {.task = task};
    uint32_t n = task->instance->n_applicants;
    enum err err = trader_init(&trader, &scratch, error);
    if (err == OK) {
        memset(outcome->choice, 0xFF, n * sizeof *outcome->choice);
        for (uint32_t a = 0; a < n; a++) {
            trade(&trader, a, outcome->choice);
        }
    }
    arena_free(&scratch);
    return err;
}
