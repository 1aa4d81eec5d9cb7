// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading in chunks. The bytes after the header are cut at fixed sizes; a chunk owns the rows that
 * begin in it, so that the outcome does not depend on the number of threads.
 *
 *     bytes   header | row | row | ro.w | row | row | "a .. b" | row |
 *     cuts                          ^ cut               ^ cut
 *     chunks         [ row   row   row ][ row   row   "a..b" ][ row ]
 *
 * Where rows begin is found first (csv_open): in parallel as if there were no quote in the file,
 * which is the rule; if there is one, again and in order, since only the text before can tell
 * whether a newline stands within quotes. Rows are then split into fields in parallel (csv_each),
 * eight bytes at a time in chunks without quotes (io/csv_scan.h). The file's digest, which no two
 * threads can share, is taken beside.
 *
 * Invariants: (1) chunk[i].end == chunk[i + 1].begin; (2) chunk[i].first_row is the number of rows
 * in the chunks before; (3) begin and end stand at the beginning of a line outside quotes, or at
 * the end.
 */
#include "io/csv.h"

#include "io/csv_scan.h"
#include "io/csv_split.h"
#include "io/file.h"
#include "io/utf8.h"
#include "solver/instance.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 256 * 1024, COLUMNS_MAX = 256 };

struct csv_chunk {
    const char *begin, *end;
    uint32_t first_row, n_rows;
    uint64_t first_line, n_lines; /* n_lines counts newlines, those within quotes too */
};

static void chunk_count(const struct csv *csv, struct csv_chunk *chunk) {
    chunk->n_rows = 0;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = csv_row_end(csv, at, chunk->end);
        chunk->n_rows += csv_is_blank(at, stop) ? 0 : 1;
        at = stop < chunk->end ? stop + 1 : stop;
    }
    chunk->n_lines = csv_scan_newlines(chunk->begin, chunk->end);
}

/* Where the first row at or after `cut` begins, in a file without quotes. */
static const char *next_line(const char *cut, const char *data, const char *end) {
    if (cut <= data) {
        return data;
    }
    if (cut >= end) {
        return end;
    }
    const char *newline = memchr(cut - 1, '\n', (size_t)(end - cut + 1));
    return newline == NULL ? end : newline + 1;
}

/* One chunk of a file without quotes; true if there is a quote after all. */
static bool find_chunk(const struct csv *csv, const char *data, uint32_t i) {
    const char *end = csv->bytes + csv->length, *cut = data + (size_t)i * CHUNK_BYTES;
    struct csv_chunk *chunk = &csv->chunk[i];
    bool last = i + 1 == csv->n_chunks;
    size_t length = last ? (size_t)(end - cut) : CHUNK_BYTES;
    chunk->begin = next_line(cut, data, end);
    chunk->end = last ? end : next_line(cut + CHUNK_BYTES, data, end);
    csv_scan_rows(chunk->begin, chunk->end, &chunk->n_rows, &chunk->n_lines);
    return memchr(cut, '"', length) != NULL;
}

/* As if there were no quotes; true if there are. */
static bool find_rows_plain(const struct csv *csv, const char *data) {
    uint32_t n_chunks = csv->n_chunks;
    bool quoted = false;
#pragma omp parallel for default(none) shared(csv, n_chunks, data) schedule(static)                \
    reduction(||                                                                                   \
              : quoted) if (n_chunks > 1)
    for (uint32_t i = 0; i < n_chunks; i++) {
        quoted = find_chunk(csv, data, i) || quoted;
    }
    return quoted;
}

static void find_rows_quoted(struct csv *csv, const char *data) {
    const char *end = csv->bytes + csv->length, *at = data;
    for (uint32_t i = 0; i < csv->n_chunks; i++) {
        const char *cut = data + ((size_t)i + 1) * CHUNK_BYTES;
        csv->chunk[i].begin = at;
        while (at < end && at < cut) {
            const char *stop = csv_row_end(csv, at, end);
            at = stop < end ? stop + 1 : stop;
        }
        csv->chunk[i].end = i + 1 == csv->n_chunks ? end : at;
        chunk_count(csv, &csv->chunk[i]);
    }
}

static enum err find_rows(struct csv *csv, const char *data, uint64_t first_line,
                          struct arena *arena, struct faults *faults, struct error *error) {
    size_t length = (size_t)(csv->bytes + csv->length - data);
    csv->n_chunks = (uint32_t)(length / CHUNK_BYTES + 1);
    csv->chunk = ARENA_ZERO(arena, csv->n_chunks, struct csv_chunk);
    if (csv->chunk == NULL) {
        return error_no_memory(error);
    }
    if (find_rows_plain(csv, data)) {
        find_rows_quoted(csv, data);
    }
    uint64_t n_rows = 0, line = first_line;
    for (uint32_t i = 0; i < csv->n_chunks; i++) {
        csv->chunk[i].first_row = (uint32_t)n_rows;
        csv->chunk[i].first_line = line;
        n_rows += csv->chunk[i].n_rows;
        line += csv->chunk[i].n_lines;
    }
    if (n_rows >= NONE) {
        fault_add(faults, (struct place){csv->name, 0, 0},
                  "has %llu rows, more than 4,294,967,294; split the round",
                  (unsigned long long)n_rows);
        n_rows = 0;
        csv->n_chunks = 0;
    }
    csv->n_rows = (uint32_t)n_rows;
    return OK;
}

/* The header. */

static char find_separator(const char *at, const char *end) {
    int commas = 0, semicolons = 0;
    bool quoted = false;
    for (; at < end; at++) {
        quoted ^= *at == '"';
        commas += !quoted && *at == ',';
        semicolons += !quoted && *at == ';';
    }
    return semicolons > commas ? ';' : ',';
}

static enum err keep_header(struct csv *csv, const struct csv_field *field, uint32_t n,
                            struct arena *arena, struct error *error) {
    size_t bytes = 0;
    for (uint32_t i = 0; i < n; i++) {
        bytes += field[i].length + 1;
    }
    csv->header = (struct strings){n, ARENA_NEW(arena, n, size_t), ARENA_NEW(arena, bytes, char)};
    csv->header_column = ARENA_NEW(arena, n, uint32_t);
    if (csv->header.start == NULL || csv->header.bytes == NULL || csv->header_column == NULL) {
        return error_no_memory(error);
    }
    size_t used = 0;
    for (uint32_t i = 0; i < n; i++) {
        csv->header.start[i] = used;
        csv->header_column[i] = field[i].column;
        memcpy(csv->header.bytes + used, field[i].text, field[i].length);
        used += field[i].length;
        csv->header.bytes[used++] = '\0';
    }
    csv->n_columns = n;
    return OK;
}

static void check_header(const struct csv *csv, struct faults *faults) {
    for (uint32_t i = 0; i < csv->n_columns; i++) {
        const char *name = strings_get(&csv->header, i);
        struct place place = {csv->name, 1, csv->header_column[i]};
        if (name[0] == '\0') {
            fault_add(faults, place, "a column without a name; name it or take it out");
        } else if (csv_column(csv, name) != i) {
            fault_add(faults, place, "column '%.60s' occurs twice; take one out", name);
        }
    }
}

/* Reads the header row at `at`; *data is where the rows begin. */
static enum err read_header(struct csv *csv, const char *at, const char **data, struct arena *arena,
                            struct faults *faults, struct error *error) {
    const char *end = csv->bytes + csv->length;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    stop = stop == NULL ? end : stop;
    csv->separator = find_separator(at, stop);
    stop = csv_row_end(csv, at, end);
    *data = stop < end ? stop + 1 : end;
    const char *bad = utf8_find_bad(at, stop);
    if (bad != NULL) {
        fault_add(faults, (struct place){csv->name, 1, (uint32_t)(bad - at) + 1},
                  "byte 0x%02X is not UTF-8 text; save the file as UTF-8",
                  (unsigned)(unsigned char)*bad);
        return OK;
    }
    if (csv_is_blank(at, stop)) {
        fault_add(faults, (struct place){csv->name, 1, 1},
                  "there is no header row; begin with a row of column names");
        return OK;
    }
    struct csv_splitter splitter = {.csv = csv};
    struct csv_field field[COLUMNS_MAX];
    uint32_t n = csv_split_row(&splitter, at, stop, field, COLUMNS_MAX);
    if (splitter.trouble != NULL || n > COLUMNS_MAX) {
        uint32_t column = n > COLUMNS_MAX ? 1 : field[splitter.trouble_field].column;
        fault_add(faults, (struct place){csv->name, 1, column}, "%s",
                  n > COLUMNS_MAX ? "more than 256 columns; take some out" : splitter.trouble);
        return OK;
    }
    enum err err = keep_header(csv, field, n, arena, error);
    if (err == OK) {
        check_header(csv, faults);
    }
    return err;
}

enum err csv_open(struct csv *csv, const char *name, const char *bytes, size_t length,
                  struct arena *arena, struct faults *faults, struct error *error) {
    *csv = (struct csv){.name = name, .bytes = bytes, .length = length, .separator = ','};
    uint64_t n_found = faults->n_found;
    const char *at = bytes, *data = NULL;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
    }
    enum err err = read_header(csv, at, &data, arena, faults, error);
    if (err != OK || faults->n_found > n_found) {
        return err;
    }
    return find_rows(csv, data, 1 + csv_scan_newlines(bytes, data), arena, faults, error);
}

uint32_t csv_column(const struct csv *csv, const char *name) {
    for (uint32_t i = 0; i < csv->n_columns; i++) {
        if (strcmp(strings_get(&csv->header, i), name) == 0) {
            return i;
        }
    }
    return NONE;
}

/* The rows. */

static void fault_bad_text(const struct csv *csv, const struct csv_chunk *chunk, const char *bad,
                           struct faults *faults) {
    const char *line_start = bad;
    while (line_start > chunk->begin && line_start[-1] != '\n') {
        line_start--;
    }
    struct place place = {csv->name, chunk->first_line + csv_scan_newlines(chunk->begin, bad),
                          (uint32_t)(bad - line_start) + 1};
    fault_add(faults, place, "byte 0x%02X is not UTF-8 text; save the file as UTF-8",
              (unsigned)(unsigned char)*bad);
}

/* Hands a row of n fields out, or says what is wrong with it. */
static void give_row(const struct csv *csv, struct csv_row *row, uint32_t n, csv_row_fn *row_fn,
                     void *context, struct faults *faults) {
    if (n != csv->n_columns) {
        fault_add(faults, (struct place){csv->name, row->line, 1},
                  "%s fields than the header's %u; mend the row",
                  n < csv->n_columns ? "fewer" : "more", csv->n_columns);
    } else {
        row_fn(context, row, faults);
    }
}

/* The rows of a chunk with quotes in it. */
static void quoted_each(const struct csv *csv, const struct csv_chunk *chunk, struct csv_row *row,
                        struct csv_field *field, csv_row_fn *row_fn, void *context,
                        struct faults *faults) {
    struct csv_splitter splitter;
    splitter.csv = csv;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = csv_row_end(csv, at, chunk->end);
        if (!csv_is_blank(at, stop)) {
            uint32_t n = csv_split_row(&splitter, at, stop, field, csv->n_columns);
            if (splitter.trouble != NULL) {
                fault_add(faults, csv_field_place(row, splitter.trouble_field), "%s",
                          splitter.trouble);
            } else {
                give_row(csv, row, n, row_fn, context, faults);
            }
            row->row++;
        }
        row->line += 1 + csv_scan_newlines(at, stop);
        at = stop + 1;
    }
}

/* The rows of a chunk without quotes. */
static void plain_each(const struct csv *csv, const struct csv_chunk *chunk, struct csv_row *row,
                       struct csv_field *field, csv_row_fn *row_fn, void *context,
                       struct faults *faults) {
    struct csv_scan scan = csv_scan_start(chunk->begin, chunk->end, csv->separator);
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *line_start = at, *stop;
        uint32_t n = 0, n_columns = csv->n_columns;
        do {
            stop = csv_scan_next(&scan);
            if (n < n_columns) {
                field[n] = (struct csv_field){at, (uint32_t)(stop - at),
                                              (uint32_t)(at - line_start) + 1, 0};
            }
            n += n <= n_columns ? 1 : 0;
            at = stop + 1;
        } while (stop < chunk->end && *stop != '\n');
        if (stop > line_start && stop[-1] == '\r' && n <= n_columns) {
            field[n - 1].length--; /* the return belongs to the line's end */
        }
        if (!csv_is_blank(line_start, stop)) {
            give_row(csv, row, n, row_fn, context, faults);
            row->row++;
        }
        row->line++;
    }
}

static void chunk_each(const struct csv *csv, const struct csv_chunk *chunk, csv_row_fn *row_fn,
                       void *context, struct faults *faults) {
    struct csv_field field[COLUMNS_MAX];
    uint32_t hint = 0;
    struct csv_row row = {csv->name, chunk->first_row, chunk->first_line, field, &hint};
    const char *bad = utf8_find_bad(chunk->begin, chunk->end);
    if (bad != NULL) {
        fault_bad_text(csv, chunk, bad, faults);
    } else if (memchr(chunk->begin, '"', (size_t)(chunk->end - chunk->begin)) != NULL) {
        quoted_each(csv, chunk, &row, field, row_fn, context, faults);
    } else {
        plain_each(csv, chunk, &row, field, row_fn, context, faults);
    }
}

enum err csv_each(const struct csv *csv, csv_row_fn *row_fn, void *context, bool one_thread,
                  struct faults *faults, struct error *error) {
    uint32_t n_chunks = csv->n_chunks;
    bool digest = csv->sha256 != NULL && csv->sha256[0] == '\0';
    enum err err = OK;
    struct faults *of_chunk = calloc(n_chunks + 1, sizeof *of_chunk);
    if (of_chunk == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none)                                                             \
    shared(csv, row_fn, context, of_chunk, n_chunks, digest, err, error)                           \
        schedule(dynamic, 1) if (!one_thread && n_chunks > 1)
    for (uint32_t i = 0; i < n_chunks + 1; i++) { /* the digest is the longest job: it goes first */
        if (i > 0) {
            chunk_each(csv, &csv->chunk[i - 1], row_fn, context, &of_chunk[i - 1]);
        } else if (digest) {
            err = sha256_hex(csv->bytes, csv->length, csv->sha256, error);
        }
    }
    for (uint32_t i = 0; i < n_chunks; i++) {
        faults_move(faults, &of_chunk[i]);
    }
    free(of_chunk);
    return err == OK && faults->no_memory ? error_no_memory(error) : err;
}

struct place csv_place(const struct csv *csv, uint32_t row, uint32_t column) {
    uint32_t i = 0;
    while (i + 1 < csv->n_chunks && csv->chunk[i + 1].first_row <= row) {
        i++;
    }
    const struct csv_chunk *chunk = &csv->chunk[i];
    struct csv_splitter splitter;
    splitter.csv = csv;
    struct csv_field field[COLUMNS_MAX];
    uint64_t line = chunk->first_line;
    uint32_t at_row = chunk->first_row;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = csv_row_end(csv, at, chunk->end);
        bool blank = csv_is_blank(at, stop);
        if (!blank && at_row == row) {
            uint32_t n = csv_split_row(&splitter, at, stop, field, csv->n_columns);
            struct csv_row found = {csv->name, row, line, field, NULL};
            return column < n ? csv_field_place(&found, column)
                              : (struct place){csv->name, line, 1};
        }
        at_row += blank ? 0 : 1;
        line += csv_scan_newlines(at, stop) + 1;
        at = stop + 1;
    }
    return (struct place){csv->name, line, 0};
}
