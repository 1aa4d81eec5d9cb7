// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A temporary folder, which only its owner may look into.
 */
#ifndef PLACERA_REVIEW_SCRATCH_H
#define PLACERA_REVIEW_SCRATCH_H

#include "solver/error.h"

enum { SCRATCH_PATH_SIZE = 3000 };

/* Makes one in TMPDIR, or /tmp; path [SCRATCH_PATH_SIZE]. Errors: ERR_IO. */
enum err scratch_make(char path[SCRATCH_PATH_SIZE], struct error *error);

/* Removes it and everything in it. */
void scratch_remove(const char *path);

#endif
