// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/moved.h"

#include "solver/solution.h"

#include <omp.h>
#include <string.h>

#define SECONDS_MOST 30.0

/* The offers of a round's placement, into offer [n_applicants]; *known: there is one, and it is the
 * best. */
static enum err place(const struct instance *instance, const struct progress *progress,
                      uint32_t *offer, bool *known, struct error *error) {
    struct solve_options options = {.progress = progress,
                                    .limits.ends = omp_get_wtime() + SECONDS_MOST};
    struct solution solution;
    struct error no = {0};
    enum err err = solve(instance, &options, &solution, &no);
    *known = err == OK && !solution.program_proof.stopped;
    if (err == OK) {
        memcpy(offer, solution.offer, instance->n_applicants * sizeof *offer);
        solution_release(&solution);
    } else if (err != ERR_NO && error != NULL) {
        *error = no;
    }
    return err == ERR_NO ? OK : err;
}

enum err moved_count(const struct instance *original, const struct anonymised *anonymised,
                     const struct progress *progress, uint32_t *n_moved, struct error *error) {
    struct arena scratch = {0};
    uint32_t n = original->n_applicants;
    uint32_t *before = ARENA_NEW(&scratch, n, uint32_t);
    uint32_t *after = ARENA_NEW(&scratch, n, uint32_t);
    bool known = false, known_after = false;
    enum err err = before == NULL || after == NULL
                       ? error_no_memory(error)
                       : place(original, progress, before, &known, error);
    if (err == OK && known) {
        err = place(&anonymised->instance, progress, after, &known_after, error);
    }
    *n_moved = known_after ? 0 : NONE;
    for (uint32_t a = 0; a < n && err == OK && known_after; a++) {
        uint32_t offer = after[a] == NONE ? NONE : anonymised->offer_was[after[a]];
        *n_moved += offer != before[anonymised->applicant_was[a]] ? 1 : 0;
    }
    arena_free(&scratch);
    return err;
}
