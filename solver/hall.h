// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Claims that cannot all be seated, and a smallest proof of it.
 *
 * A claim is seated at one of its slots; whoever sits at a slot takes a seat of every node from
 * there to the root. A violator is a set S of claims and a set B of nodes such that every option of
 * every claim in S passes a node of B (B covers S), and the nodes of B have less room in all than S
 * has claims.
 *
 *   Proof that S cannot be seated. Seat all of S. Each of them takes a seat of some node of B; so
 *   there are at most as many of them as B has room. That is fewer than S has claims.
 *
 *   Proof that there is one where the claims cannot all be seated. Seating is a flow from claims
 *   through slots and nodes to the roots; the smallest cut (L. R. Ford and D. R. Fulkerson,
 *   "Maximal flow through a network", Canadian Journal of Mathematics 8, 1956) cuts some claims off
 *   at their source and some nodes off at their room. Claims not cut off must pass cut nodes, and
 *   there are more of them than those have room. (With one seat a slot and no pools this is P.
 *   Hall, "On representatives of subsets", Journal of the London Mathematical Society 10, 1935.)
 *
 * What a smallest one may be made of: take any seating of as many as can be, and let R be the
 * claims that an unseated one reaches by moving seated ones about. Every violator that contains no
 * smaller one lies within R: |S| - (least room that covers S) is supermodular in S and nowhere
 * larger than at R, so a violator's part within R is a violator itself. The same for one unseated
 * claim alone: what it reaches is a violator of which no claim can be left out.
 */
#ifndef PLACERA_HALL_H
#define PLACERA_HALL_H

#include "solver/glpk_cover.h"

struct hall {
    uint32_t n_claims;
    const uint32_t *start; /* [n_claims + 1] CSR */
    const uint32_t *slot;  /* [start[n_claims]] a node below n_slots */
    uint32_t n_slots;
    uint32_t n_nodes;
    const uint32_t *parent; /* [n_nodes] larger than the node, NONE at a root */
    const uint32_t *room;   /* [n_nodes] SEATS_UNLIMITED: no limit */
};

struct hall_violator {
    uint32_t n_unseated; /* claims without a seat where as many as can be have one */
    uint32_t n_claims;   /* 0: there is none, all can be seated */
    uint32_t *claim;     /* rising; without any one of them the others can be seated */
    uint32_t n_nodes;
    uint32_t *node; /* rising; their room is n_claims - 1, and none can be left out */
    bool smallest;  /* no violator has fewer claims, nor as many and fewer nodes */
    uint32_t n_also;
    uint32_t *also; /* other claims that these nodes are all there is for; rising */
    /* What would seat the claims of S: one more seat in all nodes of a remedy; in fewer of them it
     * would not do. Without remedies S is one claim that has no option at all. */
    uint32_t n_remedies;
    uint32_t *remedy_start; /* [n_remedies + 1] CSR */
    uint32_t *remedy;       /* nodes, from the smallest outwards */
};

/* Finds one. With the fewest claims, then the fewest nodes, where GLPK proves it within limits;
 * else one of which no claim can be left out. Arrays live in arena. Errors: ERR_NO_MEMORY;
 * ERR_INPUT as assignment_solve. */
enum err hall_find(const struct hall *hall, const struct glpk_limits *limits, struct arena *arena,
                   struct hall_violator *violator, struct error *error);

#endif
