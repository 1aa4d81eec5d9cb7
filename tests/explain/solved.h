// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A solved round as explain/ wants it, without a result folder between.
 */
#ifndef PLACERA_TESTS_SOLVED_H
#define PLACERA_TESTS_SOLVED_H

#include "explain/words.h"

struct solved {
    struct solution solution;
    struct round_result round;
    struct arena arena; /* owns the round's arrays */
};

/* Solves and reads off; any failure ends the test. */
void solved_make(struct solved *solved, const struct instance *instance);
void solved_release(struct solved *solved);

/* Ids that no sentence holds by chance. */
void rename_applicants(struct instance *instance);

#endif
