// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/setting.h"

#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>

Test(setting, is_kept_and_logged) {
    struct desk desk;
    struct error error = {0};
    static struct settings settings;
    desk_make(&desk, "guarantee", false);
    cr_assert_eq(settings_read(&desk.store, &settings, &error), OK);
    for (int i = 0; i < N_SETTINGS; i++) {
        cr_expect_str_eq(settings.value[i], "");
    }
    cr_expect_eq(setting_set(&desk.store, "office", "Nämnden\nför barn", "anna", &error), OK);
    cr_expect_eq(setting_set(&desk.store, "office", "Nämnden\nför barn", "anna", &error), OK);
    cr_assert_eq(settings_read(&desk.store, &settings, &error), OK);
    cr_expect_str_eq(settings.value[SETTING_OFFICE], "Nämnden\nför barn");
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log WHERE action = 'set'"), 1,
                 "what is so already is no change");
    cr_expect_eq(desk_number(&desk,
                             "SELECT count(*) FROM log WHERE user = 'anna' AND"
                             " after ->> 'value' = 'Nämnden' || char(10) || 'för barn' AND"
                             " before ->> 'value' IS NULL AND after ->> 'setting' = 'office'"),
                 1);
    cr_expect_eq(setting_set(&desk.store, "office", "", "anna", &error), OK);
    cr_assert_eq(settings_read(&desk.store, &settings, &error), OK);
    cr_expect_str_eq(settings.value[SETTING_OFFICE], "");
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM setting"), 0);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM log WHERE action = 'set'"), 2);
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(setting, what_cannot_be_set) {
    struct desk desk;
    char longer[SETTING_SIZE + 1];
    memset(longer, 'x', SETTING_SIZE);
    longer[SETTING_SIZE] = '\0';
    const struct {
        const char *key, *value, *words;
    } wrong[] = {
        {"ofice", "x", "'ofice' cannot be set"},
        {"office", longer, "4000 bytes"},
        {"office", "\xff", "is not UTF-8"},
        {"appeal", "nobody", "board, court or both"},
    };
    desk_make(&desk, "guarantee", false);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct error error = {0};
        cr_expect_eq(setting_set(&desk.store, wrong[i].key, wrong[i].value, "anna", &error),
                     ERR_USAGE);
        cr_expect_not_null(strstr(error.text, wrong[i].words), "%s", error.text);
    }
    longer[SETTING_SIZE - 1] = '\0';
    cr_expect_eq(setting_set(&desk.store, "office", longer, "anna", NULL), OK);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM setting"), 1);
    desk_remove(&desk);
}
