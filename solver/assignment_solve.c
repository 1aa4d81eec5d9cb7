// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Minimum-cost assignment, lexicographic, each level exact.
 *
 *     while levels are left:
 *         pack as many as fit into one 64-bit cost             solver/level_weights.h
 *         shortest paths on the network: its optimum           solver/shortest_paths.h
 *         one search more: the smallest prices of each level   solver/network_prices.h
 *         narrow the face                                      solver/face.h
 *     check the certificate, level by level, in integers       assignment_check
 *     where it does not hold:
 *         level by level, from the placement at hand           solver/residual.h
 *         check again
 *     GLPK confirms each level from the optimal basis          solver/glpk_proof.h
 *
 * Mostly all levels fit and there is one group. A later group is solved on the face that the levels
 * before leave, which is turned into a level of its own before it: -1 for each node around an
 * option that must be full, -1 where the applicant must be placed, +1 for an option that is closed.
 * Its least value is reached by the placements on the face and by no others, and along the residual
 * arcs that the face allows it adds up to the same on every path between two nodes; so the smallest
 * prices of the group's levels are those on the face.
 *
 * Packed costs order paths as the levels do, unless a path is longer than the weights foresee; that
 * the check would tell, so exactness never rests on them. Integers decide, not GLPK: its tolerance
 * is about 1e-7 of the largest cost, so with costs up to 2^40 it could not tell the optimum from
 * what lies beside it. And not weights alone: a weight that surely parts the levels leaves 64 bits.
 *
 * The basis of the last level solved lies on the face of all levels before, so it is optimal at
 * every level.
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
    struct tree_basis basis; /* of the last level solved, optimal at all */
    struct face face;
    int64_t *total; /* [n_nodes] scratch */
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

void assignment_values(const struct assignment_model *model, const uint32_t *choice,
                       int64_t *value) {
    for (uint32_t l = 0; l < model->n_levels; l++) {
        const int64_t *cost = model->level[l].cost;
        value[l] = 0;
        for (uint32_t a = 0; a < model->n_applicants; a++) {
            value[l] += choice[a] == NONE ? 0 : cost[choice[a]];
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

/* What the face asks for, as costs. */
static void fill_face_costs(const struct run *run, int64_t *cost) {
    const struct assignment_model *model = run->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            cost[k] = run->face.placed[a] != 0 ? -1 : 0;
            for (uint32_t v = model->option_offer[k]; v != NONE; v = model->node_parent[v]) {
                cost[k] -= run->face.full[v] != 0 ? 1 : 0;
            }
            cost[k] = run->face.open[k] != 0 ? cost[k] : 1;
        }
    }
}

/* The levels from `first` on as a model, where first > 0 after a level for the face. */
static enum err make_group(struct run *run, uint32_t first, struct assignment_model *group) {
    const struct assignment_model *model = run->model;
    uint32_t n_before = first > 0 ? 1 : 0, n_left = model->n_levels - first;
    struct assignment_level *level =
        ARENA_ZERO(run->scratch, (size_t)n_before + n_left, struct assignment_level);
    if (level == NULL) {
        return error_no_memory(run->error);
    }
    if (first > 0) {
        int64_t *cost = ARENA_NEW(run->scratch, model->option_start[model->n_applicants], int64_t);
        if (cost == NULL) {
            return error_no_memory(run->error);
        }
        fill_face_costs(run, cost);
        level[0].cost = cost;
    }
    memcpy(level + n_before, model->level + first, n_left * sizeof *level);
    *group = *model;
    group->level = level;
    group->n_levels = n_before + n_left;
    return OK;
}

/* The optimum of a group's packed cost, its levels' prices and a basis. */
static enum err solve_network(struct run *run, const struct assignment_model *group,
                              const int64_t *weight, int64_t **price) {
    struct network network;
    struct search *search;
    enum err err = network_build(&network, group, weight, run->error);
    if (err != OK) {
        return err;
    }
    err = shortest_paths(&network, run->options.progress, run->error);
    if (err == OK) {
        err = search_new(&search, 1, &network, run->scratch, run->error);
    }
    if (err == OK) {
        network_choice(&network, run->choice);
        err = network_prices(search, price, &run->basis, run->error);
    }
    network_release(&network);
    return err;
}

static void narrow(struct run *run, uint32_t l) {
    const struct assignment_model *model = run->model;
    const int64_t *price = run->proof->price[l];
    bool fit = face_totals(model, price, run->total);
    INVARIANT(fit);
    face_tighten(&run->face, model, model->level[l].cost, price, run->total);
}

static enum err check(struct run *run, const struct assignment_model *model,
                      const struct assignment_proof *proof, struct error *error) {
    double started = omp_get_wtime();
    enum err err = assignment_check(model, run->choice, proof, run->scratch, error);
    run->proof->seconds += omp_get_wtime() - started;
    return err;
}

/* Certifies a group, the level for the face included: then its tree of shortest paths is the
 * levels', and its prices are the smallest. ERR_SOLVER where a path was longer than the weights
 * foresee. */
static enum err check_group(struct run *run, const struct assignment_model *group,
                            const struct assignment_proof *proof) {
    struct error why = {0};
    if (group->n_levels == 1 && run->options.prove == PROVE_NONE) {
        return OK; /* nothing is packed */
    }
    enum err err = check(run, group, proof, &why);
    bool is_final = err == ERR_NO_MEMORY || (err == ERR_SOLVER && group->n_levels == 1);
    return is_final ? error_set(run->error, err, why.place, "%s", why.text) : err;
}

/* How many levels of a group fit into one cost. */
static uint32_t count_fitting(const struct assignment_model *group, int64_t *weight) {
    uint32_t n = 0;
    bool fit = level_weights(group, weight);
    while (fit && n < group->n_levels && weight[n] != 0) {
        n++;
    }
    return n;
}

/* Solves as many levels from *first on as fit, and moves *first past them; where not even one does,
 * it stays. ERR_SOLVER, without a word: the packed cost did not keep the levels' order. */
static enum err solve_group(struct run *run, uint32_t *first) {
    struct assignment_model group;
    struct arena_mark mark = arena_mark(run->scratch);
    uint32_t n_before = *first > 0 ? 1 : 0, n_new;
    size_t n_most = (size_t)n_before + run->model->n_levels;
    int64_t *weight = ARENA_NEW(run->scratch, n_most, int64_t);
    int64_t *price_before = ARENA_NEW(run->scratch, run->model->n_nodes, int64_t);
    struct assignment_proof part = {.price = ARENA_NEW(run->scratch, n_most, int64_t *),
                                    .value = ARENA_NEW(run->scratch, n_most, int64_t)};
    enum err err =
        weight == NULL || price_before == NULL || part.price == NULL || part.value == NULL
            ? error_no_memory(run->error)
            : make_group(run, *first, &group);
    if (err != OK) {
        goto out;
    }
    group.n_levels = count_fitting(&group, weight);
    if (group.n_levels <= n_before) {
        goto out;
    }
    n_new = group.n_levels - n_before;
    part.n_levels = group.n_levels;
    part.price[0] = price_before;
    memcpy(part.price + n_before, run->proof->price + *first, n_new * sizeof *part.price);
    err = solve_network(run, &group, weight, part.price);
    if (err == OK) {
        assignment_values(&group, run->choice, part.value);
        memcpy(run->proof->value + *first, part.value + n_before, n_new * sizeof *part.value);
        err = check_group(run, &group, &part);
    }
    for (uint32_t l = *first; err == OK && l < *first + n_new; l++) {
        if (*first + n_new < run->model->n_levels) { /* others come after them */
            narrow(run, l);
        }
    }
    *first += err == OK ? n_new : 0;
out:
    arena_rewind(run->scratch, mark);
    return err;
}

/* Level by level on the face of those before, from the placement at hand, which lies on the face of
 * the levels before `first`. */
static enum err solve_by_levels(struct run *run, uint32_t first) {
    const struct assignment_model *model = run->model;
    for (uint32_t l = first; l < model->n_levels; l++) {
        struct residual_result result = {run->proof->price[l], run->basis.loose, run->basis.tie, 0};
        const struct residual_task task = {model, &run->face, model->level[l].cost, run->scratch,
                                           run->options.progress};
        enum err err = residual_optimum(&task, run->choice, &result, run->error);
        if (err != OK) {
            return err;
        }
        narrow(run, l);
    }
    assignment_values(model, run->choice, run->proof->value);
    return OK;
}

/* Choice, values and prices, certified unless the caller does not want it and nothing here does. */
static enum err solve_levels(struct run *run) {
    uint32_t n_levels = run->model->n_levels, n_solved = 0, before = NONE, n_groups = 0;
    enum err err = OK;
    memset(run->choice, 0xFF, run->model->n_applicants * sizeof *run->choice);
    while (err == OK && n_solved < n_levels && n_solved != before) {
        before = n_solved;
        err = solve_group(run, &n_solved);
        n_groups++;
    }
    if (err == ERR_SOLVER && n_levels > 1) { /* all anew, from the placement at hand */
        n_solved = 0;
        err = face_new(&run->face, run->model, run->scratch, run->error);
    }
    if (err != OK) {
        return err;
    }
    if (n_groups == 1 && n_solved == n_levels) {
        return OK; /* certified as one group */
    }
    err = solve_by_levels(run, n_solved);
    return err == OK ? check(run, run->model, run->proof, run->error) : err;
}

static enum err run_new(struct run *run) {
    const struct assignment_model *model = run->model;
    const struct tree_basis *given = run->options.basis;
    run->basis.loose =
        given != NULL ? given->loose : ARENA_NEW(run->scratch, model->n_nodes, uint8_t);
    run->basis.tie = given != NULL ? given->tie : ARENA_NEW(run->scratch, model->n_nodes, uint32_t);
    run->total = ARENA_NEW(run->scratch, model->n_nodes, int64_t);
    if (run->basis.loose == NULL || run->basis.tie == NULL || run->total == NULL) {
        return error_no_memory(run->error);
    }
    memset(run->basis.loose, 1, model->n_nodes); /* without a level: all slacks */
    memset(run->basis.tie, 0xFF, model->n_nodes * sizeof *run->basis.tie);
    return face_new(&run->face, model, run->scratch, run->error);
}

enum err assignment_solve(const struct assignment_model *model, struct arena *arena,
                          uint32_t *choice, struct assignment_proof *proof,
                          const struct assignment_options *options, struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {
        .model = model, .scratch = &scratch, .choice = choice, .proof = proof, .error = error};
    if (options != NULL) {
        run.options = *options;
    }
    if (run.options.prove == PROVE_BY_SIZE) {
        run.options.prove = model->n_applicants <= PROVE_GLPK_MAX ? PROVE_GLPK : PROVE_DUAL;
    }
    enum err err = assignment_proof_new(proof, model, arena, error);
    if (err == OK) {
        err = run_new(&run);
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
        err = glpk_proof(model, choice, &run.basis, proof, run.options.progress, error);
        proof->seconds += omp_get_wtime() - started;
    }
    arena_free(&scratch);
    return err;
}
