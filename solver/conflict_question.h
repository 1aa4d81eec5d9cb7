// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Do some claims fit under some rules of a round? Answered by the integer program of a round of its
 * own (solver/program_solve.h), with one level, -1 for each option that meets a claim in question:
 * they fit where its optimum is their number. Rules that are not in question do not bind: seats
 * without limit, no family, no least number.
 *
 * That round is small: only those have options in it on whom the answer may depend. Whoever has no
 * claim in question can be left out of a placement, unless a family must be together with it, or an
 * offer needs it to open; so those are the families of the claims in question, who may help open an
 * offer that any of them may get, the families of these, and so on.
 */
#ifndef PLACERA_CONFLICT_QUESTION_H
#define PLACERA_CONFLICT_QUESTION_H

#include "solver/conflict.h"
#include "solver/limits.h"
#include "solver/owed.h"

enum conflict_rule_kind {
    CONFLICT_RULE_NODE,   /* index: node */
    CONFLICT_RULE_LIMIT,  /* limit */
    CONFLICT_RULE_FAMILY, /* family that must be together */
    CONFLICT_RULE_OPENS,  /* offer with a least number */
};

struct conflict_rule {
    enum conflict_rule_kind kind;
    uint32_t index;
};

struct conflict_question {
    const struct conflict_task *task;
    const struct owed *owed;
    struct limits limits; /* of the round */
    uint32_t n_rules;
    struct conflict_rule *rule; /* [n_rules] all rules there are */

    uint32_t *owner;         /* [options] applicant */
    uint32_t *at_start, *at; /* CSR of offers: applicants with an option there, but followers */

    struct glpk_limits until; /* afterwards everything fits, as far as is known */
    bool known;               /* no answer was given for want of time since this was last set */

    struct arena scratch; /* of one question */
    struct options options;
    struct instance relaxed;
    struct limits kept;
    uint8_t *concerned; /* [n_applicants] */
    uint8_t *may_open;  /* [n_offers] offers with a least number that somebody concerned may get */
};

/* Lists the rules. Arrays live in arena. Errors: ERR_NO_MEMORY. */
enum err conflict_question_new(struct conflict_question *question, const struct conflict_task *task,
                               const struct owed *owed, struct arena *arena, struct error *error);

/* conflict_test (solver/conflict_filter.h): context is the question, elements are the claims, then
 * the rules. Without claims: is there a placement at all? */
enum err conflict_ask(void *context, const uint8_t *in, bool *fits, struct error *error);

#endif
