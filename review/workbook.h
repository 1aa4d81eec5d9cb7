// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The round as a workbook, round.xlsx: decisions, schools, log; a sheet each, its first row frozen
 * and with filters. The same store gives the same bytes: the file's date is that of the last entry
 * of the log. Children with a protected identity have neither name nor metres in it.
 */
#ifndef PLACERA_REVIEW_WORKBOOK_H
#define PLACERA_REVIEW_WORKBOOK_H

#include "review/letter_words.h"
#include "review/store.h"

/* Writes the file at path, within a snapshot. Errors: ERR_IO, ERR_INPUT where a sheet would have
 * more rows than a workbook can, as sql_run. */
enum err workbook_write(struct store *store, const struct letter_language *words, const char *path,
                        struct error *error);

#endif
