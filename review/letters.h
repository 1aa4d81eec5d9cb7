// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All letters of a store: one for each child that is decided, accepted or declined. Each is told
 * how the proposal came about in the run that made it: the last one that did not merely keep what
 * people had decided.
 */
#ifndef PLACERA_REVIEW_LETTERS_H
#define PLACERA_REVIEW_LETTERS_H

#include "io/folder.h"
#include "review/letter.h"

struct letters {
    struct store *store;
    const struct language *language;
    uint32_t child; /* of this child alone; UINT32_MAX: all */
};

/* Gets each letter when it is written; about and html live until it returns. */
typedef enum err letter_fn(void *context, const struct letter_case *about, const struct text *html,
                           struct error *error);

/* Within one snapshot of the store. Errors: as round_load, letter_write; what letter_fn returns.
 * O(children x what explain takes), and each run is loaded once. */
enum err letters_each(const struct letters *letters, letter_fn *call, void *context,
                      struct error *error);

/* Into a folder that was begun, as letters/ID.html. */
enum err letters_write(const struct letters *letters, struct folder *folder, struct error *error);

#endif
