// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * First proposals: how a standing outcome begins, on all threads.
 */
#ifndef PLACERA_FIRST_PROPOSALS_H
#define PLACERA_FIRST_PROPOSALS_H

#include "solver/standing.h"

/* From a standing in which nobody holds anything: everybody present applies to its first option,
 * and each tree keeps the best it has room for. Who is refused holds nothing and goes on from
 * until. Parallel over applicants, then over trees; the same bytes at any number of threads.
 * O(applicants x depth + places in the orders). */
void first_proposals(struct standing *standing);

#endif
