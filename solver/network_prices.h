// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Prices of an optimal network, level by level, and the basis that belongs to them.
 */
#ifndef PLACERA_NETWORK_PRICES_H
#define PLACERA_NETWORK_PRICES_H

#include "solver/search.h"

/* The spanning tree of an optimal basis, in the model's numbers: the chosen options, the slack of
 * every unplaced applicant, the slack of every loose node, the ties. Arrays are the caller's. */
struct tree_basis {
    uint8_t *loose; /* [n_nodes] 1: the node's slack is in the basis */
    uint32_t *tie;  /* [n_nodes] an option in the basis besides those chosen, NONE */
};

/* The smallest optimal prices of every level, price [n_levels][n_nodes] in the model's numbers,
 * from one search, and one basis that is optimal at every level (basis may be NULL). They are those
 * of the levels as far as the packed cost puts shortest paths in the levels' order:
 * assignment_check tells. The network must be optimal (shortest_paths). search: of this network,
 * none running. O(options + nodes x levels). Errors: ERR_NO_MEMORY. */
enum err network_prices(struct search *search, int64_t **price, const struct tree_basis *basis,
                        struct error *error);

#endif
