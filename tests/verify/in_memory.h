// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Results as the reader would give them, made of a solution without any file: so that verify can be
 * asked about very many rounds.
 */
#ifndef PLACERA_TESTS_IN_MEMORY_H
#define PLACERA_TESTS_IN_MEMORY_H

#include "verify/verify.h"

/* Fills results; run.json has no values. The solution must outlive it; results_release ends it. */
void results_of_solution(struct results *results, const struct instance *instance,
                         const struct solution *solution);

/* Puts another proof of an integer program in the place of what is there: the text of the key
 * "program" of certificate.json. */
void results_take_program(struct results *results, const struct instance *instance,
                          const char *text);

/* The first property that is broken, run.json and the digests aside; N_PROPERTIES: none. */
enum property first_broken(const struct report *report);

#endif
