// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The map of a made-up city: a river from west to east, a few bridges, and streets that run along
 * and across it.
 *
 *        north   . . . . . . . . . . .        walking on one side:  |dx| + |dy|
 *               . . . . . . . . . . .         across:               to the best bridge and on
 *        ~~~~~~~~~~~[ ]~~~~~~~~~~~[ ]~~       (a bridge is its middle; banks are half the
 *               . . . . . . . . . . .         river's width away from it)
 *        south   . . . . . . . . . . .
 *
 * Streets follow the banks round the river's bends, so that way adds nothing. Walking metres are
 * whole, symmetric, never shorter than the straight line, and obey the triangle inequality on one
 * side. The area grows with the number of schools, so that a school's surroundings look the same in
 * a village and in a nation.
 */
#ifndef PLACERA_MAP_H
#define PLACERA_MAP_H

#include <stdbool.h>
#include <stdint.h>

enum side { SIDE_NORTH, SIDE_SOUTH };

enum { MAP_KNOTS = 17, MAP_BRIDGES_MAX = 64 };

struct point {
    int32_t x; /* SWEREF 99 TM metres, east */
    int32_t y; /* north */
};

struct map {
    struct point corner; /* south-west */
    int32_t width_m, height_m;
    bool one_side;                        /* everybody lives north: there is but one school */
    int32_t knot_y[MAP_KNOTS];            /* the river's middle at even steps from west to east */
    int32_t river_half_m;                 /* half its width */
    uint32_t n_bridges;                   /* 1 .. MAP_BRIDGES_MAX */
    struct point bridge[MAP_BRIDGES_MAX]; /* from west to east */
};

/* The map for so many schools. root names the city's random numbers. O(1). */
void map_make(struct map *map, uint64_t root, uint32_t n_schools);

/* The river's middle at x. */
int32_t map_river_y(const struct map *map, int32_t x);

/* The river's middle as a line, from west to east. */
void map_river(const struct map *map, struct point river[MAP_KNOTS]);

enum side map_side(const struct map *map, struct point point);

/* The point itself if it lies on the map, on dry land and on that side; else it is mirrored at the
 * map's edge or the river until it does. */
struct point map_settle(const struct map *map, struct point point, enum side side);

/* Walking metres. O(1) on one side, O(bridges) across. */
uint32_t map_walk_m(const struct map *map, struct point from, struct point to);

/* |dx| + |dy|: never more than the walking metres. */
uint32_t map_street_m(struct point from, struct point to);

#endif
