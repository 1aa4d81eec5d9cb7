// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/table.h"

#include "solver/instance.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 256, NUMBER_BYTES = 40 };

/* Adds the object's keys to the header; false, and a fault, when there are too many. */
static bool add_keys(struct table *table, const struct json_node *row, const char **keys) {
    const char *key;
    json_t *value;
    json_object_foreach(row->value, key, value) {
        struct json_node member = {row->doc, row, key, 0, value};
        if (json_is_object(value) || json_is_array(value)) {
            json_fault(&member,
                       "a text, a number, true, false or null is expected here; change it");
        }
        uint32_t i = 0;
        while (i < table->csv.n_columns && strcmp(keys[i], key) != 0) {
            i++;
        }
        if (i == COLUMNS_MAX) {
            json_fault(&member, "more than 256 columns; take some out");
            return false;
        }
        keys[i] = key;
        table->csv.n_columns += i == table->csv.n_columns ? 1 : 0;
    }
    return true;
}

enum err table_inline(struct table *table, const struct json_node *array, struct arena *arena,
                      struct error *error) {
    *table = (struct table){.csv = {.name = array->doc->name}, .inlined = array};
    const char *keys[COLUMNS_MAX];
    size_t bytes = 0, n_rows = json_array_size(array->value);
    for (size_t i = 0; i < n_rows; i++) {
        struct json_node row = json_element(array, i);
        if (json_want_object(&row) && !add_keys(table, &row, keys)) {
            break;
        }
    }
    for (uint32_t i = 0; i < table->csv.n_columns; i++) {
        bytes += strlen(keys[i]) + 1;
    }
    struct strings *header = &table->csv.header;
    *header = (struct strings){table->csv.n_columns, ARENA_NEW(arena, table->csv.n_columns, size_t),
                               ARENA_NEW(arena, bytes, char)};
    if (header->start == NULL || header->bytes == NULL) {
        return error_no_memory(error);
    }
    size_t used = 0;
    for (uint32_t i = 0; i < table->csv.n_columns; i++) {
        header->start[i] = used;
        strcpy(header->bytes + used, keys[i]);
        used += strlen(keys[i]) + 1;
    }
    table->csv.n_rows = (uint32_t)n_rows;
    return OK;
}

/* The value as a field; number holds NUMBER_BYTES for what must be printed. */
static void value_field(const json_t *value, char *number, struct csv_field *field) {
    field->text = number;
    number[0] = '\0';
    if (json_is_string(value)) {
        field->text = json_string_value(value);
    } else if (json_is_integer(value)) {
        snprintf(number, NUMBER_BYTES, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        snprintf(number, NUMBER_BYTES, "%.15g", json_real_value(value));
    } else if (json_is_boolean(value)) {
        snprintf(number, NUMBER_BYTES, "%d", json_is_true(value) ? 1 : 0);
    }
    field->length = (uint32_t)strlen(field->text);
}

/* Fills the fields of one row and their places; `at` is where its object begins. Keys come in the
 * text's order, which jansson keeps (its objects iterate in the order of insertion). */
static void fill_row(const struct table *table, json_t *object, const char *at,
                     struct csv_field *field, char (*number)[NUMBER_BYTES]) {
    struct place place = {NULL, 0, 1};
    const char *key, *from = at;
    json_t *value;
    for (uint32_t i = 0; i < table->csv.n_columns; i++) {
        field[i] = (struct csv_field){"", 0, 1, 0};
    }
    at = json_skip_blank(at + 1);
    json_object_foreach(object, key, value) {
        at = json_skip_blank(json_skip_blank(json_skip_value(at)) + 1);
        json_advance(from, at, &place);
        from = at;
        uint32_t i = csv_column(&table->csv, key);
        if (i < table->csv.n_columns) { /* not there: one of too many columns, a fault already */
            value_field(value, number[i], &field[i]);
            field[i].column = place.column;
            field[i].line_offset = (uint32_t)place.line;
        }
        at = json_skip_blank(json_skip_value(at));
        at = *at == ',' ? json_skip_blank(at + 1) : at;
    }
}

static enum err inlined_each(const struct table *table, csv_row_fn *row_fn, void *context,
                             struct faults *faults, struct error *error) {
    const struct json_node *array = table->inlined;
    struct csv_field field[COLUMNS_MAX];
    char(*number)[NUMBER_BYTES] = calloc(COLUMNS_MAX, sizeof *number);
    if (number == NULL) {
        return error_no_memory(error);
    }
    struct place place = json_place(array);
    const char *from = array->doc->bytes, *at = from;
    struct place start = {NULL, 1, 1};
    while (start.line < place.line || start.column < place.column) { /* to the array's text */
        json_advance(at, at + 1, &start);
        at++;
    }
    uint32_t hint = 0;
    at = json_skip_blank((from = at) + 1);
    for (uint32_t i = 0; i < table->csv.n_rows; i++) {
        json_advance(from, at, &place);
        from = at;
        json_t *object = json_array_get(array->value, i);
        if (json_is_object(object)) {
            fill_row(table, object, at, field, number);
            uint32_t first = place.column - 1; /* of what stands on the object's own first line */
            for (uint32_t k = 0; k < table->csv.n_columns; k++) {
                field[k].column += field[k].line_offset == 0 ? first : 0;
            }
            struct csv_row row = {table->csv.name, i, place.line, field, &hint};
            row_fn(context, &row, faults);
        }
        at = json_skip_blank(json_skip_value(at));
        at = *at == ',' ? json_skip_blank(at + 1) : at;
    }
    free(number);
    return faults->no_memory ? error_no_memory(error) : OK;
}

enum err table_each(const struct table *table, csv_row_fn *row_fn, void *context,
                    struct faults *faults, struct error *error) {
    if (table->inlined == NULL) {
        return csv_each(&table->csv, row_fn, context, false, faults, error);
    }
    return inlined_each(table, row_fn, context, faults, error);
}

struct place table_place(const struct table *table, uint32_t row, uint32_t column) {
    if (table->inlined == NULL) {
        return csv_place(&table->csv, row, column);
    }
    struct json_node object = json_element(table->inlined, row), member;
    bool there = column < table->csv.n_columns &&
                 json_member(&object, strings_get(&table->csv.header, column), &member);
    return json_place(there ? &member : &object);
}

struct place table_header_place(const struct table *table) {
    if (table->inlined == NULL) {
        return (struct place){table->csv.name, 1, 0};
    }
    return json_place(table->inlined);
}
