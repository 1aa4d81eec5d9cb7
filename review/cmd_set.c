// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/setting.h"

#include <stdlib.h>
#include <string.h>

static enum err print_all(struct store *store, struct error *error) {
    struct settings *settings = malloc(sizeof *settings);
    enum err err =
        settings == NULL ? error_no_memory(error) : settings_read(store, settings, error);
    for (int i = 0; i < N_SETTINGS && err == OK; i++) {
        const char *value = settings->value[i];
        printf("%-14s%s\n", setting_key[i], setting_what[i]);
        for (bool first = true; value[0] != '\0'; first = false) { /* line by line */
            size_t length = strcspn(value, "\n");
            printf("%14s%.*s\n", first ? "= " : "", (int)length, value);
            value += length + (value[length] == '\n');
        }
    }
    free(settings);
    return err;
}

static enum err set(const struct cli *cli, struct store *store, struct error *error) {
    return cli->n_arguments == 1
               ? print_all(store, error)
               : setting_set(store, cli->argument[1], cli->argument[2], "console", error);
}

static int run(const struct cli *cli) {
    if (cli->n_arguments == 2) {
        return cli_usage(cli, "give KEY and VALUE, or none of them");
    }
    return with_store(cli, cli->n_arguments == 1 ? SQL_READ : SQL_WRITE, set);
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_set = {
    .name = "set",
    .arguments = "STORE [KEY VALUE]",
    .n_min = 1,
    .n_max = 3,
    .summary = "what letters say of the office",
    .description =
        "Sets what letters say of the office: its name and address, the provisions that decisions "
        "rest on, how they are appealed. An empty VALUE takes it back. Without KEY, tells what can "
        "be set and what is. Each change is an entry in the log.",
    .options = options,
    .run = run,
};
