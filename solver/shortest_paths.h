// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A placement at or near the lexicographic optimum, fast: successive shortest paths between the
 * offers. What it gives is a start for residual_optimum, which proves it or finishes it; nothing
 * depends on its being optimal.
 */
#ifndef PLACERA_SHORTEST_PATHS_H
#define PLACERA_SHORTEST_PATHS_H

#include "solver/assignment.h"

/* Fills choice [n_applicants] with a placement within the room. All levels at once, in one 64-bit
 * cost (see the file for when that is exact). Deterministic. Errors: ERR_NO_MEMORY. */
enum err shortest_paths_start(const struct assignment_model *model, uint32_t *choice,
                              const struct progress *progress, struct error *error);

#endif
