// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/buckets.h"

#include "solver/instance.h"

#include <string.h>

void buckets_fill(const uint32_t *key, const uint32_t *from, uint32_t n, uint32_t n_keys,
                  uint32_t *start, uint32_t *item) {
    memset(start, 0, ((size_t)n_keys + 1) * sizeof *start);
    for (uint32_t i = 0; i < n; i++) {
        if (key[i] != NONE) {
            start[key[i]]++;
        }
    }
    for (uint32_t k = 0, sum = 0; k <= n_keys; k++) {
        sum += start[k];
        start[k] = sum;
    }
    for (uint32_t i = n; i-- > 0;) { /* from behind: start[k] comes to where k begins */
        uint32_t here = from == NULL ? i : from[i];
        if (key[here] != NONE) {
            item[--start[key[here]]] = here;
        }
    }
}
