// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>

static const char password[] = "korrekt häst batteri";

Test(user, comes_in_with_its_password_alone) {
    struct desk desk;
    struct error error = {0};
    struct user user = desk_user("Åsa", ROLE_APPROVER), found;
    desk_make(&desk, "guarantee", false);
    user.sees_protected = true;
    cr_assert_eq(user_add(&desk.store, &user, password, "console", &error), OK, "%s", error.text);
    cr_assert_eq(user_check(&desk.store, "Åsa", password, &found, &error), OK, "%s", error.text);
    cr_expect_str_eq(found.name, "Åsa");
    cr_expect_eq(found.role, ROLE_APPROVER);
    cr_expect(found.sees_protected && found.open);
    cr_expect_eq(user_check(&desk.store, "Åsa", "korrekt häst batter", &found, NULL), ERR_NO);
    cr_expect_eq(user_check(&desk.store, "Åsa", "", &found, NULL), ERR_NO);
    cr_expect_eq(user_check(&desk.store, "åsa", password, &found, NULL), ERR_NO);
    cr_expect_eq(user_check(&desk.store, "", password, &found, NULL), ERR_NO);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM user WHERE password LIKE '$argon2id$%'"),
                 1);
    cr_expect_eq(
        desk_number(&desk, "SELECT count(*) FROM log WHERE reason = 'Åsa' AND action = 'user added'"
                           " AND after = '{\"role\":\"approver\",\"sees_protected\":true,"
                           "\"open\":true}'"),
        1);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(user, is_changed_and_shut_out) {
    struct desk desk;
    struct error error = {0};
    struct user user = desk_user("bo", ROLE_READER), found;
    desk_make(&desk, "guarantee", false);
    cr_assert_eq(user_add(&desk.store, &user, password, "console", &error), OK);
    user.role = ROLE_CASEWORKER;
    cr_assert_eq(user_change(&desk.store, &user, "console", &error), OK);
    cr_assert_eq(user_check(&desk.store, "bo", password, &found, &error), OK);
    cr_expect_eq(found.role, ROLE_CASEWORKER);
    cr_assert_eq(user_set_password(&desk.store, "bo", "another password", "console", &error), OK);
    cr_expect_eq(user_check(&desk.store, "bo", password, &found, NULL), ERR_NO);
    cr_expect_eq(user_check(&desk.store, "bo", "another password", &found, NULL), OK);
    user.open = false;
    cr_assert_eq(user_change(&desk.store, &user, "console", &error), OK);
    cr_expect_eq(user_check(&desk.store, "bo", "another password", &found, NULL), ERR_NO);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log"), 5);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(user, must_have_a_name_and_a_password_that_will_do) {
    struct desk desk;
    char longest[PASSWORD_MOST + 2];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    desk_make(&desk, "guarantee", false);
    static const char *const names[] = {"", " a", "a ", "a\nb", "console"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct user user = desk_user(names[i], ROLE_READER);
        cr_expect_eq(user_add(&desk.store, &user, password, "console", NULL), ERR_USAGE);
    }
    struct user user = desk_user("c", ROLE_READER);
    cr_expect_eq(user_add(&desk.store, &user, "elevenbytes", "console", NULL), ERR_USAGE);
    cr_expect_eq(user_add(&desk.store, &user, longest, "console", NULL), ERR_USAGE);
    cr_expect_eq(user_add(&desk.store, &user, longest + 1, "console", NULL), OK);
    cr_expect_eq(user_add(&desk.store, &user, password, "console", NULL), ERR_USAGE, "twice");
    cr_expect_eq(user_set_password(&desk.store, "d", password, "console", NULL), ERR_NO);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM user"), 1);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log"), 2);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(user, gets_another_password_each_time) {
    char one[PASSWORD_DRAWN_SIZE], other[PASSWORD_DRAWN_SIZE];
    cr_assert_eq(password_draw(one, NULL), OK);
    cr_assert_eq(password_draw(other, NULL), OK);
    cr_expect_str_neq(one, other);
    cr_expect_eq(strlen(one), 27);
    cr_expect_eq(strspn(one, "abcdefghjkmnpqrstuvwxyz23456789-"), 27);
}
