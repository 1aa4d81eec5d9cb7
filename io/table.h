// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A table of an instance: a CSV file, or an array of objects within the JSON. Both are rows of
 * fields, so that one builder reads them.
 */
#ifndef PLACERA_TABLE_H
#define PLACERA_TABLE_H

#include "io/csv.h"
#include "io/json.h"

struct table {
    struct csv csv;                  /* of an inlined table: name, header and n_rows only */
    const struct json_node *inlined; /* the array, NULL: a CSV file */
};

/* Makes a table of an array of objects; its columns are the keys in the order they first occur.
 * Faults of form go to the document's faults. Errors: ERR_NO_MEMORY. */
enum err table_inline(struct table *table, const struct json_node *array, struct arena *arena,
                      struct error *error);

/* As csv_each. Values: texts as they are, numbers as written, true 1, false 0, null empty. */
enum err table_each(const struct table *table, csv_row_fn *row_fn, void *context,
                    struct faults *faults, struct error *error);

/* As csv_place. */
struct place table_place(const struct table *table, uint32_t row, uint32_t column);

/* The table's header, for faults about columns that lack. */
struct place table_header_place(const struct table *table);

#endif
