// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The map: a strip of river through the middle third, knots joined by straight lines, bridges at
 * even steps with some luck. All in whole metres, so that a city is the same on every machine.
 */
#include "generate/map.h"

#include "generate/kinds.h"
#include "generate/random.h"

enum {
    AREA_PER_SCHOOL_M2 = 1400000, /* Gothenburg's built-up area by its schools, about */
    SMALLEST_AREA_M2 = 3000000,
    MIDDLE_X = 319000, /* where the city's middle lies */
    MIDDLE_Y = 6399000,
    BRIDGE_EVERY_M = 3500,
    DRY_M = 10, /* nobody lives closer to the water */
};

static int32_t square_root(uint64_t n) {
    uint64_t root = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit > 0; bit >>= 1) {
        if ((root | bit) * (root | bit) <= n) {
            root |= bit;
        }
    }
    return (int32_t)root;
}

static int32_t distance(int32_t a, int32_t b) {
    return a < b ? b - a : a - b;
}

static int32_t between(int32_t low, int32_t value, int32_t high) {
    return value < low ? low : value > high ? high : value;
}

static int32_t knot_step_m(const struct map *map) {
    return map->width_m / (MAP_KNOTS - 1) + 1;
}

int32_t map_river_y(const struct map *map, int32_t x) {
    int32_t step_m = knot_step_m(map);
    int32_t along = between(0, x - map->corner.x, map->width_m);
    int32_t knot = along / step_m;
    int64_t rise = map->knot_y[knot + 1] - map->knot_y[knot];
    return map->knot_y[knot] + (int32_t)(rise * (along - knot * step_m) / step_m);
}

void map_river(const struct map *map, struct point river[MAP_KNOTS]) {
    for (int i = 0; i < MAP_KNOTS; i++) {
        river[i].x = map->corner.x + i * knot_step_m(map);
        river[i].y = map->knot_y[i];
    }
}

enum side map_side(const struct map *map, struct point point) {
    return point.y >= map_river_y(map, point.x) ? SIDE_NORTH : SIDE_SOUTH;
}

/* A walk of small steps that is pulled back towards the middle of the map. */
static void make_river(struct map *map, struct random *random) {
    int32_t middle = map->corner.y + map->height_m / 2;
    int32_t reach = map->height_m / 8;
    int32_t y = middle;
    for (int i = 0; i < MAP_KNOTS; i++) {
        map->knot_y[i] = y;
        y += random_bell(random, map->width_m / 100 + 1) - (y - middle) / 8;
        y = between(middle - reach, y, middle + reach);
    }
    map->river_half_m = between(30, map->height_m / 60, 200);
}

static void make_bridges(struct map *map, struct random *random) {
    int32_t n = between(1, map->width_m / BRIDGE_EVERY_M, MAP_BRIDGES_MAX);
    int32_t step_m = map->width_m / n;
    map->n_bridges = (uint32_t)n;
    for (int32_t i = 0; i < n; i++) {
        int32_t place = step_m / 4 + (int32_t)random_below(random, (uint32_t)(step_m / 2));
        int32_t x = map->corner.x + i * step_m + place;
        map->bridge[i] = (struct point){x, map_river_y(map, x)};
    }
}

void map_make(struct map *map, uint64_t root, uint32_t n_schools) {
    struct random random = random_stream(root, KIND_MAP, 0);
    uint64_t area = (uint64_t)n_schools * AREA_PER_SCHOOL_M2;
    area = area < SMALLEST_AREA_M2 ? SMALLEST_AREA_M2 : area;
    map->width_m = square_root(area / 3 * 4);
    map->height_m = map->width_m / 4 * 3;
    map->corner = (struct point){MIDDLE_X - map->width_m / 2, MIDDLE_Y - map->height_m / 2};
    map->one_side = n_schools < 2;
    make_river(map, &random);
    make_bridges(map, &random);
}

/* value, mirrored at the end it passed; in the far case that it passes the other one, that end. */
static int32_t mirror(int32_t low, int32_t value, int32_t high) {
    int32_t mirrored = value < low ? 2 * low - value : value > high ? 2 * high - value : value;
    return between(low, mirrored, high);
}

struct point map_settle(const struct map *map, struct point point, enum side side) {
    struct point settled;
    settled.x = mirror(map->corner.x, point.x, map->corner.x + map->width_m);
    int32_t river = map_river_y(map, settled.x);
    int32_t bank = map->river_half_m + DRY_M;
    if (side == SIDE_NORTH) {
        settled.y = mirror(river + bank, point.y, map->corner.y + map->height_m);
    } else {
        settled.y = mirror(map->corner.y, point.y, river - bank);
    }
    return settled;
}

uint32_t map_street_m(struct point from, struct point to) {
    return (uint32_t)(distance(from.x, to.x) + distance(from.y, to.y));
}

uint32_t map_walk_m(const struct map *map, struct point from, struct point to) {
    if (map_side(map, from) == map_side(map, to)) {
        return map_street_m(from, to);
    }
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < map->n_bridges; i++) {
        uint32_t metres = map_street_m(from, map->bridge[i]) + map_street_m(map->bridge[i], to);
        best = metres < best ? metres : best;
    }
    return best;
}
