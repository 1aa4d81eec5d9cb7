// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"

static enum err backup(const struct cli *cli, struct store *store, struct error *error) {
    enum err err = sql_copy(store->sql, cli->argument[1], error);
    if (err == OK && !cli_has(cli, "quiet")) {
        printf("%s is a copy of %s as it stood now\n", cli->argument[1], cli->argument[0]);
    }
    return err;
}

static int run(const struct cli *cli) {
    return with_store(cli, SQL_READ, backup);
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_backup = {
    .name = "backup",
    .arguments = "STORE FILE",
    .n_min = 2,
    .n_max = 2,
    .summary = "a copy of the store while it is in use",
    .description = "Writes the store as it stands at one moment to FILE, which must not exist, "
                   "while people go on working. The copy is a store.",
    .options = options,
    .run = run,
};
