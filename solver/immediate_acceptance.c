// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Immediate acceptance (the Boston mechanism): in round k every applicant without a place applies
 * to its k-th option, and each offer takes, for good, the best of those who apply as long as seats
 * last.
 *
 *     for k = 1, 2, ...:
 *         applicants without a place apply to their k-th option
 *         each node takes them in rank order while they fit
 *
 * Abdulkadiroglu and Sonmez 2003. Difference: nested pools, where a round's applicants are taken in
 * the pool's order. Kept for research: who lists a popular offer first risks its second (see the
 * warning in mechanism.c).
 *
 * How: within a round the newcomers may displace each other but never those of earlier rounds, so
 * the round's choice is the seating's greedy one with earlier holders made unbeatable: their seats
 * are taken out of the room.
 */
#include "solver/mechanism.h"

#include "solver/seating.h"

#include <string.h>

/* One round; returns how many applied. */
static uint32_t apply_round(struct seating *seating, uint32_t k, uint32_t *choice) {
    const struct instance *instance = seating->task->instance;
    const struct options *options = seating->task->options;
    uint32_t n_applied = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t option = options->start[a] + k;
        if (choice[a] != NONE || option >= options->start[a + 1] ||
            instance_is_locked(instance, a)) {
            continue;
        }
        n_applied++;
        uint32_t loser = seating_apply(seating, option);
        if (loser != option) {
            choice[a] = option;
        }
        if (loser != NONE && loser != option) {
            choice[seating->task->ranking->applicant[loser]] = NONE;
        }
    }
    return n_applied;
}

/* What is held now is held for good: it leaves the seating and the room. */
static void settle(struct seating *seating, uint32_t *room) {
    uint32_t n_nodes = seating->task->instance->n_nodes;
    for (uint32_t i = 0; i < n_nodes; i++) {
        room[i] -= room[i] == SEATS_UNLIMITED ? 0 : seating->n_held[i];
    }
    seating_clear(seating);
}

static uint32_t longest_list(const struct mechanism_task *task) {
    uint32_t longest = 0;
    for (uint32_t a = 0; a < task->instance->n_applicants; a++) {
        uint32_t n = task->options->start[a + 1] - task->options->start[a];
        longest = n > longest ? n : longest;
    }
    return longest;
}

enum err immediate_acceptance(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                              struct error *error) {
    struct arena scratch = {0};
    struct seating seating;
    uint32_t n_nodes = task->instance->n_nodes;
    uint32_t *room = ARENA_NEW(&scratch, n_nodes, uint32_t);
    struct mechanism_task rest = *task;
    rest.room = room;
    enum err err = room == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        memcpy(room, task->room, n_nodes * sizeof *room);
        err = seating_init(&seating, &rest, &scratch, error);
    }
    if (err == OK) {
        memset(outcome->choice, 0xFF, task->instance->n_applicants * sizeof *outcome->choice);
        uint32_t n_rounds = longest_list(task);
        for (uint32_t k = 0; k < n_rounds; k++) {
            progress_report(task->progress, "solve", (double)k / (double)n_rounds);
            if (apply_round(&seating, k, outcome->choice) > 0) {
                settle(&seating, room);
            }
        }
    }
    arena_free(&scratch);
    return err;
}
