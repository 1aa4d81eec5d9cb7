// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/utf8.h"

#include "io/csv_scan.h"

/* Length of the UTF-8 sequence at `at`, 0 if it is none (or a NUL byte). */
static size_t utf8_length(const unsigned char *at, const unsigned char *end) {
    unsigned char c = at[0];
    size_t n = c == 0     ? 0
               : c < 0x80 ? 1
               : c < 0xC2 ? 0
               : c < 0xE0 ? 2
               : c < 0xF0 ? 3
               : c < 0xF5 ? 4
                          : 0;
    if (n > (size_t)(end - at)) {
        return 0;
    }
    for (size_t i = 1; i < n; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (c == 0xE0 && at[1] < 0xA0) || (c == 0xF0 && at[1] < 0x90);
    bool beyond = (c == 0xED && at[1] > 0x9F) || (c == 0xF4 && at[1] > 0x8F);
    return overlong || beyond ? 0 : n;
}

/* Does [begin, end) hold nothing but ASCII without NUL? */
static bool is_ascii(const char *begin, const char *end) {
    uint64_t odd = 0;
    for (; end - begin >= 8; begin += 8) {
        uint64_t word = scan_load(begin);
        odd |= word | (word - BYTES_ALL(1)); /* borrows from 0 alone, if no byte has its top bit */
    }
    for (; begin < end; begin++) {
        odd |= (unsigned char)*begin | (*begin == '\0' ? 0x80u : 0);
    }
    return (odd & BYTES_ALL(0x80)) == 0;
}

const char *utf8_find_bad(const char *begin, const char *end) {
    if (is_ascii(begin, end)) {
        return NULL;
    }
    const unsigned char *at = (const unsigned char *)begin, *stop = (const unsigned char *)end;
    while (at < stop) {
        size_t n = utf8_length(at, stop);
        if (n == 0) {
            return (const char *)at;
        }
        at += n;
    }
    return NULL;
}

bool text_has_control(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F) {
            return true;
        }
    }
    return false;
}
