// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An integer program in the making: rows and entries in any order. Private to program*.c.
 */
#ifndef PLACERA_PROGRAM_MAKER_H
#define PLACERA_PROGRAM_MAKER_H

#include "solver/program.h"

struct entry {
    uint32_t row, column;
    int32_t value;
};

struct maker {
    struct program *program;
    struct arena *arena, *scratch;
    struct error *error;
    bool failed;
    uint32_t row_capacity, n_entries, entry_capacity, n_extra, extra_capacity;
    struct entry *entry;
    uint8_t *closed_early; /* [n_options] */
};

/* A copy of n items of the given size with room for twice as many and more; NULL: no memory. */
void *maker_doubled(struct maker *maker, const void *old, uint32_t n, uint32_t *capacity,
                    size_t size);

/* The row's number. */
uint32_t maker_add_row(struct maker *maker, enum program_row_kind kind, uint32_t subject,
                       uint32_t member, int64_t upper);

void maker_put(struct maker *maker, uint32_t row, uint32_t column, int32_t value);

/* Rows `pairs` of the families, from the columns as they are settled so far. */
void maker_add_pairs(struct maker *maker);

#endif
