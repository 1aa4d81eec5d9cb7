// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading the proof of an integer program. Private to io/results_program.c and
 * io/results_program_rows.c.
 */
#ifndef PLACERA_RESULTS_PROGRAM_H
#define PLACERA_RESULTS_PROGRAM_H

#include "io/ids.h"
#include "io/results_json.h"

struct program_reader {
    struct program_read *program;
    struct ids offers, schools, applicants;
    bool families_same_offer;
    struct arena *arena; /* of what is read */
    struct error *error;
};

/* The rows that an array names, each with an amount under this key: "price" or "times". Errors:
 * ERR_NO_MEMORY. */
enum err program_rows_read(const struct program_reader *reader, const struct json_node *array,
                           const char *amount, uint32_t *n, struct program_row_read **row);

#endif
