// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Very many tiny random rounds of every mechanism: the anonymised round has the placement of the
 * original, ranks and reserve lists included, up to the renaming; with rounding, that of the
 * original with its metres rounded (listed ones, not straight lines); and the checker, which shares
 * no code with the solver, finds it right. Where the order of rows chooses between placements of
 * the same worth, the very same one comes out with keep_order, and one of the same worth without.
 */
#include "tests/anonymise/same.h"
#include "tests/oracle/random.h"
#include "tests/oracle/tiny.h"
#include "tests/verify/in_memory.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

static const struct tiny_rules all_rules[] = {
    {.mechanism = "deferred-acceptance", .no_guarantee = true},
    {.mechanism = "deferred-acceptance", .guarantee = true},
    {.mechanism = "minimum-cost"},
    {.mechanism = "top-trading-cycles"},
    {.mechanism = "immediate-acceptance"},
    {.mechanism = "serial-dictatorship"},
    {.mechanism = "deferred-acceptance", .only = CRITERION_LOTTERY + 1},
};

enum { N_RULES_TRIED = sizeof all_rules / sizeof all_rules[0] };

static const int which[N_RULES_TRIED] = {0, 1, 2, 3, 4, 5, 6};

/* Each is solved twice and checked: a twentieth of the random instances asked for. */
static uint64_t how_many(void) {
    const char *asked = getenv("PLACERA_RANDOM");
    return (asked == NULL ? 200000 : strtoull(asked, NULL, 10)) / 20 + 1;
}

/* The metres of every pair as a table, rounded half up, without looking at anonymise/. */
static void tabulate(const struct instance *instance, uint32_t round_m, struct instance *table,
                     struct arena *arena) {
    *table = *instance;
    size_t n_pairs = (size_t)instance->n_applicants * instance->n_schools;
    table->distance_start = ARENA_NEW(arena, (size_t)instance->n_applicants + 1, uint32_t);
    table->distance_school = ARENA_NEW(arena, n_pairs, uint32_t);
    table->distance_m = ARENA_NEW(arena, n_pairs, uint32_t);
    table->policy.straight_line = false;
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        table->distance_start[a] = n;
        for (uint32_t s = 0; s < instance->n_schools; s++) {
            uint32_t metres = instance_metres(instance, a, s);
            if (metres != METRES_UNKNOWN) {
                uint32_t over = round_m == 0 ? 0 : metres % round_m;
                metres =
                    2 * over < round_m || round_m == 0 ? metres - over : metres - over + round_m;
                table->distance_school[n] = s;
                table->distance_m[n++] = metres;
            }
        }
    }
    table->distance_start[instance->n_applicants] = n;
    table->n_distances = n;
}

static bool looks_at_metres(const struct instance *instance) {
    bool looks = instance->policy.has_near || instance->policy.fallback != FALLBACK_NONE;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        looks = looks || instance->criterion[i].kind == CRITERION_RELATIVE_NEARNESS ||
                instance->criterion[i].kind == CRITERION_ABSOLUTE_NEARNESS;
    }
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        looks = looks || instance->policy.objective[i].kind == OBJECTIVE_NEAR ||
                instance->policy.objective[i].kind == OBJECTIVE_DISTANCE;
    }
    return looks;
}

static bool carries_numbers(const struct instance *instance) {
    return instance->applicant_lottery != NULL || instance->wish_lottery != NULL;
}

/* May the lottery be refused? Only where fallback options draw for themselves, or equal numbers are
 * carried. */
static bool may_refuse(const struct instance *instance) {
    bool per_offer = instance->policy.lottery_per_offer || instance->wish_lottery != NULL;
    return (per_offer && instance->policy.fallback == FALLBACK_IN_ROUND) ||
           carries_numbers(instance);
}

static void must_hold(const struct instance *instance, const struct solution *solution,
                      uint64_t seed) {
    static char policy[] = "{}";
    struct loaded loaded = {.instance = *instance, .policy_json = policy};
    struct results results;
    struct report report;
    struct error error = {0};
    results_of_solution(&results, instance, solution);
    cr_assert_eq(verify_run(&loaded, &results, &report, &error), OK, "%s", error.text);
    cr_assert_eq(first_broken(&report), N_PROPERTIES, "seed %" PRIu64 ": %s", seed,
                 property_name[first_broken(&report) % N_PROPERTIES]);
    results_release(&results);
}

/* Straight lines are chosen among before they are rounded: then the round is another one. */
static bool is_exact(const struct instance *instance, const struct anonymise_options *options) {
    return options->round_m == 0 || !instance->policy.straight_line;
}

static void must_solve(const struct instance *instance, uint64_t seed) {
    struct solve_options options = {0};
    struct solution solution;
    struct error error = {0};
    cr_assert_eq(instance_check(instance, &error), OK, "seed %" PRIu64 ": %s", seed, error.text);
    cr_assert_eq(solve(instance, &options, &solution, &error), OK, "%s", error.text);
    must_hold(instance, &solution, seed);
    solution_release(&solution);
}

static void must_be_same(const struct instance *table, const struct anonymised *anonymised,
                         bool keep_order, uint64_t seed) {
    struct solve_options options = {0};
    struct solution original, renamed;
    struct error error = {0};
    char what[200];
    cr_assert_eq(instance_check(&anonymised->instance, &error), OK, "seed %" PRIu64 ": %s", seed,
                 error.text);
    cr_assert_eq(solve(table, &options, &original, &error), OK, "%s", error.text);
    cr_assert_eq(solve(&anonymised->instance, &options, &renamed, &error), OK, "%s", error.text);
    if (keep_order || !anonymise_order_decides(table)) {
        struct sameness sameness = {looks_at_metres(table), !may_refuse(table)};
        bool same =
            same_solution(anonymised, table, &original, &renamed, &sameness, what, sizeof what);
        if (!same) {
            tiny_print(table, stderr);
            tiny_print(&anonymised->instance, stderr);
            cr_assert_fail("seed %" PRIu64 ": %s differs", seed, what);
        }
    } else {
        cr_assert(same_worth(&original.proof, &renamed.proof), "seed %" PRIu64, seed);
    }
    must_hold(&anonymised->instance, &renamed, seed);
    solution_release(&renamed);
    solution_release(&original);
}

/* One round; false where its lottery is refused. */
static bool try_round(uint64_t seed, const struct tiny_rules *rules) {
    struct instance instance, table;
    struct arena arena = {0};
    struct anonymised anonymised;
    struct secret_key key = {{(unsigned char)seed, (unsigned char)(seed >> 8), 77}};
    struct random random = {seed};
    struct anonymise_options options = {random_chance(&random, 50) ? 250 : 0,
                                        random_chance(&random, 50)};
    struct error error = {0};
    tiny_make(&instance, seed, rules);
    enum err err = anonymise(&instance, &options, &key, &anonymised, &error);
    bool refused = err == ERR_INPUT && may_refuse(&instance);
    if (!refused) {
        cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
        tabulate(&instance, options.round_m, &table, &arena);
        if (is_exact(&instance, &options)) {
            must_be_same(&table, &anonymised, options.keep_order, seed);
        } else {
            must_solve(&anonymised.instance, seed);
        }
    }
    anonymised_release(&anonymised);
    instance_release(&instance);
    arena_free(&arena);
    return !refused;
}

ParameterizedTestParameters(anonymise_random, same_placement) {
    return cr_make_param_array(const int, (void *)(uintptr_t)which, N_RULES_TRIED);
}

ParameterizedTest(const int *rules, anonymise_random, same_placement) {
    uint64_t n_refused = 0;
    omp_set_num_threads(1);
    for (uint64_t seed = 0; seed < how_many(); seed++) {
        n_refused += try_round(seed, &all_rules[*rules]) ? 0 : 1;
    }
    cr_log_info("%s: %" PRIu64 " of %" PRIu64 " refused", all_rules[*rules].mechanism, n_refused,
                how_many());
    cr_expect_lt(n_refused, how_many() / 8, "%" PRIu64 " refused", n_refused);
}
