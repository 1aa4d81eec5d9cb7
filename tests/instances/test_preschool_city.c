// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The shipped city's month and year against what their READMEs say. The month is proved to the end;
 * the year is stopped early, so of it only what holds at any speed is looked at.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

struct known {
    const char *objective;
    json_int_t value; /* that is the best (month), or that none is below (year) */
};

static const struct known month[] = {
    {"current", -225}, {"guarantee", -1175}, {"placed", -1475},     {"together", -179},
    {"wishes", 17602}, {"late", 394},        {"distance", 1718708},
};

static const struct known year[] = {
    {"current", -878},
    {"guarantee", -5119},
    {"placed", -6000},
    {"together", -799},
};

/* The objectives of run.json. */
static json_t *objectives_of(const struct temporary *temporary) {
    char *text = program_text(temporary, "out/run.json");
    json_t *run = json_loads(text, 0, NULL);
    json_t *objectives = json_incref(json_object_get(run, "objectives"));
    cr_assert_not_null(objectives, "%s", text);
    json_decref(run);
    free(text);
    return objectives;
}

static json_int_t number_of(const json_t *objective, const char *key) {
    const json_t *value = json_object_get(objective, key);
    cr_assert(json_is_integer(value), "%s", key);
    return json_integer_value(value);
}

Test(preschool_city, month) {
    struct temporary temporary;
    temporary_make(&temporary);
    program_must(&temporary,
                 "solve instances/preschool-month --quiet --time-limit 600 --out $T/out");
    program_must(&temporary, "verify instances/preschool-month $T/out");
    json_t *objectives = objectives_of(&temporary);
    cr_assert_eq(json_array_size(objectives), sizeof month / sizeof *month);
    for (size_t i = 0; i < sizeof month / sizeof *month; i++) {
        const json_t *objective = json_array_get(objectives, i);
        cr_expect_str_eq(json_string_value(json_object_get(objective, "objective")),
                         month[i].objective);
        cr_expect_eq(number_of(objective, "value"), month[i].value, "%s", month[i].objective);
        cr_expect_eq(number_of(objective, "bound"), month[i].value, "%s", month[i].objective);
    }
    json_decref(objectives);
    temporary_remove(&temporary);
}

Test(preschool_city, year) {
    struct temporary temporary;
    temporary_make(&temporary);
    program_must(&temporary, "solve instances/preschool-year --quiet --time-limit 5 --out $T/out");
    program_must(&temporary, "verify instances/preschool-year $T/out");
    json_t *objectives = objectives_of(&temporary);
    bool reached = true; /* values so far: then bounds are of the same question as the README's */
    for (size_t i = 0; i < sizeof year / sizeof *year; i++) {
        const json_t *objective = json_array_get(objectives, i);
        cr_expect_str_eq(json_string_value(json_object_get(objective, "objective")),
                         year[i].objective);
        json_int_t value = number_of(objective, "value");
        cr_expect(!reached || value >= year[i].value, "%s: %lld", year[i].objective,
                  (long long)value);
        const json_t *bound = json_object_get(objective, "bound");
        cr_expect(!reached || !json_is_integer(bound) || json_integer_value(bound) <= year[i].value,
                  "%s", year[i].objective);
        reached = reached && value == year[i].value;
    }
    const json_t *current = json_array_get(objectives, 0);
    cr_expect_eq(number_of(current, "value"), -878, "nobody loses a place, however short the time");
    json_decref(objectives);
    temporary_remove(&temporary);
}
