// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The mechanism minimum-cost: the policy's objectives as a lexicographic assignment, solved by
 * assignment_solve and proved by its certificate; where families, crossing limits and their like
 * make it no network, by program_solve. Ranks play no part but in the objective `criteria`.
 */
#include "solver/mechanism.h"
#include "solver/months.h"
#include "solver/objective.h"
#include "solver/program_network.h"

#include <string.h>

/* What one more seat, in every month, is worth at each offer. */
static enum err find_seat_prices(const struct mechanism_task *task,
                                 const struct assignment_model *model, struct arena *scratch,
                                 struct mechanism_outcome *outcome, struct error *error) {
    const struct instance *instance = task->instance;
    uint32_t n = instance->n_offers, more = model->n_nodes - instance->n_nodes;
    struct seat_way *way = ARENA_NEW(scratch, n, struct seat_way);
    outcome->seat_price = ARENA_NEW(task->arena, n, int64_t);
    outcome->seat_price_level = ARENA_NEW(task->arena, n, uint32_t);
    if (way == NULL || outcome->seat_price == NULL || outcome->seat_price_level == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t o = 0; o < n; o++) {
        uint32_t node = instance->offer_node[o];
        way[o].lowest = instance->slot[instance->slot_start[o]];
        way[o].highest = node + (node < instance->n_slots ? 0 : more); /* behind the free slot */
    }
    const struct assignment_optimum optimum = {model, outcome->choice, &outcome->proof};
    return assignment_seat_prices(&optimum, n, way, scratch, outcome->seat_price,
                                  outcome->seat_price_level, error);
}

/* Everybody to whom a place is owed in the round, where all of them must have it in time. */
static enum err check_guarantee(const struct mechanism_task *task, uint32_t level_of_guarantee,
                                const struct assignment_model *model, const uint32_t *choice,
                                struct error *error) {
    const struct instance *instance = task->instance;
    uint32_t last_month = instance_last_month(instance), n_due = 0, n_held = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool due = instance_due_month(instance, a, last_month) != NONE &&
                   !instance_is_locked(instance, a) && instance_follows(instance, a) == NONE;
        n_due += due ? 1 : 0;
        n_held += due && choice[a] != NONE && model->level[level_of_guarantee].cost[choice[a]] < 0
                      ? 1
                      : 0;
    }
    return n_held == n_due
               ? OK
               : error_set(error, ERR_NO, NULL,
                           "guarantee: of %u children who must begin in this round, %u cannot",
                           n_due, n_due - n_held);
}

/* Nobody loses a place. All can stay at once, but a locked child at an offer that needs more may
 * force another in. */
static enum err check_current(const struct instance *instance, const uint32_t *choice,
                              struct error *error) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        n += instance_stays_at(instance, a) != NONE && choice[a] == NONE ? 1 : 0;
    }
    return n == 0 ? OK
                  : error_set(error, ERR_NO, NULL,
                              "no placement keeps all rules of this round: locked placements and "
                              "least numbers would cost %u children the place that they have",
                              n);
}

static uint32_t find_level(const struct assignment_model *model, const char *name) {
    uint32_t l = 0;
    while (l < model->n_levels && strcmp(model->level[l].name, name) != 0) {
        l++;
    }
    return l;
}

/* The round as a network, which it is. */
static enum err solve_network(const struct mechanism_task *task,
                              const struct assignment_model *model,
                              struct mechanism_outcome *outcome, struct arena *scratch,
                              struct error *error) {
    const struct assignment_options options = {task->prove, task->progress, NULL};
    enum err err =
        assignment_solve(model, task->arena, outcome->choice, &outcome->proof, &options, error);
    if (err == OK) {
        err = find_seat_prices(task, model, scratch, outcome, error);
    }
    if (err == OK) {
        objective_prices(task->instance, model, &outcome->proof);
    }
    return err;
}

/* The round as an integer program. */
static enum err solve_program(const struct mechanism_task *task,
                              const struct assignment_model *model, const struct limits *limits,
                              struct mechanism_outcome *outcome, struct error *error) {
    struct program *program = ARENA_ZERO(task->arena, 1, struct program);
    enum err err = program == NULL ? error_no_memory(error)
                                   : program_build(program, task->instance, task->options, model,
                                                   limits, task->arena, error);
    if (err == OK) {
        const struct program_task job = {.program = program,
                                         .limits = &task->limits,
                                         .progress = task->progress,
                                         .arena = task->arena};
        err = program_solve_from_network(&job, outcome->choice, &outcome->program_proof, error);
    }
    return err;
}

enum err minimum_cost(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                      struct error *error) {
    struct arena scratch = {NULL};
    struct limits limits;
    enum err err = limits_build(&limits, task->instance, task->options, task->arena, error);
    bool program = err == OK && program_is_needed(task->instance, &limits);
    struct arena *arena = program ? task->arena : &scratch; /* a program's proof refers to it */
    struct assignment_model *model = ARENA_ZERO(arena, 1, struct assignment_model);
    if (err == OK) {
        err = model == NULL ? error_no_memory(error)
                            : objective_model(task->instance, task->options, task->ranking,
                                              task->room, arena, model, error);
    }
    if (err == OK && program) {
        err = solve_program(task, model, &limits, outcome, error);
    } else if (err == OK) {
        err = solve_network(task, model, outcome, &scratch, error);
    }
    if (err == OK) {
        err = check_current(task->instance, outcome->choice, error);
    }
    if (err == OK && task->instance->policy.guarantee_required) {
        err = check_guarantee(task, find_level(model, "guarantee"), model, outcome->choice, error);
    }
    arena_free(&scratch);
    return err;
}
