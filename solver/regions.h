// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Regions: offers in an order in which neighbours in the graph of wishes are neighbours in memory,
 * and a binary tree of ranges of that order. Applicants who stay within one range can be placed
 * without looking at the others, so that regions are solved side by side.
 */
#ifndef PLACERA_REGIONS_H
#define PLACERA_REGIONS_H

#include "solver/assignment.h"

struct region {
    uint32_t first, end;  /* its offers, by their new numbers */
    uint32_t left, right; /* the two halves, both later in the list; NONE at a leaf */
};

struct regions {
    uint32_t *place;       /* [n_offers] the new number of each offer */
    uint32_t n;            /* at least 1; region 0 is the whole */
    struct region *region; /* [n] */
};

/* Orders the model's offers. A tree of pools stays together, so that no limit spans two regions
 * unless one is within the other. Depends on the model alone. Arrays live in arena.
 * O(options + offers log offers). Errors: ERR_NO_MEMORY. */
enum err regions_build(struct regions *regions, const struct assignment_model *model,
                       struct arena *arena, struct error *error);

/* The smallest region that holds the offers numbered low .. high. O(depth). */
uint32_t regions_around(const struct regions *regions, uint32_t low, uint32_t high);

#endif
