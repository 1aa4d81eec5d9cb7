// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats that follow demand.
 */
#ifndef PLACERA_SEATS_H
#define PLACERA_SEATS_H

#include "generate/city.h"

/* Fills offer_seats and school_seats from the families' homes and wishes: group by group `crowding`
 * per cent of its applicants, rounded up. With several groups a school's pool has exactly those
 * seats and each of its offers FLEXIBLE_PART of them more, so that classes of one school can trade
 * seats. scratch is rewound. O(applicants + offers). Errors: ERR_NO_MEMORY. */
enum err seats_make(struct city *city, struct arena *scratch, struct error *error);

/* The weights of it by offer, all from 1 on. */
void seats_weigh(const struct city *city, uint64_t *weight);

/* Fills the group's offer_seats by weights, one of them above 0. */
void seats_share(struct city *city, uint32_t group, const uint64_t *weight);

#endif
