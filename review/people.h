// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who the children are: names and addresses, which no instance holds and only the store does.
 */
#ifndef PLACERA_REVIEW_PEOPLE_H
#define PLACERA_REVIEW_PEOPLE_H

#include "io/faults.h"
#include "review/store.h"

/* Takes a CSV file with the columns applicant and any of name, guardian, address, within a
 * transaction. Faults (an unknown column, an applicant that is not in the round, one twice) go to
 * faults, and then ERR_INPUT is returned. Errors: as file_open, csv_open, sql_run. */
enum err people_take(struct store *store, const char *path, struct faults *faults,
                     struct error *error);

#endif
