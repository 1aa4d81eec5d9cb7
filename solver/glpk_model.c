// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The model: rows 1 .. are the applicants who compete and have an option, then the nodes with a
 * limit; columns are their options. The matrix is that of a network flow (applicant -> offer, offer
 * -> pool and so on), so every basic solution is integral; 1/2 is as good a threshold as any.
 */
#include "solver/glpk_model.h"

#include "solver/glpk_guard.h"

#include <glpk.h>
#include <string.h>

#define DIGITS_OF(number) #number
#define DIGITS(macro) DIGITS_OF(macro)

/* From an optimal basis no iteration is needed; a thousand are doubles losing their way. */
enum { REPORT_INTERVAL_MS = 200, ITERATIONS_MAX = 1000 };

struct glpk_model {
    struct glpk_guard guard;
    const struct assignment_model *model;
    uint32_t n_rows, n_columns;
    uint32_t *applicant_row; /* [n_applicants] from 1; 0: no row */
    uint32_t *node_row;      /* [n_nodes] from 1; 0: no row */
    uint32_t *option_column; /* [n_options] from 1; 0: no column */
    uint8_t *closed;         /* [n_options] 1: column already fixed at 0 */
    uint32_t depth;          /* the longest way from an offer to its root, in nodes */
    int *entry_row;          /* [depth + 2] scratch of one column, from 1 as GLPK counts */
    double *entry;           /* [depth + 2] all 1 */
};

enum err glpk_model_guard(struct glpk_model *glpk, glpk_body *body, void *argument,
                          struct error *error) {
    return glpk_guard_run(&glpk->guard, body, argument, error);
}

/* Numbers rows and columns; finds the depth. */
static void number_rows(struct glpk_model *glpk) {
    const struct assignment_model *model = glpk->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        bool competes = model->competes == NULL || model->competes[a] != 0;
        if (competes && model->option_start[a] < model->option_start[a + 1]) {
            glpk->applicant_row[a] = ++glpk->n_rows;
        }
        for (uint32_t k = model->option_start[a]; competes && k < model->option_start[a + 1]; k++) {
            glpk->option_column[k] = ++glpk->n_columns;
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        uint32_t depth = 0;
        for (uint32_t around = v; around != NONE; around = model->node_parent[around]) {
            depth++;
        }
        glpk->depth = depth > glpk->depth ? depth : glpk->depth;
        if (model->room[v] != SEATS_UNLIMITED) {
            glpk->node_row[v] = ++glpk->n_rows;
        }
    }
}

static enum err number_model(struct glpk_model *glpk, struct arena *arena, struct error *error) {
    const struct assignment_model *model = glpk->model;
    uint32_t n_options = model->option_start[model->n_applicants];
    glpk->applicant_row = ARENA_ZERO(arena, model->n_applicants, uint32_t);
    glpk->node_row = ARENA_ZERO(arena, model->n_nodes, uint32_t);
    glpk->option_column = ARENA_ZERO(arena, n_options, uint32_t);
    glpk->closed = ARENA_ZERO(arena, n_options, uint8_t);
    if (glpk->applicant_row == NULL || glpk->node_row == NULL || glpk->option_column == NULL ||
        glpk->closed == NULL) {
        return error_no_memory(error);
    }
    number_rows(glpk);
    glpk->entry_row = ARENA_ZERO(arena, (size_t)glpk->depth + 2, int);
    glpk->entry = ARENA_NEW(arena, (size_t)glpk->depth + 2, double);
    if (glpk->entry_row == NULL || glpk->entry == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < glpk->depth + 2; i++) {
        glpk->entry[i] = 1.0;
    }
    return OK;
}

static void build_column(struct glpk_model *glpk, uint32_t applicant, uint32_t option) {
    int n = 0;
    glpk->entry_row[++n] = (int)glpk->applicant_row[applicant];
    uint32_t v = glpk->model->option_offer[option];
    for (; v != NONE; v = glpk->model->node_parent[v]) {
        if (glpk->node_row[v] != 0) {
            glpk->entry_row[++n] = (int)glpk->node_row[v];
        }
    }
    int column = (int)glpk->option_column[option];
    glp_set_col_bnds(glpk->guard.problem, column, GLP_LO, 0.0, 0.0);
    glp_set_mat_col(glpk->guard.problem, column, n, glpk->entry_row, glpk->entry);
}

static void build(void *problem, void *argument) {
    struct glpk_model *glpk = argument;
    const struct assignment_model *model = glpk->model;
    glp_set_obj_dir(problem, GLP_MIN);
    if (glpk->n_rows > 0) {
        glp_add_rows(problem, (int)glpk->n_rows);
    }
    if (glpk->n_columns > 0) {
        glp_add_cols(problem, (int)glpk->n_columns);
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (glpk->node_row[v] != 0) {
            glp_set_row_bnds(problem, (int)glpk->node_row[v], GLP_UP, 0.0, (double)model->room[v]);
        }
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (glpk->applicant_row[a] == 0) {
            continue;
        }
        glp_set_row_bnds(problem, (int)glpk->applicant_row[a], GLP_UP, 0.0, 1.0);
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            build_column(glpk, a, k);
        }
    }
}

enum err glpk_model_new(struct glpk_model **out, const struct assignment_model *model,
                        struct arena *arena, const struct progress *progress, struct error *error) {
    *out = NULL;
    struct glpk_model *glpk = ARENA_ZERO(arena, 1, struct glpk_model);
    if (glpk == NULL) {
        return error_no_memory(error);
    }
    glpk->model = model;
    glpk->guard.progress = progress;
    enum err err = number_model(glpk, arena, error);
    if (err == OK) {
        err = glpk_guard_open(&glpk->guard, error);
    }
    if (err == OK) {
        err = glpk_model_guard(glpk, build, glpk, error);
    }
    if (err != OK) {
        glpk_model_free(glpk);
        return err;
    }
    *out = glpk;
    return OK;
}

void glpk_model_free(struct glpk_model *glpk) {
    if (glpk != NULL) {
        glpk_guard_close(&glpk->guard);
    }
}

struct start_task {
    const struct glpk_model *glpk;
    const struct glpk_basis *basis;
};

static void start(void *problem, void *argument) {
    const struct start_task *task = argument;
    const struct glpk_model *glpk = task->glpk;
    const struct glpk_basis *basis = task->basis;
    glp_std_basis(problem);
    for (uint32_t a = 0; a < glpk->model->n_applicants; a++) {
        if (basis->choice[a] != NONE) {
            glp_set_row_stat(problem, (int)glpk->applicant_row[a], GLP_NU);
            glp_set_col_stat(problem, (int)glpk->option_column[basis->choice[a]], GLP_BS);
        }
    }
    for (uint32_t v = 0; v < glpk->model->n_nodes; v++) {
        if (glpk->node_row[v] != 0 && basis->loose[v] == 0) {
            glp_set_row_stat(problem, (int)glpk->node_row[v], GLP_NU);
        }
        if (basis->tie[v] != NONE) {
            glp_set_col_stat(problem, (int)glpk->option_column[basis->tie[v]], GLP_BS);
        }
    }
}

enum err glpk_model_start(struct glpk_model *glpk, const struct glpk_basis *basis,
                          struct error *error) {
    struct start_task task = {glpk, basis};
    return glpk_model_guard(glpk, start, &task, error);
}

struct restrict_task {
    struct glpk_model *glpk;
    const struct face *face;
};

static void restrict_to_face(void *problem, void *argument) {
    const struct restrict_task *task = argument;
    struct glpk_model *glpk = task->glpk;
    const struct assignment_model *model = glpk->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (task->face->placed[a] != 0) {
            glp_set_row_bnds(problem, (int)glpk->applicant_row[a], GLP_FX, 1.0, 1.0);
        }
    }
    for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
        if (glpk->option_column[k] != 0 && task->face->open[k] == 0 && glpk->closed[k] == 0) {
            glp_set_col_bnds(problem, (int)glpk->option_column[k], GLP_FX, 0.0, 0.0);
            glpk->closed[k] = 1;
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (task->face->full[v] != 0) {
            double room = (double)model->room[v];
            glp_set_row_bnds(problem, (int)glpk->node_row[v], GLP_FX, room, room);
        }
    }
}

enum err glpk_model_restrict(struct glpk_model *glpk, const struct face *face,
                             struct error *error) {
    struct restrict_task task = {glpk, face};
    return glpk_model_guard(glpk, restrict_to_face, &task, error);
}

struct cost_task {
    const struct glpk_model *glpk;
    const int64_t *cost;
};

static void set_cost(void *problem, void *argument) {
    const struct cost_task *task = argument;
    const struct glpk_model *glpk = task->glpk;
    for (uint32_t k = 0; k < glpk->model->option_start[glpk->model->n_applicants]; k++) {
        if (glpk->option_column[k] != 0) {
            glp_set_obj_coef(problem, (int)glpk->option_column[k], (double)task->cost[k]);
        }
    }
}

enum err glpk_model_set_cost(struct glpk_model *glpk, const int64_t *cost, struct error *error) {
    struct cost_task task = {glpk, cost};
    return glpk_model_guard(glpk, set_cost, &task, error);
}

struct solve_task {
    const struct glpk_model *glpk;
    uint32_t *choice;
    struct glpk_answer *answer;
};

static void read_choice(const struct glpk_model *glpk, uint32_t *choice) {
    const struct assignment_model *model = glpk->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        double most = 0.5;
        choice[a] = NONE;
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            double value = glpk->option_column[k] == 0
                               ? 0.0
                               : glp_get_col_prim(glpk->guard.problem, (int)glpk->option_column[k]);
            if (value > most) {
                most = value;
                choice[a] = k;
            }
        }
    }
}

static void simplex(void *problem, void *argument) {
    const struct solve_task *task = argument;
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.meth = GLP_PRIMAL;
    parameters.msg_lev = GLP_MSG_ALL;
    parameters.it_lim = ITERATIONS_MAX;
    parameters.out_frq = REPORT_INTERVAL_MS;
    int before = glp_get_it_cnt(problem);
    int status = glp_simplex(problem, &parameters);
    task->answer->optimal = status == 0 && glp_get_status(problem) == GLP_OPT;
    task->answer->iterations = (uint32_t)(glp_get_it_cnt(problem) - before);
    task->answer->value = glp_get_obj_val(problem);
    if (task->choice != NULL) {
        read_choice(task->glpk, task->choice);
    }
}

enum err glpk_model_solve(struct glpk_model *glpk, uint32_t *choice, struct glpk_answer *answer,
                          struct error *error) {
    struct solve_task task = {glpk, choice, answer};
    if (glpk->n_rows == 0 || glpk->n_columns == 0) { /* GLPK would say so and not solve */
        for (uint32_t a = 0; choice != NULL && a < glpk->model->n_applicants; a++) {
            choice[a] = NONE;
        }
        *answer = (struct glpk_answer){true, 0, 0.0};
        return OK;
    }
    return glpk_model_guard(glpk, simplex, &task, error);
}

struct write_task {
    const struct glpk_model *glpk;
    const struct glpk_names *names;
    enum glpk_format format;
    const char *path;
    int status;
};

static void set_names(glp_prob *problem, const struct write_task *task) {
    const struct glpk_model *glpk = task->glpk;
    const struct assignment_model *model = glpk->model;
    const struct glpk_names *names = task->names;
    char name[256];
    glp_set_prob_name(problem, names->model);
    glp_set_obj_name(problem, names->objective);
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (glpk->applicant_row[a] == 0) {
            continue;
        }
        names->applicant(names->context, a, name);
        glp_set_row_name(problem, (int)glpk->applicant_row[a], name);
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            names->option(names->context, a, k, name);
            glp_set_col_name(problem, (int)glpk->option_column[k], name);
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (glpk->node_row[v] != 0) {
            names->node(names->context, v, name);
            glp_set_row_name(problem, (int)glpk->node_row[v], name);
        }
    }
}

static void write_problem(void *problem, void *argument) {
    struct write_task *task = argument;
    set_names(problem, task);
    task->status = task->format == GLPK_FORMAT_LP
                       ? glp_write_lp(problem, NULL, task->path)
                       : glp_write_mps(problem, GLP_MPS_FILE, NULL, task->path);
}

enum err glpk_model_write(struct glpk_model *glpk, enum glpk_format format,
                          const struct glpk_names *names, const char *path, struct error *error) {
    struct write_task task = {glpk, names, format, path, 0};
    enum err err = glpk_model_guard(glpk, write_problem, &task, error);
    if (err == OK && task.status != 0) {
        err = error_set(error, ERR_IO, path, "the model could not be written: %s",
                        glpk->guard.words[1]);
    }
    return err;
}

const char *glpk_model_words(const struct glpk_model *glpk) {
    return glpk->guard.words[1];
}

const char *glpk_model_version(void) {
    return "GLPK " DIGITS(GLP_MAJOR_VERSION) "." DIGITS(GLP_MINOR_VERSION);
}
