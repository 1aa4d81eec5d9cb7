// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Claims that seats alone would let in, but not all rules of the round: some of them, and some
 * rules, of which none can be left out.
 */
#ifndef PLACERA_CONFLICT_RULES_H
#define PLACERA_CONFLICT_RULES_H

#include "solver/conflict_question.h"

struct conflict_rules {
    struct conflict_question question; /* its rules and limits */
    bool found;
    bool known;  /* nothing in it can be left out; else that could not be asked in time */
    uint8_t *in; /* [claims + rules] 1: in the conflict; claims first */
};

/* Looks for a conflict, for ANSWER_SECONDS at most. Arrays live in arena. Errors: ERR_NO_MEMORY,
 * ERR_SOLVER. */
enum err conflict_rules_find(const struct conflict_task *task, const struct owed *owed,
                             struct arena *arena, struct conflict_rules *rules,
                             struct error *error);

#endif
