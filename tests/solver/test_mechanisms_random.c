// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every mechanism but minimum-cost (test_assignment.c) on random tiny instances against brute force
 * and against its textbook.
 */
#include "tests/oracle/many.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

static const int all_parts[MANY_PARTS] = {0, 1, 2, 3};

static struct criterion_test_params parts(void) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_parts, MANY_PARTS);
}

static bool same(const struct oracle *oracle, const uint32_t *choice, const uint32_t *expected,
                 struct complaint *complaint) {
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        if (choice[a] != expected[a]) {
            return complain(complaint, "applicant %u gets option %d, not %d", a, (int)choice[a],
                            (int)expected[a]);
        }
    }
    return true;
}

/* The stable placement that all like best, and the claims that lead to it. */
static bool check_stable(struct oracle *oracle, const struct solution *solution,
                         struct complaint *complaint) {
    uint32_t choice[TINY_APPLICANTS];
    uint32_t expected[TINY_APPLICANTS];
    uint32_t claim_round[TINY_APPLICANTS] = {0};
    if (!placement_of(oracle, solution, choice, complaint)) {
        return false;
    }
    bool exists = oracle->instance->policy.near_guarantee
                      ? brute_stable_near(oracle, expected, claim_round)
                      : brute_stable(oracle, expected);
    if (!exists) {
        return complain(complaint, "no stable placement is best for all");
    }
    if (!same(oracle, choice, expected, complaint)) {
        return false;
    }
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        if (solution->claim_round[a] != claim_round[a]) {
            return complain(complaint, "applicant %u has claim %u, not %u", a,
                            solution->claim_round[a], claim_round[a]);
        }
    }
    return read_off_agrees(oracle, solution, choice, complaint);
}

typedef void textbook(const struct oracle *oracle, uint32_t *choice);

static bool check_textbook(struct oracle *oracle, const struct solution *solution, textbook *told,
                           struct complaint *complaint) {
    uint32_t choice[TINY_APPLICANTS];
    uint32_t expected[TINY_APPLICANTS];
    told(oracle, expected);
    return placement_of(oracle, solution, choice, complaint) &&
           same(oracle, choice, expected, complaint) &&
           (brute_wastes_nothing(oracle, choice) || complain(complaint, "a seat is wasted")) &&
           read_off_agrees(oracle, solution, choice, complaint);
}

static bool check_pareto(struct oracle *oracle, const struct solution *solution, textbook *told,
                         struct complaint *complaint) {
    uint32_t choice[TINY_APPLICANTS];
    return check_textbook(oracle, solution, told, complaint) &&
           placement_of(oracle, solution, choice, complaint) &&
           (brute_pareto(oracle, choice) || complain(complaint, "not Pareto efficient"));
}

static bool check_cycles(struct oracle *oracle, const struct solution *solution,
                         struct complaint *complaint) {
    return check_pareto(oracle, solution, textbook_trading_cycles, complaint);
}

static bool check_dictatorship(struct oracle *oracle, const struct solution *solution,
                               struct complaint *complaint) {
    return check_pareto(oracle, solution, textbook_serial_dictatorship, complaint);
}

static bool check_immediate(struct oracle *oracle, const struct solution *solution,
                            struct complaint *complaint) {
    return check_textbook(oracle, solution, textbook_immediate_acceptance, complaint);
}

ParameterizedTestParameters(random, deferred_acceptance) {
    return parts();
}

ParameterizedTest(const int *part, random, deferred_acceptance) {
    struct tiny_rules rules = {.mechanism = "deferred-acceptance", .no_guarantee = true};
    many_run(*part, &rules, check_stable);
}

ParameterizedTestParameters(random, near_guarantee) {
    return parts();
}

ParameterizedTest(const int *part, random, near_guarantee) {
    struct tiny_rules rules = {.mechanism = "deferred-acceptance", .guarantee = true};
    many_run(*part, &rules, check_stable);
}

ParameterizedTestParameters(random, top_trading_cycles) {
    return parts();
}

ParameterizedTest(const int *part, random, top_trading_cycles) {
    struct tiny_rules rules = {.mechanism = "top-trading-cycles"};
    many_run(*part, &rules, check_cycles);
}

ParameterizedTestParameters(random, top_trading_cycles_without_pools) {
    return parts();
}

ParameterizedTest(const int *part, random, top_trading_cycles_without_pools) {
    struct tiny_rules rules = {.mechanism = "top-trading-cycles", .no_pools = true};
    many_run(*part, &rules, check_cycles);
}

ParameterizedTestParameters(random, immediate_acceptance) {
    return parts();
}

ParameterizedTest(const int *part, random, immediate_acceptance) {
    struct tiny_rules rules = {.mechanism = "immediate-acceptance"};
    many_run(*part, &rules, check_immediate);
}

ParameterizedTestParameters(random, serial_dictatorship) {
    return parts();
}

ParameterizedTest(const int *part, random, serial_dictatorship) {
    struct tiny_rules rules = {.mechanism = "serial-dictatorship"};
    many_run(*part, &rules, check_dictatorship);
}
