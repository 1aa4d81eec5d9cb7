// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rounds of minimum-cost that no network holds, small enough to see what is best: each the smallest
 * case of a rule that meets another one.
 */
#include "io/loader.h"
#include "solver/solution.h"

#include <criterion/criterion.h>
#include <string.h>

enum { JANUARY = 2027 * 12 };

/* A round in one JSON text: rules of the policy, schools s and t with offers, tables. */
static void solve_text(const char *policy, const char *offers, const char *tables, enum err wanted,
                       struct loaded *loaded, struct solution *solution) {
    char text[4000];
    struct error error = {0};
    int n = snprintf(text, sizeof text,
                     "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},\"policy\":"
                     "{\"mechanism\":\"minimum-cost\",\"straight_line\":\"allowed\",%s},"
                     "\"schools\":[{\"id\":\"s\",\"x\":0,\"y\":0},{\"id\":\"t\",\"x\":9,\"y\":0}],"
                     "\"offers\":[%s],\"tables\":{%s}}",
                     policy, offers, tables);
    cr_assert(n > 0 && n < (int)sizeof text);
    cr_assert_eq(load_bytes("round", text, (size_t)n, loaded, &error), OK, "%s: %s", error.text,
                 loaded->faults.n > 0 ? loaded->faults.fault[0].text : "");
    enum err err = solve(&loaded->instance, NULL, solution, &error);
    cr_assert_eq(err, wanted, "%s", error.text);
}

/* The levels' values, all proved. */
static void expect_levels(const struct solution *solution, uint32_t n, const int64_t *value) {
    const struct program_proof *proof = &solution->program_proof;
    cr_assert_eq(proof->n_levels, n, "%u levels", proof->n_levels);
    for (uint32_t l = 0; l < n; l++) {
        cr_expect_eq(proof->level[l].value, value[l], "level %u: %ld", l,
                     (long)proof->level[l].value);
        cr_expect_eq(proof->level[l].bound, value[l], "bound %u: %ld", l,
                     (long)proof->level[l].bound);
    }
}

#define EXPECT_LEVELS(...)                                                                         \
    expect_levels(&solution, (uint32_t)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)),       \
                  (int64_t[]){__VA_ARGS__})

/* A locked child's wishes are no columns: nothing would bound them. */
Test(program_by_hand, locked_applicants_choose_nothing) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":2},"
               "{\"id\":\"club\",\"school\":\"t\",\"seats\":1,\"follows\":\"o\"}",
               "\"applicants\":[{\"id\":\"a\"},{\"id\":\"b\",\"follows\":\"a\"},"
               "{\"id\":\"c\",\"locked\":\"o\"}],"
               "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\"},"
               "{\"applicant\":\"c\",\"rank\":1,\"offer\":\"o\"}]",
               OK, &loaded, &solution);
    EXPECT_LEVELS(-1, -1);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* A family that is locked at one place is together, whatever else happens. */
Test(program_by_hand, family_locked_together) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"together\",\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":3}",
               "\"applicants\":[{\"id\":\"a\",\"family\":\"f\",\"locked\":\"o\"},"
               "{\"id\":\"b\",\"family\":\"f\",\"locked\":\"o\"},{\"id\":\"c\",\"family\":null}],"
               "\"wishes\":[{\"applicant\":\"c\",\"rank\":1,\"offer\":\"o\"}]",
               OK, &loaded, &solution);
    EXPECT_LEVELS(-1, -1);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* Who moves on makes room, so an offer may place more than its last seats. */
Test(program_by_hand, opens_with_those_who_move_on) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"opens_with\":2,"
               "\"seats\":[{\"from\":\"2027-01\",\"seats\":2},{\"from\":\"2027-03\",\"seats\":1}],"
               "\"moves\":{\"to\":\"p\",\"from\":\"2027-03\",\"born_before\":\"2024-01-01\"}},"
               "{\"id\":\"p\",\"school\":\"s\",\"seats\":1}",
               "\"applicants\":[{\"id\":\"a\",\"birth_date\":\"2023-12-31\"},"
               "{\"id\":\"b\",\"birth_date\":\"2024-01-01\"}],"
               "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\"},"
               "{\"applicant\":\"b\",\"rank\":1,\"offer\":\"o\"}]",
               OK, &loaded, &solution);
    EXPECT_LEVELS(-2);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* Followers do not open an offer, locked ones neither. */
Test(program_by_hand, locked_followers_open_nothing) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":2,\"opens_with\":2},"
               "{\"id\":\"p\",\"school\":\"s\",\"seats\":1}",
               "\"applicants\":[{\"id\":\"a\"},{\"id\":\"b\",\"follows\":\"a\",\"locked\":\"o\"}],"
               "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\"},"
               "{\"applicant\":\"a\",\"rank\":2,\"offer\":\"p\"}]",
               OK, &loaded, &solution);
    EXPECT_LEVELS(-1, 0);
    cr_expect_eq(solution.offer[0], 1);
    solution_release(&solution);
    loaded_release(&loaded);
}

static const char two_wish_o[] = "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\"},"
                                 "{\"applicant\":\"b\",\"rank\":1,\"offer\":\"o\"}]";

/* Who moves on from an offer is ranked, and refused, there. */
Test(program_by_hand, reserve_of_an_offer_that_moves_children_on) {
    struct loaded loaded;
    struct solution solution;
    char tables[1000];
    snprintf(tables, sizeof tables,
             "\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\",\"birth_date\":\"2023-01-01\"},"
             "{\"id\":\"b\",\"start\":\"2027-01\",\"birth_date\":\"2023-02-01\"}],%s",
             two_wish_o);
    solve_text("\"objective\":[\"placed\"],\"criteria\":[{\"ascending\":\"birth_date\"}]",
               "{\"id\":\"p\",\"school\":\"s\",\"seats\":2},"
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":1,"
               "\"moves\":{\"to\":\"p\",\"from\":\"2027-03\",\"born_before\":\"2024-01-01\"}}",
               tables, OK, &loaded, &solution);
    EXPECT_LEVELS(-1);
    cr_expect_eq(solution.ranking.rank[0], 1);
    cr_expect_eq(solution.ranking.rank[1], 2);
    cr_expect_eq(solution.reserve_start[1], 0);
    cr_assert_eq(solution.reserve_start[2], 1);
    cr_expect_eq(solution.offer[solution.reserve[0]], NONE);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* A guarantee that must be held is held, wherever the objectives name it. */
Test(program_by_hand, required_guarantee_goes_before_the_objectives) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[{\"column\":\"cost\"},\"guarantee\"],\"guarantee\":\"required\"",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":1}",
               "\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\",\"guarantee\":\"2027-01\"}],"
               "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\",\"cost\":5}]",
               OK, &loaded, &solution);
    cr_assert_eq(solution.proof.n_levels, 2);
    cr_expect_eq(solution.proof.value[0], -1);
    cr_expect_eq(solution.proof.value[1], 5);
    cr_expect_eq(solution.offer[0], 0);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* Near are offers of the child's group only: staying in another one is no nearer for it. */
Test(program_by_hand, staying_outside_the_group_is_not_near) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"near\"],\"near\":{\"metres\":{\"g\":5,\"h\":5}}",
               "{\"id\":\"o\",\"school\":\"s\",\"group\":\"g\",\"seats\":1},"
               "{\"id\":\"p\",\"school\":\"s\",\"group\":\"h\",\"seats\":1}",
               "\"applicants\":[{\"id\":\"a\",\"group\":\"g\",\"x\":0,\"y\":0,\"current\":\"p\"}],"
               "\"wishes\":[]",
               OK, &loaded, &solution);
    cr_assert_eq(solution.proof.n_levels, 2);
    cr_expect_eq(solution.proof.value[0], -1);
    cr_expect_eq(solution.proof.value[1], 0);
    cr_expect_eq(solution.lacks_near[0], 1);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* Whoever is locked elsewhere from March on sits at the present place until then. */
Test(program_by_hand, locked_child_leaves_its_place_when_it_begins) {
    struct loaded loaded;
    struct solution solution;
    const char *offers = "{\"id\":\"o\",\"school\":\"s\",\"counts_current\":true,\"seats\":"
                         "[{\"from\":\"2027-01\",\"seats\":1},{\"from\":\"2027-03\",\"seats\":1}]},"
                         "{\"id\":\"p\",\"school\":\"s\",\"seats\":1}";
    char tables[1000];
    snprintf(tables, sizeof tables,
             "\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\"},{\"id\":\"b\",\"start\":"
             "\"2027-03\",\"current\":\"o\",\"locked\":\"p\"}],%s",
             two_wish_o);
    solve_text("\"objective\":[\"placed\"]", offers, tables, OK, &loaded, &solution);
    EXPECT_LEVELS(0);
    solution_release(&solution);
    loaded_release(&loaded);
    solve_text("\"objective\":[\"placed\"],\"late\":{\"months\":2}", offers, tables, OK, &loaded,
               &solution);
    EXPECT_LEVELS(-1);
    cr_expect_eq(solution.start[0], JANUARY + 2);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* An offer that moves children on to one without seats by then is no option for them. */
Test(program_by_hand, nobody_moves_on_before_there_are_seats) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":2,"
               "\"moves\":{\"to\":\"p\",\"from\":\"2027-02\",\"born_before\":\"2024-01-01\"}},"
               "{\"id\":\"p\",\"school\":\"s\",\"seats\":[{\"from\":\"2027-04\",\"seats\":2}]}",
               "\"applicants\":[{\"id\":\"a\",\"start\":\"2027-01\",\"birth_date\":\"2023-01-01\"},"
               "{\"id\":\"b\",\"start\":\"2027-04\",\"birth_date\":\"2023-02-01\"}],"
               "\"wishes\":[{\"applicant\":\"a\",\"rank\":1,\"offer\":\"o\"},"
               "{\"applicant\":\"b\",\"rank\":1,\"offer\":\"o\"}]",
               OK, &loaded, &solution);
    cr_expect_eq(solution.offer[0], NONE);
    cr_expect_eq(solution.offer[1], 0);
    solution_release(&solution);
    loaded_release(&loaded);
}

/* A locked child at an offer that opens with two could have company only on the seat of who has a
 * place there. */
Test(program_by_hand, nobody_loses_a_place_for_a_least_number) {
    struct loaded loaded;
    struct solution solution;
    solve_text("\"objective\":[\"placed\"]",
               "{\"id\":\"o\",\"school\":\"s\",\"seats\":2,\"counts_current\":true,"
               "\"opens_with\":2}",
               "\"applicants\":[{\"id\":\"a\",\"locked\":\"o\"},{\"id\":\"b\"},"
               "{\"id\":\"c\",\"current\":\"o\"}],"
               "\"wishes\":[{\"applicant\":\"b\",\"rank\":1,\"offer\":\"o\"}]",
               ERR_NO, &loaded, &solution);
    loaded_release(&loaded);
}
