// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reserve.h"

#include "explain/text.h"
#include "io/file.h"
#include "solver/ranking.h"

#include <string.h>

/* Who stands on which list (child c, its wish w): one rule for writing and for the audit. */
#define LISTED                                                                                     \
    "SELECT w.offer, w.turn, w.child FROM wish w JOIN child c ON c.child = w.child"                \
    " WHERE w.turn IS NOT NULL AND w.passed = 0 AND c.state <> 'declined'"                         \
    " AND w.offer IS NOT c.offer AND (c.offer IS NULL OR c.wish IS NULL OR w.rank < c.wish)"

enum err reserve_settle(struct store *store, uint32_t child, struct error *error) {
    if (child == UINT32_MAX) {
        enum err err = sql_run(store->sql, "DELETE FROM reserve", SQL_NONE, error);
        return err == OK ? sql_run(store->sql, "INSERT INTO reserve (offer, turn, child) " LISTED,
                                   SQL_NONE, error)
                         : err;
    }
    enum err err =
        sql_run(store->sql, "DELETE FROM reserve WHERE child = ?1", SQL(sql_whole(child)), error);
    return err == OK
               ? sql_run(store->sql,
                         "INSERT INTO reserve (offer, turn, child) " LISTED " AND w.child = ?1",
                         SQL(sql_whole(child)), error)
               : err;
}

enum err reserve_next(struct store *store, uint32_t offer, uint32_t *child, struct error *error) {
    int64_t next;
    enum err err =
        sql_number(store->sql,
                   "SELECT r.child FROM reserve r JOIN child c ON c.child = r.child"
                   " WHERE r.offer = ?1 AND c.offered IS NOT ?1 ORDER BY r.turn, r.child LIMIT 1",
                   SQL(sql_whole(offer)), UINT32_MAX, &next, error);
    *child = err == OK ? (uint32_t)next : UINT32_MAX;
    return err;
}

/* The turns of a child's wishes. A wish that may begin in several months has one for the first. */
static enum err rank_child(struct store *store, const struct instance *instance,
                           const struct options *options, const struct ranking *ranking, uint32_t a,
                           struct error *error) {
    enum err err = OK;
    uint32_t before = NONE;
    for (uint32_t i = options->start[a]; i < options->start[a + 1] && err == OK; i++) {
        uint32_t place = options_place(options, instance, a, i);
        bool ranked =
            place != NONE && place != before && ranking->rank[i] > 0 && !options_stays(options, i);
        before = place;
        if (ranked) {
            err = sql_run(
                store->sql, "UPDATE wish SET turn = ?3 WHERE child = ?1 AND rank = ?2",
                SQL(sql_whole(a), sql_whole((int64_t)place + 1), sql_whole(ranking->rank[i])),
                error);
        }
    }
    return err;
}

enum err reserve_rank(struct store *store, const struct instance *instance, struct error *error) {
    struct arena arena = {NULL};
    struct options options;
    struct ranking ranking;
    enum err err = options_possible(&options, instance, &arena, error);
    if (err == OK) {
        err = ranking_build(&ranking, instance, &options, &arena, error);
    }
    if (err == OK) {
        err = sql_run(store->sql, "UPDATE wish SET turn = NULL WHERE turn IS NOT NULL", SQL_NONE,
                      error);
    }
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        err = rank_child(store, instance, &options, &ranking, a, error);
    }
    arena_free(&arena);
    return err == OK ? reserve_settle(store, UINT32_MAX, error) : err;
}

static enum err add_line(void *context, const struct sql_row *row, struct error *error) {
    const char *turn = sql_row_text(row, 2);
    (void)error;
    text_printf(context, "%s,%s,%s\n", sql_row_text(row, 0), sql_row_text(row, 1),
                turn == NULL ? "" : turn);
    return OK;
}

enum err reserve_digest(struct store *store, char sha256[65], struct error *error) {
    struct text lines = {0};
    enum err err = sql_each(store->sql,
                            "SELECT c.id, o.id, w.turn FROM wish w JOIN child c ON"
                            " c.child = w.child JOIN offer o ON o.offer = w.offer"
                            " ORDER BY w.child, w.rank",
                            SQL_NONE, add_line, &lines, error);
    if (err == OK) {
        err = lines.no_memory
                  ? error_no_memory(error)
                  : sha256_hex(lines.bytes == NULL ? "" : lines.bytes, lines.length, sha256, error);
    }
    text_release(&lines);
    return err;
}

#define PASSED "SELECT w.child, w.offer FROM wish w WHERE w.passed = 1"
#define LOGGED                                                                                     \
    "SELECT w.child, w.offer FROM log l JOIN child c ON c.id = l.child"                            \
    " JOIN offer o ON o.id = l.before ->> 'offered'"                                               \
    " JOIN wish w ON w.child = c.child AND w.offer = o.offer WHERE l.action = 'pass'"
#define LISTS "SELECT offer, turn, child FROM reserve"

enum err reserve_differ(struct store *store, sql_row_fn *row_fn, void *context,
                        struct error *error) {
    enum err err = sql_each(store->sql,
                            "SELECT c.id FROM child c WHERE c.child IN"
                            " (SELECT child FROM (" PASSED " EXCEPT " LOGGED ") UNION ALL"
                            "  SELECT child FROM (" LOGGED " EXCEPT " PASSED ")) ORDER BY c.child",
                            SQL_NONE, row_fn, context, error);
    return err == OK
               ? sql_each(store->sql,
                          "SELECT c.id FROM child c WHERE c.child IN"
                          " (SELECT child FROM (" LISTS " EXCEPT " LISTED ") UNION ALL"
                          "  SELECT child FROM (" LISTED " EXCEPT " LISTS ")) ORDER BY c.child",
                          SQL_NONE, row_fn, context, error)
               : err;
}
