// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The leaves of a whole search that may have a placement as good as the best. Whatever later
 * levels want, it is in one of them; nearly always there is one, and what was decided on the way
 * to it is decided for good. So the next levels need not search for it again.
 */
#ifndef PLACERA_PROGRAM_LEAVES_H
#define PLACERA_PROGRAM_LEAVES_H

#include "solver/glpk_program.h"

enum { LEAVES_MOST = 64 };

/* A column that is decided. */
struct decision {
    uint32_t column;
    enum glpk_fixed fixed;
};

struct leaf {
    double value; /* no placement in it has less */
    uint32_t n;
    const struct decision *decision; /* [n] that lead to it */
};

struct leaves {
    struct arena *arena;
    struct leaf leaf[LEAVES_MOST];
    uint32_t n;
    bool too_many; /* some have been left out: nothing is known */
};

/* Adds one; decisions [n] are copied into the arena. O(n). Errors: ERR_NO_MEMORY. */
enum err leaves_add(struct leaves *leaves, double value, const struct decision *decision,
                    uint32_t n, struct error *error);

/* Leaves out those of more than a value. */
void leaves_leave_out(struct leaves *leaves, double above);

/* What all leaves have been decided alike: fixed [n_columns]; GLPK_FREE where they differ, or where
 * nothing is known. O(n_columns + decisions). */
void leaves_agree(const struct leaves *leaves, uint32_t n_columns, uint8_t *fixed);

#endif
