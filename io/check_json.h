// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PLACERA_CHECK_JSON_H
#define PLACERA_CHECK_JSON_H

#include "io/faults.h"

/* Prints {"faults": [{"file", "line", "column", "warning", "text"}], "found": N}. False: no memory.
 */
bool check_json(const struct faults *faults, FILE *stream);

#endif
