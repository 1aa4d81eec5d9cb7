// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     build the model; the basis
 *     for each level: its costs; simplex: no iteration left but to agree; close what is not on the
 *                     face, which leaves the basis as it is
 *
 * From its own start GLPK takes most of a minute for a city; from an optimal basis it factorises
 * and prices once. It computes in doubles: its value counts as the same within VALUE_TOLERANCE of
 * the sum of the absolute costs, which is far more than rounding gives and far less than the
 * difference of one child. What the last digits are, the integer certificate decides.
 */
#include "solver/glpk_proof.h"

#include "solver/glpk_model.h"

#include <math.h>

#define VALUE_TOLERANCE 1e-9

struct run {
    const struct assignment_model *model;
    const uint32_t *choice;
    struct assignment_proof *proof;
    struct error *error;
    struct glpk_model *glpk;
    struct face face;
    int64_t *total;    /* [n_nodes] scratch */
    uint32_t n_agreed; /* levels whose value GLPK found too */
};

static double sum_of_sizes(const struct run *run, const int64_t *cost) {
    double sum = 1.0;
    for (uint32_t a = 0; a < run->model->n_applicants; a++) {
        sum += run->choice[a] == NONE ? 0.0 : fabs((double)cost[run->choice[a]]);
    }
    return sum;
}

static enum err judge(struct run *run, uint32_t l, const struct glpk_answer *answer) {
    const struct assignment_level *level = &run->model->level[l];
    run->proof->iterations[l] = answer->iterations;
    if (!answer->optimal) {
        return OK;
    }
    double difference = answer->value - (double)run->proof->value[l];
    if (fabs(difference) > VALUE_TOLERANCE * sum_of_sizes(run, level->cost)) {
        return error_set(run->error, ERR_NO, NULL,
                         "objective %s: GLPK finds %.17g where the network solver finds %lld; one "
                         "of them is wrong, so nothing is written; please report this round",
                         level->name, answer->value, (long long)run->proof->value[l]);
    }
    run->n_agreed++;
    return OK;
}

static enum err prove_level(struct run *run, uint32_t l) {
    const int64_t *cost = run->model->level[l].cost;
    struct glpk_answer answer = {false, 0, 0.0};
    enum err err = glpk_model_set_cost(run->glpk, cost, run->error);
    if (err == OK) {
        err = glpk_model_solve(run->glpk, NULL, &answer, run->error);
    }
    if (err == OK) {
        err = judge(run, l, &answer);
    }
    if (err != OK || l + 1 == run->model->n_levels) {
        return err;
    }
    bool fit = face_totals(run->model, run->proof->price[l], run->total);
    INVARIANT(fit);
    face_tighten(&run->face, run->model, cost, run->proof->price[l], run->total);
    return glpk_model_restrict(run->glpk, &run->face, run->error);
}

static void write_words(const struct run *run) {
    uint32_t n = run->model->n_levels;
    char *words = run->proof->solver_words;
    if (run->n_agreed == n) {
        snprintf(words, sizeof run->proof->solver_words, "%s: optimal, %u levels",
                 glpk_model_version(), n);
    } else {
        snprintf(words, sizeof run->proof->solver_words,
                 "%s: optimal, %u of %u levels, the others by integers alone (%.100s)",
                 glpk_model_version(), run->n_agreed, n, glpk_model_words(run->glpk));
    }
}

enum err glpk_proof(const struct assignment_model *model, const uint32_t *choice,
                    const struct tree_basis *basis, struct assignment_proof *proof,
                    const struct progress *progress, struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {.model = model,
                      .choice = choice,
                      .proof = proof,
                      .error = error,
                      .total = ARENA_NEW(&scratch, model->n_nodes, int64_t)};
    enum err err = run.total == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = face_new(&run.face, model, &scratch, error);
    }
    if (err == OK) {
        err = glpk_model_new(&run.glpk, model, &scratch, progress, error);
    }
    if (err == OK) {
        const struct glpk_basis start = {choice, basis->loose, basis->tie};
        err = glpk_model_start(run.glpk, &start, error);
    }
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        err = prove_level(&run, l);
    }
    if (err == OK) {
        write_words(&run);
    }
    glpk_model_free(run.glpk);
    arena_free(&scratch);
    return err;
}
