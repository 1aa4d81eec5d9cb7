// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program of a smallest violator (solver/hall.h), by GLPK's branch and cut:
 *
 *   b_v = 1: node v is in B                                        binary
 *   a_i > 0: claim i is in S                                       0 <= a_i <= 1
 *   minimise   sum over v of (weight room_v + 1) b_v               weight: nodes + 1
 *   subject to a_i <= sum of b_v over the path of i's option       each option of each claim
 *              sum of a_i >= 1 + sum of room_v b_v
 *              sum of a_i over those of whom every violator has one >= 1
 *              the objective < the best known one's
 *
 * Of a smallest S there are exactly 1 + sum of room_v b_v claims, so the fewest claims are the
 * least room; which of the covered claims they are makes no difference, so a need not be integral.
 */
#ifndef PLACERA_GLPK_COVER_H
#define PLACERA_GLPK_COVER_H

#include "solver/glpk_program.h"

struct cover {
    uint32_t n_claims;
    const uint32_t *start;      /* [n_claims + 1] CSR: the claim's options ... */
    const uint32_t *path_start; /* [start[n_claims] + 1] CSR: ... and the nodes of each */
    const uint32_t *path;       /* below n_nodes, each once in a path */
    const uint8_t *one_of;      /* [n_claims] 1: every violator has one of these */
    uint32_t n_nodes;
    const uint32_t *room; /* [n_nodes] */
    uint64_t best;        /* (n_nodes + 1) x room + nodes of the best known one */
};

struct cover_answer {
    bool found;  /* node holds a better one */
    bool proved; /* nothing is better than node, or than the best known one where none was found */
    uint8_t *node; /* [n_nodes] the caller's */
};

/* limits->ends must be set. Errors: ERR_NO_MEMORY. Whatever else goes wrong within GLPK finds
 * nothing and proves nothing. */
enum err glpk_cover(const struct cover *cover, const struct glpk_limits *limits,
                    struct arena *scratch, struct cover_answer *answer, struct error *error);

#endif
