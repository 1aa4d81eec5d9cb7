// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GLPK's word on an optimum that was found without it.
 */
#ifndef PLACERA_GLPK_PROOF_H
#define PLACERA_GLPK_PROOF_H

#include "solver/network_prices.h"

/* Has GLPK solve every level on the face of those before it, from a basis of the optimum that is
 * optimal at all levels. Fills proof's iterations and solver_words.
 * Errors: ERR_NO where GLPK finds another value, with both values; ERR_NO_MEMORY. Where GLPK gives
 * up (it was made for smaller numbers), solver_words say so, and that is no error. */
enum err glpk_proof(const struct assignment_model *model, const uint32_t *choice,
                    const struct tree_basis *basis, struct assignment_proof *proof,
                    const struct progress *progress, struct error *error);

#endif
