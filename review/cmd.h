// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The verbs of placera review, one file cmd_<verb>.c each.
 */
#ifndef PLACERA_REVIEW_CMD_H
#define PLACERA_REVIEW_CMD_H

#include "cli/cli.h"
#include "review/store.h"

extern const struct command cmd_serve, cmd_init, cmd_user, cmd_status, cmd_set, cmd_rerun,
    cmd_export, cmd_backup, cmd_audit;

/* Opens the store that is the verb's first argument, calls, closes; prints what went wrong. The
 * exit status. */
typedef enum err store_fn(const struct cli *cli, struct store *store, struct error *error);
int with_store(const struct cli *cli, enum sql_open how, store_fn *call);

#endif
