// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/hall.h"

#include "tests/oracle/many.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

enum { CLAIMS_MAX = 7, SLOTS_MAX = 5, NODES_MAX = 9, OPTIONS_MAX = CLAIMS_MAX * SLOTS_MAX };

struct small {
    uint32_t start[CLAIMS_MAX + 1], slot[OPTIONS_MAX], parent[NODES_MAX], room[NODES_MAX];
    struct hall hall;
};

static void finish(struct small *small, uint32_t n_claims, uint32_t n_slots, uint32_t n_nodes) {
    small->hall = (struct hall){n_claims, small->start,  small->slot, n_slots,
                                n_nodes,  small->parent, small->room};
}

static void make_random(struct small *small, struct random *random) {
    uint32_t n_slots = 1 + random_below(random, SLOTS_MAX), n = 0;
    uint32_t n_claims = 1 + random_below(random, CLAIMS_MAX);
    uint32_t n_nodes = n_slots + random_below(random, NODES_MAX - n_slots + 1);
    for (uint32_t v = 0; v < n_nodes; v++) {
        uint32_t first = v < n_slots ? n_slots : v + 1; /* pools lie above slots */
        small->parent[v] = first < n_nodes && random_chance(random, 70)
                               ? first + random_below(random, n_nodes - first)
                               : NONE;
        small->room[v] = random_below(random, v < n_slots ? 3 : 5);
        if (random_chance(random, 15) && (v >= n_slots || small->parent[v] != NONE)) {
            small->room[v] = SEATS_UNLIMITED;
        }
    }
    for (uint32_t i = 0; i < n_claims; i++) {
        small->start[i] = n;
        for (uint32_t s = 0; s < n_slots; s++) {
            if (random_chance(random, 45)) {
                small->slot[n++] = s;
            }
        }
    }
    small->start[n_claims] = n;
    finish(small, n_claims, n_slots, n_nodes);
}

/* Can the claims of a set, from claim i on, be seated? One after the other, by trying. */
static bool fits(const struct hall *hall, uint32_t set, uint32_t i, uint32_t *load,
                 const uint32_t *more) {
    while (i < hall->n_claims && (set >> i & 1) == 0) {
        i++;
    }
    if (i == hall->n_claims) {
        return true;
    }
    for (uint32_t k = hall->start[i]; k < hall->start[i + 1]; k++) {
        bool room = true, seated = false;
        for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
            uint64_t seats = (uint64_t)hall->room[v] + (more == NULL ? 0 : more[v]);
            room = room && (hall->room[v] == SEATS_UNLIMITED || load[v] < seats);
            load[v]++;
        }
        seated = room && fits(hall, set, i + 1, load, more);
        for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
            load[v]--;
        }
        if (seated) {
            return true;
        }
    }
    return false;
}

static bool can_be_seated(const struct hall *hall, uint32_t set, const uint32_t *more) {
    uint32_t load[NODES_MAX] = {0};
    return fits(hall, set, 0, load, more);
}

static uint32_t size_of(uint32_t set) {
    return (uint32_t)__builtin_popcount(set);
}

/* The claims whose every option passes a node of B. */
static uint32_t covered_by(const struct hall *hall, uint32_t b) {
    uint32_t covered = 0;
    for (uint32_t i = 0; i < hall->n_claims; i++) {
        bool all = true;
        for (uint32_t k = hall->start[i]; k < hall->start[i + 1]; k++) {
            bool passes = false;
            for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
                passes |= (b >> v & 1) != 0;
            }
            all = all && passes;
        }
        covered |= all ? 1u << i : 0;
    }
    return covered;
}

static uint64_t room_of(const struct hall *hall, uint32_t b) {
    uint64_t room = 0;
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        room += (b >> v & 1) != 0 ? hall->room[v] : 0;
    }
    return room;
}

/* The fewest claims that cannot be seated (0: all can), by trying all sets. */
static uint32_t fewest_claims(const struct hall *hall) {
    uint32_t fewest = 0;
    for (uint32_t set = 0; set < 1u << hall->n_claims; set++) {
        if ((fewest == 0 || size_of(set) < fewest) && !can_be_seated(hall, set, NULL)) {
            fewest = size_of(set);
        }
    }
    return fewest;
}

/* The fewest nodes that prove it for a set of so many claims. */
static uint32_t fewest_nodes(const struct hall *hall, uint32_t n_claims) {
    uint32_t fewest = NONE;
    for (uint32_t b = 0; b < 1u << hall->n_nodes; b++) {
        if (room_of(hall, b) < n_claims && size_of(covered_by(hall, b)) >= n_claims &&
            (fewest == NONE || size_of(b) < fewest)) {
            fewest = size_of(b);
        }
    }
    return fewest;
}

static uint32_t set_of(const uint32_t *list, uint32_t n) {
    uint32_t set = 0;
    for (uint32_t i = 0; i < n; i++) {
        set |= 1u << list[i];
    }
    return set;
}

/* A remedy does, and no part of it does. Together they are all there are of one more seat in each
 * of several nodes, as far as none holds another. */
static bool remedies_are_right(const struct hall *hall, const struct hall_violator *violator) {
    uint32_t set = set_of(violator->claim, violator->n_claims);
    uint32_t given[NODES_MAX] = {0}, n_given = violator->n_remedies;
    for (uint32_t r = 0; r < n_given && r < NODES_MAX; r++) {
        given[r] = set_of(violator->remedy + violator->remedy_start[r],
                          violator->remedy_start[r + 1] - violator->remedy_start[r]);
    }
    for (uint32_t nodes = 0; nodes < 1u << hall->n_nodes; nodes++) {
        uint32_t more[NODES_MAX];
        bool holds_one = false;
        for (uint32_t v = 0; v < hall->n_nodes; v++) {
            more[v] = nodes >> v & 1;
        }
        for (uint32_t r = 0; r < n_given; r++) {
            holds_one |= (given[r] & nodes) == given[r];
        }
        if (can_be_seated(hall, set, more) != holds_one) {
            return false;
        }
    }
    for (uint32_t r = 0; r < n_given; r++) {
        for (uint32_t s = 0; s < n_given; s++) {
            if (r != s && (given[r] & given[s]) == given[r]) {
                return false;
            }
        }
    }
    return true;
}

static void check(const struct small *small, uint64_t seed) {
    const struct hall *hall = &small->hall;
    struct arena arena = {NULL};
    struct hall_violator violator;
    const struct glpk_limits limits = {omp_get_wtime() + 60.0, NULL};
    cr_assert_eq(hall_find(hall, &limits, &arena, &violator, NULL), OK);
    uint32_t n_claims = fewest_claims(hall), set = set_of(violator.claim, violator.n_claims);
    cr_assert_eq(violator.n_claims, n_claims, "seed %llu: %u claims, not %u",
                 (unsigned long long)seed, violator.n_claims, n_claims);
    if (n_claims > 0) {
        uint32_t b = set_of(violator.node, violator.n_nodes), covered = covered_by(hall, b);
        cr_assert(violator.smallest, "seed %llu", (unsigned long long)seed);
        cr_assert_eq(violator.n_nodes, fewest_nodes(hall, n_claims), "seed %llu: %u nodes",
                     (unsigned long long)seed, violator.n_nodes);
        cr_assert_eq(room_of(hall, b), n_claims - 1, "seed %llu", (unsigned long long)seed);
        cr_assert_eq(covered & set, set, "seed %llu", (unsigned long long)seed);
        cr_assert_eq(set_of(violator.also, violator.n_also), covered & ~set, "seed %llu",
                     (unsigned long long)seed);
        cr_assert_not(can_be_seated(hall, set, NULL), "seed %llu", (unsigned long long)seed);
        cr_assert(remedies_are_right(hall, &violator), "seed %llu", (unsigned long long)seed);
    }
    arena_free(&arena);
}

/* Two groups of one school, 0 with 2 seats and 1 with 3, the school 2 with 3 in all; 3 is another
 * unit with 1 seat. Four claims want the school only; one wants 0 or 3, and one 3. Three and one
 * seat leave none without a seat but one of the four. */
Test(hall, by_hand) {
    struct small small = {.start = {0, 2, 4, 5, 6, 8, 9},
                          .slot = {0, 1, 0, 1, 0, 1, 0, 2, 2},
                          .parent = {3, 3, NONE, NONE},
                          .room = {2, 3, 1, 3}};
    finish(&small, 6, 3, 4);
    struct arena arena = {NULL};
    struct hall_violator violator;
    const struct glpk_limits limits = {omp_get_wtime() + 60.0, NULL};
    cr_assert_eq(hall_find(&small.hall, &limits, &arena, &violator, NULL), OK);
    cr_expect_eq(set_of(violator.claim, violator.n_claims), 0xF, "the four");
    cr_expect_eq(violator.n_nodes, 1);
    cr_expect_eq(violator.node[0], 3, "against the school");
    cr_expect(violator.smallest);
    cr_expect_eq(violator.n_also, 0);
    cr_expect_eq(violator.n_remedies, 1, "its seats, whatever the groups");
    cr_expect_eq(violator.remedy[0], 3);
    check(&small, 0);
    small.room[0] = 1; /* now the group is too small for one claim more, and so is the school */
    small.start[0] = 0;
    check(&small, 0);
    arena_free(&arena);
}

Test(hall, a_claim_without_options) {
    struct small small = {.start = {0, 1, 1}, .slot = {0}, .parent = {NONE}, .room = {1}};
    finish(&small, 2, 1, 1);
    struct arena arena = {NULL};
    struct hall_violator violator;
    const struct glpk_limits limits = {omp_get_wtime() + 60.0, NULL};
    cr_assert_eq(hall_find(&small.hall, &limits, &arena, &violator, NULL), OK);
    cr_expect_eq(violator.n_claims, 1);
    cr_expect_eq(violator.claim[0], 1);
    cr_expect_eq(violator.n_nodes, 0);
    cr_expect_eq(violator.n_remedies, 0);
    cr_expect(violator.smallest);
    arena_free(&arena);
}

ParameterizedTestParameters(hall, random_claims) {
    static int parts[MANY_PARTS];
    for (int i = 0; i < MANY_PARTS; i++) {
        parts[i] = i;
    }
    return cr_make_param_array(int, parts, MANY_PARTS, NULL);
}

/* Each against all sets of claims and all sets of nodes. */
ParameterizedTest(const int *part, hall, random_claims) {
    uint64_t n = random_instances() / 10;
    for (uint64_t seed = (uint64_t)*part; seed < n; seed += MANY_PARTS) {
        struct random random = {seed};
        struct small small;
        make_random(&small, &random);
        check(&small, seed);
    }
}
