// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a relaxation to a placement, or to the proof that there is none as good: dives, and branch
 * and bound by strong branching. GLPK's simplex method solves the relaxation of every node.
 */
#ifndef PLACERA_PROGRAM_SEARCH_H
#define PLACERA_PROGRAM_SEARCH_H

#include "solver/program_leaves.h"

enum search_kind {
    SEARCH_DIVE,   /* quickly down, in vain if need be */
    SEARCH_GUIDED, /* the same towards the guide */
    SEARCH_WHOLE,  /* until a placement is found or there is none */
};

/* What decisions did to the bound, as parts of the way to the cutoff: pseudo-costs. They outlive a
 * search, since the same decisions move the bound of the next level. */
struct search_gains {
    double *gain[2];    /* of each column, down and up, of a unit, summed */
    uint32_t *tried[2]; /* how often */
};

struct search_task {
    const struct compact *compact;
    struct glpk_program *glpk; /* at the optimum of its relaxation, and left there */
    const struct glpk_limits *limits;
    const struct glpk_relaxation *root; /* that optimum */
    enum search_kind kind;
    double cutoff;        /* a placement of at most this value is wanted; INFINITY: any */
    const uint8_t *guide; /* [n_columns] a placement at hand; NULL: none */

    const struct search_gains *gains;
    const uint32_t *column; /* [n_columns] what a column is called there */

    /* Is told of a placement, value [n_columns]; true: to go on for one of at most *cutoff, which
     * is less than before. NULL: the first one ends the search. */
    bool (*found)(void *teller, const uint8_t *value, double *cutoff);
    void *teller;

    struct leaves *leaves; /* of a whole search: those that may have a placement of at most the last
                            * cutoff and 1; NULL: not asked for */
};

struct search_answer {
    uint8_t *value; /* [n_columns] 0 or 1 where one was found; the caller's */
    bool found;     /* and it ended the search */
    bool none;      /* there is no placement of at most the last cutoff */
    double bound;   /* no placement has less; INFINITY where what is left has none */
    uint32_t nodes; /* relaxations solved */
};

/* Searches. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err program_search(const struct search_task *task, struct search_answer *answer,
                        struct error *error);

#endif
