// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tiny assignment models, at random and by brute force: what solver/assignment.h must agree with.
 * Shares no code with it.
 */
#ifndef PLACERA_TESTS_BRUTE_ASSIGNMENT_H
#define PLACERA_TESTS_BRUTE_ASSIGNMENT_H

#include "solver/assignment.h"

enum {
    BRUTE_APPLICANTS = 6,
    BRUTE_OFFERS = 4,
    BRUTE_NODES = BRUTE_OFFERS + 2,
    BRUTE_OPTIONS = BRUTE_APPLICANTS * BRUTE_OFFERS,
    BRUTE_LEVELS = 3
};

/* A model with its own memory. */
struct brute_model {
    struct assignment_model model;
    uint32_t option_start[BRUTE_APPLICANTS + 1];
    uint32_t option_offer[BRUTE_OPTIONS];
    uint8_t competes[BRUTE_APPLICANTS];
    uint32_t node_parent[BRUTE_NODES];
    uint32_t room[BRUTE_NODES];
    struct assignment_level level[BRUTE_LEVELS];
    int64_t cost[BRUTE_LEVELS][BRUTE_OPTIONS];
};

/* The model that belongs to a seed: 2 .. 6 applicants, 1 .. 4 offers, 0 .. 2 pools, perhaps one in
 * the other, 1 .. 3 levels of costs in all styles: random, equal, zero, negative, up to COST_MAX.
 */
void brute_model_make(struct brute_model *brute, uint64_t seed);

/* The lexicographically least values over every assignment there is, with one more seat in each
 * node of a way (NULL: as it is). */
void brute_values(const struct assignment_model *model, const struct seat_way *way,
                  int64_t value[BRUTE_LEVELS]);

/* The values of one assignment. False if it takes what it may not or exceeds a room. */
bool brute_value_of(const struct assignment_model *model, const uint32_t *choice,
                    int64_t value[BRUTE_LEVELS]);

#endif
