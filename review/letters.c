// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/letters.h"

#include "explain/pages.h"
#include "review/grounds.h"
#include "review/round_load.h"
#include "review/withheld.h"

#include <stdlib.h>
#include <string.h>

#define DECIDED "c.state IN ('decided', 'accepted', 'declined')"

/* An entry of the log as a deed; and the child's last entry of which something is so. */
#define DEED(l) l ".entry, " l ".user, " l ".at, " l ".reason, " l ".hash," IS_WITHHELD(l)
#define LAST(so)                                                                                   \
    " (SELECT x.entry FROM log x WHERE x.child = c.id AND " so " ORDER BY x.entry DESC LIMIT 1) "
#define DIFFERS(key) "x.after ->> '" key "' IS NOT x.before ->> '" key "'"
#define GIVES "x.entry < d.entry AND (" DIFFERS("offer") " OR " DIFFERS("start") ")"
#define REOPENS "x.entry < d.entry AND x.action = 'reopen'"
#define ANSWERS "x.entry > d.entry AND x.action IN ('accept', 'decline', 'take')"

/* A seat from the reserve list is decided by whoever offered it, before the family took it. */
#define DECIDES                                                                                    \
    "(x.action = 'decide' OR (c.basis = 'reserve' AND x.action = 'offer' AND x.entry <"            \
    " (SELECT max(t.entry) FROM log t WHERE t.child = c.id AND t.action = 'take')))"

/* A child's deeds: the decision; who gave it its place, where that is not what was proposed; the
 * reopening before the decision; the answer after it. */
static const char cases[] =
    "WITH" WITHHELD_NAMES "SELECT c.child, c.id, c.protected, c.name, c.guardian, c.address,"
    " s.name, o.id, o.grade, c.start, ps.name, po.id, po.grade, p.start,"
    " c.wish, (SELECT count(*) FROM wish w WHERE w.child = c.child), c.confirmed_by, c.state,"
    " c.offer IS NOT p.offer OR c.start IS NOT p.start, c.basis = 'reserve'," DEED("d") "," DEED(
        "g") "," DEED("u") "," DEED("a") //
    " FROM child c JOIN round r"
    " JOIN proposal p ON p.child = c.child AND p.run = ?1"
    " LEFT JOIN offer o ON o.offer = c.offer LEFT JOIN school s ON s.school = o.school"
    " LEFT JOIN offer po ON po.offer = p.offer LEFT JOIN school ps ON ps.school = po.school"
    " JOIN log d ON d.entry =" LAST(DECIDES)      //
    " LEFT JOIN log g ON g.entry =" LAST(GIVES)   //
    " LEFT JOIN log u ON u.entry =" LAST(REOPENS) //
    " LEFT JOIN log a ON a.entry =" LAST(ANSWERS) //
    " WHERE " DECIDED " AND " RUN_OF_CHILD " = ?1 AND (?2 IS NULL OR c.child = ?2)"
    " ORDER BY c.child";

struct writing {
    const struct letters *letters;
    struct letter *letter;
    letter_fn *call;
    void *context;
};

static struct letter_place take_place(const struct sql_row *row, int at) {
    return (struct letter_place){sql_row_text(row, at), sql_row_text(row, at + 1),
                                 sql_row_text(row, at + 2), sql_row_text(row, at + 3)};
}

static struct deed take_deed(const struct sql_row *row, int at) {
    return (struct deed){.entry = sql_row_text(row, at),
                         .by = sql_row_text(row, at + 1),
                         .at = sql_row_text(row, at + 2),
                         .reason = sql_row_text(row, at + 3),
                         .hash = sql_row_text(row, at + 4),
                         .withheld = sql_row_whole(row, at + 5) != 0};
}

static enum err take_case(void *context, const struct sql_row *row, struct error *error) {
    enum { PLACES = 6, OTHER = 18, RESERVE = 19, DEEDS = 20, DEED_SIZE = 6 };
    const struct writing *writing = context;
    bool is_protected = sql_row_whole(row, 2) != 0;
    struct letter_case about = {
        .child = sql_row_index(row, 0),
        .id = sql_row_text(row, 1),
        .is_protected = is_protected,
        .name = is_protected ? NULL : sql_row_text(row, 3),
        .guardian = is_protected ? NULL : sql_row_text(row, 4),
        .address = is_protected ? NULL : sql_row_text(row, 5),
        .decided = take_place(row, PLACES),
        .proposed = take_place(row, PLACES + 4),
        .wish = sql_row_whole(row, 14),
        .n_wishes = sql_row_whole(row, 15),
        .handled_by = sql_row_text(row, 16),
        .accepted = strcmp(sql_row_text(row, 17), "accepted") == 0,
        .decide = take_deed(row, DEEDS),
        .reopen = take_deed(row, DEEDS + 2 * DEED_SIZE),
        .answer = take_deed(row, DEEDS + 3 * DEED_SIZE),
        .from_reserve = sql_row_whole(row, RESERVE) != 0,
    };
    if (sql_row_whole(row, OTHER) != 0) {
        about.give = about.from_reserve ? about.decide : take_deed(row, DEEDS + DEED_SIZE);
    }
    enum err err = letter_write(writing->letter, &about, error);
    return err == OK ? writing->call(writing->context, &about, &writing->letter->out, error) : err;
}

/* The letters of the children whose proposals are of this run. */
static enum err write_run(struct writing *writing, int64_t run, struct error *error) {
    struct round_held held;
    struct explainer explainer;
    struct letter *letter = writing->letter;
    enum err err = round_load(&held, writing->letters->store, run, error);
    if (err == OK) {
        err = explainer_begin(&explainer, &held.loaded.instance, &held.outcome, error);
    }
    if (err == OK) {
        letter->explainer = &explainer;
        letter->round = held.loaded.instance.name;
        letter->months = instance_has_months(&held.loaded.instance);
        err = sql_each(writing->letters->store->sql, cases,
                       SQL(sql_whole(run), sql_index(writing->letters->child)), take_case, writing,
                       error);
        explainer_end(&explainer);
    }
    round_let_go(&held);
    return err;
}

enum { RUNS_MOST = 1000 };

struct runs {
    uint32_t n;
    int64_t run[RUNS_MOST];
};

static enum err take_run(void *context, const struct sql_row *row, struct error *error) {
    struct runs *runs = context;
    if (runs->n == RUNS_MOST) {
        return error_set(error, ERR_INPUT, NULL, "the store has more than %d runs", RUNS_MOST);
    }
    runs->run[runs->n++] = sql_row_whole(row, 0);
    return OK;
}

enum err letters_each(const struct letters *letters, letter_fn *call, void *context,
                      struct error *error) {
    struct runs runs = {0};
    struct settings *settings = malloc(sizeof *settings);
    struct letter letter = {.language = letters->language,
                            .words = letter_language_find(letters->language),
                            .settings = settings};
    struct writing writing = {letters, &letter, call, context};
    enum err err =
        settings == NULL ? error_no_memory(error) : settings_read(letters->store, settings, error);
    if (err == OK) {
        err = sql_each(letters->store->sql,
                       "SELECT DISTINCT " RUN_OF_CHILD " FROM child c JOIN round r WHERE " DECIDED
                       " AND (?1 IS NULL OR c.child = ?1) ORDER BY 1",
                       SQL(sql_index(letters->child)), take_run, &runs, error);
    }
    for (uint32_t i = 0; i < runs.n && err == OK; i++) {
        err = write_run(&writing, runs.run[i], error);
    }
    letter_release(&letter);
    free(settings);
    return err;
}

static enum err add_file(void *context, const struct letter_case *about, const struct text *html,
                         struct error *error) {
    char file[256], name[300];
    page_file_name(file, about->id, about->child, ".html");
    snprintf(name, sizeof name, "letters/%s", file);
    return folder_add(context, name, html->bytes, html->length, error);
}

enum err letters_write(const struct letters *letters, struct folder *folder, struct error *error) {
    return letters_each(letters, add_file, folder, error);
}
