// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Left out of the network are options that a limit counts in a month in which no node does: of
 * whoever has not left yet, and of offers without a step that ends there. Then the room of the
 * offers' steps says what a limit says: shared out from a placement that keeps it, or taken away
 * where the network passes it.
 */
#include "solver/starter.h"

#include "solver/months.h"
#include "solver/program_values.h"

#include <string.h>

enum { MENDINGS = 30 };

/* Does a node of the option's offer hold just those that begin up to this month? */
static bool ends_in(const struct program *program, uint32_t option, uint32_t month) {
    const struct instance *instance = program->instance;
    uint32_t offer = program->options->offer[option], step = 0, end;
    while (instance_step_end(instance, offer, step, &end) && end - 1 < month) {
        step++;
    }
    return month == NONE || (instance_step_end(instance, offer, step, &end) && end - 1 == month);
}

/* Options that are counted where their applicant has not left yet, or in a month in which no step
 * of their offer ends: no node counts them. */
static void mark_leaving(const struct program *program, uint8_t *leaving) {
    const struct limits *limits = &program->limits;
    const uint32_t *month = program->options->month;
    for (uint32_t i = 0; i < limits->n; i++) {
        for (uint32_t j = limits->start[i]; j < limits->start[i + 1]; j++) {
            uint32_t k = limits->option[j];
            leaving[k] |= month != NULL && limits->month[i] != NONE &&
                          (month[k] > limits->month[i] || !ends_in(program, k, limits->month[i]));
        }
    }
}

/* First what is owed, then what is liked: both small enough to be packed. */
static void fill_costs(const struct program *program, uint32_t k, int64_t *owed, int64_t *liked) {
    *owed = *liked = 0;
    for (uint32_t l = 0; l < program->model->n_levels; l++) {
        const char *name = program->model->level[l].name;
        int64_t cost = program->model->level[l].cost[k];
        if (strcmp(name, "current") == 0) {
            *owed += 1024 * cost;
        } else if (strcmp(name, "guarantee") == 0) {
            *owed += 8 * cost;
        } else if (strcmp(name, "placed") == 0 || strcmp(name, "near") == 0) {
            *owed += cost;
        } else if (strcmp(name, "distance") == 0) {
            *liked += cost / 1024;
        } else {
            int64_t weight = strcmp(name, "late") == 0 ? 4 : 16;
            *liked += weight * (cost > 1000000 ? 1000000 : cost < -1000000 ? -1000000 : cost);
        }
    }
    *liked = *liked > 100000 ? 100000 : *liked < -100000 ? -100000 : *liked;
}

/* chosen: a placement whose options are kept, or NULL. */
static enum err make_model(struct starter *starter, const uint32_t *chosen) {
    const struct program *program = starter->program;
    const struct assignment_model *from = program->model;
    struct arena *arena = &starter->scratch;
    uint32_t n = program->n_options, n_kept = 0;
    uint8_t *competes = ARENA_NEW(arena, from->n_applicants, uint8_t);
    uint32_t *start = ARENA_NEW(arena, (size_t)from->n_applicants + 1, uint32_t);
    uint32_t *offer = ARENA_NEW(arena, n, uint32_t);
    int64_t *owed = ARENA_NEW(arena, n, int64_t), *liked = ARENA_NEW(arena, n, int64_t);
    starter->original = ARENA_NEW(arena, n, uint32_t);
    starter->leaving = ARENA_ZERO(arena, n, uint8_t);
    if (starter->leaving == NULL || competes == NULL || start == NULL || offer == NULL ||
        owed == NULL || liked == NULL || starter->original == NULL) {
        return error_no_memory(starter->error);
    }
    mark_leaving(program, starter->leaving);
    for (uint32_t a = 0; a < from->n_applicants; a++) {
        start[a] = n_kept;
        competes[a] = (from->competes == NULL || from->competes[a] != 0) &&
                      instance_follows(program->instance, a) == NONE;
        for (uint32_t k = from->option_start[a]; k < from->option_start[a + 1]; k++) {
            bool kept = starter->leaving[k] == 0 || (chosen != NULL && chosen[a] == k);
            if (kept && program->closed[k] == 0) {
                starter->original[n_kept] = k;
                offer[n_kept] = from->option_offer[k];
                fill_costs(program, k, &owed[n_kept], &liked[n_kept]);
                n_kept++;
            }
        }
    }
    start[from->n_applicants] = n_kept;
    starter->level[0] = (struct assignment_level){"owed", owed};
    starter->level[1] = (struct assignment_level){"liked", liked};
    starter->model = *from;
    starter->model.option_start = start;
    starter->model.option_offer = offer;
    starter->model.competes = competes;
    starter->model.n_levels = 2;
    starter->model.level = starter->level;
    return OK;
}

/* The program's choice as the network has it, and those who are locked. */
void starter_choice(const struct starter *starter, uint32_t *choice) {
    const struct network *network = &starter->reoptimizer.network;
    network_choice(network, choice);
    for (uint32_t a = 0; a < starter->model.n_applicants; a++) {
        choice[a] = starter->held[a] != NONE ? starter->held[a]
                    : choice[a] == NONE      ? NONE
                                             : starter->original[choice[a]];
    }
}

/* The node of the model that counts an option in a month. */
static uint32_t node_in(const struct starter *starter, uint32_t option, uint32_t month) {
    const struct program *program = starter->program;
    const struct instance *instance = program->instance;
    uint32_t offer = program->options->offer[option], step = 0, end;
    while (instance_step_end(instance, offer, step, &end) && (month == NONE || end <= month)) {
        step++;
    }
    return program_model_node(program, instance_step_node(instance, offer, step));
}

/* Takes seats from offers of a limit that holds too many; false: nobody there can go. */
static bool narrow(struct starter *starter, uint32_t limit, int64_t n_too_many) {
    const struct program *program = starter->program;
    const struct limits *limits = &program->limits;
    struct reoptimizer *reoptimizer = &starter->reoptimizer;
    bool any = false;
    for (uint32_t j = limits->start[limit]; n_too_many > 0 && j < limits->start[limit + 1]; j++) {
        uint32_t k = limits->option[j], a = program->owner[k];
        bool stays = options_stays(program->options, k);
        if (starter->choice[a] != k || stays || starter->held[a] != NONE) {
            continue;
        }
        uint32_t node = node_in(starter, k, limits->month[limit]);
        uint32_t load = reoptimizer->network.load[network_number(&reoptimizer->network, node)];
        if (load > 0) {
            reoptimizer_set_room(reoptimizer, node, load - 1);
            n_too_many--;
            any = true;
        }
    }
    return any;
}

/* The offers' nodes under a limit may hold what they hold in the placement at hand and, one after
 * the other, what the limit has left; so whatever the network does, the limit is kept. */
static void share_limit(struct starter *starter, uint32_t limit, int64_t n_left) {
    const struct limits *limits = &starter->program->limits;
    struct reoptimizer *reoptimizer = &starter->reoptimizer;
    for (uint32_t j = limits->start[limit]; j < limits->start[limit + 1]; j++) {
        uint32_t k = limits->option[j];
        if (starter->leaving[k] != 0) {
            continue;
        }
        uint32_t node = node_in(starter, k, limits->month[limit]);
        if (starter->shared[node] == limit + 1) {
            continue;
        }
        starter->shared[node] = limit + 1;
        uint32_t load = starter->load[node], room = reoptimizer->room[node];
        uint32_t most = load + (n_left > 0 ? (uint32_t)n_left : 0);
        if (room > most) {
            reoptimizer_set_room(reoptimizer, node, most);
            room = most;
        }
        n_left -= room - load;
    }
}

/* Limits as room of nodes, from a placement that keeps them. */
void starter_share_limits(struct starter *starter, const uint32_t *choice) {
    const struct program *program = starter->program;
    const struct assignment_model *model = program->model;
    program_complete(program, choice, starter->filled, starter->sum);
    memset(starter->load, 0, model->n_nodes * sizeof *starter->load);
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        for (uint32_t v = choice[a] == NONE ? NONE : model->option_offer[choice[a]]; v != NONE;
             v = model->node_parent[v]) {
            starter->load[v]++;
        }
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        if (program->row[r].kind == ROW_LIMIT) {
            share_limit(starter, program->row[r].subject, program->row[r].upper - starter->sum[r]);
        }
    }
}

/* Until no limit holds too many, or nothing helps. */
void starter_mend_limits(struct starter *starter) {
    const struct program *program = starter->program;
    bool any = program->limits.n > 0;
    for (int round = 0; any && round < MENDINGS && !glpk_limits_reached(starter->limits); round++) {
        any = false;
        starter_choice(starter, starter->choice);
        program_complete(program, starter->choice, starter->filled, starter->sum);
        for (uint32_t r = 0; r < program->n_rows; r++) {
            const struct program_row *row = &program->row[r];
            if (row->kind == ROW_LIMIT && starter->sum[r] > row->upper) {
                any |= narrow(starter, row->subject, starter->sum[r] - row->upper);
            }
        }
    }
}

static enum err make_arrays(struct starter *starter) {
    const struct assignment_model *model = starter->program->model;
    struct arena *arena = &starter->scratch;
    starter->held = ARENA_NEW(arena, model->n_applicants, uint32_t);
    starter->choice = ARENA_NEW(arena, model->n_applicants, uint32_t);
    starter->value = ARENA_NEW(arena, model->n_levels, int64_t);
    starter->best = ARENA_NEW(arena, model->n_levels, int64_t);
    starter->load = ARENA_NEW(arena, model->n_nodes, uint32_t);
    starter->shared = ARENA_ZERO(arena, model->n_nodes, uint32_t);
    starter->filled = ARENA_NEW(arena, starter->program->n_columns, uint8_t);
    starter->sum = ARENA_NEW(arena, starter->program->n_rows, int64_t);
    if (starter->filled == NULL || starter->sum == NULL ||
        starter->load == NULL || starter->shared == NULL || starter->held == NULL ||
        starter->choice == NULL || starter->value == NULL || starter->best == NULL) {
        return error_no_memory(starter->error);
    }
    memset(starter->held, 0xFF, model->n_applicants * sizeof *starter->held);
    return OK;
}

enum err starter_new(struct starter *starter, const uint32_t *chosen) {
    enum err err = make_arrays(starter);
    return err == OK ? make_model(starter, chosen) : err;
}
