// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Wishes and distances: rows in any order, sorted into one range an applicant. Rows are parsed in
 * parallel into columns in the file's order; counting, checking and sorting are single passes.
 */
#include "io/builder.h"
#include "io/columns.h"

#include <math.h>
#include <string.h>

struct reader {
    struct builder *builder;
    struct table *table;
    uint32_t applicant_column, item_column, number_column, lottery_column;
    uint32_t *applicant; /* [n_rows] NONE where not known */
    uint32_t *item;      /* [n_rows] offer or school */
    uint32_t *number;    /* [n_rows] rank or metres, NONE where the row has a fault */
    uint64_t *lottery;   /* [n_rows] or NULL */
    struct column_reader columns;
};

static bool read_applicant(struct reader *reader, const struct csv_row *row,
                           struct faults *faults) {
    const struct csv_field *field = &row->field[reader->applicant_column];
    uint32_t found =
        ids_find_near(&reader->builder->applicant_ids, field->text, field->length, row->hint);
    if (found == NONE) {
        fault_add(faults, csv_field_place(row, reader->applicant_column),
                  "unknown applicant '%.*s'; correct it or add the applicant", (int)field->length,
                  field->text);
    }
    reader->applicant[row->row] = found;
    return found != NONE;
}

/* A wish outside the applicant's group is a fault. */
static bool check_group(const struct reader *reader, const struct csv_row *row, uint32_t offer,
                        struct faults *faults) {
    const struct instance *instance = reader->builder->instance;
    uint32_t group = instance->applicant_group[reader->applicant[row->row]];
    if (group == NONE || instance->offer_group[offer] == group) {
        return true;
    }
    fault_add(faults, csv_field_place(row, reader->item_column),
              "offer '%.60s' is not of group '%.60s', the applicant's; wish within the group",
              strings_get(&instance->offer_id, offer), reader->builder->groups.text[group]);
    return false;
}

static void read_wish(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    const struct csv_field *field = &row->field[reader->item_column];
    uint64_t rank = 0;
    bool good = read_applicant(reader, row, faults);
    uint32_t offer = ids_find(&reader->builder->offer_ids, field->text, field->length);
    if (offer == NONE) {
        fault_add(faults, csv_field_place(row, reader->item_column),
                  "unknown offer '%.*s'; correct it or add the offer", (int)field->length,
                  field->text);
        good = false;
    }
    good = good && check_group(reader, row, offer, faults);
    const struct csv_field *number = &row->field[reader->number_column];
    if (!csv_unsigned(number, WISHES_MAX, &rank) || rank == 0) {
        fault_add(faults, csv_field_place(row, reader->number_column),
                  "'%.*s' is no rank; number an applicant's wishes 1, 2, 3, ... (at most %u)",
                  (int)number->length, number->text, WISHES_MAX);
        good = false;
    }
    if (reader->lottery != NULL) {
        reader->lottery[row->row] = lottery_parse(row, reader->lottery_column, faults);
    }
    column_reader_row(&reader->columns, row, faults);
    reader->item[row->row] = offer;
    reader->number[row->row] = good ? (uint32_t)rank : NONE;
}

static void read_distance(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    const struct csv_field *field = &row->field[reader->item_column];
    const struct csv_field *number = &row->field[reader->number_column];
    uint64_t metres = 0;
    bool good = read_applicant(reader, row, faults);
    uint32_t school = ids_find(&reader->builder->school_ids, field->text, field->length);
    if (school == NONE) {
        fault_add(faults, csv_field_place(row, reader->item_column),
                  "unknown school '%.*s'; correct it or add the school", (int)field->length,
                  field->text);
        good = false;
    }
    if (!csv_unsigned(number, METRES_MAX, &metres)) {
        fault_add(faults, csv_field_place(row, reader->number_column),
                  "'%.*s' is no distance; give whole metres from 0 to %u", (int)number->length,
                  number->text, METRES_MAX);
        good = false;
    }
    reader->item[row->row] = school;
    reader->number[row->row] = good ? (uint32_t)metres : NONE;
}

/* A column of the table, a fault if it lacks. */
static bool want_column(const struct reader *reader, const char *name, uint32_t *column) {
    *column = csv_column(&reader->table->csv, name);
    if (*column == NONE && (reader->table->inlined == NULL || reader->table->csv.n_rows > 0)) {
        fault_add(reader->builder->faults, table_header_place(reader->table),
                  "there is no column '%s'; add it", name);
    }
    return *column != NONE;
}

static enum err reader_init(struct reader *reader, struct error *error) {
    struct arena *scratch = &reader->builder->scratch;
    uint32_t n = reader->table->csv.n_rows;
    reader->applicant = ARENA_NEW(scratch, n, uint32_t);
    reader->item = ARENA_NEW(scratch, n, uint32_t);
    reader->number = ARENA_NEW(scratch, n, uint32_t);
    if (reader->applicant == NULL || reader->item == NULL || reader->number == NULL) {
        return error_no_memory(error);
    }
    memset(reader->applicant, 0xFF, n * sizeof(uint32_t)); /* rows of bad form are not handed out */
    memset(reader->number, 0xFF, n * sizeof(uint32_t));
    return OK;
}

/* start[a .. a + 1] from how many good rows each applicant has. */
static enum err count_rows(const struct reader *reader, uint32_t **start, struct error *error) {
    const struct instance *instance = reader->builder->instance;
    uint32_t n = instance->n_applicants;
    *start = ARENA_ZERO(&reader->builder->instance->arena, (size_t)n + 1, uint32_t);
    if (*start == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t row = 0; row < reader->table->csv.n_rows; row++) {
        if (reader->applicant[row] != NONE && reader->number[row] != NONE) {
            (*start)[reader->applicant[row] + 1]++;
        }
    }
    for (uint32_t a = 0; a < n; a++) {
        (*start)[a + 1] += (*start)[a];
    }
    return OK;
}

/* spoiled[a]: a row of the applicant has a fault. */
static void mark_spoiled(const struct reader *reader, uint8_t *spoiled) {
    for (uint32_t row = 0; row < reader->table->csv.n_rows; row++) {
        if (reader->applicant[row] != NONE && reader->number[row] == NONE) {
            spoiled[reader->applicant[row]] = 1;
        }
    }
}

/* Slot of every wish: its applicant's range, by rank. row_of[slot] is the row that has it. */
static void sort_wishes(const struct reader *reader, const uint8_t *spoiled, uint32_t *row_of) {
    struct instance *instance = reader->builder->instance;
    const uint32_t *start = instance->wish_start;
    for (uint32_t row = 0; row < reader->table->csv.n_rows; row++) {
        uint32_t a = reader->applicant[row], rank = reader->number[row];
        if (a == NONE || rank == NONE) {
            continue;
        }
        uint32_t slot = start[a] + rank - 1;
        const char *id = strings_get(&instance->applicant_id, a);
        if (rank > start[a + 1] - start[a]) {
            if (spoiled[a]) {
                continue; /* a wish of the list has a fault already: that is why one lacks */
            }
            fault_add(reader->builder->faults,
                      row_place(reader->builder, reader->table, row, reader->number_column),
                      "rank %u of applicant '%.60s', who has %u wishes; number them 1, 2, "
                      "3, ... without gaps",
                      rank, id, start[a + 1] - start[a]);
        } else if (row_of[slot] != NONE) {
            fault_add(reader->builder->faults,
                      row_place(reader->builder, reader->table, row, reader->number_column),
                      "applicant '%.60s' has two wishes of rank %u; number them 1, 2, 3, ...", id,
                      rank);
        } else {
            row_of[slot] = row;
            instance->wish_offer[slot] = reader->item[row];
        }
    }
}

/* The same offer twice in one list? last[offer] is the applicant that wished it last. */
static enum err check_repeats(const struct reader *reader, const uint32_t *row_of,
                              struct error *error) {
    struct instance *instance = reader->builder->instance;
    uint32_t *last = ARENA_NEW(&reader->builder->scratch, instance->n_offers, uint32_t);
    if (last == NULL) {
        return error_no_memory(error);
    }
    memset(last, 0xFF, instance->n_offers * sizeof(uint32_t));
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            if (row_of[w] == NONE) {
                continue;
            }
            uint32_t offer = instance->wish_offer[w];
            if (last[offer] == a) {
                fault_add(reader->builder->faults,
                          row_place(reader->builder, reader->table, row_of[w], reader->item_column),
                          "applicant '%.60s' wishes for '%.60s' twice; take one out",
                          strings_get(&instance->applicant_id, a),
                          strings_get(&instance->offer_id, offer));
            }
            last[offer] = a;
        }
    }
    return OK;
}

/* Columns and lottery numbers from the file's order to the wishes'. */
static enum err permute(struct reader *reader, const uint32_t *row_of, struct error *error) {
    struct instance *instance = reader->builder->instance;
    uint32_t n = instance->n_wishes;
    for (uint32_t i = 0; i < reader->columns.n; i++) {
        const double *from = reader->columns.values[i].value;
        double *to = ARENA_NEW(&instance->arena, n, double);
        if (to == NULL) {
            return error_no_memory(error);
        }
        for (uint32_t w = 0; w < n; w++) {
            to[w] = row_of[w] == NONE ? NAN : from[row_of[w]];
        }
        instance->column[reader->columns.values[i].use].of_wish = to;
    }
    if (reader->lottery == NULL) {
        return OK;
    }
    instance->wish_lottery = ARENA_NEW(&instance->arena, n, uint64_t);
    if (instance->wish_lottery == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t w = 0; w < n; w++) {
        instance->wish_lottery[w] = row_of[w] == NONE ? 0 : reader->lottery[row_of[w]];
    }
    return OK;
}

static enum err place_wishes(struct reader *reader, struct error *error) {
    struct instance *instance = reader->builder->instance;
    enum err err = count_rows(reader, &instance->wish_start, error);
    if (err != OK) {
        return err;
    }
    uint32_t n = instance->n_wishes = instance->wish_start[instance->n_applicants];
    uint32_t *row_of = ARENA_NEW(&reader->builder->scratch, n, uint32_t);
    instance->wish_offer = ARENA_ZERO(&instance->arena, n, uint32_t);
    uint8_t *spoiled = ARENA_ZERO(&reader->builder->scratch, instance->n_applicants, uint8_t);
    if (row_of == NULL || spoiled == NULL || instance->wish_offer == NULL) {
        return error_no_memory(error);
    }
    memset(row_of, 0xFF, n * sizeof(uint32_t));
    mark_spoiled(reader, spoiled);
    sort_wishes(reader, spoiled, row_of);
    err = check_repeats(reader, row_of, error);
    return err == OK ? permute(reader, row_of, error) : err;
}

enum err build_wishes(struct builder *builder, struct error *error) {
    struct reader reader = {.builder = builder, .table = &builder->wishes};
    bool good = want_column(&reader, "applicant", &reader.applicant_column);
    good &= want_column(&reader, "rank", &reader.number_column);
    good &= want_column(&reader, "offer", &reader.item_column);
    uint32_t n = builder->wishes.csv.n_rows;
    reader.lottery_column = csv_column(&builder->wishes.csv, "lottery");
    if (reader.lottery_column != NONE) {
        reader.lottery = ARENA_ZERO(&builder->scratch, n, uint64_t);
        if (reader.lottery == NULL) {
            return error_no_memory(error);
        }
    }
    enum err err = reader_init(&reader, error);
    if (err == OK) {
        err = column_reader_init(&reader.columns, builder, &builder->wishes, n, error);
    }
    if (err == OK && good) {
        err = table_each(&builder->wishes, read_wish, &reader, builder->faults, error);
    }
    if (err == OK && good) {
        column_reader_finish(&reader.columns);
    }
    return err == OK ? place_wishes(&reader, error) : err;
}

/* Sorts an applicant's few distances by school: insertion, since rows mostly come sorted. */
static void insert_distance(struct instance *instance, uint32_t first, uint32_t end,
                            uint32_t school, uint32_t metres) {
    uint32_t at = end;
    while (at > first && instance->distance_school[at - 1] > school) {
        instance->distance_school[at] = instance->distance_school[at - 1];
        instance->distance_m[at] = instance->distance_m[at - 1];
        at--;
    }
    instance->distance_school[at] = school;
    instance->distance_m[at] = metres;
}

static enum err place_distances(struct reader *reader, struct error *error) {
    struct instance *instance = reader->builder->instance;
    enum err err = count_rows(reader, &instance->distance_start, error);
    if (err != OK) {
        return err;
    }
    uint32_t n = instance->n_distances = instance->distance_start[instance->n_applicants];
    uint32_t *filled = ARENA_ZERO(&reader->builder->scratch, instance->n_applicants, uint32_t);
    instance->distance_school = ARENA_NEW(&instance->arena, n, uint32_t);
    instance->distance_m = ARENA_NEW(&instance->arena, n, uint32_t);
    if (filled == NULL || instance->distance_school == NULL || instance->distance_m == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t row = 0; row < reader->table->csv.n_rows; row++) {
        uint32_t a = reader->applicant[row];
        if (a == NONE || reader->number[row] == NONE) {
            continue;
        }
        uint32_t first = instance->distance_start[a];
        insert_distance(instance, first, first + filled[a]++, reader->item[row],
                        reader->number[row]);
    }
    return OK;
}

/* A pair listed twice, told at its later row. */
static void check_pairs(const struct reader *reader) {
    const struct instance *instance = reader->builder->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t first = instance->distance_start[a], end = instance->distance_start[a + 1];
        for (uint32_t d = first + 1; d < end; d++) {
            uint32_t school = instance->distance_school[d];
            if (school != instance->distance_school[d - 1]) {
                continue;
            }
            uint32_t row = reader->table->csv.n_rows - 1;
            while (reader->applicant[row] != a || reader->item[row] != school) {
                row--;
            }
            fault_add(reader->builder->faults,
                      row_place(reader->builder, reader->table, row, reader->item_column),
                      "the metres from applicant '%.60s' to school '%.60s' are given twice; take "
                      "one out",
                      strings_get(&instance->applicant_id, a),
                      strings_get(&instance->school_id, school));
            if (faults_full(reader->builder->faults)) {
                return; /* finding each place costs a pass over the table */
            }
        }
    }
}

enum err build_distances(struct builder *builder, struct error *error) {
    struct reader reader = {.builder = builder, .table = &builder->distances};
    bool good = want_column(&reader, "applicant", &reader.applicant_column);
    good &= want_column(&reader, "school", &reader.item_column);
    good &= want_column(&reader, "metres", &reader.number_column);
    enum err err = reader_init(&reader, error);
    if (err == OK && good) {
        err = table_each(&builder->distances, read_distance, &reader, builder->faults, error);
    }
    if (err == OK) {
        err = place_distances(&reader, error);
    }
    if (err == OK) {
        check_pairs(&reader);
    }
    return err;
}
