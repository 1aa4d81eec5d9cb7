// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whose seats are which limits: pools that are nodes, pools that cross others, and the earlier
 * steps of schools and pools. Private to anonymise/.
 */
#ifndef PLACERA_ANONYMISE_LIMITS_H
#define PLACERA_ANONYMISE_LIMITS_H

#include "solver/instance.h"

struct limit_owners {
    uint32_t first_pool; /* the first node that is no slot and no step of an offer */
    uint32_t n_pools;    /* nodes from there on, schools' own pools among them */
    uint32_t n_loose;    /* pools that are no nodes */
    uint32_t *loose;     /* [n_loose] the first crossing limit of each */
    uint32_t *owner;     /* [n_crossing] a school; n_schools + p: pool p, loose ones behind */
};

/* Arrays live in arena. O(n log n) for n schools, pools and limits. Errors: ERR_NO_MEMORY. */
enum err limit_owners_find(struct limit_owners *owners, const struct instance *instance,
                           struct arena *arena, struct error *error);

#endif
