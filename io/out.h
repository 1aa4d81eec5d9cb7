// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Text on its way to a file, in blocks, with its SHA-256 as it goes. What fails shows when the file
 * is closed.
 */
#ifndef PLACERA_OUT_H
#define PLACERA_OUT_H

#include "io/folder.h"

#include <stdint.h>

struct out;

/* Creates a file in the folder; *out is NULL on error. Errors: as folder_create_file,
 * ERR_NO_MEMORY.
 */
enum err out_open(struct out **out, struct folder *folder, const char *name, struct error *error);

void out_text(struct out *out, const char *text);
void out_bytes(struct out *out, const char *bytes, size_t length);
void out_unsigned(struct out *out, uint64_t number);
void out_integer(struct out *out, int64_t number);

/* Writes the rows first .. end - 1, by the functions above. */
typedef void out_rows_fn(const void *context, struct out *out, uint32_t first, uint32_t end);

/* Rows 0 .. n - 1: put together in parallel, a thousand at a time, and written in their order. */
void out_rows(struct out *out, uint32_t n, out_rows_fn *rows_fn, const void *context);

/* A CSV field: quoted where it holds a comma, a quote, a newline or blanks at its ends. */
void out_field(struct out *out, const char *text);

/* Flushes, syncs and closes. sha256 (may be NULL) gets 64 hex digits and a NUL. */
enum err out_close(struct out *out, char sha256[65], struct error *error);

/* Closes without caring, after another failure. NULL is fine. */
void out_abandon(struct out *out);

#endif
