// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Errors: a code to branch on, a place and a text to read. Functions that can fail return
 * `enum err` and take a `struct error *` last, which may be NULL. The first cause wins: an error
 * that is already set is never overwritten, so callers pass theirs down and need no care.
 *
 * Broken invariants are no errors but bugs: INVARIANT ends the process and says where.
 */
#ifndef PLACERA_ERROR_H
#define PLACERA_ERROR_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* One table makes the codes, their texts and the process's exit status. */
#define ERR_CODES(X)                                                                               \
    X(OK, 0, "no error")                                                                           \
    X(ERR_NO, 1, "the answer is no")                                                               \
    X(ERR_INPUT, 2, "bad input")                                                                   \
    X(ERR_USAGE, 2, "bad usage")                                                                   \
    X(ERR_NO_MEMORY, 3, "out of memory")                                                           \
    X(ERR_IO, 3, "a file could not be read or written")                                            \
    X(ERR_SOLVER, 3, "the solver failed")

enum err {
#define X(code, status, text) code,
    ERR_CODES(X)
#undef X
};

struct error {
    enum err code;
    char place[256]; /* file:line:column, a file, or empty */
    char text[768];  /* what is wrong, and what to do */
};

/* Sets *error (if not NULL and not already set) and returns code, so that
 * `return error_set(...)` reads as one thought. place may be NULL. */
enum err error_set(struct error *error, enum err code, const char *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Out of memory, the commonest of all. */
enum err error_no_memory(struct error *error);

/* The text and the exit status that belong to a code. */
const char *err_text(enum err code);
int err_exit_status(enum err code);

#define INVARIANT(condition)                                                                       \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "placera: broken invariant at %s:%d: %s\n", __FILE__, __LINE__,        \
                    #condition);                                                                   \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
