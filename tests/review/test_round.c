// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A round in the store: every row as the instance and the results have it, and the files byte by
 * byte.
 */
#include "io/month_text.h"
#include "review/people.h"
#include "review/round_load.h"
#include "solver/mechanism.h"
#include "tests/review/desk.h"

#include <criterion/criterion.h>
#include <string.h>

struct seen {
    const struct desk *desk;
    uint32_t n;
};

static const char *or_none(const char *text) {
    return text == NULL ? "-" : text;
}

static enum err see_child(void *context, const struct sql_row *row, struct error *error) {
    struct seen *seen = context;
    const struct desk *desk = seen->desk;
    const struct instance *instance = &desk->loaded.instance;
    uint32_t a = seen->n++, offer = desk->read.proposals.offer[a];
    (void)error;
    cr_assert_eq(sql_row_whole(row, 0), a);
    cr_assert_str_eq(sql_row_text(row, 1), strings_get(&instance->applicant_id, a));
    cr_assert_str_eq(or_none(sql_row_text(row, 2)),
                     offer == NONE ? "-" : strings_get(&instance->offer_id, offer));
    cr_assert_str_eq(sql_row_text(row, 3), basis_name[desk->read.proposals.basis[a]]);
    cr_assert_eq(sql_row_whole(row, 4), desk->read.proposals.wish[a]);
    cr_assert_eq(sql_row_index(row, 5), desk->read.proposals.metres[a]);
    uint32_t month = desk->read.proposals.start == NULL ? 0 : desk->read.proposals.start[a];
    char text[MONTH_TEXT_SIZE];
    month_text(month, text);
    cr_assert_str_eq(or_none(sql_row_text(row, 6)), month == 0 ? "-" : text);
    cr_assert_eq(sql_row_whole(row, 7), instance->wish_start[a + 1] - instance->wish_start[a]);
    bool protected = instance->applicant_protected != NULL && instance->applicant_protected[a] != 0;
    cr_assert_eq(sql_row_whole(row, 8), protected ? 1 : 0);
    cr_assert_str_eq(sql_row_text(row, 9), "proposed");
    return OK;
}

static void is_taken_whole(const char *name) {
    struct desk desk;
    struct error error = {0};
    desk_make(&desk, name, false);
    const struct instance *instance = &desk.loaded.instance;
    struct seen seen = {&desk, 0};
    enum err err = sql_each(
        desk.store.sql,
        "SELECT c.child, c.id, o.id, c.basis, coalesce(c.wish, 0), c.metres, c.start,"
        " (SELECT count(*) FROM wish w JOIN offer v ON v.offer = w.offer WHERE w.child = c.child),"
        " c.protected, c.state FROM child c LEFT JOIN offer o ON o.offer = c.offer ORDER BY "
        "c.child",
        SQL_NONE, see_child, &seen, &error);
    cr_assert_eq(err, OK, "%s", error.text);
    cr_expect_eq(seen.n, instance->n_applicants);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM offer"), instance->n_offers);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM school"), instance->n_schools);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM reserve"), desk.read.reserve.n);
    cr_expect_eq(desk_number(&desk, "SELECT months FROM round"), instance_has_months(instance));
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM file WHERE name LIKE 'instance/%'"),
                 desk.loaded.n_inputs);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM file WHERE name LIKE 'results/%'"),
                 N_RESULTS_FILES - (desk.read.has[RESULTS_NEAR] ? 0 : 1));
    desk_audit(&desk);
    desk_remove(&desk);
}

Test(round, is_taken_whole) {
    is_taken_whole("house");
    is_taken_whole("guarantee");
    is_taken_whole("assignment");
    is_taken_whole("preschool");
    is_taken_whole("district");
}

static enum err see_file(void *context, const struct sql_row *row, struct error *error) {
    const struct desk *desk = context;
    const char *name = sql_row_text(row, 0);
    char path[300];
    struct file file;
    size_t length;
    const void *bytes = sql_row_bytes(row, 1, &length);
    if (strncmp(name, "instance/", 9) == 0) {
        snprintf(path, sizeof path, "instances/preschool/%s", name + 9);
    } else {
        snprintf(path, sizeof path, "%s/%s", desk->results, name + 8);
    }
    cr_assert_eq(file_open(&file, path, error), OK, "%s", path);
    cr_expect(file.length == length && memcmp(file.bytes, bytes, length) == 0, "%s", path);
    file_close(&file);
    return OK;
}

Test(round, keeps_the_files_byte_by_byte) {
    struct desk desk;
    struct error error = {0};
    desk_make(&desk, "preschool", false);
    cr_expect_eq(sql_each(desk.store.sql,
                          "SELECT f.name, c.bytes FROM file f JOIN content c USING (sha256)",
                          SQL_NONE, see_file, &desk, &error),
                 OK);
    desk_remove(&desk);
}

/* A one-file instance may have any name. */
Test(round, of_one_file_is_loaded_again) {
    struct desk desk;
    struct error error = {0};
    struct round_held held;
    desk_make(&desk, "../tests/explain/cases/draws.json", false);
    cr_assert_eq(round_load(&held, &desk.store, 0, &error), OK, "%s: %s", error.place, error.text);
    cr_expect_eq(held.loaded.instance.n_applicants, desk.loaded.instance.n_applicants);
    cr_expect_str_eq(held.loaded.input[0].name, "draws.json");
    round_let_go(&held);
    desk_remove(&desk);
}

Test(round, is_loaded_again) {
    struct desk desk;
    struct error error = {0};
    struct round_held held;
    desk_make(&desk, "preschool", false);
    cr_assert_eq(round_load(&held, &desk.store, 0, &error), OK, "%s: %s", error.place, error.text);
    const struct instance *instance = &held.loaded.instance;
    cr_assert_eq(instance->n_applicants, desk.loaded.instance.n_applicants);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        cr_expect_str_eq(strings_get(&instance->applicant_id, a),
                         strings_get(&desk.loaded.instance.applicant_id, a));
        cr_expect_eq(held.outcome.offer[a], desk.read.proposals.offer[a]);
    }
    round_let_go(&held);
    cr_expect_eq(round_load(&held, &desk.store, 2, &error), ERR_NO);
    round_let_go(&held);
    error = (struct error){0};
    cr_assert_eq(sql_script(desk.store.sql,
                            "UPDATE content SET bytes = CAST(bytes || ' ' AS BLOB) WHERE sha256 ="
                            " (SELECT sha256 FROM file WHERE name = 'instance/wishes.csv')",
                            &error),
                 OK);
    cr_expect_eq(round_load(&held, &desk.store, 1, &error), ERR_INPUT, "%s", error.text);
    round_let_go(&held);
    desk_remove(&desk);
}

/* What people.csv says, and what is said of it. */
static enum err take(struct desk *desk, const char *text, struct faults *faults) {
    char path[128];
    struct error error = {0};
    temporary_write(&desk->temporary, "people.csv", text);
    temporary_name(&desk->temporary, "people.csv", path, sizeof path);
    cr_assert_eq(sql_begin(desk->store.sql, &error), OK);
    enum err err = people_take(&desk->store, path, faults, &error);
    return sql_end(desk->store.sql, err, &error);
}

Test(people, have_names_in_the_store) {
    struct desk desk;
    struct faults faults = {0};
    desk_make(&desk, "guarantee", false);
    cr_expect_eq(take(&desk,
                      "\xEF\xBB\xBFname;applicant;address\n\"Saga \"\"S\"\" Ek\";saga;\"Gatan 1\n"
                      "411 01 Göteborg\"\n;nils;Gränd 2\n",
                      &faults),
                 OK);
    cr_expect_eq(faults.n, 0);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE id = 'saga' AND"
                                    " name = 'Saga \"S\" Ek' AND guardian IS NULL AND"
                                    " address = 'Gatan 1' || char(10) || '411 01 Göteborg'"),
                 1);
    cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE id = 'nils' AND"
                                    " name IS NULL AND address = 'Gränd 2'"),
                 1);
    faults_release(&faults);
    desk_remove(&desk);
}

Test(people, faults_are_told_with_their_place) {
    static const struct {
        const char *text;
        uint64_t line;
        const char *words;
    } wrong[] = {
        {"applicant,name\nsaga,Saga\nolle,Olle\n", 3, "'olle' is no applicant"},
        {"applicant,name\nsaga,Saga\nsaga,Saga\n", 3, "twice"},
        {"applicant,namn\nsaga,Saga\n", 1, "'namn' is not known"},
        {"name\nSaga\n", 1, "'applicant' is missing"},
        {"applicant,name\nsaga\n", 2, "field"},
    };
    struct desk desk;
    desk_make(&desk, "guarantee", false);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct faults faults = {0};
        cr_expect_eq(take(&desk, wrong[i].text, &faults), ERR_INPUT, "%s", wrong[i].text);
        cr_assert_eq(faults.n, 1, "%s", wrong[i].text);
        cr_expect_eq(faults.fault[0].place.line, wrong[i].line, "%s", wrong[i].text);
        cr_expect(strstr(faults.fault[0].text, wrong[i].words) != NULL, "%s", faults.fault[0].text);
        faults_release(&faults);
        cr_expect_eq(desk_number(&desk, "SELECT count(*) FROM child WHERE name IS NOT NULL"), 0);
    }
    desk_remove(&desk);
}
