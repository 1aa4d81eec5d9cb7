// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Looking through text eight bytes at a time, in plain integer arithmetic that every machine has.
 * Private to io/csv.c and io/utf8.c.
 *
 * Bytes equal to a given one become zero by an exclusive or, and zero bytes are found by adding:
 * (x & 0x7F) + 0x7F sets a byte's top bit unless the byte is 0 or 0x80, and x | 0x7F tells these
 * two apart (H. S. Warren, Hacker's Delight, 2nd ed., 6-1). No byte disturbs its neighbour, so the
 * result is exact. A multiplication then gathers the eight top bits into one byte: byte i of the
 * word becomes bit i.
 */
#ifndef PLACERA_CSV_SCAN_H
#define PLACERA_CSV_SCAN_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#define BYTES_ALL(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))

/* Eight bytes, the first of them lowest. */
static inline uint64_t scan_load(const char *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return le64toh(word);
}

/* The top bit of every byte of word that equals all bytes of pattern. */
static inline uint64_t scan_equal(uint64_t word, uint64_t pattern) {
    uint64_t x = word ^ pattern, low = BYTES_ALL(0x7F);
    return ~(((x & low) + low) | x | low);
}

/* Walks over the separators and newlines of a text, 64 bytes at a time. */
struct csv_scan {
    const char *block; /* what marks is about */
    const char *end;
    uint64_t marks; /* bit i: block[i] is a separator or a newline not handed out yet */
    uint64_t separator;
};

/* The marks of eight bytes, in the lowest eight bits. */
static inline uint64_t scan_marks(const char *at, uint64_t separator) {
    uint64_t word = scan_load(at);
    uint64_t found = scan_equal(word, separator) | scan_equal(word, BYTES_ALL('\n'));
    return (found >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline uint64_t scan_block(const char *at, uint64_t separator) {
    return scan_marks(at, separator) | scan_marks(at + 8, separator) << 8 |
           scan_marks(at + 16, separator) << 16 | scan_marks(at + 24, separator) << 24 |
           scan_marks(at + 32, separator) << 32 | scan_marks(at + 40, separator) << 40 |
           scan_marks(at + 48, separator) << 48 | scan_marks(at + 56, separator) << 56;
}

static inline void csv_scan_load(struct csv_scan *scan) {
    size_t left = (size_t)(scan->end - scan->block);
    if (left >= 64) {
        scan->marks = scan_block(scan->block, scan->separator);
        return;
    }
    char tail[64] = {0};
    memcpy(tail, scan->block, left);
    scan->marks = scan_block(tail, scan->separator); /* neither is NUL, so nothing is beyond end */
}

static inline struct csv_scan csv_scan_start(const char *begin, const char *end, char separator) {
    struct csv_scan scan = {begin, end, 0, BYTES_ALL(separator)};
    csv_scan_load(&scan);
    return scan;
}

/* The next separator or newline, end if there is none. */
static inline const char *csv_scan_next(struct csv_scan *scan) {
    while (scan->marks == 0) {
        if (scan->end - scan->block <= 64) {
            return scan->end;
        }
        scan->block += 64;
        csv_scan_load(scan);
    }
    const char *found = scan->block + __builtin_ctzll(scan->marks);
    scan->marks &= scan->marks - 1;
    return found;
}

/* How many newlines [begin, end) holds. */
uint64_t csv_scan_newlines(const char *begin, const char *end);

/* How many rows and lines [begin, end) has, none of its newlines within quotes; begin stands at the
 * beginning of a line. Blank lines ("", "\r") are no rows. */
void csv_scan_rows(const char *begin, const char *end, uint32_t *n_rows, uint64_t *n_lines);

#endif
