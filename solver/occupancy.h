// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who sits where in an assignment, as lists that moves keep up to date, and the forest of nodes
 * seen from above. Offers and pools are nodes 0 .. n_nodes - 1; one more node, the outside
 * (n_nodes), is the parent of all roots and holds the applicants who compete but are not placed.
 */
#ifndef PLACERA_OCCUPANCY_H
#define PLACERA_OCCUPANCY_H

#include "solver/assignment.h"

struct occupancy {
    const struct assignment_model *model;
    uint32_t *choice;   /* [n_applicants] option or NONE; the caller's */
    uint32_t *load;     /* [n_nodes] placements under the node */
    uint32_t *first;    /* [n_nodes + 1] first occupant of an offer or of the outside, NONE */
    uint32_t *next;     /* [n_applicants] in the same list, NONE */
    uint32_t *previous; /* [n_applicants] in the same list, NONE */
    uint32_t *child;    /* [n_nodes + 1] first child, NONE */
    uint32_t *sibling;  /* [n_nodes] next child of the same parent, NONE */
};

/* Lists of choice. Arrays live in arena. O(applicants + nodes). Errors: ERR_NO_MEMORY. */
enum err occupancy_new(struct occupancy *occupancy, const struct assignment_model *model,
                       uint32_t *choice, struct arena *arena, struct error *error);

/* Moves an applicant to another of its options, or to the outside (NONE). O(depth). */
void occupancy_move(struct occupancy *occupancy, uint32_t applicant, uint32_t option);

static inline uint32_t occupancy_parent(const struct occupancy *occupancy, uint32_t node) {
    uint32_t parent = occupancy->model->node_parent[node];
    return parent == NONE ? occupancy->model->n_nodes : parent;
}

/* Could the node itself take one more? */
static inline bool occupancy_has_room(const struct occupancy *occupancy, uint32_t node) {
    uint32_t room = occupancy->model->room[node];
    return room == SEATS_UNLIMITED || occupancy->load[node] < room;
}

#endif
