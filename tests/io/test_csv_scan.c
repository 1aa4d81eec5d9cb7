// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Eight bytes at a time against one byte at a time, on texts that end where their memory does.
 */
#include "io/csv_scan.h"

#include "io/utf8.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* A text of bytes that lie close to those looked for: one bit apart, one above, one below. */
static char *text_make(struct random *random, size_t length) {
    static const char bytes[] = ",,;\n\n\r-+:*\v\t\x8A\xAC\x0B\x01\x80x0";
    char *text = malloc(length == 0 ? 1 : length);
    cr_assert_not_null(text);
    for (size_t i = 0; i < length; i++) {
        text[i] = bytes[random_below(random, sizeof bytes - 1)];
    }
    return text;
}

static void scans(const char *text, size_t length) {
    const char *end = text + length;
    struct csv_scan scan = csv_scan_start(text, end, ',');
    uint64_t n_newlines = 0;
    for (const char *at = text; at < end; at++) {
        if (*at == ',' || *at == '\n') {
            cr_assert_eq(csv_scan_next(&scan), at);
        }
        n_newlines += *at == '\n' ? 1 : 0;
    }
    cr_assert_eq(csv_scan_next(&scan), end);
    cr_assert_eq(csv_scan_next(&scan), end, "and ever again");
    cr_assert_eq(csv_scan_newlines(text, end), n_newlines);
}

static void counts_rows(const char *text, size_t length) {
    uint32_t n_rows = 0, rows;
    uint64_t n_lines = 0, lines;
    size_t start = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i == length ? start < length : text[i] == '\n') {
            n_rows += i == start || (i == start + 1 && text[start] == '\r') ? 0 : 1;
            n_lines += i < length ? 1 : 0;
            start = i + 1;
        }
    }
    csv_scan_rows(text, text + length, &rows, &lines);
    cr_assert_eq(rows, n_rows, "%u rows, not %u", rows, n_rows);
    cr_assert_eq(lines, n_lines);
}

Test(csv_scan, random_texts) {
    struct random random = {17};
    for (uint32_t i = 0; i < 30000; i++) {
        size_t length = random_below(&random, i % 100 == 0 ? 5000 : 200);
        char *text = text_make(&random, length);
        scans(text, length);
        counts_rows(text, length);
        free(text);
    }
}

/* One byte that is none of ASCII, or NUL, at every place of short texts. */
Test(csv_scan, not_ascii) {
    for (size_t length = 1; length < 40; length++) {
        for (size_t place = 0; place < length; place++) {
            char *text = malloc(length);
            cr_assert_not_null(text);
            memset(text, '\x7F', length);
            cr_assert_null(utf8_find_bad(text, text + length));
            text[place] = '\0';
            cr_assert_eq(utf8_find_bad(text, text + length), text + place);
            text[place] = '\x80';
            cr_assert_eq(utf8_find_bad(text, text + length), text + place);
            text[place] = '\x01';
            cr_assert_null(utf8_find_bad(text, text + length));
            free(text);
        }
    }
}
