// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera anonymise: the same round without its people, and who still stands out in it.
 */
#include "cli/cli.h"
#include "cli/standing_out_print.h"

#include "anonymise/moved.h"
#include "io/anonymised_write.h"
#include "io/standing_out_json.h"

enum { ROUND_METRES_MAX = 100000 };

static const struct cli_option options[] = {
    {"out", "DIR", "the folder to write; one that anonymise made before is replaced"},
    {"round-metres", "M", "round metres to the nearest multiple of M (1 to 100000)"},
    {"keep-order", NULL, "keep the order of rows, where it chooses between equal optima"},
    {NULL, NULL, NULL},
};

/* The key is drawn here, used once and forgotten. */
static enum err make(const struct instance *instance, const struct anonymise_options *how,
                     struct anonymised *anonymised, struct error *error) {
    struct secret_key key;
    *anonymised = (struct anonymised){0};
    enum err err = secret_key_draw(&key, error);
    if (err == OK) {
        err = anonymise(instance, how, &key, anonymised, error);
    }
    secret_key_forget(&key);
    return err;
}

static int anonymise_loaded(const struct cli *cli, const struct instance *instance,
                            const struct anonymise_options *how) {
    struct anonymised anonymised;
    struct standing_out standing_out = {0};
    struct error error = {0};
    const char *path = cli_value(cli, "out");
    struct progress progress = cli_progress();
    uint32_t n_moved = NONE;
    bool printed = true;
    cli_stage("anonymise");
    enum err err = make(instance, how, &anonymised, &error);
    if (err == OK) {
        cli_stage("count");
        err = standing_out_count(&standing_out, &anonymised.instance, &error);
    }
    if (err == OK && how->round_m > 0) {
        err = moved_count(instance, &anonymised, &progress, &n_moved, &error);
    }
    if (err == OK) {
        err = anonymised_write(&anonymised, how, path, &progress, &error);
    }
    cli_progress_end();
    if (err == OK && cli_has(cli, "json")) {
        printed = standing_out_json(&anonymised, how, &standing_out, n_moved, stdout);
    } else if (err == OK && !cli_has(cli, "quiet")) {
        standing_out_print(path, &anonymised, how, &standing_out, n_moved);
    }
    if (!printed) {
        err = error_no_memory(&error);
    }
    standing_out_release(&standing_out);
    anonymised_release(&anonymised);
    return err == OK ? 0 : cli_fail(cli, &error);
}

static int run(const struct cli *cli) {
    struct loaded loaded;
    uint64_t round_m;
    if (cli_value(cli, "out") == NULL) {
        return cli_usage(cli, "--out DIR is missing");
    }
    if (!cli_number(cli, "round-metres", 1, ROUND_METRES_MAX, 0, &round_m)) {
        return err_exit_status(ERR_USAGE);
    }
    struct anonymise_options how = {(uint32_t)round_m, cli_has(cli, "keep-order")};
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    int status = err == OK ? anonymise_loaded(cli, &loaded.instance, &how) : err_exit_status(err);
    loaded_release(&loaded);
    return status;
}

const struct command cmd_anonymise = {
    .name = "anonymise",
    .arguments = "INSTANCE --out DIR",
    .n_min = 1,
    .n_max = 1,
    .summary = "write the same round without its people, and tell who still stands out",
    .description =
        "Writes the round under names drawn by lot, without coordinates, dates, names and what no "
        "rule looks at, so that it can be handed out as a benchmark: its placement is the same up "
        "to the renaming. Reports how many children somebody who knows a few things about them "
        "would still find.",
    .options = options,
    .run = run,
};
