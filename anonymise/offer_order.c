// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/offer_order.h"

#include "solver/nearness.h"

/* The applicant's equally near offers, as far as the policy's reach and the ties at its end. */
static enum err add_ties(const struct nearness *nearness, uint32_t reach, uint32_t a,
                         uint64_t *near, struct before *before, struct error *error) {
    uint32_t n = nearness_offers(nearness, a, near);
    enum err err = OK;
    for (uint32_t i = 0; i + 1 < n && err == OK; i++) {
        bool tied = near[i] >> 32 == near[i + 1] >> 32;
        if (!tied && i + 1 >= reach) {
            break; /* beyond, none is reached */
        }
        if (tied) {
            err = before_add(before, nearness->by_id[(uint32_t)near[i]],
                             nearness->by_id[(uint32_t)near[i + 1]], error);
        }
    }
    return err;
}

enum err offer_order(const struct instance *instance, struct before *before, struct error *error) {
    if (instance->policy.fallback == FALLBACK_NONE) {
        return OK;
    }
    struct arena scratch = {0};
    struct nearness nearness;
    struct instance all = *instance; /* every near offer, since those beyond the reach count too */
    all.policy.reach = NONE;
    uint64_t *near = ARENA_NEW(&scratch, instance->n_offers, uint64_t);
    enum err err =
        near == NULL ? error_no_memory(error) : nearness_build(&nearness, &all, &scratch, error);
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        err = add_ties(&nearness, instance->policy.reach, a, near, before, error);
    }
    arena_free(&scratch);
    return err;
}
