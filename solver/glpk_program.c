// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of GLPK are the program's, in their order, then a row for each level that is held. The
 * simplex method runs in stretches of STRETCH_MS, so that somebody who asks to stop is heard.
 */
#include "solver/glpk_program.h"

#include "solver/network_prices.h"
#include "solver/program_values.h"

#include <glpk.h>
#include <math.h>
#include <omp.h>
#include <string.h>

/* NODES_IN_VAIN: after so many without a better solution a dive ends. */
enum { STRETCH_MS = 2000, NODES_IN_VAIN = 600 };

/* GLPK gives up what is better by less than this part of the value: that must not be a whole metre
 * where values are in the thousands of millions. */
#define TOLERANCE_OF_VALUE 1e-12

struct glpk_program {
    struct glpk_guard guard;
    const struct program *program;
    uint32_t n_held;
    int *index;     /* [n_columns + 1] scratch, from 1 as GLPK counts */
    double *entry;  /* [n_columns + 1] */
    uint8_t *fixed; /* [n_columns] enum glpk_fixed */
};

static void build(void *problem, void *argument) {
    struct glpk_program *glpk = argument;
    const struct program *program = glpk->program;
    glp_set_obj_dir(problem, GLP_MIN);
    if (program->n_rows > 0) {
        glp_add_rows(problem, (int)program->n_rows);
    }
    if (program->n_columns > 0) {
        glp_add_cols(problem, (int)program->n_columns);
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        glp_set_row_bnds(problem, (int)r + 1, GLP_UP, 0.0, (double)program->row[r].upper);
    }
    for (uint32_t c = 0; c < program->n_columns; c++) {
        int n = 0;
        for (uint32_t i = program->start[c]; i < program->start[c + 1]; i++) {
            glpk->index[++n] = (int)program->row_of[i] + 1;
            glpk->entry[n] = (double)program->value[i];
        }
        glp_set_mat_col(problem, (int)c + 1, n, glpk->index, glpk->entry);
        glp_set_col_kind(problem, (int)c + 1, c < program->first_opening ? GLP_IV : GLP_BV);
        glpk->fixed[c] = program->closed[c] != 0 ? GLPK_CLOSED : GLPK_FREE;
        if (program->closed[c] != 0) {
            glp_set_col_bnds(problem, (int)c + 1, GLP_FX, 0.0, 0.0);
        } else if (n == 0) { /* a family that is locked together: no row bounds it */
            glp_set_col_bnds(problem, (int)c + 1, GLP_DB, 0.0, 1.0);
        } else if (c < program->first_opening) { /* the applicants' rows bound it */
            glp_set_col_bnds(problem, (int)c + 1, GLP_LO, 0.0, 0.0);
        }
    }
}

/* The longest row or column there may be. */
static uint32_t longest_vector(const struct program *program) {
    return program->n_columns > program->n_rows ? program->n_columns : program->n_rows;
}

enum err glpk_program_new(struct glpk_program **out, const struct program *program,
                          struct arena *arena, const struct progress *progress,
                          struct error *error) {
    *out = NULL;
    struct glpk_program *glpk = ARENA_ZERO(arena, 1, struct glpk_program);
    if (glpk == NULL) {
        return error_no_memory(error);
    }
    uint32_t longest = longest_vector(program);
    glpk->program = program;
    glpk->guard.progress = progress;
    glpk->index = ARENA_NEW(arena, (size_t)longest + 1, int);
    glpk->entry = ARENA_NEW(arena, (size_t)longest + 1, double);
    glpk->fixed = ARENA_ZERO(arena, program->n_columns, uint8_t);
    enum err err = glpk->index == NULL || glpk->entry == NULL || glpk->fixed == NULL
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

struct start_task {
    const struct glpk_program *glpk;
    const uint32_t *choice;
    const struct tree_basis *basis;
};

static void start(void *problem, void *argument) {
    const struct start_task *task = argument;
    const struct program *program = task->glpk->program;
    const struct assignment_model *model = program->model;
    glp_std_basis(problem);
    for (uint32_t r = 0; r < program->n_rows; r++) {
        const struct program_row *row = &program->row[r];
        if ((row->kind == ROW_APPLICANT && task->choice[row->subject] != NONE) ||
            (row->kind == ROW_NODE && task->basis->loose[row->subject] == 0)) {
            glp_set_row_stat(problem, (int)r + 1, GLP_NU);
        }
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (task->choice[a] != NONE) {
            glp_set_col_stat(problem, (int)task->choice[a] + 1, GLP_BS);
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (task->basis->tie[v] != NONE) {
            glp_set_col_stat(problem, (int)task->basis->tie[v] + 1, GLP_BS);
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
    const struct program *program = task->glpk->program;
    for (uint32_t c = 0; c < program->n_columns; c++) {
        glp_set_obj_coef(problem, (int)c + 1, (double)program_cost(program, task->level, c));
    }
}

enum err glpk_program_set_cost(struct glpk_program *glpk, uint32_t level, struct error *error) {
    struct level_task task = {glpk, level, 0};
    return glpk_guard_run(&glpk->guard, set_cost, &task, error);
}

bool glpk_limits_reached(const struct glpk_limits *limits) {
    return (limits->stop != NULL && *limits->stop != 0) ||
           (limits->ends > 0.0 && omp_get_wtime() > limits->ends);
}

struct relax_task {
    const struct glpk_program *glpk;
    const struct glpk_limits *limits;
    struct glpk_relaxation *relaxation;
};

static void relax(void *problem, void *argument) {
    const struct relax_task *task = argument;
    struct glpk_relaxation *relaxation = task->relaxation;
    const struct program *program = task->glpk->program;
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL;
    parameters.tm_lim = STRETCH_MS;
    int before = glp_get_it_cnt(problem), status = GLP_ETMLIM;
    while (status == GLP_ETMLIM && !glpk_limits_reached(task->limits)) {
        parameters.meth = glp_get_prim_stat(problem) == GLP_FEAS ? GLP_PRIMAL : GLP_DUALP;
        status = glp_simplex(problem, &parameters);
    }
    relaxation->iterations = (uint32_t)(glp_get_it_cnt(problem) - before);
    relaxation->status = status == 0 && glp_get_status(problem) == GLP_OPT        ? GLPK_OPTIMAL
                         : status == 0 && (glp_get_status(problem) == GLP_NOFEAS) ? GLPK_INFEASIBLE
                                                                                  : GLPK_STOPPED;
    relaxation->value = glp_get_obj_val(problem);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        relaxation->x[c] = glp_get_col_prim(problem, (int)c + 1);
        relaxation->reduced[c] = glp_get_col_dual(problem, (int)c + 1);
    }
    for (uint32_t r = 0; r < program->n_rows + task->glpk->n_held; r++) {
        relaxation->dual[r] = glp_get_row_dual(problem, (int)r + 1);
    }
}

enum err glpk_program_relax(struct glpk_program *glpk, const struct glpk_limits *limits,
                            struct glpk_relaxation *relaxation, struct error *error) {
    struct relax_task task = {glpk, limits, relaxation};
    return glpk_guard_run(&glpk->guard, relax, &task, error);
}

struct branch_task {
    struct glpk_program *glpk;
    const struct glpk_limits *limits;
    struct glpk_integer *integer;
    bool told;   /* the first solution has been handed over */
    bool diving; /* going down for a good solution; else proving */
    int n_nodes; /* met since the last better solution, while diving */
    bool stopped;
};

/* Families and openings first: once they are settled, what is left is nearly a network. */
static void branch_upon(glp_tree *tree, const struct program *program) {
    glp_prob *problem = glp_ios_get_prob(tree);
    uint32_t best = NONE;
    double most = 0.0;
    for (uint32_t c = program->n_options; c < program->n_columns; c++) {
        double x = glp_get_col_prim(problem, (int)c + 1);
        if (glp_ios_can_branch(tree, (int)c + 1) && x > most) {
            most = x;
            best = c;
        }
    }
    if (best != NONE) {
        glp_ios_branch_upon(tree, (int)best + 1, GLP_UP_BRNCH);
    }
}

/* GLPK's callback: the first solution, where to branch, and whether to stop. */
static void watch(glp_tree *tree, void *argument) {
    struct branch_task *task = argument;
    const struct program *program = task->glpk->program;
    if (glp_ios_reason(tree) == GLP_IHEUR && task->integer->given && !task->told) {
        task->told = true;
        for (uint32_t c = 0; c < program->n_columns; c++) {
            task->glpk->entry[c + 1] = (double)task->integer->value[c];
        }
        glp_ios_heur_sol(tree, task->glpk->entry);
    }
    if (glp_ios_reason(tree) == GLP_IBRANCH) {
        branch_upon(tree, program);
    }
    task->n_nodes = glp_ios_reason(tree) == GLP_IBINGO ? 0 : task->n_nodes;
    task->n_nodes += glp_ios_reason(tree) == GLP_ISELECT ? 1 : 0;
    if (glpk_limits_reached(task->limits) || (task->diving && task->n_nodes > NODES_IN_VAIN)) {
        task->stopped = true;
        glp_ios_terminate(tree);
    }
    int best = glp_ios_best_node(tree), n_nodes;
    glp_ios_tree_size(tree, NULL, NULL, &n_nodes);
    task->integer->nodes = (uint32_t)n_nodes;
    task->integer->bound = best == 0 ? task->integer->bound : glp_ios_node_bound(tree, best);
}

/* One search: dive, or prove. */
static void search(glp_prob *problem, struct branch_task *task) {
    struct glpk_integer *integer = task->integer;
    const struct program *program = task->glpk->program;
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL;
    parameters.cb_func = watch;
    parameters.cb_info = task;
    parameters.br_tech = GLP_BR_MFV;
    parameters.bt_tech = task->diving ? GLP_BT_DFS : GLP_BT_BLB;
    parameters.mir_cuts = task->diving ? GLP_OFF : GLP_ON;
    parameters.gmi_cuts = task->diving ? GLP_OFF : GLP_ON;
    parameters.tol_int = 1e-6;
    parameters.tol_obj = TOLERANCE_OF_VALUE;
    integer->bound = glp_get_obj_val(problem);
    integer->nodes = 0;
    int status = glp_intopt(problem, &parameters);
    int found = glp_mip_status(problem);
    integer->status = status != 0 || task->stopped ? GLPK_STOPPED
                      : found == GLP_NOFEAS        ? GLPK_INFEASIBLE
                                                   : GLPK_OPTIMAL;
    integer->found = found == GLP_OPT || found == GLP_FEAS;
    if (found == GLP_OPT && !task->stopped) {
        integer->bound = glp_mip_obj_val(problem);
    }
    for (uint32_t c = 0; integer->found && c < program->n_columns; c++) {
        integer->value[c] = glp_mip_col_val(problem, (int)c + 1) > 0.5 ? 1 : 0;
    }
    integer->given |= integer->found;
}

/* First down along the families that are most together, for a good solution; what is found is where
 * the search by bounds begins, unless the dive has been through the whole tree. */
static void branch(void *problem, void *argument) {
    struct branch_task *task = argument;
    task->diving = true;
    search(problem, task);
    if (task->integer->status == GLPK_STOPPED && !glpk_limits_reached(task->limits)) {
        bool found = task->integer->found;
        *task = (struct branch_task){
            .glpk = task->glpk, .limits = task->limits, .integer = task->integer};
        search(problem, task);
        task->integer->found |= found;
    }
}

enum err glpk_program_branch(struct glpk_program *glpk, const struct glpk_limits *limits,
                             struct glpk_integer *integer, struct error *error) {
    struct branch_task task = {.glpk = glpk, .limits = limits, .integer = integer};
    return glpk_guard_run(&glpk->guard, branch, &task, error);
}

struct fix_task {
    struct glpk_program *glpk;
    const uint8_t *fixed, *full;
};

static void fix(void *problem, void *argument) {
    const struct fix_task *task = argument;
    for (uint32_t c = 0; c < task->glpk->program->n_columns; c++) {
        if (task->fixed[c] != GLPK_FREE && task->glpk->fixed[c] == GLPK_FREE) {
            double at = task->fixed[c] == GLPK_OPEN ? 1.0 : 0.0;
            glp_set_col_bnds(problem, (int)c + 1, GLP_FX, at, at);
            task->glpk->fixed[c] = task->fixed[c];
        }
    }
    for (uint32_t r = 0; r < task->glpk->program->n_rows; r++) {
        double upper = (double)task->glpk->program->row[r].upper;
        if (task->full[r] != 0) {
            glp_set_row_bnds(problem, (int)r + 1, GLP_FX, upper, upper);
        }
    }
}

enum err glpk_program_fix(struct glpk_program *glpk, const uint8_t *fixed, const uint8_t *full,
                          struct error *error) {
    struct fix_task task = {glpk, fixed, full};
    return glpk_guard_run(&glpk->guard, fix, &task, error);
}

static void hold(void *problem, void *argument) {
    const struct level_task *task = argument;
    const struct program *program = task->glpk->program;
    int n = 0, row = glp_add_rows(problem, 1);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        int64_t cost = program_cost(program, task->level, c);
        if (cost != 0) {
            task->glpk->index[++n] = (int)c + 1;
            task->glpk->entry[n] = (double)cost;
        }
    }
    glp_set_mat_row(problem, row, n, task->glpk->index, task->glpk->entry);
    glp_set_row_bnds(problem, row, GLP_UP, 0.0, (double)task->value);
    task->glpk->n_held++;
}

enum err glpk_program_hold(struct glpk_program *glpk, uint32_t level, int64_t value,
                           struct error *error) {
    struct level_task task = {glpk, level, value};
    return glpk_guard_run(&glpk->guard, hold, &task, error);
}

const char *glpk_program_words(const struct glpk_program *glpk) {
    return glpk->guard.words[1];
}
