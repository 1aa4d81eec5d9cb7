// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Objectives of minimum-cost: the policy's list, expanded to levels of integer costs by option.
 */
#ifndef PLACERA_OBJECTIVE_H
#define PLACERA_OBJECTIVE_H

#include "solver/assignment.h"
#include "solver/ranking.h"

/* One level for each objective, except rank-maximal: one for each wish rank in use. Costs:
 * placed -1; near -1 for a wish or a near offer; wishes wish_cost (fallback: one step beyond the
 * longest list); rank-maximal r: -1 at wish rank r; criteria: rank; distance: metres (unknown
 * metres cost METRES_MAX); column: its value, 0 where missing. ranking may be NULL when no
 * objective is `criteria`. Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err objective_levels(const struct instance *instance, const struct options *options,
                          const struct ranking *ranking, struct arena *arena, uint32_t *n_levels,
                          struct assignment_level **level, struct error *error);

/* What a wish of this rank (from 1) costs under `wishes`: (rank - 1) squared, or the policy's
 * wish_cost; each rank beyond that list costs one more than the rank before it. */
int64_t objective_wish_cost(const struct policy *policy, uint32_t rank);

/* The model of an instance's round under minimum-cost: its options, the room, its levels. */
enum err objective_model(const struct instance *instance, const struct options *options,
                         const struct ranking *ranking, const uint32_t *room, struct arena *arena,
                         struct assignment_model *model, struct error *error);

#endif
