// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A solution held against the oracle: the placement as options, and everything that is read off.
 */
#ifndef PLACERA_TESTS_READ_OFF_H
#define PLACERA_TESTS_READ_OFF_H

#include "solver/solution.h"
#include "tests/oracle/brute.h"

struct complaint {
    char text[200]; /* empty: none */
};

/* Sets the text, unless there is one; always false, so that `return complain(...)` reads well. */
bool complain(struct complaint *complaint, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The solution's placement in the round (without locked and `after`) as options of the oracle.
 * False: somebody is placed where no option of the round leads. */
bool placement_of(const struct oracle *oracle, const struct solution *solution, uint32_t *choice,
                  struct complaint *complaint);

/* Ranks, room, basis, metres, the `after` step, cutoffs, reserve lists, counts and near: all that
 * holds under every mechanism. The oracle's claims must be those of the solution. */
bool read_off_agrees(const struct oracle *oracle, const struct solution *solution,
                     const uint32_t *choice, struct complaint *complaint);

#endif
