// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PLACERA_PARALLEL_H
#define PLACERA_PARALLEL_H

/* Loops over fewer items run on one thread: waking others costs more than they would do. The result
 * is the same either way. */
enum {
    PARALLEL_MIN = 1000,
    PARALLEL_MIN_LIGHT = 100000 /* where an item takes a few nanoseconds */
};

#endif
