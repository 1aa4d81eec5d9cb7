// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Numbers and dates that are only compared become their order: the smallest is 1, the next larger
 * one 2, and equals stay equal.
 */
#ifndef PLACERA_DENSE_RANK_H
#define PLACERA_DENSE_RANK_H

#include "solver/instance.h"

struct dense_rank {
    const double *sorted; /* [n] rising, each value once; NULL: values stay as they are */
    uint32_t n;
};

/* Are the column's values only compared? Not so where it is a flag (1 counts) or an objective (the
 * value counts). */
bool dense_rank_serves(const struct instance *instance, uint32_t column);

/* For all values of a column, of applicants and of wishes together, since they are compared with
 * each other. sorted [n_applicants + n_wishes] is the caller's. O(n log n). */
void dense_rank_make(struct dense_rank *rank, const struct instance *instance, uint32_t column,
                     double *sorted);

/* What a value becomes; missing stays missing. O(log n). */
double dense_rank_of(const struct dense_rank *rank, double value);

#endif
