// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera export: the minimum-cost model in a file for any other solver.
 */
#include "cli/cli.h"

#include "io/export.h"

static const struct cli_option options[] = {
    {"model", "FILE", "where to write: .mps (free MPS), .lp (CPLEX LP) or .min (DIMACS flow)"},
    {"level", "K", "the K-th level, those before it held at their optimum (default 1)"},
    {"results", "DIR", "hold them at the values in these results; do not solve an integer program"},
    {NULL, NULL, NULL},
};

/* The values in a folder of results, where one is named. */
static enum err read_values(const struct cli *cli, const struct instance *instance,
                            struct results *results, struct export_request *request,
                            struct error *error) {
    const char *dir = cli_value(cli, "results");
    struct faults faults = {0};
    if (dir == NULL) {
        return OK;
    }
    enum err err = results_read(results, dir, instance, &faults, error);
    faults_print(&faults, stderr);
    request->values = &results->program;
    faults_release(&faults);
    return err;
}

static int run(const struct cli *cli) {
    uint64_t level = 1;
    struct error error = {0};
    struct loaded loaded;
    struct results results = {0};
    const char *path = cli_value(cli, "model");
    if (path == NULL) {
        return cli_usage(cli, "--model FILE is missing");
    }
    if (!cli_number(cli, "level", 1, UINT32_MAX, 1, &level)) {
        return err_exit_status(ERR_USAGE);
    }
    enum err err = cli_load(cli, cli->argument[0], &loaded);
    if (err != OK) {
        loaded_release(&loaded);
        return err_exit_status(err);
    }
    struct progress progress = cli_progress();
    struct export_request request = {.instance = &loaded.instance,
                                     .level = (uint32_t)level,
                                     .path = path,
                                     .progress = &progress};
    err = read_values(cli, &loaded.instance, &results, &request, &error);
    if (err == OK) {
        err = export_instance(&request, &error);
    }
    cli_progress_end();
    results_release(&results);
    loaded_release(&loaded);
    return err == OK ? 0 : cli_fail(cli, &error);
}

const struct command cmd_export = {
    .name = "export",
    .arguments = "INSTANCE",
    .n_min = 1,
    .n_max = 1,
    .summary = "write the minimum-cost model for any other solver",
    .description =
        "Writes the model of one of the policy's objectives, whatever its mechanism: rows are "
        "applicants and seat limits, columns the options; where the round is no network (families "
        "together, pools that cross, ...), the whole integer program. The optimum of level K is "
        "the value that solve reports for it under minimum-cost. Locked applicants are not in the "
        "model; the seats they hold are taken off.",
    .options = options,
    .run = run,
};
