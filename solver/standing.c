// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Three chains keep a placement stable while the round changes:
 *
 *     rejection chain: an applicant comes, or is driven out of a seat taken away:
 *         it applies down its list; who is displaced goes on in its place
 *     vacancy chain: a seat is freed in a node and in all nodes around it:
 *         it goes to the best option that waits and fits; that applicant's seat is free next
 *     rotations (rotation.c): after a gain, seats are exchanged in cycles
 *
 * The rejection chain is deferred acceptance gone on with: D. G. McVitie and L. B. Wilson 1971. Who
 * has been refused stays refused where more apply or less is held, so it alone leads from the best
 * stable placement to the best stable one. The vacancy chain is Y. Blum, A. E. Roth and U. G.
 * Rothblum, "Vacancy chains and equilibration in senior-level labor markets", Journal of Economic
 * Theory 76 (1997): stable in the end, but the best for all only after the rotations.
 *
 * A seat more at a node is two steps, since the nodes around it get none: open_seat gives a seat to
 * the node and to all around it, and lets a vacancy chain run; close_seat then takes one from all
 * nodes around, as an unbeatable applicant would who sits there, and lets a rejection chain run. A
 * seat less: open_seat around, then close_seat. Each step is between rounds that have a stable
 * placement, so the last one is stable as well.
 *
 * Invariants: (1) between two calls the placement is stable, and an option waits exactly if its
 * applicant has it before until; (2) in a vacancy chain the seat to be given still counts as held,
 * so that `full` means what it did; (3) in a rejection chain until only grows, in a vacancy chain
 * it only falls, which bounds both by the number of options.
 */
#include "solver/standing.h"

#include "solver/first_proposals.h"
#include "solver/rotation.h"

#include <string.h>

/* Before an applicant's choice changes: it is among the moved. */
static void note(struct standing *standing, uint32_t a) {
    if (!standing->is_moved[a]) {
        standing->is_moved[a] = 1;
        standing->choice_before[a] = standing->choice[a];
        standing->moved[standing->n_moved++] = a;
    }
}

/* Before a change: those who moved by the last ones are told of no more. */
static void begin(struct standing *standing) {
    if (standing->is_settled) {
        standing->is_settled = false;
        standing->n_moved = 0;
    }
}

static uint32_t option_at(const struct standing *standing, uint32_t place) {
    return standing->list == NULL ? place : standing->list[place];
}

void standing_touch(struct standing *standing, uint32_t applicant, uint32_t place) {
    const struct options *options = standing->task.options;
    uint32_t end = standing_end(standing, applicant);
    for (uint32_t i = options->start[applicant]; i <= place && i < end; i++) {
        uint32_t root = standing->root[options->node[option_at(standing, i)]];
        if (!standing->is_dirty[root]) {
            standing->is_dirty[root] = 1;
            standing->dirty[standing->n_dirty++] = root;
        }
    }
}

void standing_rise(struct standing *standing, uint32_t applicant, uint32_t option) {
    note(standing, applicant);
    standing->choice[applicant] = option;
    standing->until[applicant] = standing->place == NULL ? option : standing->place[option];
}

/* The applicant applies from place until on; who is displaced goes on in its place. */
static void reject(struct standing *standing, uint32_t a) {
    note(standing, a);
    while (standing->until[a] < standing_end(standing, a)) {
        uint32_t option = option_at(standing, standing->until[a]);
        uint32_t loser = seating_apply(&standing->seating, option);
        if (loser == option) {
            standing->until[a]++;
            continue;
        }
        standing->choice[a] = option;
        if (loser == NONE) {
            return;
        }
        a = standing->task.ranking->applicant[loser];
        note(standing, a);
        standing->choice[a] = NONE;
        standing->until[a]++;
    }
}

/* How many nodes above the offer a node around it is. */
static uint32_t level_of(const struct instance *instance, uint32_t offer, uint32_t node) {
    uint32_t level = 0;
    for (uint32_t at = offer; at != node; at = instance->node_parent[at]) {
        level++;
    }
    return level;
}

/* The first option that waits behind those held in a full node, and that no smaller node blocks. */
static uint32_t first_waiting(struct standing *standing, uint32_t node) {
    const struct mechanism_task *task = &standing->task;
    const struct ranking *ranking = task->ranking;
    struct seating *seating = &standing->seating;
    uint32_t at = ranking->node_start[node], end = ranking->node_start[node + 1];
    if (seating->n_held[node] > 0) {
        seating_worst(seating, node);
        at += seating->worst[node] + 1;
    }
    for (; at < end; at++) {
        uint32_t option = ranking->order[at];
        if (standing_waits(standing, option) &&
            seating_full_around(seating, task->options->node[option]) == node) {
            return option;
        }
    }
    return NONE;
}

uint32_t standing_next(struct standing *standing, uint32_t node) {
    const struct mechanism_task *task = &standing->task;
    uint32_t best = NONE;
    for (uint32_t v = seating_full_around(&standing->seating, node); v != NONE;
         v = task->instance->node_parent[v]) {
        if (standing->seating.n_held[v] != standing->room[v]) {
            continue;
        }
        uint32_t option = first_waiting(standing, v);
        if (option == NONE) {
            continue;
        }
        const uint32_t *offer = task->options->node;
        uint32_t *const *position = task->ranking->position;
        if (best == NONE || position[level_of(task->instance, offer[option], v)][option] <
                                position[level_of(task->instance, offer[best], v)][best]) {
            best = option;
        }
    }
    return best;
}

/* The seat of an option whose applicant has gone is given on, and so forth. */
static void vacate(struct standing *standing, uint32_t option) {
    while (option != NONE) {
        uint32_t next = standing_next(standing, standing->task.options->node[option]);
        seating_leave(&standing->seating, option);
        if (next == NONE) {
            return;
        }
        uint32_t a = standing->task.ranking->applicant[next];
        option = standing->choice[a];
        seating_take(&standing->seating, next);
        standing_rise(standing, a, next);
    }
}

static void add_room(struct standing *standing, uint32_t node, uint32_t seats) {
    for (uint32_t v = node; v != NONE; v = standing->task.instance->node_parent[v]) {
        standing->room[v] += standing->room[v] == SEATS_UNLIMITED ? 0 : seats;
    }
}

/* A seat more in the node and in all around it. */
static void open_seat(struct standing *standing, uint32_t node) {
    uint32_t next = standing_next(standing, node);
    add_room(standing, node, 1);
    if (next != NONE) {
        uint32_t a = standing->task.ranking->applicant[next];
        uint32_t held = standing->choice[a];
        standing->has_gain = true;
        seating_take(&standing->seating, next);
        standing_rise(standing, a, next);
        vacate(standing, held);
    }
}

/* A seat less in the node and in all around it; each has one. */
static void close_seat(struct standing *standing, uint32_t node) {
    uint32_t full = node == NONE ? NONE : seating_full_around(&standing->seating, node);
    uint32_t loser = NONE;
    if (full != NONE) {
        loser = seating_worst(&standing->seating, full);
        seating_leave(&standing->seating, loser);
    }
    add_room(standing, node, UINT32_MAX); /* less one */
    if (loser != NONE) {
        uint32_t a = standing->task.ranking->applicant[loser];
        note(standing, a);
        standing->choice[a] = NONE;
        standing->until[a]++;
        reject(standing, a);
    }
}

void standing_arrive(struct standing *standing, uint32_t applicant) {
    if (standing->present[applicant] || instance_is_locked(standing->task.instance, applicant)) {
        return;
    }
    begin(standing);
    standing->present[applicant] = 1;
    standing->until[applicant] = standing->task.options->start[applicant];
    reject(standing, applicant);
}

void standing_leave(struct standing *standing, uint32_t applicant) {
    if (!standing->present[applicant]) {
        return;
    }
    begin(standing);
    note(standing, applicant);
    standing->has_gain = true;
    standing->present[applicant] = 0;
    standing->until[applicant] = 0;
    uint32_t held = standing->choice[applicant];
    standing->choice[applicant] = NONE;
    vacate(standing, held);
}

void standing_set_room(struct standing *standing, uint32_t node, uint32_t room) {
    const uint32_t *now = &standing->room[node];
    const uint32_t *n_held = &standing->seating.n_held[node];
    uint32_t around = standing->task.instance->node_parent[node];
    begin(standing);
    while (*now != room) {
        if (*now > *n_held && (room > *n_held || *now > *n_held + 1)) {
            /* not full before or after: no seat that anybody waits for */
            standing->room[node] = room > *n_held ? room : *n_held + 1;
        } else if (room > *now) {
            open_seat(standing, node);
            close_seat(standing, around);
        } else {
            open_seat(standing, around);
            close_seat(standing, node);
        }
    }
}

/* May this be the applicant's list? */
static bool is_list(struct standing *standing, uint32_t applicant, const uint32_t *option,
                    uint32_t n) {
    const struct options *options = standing->task.options;
    uint32_t start = options->start[applicant], end = options->start[applicant + 1];
    if (n > end - start) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (option[k] == option[i]) {
                return false;
            }
        }
        if (option[i] < start || option[i] >= end) {
            return false;
        }
    }
    return true;
}

/* Do ranks depend on the lists? */
static bool asks_wish_rank(const struct instance *instance) {
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        if (instance->criterion[i].kind == CRITERION_WISH_RANK) {
            return true;
        }
    }
    return false;
}

enum err standing_make_lists(struct standing *standing, struct arena *arena, struct error *error) {
    const struct options *options = standing->task.options;
    uint32_t n_applicants = standing->task.instance->n_applicants;
    uint32_t *place = ARENA_NEW(arena, options->n, uint32_t);
    uint32_t *list = ARENA_NEW(arena, options->n, uint32_t);
    uint32_t *end = ARENA_NEW(arena, n_applicants, uint32_t);
    if (place == NULL || list == NULL || end == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < options->n; i++) {
        place[i] = i;
        list[i] = i;
    }
    memcpy(end, options->start + 1, n_applicants * sizeof *end);
    standing->place = place;
    standing->list = list;
    standing->end = end;
    return OK;
}

void standing_put_list(struct standing *standing, uint32_t applicant, const uint32_t *option,
                       uint32_t n) {
    const struct options *options = standing->task.options;
    bool was_present = standing->present[applicant];
    standing_touch(standing, applicant, NONE);
    standing_leave(standing, applicant);
    uint32_t start = options->start[applicant];
    memset(standing->place + start, 0xFF,
           (options->start[applicant + 1] - start) * sizeof *standing->place);
    for (uint32_t i = 0; i < n; i++) {
        standing->list[start + i] = option[i];
        standing->place[option[i]] = start + i;
    }
    standing->end[applicant] = start + n;
    if (was_present) {
        standing_arrive(standing, applicant);
    }
}

enum err standing_set_list(struct standing *standing, uint32_t applicant, const uint32_t *option,
                           uint32_t n, struct arena *arena, struct error *error) {
    if (asks_wish_rank(standing->task.instance)) {
        return error_set(error, ERR_INPUT, NULL,
                         "a criterion asks for the wish's rank, so a changed list changes ranks; "
                         "solve anew");
    }
    if (!is_list(standing, applicant, option, n)) {
        return error_set(error, ERR_INPUT, NULL,
                         "the list of applicant %u is not made of different options of its own",
                         applicant);
    }
    if (standing->list == NULL && standing_make_lists(standing, arena, error) != OK) {
        return ERR_NO_MEMORY;
    }
    standing_put_list(standing, applicant, option, n);
    return OK;
}

/* Trees of the forest: root of every node, nodes of every root. */
static void make_trees(struct standing *standing) {
    const struct instance *instance = standing->task.instance;
    uint32_t *start = standing->tree_start;
    for (uint32_t v = instance->n_nodes; v-- > 0;) { /* parents come after children */
        uint32_t parent = instance->node_parent[v];
        standing->root[v] = parent == NONE ? v : standing->root[parent];
        start[standing->root[v]]++;
    }
    for (uint32_t v = 0, sum = 0; v <= instance->n_nodes; v++) {
        sum += start[v];
        start[v] = sum;
    }
    for (uint32_t v = instance->n_nodes; v-- > 0;) {
        standing->tree_node[--start[standing->root[v]]] = v;
    }
}

static enum err make_arrays(struct standing *standing, struct arena *arena, struct error *error) {
    size_t n = standing->task.instance->n_applicants;
    size_t n_nodes = standing->task.instance->n_nodes;
    standing->room = ARENA_NEW(arena, n_nodes, uint32_t);
    standing->choice = ARENA_NEW(arena, n, uint32_t);
    standing->present = ARENA_NEW(arena, n, uint8_t);
    standing->moved = ARENA_NEW(arena, n, uint32_t);
    standing->choice_before = ARENA_NEW(arena, n, uint32_t);
    standing->until = ARENA_NEW(arena, n, uint32_t);
    standing->is_moved = ARENA_ZERO(arena, n, uint8_t);
    standing->root = ARENA_NEW(arena, n_nodes, uint32_t);
    standing->tree_start = ARENA_ZERO(arena, n_nodes + 1, uint32_t);
    standing->tree_node = ARENA_NEW(arena, n_nodes, uint32_t);
    standing->is_dirty = ARENA_ZERO(arena, n_nodes, uint8_t);
    standing->dirty = ARENA_NEW(arena, n_nodes, uint32_t);
    standing->walk = ARENA_ZERO(arena, n_nodes, uint64_t);
    standing->path = ARENA_NEW(arena, n_nodes, uint32_t);
    standing->path_next = ARENA_NEW(arena, n_nodes, uint32_t);
    bool made = standing->room != NULL && standing->choice != NULL && standing->present != NULL &&
                standing->moved != NULL && standing->choice_before != NULL &&
                standing->until != NULL && standing->is_moved != NULL && standing->root != NULL &&
                standing->tree_start != NULL && standing->tree_node != NULL &&
                standing->is_dirty != NULL && standing->dirty != NULL && standing->walk != NULL &&
                standing->path != NULL && standing->path_next != NULL;
    return made ? OK : error_no_memory(error);
}

/* The round is solved, and nobody counts as moved: this is where the story begins. */
static void start(struct standing *standing) {
    uint32_t n = standing->task.instance->n_applicants;
    first_proposals(standing);
    for (uint32_t a = 0; a < n; a++) {
        if (standing->choice[a] == NONE && standing->present[a]) {
            reject(standing, a);
        }
    }
    standing->n_moved = 0;
    memset(standing->is_moved, 0, n);
    standing->is_settled = true;
}

enum err standing_init(struct standing *standing, const struct mechanism_task *task,
                       const uint8_t *present, struct arena *arena, struct error *error) {
    const struct instance *instance = task->instance;
    *standing = (struct standing){.task = *task};
    if (make_arrays(standing, arena, error) != OK) {
        return ERR_NO_MEMORY;
    }
    memcpy(standing->room, task->room, instance->n_nodes * sizeof *standing->room);
    standing->task.room = standing->room;
    enum err err = seating_init(&standing->seating, &standing->task, arena, error);
    if (err != OK) {
        return err;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool competes = (present == NULL || present[a]) && !instance_is_locked(instance, a);
        standing->present[a] = competes;
        standing->choice[a] = NONE;
        standing->until[a] = competes ? task->options->start[a] : 0;
    }
    make_trees(standing);
    start(standing);
    return OK;
}

void standing_settle(struct standing *standing) {
    begin(standing);
    uint32_t n_moved = standing->n_moved;
    for (uint32_t i = 0; i < n_moved && standing->has_gain; i++) {
        uint32_t a = standing->moved[i];
        uint32_t before = standing->choice_before[a];
        uint32_t place = before == NONE            ? NONE
                         : standing->place == NULL ? before
                                                   : standing->place[before];
        standing_touch(standing, a, place > standing->until[a] ? place : standing->until[a]);
    }
    if (standing->has_gain) {
        rotations_eliminate(standing);
    }
    while (standing->n_dirty > 0) {
        standing->is_dirty[standing->dirty[--standing->n_dirty]] = 0;
    }
    standing->has_gain = false;
    standing->is_settled = true;
    n_moved = standing->n_moved;
    standing->n_moved = 0;
    for (uint32_t i = 0; i < n_moved; i++) {
        uint32_t a = standing->moved[i];
        standing->is_moved[a] = 0;
        if (standing->choice[a] != standing->choice_before[a]) {
            standing->moved[standing->n_moved++] = a;
        }
    }
}

void standing_reorder(struct standing *standing, uint32_t node) {
    const struct ranking *ranking = standing->task.ranking;
    const uint32_t *order = ranking->order + ranking->node_start[node];
    uint32_t n = ranking->node_start[node + 1] - ranking->node_start[node];
    uint8_t *held = standing->seating.held + ranking->node_start[node];
    for (uint32_t i = 0; i < n; i++) {
        held[i] = standing->choice[ranking->applicant[order[i]]] == order[i];
        standing->seating.worst[node] = held[i] ? i : standing->seating.worst[node];
    }
}
