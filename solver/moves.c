// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table keeps a bag of moves for each target, and knows the cheapest:
 *
 *     come: each option of the newcomer goes into its bag, unless it costs the bag's limit or more
 *     full: those who have gone are thrown out, or else the dearer half, whose least cost becomes
 *           the limit
 *     go:   where the leaver was the cheapest, the bag is looked through for the next, and those
 *           who have gone are thrown out; where nobody is left but there is a limit, the table is
 *           stale
 *     update, where stale: all occupants come again
 *
 * A heap a target would keep the same order at a higher price: a bag of a few dozen is looked
 * through faster than a heap is mended, and only the leaver that was the cheapest needs it.
 *
 * Invariants: (1) each occupant's move that costs less than its target's limit is in the bag; (2)
 * nobody in a bag costs more than its limit; (3) the cheapest in a bag has not gone.
 */
#include "solver/moves.h"

#include "solver/network.h"

#include <string.h>

enum { CAPACITY_MIN = 32 };

/* The slot where the target is, or would be. */
static uint32_t slot_of(const struct moves *moves, uint32_t target) {
    uint32_t mask = 2 * moves->capacity - 1;
    uint32_t slot = (target * UINT32_C(2654435769)) >> 8 & mask;
    while (moves->slot[slot] != NONE && moves->target[moves->slot[slot]] != target) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static uint32_t add_target(struct moves *moves, uint32_t target) {
    uint32_t place = moves->n++;
    moves->slot[slot_of(moves, target)] = place;
    moves->target[place] = target;
    moves->cost[place] = MOVE_NONE;
    moves->best[place] = 0;
    moves->n_kept[place] = 0;
    moves->limit[place] = INT64_MAX;
    return place;
}

/* Empty, but for the outside. */
static void clear(struct moves *moves, uint32_t outside) {
    memset(moves->slot, 0xFF, 2 * (size_t)moves->capacity * sizeof *moves->slot);
    moves->n = 0;
    add_target(moves, outside);
}

/* A table of at least this capacity, in one block; an old one is left to its arena. */
static bool allocate(struct moves *moves, uint32_t capacity, struct arena *arena) {
    struct moves made = {.capacity = CAPACITY_MIN};
    while (made.capacity < capacity) {
        made.capacity *= 2;
    }
    size_t n = made.capacity;
    size_t bytes = n * (2 * sizeof *made.cost + 5 * sizeof *made.target +
                        MOVES_KEPT * (sizeof *made.kept_cost + sizeof *made.kept));
    unsigned char *block = arena_alloc(arena, bytes, 1);
    if (block == NULL) {
        return false;
    }
    made.cost = (int64_t *)(void *)block;
    made.target = (uint32_t *)(void *)(made.cost + n);
    made.best = made.target + n;
    made.n_kept = made.best + n;
    made.slot = made.n_kept + n;
    made.limit = (int64_t *)(void *)(made.slot + 2 * n + n % 2);
    made.kept_cost = made.limit + n;
    made.kept = (struct mover *)(void *)(made.kept_cost + n * MOVES_KEPT);
    *moves = made;
    return true;
}

/* Throws out who has gone, and finds the cheapest of the others. */
static void look_through(const struct network *network, struct moves *moves, uint32_t place,
                         uint32_t offer) {
    struct mover *kept = moves->kept + (size_t)place * MOVES_KEPT;
    int64_t *cost = moves->kept_cost + (size_t)place * MOVES_KEPT, least = MOVE_NONE;
    uint32_t n = moves->n_kept[place], best = 0;
    for (uint32_t i = 0; i < n;) {
        if (network->at[kept[i].applicant] != offer) {
            kept[i] = kept[--n];
            cost[i] = cost[n];
            continue;
        }
        if (cost[i] < least) {
            least = cost[i];
            best = i;
        }
        i++;
    }
    moves->n_kept[place] = n;
    moves->best[place] = best;
    moves->cost[place] = least;
}

/* Throws out the dearer half of a full bag. */
static void halve(struct moves *moves, uint32_t place) {
    struct mover *kept = moves->kept + (size_t)place * MOVES_KEPT;
    int64_t *cost = moves->kept_cost + (size_t)place * MOVES_KEPT;
    for (uint32_t i = 1; i < MOVES_KEPT; i++) {
        struct mover mover = kept[i];
        int64_t here = cost[i];
        uint32_t at = i;
        for (; at > 0 && cost[at - 1] > here; at--) {
            kept[at] = kept[at - 1];
            cost[at] = cost[at - 1];
        }
        kept[at] = mover;
        cost[at] = here;
    }
    moves->n_kept[place] = MOVES_KEPT / 2;
    moves->limit[place] = cost[MOVES_KEPT / 2];
    moves->best[place] = 0;
}

/* Puts a move to a target in its bag, or drops it. */
static void keep(const struct network *network, struct moves *moves, uint32_t place,
                 struct mover mover, int64_t cost) {
    if (moves->n_kept[place] == MOVES_KEPT && cost < moves->limit[place]) {
        look_through(network, moves, place, network->at[mover.applicant]);
        if (moves->n_kept[place] == MOVES_KEPT) {
            halve(moves, place);
        }
    }
    if (cost >= moves->limit[place]) {
        return;
    }
    uint32_t i = moves->n_kept[place]++;
    moves->kept[(size_t)place * MOVES_KEPT + i] = mover;
    moves->kept_cost[(size_t)place * MOVES_KEPT + i] = cost;
    if (cost < moves->cost[place]) {
        moves->cost[place] = cost;
        moves->best[place] = i;
    }
}

/* Puts in all moves of an occupant of the offer; false where the table is too small. */
static bool come(const struct network *network, struct moves *moves, uint32_t a) {
    int64_t cost = network->option[network->chosen[a]].cost;
    uint32_t offer = network->at[a];
    keep(network, moves, 0, (struct mover){a, NONE}, -cost);
    for (uint32_t k = network->option_start[a]; k < network->option_start[a + 1]; k++) {
        uint32_t target = network->option[k].offer;
        if (target == offer) {
            continue;
        }
        uint32_t place = moves->slot[slot_of(moves, target)];
        if (place == NONE) {
            if (moves->n == moves->capacity) {
                return false;
            }
            place = add_target(moves, target);
        }
        keep(network, moves, place, (struct mover){a, k}, network->option[k].cost - cost);
    }
    return true;
}

bool moves_update(struct network *network, uint32_t offer, int thread) {
    struct moves *moves = &network->moves[offer];
    uint32_t capacity = moves->capacity == 0 ? CAPACITY_MIN : moves->capacity;
    for (;;) {
        if (moves->capacity < capacity && !allocate(moves, capacity, &network->tables[thread])) {
            network->no_memory[thread] = true;
            *moves = (struct moves){.state = MOVES_UNBUILT};
            return false;
        }
        clear(moves, network->outside);
        uint32_t a = network->first[offer];
        while (a != NONE && come(network, moves, a)) {
            a = network->next[a];
        }
        if (a == NONE) {
            moves->state = MOVES_CURRENT;
            return true;
        }
        capacity *= 2;
    }
}

void moves_come(struct network *network, uint32_t applicant, int thread) {
    uint32_t offer = network->at[applicant];
    struct moves *moves = &network->moves[offer];
    if (moves->state == MOVES_CURRENT && !come(network, moves, applicant)) {
        moves_update(network, offer, thread);
    }
}

/* The applicant has gone: the target needs another cheapest move if it was that one. */
static void lose(const struct network *network, struct moves *moves, uint32_t place,
                 uint32_t applicant, uint32_t offer) {
    if (moves->n_kept[place] == 0 || moves_best(moves, place)->applicant != applicant) {
        return;
    }
    look_through(network, moves, place, offer);
    if (moves->n_kept[place] == 0 && moves->limit[place] != INT64_MAX) {
        moves->state = MOVES_STALE;
    }
}

void moves_go(struct network *network, uint32_t applicant, uint32_t offer) {
    struct moves *moves = &network->moves[offer];
    if (moves->state != MOVES_CURRENT) {
        return;
    }
    lose(network, moves, 0, applicant, offer);
    for (uint32_t k = network->option_start[applicant]; k < network->option_start[applicant + 1];
         k++) {
        uint32_t target = network->option[k].offer;
        if (target != offer) {
            lose(network, moves, moves->slot[slot_of(moves, target)], applicant, offer);
        }
    }
}
