// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Minimum-cost assignment, lexicographic, each level exact.
 *
 *     pack the levels into one cost                            solver/level_weights.h
 *     shortest paths on the network: its optimum               solver/shortest_paths.h
 *     one search more: the smallest prices of every level      solver/network_prices.h
 *     check the certificate, level by level, in integers       assignment_check
 *     where it does not hold, or the levels did not fit in 64 bits:
 *         level by level, from that placement                  solver/residual.h
 *         check again
 *     GLPK confirms each level from the optimal basis          solver/glpk_proof.h
 *
 * Packed costs order paths as the levels do, unless a path is longer than the weights foresee; that
 * the check would tell, so exactness never rests on them. Integers decide, not GLPK: its tolerance
 * is about 1e-7 of the largest cost, so with costs up to 2^40 it could not tell the optimum from
 * what lies beside it. And not weights alone: a weight that surely parts the levels leaves 64 bits.
 */
#include "solver/assignment_parts.h"

#include "solver/glpk_proof.h"
#include "solver/level_weights.h"
#include "solver/residual.h"
#include "solver/shortest_paths.h"

#include <omp.h>
#include <string.h>

const char *const prove_name[] = {"", "glpk", "dual", "none"};

struct run {
    const struct assignment_model *model;
    struct assignment_options options;
    struct arena *scratch;
    uint32_t *choice;
    struct assignment_proof *proof;
    struct basis *basis; /* [n_levels] */
    struct error *error;
};

enum err assignment_proof_new(struct assignment_proof *proof, const struct assignment_model *model,
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

static enum err basis_new(struct run *run, struct basis *basis) {
    basis->loose = ARENA_NEW(run->scratch, run->model->n_nodes, uint8_t);
    basis->tie = ARENA_NEW(run->scratch, run->model->n_nodes, uint32_t);
    return basis->loose == NULL || basis->tie == NULL ? error_no_memory(run->error) : OK;
}

void assignment_values(const struct assignment_model *model, const uint32_t *choice,
                       struct assignment_proof *proof) {
    for (uint32_t l = 0; l < model->n_levels; l++) {
        const int64_t *cost = model->level[l].cost;
        proof->value[l] = 0;
        for (uint32_t a = 0; a < model->n_applicants; a++) {
            proof->value[l] += choice[a] == NONE ? 0 : cost[choice[a]];
        }
    }
}

/* They add up over applicants (values) and over nodes (labels of
 * residual_optimum, which sink to -2^60 and by two rounds of arcs more). */
enum err assignment_check_size(const struct assignment_model *model, struct error *error) {
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

/* The optimum of the packed cost; with all levels in it, their prices and one basis for all. */
static enum err solve_packed(struct run *run, const int64_t *weight) {
    const struct assignment_model *model = run->model;
    struct network network;
    struct search *search;
    enum err err = network_build(&network, model, weight, run->error);
    if (err != OK) {
        return err;
    }
    err = shortest_paths(&network, run->options.progress, run->error);
    if (err != OK) {
        goto out;
    }
    network_choice(&network, run->choice);
    if (weight[model->n_levels - 1] == 0) {
        goto out; /* a level was left out */
    }
    err = basis_new(run, &run->basis[0]);
    if (err == OK) {
        err = search_new(&search, 1, &network, run->scratch, run->error);
    }
    if (err == OK) {
        err = network_prices(search, run->proof->price, &run->basis[0], run->error);
    }
    for (uint32_t l = 1; l < model->n_levels; l++) {
        run->basis[l] = run->basis[0];
    }
    assignment_values(model, run->choice, run->proof);
out:
    network_release(&network);
    return err;
}

static enum err check(struct run *run, struct error *error) {
    double started = omp_get_wtime();
    enum err err = assignment_check(run->model, run->choice, run->proof, run->scratch, error);
    run->proof->seconds += omp_get_wtime() - started;
    return err;
}

/* Level by level on the face of those before, from the placement at hand. */
static enum err solve_by_levels(struct run *run) {
    const struct assignment_model *model = run->model;
    struct face face;
    int64_t *total = ARENA_NEW(run->scratch, model->n_nodes, int64_t);
    enum err err = total == NULL ? error_no_memory(run->error)
                                 : face_new(&face, model, run->scratch, run->error);
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        const int64_t *cost = model->level[l].cost, *price = run->proof->price[l];
        err = basis_new(run, &run->basis[l]);
        if (err != OK) {
            break;
        }
        struct residual_result result = {run->proof->price[l], run->basis[l].loose,
                                         run->basis[l].tie, 0};
        const struct residual_task task = {model, &face, cost, run->scratch, run->options.progress};
        err = residual_optimum(&task, run->choice, &result, run->error);
        if (err == OK) {
            bool fit = face_totals(model, price, total);
            INVARIANT(fit);
            face_tighten(&face, model, cost, price, total);
        }
    }
    if (err != OK) {
        return err;
    }
    assignment_values(model, run->choice, run->proof);
    return check(run, run->error);
}

/* Choice, values and prices, checked where the way there or the caller asks for it. */
static enum err solve_levels(struct run *run) {
    const struct assignment_model *model = run->model;
    int64_t *weight = ARENA_NEW(run->scratch, model->n_levels, int64_t);
    if (weight == NULL) {
        return error_no_memory(run->error);
    }
    memset(run->choice, 0xFF, model->n_applicants * sizeof *run->choice);
    if (model->n_levels == 0) {
        return OK;
    }
    if (!level_weights(model, weight)) {
        return solve_by_levels(run);
    }
    enum err err = solve_packed(run, weight);
    if (err != OK) {
        return err;
    }
    if (model->n_levels == 1) {
        return run->options.prove == PROVE_NONE ? OK : check(run, run->error);
    }
    struct error why = {0};
    err = weight[model->n_levels - 1] == 0 ? ERR_SOLVER : check(run, &why);
    if (err == ERR_NO_MEMORY) {
        return error_no_memory(run->error);
    }
    return err == OK ? OK : solve_by_levels(run);
}

enum err assignment_solve(const struct assignment_model *model, struct arena *arena,
                          uint32_t *choice, struct assignment_proof *proof,
                          const struct assignment_options *options, struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {.model = model,
                      .scratch = &scratch,
                      .choice = choice,
                      .proof = proof,
                      .basis = ARENA_ZERO(&scratch, model->n_levels, struct basis),
                      .error = error};
    if (options != NULL) {
        run.options = *options;
    }
    if (run.options.prove == PROVE_BY_SIZE) {
        run.options.prove = model->n_applicants <= PROVE_GLPK_MAX ? PROVE_GLPK : PROVE_DUAL;
    }
    enum err err = run.basis == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = assignment_proof_new(proof, model, arena, error);
    }
    if (err == OK) {
        err = assignment_check_size(model, error);
    }
    if (err == OK) {
        proof->proved = run.options.prove;
        err = solve_levels(&run);
    }
    if (err == OK && run.options.prove == PROVE_GLPK) {
        double started = omp_get_wtime();
        err = glpk_proof(model, choice, run.basis, proof, run.options.progress, error);
        proof->seconds += omp_get_wtime() - started;
    }
    arena_free(&scratch);
    return err;
}
