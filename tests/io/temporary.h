// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder of a test's own, gone when it is done.
 */
#ifndef PLACERA_TESTS_TEMPORARY_H
#define PLACERA_TESTS_TEMPORARY_H

#include <stddef.h>

struct temporary {
    char path[64];
};

void temporary_make(struct temporary *temporary);
void temporary_remove(struct temporary *temporary);

/* "PATH/NAME" in a buffer of the caller. */
const char *temporary_name(const struct temporary *temporary, const char *name, char *buffer,
                           size_t size);

/* Writes a text file in it. */
void temporary_write(const struct temporary *temporary, const char *name, const char *text);

/* A file's text (at most size - 1 bytes), "" if it is not there. */
const char *file_text(const char *path, char *buffer, size_t size);

/* How many entries a folder has, "." and ".." aside; -1: it is not there. */
int folder_entries(const char *path);

#endif
