// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ranking: each offer's applicants in order, by its criteria, the lottery, then the id.
 */
#ifndef PLACERA_RANKING_H
#define PLACERA_RANKING_H

#include "solver/options.h"

/* Relative nearness without another school to compare with, and without own metres. */
enum { RELATIVE_ALONE = INT32_MAX, RELATIVE_UNKNOWN = INT32_MIN };

struct ranking {
    uint32_t *rank; /* [n_options] place among those who have options at the offer, 1 is best; 0:
                     * does not compete (locked applicants; to stay without a seat) */

    /* The order of every node: its options, best first. An offer's order is its ranks turned
     * round; a pool's order compares across its offers and exists where all of them share one
     * criteria list (an empty range elsewhere). */
    uint32_t *node_start; /* [n_nodes + 1] CSR */
    uint32_t *order;      /* [node_start[n_nodes]] options */

    /* position[d][option]: place (from 0) in the order of the d-th node on the way from its slot
     * (d = 0) to the root. */
    uint32_t depth;      /* the longest such way, in nodes */
    uint32_t **position; /* [depth][n_options] */

    uint32_t *applicant; /* [n_options] whose option it is */
    int32_t *relative;   /* [n_options] relative nearness in metres, or one of the two above; NULL
                          * where no criterion asks for it */
    uint64_t *lottery; /* [n_options] where offers draw for themselves or wishes carry numbers, else
                        * [n_applicants]; see ranking_lottery */
};

/* Ranks every offer's options. Arrays live in arena. Parallel over trees of the forest; the same
 * bytes at any number of threads. O(n log n) for n options. Errors: ERR_NO_MEMORY; ERR_INPUT where
 * the places in all nodes leave 32 bits; ERR_SOLVER (libcrypto). */
enum err ranking_build(struct ranking *ranking, const struct instance *instance,
                       const struct options *options, struct arena *arena, struct error *error);

/* The lottery number of an applicant's option. */
static inline uint64_t ranking_lottery(const struct ranking *ranking,
                                       const struct instance *instance, uint32_t applicant,
                                       uint32_t option) {
    bool per_option = instance->policy.lottery_per_offer || instance->wish_lottery != NULL;
    return ranking->lottery[per_option ? option : applicant];
}

#endif
