// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each value is made and printed by jansson, one line for each rule, school and offer, so that a
 * person can read the file and compare two of them.
 */
#include "io/instance_json.h"

#include "solver/dates.h"
#include "generate/preschool.h"
#include "generate/schools.h"
#include "io/utf8.h"
#include "solver/mechanism.h"

#include <jansson.h>
#include <string.h>

enum {
    FEWEST_APPLICANT_DIGITS = 4,
    FEWEST_SCHOOL_DIGITS = 3,
    ID_BYTES = 32,
    LATE_MONTHS = 4,
};

static const char *const school_date = "2027-03-01";

/* The near rule by grades: F-3, 4-6, 7-9. */
static const uint32_t near_m[CITY_GROUPS_MAX] = {2000, 2000, 2000, 2000, 4000,
                                                 4000, 4000, 6000, 6000, 6000};

static int count_digits(uint32_t number, int fewest) {
    int n = 1;
    for (; number >= 10; number /= 10) {
        n++;
    }
    return n < fewest ? fewest : n;
}

int applicant_digits(const struct city *city) {
    return count_digits(city->options.n_applicants, FEWEST_APPLICANT_DIGITS);
}

int school_digits(const struct city *city) {
    return count_digits(city->n_schools, FEWEST_SCHOOL_DIGITS);
}

const char *side_name(const struct map *map, struct point point) {
    return map_side(map, point) == SIDE_NORTH ? "north" : "south";
}

enum err round_check(const struct city *city, const struct round *round, struct error *error) {
    if (mechanism_find(round->mechanism) == NONE) {
        return error_set(error, ERR_USAGE, NULL, "there is no mechanism '%.60s'", round->mechanism);
    }
    bool rules = city->options.moves || city->options.opens_with > 0;
    if (rules && !mechanisms[mechanism_find(round->mechanism)].has_objectives) {
        return error_set(error, ERR_USAGE, NULL,
                         "groups that move children on, or open with a least number, need the "
                         "mechanism minimum-cost");
    }
    const char *seed = city->options.seed;
    if (utf8_find_bad(seed, seed + strlen(seed)) != NULL ||
        utf8_find_bad(round->name, round->name + strlen(round->name)) != NULL) {
        return error_set(error, ERR_USAGE, NULL, "name and seed must be UTF-8 text");
    }
    return OK;
}

/* "S001", as the tables write it. */
static void school_id(const struct city *city, uint32_t school, char id[ID_BYTES]) {
    int end = 1 + school_digits(city);
    INVARIANT(end < ID_BYTES);
    uint32_t number = school + 1;
    id[0] = 'S';
    id[end] = '\0';
    for (int place = end - 1; place > 0; place--) {
        id[place] = (char)('0' + number % 10);
        number /= 10;
    }
}

/* Prints before, the value, after, and lets the value go. NULL means that it could not be made. */
static enum err print_value(FILE *file, const char *before, json_t *value, const char *after,
                            struct error *error) {
    if (value == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    fputs(before, file);
    if (json_dumpf(value, file, JSON_ENCODE_ANY) != 0) {
        err = ferror(file) ? error_set(error, ERR_IO, NULL, "cannot be written")
                           : error_no_memory(error);
    }
    fputs(after, file);
    json_decref(value);
    return err;
}

/* Who comes first: a sibling there, then who is owed a place soonest, who has waited longest, who
 * is older. */
static json_t *preschool_criteria(const struct mechanism *mechanism) {
    const char *ascending = "ascending";
    json_t *list = json_pack("[{s:s},{s:s},{s:s},s]", ascending, "guarantee", ascending,
                             "queue_date", ascending, "birth_date", "lottery");
    if (list != NULL && !mechanism->one_order &&
        json_array_insert_new(list, 0, json_pack("{s:s}", "flag", "sibling")) != 0) {
        json_decref(list);
        return NULL;
    }
    return list;
}

static json_t *criteria_value(const struct city *city, const struct mechanism *mechanism) {
    if (city->options.kind == CITY_PRESCHOOL) {
        return preschool_criteria(mechanism);
    }
    if (mechanism->one_order) {
        return json_pack("[{s:s},s]", "ascending", "queue_date", "lottery");
    }
    return json_pack("[s,{s:s},s,s]", "current_place", "flag", "sibling", "relative_nearness",
                     "lottery");
}

static json_t *near_value(const struct city *city, const struct mechanism *mechanism) {
    json_t *metres = json_object();
    for (uint32_t group = 0; group < city->options.n_groups; group++) {
        if (json_object_set_new(metres, city_group_name(city, group),
                                json_integer(near_m[group])) != 0) {
            json_decref(metres);
            return NULL;
        }
    }
    if (!mechanism->holds_near) {
        return json_pack("{s:o}", "metres", metres);
    }
    return json_pack("{s:o,s:b}", "metres", metres, "guarantee", 1);
}

static json_t *fallback_value(enum fallback_when when) {
    if (when == FALLBACK_NONE) {
        return json_pack("{s:s}", "when", "none");
    }
    const char *word = when == FALLBACK_AFTER ? "after" : "in-round";
    return json_pack("{s:s,s:i,s:s}", "when", word, "reach", (int)NEAREST_SIDE, "within", "side");
}

static json_t *objective_value(const struct city *city) {
    if (city->options.kind == CITY_PRESCHOOL) {
        return json_pack("[s,s,s,s,s,s]", "guarantee", "placed", "together", "wishes", "late",
                         "distance");
    }
    return json_pack("[s,s,s]", "placed", "wishes", "distance");
}

/* What of the policy depends on the kind of city: how near, or how late and with whom. */
static enum err print_kind(FILE *file, const struct city *city, const struct mechanism *mechanism,
                           struct error *error) {
    if (city->options.kind == CITY_SCHOOL) {
        return print_value(file, "    \"near\": ", near_value(city, mechanism), ",\n", error);
    }
    json_t *late = json_pack("{s:i}", "months", (int)LATE_MONTHS);
    enum err err = print_value(file, "    \"late\": ", late, ",\n", error);
    if (err == OK) {
        json_t *families = json_pack("{s:s,s:s}", "together", "preferred", "same", "school");
        err = print_value(file, "    \"families\": ", families, ",\n", error);
    }
    return err;
}

static enum err print_policy(FILE *file, const struct city *city, const struct round *round,
                             struct error *error) {
    const struct mechanism *mechanism = &mechanisms[mechanism_find(round->mechanism)];
    enum err err = print_value(
        file, "  \"policy\": {\n    \"mechanism\": ", json_string(mechanism->name), ",\n", error);
    if (err == OK) {
        json_t *criteria = criteria_value(city, mechanism);
        err = print_value(file, "    \"criteria\": ", criteria, ",\n", error);
    }
    if (err == OK) {
        err = print_kind(file, city, mechanism, error);
    }
    if (err == OK) {
        err =
            print_value(file, "    \"fallback\": ", fallback_value(round->fallback), ",\n", error);
    }
    if (err == OK) {
        err = print_value(file, "    \"objective\": ", objective_value(city), "\n  },\n", error);
    }
    return err;
}

/* Only minimum-cost takes seats that count who has a place, and totals that change. */
static bool takes_all(const struct round *round) {
    return mechanisms[mechanism_find(round->mechanism)].has_objectives;
}

/* A row of seats by month, so many more in each: a number where it never changes, else steps. */
static json_t *seats_value(const struct city *city, const uint32_t *row, uint32_t more) {
    json_t *steps = json_array();
    int failed = steps == NULL;
    for (uint32_t m = 0; m < city->options.n_months && !failed; m++) {
        if (m > 0 ? row[m] > row[m - 1] : row[m] + more > 0) {
            uint32_t month = city->preschool.first_month + m;
            char from[ID_BYTES];
            snprintf(from, sizeof from, "%04u-%02u", month / 12, month % 12 + 1);
            json_t *step = json_pack("{s:s,s:i}", "from", from, "seats", (int)(row[m] + more));
            failed = json_array_append_new(steps, step);
        }
    }
    if (failed || row[city->options.n_months - 1] == row[0]) {
        json_decref(steps);
        return failed ? NULL : json_integer(row[0] + more);
    }
    return steps;
}

static json_t *school_seats(const struct city *city, const struct round *round, uint32_t school) {
    if (city->options.kind == CITY_SCHOOL) {
        return json_integer(city->school_seats[school]);
    }
    const struct preschool *preschool = &city->preschool;
    size_t n_months = city->options.n_months;
    const uint32_t *row = preschool->unit_free + school * n_months;
    if (!takes_all(round)) {
        return json_integer(row[n_months - 1]);
    }
    uint32_t n_current = 0;
    for (uint32_t group = 0; group < city->options.n_groups; group++) {
        bool has = city_has_offer(city, school, group);
        n_current += has ? preschool->n_current[school * city->options.n_groups + group] : 0;
    }
    return seats_value(city, row, n_current);
}

static json_t *school_value(const struct city *city, const struct round *round, uint32_t school) {
    char id[ID_BYTES];
    char name[64];
    struct point place = city->school[school];
    school_id(city, school, id);
    school_name(city->root, city->options.kind, school, name);
    json_t *value =
        json_pack("{s:s,s:s,s:i,s:i}", "id", id, "name", name, "x", place.x, "y", place.y);
    int failed = 0;
    if (round->fallback != FALLBACK_NONE) {
        const char *side = side_name(&city->map, place);
        failed |= json_object_set_new(value, "side", json_string(side));
    }
    bool is_school = city->options.kind == CITY_SCHOOL;
    if (is_school ? city->school_seats != NULL : city->preschool.has_total[school]) {
        failed |= json_object_set_new(value, "seats", school_seats(city, round, school));
    }
    if (failed != 0) {
        json_decref(value);
        return NULL;
    }
    return value;
}

/* "S001-1-2" */
static void offer_id(const struct city *city, uint32_t offer, char id[2 * ID_BYTES]) {
    char school[ID_BYTES];
    school_id(city, offer / city->options.n_groups, school);
    snprintf(id, 2 * ID_BYTES, "%s-%s", school,
             city_group_name(city, offer % city->options.n_groups));
}

/* Where children move on, and with how many a group opens. */
static int set_rules(json_t *value, const struct city *city, uint32_t offer) {
    int32_t born = 0;
    uint32_t month = preschool_moves(city, offer, &born);
    uint32_t least = preschool_opens_with(city, offer);
    int failed = least > 0 && json_object_set_new(value, "opens_with", json_integer(least)) != 0;
    if (month != CITY_NONE) {
        char to[2 * ID_BYTES];
        struct date date = calendar_date(born);
        offer_id(city, offer + 1, to);
        json_t *moves =
            json_pack("{s:s,s:o,s:o}", "to", to, "from",
                      json_sprintf("%04u-%02u", month / 12, month % 12 + 1), "born_before",
                      json_sprintf("%04u-%02u-%02u", date.year, date.month, date.day));
        failed |= json_object_set_new(value, "moves", moves) != 0;
    }
    return failed;
}

static json_t *offer_value(const struct city *city, const struct round *round, uint32_t offer) {
    uint32_t n_groups = city->options.n_groups;
    const char *group = city_group_name(city, offer % n_groups);
    char school[ID_BYTES];
    char id[2 * ID_BYTES];
    school_id(city, offer / n_groups, school);
    offer_id(city, offer, id);
    json_t *value = json_pack("{s:s,s:s,s:s}", "id", id, "school", school, "group", group);
    json_t *seats = NULL;
    int failed = 0;
    if (city->options.kind == CITY_SCHOOL) {
        seats = json_integer(city->offer_seats[offer]);
    } else {
        const struct preschool *preschool = &city->preschool;
        bool counts = preschool->counts_current[offer / n_groups] && takes_all(round);
        const uint32_t *row = preschool->offer_free + (size_t)offer * city->options.n_months;
        seats = seats_value(city, row, counts ? preschool->n_current[offer] : 0);
        failed = counts && json_object_set_new(value, "counts_current", json_true()) != 0;
        failed |= set_rules(value, city, offer);
    }
    failed |= json_object_set_new(value, "seats", seats) != 0;
    if (failed) {
        json_decref(value);
        return NULL;
    }
    return value;
}

static enum err print_places(FILE *file, const struct city *city, const struct round *round,
                             struct error *error) {
    enum err err = OK;
    fputs("  \"schools\": [\n", file);
    for (uint32_t s = 0; s < city->n_schools && err == OK; s++) {
        const char *after = s + 1 < city->n_schools ? ",\n" : "\n  ],\n";
        err = print_value(file, "    ", school_value(city, round, s), after, error);
    }
    fputs("  \"offers\": [\n", file);
    for (uint32_t o = 0; o < city->options.n_offers && err == OK; o++) {
        const char *after = o + 1 < city->options.n_offers ? ",\n" : "\n  ],\n";
        err = print_value(file, "    ", offer_value(city, round, o), after, error);
    }
    return err;
}

static json_t *date_value(const struct city *city) {
    if (city->options.kind == CITY_SCHOOL) {
        return json_string(school_date);
    }
    struct date date = calendar_date(city->preschool.date_day);
    return json_sprintf("%04u-%02u-%02u", date.year, date.month, date.day);
}

enum err instance_json_write(FILE *file, const struct city *city, const struct round *round,
                             struct error *error) {
    fputs("{\n  \"format\": \"placera-instance/1\",\n", file);
    enum err err = print_value(file, "  \"name\": ", json_string(round->name), ",\n", error);
    if (err == OK) {
        err = print_value(file, "  \"date\": ", date_value(city), ",\n", error);
    }
    if (err == OK) {
        json_t *lottery = json_pack("{s:s,s:s}", "seed", city->options.seed, "draw", "single");
        err = print_value(file, "  \"lottery\": ", lottery, ",\n", error);
    }
    if (err == OK) {
        err = print_policy(file, city, round, error);
    }
    if (err == OK) {
        err = print_places(file, city, round, error);
    }
    if (err == OK) {
        json_t *tables = json_pack("{s:s,s:s,s:s}", "applicants", "applicants.csv", "wishes",
                                   "wishes.csv", "distances", "distances.csv");
        err = print_value(file, "  \"tables\": ", tables, "\n}\n", error);
    }
    return err;
}

/* Points as [[x, y], ...]. */
static json_t *points_value(const struct point *point, uint32_t n) {
    json_t *value = json_array();
    for (uint32_t i = 0; i < n; i++) {
        if (json_array_append_new(value, json_pack("[i,i]", point[i].x, point[i].y)) != 0) {
            json_decref(value);
            return NULL;
        }
    }
    return value;
}

static json_t *options_value(const struct city_options *options) {
    json_t *value = json_pack(
        "{s:i,s:i,s:i,s:i,s:i,s:b,s:s}", "applicants", (int)options->n_applicants, "offers",
        (int)options->n_offers, "groups", (int)options->n_groups, "wishes", (int)options->n_wishes,
        "crowding", (int)options->crowding_percent, "full", options->full, "seed", options->seed);
    if (options->kind == CITY_SCHOOL) {
        return value;
    }
    int failed = json_object_set_new(value, "kind", json_string("preschool"));
    failed |= json_object_set_new(value, "families", json_integer(options->n_families));
    failed |= json_object_set_new(value, "months", json_integer(options->n_months));
    failed |= options->moves && json_object_set_new(value, "moves", json_true()) != 0;
    failed |= options->opens_with > 0 &&
              json_object_set_new(value, "opens_with", json_integer(options->opens_with)) != 0;
    failed |= options->unit_queues && json_object_set_new(value, "unit_queues", json_true()) != 0;
    if (failed) {
        json_decref(value);
        return NULL;
    }
    return value;
}

enum err city_json_write(FILE *file, const struct city *city, const struct round *round,
                         struct error *error) {
    const struct map *map = &city->map;
    struct point river[MAP_KNOTS];
    map_river(map, river);
    fputs("{\n  \"format\": \"placera-city/1\",\n", file);
    enum err err = print_value(file, "  \"name\": ", json_string(round->name), ",\n", error);
    if (err == OK) {
        err = print_value(file, "  \"options\": ", options_value(&city->options), ",\n", error);
    }
    if (err == OK) {
        json_t *area = json_pack("{s:i,s:i,s:i,s:i}", "x", map->corner.x, "y", map->corner.y,
                                 "width", map->width_m, "height", map->height_m);
        err = print_value(file, "  \"area\": ", area, ",\n", error);
    }
    if (err == OK) {
        json_t *width = json_integer(2 * map->river_half_m);
        err = print_value(file, "  \"river_width\": ", width, ",\n", error);
    }
    if (err == OK) {
        err = print_value(file, "  \"river\": ", points_value(river, MAP_KNOTS), ",\n", error);
    }
    if (err == OK) {
        json_t *bridges = points_value(map->bridge, map->n_bridges);
        err = print_value(file, "  \"bridges\": ", bridges, "\n}\n", error);
    }
    return err;
}
