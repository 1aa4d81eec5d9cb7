// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cuts by hand, and on tiny random rounds against every placement: whatever cuts are made of, all
 * placements keep them (those of a held value, where a level is held), and what they were made for
 * breaks them.
 */
#include "solver/cuts.h"
#include "solver/program_cuts.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { COLUMNS_MOST = 512, ROWS_MOST = 128 };

/* A compact program with so many columns and rows [n_rows][n_columns] of entries. */
struct by_hand {
    struct arena arena;
    struct assignment_model model;
    struct program program;
    struct compact compact;
    struct program_row row[4];
    uint32_t number[4], start[5], cover_start[5], row_of[16];
    int32_t value[16];
    struct cuts cuts;
};

static void make_by_hand(struct by_hand *hand, uint32_t n_rows, uint32_t n_columns,
                         const int32_t *entry, const int64_t *upper) {
    struct error error = {0};
    memset(hand, 0, sizeof *hand);
    for (uint32_t r = 0; r < n_rows; r++) {
        hand->row[r] = (struct program_row){.kind = ROW_NODE, .upper = upper[r]};
        hand->number[r] = r;
    }
    for (uint32_t c = 0, n = 0; c < n_columns; c++) {
        for (uint32_t r = 0; r < n_rows; r++) {
            if (entry[r * n_columns + c] != 0) {
                hand->row_of[n] = r;
                hand->value[n++] = entry[r * n_columns + c];
            }
        }
        hand->start[c + 1] = n;
    }
    hand->model.n_levels = 1;
    hand->program = (struct program){.model = &hand->model, .n_rows = n_rows, .row = hand->row};
    hand->compact = (struct compact){.program = &hand->program,
                                     .n_rows = n_rows,
                                     .n_columns = n_columns,
                                     .row = hand->number,
                                     .cover_start = hand->cover_start,
                                     .start = hand->start,
                                     .row_of = hand->row_of,
                                     .value = hand->value};
    cr_assert_eq(cuts_new(&hand->cuts, &hand->compact, &hand->arena, &error), OK);
}

/* The only cut: each of n columns once, at most 1 in all. */
static void expect_one_of(const struct by_hand *hand, uint32_t n) {
    cr_assert_eq(hand->cuts.n_added, 1, "%u cuts", hand->cuts.n_added);
    const struct added_row *cut = hand->cuts.added[0];
    cr_expect_eq(cut->upper, 1);
    cr_expect_eq(cut->level, NONE);
    cr_assert_eq(cut->n, n);
    for (uint32_t i = 0; i < n; i++) {
        cr_expect_eq(cut->value[i], 1);
    }
}

/* Two pairs of twins, three seats: by halves one and a half pairs would come. */
Test(cuts, twins_share_no_last_seat) {
    struct by_hand hand;
    struct error error = {0};
    const int32_t entry[] = {2, 2};
    const int64_t upper[] = {3};
    const double x[] = {1.0, 0.5}, less[] = {0.75, 0.75};
    uint32_t row[] = {0}, times[] = {TIMES / 2}, n_added = 0;
    bool added = false;
    make_by_hand(&hand, 1, 2, entry, upper);
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect(added);
    expect_one_of(&hand, 2);
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect_not(added, "it is known");
    cr_assert_eq(cuts_try_halves(&hand.cuts, less, &n_added, &error), OK);
    cr_expect_eq(n_added, 0, "no entry is odd");
    arena_free(&hand.arena);
}

/* A cut with more entries than are wanted is left out. */
Test(cuts, too_many_entries) {
    struct by_hand hand;
    struct error error = {0};
    const int32_t entry[] = {2, 2};
    const int64_t upper[] = {3};
    const double x[] = {1.0, 0.5};
    uint32_t row[] = {0}, times[] = {TIMES / 2};
    bool added = true;
    make_by_hand(&hand, 1, 2, entry, upper);
    hand.cuts.entries_most = 1;
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect_not(added);
    hand.cuts.entries_most = 2;
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect(added);
    arena_free(&hand.arena);
}

/* Three of whom any two exclude each other. */
Test(cuts, odd_cycle) {
    struct by_hand hand;
    struct error error = {0};
    const int32_t entry[] = {1, 1, 0, 0, 1, 1, 1, 0, 1};
    const int64_t upper[] = {1, 1, 1};
    const double x[] = {0.5, 0.5, 0.5};
    uint32_t n_added = 0;
    make_by_hand(&hand, 3, 3, entry, upper);
    cr_assert_eq(cuts_try_halves(&hand.cuts, x, &n_added, &error), OK);
    cr_expect_eq(n_added, 1);
    expect_one_of(&hand, 3);
    arena_free(&hand.arena);
}

/* Sums beyond 64 bits, and right-hand sides that no double holds, make no cut. */
Test(cuts, large_numbers_make_none) {
    struct by_hand hand;
    struct error error = {0};
    const int32_t entry[] = {2, 2};
    const double x[] = {1.0, 1.0};
    const int64_t large[] = {INT64_C(1) << 54, -(INT64_C(1) << 54), INT64_MIN / 3};
    uint32_t row[] = {0}, times[] = {TIMES / 2};
    for (size_t i = 0; i < sizeof large / sizeof large[0]; i++) {
        bool added = true;
        make_by_hand(&hand, 1, 2, entry, &large[i]);
        cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
        cr_expect_not(added, "%" PRId64, large[i]);
        arena_free(&hand.arena);
    }
}

/* However many cuts there are, each level can be held; then there is room for nothing. */
Test(cuts, leave_room_for_levels) {
    struct by_hand hand;
    struct error error = {0};
    const int32_t entry[] = {2, 2};
    const int64_t upper[] = {3};
    const double x[] = {1.0, 0.5};
    uint32_t row[] = {0}, times[] = {TIMES / 2};
    const struct added_row nothing = {0};
    bool added = true;
    make_by_hand(&hand, 1, 2, entry, upper);
    for (uint32_t i = 0; i < ADDED_ROWS_MOST; i++) {
        hand.cuts.added[i] = &nothing;
    }
    hand.cuts.n_added = ADDED_ROWS_MOST - 1;
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect_not(added);
    hand.cuts.n_added--;
    cr_assert_eq(cuts_try(&hand.cuts, row, times, 1, x, &added, &error), OK);
    cr_expect(added);
    cr_expect_eq(cuts_hold(&hand.cuts, 0, 0, &error), OK);
    cr_expect_eq(hand.cuts.n_added, ADDED_ROWS_MOST);
    cr_expect_eq(cuts_hold(&hand.cuts, 0, 0, &error), ERR_SOLVER);
    arena_free(&hand.arena);
}

struct met {
    uint64_t n_random, n_halves, n_tableau, n_on_cuts, n_held, n_fractional, n_cut_off;
};

/* The sum of the rows that a cut stands on, rounded down, says at least as much: no column counts
 * less, and no more is allowed. */
static void check_sources(const struct drawn_program *drawn, const struct added_row *cut,
                          uint64_t seed) {
    const struct compact *compact = &drawn->compact;
    int64_t sum[COLUMNS_MOST] = {0}, upper = 0;
    for (uint32_t j = 0; j < cut->n_rows; j++) {
        const struct added_row *on = cut->row[j].added;
        uint32_t r = cut->row[j].row;
        for (uint32_t c = 0; on == NULL && c < compact->n_columns; c++) {
            for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
                sum[c] +=
                    compact->row_of[i] == r ? (int64_t)cut->row[j].times * compact->value[i] : 0;
            }
        }
        for (uint32_t i = 0; on != NULL && i < on->n; i++) {
            sum[on->column[i]] += cut->row[j].times * on->value[i];
        }
        upper += cut->row[j].times *
                 (on == NULL ? drawn->program.row[compact->row[r]].upper : on->upper);
        cr_assert(on == NULL || on->number < cut->number, "seed %" PRIu64, seed);
    }
    for (uint32_t i = 0; i < cut->n; i++) {
        sum[cut->column[i]] -= TIMES * cut->value[i];
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        cr_assert_geq(sum[c], 0, "seed %" PRIu64 ": cut %u, column %u", seed, cut->number, c);
    }
    cr_assert_lt(upper, TIMES * (cut->upper + 1), "seed %" PRIu64 ": cut %u", seed, cut->number);
}

/* Every placement keeps the rows from the first on, those of at most the held cost where one is
 * held; and x breaks them. */
static void check_cuts(struct drawn_program *drawn, const struct cuts *cuts, uint32_t first,
                       int64_t held, const double *x, uint64_t seed) {
    uint8_t value[COLUMNS_MOST];
    for (uint32_t j = first; j < cuts->n_added; j++) {
        const struct added_row *cut = cuts->added[j];
        double at = 0.0;
        for (uint32_t i = 0; i < cut->n; i++) {
            at += (double)cut->value[i] * x[cut->column[i]];
        }
        check_sources(drawn, cut, seed);
        cr_assert_gt(at, (double)cut->upper + 1e-4, "seed %" PRIu64 ": cut %u", seed, j);
    }
    for (uint32_t p = 0; p < drawn->n_placements; p++) {
        drawn_columns(drawn, p, value);
        bool meant = drawn_cost(drawn, DRAWN_LEVEL, value) <= held;
        for (uint32_t j = first; meant && j < cuts->n_added; j++) {
            const struct added_row *cut = cuts->added[j];
            int64_t sum = 0;
            for (uint32_t i = 0; i < cut->n; i++) {
                sum += cut->value[i] * value[cut->column[i]];
            }
            cr_assert_leq(sum, cut->upper, "seed %" PRIu64 ": cut %u, placement %u", seed, j, p);
        }
    }
}

/* Random sums of random rows, cuts among them. */
static void try_random(struct drawn_program *drawn, struct cuts *cuts, int64_t held,
                       struct random *random, uint64_t seed, struct met *met) {
    struct error error = {0};
    double x[COLUMNS_MOST];
    for (int try = 0; try < 20; try++) {
        uint32_t n_rows = drawn->compact.n_rows + cuts->n_added, n = 0, first = cuts->n_added;
        uint32_t row[ROWS_MOST], times[ROWS_MOST];
        bool added = false, on_cuts = false;
        for (uint32_t r = 0; r < n_rows && n < ROWS_MOST; r++) {
            if (random_chance(random, 40)) {
                on_cuts |= r >= drawn->compact.n_rows;
                row[n] = r;
                times[n++] =
                    random_chance(random, 50) ? TIMES / 2 : 1 + random_below(random, TIMES);
            }
        }
        for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
            x[c] = random_below(random, 5) / 4.0;
        }
        cr_assert_eq(cuts_try(cuts, row, times, n, x, &added, &error), OK);
        cr_assert_eq(cuts->n_added, first + (added ? 1 : 0));
        check_cuts(drawn, cuts, first, held, x, seed);
        met->n_random += added ? 1 : 0;
        met->n_on_cuts += added && on_cuts ? 1 : 0;
    }
}

static bool is_fractional(const struct drawn_program *drawn, const double *x) {
    bool fractional = false;
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        fractional |= fabs(x[c] - floor(x[c] + 0.5)) > 1e-6;
    }
    return fractional;
}

/* Cuts from the relaxation of the drawn costs, one round after the other, and the costs held in
 * between. */
static void try_relaxation(struct drawn_program *drawn, struct cuts *cuts, uint64_t seed,
                           struct met *met) {
    const struct glpk_limits never = {0};
    struct error error = {0};
    struct glpk_program *glpk;
    double x[COLUMNS_MOST], reduced[COLUMNS_MOST];
    struct glpk_relaxation relaxation = {.x = x, .reduced = reduced};
    int64_t best = drawn_best(drawn), held = INT64_MAX;
    relaxation.dual = ARENA_NEW(&drawn->arena, ROWS_MOST + ADDED_ROWS_MOST, double);
    cr_assert_not_null(relaxation.dual);
    cr_assert_eq(glpk_program_new(&glpk, &drawn->compact, &drawn->arena, NULL, &error), OK);
    cr_assert_eq(glpk_program_set_cost(glpk, DRAWN_LEVEL, &error), OK);
    for (int round = 0; round < 6; round++) {
        uint32_t first = cuts->n_added, n_halves = 0, n = 0;
        cr_assert_eq(glpk_program_relax(glpk, &never, GLPK_PRIMAL, INFINITY, &relaxation, &error),
                     OK);
        if (relaxation.status != GLPK_OPTIMAL) {
            cr_assert_eq(best, INT64_MAX, "seed %" PRIu64 ": cuts leave no placement", seed);
            break;
        }
        cr_assert(round >= 3 || relaxation.value < (double)best + 1e-6, "seed %" PRIu64, seed);
        cr_assert_eq(cuts_try_halves(cuts, x, &n_halves, &error), OK);
        cr_assert_eq(cuts->n_added, first + n_halves);
        check_cuts(drawn, cuts, first, held, x, seed);
        cuts->n_added = first;
        cr_assert_eq(program_cuts_add(glpk, cuts, &relaxation, &n, &error), OK);
        cr_assert_eq(cuts->n_added, first + n);
        check_cuts(drawn, cuts, first, held, x, seed);
        bool fractional = is_fractional(drawn, x);
        met->n_fractional += fractional ? 1 : 0;
        met->n_cut_off += fractional && n > 0 ? 1 : 0;
        met->n_halves += n_halves;
        met->n_tableau += n - n_halves;
        met->n_held += held < INT64_MAX ? n : 0;
        if (round == 2 && best < INT64_MAX) { /* from here on another level's cuts */
            held = best;
            cr_assert_eq(cuts_hold(cuts, DRAWN_LEVEL, best, &error), OK);
            cr_assert_eq(program_cuts_hand_over(glpk, cuts, cuts->n_added - 1, &error), OK);
            cr_assert_eq(glpk_program_set_cost(glpk, ROUND_LEVELS, &error), OK);
        }
    }
    glpk_program_free(glpk);
}

static void check_round(struct drawn_program *drawn, uint64_t seed, void *context) {
    struct met *met = context;
    struct random random = {seed};
    struct error error = {0};
    struct cuts cuts;
    cr_assert(drawn->compact.n_columns <= COLUMNS_MOST && drawn->compact.n_rows <= ROWS_MOST);
    cr_assert_eq(cuts_new(&cuts, &drawn->compact, &drawn->arena, &error), OK);
    try_random(drawn, &cuts, INT64_MAX, &random, seed, met);
    cuts.n_added = 0;
    if (drawn->n_placements > 0) {
        int64_t held = drawn_best(drawn) + random_below(&random, 2);
        cr_assert_eq(cuts_hold(&cuts, DRAWN_LEVEL, held, &error), OK);
        try_random(drawn, &cuts, held, &random, seed, met);
    }
    cuts.n_added = 0;
    try_relaxation(drawn, &cuts, seed, met);
}

Test(cuts, no_placement_breaks_one) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 4;
    drawn_program_each(n, check_round, &met);
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "cuts: %" PRIu64 " of random sums, %" PRIu64
                " of them on cuts; of relaxations %" PRIu64 " by halves, %" PRIu64
                " of the tableau, %" PRIu64 " beside a held level; %" PRIu64
                " fractional optima, %" PRIu64 " cut off\n",
                met.n_random, met.n_on_cuts, met.n_halves, met.n_tableau, met.n_held,
                met.n_fractional, met.n_cut_off);
    }
    cr_expect(n < 1000 || (met.n_random > n && met.n_on_cuts > 0), "hardly any cut was made");
    cr_expect(n < 1000 || (met.n_halves > 0 && met.n_tableau > 0 && met.n_held > 0));
    cr_expect(10 * met.n_cut_off >= 9 * met.n_fractional, "most of what is fractional stays");
}
