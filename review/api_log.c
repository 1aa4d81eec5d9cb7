// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/visit.h"

struct reading {
    struct visit *visit;
    json_t *entries;
};

static enum err put_entry(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {
        {"entry", ROW_WHOLE}, {"at", ROW_TEXT},     {"user", ROW_TEXT},
        {"action", ROW_TEXT}, {"child", ROW_TEXT},  {"before", ROW_TEXT},
        {"after", ROW_TEXT},  {"reason", ROW_TEXT}, {"hash", ROW_TEXT},
    };
    struct reading *reading = context;
    json_t *entry = json_object();
    (void)error;
    VISIT_PUT_ROW(reading->visit, entry, row, keys);
    json_push(reading->entries, entry, &reading->visit->failed);
    return OK;
}

/* The newest first: those before `before`, at most `limit`; of one child where `child` is given. */
unsigned api_log(struct visit *visit) {
    struct reading reading = {visit, json_array()};
    int64_t before, limit;
    unsigned status = 200;
    json_put(visit->answer, "entries", reading.entries, &visit->failed);
    if (!visit_query_whole(visit, "before", 1, INT64_MAX, INT64_MAX, &before, &status) ||
        !visit_query_whole(visit, "limit", 1, 1000, 100, &limit, &status)) {
        return status;
    }
    enum err err = sql_each(
        visit->store->sql,
        "SELECT entry, at, user, action, child, before, after, reason, hash FROM log"
        " WHERE entry < ?1 AND (?3 IS NULL OR child = ?3) ORDER BY entry DESC LIMIT ?2",
        SQL(sql_whole(before), sql_whole(limit), sql_text(http_query(visit->call, "child"))),
        put_entry, &reading, &visit->error);
    return err == OK ? 200 : visit_fail(visit, err);
}
