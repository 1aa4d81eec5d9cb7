// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of the rows says nothing: a round whose wishes and distances stand backwards, or with
 * one row out of its place, is the same instance.
 */
#include "io/loader.h"

#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void same_column(const double *left, const double *right, uint32_t n) {
    cr_assert_eq(left == NULL, right == NULL);
    cr_expect(left == NULL || memcmp(left, right, n * sizeof *left) == 0);
}

static void same_instance(const struct instance *left, const struct instance *right) {
    size_t word = sizeof(uint32_t), n = left->n_applicants;
    cr_assert_eq(left->n_applicants, right->n_applicants);
    cr_assert_eq(left->n_wishes, right->n_wishes);
    cr_assert_eq(left->n_distances, right->n_distances);
    cr_expect_eq(memcmp(left->wish_start, right->wish_start, (n + 1) * word), 0);
    cr_expect_eq(memcmp(left->wish_offer, right->wish_offer, left->n_wishes * word), 0);
    cr_expect_eq(memcmp(left->distance_start, right->distance_start, (n + 1) * word), 0);
    cr_expect_eq(memcmp(left->distance_school, right->distance_school, left->n_distances * word),
                 0);
    cr_expect_eq(memcmp(left->distance_m, right->distance_m, left->n_distances * word), 0);
    cr_assert_eq(left->n_columns, right->n_columns);
    for (uint32_t i = 0; i < left->n_columns; i++) {
        same_column(left->column[i].of_wish, right->column[i].of_wish, left->n_wishes);
    }
}

/* `filter`: what is done to the rows of both tables, a command from standard input to output. */
static void same_in_order(const char *filter) {
    struct temporary temporary;
    struct loaded plain, changed;
    char command[800];
    temporary_make(&temporary);
    snprintf(command, sizeof command,
             "cp -r instances/district '%s/round' && for t in wishes distances; do "
             "(head -1 instances/district/$t.csv; tail -n +2 instances/district/$t.csv | %s) "
             "> '%s/round/'$t.csv || exit 1; done",
             temporary.path, filter, temporary.path);
    cr_assert_eq(system(command), 0);
    snprintf(command, sizeof command, "%s/round", temporary.path);
    cr_assert_eq(load("instances/district", &plain, NULL), OK);
    cr_assert_eq(load(command, &changed, NULL), OK);
    same_instance(&plain.instance, &changed.instance);
    cr_expect_str_neq(plain.input[1].sha256, "");
    cr_expect_str_eq(plain.input[1].sha256, changed.input[1].sha256, "applicants are as they were");
    cr_expect_str_neq(plain.input[2].sha256, changed.input[2].sha256);
    loaded_release(&plain);
    loaded_release(&changed);
    temporary_remove(&temporary);
}

Test(loader, rows_backwards) {
    same_in_order("tac");
}

Test(loader, first_row_last) {
    same_in_order("sed -n '1{h;d};p;${g;p}'");
}
