// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A row of the tableau writes a fractional column as a sum of rows; the fractional parts of its
 * multipliers make a cut that the relaxation breaks (R. E. Gomory, "Outline of an algorithm for
 * integer solutions to linear programs", Bulletin of the American Mathematical Society 64, 1958).
 * Multipliers are doubles and are rounded to parts of TIMES: a cut of rounded multipliers is as
 * true as one of exact ones, and whether it cuts anything off is looked at.
 */
#include "solver/program_cuts.h"

#include <math.h>

/* Of how many fractional columns the rows are tried, at most: of one in COLUMNS_EACH of all, and of
 * TABLEAU_MOST at least. */
enum { TABLEAU_MOST = 100, COLUMNS_EACH = 150 };

/* Where nothing else cuts: about how many cuts with how many entries, in programs that are not too
 * large for them. They cost less than the search that they spare. */
enum { DENSE_MOST = 8, DENSE_ENTRIES = 6000, DENSE_COLUMNS = 20000 };

static enum err try_tableau(struct glpk_program *glpk, struct cuts *cuts, uint32_t n_rows,
                            uint32_t column, const double *x, struct error *error) {
    enum err err = glpk_program_multipliers(glpk, column, cuts->multiplier, error);
    for (int sign = 1; sign >= -1 && err == OK; sign -= 2) {
        uint32_t n = 0;
        for (uint32_t r = 0; r < n_rows; r++) {
            double part = cuts->multiplier[r] * sign;
            part -= floor(part);
            uint32_t times = (uint32_t)lround(part * TIMES) % TIMES;
            if (times != 0) {
                cuts->row[n] = r;
                cuts->times[n++] = times;
            }
        }
        bool added;
        err = cuts_try(cuts, cuts->row, cuts->times, n, x, &added, error);
    }
    return err;
}

enum err program_cuts_hand_over(struct glpk_program *glpk, const struct cuts *cuts, uint32_t first,
                                struct error *error) {
    enum err err = OK;
    for (uint32_t i = first; i < cuts->n_added && err == OK; i++) {
        err = glpk_program_add(glpk, cuts->added[i], error);
    }
    return err;
}

/* Tries rows of the tableau until so many cuts have been added, at most. */
static enum err try_columns(struct glpk_program *glpk, struct cuts *cuts, uint32_t n_rows,
                            const double *x, uint32_t most_added, struct error *error) {
    uint32_t first = cuts->n_added, n_tried = 0, most = cuts->compact->n_columns / COLUMNS_EACH;
    enum err err = OK;
    most = most > TABLEAU_MOST ? most : TABLEAU_MOST;
    for (uint32_t c = 0; c < cuts->compact->n_columns && err == OK && n_tried < most &&
                         cuts->n_added - first < most_added;
         c++) {
        if (cuts_is_fractional(x[c])) {
            n_tried++;
            err = try_tableau(glpk, cuts, n_rows, c, x, error);
        }
    }
    return err;
}

enum err program_cuts_add(struct glpk_program *glpk, struct cuts *cuts,
                          const struct glpk_relaxation *relaxation, uint32_t *n_added,
                          struct error *error) {
    uint32_t first = cuts->n_added, n_rows = cuts->compact->n_rows + first;
    enum err err = cuts_try_halves(cuts, relaxation->x, n_added, error);
    if (err == OK) {
        err = try_columns(glpk, cuts, n_rows, relaxation->x, ADDED_ROWS_MOST, error);
    }
    if (err == OK && cuts->n_added == first && cuts->compact->n_columns <= DENSE_COLUMNS) {
        cuts->entries_most = DENSE_ENTRIES;
        err = try_columns(glpk, cuts, n_rows, relaxation->x, DENSE_MOST, error);
        cuts->entries_most = ENTRIES_MOST;
    }
    if (err == OK) {
        err = program_cuts_hand_over(glpk, cuts, first, error);
    }
    *n_added = cuts->n_added - first;
    return err;
}
