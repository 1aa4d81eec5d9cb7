// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Deferred acceptance, applicants proposing, and the near guarantee's claim rounds.
 *
 *     for each applicant a:
 *         while a is not seated and has options left:
 *             a applies to its next option
 *             a seat is free: a takes it; else the worst of the lowest full node and a compare,
 *             and who loses goes on as a
 *     near guarantee: who ended neither at a wish nor near gets a claim, and claimants go before
 *     all others at their near offers; again from the beginning, until nobody new has a claim
 *
 * Gale and Shapley 1962, in the order of McVitie and Wilson 1971 (one applicant at a time; the
 * outcome does not depend on the order). Differences: nested pools, whose choice is greedy in a
 * laminar matroid (Fleiner 2003), so that the outcome is still the applicant-optimal stable one;
 * instead of a heap a node keeps its options in rank order with a mark on those held and a pointer
 * to the worst, which only ever moves towards better ranks once the node is full, so that all
 * searching together costs one pass over the order.
 *
 * Invariants: (1) an applicant holds at most one option, and has been refused at all before it; (2)
 * a node never holds more than its room; (3) applications <= options, which bounds the loop.
 */
#include "solver/mechanism.h"

#include "solver/seating.h"

#include <string.h>

struct proposer {
    const struct mechanism_task *task;
    struct seating seating;
    uint32_t *next; /* [n_applicants] the option applied to next */
    uint32_t *choice;
};

/* a applies down its list; who is displaced goes on in its place. */
static void propose(struct proposer *proposer, uint32_t a) {
    const struct options *options = proposer->task->options;
    while (proposer->next[a] < options->start[a + 1]) {
        uint32_t option = proposer->next[a]++;
        uint32_t loser = seating_apply(&proposer->seating, option);
        if (loser == option) {
            continue;
        }
        proposer->choice[a] = option;
        if (loser == NONE) {
            return;
        }
        a = proposer->task->ranking->applicant[loser];
        proposer->choice[a] = NONE;
    }
}

static void run_once(struct proposer *proposer) {
    const struct instance *instance = proposer->task->instance;
    const struct options *options = proposer->task->options;
    seating_clear(&proposer->seating);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        proposer->next[a] = options->start[a];
        proposer->choice[a] = NONE;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!instance_is_locked(instance, a)) {
            propose(proposer, a);
        }
        if (a % 65536 == 0) {
            progress_report(proposer->task->progress, "solve",
                            (double)a / (double)instance->n_applicants);
        }
    }
}

/* New claims of this round: marks their near options in claimed. Returns how many there are. */
static uint32_t find_claims(const struct proposer *proposer, uint32_t round, uint32_t *claim_round,
                            uint8_t *claimed) {
    const struct instance *instance = proposer->task->instance;
    const struct options *options = proposer->task->options;
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t option = proposer->choice[a];
        bool content = option != NONE && (options->near[option] ||
                                          options_wish(options, instance, a, option) != NONE);
        if (content || claim_round[a] != 0 || instance_is_locked(instance, a)) {
            continue;
        }
        claim_round[a] = round;
        n++;
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            claimed[i] = options->near[i];
        }
    }
    return n;
}

static enum err run_rounds(struct proposer *proposer, struct mechanism_outcome *outcome,
                           struct arena *scratch, struct error *error) {
    const struct mechanism_task *task = proposer->task;
    run_once(proposer);
    if (!task->instance->policy.near_guarantee) {
        return OK;
    }
    uint8_t *claimed = ARENA_ZERO(scratch, task->options->n, uint8_t);
    uint32_t *order_before = ranking_copy_order(task->ranking, task->instance, scratch);
    if (claimed == NULL || order_before == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t round = 1; find_claims(proposer, round, outcome->claim_round, claimed) > 0;
         round++) { /* each round adds a claim, so there are at most n_applicants */
        enum err err = ranking_claim(task->ranking, task->instance, task->options, claimed,
                                     order_before, error);
        if (err != OK) {
            return err;
        }
        run_once(proposer);
    }
    return OK;
}

enum err deferred_acceptance(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                             struct error *error) {
    struct arena scratch = {0};
    struct proposer proposer = {
        .task = task,
        .next = ARENA_NEW(&scratch, task->instance->n_applicants, uint32_t),
        .choice = outcome->choice,
    };
    enum err err = proposer.next == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = seating_init(&proposer.seating, task, &scratch, error);
    }
    if (err == OK) {
        err = run_rounds(&proposer, outcome, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}
