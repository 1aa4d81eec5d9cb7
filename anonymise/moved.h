// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How many applicants an anonymised round places elsewhere than the original: none, unless metres
 * were rounded, or the order of rows chose another placement of the same worth.
 */
#ifndef PLACERA_MOVED_H
#define PLACERA_MOVED_H

#include "anonymise/anonymise.h"
#include "solver/progress.h"

/* Solves both. Errors: as solve. progress may be NULL. */
enum err moved_count(const struct instance *original, const struct anonymised *anonymised,
                     const struct progress *progress, uint32_t *n_moved, struct error *error);

#endif
