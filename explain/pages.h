// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All children's pages: one at a time as text, or a folder with a file a child.
 */
#ifndef PLACERA_PAGES_H
#define PLACERA_PAGES_H

#include "explain/words.h"
#include "solver/progress.h"

struct pages {
    const struct explainer *explainer;
    const struct language *language;
    bool json;                       /* facts instead of words */
    const struct progress *progress; /* may be NULL */
};

/* One child's page in words->out. Errors: ERR_NO, ERR_NO_MEMORY, ERR_SOLVER. */
enum err page_write(const struct pages *pages, uint32_t applicant, struct words *words,
                    struct error *error);

/* All in a folder, one file each: ID.txt, or ID.json. The folder is written whole or not at all and
 * replaces only one that was made here. Errors: as above, ERR_IO, ERR_USAGE. */
enum err pages_write_folder(const struct pages *pages, const char *path, struct error *error);

/* Tells how far a walk over the applicants has come. */
void pages_report(const struct pages *pages, uint32_t applicant);

/* A file's name for an id: letters, digits, dots (not first), hyphens and underlines stay, every
 * other byte becomes %XX, so that two ids never share a name; what is too long is cut, and then the
 * applicant's place in the input tells names apart. */
void page_file_name(char name[256], const char *id, uint32_t applicant, const char *ending);

#endif
