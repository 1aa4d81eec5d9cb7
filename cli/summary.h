// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What solve shows when it is done.
 */
#ifndef PLACERA_SUMMARY_H
#define PLACERA_SUMMARY_H

#include "solver/solution.h"

struct summary_times {
    double load_seconds;
    double write_seconds;
};

void summary_print(const char *path, const char *dir, const struct instance *instance,
                   const struct solution *solution, const struct summary_times *times);

/* Copies DIR/run.json to standard output. Errors: ERR_IO, ERR_NO_MEMORY. */
enum err summary_json(const char *dir, struct error *error);

#endif
