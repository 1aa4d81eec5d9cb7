// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/dense_rank.h"

#include <math.h>

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

bool dense_rank_serves(const struct instance *instance, uint32_t column) {
    bool compared = false;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        const struct criterion *criterion = &instance->criterion[i];
        if (criterion->column == column && criterion->kind == CRITERION_FLAG) {
            return false;
        }
        compared |= criterion->column == column;
    }
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        if (instance->policy.objective[i].kind == OBJECTIVE_COLUMN &&
            instance->policy.objective[i].column == column) {
            return false;
        }
    }
    return compared;
}

static uint32_t gather(const double *value, uint32_t n, double *to) {
    uint32_t n_known = 0;
    for (uint32_t i = 0; value != NULL && i < n; i++) {
        if (!isnan(value[i])) {
            to[n_known++] = value[i];
        }
    }
    return n_known;
}

void dense_rank_make(struct dense_rank *rank, const struct instance *instance, uint32_t column,
                     double *sorted) {
    *rank = (struct dense_rank){0};
    if (!dense_rank_serves(instance, column)) {
        return;
    }
    const struct column *values = &instance->column[column];
    uint32_t n = gather(values->of_applicant, instance->n_applicants, sorted);
    n += gather(values->of_wish, instance->n_wishes, sorted + n);
    qsort(sorted, n, sizeof *sorted, by_value);
    for (uint32_t i = 0; i < n; i++) {
        if (rank->n == 0 || sorted[rank->n - 1] < sorted[i]) {
            sorted[rank->n++] = sorted[i];
        }
    }
    rank->sorted = sorted;
}

double dense_rank_of(const struct dense_rank *rank, double value) {
    if (rank->sorted == NULL || isnan(value)) {
        return value;
    }
    uint32_t low = 0;
    for (uint32_t high = rank->n; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (rank->sorted[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (double)low + 1;
}
