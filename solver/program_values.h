// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a placement is worth in an integer program, and whether it keeps the program's rows.
 */
#ifndef PLACERA_PROGRAM_VALUES_H
#define PLACERA_PROGRAM_VALUES_H

#include "solver/program.h"

/* Does the level count families together, and not options? */
bool program_counts_families(const struct program *program, uint32_t level);

/* The place at which all of a family end, NONE: apart, or one of them at nothing. O(members). */
uint32_t program_family_place(const struct program *program, const uint32_t *choice,
                              uint32_t family);

/* The levels' values of a placement, value [n_levels]. O(levels x (applicants + families)). */
void program_values(const struct program *program, const uint32_t *choice, int64_t *value);

/* What a column costs at a level: the option's cost; -1 for y at the level `together`. */
int64_t program_cost(const struct program *program, uint32_t level, uint32_t column);

/* Fills y and o from x, as well as they can be, and checks every row: value [n_columns] 0 or 1.
 * choice [n_applicants] option or NONE. False: choice breaks a rule. O(entries). */
bool program_complete(const struct program *program, const uint32_t *choice, uint8_t *value,
                      int64_t *sum);

#endif
