// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The layout is that of PKWARE's APPNOTE.TXT 6.3, as libxlsxwriter writes it: the directory at the
 * end, no comment, no more than 4 GB.
 */
#include "review/archive.h"

#include "io/file.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { END_SIZE = 22, ENTRY_SIZE = 46, LOCAL_SIZE = 30 };
static const uint32_t end_mark = 0x06054b50, entry_mark = 0x02014b50, local_mark = 0x04034b50;

/* What is left to read; short of it nothing is read. */
struct span {
    const unsigned char *bytes;
    size_t length;
};

static uint32_t number(const struct span *span, size_t at, unsigned n_bytes) {
    uint32_t value = 0;
    for (unsigned i = 0; i < n_bytes && at + i < span->length; i++) {
        value |= (uint32_t)span->bytes[at + i] << (8 * i);
    }
    return value;
}

static struct span skip(const struct span *span, size_t n) {
    size_t by = n < span->length ? n : span->length;
    return (struct span){span->bytes + by, span->length - by};
}

/* A document, unpacked and ended by NUL, malloced; NULL: it is not whole. */
static char *unpack(const struct span *file, const struct span *entry, size_t *length) {
    uint32_t packed = number(entry, 20, 4), size = number(entry, 24, 4);
    struct span local = skip(file, number(entry, 42, 4));
    struct span data =
        skip(&local, LOCAL_SIZE + (size_t)number(&local, 26, 2) + number(&local, 28, 2));
    char *text = malloc((size_t)size + 1);
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)data.bytes, .avail_in = packed};
    if (text == NULL || number(&local, 0, 4) != local_mark || packed > data.length ||
        inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        free(text);
        return NULL;
    }
    stream.next_out = (Bytef *)text;
    stream.avail_out = size;
    bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.total_out == size &&
                 crc32(0, (const Bytef *)text, size) == number(entry, 16, 4);
    inflateEnd(&stream);
    text[whole ? size : 0] = '\0';
    *length = size;
    if (!whole) {
        free(text);
        return NULL;
    }
    return text;
}

/* Does the document end by closing its first element? */
static bool is_closed(const char *text, size_t length) {
    const char *first = strstr(text, "?>");
    first = first == NULL ? NULL : strchr(first, '<');
    size_t name = first == NULL ? 0 : strcspn(first + 1, " />");
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
        length--;
    }
    return name > 0 && length > name + 3 && text[length - 1] == '>' &&
           memcmp(text + length - 1 - name, first + 1, name) == 0 &&
           memcmp(text + length - 3 - name, "</", 2) == 0;
}

static uint64_t count(const char *text, const char *mark) {
    uint64_t n = 0;
    for (const char *at = strstr(text, mark); at != NULL; at = strstr(at + 1, mark)) {
        n++;
    }
    return n;
}

/* One document; *n_found counts the parts that were as meant. */
static bool check_entry(const struct span *file, const struct span *entry,
                        const struct archive_part *parts, uint32_t n_parts, uint32_t *n_found) {
    size_t length, name_length = number(entry, 28, 2);
    const char *name = (const char *)entry->bytes + ENTRY_SIZE;
    char *text = unpack(file, entry, &length);
    bool whole = text != NULL && strlen(text) == length && is_closed(text, length);
    for (uint32_t i = 0; whole && i < n_parts; i++) {
        *n_found += strlen(parts[i].name) == name_length &&
                    memcmp(parts[i].name, name, name_length) == 0 &&
                    count(text, parts[i].mark) == parts[i].n;
    }
    free(text);
    return whole;
}

static bool check_all(const struct span *file, const struct archive_part *parts, uint32_t n_parts) {
    if (file->length < END_SIZE) {
        return false;
    }
    struct span end = skip(file, file->length - END_SIZE);
    uint32_t n = number(&end, 10, 2), n_found = 0;
    bool whole = number(&end, 0, 4) == end_mark;
    struct span entry = skip(file, number(&end, 16, 4));
    for (uint32_t i = 0; i < n && whole; i++) {
        size_t size = ENTRY_SIZE + (size_t)number(&entry, 28, 2) + number(&entry, 30, 2) +
                      number(&entry, 32, 2);
        whole = entry.length >= size && number(&entry, 0, 4) == entry_mark &&
                check_entry(file, &entry, parts, n_parts, &n_found);
        entry = skip(&entry, size);
    }
    return whole && n_found == n_parts;
}

enum err archive_check(const char *path, const struct archive_part *parts, uint32_t n_parts,
                       bool *whole, struct error *error) {
    struct file file;
    enum err err = file_open(&file, path, error);
    if (err == OK) {
        const struct span span = {(const unsigned char *)file.bytes, file.length};
        *whole = check_all(&span, parts, n_parts);
        file_close(&file);
    }
    return err;
}
