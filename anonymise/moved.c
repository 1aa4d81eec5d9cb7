// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/moved.h"

#include "solver/solution.h"

#include <string.h>

/* The offers of a round's placement, into offer [n_applicants]. */
static enum err place(const struct instance *instance, const struct progress *progress,
                      uint32_t *offer, struct error *error) {
    struct solve_options options = {.progress = progress};
    struct solution solution;
    enum err err = solve(instance, &options, &solution, error);
    if (err == OK) {
        memcpy(offer, solution.offer, instance->n_applicants * sizeof *offer);
        solution_release(&solution);
    }
    return err;
}

enum err moved_count(const struct instance *original, const struct anonymised *anonymised,
                     const struct progress *progress, uint32_t *n_moved, struct error *error) {
    struct arena scratch = {0};
    uint32_t n = original->n_applicants;
    uint32_t *before = ARENA_NEW(&scratch, n, uint32_t);
    uint32_t *after = ARENA_NEW(&scratch, n, uint32_t);
    enum err err = before == NULL || after == NULL ? error_no_memory(error)
                                                   : place(original, progress, before, error);
    if (err == OK) {
        err = place(&anonymised->instance, progress, after, error);
    }
    *n_moved = 0;
    for (uint32_t a = 0; a < n && err == OK; a++) {
        uint32_t offer = after[a] == NONE ? NONE : anonymised->offer_was[after[a]];
        *n_moved += offer != before[anonymised->applicant_was[a]] ? 1 : 0;
    }
    arena_free(&scratch);
    return err;
}
