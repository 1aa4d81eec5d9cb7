// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Wishes: rows in any order, sorted into one range an applicant, by rank. As a rule they stand so
 * in the file: then its columns are the instance's, once every list has been looked through, in
 * parallel. Else, and wherever something is wrong, counting, sorting and checking are single
 * passes.
 */
#include "io/rows.h"

#include "solver/parallel.h"

#include <math.h>
#include <string.h>

enum { WISHES_PLAIN = 32 }; /* lists up to this are looked through for doubles pair by pair */

/* A wish outside the applicant's group is a fault. */
static bool check_group(const struct rows *rows, const struct csv_row *row, uint32_t offer,
                        struct faults *faults) {
    const struct instance *instance = rows->builder->instance;
    uint32_t group = instance->applicant_group[rows->applicant[row->row]];
    if (group == NONE || instance->offer_group[offer] == group) {
        return true;
    }
    fault_add(faults, csv_field_place(row, rows->item_column),
              "offer '%.60s' is not of group '%.60s', the applicant's; wish within the group",
              strings_get(&instance->offer_id, offer), rows->builder->groups.text[group]);
    return false;
}

static void read_wish(void *context, const struct csv_row *row, struct faults *faults) {
    struct rows *rows = context;
    const struct csv_field *field = &row->field[rows->item_column];
    uint64_t rank = 0;
    bool good = rows_applicant(rows, row, faults);
    uint32_t offer = ids_find(&rows->builder->offer_ids, field->text, field->length);
    if (offer == NONE) {
        fault_add(faults, csv_field_place(row, rows->item_column),
                  "unknown offer '%.*s'; correct it or add the offer", (int)field->length,
                  field->text);
        good = false;
    }
    good = good && check_group(rows, row, offer, faults);
    const struct csv_field *number = &row->field[rows->number_column];
    if (!csv_unsigned(number, WISHES_MAX, &rank) || rank == 0) {
        fault_add(faults, csv_field_place(row, rows->number_column),
                  "'%.*s' is no rank; number an applicant's wishes 1, 2, 3, ... (at most %u)",
                  (int)number->length, number->text, WISHES_MAX);
        good = false;
    }
    if (rows->lottery != NULL) {
        rows->lottery[row->row] = lottery_parse(row, rows->lottery_column, faults);
    }
    column_reader_row(&rows->columns, row, faults);
    rows->item[row->row] = offer;
    rows->number[row->row] = good ? (uint32_t)rank : NONE;
}

/* spoiled[a]: a row of the applicant has a fault. */
static void mark_spoiled(const struct rows *rows, uint8_t *spoiled) {
    for (uint32_t row = 0; row < rows->table->csv.n_rows; row++) {
        if (rows->applicant[row] != NONE && rows->number[row] == NONE) {
            spoiled[rows->applicant[row]] = 1;
        }
    }
}

/* Slot of every wish: its applicant's range, by rank. row_of[slot] is the row that has it. */
static void sort_wishes(const struct rows *rows, const uint8_t *spoiled, uint32_t *row_of) {
    struct instance *instance = rows->builder->instance;
    const uint32_t *start = instance->wish_start;
    for (uint32_t row = 0; row < rows->table->csv.n_rows; row++) {
        uint32_t a = rows->applicant[row], rank = rows->number[row];
        if (a == NONE || rank == NONE) {
            continue;
        }
        uint32_t slot = start[a] + rank - 1;
        const char *id = strings_get(&instance->applicant_id, a);
        if (rank > start[a + 1] - start[a]) {
            if (spoiled[a]) {
                continue; /* a wish of the list has a fault already: that is why one lacks */
            }
            fault_add(rows->builder->faults,
                      row_place(rows->builder, rows->table, row, rows->number_column),
                      "rank %u of applicant '%.60s', who has %u wishes; number them 1, 2, "
                      "3, ... without gaps",
                      rank, id, start[a + 1] - start[a]);
        } else if (row_of[slot] != NONE) {
            fault_add(rows->builder->faults,
                      row_place(rows->builder, rows->table, row, rows->number_column),
                      "applicant '%.60s' has two wishes of rank %u; number them 1, 2, 3, ...", id,
                      rank);
        } else {
            row_of[slot] = row;
            instance->wish_offer[slot] = rows->item[row];
        }
    }
}

/* The same offer twice in one list? last[offer] is the applicant that wished it last. */
static enum err check_repeats(const struct rows *rows, const uint32_t *row_of,
                              struct error *error) {
    struct instance *instance = rows->builder->instance;
    uint32_t *last = ARENA_NEW(&rows->builder->scratch, instance->n_offers, uint32_t);
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
                fault_add(rows->builder->faults,
                          row_place(rows->builder, rows->table, row_of[w], rows->item_column),
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
static enum err permute(struct rows *rows, const uint32_t *row_of, struct error *error) {
    struct instance *instance = rows->builder->instance;
    uint32_t n = instance->n_wishes;
    for (uint32_t i = 0; i < rows->columns.n; i++) {
        const double *from = rows->columns.values[i].value;
        double *to = ARENA_NEW(&instance->arena, n, double);
        if (to == NULL) {
            return error_no_memory(error);
        }
        for (uint32_t w = 0; w < n; w++) {
            to[w] = row_of[w] == NONE ? NAN : from[row_of[w]];
        }
        instance->column[rows->columns.values[i].use].of_wish = to;
    }
    if (rows->lottery == NULL) {
        return OK;
    }
    instance->wish_lottery = ARENA_NEW(&instance->arena, n, uint64_t);
    if (instance->wish_lottery == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t w = 0; w < n; w++) {
        instance->wish_lottery[w] = row_of[w] == NONE ? 0 : rows->lottery[row_of[w]];
    }
    return OK;
}

/* Ranks 1, 2, ... in order, and no offer twice; false also where the list is long. */
static bool is_plain_list(const struct rows *rows, uint32_t a) {
    uint32_t first = rows->builder->instance->wish_start[a];
    uint32_t n = rows->builder->instance->wish_start[a + 1] - first;
    const uint32_t *offer = rows->item + first;
    bool plain = n <= WISHES_PLAIN;
    for (uint32_t i = 0; plain && i < n; i++) {
        plain = rows->number[first + i] == i + 1;
        for (uint32_t before = 0; before < i; before++) {
            plain = plain && offer[before] != offer[i];
        }
    }
    return plain;
}

static bool are_plain_lists(const struct rows *rows) {
    uint32_t n = rows->builder->instance->n_applicants;
    bool plain = true;
#pragma omp parallel for default(none) shared(rows, n) schedule(static)                          \
    reduction(&& : plain) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t a = 0; a < n; a++) {
        plain = plain && is_plain_list(rows, a);
    }
    return plain;
}

/* The file's columns are the instance's. */
static void keep_wishes(struct rows *rows) {
    struct instance *instance = rows->builder->instance;
    instance->wish_offer = rows->item;
    instance->wish_lottery = rows->lottery;
    for (uint32_t i = 0; i < rows->columns.n; i++) {
        instance->column[rows->columns.values[i].use].of_wish = rows->columns.values[i].value;
    }
}

static enum err place_wishes(struct rows *rows, struct error *error) {
    struct instance *instance = rows->builder->instance;
    bool ordered;
    enum err err = rows_start(rows, &instance->wish_start, &ordered, error);
    if (err != OK) {
        return err;
    }
    uint32_t n = instance->n_wishes = instance->wish_start[instance->n_applicants];
    if (ordered && are_plain_lists(rows)) {
        keep_wishes(rows);
        return OK;
    }
    uint32_t *row_of = ARENA_NEW(&rows->builder->scratch, n, uint32_t);
    instance->wish_offer = ARENA_ZERO(&instance->arena, n, uint32_t);
    uint8_t *spoiled = ARENA_ZERO(&rows->builder->scratch, instance->n_applicants, uint8_t);
    if (row_of == NULL || spoiled == NULL || instance->wish_offer == NULL) {
        return error_no_memory(error);
    }
    memset(row_of, 0xFF, n * sizeof(uint32_t));
    mark_spoiled(rows, spoiled);
    sort_wishes(rows, spoiled, row_of);
    err = check_repeats(rows, row_of, error);
    return err == OK ? permute(rows, row_of, error) : err;
}

enum err build_wishes(struct builder *builder, struct error *error) {
    struct rows rows = {.builder = builder, .table = &builder->wishes};
    struct arena *arena = &builder->instance->arena;
    bool good = rows_want_column(&rows, "applicant", &rows.applicant_column);
    good &= rows_want_column(&rows, "rank", &rows.number_column);
    good &= rows_want_column(&rows, "offer", &rows.item_column);
    uint32_t n = builder->wishes.csv.n_rows;
    rows.lottery_column = csv_column(&builder->wishes.csv, "lottery");
    if (rows.lottery_column != NONE) {
        rows.lottery = ARENA_ZERO(arena, n, uint64_t);
        if (rows.lottery == NULL) {
            return error_no_memory(error);
        }
    }
    enum err err = rows_init(&rows, arena, &builder->scratch, error);
    if (err == OK) {
        err = column_reader_init(&rows.columns, builder, &builder->wishes, n, error);
    }
    if (err == OK) {
        err = rows_read(&rows, read_wish, good, error);
    }
    if (err == OK && good) {
        column_reader_finish(&rows.columns);
    }
    return err == OK ? place_wishes(&rows, error) : err;
}
