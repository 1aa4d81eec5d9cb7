// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/pool.h"

enum err pool_open(struct pool *pool, const char *path, struct error *error) {
    *pool = (struct pool){.lock = PTHREAD_MUTEX_INITIALIZER,
                          .writing = PTHREAD_MUTEX_INITIALIZER,
                          .freed = PTHREAD_COND_INITIALIZER};
    enum err err = store_open(&pool->writer, path, SQL_WRITE, error);
    for (int i = 0; i < POOL_READERS && err == OK; i++) {
        err = store_open(&pool->reader[i], path, SQL_READ, error);
    }
    return err;
}

void pool_close(struct pool *pool) {
    for (int i = 0; i < POOL_READERS; i++) {
        store_close(&pool->reader[i]);
    }
    store_close(&pool->writer);
}

static int free_one(const struct pool *pool) {
    int i = 0;
    while (i < POOL_READERS && pool->taken[i]) {
        i++;
    }
    return i;
}

struct store *pool_take(struct pool *pool, bool writes) {
    if (writes) {
        pthread_mutex_lock(&pool->writing);
        return &pool->writer;
    }
    int i;
    pthread_mutex_lock(&pool->lock);
    while ((i = free_one(pool)) == POOL_READERS) {
        pthread_cond_wait(&pool->freed, &pool->lock);
    }
    pool->taken[i] = true;
    pthread_mutex_unlock(&pool->lock);
    return &pool->reader[i];
}

void pool_give(struct pool *pool, struct store *store) {
    if (store == &pool->writer) {
        pthread_mutex_unlock(&pool->writing);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    pool->taken[store - pool->reader] = false;
    pthread_cond_signal(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}
