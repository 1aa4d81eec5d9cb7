// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/round.h"
#include "review/round_load.h"

static enum err make(const struct cli *cli, const struct round_taken *taken, struct faults *faults,
                     struct error *error) {
    struct store store;
    enum err err = store_create(&store, cli->argument[0], error);
    if (err == OK) {
        err = round_take(&store, taken, faults, error);
    }
    return store_settle(&store, cli->argument[0], err, error);
}

static enum err take(const struct cli *cli, const struct loaded *loaded, struct faults *faults,
                     struct error *error) {
    struct results results;
    const struct round_taken taken = {.path = cli->argument[1],
                                      .people = cli_value(cli, "people"),
                                      .dir = cli->argument[2],
                                      .loaded = loaded,
                                      .results = &results,
                                      .four_eyes = cli_has(cli, "four-eyes")};
    cli_stage("read");
    enum err err = results_read(&results, taken.dir, &loaded->instance, faults, error);
    if (err == OK) {
        cli_stage("verify");
        err = round_must_hold(loaded, &results, error);
    }
    if (err == OK) {
        cli_stage("write");
        err = make(cli, &taken, faults, error);
    }
    if (err == OK && !cli_has(cli, "quiet")) {
        cli_progress_end();
        printf("%s: %u children of %s; next: placera review user %s add NAME --role approver\n",
               cli->argument[0], loaded->instance.n_applicants, loaded->instance.name,
               cli->argument[0]);
    }
    results_release(&results);
    return err;
}

static int run(const struct cli *cli) {
    struct error error = {0};
    struct faults faults = {0};
    struct loaded loaded;
    enum err err = cli_load(cli, cli->argument[1], &loaded);
    if (err == OK) {
        err = take(cli, &loaded, &faults, &error);
        cli_progress_end();
        faults_print(&faults, stderr);
    }
    faults_release(&faults);
    loaded_release(&loaded);
    return error.code != OK ? cli_fail(cli, &error) : err_exit_status(err);
}

static const struct cli_option options[] = {
    {"people", "FILE", "CSV: applicant and any of name, guardian, address; kept in the store only"},
    {"four-eyes", NULL, "who confirms a placement does not decide it"},
    {NULL, NULL, NULL},
};

const struct command cmd_init = {
    .name = "init",
    .arguments = "STORE INSTANCE DIR",
    .n_min = 3,
    .n_max = 3,
    .summary = "a round and its results into a new store",
    .description =
        "Takes the instance and what solve wrote for it into STORE, one file, which must not "
        "exist. "
        "The results are verified first; what does not hold is refused. Everything is in the store "
        "afterwards: the round can be solved and verified again from it alone.",
    .options = options,
    .run = run,
};
