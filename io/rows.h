// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows about applicants, a number an item: wishes (offer, rank) and distances (school, metres).
 * Private to io/.
 */
#ifndef PLACERA_ROWS_H
#define PLACERA_ROWS_H

#include "io/builder.h"
#include "io/columns.h"

struct rows {
    struct builder *builder;
    struct table *table;
    uint32_t applicant_column, item_column, number_column, lottery_column;
    uint32_t *applicant; /* [n_rows] NONE where not known */
    uint32_t *item;      /* [n_rows] offer or school */
    uint32_t *number;    /* [n_rows] rank or metres, NONE where the row has a fault */
    uint64_t *lottery;   /* [n_rows] or NULL */
    struct column_reader columns;
};

/* A column of the table, a fault if it lacks. */
bool rows_want_column(const struct rows *rows, const char *name, uint32_t *column);

/* The arrays; items and numbers in an arena of the caller's choice, since they may stay. Errors:
 * ERR_NO_MEMORY. */
enum err rows_init(struct rows *rows, struct arena *items, struct arena *numbers,
                   struct error *error);

/* Reads the rows where good (all columns are there), in parallel. What is not handed out because
 * of its form has applicant and number NONE. Errors: as table_each. */
enum err rows_read(struct rows *rows, csv_row_fn *row_fn, bool good, struct error *error);

/* Finds the row's applicant; a fault where there is none of that id. */
bool rows_applicant(struct rows *rows, const struct csv_row *row, struct faults *faults);

/* start [n_applicants + 1], CSR of each applicant's good rows, in the instance's arena. *ordered:
 * all rows are good and come in the order of the applicants, so that a's rows are start[a] ..
 * start[a + 1]. Parallel where they are. Errors: ERR_NO_MEMORY. */
enum err rows_start(const struct rows *rows, uint32_t **start, bool *ordered, struct error *error);

#endif
