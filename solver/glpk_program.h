// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program as a GLPK problem: its relaxation by the simplex method, solved anew
 * as columns are fixed. Thin, under solver/glpk_guard.h: what the answers are worth is judged in
 * integers elsewhere.
 */
#ifndef PLACERA_GLPK_PROGRAM_H
#define PLACERA_GLPK_PROGRAM_H

#include "solver/glpk_guard.h"
#include "solver/cuts.h"

#include <signal.h>

struct glpk_program;
struct tree_basis;

/* When to stop looking for something better. */
struct glpk_limits {
    double ends;                       /* omp_get_wtime() at which to stop; 0: never */
    const volatile sig_atomic_t *stop; /* not 0: stop at once; NULL: nobody asks */
};

/* Is it time to stop? */
bool glpk_limits_reached(const struct glpk_limits *limits);

enum glpk_status { GLPK_OPTIMAL, GLPK_INFEASIBLE, GLPK_STOPPED };
/* INFEASIBLE also where nothing is as good as asked for. */

/* Builds rows and columns with costs 0. compact must outlive it; arrays live in arena, GLPK's until
 * glpk_program_free. Errors: ERR_NO_MEMORY, ERR_SOLVER; then *out is NULL. */
enum err glpk_program_new(struct glpk_program **out, const struct compact *compact,
                          struct arena *arena, const struct progress *progress,
                          struct error *error);
void glpk_program_free(struct glpk_program *glpk);

/* Another problem of the same thread has met an abort, which has taken GLPK's memory with it: only
 * glpk_program_free may follow. */
void glpk_program_abandon(struct glpk_program *glpk);

/* The basis to start from: that of the network's optimum, with what the network has not at 0. */
enum err glpk_program_start(struct glpk_program *glpk, const uint32_t *choice,
                            const struct tree_basis *basis, struct error *error);

enum err glpk_program_set_cost(struct glpk_program *glpk, uint32_t level, struct error *error);

/* The sum of the costs of all levels, weight [n_levels] times each. */
enum err glpk_program_set_sum(struct glpk_program *glpk, const double *weight, struct error *error);

/* What the relaxation's optimum is; arrays are the caller's. */
struct glpk_relaxation {
    enum glpk_status status;
    double value;
    double *x;       /* [n_columns] */
    double *reduced; /* [n_columns] reduced costs */
    double *dual;    /* [n_rows], then one for each row added */
    uint32_t iterations;
};

/* Which simplex method: the dual one where columns have been fixed since an optimum; sifting: the
 * primal one, on few columns at a time, which is faster where there are many. */
enum glpk_method { GLPK_PRIMAL, GLPK_DUAL, GLPK_SIFT };

/* cutoff: what is worse is not looked for (the dual simplex method stops there); INFINITY: none. */
enum err glpk_program_relax(struct glpk_program *glpk, const struct glpk_limits *limits,
                            enum glpk_method method, double cutoff,
                            struct glpk_relaxation *relaxation, struct error *error);

enum glpk_fixed { GLPK_FREE, GLPK_CLOSED, GLPK_OPEN };

/* Fixes columns [n_columns] at 0 (closed) or 1 (open) and keeps rows [n_rows + added] full; full
 * may be NULL. */
enum err glpk_program_fix(struct glpk_program *glpk, const uint8_t *fixed, const uint8_t *full,
                          struct error *error);

/* Frees those columns that are fixed and of which fixed [n_columns] says GLPK_FREE. */
enum err glpk_program_reopen(struct glpk_program *glpk, const uint8_t *fixed, struct error *error);

/* Is the column fixed by glpk_program_fix? */
bool glpk_program_is_fixed(const struct glpk_program *glpk, uint32_t column);

/* Fixes columns (n of them, not those fixed by glpk_program_fix), or frees them, for a while. */
enum err glpk_program_try(struct glpk_program *glpk, const uint32_t *column, uint32_t n,
                          enum glpk_fixed fixed, struct error *error);

/* Notes the basis at hand, and goes back to it: mark [n_columns + n_rows + ADDED_ROWS_MOST];
 * rows added since are basic. */
enum { GLPK_BASIC = 1 }; /* of a mark */
enum err glpk_program_mark(struct glpk_program *glpk, uint8_t *mark, struct error *error);
enum err glpk_program_return(struct glpk_program *glpk, const uint8_t *mark, struct error *error);

/* Adds a row that placements keep from now on. */
enum err glpk_program_add(struct glpk_program *glpk, const struct added_row *row,
                          struct error *error);

/* A basic column as a sum of rows: their multipliers, [n_rows + added]. After an optimum, before
 * rows are added. All 0 where the column is not basic. */
enum err glpk_program_multipliers(struct glpk_program *glpk, uint32_t column, double *multiplier,
                                  struct error *error);

const char *glpk_program_words(const struct glpk_program *glpk);

#endif
