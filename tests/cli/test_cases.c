// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The program from the outside: each folder of tests/cases/ is a test. In it stand
 *     args              what comes after "placera", as typed into a shell; $OUT is a folder's name
 *     instance/         whatever args names; the case's folder is the current one
 *     expected/status   exit status, 0 where the file is not there
 *     expected/stdout, expected/stderr   every byte of them, where the files are there
 *     expected/out/     files that $OUT must hold, byte by byte; without this folder $OUT must not
 *                       have come into being
 * So a case is added without code.
 */
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { CASES_MAX = 400, NAME_MAX_HERE = 100, TEXT_MAX = 1 << 20 };

struct test_case {
    char name[NAME_MAX_HERE];
};

static int by_name(const void *one, const void *two) {
    return strcmp(((const struct test_case *)one)->name, ((const struct test_case *)two)->name);
}

ParameterizedTestParameters(cli, cases) {
    struct test_case *cases = cr_malloc(CASES_MAX * sizeof *cases);
    size_t n = 0;
    DIR *dir = opendir("tests/cases");
    for (struct dirent *entry = dir == NULL ? NULL : readdir(dir); entry != NULL && n < CASES_MAX;
         entry = readdir(dir)) {
        if (entry->d_name[0] != '.' && strlen(entry->d_name) < NAME_MAX_HERE) {
            strcpy(cases[n++].name, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    qsort(cases, n, sizeof *cases, by_name);
    return cr_make_param_array(struct test_case, cases, n, NULL);
}

static char *read_text(const char *folder, const char *name, const char *otherwise) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *text = calloc(1, TEXT_MAX);
    cr_assert_not_null(text);
    FILE *file = fopen(path, "r");
    if (file == NULL && otherwise == NULL) {
        free(text);
        return NULL;
    }
    if (file == NULL) {
        strcpy(text, otherwise);
        return text;
    }
    fread(text, 1, TEXT_MAX - 1, file);
    fclose(file);
    return text;
}

/* A text that stands in expected/ must be the one at hand. */
static void must_agree(const struct test_case *test_case, const char *expected, const char *actual,
                       const char *name) {
    char *wanted = read_text(expected, name, NULL);
    char *got = read_text(actual, name, "");
    if (wanted != NULL) {
        cr_expect(strcmp(wanted, got) == 0, "%s: %s is\n%s\nand not\n%s", test_case->name, name,
                  got, wanted);
    }
    free(wanted);
    free(got);
}

static void check_out(const struct test_case *test_case, const char *expected, const char *actual) {
    char wanted[PATH_MAX], out[PATH_MAX];
    snprintf(wanted, sizeof wanted, "%s/out", expected);
    snprintf(out, sizeof out, "%s/out", actual);
    DIR *dir = opendir(wanted);
    if (dir == NULL) {
        cr_expect_eq(folder_entries(out), -1, "%s: a folder came into being", test_case->name);
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            must_agree(test_case, wanted, out, entry->d_name);
        }
    }
    closedir(dir);
}

ParameterizedTest(const struct test_case *test_case, cli, cases) {
    struct temporary temporary;
    char folder[200], expected[300], command[PATH_MAX], out[200];
    temporary_make(&temporary);
    snprintf(folder, sizeof folder, "tests/cases/%s", test_case->name);
    snprintf(expected, sizeof expected, "%s/expected", folder);
    char *args = read_text(folder, "args", NULL);
    cr_assert_not_null(args, "%s has no args", test_case->name);
    cr_assert_not_null(getenv("PLACERA"), "PLACERA must say where the program is");
    setenv("OUT", temporary_name(&temporary, "out", out, sizeof out), 1);
    snprintf(command, sizeof command, "cd %s && \"$PLACERA\" %.*s >%s/stdout 2>%s/stderr", folder,
             (int)strcspn(args, "\n"), args, temporary.path, temporary.path);
    int status = system(command);
    char *wanted = read_text(expected, "status", "0");
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == atoi(wanted),
              "%s: exit status %d, not %s; it said\n%s", test_case->name, WEXITSTATUS(status),
              wanted, read_text(temporary.path, "stderr", ""));
    must_agree(test_case, expected, temporary.path, "stdout");
    must_agree(test_case, expected, temporary.path, "stderr");
    check_out(test_case, expected, temporary.path);
    free(wanted);
    free(args);
    temporary_remove(&temporary);
}
