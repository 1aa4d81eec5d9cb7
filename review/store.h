// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's store: one SQLite file that holds a round, what people made of it, and the log.
 * schema.sql says what is in it. Every change is one transaction with its entry in the log
 * (review/log.h), so that after a crash both are there or neither.
 */
#ifndef PLACERA_REVIEW_STORE_H
#define PLACERA_REVIEW_STORE_H

#include "review/sql.h"

struct store {
    struct sql *sql;
};

/* Makes the file of an empty store, beside its name: it takes the name with store_settle, whole or
 * not at all. Errors: as sql_open, sql_run. */
enum err store_create(struct store *store, const char *path, struct error *error);

/* Closes a store that was created, and gives it its name where err is OK; else nothing is left.
 * Returns err or what went wrong. */
enum err store_settle(struct store *store, const char *path, enum err err, struct error *error);

/* Opens a store. One of an older version of placera is brought up to date first (SQL_WRITE).
 * Errors: ERR_INPUT where it is none or of a newer version; as sql_open. */
enum err store_open(struct store *store, const char *path, enum sql_open how, struct error *error);

void store_close(struct store *store);

/* Now, UTC: text [STORE_TIME_SIZE]. */
enum { STORE_TIME_SIZE = 32 };
void store_now(char text[STORE_TIME_SIZE]);

#endif
