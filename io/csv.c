// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading in chunks. The bytes after the header are cut at fixed sizes; a chunk owns the rows that
 * begin in it, so that the outcome does not depend on the number of threads.
 *
 *     bytes   header | row | row | ro.w | row | row | "a .. b" | row |
 *     cuts                          ^ cut               ^ cut
 *     chunks         [ row   row   row ][ row   row   "a..b" ][ row ]
 *
 * Where rows begin is found first (csv_open): in parallel when there is no quote in the whole file,
 * which is the rule; else in order, since only the text before can tell whether a newline stands
 * within quotes. Rows are then split into fields in parallel (csv_each).
 *
 * Invariants: (1) chunk[i].end == chunk[i + 1].begin; (2) chunk[i].first_row is the number of rows
 * in the chunks before; (3) begin and end stand at the beginning of a line outside quotes, or at
 * the end.
 */
#include "io/csv.h"

#include "io/utf8.h"
#include "solver/instance.h"

#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 256 * 1024, COLUMNS_MAX = 256, UNQUOTED_BYTES = 4096 };

struct csv_chunk {
    const char *begin, *end;
    uint32_t first_row, n_rows;
    uint64_t first_line, n_lines; /* n_lines counts newlines, those within quotes too */
};

static uint64_t count_newlines(const char *begin, const char *end) {
    uint64_t n = 0;
    for (const char *at = begin; at < end; at++) {
        n += *at == '\n';
    }
    return n;
}

/* The newline that ends the row beginning at `at`, or end. */
static const char *row_end(const struct csv *csv, const char *at, const char *end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline == NULL ? end : newline;
    if (memchr(at, '"', (size_t)(stop - at)) == NULL) {
        return stop;
    }
    while (at < end && *at != '\n') {
        if (*at == '"') { /* a field that begins with a quote ends with one */
            const char *quote = memchr(at + 1, '"', (size_t)(end - at - 1));
            while (quote != NULL && quote + 1 < end && quote[1] == '"') {
                quote = memchr(quote + 2, '"', (size_t)(end - quote - 2));
            }
            at = quote == NULL ? end : quote + 1;
        }
        while (at < end && *at != '\n' && *at != csv->separator) {
            at++;
        }
        if (at < end && *at == csv->separator) {
            at++;
        }
    }
    return at;
}

static bool is_blank(const char *begin, const char *end) {
    return begin == end || (end - begin == 1 && *begin == '\r');
}

static void chunk_count(const struct csv *csv, struct csv_chunk *chunk) {
    chunk->n_rows = 0;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = row_end(csv, at, chunk->end);
        chunk->n_rows += is_blank(at, stop) ? 0 : 1;
        at = stop < chunk->end ? stop + 1 : stop;
    }
    chunk->n_lines = count_newlines(chunk->begin, chunk->end);
}

/* The same without quotes: what is counted is the lines that are not blank. */
static void chunk_count_plain(struct csv_chunk *chunk) {
    uint32_t n_rows = 0;
    uint64_t n_lines = 0;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *newline = memchr(at, '\n', (size_t)(chunk->end - at));
        const char *stop = newline == NULL ? chunk->end : newline;
        n_rows += is_blank(at, stop) ? 0 : 1;
        n_lines += newline == NULL ? 0 : 1;
        at = stop + 1;
    }
    chunk->n_rows = n_rows;
    chunk->n_lines = n_lines;
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

static void find_rows_plain(struct csv *csv, const char *data) {
    const char *end = csv->bytes + csv->length;
    uint32_t n_chunks = csv->n_chunks;
    struct csv_chunk *chunk = csv->chunk;
#pragma omp parallel for default(none) shared(chunk, n_chunks, data, end)                          \
    schedule(static) if (n_chunks > 1)
    for (uint32_t i = 0; i < n_chunks; i++) {
        const char *cut = data + (size_t)i * CHUNK_BYTES;
        chunk[i].begin = next_line(cut, data, end);
        chunk[i].end = i + 1 < n_chunks ? next_line(cut + CHUNK_BYTES, data, end) : end;
        chunk_count_plain(&chunk[i]);
    }
}

static void find_rows_quoted(struct csv *csv, const char *data) {
    const char *end = csv->bytes + csv->length, *at = data;
    for (uint32_t i = 0; i < csv->n_chunks; i++) {
        const char *cut = data + ((size_t)i + 1) * CHUNK_BYTES;
        csv->chunk[i].begin = at;
        while (at < end && at < cut) {
            const char *stop = row_end(csv, at, end);
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
    if (memchr(data, '"', length) == NULL) {
        find_rows_plain(csv, data);
    } else {
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

/* Splitting a row into fields. */

struct splitter {
    const struct csv *csv;
    const char *line_start; /* where the line began that the field is in */
    uint32_t line_offset;   /* lines since the row began */
    char unquoted[UNQUOTED_BYTES];
    size_t n_unquoted;
    const char *trouble;    /* what is wrong with a field, NULL: nothing */
    uint32_t trouble_field; /* which field that is */
};

/* A quoted field beginning at `at`; returns what follows its closing quote. */
static const char *split_quoted(struct splitter *splitter, const char *at, const char *end,
                                struct csv_field *field) {
    const char *first = at + 1, *from = first;
    size_t start = splitter->n_unquoted;
    for (;;) {
        const char *quote = memchr(from, '"', (size_t)(end - from));
        if (quote == NULL) {
            splitter->trouble =
                "a quote that is never closed; close it, or double it if it is text";
            field->text = first;
            field->length = 0;
            return end;
        }
        bool doubled = quote + 1 < end && quote[1] == '"';
        size_t n = (size_t)(quote - from) + (doubled ? 1 : 0);
        if (!doubled && from == first) { /* nothing doubled: the text stands as it is */
            field->text = first;
            field->length = (uint32_t)(quote - first);
            return quote + 1;
        }
        if (n > UNQUOTED_BYTES - splitter->n_unquoted) {
            splitter->trouble = "a quoted text that is too long; shorten it";
            n = 0;
        }
        memcpy(splitter->unquoted + splitter->n_unquoted, from, n);
        splitter->n_unquoted += n;
        from = quote + 2;
        if (!doubled) {
            field->text = splitter->unquoted + start;
            field->length = (uint32_t)(splitter->n_unquoted - start);
            return quote + 1;
        }
    }
}

/* One field beginning at `at`; returns where it ends (separator, newline or end). */
static const char *split_field(struct splitter *splitter, const char *at, const char *end,
                               struct csv_field *field) {
    char separator = splitter->csv->separator;
    field->column = (uint32_t)(at - splitter->line_start) + 1;
    field->line_offset = splitter->line_offset;
    if (at < end && *at == '"') {
        const char *opened = at;
        at = split_quoted(splitter, at, end, field);
        for (const char *c = opened; c < at; c++) {
            if (*c == '\n') {
                splitter->line_start = c + 1;
                splitter->line_offset++;
            }
        }
        if (at < end && *at != separator && splitter->trouble == NULL) {
            splitter->trouble = "text after a closing quote; quote the whole field";
        }
        while (at < end && *at != separator) {
            at++;
        }
        return at;
    }
    const char *start = at;
    while (at < end && *at != separator) {
        if (*at == '"' && splitter->trouble == NULL) {
            splitter->trouble = "a quote within a field that does not begin with one; quote the "
                                "whole field and double the quotes in it";
        }
        at++;
    }
    field->text = start;
    field->length = (uint32_t)(at - start);
    return at;
}

/* Splits the row [at, end) into at most max fields; returns how many there are (max + 1: more).
 * splitter->trouble says what is wrong with the first bad one, trouble_field which that is. */
static uint32_t split_row(struct splitter *splitter, const char *at, const char *end,
                          struct csv_field *field, uint32_t max) {
    splitter->line_start = at;
    splitter->line_offset = 0;
    splitter->n_unquoted = 0;
    splitter->trouble = NULL;
    splitter->trouble_field = 0;
    if (end > at && end[-1] == '\r') {
        end--;
    }
    for (uint32_t n = 0;;) {
        if (n == max) {
            return max + 1;
        }
        at = split_field(splitter, at, end, &field[n]);
        splitter->trouble_field = splitter->trouble == NULL ? n + 1 : splitter->trouble_field;
        n++;
        if (at >= end) {
            return n;
        }
        at++;
    }
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
    stop = row_end(csv, at, end);
    *data = stop < end ? stop + 1 : end;
    const char *bad = utf8_find_bad(at, stop);
    if (bad != NULL) {
        fault_add(faults, (struct place){csv->name, 1, (uint32_t)(bad - at) + 1},
                  "byte 0x%02X is not UTF-8 text; save the file as UTF-8",
                  (unsigned)(unsigned char)*bad);
        return OK;
    }
    if (is_blank(at, stop)) {
        fault_add(faults, (struct place){csv->name, 1, 1},
                  "there is no header row; begin with a row of column names");
        return OK;
    }
    struct splitter splitter = {.csv = csv};
    struct csv_field field[COLUMNS_MAX];
    uint32_t n = split_row(&splitter, at, stop, field, COLUMNS_MAX);
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
    return find_rows(csv, data, 1 + count_newlines(bytes, data), arena, faults, error);
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
    struct place place = {csv->name, chunk->first_line + count_newlines(chunk->begin, bad),
                          (uint32_t)(bad - line_start) + 1};
    fault_add(faults, place, "byte 0x%02X is not UTF-8 text; save the file as UTF-8",
              (unsigned)(unsigned char)*bad);
}

static void chunk_each(const struct csv *csv, const struct csv_chunk *chunk, csv_row_fn *row_fn,
                       void *context, struct faults *faults) {
    struct splitter splitter;
    splitter.csv = csv;
    struct csv_field field[COLUMNS_MAX];
    uint32_t hint = 0;
    struct csv_row row = {csv->name, chunk->first_row, chunk->first_line, field, &hint};
    const char *bad = utf8_find_bad(chunk->begin, chunk->end);
    if (bad != NULL) {
        fault_bad_text(csv, chunk, bad, faults);
        return;
    }
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = row_end(csv, at, chunk->end);
        if (!is_blank(at, stop)) {
            uint32_t n = split_row(&splitter, at, stop, field, csv->n_columns);
            if (splitter.trouble != NULL) {
                fault_add(faults, csv_field_place(&row, splitter.trouble_field), "%s",
                          splitter.trouble);
            } else if (n != csv->n_columns) {
                fault_add(faults, (struct place){csv->name, row.line, 1},
                          "%s fields than the header's %u; mend the row",
                          n < csv->n_columns ? "fewer" : "more", csv->n_columns);
            } else {
                row_fn(context, &row, faults);
            }
            row.row++;
        }
        bool quoted = memchr(at, '"', (size_t)(stop - at)) != NULL;
        row.line += 1 + (quoted ? count_newlines(at, stop) : 0);
        at = stop + 1;
    }
}

enum err csv_each(const struct csv *csv, csv_row_fn *row_fn, void *context, bool one_thread,
                  struct faults *faults, struct error *error) {
    uint32_t n_chunks = csv->n_chunks;
    struct faults *of_chunk = calloc(n_chunks + 1, sizeof *of_chunk);
    if (of_chunk == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(csv, row_fn, context, of_chunk, n_chunks)            \
    schedule(dynamic, 1) if (!one_thread && n_chunks > 1)
    for (uint32_t i = 0; i < n_chunks; i++) {
        chunk_each(csv, &csv->chunk[i], row_fn, context, &of_chunk[i]);
    }
    for (uint32_t i = 0; i < n_chunks; i++) {
        faults_move(faults, &of_chunk[i]);
    }
    free(of_chunk);
    return faults->no_memory ? error_no_memory(error) : OK;
}

struct place csv_place(const struct csv *csv, uint32_t row, uint32_t column) {
    uint32_t i = 0;
    while (i + 1 < csv->n_chunks && csv->chunk[i + 1].first_row <= row) {
        i++;
    }
    const struct csv_chunk *chunk = &csv->chunk[i];
    struct splitter splitter;
    splitter.csv = csv;
    struct csv_field field[COLUMNS_MAX];
    uint64_t line = chunk->first_line;
    uint32_t at_row = chunk->first_row;
    for (const char *at = chunk->begin; at < chunk->end;) {
        const char *stop = row_end(csv, at, chunk->end);
        bool blank = is_blank(at, stop);
        if (!blank && at_row == row) {
            uint32_t n = split_row(&splitter, at, stop, field, csv->n_columns);
            struct csv_row found = {csv->name, row, line, field, NULL};
            return column < n ? csv_field_place(&found, column)
                              : (struct place){csv->name, line, 1};
        }
        at_row += blank ? 0 : 1;
        line += count_newlines(at, stop) + 1;
        at = stop + 1;
    }
    return (struct place){csv->name, line, 0};
}
