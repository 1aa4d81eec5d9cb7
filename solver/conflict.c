// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Everything that words need is copied: options and scratch memory are gone by the time they are
 * written.
 */
#include "solver/conflict.h"

#include "solver/conflict_rules.h"
#include "solver/hall.h"
#include "solver/months.h"
#include "solver/program.h"

#include <omp.h>
#include <string.h>

#define SMALLEST_SECONDS 2.0

struct finder {
    const struct conflict_task *task;
    const struct instance *instance;
    struct conflict *conflict;
    struct arena scratch;
    struct owed owed;
    struct error *error;
};

/* Seats of a node, an offer's step by step. */
static struct conflict_unit unit_of_node(const struct finder *finder, uint32_t node) {
    const struct instance *instance = finder->instance;
    uint32_t seats = instance->node_seats[node], locked = seats - finder->task->room[node];
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        uint32_t first = instance->slot_start[u], end = instance->slot_start[u + 1];
        uint32_t step = instance->slot[first];
        for (uint32_t j = first; j < end; j++, step = instance->node_parent[step]) {
            uint32_t from = instance->slot_from[instance->slot[j]];
            if (step == node) {
                return (struct conflict_unit){
                    .kind = CONFLICT_OFFER,
                    .index = u,
                    .name = strings_get(&instance->offer_id, u),
                    .seats = seats,
                    .locked = locked,
                    .from = from > instance->first_month ? from : 0,
                    .before = j + 1 < end ? instance->slot_from[instance->slot[j + 1]] : NONE,
                    .in = NONE};
            }
        }
    }
    struct conflict_unit unit = {.kind = CONFLICT_POOL,
                                 .index = NONE,
                                 .name = strings_get(&instance->node_name, node),
                                 .seats = seats,
                                 .locked = locked,
                                 .before = NONE,
                                 .in = NONE};
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        if (instance->school_node[s] == node) {
            unit.kind = CONFLICT_SCHOOL;
            unit.index = s;
            unit.name = strings_get(&instance->school_id, s);
        }
    }
    return unit;
}

/* Seats counted in a month. Those that locked placements take are gone from the limit. */
static struct conflict_unit unit_of_limit(const struct finder *finder, const struct limits *limits,
                                          uint32_t i) {
    const struct instance *instance = finder->instance;
    uint32_t subject = limits->subject[i];
    struct conflict_unit unit;
    if (subject < instance->n_nodes) {
        unit = unit_of_node(finder, subject);
    } else {
        uint32_t crossing = subject - instance->n_nodes;
        unit = (struct conflict_unit){.kind = CONFLICT_POOL,
                                      .index = NONE,
                                      .name = strings_get(&instance->crossing_name, crossing),
                                      .seats = instance->crossing_seats[crossing],
                                      .before = instance->crossing_before[crossing]};
        for (uint32_t s = 0; s < instance->n_schools; s++) {
            const char *id = strings_get(&instance->school_id, s);
            if (instance->school_node[s] != NONE && strcmp(id, unit.name) == 0) {
                unit.kind = CONFLICT_SCHOOL;
                unit.index = s;
            }
        }
    }
    unit.locked = unit.seats - limits->seats[i];
    unit.in = limits->month[i];
    if (unit.in != NONE) { /* says more than the months of the step */
        unit.from = 0;
        unit.before = NONE;
    }
    return unit;
}

static struct conflict_unit unit_of_rule(const struct finder *finder,
                                         const struct conflict_rules *rules, uint32_t r) {
    const struct instance *instance = finder->instance;
    uint32_t index = rules->question.rule[r].index;
    switch (rules->question.rule[r].kind) {
    case CONFLICT_RULE_NODE:
        return unit_of_node(finder, index);
    case CONFLICT_RULE_LIMIT:
        return unit_of_limit(finder, &rules->question.limits, index);
    case CONFLICT_RULE_FAMILY:
        return (struct conflict_unit){.kind = CONFLICT_FAMILY,
                                      .index = index,
                                      .name = strings_get(&instance->family_id, index),
                                      .before = NONE,
                                      .in = NONE};
    case CONFLICT_RULE_OPENS:
        return (struct conflict_unit){.kind = CONFLICT_OPENS,
                                      .index = index,
                                      .name = strings_get(&instance->offer_id, index),
                                      .seats = instance->offer_opens_with[index],
                                      .before = NONE,
                                      .in = NONE};
    }
    INVARIANT(false);
}

/* The children of claims, with where each could be in time. */
static enum err set_children(struct finder *finder, const uint32_t *claim, uint32_t n) {
    const struct options *options = finder->task->options;
    const struct owed *owed = &finder->owed;
    struct conflict *conflict = finder->conflict;
    struct arena *arena = &conflict->arena;
    uint32_t n_options = 0, at = 0;
    for (uint32_t i = 0; i < n; i++) {
        n_options += owed->start[claim[i] + 1] - owed->start[claim[i]];
    }
    conflict->child = ARENA_NEW(arena, n, uint32_t);
    conflict->due = ARENA_NEW(arena, n, uint32_t);
    conflict->option_start = ARENA_NEW(arena, (size_t)n + 1, uint32_t);
    conflict->option_offer = ARENA_NEW(arena, n_options, uint32_t);
    conflict->option_month = ARENA_ZERO(arena, n_options, uint32_t);
    if (conflict->child == NULL || conflict->due == NULL || conflict->option_start == NULL ||
        conflict->option_offer == NULL || conflict->option_month == NULL) {
        return error_no_memory(finder->error);
    }
    for (uint32_t i = 0; i < n; i++) {
        conflict->child[i] = owed->applicant[claim[i]];
        conflict->due[i] = owed->due[claim[i]];
        conflict->option_start[i] = at;
        for (uint32_t k = owed->start[claim[i]]; k < owed->start[claim[i] + 1]; k++) {
            uint32_t option = owed->option[k];
            conflict->option_offer[at] = options->offer[option];
            conflict->option_month[at++] = options->month == NULL ? 0 : options->month[option];
        }
    }
    conflict->option_start[n] = at;
    conflict->n_children = n;
    return OK;
}

/* A violator of seats becomes a conflict. */
static enum err set_violator(struct finder *finder, const struct hall_violator *violator) {
    struct conflict *conflict = finder->conflict;
    struct arena *arena = &conflict->arena;
    uint32_t n_remedy = violator->remedy_start[violator->n_remedies];
    conflict->also = ARENA_NEW(arena, violator->n_also, uint32_t);
    conflict->unit = ARENA_NEW(arena, violator->n_nodes, struct conflict_unit);
    conflict->remedy_start = ARENA_NEW(arena, (size_t)violator->n_remedies + 1, uint32_t);
    conflict->remedy = ARENA_NEW(arena, n_remedy, struct conflict_unit);
    if (conflict->also == NULL || conflict->unit == NULL || conflict->remedy_start == NULL ||
        conflict->remedy == NULL) {
        return error_no_memory(finder->error);
    }
    for (uint32_t i = 0; i < violator->n_also; i++) {
        conflict->also[i] = finder->owed.applicant[violator->also[i]];
    }
    for (uint32_t i = 0; i < violator->n_nodes; i++) {
        conflict->unit[i] = unit_of_node(finder, violator->node[i]);
        conflict->room += finder->task->room[violator->node[i]];
    }
    for (uint32_t i = 0; i < n_remedy; i++) {
        conflict->remedy[i] = unit_of_node(finder, violator->remedy[i]);
    }
    memcpy(conflict->remedy_start, violator->remedy_start,
           ((size_t)violator->n_remedies + 1) * sizeof(uint32_t));
    conflict->n_also = violator->n_also;
    conflict->n_units = violator->n_nodes;
    conflict->n_remedies = violator->n_remedies;
    conflict->kind = CONFLICT_SEATS;
    return set_children(finder, violator->claim, violator->n_claims);
}

/* Claims and rules that are needed become a conflict. */
static enum err set_rules(struct finder *finder, const struct conflict_rules *rules) {
    struct conflict *conflict = finder->conflict;
    const struct owed *owed = &finder->owed;
    uint32_t n = 0, n_units = 0;
    uint32_t *claim = ARENA_NEW(&finder->scratch, owed->n, uint32_t);
    conflict->unit = ARENA_NEW(&conflict->arena, rules->question.n_rules, struct conflict_unit);
    if (claim == NULL || conflict->unit == NULL) {
        return error_no_memory(finder->error);
    }
    for (uint32_t i = 0; i < owed->n; i++) {
        if (rules->in[i] != 0) {
            claim[n++] = i;
        }
    }
    for (uint32_t r = 0; r < rules->question.n_rules; r++) {
        if (rules->in[owed->n + r] != 0) {
            conflict->unit[n_units++] = unit_of_rule(finder, rules, r);
        }
    }
    conflict->n_units = n_units;
    conflict->kind = CONFLICT_RULES;
    conflict->size = rules->known ? CONFLICT_IRREDUCIBLE : CONFLICT_SOME;
    return set_children(finder, claim, n);
}

static enum err find_seats(struct finder *finder) {
    const struct instance *instance = finder->instance;
    const struct owed *owed = &finder->owed;
    const struct glpk_limits limits = {.ends = omp_get_wtime() + SMALLEST_SECONDS,
                                       .stop = finder->task->limits.stop};
    const struct hall hall = {owed->n,           owed->start,       owed->slot,
                              instance->n_slots, instance->n_nodes, instance->node_parent,
                              finder->task->room};
    struct limits moving;
    struct hall_violator violator;
    enum err err =
        limits_build(&moving, instance, finder->task->options, &finder->scratch, finder->error);
    if (err == OK) {
        err = hall_find(&hall, &limits, &finder->scratch, &violator, finder->error);
    }
    if (err != OK || violator.n_claims == 0) {
        return err;
    }
    bool program = program_is_needed(instance, &moving);
    finder->conflict->size =
        violator.smallest && !program ? CONFLICT_SMALLEST : CONFLICT_IRREDUCIBLE;
    err = set_violator(finder, &violator);
    return err == OK ? error_set(finder->error, ERR_NO, NULL,
                                 "guarantee: of %u children who must begin in this round, %s%u "
                                 "cannot",
                                 owed->n_due, program ? "at least " : "", violator.n_unseated)
                     : err;
}

static enum err find_rules(struct finder *finder) {
    struct conflict_rules rules;
    enum err err =
        conflict_rules_find(finder->task, &finder->owed, &finder->scratch, &rules, finder->error);
    return err == OK && rules.found ? set_rules(finder, &rules) : err;
}

static enum err find(const struct conflict_task *task, struct conflict *conflict,
                     enum err (*find_here)(struct finder *), struct error *error) {
    *conflict = (struct conflict){0};
    struct finder finder = {
        .task = task, .instance = task->instance, .conflict = conflict, .error = error};
    enum err err = owed_build(&finder.owed, task->instance, task->options, &finder.scratch, error);
    if (err == OK) {
        err = find_here(&finder);
    }
    arena_free(&finder.scratch);
    if (err != OK && err != ERR_NO) {
        conflict_release(conflict);
    }
    return err;
}

enum err conflict_of_seats(const struct conflict_task *task, struct conflict *conflict,
                           struct error *error) {
    return find(task, conflict, find_seats, error);
}

enum err conflict_of_rules(const struct conflict_task *task, struct conflict *conflict,
                           struct error *error) {
    return find(task, conflict, find_rules, error);
}

void conflict_release(struct conflict *conflict) {
    arena_free(&conflict->arena);
    *conflict = (struct conflict){0};
}
