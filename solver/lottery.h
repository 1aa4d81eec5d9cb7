// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The lottery: a number from seed and ids alone, that anybody can recompute:
 *     printf 'SEED\nAPPLICANT' | sha256sum            single draw
 *     printf 'SEED\nAPPLICANT\nOFFER' | sha256sum     a draw for each offer
 * The number is the first 16 hex digits; the smaller number goes first.
 */
#ifndef PLACERA_LOTTERY_H
#define PLACERA_LOTTERY_H

#include "solver/error.h"

#include <stdint.h>

/* One thread's state of the hash. */
struct lottery;

/* NULL when there is no memory. */
struct lottery *lottery_new(const char *seed);

/* The number of an applicant; offer is NULL for the single draw. Sets *number.
 * Errors: ERR_SOLVER when libcrypto refuses. */
enum err lottery_number(struct lottery *lottery, const char *applicant, const char *offer,
                        uint64_t *number, struct error *error);

void lottery_free(struct lottery *lottery);

#endif
