// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a family wishes. Around its home it looks at the CANDIDATES_MORE + n_wishes nearest schools,
 * some families at one further off as well, and ranks them by
 *
 *     popularity  -  metres to walk  +  taste (a bell)
 *                 +  SIBLING_M if an elder sibling goes there
 *                 +  CURRENT_M if the child has a place there already
 *
 * all in metres. A list's length is n_wishes less a geometric draw, so most lists are long, some
 * have one line; few families list nothing. `full` makes every list as long as it can be.
 *
 * Families are drawn by their first child's number (its leader): home, taste and elder sibling are
 * the same for a second child, which is always the next number. With one group both children are
 * twins.
 */
#include "generate/families.h"

#include "generate/kinds.h"

enum {
    CANDIDATES_MORE = 8,
    CANDIDATES_MAX = CITY_WISHES_MAX + CANDIDATES_MORE + 1,
    TASTE_SPREAD_M = 280,
    SIBLING_M = 6000,
    CURRENT_M = 9000,

    SECOND_CHILD_OF_1000 = 25,
    PROTECTED_OF_1000 = 5,
    NO_WISH_OF_1000 = 40,
    ELDER_SIBLING_OF_100 = 38,
    SIBLING_AT_FAVOURITE_OF_100 = 75,
    CURRENT_FIRST_GROUP_OF_100 = 4, /* few have a place before they start school */
    CURRENT_LATER_OF_100 = 20,
    LOOKS_FURTHER_OF_100 = 6,
    LOOKS_CELLS = 4,
    SHORTER_OF_100 = 45,

    DAYS_IN_YEAR = 365,
    FIRST_BIRTH_DAY = 18628, /* 2021-01-01: preschool class in 2027 */
    FIRST_QUEUE_DAY = 20120, /* 2025-02-01 */
    QUEUE_DAYS = 730,
};

struct candidate {
    uint32_t school;
    uint32_t metres;
    int32_t worth;
};

/* What is known of one applicant while its wishes are drawn. */
struct look {
    struct nearest all, side;
    struct near_school all_at[CITY_WISHES_MAX + CANDIDATES_MORE];
    struct near_school side_at[NEAREST_SIDE];
    uint32_t n;
    struct candidate candidate[CANDIDATES_MAX];
};

/* The first child of the applicant's family. */
static uint32_t leader_of(const struct city *city, uint32_t applicant) {
    if (applicant % 2 == 0) {
        return applicant;
    }
    struct random random = random_stream(city->root, KIND_FAMILY, applicant);
    return random_chance(&random, SECOND_CHILD_OF_1000 * 2, 1000) ? applicant - 1 : applicant;
}

static void look_around(const struct city *city, const struct grid *grid, uint32_t leader,
                        uint32_t applicant, struct look *look) {
    struct point home = city->home[applicant];
    uint32_t group = applicant % city->options.n_groups;
    look->all = (struct nearest){0, city->options.n_wishes + CANDIDATES_MORE, look->all_at};
    look->side = (struct nearest){0, NEAREST_SIDE, look->side_at};
    nearest_find(city, grid, home, group, &look->all, &look->side);
    look->n = look->all.n;
    for (uint32_t i = 0; i < look->n; i++) {
        struct near_school near = look->all.at[i];
        look->candidate[i] = (struct candidate){near.school, near.metres, 0};
    }
    struct random random = random_stream(city->root, KIND_TASTE, leader);
    if (!random_chance(&random, LOOKS_FURTHER_OF_100, 100)) {
        return;
    }
    int32_t east = (int32_t)random_below(&random, 2 * LOOKS_CELLS + 1) - LOOKS_CELLS;
    int32_t north = (int32_t)random_below(&random, 2 * LOOKS_CELLS + 1) - LOOKS_CELLS;
    uint32_t afar = grid_school_at(city, grid, home, east, north, group);
    for (uint32_t i = 0; i < look->n; i++) {
        afar = look->candidate[i].school == afar ? CITY_NONE : afar;
    }
    if (afar != CITY_NONE) {
        uint32_t metres = map_walk_m(&city->map, home, city->school[afar]);
        look->candidate[look->n++] = (struct candidate){afar, metres, 0};
    }
}

/* Moves the best `n` candidates to the front, best first. */
static void sort_best(struct look *look, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t best = i;
        for (uint32_t k = i + 1; k < look->n; k++) {
            best = look->candidate[k].worth > look->candidate[best].worth ? k : best;
        }
        struct candidate first = look->candidate[i];
        look->candidate[i] = look->candidate[best];
        look->candidate[best] = first;
    }
}

static void add_worth(struct look *look, uint32_t school, int32_t worth) {
    for (uint32_t i = 0; i < look->n; i++) {
        look->candidate[i].worth += look->candidate[i].school == school ? worth : 0;
    }
}

/* What the family thinks of each school, elder sibling and current place included. */
static void weigh(struct city *city, uint32_t leader, uint32_t applicant, struct look *look) {
    struct random random = random_stream(city->root, KIND_TASTE, leader);
    uint64_t taste = random_next(&random);
    for (uint32_t i = 0; i < look->n; i++) {
        struct candidate *candidate = &look->candidate[i];
        struct random own = random_stream(taste, KIND_TASTE, candidate->school);
        candidate->worth = city->school_popularity[candidate->school] - (int32_t)candidate->metres +
                           random_bell(&own, TASTE_SPREAD_M);
    }
    sort_best(look, look->n < 2 ? look->n : 2);
    if (random_chance(&random, ELDER_SIBLING_OF_100, 100)) {
        bool favourite = random_chance(&random, SIBLING_AT_FAVOURITE_OF_100, 100) || look->n < 2;
        city->sibling_school[applicant] = look->candidate[favourite ? 0 : 1].school;
        add_worth(look, city->sibling_school[applicant], SIBLING_M);
    }
    uint32_t n_groups = city->options.n_groups;
    uint32_t group = applicant % n_groups;
    struct random own = random_stream(city->root, KIND_CHILD, applicant);
    uint32_t chance = group == 0 ? CURRENT_FIRST_GROUP_OF_100 : CURRENT_LATER_OF_100;
    if (random_chance(&own, chance, 100)) {
        uint32_t school = look->all.at[random_below(&own, look->all.n < 2 ? 1 : 2)].school;
        city->current[applicant] = school * n_groups + group;
        add_worth(look, school, CURRENT_M);
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

static void list_distance(struct city *city, uint32_t applicant, uint32_t school, uint32_t metres) {
    size_t row = (size_t)applicant * city->distance_stride;
    for (uint32_t i = 0; i < city->n_distances[applicant]; i++) {
        if (city->distance_school[row + i] == school) {
            return;
        }
    }
    size_t place = row + city->n_distances[applicant]++;
    city->distance_school[place] = school;
    city->distance_m[place] = metres;
}

static void list_wishes(struct city *city, uint32_t leader, uint32_t applicant, struct look *look) {
    uint32_t n = list_length(city, leader, look->n);
    sort_best(look, n);
    city->n_wishes[applicant] = (uint8_t)n;
    city->n_distances[applicant] = 0;
    for (uint32_t i = 0; i < look->all.n && i < NEAREST_ALL; i++) {
        list_distance(city, applicant, look->all.at[i].school, look->all.at[i].metres);
    }
    for (uint32_t i = 0; i < look->side.n; i++) {
        list_distance(city, applicant, look->side.at[i].school, look->side.at[i].metres);
    }
    for (uint32_t i = 0; i < n; i++) {
        struct candidate *candidate = &look->candidate[i];
        city->wish[(size_t)applicant * city->wish_stride + i] = candidate->school;
        list_distance(city, applicant, candidate->school, candidate->metres);
    }
}

static void make_child(struct city *city, uint32_t leader, uint32_t applicant) {
    uint32_t n_groups = city->options.n_groups;
    uint32_t namesake = n_groups == 1 ? leader : applicant; /* twins share a birthday */
    struct random born = random_stream(city->root, KIND_CHILD, ~(uint64_t)namesake);
    int32_t years = (int32_t)(applicant % n_groups);
    city->birth_day[applicant] =
        FIRST_BIRTH_DAY - years * DAYS_IN_YEAR + (int32_t)random_below(&born, DAYS_IN_YEAR);
    city->queue_day[applicant] = FIRST_QUEUE_DAY + (int32_t)random_below(&born, QUEUE_DAYS);
    bool has_second =
        applicant + 1 < city->options.n_applicants && leader_of(city, applicant + 1) == applicant;
    city->family[applicant] = leader != applicant || has_second ? leader : CITY_NONE;
    city->sibling_school[applicant] = CITY_NONE;
    city->current[applicant] = CITY_NONE;
}

static void make_applicant(struct city *city, const struct neighbourhoods *neighbourhoods,
                           const struct grid *grid, uint32_t applicant) {
    uint32_t leader = leader_of(city, applicant);
    struct random random = random_stream(city->root, KIND_HOME, leader);
    enum side side;
    city->home[applicant] = neighbourhoods_place(neighbourhoods, &city->map, &random, &side);
    city->is_protected[applicant] = random_chance(&random, PROTECTED_OF_1000, 1000);
    make_child(city, leader, applicant);
    struct look look;
    look_around(city, grid, leader, applicant, &look);
    weigh(city, leader, applicant, &look);
    list_wishes(city, leader, applicant, &look);
}

void families_make(struct city *city, const struct neighbourhoods *neighbourhoods,
                   const struct grid *grid) {
    uint32_t n = city->options.n_applicants;
#pragma omp parallel for schedule(static) default(none) shared(city, neighbourhoods, grid, n)
    for (uint32_t a = 0; a < n; a++) {
        make_applicant(city, neighbourhoods, grid, a);
    }
}
