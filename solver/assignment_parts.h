// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Steps of assignment_solve that a standing optimum (solver/reoptimizer.h) takes too.
 */
#ifndef PLACERA_ASSIGNMENT_PARTS_H
#define PLACERA_ASSIGNMENT_PARTS_H

#include "solver/assignment.h"

/* May sums of costs leave 64 bits? OK, or ERR_INPUT. O(options x levels). */
enum err assignment_check_size(const struct assignment_model *model, struct error *error);

/* An empty proof of the model's levels; its arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err assignment_proof_new(struct assignment_proof *proof, const struct assignment_model *model,
                              struct arena *arena, struct error *error);

/* The values of a choice, value [n_levels]. O(applicants x levels). */
void assignment_values(const struct assignment_model *model, const uint32_t *choice,
                       int64_t *value);

#endif
