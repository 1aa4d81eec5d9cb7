// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Joint options: the ways in which all members of a family would end together, best first.
 *
 * A member ends at the offer of the option it holds; at the offer of its lock; or, where it holds
 * nothing and may stay without a seat (instance_stays_at), at its present one. A family is together
 * if every member ends at an offer and all these offers are one offer (policy same: "offer") or of
 * one school. A joint option gives each member one of its options, or nothing where it is locked or
 * would stay, such that the family is together.
 *
 * Order. An option's place is its index among its applicant's options, from 0; staying without a
 * seat has the place behind the last; a lock has place 0. Joint options go by the sum of the
 * members' places, the smaller first; then by the place of the first member, of the second, and so
 * forth, members being in the byte order of their ids.
 */
#ifndef PLACERA_JOINT_OPTIONS_H
#define PLACERA_JOINT_OPTIONS_H

#include "solver/options.h"

/* The most joint options of one family. */
#define JOINT_OPTIONS_MAX (UINT32_C(1) << 20)

struct joint_options {
    uint32_t *member;     /* as instance.family_member, but in the byte order of ids */
    uint32_t *start;      /* [n_families + 1] CSR: a family's joint options, best first */
    size_t *choice_start; /* [n_families] */
    uint32_t *choice;     /* from choice_start on, joint option by joint option: an option for each
                           * member, NONE: locked, or stays without a seat */
};

/* The joint options of all families. Arrays live in arena. O(joint options x members, and a sort).
 * Errors: ERR_NO_MEMORY; ERR_INPUT where a family has more than JOINT_OPTIONS_MAX. */
enum err joint_options_build(struct joint_options *joint, const struct instance *instance,
                             const struct options *options, struct arena *arena,
                             struct error *error);

/* What the j-th joint option (an index in start's range) gives the members of a family. */
static inline const uint32_t *joint_options_choice(const struct joint_options *joint,
                                                   const struct instance *instance, uint32_t family,
                                                   uint32_t j) {
    uint32_t n_members = instance->family_start[family + 1] - instance->family_start[family];
    return joint->choice + joint->choice_start[family] +
           (size_t)(j - joint->start[family]) * n_members;
}

/* The offer at which an applicant ends who holds this option (NONE: none); NONE: at none. */
uint32_t joint_options_end(const struct instance *instance, const struct options *options,
                           uint32_t applicant, uint32_t option);

/* Are the members of a family together who end at these offers (offer [n_applicants])? */
bool joint_options_together(const struct instance *instance, uint32_t family,
                            const uint32_t *offer);

#endif
