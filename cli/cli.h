// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The command line: one table of verbs, one file cmd_<verb>.c each, one table of options a verb
 * that feeds the parser and --help. A verb loads, calls, prints, releases.
 */
#ifndef PLACERA_CLI_H
#define PLACERA_CLI_H

#include "io/loader.h"
#include "solver/error.h"
#include "solver/progress.h"

#include <stdbool.h>
#include <stdint.h>

struct cli_option {
    const char *name;     /* long name without dashes; NULL ends the table */
    const char *argument; /* "N", "DIR", ...; NULL: a switch */
    const char *help;
};

enum { CLI_OPTIONS_MAX = 32, CLI_ARGUMENTS_MAX = 8 };

struct cli {
    const struct command *command;
    int n_arguments;
    const char *argument[CLI_ARGUMENTS_MAX];
    const char *value[CLI_OPTIONS_MAX]; /* by place in the command's options, then the common ones;
                                         * "" for a switch that was given, NULL if not given */
};

struct command {
    const char *name;
    const char *arguments;   /* "INSTANCE DIR" */
    int n_min, n_max;        /* how many arguments */
    const char *summary;     /* one line */
    const char *description; /* a paragraph for --help */
    const struct cli_option
        *options; /* its own; --threads --quiet --json --lang --help are common */
    int (*run)(const struct cli *cli);     /* exit status */
    int (*pass_on)(int argc, char **argv); /* instead: another program runs; argv[0] is the verb */
};

/* placera itself, or a part of it that is a program of its own. */
struct cli_program {
    const char *name; /* as typed: "placera" */
    const char *summary;
    const struct command *const *commands; /* NULL-ended */
    const char *more;                      /* the last line of --help: where more is told */
    bool lists_options;                    /* --help shows the verbs' options, too */
};

/* Runs the verb that argv names; the exit status. */
int cli_main(const struct cli_program *program, int argc, char **argv);

extern const struct command cmd_check, cmd_solve, cmd_verify, cmd_explain, cmd_generate, cmd_export,
    cmd_anonymise, cmd_place, cmd_review;

/* The option's value, NULL if it was not given. name must be in a table. */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);

/* The option as a whole number in min .. max, or `otherwise` if it was not given. False (and a
 * message) when it is none. */
bool cli_number(const struct cli *cli, const char *name, uint64_t min, uint64_t max,
                uint64_t otherwise, uint64_t *value);

/* Prints "placera VERB: message" and "Try ..." on stderr; returns exit status 2. */
int cli_usage(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints the error on stderr (unless OK) and returns its exit status. */
int cli_fail(const struct cli *cli, const struct error *error);

/* Loads an instance; prints faults and warnings on stderr (warnings not with --quiet). OK or the
 * error's code with the error printed. */
enum err cli_load(const struct cli *cli, const char *path, struct loaded *loaded);

/* A progress bar on stderr: on a terminal only, after a second only, never with --quiet. It moves
 * by itself from cli_progress_begin to cli_progress_end, whatever the work reports; cli.c calls
 * both around the verb. cli_progress gives what library functions report to. */
void cli_progress_begin(const struct cli *cli);
struct progress cli_progress(void);
void cli_stage(const char *stage); /* "load", "verify", ...: what is being done now */
void cli_progress_end(void);

#endif
