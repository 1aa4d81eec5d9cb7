// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A database of SQLite, thinly: statements with typed values in, rows out, errors as everywhere
 * else in placera. A connection belongs to one thread at a time. Statements are prepared once and
 * kept. All values are bound, so no text ever becomes SQL.
 */
#ifndef PLACERA_REVIEW_SQL_H
#define PLACERA_REVIEW_SQL_H

#include "solver/error.h"

#include <stddef.h>
#include <stdint.h>

struct sql;
struct sql_row;

enum sql_kind { SQL_NULL_VALUE, SQL_WHOLE, SQL_REAL, SQL_TEXT_VALUE, SQL_BYTES };

struct sql_value {
    enum sql_kind kind;
    int64_t whole;
    double real;
    const void *bytes;
    size_t length;
};

static inline struct sql_value sql_null(void) {
    return (struct sql_value){SQL_NULL_VALUE, 0, 0.0, NULL, 0};
}
static inline struct sql_value sql_whole(int64_t number) {
    return (struct sql_value){SQL_WHOLE, number, 0.0, NULL, 0};
}
/* UINT32_MAX, "no index" everywhere in placera, is NULL. */
static inline struct sql_value sql_index(uint32_t index) {
    return index == UINT32_MAX ? sql_null() : sql_whole(index);
}
/* NaN is NULL. */
static inline struct sql_value sql_real(double number) {
    return number != number ? sql_null() : (struct sql_value){SQL_REAL, 0, number, NULL, 0};
}
/* text may be NULL. */
struct sql_value sql_text(const char *text);
static inline struct sql_value sql_bytes(const void *bytes, size_t length) {
    return (struct sql_value){SQL_BYTES, 0, 0.0, bytes, length};
}

/* A statement's values ?1, ?2, ...: SQL(sql_whole(1), sql_text("a")). */
struct sql_values {
    const struct sql_value *value;
    uint32_t n;
};
#define SQL(...)                                                                                   \
    ((struct sql_values){(const struct sql_value[]){__VA_ARGS__},                                  \
                         sizeof((const struct sql_value[]){__VA_ARGS__}) /                         \
                             sizeof(struct sql_value)})
#define SQL_NONE ((struct sql_values){NULL, 0})

enum sql_open { SQL_CREATE, SQL_WRITE, SQL_READ };

/* The name under which a file is written that is to be called path once it is whole. Errors:
 * ERR_USAGE where it is too long. */
enum { SQL_PATH_SIZE = 4096 };
enum err sql_beside(const char *path, char part[SQL_PATH_SIZE], struct error *error);

/* Opens a file. SQL_CREATE: it must not exist. Errors: ERR_USAGE where the path is wrong, ERR_INPUT
 * where it is no database, ERR_IO, ERR_NO_MEMORY. *sql is NULL on error. */
enum err sql_open(struct sql **sql, const char *path, enum sql_open how, struct error *error);
void sql_close(struct sql *sql); /* NULL is fine */

/* Closes the only connection of a database and gives its file another name, which nobody has yet;
 * on error the file keeps its own. Errors: ERR_USAGE where the name is taken, ERR_IO. */
enum err sql_close_as(struct sql *sql, const char *path, struct error *error);

/* Statements one after the other, without values. Errors: see sql_run. */
enum err sql_script(struct sql *sql, const char *script, struct error *error);

/* One statement whose rows, if any, do not matter. Errors: ERR_NO where it breaks a constraint or a
 * trigger refuses it, ERR_IO (disk full, not writable, locked by another for long), ERR_INPUT (the
 * file is damaged), ERR_NO_MEMORY. */
enum err sql_run(struct sql *sql, const char *statement, struct sql_values values,
                 struct error *error);

/* How many rows the last sql_run changed. */
uint64_t sql_changed(const struct sql *sql);

/* One statement, row by row. What row_fn returns other than OK ends it and is returned. Errors: as
 * sql_run. */
typedef enum err sql_row_fn(void *context, const struct sql_row *row, struct error *error);
enum err sql_each(struct sql *sql, const char *statement, struct sql_values values,
                  sql_row_fn *row_fn, void *context, struct error *error);

/* The first column of the first row as a number; `otherwise` where there is no row or NULL. */
enum err sql_number(struct sql *sql, const char *statement, struct sql_values values,
                    int64_t otherwise, int64_t *number, struct error *error);

int sql_row_columns(const struct sql_row *row);

/* Columns of a row, from 0. Texts and bytes live until row_fn returns. */
bool sql_row_is_null(const struct sql_row *row, int column);
int64_t sql_row_whole(const struct sql_row *row, int column);
uint32_t sql_row_index(const struct sql_row *row, int column); /* UINT32_MAX where NULL */
double sql_row_real(const struct sql_row *row, int column);
const char *sql_row_text(const struct sql_row *row, int column); /* NULL where NULL */
const void *sql_row_bytes(const struct sql_row *row, int column, size_t *length);

/* A transaction that writes: begun with the right to write, so that what was read in it holds until
 * it ends. sql_end commits if err is OK and rolls back if not, and returns err or what committing
 * said: after anything but OK nothing has changed. */
enum err sql_begin(struct sql *sql, struct error *error);
enum err sql_end(struct sql *sql, enum err err, struct error *error);

/* A transaction that reads: all of it sees one moment. Ended by sql_end. */
enum err sql_snapshot(struct sql *sql, struct error *error);

/* A copy of the whole database as it stands now, while others may be at work; path must not exist.
 * Errors: as sql_open, sql_run. */
enum err sql_copy(struct sql *sql, const char *path, struct error *error);

#endif
