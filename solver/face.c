// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Complementary slackness, turned into a set of what may still happen. With optimal prices p and
 * P(k) = sum of p from option k's offer to the root, a placement is optimal if and only if
 *
 *     every applicant takes an option of least cost + P, where taking none counts as 0,
 *     every node with p > 0 is full.
 *
 * Both hold for the optimal placements of the level and for no others, so the next level is solved
 * on what they leave. Integers alone decide: a tolerance here would let a later level spoil an
 * earlier one.
 */
#include "solver/face.h"

#include <string.h>

enum err face_new(struct face *face, const struct assignment_model *model, struct arena *arena,
                  struct error *error) {
    uint32_t n_options = model->option_start[model->n_applicants];
    face->open = ARENA_ZERO(arena, n_options, uint8_t);
    face->placed = ARENA_ZERO(arena, model->n_applicants, uint8_t);
    face->full = ARENA_ZERO(arena, model->n_nodes, uint8_t);
    if (face->open == NULL || face->placed == NULL || face->full == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (model->competes == NULL || model->competes[a] != 0) {
            uint32_t start = model->option_start[a];
            memset(face->open + start, 1, model->option_start[a + 1] - start);
        }
    }
    return OK;
}

bool face_totals(const struct assignment_model *model, const int64_t *price, int64_t *total) {
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        total[v] = 0;
        for (uint32_t around = v; around != NONE; around = model->node_parent[around]) {
            if (__builtin_add_overflow(total[v], price[around], &total[v])) {
                return false;
            }
        }
    }
    return true;
}

bool face_least(const struct face *face, const struct assignment_model *model, const int64_t *cost,
                const int64_t *total, uint32_t applicant, int64_t *least) {
    bool any = face->placed[applicant] == 0;
    *least = 0;
    for (uint32_t k = model->option_start[applicant]; k < model->option_start[applicant + 1]; k++) {
        int64_t value = 0;
        if (face->open[k] == 0) {
            continue;
        }
        if (__builtin_add_overflow(cost[k], total[model->option_offer[k]], &value)) {
            return false;
        }
        if (!any || value < *least) {
            *least = value;
            any = true;
        }
    }
    return any;
}

void face_tighten(struct face *face, const struct assignment_model *model, const int64_t *cost,
                  const int64_t *price, const int64_t *total) {
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        int64_t least = 0;
        bool bounded = face_least(face, model, cost, total, a, &least);
        INVARIANT(bounded);
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            bool tight = face->open[k] != 0 && cost[k] + total[model->option_offer[k]] == least;
            face->open[k] = tight ? 1 : 0;
        }
        if (least != 0) {
            face->placed[a] = 1;
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (price[v] != 0) {
            face->full[v] = 1;
        }
    }
}
