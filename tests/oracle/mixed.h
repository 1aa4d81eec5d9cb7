// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tiny random rounds of minimum-cost with every rule of a preschool round mixed: months and steps
 * of seats, families, followers, places that are kept, least numbers, moves between groups, pools
 * that nest and that cross. Drawn as a description of their own, printed as JSON for the loader,
 * and judged from the description alone, month by month and placement by placement: nothing of
 * solver/ or io/ takes part.
 */
#ifndef PLACERA_TESTS_MIXED_H
#define PLACERA_TESTS_MIXED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define NOBODY UINT32_MAX /* no index, no month, no limit */

enum {
    MIXED_APPLICANTS = 5,
    MIXED_OFFERS = 4,
    MIXED_SCHOOLS = 3,
    MIXED_POOLS = 3,
    MIXED_STEPS = 3,
    MIXED_LATE = 3,
    MIXED_LEVELS = 24,
    MIXED_CHOICES = MIXED_OFFERS * (MIXED_LATE + 1) + 2,
};

/* A number, or steps; n = 0: no limit. Months count from January 2027 as 0. */
struct mixed_seats {
    bool is_list;
    uint32_t n, from[MIXED_STEPS], seats[MIXED_STEPS];
};

struct mixed_offer {
    uint32_t school, group; /* group NOBODY: none */
    struct mixed_seats seats;
    bool counts_current, needs_decision, wins_again; /* criteria name current_place */
    uint32_t opens_with;                             /* 0: any number */
    uint32_t follows_school, follows_offer;
    uint32_t moves_to, moves_from, moves_born; /* born before 2024-01 and so many months */
};

struct mixed_pool {
    uint32_t holds; /* bits of offers */
    struct mixed_seats seats;
};

struct mixed_applicant {
    uint32_t group, x, current, locked, start, guarantee, family, follows, born;
    bool eligible, out;
    uint32_t n_wishes, wish[MIXED_OFFERS];
    int32_t cost[MIXED_OFFERS]; /* of a wish in the column `cost`; INT32_MIN: empty */
};

enum mixed_level {
    LEVEL_PLACED,
    LEVEL_WISHES,
    LEVEL_LATE,
    LEVEL_TOGETHER,
    LEVEL_GUARANTEE,
    LEVEL_DISTANCE,
    LEVEL_NEAR,
    LEVEL_COLUMN,
    LEVEL_RANK_MAXIMAL,
    LEVEL_FOLLOWS,
    LEVEL_CURRENT,
    N_MIXED_LEVELS
};

struct mixed {
    bool months;
    uint32_t late, reach; /* reach NOBODY: all */
    bool guarantee_required, families_required, same_offer, in_round, has_near;
    uint32_t near_m;
    uint32_t n_objectives;
    enum mixed_level objective[N_MIXED_LEVELS];
    bool has_wish_cost;
    int64_t wish_cost[MIXED_OFFERS + 1];
    uint32_t n_groups, n_schools, n_offers, n_pools, n_applicants;
    uint32_t school_x[MIXED_SCHOOLS];
    struct mixed_seats school_seats[MIXED_SCHOOLS];
    struct mixed_offer offer[MIXED_OFFERS];
    struct mixed_pool pool[MIXED_POOLS];
    struct mixed_applicant applicant[MIXED_APPLICANTS];
};

/* The same round for the same seed on every machine. */
void mixed_make(struct mixed *mixed, uint64_t seed);

/* As an instance in one JSON file. */
void mixed_print(const struct mixed *mixed, FILE *stream);

/* Where an applicant ends. */
struct mixed_place {
    uint32_t offer; /* NOBODY: nowhere */
    uint32_t month; /* of staying and of a round without months: 0 */
    bool stays;
    uint32_t wish; /* its place in the list, NOBODY: no wish */
};

/* What an applicant may get, in all months that it may begin in, less nothing; how many. Of who is
 * locked: that. */
uint32_t mixed_choices(const struct mixed *mixed, uint32_t applicant,
                       struct mixed_place choice[MIXED_CHOICES]);

/* Those of them that the rule of docs/format.md calls options; how many. No other one is better. */
uint32_t mixed_options(const struct mixed *mixed, uint32_t applicant,
                       struct mixed_place option[MIXED_CHOICES]);

/* Do the children fit the seats of every month? place [n_applicants] */
bool mixed_fits(const struct mixed *mixed, const struct mixed_place *place);

/* And all other rules? */
bool mixed_keeps_rules(const struct mixed *mixed, const struct mixed_place *place);

/* Do those who are locked and those who may stay fit, before anybody else comes? If not, the round
 * is no good input. */
bool mixed_is_good(const struct mixed *mixed);

/* The sums of all levels, value [MIXED_LEVELS]; how many levels. */
uint32_t mixed_values(const struct mixed *mixed, const struct mixed_place *place, int64_t *value);

/* The best of all placements; false: none keeps the rules without somebody losing a place, or
 * (where that is required) none of those holds every guarantee. */
bool mixed_best(const struct mixed *mixed, int64_t *value);

#endif
