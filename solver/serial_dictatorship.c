// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Serial dictatorship: applicants in one order take, each in turn, their first option that fits.
 *
 *     for each applicant, best first: take the first option that fits in every node around it
 *
 * Svensson 1999 (serial dictatorship is the strategy-proof, neutral and nonbossy rule). The order
 * comes from the ranking of the offers, which is the same for all of them (the loader allows
 * criteria on applicants' columns and a single draw only): applicants are merged by one common
 * order of their options. It is Pareto efficient.
 *
 * How: the ranks at one offer order its own applicants only, so the common order is made by sorting
 * all applicants with the ranking itself: every applicant gets one option at one single offer.
 */
#include "solver/mechanism.h"

#include "solver/seating.h"

#include <string.h>

/* A ranking of everybody: an instance in which each applicant wishes for offer 0 and nothing else.
 */
static enum err order_applicants(const struct mechanism_task *task, uint32_t *order,
                                 struct arena *scratch, struct error *error) {
    const struct instance *instance = task->instance;
    uint32_t n = instance->n_applicants;
    struct instance single = *instance;
    struct options options = {.n = n};
    struct ranking ranking;
    options.start = ARENA_NEW(scratch, (size_t)n + 1, uint32_t);
    options.offer = ARENA_ZERO(scratch, n, uint32_t);
    options.metres = ARENA_ZERO(scratch, n, uint32_t);
    options.node = options.offer;
    single.applicant_locked = NULL;
    single.wish_lottery = NULL;
    single.wish_start = ARENA_ZERO(scratch, (size_t)n + 1, uint32_t);
    if (options.start == NULL || options.offer == NULL || options.metres == NULL ||
        single.wish_start == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a <= n; a++) {
        options.start[a] = a;
    }
    enum err err = ranking_build(&ranking, &single, &options, scratch, error);
    if (err == OK) {
        memcpy(order, ranking.order + ranking.node_start[0], n * sizeof *order);
    }
    return err;
}

static void choose(struct seating *seating, uint32_t a, uint32_t *choice) {
    const struct options *options = seating->task->options;
    for (uint32_t option = options->start[a]; option < options->start[a + 1]; option++) {
        uint32_t level;
        if (seating_full_node(seating, option, &level) == NONE) {
            seating_take(seating, option);
            choice[a] = option;
            return;
        }
    }
}

enum err serial_dictatorship(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                             struct error *error) {
    struct arena scratch = {0};
    struct seating seating;
    uint32_t n = task->instance->n_applicants;
    uint32_t *order = ARENA_NEW(&scratch, n, uint32_t);
    enum err err = order == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = order_applicants(task, order, &scratch, error);
    }
    if (err == OK) {
        err = seating_init(&seating, task, &scratch, error);
    }
    if (err == OK) {
        memset(outcome->choice, 0xFF, n * sizeof *outcome->choice);
        for (uint32_t i = 0; i < n; i++) {
            if (!instance_is_locked(task->instance, order[i])) {
                choose(&seating, order[i], outcome->choice);
            }
        }
    }
    arena_free(&scratch);
    return err;
}
