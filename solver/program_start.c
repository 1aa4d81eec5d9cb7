// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     the network of all options but those of leaving later, at its optimum   solver/reoptimizer.h
 *     for each family that is apart, twice over:
 *         places in the order of what it would cost there at the prices of the seats
 *         for the first TRIES of them: lock its members there; the network finds its optimum anew
 *             keep that where the levels are better, one after the other; else unlock
 *
 * The greedy insertion of couples into a standing matching (A. E. Roth and E. Peranson 1999), with
 * an optimum in the place of a stable matching. Levels of the network are two sums, which fit into
 * one cost each: whom a place is owed, and how good places are; what is kept, the program's own
 * levels decide.
 */
#include "solver/program_start.h"

#include "solver/months.h"
#include "solver/reoptimizer.h"

#include <omp.h>
#include <string.h>

enum { TRIES = 8, ROUNDS = 2, MENDINGS = 30 };

struct starter {
    const struct program *program;
    const struct glpk_limits *limits;
    struct arena scratch;
    struct assignment_model model; /* some of the options, two levels */
    struct assignment_level level[2];
    uint32_t *original; /* the program's option behind each */
    struct reoptimizer reoptimizer;
    uint32_t *held;        /* [n_applicants] option of those who are locked here, NONE */
    uint32_t *choice;      /* [n_applicants] scratch */
    int64_t *value, *best; /* [n_levels] */
    uint32_t *owner;       /* [n_options] applicant */
    uint8_t *leaving;      /* [n_options] 1: counts where no node of the network says so */
    uint32_t *load;        /* [n_nodes] of the placement at hand */
    uint32_t *shared;      /* [n_nodes] the limit (from 1) that shared it last */
    uint8_t *filled;       /* [n_columns] scratch */
    int64_t *sum;          /* [n_rows] scratch */
    struct error *error;
};

/* A place where a family could be, and what that would cost at present prices. */
struct offer {
    uint32_t place;
    int64_t cost;
};

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
static void read_choice(const struct starter *starter, uint32_t *choice) {
    const struct network *network = &starter->reoptimizer.network;
    network_choice(network, choice);
    for (uint32_t a = 0; a < starter->model.n_applicants; a++) {
        choice[a] = starter->held[a] != NONE ? starter->held[a]
                    : choice[a] == NONE      ? NONE
                                             : starter->original[choice[a]];
    }
}

/* Where the whole family is, NONE: apart or not placed. */
static uint32_t family_place(const struct starter *starter, const uint32_t *choice, uint32_t f) {
    const struct instance *instance = starter->program->instance;
    uint32_t place = NONE;
    for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
        uint32_t a = instance->family_member[i], k = choice[a];
        uint32_t offer = instance_is_locked(instance, a) ? instance->applicant_locked[a]
                         : k == NONE                     ? NONE
                                                         : starter->program->options->offer[k];
        uint32_t here = offer == NONE ? NONE : program_place(instance, offer);
        if (here == NONE || (i > instance->family_start[f] && here != place)) {
            return NONE;
        }
        place = here;
    }
    return place;
}

static void count_values(const struct starter *starter, const uint32_t *choice, int64_t *value) {
    const struct program *program = starter->program;
    for (uint32_t l = 0; l < program->model->n_levels; l++) {
        const struct assignment_level *level = &program->model->level[l];
        value[l] = 0;
        for (uint32_t a = 0; a < program->model->n_applicants; a++) {
            value[l] += choice[a] == NONE ? 0 : level->cost[choice[a]];
        }
        for (uint32_t f = 0;
             strcmp(level->name, "together") == 0 && f < program->instance->n_families; f++) {
            value[l] -= family_place(starter, choice, f) != NONE ? 1 : 0;
        }
    }
}

static bool is_better(const struct starter *starter) {
    for (uint32_t l = 0; l < starter->program->model->n_levels; l++) {
        if (starter->value[l] != starter->best[l]) {
            return starter->value[l] < starter->best[l];
        }
    }
    return false;
}

/* What an option costs its applicant at present prices. */
static int64_t cost_at_prices(const struct starter *starter, uint32_t i) {
    const struct reoptimizer *reoptimizer = &starter->reoptimizer;
    uint32_t node = network_number(&reoptimizer->network, starter->model.option_offer[i]);
    return reoptimizer->weight[0] * starter->level[0].cost[i] +
           reoptimizer->weight[1] * starter->level[1].cost[i] +
           reoptimizer->network.node[node].price;
}

/* The member's best option at the place, as an index into the model's; NONE: it has none. */
static uint32_t best_option(const struct starter *starter, uint32_t a, uint32_t place) {
    const struct program *program = starter->program;
    uint32_t best = NONE;
    for (uint32_t i = starter->model.option_start[a]; i < starter->model.option_start[a + 1]; i++) {
        uint32_t offer = program->options->offer[starter->original[i]];
        if (program_place(program->instance, offer) == place &&
            (best == NONE || cost_at_prices(starter, i) < cost_at_prices(starter, best))) {
            best = i;
        }
    }
    return best;
}

/* The columns of a family: *first .. *end - 1. */
static void find_columns(const struct program *program, uint32_t f, uint32_t *first,
                         uint32_t *end) {
    while (*first < program->first_opening && program->subject[*first - program->n_options] < f) {
        (*first)++;
    }
    *end = *first;
    while (*end < program->first_opening && program->subject[*end - program->n_options] == f) {
        (*end)++;
    }
}

/* The TRIES cheapest places of a family, cheapest first; how many. */
static uint32_t find_places(const struct starter *starter, uint32_t f, uint32_t first, uint32_t end,
                            struct offer *found) {
    const struct instance *instance = starter->program->instance;
    uint32_t n = 0;
    for (uint32_t c = first; c < end; c++) {
        struct offer here = {starter->program->place[c - starter->program->n_options], 0};
        bool can = true;
        for (uint32_t i = instance->family_start[f]; can && i < instance->family_start[f + 1];
             i++) {
            uint32_t a = instance->family_member[i];
            if (instance_is_locked(instance, a)) {
                continue;
            }
            uint32_t best = best_option(starter, a, here.place);
            can = best != NONE;
            here.cost += can ? cost_at_prices(starter, best) : 0;
        }
        uint32_t at = n;
        for (; can && at > 0 && found[at - 1].cost > here.cost; at--) {
            if (at < TRIES) {
                found[at] = found[at - 1];
            }
        }
        if (can && at < TRIES) {
            found[at] = here;
            n += n < TRIES ? 1 : 0;
        }
    }
    return n;
}

static void unlock(struct starter *starter, const uint32_t *member, uint32_t n) {
    for (uint32_t i = n; i-- > 0;) {
        if (starter->held[member[i]] != NONE) {
            reoptimizer_unlock(&starter->reoptimizer, member[i]);
            starter->held[member[i]] = NONE;
        }
    }
}

/* Locks a family at a place; keeps that where it is better. */
static bool try_place(struct starter *starter, uint32_t f, uint32_t place) {
    const struct instance *instance = starter->program->instance;
    const uint32_t *member = instance->family_member + instance->family_start[f];
    uint32_t n = instance->family_start[f + 1] - instance->family_start[f];
    bool done = true;
    for (uint32_t i = 0; done && i < n; i++) {
        if (instance_is_locked(instance, member[i])) {
            continue;
        }
        uint32_t option = best_option(starter, member[i], place);
        uint32_t node = option == NONE ? NONE : starter->model.option_offer[option];
        done =
            option != NONE && reoptimizer_lock(&starter->reoptimizer, member[i], node, NULL) == OK;
        starter->held[member[i]] = done ? starter->original[option] : NONE;
    }
    if (done) {
        read_choice(starter, starter->choice);
        count_values(starter, starter->choice, starter->value);
        done = is_better(starter);
    }
    if (!done) {
        unlock(starter, member, n);
    } else {
        memcpy(starter->best, starter->value,
               starter->program->model->n_levels * sizeof *starter->best);
    }
    return done;
}

static bool must_stop(const struct glpk_limits *limits) {
    return (limits->stop != NULL && *limits->stop != 0) ||
           (limits->ends > 0.0 && omp_get_wtime() > limits->ends);
}

/* The node of the model that counts an option in a month. */
static uint32_t node_in(const struct starter *starter, uint32_t option, uint32_t month) {
    const struct program *program = starter->program;
    const struct instance *instance = program->instance;
    uint32_t offer = program->options->offer[option], step = 0, end;
    while (instance_step_end(instance, offer, step, &end) && (month == NONE || end <= month)) {
        step++;
    }
    uint32_t node = instance_step_node(instance, offer, step), n_slots = instance->n_slots;
    return node < n_slots ? node : node + program->model->n_offers - n_slots;
}

/* Takes seats from offers of a limit that holds too many; false: nobody there can go. */
static bool narrow(struct starter *starter, uint32_t limit, int64_t n_too_many) {
    const struct program *program = starter->program;
    const struct limits *limits = &program->limits;
    struct reoptimizer *reoptimizer = &starter->reoptimizer;
    bool any = false;
    for (uint32_t j = limits->start[limit]; n_too_many > 0 && j < limits->start[limit + 1]; j++) {
        uint32_t k = limits->option[j], a = starter->owner[k];
        bool stays = program->options->stays != NULL && program->options->stays[k] != 0;
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
static void share_limits(struct starter *starter, const uint32_t *choice) {
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
static void mend_limits(struct starter *starter) {
    const struct program *program = starter->program;
    bool any = program->limits.n > 0;
    for (int round = 0; any && round < MENDINGS && !must_stop(starter->limits); round++) {
        any = false;
        read_choice(starter, starter->choice);
        program_complete(program, starter->choice, starter->filled, starter->sum);
        for (uint32_t r = 0; r < program->n_rows; r++) {
            const struct program_row *row = &program->row[r];
            if (row->kind == ROW_LIMIT && starter->sum[r] > row->upper) {
                any |= narrow(starter, row->subject, starter->sum[r] - row->upper);
            }
        }
    }
}

/* Brings apart families together, as far as the levels gain. */
static void insert_families(struct starter *starter) {
    const struct program *program = starter->program;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t first = program->n_options, end = first;
        for (uint32_t f = 0; f < program->instance->n_families; f++) {
            find_columns(program, f, &first, &end);
            if (first == end || must_stop(starter->limits)) {
                continue;
            }
            read_choice(starter, starter->choice);
            if (family_place(starter, starter->choice, f) != NONE) {
                continue;
            }
            struct offer place[TRIES + 1];
            uint32_t n = find_places(starter, f, first, end, place);
            for (uint32_t i = 0; i < n && !try_place(starter, f, place[i].place); i++) {
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
    starter->owner = ARENA_NEW(arena, starter->program->n_options, uint32_t);
    starter->load = ARENA_NEW(arena, model->n_nodes, uint32_t);
    starter->shared = ARENA_ZERO(arena, model->n_nodes, uint32_t);
    starter->filled = ARENA_NEW(arena, starter->program->n_columns, uint8_t);
    starter->sum = ARENA_NEW(arena, starter->program->n_rows, int64_t);
    if (starter->owner == NULL || starter->filled == NULL || starter->sum == NULL ||
        starter->load == NULL || starter->shared == NULL || starter->held == NULL ||
        starter->choice == NULL || starter->value == NULL || starter->best == NULL) {
        return error_no_memory(starter->error);
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            starter->owner[k] = a;
        }
    }
    memset(starter->held, 0xFF, model->n_applicants * sizeof *starter->held);
    return OK;
}

enum err program_start(const struct program *program, const struct glpk_limits *limits, bool given,
                       uint32_t *choice, struct error *error) {
    struct starter starter = {.program = program, .limits = limits, .error = error};
    enum err err = make_arrays(&starter);
    if (err == OK) {
        err = make_model(&starter, given ? choice : NULL);
    }
    if (err == OK) {
        err = reoptimizer_open(&starter.reoptimizer, &starter.model, error);
    }
    if (err == OK && starter.reoptimizer.packed) {
        read_choice(&starter, starter.choice);
        if (given) {
            share_limits(&starter, choice);
        } else {
            mend_limits(&starter);
        }
        read_choice(&starter, starter.choice);
        count_values(&starter, starter.choice, starter.best);
        insert_families(&starter);
        read_choice(&starter, choice);
    }
    reoptimizer_release(&starter.reoptimizer);
    arena_free(&starter.scratch);
    return err;
}
