// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The residual graph of an assignment: what may still move, and the prices that follow from it.
 */
#ifndef PLACERA_RESIDUAL_H
#define PLACERA_RESIDUAL_H

#include "solver/face.h"

/* Makes choice (a placement on the face, within the room) exactly optimal for cost by cancelling
 * negative cycles, and finds the smallest optimal prices. The face must be the first one, or come
 * from earlier levels' smallest prices. choice [n_applicants] in and out;
 * price [n_nodes] out, canonical: they depend on the model, not on which optimal placement is
 * given. n_cycles out: how many were cancelled, 0 where choice was optimal already.
 * Label correcting: O(nodes x options) a cycle at worst, near O(options) in practice.
 * Errors: ERR_NO_MEMORY (scratch). */
enum err residual_optimum(const struct assignment_model *model, const struct face *face,
                          const int64_t *cost, uint32_t *choice, struct arena *scratch,
                          int64_t *price, uint32_t *n_cycles, struct error *error);

#endif
