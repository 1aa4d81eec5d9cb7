// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/cmd.h"

static const struct command *const commands[] = {&cmd_init,  &cmd_user,  &cmd_serve,  &cmd_status,
                                                 &cmd_set,   &cmd_rerun, &cmd_export, &cmd_backup,
                                                 &cmd_audit, NULL};

int main(int argc, char **argv) {
    static const struct cli_program review = {
        .name = "placera review",
        .summary = "The caseworker's desk: a round's proposals in a store, one file, where people "
                   "confirm, override\nand decide, with every change in a log.",
        .commands = commands,
        .more = "'placera review VERB --help' tells more, 'man placera-review' most.",
        .lists_options = true,
    };
    return cli_main(&review, argc, argv);
}
