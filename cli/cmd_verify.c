// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera verify INSTANCE DIR: the properties one by one, each held or broken.
 */
#include "cli/cli.h"
#include "verify/verify.h"

#include <inttypes.h>
#include <stdio.h>

static void print_json_text(const char *key, const char *text, const char *end) {
    printf("\"%s\": \"", key);
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\') {
            printf("\\%c", byte);
        } else if (byte < 0x20) {
            printf("\\u%04x", byte);
        } else {
            putchar(byte);
        }
    }
    printf("\"%s", end);
}

static void print_json(const struct report *report) {
    for (int i = 0; i < N_PROPERTIES; i++) {
        const struct finding *finding = &report->finding[i];
        printf("%s{", i == 0 ? "[\n  " : ",\n  ");
        print_json_text("property", property_name[i], ", ");
        print_json_text("status", verdict_name[finding->verdict], ", ");
        print_json_text("first_case", finding->first_case, ", ");
        print_json_text("place", finding->place, "}");
    }
    printf("\n]\n");
}

static void print_words(const struct report *report) {
    bool all_checked = true;
    for (int i = 0; i < N_PROPERTIES; i++) {
        const struct finding *finding = &report->finding[i];
        printf("%-29s %-14s %s\n", property_name[i], verdict_name[finding->verdict],
               finding->verdict == VERDICT_HELD && finding->first_case[0] == '\0'
                   ? property_says[i]
                   : finding->first_case);
        all_checked = all_checked && finding->verdict != VERDICT_NOT_CHECKED;
        if (finding->verdict == VERDICT_BROKEN) {
            printf("%-29s at %s; %" PRIu64 " %s in all\n", "",
                   finding->place[0] == '\0' ? "no one place" : finding->place, finding->n_broken,
                   finding->n_broken == 1 ? "case" : "cases");
        }
    }
    printf("%s\n", report_broken(report) ? "BROKEN: these results must not be used as they are."
                   : all_checked         ? "All held."
                                         : "Nothing is broken; not all could be checked.");
}

static int verify_loaded(const struct cli *cli, const struct loaded *loaded) {
    struct results results;
    struct faults faults = {0};
    struct error error = {0};
    struct report report;
    int status;
    cli_stage("read");
    enum err err = results_read(&results, cli->argument[1], &loaded->instance, &faults, &error);
    if (err == OK) {
        cli_stage("verify");
        err = verify_run(loaded, &results, &report, &error);
        cli_progress_end();
    } else if (err == ERR_NO) {
        cli_progress_end();
        faults_print(&faults, stderr);
        verify_form(&faults, &report);
        err = OK;
    }
    if (err != OK) {
        status = cli_fail(cli, &error);
        goto out;
    }
    if (cli_has(cli, "json")) {
        print_json(&report);
    } else if (!cli_has(cli, "quiet") || report_broken(&report)) {
        print_words(&report);
    }
    status = report_broken(&report) ? 1 : 0;
out:
    faults_release(&faults);
    results_release(&results);
    return status;
}

static int run(const struct cli *cli) {
    struct loaded loaded;
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    int status = err == OK ? verify_loaded(cli, &loaded) : err_exit_status(err);
    loaded_release(&loaded);
    return status;
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_verify = {
    .name = "verify",
    .arguments = "INSTANCE DIR",
    .n_min = 2,
    .n_max = 2,
    .summary = "check everything in a folder of results, independently",
    .description =
        "Checks the results in DIR against INSTANCE without any of the code that made them: "
        "criteria are read again and applicants compared pair by pair, lottery numbers drawn "
        "again, the mechanism run again in its plainest form, optima proven by their dual prices. "
        "Prints each property as held or broken, with the first case and its place. Exit status 1 "
        "if anything is broken.",
    .options = options,
    .run = run,
};
