// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The worklist, filtered, sorted and counted by the store, page by page; and one child.
 *
 * Whose identity is protected has no name, address, home or metres here for whoever may not see
 * them; names that may not be seen are not searched and not sorted by either.
 */
#include "review/visit.h"

#include <inttypes.h>
#include <string.h>

enum { QUERY_SIZE = 2000, LIMIT_MOST = 500 };

/* The columns of other tables come in only where they are asked for: a count needs none. */
#define JOINED                                                                                     \
    " FROM child c LEFT JOIN offer o ON o.offer = c.offer"                                         \
    " LEFT JOIN school s ON s.school = o.school"

/* What a filter adds to a query; ?1 .. ?6 are its values. Only what is asked for is written, so
 * that the store can go by its indexes. */
enum { WHERE_SIZE = 800, ORDER_SIZE = 120 };
static const char by_state[] = " AND c.state = ?1";
static const char by_school[] = " AND c.offer IN (SELECT offer FROM offer WHERE school = ?2)";
static const char by_offer[] = " AND c.offer = ?3";
static const char by_basis[] = " AND c.basis = ?4";
static const char by_search[] =
    " AND (c.id LIKE ?5 ESCAPE '\\' OR s.name LIKE ?5 ESCAPE '\\' OR o.id LIKE ?5 ESCAPE '\\'"
    " OR ((c.protected = 0 OR ?6 = 1) AND c.name LIKE ?5 ESCAPE '\\'))";

#define MASKED(column) "CASE WHEN c.protected = 1 AND ?6 = 0 THEN NULL ELSE c." column " END"

static const char columns[] = "SELECT c.child, c.id, " MASKED(
    "name") " AS shown_name, c.protected, c.state, c.offer, o.id AS offer_id,"
            " s.school, s.name AS school_name, c.start, c.basis, c.wish, " MASKED(
                "metres") " AS shown_metres,"
                          " c.version, c.confirmed_by, c.decided_by";

static const struct sorting {
    const char *name, *by;
    bool has_null; /* which come last both ways */
} sortings[] = {
    {"child", "c.child", false},     {"id", "c.id", false},      {"name", "shown_name", true},
    {"school", "school_name", true}, {"wish", "c.wish", true},   {"metres", "shown_metres", true},
    {"state", "c.state", false},     {"start", "c.start", true},
};

struct page {
    struct visit *visit;
    json_t *rows;
};

static void fill_row(struct visit *visit, json_t *child, const struct sql_row *row) {
    static const struct row_key keys[] = {
        {"child", ROW_WHOLE},     {"id", ROW_TEXT},       {"name", ROW_TEXT},
        {"protected", ROW_FLAG},  {"state", ROW_TEXT},    {"offer", ROW_WHOLE},
        {"offer_id", ROW_TEXT},   {"school", ROW_WHOLE},  {"school_name", ROW_TEXT},
        {"start", ROW_TEXT},      {"basis", ROW_TEXT},    {"wish", ROW_WHOLE},
        {"metres", ROW_WHOLE},    {"version", ROW_WHOLE}, {"confirmed_by", ROW_TEXT},
        {"decided_by", ROW_TEXT},
    };
    VISIT_PUT_ROW(visit, child, row, keys);
}

static enum err put_row(void *context, const struct sql_row *row, struct error *error) {
    struct page *page = context;
    json_t *child = json_object();
    (void)error;
    fill_row(page->visit, child, row);
    json_push(page->rows, child, &page->visit->failed);
    return OK;
}

/* The text that LIKE takes for "contains". */
static void make_pattern(char *pattern, size_t size, const char *search) {
    size_t n = 0;
    pattern[n++] = '%';
    for (; *search != '\0' && n + 4 < size; search++) {
        if (strchr("%_\\", *search) != NULL) {
            pattern[n++] = '\\';
        }
        pattern[n++] = *search;
    }
    pattern[n++] = '%';
    pattern[n] = '\0';
}

static const struct sorting *find_sorting(const char *name) {
    const struct sorting *found = NULL;
    for (size_t i = 0; i < sizeof sortings / sizeof sortings[0]; i++) {
        found = strcmp(sortings[i].name, name == NULL ? "child" : name) == 0 ? &sortings[i] : found;
    }
    return found;
}

struct filter {
    const char *state, *basis, *search; /* NULL: any */
    int64_t school, offer, offset, limit;
    const struct sorting *sorting;
    bool descending;
    char pattern[400];
};

/* The query's filter; 0, or the refusal's status. */
static unsigned read_filter(struct visit *visit, struct filter *filter) {
    const char *order = http_query(visit->call, "order");
    unsigned status = 0;
    filter->state = http_query(visit->call, "state");
    filter->basis = http_query(visit->call, "basis");
    filter->search = http_query(visit->call, "search");
    if (!visit_query_whole(visit, "school", 0, UINT32_MAX, -1, &filter->school, &status) ||
        !visit_query_whole(visit, "offer", 0, UINT32_MAX, -1, &filter->offer, &status) ||
        !visit_query_whole(visit, "offset", 0, UINT32_MAX, 0, &filter->offset, &status) ||
        !visit_query_whole(visit, "limit", 1, LIMIT_MOST, 100, &filter->limit, &status)) {
        return status;
    }
    filter->sorting = find_sorting(http_query(visit->call, "sort"));
    filter->descending = order != NULL && strcmp(order, "falling") == 0;
    if (filter->sorting == NULL ||
        (order != NULL && !filter->descending && strcmp(order, "rising") != 0)) {
        return visit_refuse(visit, 400, "query",
                            "sort is child, id, name, school, wish, metres, state or start; order "
                            "is rising or falling");
    }
    make_pattern(filter->pattern, sizeof filter->pattern,
                 filter->search == NULL ? "" : filter->search);
    return 0;
}

/* The filter's part of a query, from " WHERE" on. */
static void write_where(const struct filter *filter, char where[WHERE_SIZE]) {
    snprintf(where, WHERE_SIZE, " WHERE 1%s%s%s%s%s", filter->state == NULL ? "" : by_state,
             filter->school < 0 ? "" : by_school, filter->offer < 0 ? "" : by_offer,
             filter->basis == NULL ? "" : by_basis, filter->search == NULL ? "" : by_search);
}

static void write_order(const struct filter *filter, char order[ORDER_SIZE]) {
    const char *by = filter->sorting->by, *way = filter->descending ? "DESC" : "ASC";
    if (filter->sorting->has_null) {
        snprintf(order, ORDER_SIZE, " ORDER BY %s IS NULL, %s %s, c.child", by, by, way);
    } else {
        snprintf(order, ORDER_SIZE, " ORDER BY %s %s, c.child", by, way);
    }
}

/* How many there are, and the page of them. */
static enum err read_page(struct page *page, const struct filter *filter, int64_t *total) {
    struct visit *visit = page->visit;
    char where[WHERE_SIZE], order[ORDER_SIZE], query[QUERY_SIZE];
    const struct sql_value value[8] = {
        sql_text(filter->state),   sql_whole(filter->school),
        sql_whole(filter->offer),  sql_text(filter->basis),
        sql_text(filter->pattern), sql_whole(visit->user.sees_protected ? 1 : 0),
        sql_whole(filter->limit),  sql_whole(filter->offset),
    };
    write_where(filter, where);
    write_order(filter, order);
    snprintf(query, sizeof query, "SELECT count(*)%s%s",
             filter->search == NULL ? " FROM child c" : JOINED, where);
    enum err err = sql_number(visit->store->sql, query, (struct sql_values){value, 6}, 0, total,
                              &visit->error);
    if (err == OK) {
        snprintf(query, sizeof query, "%s" JOINED "%s%s LIMIT ?7 OFFSET ?8", columns, where, order);
        err = sql_each(visit->store->sql, query, (struct sql_values){value, 8}, put_row, page,
                       &visit->error);
    }
    return err;
}

unsigned api_children(struct visit *visit) {
    struct page page = {visit, json_array()};
    struct filter filter;
    int64_t total = 0;
    json_put(visit->answer, "children", page.rows, &visit->failed);
    unsigned status = read_filter(visit, &filter);
    if (status != 0) {
        return status;
    }
    enum err err = sql_snapshot(visit->store->sql, &visit->error);
    err = err == OK ? read_page(&page, &filter, &total) : err;
    err = sql_end(visit->store->sql, err, &visit->error);
    json_put(visit->answer, "total", json_integer(total), &visit->failed);
    return err == OK ? 200 : visit_fail(visit, err);
}

static enum err fill_child(void *context, const struct sql_row *row, struct error *error) {
    struct visit *visit = context;
    (void)error;
    fill_row(visit, visit->answer, row);
    visit_put_row_text(visit, visit->answer, "guardian", row, 16);
    visit_put_row_text(visit, visit->answer, "address", row, 17);
    return OK;
}

static enum err put_wish(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {{"rank", ROW_WHOLE},
                                          {"offer", ROW_WHOLE},
                                          {"id", ROW_TEXT},
                                          {"school", ROW_WHOLE},
                                          {"school_name", ROW_TEXT}};
    struct page *page = context;
    json_t *wish = json_object();
    (void)error;
    VISIT_PUT_ROW(page->visit, wish, row, keys);
    json_push(page->rows, wish, &page->visit->failed);
    return OK;
}

static enum err put_proposal(void *context, const struct sql_row *row, struct error *error) {
    static const struct row_key keys[] = {{"run", ROW_WHOLE},
                                          {"offer", ROW_WHOLE},
                                          {"start", ROW_TEXT},
                                          {"basis", ROW_TEXT},
                                          {"wish", ROW_WHOLE}};
    struct visit *visit = context;
    json_t *proposal = json_object();
    (void)error;
    VISIT_PUT_ROW(visit, proposal, row, keys);
    json_put(visit->answer, "proposal", proposal, &visit->failed);
    return OK;
}

/* Why it was proposed what it was: facts, and the same in words. */
static enum err put_explanation(struct visit *visit, uint32_t child) {
    struct text facts = {0};
    struct words words = {0};
    json_error_t found;
    bool no_memory;
    enum err err =
        grounds_tell(&visit->service->grounds, visit->store, child,
                     language_find(http_query(visit->call, "lang")), &facts, &words, &visit->error);
    if (err == OK) {
        json_t *parsed = json_parse(facts.bytes, facts.length, 0, &no_memory, &found);
        visit->failed |= parsed == NULL;
        json_put(visit->answer, "facts", parsed, &visit->failed);
        visit_put_text(visit, visit->answer, "words", words.out.bytes);
    }
    text_release(&facts);
    words_release(&words);
    return err;
}

/* Where the child lives. */
static void put_home(struct visit *visit, uint32_t child) {
    const struct instance *instance = &visit->service->first.loaded.instance;
    bool known = instance->applicant_x != NULL && instance->applicant_y != NULL &&
                 instance->applicant_x[child] == instance->applicant_x[child];
    json_put(visit->answer, "x", known ? json_real(instance->applicant_x[child]) : json_null(),
             &visit->failed);
    json_put(visit->answer, "y", known ? json_real(instance->applicant_y[child]) : json_null(),
             &visit->failed);
}

unsigned api_child(struct visit *visit) {
    struct sql *sql = visit->store->sql;
    struct page wishes = {visit, json_array()};
    const struct sql_value number = sql_whole(visit->number);
    const struct sql_value value[6] = {number,     sql_null(),
                                       sql_null(), sql_null(),
                                       sql_null(), sql_whole(visit->user.sees_protected ? 1 : 0)};
    char query[QUERY_SIZE];
    snprintf(query, sizeof query,
             "%s, " MASKED("guardian") ", " MASKED("address") JOINED " WHERE c.child = ?1",
             columns);
    enum err err =
        sql_each(sql, query, (struct sql_values){value, 6}, fill_child, visit, &visit->error);
    const json_t *hidden = json_object_get(visit->answer, "protected");
    if (err == OK && hidden == NULL) {
        json_decref(wishes.rows);
        return visit_refuse(visit, 404, "none", "there is no such child");
    }
    json_put(visit->answer, "wishes", wishes.rows, &visit->failed);
    if (err == OK) {
        err = sql_each(sql,
                       "SELECT w.rank, w.offer, o.id, s.school, s.name FROM wish w"
                       " JOIN offer o ON o.offer = w.offer JOIN school s ON s.school = o.school"
                       " WHERE w.child = ?1 ORDER BY w.rank",
                       SQL(number), put_wish, &wishes, &visit->error);
    }
    if (err == OK) {
        err = sql_each(sql,
                       "SELECT p.run, p.offer, p.start, p.basis, p.wish FROM proposal p"
                       " JOIN round r ON r.run = p.run WHERE p.child = ?1",
                       SQL(number), put_proposal, visit, &visit->error);
    }
    uint32_t n = visit->service->first.loaded.instance.n_applicants;
    if (err == OK && visit->number < n && (!json_is_true(hidden) || visit->user.sees_protected)) {
        put_home(visit, (uint32_t)visit->number);
        err = put_explanation(visit, (uint32_t)visit->number);
    }
    return err == OK ? 200 : visit_fail(visit, err);
}
