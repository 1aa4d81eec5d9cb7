// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cells are looked at in rings around home's own one:
 *
 *     for ring = 0, 1, 2, ... until the map ends
 *         stop if both lists are full and their last is within (ring - 1) cells
 *         offer each school of the ring's cells to both lists
 *
 * A school in ring r is at least (r - 1) cells away along x or y, and no walk is shorter than that:
 * bridges only lengthen it. So nothing nearer is missed.
 */
#include "generate/nearest.h"

enum { SCHOOLS_A_CELL = 2, CELL_SMALLEST_M = 500 };

static int32_t smaller(int32_t a, int32_t b) {
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b) {
    return a > b ? a : b;
}

static int32_t cell_x(const struct grid *grid, struct point point) {
    return (point.x - grid->corner.x) / grid->cell_m;
}

static int32_t cell_y(const struct grid *grid, struct point point) {
    return (point.y - grid->corner.y) / grid->cell_m;
}

static uint32_t cell_of(const struct grid *grid, struct point point) {
    return (uint32_t)(cell_y(grid, point) * grid->n_x + cell_x(grid, point));
}

/* The cell's size: with n cells of c metres on the map, c grows until n is small enough. */
static int32_t cell_size(const struct city *city) {
    int32_t cell_m = CELL_SMALLEST_M;
    while ((int64_t)(city->map.width_m / cell_m + 1) * (city->map.height_m / cell_m + 1) >
           city->n_schools / SCHOOLS_A_CELL + 1) {
        cell_m += cell_m / 8;
    }
    return cell_m;
}

enum err grid_make(struct grid *grid, const struct city *city, struct arena *arena,
                   struct error *error) {
    grid->corner = city->map.corner;
    grid->cell_m = cell_size(city);
    grid->n_x = city->map.width_m / grid->cell_m + 1;
    grid->n_y = city->map.height_m / grid->cell_m + 1;
    size_t n_cells = (size_t)grid->n_x * (size_t)grid->n_y;
    grid->cell_start = ARENA_ZERO(arena, n_cells + 1, uint32_t);
    grid->school = ARENA_NEW(arena, city->n_schools, uint32_t);
    if (grid->cell_start == NULL || grid->school == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t s = 0; s < city->n_schools; s++) {
        grid->cell_start[cell_of(grid, city->school[s])]++;
    }
    uint32_t end = 0;
    for (size_t cell = 0; cell <= n_cells; cell++) {
        end += grid->cell_start[cell];
        grid->cell_start[cell] = end;
    }
    /* Each cell's end moves down to its start while its schools come in, the last one first. */
    for (uint32_t s = city->n_schools; s-- > 0;) {
        grid->school[--grid->cell_start[cell_of(grid, city->school[s])]] = s;
    }
    return OK;
}

static bool is_before(struct near_school a, struct near_school b) {
    return a.metres < b.metres || (a.metres == b.metres && a.school < b.school);
}

static void insert(struct nearest *list, struct near_school found) {
    if (list->n == list->n_max) {
        if (list->n == 0 || !is_before(found, list->at[list->n - 1])) {
            return;
        }
        list->n--;
    }
    uint32_t place = list->n++;
    while (place > 0 && is_before(found, list->at[place - 1])) {
        list->at[place] = list->at[place - 1];
        place--;
    }
    list->at[place] = found;
}

static bool can_enter(const struct nearest *list, uint32_t metres) {
    return list->n < list->n_max || (list->n > 0 && metres <= list->at[list->n - 1].metres);
}

static void look_at_cell(const struct city *city, const struct grid *grid, uint32_t cell,
                         struct point home, uint32_t group, struct nearest *all,
                         struct nearest *side) {
    for (uint32_t i = grid->cell_start[cell]; i < grid->cell_start[cell + 1]; i++) {
        uint32_t school = grid->school[i];
        struct point place = city->school[school];
        uint32_t street_m = map_street_m(home, place);
        bool is_open = can_enter(all, street_m) || can_enter(side, street_m);
        if (!is_open || !city_has_offer(city, school, group)) {
            continue;
        }
        if (map_side(&city->map, home) == map_side(&city->map, place)) {
            insert(all, (struct near_school){street_m, school});
            insert(side, (struct near_school){street_m, school});
        } else if (can_enter(all, street_m)) {
            insert(all, (struct near_school){map_walk_m(&city->map, home, place), school});
        }
    }
}

static bool is_done(const struct nearest *all, const struct nearest *side, int64_t reached_m) {
    return all->n == all->n_max && side->n == side->n_max &&
           all->at[all->n - 1].metres <= reached_m && side->at[side->n - 1].metres <= reached_m;
}

void nearest_find(const struct city *city, const struct grid *grid, struct point home,
                  uint32_t group, struct nearest *all, struct nearest *side) {
    int32_t x = cell_x(grid, home);
    int32_t y = cell_y(grid, home);
    int32_t n_rings = larger(grid->n_x, grid->n_y);
    all->n = 0;
    side->n = 0;
    for (int32_t ring = 0; ring < n_rings; ring++) {
        if (ring > 0 && is_done(all, side, (int64_t)(ring - 1) * grid->cell_m)) {
            break;
        }
        for (int32_t j = larger(0, y - ring); j <= smaller(grid->n_y - 1, y + ring); j++) {
            /* The ring's first and last row are whole; of the others only both ends. */
            bool is_whole = j == y - ring || j == y + ring;
            int32_t step = is_whole || ring == 0 ? 1 : 2 * ring;
            for (int32_t i = x - ring; i <= x + ring; i += step) {
                if (i >= 0 && i < grid->n_x) {
                    look_at_cell(city, grid, (uint32_t)(j * grid->n_x + i), home, group, all, side);
                }
            }
        }
    }
}

uint32_t grid_school_at(const struct city *city, const struct grid *grid, struct point home,
                        int32_t east, int32_t north, uint32_t group) {
    int32_t x = cell_x(grid, home) + east;
    int32_t y = cell_y(grid, home) + north;
    if (x < 0 || x >= grid->n_x || y < 0 || y >= grid->n_y) {
        return CITY_NONE;
    }
    uint32_t cell = (uint32_t)(y * grid->n_x + x);
    if (grid->cell_start[cell] == grid->cell_start[cell + 1]) {
        return CITY_NONE;
    }
    uint32_t school = grid->school[grid->cell_start[cell]];
    return city_has_offer(city, school, group) ? school : CITY_NONE;
}
