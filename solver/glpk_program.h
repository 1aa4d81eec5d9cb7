// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program as a GLPK problem: its relaxation by the simplex method, itself by branch and
 * cut. Thin, under solver/glpk_guard.h: what the answers are worth is judged in integers elsewhere.
 */
#ifndef PLACERA_GLPK_PROGRAM_H
#define PLACERA_GLPK_PROGRAM_H

#include "solver/glpk_guard.h"
#include "solver/program.h"

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

/* Builds rows and columns with costs 0. program must outlive it; arrays live in arena, GLPK's until
 * glpk_program_free. Errors: ERR_NO_MEMORY, ERR_SOLVER; then *out is NULL. */
enum err glpk_program_new(struct glpk_program **out, const struct program *program,
                          struct arena *arena, const struct progress *progress,
                          struct error *error);
void glpk_program_free(struct glpk_program *glpk);

/* The basis to start from: that of the network's optimum, with what the network has not at 0. */
enum err glpk_program_start(struct glpk_program *glpk, const uint32_t *choice,
                            const struct tree_basis *basis, struct error *error);

enum err glpk_program_set_cost(struct glpk_program *glpk, uint32_t level, struct error *error);

/* What the relaxation's optimum is; arrays are the caller's. */
struct glpk_relaxation {
    enum glpk_status status;
    double value;
    double *x;       /* [n_columns] */
    double *reduced; /* [n_columns] reduced costs */
    double *dual;    /* [n_rows], then one for each level bounded, in that order */
    uint32_t iterations;
};

enum err glpk_program_relax(struct glpk_program *glpk, const struct glpk_limits *limits,
                            struct glpk_relaxation *relaxation, struct error *error);

/* What branch and cut found. */
struct glpk_integer {
    enum glpk_status status;
    bool given;     /* value holds a first solution */
    bool found;     /* a solution is in value */
    double bound;   /* nothing has a smaller value */
    uint8_t *value; /* [n_columns] 0 or 1; in: a first solution; out: the best one */
    uint32_t nodes; /* of the tree */
};

/* After glpk_program_relax ended optimal. */
enum err glpk_program_branch(struct glpk_program *glpk, const struct glpk_limits *limits,
                             struct glpk_integer *integer, struct error *error);

enum glpk_fixed { GLPK_FREE, GLPK_CLOSED, GLPK_OPEN };

/* Fixes columns [n_columns] at 0 (closed) or 1 (open) and keeps rows [n_rows] full, both for good.
 */
enum err glpk_program_fix(struct glpk_program *glpk, const uint8_t *fixed, const uint8_t *full,
                          struct error *error);

/* From now on a level's sum is at most this. */
enum err glpk_program_hold(struct glpk_program *glpk, uint32_t level, int64_t value,
                           struct error *error);

const char *glpk_program_words(const struct glpk_program *glpk);

#endif
