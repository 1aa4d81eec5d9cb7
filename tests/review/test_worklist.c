// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The worklist against a plain look through all children, for drawn filters and orders; and nothing
 * of whose identity is protected in any answer to whoever may not see it.
 */
#include "tests/oracle/random.h"
#include "tests/review/client.h"

#include <criterion/criterion.h>
#include <string.h>
#include <strings.h>

static struct reply reply;

static void get(const struct client *client, const char *path) {
    reply_release(&reply);
    client_ask(client, "GET", path, NULL, &reply);
}

/* Names, some of them of protected children, and a few changes of state. */
static void prepare(struct desk *desk) {
    struct error error = {0};
    const struct user anna = desk_user("anna", ROLE_CASEWORKER);
    const char *script =
        "UPDATE child SET name = CASE child % 5 WHEN 0 THEN 'Åsa Öberg' WHEN 1 THEN 'Bo 100%'"
        " WHEN 2 THEN 'Cecilia_Ek' WHEN 3 THEN NULL ELSE 'bo\\' || child END,"
        " guardian = 'Guardian' || child, address = 'Street ' || child;"
        "UPDATE child SET protected = 1, name = 'Secret' || child, guardian = 'Secret',"
        " address = 'Secret' WHERE child % 7 = 3;";
    cr_assert_eq(sql_script(desk->store.sql, script, &error), OK, "%s", error.text);
    for (uint32_t a = 0; a < 60; a += 2) {
        enum action action = a % 6 == 0 ? ACTION_RETURN : ACTION_CONFIRM;
        desk_change(desk, &anna, action, (struct change){.child = a}, "x");
    }
}

struct row {
    char id[64], name[64], state[16], school[80], offer_id[64];
    int64_t child, offer, school_number, wish, metres;
    bool protected, has_name, has_offer, has_wish, has_metres;
};

struct rows {
    uint32_t n;
    struct row *row;
};

static void keep(char *text, size_t size, const char *from) {
    snprintf(text, size, "%s", from == NULL ? "" : from);
}

static enum err take(void *context, const struct sql_row *row, struct error *error) {
    struct rows *rows = context;
    struct row *to = &rows->row[rows->n++];
    (void)error;
    to->child = sql_row_whole(row, 0);
    keep(to->id, sizeof to->id, sql_row_text(row, 1));
    keep(to->name, sizeof to->name, sql_row_text(row, 2));
    to->has_name = !sql_row_is_null(row, 2);
    to->protected = sql_row_whole(row, 3) != 0;
    keep(to->state, sizeof to->state, sql_row_text(row, 4));
    to->has_offer = !sql_row_is_null(row, 5);
    to->offer = sql_row_whole(row, 5);
    keep(to->offer_id, sizeof to->offer_id, sql_row_text(row, 6));
    to->school_number = sql_row_whole(row, 7);
    keep(to->school, sizeof to->school, sql_row_text(row, 8));
    to->has_wish = !sql_row_is_null(row, 9);
    to->wish = sql_row_whole(row, 9);
    to->has_metres = !sql_row_is_null(row, 10);
    to->metres = sql_row_whole(row, 10);
    return OK;
}

static void read_rows(struct desk *desk, struct rows *rows, bool sees) {
    struct error error = {0};
    rows->row = calloc(desk->loaded.instance.n_applicants, sizeof *rows->row);
    rows->n = 0;
    cr_assert_eq(sql_each(desk->store.sql,
                          "SELECT c.child, c.id, c.name, c.protected, c.state, c.offer, o.id,"
                          " o.school, s.name, c.wish, c.metres FROM child c"
                          " LEFT JOIN offer o ON o.offer = c.offer"
                          " LEFT JOIN school s ON s.school = o.school ORDER BY c.child",
                          SQL_NONE, take, rows, &error),
                 OK);
    for (uint32_t i = 0; i < rows->n && !sees; i++) {
        struct row *row = &rows->row[i];
        row->has_name = row->has_name && !row->protected;
        row->has_metres = row->has_metres && !row->protected;
    }
}

struct question {
    const char *state, *search, *sort;
    int64_t school, offer; /* -1: any */
    bool falling;
};

static bool contains(const char *text, const char *part) {
    return strcasestr(text, part) != NULL;
}

static bool fits(const struct row *row, const struct question *question) {
    const char *search = question->search;
    return (question->state == NULL || strcmp(row->state, question->state) == 0) &&
           (question->school < 0 || (row->has_offer && row->school_number == question->school)) &&
           (question->offer < 0 || (row->has_offer && row->offer == question->offer)) &&
           (search == NULL || contains(row->id, search) || contains(row->school, search) ||
            contains(row->offer_id, search) || (row->has_name && contains(row->name, search)));
}

/* Below 0: a before b, rising, those without last both ways. */
static int compare(const struct row *a, const struct row *b, const struct question *question) {
    bool has_a = true, has_b = true;
    int64_t by = 0;
    if (strcmp(question->sort, "name") == 0) {
        has_a = a->has_name, has_b = b->has_name;
        by = strcmp(a->name, b->name);
    } else if (strcmp(question->sort, "metres") == 0) {
        has_a = a->has_metres, has_b = b->has_metres;
        by = (a->metres > b->metres) - (a->metres < b->metres);
    } else if (strcmp(question->sort, "wish") == 0) {
        has_a = a->has_wish, has_b = b->has_wish;
        by = (a->wish > b->wish) - (a->wish < b->wish);
    } else if (strcmp(question->sort, "school") == 0) {
        has_a = a->has_offer, has_b = b->has_offer;
        by = strcmp(a->school, b->school);
    } else if (strcmp(question->sort, "id") == 0) {
        by = strcmp(a->id, b->id);
    } else {
        by = (a->child > b->child) - (a->child < b->child);
    }
    if (has_a != has_b) {
        return has_a ? -1 : 1;
    }
    by = !has_a ? 0 : question->falling ? -by : by;
    return by != 0 ? (by < 0 ? -1 : 1) : (a->child < b->child ? -1 : 1);
}

/* How many of the rows that fit come before this one. */
static uint32_t place_of(const struct rows *rows, uint32_t i, const struct question *question) {
    uint32_t place = 0;
    for (uint32_t j = 0; j < rows->n; j++) {
        if (j != i && fits(&rows->row[j], question) &&
            compare(&rows->row[j], &rows->row[i], question) < 0) {
            place++;
        }
    }
    return place;
}

static void check(const struct rows *rows, const struct question *question, uint32_t offset,
                  uint32_t limit, const char *path) {
    const json_t *children = json_object_get(reply.json, "children");
    uint32_t n_fit = 0, n_seen = 0;
    cr_assert_eq(reply.status, 200, "%s: %s", path, reply.text);
    for (uint32_t i = 0; i < rows->n; i++) {
        if (!fits(&rows->row[i], question)) {
            continue;
        }
        uint32_t place = place_of(rows, i, question);
        n_fit++;
        if (place >= offset && place < offset + limit) {
            const json_t *child = json_array_get(children, place - offset);
            cr_assert_eq(json_integer_value(json_object_get(child, "child")), rows->row[i].child,
                         "%s: place %u", path, place);
            const char *name = json_string_value(json_object_get(child, "name"));
            cr_assert_str_eq(name == NULL ? "-" : name,
                             rows->row[i].has_name ? rows->row[i].name : "-");
            n_seen++;
        }
    }
    cr_assert_eq(json_integer_value(json_object_get(reply.json, "total")), n_fit, "%s", path);
    cr_assert_eq(json_array_size(children), n_seen, "%s", path);
}

static void escape(char *to, const char *from) {
    for (; *from != '\0'; from++) {
        to += sprintf(to, "%%%02X", (unsigned char)*from);
    }
    *to = '\0';
}

static void ask(const struct client *client, const struct rows *rows, struct random *random) {
    static const char *const states[] = {"proposed", "confirmed", "returned", "decided"};
    static const char *const sorts[] = {"child", "id", "name", "school", "wish", "metres"};
    static const char *const searches[] = {"A00",   "bo",     "100%", "_Ek", "\\",
                                           "skola", "Secret", "-F",   "%",   "' OR 1=1 --"};
    char path[600], part[200];
    struct question question = {.sort = sorts[random_below(random, 6)],
                                .school = -1,
                                .offer = -1,
                                .falling = random_chance(random, 50)};
    uint32_t offset = random_chance(random, 60) ? 0 : random_below(random, 200);
    uint32_t limit = 1 + random_below(random, 60);
    int n = snprintf(path, sizeof path, "/api/1/children?sort=%s&order=%s&offset=%u&limit=%u",
                     question.sort, question.falling ? "falling" : "rising", offset, limit);
    if (random_chance(random, 40)) {
        question.state = states[random_below(random, 4)];
        n += snprintf(path + n, sizeof path - (size_t)n, "&state=%s", question.state);
    }
    if (random_chance(random, 30)) {
        question.school = random_below(random, 5);
        n += snprintf(path + n, sizeof path - (size_t)n, "&school=%d", (int)question.school);
    }
    if (random_chance(random, 20)) {
        question.offer = random_below(random, 5);
        n += snprintf(path + n, sizeof path - (size_t)n, "&offer=%d", (int)question.offer);
    }
    if (random_chance(random, 60)) {
        question.search = searches[random_below(random, 10)];
        escape(part, question.search);
        snprintf(path + n, sizeof path - (size_t)n, "&search=%s", part);
    }
    get(client, path);
    check(rows, &question, offset, limit, path);
}

Test(worklist, is_what_a_plain_look_finds) {
    struct desk desk;
    struct client client[2];
    struct rows rows[2];
    struct random random = {7};
    desk_make(&desk, "district", false);
    prepare(&desk);
    client_user(&desk, "sees", ROLE_READER, true);
    client_user(&desk, "sees not", ROLE_READER, false);
    struct service *service = client_serve(&desk);
    client_login(&client[0], service, "sees not");
    client_login(&client[1], service, "sees");
    read_rows(&desk, &rows[0], false);
    read_rows(&desk, &rows[1], true);
    uint64_t n = 20 + random_instances() / 2000;
    for (uint64_t i = 0; i < n; i++) {
        ask(&client[i % 2], &rows[i % 2], &random);
    }
    free(rows[0].row);
    free(rows[1].row);
    service_stop(service);
    desk_remove(&desk);
}

/* Nothing of a protected child in any answer. */
static void is_hidden(const struct client *client, const char *path, const char *home) {
    get(client, path);
    cr_assert_eq(reply.status, 200, "%s", path);
    cr_expect(strstr(reply.text, "Secret") == NULL, "%s: %s", path, strstr(reply.text, "Secret"));
    cr_expect(home == NULL || strstr(reply.text, home) == NULL, "%s tells the home", path);
}

Test(worklist, tells_nothing_of_the_protected) {
    struct desk desk;
    struct client client, sees;
    char path[100], home[40];
    desk_make(&desk, "district", false);
    prepare(&desk);
    client_user(&desk, "sees not", ROLE_APPROVER, false);
    client_user(&desk, "sees", ROLE_READER, true);
    struct service *service = client_serve(&desk);
    client_login(&client, service, "sees not");
    client_login(&sees, service, "sees");
    const struct instance *instance = &desk.loaded.instance;
    for (uint32_t a = 3; a < 200; a += 7) {
        snprintf(path, sizeof path, "/api/1/children/%u", a);
        snprintf(home, sizeof home, "%.1f", instance->applicant_x[a]);
        is_hidden(&client, path, home);
        cr_expect(json_object_get(reply.json, "words") == NULL);
        cr_expect(json_is_null(json_object_get(reply.json, "metres")));
        cr_expect(json_is_true(json_object_get(reply.json, "protected")));
        get(&sees, path);
        cr_expect(strstr(reply.text, "Secret") != NULL && strstr(reply.text, home) != NULL,
                  "who may see it does");
    }
    is_hidden(&client, "/api/1/children?limit=500", NULL);
    is_hidden(&client, "/api/1/children?limit=500&sort=name&order=falling", NULL);
    is_hidden(&client, "/api/1/children?search=Secret", NULL);
    cr_expect_eq(json_integer_value(json_object_get(reply.json, "total")), 0);
    is_hidden(&client, "/api/1/log", NULL);
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        snprintf(path, sizeof path, "/api/1/schools/%u", s);
        is_hidden(&client, path, NULL);
    }
    service_stop(service);
    desk_remove(&desk);
}
