// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The chain: whatever is changed behind the log's back is found, and told at its place; and what
 * the triggers are for is refused.
 */
#include "io/file.h"
#include "review/log.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

/* A desk with some work done: entry 1 is the run's, then three confirmations and an override. */
static void work(struct desk *desk) {
    desk_make(desk, "house", false);
    const struct user anna = desk_user("Anna Öberg", ROLE_CASEWORKER);
    for (uint32_t a = 0; a < 3; a++) {
        desk_change(desk, &anna, ACTION_CONFIRM, (struct change){.child = a}, NULL);
    }
    desk_change(desk, &anna, ACTION_OVERRIDE,
                (struct change){.child = 3, .offer = UINT32_MAX, .version = 0},
                "flyttar till \"Malmö\"\nbåda föräldrarna");
}

Test(log, an_honest_store_holds) {
    struct desk desk;
    work(&desk);
    desk_audit(&desk);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log"), 5);
    desk_remove(&desk);
}

struct known {
    char previous[65], at[STORE_TIME_SIZE];
};

static enum err take_known(void *context, const struct sql_row *row, struct error *error) {
    struct known *known = context;
    (void)error;
    snprintf(known->previous, sizeof known->previous, "%s", sql_row_text(row, 0));
    snprintf(known->at, sizeof known->at, "%s", sql_row_text(row, 1));
    return OK;
}

/* The hash can be computed by anybody, from the text that the header describes. */
Test(log, the_hash_is_what_the_header_says) {
    struct desk desk;
    struct error error = {0};
    struct known known;
    struct audit audit;
    char hash[65], text[400];
    work(&desk);
    const struct log_entry entry = {"b\"o", "x", "barn-å", NULL, "{}", NULL};
    cr_assert_eq(sql_begin(desk.store.sql, &error), OK);
    cr_assert_eq(sql_end(desk.store.sql, log_add(&desk.store, &entry, &error), &error), OK);
    cr_assert_eq(sql_each(desk.store.sql,
                          "SELECT (SELECT hash FROM log WHERE entry = 5), at FROM log"
                          " WHERE entry = 6",
                          SQL_NONE, take_known, &known, &error),
                 OK);
    snprintf(text, sizeof text, "[\"%s\",6,\"%s\",\"b\\\"o\",\"x\",\"barn-å\",null,\"{}\",null]",
             known.previous, known.at);
    cr_assert_eq(sha256_hex(text, strlen(text), hash, &error), OK);
    cr_assert_eq(log_audit(&desk.store, &audit, &error), OK);
    cr_expect_str_eq(hash, audit.last);
    cr_expect_eq(audit.n_entries, 6);
    desk_remove(&desk);
}

/* What somebody with the file in hand may try, and where the audit finds it. */
struct tamper {
    const char *script;
    int64_t broken;    /* the entry; 0: the chain holds */
    uint32_t n_differ; /* children */
    int whole;         /* files and proposals are as they were */
};

#define DROP "DROP TRIGGER log_is_not_changed; DROP TRIGGER log_is_not_deleted;"
#define ADD "DROP TRIGGER log_is_not_replaced;"

static const struct tamper tampers[] = {
    {DROP "UPDATE log SET at = '2020-01-01T00:00:00Z' WHERE entry = 2", 2, 0, 1},
    {DROP "UPDATE log SET user = 'Bo' WHERE entry = 3", 3, 0, 1},
    {DROP "UPDATE log SET action = 'decide' WHERE entry = 4", 4, 0, 1},
    {DROP "UPDATE log SET child = NULL WHERE entry = 4", 4, 1, 1},
    {DROP "UPDATE log SET before = NULL WHERE entry = 2", 2, 0, 1},
    {DROP "UPDATE log SET after = before WHERE entry = 2", 2, 1, 1},
    {DROP "UPDATE log SET reason = 'x' WHERE entry = 5", 5, 0, 1},
    {DROP "UPDATE log SET reason = '' WHERE entry = 2", 2, 0, 1},
    {DROP "UPDATE log SET hash = upper(hash) WHERE entry = 1", 1, 0, 1},
    {DROP "UPDATE log SET hash = (SELECT hash FROM log WHERE entry = 2) WHERE entry = 5", 5, 0, 1},
    {DROP "DELETE FROM log WHERE entry = 3", 4, 1, 1},
    {DROP "DELETE FROM log WHERE entry = 1", 2, 0, 0},
    {DROP "DELETE FROM log WHERE entry = 5", 0, 1, 1}, /* the end: found by the child */
    {DROP "DELETE FROM log WHERE entry = 3; UPDATE log SET entry = entry - 1 WHERE entry > 3", 3, 1,
     1},
    {ADD "INSERT INTO log SELECT 6, at, user, action, child, before, after, reason, hash FROM log"
         " WHERE entry = 2",
     6, 0, 1},
    {"UPDATE child SET state = 'decided' WHERE child = 0", 0, 1, 1},
    {"UPDATE child SET state = 'confirmed' WHERE child = 4", 0, 1, 1},
    {"UPDATE child SET offer = (offer + 1) % 2 WHERE child IN (0, 4)", 0, 2, 1},
    {"UPDATE child SET version = 0 WHERE child = 0", 0, 1, 1},
    {"UPDATE proposal SET offer = NULL WHERE child = 4", 0, 1, 0},
    {"UPDATE proposal SET metres = metres + 1 WHERE child = 4", 0, 0, 0},
    {"DELETE FROM proposal WHERE child = 4", 0, 1, 0},
    {"DELETE FROM reserve WHERE child = (SELECT min(child) FROM reserve)", 0, 1, 1},
    {"UPDATE wish SET passed = 1 WHERE child = 2 AND rank = 1", 0, 2, 1},
    {"UPDATE wish SET turn = turn + 10 WHERE child = 2 AND rank = 1", 0, 1, 0},
    {"UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB) WHERE sha256 = (SELECT sha256 FROM "
     "file WHERE"
     " name = 'results/run.json')",
     0, 0, 0},
    {"UPDATE file SET sha256 = (SELECT sha256 FROM file WHERE name = 'results/run.json')"
     " WHERE name = 'instance/instance.json'",
     0, 0, 0},
    {"DELETE FROM file WHERE name = 'instance/instance.json'", 0, 0, 0},
    {"INSERT INTO file SELECT run, 'instance/more.csv', sha256 FROM file LIMIT 1", 0, 0, 0},
};

static void try(const struct tamper *tamper) {
    struct desk desk;
    struct error error = {0};
    struct audit audit;
    char why[256];
    bool whole;
    work(&desk);
    cr_assert_eq(sql_script(desk.store.sql, tamper->script, &error), OK, "%s: %s", tamper->script,
                 error.text);
    cr_assert_eq(log_audit(&desk.store, &audit, &error), OK);
    cr_assert_eq(round_is_whole(&desk.store, &whole, why, &error), OK, "%s", error.text);
    cr_expect_eq(audit.broken, tamper->broken, "%s: %" PRId64 " %s", tamper->script, audit.broken,
                 audit.why);
    cr_expect_eq(audit.n_differ, tamper->n_differ, "%s: %u %s", tamper->script, audit.n_differ,
                 audit.differ);
    cr_expect_eq(whole, tamper->whole != 0, "%s: %s", tamper->script, why);
    desk_remove(&desk);
}

Test(log, tampering_is_found) {
    for (size_t i = 0; i < sizeof tampers / sizeof tampers[0]; i++) {
        try(&tampers[i]);
    }
}

/* And what the store itself refuses. */
static const char *const refused[] = {
    "UPDATE log SET reason = 'x' WHERE entry = 2",
    "DELETE FROM log",
    "INSERT OR REPLACE INTO log SELECT * FROM log WHERE entry = 2",
    ("INSERT INTO log SELECT 7, at, user, action, child, before, after, reason, hash FROM log"
     " WHERE entry = 2"),
    "UPDATE child SET state = 'gone' WHERE child = 0",
    "UPDATE child SET offer = 12345 WHERE child = 0",
    "UPDATE child SET version = 'x' WHERE child = 0",
    "DELETE FROM offer",
    "INSERT INTO user VALUES ('x', 'king', 0, 1, '')",
    "INSERT INTO round SELECT * FROM round",
};

Test(log, the_store_refuses_what_it_must) {
    struct desk desk;
    work(&desk);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct error error = {0};
        cr_expect_eq(sql_script(desk.store.sql, refused[i], &error), ERR_NO, "%s: %s", refused[i],
                     error.text);
    }
    desk_audit(&desk);
    desk_remove(&desk);
}
