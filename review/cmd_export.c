// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"
#include "review/export.h"

static enum err export(const struct cli *cli, struct store *store, struct error *error) {
    const struct export export = {.store = store,
                                  .language = language_find(cli_value(cli, "lang")),
                                  .letters = !cli_has(cli, "no-letters")};
    cli_stage("export");
    return export_write(&export, cli_value(cli, "out"), error);
}

static int run(const struct cli *cli) {
    return cli_has(cli, "out") ? with_store(cli, SQL_READ, export)
                               : cli_usage(cli, "--out DIR is needed: where decisions.csv goes");
}

static const struct cli_option options[] = {
    {"out", "DIR", "the folder; an older one is replaced in one step"},
    {"no-letters", NULL, "leaves the letters out"},
    {NULL, NULL, NULL},
};

const struct command cmd_export = {
    .name = "export",
    .arguments = "STORE --out DIR",
    .n_min = 1,
    .n_max = 1,
    .summary = "decisions.csv, a letter a child, round.xlsx, the log",
    .description =
        "Writes decisions.csv, a row for each child that is decided, accepted or declined; "
        "letters/ID.html, each one's decision with its grounds, how to appeal and how to recompute "
        "the lottery, ready to print, in Swedish unless --lang en; round.xlsx, decisions, schools "
        "and log as a workbook; and log.csv. Whole or not at all. Of children with a protected "
        "identity neither name, address, metres nor written reasons are in any of it, whoever "
        "asks. 'placera review set' tells letters of the office.",
    .options = options,
    .run = run,
};
