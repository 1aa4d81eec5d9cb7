// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The first run's instance with what the desk has decided written into it: columns `locked`, `out`
 * and, in a round with months, `start` of the applicants; a row more for each seat that is offered
 * besides; the seed; seats that were raised. All other bytes of the table stay as they are. The
 * JSON is written anew, with the same values, where something in it changes.
 */
#ifndef PLACERA_REVIEW_REWRITE_H
#define PLACERA_REVIEW_REWRITE_H

#include "review/locks.h"

/* Changes the instance in FOLDER, whose JSON is `document`. instance: what is there now. seed: of
 * the lottery, NULL: leave. Errors: ERR_IO, ERR_INPUT, ERR_NO_MEMORY. O(size of the files). */
enum err rewrite_instance(const char *folder, const char *document, const struct instance *instance,
                          const struct locks *locks, const char *seed, struct error *error);

#endif
