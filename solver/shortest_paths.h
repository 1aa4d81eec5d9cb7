// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Successive shortest paths on the network of an assignment model: from nobody placed to the
 * optimum of the packed cost, one applicant after the other.
 */
#ifndef PLACERA_SHORTEST_PATHS_H
#define PLACERA_SHORTEST_PATHS_H

#include "solver/search.h"

/* Sees everybody who competes; network as network_build leaves it. Regions run in parallel; the
 * result is the same at any number of threads. Afterwards the invariants of solver/network.h hold
 * for all, so that the placement has least packed cost. Errors: ERR_NO_MEMORY. */
enum err shortest_paths(struct network *network, const struct progress *progress,
                        struct error *error);

/* Sees one applicant who has no place. search: of this network, none running. */
void shortest_paths_insert(struct search *search, uint32_t applicant);

#endif
