// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A run of the store as the rest of placera knows it: instance and results, from the files that the
 * store keeps.
 */
#ifndef PLACERA_REVIEW_ROUND_LOAD_H
#define PLACERA_REVIEW_ROUND_LOAD_H

#include "explain/round_read.h"
#include "review/store.h"

struct round_held {
    struct loaded loaded;
    struct results results;
    struct round_result outcome; /* its arrays are the results' */
};

/* Loads a run: 1, 2, ...; 0: the one at hand. Errors: ERR_NO where the store has no such run or its
 * files are not as they were taken; as sql_run, load, results_read, ERR_IO where there is no room
 * for temporary files. Call round_let_go in every case. */
enum err round_load(struct round_held *held, struct store *store, int64_t run, struct error *error);
void round_let_go(struct round_held *held);

/* What verify finds broken is no proposal to decide on: ERR_NO then. Errors: as verify_run. */
enum err round_must_hold(const struct loaded *loaded, const struct results *results,
                         struct error *error);

/* The files of a run as a folder, with the subfolders instance and results. The folder must not
 * exist. Errors: as round_load. */
enum err round_unpack(struct store *store, int64_t run, const char *folder, struct error *error);

#endif
