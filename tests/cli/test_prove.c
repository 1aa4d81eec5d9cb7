// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * solve --prove: the same results whoever proves them, and none where GLPK contradicts.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* $T/city: 400 applicants under minimum cost. */
static void make_city(struct temporary *temporary) {
    temporary_make(temporary);
    program_must(temporary, "generate --quiet --applicants 400 --offers 8 --seed 2 "
                            "--mechanism minimum-cost --out \"$T/city\"");
}

static void expect_in_run(const struct temporary *temporary, const char *folder,
                          const char *words) {
    char name[100];
    snprintf(name, sizeof name, "%s/run.json", folder);
    char *run = program_text(temporary, name);
    cr_expect(strstr(run, words) != NULL, "%s: no %s", name, words);
    free(run);
}

Test(prove, every_way_gives_the_same_files) {
    static const char *const files[] = {"proposals.csv", "offers.csv", "reserve.csv", "near.csv",
                                        "certificate.json"};
    static const char *const ways[] = {"dual", "none", "glpk"};
    struct temporary temporary;
    make_city(&temporary);
    program_must(&temporary, "solve --quiet \"$T/city\" --out \"$T/default\"");
    expect_in_run(&temporary, "default", "\"prove\": \"glpk\"");
    expect_in_run(&temporary, "default", "optimal, 3 levels");
    for (size_t w = 0; w < 3; w++) {
        char arguments[200];
        snprintf(arguments, sizeof arguments,
                 "solve --quiet \"$T/city\" --prove %s --out \"$T/%s\"", ways[w], ways[w]);
        program_must(&temporary, arguments);
        for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
            char name[100], other[100];
            snprintf(name, sizeof name, "%s/%s", ways[w], files[i]);
            snprintf(other, sizeof other, "default/%s", files[i]);
            char *text = program_text(&temporary, name),
                 *expected = program_text(&temporary, other);
            cr_expect_str_eq(text, expected, "%s", name);
            free(text);
            free(expected);
        }
    }
    expect_in_run(&temporary, "dual", "\"prove\": \"dual\"");
    expect_in_run(&temporary, "none", "\"prove\": \"none\"");
    program_must(&temporary, "verify \"$T/city\" \"$T/none\"");
    temporary_remove(&temporary);
}

/* A wrong GLPK (tests/tools/contrary_glpk.c): status 1, both values, the old results untouched. */
Test(prove, nothing_is_written_where_glpk_contradicts) {
    const char *contrary = getenv("PLACERA_CONTRARY_GLPK");
    struct temporary temporary;
    if (contrary == NULL || access(contrary, R_OK) != 0) {
        cr_skip_test("SKIPPED: a sanitizer's build has no preloaded GLPK");
    }
    make_city(&temporary);
    program_must(&temporary, "solve --quiet \"$T/city\" --out \"$T/out\"");
    char *before = program_text(&temporary, "out/run.json");
    int status = program_run(&temporary, "LD_PRELOAD=\"$PLACERA_CONTRARY_GLPK\"",
                             "solve --quiet \"$T/city\" --out \"$T/out\"");
    char *words = program_text(&temporary, "stderr"),
         *after = program_text(&temporary, "out/run.json");
    cr_expect_eq(status, 1);
    cr_expect(strstr(words, "GLPK finds -399 where the network solver finds -400") != NULL, "%s",
              words);
    cr_expect_str_eq(before, after);
    free(after);
    status = program_run(&temporary, "LD_PRELOAD=\"$PLACERA_CONTRARY_GLPK\"",
                         "solve --quiet \"$T/city\" --out \"$T/new\"");
    cr_expect_eq(status, 1);
    char path[200];
    cr_expect(access(temporary_name(&temporary, "new", path, sizeof path), F_OK) != 0);
    status = program_run(&temporary, "LD_PRELOAD=\"$PLACERA_CONTRARY_GLPK\"",
                         "solve --quiet \"$T/city\" --prove dual --out \"$T/out\"");
    cr_expect_eq(status, 0, "GLPK was not asked");
    free(before);
    free(words);
    temporary_remove(&temporary);
}

Test(prove, a_way_that_is_none_is_bad_usage) {
    struct temporary temporary;
    make_city(&temporary);
    int status = program_run(&temporary, "", "solve \"$T/city\" --prove simplex --out \"$T/out\"");
    char *words = program_text(&temporary, "stderr");
    cr_expect_eq(status, 2);
    cr_expect(strstr(words, "--prove is glpk, dual or none, not 'simplex'") != NULL, "%s", words);
    free(words);
    temporary_remove(&temporary);
}
