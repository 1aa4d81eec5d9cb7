// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/random_order.h"

#include <stdlib.h>
#include <string.h>

enum err before_add(struct before *before, uint32_t first, uint32_t second, struct error *error) {
    if (before->n == before->capacity) {
        uint32_t capacity = before->capacity == 0 ? 1024 : 2 * before->capacity;
        if (capacity < before->capacity) {
            return error_no_memory(error);
        }
        struct before_pair *pair = reallocarray(before->pair, capacity, sizeof *pair);
        if (pair == NULL) {
            return error_no_memory(error);
        }
        before->pair = pair;
        before->capacity = capacity;
    }
    before->pair[before->n++] = (struct before_pair){first, second};
    return OK;
}

void before_release(struct before *before) {
    free(before->pair);
    *before = (struct before){0};
}

/* start [n + 1] and after [pairs]: what each must come before. n_before [n]: how many come before
 * each. */
static void index_pairs(uint32_t n, const struct before *before, uint32_t *start, uint32_t *after,
                        uint32_t *n_before) {
    for (uint32_t i = 0; i < before->n; i++) {
        start[before->pair[i].first]++;
        n_before[before->pair[i].second]++;
    }
    for (uint32_t i = 0, sum = 0; i <= n; i++) { /* start[i] becomes where i ends */
        sum += start[i];
        start[i] = sum;
    }
    for (uint32_t i = before->n; i-- > 0;) { /* and then, filled from behind, where it begins */
        after[--start[before->pair[i].first]] = before->pair[i].second;
    }
}

enum err random_order(uint32_t n, const struct before *before, struct secret *secret,
                      uint32_t *order, bool *kept, struct error *error) {
    struct arena scratch = {0};
    uint32_t *start = ARENA_ZERO(&scratch, (size_t)n + 1, uint32_t);
    uint32_t *after = ARENA_NEW(&scratch, before->n, uint32_t);
    uint32_t *n_before = ARENA_ZERO(&scratch, n, uint32_t);
    uint32_t *ready = ARENA_NEW(&scratch, n, uint32_t);
    enum err err = OK;
    if (start == NULL || after == NULL || n_before == NULL || ready == NULL) {
        err = error_no_memory(error);
        goto out;
    }
    index_pairs(n, before, start, after, n_before);
    uint32_t n_ready = 0, n_ordered = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (n_before[i] == 0) {
            ready[n_ready++] = i;
        }
    }
    while (n_ready > 0) {
        uint32_t at = secret_below(secret, n_ready), next = ready[at];
        ready[at] = ready[--n_ready];
        order[n_ordered++] = next;
        for (uint32_t i = start[next]; i < start[next + 1]; i++) {
            if (--n_before[after[i]] == 0) {
                ready[n_ready++] = after[i];
            }
        }
    }
    *kept = n_ordered == n;
out:
    arena_free(&scratch);
    return err;
}
