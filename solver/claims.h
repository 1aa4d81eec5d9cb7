// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Claims of the near guarantee, in the ranking: at its near offers, and in the pools around them, a
 * claimant goes before everybody without a claim, but for those who stay at a seat. Among claimants
 * the criteria decide, as they do among the others.
 */
#ifndef PLACERA_CLAIMS_H
#define PLACERA_CLAIMS_H

#include "solver/ranking.h"

struct claims {
    struct ranking *ranking;
    const struct instance *instance;
    const struct options *options;
    uint8_t *is_claimant; /* [n_applicants] */
    uint32_t **before;    /* [n_nodes] the node's order by the criteria alone; NULL: the node has no
                           * claim */
    uint32_t n_rounds;    /* of claims_add so far */
    uint32_t *ranked;     /* [n_nodes] the last round that ranked the node again */
    struct arena *arena;  /* where orders are kept */
};

/* No claims. Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err claims_init(struct claims *claims, struct ranking *ranking,
                     const struct instance *instance, const struct options *options,
                     struct arena *arena, struct error *error);

/* Gives n applicants claims and ranks again at their near offers. O(orders of the nodes around
 * these). Errors: ERR_NO_MEMORY; then the ranking is as it was. */
enum err claims_add(struct claims *claims, const uint32_t *applicant, uint32_t n,
                    struct error *error);

#endif
