// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera anonymise from the outside: nothing of the original in any byte, other names every time,
 * a round that loads, solves and verifies, and the original never in danger.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs a shell command with $T; its exit status. */
static int shell(const struct temporary *temporary, const char *command) {
    setenv("T", temporary->path, 1);
    return system(command) == 0 ? 0 : 1;
}

/* Every word of the original's tables but flags, ranks and metres, every text of its instance.json
 * but keys, words of the format and columns' names, every coordinate: none may be a word of the
 * output, numbers of up to three digits aside, which are ranks. A word is what stands between
 * commas, quotes and line ends. */
static const char *const words_of_original =
    "cd \"$T/round\" && "
    "{ sed 1d applicants.csv | tr , '\\n'; sed 1d wishes.csv | cut -d, -f1,3 | tr , '\\n';"
    "  sed 1d distances.csv | cut -d, -f1,2 | tr , '\\n';"
    "  grep -oE '\"[^\"]*\"' instance.json | tr -d '\"';"
    "  grep -oE '\"[xy]\": *[0-9.]+' instance.json | grep -oE '[0-9.]+'; } |"
    " grep -vxE '[0-9]{0,3}' | sort -u >\"$T/original\" && "
    "printf '%s\\n' format placera-instance/1 name lottery seed draw single policy mechanism"
    " deferred-acceptance criteria current_place flag sibling relative_nearness ascending"
    " queue_date near metres guarantee fallback when in-round reach within side objective placed"
    " wishes distance schools id seats offers school group pools members tables applicants"
    " applicants.csv wishes.csv distances distances.csv absolute_nearness |"
    " sort -u >\"$T/format\" && comm -23 \"$T/original\" \"$T/format\" >\"$T/telling\"";

static const char *const words_of_output =
    "cd \"$T/out\" && cat * | tr ',\":{}[] ' '\\n' | sort -u >\"$T/words\" && "
    "test $(wc -l <\"$T/words\") -gt 20 && comm -12 \"$T/words\" \"$T/telling\" >\"$T/found\"";

static void nothing_remains(const char *round, unsigned n_telling_min) {
    struct temporary temporary;
    char command[300];
    temporary_make(&temporary);
    snprintf(command, sizeof command, "cp -r %s \"$T/round\"", round);
    cr_assert_eq(shell(&temporary, command), 0);
    program_must(&temporary, "anonymise \"$T/round\" --out \"$T/out\"");
    cr_assert_eq(shell(&temporary, words_of_original), 0);
    cr_assert_eq(shell(&temporary, words_of_output), 0);
    char *telling = program_text(&temporary, "telling");
    char *found = program_text(&temporary, "found");
    unsigned n_telling = 0;
    for (const char *at = telling; *at != '\0'; at++) {
        n_telling += *at == '\n';
    }
    cr_expect_gt(n_telling, n_telling_min, "hardly a word was looked for");
    cr_expect_str_eq(found, "", "%s", round);
    free(found);
    free(telling);
    temporary_remove(&temporary);
}

Test(cmd_anonymise, nothing_of_the_original_in_any_byte) {
    nothing_remains("tests/fuzz/results/instance", 30);
    nothing_remains("instances/district", 5000);
}

/* The old lottery numbers are hashes of ids: none of them may come along. */
Test(cmd_anonymise, no_lottery_number_of_the_original) {
    struct temporary temporary;
    temporary_make(&temporary);
    program_must(&temporary, "anonymise instances/district --out \"$T/out\"");
    cr_expect_eq(shell(&temporary,
                       "printf 'alvstaden-21\\nA0029' | sha256sum | cut -c 1-16 >\"$T/number\" && "
                       "grep -qx a945fb8942528e33 \"$T/number\" && "
                       "! grep -rqF -f \"$T/number\" \"$T/out\""),
                 0);
    temporary_remove(&temporary);
}

Test(cmd_anonymise, other_names_every_time_and_all_verified) {
    struct temporary temporary;
    temporary_make(&temporary);
    program_must(&temporary, "anonymise instances/district --out \"$T/one\" --quiet");
    program_must(&temporary, "anonymise instances/district --out \"$T/other\" --quiet");
    cr_expect_neq(shell(&temporary, "cmp -s \"$T/one/applicants.csv\" \"$T/other/applicants.csv\""),
                  0);
    cr_expect_neq(shell(&temporary, "cmp -s \"$T/one/wishes.csv\" \"$T/other/wishes.csv\""), 0);
    program_must(&temporary, "solve \"$T/one\" --out \"$T/results\" --quiet");
    program_must(&temporary, "verify \"$T/one\" \"$T/results\"");
    temporary_remove(&temporary);
}

/* The original's folder holds what anonymise writes too: it must never be taken for an old one. */
Test(cmd_anonymise, never_over_the_original) {
    struct temporary temporary;
    temporary_make(&temporary);
    cr_assert_eq(shell(&temporary, "mkdir \"$T/round\" && cp instances/river/*.csv "
                                   "instances/river/instance.json \"$T/round\" && "
                                   "cp -r \"$T/round\" \"$T/copy\""),
                 0);
    cr_expect_eq(program_run(&temporary, "", "anonymise \"$T/round\" --out \"$T/round\""), 2);
    cr_expect_eq(shell(&temporary, "diff -r \"$T/round\" \"$T/copy\""), 0);
    program_must(&temporary, "anonymise \"$T/round\" --out \"$T/out\"");
    program_must(&temporary, "anonymise \"$T/round\" --out \"$T/out\" --round-metres 50");
    char *note = program_text(&temporary, "out/anonymised.json");
    cr_expect_not_null(strstr(note, "\"round_metres\": 50"), "%s", note);
    free(note);
    temporary_remove(&temporary);
}
