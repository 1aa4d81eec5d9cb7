// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Is a zip file of XML documents what was meant to be written? libxlsxwriter does not look whether
 * its temporary files could be written, and packs what is there; so what it made is read again.
 */
#ifndef PLACERA_REVIEW_ARCHIVE_H
#define PLACERA_REVIEW_ARCHIVE_H

#include "solver/error.h"

#include <stdbool.h>
#include <stdint.h>

/* How often a mark stands in a document of the archive. */
struct archive_part {
    const char *name; /* xl/worksheets/sheet1.xml */
    const char *mark; /* "<row " */
    uint64_t n;
};

/* *whole: does every document unpack to its checksum and end by closing its first element, and is
 * each part there with its marks? Errors: as file_open. */
enum err archive_check(const char *path, const struct archive_part *parts, uint32_t n_parts,
                       bool *whole, struct error *error);

#endif
