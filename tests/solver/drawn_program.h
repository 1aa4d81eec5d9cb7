// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program of a tiny random round (tests/oracle/mixed.h), with every placement that
 * keeps its rows, found by trying all choices. Its levels are costs drawn at random, families
 * together, and those of the round.
 */
#ifndef PLACERA_TESTS_DRAWN_PROGRAM_H
#define PLACERA_TESTS_DRAWN_PROGRAM_H

#include "io/loader.h"
#include "solver/compact.h"
#include "tests/oracle/random.h"

enum { DRAWN_LEVEL, TOGETHER_LEVEL, ROUND_LEVELS };

struct drawn_program {
    struct loaded loaded;
    struct arena arena;
    struct options options;
    struct assignment_model model;
    struct program program;
    struct compact compact;
    uint32_t n_placements;
    uint32_t *choice; /* [n_placements][n_applicants] option or NONE */
    uint8_t *whole;   /* [program.n_columns] scratch */
    int64_t *sum;     /* [program.n_rows] scratch */
};

/* The program of a seed's round; false: the round does not load, is a network, or has too many
 * choices to try. Release it in any case. */
bool drawn_program_make(struct drawn_program *drawn, uint64_t seed);
void drawn_program_release(struct drawn_program *drawn);

/* Makes the rounds of seeds 1 .. n and checks those that make a program. */
typedef void drawn_program_check(struct drawn_program *drawn, uint64_t seed, void *context);
void drawn_program_each(uint64_t n, drawn_program_check *check, void *context);

/* The i-th placement. */
static inline const uint32_t *drawn_placement(const struct drawn_program *drawn, uint32_t i) {
    return drawn->choice + (size_t)i * drawn->model.n_applicants;
}

/* The i-th placement as columns of the compact program, value [n_columns]. */
void drawn_columns(struct drawn_program *drawn, uint32_t i, uint8_t *value);

/* Do columns that are 0 or 1 keep every row of the compact program? */
bool drawn_keeps_rows(const struct drawn_program *drawn, const uint8_t *value);

/* What they cost at a level. */
int64_t drawn_cost(const struct drawn_program *drawn, uint32_t level, const uint8_t *value);

/* The least that a placement costs at the drawn level; INT64_MAX: there is none. */
int64_t drawn_best(struct drawn_program *drawn);

#endif
