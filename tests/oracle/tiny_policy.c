// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rules of a tiny instance: criteria lists of a few criteria in any order, a policy,
 * objectives.
 */
#include "tests/oracle/tiny_parts.h"

static bool criterion_allowed(const struct tiny *tiny, enum criterion_kind kind) {
    bool by_column = kind == CRITERION_FLAG || kind == CRITERION_ASCENDING ||
                     kind == CRITERION_DESCENDING || kind == CRITERION_LOTTERY;
    return by_column || !tiny->mechanism->one_order;
}

static struct criterion random_criterion(struct tiny *tiny) {
    enum criterion_kind kind;
    do {
        kind = (enum criterion_kind)below(tiny, CRITERION_LOTTERY + 1);
    } while (!criterion_allowed(tiny, kind));
    if (tiny->rules->only > 0) {
        kind = (enum criterion_kind)(tiny->rules->only - 1);
    }
    struct criterion criterion = {kind, NONE};
    if (kind == CRITERION_FLAG) {
        criterion.column = COLUMN_SIBLING;
    } else if (kind == CRITERION_ASCENDING || kind == CRITERION_DESCENDING) {
        criterion.column = below(tiny, 2) == 0 ? COLUMN_POINTS : COLUMN_QUEUE;
    }
    return criterion;
}

/* Each list names a criterion at most once. */
void tiny_criteria(struct tiny *tiny) {
    enum { LISTS = 3, LONGEST = 4 };
    struct instance *instance = tiny->instance;
    instance->n_criteria = tiny->mechanism->one_order ? 1 : 1 + below(tiny, LISTS);
    instance->criteria = TAKE(tiny, LISTS, struct criteria);
    instance->criterion = TAKE(tiny, LISTS * LONGEST, struct criterion);
    instance->n_criterions = 0;
    for (uint32_t l = 0; l < instance->n_criteria; l++) {
        struct criteria *list = &instance->criteria[l];
        list->start = instance->n_criterions;
        uint32_t tries = tiny->rules->only > 0 ? 1 : below(tiny, LONGEST + 1);
        while (tries-- > 0) {
            struct criterion next = random_criterion(tiny);
            bool again = false;
            for (uint32_t i = list->start; i < instance->n_criterions; i++) {
                again = again || (instance->criterion[i].kind == next.kind &&
                                  instance->criterion[i].column == next.column);
            }
            if (!again) {
                instance->criterion[instance->n_criterions++] = next;
            }
        }
        list->n = instance->n_criterions - list->start;
    }
}

/* Where offers choose by rank, a tree has one list. */
void tiny_give_criteria(struct tiny *tiny) {
    struct instance *instance = tiny->instance;
    uint32_t of_root[TINY_NODES];
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        of_root[v] = below(tiny, instance->n_criteria);
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t root = o;
        while (instance->node_parent[root] != NONE) {
            root = instance->node_parent[root];
        }
        instance->offer_criteria[o] =
            tiny->mechanism->ranks ? of_root[root] : below(tiny, instance->n_criteria);
    }
}

static void make_objectives(struct tiny *tiny) {
    struct policy *policy = &tiny->instance->policy;
    policy->objective = TAKE(tiny, OBJECTIVE_COLUMN + 1, struct objective);
    uint32_t kinds[OBJECTIVE_COLUMN + 1];
    for (uint32_t k = 0; k <= OBJECTIVE_COLUMN; k++) {
        kinds[k] = k;
    }
    random_shuffle(&tiny->random, kinds, OBJECTIVE_COLUMN + 1);
    uint32_t wanted = 1 + below(tiny, 3);
    for (uint32_t k = 0; k <= OBJECTIVE_COLUMN && policy->n_objectives < wanted; k++) {
        enum objective_kind kind = (enum objective_kind)kinds[k];
        if (kind == OBJECTIVE_NEAR && !policy->has_near) {
            continue;
        }
        struct objective objective = {kind, kind == OBJECTIVE_COLUMN ? COLUMN_COST : NONE};
        policy->objective[policy->n_objectives++] = objective;
    }
    if (chance(tiny, 30)) { /* one cost for each rank, rising or not, and one for a fallback */
        policy->n_wish_costs = TINY_OFFERS + 1;
        policy->wish_cost = TAKE(tiny, TINY_OFFERS + 1, int64_t);
        for (uint32_t i = 0; i < policy->n_wish_costs; i++) {
            policy->wish_cost[i] = below(tiny, 12);
        }
    }
}

void tiny_policy(struct tiny *tiny, bool near) {
    struct instance *instance = tiny->instance;
    struct policy *policy = &instance->policy;
    policy->mechanism = mechanism_find(tiny->rules->mechanism);
    char seed[ID_SIZE];
    snprintf(seed, sizeof seed, "seed %u", below(tiny, 1000000));
    policy->lottery_seed = tiny_text(tiny, seed);
    policy->lottery_per_offer = !tiny->mechanism->one_order && chance(tiny, 35);
    policy->straight_line = chance(tiny, 30);
    policy->has_near = near;
    if (near) {
        policy->near_m = TAKE(tiny, instance->n_groups, uint32_t);
        for (uint32_t g = 0; g < instance->n_groups; g++) {
            policy->near_m[g] = below(tiny, 6) * 100;
        }
        policy->near_guarantee = tiny->mechanism->holds_near && !tiny->rules->no_guarantee &&
                                 (tiny->rules->guarantee || chance(tiny, 50));
    }
    policy->fallback = (enum fallback_when)below(tiny, 3);
    policy->reach = chance(tiny, 50) ? NONE : 1 + below(tiny, TINY_OFFERS);
    if (policy->fallback != FALLBACK_NONE && chance(tiny, 30)) {
        policy->within = tiny_text(tiny, "side");
        instance->n_sides = 2;
        tiny_names(tiny, &instance->side_name, 2, 'b');
        instance->school_side = TAKE(tiny, instance->n_schools, uint32_t);
        for (uint32_t s = 0; s < instance->n_schools; s++) {
            instance->school_side[s] = below(tiny, 2);
        }
    }
    if (tiny->mechanism->has_objectives) {
        make_objectives(tiny);
    }
}
