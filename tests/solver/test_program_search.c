// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Searches on tiny random rounds against every placement: a whole search finds a placement of at
 * most the cutoff exactly where there is one, a dive claims nothing that is not so, no bound is
 * above the best, whenever time is over; a search that goes on ends with a best one, and every
 * other that is as good is in one of its leaves; and GLPK is left as it was.
 */
#include "solver/program_search.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { COLUMNS_MOST = 512, ROWS_MOST = 128 };

struct met {
    uint64_t n_found, n_none, n_branched, n_stopped, n_dives, n_leaves, n_decided;
};

/* A round's relaxation at the drawn costs. */
struct searched {
    struct drawn_program *drawn;
    struct glpk_program *glpk;
    struct glpk_relaxation root;
    int64_t best;
    uint64_t seed;
    struct met *met;
    struct search_gains gains;
    uint32_t column[COLUMNS_MOST];
};

static struct glpk_relaxation new_relaxation(struct drawn_program *drawn) {
    struct glpk_relaxation relaxation = {
        .x = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double),
        .reduced = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double),
        .dual = ARENA_ZERO(&drawn->arena, ROWS_MOST + ADDED_ROWS_MOST, double)};
    cr_assert(relaxation.x != NULL && relaxation.reduced != NULL && relaxation.dual != NULL);
    return relaxation;
}

/* The optimum at a level of the program as it stands. */
static void relax(struct glpk_program *glpk, uint32_t level, struct glpk_relaxation *relaxation) {
    const struct glpk_limits never = {0};
    struct error error = {0};
    cr_assert_eq(glpk_program_set_cost(glpk, level, &error), OK);
    cr_assert_eq(glpk_program_relax(glpk, &never, GLPK_PRIMAL, INFINITY, relaxation, &error), OK);
}

static void check_answer(const struct searched *searched, const struct search_task *task,
                         const struct search_answer *answer) {
    struct drawn_program *drawn = searched->drawn;
    bool can = (double)searched->best <= task->cutoff && searched->best < INT64_MAX;
    cr_assert_not(answer->found && answer->none);
    cr_assert_not(answer->none && can, "seed %" PRIu64 ": there is one of %" PRId64 ", below %g",
                  searched->seed, searched->best, task->cutoff);
    if (answer->found) {
        int64_t cost = drawn_cost(drawn, DRAWN_LEVEL, answer->value);
        cr_assert(drawn_keeps_rows(drawn, answer->value), "seed %" PRIu64, searched->seed);
        cr_assert((double)cost <= task->cutoff, "seed %" PRIu64, searched->seed);
    }
    cr_assert(searched->best == INT64_MAX || answer->bound <= (double)searched->best + 1e-6,
              "seed %" PRIu64 ": bound %g, best %" PRId64, searched->seed, answer->bound,
              searched->best);
}

/* The basis, the bounds and so the optima are what they were. */
static void check_left(const struct searched *searched, const uint8_t *before, uint32_t n_marks) {
    uint8_t after[COLUMNS_MOST + ROWS_MOST + ADDED_ROWS_MOST];
    struct error error = {0};
    cr_assert_eq(glpk_program_mark(searched->glpk, after, &error), OK);
    cr_assert_arr_eq(after, before, n_marks, "seed %" PRIu64 ": another basis", searched->seed);
}

static void run(const struct searched *searched, const struct search_task *task,
                struct search_answer *answer) {
    uint32_t n = searched->drawn->compact.n_columns + searched->drawn->compact.n_rows;
    uint8_t before[COLUMNS_MOST + ROWS_MOST + ADDED_ROWS_MOST];
    struct error error = {0};
    answer->nodes = 0;
    cr_assert_eq(glpk_program_mark(searched->glpk, before, &error), OK);
    cr_assert_eq(program_search(task, answer, &error), OK);
    check_answer(searched, task, answer);
    check_left(searched, before, n);
}

static void search_whole(const struct searched *searched, struct search_task *task,
                         struct search_answer *answer) {
    task->kind = SEARCH_WHOLE;
    run(searched, task, answer);
    cr_assert(answer->found || answer->none, "seed %" PRIu64 ": it came to no end", searched->seed);
    searched->met->n_found += answer->found ? 1 : 0;
    searched->met->n_none += answer->none ? 1 : 0;
    searched->met->n_branched += answer->nodes > 1 ? 1 : 0;
}

/* The same with little time. */
static void search_briefly(const struct searched *searched, struct search_task *task,
                           struct search_answer *answer, struct random *random) {
    struct glpk_limits limits = {.ends = omp_get_wtime() + random_below(random, 100) * 1e-6};
    const volatile sig_atomic_t asked = 1;
    const struct glpk_limits *whole = task->limits;
    task->limits = &limits;
    run(searched, task, answer);
    searched->met->n_stopped += !answer->found && !answer->none && answer->nodes > 0 ? 1 : 0;
    limits = (struct glpk_limits){.stop = &asked};
    run(searched, task, answer);
    cr_assert(!answer->found && !answer->none && answer->nodes == 0);
    task->limits = whole;
}

static void search_cutoff(const struct searched *searched, double cutoff, struct random *random) {
    const struct glpk_limits never = {0};
    uint8_t value[COLUMNS_MOST], guide[COLUMNS_MOST];
    struct search_answer answer = {.value = value};
    struct search_task task = {.compact = &searched->drawn->compact,
                               .glpk = searched->glpk,
                               .limits = &never,
                               .root = &searched->root,
                               .cutoff = cutoff,
                               .gains = &searched->gains,
                               .column = searched->column};
    search_whole(searched, &task, &answer);
    search_briefly(searched, &task, &answer, random);
    task.kind = SEARCH_DIVE;
    run(searched, &task, &answer);
    searched->met->n_dives += answer.found && answer.nodes > 0 ? 1 : 0;
    if (searched->drawn->n_placements > 0) {
        drawn_columns(searched->drawn, random_below(random, searched->drawn->n_placements), guide);
        task.guide = guide;
        task.kind = SEARCH_GUIDED;
        run(searched, &task, &answer);
    }
}

/* Wants something better than what was found. */
static bool better(void *teller, const uint8_t *value, double *cutoff) {
    const struct searched *searched = teller;
    int64_t cost = drawn_cost(searched->drawn, DRAWN_LEVEL, value);
    cr_assert((double)cost <= *cutoff, "seed %" PRIu64 ": nothing better", searched->seed);
    *cutoff = (double)cost - 1.0 + 1e-6;
    return true;
}

static bool is_in(const struct leaf *leaf, const uint8_t *value) {
    bool in = true;
    for (uint32_t i = 0; i < leaf->n && in; i++) {
        in = (leaf->decision[i].fixed == GLPK_OPEN) == (value[leaf->decision[i].column] != 0);
    }
    return in;
}

/* Every placement of the least cost is in a leaf, and as all leaves agree. */
static void check_leaves(const struct searched *searched, const struct leaves *leaves) {
    struct drawn_program *drawn = searched->drawn;
    uint8_t value[COLUMNS_MOST], fixed[COLUMNS_MOST];
    leaves_agree(leaves, drawn->compact.n_columns, fixed);
    for (uint32_t i = 0; i < drawn->n_placements; i++) {
        drawn_columns(drawn, i, value);
        bool best = drawn_cost(drawn, DRAWN_LEVEL, value) == searched->best, in = false;
        for (uint32_t j = 0; j < leaves->n && !in; j++) {
            in = is_in(&leaves->leaf[j], value);
        }
        cr_assert(!best || in || leaves->too_many, "seed %" PRIu64 ": in no leaf", searched->seed);
        for (uint32_t c = 0; c < drawn->compact.n_columns && best; c++) {
            cr_assert(fixed[c] == GLPK_FREE || (fixed[c] == GLPK_OPEN) == (value[c] != 0),
                      "seed %" PRIu64 ": not as decided", searched->seed);
        }
    }
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        searched->met->n_decided += fixed[c] != GLPK_FREE ? 1 : 0;
    }
    searched->met->n_leaves += leaves->n;
}

/* To the end, whatever is found. */
static void search_on(struct searched *searched, double cutoff) {
    struct drawn_program *drawn = searched->drawn;
    const struct glpk_limits never = {0};
    uint8_t value[COLUMNS_MOST];
    struct leaves leaves = {.arena = &drawn->arena};
    struct search_answer answer = {.value = value};
    const struct search_task task = {.compact = &drawn->compact,
                                     .glpk = searched->glpk,
                                     .limits = &never,
                                     .root = &searched->root,
                                     .kind = SEARCH_WHOLE,
                                     .cutoff = cutoff,
                                     .gains = &searched->gains,
                                     .column = searched->column,
                                     .found = better,
                                     .teller = searched,
                                     .leaves = &leaves};
    struct error error = {0};
    cr_assert_eq(program_search(&task, &answer, &error), OK);
    cr_assert(answer.none && !answer.found);
    if ((double)searched->best <= cutoff + 1.0) {
        check_leaves(searched, &leaves);
    }
}

static void check_round(struct drawn_program *drawn, uint64_t seed, void *context) {
    struct met *met = context;
    struct searched searched = {.drawn = drawn, .seed = seed, .met = met};
    struct glpk_relaxation before = new_relaxation(drawn), after = new_relaxation(drawn);
    struct random random = {seed};
    struct error error = {0};
    cr_assert(drawn->compact.n_columns <= COLUMNS_MOST && drawn->compact.n_rows <= ROWS_MOST);
    cr_assert_eq(glpk_program_new(&searched.glpk, &drawn->compact, &drawn->arena, NULL, &error),
                 OK);
    searched.root = new_relaxation(drawn);
    for (int i = 0; i < 2; i++) {
        searched.gains.gain[i] = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double);
        searched.gains.tried[i] = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, uint32_t);
        cr_assert(searched.gains.gain[i] != NULL && searched.gains.tried[i] != NULL);
    }
    for (uint32_t c = 0; c < COLUMNS_MOST; c++) {
        searched.column[c] = c;
    }
    searched.best = drawn_best(drawn);
    relax(searched.glpk, ROUND_LEVELS, &before);
    relax(searched.glpk, DRAWN_LEVEL, &searched.root);
    if (searched.root.status == GLPK_OPTIMAL) {
        double best = searched.best < INT64_MAX ? (double)searched.best : 0.0;
        search_cutoff(&searched, INFINITY, &random);
        search_on(&searched, INFINITY);
        search_on(&searched, best - 1.0 + 1e-6);
        for (int more = -2; more <= 2; more++) {
            search_cutoff(&searched, best + more + 1e-6, &random);
        }
        relax(searched.glpk, DRAWN_LEVEL, &after);
        cr_assert_eq(after.iterations, 0, "seed %" PRIu64 ": its optimum is none now", seed);
        cr_assert_float_eq(after.value, searched.root.value, 1e-9);
        relax(searched.glpk, ROUND_LEVELS, &after);
        cr_assert_float_eq(after.value, before.value, 1e-6, "seed %" PRIu64, seed);
    } else {
        cr_assert_eq(searched.best, INT64_MAX, "seed %" PRIu64 ": no relaxation", seed);
    }
    glpk_program_free(searched.glpk);
}

Test(program_search, finds_what_there_is) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 4;
    drawn_program_each(n, check_round, &met);
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "searches: %" PRIu64 " found, %" PRIu64 " proved none, %" PRIu64
                " branched, %" PRIu64 " were stopped, %" PRIu64 " dives found, %" PRIu64
                " leaves, %" PRIu64 " columns decided\n",
                met.n_found, met.n_none, met.n_branched, met.n_stopped, met.n_dives, met.n_leaves,
                met.n_decided);
    }
    cr_expect(n < 1000 || (met.n_found > n && met.n_none > n / 2 && met.n_branched > 0));
    cr_expect(n < 1000 || (met.n_dives > 0 && met.n_leaves > n / 2 && met.n_decided > 0));
}
