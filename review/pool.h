// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Connections to the store for many threads: some that read, side by side, and one that writes.
 */
#ifndef PLACERA_REVIEW_POOL_H
#define PLACERA_REVIEW_POOL_H

#include "review/store.h"

#include <pthread.h>

enum { POOL_READERS = 6 };

struct pool {
    pthread_mutex_t lock, writing;
    pthread_cond_t freed;
    struct store reader[POOL_READERS];
    bool taken[POOL_READERS];
    struct store writer;
};

/* Opens all of them. Errors: as store_open. Call pool_close in every case. */
enum err pool_open(struct pool *pool, const char *path, struct error *error);
void pool_close(struct pool *pool);

/* A connection for the caller alone; waits until there is one. */
struct store *pool_take(struct pool *pool, bool writes);
void pool_give(struct pool *pool, struct store *store);

#endif
