// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * export and verify at the size of a district, on rounds that are no network: pools that cross,
 * units whose seats rise over the months, families, least numbers, applications that follow others.
 * Another solver, CBC, finds the same optimum at every level of the exported models; and what is
 * changed by hand in the certificate is refused.
 */
#include "tests/cli/program.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two pools, each with groups of units that the other has too. */
#define POOLS                                                                                      \
    "-e 's/^  \"tables\"/  \"pools\": ["                                                           \
    "{\"id\": \"west\", \"seats\": 20, \"members\": [\"S001-1-2\", \"S002-1-2\", \"S003-1-2\"]}, " \
    "{\"id\": \"east\", \"seats\": 18, \"members\": [\"S003-1-2\", \"S004-1-2\", \"S005-1-2\"]}]," \
    "\\n&/' "

/* Families together or nobody; groups of four or none; a club of one seat at each unit. */
#define TIES                                                                                       \
    "-e 's/\"preferred\"/\"required\"/' "                                                          \
    "-e 's/\"id\": \"S00[2-6]-3-5\", /&\"opens_with\": 4, /' "                                     \
    "-e 's/^    {\"id\": \"\\(S0..\\)-1-2\", \"school\"/    {\"id\": \"C\\1\", \"school\": "       \
    "\"\\1\", \"group\": \"club\", \"seats\": 1, \"follows\": \"\\1\"},\\n&/' "

/* Sixty children apply for a club as well: group and guarantee aside, the same row. */
#define FOLLOWERS                                                                                  \
    "sed -i -E -e '1s/$/,follows/;2,$s/$/,/' \"$T/city/applicants.csv\" && "                       \
    "sed -i -E '2,61{p;s/^(A[0-9]+),[^,]*,([^,]*,[^,]*),[^,]*,[^,]*,([^,]*,[^,]*,[^,]*),[^,]*,"    \
    "(.*),$/F\\1,club,\\2,,,\\3,,\\4,\\1/}' \"$T/city/applicants.csv\" && "

static const char *const changes[] = {
    "sed -i " POOLS "\"$T/city/instance.json\"",
    FOLLOWERS "sed -i " POOLS TIES "\"$T/city/instance.json\"",
};

static void shell(const char *command) {
    cr_assert_eq(system(command), 0, "%s", command);
}

/* $T/city, solved into $T/out. */
static void make_city(struct temporary *temporary, int which) {
    temporary_make(temporary);
    program_must(temporary, "generate --quiet --kind preschool --applicants 240 --offers 40 "
                            "--families 40 --seed 5 --out \"$T/city\"");
    shell(changes[which]);
    program_must(temporary, "solve --quiet \"$T/city\" --out \"$T/out\"");
}

/* The next level's value in a certificate; false: there is none. */
static bool next_value(const char **at, int64_t *value) {
    static const char key[] = "\"value\": ";
    const char *found = strstr(*at, key);
    if (found == NULL) {
        return false;
    }
    *at = found + strlen(key);
    *value = strtoll(*at, NULL, 10);
    return true;
}

/* What CBC says is the least value of a model. */
static double solve_by_cbc(const struct temporary *temporary, const char *model) {
    static const char words[] = "Objective value:";
    char command[300];
    snprintf(command, sizeof command, "cbc \"$T/%s\" solve quit >\"$T/cbc\" 2>&1", model);
    int status = system(command);
    char *text = program_text(temporary, "cbc");
    const char *found = strstr(text, words);
    cr_assert(status == 0 && found != NULL && strstr(text, "Optimal solution found") != NULL,
              "cbc (package coinor-cbc) on %s, status %d: %s", model, status, text);
    double value = strtod(found + strlen(words), NULL);
    free(text);
    return value;
}

static const int both[] = {0, 1};

ParameterizedTestParameters(cmd_export, cbc_agrees) {
    return cr_make_param_array(const int, (void *)(uintptr_t)both, 2);
}

ParameterizedTest(const int *which, cmd_export, cbc_agrees) {
    static const char *const models[] = {"model.lp", "model.mps"};
    struct temporary temporary;
    make_city(&temporary, *which);
    char *certificate = program_text(&temporary, "out/certificate.json");
    cr_assert_not_null(strstr(certificate, "\"program\""), "the round is a network");
    const char *at = certificate;
    int64_t value;
    int level = 0;
    for (; next_value(&at, &value); level++) {
        for (int i = 0; i < 2; i++) {
            char arguments[200];
            snprintf(arguments, sizeof arguments,
                     "export --quiet \"$T/city\" --level %d --model \"$T/%s\"", level + 1,
                     models[i]);
            program_must(&temporary, arguments);
            double found = solve_by_cbc(&temporary, models[i]);
            cr_expect(found > (double)value - 0.01 && found < (double)value + 0.01,
                      "level %d, %s: cbc finds %.3f, placera %" PRId64, level + 1, models[i], found,
                      value);
        }
    }
    cr_expect_eq(level, *which == 0 ? 7 : 8);
    free(certificate);
    temporary_remove(&temporary);
}

/* From results no level is solved again; the model is the same. */
Test(cmd_export, levels_before_are_held_at_the_values_of_results) {
    struct temporary temporary;
    make_city(&temporary, 1);
    program_must(&temporary, "export --quiet \"$T/city\" --level 6 --model \"$T/solved.mps\"");
    program_must(&temporary, "export --quiet \"$T/city\" --level 6 --results \"$T/out\" --model "
                             "\"$T/held.mps\"");
    shell("cmp \"$T/solved.mps\" \"$T/held.mps\"");
    shell("sed -i '0,/\"value\": -/s//\"value\": -1/' \"$T/out/certificate.json\"");
    program_must(&temporary, "export --quiet \"$T/city\" --level 6 --results \"$T/out\" --model "
                             "\"$T/held.mps\"");
    shell("! cmp -s \"$T/solved.mps\" \"$T/held.mps\"");
    shell("sed -i 's/\"objective\": \"late\"/\"objective\": \"later\"/' "
          "\"$T/out/certificate.json\"");
    cr_expect_eq(program_run(&temporary, "",
                             "export \"$T/city\" --level 6 --results \"$T/out\" --model "
                             "\"$T/held.mps\""),
                 1);
    shell("grep -q 'have not the levels of this round' \"$T/stderr\"");
    shell("sed -i 's/\"objective\"/\"x\"/' \"$T/out/certificate.json\"");
    cr_expect_eq(program_run(&temporary, "",
                             "export \"$T/city\" --level 6 --results \"$T/out\" --model "
                             "\"$T/held.mps\""),
                 1);
    shell("grep -q 'faults of form in the results' \"$T/stderr\"");
    temporary_remove(&temporary);
}

/* Each changes the certificate of the first round; with what verify then says of the objective. */
static const struct {
    const char *edit, *says;
} spoilt[] = {
    {"0,/\"price\": [0-9]*/s//\"price\": 1/", " and no more"},
    {"/\"objective\": \"wishes\"/,/\"weights\"/s/^     \"bound\": /&1/",
     "the prices are said to prove"},
    {"/\"objective\": \"wishes\"/,/\"prices\": /s/^      [0-9]*,$/      1,/", " and no more"},
    {"/\"objective\": \"placed\"/,/\"proved_by\"/s/\"bound\": -2/\"bound\": -3/",
     "the prices are said to prove"},
    {"/\"objective\": \"distance\"/,/\"by_prices\"/s/\"tree\"/\"prices\"/",
     "the prices are said to prove"},
    {"s/\"times\": [0-9]*/\"times\": 1/", " and no more"},
    {"0,/\"cut\": [0-9]*/s//\"cut\": 99999/", "cut 99999 is not there"},
    {"s/\"gap\": 0.0/\"gap\": 0.01/", "program.gap: 0.01; by values and bounds it is 0"},
    {"0,/\"month\": \"2027-/s//\"month\": \"2026-/", "has no seats that limit anybody in 2026-"},
};

Test(cmd_export, verify_refuses_what_is_changed_by_hand) {
    struct temporary temporary;
    make_city(&temporary, 0);
    program_must(&temporary, "verify \"$T/city\" \"$T/out\"");
    char *words = program_text(&temporary, "stdout");
    cr_expect_not_null(strstr(words, "by search alone"), "%s", words);
    cr_expect_not_null(strstr(words, "Nothing is broken; not all could be checked."), "%s", words);
    free(words);
    shell("cp \"$T/out/certificate.json\" \"$T/kept\"");
    for (size_t i = 0; i < sizeof spoilt / sizeof spoilt[0]; i++) {
        char command[400];
        snprintf(command, sizeof command, "sed '%s' \"$T/kept\" >\"$T/out/certificate.json\"",
                 spoilt[i].edit);
        shell(command);
        cr_expect_eq(program_run(&temporary, "", "verify \"$T/city\" \"$T/out\""), 1);
        words = program_text(&temporary, "stdout");
        char *line = strstr(words, "objective optimal by its dual broken");
        char *said = line == NULL ? NULL : strstr(line, spoilt[i].says);
        cr_expect(said != NULL && said < strchr(line, '\n'), "%s:\n%s", spoilt[i].edit, words);
        free(words);
    }
    temporary_remove(&temporary);
}
