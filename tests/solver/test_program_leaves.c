// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/program_leaves.h"

#include <criterion/criterion.h>

static const struct decision decisions[] = {
    {1, GLPK_OPEN}, {2, GLPK_CLOSED}, {3, GLPK_OPEN}, {3, GLPK_CLOSED}};

static void add(struct leaves *leaves, double value, uint32_t first, uint32_t n) {
    struct error error = {0};
    cr_assert_eq(leaves_add(leaves, value, decisions + first, n, &error), OK);
}

Test(program_leaves, agree_on_what_all_have) {
    struct arena arena = {NULL};
    struct leaves leaves = {.arena = &arena};
    uint8_t fixed[5];
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, 0, 0, 0}), 5, "nothing is known of no leaf");
    add(&leaves, 7.0, 0, 3);
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, GLPK_OPEN, GLPK_CLOSED, GLPK_OPEN, 0}), 5);
    add(&leaves, 7.0, 1, 3); /* column 3 both ways: the later one is another decision */
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, GLPK_CLOSED, GLPK_OPEN, 0}), 5);
    add(&leaves, 9.0, 3, 1);
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, 0, 0, 0}), 5);
    leaves_leave_out(&leaves, 8.0);
    cr_assert_eq(leaves.n, 2);
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, GLPK_CLOSED, GLPK_OPEN, 0}), 5);
    add(&leaves, 7.0, 0, 0); /* a root that nothing was decided in */
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, 0, 0, 0}), 5);
    arena_free(&arena);
}

Test(program_leaves, know_nothing_where_one_was_left_out) {
    struct arena arena = {NULL};
    struct leaves leaves = {.arena = &arena};
    uint8_t fixed[5];
    for (int i = 0; i < LEAVES_MOST; i++) {
        add(&leaves, 1.0, 0, 3);
    }
    leaves_agree(&leaves, 5, fixed);
    cr_assert_eq(fixed[1], GLPK_OPEN);
    add(&leaves, 1.0, 0, 3);
    cr_assert(leaves.too_many);
    cr_assert_eq(leaves.n, LEAVES_MOST);
    leaves_agree(&leaves, 5, fixed);
    cr_assert_arr_eq(fixed, ((uint8_t[]){0, 0, 0, 0, 0}), 5);
    arena_free(&arena);
}
