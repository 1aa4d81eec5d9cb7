// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A solution: the placement of a round with everything the results and explanations are read off.
 */
#ifndef PLACERA_SOLUTION_H
#define PLACERA_SOLUTION_H

#include "solver/conflict.h"
#include "solver/mechanism.h"

enum basis { BASIS_NONE, BASIS_WISH, BASIS_FALLBACK, BASIS_CURRENT, BASIS_LOCKED };

/* "none", "wish", "fallback", "current", "locked" */
extern const char *const basis_name[];

/* What becomes of a family. */
enum family_outcome {
    FAMILY_NOT_PLACED, /* nobody of it is newly placed: each stays or is not placed */
    FAMILY_APART,      /* not together, and somebody is newly placed or locked */
    FAMILY_TOGETHER,   /* all at one school or offer; whoever stays there counts */
    FAMILY_BLOCKING,   /* deferred acceptance: it blocks the placement before the `after` step
                        * (joint_proposals.h), together or not */
};

/* "not placed", "apart", "together", "blocking" */
extern const char *const family_outcome_name[];

enum stage {
    STAGE_OPTIONS,
    STAGE_RANK,
    STAGE_SOLVE,
    STAGE_PROVE, /* of minimum-cost, done within SOLVE and told apart from it */
    STAGE_FALLBACK,
    STAGE_READ_OFF,
    N_STAGES
};
extern const char *const stage_name[];

struct solution {
    struct arena arena; /* owns all below */
    struct options options;
    struct ranking ranking;

    /* by applicant */
    uint32_t *offer;  /* [n_applicants] NONE: not placed */
    uint8_t *basis;   /* [n_applicants] enum basis */
    uint32_t *wish;   /* [n_applicants] the wish's rank 1, 2, ...; 0: placed at no wish */
    uint32_t *metres; /* [n_applicants] to the school placed at, METRES_UNKNOWN */
    uint32_t *start;  /* [n_applicants] month in which it begins; 0: not placed, or stays; NULL in
                       * a round without months */
    uint32_t *rank;   /* [n_applicants] rank at that offer, 0: did not compete for it */
    uint32_t *claim_round; /* [n_applicants] near guarantee, 0: no claim */
    uint8_t *lacks_near;   /* [n_applicants] 1: ends neither at a wish nor near; NULL: no near */

    uint8_t *family_outcome; /* [n_families] enum family_outcome; NULL without families */

    /* by offer */
    uint32_t *first_wishes;  /* [n_offers] who wished it first, locked applicants included */
    uint32_t *wishes;        /* [n_offers] who wished it at all */
    uint32_t *placed;        /* [n_offers] */
    uint32_t *cutoff_rank;   /* [n_offers] worst rank admitted; 0: refused some, admitted none;
                              * NONE where nobody was refused */
    uint32_t *reserve_start; /* [n_offers + 1] CSR */
    uint32_t *reserve;     /* applicants who wished the offer above what they got, in rank order */
    int64_t *price;        /* [n_offers] worth of one more seat; NULL unless minimum-cost */
    uint32_t *price_level; /* [n_offers] the level that feels it, NONE */

    uint64_t *decided; /* [n_criterions + 2] refusals decided by instance.criterion[i]; then by the
                        * lottery as last resort; then by a near claim */
    struct assignment_proof proof;      /* minimum-cost; n_levels = 0 elsewhere */
    struct program_proof program_proof; /* minimum-cost where the round is no network; then proof
                                         * has no levels, and price is NULL */
    struct assignment_proof
        fallback_proof; /* the `after` step; n_levels = 0 where there was none */

    double seconds[N_STAGES];
};

struct solve_options {
    const struct progress *progress; /* may be NULL */
    enum prove prove;                /* how an optimum is proved */
    struct glpk_limits limits; /* when an integer program is to end with what it has; 0: never */
    struct conflict *conflict; /* filled where a required guarantee cannot be held, so that solve
                                * ends with ERR_NO; the caller's to release; may be NULL */
};

/* options may be NULL. Options, ranks, the policy's mechanism, the fallback step, and what is read
 * off: the main job. The same solution at any number of threads. Errors: ERR_NO_MEMORY, ERR_SOLVER;
 * ERR_NO where GLPK contradicts the optimum, or a required guarantee cannot be held.
 * On error solution is empty. */
enum err solve(const struct instance *instance, const struct solve_options *options,
               struct solution *solution, struct error *error);

void solution_release(struct solution *solution);

#endif
