// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Minimum-cost assignment, lexicographic, each level exact.
 *
 *     start: everybody in order takes the best option that still fits
 *     for each level:
 *         GLPK minimises the level's cost on the face, from the basis it stands at
 *         its placement is taken if, rounded, it keeps to face and room; else the one at hand stays
 *         residual_optimum mends what floating point left undone and finds the integer prices
 *         narrow the face; tell GLPK
 *     assignment_check proves the whole
 *
 * The lexicographic scheme (keep only the tight face) instead of weights: a weight large enough to
 * separate the levels is one that doubles lose. GLPK's tolerance is about 1e-7 of the largest cost,
 * so with costs up to 2^40 it may stop beside the optimum; then the residual graph has a negative
 * cycle and the answer is finished there, in integers. The prices come from the residual graph in
 * every case and never from GLPK's duals: they are integers, the smallest there are, and the same
 * whatever optimal basis GLPK happened to end in.
 */
#include "solver/assignment.h"

#include "solver/glpk_model.h"
#include "solver/residual.h"

#include <string.h>

struct run {
    const struct assignment_model *model;
    struct arena *scratch;
    uint32_t *choice;
    struct assignment_proof *proof;
    struct error *error;

    struct glpk_model *glpk;
    struct face face;
    uint32_t *candidate; /* [n_applicants] GLPK's placement, not yet trusted */
    uint32_t *load;      /* [n_nodes] scratch */
    int64_t *total;      /* [n_nodes] scratch */
    uint32_t n_cycles;   /* mended after GLPK, all levels */
    uint32_t n_stopped;  /* levels that GLPK did not call optimal */
};

static bool fits(const struct run *run, uint32_t option) {
    const struct assignment_model *model = run->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        if (model->room[v] != SEATS_UNLIMITED && run->load[v] >= model->room[v]) {
            return false;
        }
    }
    return true;
}

/* Is option k lexicographically cheaper than `than`, where NONE costs 0? */
static bool cheaper(const struct assignment_model *model, uint32_t k, uint32_t than) {
    for (uint32_t l = 0; l < model->n_levels; l++) {
        int64_t cost = model->level[l].cost[k];
        int64_t other = than == NONE ? 0 : model->level[l].cost[than];
        if (cost != other) {
            return cost < other;
        }
    }
    return false;
}

static void sit(struct run *run, uint32_t option) {
    const struct assignment_model *model = run->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        run->load[v]++;
    }
}

/* Everybody in order takes the cheapest option that fits: a start that is near at little cost. */
static void choose_greedily(struct run *run) {
    const struct assignment_model *model = run->model;
    memset(run->load, 0, model->n_nodes * sizeof *run->load);
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t best = NONE;
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            if (run->face.open[k] != 0 && cheaper(model, k, best) && fits(run, k)) {
                best = k;
            }
        }
        run->choice[a] = best;
        if (best != NONE) {
            sit(run, best);
        }
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

static int64_t value_of(const struct run *run, const int64_t *cost) {
    int64_t value = 0;
    for (uint32_t a = 0; a < run->model->n_applicants; a++) {
        value += run->choice[a] == NONE ? 0 : cost[run->choice[a]];
    }
    return value;
}

static enum err solve_level(struct run *run, uint32_t l) {
    const struct assignment_model *model = run->model;
    const int64_t *cost = model->level[l].cost;
    struct glpk_answer answer = {false, 0};
    enum err err = glpk_model_set_cost(run->glpk, cost, run->error);
    if (err == OK) {
        err = glpk_model_solve(run->glpk, run->candidate, &answer, run->error);
    }
    if (err != OK) {
        return err;
    }
    run->n_stopped += answer.optimal ? 0 : 1;
    if (answer.optimal && candidate_holds(run)) {
        memcpy(run->choice, run->candidate, model->n_applicants * sizeof *run->choice);
    }
    uint32_t n_cycles = 0;
    err = residual_optimum(model, &run->face, cost, run->choice, run->scratch, run->proof->price[l],
                           &n_cycles, run->error);
    if (err != OK) {
        return err;
    }
    run->n_cycles += n_cycles;
    run->proof->value[l] = value_of(run, cost);
    run->proof->iterations[l] = answer.iterations;
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

static enum err run_new(struct run *run, const struct progress *progress) {
    const struct assignment_model *model = run->model;
    run->candidate = ARENA_NEW(run->scratch, model->n_applicants, uint32_t);
    run->load = ARENA_NEW(run->scratch, model->n_nodes, uint32_t);
    run->total = ARENA_NEW(run->scratch, model->n_nodes, int64_t);
    if (run->candidate == NULL || run->load == NULL || run->total == NULL) {
        return error_no_memory(run->error);
    }
    enum err err = face_new(&run->face, model, run->scratch, run->error);
    if (err == OK) {
        err = glpk_model_new(&run->glpk, model, run->scratch, progress, run->error);
    }
    return err;
}

static void write_words(const struct run *run) {
    char *words = run->proof->solver_words;
    size_t size = sizeof run->proof->solver_words;
    int n = snprintf(words, size, "%s: ", glpk_model_version());
    if (run->n_stopped == 0) {
        n += snprintf(words + n, size - (size_t)n, "optimal, %u levels", run->model->n_levels);
    } else {
        n += snprintf(words + n, size - (size_t)n, "%u of %u levels optimal (%.60s)",
                      run->model->n_levels - run->n_stopped, run->model->n_levels,
                      glpk_model_words(run->glpk));
    }
    if (run->n_cycles > 0) {
        snprintf(words + n, size - (size_t)n, "; %u cycles cancelled in integers after it",
                 run->n_cycles);
    }
}

enum err assignment_solve(const struct assignment_model *model, struct arena *arena,
                          uint32_t *choice, struct assignment_proof *proof,
                          const struct progress *progress, struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {
        .model = model, .scratch = &scratch, .choice = choice, .proof = proof, .error = error};
    enum err err = proof_new(proof, model, arena, error);
    if (err == OK) {
        err = run_new(&run, progress);
    }
    if (err == OK) {
        choose_greedily(&run);
        err = glpk_model_start(run.glpk, choice, error);
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
