// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err folder_error(const char *path, const char *what, struct error *error) {
    bool named_wrong = errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    enum err code = errno == ENOMEM ? ERR_NO_MEMORY : named_wrong ? ERR_USAGE : ERR_IO;
    return error_set(error, code, path, "%s: %s", what, strerror(errno));
}

/* Removes a folder of plain files; what is not a plain file stays, and the folder with it. */
static void remove_files(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    closedir(dir);
    rmdir(path);
}

static bool is_empty_folder(const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return false;
    }
    int n = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL && n <= 2; entry = readdir(dir)) {
        n++;
    }
    closedir(dir);
    return n <= 2; /* "." and ".." */
}

/* May the folder's name be taken? Yes if nothing has it, or what has it is ours or empty. */
static enum err check_old(const struct folder *folder, struct error *error) {
    struct stat status;
    if (lstat(folder->path, &status) != 0) {
        return errno == ENOENT ? OK : folder_error(folder->path, "cannot be looked at", error);
    }
    if (!S_ISDIR(status.st_mode)) {
        return error_set(error, ERR_USAGE, folder->path,
                         "exists and is no folder; choose another name");
    }
    char marker[4200];
    snprintf(marker, sizeof marker, "%s/%s", folder->path, folder->marker);
    if (access(marker, F_OK) == 0 || is_empty_folder(folder->path)) {
        return OK;
    }
    return error_set(error, ERR_USAGE, folder->path,
                     "exists and holds no %s, so it is not ours to replace; choose another folder",
                     folder->marker);
}

enum err folder_begin(struct folder *folder, const char *path, const char *marker,
                      struct error *error) {
    *folder = (struct folder){.marker = marker};
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        length--;
    }
    if (length == 0 || length >= sizeof folder->path) {
        return error_set(error, ERR_USAGE, path, "is no name for a folder");
    }
    memcpy(folder->path, path, length);
    enum err err = check_old(folder, error);
    if (err != OK) {
        return err;
    }
    snprintf(folder->beside, sizeof folder->beside, "%s.writing-XXXXXX", folder->path);
    if (mkdtemp(folder->beside) == NULL) {
        folder->beside[0] = '\0';
        return folder_error(path, "cannot be written beside", error);
    }
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(folder->beside, 0777 & ~mask) != 0) {
        err = folder_error(folder->beside, "cannot be opened to its readers", error);
        folder_discard(folder);
    }
    return err;
}

FILE *folder_create_file(struct folder *folder, const char *name, struct error *error) {
    char path[4400];
    snprintf(path, sizeof path, "%s/%s", folder->beside, name);
    FILE *file = fopen(path, "wx");
    if (file == NULL) {
        folder_error(path, "cannot be created", error);
    }
    return file;
}

enum err folder_close_file(FILE *file, const char *name, struct error *error) {
    bool failed = ferror(file) != 0 || fflush(file) != 0 || fsync(fileno(file)) != 0;
    int reason = errno;
    failed |= fclose(file) != 0;
    if (!failed) {
        return OK;
    }
    errno = reason;
    return folder_error(name, "cannot be written", error);
}

static bool sync_folder(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool synced = fsync(fd) == 0;
    close(fd);
    return synced;
}

/* The folder that holds the folder: its entry must reach the disk too. */
static bool sync_parent(const char *path) {
    char parent[4000];
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) {
        return sync_folder(".");
    }
    slash[slash == parent ? 1 : 0] = '\0';
    return sync_folder(parent);
}

enum err folder_commit(struct folder *folder, struct error *error) {
    if (!sync_folder(folder->beside)) {
        return folder_error(folder->path, "cannot be synced", error);
    }
    /* Onto nothing or an empty folder: rename does it in one step on every file system. */
    if (rename(folder->beside, folder->path) == 0) {
        folder->beside[0] = '\0';
        sync_parent(folder->path);
        return OK;
    }
    if (errno != EEXIST && errno != ENOTEMPTY) {
        return folder_error(folder->path, "cannot take its name", error);
    }
    enum err err = check_old(folder, error);
    if (err != OK) {
        return err;
    }
    if (renameat2(AT_FDCWD, folder->beside, AT_FDCWD, folder->path, RENAME_EXCHANGE) != 0) {
        return folder_error(folder->path, "cannot be replaced in one step", error);
    }
    sync_parent(folder->path);
    remove_files(folder->beside); /* now the old one */
    folder->beside[0] = '\0';
    return OK;
}

void folder_discard(struct folder *folder) {
    if (folder->beside[0] != '\0') {
        remove_files(folder->beside);
        folder->beside[0] = '\0';
    }
}
