// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The loader: an instance folder, or the same in one JSON file, to `struct instance`.
 */
#ifndef PLACERA_LOADER_H
#define PLACERA_LOADER_H

#include "io/faults.h"
#include "io/file.h"
#include "solver/instance.h"

struct input {
    char *name;      /* relative to the folder, e.g. "wishes.csv" */
    char sha256[65]; /* hex digits */
};

enum { INPUTS_MAX = 4 };

struct loaded {
    struct instance instance; /* valid only when the loader returned OK */
    struct faults faults;     /* warnings too */
    uint32_t n_inputs;
    struct input input[INPUTS_MAX];
    char *policy_json; /* the policy as it stands in the file, compact JSON */
    struct arena arena;
    struct file file[INPUTS_MAX]; /* open while loading only */
};

/* Loads from a folder (with instance.json in it), a JSON file, or standard input ("-", one-file
 * form). Returns ERR_INPUT when the instance has faults (all of them, up to FAULTS_MAX, in
 * loaded->faults; error says how many), ERR_USAGE when there is no such file, ERR_IO when it cannot
 * be read, ERR_NO_MEMORY. Call loaded_release in every case. */
enum err load(const char *path, struct loaded *loaded, struct error *error);

/* The same from bytes already read: the one-file form. name is for messages. */
enum err load_bytes(const char *name, const char *bytes, size_t length, struct loaded *loaded,
                    struct error *error);

void loaded_release(struct loaded *loaded);

#endif
