// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Objectives as levels of costs: names and wish costs by hand, and tiny instances whose every cost
 * is worked out again from the oracle's own reading of the rules.
 */
#include "solver/objective.h"

#include "solver/mechanism.h"
#include "tests/oracle/oracle.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { N_SEEDS = 3000 };

Test(objective, wish_costs) {
    int64_t list[] = {0, 2, 3};
    struct policy policy = {.n_wish_costs = 0};
    cr_assert_eq(objective_wish_cost(&policy, 1), 0);
    cr_assert_eq(objective_wish_cost(&policy, 2), 1);
    cr_assert_eq(objective_wish_cost(&policy, 5), 16);
    policy.wish_cost = list;
    policy.n_wish_costs = 3;
    cr_assert_eq(objective_wish_cost(&policy, 2), 2);
    cr_assert_eq(objective_wish_cost(&policy, 3), 3);
}

static uint32_t longest_list(const struct instance *instance) {
    uint32_t longest = 0;
    for (uint32_t w = 0, a = 0; w < instance->n_wishes; w++) {
        while (w >= instance->wish_start[a + 1]) {
            a++;
        }
        uint32_t rank = w - instance->wish_start[a] + 1;
        longest = rank > longest ? rank : longest;
    }
    return longest;
}

static int64_t column_of(const struct instance *instance, uint32_t column,
                         const struct oracle_option *option) {
    const struct column *values = &instance->column[column];
    double value = NAN;
    if (option->wish != NONE && values->of_wish != NULL) {
        value = values->of_wish[option->wish];
    }
    if (isnan(value) && values->of_applicant != NULL) {
        value = values->of_applicant[option->applicant];
    }
    return isnan(value) ? 0 : lround(value);
}

static int64_t wishes_cost(const struct policy *policy, int64_t rank) {
    return policy->n_wish_costs == 0 ? (rank - 1) * (rank - 1) : policy->wish_cost[rank - 1];
}

/* The cost of the oracle's option i under an objective, straight from the rules. */
static int64_t expected_cost(const struct oracle *oracle, const struct objective *objective,
                             uint32_t rank, uint32_t i) {
    const struct instance *instance = oracle->instance;
    const struct oracle_option *option = &oracle->option[i];
    bool wished = option->wish != NONE;
    uint32_t wish_rank = wished ? option->wish - instance->wish_start[option->applicant] + 1
                                : longest_list(instance) + 1;
    if (objective->kind == OBJECTIVE_PLACED) {
        return -1;
    }
    if (objective->kind == OBJECTIVE_NEAR) {
        return wished || oracle_near(instance, option->applicant, option->offer) ? -1 : 0;
    }
    if (objective->kind == OBJECTIVE_WISHES) {
        return wishes_cost(&instance->policy, wish_rank);
    }
    if (objective->kind == OBJECTIVE_RANK_MAXIMAL) {
        return wished && wish_rank == rank ? -1 : 0;
    }
    if (objective->kind == OBJECTIVE_CRITERIA) {
        return oracle_rank(oracle, i);
    }
    if (objective->kind == OBJECTIVE_DISTANCE) {
        return option->metres == METRES_UNKNOWN ? METRES_MAX : option->metres;
    }
    return column_of(instance, objective->column, option);
}

static void expect_level(const struct oracle *oracle, const struct assignment_level *level,
                         const struct objective *objective, uint32_t rank, uint64_t seed) {
    for (uint32_t i = 0; i < oracle->n; i++) {
        cr_assert_eq(level->cost[i], expected_cost(oracle, objective, rank, i),
                     "seed %" PRIu64 ", level %s, option %u: %lld", seed, level->name, i,
                     (long long)level->cost[i]);
    }
}

static void expect_levels(const struct oracle *oracle, const struct assignment_model *model,
                          uint64_t seed) {
    const struct policy *policy = &oracle->instance->policy;
    uint32_t l = 0;
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        const struct objective *objective = &policy->objective[i];
        bool by_rank = objective->kind == OBJECTIVE_RANK_MAXIMAL;
        uint32_t n = by_rank ? longest_list(oracle->instance) : 1;
        n = n == 0 ? 1 : n; /* rank-maximal has a level even where nobody wishes */
        for (uint32_t rank = 1; rank <= n; rank++, l++) {
            cr_assert_lt(l, model->n_levels, "seed %" PRIu64, seed);
            expect_level(oracle, &model->level[l], objective, rank, seed);
        }
    }
    cr_assert_eq(l, model->n_levels, "seed %" PRIu64, seed);
}

Test(objective, costs_follow_the_rules) {
    const struct tiny_rules rules = {.mechanism = "minimum-cost"};
    for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
        static struct oracle oracle;
        struct instance instance;
        struct options options;
        struct ranking ranking;
        struct assignment_model model;
        struct arena arena = {NULL};
        tiny_make(&instance, seed, &rules);
        oracle_make(&oracle, &instance);
        cr_assert_eq(options_build(&options, &instance, &arena, NULL), OK);
        cr_assert_eq(ranking_build(&ranking, &instance, &options, &arena, NULL), OK);
        cr_assert_eq(
            objective_model(&instance, &options, &ranking, oracle.room, &arena, &model, NULL), OK);
        cr_assert_eq(model.option_start[model.n_applicants], oracle.n);
        for (uint32_t a = 0; a < model.n_applicants; a++) {
            cr_assert_eq(model.competes[a], oracle.locked[a] ? 0 : 1);
        }
        expect_levels(&oracle, &model, seed);
        arena_free(&arena);
        instance_release(&instance);
    }
}

Test(objective, levels_are_named) {
    struct objective objective[] = {{OBJECTIVE_RANK_MAXIMAL, NONE}, {OBJECTIVE_COLUMN, 0}};
    char name[] = "cost";
    struct column column = {.name = name};
    uint32_t start[] = {0, 2}, offer[] = {0, 1}, metres[] = {5, METRES_UNKNOWN};
    struct instance instance = {.n_applicants = 1,
                                .n_wishes = 2,
                                .wish_start = start,
                                .wish_offer = offer,
                                .column = &column,
                                .policy = {.n_objectives = 2, .objective = objective}};
    struct options options = {.n = 2, .start = start, .offer = offer, .metres = metres};
    struct arena arena = {NULL};
    struct assignment_level *level;
    uint32_t n_levels;
    cr_assert_eq(objective_levels(&instance, &options, NULL, &arena, &n_levels, &level, NULL), OK);
    cr_assert_eq(n_levels, 3);
    cr_assert_str_eq(level[0].name, "rank-maximal 1");
    cr_assert_str_eq(level[1].name, "rank-maximal 2");
    cr_assert_str_eq(level[2].name, "column cost");
    cr_assert(level[0].cost[0] == -1 && level[0].cost[1] == 0);
    cr_assert(level[1].cost[0] == 0 && level[1].cost[1] == -1);
    cr_assert(level[2].cost[0] == 0 && level[2].cost[1] == 0);
    arena_free(&arena);
}
