// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as a CSV file: no crash, every field within the file or the row's own buffer, as many
 * rows handed out or named as faulty as were counted, each with a place that csv_place agrees with.
 */
#include "io/csv.h"

#include <stdlib.h>
#include <string.h>

struct seen {
    const struct csv *csv;
    uint32_t n_rows;
    size_t n_bytes;
};

static void see_row(void *context, const struct csv_row *row, struct faults *faults) {
    (void)faults;
    struct seen *seen = context;
    INVARIANT(row->row < seen->csv->n_rows);
    INVARIANT(row->row >= seen->n_rows);
    seen->n_rows = row->row + 1;
    for (uint32_t i = 0; i < seen->csv->n_columns; i++) {
        uint64_t whole;
        int64_t integer;
        seen->n_bytes += memchr(row->field[i].text, '\0', row->field[i].length) != NULL;
        csv_unsigned(&row->field[i], 1000, &whole);
        csv_integer(&row->field[i], -1000, 1000, &integer);
        if (row->row < 4) {
            struct place place = csv_place(seen->csv, row->row, i);
            struct place told = csv_field_place(row, i);
            INVARIANT(place.line == told.line && place.column == told.column);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *bytes = malloc(size + 1); /* of this length exactly, so that a step beyond is seen */
    if (bytes == NULL) {
        return 0;
    }
    bytes = realloc(bytes, size == 0 ? 1 : size);
    memcpy(bytes, data, size);
    struct arena arena = {NULL};
    struct faults faults = {0};
    struct csv csv;
    if (csv_open(&csv, "fuzz.csv", bytes, size, &arena, &faults, NULL) == OK &&
        !faults_any(&faults)) {
        struct seen seen = {.csv = &csv};
        csv_each(&csv, see_row, &seen, true, &faults, NULL);
    }
    faults_release(&faults);
    arena_free(&arena);
    free(bytes);
    return 0;
}
