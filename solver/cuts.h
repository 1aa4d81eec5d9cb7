// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows that are added to a compact program: levels that are held, and cuts, which its relaxation
 * breaks and no placement does.
 *
 * A cut is a sum of rows with multipliers that are not negative, rounded down: for placements every
 * coefficient may be rounded down, since columns are not negative, and then the right-hand side,
 * since it bounds a whole number (V. Chvatal, "Edmonds polytopes and a hierarchy of combinatorial
 * problems", Discrete Mathematics 4, 1973; R. E. Gomory 1958). Multipliers are whole numbers of
 * parts of TIMES, so a cut is exact, and anybody can make it again from them: it remembers them.
 * A cut never changes, and who proves by it keeps its address.
 */
#ifndef PLACERA_CUTS_H
#define PLACERA_CUTS_H

#include "solver/compact.h"

#include <math.h>

/* A value that far from a whole number is taken for it. */
#define INTEGRAL 1e-6

/* Is a column of a relaxation neither 0 nor 1? */
static inline bool cuts_is_fractional(double x) {
    return fabs(x - floor(x + 0.5)) > INTEGRAL;
}

/* What a multiplier is a part of: halves, thirds, ... tenths are whole numbers. */
enum { TIMES = 2520, ADDED_ROWS_MOST = 3000 };

/* Cuts of more entries are left out for now: they slow the simplex method down. */
enum { ENTRIES_MOST = 1500 };

/* A row that a cut stands on. */
struct cut_row {
    const struct added_row *added; /* NULL: one of the compact program's */
    uint32_t row;                  /* that one's number */
    uint32_t times;                /* its multiplier */
};

/* Sum over entries of value x column <= upper. */
struct added_row {
    uint32_t number; /* rising in the order in which rows are made, whatever is forgotten */
    uint32_t level;  /* that is held; NONE: a cut */
    bool always;     /* every placement keeps it, whatever levels are held */
    uint32_t n;
    uint32_t *column;
    int64_t *value;
    int64_t upper;
    uint32_t n_rows;
    struct cut_row *row; /* [n_rows] */
};

struct cuts {
    const struct compact *compact;
    struct arena *arena;
    uint32_t *start, *column; /* CSR of the compact rows */
    int32_t *value;
    uint32_t *bound; /* [n_columns] the row that lets a column be 1 at most, and with it all others
                      * of an applicant; NONE */
    uint32_t n_added, n_made;
    const struct added_row **added; /* [ADDED_ROWS_MOST] */
    int64_t *sum;                   /* [n_columns] scratch, 0 between calls */
    uint32_t *touched;              /* [n_columns] scratch: columns of the sum */
    uint32_t *seen;                 /* [n_columns] scratch: in which sum last */
    uint32_t n_sums;
    uint32_t *total;       /* [n_rows + ADDED_ROWS_MOST] scratch, 0 between calls: times of a row */
    uint32_t *used;        /* [n_rows + ADDED_ROWS_MOST] scratch: rows of the sum */
    uint32_t entries_most; /* cuts with more are left out */
    uint32_t *row, *times; /* [n_rows + ADDED_ROWS_MOST] scratch of who tries cuts */
    double *multiplier;    /* likewise */
};

/* Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err cuts_new(struct cuts *cuts, const struct compact *compact, struct arena *arena,
                  struct error *error);

/* Adds the row that keeps a level's value; cuts leave room for one of each level. Errors:
 * ERR_NO_MEMORY; ERR_SOLVER where there are more than ADDED_ROWS_MOST. */
enum err cuts_hold(struct cuts *cuts, uint32_t level, int64_t value, struct error *error);

/* Forgets levels held and cuts that stand on them. */
void cuts_keep_always(struct cuts *cuts);

/* Makes the cut of rows [n] (those of compact, then those added) and multipliers, and adds it where
 * x [n_columns] breaks it and there is room; *added: it was. The row of an applicant is put in
 * where that raises a coefficient and helps. O(entries). Errors: ERR_NO_MEMORY. */
enum err cuts_try(struct cuts *cuts, const uint32_t *row, const uint32_t *times, uint32_t n,
                  const double *x, bool *added, struct error *error);

/* Tries sums of halves of full rows; how many were added: *n_added. O(full rows^2 x fractional
 * columns / 64). Errors: ERR_NO_MEMORY. */
enum err cuts_try_halves(struct cuts *cuts, const double *x, uint32_t *n_added,
                         struct error *error);

#endif
