// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/csv_scan.h"

#include <stdbool.h>

uint64_t csv_scan_newlines(const char *begin, const char *end) {
    enum { WORDS = 255 }; /* as many as a byte can count */
    uint64_t n = 0;
    while (end - begin >= 8) {
        uint64_t sums = 0;
        for (int i = 0; i < WORDS && end - begin >= 8; i++) {
            sums += scan_equal(scan_load(begin), BYTES_ALL('\n')) >> 7;
            begin += 8;
        }
        for (; sums != 0; sums >>= 8) {
            n += sums & 0xFF;
        }
    }
    for (; begin < end; begin++) {
        n += *begin == '\n' ? 1 : 0;
    }
    return n;
}

/* Is there a line "" or "\r", or may be one? Lines that end in "\r\n" are looked at one by one. */
static bool may_have_blank(const char *begin, const char *end) {
    uint64_t pairs = 0, before = UINT64_C(1) << 63; /* as if a newline stood before begin */
    const char *at = begin;
    for (; end - at >= 8; at += 8) {
        uint64_t here = scan_equal(scan_load(at), BYTES_ALL('\n'));
        pairs |= here & (here << 8 | before >> 56);
        before = here;
    }
    for (; at < end; at++) {
        pairs |= *at == '\n' && (at == begin || at[-1] == '\n') ? 1 : 0;
    }
    return pairs != 0 || memchr(begin, '\r', (size_t)(end - begin)) != NULL;
}

void csv_scan_rows(const char *begin, const char *end, uint32_t *n_rows, uint64_t *n_lines) {
    uint64_t lines = *n_lines = csv_scan_newlines(begin, end);
    lines += begin < end && end[-1] != '\n' ? 1 : 0;
    *n_rows = (uint32_t)lines;
    if (!may_have_blank(begin, end)) {
        return;
    }
    for (const char *at = begin; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline == NULL ? end : newline;
        *n_rows -= stop == at || (stop - at == 1 && *at == '\r') ? 1 : 0;
        at = stop + 1;
    }
}
