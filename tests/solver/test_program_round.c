// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rounding on tiny random rounds: from any placement towards any x, what comes out keeps all rows,
 * is the placement of its options, and nobody who had a place has none.
 */
#include "solver/program_round.h"
#include "solver/program_values.h"
#include "tests/solver/drawn_program.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <string.h>

enum { COLUMNS_MOST = 512, PEOPLE_MOST = 8 };

struct met {
    uint64_t n, n_other, n_more, n_reached;
};

/* Another placement's columns, or anything. */
static void draw_x(struct drawn_program *drawn, struct random *random, double *x) {
    uint8_t value[COLUMNS_MOST];
    bool placement = random_chance(random, 50);
    drawn_columns(drawn, random_below(random, drawn->n_placements), value);
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        x[c] = placement ? value[c] : random_below(random, 5) / 4.0;
    }
}

static void check_rounding(struct drawn_program *drawn, struct random *random, uint64_t seed,
                           struct met *met) {
    uint8_t value[COLUMNS_MOST];
    double x[COLUMNS_MOST], reduced[COLUMNS_MOST];
    uint32_t before[PEOPLE_MOST], after[PEOPLE_MOST], n = drawn->model.n_applicants;
    struct error error = {0};
    bool other = false, more = false, lost = false, reached = true;
    drawn_columns(drawn, random_below(random, drawn->n_placements), value);
    compact_choice(&drawn->compact, value, before);
    draw_x(drawn, random, x);
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        reduced[c] = random_below(random, 5) - 2.0;
    }
    cr_assert_eq(program_round(&drawn->compact, x, reduced, value, &error), OK);
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        cr_assert(value[c] <= 1);
        reached = reached && value[c] == x[c];
    }
    compact_choice(&drawn->compact, value, after);
    for (uint32_t a = 0; a < n; a++) {
        lost |= before[a] != NONE && after[a] == NONE;
        more |= before[a] == NONE && after[a] != NONE;
        other |= before[a] != after[a];
    }
    cr_assert(drawn_keeps_rows(drawn, value), "seed %" PRIu64 ": a row is broken", seed);
    cr_assert(program_complete(&drawn->program, after, drawn->whole, drawn->sum), "seed %" PRIu64,
              seed);
    cr_assert_not(lost, "seed %" PRIu64 ": somebody loses a place", seed);
    met->n++;
    met->n_other += other ? 1 : 0;
    met->n_more += more ? 1 : 0;
    met->n_reached += reached ? 1 : 0;
}

Test(program_round, keeps_all_rows) {
    struct met met = {0};
    omp_set_num_threads(1);
    uint64_t n = random_instances() / 4;
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct drawn_program drawn;
        struct random random = {seed};
        if (drawn_program_make(&drawn, seed)) {
            cr_assert(drawn.compact.n_columns <= COLUMNS_MOST &&
                      drawn.model.n_applicants <= PEOPLE_MOST);
            for (int i = 0; i < 10 && drawn.n_placements > 0; i++) {
                check_rounding(&drawn, &random, seed, &met);
            }
        }
        drawn_program_release(&drawn);
    }
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "roundings: %" PRIu64 ", %" PRIu64 " changed somebody's place, %" PRIu64
                " gave one, %" PRIu64 " came to the x that they went to\n",
                met.n, met.n_other, met.n_more, met.n_reached);
    }
    cr_expect(n < 100 || (met.n_other > met.n / 4 && met.n_more > met.n / 4));
    cr_expect(n < 100 || met.n_reached > met.n / 20);
}
