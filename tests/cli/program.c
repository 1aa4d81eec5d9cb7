// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

int program_run(const struct temporary *temporary, const char *environment, const char *arguments) {
    char command[4000];
    cr_assert_not_null(getenv("PLACERA"), "PLACERA must say where the program is");
    setenv("T", temporary->path, 1);
    snprintf(command, sizeof command, "%s \"$PLACERA\" %s >\"$T/stdout\" 2>\"$T/stderr\"",
             environment, arguments);
    int status = system(command);
    if (WIFSIGNALED(status)) {
        return 1000 + WTERMSIG(status);
    }
    /* The shell tells of its child's signal as 128 + number. */
    return WEXITSTATUS(status) > 128 ? 1000 + WEXITSTATUS(status) - 128 : WEXITSTATUS(status);
}

void program_must(const struct temporary *temporary, const char *arguments) {
    int status = program_run(temporary, "", arguments);
    if (status != 0) {
        cr_assert_fail("placera %s: status %d, saying %s", arguments, status,
                       program_text(temporary, "stderr"));
    }
}

char *program_text(const struct temporary *temporary, const char *name) {
    char path[300];
    struct stat status;
    temporary_name(temporary, name, path, sizeof path);
    cr_assert_eq(stat(path, &status), 0, "%s is not there", path);
    char *text = malloc((size_t)status.st_size + 1);
    cr_assert_not_null(text);
    file_text(path, text, (size_t)status.st_size + 1);
    return text;
}

static void blank(char *text, const char *from, const char *until) {
    char *begin = strstr(text, from);
    cr_assert_not_null(begin, "run.json has no %s", from);
    begin += strlen(from);
    char *end = strstr(begin, until);
    cr_assert_not_null(end);
    memmove(begin, end, strlen(end) + 1);
}

/* Its own digest is the last key; digests of other files stand before it. */
void program_blank_seconds(char *run) {
    blank(run, "\"seconds\":", "}");
    char *last = NULL;
    for (char *at = strstr(run, "\"sha256\""); at != NULL; at = strstr(at + 1, "\"sha256\"")) {
        last = at;
    }
    cr_assert_not_null(last);
    *last = '\0';
}
