// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Integer programs of tiny random rounds, solved level by level, against every placement: the best
 * where time is not limited, and whatever time there is no bound that a placement passes. Costs are
 * small, or so large that doubles hardly tell one placement from another.
 */
#include "solver/program_network.h"
#include "solver/program_values.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <string.h>

enum { LEVELS_MOST = 32, PEOPLE_MOST = 8 };

struct met {
    uint64_t n, n_no, n_stopped, n_large_open, n_searched;
};

/* The least of a level among the placements that have these values at those before it. */
static int64_t least_at(const struct drawn_program *drawn, uint32_t level,
                        const struct program_proof *proof) {
    int64_t least = INT64_MAX, value[LEVELS_MOST];
    for (uint32_t p = 0; p < drawn->n_placements; p++) {
        bool meant = true;
        program_values(&drawn->program, drawn_placement(drawn, p), value);
        for (uint32_t l = 0; l < level; l++) {
            meant = meant && value[l] == proof->level[l].value;
        }
        least = meant && value[level] < least ? value[level] : least;
    }
    return least;
}

static void check_proof(struct drawn_program *drawn, const uint32_t *choice,
                        const struct program_proof *proof, bool whole, uint64_t seed) {
    int64_t value[LEVELS_MOST];
    cr_assert(program_complete(&drawn->program, choice, drawn->whole, drawn->sum),
              "seed %" PRIu64 ": a rule is broken", seed);
    program_values(&drawn->program, choice, value);
    for (uint32_t l = 0; l < proof->n_levels; l++) {
        const struct program_level *level = &proof->level[l];
        int64_t least = least_at(drawn, l, proof);
        cr_assert_eq(level->value, value[l]);
        cr_assert_leq(level->bound, least, "seed %" PRIu64 ": level %u", seed, l);
        cr_assert_leq(level->price_bound, least, "seed %" PRIu64 ": level %u", seed, l);
        cr_assert(!level->by_prices || level->price_bound == level->bound, "seed %" PRIu64, seed);
        cr_assert(!whole || (level->value == least && level->bound == least),
                  "seed %" PRIu64 ": level %u: %" PRId64 ", bound %" PRId64 ", least %" PRId64,
                  seed, l, level->value, level->bound, least);
    }
    cr_assert(!whole || (!proof->stopped && proof->gap == 0.0), "seed %" PRIu64, seed);
}

/* Solves it; false: no placement, or none in time. */
static bool run(struct drawn_program *drawn, const struct glpk_limits *limits, bool whole,
                uint64_t seed, struct met *met) {
    uint32_t choice[PEOPLE_MOST];
    struct program_proof proof;
    struct error error = {0};
    const struct program_task task = {
        .program = &drawn->program, .limits = limits, .arena = &drawn->arena};
    enum err err = program_solve_from_network(&task, choice, &proof, &error);
    if (err != OK) {
        cr_assert_eq(err, ERR_NO, "%s", error.text);
        cr_assert(!whole || drawn->n_placements == 0, "seed %" PRIu64 ": %s", seed, error.text);
        return false;
    }
    cr_assert_gt(drawn->n_placements, 0, "seed %" PRIu64, seed);
    check_proof(drawn, choice, &proof, whole, seed);
    for (uint32_t l = 0; l < proof.n_levels; l++) {
        met->n_searched += proof.level[l].nodes > 0 ? 1 : 0;
    }
    met->n_stopped += proof.stopped ? 1 : 0;
    return true;
}

/* The same differences beside a number of 40 bits. */
static void enlarge(struct drawn_program *drawn) {
    struct assignment_level *level =
        ARENA_NEW(&drawn->arena, drawn->model.n_levels, struct assignment_level);
    int64_t *cost = ARENA_NEW(&drawn->arena, drawn->options.n, int64_t);
    cr_assert(level != NULL && cost != NULL);
    memcpy(level, drawn->model.level, drawn->model.n_levels * sizeof *level);
    for (uint32_t k = 0; k < drawn->options.n; k++) {
        cost[k] = level[DRAWN_LEVEL].cost[k] - COST_MAX + 8;
    }
    level[DRAWN_LEVEL].cost = cost;
    drawn->model.level = level;
}

static void check_round(struct drawn_program *drawn, uint64_t seed, void *context) {
    struct met *met = context;
    const struct glpk_limits never = {0};
    struct random random = {seed};
    cr_assert(drawn->model.n_levels <= LEVELS_MOST && drawn->model.n_applicants <= PEOPLE_MOST);
    met->n++;
    met->n_no += run(drawn, &never, true, seed, met) ? 0 : 1;
    for (int i = 0; i < 4; i++) {
        double least = 1e-6 * random_below(&random, 500);
        run(drawn, &(struct glpk_limits){.ends = omp_get_wtime() + least}, false, seed, met);
    }
    uint64_t n_stopped = met->n_stopped;
    enlarge(drawn);
    run(drawn, &never, false, seed, met);
    met->n_large_open += met->n_stopped - n_stopped;
}

Test(program_solve, claims_what_is_so) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 8;
    drawn_program_each(n, check_round, &met);
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "programs: %" PRIu64 ", %" PRIu64 " without a placement, %" PRIu64
                " runs were stopped, %" PRIu64 " levels searched, %" PRIu64
                " open where costs are large\n",
                met.n, met.n_no, met.n_stopped, met.n_searched, met.n_large_open);
    }
    cr_expect(n < 1000 || (met.n > n / 10 && met.n_no > 0 && met.n_stopped > n / 10));
}

/* A value of 0 that is a sum of costs of 40 bits which cancel out: GLPK is off by more than 1e-6.
 */
Test(program_solve, great_costs_that_cancel_out) {
    struct met met = {0};
    struct drawn_program drawn;
    omp_set_num_threads(1);
    cr_assert(drawn_program_make(&drawn, 7628));
    check_round(&drawn, 7628, &met);
    drawn_program_release(&drawn);
}
