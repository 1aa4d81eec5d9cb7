// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The compact program against the program, on tiny random rounds: every placement that keeps the
 * program's rows has columns that keep the compact rows, cost the same at every level and say the
 * same placement; and columns that keep the compact rows, whichever they are, say a placement that
 * keeps the program's.
 */
#include "solver/program_values.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <string.h>

enum {
    COLUMNS_MOST = 512,
    ROWS_MOST = 128,
    LEVELS_MOST = 32,
    PEOPLE_MOST = 8,
    LOOKED_MOST = 50000
};

struct met {
    uint64_t n_placements, n_joint, n_vectors, n_rows_left_out;
};

/* Columns looked through one by one. */
struct look {
    struct drawn_program *drawn;
    uint64_t seed;
    uint32_t n_looked;
    bool rises[ROWS_MOST]; /* no entry of the row is below 0 */
    int64_t sum[ROWS_MOST];
    uint8_t value[COLUMNS_MOST];
    struct met *met;
};

static void check_placement(struct look *look, uint32_t i) {
    struct drawn_program *drawn = look->drawn;
    const struct compact *compact = &drawn->compact;
    const uint32_t *choice = drawn_placement(drawn, i);
    uint32_t n = drawn->model.n_applicants, back[PEOPLE_MOST];
    int64_t worth[LEVELS_MOST];
    drawn_columns(drawn, i, look->value);
    for (uint32_t c = compact->joint[0]; c < compact->n_columns; c++) {
        look->met->n_joint += look->value[c];
    }
    cr_assert(drawn_keeps_rows(drawn, look->value), "seed %" PRIu64 ": placement %u", look->seed,
              i);
    compact_choice(compact, look->value, back);
    cr_assert_arr_eq(back, choice, n * sizeof *back, "seed %" PRIu64 ": placement %u", look->seed,
                     i);
    program_values(&drawn->program, choice, worth);
    for (uint32_t l = 0; l < drawn->model.n_levels; l++) {
        int64_t cost = drawn_cost(drawn, l, look->value);
        cr_assert_eq(cost, worth[l],
                     "seed %" PRIu64 ": placement %u costs %" PRId64 " at level %u, not %" PRId64,
                     look->seed, i, cost, l, worth[l]);
    }
    look->met->n_placements++;
}

/* Columns that keep the compact rows; a family may be together without its joint column. */
static void check_vector(struct look *look) {
    struct drawn_program *drawn = look->drawn;
    uint32_t choice[PEOPLE_MOST];
    int64_t worth[LEVELS_MOST];
    compact_choice(&drawn->compact, look->value, choice);
    cr_assert(program_complete(&drawn->program, choice, drawn->whole, drawn->sum),
              "seed %" PRIu64 ": columns that are no placement", look->seed);
    program_values(&drawn->program, choice, worth);
    for (uint32_t l = 0; l < drawn->model.n_levels; l++) {
        int64_t cost = drawn_cost(drawn, l, look->value);
        bool families = program_counts_families(&drawn->program, l);
        cr_assert(families ? cost >= worth[l] : cost == worth[l],
                  "seed %" PRIu64 ": columns cost %" PRId64 " at level %u, not %" PRId64,
                  look->seed, cost, l, worth[l]);
    }
    look->met->n_vectors++;
}

/* Puts a column in, or takes it out. */
static bool put(struct look *look, uint32_t c, int sign) {
    const struct compact *compact = &look->drawn->compact;
    bool keeps = true;
    look->value[c] = sign > 0 ? 1 : 0;
    for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
        uint32_t r = compact->row_of[i];
        look->sum[r] += (int64_t)sign * compact->value[i];
        keeps = keeps &&
                !(look->rises[r] && look->sum[r] > look->drawn->program.row[compact->row[r]].upper);
    }
    return keeps;
}

static void check_vectors(struct look *look, uint32_t c) {
    if (look->n_looked++ > LOOKED_MOST) {
        return;
    }
    if (c == look->drawn->compact.n_columns) {
        if (drawn_keeps_rows(look->drawn, look->value)) {
            check_vector(look);
        }
        return;
    }
    if (put(look, c, 1)) {
        check_vectors(look, c + 1);
    }
    put(look, c, -1);
    check_vectors(look, c + 1);
}

static void check_round(struct drawn_program *drawn, uint64_t seed, void *context) {
    struct met *met = context;
    const struct compact *compact = &drawn->compact;
    struct look look = {.drawn = drawn, .seed = seed, .met = met};
    cr_assert(compact->n_columns <= COLUMNS_MOST && compact->n_rows <= ROWS_MOST);
    cr_assert(drawn->model.n_levels <= LEVELS_MOST && drawn->model.n_applicants <= PEOPLE_MOST);
    for (uint32_t i = 0; i < drawn->n_placements; i++) {
        check_placement(&look, i);
    }
    memset(look.rises, true, sizeof look.rises);
    for (uint32_t i = 0; i < compact->start[compact->n_columns]; i++) {
        look.rises[compact->row_of[i]] &= compact->value[i] > 0;
    }
    memset(look.value, 0, sizeof look.value);
    check_vectors(&look, 0);
    met->n_rows_left_out += drawn->program.n_rows - compact->n_rows;
}

Test(compact, says_the_same_placements) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 4;
    drawn_program_each(n, check_round, &met);
    cr_expect(n < 100 || (met.n_placements > n && met.n_vectors > n), "too little was met");
    cr_expect(n < 100 || (met.n_joint > 0 && met.n_rows_left_out > 0), "too little was met");
}
