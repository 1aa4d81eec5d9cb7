// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cli.h"

static const struct command *const commands[] = {
    &cmd_check,  &cmd_solve,     &cmd_verify, &cmd_explain, &cmd_generate,
    &cmd_export, &cmd_anonymise, &cmd_place,  &cmd_review,  NULL};

int main(int argc, char **argv) {
    static const struct cli_program placera = {
        .name = "placera",
        .summary = "placera places children in schools and preschools: wishes first, then the "
                   "stated criteria,\nevery child placed, and a reason for each.",
        .commands = commands,
        .more = "'placera VERB --help' tells more; 'man placera' and 'man placera-VERB' most.",
    };
    return cli_main(&placera, argc, argv);
}
