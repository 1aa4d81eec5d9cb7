// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"

int with_store(const struct cli *cli, enum sql_open how, store_fn *call) {
    struct error error = {0};
    struct store store;
    enum err err = store_open(&store, cli->argument[0], how, &error);
    if (err == OK) {
        err = call(cli, &store, &error);
        store_close(&store);
    }
    return error.code != OK ? cli_fail(cli, &error) : err_exit_status(err);
}
