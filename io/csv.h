// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * CSV as municipalities write it: UTF-8 with or without BOM, a header row, comma or semicolon,
 * RFC 4180 quotes (a quoted field may hold separators, newlines and doubled quotes), LF or CRLF,
 * blank lines skipped. Read in parallel, in chunks of a fixed size, so that the outcome is the same
 * at any number of threads.
 */
#ifndef PLACERA_CSV_H
#define PLACERA_CSV_H

#include "io/faults.h"
#include "solver/arena.h"
#include "solver/error.h"
#include "solver/strings.h"

struct csv_chunk;

struct csv {
    const char *name; /* for messages, e.g. "wishes.csv" */
    const char *bytes;
    size_t length;
    char separator;
    uint32_t n_columns;
    struct strings header;   /* [n_columns] */
    uint32_t *header_column; /* [n_columns] where in the first line, bytes from 1 */
    uint32_t n_rows;         /* data rows */
    uint32_t n_chunks;
    struct csv_chunk *chunk; /* [n_chunks] */
    char *sha256; /* [65] where csv_each leaves the digest of bytes if it holds "" yet; NULL:
                     nowhere */
};

struct csv_field {
    const char *text; /* not NUL-terminated; quotes taken off */
    uint32_t length;
    uint32_t column;      /* bytes from 1, where the field begins in its line */
    uint32_t line_offset; /* lines from the row's to the field's: quoted fields may hold newlines */
};

struct csv_row {
    const char *file;
    uint32_t row;                  /* from 0, data rows only */
    uint64_t line;                 /* where the row begins, from 1 */
    const struct csv_field *field; /* [n_columns] */
    uint32_t *hint; /* a number that row_fn may leave for the next row of the chunk; 0 at first */
};

/* Where a field of the row stands. */
static inline struct place csv_field_place(const struct csv_row *row, uint32_t column) {
    const struct csv_field *field = &row->field[column];
    return (struct place){row->file, row->line + field->line_offset, field->column};
}

/* Called for each row; rows of one chunk in order, chunks on any thread. `faults` belongs to the
 * chunk. A row with too few or too many fields is a fault and is not handed out. */
typedef void csv_row_fn(void *context, const struct csv_row *row, struct faults *faults);

/* Reads the header and finds the rows. bytes must outlive csv. Faults (no header, a column twice,
 * a quote never closed) go to faults, and then n_rows is 0. Arrays live in arena.
 * Errors: ERR_NO_MEMORY. O(length). */
enum err csv_open(struct csv *csv, const char *name, const char *bytes, size_t length,
                  struct arena *arena, struct faults *faults, struct error *error);

/* Index of a column by name, NONE (UINT32_MAX) if there is none. */
uint32_t csv_column(const struct csv *csv, const char *name);

/* Calls row_fn for every row, chunks in parallel (one_thread: all rows in order on this thread).
 * Faults end up in faults in the order of the file. Errors: ERR_NO_MEMORY, ERR_SOLVER (libcrypto).
 */
enum err csv_each(const struct csv *csv, csv_row_fn *row_fn, void *context, bool one_thread,
                  struct faults *faults, struct error *error);

/* Where field `column` of data row `row` stands (a second look at the file: O(length)). */
struct place csv_place(const struct csv *csv, uint32_t row, uint32_t column);

/* Fields as values. Whole numbers are plain digits (a leading minus for csv_integer); false if not.
 */
bool csv_unsigned(const struct csv_field *field, uint64_t max, uint64_t *value);
bool csv_integer(const struct csv_field *field, int64_t min, int64_t max, int64_t *value);
bool csv_equals(const struct csv_field *field, const char *text);

#endif
