// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv_split.h"

#include <string.h>

const char *csv_row_end(const struct csv *csv, const char *at, const char *end) {
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

/* A quoted field beginning at `at`; returns what follows its closing quote. */
static const char *split_quoted(struct csv_splitter *splitter, const char *at, const char *end,
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
static const char *split_field(struct csv_splitter *splitter, const char *at, const char *end,
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

uint32_t csv_split_row(struct csv_splitter *splitter, const char *at, const char *end,
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
