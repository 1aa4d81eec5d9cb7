// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The mechanism minimum-cost: the policy's objectives as a lexicographic assignment, solved by
 * assignment_solve and proved by its certificate. Ranks play no part but in the objective
 * `criteria`.
 */
#include "solver/mechanism.h"
#include "solver/objective.h"

/* What one more seat is worth at each offer. */
static enum err find_seat_prices(const struct mechanism_task *task,
                                 const struct assignment_model *model, struct arena *scratch,
                                 struct mechanism_outcome *outcome, struct error *error) {
    outcome->seat_price = ARENA_NEW(task->arena, model->n_offers, int64_t);
    outcome->seat_price_level = ARENA_NEW(task->arena, model->n_offers, uint32_t);
    if (outcome->seat_price == NULL || outcome->seat_price_level == NULL) {
        return error_no_memory(error);
    }
    return assignment_seat_prices(model, outcome->choice, &outcome->proof, scratch,
                                  outcome->seat_price, outcome->seat_price_level, error);
}

enum err minimum_cost(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                      struct error *error) {
    struct arena scratch = {NULL};
    struct assignment_model model;
    enum err err = objective_model(task->instance, task->options, task->ranking, task->room,
                                   &scratch, &model, error);
    if (err == OK) {
        const struct assignment_options options = {task->prove, task->progress};
        err = assignment_solve(&model, task->arena, outcome->choice, &outcome->proof, &options,
                               error);
    }
    if (err == OK) {
        err = find_seat_prices(task, &model, &scratch, outcome, error);
    }
    if (err == OK) {
        objective_prices(task->instance, &model, &outcome->proof);
    }
    arena_free(&scratch);
    return err;
}
