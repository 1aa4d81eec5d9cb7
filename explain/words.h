// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Facts to words: one page for one child, plain text in UTF-8, lines of at most 80 characters.
 */
#ifndef PLACERA_WORDS_H
#define PLACERA_WORDS_H

#include "explain/catalogue.h"
#include "explain/facts.h"
#include "explain/text.h"

/* The page, and what it takes to write it; used again for the next child. Starts as zeros. */
struct words {
    struct text out;
    struct text paragraph; /* sentences waiting to be wrapped */
    struct text list;      /* an enumeration inside a sentence */
    bool hides_metres;     /* the child's own are not told, as they would lead to its home */
};

/* Writes the child's page to words->out, from its beginning. Errors: ERR_NO_MEMORY. */
enum err words_write(struct words *words, const struct explainer *explainer,
                     const struct explanation *explanation, const struct language *language,
                     struct error *error);

/* The same without what is of a proposal alone, its head and its foot, for a decision's grounds:
 * each paragraph on one line however long. Lines that begin a part are not indented, those under
 * them by two blanks, commands by four; an empty line ends a part. */
enum err words_write_grounds(struct words *words, const struct explainer *explainer,
                             const struct explanation *explanation, const struct language *language,
                             struct error *error);

void words_release(struct words *words);

/* Appends the command that recomputes a lottery number, safe to paste into a shell. offer is NULL
 * for the single draw. */
void lottery_command(struct text *text, const char *seed, const char *applicant, const char *offer);

#endif
