// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Columns are the nodes, then the claims. Rows are one an option, then the three sums. What GLPK
 * finds is counted again in integers by the caller: a set that is none is never given out.
 */
#include "solver/glpk_cover.h"

#include <glpk.h>
#include <math.h>
#include <omp.h>

/* Up to here GLPK's tolerances, 1e-7 of the objective, tell every number from the next. */
#define EXACT_MAX 5000000u

struct task {
    const struct cover *cover;
    const struct glpk_limits *limits;
    struct cover_answer *answer;
    int *index;    /* [n_nodes + n_claims + 1] scratch, from 1 as GLPK counts */
    double *entry; /* [n_nodes + n_claims + 1] */
};

static double cost_of(const struct cover *cover, uint32_t v) {
    return ((double)cover->n_nodes + 1.0) * cover->room[v] + 1.0;
}

static void add_columns(glp_prob *problem, const struct cover *cover) {
    glp_add_cols(problem, (int)(cover->n_nodes + cover->n_claims));
    for (uint32_t v = 0; v < cover->n_nodes; v++) {
        glp_set_col_kind(problem, (int)v + 1, GLP_BV);
        glp_set_obj_coef(problem, (int)v + 1, cost_of(cover, v));
    }
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        glp_set_col_bnds(problem, (int)(cover->n_nodes + i) + 1, GLP_DB, 0.0, 1.0);
    }
}

static void add_options(glp_prob *problem, const struct task *task) {
    const struct cover *cover = task->cover;
    int row = 0;
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        for (uint32_t k = cover->start[i]; k < cover->start[i + 1]; k++) {
            int n = 1;
            task->index[n] = (int)(cover->n_nodes + i) + 1;
            task->entry[n] = 1.0;
            for (uint32_t j = cover->path_start[k]; j < cover->path_start[k + 1]; j++) {
                task->index[++n] = (int)cover->path[j] + 1;
                task->entry[n] = -1.0;
            }
            glp_set_row_bnds(problem, ++row, GLP_UP, 0.0, 0.0);
            glp_set_mat_row(problem, row, n, task->index, task->entry);
        }
    }
}

static void add_sums(glp_prob *problem, const struct task *task, int row) {
    const struct cover *cover = task->cover;
    int n = 0;
    for (uint32_t v = 0; v < cover->n_nodes; v++) {
        task->index[++n] = (int)v + 1;
        task->entry[n] = cost_of(cover, v);
    }
    glp_set_row_bnds(problem, row, GLP_UP, 0.0, (double)cover->best - 1.0);
    glp_set_mat_row(problem, row, n, task->index, task->entry);
    for (uint32_t v = 0; v < cover->n_nodes; v++) {
        task->entry[v + 1] = -(double)cover->room[v];
    }
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        task->index[++n] = (int)(cover->n_nodes + i) + 1;
        task->entry[n] = 1.0;
    }
    glp_set_row_bnds(problem, row + 1, GLP_LO, 1.0, 0.0);
    glp_set_mat_row(problem, row + 1, n, task->index, task->entry);
    n = 0;
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        if (cover->one_of[i] != 0) {
            task->index[++n] = (int)(cover->n_nodes + i) + 1;
            task->entry[n] = 1.0;
        }
    }
    glp_set_row_bnds(problem, row + 2, GLP_LO, 1.0, 0.0);
    glp_set_mat_row(problem, row + 2, n, task->index, task->entry);
}

/* GLPK's callback: somebody may ask to stop. */
static void watch(glp_tree *tree, void *argument) {
    const struct task *task = argument;
    if (task->limits->stop != NULL && *task->limits->stop != 0) {
        glp_ios_terminate(tree);
    }
}

static void search(void *problem, void *argument) {
    struct task *task = argument;
    const struct cover *cover = task->cover;
    struct cover_answer *answer = task->answer;
    uint32_t n_options = cover->start[cover->n_claims];
    glp_set_obj_dir(problem, GLP_MIN);
    glp_add_rows(problem, (int)n_options + 3);
    add_columns(problem, cover);
    add_options(problem, task);
    add_sums(problem, task, (int)n_options + 1);
    double left = (task->limits->ends - omp_get_wtime()) * 1000.0;
    glp_iocp parameters;
    glp_init_iocp(&parameters);
    parameters.msg_lev = GLP_MSG_ALL;
    parameters.presolve = GLP_ON;
    parameters.tm_lim = left < 1.0 ? 1 : left > 1e9 ? 1000000000 : (int)left;
    parameters.cb_func = watch;
    parameters.cb_info = task;
    int status = glp_intopt(problem, &parameters), found = glp_mip_status(problem);
    answer->proved =
        (status == GLP_ENOPFS || (status == 0 && (found == GLP_OPT || found == GLP_NOFEAS))) &&
        cover->best <= EXACT_MAX;
    answer->found = (status == 0 || status == GLP_ETMLIM || status == GLP_ESTOP) &&
                    (found == GLP_OPT || found == GLP_FEAS);
    for (uint32_t v = 0; v < cover->n_nodes; v++) {
        answer->node[v] = answer->found && glp_mip_col_val(problem, (int)v + 1) > 0.5 ? 1 : 0;
    }
}

enum err glpk_cover(const struct cover *cover, const struct glpk_limits *limits,
                    struct arena *scratch, struct cover_answer *answer, struct error *error) {
    size_t n = (size_t)cover->n_nodes + cover->n_claims + 1;
    struct glpk_guard *guard = ARENA_ZERO(scratch, 1, struct glpk_guard);
    struct task task = {cover, limits, answer, ARENA_NEW(scratch, n, int),
                        ARENA_NEW(scratch, n, double)};
    if (guard == NULL || task.index == NULL || task.entry == NULL) {
        return error_no_memory(error);
    }
    struct error gave_up = {0};
    enum err err = glpk_guard_open(guard, &gave_up);
    if (err == OK) {
        err = glpk_guard_run(guard, search, &task, &gave_up);
    }
    glpk_guard_close(guard);
    if (err != OK) {
        answer->found = answer->proved = false;
    }
    return err == ERR_NO_MEMORY ? error_no_memory(error) : OK;
}
