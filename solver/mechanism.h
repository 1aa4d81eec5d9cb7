// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Mechanisms: the rules that turn wishes, criteria and seats into placements. One file each; to add
 * one, write its file and add its line to mechanism.c's table.
 */
#ifndef PLACERA_MECHANISM_H
#define PLACERA_MECHANISM_H

#include "solver/assignment.h"
#include "solver/progress.h"
#include "solver/ranking.h"

struct mechanism_task {
    const struct instance *instance;
    const struct options *options;
    struct ranking *ranking; /* deferred acceptance moves claimants ahead in it */
    const uint32_t *room;    /* [n_nodes] seats left for this run, SEATS_UNLIMITED where no limit */
    struct arena *arena;     /* what outlives the run */
    const struct progress *progress; /* may be NULL */
};

struct mechanism_outcome {
    uint32_t *choice; /* [n_applicants] option or NONE; set by the caller, filled by run */
    uint32_t
        *claim_round; /* [n_applicants] round of the near guarantee's claim, 0: none; likewise */
    struct assignment_proof proof; /* minimum-cost: values and prices by level; else n_levels = 0 */
};

struct mechanism {
    const char *name; /* as the policy names it */
    enum err (*run)(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                    struct error *error);
    bool ranks;     /* offers choose by rank: all offers of a pool must share one criteria list */
    bool one_order; /* one order for all offers: applicants' columns and a single draw only */
    bool has_objectives; /* the policy's objective applies */
    bool holds_near;     /* holds the near guarantee */
    const char *warning; /* what a municipality must know before using it, NULL: nothing */
};

extern const struct mechanism mechanisms[];
extern const uint32_t n_mechanisms;

/* Index of the mechanism with this name, NONE if there is none. */
uint32_t mechanism_find(const char *name);

/* The mechanisms. Locked applicants (rank 0) keep choice NONE. Deterministic. */
enum err deferred_acceptance(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                             struct error *error);
enum err minimum_cost(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                      struct error *error);
enum err top_trading_cycles(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                            struct error *error);
enum err immediate_acceptance(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                              struct error *error);
enum err serial_dictatorship(const struct mechanism_task *task, struct mechanism_outcome *outcome,
                             struct error *error);

#endif
