// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Claims that seats alone would let in, but not all rules of the round: some of them, and some
 * rules, of which none can be left out. Whether claims fit under rules says the integer program
 * (solver/program_solve.h), with no other aim than to hold them.
 */
#ifndef PLACERA_CONFLICT_RULES_H
#define PLACERA_CONFLICT_RULES_H

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

struct conflict_rules {
    bool fits;  /* all claims fit under all rules: there is no conflict */
    bool known; /* every question was answered in time */
    uint32_t n_rules;
    struct conflict_rule *rule; /* [n_rules] all rules there are */
    uint8_t *in;                /* [claims + n_rules] 1: in the conflict; claims first */
    struct limits limits;       /* that rules name */
};

/* Arrays live in arena. Errors: ERR_NO_MEMORY, ERR_SOLVER. */
enum err conflict_rules_find(const struct conflict_task *task, const struct owed *owed,
                             struct arena *arena, struct conflict_rules *rules,
                             struct error *error);

#endif
