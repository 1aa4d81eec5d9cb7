// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A folder written whole or not at all: files go to a new folder beside the old one, are synced,
 * and the new folder takes the old one's name in one step (renameat2 with RENAME_EXCHANGE where
 * there is an old one). Until then a crash, a full disk or a Ctrl-C leaves the old folder
 * untouched.
 */
#ifndef PLACERA_FOLDER_H
#define PLACERA_FOLDER_H

#include "solver/error.h"

#include <stdio.h>

struct folder {
    char path[4000];    /* the folder's final name */
    char beside[4096];  /* where it is written meanwhile */
    const char *marker; /* a file an old folder must hold to be replaced */
};

/* Begins DIR. An existing DIR is replaced at commit only if it is empty or holds the file
 * `marker` (so that --out never destroys a folder placera did not write): ERR_USAGE otherwise.
 * Errors: ERR_IO; ERR_USAGE also where the folder around it is not there or not writable. */
enum err folder_begin(struct folder *folder, const char *path, const char *marker,
                      struct error *error);

/* Opens a file in it for writing; NULL on failure (error set). Close it with folder_close_file. */
FILE *folder_create_file(struct folder *folder, const char *name, struct error *error);

/* Flushes, syncs and closes; any write that failed before shows here. */
enum err folder_close_file(FILE *file, const char *name, struct error *error);

/* Makes it the folder. On error the old one stays. */
enum err folder_commit(struct folder *folder, struct error *error);

/* Removes what folder_begin made, if it was not committed. */
void folder_discard(struct folder *folder);

#endif
