// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk is a program of its own, placera-review beside placera: what it links (SQLite, a web
 * server, libsodium) would make every other verb start ten times as slowly.
 */
#include "cli/cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int pass_on(int argc, char **argv) {
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof "placera-review");
    (void)argc;
    if (length <= 0) {
        fprintf(stderr, "placera review: /proc/self/exe cannot be read: %s\n", strerror(errno));
        return 3;
    }
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    strcpy(slash == NULL ? path : slash + 1, "placera-review");
    execv(path, argv);
    fprintf(stderr, "placera review: %s cannot be run: %s; it belongs beside placera\n", path,
            strerror(errno));
    return 3;
}

const struct command cmd_review = {
    .name = "review",
    .arguments = "VERB ...",
    .summary = "the caseworker's desk: confirm, override, decide",
    .pass_on = pass_on,
};
