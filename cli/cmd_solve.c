// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.h"

#include "cli/stop.h"
#include "cli/summary.h"
#include "explain/conflict_words.h"
#include "io/conflict_json.h"
#include "io/results_write.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* Beyond it a planner rather has what there is. */
#define TIME_LIMIT_S 30.0

/* Why the guarantee cannot be held, on standard output. ERR_NO, or what went wrong besides. */
static enum err tell_conflict(const struct cli *cli, const struct instance *instance,
                              const struct conflict *conflict, struct error *error) {
    struct error fault = {0};
    struct words words = {0};
    enum err err = OK;
    if (cli_has(cli, "json")) {
        err = conflict_json(instance, conflict, stdout) ? OK : error_no_memory(&fault);
    } else {
        const struct language *language = language_find(cli_value(cli, "lang"));
        err = conflict_words(&words, instance, conflict, language, &fault);
        fputs(err == OK ? words.out.bytes : "", stdout);
    }
    words_release(&words);
    if (err != OK) {
        *error = fault;
    }
    return err == OK ? ERR_NO : err;
}

/* Solves, writes and tells; everything is released by the caller. */
static enum err solve_and_write(const struct cli *cli, const struct loaded *loaded,
                                const struct solve_options *how, double load_seconds,
                                struct error *error) {
    struct solution solution;
    struct progress progress = cli_progress();
    struct solve_options options = *how;
    struct conflict conflict = {.kind = CONFLICT_NONE};
    const char *dir = cli_value(cli, "out");
    options.progress = &progress;
    options.conflict = &conflict;
    options.limits.stop = cli_stop_arm();
    enum err err = solve(&loaded->instance, &options, &solution, error);
    cli_stop_disarm();
    double started = omp_get_wtime();
    if (err == OK) {
        progress_report(&progress, "write", -1);
        err = results_write(dir, loaded, &solution, load_seconds, error);
    }
    cli_progress_end();
    if (err == ERR_NO && conflict.kind != CONFLICT_NONE) {
        err = tell_conflict(cli, &loaded->instance, &conflict, error);
    }
    if (err == OK && cli_has(cli, "json")) {
        err = summary_json(dir, error);
    } else if (err == OK && !cli_has(cli, "quiet")) {
        struct summary_times times = {load_seconds, omp_get_wtime() - started};
        summary_print(cli->argument[0], dir, &loaded->instance, &solution, &times);
    }
    conflict_release(&conflict);
    solution_release(&solution);
    return err;
}

/* --prove; false, with a message, where it names nothing. */
static bool read_prove(const struct cli *cli, enum prove *prove) {
    const char *name = cli_value(cli, "prove");
    *prove = PROVE_BY_SIZE;
    while (name != NULL && *prove <= PROVE_NONE && strcmp(name, prove_name[*prove]) != 0) {
        (*prove)++;
    }
    if (*prove > PROVE_NONE || (name != NULL && *prove == PROVE_BY_SIZE)) {
        cli_usage(cli, "--prove is glpk, dual or none, not '%.40s'", name);
        return false;
    }
    return true;
}

/* --time-limit, in seconds from now; false, with a message, where it is none. */
static bool read_time_limit(const struct cli *cli, struct glpk_limits *limits) {
    const char *text = cli_value(cli, "time-limit");
    char *end = NULL;
    if (text == NULL) {
        limits->ends = omp_get_wtime() + TIME_LIMIT_S;
        return true;
    }
    double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !(seconds > 0.0) || seconds > 1e9) {
        cli_usage(cli, "--time-limit is a number of seconds above 0, not '%.40s'", text);
        return false;
    }
    limits->ends = omp_get_wtime() + seconds;
    return true;
}

static int run(const struct cli *cli) {
    struct loaded loaded;
    struct error error = {0};
    if (!cli_has(cli, "out")) {
        return cli_usage(cli, "--out DIR is needed: where the results go");
    }
    struct solve_options how = {0};
    if (!read_prove(cli, &how.prove) || !read_time_limit(cli, &how.limits)) {
        return err_exit_status(ERR_USAGE);
    }
    double started = omp_get_wtime();
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    double load_seconds = omp_get_wtime() - started;
    int status = err_exit_status(err);
    if (err == OK && solve_and_write(cli, &loaded, &how, load_seconds, &error) != OK) {
        status = cli_fail(cli, &error);
    }
    loaded_release(&loaded);
    return status;
}

static const struct cli_option options[] = {
    {"out", "DIR", "the folder of results; an older one is replaced in one step"},
    {"prove", "HOW",
     "how an optimum is proved: glpk (and dual), dual (the integer certificate), none; default: "
     "glpk up to 50,000 applicants, dual beyond"},
    {"time-limit", "SECONDS",
     "end with the best placement found by then and say how far from the optimum it can be (rounds "
     "that are no network; Ctrl-C does the same); default: 30"},
    {NULL, NULL, NULL},
};

const struct command cmd_solve = {
    .name = "solve",
    .arguments = "INSTANCE --out DIR",
    .n_min = 1,
    .n_max = 1,
    .summary = "place the applicants of a round",
    .description =
        "Reads the instance, ranks, runs the policy's mechanism and writes proposals.csv, "
        "offers.csv,\nreserve.csv, near.csv, certificate.json and run.json to DIR, whole "
        "or not at all.\nWith --json the content of run.json is printed.",
    .options = options,
    .run = run,
};
