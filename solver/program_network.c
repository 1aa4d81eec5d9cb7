// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/program_network.h"

#include "solver/network_prices.h"

enum err program_solve_from_network(const struct program_task *task, uint32_t *choice,
                                    struct program_proof *proof, struct error *error) {
    const struct assignment_model *model = task->program->model;
    struct arena scratch = {NULL};
    struct assignment_proof relaxed;
    struct tree_basis basis = {ARENA_NEW(&scratch, model->n_nodes, uint8_t),
                               ARENA_NEW(&scratch, model->n_nodes, uint32_t)};
    uint32_t *start = ARENA_NEW(&scratch, model->n_applicants, uint32_t);
    const struct assignment_options options = {PROVE_DUAL, task->progress, &basis};
    enum err err = basis.loose == NULL || basis.tie == NULL || start == NULL
                       ? error_no_memory(error)
                       : assignment_solve(model, &scratch, start, &relaxed, &options, error);
    if (err == OK) {
        struct program_task complete = *task;
        complete.start_choice = start;
        complete.basis = &basis;
        err = program_solve(&complete, choice, proof, error);
    }
    arena_free(&scratch);
    return err;
}
