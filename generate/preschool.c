// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who applies for preschool, and when.
 *
 *     families   exactly n_families of two children or, some, three, evenly among the applicants;
 *                each is a row of numbers that begins with its leader. Of two, some are twins; of
 *                three, two are twins and one is older.
 *     start      the first of a month; August and January have most, July none: groups are on
 *                holiday in weeks 25 to 32. The round's first month also has those who still wait.
 *     ages       1 to 5 when they begin: "1-2" below three years, "3-5" from three years on.
 *     queue day  at most 180 days before the start, most of them early, none after the round's
 * date. guarantee  four months after the application; whoever has a place is owed no other. wishes
 * what is worth most (look.c), between a third of n_wishes and all. Siblings list the same units.
 *     transfers  a child with a place wishes what is worth more to it, and some list their own
 *                unit last. In some families the elder child has a place, in some all have.
 *
 *     moves      where asked for: in August of the year in which a child is three it moves on to
 * the older group, so that whoever begins in the younger one before needs a seat there opening
 * where asked for: one group in ten opens with a least number of children unit queue where asked
 * for: a family stands in line for some units from a later day on, up to the round's date; else the
 * day of its application holds for all of them
 *
 * The round's date is 180 days before the last month begins, or two weeks before the first one
 * where that is later: half a year is a round as a city has it each month, a longer time a round in
 * retrospect, when all that applied are known.
 */
#include "generate/preschool.h"

#include "solver/dates.h"
#include "generate/kinds.h"
#include "generate/look.h"

enum {
    FIRST_MONTH = 2027 * 12 + 2, /* March */
    MONTHS_AHEAD = 6,
    DATE_IN_MONTH = 15,
    DAYS_AHEAD_MOST = 180,
    DAYS_AHEAD_FEWEST = 20,
    DAYS_AHEAD_WAITING = 121, /* who waits has waited four months */
    GUARANTEE_MONTHS = 4,
    WAITING_PARTS = 10,

    TWINS_OF_100 = 25,
    THREE_OF_100 = 8,
    ALL_MOVE_OF_100 = 10,
    ELDER_MOVES_OF_100 = 25,
    SINGLE_MOVES_OF_100 = 12,
    OWN_PLACE_LISTED_OF_100 = 15,
    ELDER_SIBLING_OF_100 = 30,

    AGE_YOUNGEST = 12, /* all ages are months */
    AGE_OLDER_GROUP = 36,
    AGE_OLDEST = 70,
    AGE_TRANSFER = 18,
    AGE_LEADER_RANGE = 14,
    AGE_BETWEEN = 14,
    AGE_BETWEEN_RANGE = 26,
    DAYS_IN_ANY_MONTH = 28,

    AUGUST = 7,
    OPENS_WITH_OF_100 = 10,
    LATER_IN_LINE_OF_100 = 40,
};

/* Of all children, so many parts wish to begin in January, February, ... */
static const uint8_t start_parts[12] = {14, 7, 7, 6, 5, 3, 0, 30, 9, 8, 6, 4};

/* What the siblings of a family, or an only child, have in common. */
struct household {
    uint32_t leader, size;
    bool has_twins; /* the first two */
    bool all_move, elder_moves;
};

static bool is_three(const struct city *city, uint32_t family) {
    struct random random = random_stream(city->root, KIND_SIBLINGS, ~(uint64_t)family);
    return random_chance(&random, THREE_OF_100, 100);
}

/* Deals out who is whose sibling: of all households every so many-th is a family. */
static void make_families(struct city *city) {
    uint32_t n = city->options.n_applicants;
    uint32_t n_families = city->options.n_families;
    uint32_t spare = n - 2 * n_families;
    uint32_t n_three = 0;
    for (uint32_t f = 0; f < n_families && n_three < spare; f++) {
        n_three += is_three(city, f);
    }
    uint64_t n_households = n - n_families - n_three;
    uint32_t a = 0;
    uint32_t family = 0;
    for (uint64_t h = 0; h < n_households; h++) {
        uint32_t size = 1;
        if ((h + 1) * n_families / n_households > h * n_families / n_households) {
            bool three = n_three > 0 && is_three(city, family++);
            n_three -= three;
            size = three ? 3 : 2;
        }
        for (uint32_t i = 0; i < size; i++) {
            city->family[a + i] = size > 1 ? a : CITY_NONE;
        }
        a += size;
    }
}

static struct household household_of(const struct city *city, uint32_t applicant) {
    struct household household = {.leader = applicant, .size = 1};
    if (city->family[applicant] != CITY_NONE) {
        household.leader = city->family[applicant];
        uint32_t end = household.leader;
        while (end < city->options.n_applicants && city->family[end] == household.leader) {
            end++;
        }
        household.size = end - household.leader;
    }
    struct random random = random_stream(city->root, KIND_SIBLINGS, household.leader);
    bool twins = random_chance(&random, TWINS_OF_100, 100);
    uint32_t luck = random_below(&random, 100);
    household.has_twins = household.size == 3 || (household.size == 2 && twins);
    if (household.size == 1) {
        household.all_move = luck < SINGLE_MOVES_OF_100;
    } else {
        household.all_move = luck < ALL_MOVE_OF_100;
        household.elder_moves = luck >= ALL_MOVE_OF_100 &&
                                luck < ALL_MOVE_OF_100 + ELDER_MOVES_OF_100 &&
                                !(household.size == 2 && twins);
    }
    return household;
}

static bool is_elder(const struct household *household, uint32_t applicant) {
    uint32_t place = applicant - household->leader;
    return place > 0 && !(household->has_twins && place == 1);
}

/* When the family wishes to begin and when it applied. */
static void make_start(struct city *city, uint32_t leader, uint32_t applicant) {
    const struct preschool *preschool = &city->preschool;
    struct random random = random_stream(city->root, KIND_START, leader);
    uint32_t n_months = city->options.n_months;
    uint32_t parts = WAITING_PARTS;
    for (uint32_t m = 0; m < n_months; m++) {
        parts += start_parts[(preschool->first_month + m) % 12];
    }
    uint32_t luck = random_below(&random, parts);
    bool waits = luck < WAITING_PARTS;
    uint32_t start = preschool->first_month;
    for (luck -= waits ? luck : WAITING_PARTS; luck >= start_parts[start % 12]; start++) {
        luck -= start_parts[start % 12];
    }
    city->preschool.start[applicant] = start;
    int32_t first_day = calendar_first_day(start);
    int32_t fewest = waits ? DAYS_AHEAD_WAITING : DAYS_AHEAD_FEWEST;
    if (first_day - preschool->date_day > fewest) {
        fewest = first_day - preschool->date_day;
    }
    uint64_t range = (uint64_t)(DAYS_AHEAD_MOST - fewest + 1);
    city->queue_day[applicant] =
        first_day - DAYS_AHEAD_MOST + (int32_t)random_below(&random, range);
}

/* The child's age in months when it begins. */
static uint32_t draw_age(const struct city *city, const struct household *household,
                         uint32_t applicant) {
    struct random random = random_stream(city->root, KIND_CHILD, household->leader);
    if (household->size == 1 && household->all_move) {
        return AGE_TRANSFER + random_below(&random, AGE_OLDEST - AGE_TRANSFER + 1);
    }
    if (household->size == 1) {
        uint32_t luck = random_below(&random, 100);
        return luck < 65   ? AGE_YOUNGEST + random_below(&random, 9)
               : luck < 85 ? AGE_YOUNGEST + 9 + random_below(&random, 15)
                           : AGE_OLDER_GROUP + random_below(&random, AGE_OLDEST - 35);
    }
    uint32_t age = AGE_YOUNGEST + random_below(&random, AGE_LEADER_RANGE);
    age += household->all_move ? AGE_TRANSFER - AGE_YOUNGEST : 0;
    if (is_elder(household, applicant)) {
        age += AGE_BETWEEN + random_below(&random, AGE_BETWEEN_RANGE);
    }
    return age;
}

static void make_child(struct city *city, const struct household *household, uint32_t applicant) {
    make_start(city, household->leader, applicant);
    uint32_t start = city->preschool.start[applicant];
    uint32_t age = draw_age(city, household, applicant);
    uint32_t namesake = is_elder(household, applicant) ? applicant : household->leader;
    struct random born = random_stream(city->root, KIND_CHILD, ~(uint64_t)namesake);
    city->birth_day[applicant] =
        calendar_first_day(start - age) + (int32_t)random_below(&born, DAYS_IN_ANY_MONTH);
    city->group[applicant] = age >= AGE_OLDER_GROUP;
    city->preschool.guarantee[applicant] =
        calendar_month(city->queue_day[applicant]) + GUARANTEE_MONTHS;
    city->current[applicant] = CITY_NONE;
}

static uint32_t list_length(const struct city *city, struct random *random, uint32_t n_candidates) {
    uint32_t longest = city->options.n_wishes;
    uint32_t fewest = (longest + 2) / 3;
    bool lists_none = random_chance(random, NO_WISH_OF_1000, 1000);
    uint32_t n = fewest + random_below(random, longest - fewest + 1);
    n = lists_none ? 0 : n;
    n = city->options.full ? longest : n;
    return n < n_candidates ? n : n_candidates;
}

/* Ranks the candidates and writes the child's wishes; all draws are the leader's, so that siblings
 * have one list and those who have a place have it at one unit. */
static void make_wishes(struct city *city, const struct household *household, uint32_t applicant,
                        struct look *look) {
    struct random taste = random_stream(city->root, KIND_TASTE, household->leader);
    look_weigh(city, &taste, look);
    city->sibling_school[applicant] = look_elder_sibling(&taste, ELDER_SIBLING_OF_100, look);
    look_sort(look, look->n);
    struct random random = random_stream(city->root, KIND_FAMILY, household->leader);
    uint32_t n = list_length(city, &random, look->n);
    uint32_t place = 1 + random_below(&random, n > 0 ? n : 1); /* of the unit that some have */
    place = city->options.full ? n : place;
    bool lists_own = random_chance(&random, OWN_PLACE_LISTED_OF_100, 100);
    bool elder = is_elder(household, applicant);
    if (place >= look->n || !(household->all_move || household->elder_moves)) {
        look_list(city, applicant, look, n);
        return;
    }
    uint32_t unit = look->candidate[place].school;
    bool moves = household->all_move || elder;
    if (moves) {
        city->current[applicant] = unit * PRESCHOOL_GROUPS + city->group[applicant];
        city->preschool.guarantee[applicant] = CITY_NONE;
        n = place + (lists_own && place < city->options.n_wishes);
    } else {
        city->sibling_school[applicant] = unit;
    }
    look_list(city, applicant, look, n);
    if (moves) {
        look_list_distance(city, applicant, unit, look->candidate[place].metres);
    }
}

static void make_applicant(struct city *city, const struct neighbourhoods *neighbourhoods,
                           const struct grid *grid, uint32_t applicant) {
    struct household household = household_of(city, applicant);
    look_home(city, neighbourhoods, household.leader, applicant);
    make_child(city, &household, applicant);
    struct look look;
    look_around(city, grid, household.leader, applicant, &look);
    make_wishes(city, &household, applicant, &look);
}

uint32_t preschool_moves(const struct city *city, uint32_t offer, int32_t *born_before) {
    bool older = offer % PRESCHOOL_GROUPS != 0 || offer + 1 >= city->options.n_offers;
    if (!city->options.moves || older) {
        return CITY_NONE;
    }
    uint32_t month = city->preschool.first_month;
    while (month % 12 != AUGUST) {
        month++;
    }
    *born_before = calendar_first_day((month / 12 - 2) * 12);
    return month;
}

uint32_t preschool_opens_with(const struct city *city, uint32_t offer) {
    uint32_t least = city->options.opens_with;
    struct random random = random_stream(city->root, KIND_OPENS, offer);
    bool chosen = least > 0 && random_chance(&random, OPENS_WITH_OF_100, 100);
    return chosen && city->offer_seats[offer] >= least ? least : 0;
}

int32_t preschool_queue_day(const struct city *city, uint32_t applicant, uint32_t i) {
    uint64_t number = (uint64_t)applicant * CITY_WISHES_MAX + i;
    struct random random = random_stream(city->root, KIND_QUEUE, number);
    int32_t day = city->queue_day[applicant];
    int32_t days = city->preschool.date_day - day;
    bool later = i > 0 && days > 0 && random_chance(&random, LATER_IN_LINE_OF_100, 100);
    return later ? day + 1 + (int32_t)random_below(&random, (uint64_t)days) : day;
}

static enum err allocate(struct city *city, struct error *error) {
    struct arena *arena = &city->arena;
    struct preschool *preschool = &city->preschool;
    uint32_t n = city->options.n_applicants;
    uint32_t n_offers = city->options.n_offers;
    size_t n_months = city->options.n_months;
    preschool->offer_free = ARENA_ZERO(arena, n_offers * n_months, uint32_t);
    preschool->unit_free = ARENA_ZERO(arena, city->n_schools * n_months, uint32_t);
    preschool->has_total = ARENA_ZERO(arena, city->n_schools, uint8_t);
    preschool->counts_current = ARENA_ZERO(arena, city->n_schools, uint8_t);
    preschool->n_current = ARENA_ZERO(arena, n_offers, uint32_t);
    preschool->start = ARENA_NEW(arena, n, uint32_t);
    preschool->guarantee = ARENA_NEW(arena, n, uint32_t);
    bool is_whole = preschool->offer_free != NULL && preschool->unit_free != NULL &&
                    preschool->has_total != NULL && preschool->counts_current != NULL &&
                    preschool->n_current != NULL && preschool->start != NULL &&
                    preschool->guarantee != NULL;
    return is_whole ? OK : error_no_memory(error);
}

enum err preschool_make(struct city *city, const struct neighbourhoods *neighbourhoods,
                        const struct grid *grid, struct arena *scratch, struct error *error) {
    uint32_t n = city->options.n_applicants;
    uint32_t n_months = city->options.n_months;
    uint32_t date_month = FIRST_MONTH - 1 + (n_months > MONTHS_AHEAD ? n_months - MONTHS_AHEAD : 0);
    city->preschool.first_month = FIRST_MONTH;
    city->preschool.date_day = calendar_first_day(date_month) + DATE_IN_MONTH - 1;
    enum err err = allocate(city, error);
    if (err != OK) {
        return err;
    }
    make_families(city);
#pragma omp parallel for schedule(static) default(none) shared(city, neighbourhoods, grid, n)
    for (uint32_t a = 0; a < n; a++) {
        make_applicant(city, neighbourhoods, grid, a);
    }
    return preschool_seats_make(city, scratch, error);
}
