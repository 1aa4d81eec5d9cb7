// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/columns.h"

#include "solver/parallel.h"

#include <inttypes.h>
#include <math.h>

enum { KIND_EMPTY, KIND_NUMBER, KIND_DATE }; /* KIND_NUMBER | KIND_DATE: both occur */

enum err column_reader_init(struct column_reader *reader, struct builder *builder,
                            const struct table *table, uint32_t n_rows, struct error *error) {
    *reader = (struct column_reader){.builder = builder, .table = table, .n_rows = n_rows};
    for (uint32_t use = 0; use < builder->n_column_uses; use++) {
        uint32_t column = csv_column(&table->csv, builder->column_use[use].name);
        if (column == NONE) {
            continue;
        }
        struct column_values *values = &reader->values[reader->n++];
        values->use = use;
        values->column = column;
        values->value = ARENA_NEW(&builder->instance->arena, n_rows, double);
        values->kind = ARENA_ZERO(&builder->scratch, n_rows, uint8_t);
        if (values->value == NULL || values->kind == NULL) {
            return error_no_memory(error);
        }
    }
    return OK;
}

/* Does the value fit what the policy wants of the column? */
static bool fits(const struct column_use *use, const struct csv_row *row, uint32_t column,
                 const struct column_values *at, struct faults *faults) {
    double value = at->value[row->row];
    bool number = at->kind[row->row] == KIND_NUMBER;
    const struct csv_field *field = &row->field[column];
    struct place place = csv_field_place(row, column);
    if (use->flag && !(number && (value == 0.0 || value == 1.0))) {
        fault_add(faults, place, "'%.*s' is not 0 or 1, as the flag '%.60s' must be; change it",
                  (int)field->length, field->text, use->name);
        return false;
    }
    double limit = (double)COST_MAX;
    if (use->objective && !(number && value == floor(value) && value >= -limit && value <= limit)) {
        fault_add(faults, place,
                  "'%.*s' is no whole number within +-%" PRId64
                  ", as the objective's column '%.60s' must be; change it",
                  (int)field->length, field->text, COST_MAX, use->name);
        return false;
    }
    return true;
}

void column_reader_row(struct column_reader *reader, const struct csv_row *row,
                       struct faults *faults) {
    for (uint32_t i = 0; i < reader->n; i++) {
        struct column_values *values = &reader->values[i];
        const struct csv_field *field = &row->field[values->column];
        const struct column_use *use = &reader->builder->column_use[values->use];
        bool is_date = false;
        values->value[row->row] = NAN;
        if (field->length == 0) {
            continue;
        }
        if (!value_parse(field, &values->value[row->row], &is_date)) {
            fault_add(
                faults, csv_field_place(row, values->column),
                "'%.*s' in column '%.60s' is neither a number of at most 15 digits nor a date "
                "like 2027-03-01; change it",
                (int)field->length, field->text, use->name);
            continue;
        }
        values->kind[row->row] = is_date ? KIND_DATE : KIND_NUMBER;
        fits(use, row, values->column, values, faults);
    }
}

/* All kinds of the column's values together. */
static uint8_t kinds_of(const struct column_values *values, uint32_t n_rows) {
    uint8_t kinds = KIND_EMPTY;
#pragma omp parallel for default(none) shared(values, n_rows) schedule(static)                     \
    reduction(|                                                                                    \
              : kinds) if (n_rows > PARALLEL_MIN_LIGHT)
    for (uint32_t row = 0; row < n_rows; row++) {
        kinds |= values->kind[row];
    }
    return kinds;
}

/* The first row of another kind than the column's; n_rows if there is none. */
static uint32_t other_kind(const struct column_values *values, uint32_t n_rows, uint8_t kind) {
    uint32_t row = 0;
    while (row < n_rows && (values->kind[row] == KIND_EMPTY || values->kind[row] == kind)) {
        row++;
    }
    return row;
}

void column_reader_finish(struct column_reader *reader) {
    for (uint32_t i = 0; i < reader->n; i++) {
        struct column_values *values = &reader->values[i];
        struct column_use *use = &reader->builder->column_use[values->use];
        struct column *column = &reader->builder->instance->column[values->use];
        uint8_t kinds = kinds_of(values, reader->n_rows);
        if (!use->kind_known && kinds != KIND_EMPTY) { /* the first value says what the column is */
            uint32_t first = other_kind(values, reader->n_rows, KIND_EMPTY);
            column->kind = values->kind[first] == KIND_DATE ? COLUMN_DATE : COLUMN_NUMBER;
            use->kind_known = true;
        }
        uint8_t own = column->kind == COLUMN_DATE ? KIND_DATE : KIND_NUMBER;
        if ((kinds & ~own) != 0) {
            uint32_t row = other_kind(values, reader->n_rows, own);
            bool date = own != KIND_DATE;
            fault_add(reader->builder->faults, table_place(reader->table, row, values->column),
                      "a %s in column '%.60s', where a %s stands before; use one kind",
                      date ? "date" : "number", use->name, date ? "number" : "date");
        }
    }
}

uint64_t lottery_parse(const struct csv_row *row, uint32_t column, struct faults *faults) {
    const struct csv_field *field = &row->field[column];
    uint64_t number = 0;
    bool good = field->length == 16;
    for (uint32_t i = 0; good && i < field->length; i++) {
        char c = field->text[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        good = digit >= 0;
        number = number << 4 | (uint64_t)(digit & 15);
    }
    if (!good) {
        fault_add(faults, csv_field_place(row, column),
                  "'%.*s' is no lottery number of 16 hex digits; correct it", (int)field->length,
                  field->text);
        return 0;
    }
    return number;
}
