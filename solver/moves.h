// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The cheapest moves from one offer to each other: c(option there) - c(option here), by target and
 * occupant. Prices do not enter, so a table stands while prices rise; only who comes and goes
 * changes it.
 */
#ifndef PLACERA_MOVES_H
#define PLACERA_MOVES_H

#include "solver/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct network;

enum { MOVES_KEPT = 32 }; /* for each target, at most */

/* What a target costs where nobody can move there: beyond LABEL_FAR whatever the prices, which stay
 * within 2^60 (solver/level_weights.h). */
#define MOVE_NONE (INT64_C(1) << 62)

struct mover {
    uint32_t applicant;
    uint32_t option; /* NONE: to the outside */
};

enum moves_state {
    MOVES_UNBUILT, /* nobody has asked yet: coming and going costs nothing */
    MOVES_STALE,   /* some target has run out of known moves: build again before use */
    MOVES_CURRENT,
};

/* Target 0 is the outside. */
struct moves {
    enum moves_state state;
    uint32_t n, capacity; /* targets; capacity is a power of two */
    int64_t *cost;        /* [capacity] of the cheapest move, MOVE_NONE */
    uint32_t *target;     /* [capacity] offer or outside */
    uint32_t *best;       /* [capacity] the cheapest among those kept */
    uint32_t *n_kept;     /* [capacity] */
    int64_t *limit;     /* [capacity] moves not kept cost at least this; INT64_MAX: all are kept */
    int64_t *kept_cost; /* [capacity * MOVES_KEPT] */
    struct mover *kept; /* [capacity * MOVES_KEPT] in no order, some gone since */
    uint32_t *slot;     /* [2 * capacity] hash of targets, open addressing; NONE: free */
};

/* Brings the table of an offer up to date, in the memory of this thread. False when there is none:
 * network->no_memory says so, and the offer's occupants must be asked one by one.
 * O(options of the occupants). */
bool moves_update(struct network *network, uint32_t offer, int thread);

/* The occupant has come to an offer, or has gone from it. O(options), amortised. */
void moves_come(struct network *network, uint32_t applicant, int thread);
void moves_go(struct network *network, uint32_t applicant, uint32_t offer);

/* Who moves to the target of this place, where its cost is not MOVE_NONE. */
static inline const struct mover *moves_best(const struct moves *moves, uint32_t place) {
    return &moves->kept[(size_t)place * MOVES_KEPT + moves->best[place]];
}

#endif
