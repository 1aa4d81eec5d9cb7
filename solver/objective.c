// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The policy's objectives as levels of integer costs, one cost an option.
 *
 *     for each objective: one level (rank-maximal: one for each rank up to the longest list)
 *     for each option of each level: cost_of(what the option is)
 *
 * Costs are what taking the option adds; taking none adds 0. That is why `placed` is -1 an option
 * and the costs of what one would rather avoid are positive: without `placed` before it, such a
 * level would leave everybody without a place.
 */
#include "solver/objective.h"

#include <math.h>

/* What a level's cost depends on. */
struct levels {
    const struct instance *instance;
    const struct options *options;
    const struct ranking *ranking;
    uint32_t longest; /* length of the longest list of wishes */
};

/* An option, looked at from all sides. */
struct candidate {
    uint32_t applicant;
    uint32_t option;
    uint32_t wish; /* index into instance.wish_offer, NONE: fallback */
    uint32_t rank; /* of the wish, from 1; longest + 1: fallback */
};

int64_t objective_wish_cost(const struct policy *policy, uint32_t rank) {
    if (policy->n_wish_costs == 0) {
        return (int64_t)(rank - 1) * (rank - 1);
    }
    if (rank <= policy->n_wish_costs) {
        return policy->wish_cost[rank - 1];
    }
    return policy->wish_cost[policy->n_wish_costs - 1] + (rank - policy->n_wish_costs);
}

static int64_t column_cost(const struct levels *levels, uint32_t column,
                           const struct candidate *candidate) {
    double value =
        column_value(&levels->instance->column[column], candidate->applicant, candidate->wish);
    return isnan(value) ? 0 : (int64_t)llround(value);
}

/* The cost of an option under one objective; rank is the level's rank under rank-maximal. */
static int64_t cost_of(const struct levels *levels, const struct objective *objective,
                       uint32_t rank, const struct candidate *candidate) {
    const struct options *options = levels->options;
    uint32_t k = candidate->option;
    switch (objective->kind) {
    case OBJECTIVE_PLACED:
        return -1;
    case OBJECTIVE_NEAR:
        return candidate->wish != NONE || (options->near != NULL && options->near[k] != 0) ? -1 : 0;
    case OBJECTIVE_WISHES:
        return objective_wish_cost(&levels->instance->policy, candidate->rank);
    case OBJECTIVE_RANK_MAXIMAL:
        return candidate->wish != NONE && candidate->rank == rank ? -1 : 0;
    case OBJECTIVE_CRITERIA:
        return levels->ranking->rank[k];
    case OBJECTIVE_DISTANCE:
        return options->metres[k] == METRES_UNKNOWN ? METRES_MAX : options->metres[k];
    case OBJECTIVE_COLUMN:
        return column_cost(levels, objective->column, candidate);
    }
    INVARIANT(false);
}

static void fill_costs(const struct levels *levels, const struct objective *objective,
                       uint32_t rank, int64_t *cost) {
    const struct options *options = levels->options;
    for (uint32_t a = 0; a < levels->instance->n_applicants; a++) {
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            struct candidate candidate = {a, k, options_wish(options, levels->instance, a, k), 0};
            candidate.rank =
                candidate.wish == NONE ? levels->longest + 1 : k - options->start[a] + 1;
            cost[k] = cost_of(levels, objective, rank, &candidate);
        }
    }
}

static void name_level(const struct instance *instance, const struct objective *objective,
                       uint32_t rank, char name[64]) {
    static const char *const words[] = {"placed",   "near",     "wishes", "rank-maximal",
                                        "criteria", "distance", "column"};
    switch (objective->kind) {
    case OBJECTIVE_RANK_MAXIMAL:
        snprintf(name, 64, "%s %u", words[objective->kind], rank);
        break;
    case OBJECTIVE_COLUMN:
        snprintf(name, 64, "%s %s", words[objective->kind],
                 instance->column[objective->column].name);
        break;
    default:
        snprintf(name, 64, "%s", words[objective->kind]);
    }
}

enum err objective_levels(const struct instance *instance, const struct options *options,
                          const struct ranking *ranking, struct arena *arena, uint32_t *n_levels,
                          struct assignment_level **level, struct error *error) {
    const struct policy *policy = &instance->policy;
    struct levels levels = {instance, options, ranking, instance_longest_list(instance)};
    uint32_t n = 0, most_ranks = levels.longest > 0 ? levels.longest : 1; /* at least one level */
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        n += policy->objective[i].kind == OBJECTIVE_RANK_MAXIMAL ? most_ranks : 1;
    }
    *level = ARENA_ZERO(arena, n, struct assignment_level);
    if (*level == NULL) {
        return error_no_memory(error);
    }
    *n_levels = 0;
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        const struct objective *objective = &policy->objective[i];
        uint32_t n_ranks = objective->kind == OBJECTIVE_RANK_MAXIMAL ? most_ranks : 1;
        for (uint32_t rank = 1; rank <= n_ranks; rank++) {
            int64_t *cost = ARENA_NEW(arena, options->n, int64_t);
            if (cost == NULL) {
                return error_no_memory(error);
            }
            fill_costs(&levels, objective, rank, cost);
            struct assignment_level *here = &(*level)[(*n_levels)++];
            here->cost = cost;
            name_level(instance, objective, rank, here->name);
        }
    }
    return OK;
}

enum err objective_model(const struct instance *instance, const struct options *options,
                         const struct ranking *ranking, const uint32_t *room, struct arena *arena,
                         struct assignment_model *model, struct error *error) {
    uint8_t *competes = ARENA_NEW(arena, instance->n_applicants, uint8_t);
    struct assignment_level *level;
    uint32_t n_levels;
    if (competes == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        competes[a] = instance_is_locked(instance, a) ? 0 : 1;
    }
    enum err err = objective_levels(instance, options, ranking, arena, &n_levels, &level, error);
    if (err != OK) {
        return err;
    }
    *model = (struct assignment_model){
        .n_applicants = instance->n_applicants,
        .option_start = options->start,
        .option_offer = options->offer,
        .competes = competes,
        .n_offers = instance->n_offers,
        .n_nodes = instance->n_nodes,
        .node_parent = instance->node_parent,
        .room = room,
        .n_levels = n_levels,
        .level = level,
    };
    return OK;
}
