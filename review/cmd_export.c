// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/out.h"
#include "review/cmd.h"

#include <string.h>

static const char *const owned[] = {"decisions.csv", "log.csv", NULL};

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
    "SELECT c.id, o.id, s.id, c.start, c.basis, c.wish, c.metres, c.state, c.confirmed_by,"
    " c.decided_by FROM child c LEFT JOIN offer o ON o.offer = c.offer"
    " LEFT JOIN school s ON s.school = o.school"
    " WHERE c.state IN ('decided', 'accepted', 'declined') ORDER BY c.child";

static const char whole_log[] =
    "SELECT entry, at, user, action, child, before, after, reason, hash FROM log ORDER BY entry";

static enum err export(const struct cli *cli, struct store *store, struct error *error) {
    struct folder folder; enum err err = folder_begin(&folder, cli_value(cli, "out"), owned, error);
    if (err == OK){err = sql_snapshot(store->sql, error);}
if (err == OK) {
    err = write_table(&folder, store, owned[0],
                      "applicant,offer,school,start,basis,wish,metres,state,confirmed_by,"
                      "decided_by\n",
                      decisions, error);
}
if (err == OK) {
    err = write_table(&folder, store, owned[1],
                      "entry,at,user,action,child,before,after,reason,hash\n", whole_log, error);
}
err = sql_end(store->sql, err, error);
err = err == OK ? folder_commit(&folder, error) : err;
folder_discard(&folder);
return err;
}

static int run(const struct cli *cli) {
    return cli_has(cli, "out") ? with_store(cli, SQL_READ, export)
                               : cli_usage(cli, "--out DIR is needed: where decisions.csv goes");
}

static const struct cli_option options[] = {
    {"out", "DIR", "the folder; an older one is replaced in one step"},
    {NULL, NULL, NULL},
};

const struct command cmd_export = {
    .name = "export",
    .arguments = "STORE --out DIR",
    .n_min = 1,
    .n_max = 1,
    .summary = "decisions.csv and the log",
    .description =
        "Writes decisions.csv, a row for each child that is decided, accepted or "
        "declined, and log.csv, whole or not at all. Names and addresses are in neither.",
    .options = options,
    .run = run,
};
