// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void temporary_make(struct temporary *temporary) {
    strcpy(temporary->path, "/tmp/placera-test-XXXXXX");
    cr_assert_not_null(mkdtemp(temporary->path));
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

void temporary_remove(struct temporary *temporary) {
    nftw(temporary->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

const char *temporary_name(const struct temporary *temporary, const char *name, char *buffer,
                           size_t size) {
    snprintf(buffer, size, "%s/%s", temporary->path, name);
    return buffer;
}

void temporary_write(const struct temporary *temporary, const char *name, const char *text) {
    char path[200];
    FILE *file = fopen(temporary_name(temporary, name, path, sizeof path), "w");
    cr_assert_not_null(file, "%s", path);
    fputs(text, file);
    cr_assert_eq(fclose(file), 0);
}

const char *file_text(const char *path, char *buffer, size_t size) {
    buffer[0] = '\0';
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        buffer[fread(buffer, 1, size - 1, file)] = '\0';
        fclose(file);
    }
    return buffer;
}

int folder_entries(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return -1;
    }
    int n = -2;
    while (readdir(dir) != NULL) {
        n++;
    }
    closedir(dir);
    return n;
}
