// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera explain: why a child was placed as it was, wish by wish.
 */
#include "cli/cli.h"
#include "cli/pages_print.h"

#include "explain/round_read.h"

#include <string.h>

static const struct cli_option options[] = {
    {"all", NULL, "all children, not one"},
    {"out", "FOLDER", "with --all: one file a child in this folder, ID.txt"},
    {NULL, NULL, NULL},
};

/* The applicant's index; NONE (and an error) if nobody has the id. */
static uint32_t find(const struct instance *instance, const char *id, struct error *error) {
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (strcmp(strings_get(&instance->applicant_id, a), id) == 0) {
            return a;
        }
    }
    error_set(error, ERR_USAGE, NULL, "no applicant has the id %s; see applicants.csv", id);
    return NONE;
}

static enum err explain_with(const struct cli *cli, const struct pages *pages,
                             struct error *error) {
    const char *out = cli_value(cli, "out");
    if (out != NULL) {
        return pages_write_folder(pages, out, error);
    }
    cli_progress_end(); /* what is printed must not run into the bar */
    if (cli_has(cli, "all")) {
        return pages_print_all(pages, error);
    }
    uint32_t applicant = find(pages->explainer->instance, cli->argument[2], error);
    return applicant == NONE ? ERR_USAGE : pages_print_one(pages, applicant, error);
}

static enum err explain_results(const struct cli *cli, const struct loaded *loaded,
                                const struct results *results, struct error *error) {
    struct round_result round;
    struct explainer explainer;
    struct progress progress = cli_progress();
    struct pages pages = {.explainer = &explainer,
                          .language = language_find(cli_value(cli, "lang")),
                          .json = cli_has(cli, "json"),
                          .progress = &progress};
    enum err err = round_read(&round, loaded, results, error);
    if (err == OK) {
        err = explainer_begin(&explainer, &loaded->instance, &round, error);
    }
    if (err == OK) {
        err = explain_with(cli, &pages, error);
        explainer_end(&explainer);
    }
    cli_progress_end();
    return err;
}

static int run(const struct cli *cli) {
    struct error error = {0};
    struct loaded loaded;
    if (cli_has(cli, "all") == (cli->n_arguments == 3)) {
        return cli_usage(cli, "give one APPLICANT, or --all");
    }
    if (cli_has(cli, "out") && !cli_has(cli, "all")) {
        return cli_usage(cli, "--out needs --all");
    }
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    if (err == OK) {
        struct results results;
        struct faults faults = {0};
        err = results_read(&results, cli->argument[1], &loaded.instance, &faults, &error);
        faults_print(&faults, stderr);
        if (err == OK) {
            err = explain_results(cli, &loaded, &results, &error);
        }
        results_release(&results);
        faults_release(&faults);
    }
    loaded_release(&loaded);
    if (error.code != OK) {
        return cli_fail(cli, &error);
    }
    return err_exit_status(err);
}

const struct command cmd_explain = {
    .name = "explain",
    .arguments = "INSTANCE DIR [APPLICANT]",
    .n_min = 2,
    .n_max = 3,
    .summary = "why, wish by wish, in Swedish or English",
    .description =
        "Says for one child, or with --all for every child, how the proposal came about: for each "
        "wish what decided, the child's value and the last admitted's, by how much it missed, the "
        "place on the reserve list, and for a school beyond the wishes why this one; when the "
        "child "
        "begins, and what is owed to it. Nothing of another child is told but the cutoff's value "
        "and where siblings are. Swedish unless --lang en; --json gives the "
        "same as facts. DIR is what solve wrote for INSTANCE.",
    .options = options,
    .run = run,
};
