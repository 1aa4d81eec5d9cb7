// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every shipped instance gives the result that lies beside it, and the result is verified. A
 * folder's cases are the lines of its cases.txt (instances/README.md), each a test of its own, so
 * an instance is added without code.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES_MAX = 200, TEXT_MAX = 1 << 20 };

struct shipped_case {
    char folder[100];   /* "river" */
    char instance[100]; /* "instance.json" */
    char expected[100]; /* "expected" */
};

static int by_name(const void *one, const void *two) {
    return memcmp(one, two, sizeof(struct shipped_case));
}

/* Adds the cases of one folder; returns how many there are now. */
static size_t read_cases(const char *folder, struct shipped_case *cases, size_t n) {
    char path[300];
    snprintf(path, sizeof path, "instances/%s/cases.txt", folder);
    FILE *file = fopen(path, "r");
    while (file != NULL && n < CASES_MAX &&
           fscanf(file, "%99s %99s", cases[n].instance, cases[n].expected) == 2) {
        snprintf(cases[n].folder, sizeof cases[n].folder, "%s", folder);
        n++;
    }
    if (file != NULL) {
        fclose(file);
    }
    return n;
}

ParameterizedTestParameters(instances, shipped) {
    struct shipped_case *cases = cr_malloc(CASES_MAX * sizeof *cases);
    size_t n = 0;
    memset(cases, 0, CASES_MAX * sizeof *cases);
    DIR *dir = opendir("instances");
    for (struct dirent *entry = dir == NULL ? NULL : readdir(dir); entry != NULL;
         entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            n = read_cases(entry->d_name, cases, n);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    qsort(cases, n, sizeof *cases, by_name);
    return cr_make_param_array(struct shipped_case, cases, n, NULL);
}

static void compare(const struct shipped_case *shipped, const struct temporary *temporary,
                    const char *name) {
    char path[700];
    static char expected[TEXT_MAX];
    snprintf(path, sizeof path, "instances/%s/%s/%s", shipped->folder, shipped->expected, name);
    file_text(path, expected, sizeof expected);
    snprintf(path, sizeof path, "out/%s", name);
    char *got = program_text(temporary, path);
    cr_expect_gt(strlen(expected), 0);
    cr_expect_lt(strlen(expected), TEXT_MAX - 1);
    cr_expect(strcmp(got, expected) == 0, "%s/%s/%s differs", shipped->folder, shipped->expected,
              name);
    free(got);
}

ParameterizedTest(struct shipped_case *shipped, instances, shipped) {
    struct temporary temporary;
    char arguments[400];
    char path[300];
    bool has_proposals = false;
    temporary_make(&temporary);
    snprintf(arguments, sizeof arguments, "solve instances/%s/%s --quiet --out $T/out",
             shipped->folder, shipped->instance);
    program_must(&temporary, arguments);
    snprintf(path, sizeof path, "instances/%s/%s", shipped->folder, shipped->expected);
    DIR *dir = opendir(path);
    cr_assert_not_null(dir, "%s is not there", path);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.') {
            compare(shipped, &temporary, entry->d_name);
            has_proposals |= strcmp(entry->d_name, "proposals.csv") == 0;
        }
    }
    closedir(dir);
    cr_expect(has_proposals, "%s holds no proposals.csv", path);
    snprintf(arguments, sizeof arguments, "verify instances/%s/%s $T/out", shipped->folder,
             shipped->instance);
    program_must(&temporary, arguments);
    temporary_remove(&temporary);
}

Test(instances, none_is_without_cases) {
    static const char *const names[] = {"river",
                                        "two-wishes",
                                        "house",
                                        "guarantee",
                                        "queue",
                                        "assignment",
                                        "gale-shapley-1962",
                                        "shapley-scarf-1974",
                                        "ergin-2002",
                                        "abdulkadiroglu-sonmez-2003",
                                        "preschool",
                                        "preschool-month",
                                        "district"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct shipped_case cases[CASES_MAX];
        cr_expect_gt(read_cases(names[i], cases, 0), 0, "%s has none", names[i]);
    }
}
