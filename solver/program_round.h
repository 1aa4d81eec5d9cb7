// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a relaxation to a placement without another one: what it wants most, as far as there is
 * room.
 */
#ifndef PLACERA_PROGRAM_ROUND_H
#define PLACERA_PROGRAM_ROUND_H

#include "solver/compact.h"

/* value [n_columns] 0 or 1: a placement that keeps all rows; changed, one applicant or family after
 * the other, towards the relaxation x with its reduced costs [n_columns], so that all rows are
 * kept. O(entries + columns log columns). Errors: ERR_NO_MEMORY. */
enum err program_round(const struct compact *compact, const double *x, const double *reduced,
                       uint8_t *value, struct error *error);

#endif
