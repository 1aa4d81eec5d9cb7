// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/store.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* "plac": says that a SQLite file is a store of placera. */
#define APPLICATION_ID 0x706c6163

static const char schema_1[] =
#include "review/schema.inc"
    ;

/* What leads from version i to i + 1. Those that were once released never change. */
static const char *const migration[] = {schema_1};
enum { VERSION = sizeof migration / sizeof migration[0] };

void store_now(char text[STORE_TIME_SIZE]) {
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(text, STORE_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

/* All steps from the version that the file has, in one transaction. */
static enum err migrate(struct sql *sql, int64_t version, struct error *error) {
    char text[80];
    enum err err = sql_begin(sql, error);
    if (err != OK) {
        return err;
    }
    for (int64_t i = version; i < VERSION && err == OK; i++) {
        err = sql_script(sql, migration[i], error);
    }
    if (err == OK) {
        snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                 APPLICATION_ID, VERSION);
        err = sql_script(sql, text, error);
    }
    return sql_end(sql, err, error);
}

enum err store_create(struct store *store, const char *path, struct error *error) {
    char part[SQL_PATH_SIZE];
    store->sql = NULL;
    if (access(path, F_OK) == 0) {
        return error_set(error, ERR_USAGE, path,
                         "exists already; a store is not overwritten. Choose another name, or move "
                         "it away");
    }
    enum err err = sql_beside(path, part, error);
    if (err == OK) {
        err = sql_open(&store->sql, part, SQL_CREATE, error);
    }
    return err == OK ? migrate(store->sql, 0, error) : err;
}

enum err store_settle(struct store *store, const char *path, enum err err, struct error *error) {
    char part[SQL_PATH_SIZE], more[SQL_PATH_SIZE + 8];
    if (store->sql == NULL) {
        return err; /* nothing was made */
    }
    if (err == OK) {
        err = sql_close_as(store->sql, path, error);
    } else {
        sql_close(store->sql);
    }
    store->sql = NULL;
    if (sql_beside(path, part, NULL) == OK) {
        unlink(part);
        snprintf(more, sizeof more, "%s-wal", part);
        unlink(more);
        snprintf(more, sizeof more, "%s-shm", part);
        unlink(more);
    }
    return err;
}

enum err store_open(struct store *store, const char *path, enum sql_open how, struct error *error) {
    int64_t id = 0, version = 0;
    enum err err = sql_open(&store->sql, path, how, error);
    if (err == OK) {
        err = sql_number(store->sql, "PRAGMA application_id", SQL_NONE, 0, &id, error);
    }
    if (err == OK) {
        err = sql_number(store->sql, "PRAGMA user_version", SQL_NONE, 0, &version, error);
    }
    if (err == OK && id != APPLICATION_ID) {
        err = error_set(error, ERR_INPUT, path,
                        "is no store of placera; 'placera review init' makes one");
    }
    if (err == OK && version > VERSION) {
        err = error_set(error, ERR_INPUT, path,
                        "was written by a newer placera (store version %" PRId64
                        ", this one knows %d); update placera",
                        version, (int)VERSION);
    }
    if (err == OK && version < VERSION) {
        err =
            how == SQL_WRITE
                ? migrate(store->sql, version, error)
                : error_set(error, ERR_USAGE, path,
                            "is of an older placera; 'placera review serve' brings it up to date");
    }
    if (err != OK) {
        store_close(store);
    }
    return err;
}

void store_close(struct store *store) {
    sql_close(store->sql);
    store->sql = NULL;
}
