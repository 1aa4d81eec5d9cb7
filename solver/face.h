// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tight face of an assignment model: what earlier levels of a lexicographic optimum leave open.
 * All placements on it, and no others, are optimal for those levels (solver/assignment.h).
 */
#ifndef PLACERA_FACE_H
#define PLACERA_FACE_H

#include "solver/assignment.h"

struct face {
    uint8_t *open;   /* [n_options] 1: the option may still be taken */
    uint8_t *placed; /* [n_applicants] 1: the applicant must be placed */
    uint8_t *full;   /* [n_nodes] 1: the node must be full, so that its price may be negative */
};

/* The face before the first level: all options of those who compete, no duties. Arrays live in
 * arena. O(options + nodes). Errors: ERR_NO_MEMORY. */
enum err face_new(struct face *face, const struct assignment_model *model, struct arena *arena,
                  struct error *error);

/* total[v] = sum of price over v and the nodes around it. False where a sum leaves 64 bits.
 * O(nodes x depth). */
bool face_totals(const struct assignment_model *model, const int64_t *price, int64_t *total);

/* The least cost + total among what the applicant may still do ("no placement" costs 0). False
 * where a sum leaves 64 bits, or nothing is open. */
bool face_least(const struct face *face, const struct assignment_model *model, const int64_t *cost,
                const int64_t *total, uint32_t applicant, int64_t *least);

/* Narrows the face to what is optimal for a level, given its optimal prices and their totals:
 * options that reach their applicant's least value stay, who has a least value other than 0 must be
 * placed, a node with a price must be full. Prices must have been proved. O(options + nodes). */
void face_tighten(struct face *face, const struct assignment_model *model, const int64_t *cost,
                  const int64_t *price, const int64_t *total);

#endif
