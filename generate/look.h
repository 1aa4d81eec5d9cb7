// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The schools that a family looks at and what it thinks of them.
 */
#ifndef PLACERA_LOOK_H
#define PLACERA_LOOK_H

#include "generate/nearest.h"
#include "generate/random.h"
#include "generate/schools.h"

enum {
    CANDIDATES_MORE = 8,
    CANDIDATES_MAX = CITY_WISHES_MAX + CANDIDATES_MORE + 1,
    NO_WISH_OF_1000 = 40, /* families that list nothing */
};

struct candidate {
    uint32_t school;
    uint32_t metres;
    int32_t worth; /* in metres of walk */
};

/* What is known of one applicant while its wishes are drawn. */
struct look {
    struct nearest all, side;
    struct near_school all_at[CITY_WISHES_MAX + CANDIDATES_MORE];
    struct near_school side_at[NEAREST_SIDE];
    uint32_t n;
    struct candidate candidate[CANDIDATES_MAX];
};

/* Draws where the family of this leader lives: the applicant's home, and whether it is protected.
 */
void look_home(struct city *city, const struct neighbourhoods *neighbourhoods, uint32_t leader,
               uint32_t applicant);

/* Finds the candidates around the applicant's home: those that have its group. leader: the
 * family's first child, by whose number its taste is drawn. */
void look_around(const struct city *city, const struct grid *grid, uint32_t leader,
                 uint32_t applicant, struct look *look);

/* Draws what the family thinks of each, without siblings and places; random is the family's stream
 * of taste and is left for more of it. The best two come first. */
void look_weigh(const struct city *city, struct random *random, struct look *look);

/* Draws whether an elder child goes to school already, to the favourite or to the next best, and
 * lets that school go far ahead. Its school, CITY_NONE. */
uint32_t look_elder_sibling(struct random *random, uint32_t of_100, struct look *look);

void look_add_worth(struct look *look, uint32_t school, int32_t worth);

/* Moves the best `n` candidates to the front, best first. */
void look_sort(struct look *look, uint32_t n);

/* Writes the first n candidates as the applicant's wishes, and the metres that it needs. */
void look_list(struct city *city, uint32_t applicant, const struct look *look, uint32_t n);

/* Adds a school to the applicant's metres if it is not there. */
void look_list_distance(struct city *city, uint32_t applicant, uint32_t school, uint32_t metres);

#endif
