// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random numbers that are the same on every machine: splitmix64 (Steele, Lea, Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014) in integers only. Every thing that is
 * drawn has a stream of its own, named by what it is and its index, so that the order in which
 * things are drawn, and by which thread, does not matter.
 */
#ifndef PLACERA_RANDOM_H
#define PLACERA_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

static inline uint64_t random_mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The stream of thing number `index` of a kind. */
static inline struct random random_stream(uint64_t root, uint64_t kind, uint64_t index) {
    uint64_t state = random_mix(root + kind * UINT64_C(0x9e3779b97f4a7c15));
    return (struct random){random_mix(state ^ (index * UINT64_C(0xd1342543de82ef95)))};
}

static inline uint64_t random_next(struct random *random) {
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return random_mix(random->state);
}

/* 0 .. n - 1, n at most 2^32. The bias, n / 2^32, is of no matter here. */
static inline uint32_t random_below(struct random *random, uint64_t n) {
    return (uint32_t)(((random_next(random) >> 32) * n) >> 32);
}

/* True in `part` cases of `whole`. */
static inline bool random_chance(struct random *random, uint32_t part, uint32_t whole) {
    return random_below(random, whole) < part;
}

/* A bell around 0: the sum of four even draws from -spread .. spread, so at most 4 spread away;
 * standard deviation 1.15 spread. */
static inline int32_t random_bell(struct random *random, int32_t spread) {
    int32_t sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += (int32_t)random_below(random, 2 * (uint64_t)spread + 1) - spread;
    }
    return sum;
}

#endif
