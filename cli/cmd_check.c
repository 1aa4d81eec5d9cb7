// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.h"

#include "io/check_json.h"

static void summarise(const struct instance *instance) {
    printf("%s: no faults. %u applicants, %u wishes, %u offers at %u schools, %u pools.\n",
           instance->name[0] == '\0' ? "The instance" : instance->name, instance->n_applicants,
           instance->n_wishes, instance->n_offers, instance->n_schools,
           instance->n_nodes - instance->n_offers);
}

static int run(const struct cli *cli) {
    struct loaded loaded;
    struct error error = {0};
    cli_stage("load");
    enum err err = load(cli->argument[0], &loaded, &error);
    cli_progress_end();
    int status = 0;
    if (cli_has(cli, "json") && (err == OK || err == ERR_INPUT)) {
        status = check_json(&loaded.faults, stdout) ? 0 : 3;
    } else if (err == OK || err == ERR_INPUT) {
        faults_print(&loaded.faults, err == OK ? stderr : stdout);
    }
    if (err == OK && !cli_has(cli, "json") && !cli_has(cli, "quiet")) {
        summarise(&loaded.instance);
    }
    if (err != OK) {
        status = cli_fail(cli, &error);
    }
    loaded_release(&loaded);
    return status;
}

static const struct cli_option options[] = {{NULL, NULL, NULL}};

const struct command cmd_check = {
    .name = "check",
    .arguments = "INSTANCE",
    .n_min = 1,
    .n_max = 1,
    .summary = "find every fault of an instance",
    .description = "INSTANCE is a folder with instance.json, a JSON file, or - for one on standard "
                   "input. Every fault\nis printed as file:line:column: what; what to do. Nothing "
                   "is written.",
    .options = options,
    .run = run,
};
