// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of a compact program, to be searched by itself: the columns that may still be 1, the
 * rows that these can fill. The simplex method then has a fraction of the work at each node.
 */
#ifndef PLACERA_NARROW_H
#define PLACERA_NARROW_H

#include "solver/cuts.h"
#include "solver/glpk_program.h"

struct narrow {
    const struct compact *wide;
    struct compact compact; /* the part; alone and joint are NULL */
    uint32_t *column;       /* [compact.n_columns] of the wide program */
    uint32_t *row;          /* [compact.n_rows] likewise */
    struct glpk_program *glpk;
    uint8_t *mark, *kept; /* while it is built */
};

/* What the part is taken from. */
struct narrow_task {
    const struct compact *wide;
    const struct cuts *cuts;
    struct glpk_program *glpk; /* of the wide program, at an optimum */
    const uint8_t *kept;       /* [n_columns] 0: it is 0, unless it is in the basis */
    const uint8_t *fixed;      /* [n_columns] enum glpk_fixed */
    const uint8_t *full;       /* [n_rows + added] 1: kept full */
    uint32_t level;            /* whose costs count */
};

/* Builds the part and its GLPK problem, with the basis of the wide one. Arrays live in arena,
 * GLPK's until narrow_release. O(entries). Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err narrow_build(struct narrow *narrow, const struct narrow_task *task, struct arena *arena,
                      struct error *error);
void narrow_release(struct narrow *narrow);

/* value [wide n_columns] from that of the part, and back. */
void narrow_widen(const struct narrow *narrow, const uint8_t *part, uint8_t *value);
void narrow_take(const struct narrow *narrow, const uint8_t *value, uint8_t *part);

#endif
