// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GLPK behind a guard. GLPK prints and ends the process on a bad call or without memory. Here it
 * does neither: its words are kept, and an abort inside it becomes ERR_SOLVER with those words, or
 * ERR_NO_MEMORY. After an abort the problem is gone: every call but glpk_guard_close returns
 * ERR_SOLVER. GLPK's environment belongs to the thread: use and close a guard on the thread that
 * opened it.
 */
#ifndef PLACERA_GLPK_GUARD_H
#define PLACERA_GLPK_GUARD_H

#include "solver/error.h"
#include "solver/progress.h"

#include <setjmp.h>
#include <stdbool.h>

enum { GLPK_WORDS_SIZE = 256 };

struct glpk_guard {
    void *problem;                   /* a glp_prob; NULL: not open, or dead after an abort */
    const struct progress *progress; /* told that work goes on; may be NULL */
    bool owns_environment;
    char words[2][GLPK_WORDS_SIZE]; /* what GLPK said last but one, and last */
    jmp_buf escape;
};

/* An empty problem. guard is zero but for progress. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err glpk_guard_open(struct glpk_guard *guard, struct error *error);

/* Gives GLPK's memory back, and its environment if this guard made it. */
void glpk_guard_close(struct glpk_guard *guard);

/* Runs body with GLPK's problem under the guard. body may write, but must not allocate what only it
 * would free: it may never come to its end. */
typedef void glpk_body(void *problem, void *argument);
enum err glpk_guard_run(struct glpk_guard *guard, glpk_body *body, void *argument,
                        struct error *error);

#endif
