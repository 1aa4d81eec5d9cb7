// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A round's numbers as one file, so that every peer solves the very same ones: applicants, their
 * options, offers and pools, seats, costs and ranks. Written by bench/network, read by the peers,
 * in C and C++ alike. Binary, in the machine's own byte order, since it never leaves it:
 *
 *     16 bytes "placera-bench/1\n", then as 32-bit numbers n_applicants, n_offers, n_nodes, n
 *     and the arrays of struct numbers in their order.
 *
 * Who is locked, and so does not compete, has no options in it.
 */
#ifndef PLACERA_BENCH_NUMBERS_H
#define PLACERA_BENCH_NUMBERS_H

#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NUMBERS_NONE UINT32_MAX /* no parent; no limit */

/* A peer's exit status where a round is beyond what it can do: no failure, no figures. */
enum { BENCH_NOT_FOR_ME = 4 };

struct numbers {
    uint32_t n_applicants, n_offers, n_nodes;
    uint32_t n;       /* options */
    uint32_t *start;  /* [n_applicants + 1] CSR: options in wish order */
    uint32_t *offer;  /* [n] */
    uint32_t *parent; /* [n_nodes] the pool around an offer or pool, NUMBERS_NONE at a root */
    uint32_t *room;   /* [n_nodes] seats, NUMBERS_NONE where there is no limit */
    int64_t *cost;    /* [n] what the option adds to the objective; no placement adds 0 */
    uint32_t *rank;   /* [n] place in the offer's order, from 1 */
};

/* Reads path; false with a message on standard error. numbers_free in every case. */
int numbers_read(struct numbers *numbers, const char *path);
int numbers_write(const struct numbers *numbers, const char *path);
void numbers_free(struct numbers *numbers);

/* The largest gain of any option, at least 0: added to every cost it makes all of them >= 0. */
int64_t numbers_shift(const struct numbers *numbers);

/* A moment, on the wall's clock and on the process's own, in seconds. On a busy machine the second
 * tells more; it adds up over threads. */
struct bench_moment {
    double wall_s, processor_s;
};

struct bench_moment bench_now(void);

/* What a peer reports, one "key value" a line: seconds and processor seconds of the solver call
 * alone (from built to solved), seconds to build its model before, the objective's value. */
void bench_report(struct bench_moment begin, struct bench_moment built, struct bench_moment solved,
                  int64_t value);

#ifdef __cplusplus
}
#endif

#endif
