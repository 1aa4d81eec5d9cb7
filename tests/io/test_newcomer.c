// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A child read beside the round of tests/cases/place-preschool: every array by hand, and faults
 * with their places.
 */
#include "io/newcomer.h"

#include "io/loader.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { JANUARY = 2027 * 12 };

struct read {
    struct loaded loaded;
    struct instance newcomer;
    struct faults faults;
    struct error error;
    enum err err;
};

static void read_text(struct read *read, const char *text) {
    *read = (struct read){0};
    cr_assert_eq(load("tests/cases/place-preschool/round.json", &read->loaded, NULL), OK);
    read->err = newcomer_read_bytes(&read->newcomer, "child.json", text, strlen(text),
                                    &read->loaded.instance, &read->faults, &read->error);
}

static void release(struct read *read) {
    instance_release(&read->newcomer);
    faults_release(&read->faults);
    loaded_release(&read->loaded);
}

static double column_of(const struct instance *newcomer, const char *name, uint32_t wish) {
    for (uint32_t c = 0; c < newcomer->n_columns; c++) {
        if (strcmp(newcomer->column[c].name, name) == 0) {
            return column_value(&newcomer->column[c], 0, wish);
        }
    }
    cr_assert_fail("no column %s", name);
    return NAN;
}

Test(newcomer, all_that_is_known_of_a_child) {
    struct read read;
    read_text(&read,
              "{\"id\": \"Kim\", \"group\": \"3-5\", \"start\": \"2027-04\","
              " \"birth_date\": \"1970-01-11\", \"queue_date\": \"1970-01-03\", \"x\": 1.5,"
              " \"y\": 2, \"eligible\": true, \"sibling\": 0, \"metres\": {\"U3\": 30, \"U1\": 10},"
              " \"wishes\": [{\"offer\": \"U1-big\", \"sibling\": 1}, \"U1-small\"]}");
    const struct instance *newcomer = &read.newcomer, *round = &read.loaded.instance;
    cr_assert_eq(read.err, OK, "%s", read.error.text);
    cr_expect_eq(newcomer->n_applicants, 1);
    cr_expect_str_eq(strings_get(&newcomer->applicant_id, 0), "Kim");
    cr_expect_str_eq(strings_get(&round->group_name, newcomer->applicant_group[0]), "3-5");
    cr_expect_eq(newcomer->applicant_start[0], JANUARY + 3);
    cr_expect_eq(newcomer->applicant_born[0], 10);
    cr_expect_eq(newcomer->applicant_x[0], 1.5);
    cr_expect_eq(newcomer->applicant_y[0], 2);
    cr_expect_eq(newcomer->applicant_eligible[0], 1);
    cr_assert_eq(newcomer->n_wishes, 2);
    cr_expect_eq(newcomer->wish_offer[0], 1);
    cr_expect_eq(newcomer->wish_offer[1], 0);
    cr_expect_eq(instance_metres(newcomer, 0, 0), 10);
    cr_expect_eq(instance_metres(newcomer, 0, 1), METRES_UNKNOWN);
    cr_expect_eq(instance_metres(newcomer, 0, 2), 30);
    cr_expect_eq(column_of(newcomer, "queue_date", NONE), 2);
    cr_expect_eq(column_of(newcomer, "sibling", 0), 1);
    cr_expect_eq(column_of(newcomer, "sibling", 1), 0);
    cr_expect_eq(newcomer->n_offers, round->n_offers);
    release(&read);
}

Test(newcomer, what_is_not_said) {
    struct read read;
    read_text(&read, "{\"id\": \"Kim\", \"group\": \"1-2\", \"queue_date\": null}");
    const struct instance *newcomer = &read.newcomer;
    cr_assert_eq(read.err, OK, "%s", read.error.text);
    cr_expect_eq(newcomer->applicant_start[0], JANUARY);
    cr_expect(isnan(newcomer->applicant_born[0]));
    cr_expect(isnan(newcomer->applicant_x[0]));
    cr_expect_eq(newcomer->applicant_eligible[0], 0);
    cr_expect_eq(newcomer->n_wishes, 0);
    cr_expect_eq(newcomer->n_distances, 0);
    cr_expect(isnan(column_of(newcomer, "queue_date", NONE)));
    cr_expect_null(newcomer->applicant_current);
    cr_expect_eq(newcomer->n_families, 0);
    cr_expect_eq(instance_check(newcomer, NULL), OK);
    release(&read);
}

static void expect_fault(const char *text, uint64_t line, uint32_t column, const char *words) {
    struct read read;
    read_text(&read, text);
    cr_expect_eq(read.err, ERR_INPUT);
    cr_assert_eq(read.faults.n, 1, "%s: %u faults", text, read.faults.n);
    cr_expect_eq(read.faults.fault[0].place.line, line);
    cr_expect_eq(read.faults.fault[0].place.column, column, "%s: %u", text,
                 read.faults.fault[0].place.column);
    cr_expect_not_null(strstr(read.faults.fault[0].text, words), "%s", read.faults.fault[0].text);
    release(&read);
}

Test(newcomer, faults_with_their_places) {
    expect_fault("{\"id\": \"\", \"group\": \"1-2\"}", 1, 8, "empty");
    expect_fault("{\"id\": \"Eli\", \"group\": \"1-2\"}", 1, 8, "an applicant of the round");
    expect_fault("{\"id\": \"K\",\n \"group\": 3}", 2, 11, "a text");
    expect_fault("{\"id\": \"K\", \"group\": \"1-2\", \"wishes\": {}}", 1, 39, "an array");
    expect_fault("{\"id\": \"K\", \"group\": \"1-2\", \"metres\": [1]}", 1, 39, "an object");
    expect_fault("{\"id\": \"K\", \"group\": \"1-2\", \"birth_date\": 7}", 1, 43, "a date");
    expect_fault("{\"id\": \"K\", \"group\": \"1-2\", \"lottery\": 7}", 1, 40, "unknown key");
    expect_fault("{\"id\": \"K\", \"id\": \"L\"}", 1, 16, "duplicate");
}

Test(newcomer, a_file_that_is_not_there) {
    struct read read;
    read_text(&read, "{\"id\": \"K\", \"group\": \"1-2\"}");
    struct instance newcomer;
    struct error error = {0};
    cr_expect_eq(newcomer_read(&newcomer, "tests/cases/nobody.json", &read.loaded.instance,
                               &read.faults, &error),
                 ERR_USAGE);
    cr_expect_eq(faults_any(&read.faults), false);
    instance_release(&newcomer);
    release(&read);
}
