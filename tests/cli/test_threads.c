// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The same bytes in every file at any number of threads, on the shipped district and on a round
 * that is all claims and fallbacks.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const files[] = {"proposals.csv", "offers.csv",       "reserve.csv",
                                    "near.csv",      "certificate.json", "run.json"};
enum { N_FILES = sizeof files / sizeof files[0] };

static void solve_with(const struct temporary *temporary, const char *instance, int n_threads) {
    char arguments[500];
    snprintf(arguments, sizeof arguments, "solve %s --threads %d --quiet --out \"$T/out%d\"",
             instance, n_threads, n_threads);
    program_must(temporary, arguments);
}

static void same_at_any_number(const struct temporary *temporary, const char *instance) {
    static const int n_threads[] = {1, 2, 3, 8};
    for (size_t i = 0; i < 4; i++) {
        solve_with(temporary, instance, n_threads[i]);
    }
    for (size_t file = 0; file < N_FILES; file++) {
        char *serial = NULL;
        for (size_t i = 0; i < 4; i++) {
            char name[100];
            snprintf(name, sizeof name, "out%d/%s", n_threads[i], files[file]);
            char *text = program_text(temporary, name);
            if (strcmp(files[file], "run.json") == 0) {
                program_blank_seconds(text);
            }
            if (serial == NULL) {
                serial = text;
                continue;
            }
            cr_expect(strcmp(serial, text) == 0, "%s differs at %d threads", files[file],
                      n_threads[i]);
            free(text);
        }
        free(serial);
    }
}

Test(threads, shipped_district) {
    struct temporary temporary;
    temporary_make(&temporary);
    same_at_any_number(&temporary, "instances/district");
    temporary_remove(&temporary);
}

static void of_mechanism(const char *mechanism) {
    struct temporary temporary;
    temporary_make(&temporary);
    program_must(
        &temporary,
        "generate --applicants 4000 --offers 200 --crowding 97 --seed 3 --out \"$T/city\"");
    char command[300];
    snprintf(command, sizeof command,
             "sed -i 's/\"mechanism\": *\"[a-z-]*\"/\"mechanism\": \"%s\"/' \"$T/city/"
             "instance.json\"",
             mechanism);
    cr_assert_eq(system(command), 0);
    same_at_any_number(&temporary, "\"$T/city\"");
    temporary_remove(&temporary);
}

Test(threads, deferred_acceptance) {
    of_mechanism("deferred-acceptance");
}

Test(threads, top_trading_cycles) {
    of_mechanism("top-trading-cycles");
}

Test(threads, immediate_acceptance) {
    of_mechanism("immediate-acceptance");
}

Test(threads, minimum_cost) {
    of_mechanism("minimum-cost");
}
