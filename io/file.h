// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whole files in and out.
 */
#ifndef PLACERA_FILE_H
#define PLACERA_FILE_H

#include "solver/error.h"

#include <stddef.h>
#include <stdint.h>

struct file {
    const char *bytes; /* not NUL-terminated; never NULL once opened */
    size_t length;
    bool mapped; /* mmap, else malloc */
};

/* The code for what the system says of a path (a value of errno): ERR_USAGE where the path was
 * named wrong (nothing there, no right, too long), ERR_NO_MEMORY, else ERR_IO. */
enum err file_err(int reason);

/* Opens a regular file by mapping it; "-" reads standard input to its end.
 * Errors: ERR_USAGE (nothing there, no right to read it, a folder) or ERR_IO with the path and the
 * system's reason, ERR_NO_MEMORY. */
enum err file_open(struct file *file, const char *path, struct error *error);
void file_close(struct file *file);

/* SHA-256 of bytes as 64 hex digits and a NUL. Errors: ERR_SOLVER when libcrypto refuses. */
enum err sha256_hex(const char *bytes, size_t length, char hex[65], struct error *error);

#endif
