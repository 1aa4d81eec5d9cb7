// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Many random instances, in parts that Criterion runs side by side. How many in all says the
 * environment's PLACERA_RANDOM, 200,000 unless told.
 */
#ifndef PLACERA_TESTS_MANY_H
#define PLACERA_TESTS_MANY_H

#include "tests/oracle/read_off.h"

enum { MANY_PARTS = 4 };

/* Says whether the solution of a tiny instance is right. */
typedef bool many_check(struct oracle *oracle, const struct solution *solution,
                        struct complaint *complaint);

/* Makes, solves and checks the instances of one part (0 .. MANY_PARTS - 1); the first that is wrong
 * ends the test with its seed, its dump and the complaint. */
void many_run(int part, const struct tiny_rules *rules, many_check *check);

#endif
