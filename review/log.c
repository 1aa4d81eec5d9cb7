// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/log.h"

#include "io/file.h"
#include "io/json.h"
#include "review/reserve.h"

#include <inttypes.h>
#include <string.h>

/* One entry with what it is bound to. */
struct link {
    char previous[65];
    int64_t entry;
    const char *at;
    const struct log_entry *what;
};

static json_t *text_or_null(const char *text) {
    return text == NULL ? json_null() : json_string(text);
}

static enum err link_hash(const struct link *link, char hash[65], struct error *error) {
    const struct log_entry *what = link->what;
    bool failed = false;
    json_t *array = json_array();
    if (array == NULL) {
        return error_no_memory(error);
    }
    json_push(array, json_string(link->previous), &failed);
    json_push(array, json_integer(link->entry), &failed);
    json_push(array, json_string(link->at), &failed);
    json_push(array, json_string(what->user), &failed);
    json_push(array, json_string(what->action), &failed);
    json_push(array, text_or_null(what->child), &failed);
    json_push(array, text_or_null(what->before), &failed);
    json_push(array, text_or_null(what->after), &failed);
    json_push(array, text_or_null(what->reason), &failed);
    char *text = failed ? NULL : json_text(array, JSON_COMPACT);
    json_decref(array);
    enum err err =
        text == NULL ? error_no_memory(error) : sha256_hex(text, strlen(text), hash, error);
    free(text);
    return err;
}

struct last {
    int64_t entry;
    char hash[65];
};

static enum err take_last(void *context, const struct sql_row *row, struct error *error) {
    struct last *last = context;
    (void)error;
    last->entry = sql_row_whole(row, 0);
    snprintf(last->hash, sizeof last->hash, "%s", sql_row_text(row, 1));
    return OK;
}

enum err log_add(struct store *store, const struct log_entry *entry, struct error *error) {
    char now[STORE_TIME_SIZE], hash[65];
    struct last last = {0, ""};
    enum err err = sql_each(store->sql, "SELECT entry, hash FROM log ORDER BY entry DESC LIMIT 1",
                            SQL_NONE, take_last, &last, error);
    store_now(now);
    struct link link = {.entry = last.entry + 1, .at = now, .what = entry};
    memcpy(link.previous, last.hash, sizeof link.previous);
    if (err == OK) {
        err = link_hash(&link, hash, error);
    }
    if (err == OK) {
        err =
            sql_run(store->sql,
                    "INSERT INTO log (entry, at, user, action, child, before, after, reason, hash)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    SQL(sql_whole(link.entry), sql_text(now), sql_text(entry->user),
                        sql_text(entry->action), sql_text(entry->child), sql_text(entry->before),
                        sql_text(entry->after), sql_text(entry->reason), sql_text(hash)),
                    error);
    }
    return err;
}

bool log_placement(char text[LOG_PLACEMENT_SIZE], const struct log_place *place) {
    bool failed = false;
    json_t *object = json_object();
    json_put(object, "state", json_string(place->state), &failed);
    json_put(object, "offer", text_or_null(place->offer), &failed);
    json_put(object, "start", text_or_null(place->start), &failed);
    if (place->offered != NULL) {
        json_put(object, "offered", json_string(place->offered), &failed);
        json_put(object, "offered_start", text_or_null(place->offered_start), &failed);
    }
    size_t length = object == NULL || failed
                        ? SIZE_MAX
                        : json_dumpb(object, text, LOG_PLACEMENT_SIZE - 1, JSON_COMPACT);
    json_decref(object);
    if (length >= LOG_PLACEMENT_SIZE) {
        return false;
    }
    text[length] = '\0';
    return true;
}

struct reading {
    struct audit *audit;
    struct last last;
};

static enum err follow(void *context, const struct sql_row *row, struct error *error) {
    struct reading *reading = context;
    struct audit *audit = reading->audit;
    const struct log_entry entry = {sql_row_text(row, 2), sql_row_text(row, 3),
                                    sql_row_text(row, 4), sql_row_text(row, 5),
                                    sql_row_text(row, 6), sql_row_text(row, 7)};
    struct link link = {.entry = sql_row_whole(row, 0), .at = sql_row_text(row, 1), .what = &entry};
    char hash[65];
    memcpy(link.previous, reading->last.hash, sizeof link.previous);
    enum err err = link_hash(&link, hash, error);
    const char *said = sql_row_text(row, 8);
    if (err == OK && audit->broken == 0) {
        if (link.entry != reading->last.entry + 1) {
            audit->broken = link.entry;
            snprintf(audit->why, sizeof audit->why,
                     "entry %" PRId64 " follows entry %" PRId64 "; what stood between is gone",
                     link.entry, reading->last.entry);
        } else if (strcmp(hash, said) != 0) {
            audit->broken = link.entry;
            snprintf(audit->why, sizeof audit->why,
                     "entry %" PRId64 " of %s was changed after it was written, or one before it",
                     link.entry, link.at);
        }
    }
    reading->last.entry = link.entry;
    snprintf(reading->last.hash, sizeof reading->last.hash, "%s", said);
    audit->n_entries++;
    return err;
}

/* A child beside what its last entry says of it. */
static enum err compare(void *context, const struct sql_row *row, struct error *error) {
    struct audit *audit = context;
    char now[LOG_PLACEMENT_SIZE];
    const char *id = sql_row_text(row, 0), *said = sql_row_text(row, 6);
    const struct log_place place = {sql_row_text(row, 1), sql_row_text(row, 2),
                                    sql_row_text(row, 3), sql_row_text(row, 4),
                                    sql_row_text(row, 5)};
    bool fits = log_placement(now, &place);
    (void)error;
    if (!fits || said == NULL || strcmp(now, said) != 0) {
        if (audit->n_differ++ == 0) {
            snprintf(audit->differ, sizeof audit->differ,
                     "child %.60s is %.80s by the store, %.80s by the log", id, now,
                     said == NULL ? "nothing" : said);
        }
    }
    return OK;
}

/* Until its first entry a child stands as the run proposed it. */
static const char children_and_entries[] =
    "SELECT c.id, c.state, o.id, c.start, h.id, c.offered_start,"
    " (SELECT l.after FROM log l WHERE l.child = c.id AND l.after IS NOT NULL"
    "  ORDER BY l.entry DESC LIMIT 1)"
    " FROM child c LEFT JOIN offer o ON o.offer = c.offer LEFT JOIN offer h ON h.offer = c.offered"
    " WHERE c.version > 0 OR c.id IN (SELECT l.child FROM log l WHERE l.after IS NOT NULL)"
    " ORDER BY c.child";

/* Those that the log does not name: still what the run at hand proposed? */
static const char untouched[] =
    "SELECT c.id, c.state, o.id, c.start, po.id, p.start"
    " FROM child c JOIN round r LEFT JOIN proposal p ON p.run = r.run AND p.child = c.child"
    " LEFT JOIN offer o ON o.offer = c.offer LEFT JOIN offer po ON po.offer = p.offer"
    " WHERE c.version = 0 ORDER BY c.child";

static enum err compare_list(void *context, const struct sql_row *row, struct error *error) {
    struct audit *audit = context;
    (void)error;
    if (audit->n_differ++ == 0) {
        snprintf(audit->differ, sizeof audit->differ,
                 "child %.60s is not on the reserve lists as the log says", sql_row_text(row, 0));
    }
    return OK;
}

static bool is_same(const char *one, const char *other) {
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static enum err compare_untouched(void *context, const struct sql_row *row, struct error *error) {
    struct audit *audit = context;
    (void)error;
    bool same = is_same(sql_row_text(row, 1), "proposed") &&
                is_same(sql_row_text(row, 2), sql_row_text(row, 4)) &&
                is_same(sql_row_text(row, 3), sql_row_text(row, 5));
    if (!same && audit->n_differ++ == 0) {
        snprintf(audit->differ, sizeof audit->differ,
                 "child %.60s is %.20s at %.60s, without an entry in the log", sql_row_text(row, 0),
                 sql_row_text(row, 1), sql_row_is_null(row, 2) ? "no offer" : sql_row_text(row, 2));
    }
    return OK;
}

enum err log_audit(struct store *store, struct audit *audit, struct error *error) {
    struct reading reading = {.audit = audit};
    *audit = (struct audit){0};
    enum err err = sql_each(store->sql,
                            "SELECT entry, at, user, action, child, before, after, reason, hash"
                            " FROM log ORDER BY entry",
                            SQL_NONE, follow, &reading, error);
    snprintf(audit->last, sizeof audit->last, "%s", reading.last.hash);
    if (err == OK) {
        err = sql_each(store->sql, children_and_entries, SQL_NONE, compare, audit, error);
    }
    if (err == OK) {
        err = sql_each(store->sql, untouched, SQL_NONE, compare_untouched, audit, error);
    }
    if (err == OK && audit->n_differ == 0) { /* lists follow from placements */
        err = reserve_differ(store, compare_list, audit, error);
    }
    return err;
}
