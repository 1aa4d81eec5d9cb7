// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/folder.h"

#include "io/file.h"
#include "io/interrupt.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err folder_error(const char *path, const char *what, struct error *error) {
    return error_set(error, file_err(errno), path, "%s: %s", what, strerror(errno));
}

static bool is_dots(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* May this folder be one of ours? */
static bool is_subfolder(const struct folder *folder, const char *name) {
    bool is = false;
    for (const char *const *owned = folder->owned; *owned != NULL; owned++) {
        size_t length = strlen(name);
        is = is || (strncmp(*owned, name, length) == 0 && (*owned)[length] == '/');
    }
    return is;
}

/* Removes the files in an open folder, and closes it. */
static void remove_files_in(DIR *dir) {
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
}

/* Its folder `name` with the files in it; what is not a plain file there stays. */
static void remove_subfolder(DIR *dir, const char *name) {
    int fd = openat(dirfd(dir), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *sub = fd < 0 ? NULL : fdopendir(fd);
    if (sub != NULL) {
        remove_files_in(sub);
        unlinkat(dirfd(dir), name, AT_REMOVEDIR);
    } else if (fd >= 0) {
        close(fd);
    }
}

/* Removes a folder of plain files and of our subfolders; what is anything else stays, and the
 * folder with it. */
static void remove_files(const struct folder *folder, const char *path) {
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (is_subfolder(folder, entry->d_name)) {
            remove_subfolder(dir, entry->d_name);
        } else if (!is_dots(entry->d_name)) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    closedir(dir);
    rmdir(path);
}

/* Is this a name that the writer gives? sub: in which subfolder, "" in none. */
static bool is_owned(const struct folder *folder, const char *sub, const char *name) {
    for (const char *const *owned = folder->owned; *owned != NULL; owned++) {
        const char *slash = strchr(*owned, '/'), *file = slash == NULL ? *owned : slash + 1;
        size_t length = strlen(name), ending = strlen(file) - 1;
        bool here = strlen(sub) == (slash == NULL ? 0 : (size_t)(slash - *owned)) &&
                    strncmp(*owned, sub, strlen(sub)) == 0;
        bool ends_so =
            file[0] == '*' && length > ending && strcmp(name + length - ending, file + 1) == 0;
        if (here && (ends_so || strcmp(file, name) == 0)) {
            return true;
        }
    }
    return false;
}

/* A name in the folder, or in its subfolder sub, that is not ours, in stranger [512]; "" if there
 * is none. *n counts entries. */
static enum err find_stranger(const struct folder *folder, const char *sub, char stranger[512],
                              uint32_t *n, struct error *error) {
    char path[FOLDER_PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder->path, sub);
    DIR *dir = opendir(path);
    if (dir == NULL) {
        return folder_error(path, "cannot be looked into", error);
    }
    enum err err = OK;
    for (struct dirent *entry = readdir(dir); entry != NULL && err == OK; entry = readdir(dir)) {
        const char *name = entry->d_name;
        struct stat status;
        if (is_dots(name)) {
            continue;
        }
        mode_t kind =
            fstatat(dirfd(dir), name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_mode : 0;
        if (sub[0] == '\0' && S_ISDIR(kind) && is_subfolder(folder, name)) {
            err = find_stranger(folder, name, stranger, n, error);
        } else if (!S_ISREG(kind) || !is_owned(folder, sub, name)) {
            snprintf(stranger, 512, "%s%s%s", sub, sub[0] == '\0' ? "" : "/", name);
        }
        (*n)++;
    }
    closedir(dir);
    return err;
}

/* May the folder's name be taken? Yes if nothing has it, or what has it is ours or empty. */
static enum err check_old(const struct folder *folder, struct error *error) {
    struct stat status, here;
    if (lstat(folder->path, &status) != 0) {
        return errno == ENOENT ? OK : folder_error(folder->path, "cannot be looked at", error);
    }
    if (!S_ISDIR(status.st_mode)) {
        return error_set(error, ERR_USAGE, folder->path,
                         "exists and is no folder; choose another name");
    }
    if (stat(".", &here) == 0 && here.st_ino == status.st_ino && here.st_dev == status.st_dev) {
        return error_set(error, ERR_USAGE, folder->path,
                         "is the folder you stand in; name another one");
    }
    char stranger[512] = "", marker[FOLDER_PATH_SIZE];
    uint32_t n = 0;
    enum err err = find_stranger(folder, "", stranger, &n, error);
    if (err != OK) {
        return err;
    }
    snprintf(marker, sizeof marker, "%s/%s", folder->path, folder->owned[0]);
    if (stranger[0] != '\0') {
        return error_set(
            error, ERR_USAGE, folder->path,
            "holds '%s', which placera did not write there, and would be replaced as a "
            "whole; choose another folder",
            stranger);
    }
    if (n > 0 && access(marker, F_OK) != 0) {
        return error_set(error, ERR_USAGE, folder->path,
                         "exists and holds no %s, so it is not ours to replace; choose another "
                         "folder",
                         folder->owned[0]);
    }
    return OK;
}

/* The path without "/" and "/." at its end. */
static bool trim_path(struct folder *folder, const char *path) {
    size_t length = strlen(path);
    for (;;) {
        if (length > 1 && path[length - 1] == '/') {
            length--;
        } else if (length > 2 && path[length - 1] == '.' && path[length - 2] == '/') {
            length -= 2;
        } else {
            break;
        }
    }
    if (length == 0 || length >= sizeof folder->path) {
        return false;
    }
    memcpy(folder->path, path, length);
    return true;
}

enum err folder_begin(struct folder *folder, const char *path, const char *const *owned,
                      struct error *error) {
    *folder = (struct folder){.owned = owned};
    if (!trim_path(folder, path)) {
        return error_set(error, ERR_USAGE, path, "is no name for a folder");
    }
    enum err err = check_old(folder, error);
    if (err != OK) {
        return err;
    }
    interrupt_hold();
    folder->held = true;
    snprintf(folder->beside, sizeof folder->beside, "%s.writing-XXXXXX", folder->path);
    if (mkdtemp(folder->beside) == NULL) {
        folder->beside[0] = '\0';
        err = folder_error(path, "cannot be written beside", error);
        folder_discard(folder);
        return err;
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
    char path[FOLDER_PATH_SIZE];
    if (interrupt_seen()) {
        error_set(error, ERR_IO, folder->path, "interrupted; nothing was written");
        return NULL;
    }
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

/* Makes the subfolder of "sub/NAME" unless it is there. */
static enum err make_subfolder(const struct folder *folder, const char *name, struct error *error) {
    char path[FOLDER_PATH_SIZE];
    const char *slash = strchr(name, '/');
    if (slash == NULL) {
        return OK;
    }
    snprintf(path, sizeof path, "%s/%.*s", folder->beside, (int)(slash - name), name);
    return mkdir(path, 0777) == 0 || errno == EEXIST ? OK
                                                     : folder_error(path, "cannot be made", error);
}

enum err folder_add(struct folder *folder, const char *name, const char *bytes, size_t length,
                    struct error *error) {
    enum err err = make_subfolder(folder, name, error);
    FILE *file = err == OK ? folder_create_file(folder, name, error) : NULL;
    if (file == NULL) {
        return err != OK ? err : ERR_IO;
    }
    folder->unsynced = true;
    bool failed = fwrite(bytes, 1, length, file) != length;
    failed = fclose(file) != 0 || failed;
    return failed ? folder_error(name, "cannot be written", error) : OK;
}

void folder_name_file(struct folder *folder, const char *name, char path[FOLDER_PATH_SIZE]) {
    folder->unsynced = true;
    snprintf(path, FOLDER_PATH_SIZE, "%s/%s", folder->beside, name);
}

/* The folder's entries; all that was written on its disk, where everything is meant. */
static bool sync_folder(const char *path, bool everything) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool synced = (everything ? syncfs(fd) : fsync(fd)) == 0;
    close(fd);
    return synced;
}

/* The folder that holds the folder: its entry must reach the disk too. */
static bool sync_parent(const char *path) {
    char parent[4000];
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash == NULL) {
        return sync_folder(".", false);
    }
    slash[slash == parent ? 1 : 0] = '\0';
    return sync_folder(parent, false);
}

/* Where the file system cannot exchange two names: the old one steps aside, and comes back if the
 * new one cannot take its place. */
static enum err swap_in_steps(struct folder *folder, struct error *error) {
    char aside[4200];
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
        return folder_error(folder->path, "cannot be replaced", error);
    }
    snprintf(aside, sizeof aside, "%s-old", folder->beside);
    if (rename(folder->path, aside) != 0) {
        return folder_error(folder->path, "cannot step aside", error);
    }
    if (rename(folder->beside, folder->path) != 0) {
        enum err err = folder_error(folder->path, "cannot be replaced", error);
        rename(aside, folder->path);
        return err;
    }
    folder->beside[0] = '\0';
    sync_parent(folder->path);
    remove_files(folder, aside);
    return OK;
}

enum err folder_commit(struct folder *folder, struct error *error) {
    if (interrupt_seen()) {
        return error_set(error, ERR_IO, folder->path, "interrupted; nothing was written");
    }
    if (!sync_folder(folder->beside, folder->unsynced)) {
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
        return swap_in_steps(folder, error);
    }
    sync_parent(folder->path);
    remove_files(folder, folder->beside); /* now the old one */
    folder->beside[0] = '\0';
    return OK;
}

void folder_discard(struct folder *folder) {
    if (folder->beside[0] != '\0') {
        remove_files(folder, folder->beside);
        folder->beside[0] = '\0';
    }
    if (folder->held) {
        folder->held = false;
        interrupt_release();
    }
}
