// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Minimum-cost assignment, lexicographic, each level exact.
 *
 *     start: all levels at once by successive shortest paths (solver/shortest_paths.h)
 *     for each level:
 *         residual_optimum finishes the placement in integers: optimum, smallest prices, a basis
 *         GLPK solves the level on the face from that basis: no iteration left but to agree
 *         narrow the face; tell GLPK
 *     assignment_check proves the whole
 *
 * Why integers first: GLPK from its own start took 20 s for a city, from this basis it factorises
 * once. Its tolerance is about 1e-7 of the largest cost, so with costs up to 2^40 it could not tell
 * the optimum from what lies beside it; the residual graph can. And the prices, the smallest there
 * are, do not depend on the basis at which a simplex happens to end. Where GLPK does not agree its
 * words say so; what counts is the certificate, checked in integers.
 *
 * The lexicographic scheme (keep only the tight face) instead of weights: a weight large enough to
 * separate the levels is one that doubles lose.
 */
#include "solver/assignment.h"

#include "solver/glpk_model.h"
#include "solver/residual.h"
#include "solver/shortest_paths.h"

#include <string.h>

struct run {
    const struct assignment_model *model;
    struct arena *scratch;
    uint32_t *choice;
    struct assignment_proof *proof;
    const struct progress *progress;
    struct error *error;

    struct glpk_model *glpk;
    struct face face;
    uint32_t *candidate; /* [n_applicants] GLPK's placement, not yet trusted */
    uint32_t *load;      /* [n_nodes] scratch */
    int64_t *total;      /* [n_nodes] scratch */
    uint8_t *loose;      /* [n_nodes] scratch, the basis */
    uint32_t *tie;       /* [n_nodes] scratch, the basis */
    uint32_t n_agreed;   /* levels whose value GLPK found too */
};

static void sit(struct run *run, uint32_t option) {
    const struct assignment_model *model = run->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        run->load[v]++;
    }
}

/* Does the candidate keep to the face and the room? */
static bool candidate_holds(struct run *run) {
    const struct assignment_model *model = run->model;
    memset(run->load, 0, model->n_nodes * sizeof *run->load);
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t k = run->candidate[a];
        if (k == NONE ? run->face.placed[a] != 0 : run->face.open[k] == 0) {
            return false;
        }
        if (k != NONE) {
            sit(run, k);
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        bool full = run->load[v] == model->room[v];
        bool within = model->room[v] == SEATS_UNLIMITED || run->load[v] <= model->room[v];
        if (!within || (run->face.full[v] != 0 && !full)) {
            return false;
        }
    }
    return true;
}

static int64_t value_of(const struct run *run, const uint32_t *choice, const int64_t *cost) {
    int64_t value = 0;
    for (uint32_t a = 0; a < run->model->n_applicants; a++) {
        value += choice[a] == NONE ? 0 : cost[choice[a]];
    }
    return value;
}

/* GLPK's own answer to the level, from the basis found; does it agree? */
static enum err ask_glpk(struct run *run, uint32_t l) {
    const int64_t *cost = run->model->level[l].cost;
    const struct glpk_basis basis = {run->choice, run->loose, run->tie};
    struct glpk_answer answer = {false, 0};
    enum err err = glpk_model_set_cost(run->glpk, cost, run->error);
    if (err == OK) {
        err = glpk_model_start(run->glpk, &basis, run->error);
    }
    if (err == OK) {
        err = glpk_model_solve(run->glpk, run->candidate, &answer, run->error);
    }
    if (err == OK) {
        bool agrees = answer.optimal && candidate_holds(run) &&
                      value_of(run, run->candidate, cost) == run->proof->value[l];
        run->n_agreed += agrees ? 1 : 0;
        run->proof->iterations[l] = answer.iterations;
    }
    return err;
}

static enum err solve_level(struct run *run, uint32_t l) {
    const struct assignment_model *model = run->model;
    const int64_t *cost = model->level[l].cost;
    struct residual_result result = {run->proof->price[l], run->loose, run->tie, 0};
    const struct residual_task task = {model, &run->face, cost, run->scratch, run->progress};
    enum err err = residual_optimum(&task, run->choice, &result, run->error);
    if (err != OK) {
        return err;
    }
    run->proof->value[l] = value_of(run, run->choice, cost);
    err = ask_glpk(run, l);
    if (err != OK) {
        return err;
    }
    bool fit = face_totals(model, run->proof->price[l], run->total);
    INVARIANT(fit);
    face_tighten(&run->face, model, cost, run->proof->price[l], run->total);
    return l + 1 == model->n_levels ? OK : glpk_model_restrict(run->glpk, &run->face, run->error);
}

static enum err proof_new(struct assignment_proof *proof, const struct assignment_model *model,
                          struct arena *arena, struct error *error) {
    uint32_t n = model->n_levels;
    *proof = (struct assignment_proof){0};
    proof->name = arena_zalloc(arena, n, sizeof *proof->name);
    proof->value = ARENA_ZERO(arena, n, int64_t);
    proof->price = ARENA_ZERO(arena, n, int64_t *);
    proof->iterations = ARENA_ZERO(arena, n, uint32_t);
    if (proof->name == NULL || proof->value == NULL || proof->price == NULL ||
        proof->iterations == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t l = 0; l < n; l++) {
        memcpy(proof->name[l], model->level[l].name, sizeof proof->name[l]);
        proof->price[l] = ARENA_ZERO(arena, model->n_nodes, int64_t);
        if (proof->price[l] == NULL) {
            return error_no_memory(error);
        }
    }
    proof->n_levels = n;
    return OK;
}

static enum err run_new(struct run *run) {
    const struct assignment_model *model = run->model;
    run->candidate = ARENA_NEW(run->scratch, model->n_applicants, uint32_t);
    run->load = ARENA_NEW(run->scratch, model->n_nodes, uint32_t);
    run->total = ARENA_NEW(run->scratch, model->n_nodes, int64_t);
    run->loose = ARENA_NEW(run->scratch, model->n_nodes, uint8_t);
    run->tie = ARENA_NEW(run->scratch, model->n_nodes, uint32_t);
    if (run->candidate == NULL || run->load == NULL || run->total == NULL || run->loose == NULL ||
        run->tie == NULL) {
        return error_no_memory(run->error);
    }
    enum err err = face_new(&run->face, model, run->scratch, run->error);
    if (err == OK) {
        err = glpk_model_new(&run->glpk, model, run->scratch, run->progress, run->error);
    }
    return err;
}

static void write_words(const struct run *run) {
    uint32_t n = run->model->n_levels;
    if (run->n_agreed == n) {
        snprintf(run->proof->solver_words, sizeof run->proof->solver_words,
                 "%s: optimal, %u levels", glpk_model_version(), n);
    } else {
        snprintf(run->proof->solver_words, sizeof run->proof->solver_words,
                 "%s: optimal, %u of %u levels, the others by integers alone (%.100s)",
                 glpk_model_version(), run->n_agreed, n, glpk_model_words(run->glpk));
    }
}

/* May sums of costs leave 64 bits? They add up over applicants (values) and over nodes (labels of
 * residual_optimum, which sink to -2^60 and by two rounds of arcs more). */
static enum err check_size(const struct assignment_model *model, struct error *error) {
    uint64_t of_labels = 4 * ((uint64_t)model->n_nodes + 2), of_values = model->n_applicants;
    int64_t most = (INT64_C(1) << 60) / (int64_t)(of_labels > of_values ? of_labels : of_values);
    if (most >= COST_MAX) {
        return OK;
    }
    for (uint32_t l = 0; l < model->n_levels; l++) {
        for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
            int64_t cost = model->level[l].cost[k];
            if (cost > most || cost < -most) {
                return error_set(error, ERR_INPUT, NULL,
                                 "objective %s: a cost of %lld, where %u applicants and %u offers "
                                 "and pools allow %lld; give smaller costs",
                                 model->level[l].name, (long long)cost, model->n_applicants,
                                 model->n_nodes, (long long)most);
            }
        }
    }
    return OK;
}

enum err assignment_solve(const struct assignment_model *model, struct arena *arena,
                          uint32_t *choice, struct assignment_proof *proof,
                          const struct progress *progress, struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {.model = model,
                      .scratch = &scratch,
                      .choice = choice,
                      .proof = proof,
                      .progress = progress,
                      .error = error};
    enum err err = proof_new(proof, model, arena, error);
    if (err == OK) {
        err = check_size(model, error);
    }
    if (err == OK) {
        err = run_new(&run);
    }
    if (err == OK) {
        err = shortest_paths_start(model, choice, progress, error);
    }
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        err = solve_level(&run, l);
    }
    if (err == OK) {
        write_words(&run);
        err = assignment_check(model, choice, proof, &scratch, error);
    }
    glpk_model_free(run.glpk);
    arena_free(&scratch);
    return err;
}
