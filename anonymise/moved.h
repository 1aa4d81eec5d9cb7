// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How many applicants an anonymised round places elsewhere than the original: none, unless metres
 * were rounded, or the order of rows chose another placement of the same worth.
 */
#ifndef PLACERA_MOVED_H
#define PLACERA_MOVED_H

#include "anonymise/anonymise.h"
#include "solver/progress.h"

/* Solves both, an integer program within half a minute. *n_moved is NONE where the round has no
 * placement, or one was not proved to be the best in that time. progress may be NULL. Errors: as
 * solve, but for ERR_NO. */
enum err moved_count(const struct instance *original, const struct anonymised *anonymised,
                     const struct progress *progress, uint32_t *n_moved, struct error *error);

#endif
