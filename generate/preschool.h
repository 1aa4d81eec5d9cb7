// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A preschool city: units with two groups by age, seats that come free over the months, children
 * who are owed a place, siblings who apply together, and children who have a place and want
 * another.
 */
#ifndef PLACERA_PRESCHOOL_H
#define PLACERA_PRESCHOOL_H

#include "generate/nearest.h"
#include "generate/schools.h"

enum { PRESCHOOL_GROUPS = 2 };

/* Fills applicants, families and seats of a city whose units are there. The same at any number of
 * threads. scratch is rewound. O(applicants + offers x months). Errors: ERR_NO_MEMORY. */
enum err preschool_make(struct city *city, const struct neighbourhoods *neighbourhoods,
                        const struct grid *grid, struct arena *scratch, struct error *error);

/* The month in which children move on from an offer to the unit's older group, and *born_before who
 * does it; CITY_NONE: it is the older one, or the city has no moves. O(1). */
uint32_t preschool_moves(const struct city *city, uint32_t offer, int32_t *born_before);

/* The least number with which an offer opens; 0: any. Seats must be there. O(1). */
uint32_t preschool_opens_with(const struct city *city, uint32_t offer);

/* The day from which on the applicant stands in line for its wish number i (from 0). O(1). */
int32_t preschool_queue_day(const struct city *city, uint32_t applicant, uint32_t i);

/* The seats of it, when the applicants are there: scratch is rewound. Errors: ERR_NO_MEMORY. */
enum err preschool_seats_make(struct city *city, struct arena *scratch, struct error *error);

#endif
