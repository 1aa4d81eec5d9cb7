// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv_scan.h"

#include <stdbool.h>

/* Newlines of [begin, end), and whether two may stand side by side (the first as if one stood
 * before begin). */
static uint64_t count_pairs(const char *begin, const char *end, bool *pairs) {
    enum { WORDS = 255 }; /* as many as a byte can count */
    uint64_t n = 0, side_by_side = 0, before = UINT64_C(1) << 63;
    const char *at = begin;
    while (end - at >= 8) {
        uint64_t sums = 0;
        for (int i = 0; i < WORDS && end - at >= 8; i++, at += 8) {
            uint64_t here = scan_equal(scan_load(at), BYTES_ALL('\n'));
            sums += here >> 7;
            side_by_side |= here & (here << 8 | before >> 56);
            before = here;
        }
        for (; sums != 0; sums >>= 8) {
            n += sums & 0xFF;
        }
    }
    for (; at < end; at++) {
        n += *at == '\n' ? 1 : 0;
        side_by_side |= *at == '\n' && (at == begin || at[-1] == '\n') ? 1 : 0;
    }
    *pairs = side_by_side != 0;
    return n;
}

uint64_t csv_scan_newlines(const char *begin, const char *end) {
    bool pairs;
    return count_pairs(begin, end, &pairs);
}

void csv_scan_rows(const char *begin, const char *end, uint32_t *n_rows, uint64_t *n_lines) {
    bool pairs;
    uint64_t lines = *n_lines = count_pairs(begin, end, &pairs);
    lines += begin < end && end[-1] != '\n' ? 1 : 0;
    *n_rows = (uint32_t)lines;
    if (!pairs && memchr(begin, '\r', (size_t)(end - begin)) == NULL) {
        return;
    }
    for (const char *at = begin; at < end;) { /* there may be blank lines: one by one */
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline == NULL ? end : newline;
        *n_rows -= stop == at || (stop - at == 1 && *at == '\r') ? 1 : 0;
        at = stop + 1;
    }
}
