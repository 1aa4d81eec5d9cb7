// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The levels of minimum-cost, read again from the policy: what each is called and what an option
 * costs in it.
 *
 *     current       -1 for every option of whoever may stay; before all others where somebody may
 *     guarantee     -1 where it holds what is owed; before the policy's where it is required
 *     placed        -1
 *     near          -1 for a wish or a near offer
 *     wishes        wish_cost of the wish's rank r, by default (r - 1) squared; what is no wish
 *                   costs what the rank after the longest list would
 *     rank-maximal  a level for each rank r of the longest list: -1 at a wish of rank r
 *     criteria      the rank at the offer
 *     distance      metres; METRES_MAX where they are not known
 *     column        its value; 0 where missing
 *     late          months after the one wished
 *     together      nothing: -1 a family that is together (certificate.c)
 *     follows       -1 for a follower, for whom all other levels are 0; last where not named
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <math.h>

static uint32_t longest_list(const struct instance *instance) {
    uint32_t longest = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t n = instance->wish_start[a + 1] - instance->wish_start[a];
        longest = n > longest ? n : longest;
    }
    return longest;
}

static struct cost_level level_named(const struct objective *objective, uint32_t wish_rank,
                                     const struct instance *instance) {
    static const char *const word[] = {
        [OBJECTIVE_PLACED] = "placed",     [OBJECTIVE_NEAR] = "near",
        [OBJECTIVE_WISHES] = "wishes",     [OBJECTIVE_RANK_MAXIMAL] = "rank-maximal",
        [OBJECTIVE_CRITERIA] = "criteria", [OBJECTIVE_DISTANCE] = "distance",
        [OBJECTIVE_COLUMN] = "column",     [OBJECTIVE_GUARANTEE] = "guarantee",
        [OBJECTIVE_TOGETHER] = "together", [OBJECTIVE_LATE] = "late",
        [OBJECTIVE_FOLLOWS] = "follows",   [OBJECTIVE_CURRENT] = "current"};
    struct cost_level level = {objective->kind, objective->column, wish_rank, ""};
    if (objective->kind == OBJECTIVE_RANK_MAXIMAL) {
        snprintf(level.name, sizeof level.name, "%s %" PRIu32, word[objective->kind], wish_rank);
    } else if (objective->kind == OBJECTIVE_COLUMN) {
        snprintf(level.name, sizeof level.name, "%s %s", word[objective->kind],
                 instance->column[objective->column].name);
    } else {
        snprintf(level.name, sizeof level.name, "%s", word[objective->kind]);
    }
    if (objective->kind == OBJECTIVE_WISHES) {
        level.wish_rank = longest_list(instance) + 1;
    }
    return level;
}

static bool any_may_stay(const struct instance *instance) {
    bool any = false;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        any = any || present_place(instance, a) != NONE;
    }
    return any;
}

static bool is_named(const struct policy *policy, enum objective_kind kind) {
    bool named = false;
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        named = named || policy->objective[i].kind == kind;
    }
    return named;
}

enum err levels_derive(const struct checker *checker, struct arena *arena, uint32_t *n_levels,
                       struct cost_level **level, struct error *error) {
    const struct instance *instance = checker->instance;
    const struct policy *policy = &instance->policy;
    uint32_t longest = longest_list(instance), n = 0;
    const struct objective current = {OBJECTIVE_CURRENT, NONE};
    const struct objective guarantee = {OBJECTIVE_GUARANTEE, NONE};
    const struct objective follows = {OBJECTIVE_FOLLOWS, NONE};
    *level = ARENA_NEW(arena, (size_t)policy->n_objectives * (longest + 1) + 3, struct cost_level);
    if (*level == NULL) {
        return error_no_memory(error);
    }
    if (any_may_stay(instance)) {
        (*level)[n++] = level_named(&current, 0, instance);
    }
    if (policy->guarantee_required) {
        (*level)[n++] = level_named(&guarantee, 0, instance);
    }
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        const struct objective *objective = &policy->objective[i];
        if (policy->guarantee_required && objective->kind == OBJECTIVE_GUARANTEE) {
            continue; /* stands before all */
        }
        if (objective->kind != OBJECTIVE_RANK_MAXIMAL) {
            (*level)[n++] = level_named(objective, 0, instance);
            continue;
        }
        for (uint32_t rank = 1; rank == 1 || rank <= longest; rank++) {
            (*level)[n++] = level_named(objective, rank, instance);
        }
    }
    if (instance->applicant_follows != NULL && !is_named(policy, OBJECTIVE_FOLLOWS)) {
        (*level)[n++] = level_named(&follows, 0, instance);
    }
    *n_levels = n;
    return OK;
}

static int64_t wish_cost(const struct policy *policy, uint32_t rank) {
    if (policy->n_wish_costs == 0) {
        return (int64_t)(rank - 1) * (int64_t)(rank - 1);
    }
    return policy->wish_cost[rank - 1]; /* the loader has seen to there being enough */
}

static int64_t column_cost(const struct checker *checker, uint32_t column_index, uint32_t a,
                           uint32_t wish) {
    const struct column *column = &checker->instance->column[column_index];
    double value = NAN;
    if (wish > 0 && column->of_wish != NULL) {
        value = column->of_wish[checker->instance->wish_start[a] + wish - 1];
    }
    if (isnan(value) && column->of_applicant != NULL) {
        value = column->of_applicant[a];
    }
    return isnan(value) ? 0 : (int64_t)value;
}

int64_t level_cost(const struct checker *checker, const struct choices *choices,
                   const struct cost_level *level, uint32_t x) {
    bool of_round = choices == &checker->round;
    uint32_t wish = choices->wish[x], a = choices->owner[x];
    bool follows = instance_follows(checker->instance, a) != NONE;
    if (follows != (level->kind == OBJECTIVE_FOLLOWS)) {
        return 0;
    }
    switch (level->kind) {
    case OBJECTIVE_PLACED:
        return -1;
    case OBJECTIVE_NEAR:
        return wish > 0 || (of_round && checker->near != NULL && checker->near[x]) ? -1 : 0;
    case OBJECTIVE_WISHES:
        return wish_cost(&checker->instance->policy, wish > 0 ? wish : level->wish_rank);
    case OBJECTIVE_RANK_MAXIMAL:
        return wish == level->wish_rank ? -1 : 0;
    case OBJECTIVE_CRITERIA:
        return checker->rank[x];
    case OBJECTIVE_DISTANCE:
        return choices->metres[x] == METRES_UNKNOWN ? (int64_t)METRES_MAX
                                                    : (int64_t)choices->metres[x];
    case OBJECTIVE_COLUMN:
        return column_cost(checker, level->column, a, wish);
    case OBJECTIVE_GUARANTEE:
        return month_due(checker, a) != NONE && choices->month[x] <= month_due(checker, a) ? -1 : 0;
    case OBJECTIVE_LATE:
        return choices->month[x] == 0
                   ? 0
                   : (int64_t)choices->month[x] - month_wished(checker->instance, a);
    case OBJECTIVE_CURRENT:
        return present_place(checker->instance, a) != NONE ? -1 : 0;
    case OBJECTIVE_FOLLOWS:
        return -1;
    case OBJECTIVE_TOGETHER:
        return 0; /* of families */
    }
    return 0;
}
