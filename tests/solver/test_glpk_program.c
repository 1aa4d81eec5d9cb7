// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The relaxation of tiny random rounds: sifting comes to the optimum of the plain primal method,
 * level after level; an optimum's duals say so; multipliers of rows write a basic column as they
 * say; what is fixed for a while is free again. A sum of levels costs what its levels cost, and no
 * placement less than its optimum.
 */
#include "solver/glpk_program.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>

enum { COLUMNS_MOST = 512, ROWS_MOST = 128, LEVELS_MOST = 32 };

#define NEARLY 1e-6

struct met {
    uint64_t n_levels, n_none, n_multipliers, n_fixed, n_sums, n_sums_met;
};

/* One program, solved by one method. */
struct solved {
    struct glpk_program *glpk;
    struct glpk_relaxation relaxation;
    enum glpk_method method;
};

static void make_solved(struct solved *solved, struct drawn_program *drawn,
                        enum glpk_method method) {
    struct error error = {0};
    solved->method = method;
    cr_assert_eq(glpk_program_new(&solved->glpk, &drawn->compact, &drawn->arena, NULL, &error), OK);
    solved->relaxation = (struct glpk_relaxation){
        .x = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double),
        .reduced = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double),
        .dual = ARENA_ZERO(&drawn->arena, ROWS_MOST + ADDED_ROWS_MOST, double)};
    cr_assert(solved->relaxation.x != NULL && solved->relaxation.reduced != NULL &&
              solved->relaxation.dual != NULL);
}

static void relax(struct solved *solved, uint32_t level) {
    const struct glpk_limits never = {0};
    struct error error = {0};
    cr_assert_eq(glpk_program_set_cost(solved->glpk, level, &error), OK);
    cr_assert_eq(glpk_program_relax(solved->glpk, &never, solved->method, INFINITY,
                                    &solved->relaxation, &error),
                 OK);
}

/* Reduced costs are costs less the rows' duals, and of the right sign where x is at a bound. */
static void check_duals(const struct drawn_program *drawn, const struct solved *solved,
                        uint32_t level, uint64_t seed) {
    const struct compact *compact = &drawn->compact;
    const struct glpk_relaxation *relaxation = &solved->relaxation;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        double cost = (double)compact_cost(compact, level, c), x = relaxation->x[c];
        for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
            cost -= relaxation->dual[compact->row_of[i]] * compact->value[i];
        }
        cr_assert_float_eq(relaxation->reduced[c], cost, NEARLY, "seed %" PRIu64, seed);
        cr_assert(x > NEARLY || cost > -NEARLY || glpk_program_is_fixed(solved->glpk, c),
                  "seed %" PRIu64 ": column %u is left out", seed, c);
    }
}

/* What a tableau's row has: 1 in its own column, 0 in other basic columns. */
static void check_multipliers(const struct drawn_program *drawn, const struct solved *solved,
                              uint64_t seed, struct met *met) {
    const struct compact *compact = &drawn->compact;
    uint8_t mark[COLUMNS_MOST + ROWS_MOST + ADDED_ROWS_MOST];
    double multiplier[ROWS_MOST];
    struct error error = {0};
    cr_assert_eq(glpk_program_mark(solved->glpk, mark, &error), OK);
    for (uint32_t own = 0; own < compact->n_columns; own++) {
        double x = solved->relaxation.x[own];
        if (x < NEARLY || x > 1.0 - NEARLY) {
            continue;
        }
        cr_assert_eq(glpk_program_multipliers(solved->glpk, own, multiplier, &error), OK);
        for (uint32_t c = 0; c < compact->n_columns; c++) {
            double sum = 0.0;
            for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
                sum += multiplier[compact->row_of[i]] * compact->value[i];
            }
            if (mark[c] == mark[own]) { /* basic, as what is between bounds is */
                cr_assert_float_eq(sum, c == own ? 1.0 : 0.0, NEARLY, "seed %" PRIu64, seed);
            }
        }
        met->n_multipliers++;
    }
}

/* Fixes a column for a while, so that the optimum can only be worse, and frees it. */
static void check_try(struct solved *solved, uint32_t level, uint32_t column, uint64_t seed,
                      struct met *met) {
    struct glpk_relaxation *relaxation = &solved->relaxation;
    struct error error = {0};
    double value = relaxation->value;
    for (int open = 0; open < 2 && !glpk_program_is_fixed(solved->glpk, column); open++) {
        enum glpk_fixed fixed = open != 0 ? GLPK_OPEN : GLPK_CLOSED;
        cr_assert_eq(glpk_program_try(solved->glpk, &column, 1, fixed, &error), OK);
        relax(solved, level);
        cr_assert(
            relaxation->status != GLPK_OPTIMAL ||
                (fabs(relaxation->x[column] - open) < NEARLY && relaxation->value > value - NEARLY),
            "seed %" PRIu64, seed);
        cr_assert_eq(glpk_program_try(solved->glpk, &column, 1, GLPK_FREE, &error), OK);
        relax(solved, level);
        cr_assert_float_eq(relaxation->value, value, NEARLY, "seed %" PRIu64, seed);
        met->n_fixed++;
    }
}

/* Closes at random, in all programs alike. */
static void close_some(struct drawn_program *drawn, struct solved *solved, int n,
                       struct random *random) {
    uint8_t fixed[COLUMNS_MOST];
    struct error error = {0};
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        fixed[c] = random_chance(random, 10) ? GLPK_CLOSED : GLPK_FREE;
    }
    for (int i = 0; i < n; i++) {
        cr_assert_eq(glpk_program_fix(solved[i].glpk, fixed, NULL, &error), OK);
    }
}

/* What columns cost at all levels, weight times each. */
static double sum_of(const struct drawn_program *drawn, const double *weight, const double *x) {
    double sum = 0.0;
    for (uint32_t l = 0; l < drawn->model.n_levels; l++) {
        for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
            sum += weight[l] * (double)compact_cost(&drawn->compact, l, c) * x[c];
        }
    }
    return sum;
}

/* The optimum of a sum of levels is what it costs at x, and the best placement's where x is one. */
static void check_sum(struct drawn_program *drawn, struct solved *solved, struct random *random,
                      uint64_t seed, struct met *met) {
    const struct glpk_limits never = {0};
    const struct glpk_relaxation *relaxation = &solved->relaxation;
    struct error error = {0};
    double weight[LEVELS_MOST], x[COLUMNS_MOST], least = INFINITY;
    uint8_t value[COLUMNS_MOST];
    cr_assert_leq(drawn->model.n_levels, LEVELS_MOST);
    for (uint32_t l = 0; l < drawn->model.n_levels; l++) {
        weight[l] = (double)random_below(random, 4) * (l == DRAWN_LEVEL ? 10.0 : 1.0);
    }
    cr_assert_eq(glpk_program_set_sum(solved->glpk, weight, &error), OK);
    cr_assert_eq(glpk_program_relax(solved->glpk, &never, solved->method, INFINITY,
                                    &solved->relaxation, &error),
                 OK);
    if (relaxation->status != GLPK_OPTIMAL) {
        return;
    }
    for (uint32_t p = 0; p < drawn->n_placements; p++) {
        drawn_columns(drawn, p, value);
        for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
            x[c] = (double)value[c];
        }
        least = fmin(least, sum_of(drawn, weight, x));
    }
    double own = sum_of(drawn, weight, relaxation->x), nearly = NEARLY * (1.0 + fabs(own));
    cr_assert_float_eq(relaxation->value, own, nearly, "seed %" PRIu64, seed);
    cr_assert_leq(relaxation->value, least + nearly, "seed %" PRIu64, seed);
    met->n_sums++;
    met->n_sums_met += relaxation->value > least - nearly ? 1 : 0;
}

static void check_round(struct drawn_program *drawn, uint64_t seed, struct met *met) {
    struct random random = {seed};
    struct solved solved[2];
    cr_assert(drawn->compact.n_columns <= COLUMNS_MOST && drawn->compact.n_rows <= ROWS_MOST);
    make_solved(&solved[0], drawn, GLPK_PRIMAL);
    make_solved(&solved[1], drawn, GLPK_SIFT);
    check_sum(drawn, &solved[0], &random, seed, met);
    for (uint32_t l = 0; l < drawn->model.n_levels; l++) {
        relax(&solved[0], l);
        relax(&solved[1], l);
        cr_assert_eq(solved[1].relaxation.status, solved[0].relaxation.status,
                     "seed %" PRIu64 ": level %u", seed, l);
        met->n_none += solved[0].relaxation.status == GLPK_INFEASIBLE ? 1 : 0;
        if (solved[0].relaxation.status == GLPK_OPTIMAL) {
            cr_assert_float_eq(solved[1].relaxation.value, solved[0].relaxation.value, NEARLY,
                               "seed %" PRIu64 ": level %u", seed, l);
            for (int i = 0; i < 2; i++) {
                check_duals(drawn, &solved[i], l, seed);
                check_multipliers(drawn, &solved[i], seed, met);
            }
            check_try(&solved[0], l, random_below(&random, drawn->compact.n_columns), seed, met);
            met->n_levels++;
        }
        close_some(drawn, solved, 2, &random);
    }
    glpk_program_free(solved[1].glpk);
    glpk_program_free(solved[0].glpk); /* it made GLPK's environment */
}

Test(glpk_program, sifting_comes_to_the_same) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 10;
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct drawn_program drawn;
        if (drawn_program_make(&drawn, seed) && drawn.compact.n_columns > 0) {
            check_round(&drawn, seed, &met);
        }
        drawn_program_release(&drawn);
    }
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "relaxations: %" PRIu64 " optima, %" PRIu64 " without one, %" PRIu64
                " rows of tableaus, %" PRIu64 " columns fixed for a while, %" PRIu64
                " sums of levels, %" PRIu64 " with a placement as good\n",
                met.n_levels, met.n_none, met.n_multipliers, met.n_fixed, met.n_sums,
                met.n_sums_met);
    }
    cr_expect(n < 1000 || (met.n_levels > n && met.n_none > 0 && met.n_multipliers > 0 &&
                           met.n_sums_met > n / 10));
}
