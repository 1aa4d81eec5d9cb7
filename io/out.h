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

/* A CSV field: quoted where it holds a comma, a quote, a newline or blanks at its ends. */
void out_field(struct out *out, const char *text);

/* Flushes, syncs and closes. sha256 (may be NULL) gets 64 hex digits and a NUL. */
enum err out_close(struct out *out, char sha256[65], struct error *error);

/* Closes without caring, after another failure. NULL is fine. */
void out_abandon(struct out *out);

#endif
