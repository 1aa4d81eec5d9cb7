// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Mechanisms: the rules that turn wishes, criteria and seats into placements. One file each, and
 * one line in the table MECHANISMS below. Locked applicants (rank 0) keep choice NONE; all are
 * deterministic.
 */
#ifndef PLACERA_MECHANISM_H
#define PLACERA_MECHANISM_H

#include "solver/program_solve.h"
#include "solver/ranking.h"

struct mechanism_task {
    const struct instance *instance;
    const struct options *options;
    struct ranking *ranking; /* deferred acceptance moves claimants ahead in it */
    const uint32_t *room;    /* [n_nodes] seats left for this run, SEATS_UNLIMITED where no limit */
    struct arena *arena;     /* what outlives the run */
    enum prove prove;        /* how an optimum is proved */
    const struct progress *progress; /* may be NULL */
    bool of_followers;         /* the run of those who follow others: no claims, no families */
    struct glpk_limits limits; /* when an integer program is to end with what it has */
};

struct mechanism_outcome {
    uint32_t *choice;       /* [n_applicants] option or NONE; the caller's, filled by run */
    uint32_t *claim_round;  /* [n_applicants] round of the near claim, 0: none; likewise */
    uint8_t *family_blocks; /* [n_families] 1: the family blocks the placement (joint_proposals.h);
                             * the caller's, all 0, filled by deferred acceptance; NULL: no families
                             */
    struct assignment_proof proof; /* minimum-cost: values and prices by level; else n_levels = 0 */
    struct program_proof program_proof; /* minimum-cost where it is no network, instead of proof;
                                         * else n_levels = 0 */
    int64_t *seat_price;        /* [n_offers] minimum-cost: worth of one more seat; else NULL */
    uint32_t *seat_price_level; /* [n_offers] the level that feels it, NONE */
};

struct mechanism {
    const char *name; /* as the policy names it */
    enum err (*run)(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                    struct error *error);
    bool ranks;     /* offers choose by rank: all offers of a pool must share one criteria list */
    bool one_order; /* one order for all offers: applicants' columns and a single draw only */
    bool has_objectives; /* the policy's objective applies */
    bool holds_near;     /* holds the near guarantee */
    bool keeps_places;   /* nobody can take a counted seat (counts_current) of one who stays */
    bool holds_families; /* places nobody of a family that is not together, where that is required
                          */
    const char *warning; /* what a municipality must know before using it, NULL: nothing */
};

/* Every mechanism: its function (in the file of that name), its name, what holds for it, and its
 * warning. To add one, write its file and add its line here. */
#define MECHANISMS(X)                                                                              \
    X(deferred_acceptance, "deferred-acceptance",                                                  \
      RANKS | HOLDS_NEAR | KEEPS_PLACES | HOLDS_FAMILIES, NULL)                                    \
    X(minimum_cost, "minimum-cost", HAS_OBJECTIVES | KEEPS_PLACES | HOLDS_FAMILIES, NULL)          \
    X(top_trading_cycles, "top-trading-cycles", RANKS, NULL)                                       \
    X(immediate_acceptance, "immediate-acceptance", RANKS, PUNISHES_HONEST_WISHES)                 \
    X(serial_dictatorship, "serial-dictatorship", RANKS | ONE_ORDER, NULL)

#define X(function, name, holds, warning)                                                          \
    enum err function(const struct mechanism_task *task, struct mechanism_outcome *outcome,        \
                      struct error *error);
MECHANISMS(X)
#undef X

extern const struct mechanism mechanisms[];
extern const uint32_t n_mechanisms;

/* Index of the mechanism with this name, NONE if there is none. */
uint32_t mechanism_find(const char *name);

#endif
