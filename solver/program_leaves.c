// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/program_leaves.h"

#include <string.h>

enum err leaves_add(struct leaves *leaves, double value, const struct decision *decision,
                    uint32_t n, struct error *error) {
    if (leaves->n == LEAVES_MOST) {
        leaves->too_many = true;
        return OK;
    }
    struct decision *own = ARENA_NEW(leaves->arena, n, struct decision);
    if (own == NULL) {
        return error_no_memory(error);
    }
    memcpy(own, decision, n * sizeof *own);
    leaves->leaf[leaves->n++] = (struct leaf){value, n, own};
    return OK;
}

void leaves_leave_out(struct leaves *leaves, double above) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < leaves->n; i++) {
        if (leaves->leaf[i].value <= above) {
            leaves->leaf[n++] = leaves->leaf[i];
        }
    }
    leaves->n = n;
}

/* Has the leaf been decided so? */
static bool has(const struct leaf *leaf, const struct decision *decision) {
    bool found = false;
    for (uint32_t i = 0; i < leaf->n && !found; i++) {
        found = leaf->decision[i].column == decision->column &&
                leaf->decision[i].fixed == decision->fixed;
    }
    return found;
}

void leaves_agree(const struct leaves *leaves, uint32_t n_columns, uint8_t *fixed) {
    memset(fixed, GLPK_FREE, n_columns);
    if (leaves->n == 0 || leaves->too_many) {
        return;
    }
    for (uint32_t i = 0; i < leaves->leaf[0].n; i++) {
        const struct decision *decision = &leaves->leaf[0].decision[i];
        bool all = true;
        for (uint32_t j = 1; j < leaves->n && all; j++) {
            all = has(&leaves->leaf[j], decision);
        }
        if (all) {
            fixed[decision->column] = (uint8_t)decision->fixed;
        }
    }
}
