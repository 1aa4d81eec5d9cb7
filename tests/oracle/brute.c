// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Depth first over applicants, seats counted down and up again along the way.
 */
#include "tests/oracle/brute.h"

#include <string.h>

struct walk {
    const struct oracle *oracle;
    const uint32_t *best;
    brute_visit *visit;
    void *context;
    uint32_t room[TINY_NODES];
    uint32_t choice[TINY_APPLICANTS];
};

/* Takes (-1) or gives back (+1) a seat in every node around an offer; false: one has none. */
static bool take_seat(const struct instance *instance, uint32_t *room, uint32_t offer) {
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        if (room[v] == 0) {
            return false;
        }
    }
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        room[v] -= room[v] != SEATS_UNLIMITED;
    }
    return true;
}

static void give_seat(const struct instance *instance, uint32_t *room, uint32_t offer) {
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        room[v] += room[v] != SEATS_UNLIMITED;
    }
}

static bool walk_from(struct walk *walk, uint32_t applicant) {
    const struct oracle *oracle = walk->oracle;
    if (applicant == oracle->instance->n_applicants) {
        return walk->visit(walk->context, walk->choice);
    }
    walk->choice[applicant] = NONE;
    if (!walk_from(walk, applicant + 1)) {
        return false;
    }
    uint32_t n = oracle->locked[applicant] ? 0 : walk->best[applicant];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t option = oracle->start[applicant] + i;
        uint32_t offer = oracle->option[option].offer;
        if (!take_seat(oracle->instance, walk->room, offer)) {
            continue;
        }
        walk->choice[applicant] = option;
        bool more = walk_from(walk, applicant + 1);
        give_seat(oracle->instance, walk->room, offer);
        if (!more) {
            return false;
        }
    }
    return true;
}

bool brute_each(const struct oracle *oracle, const uint32_t *best, brute_visit *visit,
                void *context) {
    struct walk walk = {.oracle = oracle, .best = best, .visit = visit, .context = context};
    memcpy(walk.room, oracle->room, sizeof walk.room);
    return walk_from(&walk, 0);
}

bool brute_fits(const struct oracle *oracle, const uint32_t *choice, uint32_t option) {
    uint32_t room[TINY_NODES];
    memcpy(room, oracle->room, sizeof room);
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        if (choice[a] != NONE) {
            take_seat(oracle->instance, room, oracle->option[choice[a]].offer);
        }
    }
    return take_seat(oracle->instance, room, oracle->option[option].offer);
}

uint32_t brute_n_better(const struct oracle *oracle, const uint32_t *choice, uint32_t applicant) {
    if (oracle->locked[applicant]) {
        return 0;
    }
    uint32_t end = choice[applicant] == NONE ? oracle->start[applicant + 1] : choice[applicant];
    return end - oracle->start[applicant];
}

bool brute_wastes_nothing(const struct oracle *oracle, const uint32_t *choice) {
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        uint32_t n = brute_n_better(oracle, choice, a);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t without[TINY_APPLICANTS]; /* its own seat is free to it */
            memcpy(without, choice, sizeof without);
            without[a] = NONE;
            if (brute_fits(oracle, without, oracle->start[a] + i)) {
                return false;
            }
        }
    }
    return true;
}

struct improvement {
    const struct oracle *oracle;
    const uint32_t *choice;
};

/* Ends the enumeration at an assignment that is better for somebody and worse for nobody. */
static bool improves_not(void *context, const uint32_t *choice) {
    const struct improvement *improvement = context;
    bool better = false;
    for (uint32_t a = 0; a < improvement->oracle->instance->n_applicants; a++) {
        if (choice[a] == NONE && improvement->choice[a] != NONE) {
            return true;
        }
        better = better || choice[a] != improvement->choice[a];
    }
    return !better;
}

bool brute_pareto(const struct oracle *oracle, const uint32_t *choice) {
    uint32_t best[TINY_APPLICANTS] = {0};
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        best[a] = brute_n_better(oracle, choice, a) + (choice[a] != NONE);
    }
    struct improvement improvement = {oracle, choice};
    return brute_each(oracle, best, improves_not, &improvement);
}

struct after {
    uint32_t n_offers[TINY_APPLICANTS];
    uint32_t offer[TINY_APPLICANTS][TINY_OFFERS];
    uint32_t room[TINY_NODES];
    uint32_t n_placed;
    uint64_t metres;
};

static void after_from(struct after *after, const struct instance *instance, uint32_t applicant,
                       uint32_t n_placed, uint64_t metres) {
    if (applicant == instance->n_applicants) {
        bool better =
            n_placed > after->n_placed || (n_placed == after->n_placed && metres < after->metres);
        after->n_placed = better ? n_placed : after->n_placed;
        after->metres = better ? metres : after->metres;
        return;
    }
    after_from(after, instance, applicant + 1, n_placed, metres);
    for (uint32_t i = 0; i < after->n_offers[applicant]; i++) {
        uint32_t offer = after->offer[applicant][i];
        if (take_seat(instance, after->room, offer)) {
            uint32_t here = oracle_metres(instance, applicant, instance->offer_school[offer]);
            after_from(after, instance, applicant + 1, n_placed + 1, metres + here);
            give_seat(instance, after->room, offer);
        }
    }
}

void brute_after(const struct oracle *oracle, const uint32_t *choice, uint32_t *n_placed,
                 uint64_t *metres) {
    const struct instance *instance = oracle->instance;
    struct after after = {.metres = 0};
    memcpy(after.room, oracle->room, sizeof after.room);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (choice[a] != NONE) {
            take_seat(instance, after.room, oracle->option[choice[a]].offer);
        } else if (!oracle->locked[a]) {
            after.n_offers[a] = oracle_fallback(instance, a, after.offer[a]);
        }
    }
    after_from(&after, instance, 0, 0, 0);
    *n_placed = after.n_placed;
    *metres = after.metres;
}
