// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Writes a result folder, whole or not at all.
 */
#ifndef PLACERA_RESULTS_WRITE_H
#define PLACERA_RESULTS_WRITE_H

#include "io/loader.h"
#include "solver/solution.h"

/* Writes DIR (replacing an older result folder) from a solved round; load_seconds is for run.json.
 * The same bytes for the same instance in every file but run.json's seconds and its own digest.
 * Errors: ERR_USAGE (DIR is not ours to replace), ERR_IO, ERR_NO_MEMORY. */
enum err results_write(const char *dir, const struct loaded *loaded,
                       const struct solution *solution, double load_seconds, struct error *error);

#endif
