// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The policy of a round: which rules decide. Filled by the loader, read by everybody.
 */
#ifndef PLACERA_POLICY_H
#define PLACERA_POLICY_H

#include <stdbool.h>
#include <stdint.h>

enum criterion_kind {
    CRITERION_CURRENT_PLACE,     /* whose `current` is the offer, first */
    CRITERION_WISH_RANK,         /* who ranked the offer higher, first; fallback options last */
    CRITERION_RELATIVE_NEARNESS, /* metres to the nearest other school less metres here: larger
                                    first */
    CRITERION_ABSOLUTE_NEARNESS, /* fewer metres first */
    CRITERION_FLAG,              /* column = 1 first; empty counts as 0 */
    CRITERION_ASCENDING,         /* smaller value first, missing last */
    CRITERION_DESCENDING,        /* larger value first, missing last */
    CRITERION_LOTTERY,           /* smaller number first */
    CRITERION_STAYS, /* in no list, but before every list where seats count those who have a place:
                        who stays, first, so that nobody can take its seat */
};

struct criterion {
    enum criterion_kind kind;
    uint32_t column; /* FLAG, ASCENDING, DESCENDING: index into instance.column; else NONE */
};

/* One ordered list of criteria: instance.criterion[start .. start + n). The lottery and the
 * applicant's id break what is still tied; neither is in the list unless the policy says so. */
struct criteria {
    uint32_t start;
    uint32_t n;
};

enum fallback_when { FALLBACK_NONE, FALLBACK_AFTER, FALLBACK_IN_ROUND };

enum objective_kind {
    OBJECTIVE_PLACED,       /* most applicants placed */
    OBJECTIVE_NEAR,         /* most applicants at a wish or a near offer */
    OBJECTIVE_WISHES,       /* least sum of wish_cost */
    OBJECTIVE_RANK_MAXIMAL, /* most first wishes, then most second, ...: one level each */
    OBJECTIVE_CRITERIA,     /* least sum of ranks under the offers' criteria */
    OBJECTIVE_DISTANCE,     /* least sum of metres */
    OBJECTIVE_COLUMN,       /* least sum of a column of integers of wishes.csv */
    OBJECTIVE_GUARANTEE,    /* most of those to whom a place is owed in the round begin by then */
    OBJECTIVE_TOGETHER,     /* most families together */
    OBJECTIVE_LATE,         /* least sum of months later than wished */
    OBJECTIVE_FOLLOWS,      /* most followers placed */
    OBJECTIVE_CURRENT,      /* in no policy: that whoever has a place has one afterwards */
};

struct objective {
    enum objective_kind kind;
    uint32_t column; /* OBJECTIVE_COLUMN: index into instance.column; else NONE */
};

struct policy {
    uint32_t mechanism; /* index into mechanisms[] (solver/mechanism.h) */

    char *lottery_seed;
    bool lottery_per_offer; /* "draw": "per-offer" */
    bool straight_line;     /* "straight_line": "allowed" */

    bool has_near;       /* the policy names near.metres */
    bool near_guarantee; /* deferred acceptance runs in claim rounds */
    uint32_t *near_m;    /* [n_groups] limit in metres; NULL without near */

    enum fallback_when fallback;
    uint32_t reach; /* how many of the nearest offers count; NONE: all */
    char *within;   /* the column's name, NULL: anywhere */

    uint32_t late_months;    /* how much later than wished a placement may begin */
    bool guarantee_required; /* a round that cannot hold every guarantee has no placement */
    bool has_families;       /* the policy names families: under deferred acceptance they propose */
    bool families_required;  /* families together or nobody newly placed; else preferred */
    bool families_same_offer; /* together means at one offer; else at one school */

    uint32_t n_objectives;
    struct objective *objective;
    uint32_t n_wish_costs; /* 0: the default, (rank - 1) squared */
    int64_t *wish_cost;    /* [n_wish_costs] cost of rank 1, 2, ...; what is no wish costs what rank
                            * longest list + 1 would; at least objective_n_wish_costs (objective.h)
                            */
};

#endif
