// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each value is made and printed by jansson, one line for each rule, school and offer, so that a
 * person can read the file and compare two of them.
 */
#include "io/instance_json.h"

#include "generate/schools.h"
#include "io/utf8.h"
#include "solver/mechanism.h"

#include <jansson.h>
#include <string.h>

enum {
    FEWEST_APPLICANT_DIGITS = 4,
    FEWEST_SCHOOL_DIGITS = 3,
    ID_BYTES = 32,
};

static const char *const round_date = "2027-03-01";

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

static json_t *criteria_value(const struct mechanism *mechanism) {
    if (mechanism->one_order) {
        return json_pack("[{s:s},s]", "ascending", "queue_date", "lottery");
    }
    return json_pack("[s,{s:s},s,s]", "current_place", "flag", "sibling", "relative_nearness",
                     "lottery");
}

static json_t *near_value(const struct city *city, const struct mechanism *mechanism) {
    json_t *metres = json_object();
    for (uint32_t group = 0; group < city->options.n_groups; group++) {
        if (json_object_set_new(metres, city_group_name(group), json_integer(near_m[group])) != 0) {
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

static enum err print_policy(FILE *file, const struct city *city, const struct round *round,
                             struct error *error) {
    const struct mechanism *mechanism = &mechanisms[mechanism_find(round->mechanism)];
    enum err err = print_value(
        file, "  \"policy\": {\n    \"mechanism\": ", json_string(mechanism->name), ",\n", error);
    if (err == OK) {
        err = print_value(file, "    \"criteria\": ", criteria_value(mechanism), ",\n", error);
    }
    if (err == OK) {
        err = print_value(file, "    \"near\": ", near_value(city, mechanism), ",\n", error);
    }
    if (err == OK) {
        err =
            print_value(file, "    \"fallback\": ", fallback_value(round->fallback), ",\n", error);
    }
    if (err == OK) {
        json_t *objective = json_pack("[s,s,s]", "placed", "wishes", "distance");
        err = print_value(file, "    \"objective\": ", objective, "\n  },\n", error);
    }
    return err;
}

static json_t *school_value(const struct city *city, const struct round *round, uint32_t school) {
    char id[ID_BYTES];
    char name[64];
    struct point place = city->school[school];
    school_id(city, school, id);
    school_name(city->root, school, name);
    json_t *value =
        json_pack("{s:s,s:s,s:i,s:i}", "id", id, "name", name, "x", place.x, "y", place.y);
    int failed = 0;
    if (round->fallback != FALLBACK_NONE) {
        const char *side = side_name(&city->map, place);
        failed |= json_object_set_new(value, "side", json_string(side));
    }
    if (city->school_seats != NULL) {
        json_t *seats = json_integer(city->school_seats[school]);
        failed |= json_object_set_new(value, "seats", seats);
    }
    if (failed != 0) {
        json_decref(value);
        return NULL;
    }
    return value;
}

static json_t *offer_value(const struct city *city, uint32_t offer) {
    uint32_t n_groups = city->options.n_groups;
    const char *group = city_group_name(offer % n_groups);
    char school[ID_BYTES];
    char id[2 * ID_BYTES];
    school_id(city, offer / n_groups, school);
    snprintf(id, sizeof id, "%s-%s", school, group);
    return json_pack("{s:s,s:s,s:s,s:i}", "id", id, "school", school, "group", group, "seats",
                     (int)city->offer_seats[offer]);
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
        err = print_value(file, "    ", offer_value(city, o), after, error);
    }
    return err;
}

enum err instance_json_write(FILE *file, const struct city *city, const struct round *round,
                             struct error *error) {
    fputs("{\n  \"format\": \"placera-instance/1\",\n", file);
    enum err err = print_value(file, "  \"name\": ", json_string(round->name), ",\n", error);
    if (err == OK) {
        err = print_value(file, "  \"date\": ", json_string(round_date), ",\n", error);
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
    return json_pack("{s:i,s:i,s:i,s:i,s:i,s:b,s:s}", "applicants", (int)options->n_applicants,
                     "offers", (int)options->n_offers, "groups", (int)options->n_groups, "wishes",
                     (int)options->n_wishes, "crowding", (int)options->crowding_percent, "full",
                     options->full, "seed", options->seed);
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
