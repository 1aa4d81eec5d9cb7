// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The loader reads folders, so the files are unpacked into a temporary one, which only its owner
 * may look into and which is gone when this returns.
 */
#include "review/round_load.h"

#include "review/scratch.h"
#include "verify/verify.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SIZE = 4096 };

struct unpacking {
    const char *folder;
    uint32_t n_files;
};

/* Makes the folders of a path within the unpacked one. */
static bool make_folders(const char *folder, const char *path) {
    char part[PATH_SIZE];
    bool made = true;
    for (const char *at = path + strlen(folder) + 1; made && (at = strchr(at, '/')) != NULL; at++) {
        snprintf(part, sizeof part, "%.*s", (int)(at - path), path);
        made = mkdir(part, 0700) == 0 || errno == EEXIST;
    }
    return made;
}

static enum err write_file(void *context, const struct sql_row *row, struct error *error) {
    struct unpacking *unpacking = context;
    char path[PATH_SIZE];
    size_t length;
    const void *bytes = sql_row_bytes(row, 1, &length);
    int size = snprintf(path, sizeof path, "%s/%s", unpacking->folder, sql_row_text(row, 0));
    if (size < 0 || size >= PATH_SIZE) {
        return error_set(error, ERR_IO, unpacking->folder, "the path is too long");
    }
    FILE *file = make_folders(unpacking->folder, path) ? fopen(path, "wbx") : NULL;
    bool written = file != NULL && fwrite(bytes, 1, length, file) == length;
    written = (file == NULL || fclose(file) == 0) && written;
    unpacking->n_files++;
    return written ? OK : error_set(error, ERR_IO, path, "cannot be written: %s", strerror(errno));
}

enum err round_unpack(struct store *store, int64_t run, const char *folder, struct error *error) {
    struct unpacking unpacking = {folder, 0};
    if (mkdir(folder, 0700) != 0) {
        return error_set(error, errno == EEXIST || errno == ENOENT ? ERR_USAGE : ERR_IO, folder,
                         "cannot be made: %s", strerror(errno));
    }
    enum err err = sql_each(store->sql,
                            "SELECT f.name, c.bytes FROM file f JOIN content c USING (sha256)"
                            " WHERE f.run = ?1 ORDER BY f.name",
                            SQL(sql_whole(run)), write_file, &unpacking, error);
    return err == OK && unpacking.n_files == 0
               ? error_set(error, ERR_NO, NULL, "the store has no such run")
               : err;
}

/* Where the instance is: the folder, or its only file where that is a whole instance. */
static void find_instance(const char *folder, char path[PATH_SIZE + 300]) {
    snprintf(path, PATH_SIZE + 300, "%s/instance/instance.json", folder);
    bool is_folder = access(path, F_OK) == 0;
    snprintf(path, PATH_SIZE + 300, "%s/instance", folder);
    DIR *dir = is_folder ? NULL : opendir(path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2) {
            snprintf(path, PATH_SIZE + 300, "%s/instance/%s", folder, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static enum err load_folder(struct round_held *held, const char *folder, struct error *error) {
    char instance[PATH_SIZE + 300], results[PATH_SIZE + 32];
    struct faults faults = {0};
    find_instance(folder, instance);
    snprintf(results, sizeof results, "%s/results", folder);
    enum err err = load(instance, &held->loaded, error);
    if (err == OK) {
        err = results_read(&held->results, results, &held->loaded.instance, &faults, error);
    }
    if (err == OK) {
        err = round_read(&held->outcome, &held->loaded, &held->results, error);
    }
    faults_release(&faults);
    return err;
}

enum err round_load(struct round_held *held, struct store *store, int64_t run,
                    struct error *error) {
    char temporary[SCRATCH_PATH_SIZE], folder[SCRATCH_PATH_SIZE + 8];
    *held = (struct round_held){0};
    enum err err = OK;
    if (run == 0) {
        err = sql_number(store->sql, "SELECT run FROM round", SQL_NONE, 0, &run, error);
    }
    err = err == OK ? scratch_make(temporary, error) : err;
    if (err != OK) {
        return err;
    }
    snprintf(folder, sizeof folder, "%s/run", temporary);
    err = round_unpack(store, run, folder, error);
    err = err == OK ? load_folder(held, folder, error) : err;
    scratch_remove(temporary);
    return err;
}

void round_let_go(struct round_held *held) {
    results_release(&held->results);
    loaded_release(&held->loaded);
}

enum err round_must_hold(const struct loaded *loaded, const struct results *results,
                         struct error *error) {
    struct report report;
    enum err err = verify_run(loaded, results, &report, error);
    for (int i = 0; i < N_PROPERTIES && err == OK; i++) {
        const struct finding *finding = &report.finding[i];
        if (finding->verdict == VERDICT_BROKEN) {
            err = error_set(error, ERR_NO, finding->place,
                            "the results do not hold (%s): %s. Solve again; 'placera verify' tells "
                            "all",
                            property_name[i], finding->first_case);
        }
    }
    return err;
}
