// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes as one file of a result folder: the first byte says which; the other files stay as
 * placera wrote them (tests/fuzz/results/). The reader must tell faults or read on, never crash.
 */
#include "io/loader.h"
#include "io/results_read.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Set up once for all inputs: libFuzzer calls back without a context. */
static struct loaded loaded;
static char dir[] = "/tmp/placera-fuzz-XXXXXX";

static void copy_file(const char *from, const char *to) {
    struct file file;
    INVARIANT(file_open(&file, from, NULL) == OK);
    FILE *out = fopen(to, "w");
    INVARIANT(out != NULL && fwrite(file.bytes, 1, file.length, out) == file.length);
    fclose(out);
    file_close(&file);
}

static void path_of(const char *folder, int file, char *path) {
    snprintf(path, PATH_MAX, "%s/%s", folder, results_file_name[file]);
}

static void remove_dir(void) {
    char path[PATH_MAX];
    for (int file = 0; file < N_RESULTS_FILES; file++) {
        path_of(dir, file, path);
        unlink(path);
    }
    rmdir(dir);
    loaded_release(&loaded);
}

static void set_up(void) {
    char from[PATH_MAX], to[PATH_MAX];
    INVARIANT(load("tests/fuzz/results/instance", &loaded, NULL) == OK);
    INVARIANT(mkdtemp(dir) != NULL);
    for (int file = 0; file < N_RESULTS_FILES; file++) {
        path_of("tests/fuzz/results/out", file, from);
        path_of(dir, file, to);
        copy_file(from, to);
    }
    atexit(remove_dir);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char from[PATH_MAX], to[PATH_MAX];
    if (loaded.n_inputs == 0) {
        set_up();
    }
    if (size == 0) {
        return 0;
    }
    int file = data[0] % N_RESULTS_FILES;
    path_of(dir, file, to);
    FILE *out = fopen(to, "w");
    INVARIANT(out != NULL);
    fwrite(data + 1, 1, size - 1, out);
    fclose(out);

    struct results results;
    struct faults faults = {0};
    struct error error = {0};
    enum err err = results_read(&results, dir, &loaded.instance, &faults, &error);
    INVARIANT(err == OK ? !faults_any(&faults) : error.code != OK || faults_any(&faults));
    results_release(&results);
    faults_release(&faults);

    path_of("tests/fuzz/results/out", file, from);
    copy_file(from, to);
    return 0;
}
