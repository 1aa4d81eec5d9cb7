// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/owed.h"

#include "solver/months.h"

/* The month by which the option must begin to be what is owed; NONE: any. False: nothing is owed.
 */
static bool is_owed(const struct instance *instance, uint32_t a, uint32_t last_month,
                    uint32_t *due) {
    *due = instance_due_month(instance, a, last_month);
    return !instance_is_locked(instance, a) && instance_follows(instance, a) == NONE &&
           (*due != NONE || instance_stays_at(instance, a) != NONE);
}

/* Appends the applicant's claim unless it can always be met. */
static void append(struct owed *owed, const struct options *options, uint32_t a, uint32_t due) {
    uint32_t first = owed->start[owed->n], n = first;
    for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
        bool in_time = due == NONE || options->month == NULL || options->month[k] <= due;
        if (in_time && options->node[k] == NONE) {
            return;
        }
        if (in_time) {
            owed->option[n] = k;
            owed->slot[n++] = options->node[k];
        }
    }
    owed->applicant[owed->n] = a;
    owed->due[owed->n] = due;
    owed->start[++owed->n] = n;
}

enum err owed_build(struct owed *owed, const struct instance *instance,
                    const struct options *options, struct arena *arena, struct error *error) {
    uint32_t last_month = instance_last_month(instance), n = instance->n_applicants, due;
    *owed = (struct owed){.applicant = ARENA_NEW(arena, n, uint32_t),
                          .due = ARENA_NEW(arena, n, uint32_t),
                          .start = ARENA_ZERO(arena, (size_t)n + 1, uint32_t),
                          .option = ARENA_NEW(arena, options->n, uint32_t),
                          .slot = ARENA_NEW(arena, options->n, uint32_t)};
    if (owed->applicant == NULL || owed->due == NULL || owed->start == NULL ||
        owed->option == NULL || owed->slot == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        if (is_owed(instance, a, last_month, &due)) {
            owed->n_due += due != NONE ? 1 : 0;
            append(owed, options, a, due);
        }
    }
    return OK;
}
