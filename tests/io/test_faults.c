// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/faults.h"

#include <criterion/criterion.h>
#include <string.h>

static void prints(const struct faults *faults, const char *expected) {
    char text[20000] = "";
    FILE *stream = fmemopen(text, sizeof text, "w");
    faults_print(faults, stream);
    fclose(stream);
    cr_expect_str_eq(text, expected);
}

Test(faults, places) {
    struct faults faults = {0};
    fault_add(&faults, (struct place){"a.csv", 3, 7}, "%s; mend it", "wrong");
    fault_add(&faults, (struct place){"a.csv", 3, 0}, "whole line");
    fault_warn(&faults, (struct place){"a.csv", 0, 0}, "whole file");
    cr_expect_eq(faults.n, 3);
    cr_expect_eq(faults.n_found, 2);
    prints(&faults, "a.csv:3:7: wrong; mend it\na.csv:3: whole line\na.csv: warning: whole file\n");
    faults_release(&faults);
    cr_expect_not(faults_any(&faults));
}

Test(faults, warnings_are_no_faults) {
    struct faults faults = {0};
    fault_warn(&faults, (struct place){"a", 1, 1}, "beware");
    cr_expect_not(faults_any(&faults));
    faults_release(&faults);
}

Test(faults, a_hundred_and_the_number_of_the_others) {
    struct faults faults = {0};
    for (int i = 0; i < 150; i++) {
        fault_add(&faults, (struct place){"a", (uint64_t)i + 1, 0}, "x");
    }
    cr_expect_eq(faults.n, FAULTS_MAX);
    cr_expect_eq(faults.n_found, 150);
    char expected[4000] = "";
    for (int i = 0; i < FAULTS_MAX; i++) {
        sprintf(expected + strlen(expected), "a:%d: x\n", i + 1);
    }
    strcat(expected, "... and 50 more faults; mend these and check again\n");
    prints(&faults, expected);
    faults_release(&faults);
}

Test(faults, moved_in_order_and_counted) {
    struct faults faults = {0}, more = {0};
    for (int i = 0; i < 60; i++) {
        fault_add(&faults, (struct place){"a", 1, 0}, "x");
    }
    for (int i = 0; i < 130; i++) {
        fault_add(&more, (struct place){"b", 1, 0}, "y");
    }
    faults_move(&faults, &more);
    cr_expect_eq(faults.n, FAULTS_MAX);
    cr_expect_eq(faults.n_found, 190);
    cr_expect_str_eq(faults.fault[59].text, "x");
    cr_expect_str_eq(faults.fault[60].text, "y");
    cr_expect_eq(more.n, 0);
    cr_expect_eq(more.n_found, 0);
    faults_release(&faults);
}

Test(faults, a_long_text_is_cut) {
    struct faults faults = {0};
    char text[1000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    fault_add(&faults, (struct place){"a", 1, 0}, "%s", text);
    cr_expect_eq(strlen(faults.fault[0].text), sizeof faults.fault[0].text - 1);
    faults_release(&faults);
}
