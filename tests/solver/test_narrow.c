// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Parts of programs of tiny random rounds: a part has the optimum that the whole has with the other
 * columns closed (cuts aside), from the whole's basis at once where nothing of it is left out, and
 * it leaves the whole as it was.
 */
#include "solver/narrow.h"
#include "solver/program_cuts.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { COLUMNS_MOST = 512, ROWS_MOST = 128 };

struct met {
    uint64_t n_parts, n_smaller, n_infeasible, n_with_cuts;
};

/* The whole, at an optimum. */
struct whole {
    struct drawn_program *drawn;
    struct glpk_program *glpk;
    struct cuts cuts;
    struct glpk_relaxation root, other;
    uint8_t kept[COLUMNS_MOST], fixed[COLUMNS_MOST], full[ROWS_MOST + ADDED_ROWS_MOST];
    uint64_t seed;
    struct met *met;
};

static void new_relaxation(struct drawn_program *drawn, struct glpk_relaxation *relaxation) {
    relaxation->x = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double);
    relaxation->reduced = ARENA_ZERO(&drawn->arena, COLUMNS_MOST, double);
    relaxation->dual = ARENA_ZERO(&drawn->arena, ROWS_MOST + ADDED_ROWS_MOST, double);
    cr_assert(relaxation->x != NULL && relaxation->reduced != NULL && relaxation->dual != NULL);
}

static void relax(struct glpk_program *glpk, enum glpk_method method,
                  struct glpk_relaxation *relaxation) {
    const struct glpk_limits never = {0};
    struct error error = {0};
    cr_assert_eq(glpk_program_relax(glpk, &never, method, INFINITY, relaxation, &error), OK, "%s",
                 error.text);
}

/* What the whole's optimum is with the columns that are not kept closed. */
static void close_others(struct whole *whole, enum glpk_fixed fixed) {
    struct error error = {0};
    for (uint32_t c = 0; c < whole->drawn->compact.n_columns; c++) {
        if (whole->kept[c] == 0) {
            cr_assert_eq(glpk_program_try(whole->glpk, &c, 1, fixed, &error), OK);
        }
    }
}

/* Columns there and back. */
static void check_columns(const struct whole *whole, const struct narrow *narrow) {
    uint8_t part[COLUMNS_MOST], wide[COLUMNS_MOST], again[COLUMNS_MOST];
    uint8_t mark[COLUMNS_MOST + ROWS_MOST + ADDED_ROWS_MOST], there[COLUMNS_MOST] = {0};
    struct error error = {0};
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        part[c] = (uint8_t)(c % 2);
    }
    memset(again, 2, sizeof again);
    narrow_widen(narrow, part, wide);
    narrow_take(narrow, wide, again);
    cr_assert_arr_eq(again, part, narrow->compact.n_columns);
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        there[narrow->column[c]] = 1;
        int64_t cost = compact_cost(&whole->drawn->compact, DRAWN_LEVEL, narrow->column[c]);
        cr_assert_eq(compact_cost(&narrow->compact, DRAWN_LEVEL, c), cost);
    }
    cr_assert_eq(glpk_program_mark(whole->glpk, mark, &error), OK);
    for (uint32_t c = 0; c < whole->drawn->compact.n_columns; c++) {
        bool kept = whole->kept[c] != 0 || mark[c] == GLPK_BASIC;
        cr_assert_eq(there[c] != 0, kept, "seed %" PRIu64 ": column %" PRIu32, whole->seed, c);
    }
}

/* Cuts that do not cut at the whole's optimum are not in the part, so it may have a little more. */
static void check_value(const struct whole *whole, const struct glpk_relaxation *part) {
    bool optimal = part->status == GLPK_OPTIMAL, same = whole->cuts.n_added == 0;
    bool other = whole->other.status == GLPK_OPTIMAL;
    cr_assert(same ? optimal == other : optimal || !other, "seed %" PRIu64, whole->seed);
    if (optimal && other) {
        double more = part->value - whole->other.value;
        cr_assert(more < 1e-6 && (!same || more > -1e-6),
                  "seed %" PRIu64 ": %g, with the others closed %g", whole->seed, part->value,
                  whole->other.value);
    }
}

static void check_part(struct whole *whole) {
    struct drawn_program *drawn = whole->drawn;
    struct arena arena = {NULL};
    struct error error = {0};
    struct narrow narrow;
    const struct narrow_task task = {.wide = &drawn->compact,
                                     .cuts = &whole->cuts,
                                     .glpk = whole->glpk,
                                     .kept = whole->kept,
                                     .fixed = whole->fixed,
                                     .full = whole->full,
                                     .level = DRAWN_LEVEL};
    cr_assert_eq(narrow_build(&narrow, &task, &arena, &error), OK, "%s", error.text);
    check_columns(whole, &narrow);
    for (uint32_t c = 0; c < narrow.compact.n_columns; c++) {
        whole->kept[narrow.column[c]] = 1; /* those of the basis, too */
    }
    bool all = narrow.compact.n_columns == drawn->compact.n_columns;
    struct glpk_relaxation part;
    new_relaxation(drawn, &part);
    relax(narrow.glpk, GLPK_DUAL, &part);
    cr_assert(!all || part.iterations == 0, "seed %" PRIu64 ": not from its basis", whole->seed);
    narrow_release(&narrow);
    arena_free(&arena);
    close_others(whole, GLPK_CLOSED);
    relax(whole->glpk, GLPK_PRIMAL, &whole->other);
    check_value(whole, &part);
    close_others(whole, GLPK_FREE);
    relax(whole->glpk, GLPK_PRIMAL, &whole->other);
    cr_assert_float_eq(whole->other.value, whole->root.value, 1e-6);
    whole->met->n_parts++;
    whole->met->n_smaller += all ? 0 : 1;
    whole->met->n_infeasible += part.status == GLPK_INFEASIBLE ? 1 : 0;
    whole->met->n_with_cuts += whole->cuts.n_added > 0 ? 1 : 0;
}

static void check_round(struct drawn_program *drawn, uint64_t seed, void *context) {
    struct met *met = context;
    struct whole whole = {.drawn = drawn, .seed = seed, .met = met};
    struct error error = {0};
    struct random random = {seed};
    uint32_t n_cuts = 0;
    cr_assert(drawn->compact.n_columns <= COLUMNS_MOST && drawn->compact.n_rows <= ROWS_MOST);
    new_relaxation(drawn, &whole.root);
    new_relaxation(drawn, &whole.other);
    cr_assert_eq(cuts_new(&whole.cuts, &drawn->compact, &drawn->arena, &error), OK);
    cr_assert_eq(glpk_program_new(&whole.glpk, &drawn->compact, &drawn->arena, NULL, &error), OK);
    cr_assert_eq(glpk_program_set_cost(whole.glpk, DRAWN_LEVEL, &error), OK);
    relax(whole.glpk, GLPK_PRIMAL, &whole.root);
    for (uint32_t out = 0; out < 6 && whole.root.status == GLPK_OPTIMAL; out++) {
        if (out == 3) {
            cr_assert_eq(program_cuts_add(whole.glpk, &whole.cuts, &whole.root, &n_cuts, &error),
                         OK);
        }
        for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
            whole.kept[c] = out % 3 == 0 || random_below(&random, 3) >= out % 3 ? 1 : 0;
        }
        relax(whole.glpk, out == 3 ? GLPK_DUAL : GLPK_PRIMAL, &whole.root);
        if (whole.root.status == GLPK_OPTIMAL) {
            check_part(&whole);
        }
    }
    glpk_program_free(whole.glpk);
}

Test(narrow, is_the_whole_with_the_rest_closed) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 4;
    drawn_program_each(n, check_round, &met);
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "parts: %" PRIu64 ", %" PRIu64 " of them smaller, %" PRIu64 " infeasible, %" PRIu64
                " with cuts\n",
                met.n_parts, met.n_smaller, met.n_infeasible, met.n_with_cuts);
    }
    cr_expect(n < 1000 || (met.n_smaller > n / 4 && met.n_with_cuts > 0));
}
