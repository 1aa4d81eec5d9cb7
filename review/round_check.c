// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/text.h"
#include "io/file.h"
#include "review/reserve.h"
#include "review/round.h"

#include <string.h>

enum { DIGEST_COLUMNS = 7 };

static enum err add_line(void *context, const struct sql_row *row, struct error *error) {
    (void)error;
    for (int i = 0; i < DIGEST_COLUMNS; i++) {
        const char *text = sql_row_text(row, i);
        text_puts(context, text == NULL ? "" : text);
        text_puts(context, i + 1 < DIGEST_COLUMNS ? "," : "\n");
    }
    return OK;
}

enum err round_digest(struct store *store, int64_t run, char sha256[65], struct error *error) {
    struct text lines = {0};
    enum err err = sql_each(store->sql,
                            "SELECT c.id, o.id, p.start, p.basis, p.wish, p.metres, p.rank"
                            " FROM proposal p JOIN child c ON c.child = p.child"
                            " LEFT JOIN offer o ON o.offer = p.offer"
                            " WHERE p.run = ?1 ORDER BY p.child",
                            SQL(sql_whole(run)), add_line, &lines, error);
    if (err == OK) {
        err = lines.no_memory
                  ? error_no_memory(error)
                  : sha256_hex(lines.bytes == NULL ? "" : lines.bytes, lines.length, sha256, error);
    }
    text_release(&lines);
    return err;
}

struct looking {
    struct store *store;
    bool whole;
    char *why;
};

static void tell(struct looking *looking, const char *what, const char *which) {
    if (looking->whole) {
        snprintf(looking->why, 256, "%s %.160s is not as the log says", what, which);
    }
    looking->whole = false;
}

static enum err look_at_content(void *context, const struct sql_row *row, struct error *error) {
    struct looking *looking = context;
    size_t length;
    const void *bytes = sql_row_bytes(row, 1, &length);
    char hex[65];
    enum err err = sha256_hex(bytes == NULL ? "" : bytes, length, hex, error);
    if (err == OK && strcmp(hex, sql_row_text(row, 0)) != 0) {
        tell(looking, "the content", sql_row_text(row, 0));
    }
    return err;
}

/* A file's digest in the store beside the one in the log. */
static enum err look_at_file(void *context, const struct sql_row *row, struct error *error) {
    const char *kept = sql_row_text(row, 1), *logged = sql_row_text(row, 2);
    (void)error;
    if (kept == NULL || logged == NULL || strcmp(kept, logged) != 0) {
        tell(context, "the file", sql_row_text(row, 0));
    }
    return OK;
}

static enum err look_at_run(void *context, const struct sql_row *row, struct error *error) {
    struct looking *looking = context;
    char hex[65];
    enum err err = round_digest(looking->store, sql_row_whole(row, 0), hex, error);
    const char *logged = sql_row_text(row, 1);
    if (err == OK && (logged == NULL || strcmp(hex, logged) != 0)) {
        tell(looking, "what was proposed by run", sql_row_text(row, 0));
    }
    return err;
}

/* The turns at the offers beside those that the run at hand was logged with. */
static enum err look_at_turns(void *context, const struct sql_row *row, struct error *error) {
    struct looking *looking = context;
    char hex[65];
    enum err err = reserve_digest(looking->store, hex, error);
    const char *logged = sql_row_text(row, 1);
    if (err == OK && (logged == NULL || strcmp(hex, logged) != 0)) {
        tell(looking, "the order of the reserve lists since run", sql_row_text(row, 0));
    }
    return err;
}

/* Names hold dots and quotes, so members are asked for by json_each, not by a path. */
static const char files_of_runs[] =
    "SELECT coalesce(f.name, j.key), f.sha256, j.value"
    " FROM (SELECT l.after ->> 'run' AS run, l.after AS after FROM log l WHERE l.action = 'run') r"
    " JOIN json_each(r.after, '$.files') j"
    " LEFT JOIN file f ON f.run = r.run AND f.name = j.key"
    " UNION ALL SELECT f.name, f.sha256, NULL FROM file f WHERE NOT EXISTS"
    " (SELECT 1 FROM log l, json_each(l.after, '$.files') j"
    "  WHERE l.action = 'run' AND l.after ->> 'run' = f.run AND j.key = f.name)";

enum err round_is_whole(struct store *store, bool *whole, char why[256], struct error *error) {
    struct looking looking = {store, true, why};
    why[0] = '\0';
    enum err err = sql_each(store->sql, "SELECT sha256, bytes FROM content", SQL_NONE,
                            look_at_content, &looking, error);
    if (err == OK) {
        err = sql_each(store->sql, files_of_runs, SQL_NONE, look_at_file, &looking, error);
    }
    if (err == OK) {
        err = sql_each(store->sql,
                       "SELECT run.run, (SELECT l.after ->> 'proposals' FROM log l WHERE"
                       " l.action = 'run' AND l.after ->> 'run' = run.run) FROM run",
                       SQL_NONE, look_at_run, &looking, error);
    }
    if (err == OK) {
        err = sql_each(store->sql,
                       "SELECT r.run, (SELECT l.after ->> 'turns' FROM log l WHERE"
                       " l.action = 'run' AND l.after ->> 'run' = r.run) FROM round r",
                       SQL_NONE, look_at_turns, &looking, error);
    }
    *whole = looking.whole;
    return err;
}
