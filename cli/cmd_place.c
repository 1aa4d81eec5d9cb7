// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera place: what a child that comes after the round can be offered.
 */
#include "cli/cli.h"

#include "explain/catalogue.h"
#include "explain/round_read.h"
#include "explain/running.h"
#include "io/newcomer.h"

#include <string.h>

static const struct cli_option options[] = {
    {"applicant", "FILE", "the child, a JSON object (- for standard input)"},
    {NULL, NULL, NULL},
};

/* Prints the options; ERR_NO where no seat is free. */
static enum err print(const struct cli *cli, const struct running *running, struct error *error) {
    struct text out = {0};
    if (cli_has(cli, "json")) {
        running_json(&out, running);
    } else {
        running_words(&out, running, language_find(cli_value(cli, "lang")));
    }
    enum err err = out.no_memory                    ? error_no_memory(error)
                   : running_first(running) != NULL ? OK
                                                    : ERR_NO;
    cli_progress_end();
    if (!out.no_memory) {
        fputs(out.bytes, stdout);
    }
    text_release(&out);
    return err;
}

static enum err place(const struct cli *cli, const struct loaded *loaded, struct faults *faults,
                      struct error *error) {
    struct arena arena = {NULL};
    struct results results;
    struct instance newcomer = {0};
    struct round_result round;
    struct running running;
    enum err err = results_read(&results, cli->argument[1], &loaded->instance, faults, error);
    if (err == OK) {
        err = round_read(&round, loaded, &results, error);
    }
    if (err == OK) {
        err =
            newcomer_read(&newcomer, cli_value(cli, "applicant"), &loaded->instance, faults, error);
    }
    if (err == OK) {
        err = running_find(&running, &loaded->instance, &results, &newcomer, &arena, error);
    }
    if (err == OK) {
        err = print(cli, &running, error);
    }
    instance_release(&newcomer);
    results_release(&results);
    arena_free(&arena);
    return err;
}

static int run(const struct cli *cli) {
    const char *file = cli_value(cli, "applicant");
    struct error error = {0};
    struct faults faults = {0};
    struct loaded loaded;
    if (file == NULL) {
        return cli_usage(cli, "--applicant FILE is needed: the child to be placed");
    }
    if (strcmp(file, "-") == 0 && strcmp(cli->argument[0], "-") == 0) {
        return cli_usage(cli, "the instance and the child cannot both be standard input");
    }
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    if (err == OK) {
        cli_stage("place");
        err = place(cli, &loaded, &faults, &error);
        cli_progress_end();
        faults_print(&faults, stderr);
    }
    faults_release(&faults);
    loaded_release(&loaded);
    return error.code != OK ? cli_fail(cli, &error) : err_exit_status(err);
}

const struct command cmd_place = {
    .name = "place",
    .arguments = "INSTANCE DIR",
    .n_min = 2,
    .n_max = 2,
    .summary = "what a child that comes after the round can be offered",
    .description =
        "One child moves in when the round is decided. Says, in order, which of its wishes have a "
        "free seat and from which month, which schools near home have, and for each wish that is "
        "full what one child beyond the seats would mean. Nothing is changed or written. DIR is "
        "what solve wrote for INSTANCE. Exit status 1 when no seat is free.",
    .options = options,
    .run = run,
};
