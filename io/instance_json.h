// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A made-up city's JSON files.
 */
#ifndef PLACERA_INSTANCE_JSON_H
#define PLACERA_INSTANCE_JSON_H

#include "io/instance_write.h"

#include <stdio.h>

/* Errors: ERR_NO_MEMORY, ERR_IO (which may show only when the file is closed). */
typedef enum err json_writer_fn(FILE *file, const struct city *city, const struct round *round,
                                struct error *error);

/* instance.json: the policy, the schools, the offers. */
json_writer_fn instance_json_write;

/* city.json: with which options the city was made, and its map. */
json_writer_fn city_json_write;

/* Does the mechanism exist, are name and seed texts? OK or ERR_USAGE. */
enum err round_check(const struct city *city, const struct round *round, struct error *error);

/* How many digits an id has after its letter: A0001, S001. */
int applicant_digits(const struct city *city);
int school_digits(const struct city *city);

/* "north" or "south". */
const char *side_name(const struct map *map, struct point point);

#endif
