// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Items by key, as one range a key: how every table of "who belongs to what" comes about.
 */
#ifndef PLACERA_BUCKETS_H
#define PLACERA_BUCKETS_H

#include <stdint.h>

/* Items 0 .. n - 1 by key [n], in their order: the items of key k become item[start[k] .. start[k +
 * 1]). Those whose key is NONE are left out; other keys are below n_keys. from [n]: the order in
 * which items are taken, NULL: 0, 1, 2, ... start [n_keys + 1] and item [n] are the caller's.
 * O(n + n_keys). */
void buckets_fill(const uint32_t *key, const uint32_t *from, uint32_t n, uint32_t n_keys,
                  uint32_t *start, uint32_t *item);

#endif
