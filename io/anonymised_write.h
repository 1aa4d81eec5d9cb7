// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An anonymised round as an instance folder.
 */
#ifndef PLACERA_ANONYMISED_WRITE_H
#define PLACERA_ANONYMISED_WRITE_H

#include "anonymise/anonymise.h"
#include "solver/progress.h"

/* Writes instance.json, applicants.csv, wishes.csv, distances.csv (where a rule looks at metres)
 * and anonymised.json (what was done) to the folder `path`, whole or not at all (folder.h; only a
 * folder with an anonymised.json is replaced, so never the original). progress may be NULL.
 * O(size of the round). Errors: ERR_USAGE (a folder of somebody else's), ERR_IO, ERR_NO_MEMORY. */
enum err anonymised_write(const struct anonymised *anonymised,
                          const struct anonymise_options *options, const char *path,
                          const struct progress *progress, struct error *error);

#endif
