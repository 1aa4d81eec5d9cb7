// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum err file_err(int reason) {
    bool named_wrong =
        reason == ENOENT || reason == ENOTDIR || reason == EACCES || reason == ENAMETOOLONG;
    return reason == ENOMEM ? ERR_NO_MEMORY : named_wrong ? ERR_USAGE : ERR_IO;
}

static enum err file_error(const char *path, struct error *error) {
    return error_set(error, file_err(errno), path, "cannot be read: %s", strerror(errno));
}

/* Reads a stream (a pipe, standard input) whose length is not known before its end. */
static enum err file_read_stream(struct file *file, int fd, const char *path, struct error *error) {
    size_t capacity = 1 << 16, length = 0;
    char *bytes = malloc(capacity);
    if (bytes == NULL) {
        return error_no_memory(error);
    }
    for (;;) {
        ssize_t got = read(fd, bytes + length, capacity - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            free(bytes);
            return file_error(path, error);
        }
        if (got == 0) {
            *file = (struct file){bytes, length, false};
            return OK;
        }
        length += (size_t)got;
        if (length == capacity) {
            char *larger = realloc(bytes, capacity *= 2);
            if (larger == NULL) {
                free(bytes);
                return error_no_memory(error);
            }
            bytes = larger;
        }
    }
}

static enum err file_map(struct file *file, int fd, const char *path, struct error *error) {
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return file_error(path, error);
    }
    if (S_ISDIR(status.st_mode)) {
        return error_set(error, ERR_USAGE, path, "is a folder, where a file was expected");
    }
    if (!S_ISREG(status.st_mode) || status.st_size == 0) {
        return file_read_stream(file, fd, path, error);
    }
    size_t length = (size_t)status.st_size;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED) {
        return file_error(path, error);
    }
    *file = (struct file){bytes, length, true};
    return OK;
}

enum err file_open(struct file *file, const char *path, struct error *error) {
    *file = (struct file){0};
    if (strcmp(path, "-") == 0) {
        return file_read_stream(file, STDIN_FILENO, "standard input", error);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return file_error(path, error);
    }
    enum err err = file_map(file, fd, path, error);
    close(fd);
    return err;
}

void file_close(struct file *file) {
    if (file->mapped) {
        munmap((void *)(uintptr_t)file->bytes, file->length);
    } else {
        free((void *)(uintptr_t)file->bytes);
    }
    *file = (struct file){0};
}

enum err sha256_hex(const char *bytes, size_t length, char hex[65], struct error *error) {
    unsigned char digest[32];
    if (EVP_Digest(bytes, length, digest, NULL, EVP_sha256(), NULL) != 1) {
        return error_set(error, ERR_SOLVER, NULL, "libcrypto could not compute a SHA-256");
    }
    for (int i = 0; i < 32; i++) {
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    }
    return OK;
}
