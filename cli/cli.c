// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.h"

#include "explain/catalogue.h"
#include "io/csv.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <inttypes.h>
#include <omp.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct cli_option common[] = {
    {"threads", "N", "use N threads (default: one for each processor)"},
    {"quiet", NULL, "no warnings, no progress, no summary"},
    {"json", NULL, "the answer as JSON"},
    {"lang", "sv|en", "language of explanations (default sv)"},
    {"help", NULL, "this text"},
    {NULL, NULL, NULL},
};

static const struct cli_program *program; /* the one that runs */

static uint32_t n_options(const struct cli_option *options) {
    uint32_t n = 0;
    while (options[n].name != NULL) {
        n++;
    }
    return n;
}

/* Place of an option among the verb's own, then the common ones. */
static uint32_t option_place(const struct command *command, const char *name) {
    uint32_t n_own = n_options(command->options);
    for (uint32_t i = 0; i < n_own; i++) {
        if (strcmp(command->options[i].name, name) == 0) {
            return i;
        }
    }
    for (uint32_t i = 0; common[i].name != NULL; i++) {
        if (strcmp(common[i].name, name) == 0) {
            return n_own + i;
        }
    }
    bool option_is_in_a_table = false;
    INVARIANT(option_is_in_a_table);
    return 0;
}

const char *cli_value(const struct cli *cli, const char *name) {
    return cli->value[option_place(cli->command, name)];
}

bool cli_has(const struct cli *cli, const char *name) {
    return cli_value(cli, name) != NULL;
}

bool cli_number(const struct cli *cli, const char *name, uint64_t min, uint64_t max,
                uint64_t otherwise, uint64_t *value) {
    const char *text = cli_value(cli, name);
    *value = otherwise;
    if (text == NULL) {
        return true;
    }
    struct csv_field field = {text, (uint32_t)strlen(text), 0, 0};
    if (csv_unsigned(&field, max, value) && *value >= min) {
        return true;
    }
    cli_usage(cli, "--%s '%s' is no whole number from %" PRIu64 " to %" PRIu64, name, text, min,
              max);
    return false;
}

int cli_usage(const struct cli *cli, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s %s: ", program->name, cli->command->name);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\nTry '%s %s --help'.\n", program->name, cli->command->name);
    va_end(arguments);
    return 2;
}

int cli_fail(const struct cli *cli, const struct error *error) {
    if (error->code == OK) {
        return 0;
    }
    cli_progress_end();
    fprintf(stderr, "%s %s: %s%s%s\n", program->name, cli->command->name, error->place,
            error->place[0] == '\0' ? "" : ": ",
            error->text[0] == '\0' ? err_text(error->code) : error->text);
    return err_exit_status(error->code);
}

enum err cli_load(const struct cli *cli, const char *path, struct loaded *loaded) {
    struct error error = {0};
    cli_stage("load");
    enum err err = load(path, loaded, &error);
    if (loaded->faults.n > 0 || err != OK) { /* what is printed must not run into the bar */
        cli_progress_end();
        if (!cli_has(cli, "quiet") || err == ERR_INPUT) {
            faults_print(&loaded->faults, stderr);
        }
        cli_fail(cli, &error);
        cli_progress_begin(cli);
    }
    return err;
}

/* Help and the way to the verb. */

static void print_options(const struct cli_option *options, FILE *stream) {
    for (uint32_t i = 0; options[i].name != NULL; i++) {
        char left[48];
        const char *argument = options[i].argument;
        snprintf(left, sizeof left, "--%s%s%s", options[i].name, argument == NULL ? "" : " ",
                 argument == NULL ? "" : argument);
        fprintf(stream, "  %-26s %s\n", left, options[i].help);
    }
}

/* Text in lines of at most 79 letters, broken at blanks. */
static void print_wrapped(const char *text) {
    int used = 0;
    while (*text != '\0') {
        int length = (int)strcspn(text, " \n");
        if (used > 0 && used + 1 + length > 79) {
            putchar('\n');
            used = 0;
        }
        used += printf("%s%.*s", used > 0 ? " " : "", length, text);
        text += length;
        text += *text == '\0' ? 0 : 1;
    }
    putchar('\n');
}

static void print_help(const struct command *command) {
    printf("Usage: %s %s %s%s[options]\n\n%s\n\n", program->name, command->name, command->arguments,
           command->arguments[0] == '\0' ? "" : " ", command->summary);
    print_wrapped(command->description);
    puts("\nOptions:");
    print_options(command->options, stdout);
    print_options(common, stdout);
    puts("\nExit status: 0 done; 1 the answer is no; 2 bad input or usage; 3 the machine failed.");
}

static void print_verbs(FILE *stream) {
    fprintf(stream, "Usage: %s VERB ... [options]\n\n%s\n\n", program->name, program->summary);
    for (int i = 0; program->commands[i] != NULL; i++) {
        const struct command *command = program->commands[i];
        fprintf(stream, "  %s %-9s %-28s %s\n", program->name, command->name, command->arguments,
                command->summary);
        if (program->lists_options) {
            print_options(command->options, stream);
        }
    }
    if (program->lists_options) {
        fputs("  all verbs\n", stream);
        print_options(common, stream);
    }
    fprintf(stream, "\n%s\n", program->more);
}

static void fill_long(const struct cli_option *options, struct option *long_options, int *n) {
    for (uint32_t i = 0; options[i].name != NULL; i++, (*n)++) {
        long_options[*n] = (struct option){
            options[i].name, options[i].argument == NULL ? no_argument : required_argument, NULL,
            1000 + *n};
    }
}

/* Reads options and arguments; -1: go on, else the exit status. */
static int parse(struct cli *cli, int argc, char **argv) {
    struct option long_options[CLI_OPTIONS_MAX + 1] = {0};
    const struct command *command = cli->command;
    int n = 0, found;
    fill_long(command->options, long_options, &n);
    fill_long(common, long_options, &n);
    opterr = 0;
    while ((found = getopt_long(argc, argv, ":", long_options, NULL)) != -1) {
        if (found == ':') {
            return cli_usage(cli, "%s needs a value", argv[optind - 1]);
        }
        if (found < 1000) {
            return cli_usage(cli, "unknown option '%s'", argv[optind - 1]);
        }
        cli->value[found - 1000] = optarg == NULL ? "" : optarg;
    }
    if (cli_has(cli, "help")) {
        print_help(command);
        return 0;
    }
    cli->n_arguments = argc - optind;
    if (cli->n_arguments < command->n_min || cli->n_arguments > command->n_max) {
        return cli_usage(cli, "%s arguments; expected: %s",
                         cli->n_arguments < command->n_min ? "too few" : "too many",
                         command->arguments);
    }
    for (int i = 0; i < cli->n_arguments; i++) {
        cli->argument[i] = argv[optind + i];
    }
    return -1;
}

static int run(const struct command *command, int argc, char **argv) {
    struct cli cli = {.command = command};
    uint64_t threads;
    int status = parse(&cli, argc, argv);
    if (status >= 0) {
        return status;
    }
    if (!cli_number(&cli, "threads", 1, 1024, 0, &threads)) {
        return 2;
    }
    const char *language = cli_value(&cli, "lang");
    if (language != NULL && language_find(language) == NULL) {
        return cli_usage(&cli, "--lang '%s' is no language of the catalogue", language);
    }
    if (threads > 0) {
        omp_set_num_threads((int)threads);
    }
    cli_progress_begin(&cli);
    status = command->run(&cli);
    cli_progress_end();
    if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0) {
        fprintf(stderr, "%s %s: standard output cannot be written: %s\n", program->name,
                command->name, strerror(errno));
        return 3;
    }
    return status;
}

int cli_main(const struct cli_program *which, int argc, char **argv) {
    program = which;
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is an error to report, not an end */
    const char *verb = argc > 1 ? argv[1] : "";
    if (strcmp(verb, "--version") == 0) {
        puts("placera " PLACERA_VERSION);
        return 0;
    }
    if (strcmp(verb, "--help") == 0 || strcmp(verb, "help") == 0) {
        print_verbs(stdout);
        return 0;
    }
    for (int i = 0; program->commands[i] != NULL; i++) {
        const struct command *command = program->commands[i];
        if (strcmp(command->name, verb) == 0) {
            return command->pass_on != NULL ? command->pass_on(argc - 1, argv + 1)
                                            : run(command, argc - 1, argv + 1);
        }
    }
    if (argc > 1) {
        fprintf(stderr, "%s: unknown verb '%s'\n\n", program->name, verb);
    }
    print_verbs(stderr);
    return 2;
}
