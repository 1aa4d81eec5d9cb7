// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/scratch.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum err scratch_make(char path[SCRATCH_PATH_SIZE], struct error *error) {
    const char *folder = getenv("TMPDIR");
    int size = snprintf(path, SCRATCH_PATH_SIZE, "%s/placera-review-XXXXXX",
                        folder == NULL ? "/tmp" : folder);
    if (size < 0 || size >= SCRATCH_PATH_SIZE) {
        return error_set(error, ERR_IO, NULL, "the path of TMPDIR is too long");
    }
    return mkdtemp(path) != NULL ? OK
                                 : error_set(error, ERR_IO, path,
                                             "cannot be made: %s; set TMPDIR to a folder with "
                                             "room",
                                             strerror(errno));
}

static int remove_one(const char *path, const struct stat *there, int kind, struct FTW *where) {
    (void)there, (void)kind, (void)where;
    return remove(path);
}

void scratch_remove(const char *path) {
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
