// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A round into a store: the instance and what was solved of it, byte by byte, and the rows that the
 * desk works with.
 */
#ifndef PLACERA_REVIEW_ROUND_H
#define PLACERA_REVIEW_ROUND_H

#include "io/loader.h"
#include "io/results_read.h"
#include "review/store.h"

struct round_taken {
    const char *path;   /* of the instance: a folder, or a JSON file */
    const char *people; /* CSV: applicant, name, guardian, address; NULL: none */
    const char *dir;    /* the results */
    const struct loaded *loaded;
    const struct results *results;
    uint32_t
        n_held; /* the instance's last applicants, who are no children but seats that are held */
    bool four_eyes;
};

/* Which run it is, who made it, and what is to be said of it in the log. */
struct round_run {
    int64_t number;          /* 1, 2, ... */
    const char *by, *reason; /* reason: NULL */
};

/* Fills an empty store, in one transaction. Faults of the people's file go to faults, and then
 * ERR_INPUT is returned. Errors: ERR_NO where a file was changed since it was read; as sql_run,
 * file_open. O(size of the files). */
enum err round_take(struct store *store, const struct round_taken *taken, struct faults *faults,
                    struct error *error);

/* Takes the files and the proposals of a later run, and has it be the one at
 * hand, with its entry in the log, within a transaction; children stay as they are. Errors: as
 * round_take. */
enum err round_take_run(struct store *store, const struct round_taken *taken,
                        const struct round_run *run, struct error *error);

/* SHA-256 over what a run proposed, one line a child: id,offer,start,basis,wish,metres,rank and a
 * newline, in the order of the instance. */
enum err round_digest(struct store *store, int64_t run, char sha256[65], struct error *error);

/* Are the files of all runs, and what they proposed, as they were taken? *why (256 bytes): what is
 * not. */
enum err round_is_whole(struct store *store, bool *whole, char why[256], struct error *error);

#endif
