// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cuts from a relaxation that GLPK has solved, handed over to GLPK.
 */
#ifndef PLACERA_PROGRAM_CUTS_H
#define PLACERA_PROGRAM_CUTS_H

#include "solver/glpk_program.h"

/* Tries halves of full rows, and rows of the tableau of fractional columns; *n_added: how many cuts
 * came of it. After an optimum. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err program_cuts_add(struct glpk_program *glpk, struct cuts *cuts,
                          const struct glpk_relaxation *relaxation, uint32_t *n_added,
                          struct error *error);

/* Hands rows from the given one on over to GLPK. */
enum err program_cuts_hand_over(struct glpk_program *glpk, const struct cuts *cuts, uint32_t first,
                                struct error *error);

#endif
