// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside explain/: the parts that facts.c puts together.
 */
#ifndef PLACERA_FACTS_PARTS_H
#define PLACERA_FACTS_PARTS_H

#include "explain/facts.h"

/* Does the round go by this mechanism? */
static inline bool explainer_runs(const struct explainer *explainer,
                                  enum err (*run)(const struct mechanism_task *,
                                                  struct mechanism_outcome *, struct error *)) {
    return mechanisms[explainer->instance->policy.mechanism].run == run;
}

/* The seats that an applicant has under an option. */
void option_spans(const struct explainer *explainer, struct option_ref ref,
                  struct seat_spans *spans);

/* refusal.c: why an option that the child prefers to what it got was refused in the round.
 * Errors: ERR_NO where no rule explains it, ERR_SOLVER. */
enum err refusal_find(const struct explainer *explainer, struct option_ref own,
                      struct refusal *refusal, struct error *error);

/* Notes the smallest node around a slot that is full by taken [n_nodes] and does not hold the slot
 * `but` as well (NONE: nothing is left out). */
void refusal_full(const struct explainer *explainer, uint32_t slot, const uint32_t *taken,
                  uint32_t but, struct refusal *refusal);

/* circumstances.c: months, transfer, guarantee, siblings, what it goes with. Errors: none. */
void circumstances_find(const struct explainer *explainer, struct explanation *explanation);

/* family.c */
void family_find(const struct explainer *explainer, const struct explanation *explanation,
                 struct family_facts *facts);

#endif
