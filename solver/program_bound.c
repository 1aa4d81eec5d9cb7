// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/program_bound.h"

#include "solver/buckets.h"
#include "solver/program_values.h"

#include <string.h>

static enum err index_followers(struct program_bound *bound, struct arena *arena,
                                struct error *error) {
    const struct instance *instance = bound->program->instance;
    uint32_t n = instance->n_applicants;
    uint32_t *start = bound->follower_start = ARENA_ZERO(arena, (size_t)n + 1, uint32_t);
    bound->follower = ARENA_NEW(arena, n, uint32_t);
    if (start == NULL || bound->follower == NULL) {
        return error_no_memory(error);
    }
    if (instance->applicant_follows != NULL) {
        buckets_fill(instance->applicant_follows, NULL, n, n, start, bound->follower);
    }
    return OK;
}

enum err program_bound_new(struct program_bound *bound, const struct compact *compact,
                           struct arena *arena, struct error *error) {
    const struct program *program = compact->program;
    const struct instance *instance = program->instance;
    uint32_t n = instance->n_applicants, n_blocks = 0, at = 0;
    *bound = (struct program_bound){.program = program, .compact = compact};
    bound->block_start = ARENA_NEW(arena, (size_t)n + 1, uint32_t);
    bound->block = ARENA_NEW(arena, n, uint32_t);
    bound->family_of = ARENA_NEW(arena, n, uint32_t);
    bound->worth = ARENA_NEW(arena, compact->n_columns, wide_int);
    if (bound->block_start == NULL || bound->block == NULL || bound->family_of == NULL ||
        bound->worth == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        uint32_t family = instance->applicant_family == NULL || !program_has_families(instance)
                              ? NONE
                              : instance->applicant_family[a];
        bool follows = instance_follows(instance, a) != NONE &&
                       !instance_is_locked(instance, instance_follows(instance, a));
        bool later = family != NONE && instance->family_member[instance->family_start[family]] != a;
        if (follows || later) {
            continue;
        }
        bound->block_start[n_blocks] = at;
        bound->family_of[n_blocks++] = family;
        if (family == NONE) {
            bound->block[at++] = a;
            continue;
        }
        for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1];
             i++) {
            bound->block[at++] = instance->family_member[i];
        }
    }
    bound->block_start[n_blocks] = at;
    bound->n_blocks = n_blocks;
    return index_followers(bound, arena, error);
}

/* What a column costs with what it puts into rows of seats. */
static wide_int worth_of(const struct compact *compact, const struct program_payment *payment,
                         uint32_t column) {
    const struct program *program = compact->program;
    wide_int sum = 0;
    for (uint32_t l = 0; l < program->model->n_levels; l++) {
        int64_t weight = payment->weight[l];
        sum += weight == 0 ? 0 : (wide_int)weight * compact_cost(compact, l, column);
    }
    for (uint32_t i = compact->start[column]; i < compact->start[column + 1]; i++) {
        uint32_t row = compact->row[compact->row_of[i]];
        if (payment->price[row] != 0 && program_row_is_priced(&program->row[row])) {
            sum += (wide_int)payment->price[row] * compact->value[i];
        }
    }
    return sum;
}

/* The worth of all columns, cuts included. */
static void find_worths(struct program_bound *bound, const struct program_payment *payment) {
    for (uint32_t c = 0; c < bound->compact->n_columns; c++) {
        bound->worth[c] = worth_of(bound->compact, payment, c);
    }
    for (uint32_t i = 0; i < payment->n_cuts; i++) {
        const struct added_row *cut = payment->cut[i];
        for (uint32_t j = 0; payment->cut_price[i] != 0 && j < cut->n; j++) {
            bound->worth[cut->column[j]] += (wide_int)payment->cut_price[i] * cut->value[j];
        }
    }
}

/* The best that those who follow an applicant can do with an option of it. */
static wide_int best_of_followers(const struct program_bound *bound, uint32_t a, uint32_t option) {
    const struct program *program = bound->program;
    const uint32_t *alone = bound->compact->alone;
    wide_int sum = 0;
    for (uint32_t i = bound->follower_start[a]; i < bound->follower_start[a + 1]; i++) {
        uint32_t b = bound->follower[i];
        wide_int least = 0;
        for (uint32_t k = program->options->start[b]; k < program->options->start[b + 1]; k++) {
            bool open = alone[k] != NONE &&
                        instance_goes_with(program->instance, program->options->offer[k],
                                           program->options->offer[option]);
            least = open && bound->worth[alone[k]] < least ? bound->worth[alone[k]] : least;
        }
        sum += least;
    }
    return sum;
}

enum among { ALL, STAYING, AT_PLACE };

/* The least of some of an applicant's options; *any: it has one of them. */
static wide_int least_of(const struct program_bound *bound, uint32_t a, enum among among,
                         uint32_t place, bool *any) {
    const struct program *program = bound->program;
    const struct options *options = program->options;
    wide_int least = 0;
    *any = false;
    for (uint32_t k = options->start[a];
         !instance_is_locked(program->instance, a) && k < options->start[a + 1]; k++) {
        bool stays = options_stays(options, k);
        bool meant =
            among == ALL || (among == STAYING && stays) ||
            (among == AT_PLACE && program_place(program->instance, options->offer[k]) == place);
        uint32_t alone = bound->compact->alone[k];
        if (!meant || alone == NONE) {
            continue;
        }
        wide_int here = bound->worth[alone] + best_of_followers(bound, a, k);
        least = !*any || here < least ? here : least;
        *any = true;
    }
    return least;
}

/* Everybody for itself; or, where a family must be together, nobody newly placed. */
static wide_int apart(const struct program_bound *bound, uint32_t block) {
    bool required =
        bound->family_of[block] != NONE && bound->program->instance->policy.families_required;
    wide_int sum = 0;
    for (uint32_t i = bound->block_start[block]; i < bound->block_start[block + 1]; i++) {
        bool any;
        wide_int least = least_of(bound, bound->block[i], required ? STAYING : ALL, NONE, &any);
        sum += any && least < 0 ? least : 0;
    }
    return sum;
}

/* All at a place, each by itself beside y; *can: they can. */
static wide_int together_wide(const struct program_bound *bound, uint32_t block, uint32_t column,
                              bool *can) {
    const struct instance *instance = bound->program->instance;
    uint32_t place = bound->program->place[column - bound->program->n_options];
    wide_int sum = bound->worth[bound->compact->alone[column]];
    *can = true;
    for (uint32_t i = bound->block_start[block]; *can && i < bound->block_start[block + 1]; i++) {
        bool any;
        sum += least_of(bound, bound->block[i], AT_PLACE, place, &any);
        *can = any || instance_is_locked(instance, bound->block[i]);
    }
    return sum;
}

/* A joint column with all who follow its members. */
static wide_int joint_worth(const struct program_bound *bound, uint32_t joint) {
    const struct compact *compact = bound->compact;
    wide_int sum = bound->worth[joint];
    for (uint32_t i = compact->cover_start[joint]; i < compact->cover_start[joint + 1]; i++) {
        uint32_t k = compact->cover[i];
        if (k < bound->program->n_options) {
            sum += best_of_followers(bound, bound->program->owner[k], k);
        }
    }
    return sum;
}

/* The least of a family together at the place of a column, if that is less. */
static wide_int together(const struct program_bound *bound, uint32_t block, uint32_t column,
                         wide_int least) {
    const struct compact *compact = bound->compact;
    uint32_t y = column - bound->program->n_options;
    if (compact->alone[column] != NONE) {
        bool can;
        wide_int here = together_wide(bound, block, column, &can);
        return can && here < least ? here : least;
    }
    for (uint32_t j = compact->joint[y]; j < compact->joint[y + 1]; j++) {
        wide_int here = joint_worth(bound, j);
        least = here < least ? here : least;
    }
    return least;
}

wide_int program_bound_of(struct program_bound *bound, const struct program_payment *payment) {
    const struct program *program = bound->program;
    wide_int total = 0;
    uint32_t column = program->n_options; /* of families, in the order of the blocks' families */
    find_worths(bound, payment);
    for (uint32_t b = 0; b < bound->n_blocks; b++) {
        wide_int least = apart(bound, b);
        uint32_t family = bound->family_of[b];
        for (; family != NONE && column < program->first_opening; column++) {
            if (program->subject[column - program->n_options] != family) {
                break;
            }
            least = together(bound, b, column, least);
        }
        total += least;
    }
    for (uint32_t c = program->first_opening; c < program->n_columns; c++) {
        wide_int here = bound->worth[bound->compact->alone[c]];
        total += here < 0 ? here : 0;
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        if (program_row_is_priced(&program->row[r])) {
            total -= (wide_int)payment->price[r] * program->row[r].upper;
        }
    }
    for (uint32_t i = 0; i < payment->n_cuts; i++) {
        total -= (wide_int)payment->cut_price[i] * payment->cut[i]->upper;
    }
    return total;
}
