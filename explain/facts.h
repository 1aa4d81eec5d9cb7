// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a child was placed as it was, as facts without words: wish by wish the outcome, what decided
 * it, and by how much. words.h and facts_json.h say it; nothing here depends on a language.
 *
 * Of other children the facts hold cutoff values alone: what the last admitted had under the
 * deciding criterion, and how many have a seat. Which children these are is never among them, but
 * for siblings, and for the application that another one of the same child goes with; where such a
 * one has a protected identity and this child has none, nothing is told of it either.
 */
#ifndef PLACERA_FACTS_H
#define PLACERA_FACTS_H

#include "solver/calendar.h"
#include "explain/values.h"
#include "solver/ranking.h"
#include "solver/solution.h"

/* A round's outcome, as the result folder tells it. The arrays stay the caller's. */
struct round_result {
    const uint32_t *offer; /* [n_applicants] NONE: not placed */
    const uint8_t *basis;  /* [n_applicants] enum basis */
    const uint32_t *wish;  /* [n_applicants] the wish's rank, 0: placed at no wish */
    const uint32_t *start; /* [n_applicants] month in which it begins, 0: not placed, or stays; NULL
                            * in a round without months */
    bool is_unproved;      /* the solver ended before all its optima were proved */

    uint32_t n_near; /* the near guarantee's rows; 0 where there are none */
    const uint32_t *near_applicant;
    const uint32_t *near_claim; /* the round of the claim, 0: none */

    uint32_t n_reserve; /* the reserve lists' rows */
    const uint32_t *reserve_offer;
    const uint32_t *reserve_position;
    const uint32_t *reserve_applicant;

    uint32_t n_blocking; /* families that block, declared by the certificate */
    const uint32_t *blocking;

    const int64_t *price;     /* [n_offers] NULL: no prices */
    const uint8_t *has_price; /* [n_offers] 0: no price there */
};

/* What all explanations of a round share. */
struct explainer {
    struct arena arena; /* owns all below */
    const struct instance *instance;
    const struct round_result *round;
    struct options options;
    struct ranking ranking; /* claims moved ahead */
    struct valuer valuer;
    struct options after; /* fallback options of the `after` step; start is NULL where none */
    uint32_t *number; /* [ranking.node_start[n_nodes]] how many different children come up to each
                       * in an offer's order; NULL in a round without months */
    struct calendar calendar; /* seats taken, those of the `after` step left out */

    uint32_t *choice_of;        /* [n_applicants] option held in the round, NONE: none */
    uint32_t *after_of;         /* [n_applicants] option of `after` held, NONE: none */
    struct seat_spans *spans;   /* [n_applicants] seats in the round */
    uint32_t *newly;            /* [n_offers] children placed there in the round, or locked */
    uint32_t *wished;           /* [n_offers] how many wished for it */
    uint32_t *claim_round;      /* [n_applicants] 0: no claim */
    uint8_t *claimed;           /* [options.n] 1: a near option of a child with a claim */
    uint32_t *reserve_position; /* [options.n] 0: not on the list */
    uint32_t *reserve_length;   /* [n_offers] */
    uint32_t *locked;           /* [n_nodes] seats decided before the round */
    uint32_t *taken;            /* [n_nodes] the same and those taken in the round */
    uint32_t *taken_after;      /* [n_nodes] the same and those taken in the `after` step */
    uint8_t *refused_some;      /* [n_offers] somebody preferred the offer to what it got */
    struct option_ref *last;    /* [n_nodes] last admitted; option NONE where none */
    struct choice *choice;      /* [longest list] one explanation's */
    struct refusal *refusal;    /* [longest list] one explanation's */
};

enum outcome {
    OUTCOME_ADMITTED,
    OUTCOME_REFUSED,
    OUTCOME_NOT_NEEDED, /* something higher on the list was given */
    OUTCOME_NOT_TRIED,  /* a lock decided before */
};

enum reason {
    REASON_NO_SEATS,     /* none to give */
    REASON_LOCKED,       /* all decided before the round */
    REASON_CRITERION,    /* a criterion puts the last admitted before the child */
    REASON_LOTTERY,      /* all criteria equal: the lottery as last resort */
    REASON_ID,           /* even the lottery equal */
    REASON_CLAIM,        /* the last admitted would else lose every near school */
    REASON_EARLIER,      /* immediate acceptance: full in an earlier step */
    REASON_TRADED,       /* top trading cycles */
    REASON_OBJECTIVE,    /* minimum-cost */
    REASON_TAKEN,        /* `after`: full once the round was over */
    REASON_SHARED_OUT,   /* `after`: filled in that step, by the least walking for all */
    REASON_KEPT,         /* all seats belong to children who have them already */
    REASON_NOT_OPENED,   /* the offer opens with a least number and did not open */
    REASON_NOT_ELIGIBLE, /* the offer needs a decision, and there is none */
    REASON_OUT,          /* the child takes no part in the round */
    REASON_NO_MONTH,     /* no seats begin in the months that the child may get */
    REASON_NOT_ALONG,    /* a follower: the offer does not go with the place that it follows */
    REASON_LEFT_OVER,    /* a follower, where followers come last: no seat was left */
    REASON_FAMILY,       /* deferred acceptance: siblings propose together, and that decided */
};

enum full_kind { FULL_NONE, FULL_OFFER, FULL_SCHOOL, FULL_POOL };

struct refusal {
    enum reason reason;
    uint32_t month;      /* in which the child would have begun, 0: no month is meant */
    enum full_kind full; /* the smallest seat limit around the offer that is full */
    const char *name;    /* its id, NULL where none is full */
    uint32_t node;       /* that limit, NONE where none is full or it is a crossing one */
    uint32_t seats;      /* its seats */
    uint32_t locked;     /* of these, decided before the round */
    bool has_taken;      /* who has its seats in full_month is known: */
    uint32_t full_month; /* a month in which it is full, 0 in a round without months */
    uint32_t taken[N_SEAT_RIGHTS];

    const struct criterion *criterion; /* REASON_CRITERION */
    uint32_t n_equal;                  /* criteria before it (or all), in which the two are equal */
    struct value own;                  /* CRITERION, LOTTERY */
    struct value last;                 /* the last admitted's */
    unsigned
        lottery_digits; /* how many of the last admitted's digits settle it; more are not told */
    uint32_t own_rank;  /* in the order of the seats that are full, 1 is best */
    uint32_t last_rank;
    uint32_t step;      /* immediate acceptance: in which the child applied here */
    uint32_t full_step; /* REASON_EARLIER: in which the last seat went */
    bool has_price;     /* minimum-cost */
    int64_t price;      /* what one more seat is worth to the round's objective */
};

struct choice {
    uint32_t offer;
    uint32_t wish; /* rank 1, 2, ...; 0: a fallback, or to stay */
    uint32_t metres;
    enum measure measure;
    enum outcome outcome;
    bool stays;        /* ADMITTED: the child keeps the place that it has */
    bool below;        /* NOT_NEEDED: wished less than the place that it has */
    uint32_t start;    /* ADMITTED: month in which it begins, 0: none */
    uint32_t earliest; /* the first month in which the child may begin there, 0: none is meant */
    uint32_t reserve_position; /* 0: not on a reserve list */
    uint32_t reserve_length;
    uint32_t rank;      /* ADMITTED by rank: the child's, 0 where no rank decides */
    bool contested;     /* ADMITTED: others were refused */
    uint32_t last_rank; /* ADMITTED: the last admitted's rank at the offer, 0 where none decides */
    uint32_t step;      /* ADMITTED by immediate acceptance: in which step; else 0 */
    bool claimed;       /* the near guarantee put the child first here */
    bool
        lottery_carried; /* REASON_LOTTERY or a lottery criterion: the number came with the input */
    uint32_t n_refusals; /* REFUSED: one for each month in which it might have begun; ADMITTED: for
                          * those before the one given */
    const struct refusal *refusal;
};

enum guarantee_outcome {
    GUARANTEE_NONE,   /* no place is owed */
    GUARANTEE_HELD,   /* the child has a place by then */
    GUARANTEE_LATER,  /* not before this round ends */
    GUARANTEE_BROKEN, /* it has none by then */
};

enum siblings_outcome { SIBLINGS_NONE, SIBLINGS_TOGETHER, SIBLINGS_APART };

enum apart_reason {
    APART_NOTHING_SHARED, /* no school (offer) that all of them might get */
    APART_FULL,           /* none of those has seats for all of them besides the others' */
    APART_BEST,           /* one might have, but the round is best this way */
};

/* The siblings who apply in the round. */
struct family_facts {
    enum siblings_outcome outcome; /* NONE: no siblings, or one is not told of */
    uint32_t family;               /* NONE: no siblings, or the round does not go by families */
    uint32_t n_hidden;             /* siblings with a protected identity, not told of here */
    uint32_t n_told;               /* the other siblings */
    bool is_required;              /* together, or nobody newly placed */
    bool is_aim;                   /* an objective of the round */
    bool propose_together;         /* deferred acceptance: before each for itself */
    bool blocks;                   /* would be taken together where it would rather be, so that the
                                    * result declares it; only where all siblings are told of */
    enum apart_reason apart;       /* APART: why */
    uint32_t n_shared;             /* schools (offers) that all of them might get */
};

struct explanation {
    uint32_t applicant;
    enum basis basis;
    uint32_t offer; /* NONE: not placed */
    uint32_t wish;  /* 0: at no wish */
    uint32_t n_wishes;
    uint32_t metres;
    enum measure measure;
    bool is_protected;

    bool has_months;
    uint32_t start;        /* month in which it begins, 0: not placed, or stays */
    uint32_t wished_start; /* month that was wished */
    bool stays;            /* keeps the place that it has */
    uint32_t current;      /* the offer at which it has a place now, NONE */
    uint32_t moves_to;     /* the older group that it moves on to, NONE */
    uint32_t moves_month;

    enum guarantee_outcome guarantee;
    uint32_t guarantee_month; /* by which a place is owed */
    uint32_t due_month;       /* the same, but not before the month wished */
    struct family_facts family;

    uint32_t follows;    /* the application of the same child that this one goes with, NONE */
    bool follows_hidden; /* which is not told of */

    bool has_near;
    uint32_t near_limit_m; /* up to these metres a school is near for this child */
    uint32_t claim_round;
    bool lacks_near; /* neither at a wish nor near */

    bool has_lottery; /* one number for the whole round */
    bool lottery_carried;
    uint64_t lottery;

    uint32_t n_choices; /* wishes first, then to stay; or fallback options, nearest first, up to the
                         * one given */
    const struct choice *choice; /* valid until the next explanation */
};

/* Prepares the explanations of a round. instance and round must outlive the explainer.
 * Errors: ERR_NO when the round does not follow from the instance (verify says where),
 * ERR_NO_MEMORY, ERR_SOLVER. On error the explainer is empty. O(n log n) for n options. */
enum err explainer_begin(struct explainer *explainer, const struct instance *instance,
                         const struct round_result *round, struct error *error);
void explainer_end(struct explainer *explainer);

/* Is this sibling, or the application followed, told of on the page? */
bool explanation_tells(const struct explainer *explainer, const struct explanation *explanation,
                       uint32_t other);

/* One child's facts. Errors: ERR_NO as above, ERR_SOLVER. O(its options x schools of the group). */
enum err explain(const struct explainer *explainer, uint32_t applicant,
                 struct explanation *explanation, struct error *error);

#endif
