// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Several levels packed into one 64-bit cost: sum of weight[level] * cost[level]. A level's weight
 * is more than 256 arcs of all levels after it can add up to, so that paths of so many arcs compare
 * as their levels do, one after the other.
 */
#ifndef PLACERA_LEVEL_WEIGHTS_H
#define PLACERA_LEVEL_WEIGHTS_H

#include "solver/assignment.h"

/* Fills weight [n_levels]; the last level kept has weight 1, levels left out 0 (they did not fit).
 * A packed cost times twice the number of nodes stays below 2^59. False where not even the first
 * level fits, or there is none. O(options x levels). */
bool level_weights(const struct assignment_model *model, int64_t *weight);

/* The same, and false unless all levels fit. largest [n_levels]: the size of each level's largest
 * cost, at least 1; a model with other costs up to these has the same weights. */
bool level_weights_all(const struct assignment_model *model, int64_t *weight, int64_t *largest);

#endif
