// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Nearness: which schools and offers lie nearest to an applicant, by the metres of instance_metres.
 * Time is linear in the schools whose metres are known (all schools where straight lines are
 * allowed).
 */
#ifndef PLACERA_NEARNESS_H
#define PLACERA_NEARNESS_H

#include "solver/instance.h"

/* An index over an instance. */
struct nearness {
    const struct instance *instance;
    uint32_t *school_start; /* [n_schools + 1] CSR: a school's offers */
    uint32_t *school_offer; /* [n_offers] */
    uint32_t *id_place;     /* [n_offers] place of the offer's id in byte order */
    uint32_t *by_id;        /* [n_offers] offers in the byte order of their ids */
};

/* Builds the index; arrays live in arena. O(offers log offers). Errors: ERR_NO_MEMORY. */
enum err nearness_build(struct nearness *nearness, const struct instance *instance,
                        struct arena *arena, struct error *error);

struct nearest_two {
    uint32_t school[2]; /* NONE where there is none */
    uint32_t metres[2]; /* rising; METRES_UNKNOWN where there is none */
};

/* The two nearest schools that have an offer of this group (NONE: an offer without group). Equals
 * in the order of the schools. */
struct nearest_two nearness_two(const struct nearness *nearness, uint32_t applicant,
                                uint32_t group);

/* Offers of the applicant's group up to this many metres are near: the policy's limit for the
 * group, or where no school is within it the metres to the nearest. Requires policy.has_near. */
uint32_t nearness_limit_m(const struct nearness *nearness, uint32_t applicant);

/* The applicant's nearest offers that a fallback may use: of its group, within the policy's column,
 * at most `reach` of them. Fills near [n_offers] with metres << 32 | place of the id, rising; offer
 * is by_id[(uint32_t)key]. Returns how many. */
uint32_t nearness_offers(const struct nearness *nearness, uint32_t applicant, uint64_t *near);

#endif
