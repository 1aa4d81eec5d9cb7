// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Around its home a family looks at the CANDIDATES_MORE + n_wishes nearest schools, some families
 * at one further off as well. Each is worth
 *
 *     popularity  -  metres to walk  +  taste (a bell)  +  SIBLING_M if an elder sibling goes there
 *
 * all in metres. Siblings think alike: taste is drawn by their leader's number.
 */
#include "generate/look.h"

#include "generate/kinds.h"

enum {
    PROTECTED_OF_1000 = 5,
    TASTE_SPREAD_M = 280,
    SIBLING_M = 6000,
    SIBLING_AT_FAVOURITE_OF_100 = 75,
    LOOKS_FURTHER_OF_100 = 6,
    LOOKS_CELLS = 4,
};

void look_home(struct city *city, const struct neighbourhoods *neighbourhoods, uint32_t leader,
               uint32_t applicant) {
    struct random random = random_stream(city->root, KIND_HOME, leader);
    enum side side;
    city->home[applicant] = neighbourhoods_place(neighbourhoods, &city->map, &random, &side);
    city->is_protected[applicant] = random_chance(&random, PROTECTED_OF_1000, 1000);
}

void look_around(const struct city *city, const struct grid *grid, uint32_t leader,
                 uint32_t applicant, struct look *look) {
    struct point home = city->home[applicant];
    uint32_t group = city->group[applicant];
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

void look_sort(struct look *look, uint32_t n) {
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

void look_add_worth(struct look *look, uint32_t school, int32_t worth) {
    for (uint32_t i = 0; i < look->n; i++) {
        look->candidate[i].worth += look->candidate[i].school == school ? worth : 0;
    }
}

void look_weigh(const struct city *city, struct random *random, struct look *look) {
    uint64_t taste = random_next(random);
    for (uint32_t i = 0; i < look->n; i++) {
        struct candidate *candidate = &look->candidate[i];
        struct random own = random_stream(taste, KIND_TASTE, candidate->school);
        candidate->worth = city->school_popularity[candidate->school] - (int32_t)candidate->metres +
                           random_bell(&own, TASTE_SPREAD_M);
    }
    look_sort(look, look->n < 2 ? look->n : 2);
}

uint32_t look_elder_sibling(struct random *random, uint32_t of_100, struct look *look) {
    if (!random_chance(random, of_100, 100)) {
        return CITY_NONE;
    }
    bool favourite = random_chance(random, SIBLING_AT_FAVOURITE_OF_100, 100) || look->n < 2;
    uint32_t school = look->candidate[favourite ? 0 : 1].school;
    look_add_worth(look, school, SIBLING_M);
    return school;
}

void look_list_distance(struct city *city, uint32_t applicant, uint32_t school, uint32_t metres) {
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

void look_list(struct city *city, uint32_t applicant, const struct look *look, uint32_t n) {
    city->n_wishes[applicant] = (uint8_t)n;
    city->n_distances[applicant] = 0;
    for (uint32_t i = 0; i < look->all.n && i < NEAREST_ALL; i++) {
        look_list_distance(city, applicant, look->all.at[i].school, look->all.at[i].metres);
    }
    for (uint32_t i = 0; i < look->side.n; i++) {
        look_list_distance(city, applicant, look->side.at[i].school, look->side.at[i].metres);
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct candidate *candidate = &look->candidate[i];
        city->wish[(size_t)applicant * city->wish_stride + i] = candidate->school;
        look_list_distance(city, applicant, candidate->school, candidate->metres);
    }
}
