// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/nearness.h"

#include "solver/sort_keys.h"

#include <stdlib.h>
#include <string.h>

/* An id and whose it is, to sort by. */
struct named {
    const char *id;
    uint32_t offer;
};

static int by_id(const void *left, const void *right) {
    return strcmp(((const struct named *)left)->id, ((const struct named *)right)->id);
}

static enum err sort_ids(struct nearness *nearness, struct arena *arena, struct error *error) {
    const struct instance *instance = nearness->instance;
    struct arena_mark mark = arena_mark(arena);
    struct named *named = ARENA_NEW(arena, instance->n_offers, struct named);
    if (named == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        named[i] = (struct named){strings_get(&instance->offer_id, i), i};
    }
    qsort(named, instance->n_offers, sizeof *named, by_id);
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        nearness->by_id[i] = named[i].offer;
        nearness->id_place[named[i].offer] = i;
    }
    arena_rewind(arena, mark);
    return OK;
}

enum err nearness_build(struct nearness *nearness, const struct instance *instance,
                        struct arena *arena, struct error *error) {
    uint32_t n_schools = instance->n_schools, n_offers = instance->n_offers;
    *nearness = (struct nearness){instance, ARENA_ZERO(arena, (size_t)n_schools + 1, uint32_t),
                                  ARENA_NEW(arena, n_offers, uint32_t),
                                  ARENA_NEW(arena, n_offers, uint32_t),
                                  ARENA_NEW(arena, n_offers, uint32_t)};
    uint32_t *start = nearness->school_start;
    if (start == NULL || nearness->school_offer == NULL || nearness->id_place == NULL ||
        nearness->by_id == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n_offers; i++) {
        start[instance->offer_school[i]]++;
    }
    for (uint32_t s = 0, sum = 0; s <= n_schools; s++) { /* start[s] becomes where s ends */
        sum += start[s];
        start[s] = sum;
    }
    for (uint32_t i = n_offers; i-- > 0;) { /* and then, filled from behind, where it begins */
        nearness->school_offer[--start[instance->offer_school[i]]] = i;
    }
    return sort_ids(nearness, arena, error);
}

static bool school_has_group(const struct nearness *nearness, uint32_t school, uint32_t group) {
    const struct instance *instance = nearness->instance;
    for (uint32_t i = nearness->school_start[school]; i < nearness->school_start[school + 1]; i++) {
        if (instance->offer_group[nearness->school_offer[i]] == group) {
            return true;
        }
    }
    return false;
}

/* The schools whose metres may be known: how many, and the i-th of them. */
static uint32_t n_known(const struct instance *instance, uint32_t applicant) {
    if (instance->policy.straight_line) {
        return instance->n_schools;
    }
    return instance->distance_start == NULL
               ? 0
               : instance->distance_start[applicant + 1] - instance->distance_start[applicant];
}

static uint32_t known_school(const struct instance *instance, uint32_t applicant, uint32_t i,
                             uint32_t *metres) {
    if (instance->policy.straight_line) {
        *metres = instance_metres(instance, applicant, i);
        return i;
    }
    uint32_t at = instance->distance_start[applicant] + i;
    *metres = instance->distance_m[at];
    return instance->distance_school[at];
}

struct nearest_two nearness_two(const struct nearness *nearness, uint32_t applicant,
                                uint32_t group) {
    const struct instance *instance = nearness->instance;
    struct nearest_two two = {{NONE, NONE}, {METRES_UNKNOWN, METRES_UNKNOWN}};
    for (uint32_t i = 0, n = n_known(instance, applicant); i < n; i++) {
        uint32_t metres, school = known_school(instance, applicant, i, &metres);
        if (metres >= two.metres[1] || !school_has_group(nearness, school, group)) {
            continue;
        }
        int place = metres < two.metres[0] ? 0 : 1;
        if (place == 0) {
            two.school[1] = two.school[0];
            two.metres[1] = two.metres[0];
        }
        two.school[place] = school;
        two.metres[place] = metres;
    }
    return two;
}

uint32_t nearness_limit_m(const struct nearness *nearness, uint32_t applicant) {
    const struct instance *instance = nearness->instance;
    uint32_t group = instance->applicant_group[applicant];
    uint32_t nearest = nearness_two(nearness, applicant, group).metres[0];
    uint32_t limit = group == NONE ? 0 : instance->policy.near_m[group];
    return nearest == METRES_UNKNOWN || nearest <= limit ? limit : nearest;
}

/* Takes a key into the n smallest so far, at most `most` of them, rising; returns how many. */
static uint32_t insert_key(uint64_t *near, uint32_t n, uint32_t most, uint64_t key) {
    uint32_t at = n < most ? n : most - 1;
    if (n == most && key >= near[at]) {
        return n;
    }
    for (; at > 0 && near[at - 1] > key; at--) {
        near[at] = near[at - 1];
    }
    near[at] = key;
    return n < most ? n + 1 : n;
}

/* May the applicant fall back to a school? Its side decides, where the policy asks for one. */
static bool is_on_side(const struct instance *instance, uint32_t applicant, uint32_t school) {
    return instance->school_side == NULL ||
           instance->school_side[school] == instance->applicant_side[applicant];
}

uint32_t nearness_offers(const struct nearness *nearness, uint32_t applicant, uint64_t *near) {
    const struct instance *instance = nearness->instance;
    uint32_t group = instance->applicant_group[applicant], reach = instance->policy.reach;
    uint32_t n_schools = n_known(instance, applicant), n_found = 0;
    /* A few of many are kept in order as they come; else all are sorted at the end. */
    bool few = reach > 0 && reach <= FEW_KEYS && n_schools > FEW_KEYS;
    uint32_t most = few && reach < instance->n_offers ? reach : instance->n_offers;
    for (uint32_t i = 0; i < n_schools; i++) {
        uint32_t metres, school = known_school(instance, applicant, i, &metres);
        if (metres == METRES_UNKNOWN || !is_on_side(instance, applicant, school) ||
            (few && n_found == most && metres > near[most - 1] >> 32)) {
            continue;
        }
        for (uint32_t k = nearness->school_start[school]; k < nearness->school_start[school + 1];
             k++) {
            uint32_t offer = nearness->school_offer[k];
            uint64_t key = (uint64_t)metres << 32 | nearness->id_place[offer];
            if (instance->offer_group[offer] != group) {
                continue;
            }
            if (few) {
                n_found = insert_key(near, n_found, most, key);
            } else {
                near[n_found++] = key;
            }
        }
    }
    if (!few) {
        sort_keys(near, n_found);
    }
    return n_found < reach ? n_found : reach;
}
