// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sorting the short lists of one applicant: its distances, its nearest offers.
 */
#ifndef PLACERA_SORT_KEYS_H
#define PLACERA_SORT_KEYS_H

#include <stdint.h>

enum { FEW_KEYS = 48 }; /* up to so many are sorted by insertion, which is several times faster */

/* Sorts key [n], smallest first. O(n^2) up to FEW_KEYS, O(n log n) beyond. */
void sort_keys(uint64_t *key, uint32_t n);

#endif
