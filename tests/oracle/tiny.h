// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tiny random instances: small enough to enumerate every assignment, crooked enough to meet every
 * rule: groups, nested pools, seats of nought, locks, current places, columns with ties and gaps,
 * metres with ties and gaps, straight lines, near limits, fallbacks and sides, carried lottery
 * numbers, several criteria lists. One seed makes one instance, on every machine.
 */
#ifndef PLACERA_TESTS_TINY_H
#define PLACERA_TESTS_TINY_H

#include "solver/instance.h"

#include <stdio.h>

enum {
    TINY_APPLICANTS = 6,
    TINY_SCHOOLS = 4,
    TINY_OFFERS = 4,
    TINY_NODES = 8,
    TINY_OPTIONS = TINY_APPLICANTS * TINY_OFFERS
};

struct tiny_rules {
    const char *mechanism; /* its name in the policy */
    bool no_pools;         /* offers alone: what textbooks describe */
    bool no_guarantee;     /* deferred acceptance without claim rounds */
    bool guarantee;        /* deferred acceptance with them always */
    uint32_t only;         /* every list is this criterion alone, enum criterion_kind + 1; 0: any */
};

/* Fills *instance, which is the caller's to release. Running out of memory, or an instance that
 * instance_check refuses, ends the test with the seed and the instance in print. */
void tiny_make(struct instance *instance, uint64_t seed, const struct tiny_rules *rules);

/* The instance in words and tables, for somebody who must find out what went wrong. */
void tiny_print(const struct instance *instance, FILE *stream);

#endif
