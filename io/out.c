// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/out.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 1 << 17,
    BLOCK_ROWS = 1024, /* put together at once, by one thread */
    WAVE_BLOCKS = 64   /* put together before they are written */
};

struct out {
    FILE *file; /* NULL: rows being put together, whose block grows */
    EVP_MD_CTX *digest;
    bool digest_failed, no_memory;
    size_t used, size;
    char *block; /* [size] */
    char name[64];
};

enum err out_open(struct out **opened, struct folder *folder, const char *name,
                  struct error *error) {
    struct out *out = calloc(1, sizeof *out);
    *opened = NULL;
    if (out == NULL) {
        return error_no_memory(error);
    }
    snprintf(out->name, sizeof out->name, "%s", name);
    out->size = BLOCK_BYTES;
    out->block = malloc(out->size);
    out->digest = EVP_MD_CTX_new();
    if (out->block == NULL || out->digest == NULL ||
        EVP_DigestInit_ex2(out->digest, EVP_sha256(), NULL) != 1) {
        out_abandon(out);
        return error_no_memory(error);
    }
    struct error why = {0};
    out->file = folder_create_file(folder, name, &why);
    if (out->file == NULL) {
        out_abandon(out);
        return error_set(error, why.code, why.place, "%s", why.text);
    }
    setbuf(out->file, NULL); /* blocks are made here */
    *opened = out;
    return OK;
}

static void flush(struct out *out) {
    out->digest_failed |= EVP_DigestUpdate(out->digest, out->block, out->used) != 1;
    fwrite(out->block, 1, out->used, out->file);
    out->used = 0;
}

/* Room for more: what is in the block goes to the file, or the block grows. */
static bool make_room(struct out *out) {
    if (out->file != NULL) {
        flush(out);
        return true;
    }
    size_t size = out->size == 0 ? BLOCK_BYTES : 2 * out->size;
    char *larger = realloc(out->block, size);
    out->no_memory |= larger == NULL;
    out->block = larger == NULL ? out->block : larger;
    out->size = larger == NULL ? out->size : size;
    return larger != NULL;
}

void out_bytes(struct out *out, const char *bytes, size_t length) {
    while (length > 0) {
        if (out->used == out->size && !make_room(out)) {
            return;
        }
        size_t room = out->size - out->used, n = length < room ? length : room;
        memcpy(out->block + out->used, bytes, n);
        out->used += n;
        bytes += n;
        length -= n;
    }
}

/* Rows of one block, put together. */
static void put_block(struct out *part, uint32_t n, uint32_t block, out_rows_fn *rows_fn,
                      const void *context) {
    uint32_t first = block * BLOCK_ROWS;
    part->used = 0;
    rows_fn(context, part, first, n - first < BLOCK_ROWS ? n : first + BLOCK_ROWS);
}

void out_rows(struct out *out, uint32_t n, out_rows_fn *rows_fn, const void *context) {
    uint32_t n_blocks = n / BLOCK_ROWS + 1;
    struct out *part = calloc(WAVE_BLOCKS, sizeof *part);
    out->no_memory |= part == NULL;
    for (uint32_t first = 0; part != NULL && first < n_blocks; first += WAVE_BLOCKS) {
        uint32_t n_here = n_blocks - first < WAVE_BLOCKS ? n_blocks - first : WAVE_BLOCKS;
#pragma omp parallel for default(none) shared(part, n, first, n_here, rows_fn, context)            \
    schedule(dynamic, 1) if (n_here > 1)
        for (uint32_t i = 0; i < n_here; i++) {
            put_block(&part[i], n, first + i, rows_fn, context);
        }
        for (uint32_t i = 0; i < n_here; i++) {
            out_bytes(out, part[i].block, part[i].used);
        }
    }
    for (uint32_t i = 0; part != NULL && i < WAVE_BLOCKS; i++) {
        out->no_memory |= part[i].no_memory;
        free(part[i].block);
    }
    free(part);
}

void out_text(struct out *out, const char *text) {
    out_bytes(out, text, strlen(text));
}

void out_unsigned(struct out *out, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    out_bytes(out, digits + at, sizeof digits - at);
}

void out_integer(struct out *out, int64_t number) {
    if (number < 0) {
        out_bytes(out, "-", 1);
    }
    out_unsigned(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* Must the field be quoted? */
static bool is_special(const char *text, size_t length) {
    bool special = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        special |= c == ',' || c == ';' || c == '"' || c == '\n' || c == '\r';
    }
    return special;
}

void out_field(struct out *out, const char *text) {
    size_t length = strlen(text);
    if (!is_special(text, length)) {
        out_bytes(out, text, length);
        return;
    }
    out_bytes(out, "\"", 1);
    for (const char *quote = strchr(text, '"'); quote != NULL; quote = strchr(text, '"')) {
        out_bytes(out, text, (size_t)(quote - text) + 1);
        out_bytes(out, "\"", 1);
        text = quote + 1;
    }
    out_text(out, text);
    out_bytes(out, "\"", 1);
}

enum err out_close(struct out *out, char sha256[65], struct error *error) {
    unsigned char digest[32];
    flush(out);
    out->digest_failed |= EVP_DigestFinal_ex(out->digest, digest, NULL) != 1;
    enum err err = folder_close_file(out->file, out->name, error);
    out->file = NULL;
    if (err == OK && out->digest_failed) {
        err = error_set(error, ERR_SOLVER, out->name, "libcrypto could not compute a SHA-256");
    }
    if (err == OK && out->no_memory) {
        err = error_no_memory(error);
    }
    for (int i = 0; i < 32 && sha256 != NULL; i++) {
        snprintf(sha256 + 2 * i, 3, "%02x", digest[i]);
    }
    out_abandon(out);
    return err;
}

void out_abandon(struct out *out) {
    if (out == NULL) {
        return;
    }
    if (out->file != NULL) {
        fclose(out->file);
    }
    EVP_MD_CTX_free(out->digest);
    free(out->block);
    free(out);
}
