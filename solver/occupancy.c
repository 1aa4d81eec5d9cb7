// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Doubly linked lists, one for each offer and one for the outside: a move is O(1) but for the loads
 * on the way to the root. Applicants that do not compete are in no list.
 */
#include "solver/occupancy.h"

static uint32_t seat_of(const struct occupancy *occupancy, uint32_t option) {
    return option == NONE ? occupancy->model->n_nodes : occupancy->model->option_offer[option];
}

static void list_add(struct occupancy *occupancy, uint32_t applicant) {
    uint32_t seat = seat_of(occupancy, occupancy->choice[applicant]);
    uint32_t after = occupancy->first[seat];
    occupancy->next[applicant] = after;
    occupancy->previous[applicant] = NONE;
    if (after != NONE) {
        occupancy->previous[after] = applicant;
    }
    occupancy->first[seat] = applicant;
}

static void list_remove(struct occupancy *occupancy, uint32_t applicant) {
    uint32_t next = occupancy->next[applicant];
    uint32_t previous = occupancy->previous[applicant];
    if (next != NONE) {
        occupancy->previous[next] = previous;
    }
    if (previous != NONE) {
        occupancy->next[previous] = next;
    } else {
        occupancy->first[seat_of(occupancy, occupancy->choice[applicant])] = next;
    }
}

static void add_load(struct occupancy *occupancy, uint32_t option, uint32_t change) {
    if (option == NONE) {
        return;
    }
    const struct assignment_model *model = occupancy->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        occupancy->load[v] += change;
    }
}

void occupancy_move(struct occupancy *occupancy, uint32_t applicant, uint32_t option) {
    list_remove(occupancy, applicant);
    add_load(occupancy, occupancy->choice[applicant], UINT32_MAX); /* less one, modulo 2^32 */
    occupancy->choice[applicant] = option;
    add_load(occupancy, option, 1);
    list_add(occupancy, applicant);
}

static void link_children(struct occupancy *occupancy) {
    uint32_t n_nodes = occupancy->model->n_nodes;
    for (uint32_t v = 0; v <= n_nodes; v++) {
        occupancy->child[v] = NONE;
        occupancy->first[v] = NONE;
    }
    for (uint32_t v = n_nodes; v-- > 0;) {
        uint32_t parent = occupancy_parent(occupancy, v);
        occupancy->sibling[v] = occupancy->child[parent];
        occupancy->child[parent] = v;
    }
}

enum err occupancy_new(struct occupancy *occupancy, const struct assignment_model *model,
                       uint32_t *choice, struct arena *arena, struct error *error) {
    occupancy->model = model;
    occupancy->choice = choice;
    occupancy->load = ARENA_ZERO(arena, model->n_nodes, uint32_t);
    occupancy->first = ARENA_NEW(arena, (size_t)model->n_nodes + 1, uint32_t);
    occupancy->next = ARENA_NEW(arena, model->n_applicants, uint32_t);
    occupancy->previous = ARENA_NEW(arena, model->n_applicants, uint32_t);
    occupancy->child = ARENA_NEW(arena, (size_t)model->n_nodes + 1, uint32_t);
    occupancy->sibling = ARENA_NEW(arena, model->n_nodes, uint32_t);
    if (occupancy->load == NULL || occupancy->first == NULL || occupancy->next == NULL ||
        occupancy->previous == NULL || occupancy->child == NULL || occupancy->sibling == NULL) {
        return error_no_memory(error);
    }
    link_children(occupancy);
    for (uint32_t a = model->n_applicants; a-- > 0;) {
        if (model->competes == NULL || model->competes[a] != 0) {
            add_load(occupancy, choice[a], 1);
            list_add(occupancy, a);
        }
    }
    return OK;
}
