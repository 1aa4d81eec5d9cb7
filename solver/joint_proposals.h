// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Families in deferred acceptance: they propose joint options (joint_options.h), and what it means
 * that a placement is stable with families.
 *
 * A placement gives each applicant who competes (who is not locked) one of its options or nothing,
 * within the room of every node. What a family wants:
 *   - `preferred`: to be together, at a joint option as early in its order as may be; else each
 *     member for itself, by its own options in their order.
 *   - `required`: to be together likewise; else that nobody of it is newly placed: each member
 *     holds its option to stay, where it has one, else nothing. Nothing else is allowed it.
 *
 * Who takes what. A tree (a root of the forest with all nodes below it) ranks options by its one
 * order. Of a set of options it takes, in that order, each that has room beside those taken before
 * it in every node from its slot to the root. Now members a1, a2, ... hold h1, h2, ... (or nothing)
 * and ask for k1, k2, ... (or nothing); the other applicants hold M. The trees would take the
 * proposal if, of the set
 *     M, all k, and each h whose tree is its k's too and ranks h before k,
 * they take every k. (So a seat that a member leaves is free to the whole family, but a tree need
 * not give up an option for one of the same child that it ranks behind.)
 *
 * Stable with families. Nothing blocks:
 *   1. an applicant for itself: one without a family, or a member of a `preferred` family that is
 *      not together, with an option k that stands before what it holds in its options (any option
 *      where it holds nothing) and that its tree would take;
 *   2. a family: with a joint option that stands before the one it holds in the family's order (any
 *      joint option where it is not together) and that the trees would take.
 * With one member 2 is 1, and without families this is the stability of deferred_acceptance.c: an
 * option k blocks unless some node from its slot to the root holds its room in options before k.
 *
 * Such a placement need not exist. In what joint_proposals finds nothing blocks by 1 and no family
 * is where it may not be; the families that block by 2 are as few as it found, and are told. The
 * ranks are those of the last claim round; the placement is the one before the `after` step.
 */
#ifndef PLACERA_JOINT_PROPOSALS_H
#define PLACERA_JOINT_PROPOSALS_H

#include "solver/standing.h"

/* Do families of this round propose joint options? */
static inline bool joint_proposals_apply(const struct instance *instance) {
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    return mechanism->ranks && mechanism->holds_families && instance->policy.has_families &&
           instance->n_families > 0;
}

/* standing: the outcome without families, all who compete present; it is changed. choice
 * [n_applicants] gets the placement, family_blocks [n_families] 1 where the family blocks it.
 * Scratch memory from arena. Errors: ERR_NO_MEMORY; ERR_INPUT as joint_options_build. */
enum err joint_proposals(struct standing *standing, uint32_t *choice, uint8_t *family_blocks,
                         struct arena *arena, struct error *error);

#endif
