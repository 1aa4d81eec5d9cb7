// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of GLPK are the compact program's, in their order, then those added (solver/cuts.h).
 * The simplex method runs in stretches of STRETCH iterations, so that somebody who asks to stop is
 * heard: not of time, which would make the path depend on the machine.
 */
#include "solver/glpk_program.h"

#include "solver/network_prices.h"

#include <assert.h>
#include <float.h>
#include <glpk.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { STRETCH = 2000 };

/* GLPK's own for reduced costs. */
#define TOLERANCE 1e-7

struct glpk_program {
    struct glpk_guard guard;
    const struct compact *compact;
    uint32_t n_added;
    int *index;      /* [n_columns + 1] scratch, from 1 as GLPK counts */
    double *entry;   /* [n_columns + 1] */
    uint8_t *fixed;  /* [n_columns] enum glpk_fixed */
    uint8_t *sifted; /* [n_columns] scratch, 1: left out for now */
};

/* Bounds of a column that is free: those that no row says. */
static void set_free(glp_prob *problem, const struct glpk_program *glpk, uint32_t c) {
    const struct compact *compact = glpk->compact;
    bool bounded = c < compact->first_whole && compact->start[c] < compact->start[c + 1];
    glp_set_col_bnds(problem, (int)c + 1, bounded ? GLP_LO : GLP_DB, 0.0, 1.0);
}

static void build(void *problem, void *argument) {
    struct glpk_program *glpk = argument;
    const struct compact *compact = glpk->compact;
    glp_set_obj_dir(problem, GLP_MIN);
    if (compact->n_rows > 0) {
        glp_add_rows(problem, (int)compact->n_rows);
    }
    if (compact->n_columns > 0) {
        glp_add_cols(problem, (int)compact->n_columns);
    }
    for (uint32_t r = 0; r < compact->n_rows; r++) {
        double upper = (double)compact->program->row[compact->row[r]].upper;
        glp_set_row_bnds(problem, (int)r + 1, GLP_UP, 0.0, upper);
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        int n = 0;
        for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
            glpk->index[++n] = (int)compact->row_of[i] + 1;
            glpk->entry[n] = (double)compact->value[i];
        }
        glp_set_mat_col(problem, (int)c + 1, n, glpk->index, glpk->entry);
        glp_set_col_kind(problem, (int)c + 1, GLP_IV);
        set_free(problem, glpk, c);
    }
}

/* The longest row or column there may be. */
static uint32_t longest_vector(const struct compact *compact) {
    uint32_t n_rows = compact->n_rows + ADDED_ROWS_MOST;
    return compact->n_columns > n_rows ? compact->n_columns : n_rows;
}

enum err glpk_program_new(struct glpk_program **out, const struct compact *compact,
                          struct arena *arena, const struct progress *progress,
                          struct error *error) {
    *out = NULL;
    struct glpk_program *glpk = ARENA_ZERO(arena, 1, struct glpk_program);
    if (glpk == NULL) {
        return error_no_memory(error);
    }
    uint32_t longest = longest_vector(compact);
    glpk->compact = compact;
    glpk->guard.progress = progress;
    glpk->index = ARENA_NEW(arena, (size_t)longest + 1, int);
    glpk->entry = ARENA_NEW(arena, (size_t)longest + 1, double);
    glpk->sifted = ARENA_ZERO(arena, compact->n_columns, uint8_t);
    glpk->fixed = ARENA_ZERO(arena, compact->n_columns, uint8_t);
    enum err err =
        glpk->index == NULL || glpk->entry == NULL || glpk->sifted == NULL || glpk->fixed == NULL
            ? error_no_memory(error)
            : glpk_guard_open(&glpk->guard, error);
    if (err == OK) {
        err = glpk_guard_run(&glpk->guard, build, glpk, error);
    }
    if (err != OK) {
        glpk_program_free(glpk);
        return err;
    }
    *out = glpk;
    return OK;
}

void glpk_program_free(struct glpk_program *glpk) {
    if (glpk != NULL) {
        glpk_guard_close(&glpk->guard);
    }
}

void glpk_program_abandon(struct glpk_program *glpk) {
    glpk->guard.problem = NULL;
}

struct start_task {
    const struct glpk_program *glpk;
    const uint32_t *choice;
    const struct tree_basis *basis;
};

/* A row's column takes its place in the basis, where both are there. */
static void enter(glp_prob *problem, const struct compact *compact, uint32_t r, uint32_t option) {
    if (option != NONE && compact->alone[option] != NONE) {
        glp_set_row_stat(problem, (int)r + 1, GLP_NU);
        glp_set_col_stat(problem, (int)compact->alone[option] + 1, GLP_BS);
    }
}

static void start(void *problem, void *argument) {
    const struct start_task *task = argument;
    const struct compact *compact = task->glpk->compact;
    glp_std_basis(problem);
    for (uint32_t r = 0; r < compact->n_rows; r++) {
        const struct program_row *row = &compact->program->row[compact->row[r]];
        if (row->kind == ROW_APPLICANT) {
            enter(problem, compact, r, task->choice[row->subject]);
        } else if (row->kind == ROW_NODE) {
            enter(problem, compact, r, task->basis->tie[row->subject]);
        }
    }
}

enum err glpk_program_start(struct glpk_program *glpk, const uint32_t *choice,
                            const struct tree_basis *basis, struct error *error) {
    struct start_task task = {glpk, choice, basis};
    return glpk_guard_run(&glpk->guard, start, &task, error);
}

struct level_task {
    struct glpk_program *glpk;
    uint32_t level;
    int64_t value;
};

static void set_cost(void *problem, void *argument) {
    const struct level_task *task = argument;
    const struct compact *compact = task->glpk->compact;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        glp_set_obj_coef(problem, (int)c + 1, (double)compact_cost(compact, task->level, c));
    }
}

enum err glpk_program_set_cost(struct glpk_program *glpk, uint32_t level, struct error *error) {
    struct level_task task = {glpk, level, 0};
    return glpk_guard_run(&glpk->guard, set_cost, &task, error);
}

struct sum_task {
    const struct compact *compact;
    const double *weight;
};

static void set_sum(void *problem, void *argument) {
    const struct sum_task *task = argument;
    uint32_t n_levels = task->compact->program->model->n_levels;
    for (uint32_t c = 0; c < task->compact->n_columns; c++) {
        double sum = 0.0;
        for (uint32_t l = 0; l < n_levels; l++) {
            if (task->weight[l] > 0.0) {
                sum += task->weight[l] * (double)compact_cost(task->compact, l, c);
            }
        }
        glp_set_obj_coef(problem, (int)c + 1, sum);
    }
}

enum err glpk_program_set_sum(struct glpk_program *glpk, const double *weight,
                              struct error *error) {
    struct sum_task task = {glpk->compact, weight};
    return glpk_guard_run(&glpk->guard, set_sum, &task, error);
}

bool glpk_limits_reached(const struct glpk_limits *limits) {
    return (limits->stop != NULL && *limits->stop != 0) ||
           (limits->ends > 0.0 && omp_get_wtime() > limits->ends);
}

struct relax_task {
    struct glpk_program *glpk;
    const struct glpk_limits *limits;
    enum glpk_method method;
    double cutoff;
    struct glpk_relaxation *relaxation;
};

/* The simplex method, in stretches. */
static int run_simplex(glp_prob *problem, const struct relax_task *task) {
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL;
    parameters.it_lim = STRETCH;
    parameters.meth = task->method == GLPK_DUAL ? GLP_DUALP : GLP_PRIMAL;
    parameters.obj_ul = task->cutoff < DBL_MAX ? task->cutoff : DBL_MAX;
    int status = GLP_EITLIM;
    bool renewed = false;
    while (status == GLP_EITLIM && !glpk_limits_reached(task->limits)) {
        status = glp_simplex(problem, &parameters);
        if (!renewed && (status == GLP_EBADB || status == GLP_ESING || status == GLP_ECOND)) {
            renewed = true;
            status = GLP_EITLIM; /* once more, from GLPK's own start */
            glp_std_basis(problem);
        }
    }
    return status;
}

/* Puts in again what was left out and asks for it by its reduced cost, or all of it where those say
 * nothing because there is no optimum without it; how many. */
static uint32_t bring_in(glp_prob *problem, struct glpk_program *glpk, bool all) {
    uint32_t n = 0;
    for (uint32_t c = 0; c < glpk->compact->n_columns; c++) {
        if (glpk->sifted[c] != 0 && (all || glp_get_col_dual(problem, (int)c + 1) < -TOLERANCE)) {
            set_free(problem, glpk, c);
            glpk->sifted[c] = 0;
            n++;
        }
    }
    return n;
}

/* Columns that are not basic are left out until their reduced cost asks for them. */
static int sift(glp_prob *problem, const struct relax_task *task) {
    struct glpk_program *glpk = task->glpk;
    const struct compact *compact = glpk->compact;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        bool in = glpk->fixed[c] != GLPK_FREE || glp_get_col_stat(problem, (int)c + 1) == GLP_BS ||
                  glp_get_col_stat(problem, (int)c + 1) == GLP_NU ||
                  glp_get_obj_coef(problem, (int)c + 1) < 0.0;
        glpk->sifted[c] = in ? 0 : 1;
        if (!in) {
            glp_set_col_bnds(problem, (int)c + 1, GLP_FX, 0.0, 0.0);
        }
    }
    int status = 0;
    bool more = true;
    while (more && status == 0) {
        status = run_simplex(problem, task);
        bool optimal = status == 0 && glp_get_status(problem) == GLP_OPT;
        more = bring_in(problem, glpk, !optimal) > 0;
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        if (glpk->sifted[c] != 0) {
            set_free(problem, glpk, c);
        }
    }
    return status;
}

static void relax(void *problem, void *argument) {
    const struct relax_task *task = argument;
    struct glpk_relaxation *relaxation = task->relaxation;
    const struct compact *compact = task->glpk->compact;
    int before = glp_get_it_cnt(problem);
    int status = task->method == GLPK_SIFT ? sift(problem, task) : run_simplex(problem, task);
    relaxation->iterations = (uint32_t)(glp_get_it_cnt(problem) - before);
    int state = glp_get_status(problem);
    bool none = status == GLP_EOBJUL || (status == 0 && state == GLP_NOFEAS);
    relaxation->status = status == 0 && state == GLP_OPT ? GLPK_OPTIMAL
                         : none                          ? GLPK_INFEASIBLE
                                                         : GLPK_STOPPED;
    relaxation->value = glp_get_obj_val(problem);
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        relaxation->x[c] = glp_get_col_prim(problem, (int)c + 1);
        relaxation->reduced[c] = glp_get_col_dual(problem, (int)c + 1);
    }
    for (uint32_t r = 0; r < compact->n_rows + task->glpk->n_added; r++) {
        relaxation->dual[r] = glp_get_row_dual(problem, (int)r + 1);
    }
}

enum err glpk_program_relax(struct glpk_program *glpk, const struct glpk_limits *limits,
                            enum glpk_method method, double cutoff,
                            struct glpk_relaxation *relaxation, struct error *error) {
    struct relax_task task = {glpk, limits, method, cutoff, relaxation};
    return glpk_guard_run(&glpk->guard, relax, &task, error);
}

struct fix_task {
    struct glpk_program *glpk;
    const uint8_t *fixed, *full;
};

static void set_bounds(glp_prob *problem, const struct glpk_program *glpk, uint32_t column,
                       enum glpk_fixed fixed) {
    double at = fixed == GLPK_OPEN ? 1.0 : 0.0;
    if (fixed == GLPK_FREE) {
        set_free(problem, glpk, column);
    } else {
        glp_set_col_bnds(problem, (int)column + 1, GLP_FX, at, at);
    }
}

static void fix(void *problem, void *argument) {
    const struct fix_task *task = argument;
    const struct compact *compact = task->glpk->compact;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        if (task->fixed[c] != GLPK_FREE && task->glpk->fixed[c] == GLPK_FREE) {
            set_bounds(problem, task->glpk, c, task->fixed[c]);
            task->glpk->fixed[c] = task->fixed[c];
        }
    }
    uint32_t n_rows = compact->n_rows + task->glpk->n_added;
    for (uint32_t r = 0; task->full != NULL && r < n_rows; r++) {
        if (task->full[r] != 0) {
            double upper = glp_get_row_ub(problem, (int)r + 1);
            glp_set_row_bnds(problem, (int)r + 1, GLP_FX, upper, upper);
        }
    }
}

enum err glpk_program_fix(struct glpk_program *glpk, const uint8_t *fixed, const uint8_t *full,
                          struct error *error) {
    struct fix_task task = {glpk, fixed, full};
    return glpk_guard_run(&glpk->guard, fix, &task, error);
}

static void reopen(void *problem, void *argument) {
    const struct fix_task *task = argument;
    for (uint32_t c = 0; c < task->glpk->compact->n_columns; c++) {
        if (task->fixed[c] == GLPK_FREE && task->glpk->fixed[c] != GLPK_FREE) {
            set_free(problem, task->glpk, c);
            task->glpk->fixed[c] = GLPK_FREE;
        }
    }
}

enum err glpk_program_reopen(struct glpk_program *glpk, const uint8_t *fixed, struct error *error) {
    struct fix_task task = {glpk, fixed, NULL};
    return glpk_guard_run(&glpk->guard, reopen, &task, error);
}

bool glpk_program_is_fixed(const struct glpk_program *glpk, uint32_t column) {
    return glpk->fixed[column] != GLPK_FREE;
}

struct try_task {
    const struct glpk_program *glpk;
    const uint32_t *column;
    uint32_t n;
    enum glpk_fixed fixed;
};

static void try_fixed(void *problem, void *argument) {
    const struct try_task *task = argument;
    for (uint32_t i = 0; i < task->n; i++) {
        set_bounds(problem, task->glpk, task->column[i], task->fixed);
    }
}

enum err glpk_program_try(struct glpk_program *glpk, const uint32_t *column, uint32_t n,
                          enum glpk_fixed fixed, struct error *error) {
    struct try_task task = {glpk, column, n, fixed};
    return glpk_guard_run(&glpk->guard, try_fixed, &task, error);
}

struct mark_task {
    const struct glpk_program *glpk;
    uint8_t *mark;
    const uint8_t *back;
};

static void mark(void *problem, void *argument) {
    const struct mark_task *task = argument;
    uint32_t n_columns = task->glpk->compact->n_columns;
    for (uint32_t c = 0; c < n_columns; c++) {
        task->mark[c] = (uint8_t)glp_get_col_stat(problem, (int)c + 1);
    }
    for (uint32_t r = 0; r < task->glpk->compact->n_rows + task->glpk->n_added; r++) {
        task->mark[n_columns + r] = (uint8_t)glp_get_row_stat(problem, (int)r + 1);
    }
}

static void go_back(void *problem, void *argument) {
    const struct mark_task *task = argument;
    uint32_t n_columns = task->glpk->compact->n_columns;
    for (uint32_t c = 0; c < n_columns; c++) {
        glp_set_col_stat(problem, (int)c + 1, task->back[c]);
    }
    for (uint32_t r = 0; r < task->glpk->compact->n_rows + task->glpk->n_added; r++) {
        glp_set_row_stat(problem, (int)r + 1, task->back[n_columns + r]);
    }
}

static_assert((int)GLPK_BASIC == (int)GLP_BS, "marks are GLPK's statuses");

enum err glpk_program_mark(struct glpk_program *glpk, uint8_t *mark_there, struct error *error) {
    struct mark_task task = {glpk, mark_there, NULL};
    return glpk_guard_run(&glpk->guard, mark, &task, error);
}

enum err glpk_program_return(struct glpk_program *glpk, const uint8_t *back, struct error *error) {
    struct mark_task task = {glpk, NULL, back};
    return glpk_guard_run(&glpk->guard, go_back, &task, error);
}

struct add_task {
    struct glpk_program *glpk;
    const struct added_row *added;
};

static void add(void *problem, void *argument) {
    const struct add_task *task = argument;
    const struct added_row *added = task->added;
    int row = glp_add_rows(problem, 1);
    for (uint32_t i = 0; i < added->n; i++) {
        task->glpk->index[i + 1] = (int)added->column[i] + 1;
        task->glpk->entry[i + 1] = (double)added->value[i];
    }
    glp_set_mat_row(problem, row, (int)added->n, task->glpk->index, task->glpk->entry);
    glp_set_row_bnds(problem, row, GLP_UP, 0.0, (double)added->upper);
    task->glpk->n_added++;
}

enum err glpk_program_add(struct glpk_program *glpk, const struct added_row *row,
                          struct error *error) {
    struct add_task task = {glpk, row};
    return glpk_guard_run(&glpk->guard, add, &task, error);
}

struct multiplier_task {
    const struct glpk_program *glpk;
    uint32_t column;
    double *multiplier;
};

static void multipliers(void *problem, void *argument) {
    const struct multiplier_task *task = argument;
    uint32_t n_rows = task->glpk->compact->n_rows + task->glpk->n_added;
    int position = 0;
    if (glp_bf_exists(problem) || glp_factorize(problem) == 0) {
        position = glp_get_col_bind(problem, (int)task->column + 1);
    }
    double *vector = task->glpk->entry;
    for (uint32_t r = 0; r <= n_rows; r++) {
        vector[r] = 0.0;
    }
    if (position > 0) {
        vector[position] = 1.0;
        glp_btran(problem, vector);
    }
    for (uint32_t r = 0; r < n_rows; r++) {
        task->multiplier[r] = -vector[r + 1]; /* GLPK's rows are r - A x = 0 */
    }
}

enum err glpk_program_multipliers(struct glpk_program *glpk, uint32_t column, double *multiplier,
                                  struct error *error) {
    struct multiplier_task task = {glpk, column, multiplier};
    return glpk_guard_run(&glpk->guard, multipliers, &task, error);
}

const char *glpk_program_words(const struct glpk_program *glpk) {
    return glpk->guard.words[1];
}
