// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Neighbourhoods and the schools in them.
 */
#ifndef PLACERA_SCHOOLS_H
#define PLACERA_SCHOOLS_H

#include "generate/city.h"
#include "generate/random.h"

struct neighbourhood {
    struct point middle;
    int32_t spread_m; /* how far homes lie from the middle: a bell of this width */
    enum side side;
    uint64_t weight_end; /* sum of the weights up to and with this one */
};

struct neighbourhoods {
    uint32_t n;
    struct neighbourhood *at; /* [n] */
};

/* Draws them; they live in arena. Errors: ERR_NO_MEMORY. */
enum err neighbourhoods_make(const struct map *map, uint64_t root, uint32_t n_schools,
                             struct arena *arena, struct neighbourhoods *neighbourhoods,
                             struct error *error);

/* A place to live, drawn from the stream; its side of the river in *side. */
struct point neighbourhoods_place(const struct neighbourhoods *neighbourhoods,
                                  const struct map *map, struct random *random, enum side *side);

/* Fills school and school_popularity. Each side of the river gets a school where there are two. */
void schools_make(struct city *city, const struct neighbourhoods *neighbourhoods);

/* A made-up Swedish name, another one for each school or preschool unit of a city. */
void school_name(uint64_t root, enum city_kind kind, uint32_t school, char name[64]);

#endif
