// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/export.h"

#include "io/out.h"
#include "review/letters.h"
#include "review/withheld.h"
#include "review/workbook.h"

static const char *const owned[] = {"decisions.csv", "log.csv", "round.xlsx", "letters/*.html",
                                    NULL};

/* A row as a line of CSV. */
static enum err write_row(void *context, const struct sql_row *row, struct error *error) {
    struct out *out = context;
    int n = sql_row_columns(row);
    (void)error;
    for (int i = 0; i < n; i++) {
        const char *text = sql_row_text(row, i);
        if (text != NULL) {
            out_field(out, text);
        }
        out_text(out, i + 1 < n ? "," : "\n");
    }
    return OK;
}

static enum err write_table(struct folder *folder, struct store *store, const char *name,
                            const char *header, const char *query, struct error *error) {
    struct out *out;
    enum err err = out_open(&out, folder, name, error);
    if (err != OK) {
        return err;
    }
    out_text(out, header);
    err = sql_each(store->sql, query, SQL_NONE, write_row, out, error);
    if (err != OK) {
        out_abandon(out);
        return err;
    }
    return out_close(out, NULL, error);
}

/* Decided, and what became of it. Nobody's name is in it. */
static const char decisions[] =
    "SELECT c.id, o.id, s.id, c.start, c.basis, c.wish,"
    " CASE c.protected WHEN 0 THEN c.metres END, c.state, c.confirmed_by, c.decided_by,"
    " h.id, c.offered_start"
    " FROM child c LEFT JOIN offer h ON h.offer = c.offered LEFT JOIN offer o ON o.offer = c.offer"
    " LEFT JOIN school s ON s.school = o.school"
    " WHERE c.state IN ('decided', 'accepted', 'declined') ORDER BY c.child";

static const char whole_log[] =
    "WITH" WITHHELD_NAMES "SELECT l.entry, l.at, l.user, l.action, l.child, l.before, l.after,"
    " CASE WHEN" IS_WITHHELD("l") "THEN NULL ELSE l.reason END," IS_WITHHELD(
        "l") ", l.hash"
             " FROM log l ORDER BY l.entry";

static enum err write_all(const struct export *export, struct folder *folder, struct error *error) {
    struct store *store = export->store;
    const struct letters letters = {store, export->language, UINT32_MAX};
    enum err err = write_table(folder, store, owned[0],
                               "applicant,offer,school,start,basis,wish,metres,state,confirmed_by,"
                               "decided_by,offered,offered_start\n",
                               decisions, error);
    if (err == OK) {
        err = write_table(folder, store, owned[1],
                          "entry,at,user,action,child,before,after,reason,withheld,hash\n",
                          whole_log, error);
    }
    if (err == OK) {
        char path[FOLDER_PATH_SIZE];
        folder_name_file(folder, owned[2], path);
        err = workbook_write(store, letter_language_find(export->language), path, error);
    }
    return err == OK && export->letters ? letters_write(&letters, folder, error) : err;
}

enum err export_write(const struct export *export, const char *path, struct error *error) {
    struct folder folder;
    enum err err = folder_begin(&folder, path, owned, error);
    if (err != OK) {
        return err;
    }
    err = sql_snapshot(export->store->sql, error);
    if (err == OK) {
        err = sql_end(export->store->sql, write_all(export, &folder, error), error);
    }
    err = err == OK ? folder_commit(&folder, error) : err;
    folder_discard(&folder);
    return err;
}
