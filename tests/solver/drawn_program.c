// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/solver/drawn_program.h"

#include "solver/objective.h"
#include "solver/program_values.h"
#include "tests/oracle/mixed.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TRIED_MOST = 20000 };

static bool load_round(struct drawn_program *drawn, uint64_t seed) {
    struct mixed mixed;
    struct error error = {0};
    char *bytes = NULL;
    size_t length = 0;
    mixed_make(&mixed, seed);
    FILE *stream = open_memstream(&bytes, &length);
    cr_assert_not_null(stream);
    mixed_print(&mixed, stream);
    fclose(stream);
    enum err err = load_bytes("round", bytes, length, &drawn->loaded, &error);
    free(bytes);
    return err == OK;
}

/* Mostly more than nothing is worth, with many ties. */
static void draw_levels(struct drawn_program *drawn, uint64_t seed) {
    struct assignment_model *model = &drawn->model;
    struct random random = {seed};
    uint32_t n_levels = ROUND_LEVELS + model->n_levels;
    struct assignment_level *level = ARENA_ZERO(&drawn->arena, n_levels, struct assignment_level);
    int64_t *cost = ARENA_NEW(&drawn->arena, drawn->options.n, int64_t);
    int64_t *zero = ARENA_ZERO(&drawn->arena, drawn->options.n, int64_t);
    cr_assert(level != NULL && cost != NULL && zero != NULL);
    for (uint32_t k = 0; k < drawn->options.n; k++) {
        cost[k] = 1 - (int64_t)random_below(&random, 6);
    }
    level[DRAWN_LEVEL] = (struct assignment_level){.name = "drawn", .cost = cost};
    level[TOGETHER_LEVEL] = (struct assignment_level){.name = "together", .cost = zero};
    if (!program_has_families(&drawn->loaded.instance)) { /* no columns to count them by */
        strcpy(level[TOGETHER_LEVEL].name, "nothing");
    }
    memcpy(level + ROUND_LEVELS, model->level, model->n_levels * sizeof *level);
    model->level = level;
    model->n_levels = n_levels;
}

/* As solver/minimum_cost.c does it. */
static bool build_program(struct drawn_program *drawn, uint64_t seed) {
    const struct instance *instance = &drawn->loaded.instance;
    struct error error = {0};
    struct ranking ranking;
    struct limits limits;
    uint32_t *room = ARENA_NEW(&drawn->arena, instance->n_nodes, uint32_t);
    cr_assert_not_null(room);
    instance_room(instance, room);
    cr_assert_eq(options_build(&drawn->options, instance, &drawn->arena, &error), OK);
    cr_assert_eq(ranking_build(&ranking, instance, &drawn->options, &drawn->arena, &error), OK);
    cr_assert_eq(objective_model(instance, &drawn->options, &ranking, room, &drawn->arena,
                                 &drawn->model, &error),
                 OK);
    cr_assert_eq(limits_build(&limits, instance, &drawn->options, &drawn->arena, &error), OK);
    if (!program_is_needed(instance, &limits)) {
        return false;
    }
    draw_levels(drawn, seed);
    cr_assert_eq(program_build(&drawn->program, instance, &drawn->options, &drawn->model, &limits,
                               &drawn->arena, &error),
                 OK);
    cr_assert_eq(compact_build(&drawn->compact, &drawn->program, &drawn->arena, &error), OK);
    return true;
}

/* The next choice of all applicants, each going through nothing and its options; false: none. */
static bool next_choice(const struct drawn_program *drawn, uint32_t *choice) {
    const uint32_t *start = drawn->options.start;
    for (uint32_t a = 0; a < drawn->model.n_applicants; a++) {
        uint32_t next = choice[a] == NONE ? start[a] : choice[a] + 1;
        choice[a] = next < start[a + 1] ? next : NONE;
        if (choice[a] != NONE) {
            return true;
        }
    }
    return false;
}

static void find_placements(struct drawn_program *drawn, uint32_t n_tried) {
    uint32_t n = drawn->model.n_applicants;
    uint32_t *choice = ARENA_NEW(&drawn->arena, n, uint32_t);
    drawn->choice = ARENA_NEW(&drawn->arena, (size_t)n_tried * n, uint32_t);
    drawn->whole = ARENA_NEW(&drawn->arena, drawn->program.n_columns, uint8_t);
    drawn->sum = ARENA_NEW(&drawn->arena, drawn->program.n_rows, int64_t);
    cr_assert(choice != NULL && drawn->choice != NULL && drawn->whole != NULL);
    cr_assert_not_null(drawn->sum);
    memset(choice, 0xFF, n * sizeof *choice);
    do {
        if (program_complete(&drawn->program, choice, drawn->whole, drawn->sum)) {
            memcpy(drawn->choice + (size_t)drawn->n_placements++ * n, choice, n * sizeof *choice);
        }
    } while (next_choice(drawn, choice));
}

bool drawn_program_make(struct drawn_program *drawn, uint64_t seed) {
    memset(drawn, 0, sizeof *drawn);
    if (!load_round(drawn, seed) || !build_program(drawn, seed)) {
        return false;
    }
    uint32_t n_tried = 1;
    for (uint32_t a = 0; a < drawn->model.n_applicants && n_tried <= TRIED_MOST; a++) {
        n_tried *= drawn->options.start[a + 1] - drawn->options.start[a] + 1;
    }
    if (n_tried > TRIED_MOST) {
        return false;
    }
    find_placements(drawn, n_tried);
    return true;
}

void drawn_program_release(struct drawn_program *drawn) {
    arena_free(&drawn->arena);
    loaded_release(&drawn->loaded);
}

void drawn_columns(struct drawn_program *drawn, uint32_t i, uint8_t *value) {
    cr_assert(
        program_complete(&drawn->program, drawn_placement(drawn, i), drawn->whole, drawn->sum));
    compact_fill(&drawn->compact, drawn->whole, value);
}

bool drawn_keeps_rows(const struct drawn_program *drawn, const uint8_t *value) {
    const struct compact *compact = &drawn->compact;
    int64_t *sum = drawn->sum; /* of fewer rows than the program has */
    memset(sum, 0, compact->n_rows * sizeof *sum);
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        for (uint32_t i = compact->start[c]; value[c] != 0 && i < compact->start[c + 1]; i++) {
            sum[compact->row_of[i]] += compact->value[i];
        }
    }
    bool keeps = true;
    for (uint32_t r = 0; r < compact->n_rows; r++) {
        keeps = keeps && sum[r] <= drawn->program.row[compact->row[r]].upper;
    }
    return keeps;
}

int64_t drawn_cost(const struct drawn_program *drawn, uint32_t level, const uint8_t *value) {
    int64_t sum = 0;
    for (uint32_t c = 0; c < drawn->compact.n_columns; c++) {
        sum += value[c] != 0 ? compact_cost(&drawn->compact, level, c) : 0;
    }
    return sum;
}

int64_t drawn_best(struct drawn_program *drawn) {
    int64_t best = INT64_MAX;
    for (uint32_t i = 0; i < drawn->n_placements; i++) {
        int64_t cost = 0;
        for (uint32_t a = 0; a < drawn->model.n_applicants; a++) {
            uint32_t k = drawn_placement(drawn, i)[a];
            cost += k == NONE ? 0 : drawn->model.level[DRAWN_LEVEL].cost[k];
        }
        best = cost < best ? cost : best;
    }
    return best;
}

void drawn_program_each(uint64_t n, drawn_program_check *check, void *context) {
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct drawn_program drawn;
        if (drawn_program_make(&drawn, seed)) {
            check(&drawn, seed, context);
        }
        drawn_program_release(&drawn);
    }
}
