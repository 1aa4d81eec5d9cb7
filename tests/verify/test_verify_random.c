// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Very many tiny random rounds: what the solver gives is found right by the checker, which shares
 * no code with it; the same with somebody moved elsewhere is found wrong.
 */
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
};

enum { N_RULES_TRIED = sizeof all_rules / sizeof all_rules[0] };

static const int which[N_RULES_TRIED] = {0, 1, 2, 3, 4, 5};

/* Checks take longer than the solving: a twentieth of the random instances asked for, but half of
 * them under minimum cost, whose certificate is what a checker lives on. */
static uint64_t how_many(const struct tiny_rules *rules) {
    bool certified = strcmp(rules->mechanism, "minimum-cost") == 0;
    return random_instances() / (certified ? 2 : 20) + 1;
}

struct trial {
    struct loaded loaded;
    struct solution solution;
    struct results results;
    struct report report;
};

static void trial_check(struct trial *trial) {
    struct error error = {0};
    cr_assert_eq(verify_run(&trial->loaded, &trial->results, &trial->report, &error), OK, "%s",
                 error.text);
}

static void trial_open(struct trial *trial, uint64_t seed, const struct tiny_rules *rules) {
    static char policy[] = "{}";
    struct solve_options options = {0};
    omp_set_num_threads(1); /* rounds this small are over before a thread has woken */
    memset(trial, 0, sizeof *trial);
    trial->loaded.policy_json = policy;
    tiny_make(&trial->loaded.instance, seed, rules);
    cr_assert_eq(solve(&trial->loaded.instance, &options, &trial->solution, NULL), OK);
    results_of_solution(&trial->results, &trial->loaded.instance, &trial->solution);
}

static void trial_close(struct trial *trial) {
    results_release(&trial->results);
    solution_release(&trial->solution);
    instance_release(&trial->loaded.instance);
}

ParameterizedTestParameters(verify_random, agrees) {
    return cr_make_param_array(const int, (void *)(uintptr_t)which, N_RULES_TRIED);
}

ParameterizedTest(const int *rules, verify_random, agrees) {
    for (uint64_t seed = 0; seed < how_many(&all_rules[*rules]); seed++) {
        struct trial trial;
        trial_open(&trial, seed, &all_rules[*rules]);
        trial_check(&trial);
        enum property broken = first_broken(&trial.report);
        if (broken != N_PROPERTIES) {
            tiny_print(&trial.loaded.instance, stderr);
            cr_assert_fail("%s, seed %" PRIu64 ": %s: %s, at %s", all_rules[*rules].mechanism, seed,
                           property_name[broken], trial.report.finding[broken].first_case,
                           trial.report.finding[broken].place);
        }
        trial_close(&trial);
    }
}

/* Moves somebody elsewhere, and all else that follows is left as it was. */
static bool move_somebody(struct results *results, const struct instance *instance,
                          struct random *random) {
    uint32_t a = random_below(random, instance->n_applicants);
    uint32_t offer = random_below(random, instance->n_offers + 1);
    uint32_t before = results->proposals.offer[a];
    results->proposals.offer[a] = offer == instance->n_offers ? NONE : offer;
    return results->proposals.offer[a] != before;
}

ParameterizedTestParameters(verify_random, refuses) {
    return cr_make_param_array(const int, (void *)(uintptr_t)which, N_RULES_TRIED);
}

ParameterizedTest(const int *rules, verify_random, refuses) {
    uint64_t n_moved = 0;
    for (uint64_t seed = 0; seed < how_many(&all_rules[*rules]); seed++) {
        struct trial trial;
        struct random random = {seed};
        trial_open(&trial, seed, &all_rules[*rules]);
        if (move_somebody(&trial.results, &trial.loaded.instance, &random)) {
            n_moved++;
            trial_check(&trial);
            cr_assert_neq(first_broken(&trial.report), N_PROPERTIES, "%s, seed %" PRIu64,
                          all_rules[*rules].mechanism, seed);
        }
        trial_close(&trial);
    }
    cr_expect(n_moved > how_many(&all_rules[*rules]) / 2);
}
