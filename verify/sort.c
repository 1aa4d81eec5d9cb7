// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Merge sort, bottom up: no allocation, no recursion, n log n comparisons at most, and stable.
 */
#include "verify/checker.h"

#include <string.h>

static void merge(uint32_t *from, uint32_t n_first, uint32_t n, uint32_t *to, const void *context,
                  before_fn *before) {
    uint32_t i = 0, j = n_first;
    for (uint32_t k = 0; k < n; k++) {
        bool second = i == n_first || (j < n && before(context, from[j], from[i]));
        to[k] = second ? from[j++] : from[i++];
    }
}

void sort_by(uint32_t *items, uint32_t n, uint32_t *scratch, before_fn *before,
             const void *context) {
    uint32_t *from = items, *to = scratch;
    for (uint64_t width = 1; width < n; width *= 2) {
        for (uint64_t at = 0; at < n; at += 2 * width) {
            uint32_t left = (uint32_t)(n - at);
            uint32_t n_first = left < width ? left : (uint32_t)width;
            uint32_t n_both = left < 2 * width ? left : (uint32_t)(2 * width);
            merge(from + at, n_first, n_both, to + at, context, before);
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != items && n > 0) {
        memcpy(items, from, (size_t)n * sizeof *items);
    }
}
