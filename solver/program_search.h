// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a relaxation to a placement, or to the proof that there is none as good: dives, and branch
 * and bound by strong branching. GLPK's simplex method solves the relaxation of every node.
 */
#ifndef PLACERA_PROGRAM_SEARCH_H
#define PLACERA_PROGRAM_SEARCH_H

#include "solver/glpk_program.h"

enum search_kind {
    SEARCH_DIVE,   /* quickly down, in vain if need be */
    SEARCH_GUIDED, /* the same towards the guide */
    SEARCH_WHOLE,  /* until a placement is found or there is none */
};

struct search_task {
    const struct compact *compact;
    struct glpk_program *glpk; /* at the optimum of its relaxation, and left there */
    const struct glpk_limits *limits;
    const struct glpk_relaxation *root; /* that optimum */
    enum search_kind kind;
    double cutoff;        /* a placement of at most this value is wanted; INFINITY: any */
    const uint8_t *guide; /* [n_columns] a placement at hand; NULL: none */
};

struct search_answer {
    uint8_t *value; /* [n_columns] 0 or 1 where one was found; the caller's */
    bool found;
    bool none;      /* there is no placement of at most cutoff */
    double bound;   /* no placement has less; INFINITY where what is left has none */
    uint32_t nodes; /* relaxations solved */
};

/* Searches; stops at the first placement that is good enough. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err program_search(const struct search_task *task, struct search_answer *answer,
                        struct error *error);

#endif
