// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What options are made of, derived anew: metres, fallback offers, near limits.
 *
 *     metres(a, s)    walking metres where the pair is listed; else the straight line, where the
 *                     policy allows it; else unknown
 *     fallback(a)     offers of a's group with known metres, on a's side where the policy says
 *                     `within`; the nearest `reach` of them (equals by id); less those it wished
 *     near(a, o)      o of a's group, metres within the group's limit; where nothing is, the
 * nearest
 *
 * All schools are looked at where straight lines are allowed, else those that the applicant's
 * distances name: no search tree, nothing to get wrong.
 */
#include "verify/options.h"

#include <math.h>
#include <string.h>

bool is_locked(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_locked != NULL && instance->applicant_locked[applicant] != NONE;
}

static uint32_t straight_metres(const struct instance *instance, uint32_t a, uint32_t school) {
    if (instance->applicant_x == NULL || instance->applicant_y == NULL) {
        return METRES_UNKNOWN;
    }
    double dx = instance->applicant_x[a] - instance->school_x[school];
    double dy = instance->applicant_y[a] - instance->school_y[school];
    double metres = round(sqrt(dx * dx + dy * dy));
    return metres >= 0 && metres < (double)METRES_UNKNOWN ? (uint32_t)metres : METRES_UNKNOWN;
}

uint32_t metres_between(const struct instance *instance, uint32_t a, uint32_t school) {
    if (instance->distance_start != NULL) {
        uint32_t low = instance->distance_start[a], high = instance->distance_start[a + 1];
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (instance->distance_school[middle] == school) {
                return instance->distance_m[middle];
            }
            if (instance->distance_school[middle] < school) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
    }
    return instance->policy.straight_line ? straight_metres(instance, a, school) : METRES_UNKNOWN;
}

enum err schools_list(struct schools *schools, const struct instance *instance, struct arena *arena,
                      struct error *error) {
    schools->instance = instance;
    schools->start = ARENA_ZERO(arena, (size_t)instance->n_schools + 2, uint32_t);
    schools->offer = ARENA_NEW(arena, instance->n_offers, uint32_t);
    if (schools->start == NULL || schools->offer == NULL) {
        return error_no_memory(error);
    }
    uint32_t *at = schools->start + 1;
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        at[instance->offer_school[o] + 1]++;
    }
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        at[s + 1] += at[s];
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        schools->offer[at[instance->offer_school[o]]++] = o;
    }
    return OK;
}

static bool school_has_group(const struct schools *schools, uint32_t school, uint32_t group) {
    bool has = false;
    for (uint32_t k = schools->start[school]; k < schools->start[school + 1]; k++) {
        has = has || schools->instance->offer_group[schools->offer[k]] == group;
    }
    return has;
}

/* How many schools an applicant looks at, and which is the i-th. */
static uint32_t schools_seen(const struct instance *instance, uint32_t a) {
    if (instance->policy.straight_line) {
        return instance->n_schools;
    }
    return instance->distance_start == NULL
               ? 0
               : instance->distance_start[a + 1] - instance->distance_start[a];
}

static uint32_t school_seen(const struct instance *instance, uint32_t a, uint32_t i) {
    return instance->policy.straight_line
               ? i
               : instance->distance_school[instance->distance_start[a] + i];
}

/* The nearest school with an offer of the group, and the metres to the nearest but that. */
struct nearest {
    uint32_t school, metres, next_metres;
};

static struct nearest nearest_find(const struct schools *schools, uint32_t a, uint32_t group) {
    const struct instance *instance = schools->instance;
    struct nearest nearest = {NONE, METRES_UNKNOWN, METRES_UNKNOWN};
    for (uint32_t i = 0; i < schools_seen(instance, a); i++) {
        uint32_t school = school_seen(instance, a, i);
        uint32_t metres = school_has_group(schools, school, group)
                              ? metres_between(instance, a, school)
                              : METRES_UNKNOWN;
        if (metres < nearest.metres) {
            nearest = (struct nearest){school, metres, nearest.metres};
        } else if (metres < nearest.next_metres) {
            nearest.next_metres = metres;
        }
    }
    return nearest;
}

bool is_near(const struct checker *checker, uint32_t a, uint32_t offer, uint32_t metres) {
    const struct instance *instance = checker->instance;
    return instance->offer_group[offer] == instance->applicant_group[a] &&
           metres != METRES_UNKNOWN && checker->near_m[a] != METRES_UNKNOWN &&
           metres <= checker->near_m[a];
}

/* Fallback. */

static bool candidate_before(const void *context, uint32_t x, uint32_t y) {
    const struct candidates *candidates = context;
    if (candidates->metres[x] != candidates->metres[y]) {
        return candidates->metres[x] < candidates->metres[y];
    }
    const struct strings *ids = &candidates->instance->offer_id;
    return strcmp(strings_get(ids, x), strings_get(ids, y)) < 0;
}

/* Keeps the best `reach` in order; all of them, in any order, where reach has no limit. */
static void candidate_add(struct candidates *candidates, uint32_t offer) {
    uint32_t reach = candidates->instance->policy.reach;
    uint32_t *kept = candidates->offer;
    if (reach == NONE) {
        kept[candidates->n++] = offer;
        return;
    }
    if (candidates->n == reach) {
        if (reach == 0 || !candidate_before(candidates, offer, kept[reach - 1])) {
            return;
        }
        candidates->n--;
    }
    uint32_t i = candidates->n++;
    for (; i > 0 && candidate_before(candidates, offer, kept[i - 1]); i--) {
        kept[i] = kept[i - 1];
    }
    kept[i] = offer;
}

uint32_t wish_rank(const struct instance *instance, uint32_t a, uint32_t offer) {
    uint32_t rank = 0;
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1] && rank == 0; w++) {
        rank = instance->wish_offer[w] == offer ? w - instance->wish_start[a] + 1 : 0;
    }
    return rank;
}

void fallback_find(struct candidates *candidates, uint32_t a) {
    const struct instance *instance = candidates->instance;
    const struct schools *schools = candidates->schools;
    bool sides = instance->policy.within != NULL;
    candidates->n = 0;
    for (uint32_t i = 0; i < schools_seen(instance, a); i++) {
        uint32_t school = school_seen(instance, a, i);
        if (sides && instance->school_side[school] != instance->applicant_side[a]) {
            continue;
        }
        uint32_t metres = METRES_UNKNOWN;
        for (uint32_t k = schools->start[school]; k < schools->start[school + 1]; k++) {
            uint32_t offer = schools->offer[k];
            if (instance->offer_group[offer] != instance->applicant_group[a]) {
                continue;
            }
            metres = metres == METRES_UNKNOWN ? metres_between(instance, a, school) : metres;
            candidates->metres[offer] = metres;
            if (metres != METRES_UNKNOWN) {
                candidate_add(candidates, offer);
            }
        }
    }
    if (instance->policy.reach == NONE) {
        sort_by(candidates->offer, candidates->n, candidates->scratch, candidate_before,
                candidates);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < candidates->n; i++) {
        if (wish_rank(instance, a, candidates->offer[i]) == 0) {
            candidates->offer[n++] = candidates->offer[i];
        }
    }
    candidates->n = n;
}

/* Near limits and relative nearness, which both look for the nearest school. */

static void near_derive(struct checker *checker, const struct schools *schools, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t group = instance->applicant_group[a];
    struct nearest nearest = nearest_find(schools, a, group);
    uint32_t limit = group == NONE ? 0 : instance->policy.near_m[group];
    checker->near_m[a] = nearest.metres == METRES_UNKNOWN ? METRES_UNKNOWN
                         : nearest.metres <= limit        ? limit
                                                          : nearest.metres;
    for (uint32_t x = checker->round.start[a]; x < checker->round.start[a + 1]; x++) {
        checker->near[x] = is_near(checker, a, checker->round.offer[x], checker->round.metres[x]);
    }
}

static void relative_derive(struct checker *checker, const struct schools *schools, uint32_t a) {
    const struct instance *instance = checker->instance;
    const struct choices *round = &checker->round;
    struct nearest nearest = {NONE, METRES_UNKNOWN, METRES_UNKNOWN};
    for (uint32_t x = round->start[a]; x < round->start[a + 1]; x++) {
        uint32_t group = instance->offer_group[round->offer[x]];
        if (x == round->start[a] || group != instance->offer_group[round->offer[x - 1]]) {
            nearest = nearest_find(schools, a, group);
        }
        bool itself = nearest.school == instance->offer_school[round->offer[x]];
        uint32_t other = itself ? nearest.next_metres : nearest.metres;
        if (round->metres[x] == METRES_UNKNOWN) {
            checker->relative[x] = -INFINITY;
        } else if (other == METRES_UNKNOWN) {
            checker->relative[x] = INFINITY;
        } else {
            checker->relative[x] = (double)other - (double)round->metres[x];
        }
    }
}

static bool any_relative(const struct instance *instance) {
    bool any = false;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        any = any || instance->criterion[i].kind == CRITERION_RELATIVE_NEARNESS;
    }
    return any;
}

enum err nearness_derive(struct checker *checker, const struct schools *schools,
                         struct error *error) {
    uint32_t n = checker->instance->n_applicants;
    bool near = checker->instance->policy.has_near, relative = any_relative(checker->instance);
    if (near) {
        checker->near_m = ARENA_NEW(&checker->arena, n, uint32_t);
        checker->near = ARENA_NEW(&checker->arena, checker->round.n, uint8_t);
    }
    if (relative) {
        checker->relative = ARENA_NEW(&checker->arena, checker->round.n, double);
    }
    if ((near && (checker->near_m == NULL || checker->near == NULL)) ||
        (relative && checker->relative == NULL)) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(checker, schools, n, near, relative)                 \
    schedule(static, 256)
    for (uint32_t a = 0; a < n; a++) {
        if (near) {
            near_derive(checker, schools, a);
        }
        if (relative) {
            relative_derive(checker, schools, a);
        }
    }
    return OK;
}
