// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows that may hold quotes: where one ends, and its fields, byte by byte. Private to io/csv.c.
 */
#ifndef PLACERA_CSV_SPLIT_H
#define PLACERA_CSV_SPLIT_H

#include "io/csv.h"

enum { UNQUOTED_BYTES = 4096 };

struct csv_splitter {
    const struct csv *csv;
    const char *line_start; /* where the line began that the field is in */
    uint32_t line_offset;   /* lines since the row began */
    char unquoted[UNQUOTED_BYTES];
    size_t n_unquoted;
    const char *trouble;    /* what is wrong with a field, NULL: nothing */
    uint32_t trouble_field; /* which field that is */
};

/* Is the line without its newline "" or "\r"? Then it is no row. */
static inline bool csv_is_blank(const char *begin, const char *end) {
    return begin == end || (end - begin == 1 && *begin == '\r');
}

/* The newline that ends the row beginning at `at`, or end. */
const char *csv_row_end(const struct csv *csv, const char *at, const char *end);

/* Splits the row [at, end) into at most max fields; returns how many there are (max + 1: more).
 * splitter->trouble says what is wrong with the first bad one, trouble_field which that is. */
uint32_t csv_split_row(struct csv_splitter *splitter, const char *at, const char *end,
                       struct csv_field *field, uint32_t max);

#endif
