// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Distances: rows in any order, sorted into one range an applicant, by school. As a rule the rows
 * come in the order of the applicants: then they are sorted where they stand, applicant by
 * applicant, in parallel. Else, and wherever a pair stands twice, in one pass.
 */
#include "io/rows.h"

#include "solver/parallel.h"
#include "solver/sort_keys.h"

enum { DISTANCES_PLAIN = 1024 }; /* ranges up to this are sorted where they stand */

static void read_distance(void *context, const struct csv_row *row, struct faults *faults) {
    struct rows *rows = context;
    const struct csv_field *field = &row->field[rows->item_column];
    const struct csv_field *number = &row->field[rows->number_column];
    uint64_t metres = 0;
    bool good = rows_applicant(rows, row, faults);
    uint32_t school = ids_find(&rows->builder->school_ids, field->text, field->length);
    if (school == NONE) {
        fault_add(faults, csv_field_place(row, rows->item_column),
                  "unknown school '%.*s'; correct it or add the school", (int)field->length,
                  field->text);
        good = false;
    }
    if (!csv_unsigned(number, METRES_MAX, &metres)) {
        fault_add(faults, csv_field_place(row, rows->number_column),
                  "'%.*s' is no distance; give whole metres from 0 to %u", (int)number->length,
                  number->text, METRES_MAX);
        good = false;
    }
    rows->item[row->row] = school;
    rows->number[row->row] = good ? (uint32_t)metres : NONE;
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

/* A pair listed twice, told at its later row. */
static void check_pairs(const struct rows *rows) {
    const struct instance *instance = rows->builder->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t first = instance->distance_start[a], end = instance->distance_start[a + 1];
        for (uint32_t d = first + 1; d < end; d++) {
            uint32_t school = instance->distance_school[d];
            if (school != instance->distance_school[d - 1]) {
                continue;
            }
            uint32_t row = rows->table->csv.n_rows - 1;
            while (rows->applicant[row] != a || rows->item[row] != school) {
                row--;
            }
            fault_add(rows->builder->faults,
                      row_place(rows->builder, rows->table, row, rows->item_column),
                      "the metres from applicant '%.60s' to school '%.60s' are given twice; take "
                      "one out",
                      strings_get(&instance->applicant_id, a),
                      strings_get(&instance->school_id, school));
            if (faults_full(rows->builder->faults)) {
                return; /* finding each place costs a pass over the table */
            }
        }
    }
}

/* Sorts an applicant's rows where they stand, by school. False, and nothing is changed, where a
 * school occurs twice or there are many. */
static bool sort_range(const struct rows *rows, uint32_t a) {
    uint64_t key[DISTANCES_PLAIN];
    uint32_t first = rows->builder->instance->distance_start[a];
    uint32_t n = rows->builder->instance->distance_start[a + 1] - first;
    if (n > DISTANCES_PLAIN) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        key[i] = (uint64_t)rows->item[first + i] << 32 | rows->number[first + i];
    }
    sort_keys(key, n);
    for (uint32_t i = 1; i < n; i++) {
        if (key[i] >> 32 == key[i - 1] >> 32) {
            return false;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        rows->item[first + i] = (uint32_t)(key[i] >> 32);
        rows->number[first + i] = (uint32_t)key[i];
    }
    return true;
}

static bool sort_ranges(const struct rows *rows) {
    uint32_t n = rows->builder->instance->n_applicants;
    bool good = true;
#pragma omp parallel for default(none) shared(rows, n) schedule(static)                          \
    reduction(&& : good) if (n > PARALLEL_MIN)
    for (uint32_t a = 0; a < n; a++) {
        good = sort_range(rows, a) && good;
    }
    return good;
}

static enum err place_distances(struct rows *rows, struct error *error) {
    struct instance *instance = rows->builder->instance;
    bool ordered;
    enum err err = rows_start(rows, &instance->distance_start, &ordered, error);
    if (err != OK) {
        return err;
    }
    uint32_t n = instance->n_distances = instance->distance_start[instance->n_applicants];
    if (ordered && sort_ranges(rows)) { /* the file's columns are the instance's */
        instance->distance_school = rows->item;
        instance->distance_m = rows->number;
        return OK;
    }
    uint32_t *filled = ARENA_ZERO(&rows->builder->scratch, instance->n_applicants, uint32_t);
    instance->distance_school = ARENA_NEW(&instance->arena, n, uint32_t);
    instance->distance_m = ARENA_NEW(&instance->arena, n, uint32_t);
    if (filled == NULL || instance->distance_school == NULL || instance->distance_m == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t row = 0; row < rows->table->csv.n_rows; row++) {
        uint32_t a = rows->applicant[row];
        if (a == NONE || rows->number[row] == NONE) {
            continue;
        }
        uint32_t first = instance->distance_start[a];
        insert_distance(instance, first, first + filled[a]++, rows->item[row], rows->number[row]);
    }
    check_pairs(rows);
    return OK;
}

enum err build_distances(struct builder *builder, struct error *error) {
    struct rows rows = {.builder = builder, .table = &builder->distances};
    bool good = rows_want_column(&rows, "applicant", &rows.applicant_column);
    good &= rows_want_column(&rows, "school", &rows.item_column);
    good &= rows_want_column(&rows, "metres", &rows.number_column);
    struct arena *arena = &builder->instance->arena;
    enum err err = rows_init(&rows, arena, arena, error);
    if (err == OK) {
        err = rows_read(&rows, read_distance, good, error);
    }
    return err == OK ? place_distances(&rows, error) : err;
}
