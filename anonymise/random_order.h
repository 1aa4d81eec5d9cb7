// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A random order that keeps what must stay before what: so a renaming says as little as it can of
 * the old order.
 */
#ifndef PLACERA_RANDOM_ORDER_H
#define PLACERA_RANDOM_ORDER_H

#include "anonymise/secret.h"
#include "solver/arena.h"

/* Pairs of which the first must come before the second. */
struct before {
    uint32_t n, capacity;
    struct before_pair {
        uint32_t first, second;
    } * pair;
};

/* Adds a pair; the same may be added again. Errors: ERR_NO_MEMORY. */
enum err before_add(struct before *before, uint32_t first, uint32_t second, struct error *error);

void before_release(struct before *before);

/* Fills order [n] with 0 .. n - 1 in an order that keeps every pair: again and again one of those
 * that nothing is before any more, each of them as likely (Kahn 1962, with a draw in the place of
 * his queue). *kept is false where the pairs contradict each other; then order is not filled.
 * O(n + pairs). Errors: ERR_NO_MEMORY. */
enum err random_order(uint32_t n, const struct before *before, struct secret *secret,
                      uint32_t *order, bool *kept, struct error *error);

#endif
