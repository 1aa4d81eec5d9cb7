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
 * metres cost METRES_MAX); column: its value, 0 where missing; guarantee: -1 in time; late: months
 * later than wished; together: 0, of families; follows: -1 for followers, who cost nothing
 * elsewhere. Two levels that no policy names: `current` before all others where somebody may stay:
 * -1 for each option of those who may; `follows` after them, unless named. ranking may be NULL when
 * no objective is `criteria`. Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err objective_levels(const struct instance *instance, const struct options *options,
                          const struct ranking *ranking, struct arena *arena, uint32_t *n_levels,
                          struct assignment_level **level, struct error *error);

/* What a wish of this rank (from 1) costs under `wishes`: (rank - 1) squared, or the policy's
 * wish_cost, which must be that long. */
int64_t objective_wish_cost(const struct policy *policy, uint32_t rank);

/* How many costs a policy with wish_cost must have: one for each rank of the longest list, and one
 * more where fallback options or a present place may be no wish. O(applicants). */
uint32_t objective_n_wish_costs(const struct instance *instance);

/* The model of an instance's round under minimum-cost: its options, the room, its levels. Offers of
 * the model are the instance's slots; where somebody may stay without taking a seat, one more,
 * which has no limit. Its other nodes are the instance's, behind them. */
enum err objective_model(const struct instance *instance, const struct options *options,
                         const struct ranking *ranking, const uint32_t *room, struct arena *arena,
                         struct assignment_model *model, struct error *error);

/* From a proof of that model to the instance's nodes: prices by the model's become prices by the
 * instance's. */
void objective_prices(const struct instance *instance, const struct assignment_model *model,
                      struct assignment_proof *proof);

#endif
