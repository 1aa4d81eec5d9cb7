// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the two halves of tiny.h's maker share: tiny.c makes places and people, tiny_policy.c the
 * rules. Private to them.
 */
#ifndef PLACERA_TESTS_TINY_PARTS_H
#define PLACERA_TESTS_TINY_PARTS_H

#include "solver/mechanism.h"
#include "tests/oracle/random.h"
#include "tests/oracle/tiny.h"

#include <string.h>

enum { ID_SIZE = 16 };

/* Column 0 holds flags, 1 numbers, 2 dates, 3 the objective's costs. */
enum { COLUMN_SIBLING, COLUMN_POINTS, COLUMN_QUEUE, COLUMN_COST, N_COLUMNS };

/* What is under construction. */
struct tiny {
    struct random random;
    struct instance *instance;
    const struct tiny_rules *rules;
    const struct mechanism *mechanism;
};

static inline uint32_t below(struct tiny *tiny, uint32_t n) {
    return random_below(&tiny->random, n);
}

static inline bool chance(struct tiny *tiny, uint32_t percent) {
    return random_chance(&tiny->random, percent);
}

/* A number in 0 .. n - 1, rather a large one: crowded instances say more. */
static inline uint32_t rather_many(struct tiny *tiny, uint32_t n) {
    uint32_t one = below(tiny, n), two = below(tiny, n);
    return one > two ? one : two;
}

/* Memory of the instance's arena, all zero; the test ends where there is none. */
void *tiny_take(struct tiny *tiny, size_t n, size_t size);

#define TAKE(tiny, n, type) ((type *)tiny_take((tiny), (n), sizeof(type)))

char *tiny_text(struct tiny *tiny, const char *text);

/* n names of unlike lengths whose byte order is not their order in the instance. */
void tiny_names(struct tiny *tiny, struct strings *strings, uint32_t n, char letter);

void tiny_criteria(struct tiny *tiny);
/* Which offer has which list, once the forest stands. */
void tiny_give_criteria(struct tiny *tiny);
void tiny_policy(struct tiny *tiny, bool near);

#endif
