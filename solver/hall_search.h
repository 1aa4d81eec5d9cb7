// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside solver/hall.c: as many claims as can be in their seats, and what an unseated one reaches.
 *
 * To reach: an unseated claim gets to the slots of its options; from a node with a free seat on to
 * its parent; and to everybody who sits under a node that it has got to, for they could make room.
 * The search stops at full nodes: they are the cut. (Where it did not stop, the claim could be
 * seated.) O(options of the claims reached + nodes).
 */
#ifndef PLACERA_HALL_SEARCH_H
#define PLACERA_HALL_SEARCH_H

#include "solver/hall.h"

struct hall_search {
    const struct hall *hall;
    struct arena *scratch;
    struct error *error;
    uint8_t *member;                         /* [n_claims] 1: is to be seated */
    uint32_t *choice;                        /* [n_claims] index into hall->slot, NONE */
    uint32_t *load;                          /* [n_nodes] seated there */
    uint32_t *sitting_start, *sitting;       /* CSR of slots: claims seated there */
    uint32_t *inner_start, *inner;           /* CSR of nodes: those whose parent it is */
    uint8_t *claim_reached, *entered, *left; /* [n_claims], [n_nodes], [n_nodes] */
    uint32_t *queue;                         /* [n_claims] claims reached, in that order */
    uint32_t *stack;                         /* [n_nodes] */
    uint32_t n_reached;
    uint64_t n_looked; /* options looked at in all */
};

/* hall, scratch and error are set. Errors: ERR_NO_MEMORY. */
enum err hall_search_new(struct hall_search *search);

/* Seats as many members as can be. Errors: those of assignment_solve. */
enum err hall_seat(struct hall_search *search);

/* Begins anew; a claim to begin with; goes on from all reached. */
void hall_forget(struct hall_search *search);
void hall_reach(struct hall_search *search, uint32_t claim);
void hall_spread(struct hall_search *search);

/* Does every option of the claim pass a node in B? */
bool hall_is_covered(const struct hall *hall, uint32_t claim, const uint8_t *in_b);

static inline bool hall_is_full(const struct hall_search *search, uint32_t v) {
    uint32_t room = search->hall->room[v];
    return room != SEATS_UNLIMITED && search->load[v] >= room;
}

/* Is the node one of the cut: got to from inside, and full? */
static inline bool hall_is_cut(const struct hall_search *search, uint32_t v) {
    return search->entered[v] != 0 && search->left[v] == 0;
}

#endif
