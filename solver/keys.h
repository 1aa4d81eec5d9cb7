// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keys: what a criterion makes of an option, as a number; smaller is better. The ranking sorts by
 * them, and whoever asks which criterion decided between two options compares them.
 */
#ifndef PLACERA_KEYS_H
#define PLACERA_KEYS_H

#include "solver/ranking.h"

struct keys {
    const struct instance *instance;
    const struct options *options;
    const struct ranking *ranking; /* its applicant, lottery and relative */
};

/* How many bits a criterion's keys have. */
unsigned key_bits(enum criterion_kind kind);

uint64_t key_of(const struct keys *keys, const struct criterion *criterion, uint32_t option);

/* The first criterion of the worse option's offer where the two differ, as an index into
 * instance.criterion; n_criterions: none of them, the lottery as the last resort. */
uint32_t keys_decider(const struct keys *keys, uint32_t better, uint32_t worse);

/* Fill ranking->lottery, and ranking->relative where a criterion asks for it. Parallel over
 * applicants. Errors: ERR_NO_MEMORY, ERR_SOLVER (libcrypto). */
enum err keys_draw(struct ranking *ranking, const struct instance *instance,
                   const struct options *options, struct arena *arena, struct error *error);
enum err keys_relate(struct ranking *ranking, const struct instance *instance,
                     const struct options *options, struct arena *arena, struct error *error);

#endif
