// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random numbers under a secret key: the pseudonyms come from them and from nothing else, so that
 * no name in the output is computed from a name in the input.
 */
#ifndef PLACERA_SECRET_H
#define PLACERA_SECRET_H

#include "solver/error.h"

#include <stdint.h>

struct secret_key {
    unsigned char bytes[32];
};

/* A key from the system's own source. Errors: ERR_IO where it has none. */
enum err secret_key_draw(struct secret_key *key, struct error *error);

/* Overwrites the key. */
void secret_key_forget(struct secret_key *key);

/* A stream of numbers: AES-256 in counter mode. The same key gives the same stream. */
struct secret;

/* *secret is NULL on error. Errors: ERR_NO_MEMORY. */
enum err secret_new(struct secret **secret, const struct secret_key *key, struct error *error);

/* A number in 0 .. n - 1, each as likely; n > 0. */
uint32_t secret_below(struct secret *secret, uint32_t n);

/* 0 .. n - 1 in random order (Fisher and Yates 1938, Durstenfeld 1964). O(n). */
void secret_shuffle(struct secret *secret, uint32_t *number, uint32_t n);

/* Frees it and forgets what it held; NULL is fine. ERR_SOLVER where libcrypto refused on the way:
 * then no number of it must be used. */
enum err secret_end(struct secret *secret, struct error *error);

#endif
