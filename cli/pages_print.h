// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Explanations on standard output.
 */
#ifndef PLACERA_PAGES_PRINT_H
#define PLACERA_PAGES_PRINT_H

#include "explain/pages.h"

/* One child. Errors: as page_write, ERR_IO when stdout cannot be written. */
enum err pages_print_one(const struct pages *pages, uint32_t applicant, struct error *error);

/* All: pages parted by a line of dashes, or one JSON array. */
enum err pages_print_all(const struct pages *pages, struct error *error);

#endif
