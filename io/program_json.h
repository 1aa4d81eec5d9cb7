// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The proof of an integer program in certificate.json and run.json. Private to io/.
 */
#ifndef PLACERA_PROGRAM_JSON_H
#define PLACERA_PROGRAM_JSON_H

#include "io/json.h"
#include "solver/program_solve.h"

/* Levels with value, bound, what proves it, and weights and prices to check it by
 * (docs/format.md). */
json_t *program_json(const struct program_proof *proof, bool *failed);

/* The levels' names, values and bounds. */
json_t *program_values_json(const struct program_proof *proof, bool *failed);

#endif
