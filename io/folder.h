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
    char path[4000];          /* the folder's final name */
    char beside[4096];        /* where it is written meanwhile */
    const char *const *owned; /* names it may hold, NULL-ended; see folder_begin */
    bool held;                /* interrupts are held */
    bool unsynced;            /* files were written that only folder_commit syncs */
};

/* Begins DIR. An existing DIR is replaced at commit only if it is empty, or holds the file owned[0]
 * and nothing but files of the names in owned, so that --out never destroys what placera did not
 * write. "*.txt" is any name with that ending; a name with "sub/" before it is one of the subfolder
 * sub. ERR_USAGE otherwise, and for the folder one stands in. From here to commit or discard,
 * Ctrl-C and its like wait (io/interrupt.h) and make the next file fail, so that no half-written
 * folder is left. Errors: ERR_IO; ERR_USAGE also where the folder around it is not there or not
 * writable. */
enum err folder_begin(struct folder *folder, const char *path, const char *const *owned,
                      struct error *error);

/* Opens a file in it for writing; NULL on failure or after an interrupt (error set). Close it with
 * folder_close_file. */
FILE *folder_create_file(struct folder *folder, const char *name, struct error *error);

/* Writes a whole file; name may be "sub/NAME", and then makes the subfolder. folder_commit syncs
 * all that were written so at once, which for thousands of small files is what takes the time. */
enum err folder_add(struct folder *folder, const char *name, const char *bytes, size_t length,
                    struct error *error);

/* For a file that somebody else writes, before folder_commit: its path [FOLDER_PATH_SIZE]. */
enum { FOLDER_PATH_SIZE = 4400 };
void folder_name_file(struct folder *folder, const char *name, char path[FOLDER_PATH_SIZE]);

/* Flushes, syncs and closes; any write that failed before shows here. */
enum err folder_close_file(FILE *file, const char *name, struct error *error);

/* Makes it the folder. On error the old one stays. */
enum err folder_commit(struct folder *folder, struct error *error);

/* Ends what folder_begin began: removes what was written, if it was not committed, and lets a
 * signal through that came meanwhile. Call it in every case. */
void folder_discard(struct folder *folder);

#endif
