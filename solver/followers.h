// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Followers under the mechanisms that rank: applications of children who have another one in the
 * round, for a place that goes with where that one ends (a leisure centre with its school).
 *
 * All others are placed first, the `after` step included. Then the same mechanism runs once more,
 * for the followers alone, over the seats that are left: each has, of the offers that go with the
 * place at which the applicant it follows has ended, its wishes in their order or, where it wishes
 * for nothing, all of its group. Nobody is displaced by a follower.
 */
#ifndef PLACERA_FOLLOWERS_H
#define PLACERA_FOLLOWERS_H

#include "solver/mechanism.h"

/* What the round is once the followers have run, in the place of what it was before. */
struct followers {
    struct options options; /* of everybody */
    struct ranking ranking; /* of everybody, claims included */
};

/* Runs task's mechanism for the followers. task is that of the others' run, but that its room
 * [n_nodes] is what they have left; ended [n_applicants] the offer at which everybody has ended,
 * NONE; claim_round [n_applicants] of the near guarantee. choice [n_applicants] holds options of
 * task, and afterwards those of followers->options, the followers' among them. What followers
 * points to lives in task's arena. Errors: those of options_build, ranking_build and the mechanism.
 */
enum err followers_run(struct followers *followers, const struct mechanism_task *task,
                       const uint32_t *ended, const uint32_t *claim_round, uint32_t *choice,
                       struct error *error);

#endif
