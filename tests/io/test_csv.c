// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv.h"

#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <string.h>

enum { TEXT_MAX = 1000 };

/* Rows as text: fields between | and |, one row a line. */
static void append_row(void *context, const struct csv_row *row, struct faults *faults) {
    (void)faults;
    char *text = context;
    for (uint32_t i = 0; i < 2; i++) {
        size_t used = strlen(text);
        snprintf(text + used, TEXT_MAX - used, "|%.*s", (int)row->field[i].length,
                 row->field[i].text);
    }
    strcat(text, "|\n");
}

/* Reads a file of two columns; what is wrong with it comes after its rows, as it is printed. */
static void read_as(const char *file, size_t length, const char *expected) {
    char text[TEXT_MAX] = "";
    struct arena arena = {NULL};
    struct faults faults = {0};
    struct error error = {0};
    struct csv csv;
    cr_assert_eq(csv_open(&csv, "t.csv", file, length, &arena, &faults, &error), OK);
    if (!faults_any(&faults)) {
        cr_assert_eq(csv_each(&csv, append_row, text, true, &faults, &error), OK);
    }
    FILE *stream = fmemopen(text + strlen(text), TEXT_MAX - strlen(text), "w");
    faults_print(&faults, stream);
    fclose(stream);
    cr_expect_str_eq(text, expected, "%s\nread as\n%s\nnot\n%s", file, text, expected);
    faults_release(&faults);
    arena_free(&arena);
}

static void reads(const char *file, const char *expected) {
    read_as(file, strlen(file), expected);
}

Test(csv, plain) {
    reads("a,b\n1,2\n3,4\n", "|1|2|\n|3|4|\n");
    reads("a,b\n1,2", "|1|2|\n");
    reads("a,b\n,\n", "|||\n");
    reads("a,b\n", "");
    reads("a,b", "");
}

Test(csv, as_offices_write_it) {
    reads("\xEF\xBB\xBF"
          "a;b\r\n1;2,5\r\n\r\n3;4\r\n",
          "|1|2,5|\n|3|4|\n");
    reads("a,b\n\n\n1,2\n\n", "|1|2|\n");
    reads("a,b\r\n1,2", "|1|2|\n");
    reads("a;b\n\xC3\xA5;\xE2\x82\xAC\n", "|\xC3\xA5|\xE2\x82\xAC|\n");
    reads("\"a\";\"b,c\"\n1;2\n", "|1|2|\n");
    reads("a, b\n 1 ,2 \n", "| 1 |2 |\n");
}

Test(csv, quotes) {
    reads("a,b\n\"1\",\"2\"\n", "|1|2|\n");
    reads("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "|x,y|say \"hi\"|\n");
    reads("a,b\n\"two\nlines\",2\n3,4\n", "|two\nlines|2|\n|3|4|\n");
    reads("a,b\n\"\",\"\"\"\"\n", "||\"|\n");
    reads("a,b\r\n\"1\",\"2\"\r\n", "|1|2|\n");
    reads("a,b\n\"\"\"x\"\"\",\"\"\"y\"\n", "|\"x\"|\"y|\n");
}

Test(csv, malformed_rows) {
    reads("a,b\n1\n3,4\n1,2,3\n", "|3|4|\n"
                                  "t.csv:2:1: fewer fields than the header's 2; mend the row\n"
                                  "t.csv:4:1: more fields than the header's 2; mend the row\n");
    reads("a,b\n1,\"2\n3,4\n",
          "t.csv:2:3: a quote that is never closed; close it, or double it if it is text\n");
    reads("a,b\n1,\"2\"x\n3,4\n",
          "|3|4|\nt.csv:2:3: text after a closing quote; quote the whole field\n");
    reads("a,b\n1,x\"2\n",
          "t.csv:2:3: a quote within a field that does not begin with one; quote the whole field "
          "and double the quotes in it\n");
    reads("a,b\n\"x\ny\",1\n5\n",
          "|x\ny|1|\nt.csv:4:1: fewer fields than the header's 2; mend the row\n");
    reads("a,b\n1,\xE5\n", "t.csv:2:3: byte 0xE5 is not UTF-8 text; save the file as UTF-8\n");
    read_as("a,b\n1,\0\n", 8, "t.csv:2:3: byte 0x00 is not UTF-8 text; save the file as UTF-8\n");
}

Test(csv, malformed_headers) {
    reads("", "t.csv:1:1: there is no header row; begin with a row of column names\n");
    reads("\n1,2\n", "t.csv:1:1: there is no header row; begin with a row of column names\n");
    reads("a,b,a\n", "t.csv:1:5: column 'a' occurs twice; take one out\n");
    reads("a,,b\n", "t.csv:1:3: a column without a name; name it or take it out\n");
    reads("a,\"b\n",
          "t.csv:1:3: a quote that is never closed; close it, or double it if it is text\n");
}

Test(csv, too_many_columns) {
    char header[1000] = "c0";
    for (int i = 1; i <= 256; i++) {
        snprintf(header + strlen(header), sizeof header - strlen(header), ",%d", i);
    }
    reads(header, "t.csv:1:1: more than 256 columns; take some out\n");
}

Test(csv, too_long_a_quoted_text) {
    char *file = calloc(1, 10000);
    strcpy(file, "a,b\n1,\"\"\"");
    memset(file + strlen(file), 'x', 5000);
    strcat(file, "\"\n");
    reads(file, "t.csv:2:3: a quoted text that is too long; shorten it\n");
    free(file);
}

/* Several chunks. */

struct large {
    char *bytes;
    size_t length;
    uint32_t n_rows;
    uint32_t *seen; /* [n_rows] how often a row was handed out */
    uint64_t *line; /* [n_rows] where each begins */
};

enum { LARGE_ROWS = 60000 };

/* Some megabytes of rows "number,padding" of random lengths; some blank lines, and quoted newlines
 * that happen to stand at any chunk's border. */
static struct large large_make(uint64_t seed, bool quoted) {
    struct random random = {seed};
    struct large large = {malloc((size_t)LARGE_ROWS * 80), 0, LARGE_ROWS,
                          calloc(LARGE_ROWS, sizeof(uint32_t)),
                          calloc(LARGE_ROWS, sizeof(uint64_t))};
    cr_assert(large.bytes != NULL && large.seen != NULL && large.line != NULL);
    char *at = large.bytes + sprintf(large.bytes, "a,b\n");
    uint64_t line = 2;
    for (uint32_t row = 0; row < LARGE_ROWS; row++) {
        bool quote = quoted && random_chance(&random, 30);
        large.line[row] = line;
        at += sprintf(at, "%u,%s%.*s%s\n", row, quote ? "\"x\n\"\"," : "",
                      (int)random_below(&random, 50),
                      "..................................................", quote ? "\"" : "");
        line += quote ? 2 : 1;
        if (random_chance(&random, 2)) {
            at += sprintf(at, "\r\n");
            line++;
        }
    }
    large.length = (size_t)(at - large.bytes);
    return large;
}

static void large_free(struct large *large) {
    free(large->bytes);
    free(large->seen);
    free(large->line);
}

static void see_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct large *large = context;
    uint64_t number = 0;
    bool right = csv_unsigned(&row->field[0], LARGE_ROWS - 1, &number) && number == row->row &&
                 large->line[row->row] == row->line;
    if (right) {
        large->seen[row->row]++;
    }
    if (row->row % 10000 == 77) {
        fault_add(faults, csv_field_place(row, 1), "row %u", row->row);
    }
}

static void reads_large(uint64_t seed, bool quoted, int n_threads) {
    omp_set_num_threads(n_threads);
    struct large large = large_make(seed, quoted);
    struct arena arena = {NULL};
    struct faults faults = {0};
    struct csv csv;
    cr_assert_eq(csv_open(&csv, "t.csv", large.bytes, large.length, &arena, &faults, NULL), OK);
    cr_assert_gt(csv.n_chunks, 4);
    cr_assert_eq(csv.n_rows, LARGE_ROWS);
    cr_assert_eq(csv_each(&csv, see_row, &large, n_threads == 1, &faults, NULL), OK);
    for (uint32_t row = 0; row < LARGE_ROWS; row++) {
        cr_assert_eq(large.seen[row], 1, "row %u", row);
    }
    cr_assert_eq(faults.n, 6);
    for (uint32_t i = 0; i < faults.n; i++) { /* in the order of the file */
        uint32_t row = i * 10000 + 77;
        struct place place = csv_place(&csv, row, 1);
        cr_expect_eq(faults.fault[i].place.line, large.line[row]);
        cr_expect_eq(place.line, large.line[row]);
        cr_expect_eq(place.column, faults.fault[i].place.column);
    }
    faults_release(&faults);
    arena_free(&arena);
    large_free(&large);
}

Test(csv, chunks_on_one_thread) {
    reads_large(1, false, 1);
    reads_large(2, true, 1);
}

Test(csv, chunks_on_three_threads) {
    for (uint64_t seed = 3; seed < 9; seed++) {
        reads_large(seed, seed % 2 == 0, 3);
    }
}

/* A newline, a CR or a quote exactly at, before and after the border of a chunk. */
Test(csv, borders) {
    enum { CHUNK = 256 * 1024 };
    static const char *const tail[] = {"\n1,2\n", "\r\n1,2\r\n", "\n\"1\",2\n", "\"\n1,2\n"};
    for (size_t t = 0; t < 4; t++) {
        for (size_t offset = CHUNK - 8; offset < CHUNK + 4; offset++) {
            size_t length = 4 + offset + strlen(tail[t]);
            char *bytes = malloc(length + 1);
            cr_assert_not_null(bytes);
            memset(bytes, 'x', length);
            memcpy(bytes, "a,b\nx,", 6);
            if (t == 3) {
                bytes[6] = '"';
            }
            strcpy(bytes + length - strlen(tail[t]), tail[t]);
            struct arena arena = {NULL};
            struct faults faults = {0};
            struct csv csv;
            cr_assert_eq(csv_open(&csv, "t.csv", bytes, length, &arena, &faults, NULL), OK);
            cr_expect_eq(csv.n_rows, 2, "tail %zu at %zu: %u rows", t, offset, csv.n_rows);
            struct place place = csv_place(&csv, 1, 1);
            cr_expect_eq(place.line, 3);
            cr_expect_eq(place.column, t == 2 ? 5 : 3);
            arena_free(&arena);
            free(bytes);
        }
    }
}

Test(csv, values) {
    uint64_t whole = 0;
    int64_t integer = 0;
#define FIELD(text) (&(struct csv_field){(text), sizeof(text) - 1, 1, 0})
    cr_expect(csv_unsigned(FIELD("0"), 10, &whole) && whole == 0);
    cr_expect(csv_unsigned(FIELD("10"), 10, &whole) && whole == 10);
    cr_expect(csv_unsigned(FIELD("007"), 10, &whole) && whole == 7);
    cr_expect(csv_unsigned(FIELD("18446744073709551615"), UINT64_MAX, &whole) &&
              whole == UINT64_MAX);
    cr_expect_not(csv_unsigned(FIELD("18446744073709551616"), UINT64_MAX, &whole));
    cr_expect_not(csv_unsigned(FIELD("11"), 10, &whole));
    cr_expect_not(csv_unsigned(FIELD("9"), 8, &whole));
    cr_expect_not(csv_unsigned(FIELD(""), 10, &whole));
    cr_expect_not(csv_unsigned(FIELD("-1"), 10, &whole));
    cr_expect_not(csv_unsigned(FIELD("1 "), 10, &whole));
    cr_expect_not(csv_unsigned(FIELD("1.0"), 10, &whole));
    cr_expect_not(csv_unsigned(FIELD("000000000000000000001"), 10, &whole));
    cr_expect(csv_integer(FIELD("-5"), -5, 5, &integer) && integer == -5);
    cr_expect_not(csv_integer(FIELD("-6"), -5, 5, &integer));
    cr_expect_not(csv_integer(FIELD("-"), -5, 5, &integer));
    cr_expect_not(csv_integer(FIELD("--1"), -5, 5, &integer));
    cr_expect_not(csv_integer(FIELD("6"), -5, 5, &integer));
    cr_expect(csv_equals(FIELD("abc"), "abc"));
    cr_expect_not(csv_equals(FIELD("abc"), "abcd"));
    cr_expect_not(csv_equals(FIELD("abc"), "ab"));
#undef FIELD
}
