// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program of a round, solved level by level, and how far that is proved.
 */
#ifndef PLACERA_PROGRAM_SOLVE_H
#define PLACERA_PROGRAM_SOLVE_H

#include "solver/glpk_program.h"
#include "solver/program_bound.h"

/* What is known of a level's optimum, given the values of the levels before it. */
struct program_level {
    int64_t value;  /* of the placement */
    int64_t bound;  /* no placement has less; value: this is the optimum. BOUND_UNKNOWN: nothing */
    bool by_prices; /* the bound follows from weight and price (solver/program_bound.h); else from
                     * relaxations in doubles, cuts and a search alone */
    int64_t price_bound; /* what weight and price prove, whatever proves bound; BOUND_UNKNOWN */
    int64_t *weight;    /* [n_levels] of this level, which divides all others and the prices, and of
                         * those before it; 0 after it */
    int64_t *price;     /* [n_rows] of rows of seats */
    int64_t *cut_price; /* [n_cuts] of the proof */
    uint32_t nodes;     /* relaxations that searches solved; 0: none was needed */
    uint32_t iterations;
};

#define BOUND_UNKNOWN INT64_MIN

enum cut_on { CUT_ON_ROW, CUT_ON_LEVEL, CUT_ON_CUT };

/* A row that a cut stands on, `times` parts of TIMES of it. */
struct program_cut_row {
    enum cut_on on;
    uint32_t index; /* the program's row; a level that is held at its value; an earlier cut */
    uint32_t times;
};

/* The sum of its rows, rounded down: a placement keeps it that keeps the values of the levels that
 * it stands on (solver/cuts.h). */
struct program_cut {
    uint32_t n;
    struct program_cut_row *row; /* [n] */
};

struct program_proof {
    uint32_t n_levels; /* 0: the round is a network */
    struct program_level *level;
    uint32_t n_cuts;
    struct program_cut *cut;       /* [n_cuts] that have prices, and those that these stand on */
    const struct program *program; /* its rows say what prices belong to */
    bool stopped;                  /* a time limit or somebody ended it before the end */
    double gap; /* of the first level that is not proved: (value - bound) / |value|; 0: optimal */
    double seconds;
    char words[256]; /* e.g. "GLPK 5.0: optimal, 6 levels" */
};

struct program_task {
    const struct program *program;
    const uint32_t *start_choice; /* the network's optimum, and its basis */
    const struct tree_basis *basis;
    const struct glpk_limits *limits;
    const struct progress *progress; /* may be NULL */
    struct arena *arena;             /* of the proof */
};

/* Fills choice [n_applicants] with the best placement found, and the proof. The same result at any
 * number of threads. Errors: ERR_NO where no placement keeps the rules (or none was found in time);
 * ERR_NO_MEMORY, ERR_SOLVER. */
enum err program_solve(const struct program_task *task, uint32_t *choice,
                       struct program_proof *proof, struct error *error);

#endif
