// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The assignment model as a GLPK problem. Rows are the applicants
 * and the nodes with a limit, columns the options. Thin on purpose: it builds, narrows, solves and
 * writes; what the answers are worth is judged elsewhere, in integers.
 *
 * Under solver/glpk_guard.h: after an abort inside GLPK the model is dead, and every call but
 * glpk_model_free returns ERR_SOLVER.
 */
#ifndef PLACERA_GLPK_MODEL_H
#define PLACERA_GLPK_MODEL_H

#include "solver/face.h"
#include "solver/glpk_guard.h"

struct glpk_model;

/* Builds rows and columns; costs are all 0. model and progress must outlive it; its own arrays
 * live in arena, GLPK's until glpk_model_free. O(options x depth).
 * Errors: ERR_NO_MEMORY, ERR_SOLVER. On error *glpk is NULL and nothing is left behind. */
enum err glpk_model_new(struct glpk_model **glpk, const struct assignment_model *model,
                        struct arena *arena, const struct progress *progress, struct error *error);

/* Gives GLPK's memory back, and its environment if this model made it. NULL is allowed. */
void glpk_model_free(struct glpk_model *glpk);

/* The basis to start from: the chosen options, the slacks of unplaced applicants, and of the nodes
 * (with a limit) the loose ones' slacks and the ties; see solver/network_prices.h. */
struct glpk_basis {
    const uint32_t *choice; /* [n_applicants] */
    const uint8_t *loose;   /* [n_nodes] */
    const uint32_t *tie;    /* [n_nodes] option, NONE */
};

enum err glpk_model_start(struct glpk_model *glpk, const struct glpk_basis *basis,
                          struct error *error);

/* Closes what is not on the face: columns fixed at 0, rows of those who must be placed and of nodes
 * that must be full as equations. A basis that was optimal before stays primal feasible. */
enum err glpk_model_restrict(struct glpk_model *glpk, const struct face *face, struct error *error);

/* Sets the costs of a level, for solving and for writing. */
enum err glpk_model_set_cost(struct glpk_model *glpk, const int64_t *cost, struct error *error);

struct glpk_answer {
    bool optimal;        /* GLPK says so; its tolerances are not ours */
    uint32_t iterations; /* of this call */
    double value;        /* of the objective, as GLPK sums it */
};

/* Primal simplex from the basis at hand. choice [n_applicants] (may be NULL) gets the option whose
 * column is nearest 1, NONE where none is above one half. Ends after a thousand iterations. Not
 * optimal is no error: see answer. */
enum err glpk_model_solve(struct glpk_model *glpk, uint32_t *choice, struct glpk_answer *answer,
                          struct error *error);

enum glpk_format { GLPK_FORMAT_LP, GLPK_FORMAT_MPS };

struct glpk_names {
    /* Names for rows and columns, letters, digits, '_' and '.' only, at most 250 of them. */
    void (*applicant)(const void *context, uint32_t applicant, char name[256]);
    void (*node)(const void *context, uint32_t node, char name[256]);
    void (*option)(const void *context, uint32_t applicant, uint32_t option, char name[256]);
    const void *context;
    const char *model;     /* the problem's name */
    const char *objective; /* the objective row's name */
};

/* Writes the model as it stands, CPLEX LP or free MPS. Errors: ERR_IO with GLPK's words. */
enum err glpk_model_write(struct glpk_model *glpk, enum glpk_format format,
                          const struct glpk_names *names, const char *path, struct error *error);

/* What GLPK said last, one line, never NULL; and "GLPK 5.0". */
const char *glpk_model_words(const struct glpk_model *glpk);
const char *glpk_model_version(void);

/* Runs body with GLPK's problem (a glp_prob *) under the guard that every call above runs under. */
enum err glpk_model_guard(struct glpk_model *glpk, glpk_body *body, void *argument,
                          struct error *error);

#endif
