// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What leaves the store: decisions.csv, log.csv, round.xlsx, a letter for each child that is
 * decided. A folder, written whole or not at all, all of it as of one moment. Children with a
 * protected identity appear by their ids alone: no name, address or metres, and no reason that was
 * written of them.
 */
#ifndef PLACERA_REVIEW_EXPORT_H
#define PLACERA_REVIEW_EXPORT_H

#include "explain/catalogue.h"
#include "review/store.h"

struct export {
    struct store *store;
    const struct language *language; /* of letters and workbook */
    bool letters;
};

/* Writes the folder, or replaces the one that was written there before. Errors: as folder_begin,
 * sql_run, letters_write. */
enum err export_write(const struct export *export, const char *path, struct error *error);

#endif
