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

#include "solver/program_values.h"
#include "solver/starter.h"

#include <string.h>

enum { TRIES = 8, TRIES_MOVING = 2, ROUNDS = 2, FAMILY_MAX = 16 };
/* A place where a family could be, and what that would cost at present prices. */
struct offer {
    uint32_t place;
    int64_t cost;
};

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
        starter_choice(starter, starter->choice);
        program_values(starter->program, starter->choice, starter->value);
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

/* Locks the members of a family who are not locked by the round at given options of the program.
 */
static bool lock_at(struct starter *starter, uint32_t f, const uint32_t *option) {
    const struct program *program = starter->program;
    const struct instance *instance = program->instance;
    const uint32_t *member = instance->family_member + instance->family_start[f];
    uint32_t n = instance->family_start[f + 1] - instance->family_start[f];
    bool done = true;
    for (uint32_t i = 0; done && i < n; i++) {
        uint32_t k = option[i];
        if (instance_is_locked(instance, member[i]) || k == NONE) {
            continue;
        }
        done = reoptimizer_lock(&starter->reoptimizer, member[i], program->model->option_offer[k],
                                NULL) == OK;
        starter->held[member[i]] = done ? k : NONE;
    }
    if (!done) {
        unlock(starter, member, n);
    }
    return done;
}

/* Families that are together in the placement at hand stay where they are, for the time being. */
static void lock_together(struct starter *starter, const uint32_t *choice) {
    const struct instance *instance = starter->program->instance;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        uint32_t option[FAMILY_MAX], n = instance->family_start[f + 1] - instance->family_start[f];
        if (n > FAMILY_MAX || program_family_place(starter->program, choice, f) == NONE) {
            continue;
        }
        for (uint32_t i = 0; i < n; i++) {
            option[i] = choice[instance->family_member[instance->family_start[f] + i]];
        }
        lock_at(starter, f, option);
    }
}

/* Is another place better for a family that is locked? Else it is where it was. */
static void try_moving(struct starter *starter, uint32_t f, uint32_t first, uint32_t end) {
    const struct instance *instance = starter->program->instance;
    const uint32_t *member = instance->family_member + instance->family_start[f];
    uint32_t n = instance->family_start[f + 1] - instance->family_start[f], held[FAMILY_MAX];
    bool any = false;
    for (uint32_t i = 0; n <= FAMILY_MAX && i < n; i++) {
        held[i] = starter->held[member[i]];
        any |= held[i] != NONE;
    }
    if (!any) {
        return;
    }
    unlock(starter, member, n);
    struct offer place[TRIES + 1];
    uint32_t n_places = find_places(starter, f, first, end, place);
    bool moved = false;
    for (uint32_t i = 0; i < n_places && i < TRIES_MOVING && !moved; i++) {
        moved = try_place(starter, f, place[i].place);
    }
    if (!moved) {
        lock_at(starter, f, held);
    }
}

/* Brings apart families together, as far as the levels gain. */
static void insert_families(struct starter *starter) {
    const struct program *program = starter->program;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t first = program->n_options, end = first;
        for (uint32_t f = 0; f < program->instance->n_families; f++) {
            find_columns(program, f, &first, &end);
            if (first == end || glpk_limits_reached(starter->limits)) {
                continue;
            }
            starter_choice(starter, starter->choice);
            if (program_family_place(starter->program, starter->choice, f) != NONE) {
                try_moving(starter, f, first, end);
                continue;
            }
            struct offer place[TRIES + 1];
            uint32_t n = find_places(starter, f, first, end, place);
            for (uint32_t i = 0; i < n && !try_place(starter, f, place[i].place); i++) {
            }
        }
    }
}

enum err program_start(const struct program *program, const struct glpk_limits *limits, bool given,
                       uint32_t *choice, struct error *error) {
    struct starter starter = {.program = program, .limits = limits, .error = error};
    enum err err = starter_new(&starter, given ? choice : NULL);
    if (err == OK) {
        err = reoptimizer_open(&starter.reoptimizer, &starter.model, error);
    }
    if (err == OK && starter.reoptimizer.packed) {
        starter_choice(&starter, starter.choice);
        if (given) {
            starter_share_limits(&starter, choice);
            lock_together(&starter, choice);
        } else {
            starter_mend_limits(&starter);
        }
        starter_choice(&starter, starter.choice);
        program_values(program, starter.choice, starter.best);
        insert_families(&starter);
        starter_choice(&starter, choice);
    }
    reoptimizer_release(&starter.reoptimizer);
    arena_free(&starter.scratch);
    return err;
}
