// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A made-up city as an instance folder.
 */
#ifndef PLACERA_INSTANCE_WRITE_H
#define PLACERA_INSTANCE_WRITE_H

#include "generate/city.h"
#include "solver/policy.h"
#include "solver/progress.h"

/* The round that the city holds. */
struct round {
    const char *name;            /* of the city; UTF-8 */
    const char *mechanism;       /* as the policy names it; must exist */
    enum fallback_when fallback; /* for who got no wish */
};

/* Writes instance.json, applicants.csv, wishes.csv, distances.csv and city.json (the options and
 * the map) to the folder `path`, whole or not at all (folder.h; only a folder with a city.json is
 * replaced). The same bytes for the same city and round.
 * O(size of the city) time, fixed memory but for instance.json. progress may be NULL.
 * Errors: ERR_USAGE (a mechanism that does not exist, text that is not UTF-8, a folder of somebody
 * else's), ERR_IO, ERR_NO_MEMORY. */
enum err city_write(const struct city *city, const struct round *round, const char *path,
                    const struct progress *progress, struct error *error);

#endif
