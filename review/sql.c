// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

enum { KEPT_MOST = 96, BUSY_MS = 10000 };

struct sql {
    sqlite3 *base;
    char path[SQL_PATH_SIZE];
    uint32_t n_kept, next; /* next: which one makes room when all are taken */
    sqlite3_stmt *kept[KEPT_MOST];
};

struct sql_row {
    sqlite3_stmt *statement;
};

struct sql_value sql_text(const char *text) {
    return text == NULL ? sql_null()
                        : (struct sql_value){SQL_TEXT_VALUE, 0, 0.0, text, strlen(text)};
}

/* What SQLite says, as an error of ours: the code, and what to do. */
static enum err fault(const struct sql *sql, int code, struct error *error) {
    const char *words = sql->base == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(sql->base);
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return error_no_memory(error);
    case SQLITE_FULL:
        return error_set(error, ERR_IO, sql->path,
                         "the disk is full; nothing was changed. Free some room and try again");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(error, ERR_IO, sql->path,
                         "another program has been writing for more than %d s; try again",
                         BUSY_MS / 1000);
    case SQLITE_CONSTRAINT:
        return error_set(error, ERR_NO, sql->path, "%s", words);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return error_set(error, ERR_USAGE, sql->path,
                         "cannot be written (%s); check the rights of the file and its folder",
                         words);
    case SQLITE_CANTOPEN:
        return error_set(error, ERR_USAGE, sql->path,
                         "cannot be opened; is the path right, and may you read and write there?");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return error_set(error, ERR_INPUT, sql->path,
                         "is damaged, or is no store (%s); go back to a backup", words);
    default:
        return error_set(error, ERR_IO, sql->path, "%s", words);
    }
}

/* Where a new statement is kept: a free place, or that of an old one that is not running. */
static sqlite3_stmt **make_room(struct sql *sql) {
    if (sql->n_kept < KEPT_MOST) {
        return &sql->kept[sql->n_kept++];
    }
    while (sqlite3_stmt_busy(sql->kept[sql->next]) != 0) {
        sql->next = (sql->next + 1) % KEPT_MOST; /* calls are not nested as deep as that */
    }
    sqlite3_stmt **place = &sql->kept[sql->next];
    sql->next = (sql->next + 1) % KEPT_MOST;
    sqlite3_finalize(*place);
    return place;
}

/* The prepared statement of a text. */
static enum err prepare(struct sql *sql, const char *text, sqlite3_stmt **statement,
                        struct error *error) {
    for (uint32_t i = 0; i < sql->n_kept; i++) {
        if (strcmp(sqlite3_sql(sql->kept[i]), text) == 0 && sqlite3_stmt_busy(sql->kept[i]) == 0) {
            *statement = sql->kept[i];
            return OK;
        }
    }
    int code = sqlite3_prepare_v3(sql->base, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
    if (code != SQLITE_OK) {
        return fault(sql, code, error);
    }
    *make_room(sql) = *statement;
    return OK;
}

static int bind_one(sqlite3_stmt *statement, int place, const struct sql_value *value) {
    switch (value->kind) {
    case SQL_WHOLE:
        return sqlite3_bind_int64(statement, place, value->whole);
    case SQL_REAL:
        return sqlite3_bind_double(statement, place, value->real);
    case SQL_TEXT_VALUE:
        return sqlite3_bind_text64(statement, place, value->bytes, value->length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case SQL_BYTES:
        return sqlite3_bind_blob64(statement, place, value->bytes == NULL ? "" : value->bytes,
                                   value->length, SQLITE_STATIC);
    case SQL_NULL_VALUE:
    default:
        return sqlite3_bind_null(statement, place);
    }
}

static enum err ready(struct sql *sql, const char *text, struct sql_values values,
                      sqlite3_stmt **statement, struct error *error) {
    enum err err = prepare(sql, text, statement, error);
    bool all_values_are_given =
        err != OK || sqlite3_bind_parameter_count(*statement) <= (int)values.n;
    INVARIANT(all_values_are_given);
    uint32_t n = err == OK ? (uint32_t)sqlite3_bind_parameter_count(*statement) : 0;
    for (uint32_t i = 0; i < n && err == OK; i++) {
        int code = bind_one(*statement, (int)i + 1, &values.value[i]);
        err = code == SQLITE_OK ? OK : fault(sql, code, error);
    }
    return err;
}

enum err sql_each(struct sql *sql, const char *text, struct sql_values values, sql_row_fn *row_fn,
                  void *context, struct error *error) {
    sqlite3_stmt *statement = NULL;
    enum err err = ready(sql, text, values, &statement, error);
    int code = SQLITE_ROW;
    while (err == OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct sql_row row = {statement};
        err = row_fn == NULL ? OK : row_fn(context, &row, error);
    }
    if (err == OK && code != SQLITE_DONE) {
        err = fault(sql, sqlite3_extended_errcode(sql->base), error);
    }
    if (statement != NULL) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
    return err;
}

enum err sql_run(struct sql *sql, const char *statement, struct sql_values values,
                 struct error *error) {
    return sql_each(sql, statement, values, NULL, NULL, error);
}

uint64_t sql_changed(const struct sql *sql) {
    return (uint64_t)sqlite3_changes64(sql->base);
}

struct number {
    bool any;
    int64_t otherwise, number;
};

static enum err take_number(void *context, const struct sql_row *row, struct error *error) {
    struct number *number = context;
    (void)error;
    if (!number->any && !sql_row_is_null(row, 0)) {
        number->number = sql_row_whole(row, 0);
    }
    number->any = true;
    return OK;
}

enum err sql_number(struct sql *sql, const char *statement, struct sql_values values,
                    int64_t otherwise, int64_t *number, struct error *error) {
    struct number found = {false, otherwise, otherwise};
    enum err err = sql_each(sql, statement, values, take_number, &found, error);
    *number = found.number;
    return err;
}

enum err sql_script(struct sql *sql, const char *script, struct error *error) {
    int code = sqlite3_exec(sql->base, script, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : fault(sql, sqlite3_extended_errcode(sql->base), error);
}

enum err sql_beside(const char *path, char part[SQL_PATH_SIZE], struct error *error) {
    int length = snprintf(part, SQL_PATH_SIZE, "%s.part-%ld", path, (long)getpid());
    return length < 0 || length >= SQL_PATH_SIZE
               ? error_set(error, ERR_USAGE, NULL, "the path of the store is too long")
               : OK;
}

/* An empty file, which only its owner reads: the store holds what is nobody else's business. */
static enum err make_file(const char *path, struct error *error) {
    int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        return errno == EEXIST
                   ? error_set(error, ERR_USAGE, path, "exists already; choose another name")
                   : error_set(error, errno == ENOSPC || errno == EIO ? ERR_IO : ERR_USAGE, path,
                               "cannot be made: %s", strerror(errno));
    }
    close(file);
    return OK;
}

enum err sql_open(struct sql **opened, const char *path, enum sql_open how, struct error *error) {
    static const int flags[] = {
        [SQL_CREATE] = SQLITE_OPEN_READWRITE,
        [SQL_WRITE] = SQLITE_OPEN_READWRITE,
        [SQL_READ] = SQLITE_OPEN_READONLY,
    };
    /* Readers and a writer do not wait for each other (WAL); what is committed is on the disk
     * (FULL). */
    static const char settings[] = "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                   "PRAGMA synchronous = FULL;";
    struct sql *sql = calloc(1, sizeof *sql);
    *opened = NULL;
    if (sql == NULL) {
        return error_no_memory(error);
    }
    int length = snprintf(sql->path, sizeof sql->path, "%s", path);
    enum err err = OK;
    if (length < 0 || (size_t)length >= sizeof sql->path) {
        err = error_set(error, ERR_USAGE, NULL, "the path of the store is too long");
    }
    if (err == OK && how == SQL_CREATE) {
        err = make_file(path, error);
    }
    if (err == OK) {
        int code = sqlite3_open_v2(path, &sql->base,
                                   flags[how] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
        err = code == SQLITE_OK ? OK : fault(sql, code, error);
    }
    if (err == OK) {
        sqlite3_busy_timeout(sql->base, BUSY_MS);
        sqlite3_db_config(sql->base, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        err = sql_script(sql, settings, error);
    }
    if (err == OK && how != SQL_READ) {
        err = sql_script(sql, "PRAGMA journal_mode = WAL;", error);
    }
    if (err != OK) {
        sql_close(sql);
        return err;
    }
    *opened = sql;
    return OK;
}

void sql_close(struct sql *sql) {
    if (sql == NULL) {
        return;
    }
    for (uint32_t i = 0; i < sql->n_kept; i++) {
        sqlite3_finalize(sql->kept[i]);
    }
    sqlite3_close(sql->base);
    free(sql);
}

int sql_row_columns(const struct sql_row *row) {
    return sqlite3_column_count(row->statement);
}

bool sql_row_is_null(const struct sql_row *row, int column) {
    return sqlite3_column_type(row->statement, column) == SQLITE_NULL;
}

int64_t sql_row_whole(const struct sql_row *row, int column) {
    return sqlite3_column_int64(row->statement, column);
}

uint32_t sql_row_index(const struct sql_row *row, int column) {
    return sql_row_is_null(row, column) ? UINT32_MAX : (uint32_t)sql_row_whole(row, column);
}

double sql_row_real(const struct sql_row *row, int column) {
    return sqlite3_column_double(row->statement, column);
}

const char *sql_row_text(const struct sql_row *row, int column) {
    return (const char *)sqlite3_column_text(row->statement, column);
}

const void *sql_row_bytes(const struct sql_row *row, int column, size_t *length) {
    const void *bytes = sqlite3_column_blob(row->statement, column);
    *length = (size_t)sqlite3_column_bytes(row->statement, column);
    return bytes;
}

enum err sql_begin(struct sql *sql, struct error *error) {
    return sql_run(sql, "BEGIN IMMEDIATE", SQL_NONE, error);
}

enum err sql_snapshot(struct sql *sql, struct error *error) {
    return sql_run(sql, "BEGIN", SQL_NONE, error);
}

enum err sql_end(struct sql *sql, enum err err, struct error *error) {
    if (err == OK) {
        err = sql_run(sql, "COMMIT", SQL_NONE, error);
    }
    if (err != OK && sqlite3_get_autocommit(sql->base) == 0) {
        sql_run(sql, "ROLLBACK", SQL_NONE, NULL); /* a disk that is full has rolled back itself */
    }
    return err;
}

/* The copy is on the disk, and its name in the folder. */
static enum err settle(const char *part, const char *path, struct error *error) {
    int file = open(part, O_RDONLY | O_CLOEXEC);
    bool synced = file >= 0 && fsync(file) == 0;
    if (file >= 0) {
        close(file);
    }
    if (!synced || link(part, path) != 0) { /* link, unlike rename, takes nobody's place */
        return error_set(error, errno == EEXIST ? ERR_USAGE : ERR_IO, path, "%s", strerror(errno));
    }
    return OK;
}

enum err sql_close_as(struct sql *sql, const char *path, struct error *error) {
    char part[sizeof sql->path];
    memcpy(part, sql->path, sizeof part);
    sql_close(sql); /* the last one takes the WAL into the file */
    enum err err = settle(part, path, error);
    if (err == OK) {
        unlink(part);
    }
    return err;
}

enum err sql_copy(struct sql *sql, const char *path, struct error *error) {
    char part[SQL_PATH_SIZE];
    if (access(path, F_OK) == 0) {
        return error_set(error, ERR_USAGE, path, "exists already; choose another name");
    }
    enum err err = sql_beside(path, part, error);
    err = err == OK ? make_file(part, error) : err;
    if (err != OK) {
        return err;
    }
    err = sql_run(sql, "VACUUM INTO ?1", SQL(sql_text(part)), error);
    err = err == OK ? settle(part, path, error) : err;
    unlink(part);
    return err;
}
