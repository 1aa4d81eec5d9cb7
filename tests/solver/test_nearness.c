// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The nearest offers against sorting all of them, on a small grid, so that many are equally far.
 */
#include "solver/nearness.h"

#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <string.h>

enum { SCHOOLS = 80, OFFERS = 150, APPLICANTS = 40, GRID = 12, ID_BYTES = 8 };

struct round {
    struct instance instance;
    size_t id_start[OFFERS];
    char id_bytes[OFFERS * ID_BYTES];
    uint32_t offer_school[OFFERS], offer_group[OFFERS], school_side[SCHOOLS];
    double school_x[SCHOOLS], school_y[SCHOOLS], applicant_x[APPLICANTS], applicant_y[APPLICANTS];
    uint32_t applicant_group[APPLICANTS], applicant_side[APPLICANTS];
};

static void round_make(struct round *round, struct random *random, bool sides, uint32_t reach) {
    struct instance *instance = &round->instance;
    *instance = (struct instance){.n_schools = SCHOOLS, .n_offers = OFFERS};
    instance->n_applicants = APPLICANTS;
    instance->policy.straight_line = true;
    instance->policy.reach = reach;
    instance->offer_id = (struct strings){OFFERS, round->id_start, round->id_bytes};
    instance->offer_school = round->offer_school;
    instance->offer_group = round->offer_group;
    instance->school_x = round->school_x;
    instance->school_y = round->school_y;
    instance->applicant_x = round->applicant_x;
    instance->applicant_y = round->applicant_y;
    instance->applicant_group = round->applicant_group;
    instance->school_side = sides ? round->school_side : NULL;
    instance->applicant_side = sides ? round->applicant_side : NULL;
    for (uint32_t i = 0; i < OFFERS; i++) {
        round->id_start[i] = (size_t)i * ID_BYTES;
        snprintf(round->id_bytes + round->id_start[i], ID_BYTES, "%u", i * 37 % OFFERS);
        round->offer_school[i] = random_below(random, SCHOOLS);
        round->offer_group[i] = random_below(random, 2);
    }
    for (uint32_t s = 0; s < SCHOOLS; s++) {
        round->school_x[s] = random_below(random, GRID);
        round->school_y[s] = random_below(random, GRID);
        round->school_side[s] = random_below(random, 2);
    }
    for (uint32_t a = 0; a < APPLICANTS; a++) {
        round->applicant_x[a] = random_below(random, GRID);
        round->applicant_y[a] = random_below(random, GRID);
        round->applicant_group[a] = random_below(random, 2);
        round->applicant_side[a] = random_below(random, 2);
    }
}

/* Does `left` come before `right` for the applicant? */
static bool is_nearer(const struct instance *instance, uint32_t a, uint32_t left, uint32_t right) {
    uint32_t to_left = instance_metres(instance, a, instance->offer_school[left]);
    uint32_t to_right = instance_metres(instance, a, instance->offer_school[right]);
    return to_left != to_right ? to_left < to_right
                               : strcmp(strings_get(&instance->offer_id, left),
                                        strings_get(&instance->offer_id, right)) < 0;
}

/* Offers of the applicant's group and side, nearest first; how many. */
static uint32_t all_offers(const struct instance *instance, uint32_t a, uint32_t *offer) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < OFFERS; i++) {
        bool side = instance->school_side == NULL ||
                    instance->school_side[instance->offer_school[i]] == instance->applicant_side[a];
        if (!side || instance->offer_group[i] != instance->applicant_group[a]) {
            continue;
        }
        uint32_t at = n++;
        for (; at > 0 && is_nearer(instance, a, i, offer[at - 1]); at--) {
            offer[at] = offer[at - 1];
        }
        offer[at] = i;
    }
    return n;
}

static void finds_nearest(const struct instance *instance) {
    struct arena arena = {NULL};
    struct nearness nearness;
    uint32_t expected[OFFERS];
    uint64_t near[OFFERS];
    cr_assert_eq(nearness_build(&nearness, instance, &arena, NULL), OK);
    for (uint32_t a = 0; a < APPLICANTS; a++) {
        uint32_t n = all_offers(instance, a, expected);
        n = n < instance->policy.reach ? n : instance->policy.reach;
        cr_assert_eq(nearness_offers(&nearness, a, near), n);
        for (uint32_t i = 0; i < n; i++) {
            cr_assert_eq(nearness.by_id[(uint32_t)near[i]], expected[i], "reach %u, place %u",
                         instance->policy.reach, i);
        }
    }
    arena_free(&arena);
}

Test(nearness, as_sorting_all) {
    static const uint32_t reach[] = {0, 1, 2, 6, 47, 48, 49, 75, 1000};
    struct random random = {29};
    struct round *round = calloc(1, sizeof *round);
    cr_assert_not_null(round);
    for (uint32_t i = 0; i < 90; i++) {
        round_make(round, &random, i % 2 == 0, reach[i % 9]);
        finds_nearest(&round->instance);
    }
    free(round);
}
