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

#include "solver/months.h"

#include <math.h>
#include <string.h>

/* What a level's cost depends on. */
struct levels {
    const struct instance *instance;
    const struct options *options;
    const struct ranking *ranking;
    uint32_t longest;    /* length of the longest list of wishes */
    uint32_t last_month; /* of the round */
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
    INVARIANT(rank <= policy->n_wish_costs);
    return policy->wish_cost[rank - 1];
}

uint32_t objective_n_wish_costs(const struct instance *instance) {
    bool more = instance->policy.fallback == FALLBACK_IN_ROUND;
    for (uint32_t a = 0; a < instance->n_applicants && !more; a++) {
        more = instance_stays_at(instance, a) != NONE;
    }
    return instance_longest_list(instance) + (more ? 1 : 0);
}

static int64_t column_cost(const struct levels *levels, uint32_t column,
                           const struct candidate *candidate) {
    double value =
        column_value(&levels->instance->column[column], candidate->applicant, candidate->wish);
    return isnan(value) ? 0 : (int64_t)llround(value);
}

/* Does the option hold the guarantee that is owed to the applicant in this round? */
static bool is_in_time(const struct levels *levels, uint32_t a, uint32_t k) {
    uint32_t due = instance_due_month(levels->instance, a, levels->last_month);
    return due != NONE && (levels->options->month == NULL || levels->options->month[k] <= due);
}

/* Months later than wished. */
static int64_t lateness(const struct levels *levels, uint32_t a, uint32_t k) {
    if (levels->options->month == NULL || options_stays(levels->options, k)) {
        return 0;
    }
    return (int64_t)levels->options->month[k] - instance_wished_month(levels->instance, a);
}

/* The cost of an option under one objective; rank is the level's rank under rank-maximal. */
static int64_t cost_of(const struct levels *levels, const struct objective *objective,
                       uint32_t rank, const struct candidate *candidate) {
    const struct options *options = levels->options;
    uint32_t k = candidate->option;
    bool follows = instance_follows(levels->instance, candidate->applicant) != NONE;
    if (follows != (objective->kind == OBJECTIVE_FOLLOWS)) {
        return 0;
    }
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
    case OBJECTIVE_GUARANTEE:
        return is_in_time(levels, candidate->applicant, k) ? -1 : 0;
    case OBJECTIVE_TOGETHER:
        return 0; /* of families, not of options: solver/families.h */
    case OBJECTIVE_LATE:
        return lateness(levels, candidate->applicant, k);
    case OBJECTIVE_FOLLOWS:
        return -1;
    case OBJECTIVE_CURRENT:
        return instance_stays_at(levels->instance, candidate->applicant) != NONE ? -1 : 0;
    }
    INVARIANT(false);
}

static void fill_costs(const struct levels *levels, const struct objective *objective,
                       uint32_t rank, int64_t *cost) {
    const struct options *options = levels->options;
    for (uint32_t a = 0; a < levels->instance->n_applicants; a++) {
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            struct candidate candidate = {a, k, options_wish(options, levels->instance, a, k), 0};
            candidate.rank = candidate.wish == NONE
                                 ? levels->longest + 1
                                 : candidate.wish - levels->instance->wish_start[a] + 1;
            cost[k] = cost_of(levels, objective, rank, &candidate);
        }
    }
}

static void name_level(const struct instance *instance, const struct objective *objective,
                       uint32_t rank, char name[64]) {
    static const char *const words[] = {"placed",   "near",     "wishes",  "rank-maximal",
                                        "criteria", "distance", "column",  "guarantee",
                                        "together", "late",     "follows", "current"};
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

/* The policy's objectives; before them, that nobody loses its place, and a guarantee that must be
 * held (wherever they name it: none of them may cost it); after them, if they do not say where,
 * that followers are placed. objective [n_objectives +
 * 3]; how many. */
static uint32_t all_objectives(const struct levels *levels, struct objective *objective) {
    const struct instance *instance = levels->instance;
    const struct policy *policy = &instance->policy;
    uint32_t n = 0;
    bool follow = instance->applicant_follows != NULL;
    if (levels->options->stays != NULL) {
        objective[n++] = (struct objective){OBJECTIVE_CURRENT, NONE};
    }
    if (policy->guarantee_required) {
        objective[n++] = (struct objective){OBJECTIVE_GUARANTEE, NONE};
    }
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        follow &= policy->objective[i].kind != OBJECTIVE_FOLLOWS;
        if (!policy->guarantee_required || policy->objective[i].kind != OBJECTIVE_GUARANTEE) {
            objective[n++] = policy->objective[i];
        }
    }
    if (follow) {
        objective[n++] = (struct objective){OBJECTIVE_FOLLOWS, NONE};
    }
    return n;
}

enum err objective_levels(const struct instance *instance, const struct options *options,
                          const struct ranking *ranking, struct arena *arena, uint32_t *n_levels,
                          struct assignment_level **level, struct error *error) {
    struct levels levels = {instance, options, ranking, instance_longest_list(instance),
                            instance_last_month(instance)};
    uint32_t n = 0, most_ranks = levels.longest > 0 ? levels.longest : 1; /* at least one level */
    struct objective *objectives =
        ARENA_NEW(arena, (size_t)instance->policy.n_objectives + 3, struct objective);
    if (objectives == NULL) {
        return error_no_memory(error);
    }
    uint32_t n_objectives = all_objectives(&levels, objectives);
    for (uint32_t i = 0; i < n_objectives; i++) {
        n += objectives[i].kind == OBJECTIVE_RANK_MAXIMAL ? most_ranks : 1;
    }
    *level = ARENA_ZERO(arena, n, struct assignment_level);
    if (*level == NULL) {
        return error_no_memory(error);
    }
    *n_levels = 0;
    for (uint32_t i = 0; i < n_objectives; i++) {
        const struct objective *objective = &objectives[i];
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

/* Whoever stays without a seat sits at a slot of its own without a limit, behind the others. */
static enum err add_free_slot(const struct options *options, struct arena *arena,
                              struct assignment_model *model, struct error *error) {
    uint32_t free_slot = model->n_offers, n_nodes = model->n_nodes + 1;
    uint32_t *offer = ARENA_NEW(arena, options->n, uint32_t);
    uint32_t *parent = ARENA_NEW(arena, n_nodes, uint32_t);
    uint32_t *room = ARENA_NEW(arena, n_nodes, uint32_t);
    if (offer == NULL || parent == NULL || room == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t k = 0; k < options->n; k++) {
        offer[k] = options->node[k] == NONE ? free_slot : options->node[k];
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        uint32_t old = v > free_slot ? v - 1 : v;
        uint32_t above = v == free_slot ? NONE : model->node_parent[old];
        parent[v] = above == NONE ? NONE : above + 1; /* a parent is no slot */
        room[v] = v == free_slot ? SEATS_UNLIMITED : model->room[old];
    }
    model->option_offer = offer;
    model->node_parent = parent;
    model->room = room;
    model->n_offers++;
    model->n_nodes = n_nodes;
    return OK;
}

void objective_prices(const struct instance *instance, const struct assignment_model *model,
                      struct assignment_proof *proof) {
    for (uint32_t l = 0; model->n_nodes > instance->n_nodes && l < proof->n_levels; l++) {
        uint32_t free_slot = model->n_offers - 1;
        memmove(proof->price[l] + free_slot, proof->price[l] + free_slot + 1,
                (instance->n_nodes - free_slot) * sizeof *proof->price[l]);
    }
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
        .option_offer = options->node,
        .competes = competes,
        .n_offers = instance->n_slots,
        .n_nodes = instance->n_nodes,
        .node_parent = instance->node_parent,
        .room = room,
        .n_levels = n_levels,
        .level = level,
    };
    for (uint32_t k = 0; options->stays != NULL && k < options->n; k++) {
        if (options->node[k] == NONE) {
            return add_free_slot(options, arena, model, error);
        }
    }
    return OK;
}
