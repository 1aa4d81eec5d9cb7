// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Neighbourhoods differ in size (three even draws multiplied: many small ones, few large) and in
 * density (their spread). Schools follow them: school s stands in the neighbourhood where the
 * (s + 1/2)/n-th part of the people ends, so every neighbourhood has its share.
 *
 * A name is one of 44 beginnings with one of 32 endings; the pairs are numbered and a city walks
 * through them with a step that has no factor in common with their number, so no name comes twice
 * before all are used. A larger place goes on with "Norra", "Södra", ..., and then with numbers.
 */
#include "generate/schools.h"

#include "generate/kinds.h"

#include <stdio.h>

enum {
    SCHOOLS_A_NEIGHBOURHOOD = 3,
    FEWEST_NEIGHBOURHOODS = 4,
    SPREAD_SMALLEST_M = 250,
    SPREAD_RANGE_M = 650,
    ANYWHERE_OF_100 = 12, /* homes that belong to no neighbourhood */
    POPULARITY_SPREAD_M = 330,
};

static const char *const name_beginning[] = {
    "Berg",  "Lind",   "Ek",    "Björk", "Sol",   "Älv",   "Ås",     "Hassel",   "Lönn",
    "Rönn",  "Ask",    "Gran",  "Tall",  "Alm",   "Vall",  "Kvarn",  "Sjö",      "Å",
    "Bäck",  "Strand", "Dal",   "Hed",   "Skogs", "Ljung", "Klöver", "Hagtorns", "Slån",
    "Lärk",  "Svan",   "Tran",  "Ug",    "Falk",  "Örn",   "Räv",    "Ren",      "Häst",
    "Fjäll", "Sten",   "Grind", "Bro",   "Torp",  "Kyrk",  "Äng",    "Myr",
};
static const char *const name_ending[] = {
    "backaskolan",   "lundaskolan",  "viksskolan",   "näsets skola",  "hultsskolan",
    "torpsskolan",   "åkersskolan",  "dalsskolan",   "sätraskolan",   "byskolan",
    "hagsskolan",    "kullaskolan",  "forsskolan",   "mosseskolan",   "vägens skola",
    "parkens skola", "gärdesskolan", "liderskolan",  "rödsskolan",    "bergsskolan",
    "åsens skola",   "hamraskolan",  "slättsskolan", "torgets skola", "stigens skola",
    "höjdens skola", "gårdsskolan",  "marksskolan",  "källans skola", "bodaskolan",
    "udds skola",    "holmsskolan",
};
/* "Förskolan Norra Björkbacka" */
static const char *const unit_ending[] = {
    "backa",  "lunda",  "vik",    "näset",  "hult",   "torp",   "åker",    "dal",
    "sätra",  "by",     "hagen",  "kulla",  "forsen", "mossen", "vägen",   "parken",
    "gärdet", "liden",  "röd",    "berg",   "åsen",   "hamra",  "slätten", "torget",
    "stigen", "höjden", "gården", "marken", "källan", "boda",   "udden",   "holmen",
};
static const char *const name_more[] = {"",       "Norra ", "Södra ", "Västra ", "Östra ",
                                        "Gamla ", "Nya ",   "Lilla ", "Stora ",  "Mellersta "};

enum {
    N_BEGINNINGS = sizeof name_beginning / sizeof *name_beginning,
    N_ENDINGS = sizeof name_ending / sizeof *name_ending,
    N_MORE = sizeof name_more / sizeof *name_more,
    N_PAIRS = N_BEGINNINGS * N_ENDINGS,
    NAME_STEP = 557, /* a prime that does not divide N_PAIRS */
};
_Static_assert(sizeof unit_ending == sizeof name_ending, "both kinds walk through the same pairs");
_Static_assert(N_PAIRS % NAME_STEP != 0, "the step must reach every pair");

void school_name(uint64_t root, enum city_kind kind, uint32_t school, char name[64]) {
    bool is_unit = kind == CITY_PRESCHOOL;
    struct random random = random_stream(root, KIND_SCHOOL_NAME, 0);
    uint32_t first = random_below(&random, N_PAIRS);
    uint32_t pair = (uint32_t)((first + (uint64_t)school * NAME_STEP) % N_PAIRS);
    uint32_t round = school / N_PAIRS;
    const char *more = name_more[round % N_MORE];
    const char *beginning = name_beginning[pair % N_BEGINNINGS];
    const char *what = is_unit ? "Förskolan " : "";
    const char *ending = (is_unit ? unit_ending : name_ending)[pair / N_BEGINNINGS];
    if (round < N_MORE) {
        snprintf(name, 64, "%s%s%s%s", what, more, beginning, ending);
    } else {
        snprintf(name, 64, "%s%s%s%s %u", what, more, beginning, ending, round / N_MORE + 1);
    }
}

enum err neighbourhoods_make(const struct map *map, uint64_t root, uint32_t n_schools,
                             struct arena *arena, struct neighbourhoods *neighbourhoods,
                             struct error *error) {
    uint32_t n = n_schools / SCHOOLS_A_NEIGHBOURHOOD;
    n = n < FEWEST_NEIGHBOURHOODS ? FEWEST_NEIGHBOURHOODS : n;
    neighbourhoods->n = n;
    neighbourhoods->at = ARENA_NEW(arena, n, struct neighbourhood);
    if (neighbourhoods->at == NULL) {
        return error_no_memory(error);
    }
    uint64_t weight_end = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct random random = random_stream(root, KIND_NEIGHBOURHOOD, i);
        struct neighbourhood *at = &neighbourhoods->at[i];
        struct point anywhere;
        anywhere.x = map->corner.x + (int32_t)random_below(&random, (uint32_t)map->width_m);
        anywhere.y = map->corner.y + (int32_t)random_below(&random, (uint32_t)map->height_m);
        at->side = map->one_side ? SIDE_NORTH : i < 2 ? (enum side)i : map_side(map, anywhere);
        at->middle = map_settle(map, anywhere, at->side);
        at->spread_m = SPREAD_SMALLEST_M + (int32_t)random_below(&random, SPREAD_RANGE_M);
        uint64_t weight = 1;
        for (int factor = 0; factor < 3; factor++) {
            weight *= 20 + random_below(&random, 80);
        }
        weight_end += weight;
        at->weight_end = weight_end;
    }
    return OK;
}

/* The neighbourhood in which the people number `share` (below the last weight_end) live. */
static const struct neighbourhood *find(const struct neighbourhoods *neighbourhoods,
                                        uint64_t share) {
    uint32_t low = 0;
    uint32_t high = neighbourhoods->n - 1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (neighbourhoods->at[middle].weight_end > share) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return &neighbourhoods->at[low];
}

static struct point place_around(const struct neighbourhood *at, const struct map *map,
                                 struct random *random) {
    struct point point = at->middle;
    point.x += random_bell(random, at->spread_m);
    point.y += random_bell(random, at->spread_m);
    return map_settle(map, point, at->side);
}

struct point neighbourhoods_place(const struct neighbourhoods *neighbourhoods,
                                  const struct map *map, struct random *random, enum side *side) {
    if (random_chance(random, ANYWHERE_OF_100, 100)) {
        struct point point;
        point.x = map->corner.x + (int32_t)random_below(random, (uint32_t)map->width_m);
        point.y = map->corner.y + (int32_t)random_below(random, (uint32_t)map->height_m);
        *side = map->one_side ? SIDE_NORTH : map_side(map, point);
        return map_settle(map, point, *side);
    }
    uint64_t people = neighbourhoods->at[neighbourhoods->n - 1].weight_end;
    const struct neighbourhood *at = find(neighbourhoods, random_next(random) % people);
    *side = at->side;
    return place_around(at, map, random);
}

void schools_make(struct city *city, const struct neighbourhoods *neighbourhoods) {
    const struct map *map = &city->map;
    uint64_t people = neighbourhoods->at[neighbourhoods->n - 1].weight_end;
    for (uint32_t s = 0; s < city->n_schools; s++) {
        struct random random = random_stream(city->root, KIND_SCHOOL, s);
        uint64_t share = people / (2 * city->n_schools) * (2 * s + 1);
        const struct neighbourhood *at = find(neighbourhoods, share);
        if (s < 2 && !map->one_side) {
            at = &neighbourhoods->at[s]; /* one on each side of the river */
        }
        city->school[s] = place_around(at, map, &random);
        city->school_popularity[s] = random_bell(&random, POPULARITY_SPREAD_M);
    }
}
