// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reads the columns that the policy names out of a table. Private to io/.
 */
#ifndef PLACERA_COLUMNS_H
#define PLACERA_COLUMNS_H

#include "io/builder.h"

struct column_values {
    uint32_t use;    /* index into builder->column_use */
    uint32_t column; /* in the table */
    double *value;   /* [n_rows] NaN where empty */
    uint8_t *kind;   /* [n_rows] 0 empty, 1 number, 2 date */
};

struct column_reader {
    struct builder *builder;
    const struct table *table;
    uint32_t n_rows;
    uint32_t n;
    struct column_values values[COLUMNS_NAMED_MAX];
};

/* Prepares for those of the policy's columns that the table has. Values live in the instance's
 * arena. Errors: ERR_NO_MEMORY. */
enum err column_reader_init(struct column_reader *reader, struct builder *builder,
                            const struct table *table, uint32_t n_rows, struct error *error);

/* Reads the columns of one row; safe from many threads. */
void column_reader_row(struct column_reader *reader, const struct csv_row *row,
                       struct faults *faults);

/* Settles whether each column holds numbers or dates; a column that holds both is a fault. */
void column_reader_finish(struct column_reader *reader);

/* 16 hex digits as a number; a fault and 0 if the field is something else. */
uint64_t lottery_parse(const struct csv_row *row, uint32_t column, struct faults *faults);

#endif
