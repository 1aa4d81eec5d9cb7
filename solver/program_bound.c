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

enum err program_bound_new(struct program_bound *bound, const struct program *program,
                           struct arena *arena, struct error *error) {
    const struct instance *instance = program->instance;
    uint32_t n = instance->n_applicants, n_blocks = 0, at = 0;
    *bound = (struct program_bound){.program = program};
    bound->block_start = ARENA_NEW(arena, (size_t)n + 1, uint32_t);
    bound->block = ARENA_NEW(arena, n, uint32_t);
    bound->family_of = ARENA_NEW(arena, n, uint32_t);
    bound->worth = ARENA_NEW(arena, program->n_options, wide_int);
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

/* What a column costs with the seats that it takes. */
static wide_int worth_of(const struct program *program, const int64_t *weight, const int64_t *price,
                         uint32_t column) {
    wide_int sum = 0;
    for (uint32_t l = 0; l < program->model->n_levels; l++) {
        sum += weight[l] == 0 ? 0 : (wide_int)weight[l] * program_cost(program, l, column);
    }
    for (uint32_t i = program->start[column]; i < program->start[column + 1]; i++) {
        uint32_t row = program->row_of[i];
        if (price[row] != 0 && program_row_is_priced(&program->row[row])) {
            sum += (wide_int)price[row] * program->value[i];
        }
    }
    return sum;
}

/* An option with the best that its applicant's followers can do then. */
static wide_int with_followers(const struct program_bound *bound, uint32_t a, uint32_t option) {
    const struct program *program = bound->program;
    wide_int sum = bound->worth[option];
    for (uint32_t i = bound->follower_start[a]; i < bound->follower_start[a + 1]; i++) {
        uint32_t b = bound->follower[i];
        wide_int least = 0;
        for (uint32_t k = program->options->start[b]; k < program->options->start[b + 1]; k++) {
            bool open = program->closed[k] == 0 &&
                        instance_goes_with(program->instance, program->options->offer[k],
                                           program->options->offer[option]);
            least = open && bound->worth[k] < least ? bound->worth[k] : least;
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
        if (!meant || (program->closed[k] != 0)) {
            continue;
        }
        wide_int here = with_followers(bound, a, k);
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

/* All at a place; *can: they can. */
static wide_int together(const struct program_bound *bound, uint32_t block, uint32_t place,
                         bool *can) {
    const struct instance *instance = bound->program->instance;
    wide_int sum = 0;
    *can = true;
    for (uint32_t i = bound->block_start[block]; *can && i < bound->block_start[block + 1]; i++) {
        bool any;
        sum += least_of(bound, bound->block[i], AT_PLACE, place, &any);
        *can = any || instance_is_locked(instance, bound->block[i]);
    }
    return sum;
}

wide_int program_bound_of(struct program_bound *bound, const int64_t *weight,
                          const int64_t *price) {
    const struct program *program = bound->program;
    wide_int total = 0;
    uint32_t column = program->n_options; /* of families, in the order of the blocks' families */
    for (uint32_t k = 0; k < program->n_options; k++) {
        bound->worth[k] = worth_of(program, weight, price, k);
    }
    for (uint32_t b = 0; b < bound->n_blocks; b++) {
        wide_int least = apart(bound, b);
        uint32_t family = bound->family_of[b];
        for (; family != NONE && column < program->first_opening; column++) {
            if (program->subject[column - program->n_options] != family) {
                break;
            }
            bool can;
            wide_int here = together(bound, b, program->place[column - program->n_options], &can) +
                            worth_of(program, weight, price, column);
            least = can && here < least ? here : least;
        }
        total += least;
    }
    for (uint32_t c = program->first_opening; c < program->n_columns; c++) {
        wide_int here = worth_of(program, weight, price, c);
        total += here < 0 ? here : 0;
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        if (program_row_is_priced(&program->row[r])) {
            total -= (wide_int)price[r] * program->row[r].upper;
        }
    }
    return total;
}
