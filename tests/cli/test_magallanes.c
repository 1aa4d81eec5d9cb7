// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A real round: 1,395 children of Magallanes, with the published stable optimum of every child and
 * the published optimum of the linear programme. Read where it stands ($PLACERA_DATA/magallanes);
 * it is not part of the project.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* False, loudly, where the data are not at hand. */
static bool begin_test(struct temporary *temporary) {
    char path[1000];
    const char *data = getenv("PLACERA_DATA");
    snprintf(path, sizeof path, "%s/magallanes/expected.csv",
             data == NULL ? "../shared/data" : data);
    if (access(path, R_OK) != 0) {
        fprintf(stderr,
                "\nSKIPPED SKIPPED SKIPPED: the real round of Magallanes is not at %s; set "
                "PLACERA_DATA\n\n",
                path);
        return false;
    }
    temporary_make(temporary);
    *strrchr(path, '/') = '\0';
    setenv("ROUND", path, 1);
    return true;
}

Test(magallanes, every_child_is_placed_as_published) {
    struct temporary temporary;
    if (!begin_test(&temporary)) {
        return;
    }
    program_must(&temporary, "solve \"$ROUND\" --out \"$T/out\"");
    cr_expect_eq(system("cut -d, -f1,2 \"$T/out/proposals.csv\" >\"$T/placed\" && "
                        "tr -d '\\r' <\"$ROUND/expected.csv\" | cmp - \"$T/placed\""),
                 0, "some child is placed otherwise");
    cr_expect_eq(system("test $(grep -c , \"$T/placed\") -eq 1396"), 0, "1,395 children");
    program_must(&temporary, "verify \"$ROUND\" \"$T/out\"");
    temporary_remove(&temporary);
}

/* cost = rank - 1 less the list's length: whoever is unplaced costs the length, as published. */
Test(magallanes, the_published_optimum_of_the_linear_programme) {
    struct temporary temporary;
    if (!begin_test(&temporary)) {
        return;
    }
    setenv("T", temporary.path, 1);
    int made =
        system("mkdir \"$T/round\" && cp \"$ROUND/applicants.csv\" \"$T/round\" && "
               "tr -d '\\r' <\"$ROUND/wishes.csv\" >\"$T/plain.csv\" && "
               "awk -F, 'NR == FNR { n[$1]++; next } FNR == 1 { print $0 \",cost\"; next } "
               "{ print $0 \",\" $2 - 1 - n[$1] }' \"$T/plain.csv\" \"$T/plain.csv\" "
               ">\"$T/round/wishes.csv\" && "
               "sed 's/\"deferred-acceptance\"/\"minimum-cost\", \"objective\": [{\"column\": "
               "\"cost\"}]/' "
               "\"$ROUND/instance.json\" >\"$T/round/instance.json\"");
    cr_assert_eq(made, 0);
    program_must(&temporary, "solve \"$T/round\" --out \"$T/out\"");
    char *run = program_text(&temporary, "out/run.json");
    const char *value = strstr(run, "\"objectives\"");
    value = value == NULL ? NULL : strstr(value, "\"value\"");
    cr_assert_not_null(value, "run.json has no objective's value");
    long sum = strtol(value + strcspn(value, "-0123456789"), NULL, 10);
    char *wishes = program_text(&temporary, "round/wishes.csv");
    long lines = -1; /* the header is none */
    for (const char *at = wishes; *at != '\0'; at++) {
        lines += *at == '\n';
    }
    cr_expect_eq(lines + sum, 2211, "%ld wishes and %ld", lines, sum);
    free(wishes);
    free(run);
    program_must(&temporary, "verify \"$T/round\" \"$T/out\"");
    temporary_remove(&temporary);
}
