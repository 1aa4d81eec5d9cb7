// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The nearest schools of a place, by walking metres, without looking at them all.
 */
#ifndef PLACERA_NEAREST_H
#define PLACERA_NEAREST_H

#include "generate/city.h"

/* Schools by square cells, row by row from the south-west. */
struct grid {
    struct point corner;
    int32_t cell_m;
    int32_t n_x, n_y;
    uint32_t *cell_start; /* [n_x * n_y + 1] CSR */
    uint32_t *school;     /* [n_schools] rising within a cell */
};

struct near_school {
    uint32_t metres; /* walking */
    uint32_t school;
};

/* The nearest ones found, nearest first, equals by number. */
struct nearest {
    uint32_t n, n_max;
    struct near_school *at; /* [n_max] */
};

/* Sorts the city's schools into cells. O(schools). Errors: ERR_NO_MEMORY. */
enum err grid_make(struct grid *grid, const struct city *city, struct arena *arena,
                   struct error *error);

/* Fills `all` with the nearest schools that have the group, and `side` with the nearest of those on
 * home's side of the river. Looks at a handful of cells where schools are spread as people are. */
void nearest_find(const struct city *city, const struct grid *grid, struct point home,
                  uint32_t group, struct nearest *all, struct nearest *side);

/* A school with the group somewhere in the cell so many cells east and north; CITY_NONE if there is
 * none. */
uint32_t grid_school_at(const struct city *city, const struct grid *grid, struct point home,
                        int32_t east, int32_t north, uint32_t group);

#endif
