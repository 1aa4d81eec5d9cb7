// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who must have a place in a round whose policy requires the guarantee, and which options give it
 * to them: whoever is due in the round, what begins by then; whoever may stay and is not due, any
 * of its options, for nobody loses its place. To stay counts. Who can stay without taking a seat
 * has a place whatever happens and is left out; so are locked applicants and followers.
 */
#ifndef PLACERA_OWED_H
#define PLACERA_OWED_H

#include "solver/options.h"

struct owed {
    uint32_t n_due; /* who must begin in the round, those who can always stay included */
    uint32_t n;
    uint32_t *applicant; /* [n] rising */
    uint32_t *due;       /* [n] month by which it must begin, NONE: it must keep a place */
    uint32_t *start;     /* [n + 1] CSR */
    uint32_t *option;    /* [start[n]] index into options, rising */
    uint32_t *slot;      /* [start[n]] that it takes */
};

/* Arrays live in arena. O(options). Errors: ERR_NO_MEMORY. */
enum err owed_build(struct owed *owed, const struct instance *instance,
                    const struct options *options, struct arena *arena, struct error *error);

#endif
