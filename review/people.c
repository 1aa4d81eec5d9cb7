// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/people.h"

#include "io/csv.h"
#include "io/file.h"

#include <string.h>

enum column { COLUMN_APPLICANT, COLUMN_NAME, COLUMN_GUARDIAN, COLUMN_ADDRESS, N_COLUMNS };
static const char *const column_name[N_COLUMNS] = {"applicant", "name", "guardian", "address"};

struct reader {
    struct store *store;
    uint32_t column[N_COLUMNS]; /* UINT32_MAX: the file has none */
    struct faults *faults;
    struct error *error;
    enum err err;
};

/* A field as a value; NULL where the file lacks the column or the field is empty. */
static struct sql_value field_value(const struct reader *reader, const struct csv_row *row,
                                    enum column column) {
    uint32_t at = reader->column[column];
    if (at == UINT32_MAX || row->field[at].length == 0) {
        return sql_null();
    }
    return (struct sql_value){SQL_TEXT_VALUE, 0, 0.0, row->field[at].text, row->field[at].length};
}

static void take_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    if (reader->err != OK) {
        return;
    }
    const struct csv_field *id = &row->field[reader->column[COLUMN_APPLICANT]];
    reader->err = sql_run(
        reader->store->sql,
        "UPDATE child SET name = ?2, guardian = ?3, address = ?4 WHERE id = ?1"
        " AND name IS NULL AND guardian IS NULL AND address IS NULL",
        SQL(field_value(reader, row, COLUMN_APPLICANT), field_value(reader, row, COLUMN_NAME),
            field_value(reader, row, COLUMN_GUARDIAN), field_value(reader, row, COLUMN_ADDRESS)),
        reader->error);
    if (reader->err == OK && sql_changed(reader->store->sql) == 0) {
        fault_add(faults, csv_field_place(row, reader->column[COLUMN_APPLICANT]),
                  "'%.*s' is no applicant of the round, or stands here twice; correct the id",
                  (int)(id->length < 60 ? id->length : 60), id->text);
    }
}

/* Which column is which; what the desk does not know is a fault, since it would not be shown. */
static bool find_columns(struct reader *reader, const struct csv *csv) {
    for (int i = 0; i < N_COLUMNS; i++) {
        reader->column[i] = csv_column(csv, column_name[i]);
    }
    uint32_t before = reader->faults->n;
    for (uint32_t c = 0; c < csv->n_columns; c++) {
        const char *name = strings_get(&csv->header, c);
        bool known = false;
        for (int i = 0; i < N_COLUMNS; i++) {
            known = known || strcmp(name, column_name[i]) == 0;
        }
        if (!known) {
            fault_add(reader->faults, (struct place){csv->name, 1, csv->header_column[c]},
                      "column '%.60s' is not known; applicant, name, guardian and address are",
                      name);
        }
    }
    if (reader->column[COLUMN_APPLICANT] == UINT32_MAX && csv->n_columns > 0) {
        fault_add(reader->faults, (struct place){csv->name, 1, 1},
                  "column 'applicant' is missing; add it");
    }
    return reader->faults->n == before;
}

enum err people_take(struct store *store, const char *path, struct faults *faults,
                     struct error *error) {
    struct reader reader = {.store = store, .faults = faults, .error = error};
    struct arena arena = {NULL};
    struct file file;
    struct csv csv;
    uint32_t before = faults->n;
    enum err err = file_open(&file, path, error);
    if (err != OK) {
        return err;
    }
    err = csv_open(&csv, path, file.bytes, file.length, &arena, faults, error);
    if (err == OK && find_columns(&reader, &csv)) {
        err = csv_each(&csv, take_row, &reader, true, faults, error);
        err = err == OK ? reader.err : err;
    }
    if (err == OK && faults->n > before) {
        err = error_set(error, ERR_INPUT, path, "%u faults; nothing was made", faults->n - before);
    }
    file_close(&file);
    arena_free(&arena);
    return err;
}
