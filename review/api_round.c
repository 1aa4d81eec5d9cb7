// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The round at a glance, and its schools: how many seats, and by what they are taken.
 */
#include "review/visit.h"

struct filling {
    struct visit *visit;
    json_t *target;
};

static enum err put_count(void *context, const struct sql_row *row, struct error *error) {
    struct filling *filling = context;
    (void)error;
    visit_put_row_whole(filling->visit, filling->target, sql_row_text(row, 0), row, 1);
    return OK;
}

static enum err put_run(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {{"run", ROW_WHOLE},
                                          {"at", ROW_TEXT},
                                          {"by", ROW_TEXT},
                                          {"seed", ROW_TEXT},
                                          {"n_placed", ROW_WHOLE}};
    struct filling *filling = context;
    json_t *run = json_object();
    (void)error;
    VISIT_PUT_ROW(filling->visit, run, row, keys);
    json_push(filling->target, run, &filling->visit->failed);
    return OK;
}

static enum err put_round(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {
        {"name", ROW_TEXT},   {"date", ROW_TEXT},      {"mechanism", ROW_TEXT}, {"seed", ROW_TEXT},
        {"months", ROW_FLAG}, {"four_eyes", ROW_FLAG}, {"closed", ROW_FLAG},    {"run", ROW_WHOLE},
    };
    struct visit *visit = context;
    (void)error;
    VISIT_PUT_ROW(visit, visit->answer, row, keys);
    return OK;
}

/* Counts of children into an object: key, number. */
static enum err count_into(struct visit *visit, const char *key, const char *query) {
    struct filling filling = {visit, json_object()};
    json_put(visit->answer, key, filling.target, &visit->failed);
    return sql_each(visit->store->sql, query, SQL_NONE, put_count, &filling, &visit->error);
}

static unsigned make_round(struct visit *visit) {
    struct sql *sql = visit->store->sql;
    enum err err = sql_each(sql,
                            "SELECT name, date, mechanism, seed, months, four_eyes, closed, run"
                            " FROM round",
                            SQL_NONE, put_round, visit, &visit->error);
    if (err == OK) {
        err = count_into(visit, "states", "SELECT state, count(*) FROM child GROUP BY state");
    }
    if (err == OK) { /* of those who have a place, by the wish it is; 0: at none */
        err = count_into(visit, "wishes",
                         "SELECT coalesce(wish, 0), count(*) FROM child WHERE offer IS NOT NULL AND"
                         " state NOT IN ('returned', 'declined') GROUP BY 1");
    }
    if (err == OK) {
        err = count_into(visit, "places",
                         "SELECT CASE WHEN offer IS NULL THEN 'without' ELSE 'with' END, count(*)"
                         " FROM child WHERE state NOT IN ('returned', 'declined') GROUP BY 1");
    }
    if (err == OK) {
        struct filling filling = {visit, json_array()};
        json_put(visit->answer, "runs", filling.target, &visit->failed);
        err = sql_each(sql, "SELECT run, at, by, seed, n_placed FROM run ORDER BY run", SQL_NONE,
                       put_run, &filling, &visit->error);
    }
    return err == OK ? 200 : visit_fail(visit, err);
}

unsigned api_round(struct visit *visit) {
    return visit_kept(visit, &visit->service->round, make_round);
}

/* Seats of offers: confirmed, those that are decided; planned, those that somebody has confirmed;
 * draft, those that are proposed alone. Whoever stays where seats do not count it takes none. */
#define OFFERS                                                                                     \
    "SELECT o.offer, o.id, o.grade, o.seats, o.school,"                                            \
    " count(*) FILTER (WHERE c.state IN ('decided', 'accepted')),"                                 \
    " count(*) FILTER (WHERE c.state IN ('confirmed', 'overridden')),"                             \
    " count(*) FILTER (WHERE c.state = 'proposed'),"                                               \
    " (SELECT count(*) FROM reserve r WHERE r.offer = o.offer)"                                    \
    " FROM offer o LEFT JOIN child c ON c.offer = o.offer"                                         \
    " AND (c.basis <> 'current' OR o.counts_current = 1)"

static json_t *make_offer(struct visit *visit, const struct sql_row *row) {
    json_t *offer = json_object();
    visit_put_row_whole(visit, offer, "offer", row, 0);
    visit_put_row_text(visit, offer, "id", row, 1);
    visit_put_row_text(visit, offer, "grade", row, 2);
    visit_put_row_whole(visit, offer, "seats", row, 3);
    visit_put_row_whole(visit, offer, "confirmed", row, 5);
    visit_put_row_whole(visit, offer, "planned", row, 6);
    visit_put_row_whole(visit, offer, "draft", row, 7);
    visit_put_row_whole(visit, offer, "reserve", row, 8);
    return offer;
}

static void fill_school(struct visit *visit, json_t *school, const struct sql_row *row) {
    static const struct row_key keys[] = {
        {"school", ROW_WHOLE}, {"id", ROW_TEXT}, {"name", ROW_TEXT},
        {"x", ROW_REAL},       {"y", ROW_REAL},  {"seats", ROW_WHOLE},
    };
    VISIT_PUT_ROW(visit, school, row, keys);
    json_put(school, "offers", json_array(), &visit->failed);
}

static enum err put_school(void *context, const struct sql_row *row, struct error *error) {
    struct filling *filling = context;
    json_t *school = json_object();
    (void)error;
    fill_school(filling->visit, school, row);
    json_push(filling->target, school, &filling->visit->failed);
    return OK;
}

/* Into the school that it is of: schools stand in the order of their numbers. */
static enum err put_offer(void *context, const struct sql_row *row, struct error *error) {
    struct filling *filling = context;
    json_t *school = json_array_get(filling->target, (size_t)sql_row_whole(row, 4));
    (void)error;
    json_push(json_object_get(school, "offers"), make_offer(filling->visit, row),
              &filling->visit->failed);
    return OK;
}

static unsigned make_schools(struct visit *visit) {
    struct filling filling = {visit, json_array()};
    json_put(visit->answer, "schools", filling.target, &visit->failed);
    enum err err = sql_each(visit->store->sql,
                            "SELECT school, id, name, x, y, seats FROM school ORDER BY school",
                            SQL_NONE, put_school, &filling, &visit->error);
    if (err == OK) {
        err = sql_each(visit->store->sql, OFFERS " GROUP BY o.offer ORDER BY o.offer", SQL_NONE,
                       put_offer, &filling, &visit->error);
    }
    return err == OK ? 200 : visit_fail(visit, err);
}

unsigned api_schools(struct visit *visit) {
    return visit_kept(visit, &visit->service->schools, make_schools);
}

static enum err fill_one(void *context, const struct sql_row *row, struct error *error) {
    struct visit *visit = context;
    (void)error;
    fill_school(visit, visit->answer, row);
    return OK;
}

static enum err add_offer(void *context, const struct sql_row *row, struct error *error) {
    struct visit *visit = context;
    (void)error;
    json_push(json_object_get(visit->answer, "offers"), make_offer(visit, row), &visit->failed);
    return OK;
}

static enum err put_waiting(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {
        {"offer", ROW_WHOLE}, {"position", ROW_WHOLE}, {"child", ROW_WHOLE},   {"id", ROW_TEXT},
        {"name", ROW_TEXT},   {"state", ROW_TEXT},     {"protected", ROW_FLAG}};
    struct filling *filling = context;
    struct visit *visit = filling->visit;
    json_t *waiting = json_object();
    (void)error;
    VISIT_PUT_ROW(visit, waiting, row, keys);
    json_push(filling->target, waiting, &visit->failed);
    return OK;
}

/* One school, its offers and their reserve lists; its children are /children?school=. */
unsigned api_school(struct visit *visit) {
    struct sql *sql = visit->store->sql;
    struct filling filling = {visit, json_array()};
    enum err err =
        sql_each(sql, "SELECT school, id, name, x, y, seats FROM school WHERE school = ?1",
                 SQL(sql_whole(visit->number)), fill_one, visit, &visit->error);
    if (err == OK && json_object_get(visit->answer, "school") == NULL) {
        json_decref(filling.target);
        return visit_refuse(visit, 404, "none", "there is no such school");
    }
    json_put(visit->answer, "reserve", filling.target, &visit->failed);
    if (err == OK) {
        err = sql_each(sql, OFFERS " WHERE o.school = ?1 GROUP BY o.offer ORDER BY o.offer",
                       SQL(sql_whole(visit->number)), add_offer, visit, &visit->error);
    }
    if (err == OK) {
        err = sql_each(
            sql,
            "SELECT r.offer, row_number() OVER (PARTITION BY r.offer ORDER BY r.turn, r.child), "
            "c.child, c.id,"
            " CASE WHEN c.protected = 1 AND ?2 = 0 THEN NULL ELSE c.name END, c.state,"
            " c.protected"
            " FROM reserve r JOIN offer o ON o.offer = r.offer JOIN child c ON c.child = r.child"
            " WHERE o.school = ?1 ORDER BY r.offer, r.turn, r.child",
            SQL(sql_whole(visit->number), sql_whole(visit->user.sees_protected ? 1 : 0)),
            put_waiting, &filling, &visit->error);
    }
    return err == OK ? 200 : visit_fail(visit, err);
}
