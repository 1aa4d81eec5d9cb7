// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/log.h"
#include "review/round.h"

#include <inttypes.h>

static enum err audit(const struct cli *cli, struct store *store, struct error *error) {
    struct audit audit;
    char why[256];
    bool whole = true;
    enum err err = sql_snapshot(store->sql, error); /* the log and the children at one moment */
    err = err == OK ? log_audit(store, &audit, error) : err;
    err = err == OK ? round_is_whole(store, &whole, why, error) : err;
    err = sql_end(store->sql, err, error);
    if (err != OK) {
        return err;
    }
    bool held = audit.broken == 0 && audit.n_differ == 0 && whole;
    if (!held || !cli_has(cli, "quiet")) {
        printf("chain     %s\n",
               audit.broken == 0 ? "held: every entry follows from the one before" : audit.why);
        if (audit.n_differ == 0) {
            puts("children  held: each stands as the log says");
        } else {
            printf("children  %u do not stand as the log says: %s\n", audit.n_differ, audit.differ);
        }
        printf("round     %s\n", whole ? "held: files and proposals are as they were taken" : why);
        printf("%" PRId64 " entries; the last one's hash is %s\n", audit.n_entries, audit.last);
    }
    return held ? OK : ERR_NO;
}

static int run(const struct cli *cli) {
    return with_store(cli, SQL_READ, audit);
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_audit = {
    .name = "audit",
    .arguments = "STORE",
    .n_min = 1,
    .n_max = 1,
    .summary = "compute the log's chain again and set it beside the round",
    .description =
        "Computes the hash of every entry of the log again and says the first that does not "
        "follow; says whether every child stands as its last entry says, and whether the files and "
        "proposals of every run are as they were taken. The last hash, noted elsewhere, proves "
        "later that nothing before it was changed. Exit status 1 if anything is broken.",
    .options = options,
    .run = run,
};
