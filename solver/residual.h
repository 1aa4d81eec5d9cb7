// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The residual graph of an assignment: what may still move, and the prices that follow from it.
 */
#ifndef PLACERA_RESIDUAL_H
#define PLACERA_RESIDUAL_H

#include "solver/face.h"

struct residual_task {
    const struct assignment_model *model;
    const struct face *face; /* the first one, or left by earlier levels' smallest prices */
    const int64_t *cost;     /* [n_options] of the level at hand */
    struct arena *scratch;
    const struct progress *progress; /* may be NULL; told that work goes on */
};

/* What residual_optimum finds; the arrays are the caller's. */
struct residual_result {
    int64_t *price;    /* [n_nodes] the smallest optimal prices: canonical, they depend on the model
                        * and not on which optimal placement is given */
    uint8_t *loose;    /* [n_nodes] 1: the node's slack is in the basis (see below) */
    uint32_t *tie;     /* [n_nodes] an option in the basis besides those chosen, NONE */
    uint32_t n_cycles; /* negative cycles cancelled; 0: choice was optimal already */
};

/* Makes choice (a placement on the face, within the room) exactly optimal for the cost by
 * cancelling negative cycles, and finds the smallest optimal prices. choice [n_applicants] in and
 * out.
 *
 * loose and tie make an optimal basis of the linear program: the chosen options, the slack of every
 * unplaced applicant, the slack of every loose node, the ties. They are the edges of a spanning
 * tree whose reduced costs are all 0.
 *
 * Label correcting: O(nodes x options) a cycle at worst, far less in practice.
 * Errors: ERR_NO_MEMORY (scratch). */
enum err residual_optimum(const struct residual_task *task, uint32_t *choice,
                          struct residual_result *result, struct error *error);

#endif
