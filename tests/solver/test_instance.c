// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/instance.h"

#include "tests/oracle/oracle.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* The first tiny instance with locks, pools, sides, current places and metres. */
static void make_rich(struct instance *instance) {
    static const struct tiny_rules rules = {.mechanism = "deferred-acceptance"};
    for (uint64_t seed = 1;; seed++) {
        tiny_make(instance, seed, &rules);
        bool rich = instance->n_nodes > instance->n_offers && instance->n_offers > 1 &&
                    instance->applicant_locked != NULL && instance->applicant_current != NULL &&
                    instance->n_sides > 0 && instance->n_distances > 3 && instance->n_wishes > 3 &&
                    instance->n_groups > 1 && instance->n_criteria > 1 &&
                    instance->wish_start[1] > 0 && instance->distance_start[1] > 1 &&
                    instance->applicant_group[0] != NONE && instance->offer_group[0] != NONE &&
                    instance->node_parent[0] != NONE;
        if (rich) {
            return;
        }
        instance_release(instance);
    }
}

/* Breaks one promise of a rich instance; the check must name the field. */
#define IS_REFUSED(field, how)                                                                     \
    do {                                                                                           \
        struct instance instance;                                                                  \
        struct error error = {0};                                                                  \
        make_rich(&instance);                                                                      \
        how;                                                                                       \
        cr_expect_eq(instance_check(&instance, &error), ERR_INPUT, "%s", #how);                    \
        cr_expect_not_null(strstr(error.text, "instance." field "["), "%s says: %s", #how,         \
                           error.text);                                                            \
        instance_release(&instance);                                                               \
    } while (0)

Test(instance, broken_promises) {
    IS_REFUSED("offer_school", instance.offer_school[0] = instance.n_schools);
    IS_REFUSED("offer_group", instance.offer_group[0] = instance.n_groups);
    IS_REFUSED("offer_criteria", instance.offer_criteria[1] = instance.n_criteria);
    IS_REFUSED("applicant_group", instance.applicant_group[1] = instance.n_groups);
    IS_REFUSED("applicant_current", instance.applicant_current[1] = instance.n_offers);
    IS_REFUSED("applicant_locked", instance.applicant_locked[1] = instance.n_offers);
    IS_REFUSED("applicant_side", instance.applicant_side[0] = 2);
    IS_REFUSED("school_side", instance.school_side[0] = 2);
    IS_REFUSED("node_parent", instance.node_parent[0] = 1);
    IS_REFUSED("node_parent", instance.node_parent[0] = instance.n_nodes);
    IS_REFUSED("node_parent", instance.node_parent[instance.n_nodes - 1] = instance.n_nodes - 1);
    IS_REFUSED("node_seats",
               (instance.node_parent[0] = NONE, instance.node_seats[0] = SEATS_UNLIMITED));
    IS_REFUSED("wish_start", instance.wish_start[0] = 1);
    IS_REFUSED("wish_start", instance.n_wishes--);
    IS_REFUSED("wish_start", instance.wish_start[1] = instance.n_wishes + 1);
    IS_REFUSED("wish_offer", instance.wish_offer[0] = instance.n_offers);
    IS_REFUSED("wish_offer",
               instance.offer_group[instance.wish_offer[0]] = 1 - instance.applicant_group[0]);
    IS_REFUSED("distance_start", instance.distance_start[0] = 1);
    IS_REFUSED("distance_school", instance.distance_school[0] = instance.n_schools);
    IS_REFUSED("distance_school", instance.distance_school[1] = instance.distance_school[0]);
    IS_REFUSED("distance_school", instance.distance_m[0] = METRES_MAX + 1);
    IS_REFUSED("applicant_locked", (instance.applicant_locked[0] = 0, instance.node_seats[0] = 0));
}

Test(instance, one_criteria_list_in_a_pool) {
    struct instance instance;
    struct error error = {0};
    make_rich(&instance);
    instance.node_parent[0] = instance.node_parent[1] = instance.n_nodes - 1;
    instance.offer_criteria[0] = 0;
    instance.offer_criteria[1] = 1;
    cr_expect_eq(instance_check(&instance, &error), ERR_INPUT);
    cr_expect_not_null(strstr(error.text, "differs within a pool"), "%s", error.text);
    instance_release(&instance);
}

Test(instance, too_many_wishes) {
    struct instance instance;
    struct error error = {0};
    make_rich(&instance);
    uint32_t *offer = ARENA_ZERO(&instance.arena, 1001, uint32_t);
    for (uint32_t w = 0; w < 1001; w++) {
        offer[w] = instance.wish_offer[0];
    }
    instance.wish_offer = offer;
    instance.n_wishes = 1001;
    for (uint32_t a = 1; a <= instance.n_applicants; a++) {
        instance.wish_start[a] = 1001;
    }
    cr_expect_eq(instance_check(&instance, &error), ERR_INPUT);
    cr_expect_not_null(strstr(error.text, "more than 1,000 wishes"), "%s", error.text);
    instance_release(&instance);
}

Test(instance, straight_lines) {
    cr_expect_eq(straight_line_m(0, 0, 3, 4), 5);
    cr_expect_eq(straight_line_m(319250.0, 6399860.0, 319250.0, 6399860.0), 0);
    cr_expect_eq(straight_line_m(0, 0, 0.5, 0), 1, "halves go up");
    cr_expect_eq(straight_line_m(0, 0, 0.49, 0), 0);
    cr_expect_eq(straight_line_m(0, 0, 1, 1), 1);
    cr_expect_eq(straight_line_m(NAN, 0, 1, 1), METRES_UNKNOWN);
    cr_expect_eq(straight_line_m(0, 0, 1, NAN), METRES_UNKNOWN);
    cr_expect_eq(straight_line_m(0, 0, 1e12, 0), METRES_UNKNOWN);
}

Test(instance, metres_and_values_against_the_oracle) {
    static const struct tiny_rules rules = {.mechanism = "minimum-cost"};
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        struct instance instance;
        tiny_make(&instance, seed, &rules);
        for (uint32_t a = 0; a < instance.n_applicants; a++) {
            for (uint32_t s = 0; s < instance.n_schools; s++) {
                cr_assert_eq(instance_metres(&instance, a, s), oracle_metres(&instance, a, s),
                             "seed %d", (int)seed);
            }
            cr_assert_eq(instance_is_locked(&instance, a),
                         instance.applicant_locked != NULL && instance.applicant_locked[a] != NONE);
        }
        instance_release(&instance);
    }
}

Test(instance, a_wish_s_value_goes_before_the_applicant_s) {
    double of_applicant[] = {1, 2}, of_wish[] = {NAN, 7};
    struct column both = {"x", COLUMN_NUMBER, of_applicant, of_wish};
    struct column wishes = {"x", COLUMN_NUMBER, NULL, of_wish};
    cr_expect_eq(column_value(&both, 0, 1), 7);
    cr_expect_eq(column_value(&both, 1, 0), 2);
    cr_expect_eq(column_value(&both, 1, NONE), 2);
    cr_expect(isnan(column_value(&wishes, 0, 0)));
    cr_expect(isnan(column_value(&wishes, 0, NONE)));
    cr_expect_eq(column_value(&wishes, 0, 1), 7);
}
