// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a family wishes: the schools that are worth most to it (look.c), where a child's current
 * place counts CURRENT_M. A list's length is n_wishes less a geometric draw, so most lists are
 * long, some have one line; few families list nothing. `full` makes every list as long as it can
 * be.
 *
 * Families are drawn by their first child's number (its leader): home, taste and elder sibling are
 * the same for a second child, which is always the next number. With one group both children are
 * twins.
 */
#include "generate/families.h"

#include "generate/kinds.h"
#include "generate/look.h"

enum {
    CURRENT_M = 9000,

    SECOND_CHILD_OF_1000 = 25,
    ELDER_SIBLING_OF_100 = 38,
    CURRENT_FIRST_GROUP_OF_100 = 4, /* few have a place before they start school */
    CURRENT_LATER_OF_100 = 20,
    SHORTER_OF_100 = 45,

    DAYS_IN_YEAR = 365,
    FIRST_BIRTH_DAY = 18628, /* 2021-01-01: preschool class in 2027 */
    FIRST_QUEUE_DAY = 20120, /* 2025-02-01 */
    QUEUE_DAYS = 730,
};

/* The first child of the applicant's family. */
static uint32_t leader_of(const struct city *city, uint32_t applicant) {
    if (applicant % 2 == 0) {
        return applicant;
    }
    struct random random = random_stream(city->root, KIND_FAMILY, applicant);
    return random_chance(&random, SECOND_CHILD_OF_1000 * 2, 1000) ? applicant - 1 : applicant;
}

/* What the family thinks of each school, elder sibling and current place included. */
static void weigh(struct city *city, uint32_t leader, uint32_t applicant, struct look *look) {
    struct random random = random_stream(city->root, KIND_TASTE, leader);
    look_weigh(city, &random, look);
    city->sibling_school[applicant] = look_elder_sibling(&random, ELDER_SIBLING_OF_100, look);
    uint32_t n_groups = city->options.n_groups;
    uint32_t group = city->group[applicant];
    struct random own = random_stream(city->root, KIND_CHILD, applicant);
    uint32_t chance = group == 0 ? CURRENT_FIRST_GROUP_OF_100 : CURRENT_LATER_OF_100;
    if (random_chance(&own, chance, 100)) {
        uint32_t school = look->all.at[random_below(&own, look->all.n < 2 ? 1 : 2)].school;
        city->current[applicant] = school * n_groups + group;
        look_add_worth(look, school, CURRENT_M);
    }
}

static uint32_t list_length(const struct city *city, uint32_t leader, uint32_t n_candidates) {
    uint32_t longest = city->options.n_wishes;
    longest = longest < n_candidates ? longest : n_candidates;
    if (city->options.full) {
        return longest;
    }
    struct random random = random_stream(city->root, KIND_FAMILY, leader);
    random_next(&random); /* spent on leader_of */
    if (random_chance(&random, NO_WISH_OF_1000, 1000)) {
        return 0;
    }
    uint32_t n = longest;
    while (n > 1 && random_chance(&random, SHORTER_OF_100, 100)) {
        n--;
    }
    return n;
}

static void make_child(struct city *city, uint32_t leader, uint32_t applicant) {
    uint32_t n_groups = city->options.n_groups;
    uint32_t namesake = n_groups == 1 ? leader : applicant; /* twins share a birthday */
    struct random born = random_stream(city->root, KIND_CHILD, ~(uint64_t)namesake);
    int32_t years = (int32_t)(applicant % n_groups);
    city->group[applicant] = (uint8_t)years;
    city->birth_day[applicant] =
        FIRST_BIRTH_DAY - years * DAYS_IN_YEAR + (int32_t)random_below(&born, DAYS_IN_YEAR);
    city->queue_day[applicant] = FIRST_QUEUE_DAY + (int32_t)random_below(&born, QUEUE_DAYS);
    bool has_second =
        applicant + 1 < city->options.n_applicants && leader_of(city, applicant + 1) == applicant;
    city->family[applicant] = leader != applicant || has_second ? leader : CITY_NONE;
    city->current[applicant] = CITY_NONE;
}

static void make_applicant(struct city *city, const struct neighbourhoods *neighbourhoods,
                           const struct grid *grid, uint32_t applicant) {
    uint32_t leader = leader_of(city, applicant);
    look_home(city, neighbourhoods, leader, applicant);
    make_child(city, leader, applicant);
    struct look look;
    look_around(city, grid, leader, applicant, &look);
    weigh(city, leader, applicant, &look);
    uint32_t n = list_length(city, leader, look.n);
    look_sort(&look, n);
    look_list(city, applicant, &look, n);
}

void families_make(struct city *city, const struct neighbourhoods *neighbourhoods,
                   const struct grid *grid) {
    uint32_t n = city->options.n_applicants;
#pragma omp parallel for schedule(static) default(none) shared(city, neighbourhoods, grid, n)
    for (uint32_t a = 0; a < n; a++) {
        make_applicant(city, neighbourhoods, grid, a);
    }
}
