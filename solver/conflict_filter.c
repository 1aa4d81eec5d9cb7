// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * QuickXplain (U. Junker, "QuickXplain: preferred explanations and relaxations for
 * over-constrained problems", AAAI 2004): of two halves, what the second needs besides the whole
 * first one; then what the first needs besides that. Leaving out one element after the other would
 * take n tests.
 */
#include "solver/conflict_filter.h"

struct filter {
    uint8_t *in; /* elements taken as given; those of the range at hand are out */
    conflict_test *test;
    void *context;
    struct error *error;
};

/* Puts back those of candidate[first .. end) that are needed. given_more: in has grown since it was
 * last known to fit. The depth is the number of halvings. */
static enum err need(struct filter *filter, const uint32_t *candidate, uint32_t n, bool given_more,
                     uint32_t *n_needed) {
    bool fits = true;
    *n_needed = 0;
    enum err err =
        given_more ? filter->test(filter->context, filter->in, &fits, filter->error) : OK;
    if (err != OK || !fits) {
        return err;
    }
    if (n == 1) {
        filter->in[candidate[0]] = 1;
        *n_needed = 1;
        return OK;
    }
    uint32_t half = n / 2, n_second = 0, n_first = 0;
    for (uint32_t i = 0; i < half; i++) {
        filter->in[candidate[i]] = 1;
    }
    err = need(filter, candidate + half, n - half, true, &n_second);
    for (uint32_t i = 0; i < half; i++) {
        filter->in[candidate[i]] = 0;
    }
    if (err == OK) {
        err = need(filter, candidate, half, n_second > 0, &n_first);
    }
    *n_needed = n_first + n_second;
    return err;
}

enum err conflict_filter(uint8_t *in, uint32_t first, uint32_t end, conflict_test *test,
                         void *context, struct arena *scratch, struct error *error) {
    struct filter filter = {in, test, context, error};
    uint32_t n = 0, n_needed;
    uint32_t *candidate = ARENA_NEW(scratch, (size_t)end - first, uint32_t);
    if (candidate == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = first; i < end; i++) {
        if (in[i] != 0) {
            candidate[n++] = i;
            in[i] = 0;
        }
    }
    return n > 0 ? need(&filter, candidate, n, true, &n_needed) : OK;
}
