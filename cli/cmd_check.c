// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.h"

#include "io/check_json.h"

/* Nodes that are no slots, nor stand for an offer's steps; and pools that are no nodes. */
static uint32_t n_pools(const struct instance *instance) {
    uint32_t n_earlier = instance->n_slots - instance->n_offers;
    uint32_t n = instance->n_nodes - instance->n_slots - n_earlier;
    for (uint32_t i = 0; i < instance->n_crossing; i++) {
        n += instance->crossing_before[i] == NONE ? 1 : 0;
    }
    return n;
}

static void summarise(const struct instance *instance) {
    uint32_t pools = n_pools(instance);
    printf("%s: no faults. %u applicants, %u wishes, %u offers at %u schools, %u pool%s.\n",
           instance->name[0] == '\0' ? "The instance" : instance->name, instance->n_applicants,
           instance->n_wishes, instance->n_offers, instance->n_schools, pools,
           pools == 1 ? "" : "s");
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
