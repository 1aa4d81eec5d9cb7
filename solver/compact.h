// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program as it is handed to GLPK: the same placements and a relaxation as good, in
 * fewer rows.
 *
 * A family's column y at a place and the rows that tie its members' options to it become joint
 * columns: one for each way in which the members can sit there together, which takes the seats of
 * all of them (A. E. Roth and E. Peranson 1999 rank such joint options). Where the ways are more
 * than WAYS_MOST, y and its rows stay. Rows that no choice of open options can pass are left out.
 */
#ifndef PLACERA_COMPACT_H
#define PLACERA_COMPACT_H

#include "solver/program.h"

struct compact {
    const struct program *program;
    uint32_t n_rows, n_columns;
    uint32_t *row;         /* [n_rows] the program's row behind each */
    uint32_t first_whole;  /* columns before it are one option; from it on, a family's or an offer's
                            * whole decision */
    uint32_t *cover_start; /* [n_columns + 1] */
    uint32_t *cover;       /* columns of the program that are 1 where this one is */
    uint32_t *alone;       /* [program->n_columns] the column that covers just this one, NONE */
    uint32_t *joint;       /* [program->n_columns - n_options + 1] joint columns of a y */

    uint32_t *start;  /* [n_columns + 1] CSC */
    uint32_t *row_of; /* [start[n_columns]] */
    int32_t *value;   /* [start[n_columns]] */
};

/* Builds it. Arrays live in arena; program must outlive it. O(rows + entries of all ways).
 * Errors: ERR_NO_MEMORY. */
enum err compact_build(struct compact *compact, const struct program *program, struct arena *arena,
                       struct error *error);

/* What a column costs at a level: the sum of what it covers. */
int64_t compact_cost(const struct compact *compact, uint32_t level, uint32_t column);

/* value [n_columns] 0 or 1 from those of the program's columns [program->n_columns], as
 * program_complete fills them. O(entries of cover). */
void compact_fill(const struct compact *compact, const uint8_t *whole, uint8_t *value);

/* The placement that values say: choice [n_applicants] option or NONE. */
void compact_choice(const struct compact *compact, const uint8_t *value, uint32_t *choice);

#endif
