// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/error.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

Test(error, the_first_cause_wins) {
    struct error error = {0};
    cr_expect_eq(error_set(&error, ERR_IO, "a:1", "%s %d", "broken", 7), ERR_IO);
    cr_expect_eq(error_no_memory(&error), ERR_NO_MEMORY, "the code is returned all the same");
    cr_expect_eq(error.code, ERR_IO);
    cr_expect_str_eq(error.place, "a:1");
    cr_expect_str_eq(error.text, "broken 7");
}

Test(error, nobody_asked) {
    cr_expect_eq(error_set(NULL, ERR_NO, NULL, "x"), ERR_NO);
}

Test(error, long_texts_are_cut) {
    struct error error = {0};
    char text[2000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&error, ERR_IO, text, "%s", text);
    cr_expect_eq(strlen(error.place), sizeof error.place - 1);
    cr_expect_eq(strlen(error.text), sizeof error.text - 1);
}

Test(error, status_and_text_of_each_code) {
    static const int status[] = {0, 1, 2, 2, 3, 3, 3};
    for (int code = OK; code <= ERR_SOLVER; code++) {
        cr_expect_eq(err_exit_status((enum err)code), status[code]);
        cr_expect_gt(strlen(err_text((enum err)code)), 5);
    }
    cr_expect_str_eq(err_text(ERR_NO_MEMORY), "out of memory");
}

Test(error, a_broken_invariant_ends_the_process, .signal = SIGABRT) {
    INVARIANT(1 + 1 == 3);
}
