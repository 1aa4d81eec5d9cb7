// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Applicants: the table read twice, first the lengths of the ids and the groups that occur, then
 * everything. Rows are handled in parallel; what must be one by one (new groups, doubled ids) is
 * done between the two.
 */
#include "io/builder.h"
#include "io/columns.h"
#include "io/utf8.h"

#include <math.h>
#include <string.h>

/* Columns of applicants.csv with a meaning of their own. */
enum known {
    KNOWN_ID,
    KNOWN_GROUP,
    KNOWN_X,
    KNOWN_Y,
    KNOWN_CURRENT,
    KNOWN_LOCKED,
    KNOWN_PROTECTED,
    KNOWN_LOTTERY,
    KNOWN_START,
    KNOWN_GUARANTEE,
    KNOWN_ELIGIBLE,
    KNOWN_BORN,
    KNOWN_OUT,
    KNOWN_WITHIN,
    N_KNOWN
};

struct reader {
    struct builder *builder;
    uint32_t column[N_KNOWN]; /* in the table, NONE where it lacks */
    uint32_t *id_length;
    struct column_reader columns;
};

/* First reading: the length of every id. */
static void measure_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    (void)faults;
    reader->id_length[row->row] = row->field[reader->column[KNOWN_ID]].length;
}

/* The field of a known column, NULL where the table lacks it or the field is empty. */
static const struct csv_field *known_field(const struct reader *reader, enum known known,
                                           const struct csv_row *row) {
    uint32_t column = reader->column[known];
    return column == NONE || row->field[column].length == 0 ? NULL : &row->field[column];
}

static uint32_t read_offer(const struct reader *reader, enum known known, const struct csv_row *row,
                           struct faults *faults) {
    const struct csv_field *field = known_field(reader, known, row);
    if (field == NULL) {
        return NONE;
    }
    uint32_t offer = ids_find(&reader->builder->offer_ids, field->text, field->length);
    if (offer == NONE) {
        fault_add(faults, csv_field_place(row, reader->column[known]),
                  "unknown offer '%.*s'; correct it or add the offer", (int)field->length,
                  field->text);
    }
    return offer;
}

static double read_coordinate(const struct reader *reader, enum known known,
                              const struct csv_row *row, struct faults *faults) {
    const struct csv_field *field = known_field(reader, known, row);
    double value = NAN;
    bool is_date = false;
    if (field != NULL && (!value_parse(field, &value, &is_date) || is_date)) {
        fault_add(faults, csv_field_place(row, reader->column[known]),
                  "'%.*s' is no coordinate; give metres in SWEREF 99 TM", (int)field->length,
                  field->text);
    }
    return value;
}

static uint8_t read_flag(const struct reader *reader, enum known known, const struct csv_row *row,
                         struct faults *faults) {
    const struct csv_field *field = known_field(reader, known, row);
    if (field == NULL || csv_equals(field, "0")) {
        return 0;
    }
    if (!csv_equals(field, "1")) {
        fault_add(faults, csv_field_place(row, reader->column[known]),
                  "'%.*s' is not 0 or 1; change it", (int)field->length, field->text);
    }
    return 1;
}

static uint32_t read_month(const struct reader *reader, enum known known, const struct csv_row *row,
                           struct faults *faults) {
    const struct csv_field *field = known_field(reader, known, row);
    uint32_t month = NONE;
    if (field != NULL && !month_parse(field->text, field->length, &month)) {
        fault_add(faults, csv_field_place(row, reader->column[known]),
                  "'%.*s' is no month; write it like 2027-03", (int)field->length, field->text);
    }
    return month;
}

static double read_born(const struct reader *reader, const struct csv_row *row,
                        struct faults *faults) {
    const struct csv_field *field = known_field(reader, KNOWN_BORN, row);
    double value = NAN;
    bool is_date = true;
    if (field != NULL && (!value_parse(field, &value, &is_date) || !is_date)) {
        fault_add(faults, csv_field_place(row, reader->column[KNOWN_BORN]),
                  "'%.*s' is no date; write it like 2024-03-01", (int)field->length, field->text);
    }
    return value;
}

static void read_within(const struct reader *reader, const struct csv_row *row,
                        struct faults *faults) {
    struct builder *builder = reader->builder;
    const struct csv_field *field = known_field(reader, KNOWN_WITHIN, row);
    uint32_t side = NONE;
    if (field == NULL) {
        fault_add(faults, csv_field_place(row, reader->column[KNOWN_WITHIN]),
                  "the applicant has no '%.60s', which policy.fallback.within names; fill it in",
                  builder->instance->policy.within);
    } else {
        side = text_list_find(&builder->sides, field->text, field->length);
        if (side == NONE) {
            fault_add(faults, csv_field_place(row, reader->column[KNOWN_WITHIN]),
                      "no school has '%.*s' as its '%.60s'; correct one of them",
                      (int)field->length, field->text, builder->instance->policy.within);
        }
    }
    builder->instance->applicant_side[row->row] = side;
}

/* Months, eligibility and birth. */
static void read_preschool(const struct reader *reader, const struct csv_row *row,
                           struct faults *faults) {
    struct instance *instance = reader->builder->instance;
    uint32_t a = row->row;
    if (instance->applicant_start != NULL) {
        instance->applicant_start[a] = read_month(reader, KNOWN_START, row, faults);
    }
    if (instance->applicant_guarantee != NULL) {
        instance->applicant_guarantee[a] = read_month(reader, KNOWN_GUARANTEE, row, faults);
    }
    if (instance->applicant_eligible != NULL) {
        instance->applicant_eligible[a] = read_flag(reader, KNOWN_ELIGIBLE, row, faults);
    }
    if (instance->applicant_out != NULL) {
        instance->applicant_out[a] = read_flag(reader, KNOWN_OUT, row, faults);
    }
    if (instance->applicant_born != NULL) {
        instance->applicant_born[a] = read_born(reader, row, faults);
    }
}

/* Second reading: all of the row. */
static void read_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    struct instance *instance = reader->builder->instance;
    uint32_t a = row->row;
    const struct csv_field *id = &row->field[reader->column[KNOWN_ID]];
    memcpy(instance->applicant_id.bytes + instance->applicant_id.start[a], id->text, id->length);
    if (id->length == 0) {
        fault_add(faults, csv_field_place(row, reader->column[KNOWN_ID]),
                  "the applicant has no id; give it one");
    }
    if (text_has_control(id->text, id->length)) {
        fault_add(faults, csv_field_place(row, reader->column[KNOWN_ID]),
                  "the id holds a control character (a newline, a tab, ...); take it out");
    }
    const struct csv_field *group = known_field(reader, KNOWN_GROUP, row);
    instance->applicant_group[a] =
        group == NULL ? NONE : text_list_find(&reader->builder->groups, group->text, group->length);
    if (group != NULL && instance->applicant_group[a] == NONE) {
        fault_add(faults, csv_field_place(row, reader->column[KNOWN_GROUP]),
                  "no offer has group '%.*s'; correct it or add an offer", (int)group->length,
                  group->text);
    }
    if (instance->applicant_x != NULL) {
        instance->applicant_x[a] = read_coordinate(reader, KNOWN_X, row, faults);
        instance->applicant_y[a] = read_coordinate(reader, KNOWN_Y, row, faults);
    }
    if (instance->applicant_current != NULL) {
        instance->applicant_current[a] = read_offer(reader, KNOWN_CURRENT, row, faults);
    }
    if (instance->applicant_locked != NULL) {
        instance->applicant_locked[a] = read_offer(reader, KNOWN_LOCKED, row, faults);
    }
    if (instance->applicant_protected != NULL) {
        instance->applicant_protected[a] = read_flag(reader, KNOWN_PROTECTED, row, faults);
    }
    if (instance->applicant_lottery != NULL) {
        instance->applicant_lottery[a] = lottery_parse(row, reader->column[KNOWN_LOTTERY], faults);
    }
    if (instance->applicant_side != NULL) {
        read_within(reader, row, faults);
    }
    read_preschool(reader, row, faults);
    column_reader_row(&reader->columns, row, faults);
}

static void find_columns(struct reader *reader) {
    const char *born = reader->builder->instance->offer_moves_to == NULL ? NULL : "birth_date";
    const char *const names[] = {"id",       "group",     "x",       "y",     "current",
                                 "locked",   "protected", "lottery", "start", "guarantee",
                                 "eligible", born,        "out"};
    const struct builder *builder = reader->builder;
    const struct csv *csv = &builder->applicants.csv;
    for (int k = 0; k < N_KNOWN; k++) {
        const char *name = k == KNOWN_WITHIN ? builder->instance->policy.within : names[k];
        reader->column[k] = name == NULL ? NONE : csv_column(csv, name);
    }
    if (builder->applicants.inlined != NULL && builder->applicants.csv.n_rows == 0) {
        return; /* nobody applied */
    }
    if (reader->column[KNOWN_ID] == NONE) {
        fault_add(builder->faults, table_header_place(&builder->applicants),
                  "there is no column 'id'; add it");
    }
    if (builder->instance->policy.within != NULL && reader->column[KNOWN_WITHIN] == NONE) {
        fault_add(builder->faults, table_header_place(&builder->applicants),
                  "there is no column '%.60s', which policy.fallback.within names; add it",
                  builder->instance->policy.within);
    }
}

/* An array of n elements where the table has the column; *failed when there is no memory. */
static void *array_if(const struct reader *reader, enum known known, size_t size, bool *failed) {
    struct instance *instance = reader->builder->instance;
    if (reader->column[known] == NONE) {
        return NULL;
    }
    void *array = arena_alloc(&instance->arena, instance->n_applicants, size);
    *failed |= array == NULL;
    return array;
}

static enum err make_arrays(struct reader *reader, struct error *error) {
    struct instance *instance = reader->builder->instance;
    bool failed = false;
    instance->applicant_group = ARENA_NEW(&instance->arena, instance->n_applicants, uint32_t);
    if (instance->applicant_group == NULL) {
        return error_no_memory(error);
    }
    if (reader->column[KNOWN_X] != NONE && reader->column[KNOWN_Y] != NONE) {
        instance->applicant_x = array_if(reader, KNOWN_X, sizeof(double), &failed);
        instance->applicant_y = array_if(reader, KNOWN_Y, sizeof(double), &failed);
    }
    instance->applicant_current = array_if(reader, KNOWN_CURRENT, sizeof(uint32_t), &failed);
    instance->applicant_locked = array_if(reader, KNOWN_LOCKED, sizeof(uint32_t), &failed);
    instance->applicant_protected = array_if(reader, KNOWN_PROTECTED, 1, &failed);
    instance->applicant_lottery = array_if(reader, KNOWN_LOTTERY, sizeof(uint64_t), &failed);
    instance->applicant_start = array_if(reader, KNOWN_START, sizeof(uint32_t), &failed);
    instance->applicant_guarantee = array_if(reader, KNOWN_GUARANTEE, sizeof(uint32_t), &failed);
    instance->applicant_eligible = array_if(reader, KNOWN_ELIGIBLE, 1, &failed);
    instance->applicant_out = array_if(reader, KNOWN_OUT, 1, &failed);
    instance->applicant_born = array_if(reader, KNOWN_BORN, sizeof(double), &failed);
    instance->applicant_side = array_if(reader, KNOWN_WITHIN, sizeof(uint32_t), &failed);
    return failed ? error_no_memory(error) : OK;
}

/* All bits of the arrays' elements: NONE, NaN. */
static void empty_arrays(const struct instance *instance) {
    const struct {
        void *array;
        size_t size;
    } arrays[] = {{instance->applicant_group, sizeof(uint32_t)},
                  {instance->applicant_x, sizeof(double)},
                  {instance->applicant_y, sizeof(double)},
                  {instance->applicant_current, sizeof(uint32_t)},
                  {instance->applicant_locked, sizeof(uint32_t)},
                  {instance->applicant_protected, 1},
                  {instance->applicant_lottery, sizeof(uint64_t)},
                  {instance->applicant_start, sizeof(uint32_t)},
                  {instance->applicant_guarantee, sizeof(uint32_t)},
                  {instance->applicant_eligible, 1},
                  {instance->applicant_out, 1},
                  {instance->applicant_born, sizeof(double)},
                  {instance->applicant_side, sizeof(uint32_t)}};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        if (arrays[i].array != NULL) {
            memset(arrays[i].array, 0xFF, instance->n_applicants * arrays[i].size);
        }
    }
}

/* The second reading. Rows of bad form are not handed out, so arrays say first that nothing
 * is known. */
static enum err read_rows(struct reader *reader, struct error *error) {
    struct builder *builder = reader->builder;
    if (builder->instance->n_applicants == 0) {
        return OK;
    }
    empty_arrays(builder->instance);
    return table_each(&builder->applicants, read_row, reader, builder->faults, error);
}

static void applicant_twice(void *context, uint32_t first, uint32_t again) {
    struct reader *reader = context;
    const struct table *table = &reader->builder->applicants;
    uint32_t column = reader->column[KNOWN_ID];
    if (strings_get(&reader->builder->instance->applicant_id, again)[0] == '\0') {
        return; /* a fault already */
    }
    fault_add(reader->builder->faults, row_place(reader->builder, table, again, column),
              "applicant '%.60s' is listed twice, first in line %llu; take one out",
              strings_get(&reader->builder->instance->applicant_id, again),
              (unsigned long long)row_place(reader->builder, table, first, column).line);
}

/* The round's first month, which who names no month of its own wishes; a round in which nobody and
 * no list of seats names one has no months. */
static void settle_months(struct builder *builder) {
    struct instance *instance = builder->instance;
    uint32_t first = builder->first_from;
    for (uint32_t a = 0; instance->applicant_start != NULL && a < instance->n_applicants; a++) {
        first = instance->applicant_start[a] < first ? instance->applicant_start[a] : first;
    }
    instance->first_month = first == NONE ? 0 : first;
    for (uint32_t a = 0; instance->applicant_start != NULL && a < instance->n_applicants; a++) {
        instance->applicant_start[a] =
            instance->applicant_start[a] == NONE ? first : instance->applicant_start[a];
    }
    instance->applicant_start = first == NONE ? NULL : instance->applicant_start;
}

static void take_columns(struct reader *reader) {
    for (uint32_t i = 0; i < reader->columns.n; i++) {
        const struct column_values *values = &reader->columns.values[i];
        reader->builder->instance->column[values->use].of_applicant = values->value;
    }
}

enum err build_applicants(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct table *table = &builder->applicants;
    struct reader reader = {.builder = builder};
    instance->n_applicants = table->csv.n_rows;
    find_columns(&reader);
    if (reader.column[KNOWN_ID] == NONE) {
        instance->n_applicants = 0;
    }
    reader.id_length = ARENA_ZERO(&builder->scratch, instance->n_applicants, uint32_t);
    if (reader.id_length == NULL) {
        return error_no_memory(error);
    }
    struct faults again = {0}; /* faults of form come with the second reading */
    enum err err =
        instance->n_applicants == 0 ? OK : table_each(table, measure_row, &reader, &again, error);
    faults_release(&again);
    if (err == OK) {
        err = strings_make(&instance->applicant_id, instance->n_applicants, reader.id_length,
                           &instance->arena, error);
    }
    if (err == OK) {
        err = make_arrays(&reader, error);
    }
    if (err == OK) {
        err = column_reader_init(&reader.columns, builder, table, instance->n_applicants, error);
    }
    if (err == OK) {
        err = read_rows(&reader, error);
    }
    if (err == OK) {
        err = ids_build(&builder->applicant_ids, &instance->applicant_id, applicant_twice, &reader,
                        &builder->scratch, error);
    }
    if (err == OK) {
        settle_months(builder);
        column_reader_finish(&reader.columns);
        take_columns(&reader);
    }
    return err;
}
