// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Families: where they live, whom they apply for, and what they wish.
 */
#ifndef PLACERA_FAMILIES_H
#define PLACERA_FAMILIES_H

#include "generate/nearest.h"
#include "generate/schools.h"

/* Fills everything about applicants. Parallel over them, the same at any number of threads. */
void families_make(struct city *city, const struct neighbourhoods *neighbourhoods,
                   const struct grid *grid);

#endif
