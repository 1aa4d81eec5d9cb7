// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/ranking.h"

#include "io/loader.h"
#include "tests/oracle/many.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

/* Loads a round in one file, ranks it, and compares the ranks in the order of the options. */
static void ranks_are(const char *round, const uint32_t *expected, uint32_t n) {
    struct loaded loaded;
    struct arena arena = {NULL};
    struct options options;
    struct ranking ranking;
    cr_assert_eq(load_bytes("round", round, strlen(round), &loaded, NULL), OK, "%s",
                 loaded.faults.n > 0 ? loaded.faults.fault[0].text : "");
    cr_assert_eq(options_build(&options, &loaded.instance, &arena, NULL), OK);
    cr_assert_eq(ranking_build(&ranking, &loaded.instance, &options, &arena, NULL), OK);
    cr_assert_eq(options.n, n);
    for (uint32_t i = 0; i < n; i++) {
        cr_expect_eq(ranking.rank[i], expected[i], "option %u: rank %u, not %u", i, ranking.rank[i],
                     expected[i]);
    }
    arena_free(&arena);
    loaded_release(&loaded);
}

#define ROUND(criteria, applicants, wishes, distances)                                             \
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"s\"}, \"policy\": "            \
    "{\"mechanism\": \"deferred-acceptance\", \"criteria\": [" criteria "]}, "                     \
    "\"schools\": [{\"id\": \"A\"}, {\"id\": \"B\"}], "                                            \
    "\"offers\": [{\"id\": \"A\", \"school\": \"A\", \"seats\": 1}, "                              \
    "{\"id\": \"B\", \"school\": \"B\", \"seats\": 1}], \"tables\": {"                             \
    "\"applicants\": [" applicants "], \"wishes\": [" wishes "], \"distances\": [" distances "]}}"

#define WISH_A(name) "{\"applicant\": \"" name "\", \"rank\": 1, \"offer\": \"A\"}"
#define METRES(name, to_a, to_b)                                                                   \
    "{\"applicant\": \"" name "\", \"school\": \"A\", \"metres\": " #to_a                          \
    "}, {\"applicant\": \"" name "\", \"school\": \"B\", \"metres\": " #to_b "}"

/* Huddinge's own example: 1,200 - 1,600 = -400 loses to 1,200 - 700 = +500. */
Test(ranking, relative_nearness_in_huddinge) {
    static const uint32_t expected[] = {2, 1};
    ranks_are(ROUND("\"relative_nearness\"", "{\"id\": \"x\"}, {\"id\": \"y\"}",
                    WISH_A("x") ", " WISH_A("y"),
                    METRES("x", 1600, 1200) ", " METRES("y", 700, 1200)),
              expected, 2);
}

/* Arboga's: 1,000 - 500 = 500 wins over 500 - 250 = 250, though 250 m is nearer. */
Test(ranking, relative_nearness_in_arboga) {
    static const uint32_t expected[] = {1, 2};
    ranks_are(ROUND("\"relative_nearness\"", "{\"id\": \"x\"}, {\"id\": \"y\"}",
                    WISH_A("x") ", " WISH_A("y"),
                    METRES("x", 500, 1000) ", " METRES("y", 250, 500)),
              expected, 2);
    static const uint32_t absolute[] = {2, 1};
    ranks_are(ROUND("\"absolute_nearness\"", "{\"id\": \"x\"}, {\"id\": \"y\"}",
                    WISH_A("x") ", " WISH_A("y"),
                    METRES("x", 500, 1000) ", " METRES("y", 250, 500)),
              absolute, 2);
}

/* What is tied goes by the lottery; carried numbers take its place; equal ones go by id. */
Test(ranking, ties_and_carried_numbers) {
    static const uint32_t expected[] = {2, 3, 1};
    ranks_are(ROUND("",
                    "{\"id\": \"x\", \"lottery\": \"0000000000000007\"}, "
                    "{\"id\": \"y\", \"lottery\": \"0000000000000007\"}, "
                    "{\"id\": \"a\", \"lottery\": \"0000000000000007\"}",
                    WISH_A("x") ", " WISH_A("y") ", " WISH_A("a"), ""),
              expected, 3);
    static const uint32_t numbers[] = {3, 2, 1};
    ranks_are(ROUND("",
                    "{\"id\": \"x\", \"lottery\": \"ffffffffffffffff\"}, "
                    "{\"id\": \"y\", \"lottery\": \"0000000000000001\"}, "
                    "{\"id\": \"z\", \"lottery\": \"0000000000000000\"}",
                    WISH_A("x") ", " WISH_A("y") ", " WISH_A("z"), ""),
              numbers, 3);
}

/* Dates and numbers: earlier first, larger first, missing last in both. */
Test(ranking, ordered_columns) {
    static const uint32_t expected[] = {2, 1, 3};
    ranks_are(ROUND("{\"ascending\": \"queue\"}",
                    "{\"id\": \"x\", \"queue\": \"2026-10-01\"}, "
                    "{\"id\": \"y\", \"queue\": \"2026-09-30\"}, {\"id\": \"z\"}",
                    WISH_A("x") ", " WISH_A("y") ", " WISH_A("z"), ""),
              expected, 3);
    static const uint32_t falling[] = {1, 2, 3};
    ranks_are(ROUND("{\"descending\": \"merit\"}",
                    "{\"id\": \"x\", \"merit\": 10.5}, {\"id\": \"y\", \"merit\": -9}, "
                    "{\"id\": \"z\"}",
                    WISH_A("x") ", " WISH_A("y") ", " WISH_A("z"), ""),
              falling, 3);
}

/* Each criterion alone, on random instances, against the oracle's pairwise order. */

static const uint32_t all_criteria[] = {
    CRITERION_CURRENT_PLACE,     CRITERION_WISH_RANK, CRITERION_RELATIVE_NEARNESS,
    CRITERION_ABSOLUTE_NEARNESS, CRITERION_FLAG,      CRITERION_ASCENDING,
    CRITERION_DESCENDING,        CRITERION_LOTTERY};

static bool check_ranks(struct oracle *oracle, const struct solution *solution,
                        struct complaint *complaint) {
    for (uint32_t i = 0; i < oracle->n; i++) {
        if (solution->ranking.rank[i] != oracle_rank(oracle, i)) {
            return complain(complaint, "option %u has rank %u, not %u", i,
                            solution->ranking.rank[i], oracle_rank(oracle, i));
        }
    }
    return true;
}

ParameterizedTestParameters(ranking, alone) {
    return cr_make_param_array(const uint32_t, (void *)(uintptr_t)all_criteria,
                               sizeof all_criteria / sizeof all_criteria[0]);
}

ParameterizedTest(const uint32_t *kind, ranking, alone) {
    struct tiny_rules rules = {.mechanism = "immediate-acceptance", .only = *kind + 1};
    many_run(0, &rules, check_ranks);
}
