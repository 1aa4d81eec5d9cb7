// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading a result folder back: the files are opened and hashed, the four tables read into columns,
 * certificate.json and run.json by io/results_json.c. A file of the wrong form is a fault with its
 * place, never a guess: columns must be those placera writes and in its order, numbers plain digits
 * without leading zeros, ids those of the instance.
 */
#include "io/results_read.h"

#include "io/ids.h"
#include "io/month_text.h"
#include "io/results_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *const results_file_name[N_RESULTS_FILES] = {
    "proposals.csv", "offers.csv", "reserve.csv", "near.csv", "certificate.json", "run.json"};

enum { COLUMNS_MOST = 9 };

/* Of a round with months. */
static const char *const dated_header[] = {"applicant", "offer", "basis", "wish",
                                           "metres",    "rank",  "start", NULL};

static const char *const table_header[RESULTS_CERTIFICATE][COLUMNS_MOST + 1] = {
    {"applicant", "offer", "basis", "wish", "metres", "rank", NULL},
    {"offer", "school", "seats", "first_wishes", "wishes", "placed", "cutoff_rank", "reserve",
     "price", NULL},
    {"offer", "position", "applicant", NULL},
    {"applicant", "offer", "metres", "claim", NULL},
};

/* What reading the rows needs. */
struct reading {
    struct results *results;
    struct ids applicants, offers, schools;
};

/* A field as an id; `empty` where the field is empty and `empty_allowed`. */
static uint32_t field_id(const struct csv_row *row, uint32_t column, const struct ids *ids,
                         bool empty_allowed, struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    if (field->length == 0 && empty_allowed) {
        return NONE;
    }
    uint32_t found = ids_find(ids, field->text, field->length);
    if (found == NONE) {
        fault_add(faults, csv_field_place(row, column),
                  "'%.*s' is no id of the instance; verify against the instance that was solved",
                  field->length > 60 ? 60 : (int)field->length, field->text);
    }
    return found;
}

/* A field as a whole number, `min` or more. */
static uint32_t field_whole(const struct csv_row *row, uint32_t column, uint32_t min,
                            struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    uint64_t value = 0;
    bool padded = field->length > 1 && field->text[0] == '0';
    if (padded || !csv_unsigned(field, UINT32_MAX - 1, &value) || value < min) {
        fault_add(faults, csv_field_place(row, column),
                  "'%.*s' is no whole number from %" PRIu32 " on; the file is not as written",
                  field->length > 60 ? 60 : (int)field->length, field->text, min);
        return min;
    }
    return (uint32_t)value;
}

/* The same; `empty` where the field is empty. */
static uint32_t field_whole_or(const struct csv_row *row, uint32_t column, uint32_t min,
                               uint32_t empty, struct faults *faults) {
    return row->field[column].length == 0 ? empty : field_whole(row, column, min, faults);
}

static uint8_t field_basis(const struct csv_row *row, uint32_t column, struct faults *faults) {
    for (uint8_t basis = BASIS_NONE; basis <= BASIS_LOCKED; basis++) {
        if (csv_equals(&row->field[column], basis_name[basis])) {
            return basis;
        }
    }
    fault_add(faults, csv_field_place(row, column),
              "'%.*s' is no basis; one of none, wish, fallback, current, locked is expected",
              row->field[column].length > 60 ? 60 : (int)row->field[column].length,
              row->field[column].text);
    return BASIS_NONE;
}

static int64_t field_price(const struct csv_row *row, uint32_t column, struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    int64_t value = 0;
    bool padded = field->length > 1 && field->text[0] == '0';
    if (padded || !csv_integer(field, 0, INT64_MAX, &value)) {
        fault_add(faults, csv_field_place(row, column),
                  "'%.*s' is no price; a whole number from 0 on is expected",
                  field->length > 60 ? 60 : (int)field->length, field->text);
    }
    return value;
}

/* A field as a month; 0 where it is empty. */
static uint32_t field_month(const struct csv_row *row, uint32_t column, struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    uint32_t month = 0;
    if (field->length > 0 && !month_parse(field->text, field->length, &month)) {
        fault_add(faults, csv_field_place(row, column),
                  "'%.*s' is no month; YYYY-MM is expected, such as 2027-03",
                  field->length > 60 ? 60 : (int)field->length, field->text);
    }
    return month;
}

/* Applicants come in the order of the instance in most files: look near the last one first. */
static uint32_t field_applicant(const struct reading *reading, const struct csv_row *row,
                                uint32_t column, struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    uint32_t found = ids_find_near(&reading->applicants, field->text, field->length, row->hint);
    return found != NONE ? found : field_id(row, column, &reading->applicants, false, faults);
}

static void proposals_row(void *context, const struct csv_row *row, struct faults *faults) {
    const struct reading *reading = context;
    struct results *r = reading->results;
    uint32_t i = row->row;
    r->proposals.applicant[i] = field_applicant(reading, row, PROPOSALS_APPLICANT, faults);
    r->proposals.offer[i] = field_id(row, PROPOSALS_OFFER, &reading->offers, true, faults);
    r->proposals.basis[i] = field_basis(row, PROPOSALS_BASIS, faults);
    r->proposals.wish[i] = field_whole_or(row, PROPOSALS_WISH, 1, 0, faults);
    r->proposals.metres[i] = field_whole_or(row, PROPOSALS_METRES, 0, METRES_UNKNOWN, faults);
    r->proposals.rank[i] = field_whole_or(row, PROPOSALS_RANK, 1, 0, faults);
    if (r->proposals.start != NULL) {
        r->proposals.start[i] = field_month(row, PROPOSALS_START, faults);
    }
}

static void offers_row(void *context, const struct csv_row *row, struct faults *faults) {
    const struct reading *reading = context;
    struct results *r = reading->results;
    uint32_t i = row->row;
    r->offers.offer[i] = field_id(row, OFFERS_OFFER, &reading->offers, false, faults);
    r->offers.school[i] = field_id(row, OFFERS_SCHOOL, &reading->schools, false, faults);
    r->offers.seats[i] = field_whole_or(row, OFFERS_SEATS, 0, SEATS_UNLIMITED, faults);
    r->offers.first_wishes[i] = field_whole(row, OFFERS_FIRST_WISHES, 0, faults);
    r->offers.wishes[i] = field_whole(row, OFFERS_WISHES, 0, faults);
    r->offers.placed[i] = field_whole(row, OFFERS_PLACED, 0, faults);
    r->offers.cutoff_rank[i] = field_whole_or(row, OFFERS_CUTOFF_RANK, 0, NONE, faults);
    r->offers.reserve[i] = field_whole(row, OFFERS_RESERVE, 0, faults);
    r->offers.has_price[i] = row->field[OFFERS_PRICE].length > 0;
    r->offers.price[i] = r->offers.has_price[i] ? field_price(row, OFFERS_PRICE, faults) : 0;
}

static void reserve_row(void *context, const struct csv_row *row, struct faults *faults) {
    const struct reading *reading = context;
    struct results *r = reading->results;
    uint32_t i = row->row;
    r->reserve.offer[i] = field_id(row, RESERVE_OFFER, &reading->offers, false, faults);
    r->reserve.position[i] = field_whole(row, RESERVE_POSITION, 1, faults);
    r->reserve.applicant[i] = field_applicant(reading, row, RESERVE_APPLICANT, faults);
}

static void near_row(void *context, const struct csv_row *row, struct faults *faults) {
    const struct reading *reading = context;
    struct results *r = reading->results;
    uint32_t i = row->row;
    r->near.applicant[i] = field_applicant(reading, row, NEAR_APPLICANT, faults);
    r->near.offer[i] = field_id(row, NEAR_OFFER, &reading->offers, true, faults);
    r->near.metres[i] = field_whole_or(row, NEAR_METRES, 0, METRES_UNKNOWN, faults);
    r->near.claim[i] = field_whole_or(row, NEAR_CLAIM, 1, 0, faults);
}

static csv_row_fn *const table_row[RESULTS_CERTIFICATE] = {proposals_row, offers_row, reserve_row,
                                                           near_row};

/* [n] zeros, or nothing: then *whole turns false. */
static void *column_new(struct arena *arena, size_t n, size_t size, bool *whole) {
    void *column = arena_zalloc(arena, n, size);
    *whole = *whole && column != NULL;
    return column;
}

static bool proposals_columns(struct results *r, bool has_months) {
    bool whole = true;
    uint32_t n = r->proposals.n = r->csv[RESULTS_PROPOSALS].n_rows;
    r->proposals.applicant = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->proposals.offer = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->proposals.basis = column_new(&r->arena, n, sizeof(uint8_t), &whole);
    r->proposals.wish = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->proposals.metres = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->proposals.rank = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    if (has_months) {
        r->proposals.start = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    }
    return whole;
}

static bool offers_columns(struct results *r) {
    bool whole = true;
    uint32_t n = r->offers.n = r->csv[RESULTS_OFFERS].n_rows;
    r->offers.offer = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.school = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.seats = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.first_wishes = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.wishes = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.placed = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.cutoff_rank = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.reserve = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->offers.price = column_new(&r->arena, n, sizeof(int64_t), &whole);
    r->offers.has_price = column_new(&r->arena, n, sizeof(uint8_t), &whole);
    return whole;
}

static bool list_columns(struct results *r) {
    bool whole = true;
    uint32_t n = r->reserve.n = r->csv[RESULTS_RESERVE].n_rows;
    r->reserve.offer = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->reserve.position = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->reserve.applicant = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    n = r->near.n = r->has[RESULTS_NEAR] ? r->csv[RESULTS_NEAR].n_rows : 0;
    r->near.applicant = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->near.offer = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->near.metres = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    r->near.claim = column_new(&r->arena, n, sizeof(uint32_t), &whole);
    return whole;
}

/* Are the columns those of this table, in its order? A fault where not. */
static bool header_fits(const struct csv *csv, const char *const *names, struct faults *faults) {
    uint32_t n = 0;
    while (names[n] != NULL) {
        n++;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i >= csv->n_columns || strcmp(strings_get(&csv->header, i), names[i]) != 0) {
            uint32_t at = i < csv->n_columns ? csv->header_column[i] : 1;
            fault_add(faults, (struct place){csv->name, 1, at},
                      "column '%s' is expected here; the file is not as written", names[i]);
            return false;
        }
    }
    if (csv->n_columns != n) {
        fault_add(faults, (struct place){csv->name, 1, csv->header_column[n]},
                  "one column more than the file has; it is not as written");
    }
    return csv->n_columns == n;
}

static enum err tables_open(struct results *results, bool has_months, struct faults *faults,
                            struct error *error) {
    bool fits = true;
    for (int i = 0; i < RESULTS_CERTIFICATE; i++) {
        if (!results->has[i]) {
            continue;
        }
        struct csv *csv = &results->csv[i];
        enum err err = csv_open(csv, results_file_name[i], results->file[i].bytes,
                                results->file[i].length, &results->arena, faults, error);
        if (err != OK) {
            return err;
        }
        const char *const *header =
            i == RESULTS_PROPOSALS && has_months ? dated_header : table_header[i];
        fits = fits && !faults_any(faults) && header_fits(csv, header, faults);
    }
    return faults->no_memory ? error_no_memory(error) : fits ? OK : ERR_NO;
}

static void id_twice(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* the loader has refused such instances */
}

static enum err tables_read(struct results *results, const struct instance *instance,
                            struct faults *faults, struct error *error) {
    struct reading reading = {.results = results};
    struct arena scratch = {0};
    enum err err = OK;
    if (!proposals_columns(results, instance_has_months(instance)) || !offers_columns(results) ||
        !list_columns(results)) {
        err = error_no_memory(error);
    }
    const struct strings *texts[3] = {&instance->applicant_id, &instance->offer_id,
                                      &instance->school_id};
    struct ids *ids[3] = {&reading.applicants, &reading.offers, &reading.schools};
    for (int i = 0; i < 3 && err == OK; i++) {
        err = ids_build(ids[i], texts[i], id_twice, NULL, &scratch, error);
    }
    for (int i = 0; i < RESULTS_CERTIFICATE && err == OK; i++) {
        if (results->has[i]) {
            err = csv_each(&results->csv[i], table_row[i], &reading, false, faults, error);
        }
    }
    arena_free(&scratch);
    return err;
}

/* Opens a file of the folder; one that lacks is a fault. */
static enum err file_read(struct results *results, int which, const char *dir,
                          struct faults *faults, struct error *error) {
    const char *name = results_file_name[which];
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path) {
        return error_set(error, ERR_USAGE, dir, "the folder's name is too long");
    }
    struct stat status;
    bool found = stat(path, &status) == 0;
    if (!found && errno != ENOENT) {
        return error_set(error, ERR_IO, path, "cannot be read: %s", strerror(errno));
    }
    if (!found) {
        fault_add(faults, (struct place){name, 0, 0},
                  "the file is missing from the results; solve again");
        return faults->no_memory ? error_no_memory(error) : OK;
    }
    enum err err = file_open(&results->file[which], path, error);
    results->has[which] = err == OK;
    return err;
}

static enum err files_read(struct results *results, const char *dir, struct faults *faults,
                           struct error *error) {
    struct stat status;
    if (stat(dir, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return error_set(error, ERR_USAGE, dir, "is no folder of results; name the --out of solve");
    }
    for (int i = 0; i < N_RESULTS_FILES; i++) {
        enum err err = file_read(results, i, dir, faults, error);
        if (err == OK && results->has[i] && i != RESULTS_RUN) {
            err = sha256_hex(results->file[i].bytes, results->file[i].length, results->sha256[i],
                             error);
        }
        if (err != OK) {
            return err;
        }
    }
    return faults_any(faults) ? ERR_NO : OK;
}

enum err results_read(struct results *results, const char *dir, const struct instance *instance,
                      struct faults *faults, struct error *error) {
    memset(results, 0, sizeof *results);
    enum err err = files_read(results, dir, faults, error);
    if (err == OK) {
        err = tables_open(results, instance_has_months(instance), faults, error);
    }
    if (err == OK) {
        err = tables_read(results, instance, faults, error);
    }
    if (err == OK) {
        err = results_read_certificate(results, instance, faults, error);
    }
    if (err == OK) {
        err = results_read_run(results, faults, error);
    }
    if (err == OK && faults_any(faults)) {
        err = ERR_NO;
    }
    if (err == ERR_NO) {
        error_set(error, ERR_NO, dir, "%" PRIu64 " fault%s of form in the results", faults->n_found,
                  faults->n_found == 1 ? "" : "s");
    }
    return err;
}

void results_release(struct results *results) {
    for (int i = 0; i < N_RESULTS_FILES; i++) {
        if (results->has[i]) {
            file_close(&results->file[i]);
        }
    }
    arena_free(&results->arena);
}
