// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A solve of an integer program on its way. Private to program_solve.c, program_find.c and
 * program_prove.c.
 */
#ifndef PLACERA_PROGRAM_RUN_H
#define PLACERA_PROGRAM_RUN_H

#include "solver/program_search.h"
#include "solver/program_solve.h"

/* Where everything that is done again begins: the level at which joint columns open, as it was
 * once it had been looked ahead from there. */
struct fresh_start {
    bool there;
    uint32_t level, last_assumed;
    uint8_t *fixed, *kept_full, *mark; /* of the columns, the rows, the basis */
};

struct run {
    const struct program_task *task;
    const struct program *program;
    struct compact compact;
    struct program_proof *proof;
    struct arena scratch;
    struct glpk_program *glpk;
    struct program_bound bound;
    struct program_payment *paid; /* [n_levels] what proves the bound by prices; weight and price
                                   * are the proof's */
    struct program_payment trial; /* scratch of run_prove */
    struct cuts cuts;             /* rows that GLPK has besides the compact program's */
    struct glpk_relaxation relaxation;
    struct search_answer answer;
    struct search_gains gains;

    uint32_t *choice;    /* [n_applicants] the best placement so far; the caller's */
    uint32_t *candidate; /* [n_applicants] */
    int64_t *have;       /* [n_levels] values of the choice */
    int64_t *found;      /* [n_levels] values of the candidate */
    double *size;        /* [n_levels] the greatest cost, its sign aside */
    int64_t *target;     /* [n_levels] values that later levels keep */
    bool any;            /* there is a placement in choice */

    uint8_t *searched;     /* [n_levels] 1: a search, nothing is assumed */
    int64_t *floor;        /* [n_levels] bounds learnt, given the targets before */
    uint32_t *n_raised;    /* [n_levels] how often */
    uint32_t last_assumed; /* level that was taken to reach its bound, NONE */
    bool refuted;          /* they do not */
    bool joint;            /* joint columns are open */
    bool over;             /* the time, or somebody, has ended it */
    uint32_t n_held;
    struct fresh_start again;
    double *weight; /* [n_levels] scratch */

    uint8_t *fixed;            /* [compact.n_columns] enum glpk_fixed */
    uint8_t *decided;          /* likewise, by searches of the level at hand */
    uint8_t *full;             /* [compact.n_rows + ADDED_ROWS_MOST] of this level */
    uint8_t *kept_full;        /* likewise, of all levels so far */
    uint8_t *guide;            /* [compact.n_columns] the placement at hand */
    uint8_t *shut;             /* [compact.n_columns] scratch */
    uint8_t *whole;            /* [program->n_columns] scratch */
    int64_t *sum;              /* [program->n_rows] scratch */
    struct glpk_limits limits; /* of the level at hand: its share of the time that is left */
    struct error *error;
};

/* How far a double at a level may be from what it stands for: less than 1 where neither it nor the
 * level's costs are above 1e10, so that a metre counts beside a few children whose metres are not
 * known. Sums of greater costs are no better known where they cancel out. */
double run_doubt(const struct run *run, uint32_t level, double value);

/* A bound in doubles as one in integers. */
int64_t run_round_up(const struct run *run, uint32_t level, double bound);

/* How good a placement a search is to find. */
enum aim { AIM_BEST, AIM_GOOD, AIM_BETTER };

/* Values of the best placement into have; does it keep the targets of the levels before this one?
 */
bool run_keeps_targets(struct run *run, uint32_t level);

/* Is nothing better to be found at the level? */
bool run_is_reached(struct run *run, uint32_t level);

/* Is the relaxation integral? */
bool run_is_integral(const struct run *run);

/* Takes what is there before anything is solved, where it is better: everybody stays or has
 * nothing; the network's optimum. */
void run_offer_first(struct run *run);

/* The same with the relaxation, where it is integral. */
void run_offer_relaxation(struct run *run);

/* The same with what the relaxation wants most, so that there is something good whenever time is
 * over. Errors: ERR_NO_MEMORY. */
enum err run_offer_rounded(struct run *run);

void run_raise_bound(struct run *run, uint32_t level, int64_t bound);

/* One search from the relaxation; *gained: there is a better placement now. Errors: ERR_NO_MEMORY,
 * ERR_SOLVER. */
enum err run_look(struct run *run, uint32_t level, enum search_kind kind, enum aim aim,
                  bool *gained);

/* Dives for something better, then the whole tree. Errors as before. */
enum err run_search(struct run *run, uint32_t level);

/* Room for what proves bounds. Errors: ERR_NO_MEMORY. */
enum err run_new_payments(struct run *run);

/* The best bound on the level that prices prove, given the targets of the levels before it: from
 * the duals of the relaxation as it stands, if that is better than what was proved before. */
void run_prove(struct run *run, uint32_t level);

/* No bound is known of the level. */
void run_forget(struct run *run, uint32_t level);

/* Takes over into the proof the cuts that it stands on. Errors: ERR_NO_MEMORY. */
enum err run_keep_cuts(struct run *run);

/* Values of the placement found; bounds that stand on values that it has not got are none. */
void run_conclude(struct run *run);

#endif
