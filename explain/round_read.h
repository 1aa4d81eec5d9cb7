// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a result folder to a round that facts.h understands.
 */
#ifndef PLACERA_ROUND_READ_H
#define PLACERA_ROUND_READ_H

#include "explain/facts.h"
#include "io/loader.h"
#include "io/results_read.h"

/* The folder's rows as facts.h wants them; the arrays stay the results'. Errors: ERR_INPUT when the
 * instance is not the one that the folder was made from; ERR_NO when the folder was changed since.
 */
enum err round_read(struct round_result *round, const struct loaded *loaded,
                    const struct results *results, struct error *error);

#endif
