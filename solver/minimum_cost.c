// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The mechanism minimum-cost: the policy's objectives as a lexicographic assignment, solved by
 * assignment_solve and proved by its certificate. Ranks play no part but in the objective
 * `criteria`.
 */
#include "solver/mechanism.h"
#include "solver/objective.h"

enum err minimum_cost(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                      struct error *error) {
    struct arena scratch = {NULL};
    struct assignment_model model;
    enum err err = objective_model(task->instance, task->options, task->ranking, task->room,
                                   &scratch, &model, error);
    if (err == OK) {
        err = assignment_solve(&model, task->arena, outcome->choice, &outcome->proof,
                               task->progress, error);
    }
    arena_free(&scratch);
    return err;
}
