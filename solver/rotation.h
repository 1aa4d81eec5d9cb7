// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rotations: from a stable placement to the one that all applicants like best.
 */
#ifndef PLACERA_ROTATION_H
#define PLACERA_ROTATION_H

#include "solver/standing.h"

/* Lets applicants exchange seats in cycles until no cycle is left that goes through a tree marked
 * dirty, or through one that an exchange touched. If the placement is stable, and was the best for
 * all applicants but for changes in the dirty trees, it is the best afterwards. No tree is dirty
 * then. O(nodes x the longest order) for each cycle and for the end; a walk ends where a seat would
 * go to nobody or to somebody without one, as a rule after a few steps. */
void rotations_eliminate(struct standing *standing);

#endif
