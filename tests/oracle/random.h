// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random numbers of the tests' own: splitmix64 (Steele, Lea and Flood 2014), so that a seed gives
 * the same instance on every machine.
 */
#ifndef PLACERA_TESTS_RANDOM_H
#define PLACERA_TESTS_RANDOM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* How many random instances a test makes: the environment's PLACERA_RANDOM, 200,000 unless told. */
static inline uint64_t random_instances(void) {
    const char *text = getenv("PLACERA_RANDOM");
    return text == NULL ? 200000 : strtoull(text, NULL, 10);
}

struct random {
    uint64_t state;
};

static inline uint64_t random_next(struct random *random) {
    uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A number in 0 .. n - 1. */
static inline uint32_t random_below(struct random *random, uint32_t n) {
    return (uint32_t)(random_next(random) >> 33) % n;
}

/* True in `percent` of a hundred calls. */
static inline bool random_chance(struct random *random, uint32_t percent) {
    return random_below(random, 100) < percent;
}

/* Puts n numbers in random order. */
static inline void random_shuffle(struct random *random, uint32_t *numbers, uint32_t n) {
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = random_below(random, i);
        uint32_t swap = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = swap;
    }
}

#endif
