// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/rewrite.h"

#include "explain/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/json.h"
#include "io/month_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_LOCKED, CELL_START, CELL_OUT, N_CELLS, PATH_SIZE = 4096 };
static const char *const cell_name[N_CELLS] = {"locked", "start", "out"};

/* Columns of a child that the row of a seat offered to it does not share. */
static const char *const own_name[] = {"current", "family", "follows", "guarantee"};
enum { N_OWN = sizeof own_name / sizeof own_name[0], ID_SIZE = 400 };
static const char held_mark[] = "#offered"; /* behind the child's id */

struct rewriting {
    const char *folder;
    const struct instance *instance;
    const struct locks *locks;
    bool fills_start; /* who names no month must name the round's first now */
    bool used[N_CELLS];
    bool held; /* at the rows of seats that are offered */
    char month[MONTH_TEXT_SIZE], id[ID_SIZE];
    struct error *error;
};

/* What the cell of a seat offered to a child is to hold; NULL: what the child's holds. */
static const char *held_cell(struct rewriting *rewriting, uint32_t a, int which) {
    const struct seats_child *child = &rewriting->locks->child[a];
    if (which == CELL_LOCKED) {
        return strings_get(&rewriting->instance->offer_id, child->offered);
    }
    if (which == CELL_OUT || child->offered_month == 0) {
        return which == CELL_OUT ? "" : NULL;
    }
    month_text(child->offered_month, rewriting->month);
    return rewriting->month;
}

static const char *held_id(struct rewriting *rewriting, uint32_t a) {
    snprintf(rewriting->id, sizeof rewriting->id, "%s%s",
             strings_get(&rewriting->instance->applicant_id, a), held_mark);
    return rewriting->id;
}

/* What a child's cell is to hold; NULL: what it holds. Texts live until the next call. */
static const char *cell(struct rewriting *rewriting, uint32_t a, int which) {
    const struct instance *instance = rewriting->instance;
    const struct locks *locks = rewriting->locks;
    if (rewriting->held) {
        return held_cell(rewriting, a, which);
    }
    uint32_t was = instance_is_locked(instance, a) ? instance->applicant_locked[a] : NONE;
    if (which == CELL_LOCKED) {
        uint32_t is = locks->offer[a];
        return is == was ? NULL : is == NONE ? "" : strings_get(&instance->offer_id, is);
    }
    if (which == CELL_OUT) {
        return (locks->out[a] != 0) == instance_is_out(instance, a) ? NULL
               : locks->out[a] != 0                                 ? "1"
                                                                    : "";
    }
    uint32_t month = locks->month[a], wished = instance->applicant_start == NULL
                                                   ? instance->first_month
                                                   : instance->applicant_start[a];
    bool fills = rewriting->fills_start && month == 0 && wished == instance->first_month;
    month = fills ? wished : month;
    if (month == 0 || (month == wished && !fills)) {
        return NULL;
    }
    month_text(month, rewriting->month);
    return rewriting->month;
}

/* Does the round begin in another month with these locks? */
static bool moves_first(const struct instance *instance, const struct locks *locks) {
    uint32_t first = instance->first_month;
    bool moved = false;
    for (uint32_t a = 0; instance->applicant_start != NULL && a < instance->n_applicants; a++) {
        uint32_t month = locks->month[a], held = locks->child[a].offered_month;
        bool here = instance->applicant_start[a] == first;
        moved |= (month != 0 && month < first) || (here && month > first);
        moved |= held != 0 && held < first;
    }
    return moved;
}

static void begin(struct rewriting *rewriting) {
    const struct instance *instance = rewriting->instance;
    rewriting->fills_start =
        instance_has_months(instance) && moves_first(instance, rewriting->locks);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (int i = 0; i < N_CELLS; i++) {
            rewriting->used[i] |= cell(rewriting, a, i) != NULL;
        }
        rewriting->used[CELL_LOCKED] |= rewriting->locks->child[a].offered != NONE;
        rewriting->used[CELL_START] |= rewriting->locks->child[a].offered_month != 0;
    }
}

/* A field as CSV writes it. */
static void put_field(struct text *out, const char *value, char separator) {
    const char special[] = {separator, '"', '\n', '\r', '\0'};
    if (strpbrk(value, special) == NULL) {
        text_puts(out, value);
        return;
    }
    text_puts(out, "\"");
    for (; *value != '\0'; value++) {
        text_add(out, value, 1);
        text_add(out, value, *value == '"' ? 1 : 0);
    }
    text_puts(out, "\"");
}

/* Where the field that begins at `at` ends: at a separator, an end of line, or the end. */
static const char *field_end(const char *at, const char *end, char separator) {
    if (at < end && *at == '"') {
        for (at++; at < end && !(*at == '"' && (at + 1 == end || at[1] != '"')); at++) {
            at += *at == '"' ? 1 : 0; /* a doubled quote */
        }
    }
    while (at < end && *at != separator && *at != '\n' && *at != '\r') {
        at++;
    }
    return at;
}

/* One line of the table, from `at`; where the next begins. row: NONE is the header. */
static const char *put_row(struct rewriting *rewriting, const struct csv *csv, const char *at,
                           uint32_t row, struct text *out) {
    const char *end = csv->bytes + csv->length;
    const char separator[2] = {csv->separator, '\0'};
    for (uint32_t column = 0;; column++) {
        const char *field = at, *value = NULL;
        at = field_end(at, end, csv->separator);
        for (int i = 0; i < N_CELLS && row != NONE; i++) {
            if (csv_column(csv, cell_name[i]) == column) {
                value = cell(rewriting, row, i);
            }
        }
        for (int i = 0; i < N_OWN && rewriting->held; i++) {
            value = csv_column(csv, own_name[i]) == column ? "" : value;
        }
        if (rewriting->held && csv_column(csv, "id") == column) {
            value = held_id(rewriting, row);
        }
        if (value == NULL) {
            text_add(out, field, (size_t)(at - field));
        } else {
            put_field(out, value, csv->separator);
        }
        if (at == end || *at != csv->separator) {
            break;
        }
        text_add(out, at++, 1);
    }
    for (int i = 0; i < N_CELLS; i++) {
        if (rewriting->used[i] && csv_column(csv, cell_name[i]) == NONE) {
            const char *value = row == NONE ? cell_name[i] : cell(rewriting, row, i);
            text_puts(out, separator);
            put_field(out, value == NULL ? "" : value, csv->separator);
        }
    }
    return at;
}

/* Where the line from `at` ends. */
static const char *row_end(const struct csv *csv, const char *at) {
    const char *end = csv->bytes + csv->length;
    at = field_end(at, end, csv->separator);
    while (at < end && *at == csv->separator) {
        at = field_end(at + 1, end, csv->separator);
    }
    return at;
}

/* A row for each seat that is offered, as its child's with other cells. */
static void put_held(struct rewriting *rewriting, const struct csv *csv, const char *at,
                     struct text *out) {
    const char *end = csv->bytes + csv->length;
    uint32_t row = NONE;
    rewriting->held = true;
    while (at < end) {
        if (*at == '\n' || *at == '\r') {
            at++;
            continue;
        }
        if (row < rewriting->instance->n_applicants &&
            rewriting->locks->child[row].offered != NONE) {
            text_puts(out, out->length > 0 && out->bytes[out->length - 1] != '\n' ? "\n" : "");
            put_row(rewriting, csv, at, row, out);
            text_puts(out, "\n");
        }
        at = row_end(csv, at);
        row++;
    }
    rewriting->held = false;
}

static void put_table(struct rewriting *rewriting, const struct csv *csv, struct text *out) {
    const char *at = csv->bytes, *end = at + csv->length;
    uint32_t row = NONE;
    if (csv->length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        text_add(out, at, 3);
        at += 3;
    }
    const char *first = at;
    while (at < end) {
        if (*at == '\n' || *at == '\r') {
            text_add(out, at++, 1);
        } else if (row == NONE || row < rewriting->instance->n_applicants) {
            at = put_row(rewriting, csv, at, row, out);
            row++; /* from NONE to 0 */
        } else {
            text_add(out, at++, 1);
        }
    }
    if (rewriting->locks->n_offered > 0) {
        put_held(rewriting, csv, first, out);
    }
}

static enum err write_bytes(const char *path, const char *bytes, size_t length,
                            struct error *error) {
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && fwrite(bytes, 1, length, file) == length;
    written = (file == NULL || fclose(file) == 0) && written;
    return written ? OK : error_set(error, ERR_IO, path, "cannot be written: %s", strerror(errno));
}

static enum err rewrite_csv(struct rewriting *rewriting, const char *name) {
    struct file file;
    struct csv csv;
    struct faults faults = {0};
    struct arena arena = {NULL};
    struct text out = {0};
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", rewriting->folder, name);
    enum err err = file_open(&file, path, rewriting->error);
    if (err != OK) {
        return err;
    }
    err = csv_open(&csv, name, file.bytes, file.length, &arena, &faults, rewriting->error);
    if (err == OK) {
        put_table(rewriting, &csv, &out);
        err = out.no_memory ? error_no_memory(rewriting->error) : OK;
    }
    file_close(&file);
    if (err == OK) {
        err = write_bytes(path, out.bytes, out.length, rewriting->error);
    }
    text_release(&out);
    faults_release(&faults);
    arena_free(&arena);
    return err;
}

/* The same within the JSON, from the rows as they were. */
static void append_held(struct rewriting *rewriting, json_t *rows, bool *failed) {
    rewriting->held = true;
    for (uint32_t a = 0; a < rewriting->instance->n_applicants; a++) {
        if (rewriting->locks->child[a].offered == NONE) {
            continue;
        }
        json_t *row = json_deep_copy(json_array_get(rows, a));
        for (int i = 0; i < N_CELLS; i++) {
            const char *value = cell(rewriting, a, i);
            if (value != NULL) {
                json_put(row, cell_name[i], json_string(value), failed);
            }
        }
        for (int i = 0; i < N_OWN; i++) {
            json_object_del(row, own_name[i]);
        }
        json_put(row, "id", json_string(held_id(rewriting, a)), failed);
        json_push(rows, row, failed);
    }
    rewriting->held = false;
}

/* The applicants where they stand within the JSON. */
static void rewrite_rows(struct rewriting *rewriting, json_t *rows, bool *failed) {
    append_held(rewriting, rows, failed);
    for (uint32_t a = 0; a < rewriting->instance->n_applicants; a++) {
        for (int i = 0; i < N_CELLS; i++) {
            const char *value = cell(rewriting, a, i);
            if (value != NULL) {
                json_put(json_array_get(rows, a), cell_name[i], json_string(value), failed);
            }
        }
    }
}

/* The seats of an item: a number, or of a list the step that holds in the month. */
static void raise_seats(json_t *item, const struct raised *raised, bool *failed) {
    json_t *seats = json_object_get(item, "seats"), *step, *found = NULL;
    size_t i;
    if (!json_is_array(seats)) {
        json_put(item, "seats", json_integer(raised->to), failed);
        return;
    }
    json_array_foreach(seats, i, step) {
        const char *from = json_string_value(json_object_get(step, "from"));
        uint32_t month = 0;
        if (from != NULL && month_parse(from, strlen(from), &month) && month <= raised->month) {
            found = step;
        }
    }
    found = found == NULL ? json_array_get(seats, 0) : found;
    json_put(found, "seats", json_integer(raised->to), failed);
}

static void raise_all(const struct rewriting *rewriting, json_t *root, bool *failed) {
    static const char *const arrays[] = {"offers", "schools", "pools"};
    for (uint32_t r = 0; r < rewriting->locks->n_raised; r++) {
        const struct raised *raised = &rewriting->locks->raised[r];
        for (int k = raised->is_offer ? 0 : 1; k < (raised->is_offer ? 1 : 3); k++) {
            json_t *item;
            size_t i;
            json_array_foreach(json_object_get(root, arrays[k]), i, item) {
                const char *id = json_string_value(json_object_get(item, "id"));
                if (id != NULL && strcmp(id, raised->name) == 0) {
                    raise_seats(item, raised, failed);
                }
            }
        }
    }
}

static enum err rewrite_root(struct rewriting *rewriting, const char *path, json_t *root,
                             const char *seed) {
    json_t *table = json_object_get(json_object_get(root, "tables"), "applicants");
    bool failed = false, rows = json_is_array(table);
    bool changes = seed != NULL || rewriting->locks->n_raised > 0 || rows;
    enum err err = OK;
    if (rows) {
        rewrite_rows(rewriting, table, &failed);
    } else if (json_is_string(table)) {
        err = rewrite_csv(rewriting, json_string_value(table));
    }
    if (seed != NULL) {
        json_put(json_object_get(root, "lottery"), "seed", json_string(seed), &failed);
    }
    raise_all(rewriting, root, &failed);
    if (err != OK || !changes) {
        return err;
    }
    char *text = failed ? NULL : json_text(root, JSON_INDENT(2));
    err = text == NULL ? error_no_memory(rewriting->error)
                       : write_bytes(path, text, strlen(text), rewriting->error);
    free(text);
    return err;
}

enum err rewrite_instance(const char *folder, const char *document, const struct instance *instance,
                          const struct locks *locks, const char *seed, struct error *error) {
    struct rewriting rewriting = {
        .folder = folder, .instance = instance, .locks = locks, .error = error};
    struct file file;
    json_error_t found;
    bool no_memory = false;
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, document);
    enum err err = file_open(&file, path, error);
    if (err != OK) {
        return err;
    }
    json_t *root = json_parse(file.bytes, file.length, 0, &no_memory, &found);
    file_close(&file);
    if (root == NULL) {
        return no_memory ? error_no_memory(error)
                         : error_set(error, ERR_INPUT, path, "is no JSON: %s", found.text);
    }
    begin(&rewriting);
    err = rewrite_root(&rewriting, path, root, seed);
    json_decref(root);
    return err;
}
