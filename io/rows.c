// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/rows.h"

#include "solver/parallel.h"

#include <string.h>

bool rows_applicant(struct rows *rows, const struct csv_row *row, struct faults *faults) {
    const struct csv_field *field = &row->field[rows->applicant_column];
    uint32_t found =
        ids_find_near(&rows->builder->applicant_ids, field->text, field->length, row->hint);
    if (found == NONE) {
        fault_add(faults, csv_field_place(row, rows->applicant_column),
                  "unknown applicant '%.*s'; correct it or add the applicant", (int)field->length,
                  field->text);
    }
    rows->applicant[row->row] = found;
    return found != NONE;
}

/* A column of the table, a fault if it lacks. */
bool rows_want_column(const struct rows *rows, const char *name, uint32_t *column) {
    *column = csv_column(&rows->table->csv, name);
    if (*column == NONE && (rows->table->inlined == NULL || rows->table->csv.n_rows > 0)) {
        fault_add(rows->builder->faults, table_header_place(rows->table),
                  "there is no column '%s'; add it", name);
    }
    return *column != NONE;
}

/* The columns; items and numbers in an arena of the caller's choice, since they may stay. */
enum err rows_init(struct rows *rows, struct arena *items, struct arena *numbers,
                   struct error *error) {
    uint32_t n = rows->table->csv.n_rows;
    rows->applicant = ARENA_NEW(&rows->builder->scratch, n, uint32_t);
    rows->item = ARENA_NEW(items, n, uint32_t);
    rows->number = ARENA_NEW(numbers, n, uint32_t);
    bool failed = rows->applicant == NULL || rows->item == NULL || rows->number == NULL;
    return failed ? error_no_memory(error) : OK;
}

/* Reads the rows. Those of bad form are not handed out: where there are faults (perhaps found when
 * the table was opened), rows are read again into columns that say so from the start. */
enum err rows_read(struct rows *rows, csv_row_fn *row_fn, bool good, struct error *error) {
    struct faults *faults = rows->builder->faults, again = {0};
    enum err err = good ? table_each(rows->table, row_fn, rows, faults, error) : OK;
    if (err != OK || (good && faults->n_found == 0)) {
        return err;
    }
    memset(rows->applicant, 0xFF, rows->table->csv.n_rows * sizeof(uint32_t));
    memset(rows->number, 0xFF, rows->table->csv.n_rows * sizeof(uint32_t));
    err = good ? table_each(rows->table, row_fn, rows, &again, error) : OK;
    faults_release(&again);
    return err;
}

static bool row_follows(const struct rows *rows, uint32_t row) {
    return rows->number[row] != NONE && rows->applicant[row] != NONE &&
           (row == 0 || rows->applicant[row - 1] <= rows->applicant[row]);
}

/* Are all rows good, and do they come in the order of the applicants? */
static bool is_ordered(const struct rows *rows) {
    uint32_t n = rows->table->csv.n_rows;
    bool ordered = true;
#pragma omp parallel for default(none) shared(rows, n) schedule(static)                          \
    reduction(&& : ordered) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t row = 0; row < n; row++) {
        ordered = ordered && row_follows(rows, row);
    }
    return ordered;
}

/* Rows in order: the ranges that begin at this one (n_rows: those that begin at the end). */
static void start_at(const struct rows *rows, uint32_t row, uint32_t *start) {
    uint32_t first = row == 0 ? 0 : rows->applicant[row - 1] + 1;
    uint32_t last = row == rows->table->csv.n_rows ? rows->builder->instance->n_applicants
                                                   : rows->applicant[row];
    for (uint32_t a = first; a <= last; a++) {
        start[a] = row;
    }
}

static void start_ordered(const struct rows *rows, uint32_t *start) {
    uint32_t n = rows->table->csv.n_rows;
#pragma omp parallel for default(none) shared(rows, start, n)                                      \
    schedule(static) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t row = 0; row <= n; row++) {
        start_at(rows, row, start);
    }
}

/* Rows in any order: counted. */
static void start_counted(const struct rows *rows, uint32_t *start) {
    uint32_t n = rows->builder->instance->n_applicants;
    memset(start, 0, ((size_t)n + 1) * sizeof *start);
    for (uint32_t row = 0; row < rows->table->csv.n_rows; row++) {
        if (rows->applicant[row] != NONE && rows->number[row] != NONE) {
            start[rows->applicant[row] + 1]++;
        }
    }
    for (uint32_t a = 0; a < n; a++) {
        start[a + 1] += start[a];
    }
}

/* start[a .. a + 1] from how many good rows each applicant has; *ordered: a's rows are these. */
enum err rows_start(const struct rows *rows, uint32_t **start, bool *ordered, struct error *error) {
    const struct instance *instance = rows->builder->instance;
    *start =
        ARENA_NEW(&rows->builder->instance->arena, (size_t)instance->n_applicants + 1, uint32_t);
    if (*start == NULL) {
        return error_no_memory(error);
    }
    *ordered = is_ordered(rows);
    if (*ordered) {
        start_ordered(rows, *start);
    } else {
        start_counted(rows, *start);
    }
    return OK;
}
