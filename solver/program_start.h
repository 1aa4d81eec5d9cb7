// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A good placement for an integer program, found without it: families are brought together one
 * after the other, and the network is at its optimum for everybody else all the while. What branch
 * and cut starts from; it proves nothing.
 */
#ifndef PLACERA_PROGRAM_START_H
#define PLACERA_PROGRAM_START_H

#include "solver/glpk_program.h"

/* Fills choice [n_applicants]; given: it holds a placement that keeps the rules, from which limits
 * are shared out; else limits are mended until none holds too many. program_complete tells whether
 * the result keeps every rule: openings and followers are not looked after. Deterministic.
 * O(families x places x shortest paths). Errors: ERR_NO_MEMORY. */
enum err program_start(const struct program *program, const struct glpk_limits *limits, bool given,
                       uint32_t *choice, struct error *error);

#endif
