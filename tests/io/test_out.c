// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows put together in parallel stand in the file in their order, whole, with the right digest.
 */
#include "io/out.h"

#include "io/file.h"
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <string.h>

enum { ROWS = 5000, LONG_ROW = 2500, LONG_BYTES = 400000 };

static const char *const owned[] = {"rows", NULL};

static void put_rows(const void *context, struct out *out, uint32_t first, uint32_t end) {
    const char *long_text = context;
    for (uint32_t i = first; i < end; i++) {
        out_unsigned(out, i);
        out_bytes(out, ",", 1);
        out_field(out, i == LONG_ROW ? long_text : i % 3 == 0 ? "a,b" : "c");
        out_text(out, "\n");
    }
}

/* The file that n rows give, and its digest. */
static void writes_rows(uint32_t n, const char *long_text, int n_threads) {
    struct temporary temporary;
    struct folder folder;
    struct out *out;
    struct file file;
    char path[200], sha256[65], expected[65];
    temporary_make(&temporary);
    omp_set_num_threads(n_threads);
    temporary_name(&temporary, "out", path, sizeof path);
    cr_assert_eq(folder_begin(&folder, path, owned, NULL), OK);
    cr_assert_eq(out_open(&out, &folder, "rows", NULL), OK);
    out_rows(out, n, put_rows, long_text);
    cr_assert_eq(out_close(out, sha256, NULL), OK);
    cr_assert_eq(folder_commit(&folder, NULL), OK);
    folder_discard(&folder);
    cr_assert_eq(file_open(&file, temporary_name(&temporary, "out/rows", path, sizeof path), NULL),
                 OK);
    size_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        char start[20];
        const char *text = i == LONG_ROW ? long_text : i % 3 == 0 ? "\"a,b\"" : "c";
        size_t length = (size_t)snprintf(start, sizeof start, "%u,", i), rest = strlen(text);
        cr_assert_leq(at + length + rest + 1, file.length);
        cr_assert_eq(memcmp(file.bytes + at, start, length), 0, "row %u", i);
        cr_assert_eq(memcmp(file.bytes + at + length, text, rest), 0, "row %u", i);
        cr_assert_eq(file.bytes[at + length + rest], '\n');
        at += length + rest + 1;
    }
    cr_expect_eq(at, file.length);
    cr_assert_eq(sha256_hex(file.bytes, file.length, expected, NULL), OK);
    cr_expect_str_eq(sha256, expected);
    file_close(&file);
    temporary_remove(&temporary);
}

Test(out, rows_in_order) {
    static const uint32_t n[] = {0, 1, 1023, 1024, 1025, ROWS};
    static char long_text[LONG_BYTES + 1];
    memset(long_text, 'x', LONG_BYTES);
    for (size_t i = 0; i < sizeof n / sizeof n[0]; i++) {
        writes_rows(n[i], long_text, 1);
        writes_rows(n[i], long_text, 3);
    }
}
