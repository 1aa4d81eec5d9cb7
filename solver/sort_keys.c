// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/sort_keys.h"

#include <stdlib.h>

static int by_key(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void sort_keys(uint64_t *key, uint32_t n) {
    if (n > FEW_KEYS) {
        qsort(key, n, sizeof *key, by_key);
        return;
    }
    for (uint32_t i = 1; i < n; i++) {
        uint64_t moved = key[i];
        uint32_t at = i;
        for (; at > 0 && key[at - 1] > moved; at--) {
            key[at] = key[at - 1];
        }
        key[at] = moved;
    }
}
