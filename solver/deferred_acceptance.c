// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Deferred acceptance, applicants proposing, the near guarantee's claim rounds, and families.
 *
 *     for each applicant a:
 *         while a is not seated and has options left:
 *             a applies to its next option
 *             a seat is free: a takes it; else the worst of the lowest full node and a compare,
 *             and who loses goes on as a
 *     near guarantee: who ended neither at a wish nor near gets a claim, and claimants go before
 *     all others at their near offers; again, until nobody new has a claim
 *     families propose joint options: joint_proposals.h
 *
 * Gale and Shapley 1962, in the order of McVitie and Wilson 1971 (one applicant at a time; the
 * outcome does not depend on the order). Differences: nested pools, whose choice is greedy in a
 * laminar matroid (Fleiner 2003), so that the outcome is still the applicant-optimal stable one;
 * instead of a heap a node keeps its options in rank order with a mark on those held and a pointer
 * to the worst, which only ever moves towards better ranks once the node is full, so that all
 * searching together costs one pass over the order.
 *
 * A claim round does not begin from nothing: the claimants leave, their ranks change while they are
 * away, and they come back (standing.h). The outcome is the one of running all again, since it is
 * the only one of its kind.
 */
#include "solver/mechanism.h"

#include "solver/claims.h"
#include "solver/joint_proposals.h"

#include <string.h>

/* Neither at a wish nor near, and without a claim so far? */
static bool may_claim(const struct standing *standing, const uint32_t *claim_round, uint32_t a) {
    const struct options *options = standing->task.options;
    uint32_t option = standing->choice[a];
    bool content =
        option != NONE && (options->near[option] ||
                           options_wish(options, standing->task.instance, a, option) != NONE);
    return !content && claim_round[a] == 0 && standing->present[a] &&
           instance_follows(standing->task.instance, a) == NONE;
}

/* One claim round of n new claimants. */
static enum err claim(struct standing *standing, struct claims *claims, const uint32_t *claimant,
                      uint32_t n, struct error *error) {
    const struct options *options = standing->task.options;
    const uint32_t *parent = standing->task.instance->node_parent;
    for (uint32_t i = 0; i < n; i++) {
        standing_leave(standing, claimant[i]);
    }
    enum err err = claims_add(claims, claimant, n, error);
    if (err != OK) {
        return err;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t a = claimant[i];
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            for (uint32_t v = options->near[k] ? options->node[k] : NONE; v != NONE;
                 v = parent[v]) {
                standing_reorder(standing, v);
            }
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        standing_arrive(standing, claimant[i]);
    }
    standing_settle(standing);
    return OK;
}

/* Claim rounds until none is new: each adds a claim, so there are at most n_applicants. After the
 * first only those who moved can be new. */
static enum err run_rounds(struct standing *standing, uint32_t *claim_round, struct arena *scratch,
                           struct error *error) {
    const struct mechanism_task *task = &standing->task;
    uint32_t n_applicants = task->instance->n_applicants;
    struct claims claims;
    uint32_t *claimant = ARENA_NEW(scratch, n_applicants, uint32_t);
    enum err err = claimant == NULL ? error_no_memory(error)
                                    : claims_init(&claims, task->ranking, task->instance,
                                                  task->options, scratch, error);
    for (uint32_t round = 1; err == OK; round++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < (round == 1 ? n_applicants : standing->n_moved); i++) {
            uint32_t a = round == 1 ? i : standing->moved[i];
            if (may_claim(standing, claim_round, a)) {
                claim_round[a] = round;
                claimant[n++] = a;
            }
        }
        if (n == 0) {
            break;
        }
        err = claim(standing, &claims, claimant, n, error);
    }
    return err;
}

enum err deferred_acceptance(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                             struct error *error) {
    struct arena scratch = {0};
    struct standing standing;
    const struct instance *instance = task->instance;
    enum err err = standing_init(&standing, task, NULL, &scratch, error);
    if (err == OK && instance->policy.near_guarantee && !task->of_followers) {
        err = run_rounds(&standing, outcome->claim_round, &scratch, error);
    }
    if (err == OK && joint_proposals_apply(instance) && !task->of_followers) {
        err = joint_proposals(&standing, outcome->choice, outcome->family_blocks, &scratch, error);
    } else if (err == OK) {
        memcpy(outcome->choice, standing.choice, instance->n_applicants * sizeof *outcome->choice);
    }
    arena_free(&scratch);
    return err;
}
