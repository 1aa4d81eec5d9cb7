// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside verify: what its rooms share. Everything here is derived anew from the instance's columns;
 * of the solver only the data (instance, policy) and the shape of a certificate are known.
 *
 * Notation: x, y are options of the round (wishes, then fallback in-round, staying in the place of
 * its wish or last), numbered applicant by applicant; a is an applicant, o an offer, v a node of
 * the forest of slots and pools. Months are numbers as in the instance.
 */
#ifndef PLACERA_CHECKER_H
#define PLACERA_CHECKER_H

#include "verify/verify.h"

enum rule {
    RULE_DEFERRED_ACCEPTANCE,
    RULE_MINIMUM_COST,
    RULE_TOP_TRADING_CYCLES,
    RULE_IMMEDIATE_ACCEPTANCE,
    RULE_SERIAL_DICTATORSHIP,
    N_RULES
};

/* What an applicant may choose in a step, CSR by applicant. */
struct choices {
    uint32_t n;
    uint32_t *start;  /* [n_applicants + 1] */
    uint32_t *owner;  /* [n] applicant */
    uint32_t *offer;  /* [n] */
    uint32_t *node;   /* [n] the slot it takes in the end; NONE: staying without a seat */
    uint32_t *month;  /* [n] in which it begins; 0: staying, or a round without months */
    uint32_t *wish;   /* [n] rank of the wish 1, 2, ...; 0: none */
    uint8_t *stays;   /* [n] 1: staying at the present place */
    uint32_t *metres; /* [n] METRES_UNKNOWN where not known */
};

/* What those who choose in one turn compete for. */
struct turn {
    uint32_t *used;  /* [n_nodes] seats taken in this turn and before */
    uint32_t *worst; /* [n_nodes] the worst option stated in this turn, NONE */
};

/* A limit of seats while it holds: a step of an offer, a school or pool. */
struct seat_limit {
    const char *name;
    bool of_offer;
    uint32_t seats, from, before; /* holds in the months from .. before - 1; before NONE: on */
    uint32_t start, n;            /* its offers: seat_limits.offer[start ..] */
    uint32_t free_from;           /* from this month on a seat is free as long as it holds */
};

struct seat_limits {
    uint32_t n;
    struct seat_limit *limit;
    uint32_t *offer;
    uint32_t *of_start, *of; /* CSR by offer: the limits that it is in */
};

struct checker {
    const struct loaded *loaded;
    const struct instance *instance;
    const struct results *results;
    struct report *report;
    struct arena arena;
    enum rule rule;
    bool offers_choose; /* by rank: one criteria list in every tree of pools */

    uint32_t last_month; /* that anybody may be offered; 0: a round without months */
    struct seat_limits seats;
    uint8_t *comes_free; /* [n_offers][comes_free_bytes] bit i: around the offer a seat may come
                          * free in month first_month + i; NULL: a round without months */
    size_t comes_free_bytes;
    struct choices round; /* wishes, fallback in-round, staying; of locked applicants the wishes */
    uint32_t *near_m; /* [n_applicants] metres up to this are near; METRES_UNKNOWN: none; NULL */
    uint8_t *near;    /* [round.n] 1: a near offer; NULL where the policy has no near */
    double *relative; /* [round.n] relative nearness; NULL where no criterion asks */
    uint64_t *number; /* [round.n] lottery */

    uint32_t
        *unit_start; /* [n_nodes + 1] CSR: options by root of the tree (by offer, where offers */
    uint32_t *unit_order; /* do not choose), best first; claims not regarded */
    uint32_t *place;      /* [round.n] where an option stands in unit_order */

    bool of_followers; /* the replay at hand is that of the followers, who come after the others */
    uint32_t *claim;   /* [n_applicants] recomputed round of the claim, 0: none */
    uint32_t *right; /* [n_applicants] the option that the replay gives, NONE; NULL: minimum-cost */

    uint32_t *offer_start; /* [n_offers + 1] CSR: options that compete, best first; with claims */
    uint32_t *offer_order;
    uint32_t *rank; /* [round.n] from 1, an applicant once an offer; 0: does not compete */

    uint32_t *room;         /* [n_nodes] seats less those of locked applicants */
    uint32_t *stated;       /* [n_applicants] the round's option that the results state, or NONE */
    uint8_t *wanted;        /* [n_applicants] 1: takes part in the `after` step */
    struct choices after;   /* its options; n = 0 where there is no such step */
    uint32_t *stated_after; /* [n_applicants] the option of it that the results state, or NONE */
    uint32_t *at_wish;      /* [n_applicants] the rank of the wish at which it ends, 0: at none */
    uint32_t *used_round;   /* [n_nodes] seats taken by stated */
    struct turn turn[2];    /* of followers where the mechanism ranks: 1; of all others: 0 */
    uint32_t *used_before;  /* [n_nodes] seats taken before the followers' turn */
    uint32_t *worst;        /* [n_nodes] worst of stated in it, NONE */
    uint8_t *refused;       /* [n_offers] 1: somebody would rather be there than where it is */
    bool has_prices;        /* the mechanism has levels of cost, so offers have prices */
    uint64_t n_lacking;     /* how many end neither at a wish nor near */
    uint64_t *decided;      /* [n_criterions + 2] refusals by what decided; then lottery, claim */
};

/* report.c: the first case of a property, and how many. */
void finding_break(struct checker *checker, enum property property, struct place place,
                   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same where the place is a row of a table (looked up for the first case only). */
struct row {
    enum results_file table;
    uint32_t row, column;
};
void finding_break_row(struct checker *checker, enum property property, struct row row,
                       const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Was it broken already? Saves the work of saying more. */
bool finding_is_broken(const struct checker *checker, enum property property);
void finding_set(struct checker *checker, enum property property, enum verdict verdict,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));
const char *applicant_text(const struct checker *checker, uint32_t applicant);
const char *offer_text(const struct checker *checker, uint32_t offer);

/* sort.c: a stable merge sort with a comparison of one's own. before(x, y): x strictly first. */
typedef bool before_fn(const void *context, uint32_t x, uint32_t y);
void sort_by(uint32_t *items, uint32_t n, uint32_t *scratch, before_fn *before,
             const void *context);

/* choices.c */
enum err options_derive(struct checker *checker, struct error *error);
enum err options_derive_after(struct checker *checker, struct error *error);
/* The rank 1, 2, ... of the wish behind an option; 0: none. */
uint32_t wish_of(const struct checker *checker, uint32_t option);

/* options.c */
uint32_t metres_between(const struct instance *instance, uint32_t applicant, uint32_t school);
bool is_locked(const struct instance *instance, uint32_t applicant);
/* Is the offer near for the applicant? */
bool is_near(const struct checker *checker, uint32_t applicant, uint32_t offer, uint32_t metres);
/* The rank that an offer has in the applicant's list; 0: it is not there. */
uint32_t wish_rank(const struct instance *instance, uint32_t applicant, uint32_t offer);

/* months.c */
enum { MONTH_BYTES = 24 };
/* "2027-03" */
const char *month_words(uint32_t month, char text[MONTH_BYTES]);
/* The month the applicant wishes to begin; 0 in a round without months. */
uint32_t month_wished(const struct instance *instance, uint32_t applicant);
/* The month by which the applicant is owed a place in this round; NONE: it is not. */
uint32_t month_due(const struct checker *checker, uint32_t applicant);
/* How many steps of the offer's seats have begun by a month. */
uint32_t steps_begun(const struct instance *instance, uint32_t offer, uint32_t month);
/* The seats of the offer's step 0, 1, ... */
uint32_t step_seats(const struct instance *instance, uint32_t offer, uint32_t step);
/* The slot of an offer that holds a month, the first where none does yet. */
uint32_t slot_at(const struct instance *instance, uint32_t offer, uint32_t month);
/* The month in which the applicant, placed at the offer, moves on; NONE: it does not. */
uint32_t moves_in(const struct instance *instance, uint32_t applicant, uint32_t offer);
/* The slot in which the applicant, placed at the offer from a month on, sits in the end. */
uint32_t last_slot(const struct instance *instance, uint32_t applicant, uint32_t offer,
                   uint32_t month);
/* Where the applicant may stay whatever happens, NONE. */
uint32_t present_place(const struct instance *instance, uint32_t applicant);

/* starts.c: in which months seats may come free; fills checker->comes_free. */
enum err starts_derive(struct checker *checker, struct error *error);
/* The next month after `after` (NONE: the first) in which the applicant may begin at the offer and,
 * unless it is the first, a seat may come free around it; NONE: there is none. 0 in a round without
 * months. */
uint32_t next_start(const struct checker *checker, uint32_t applicant, uint32_t offer,
                    uint32_t after);

/* numbers.c: lottery numbers of all options of the round; one of an applicant. */
enum err numbers_draw(struct checker *checker, struct error *error);
enum err numbers_draw_applicants(const struct checker *checker, uint64_t *number,
                                 struct error *error);

/* criteria.c: compares two options of one unit. Negative: x goes first; never 0 for x != y.
 * *decider (may be NULL): index in instance.criterion, n_criterions for the lottery as last resort
 * (and ids), n_criterions + 1 for a claim. With checker->claim NULL claims are not regarded. */
int option_compare(const struct checker *checker, uint32_t x, uint32_t y, uint32_t *decider);
/* Two applicants under the policy's own list, for serial dictatorship. */
int applicant_compare(const struct checker *checker, const uint64_t *number, uint32_t a,
                      uint32_t b);
bool is_claimed(const struct checker *checker, uint32_t option);
/* Is it to stay at a place whose seat counts the applicant already? Nobody can take that. */
bool is_kept(const struct checker *checker, uint32_t option);

/* order.c */
enum err order_units(struct checker *checker, struct error *error);
enum err order_offers(struct checker *checker, struct error *error);

/* replay.c, replay_trading.c: fill checker->right (and claim) of those who take part, and set it to
 * NONE of the others. */
bool takes_part(const struct checker *checker, uint32_t applicant);
/* In which turn the applicant chooses. */
int turn_of(const struct checker *checker, uint32_t applicant);
enum err replay_deferred_acceptance(struct checker *checker, struct error *error);
enum err replay_top_trading_cycles(struct checker *checker, struct error *error);
enum err replay_immediate_acceptance(struct checker *checker, struct error *error);
enum err replay_serial_dictatorship(struct checker *checker, struct error *error);

/* seat_limits.c: fills checker->seats. */
enum err seat_limits_list(struct checker *checker, struct error *error);

/* seats.c: who sits where in which month. */
enum err seats_check(struct checker *checker, struct error *error);
/* What an applicant may take. */
struct seat_choice {
    uint32_t applicant, offer, month;
    bool stays;
};
/* A stretch of months in which an applicant sits at an offer; until NONE: for good. */
struct sitting {
    uint32_t offer, from, until;
};
/* Where it sits then; how many stretches. */
uint32_t sittings_find(const struct instance *instance, const struct seat_choice *choice,
                       struct sitting sitting[3]);
/* Could the applicant begin at the offer in that month without anybody making room? */
bool seats_are_free(const struct checker *checker, uint32_t applicant, uint32_t offer,
                    uint32_t month);

/* refusals.c: a placement that is none of the applicant's options, and why; a start month that is
 * not the option's. */
void refusals_check(struct checker *checker);
/* Does the row say that the applicant stays where no seat counts it? Mechanisms that rank have no
 * option for that. */
bool stays_freely(const struct checker *checker, uint32_t applicant);

/* ties.c: families, followers, groups that open, guarantees. */
void ties_check(struct checker *checker);
bool is_together(const struct checker *checker, uint32_t family);
/* Is the applicant placed by this round: neither locked nor staying? */
bool is_newly_placed(const struct checker *checker, uint32_t applicant);

/* feasibility.c */
enum err feasibility_check(struct checker *checker, struct error *error);

/* joint.c: do families propose together? */
bool has_joint_options(const struct checker *checker);
/* Does the applicant choose for itself: without a family, or not together with it? */
bool chooses_alone(const struct checker *checker, uint32_t applicant);
/* That those families block which are declared to. */
enum err joint_check(struct checker *checker, struct error *error);

/* stability.c */
enum err stability_check(struct checker *checker, struct error *error);
/* The lowest node on the way from a node to its root that is full, NONE. */
uint32_t lowest_full(const struct checker *checker, uint32_t node, const uint32_t *used,
                     const uint32_t *seats);

/* objectives.c: the levels of minimum-cost. */
struct cost_level {
    enum objective_kind kind;
    uint32_t column;    /* OBJECTIVE_COLUMN */
    uint32_t wish_rank; /* OBJECTIVE_RANK_MAXIMAL */
    char name[64];
};
enum err levels_derive(const struct checker *checker, struct arena *arena, uint32_t *n_levels,
                       struct cost_level **level, struct error *error);
int64_t level_cost(const struct checker *checker, const struct choices *choices,
                   const struct cost_level *level, uint32_t option);

/* certificate.c */
struct model {
    const struct choices *choices;
    const uint32_t *room;   /* [n_nodes] */
    const uint32_t *choice; /* [n_applicants] option or NONE */
    uint32_t n_levels;
    const struct cost_level *level;
    const struct assignment_proof *proof;
    const char *key; /* "levels" or "fallback.levels" */
};
enum err certificate_check(struct checker *checker, struct error *error);

/* The policy's levels under their names; false: they are not. */
bool levels_are_named(struct checker *checker, const struct model *model, uint32_t n_levels,
                      const char (*name)[64]);

/* program.c: the certificate of an integer program; model->proof is not looked at. */
enum err program_check(struct checker *checker, const struct model *model, struct error *error);

/* prices.c: what one more seat of each offer, in every month, is worth. price [n_offers]. */
enum err seat_prices(const struct checker *checker, const struct model *model, struct arena *arena,
                     int64_t *price, struct error *error);

/* rows.c: offers.csv, reserve.csv, near.csv, cutoffs. */
enum err rows_check(struct checker *checker, struct error *error);

/* record.c: run.json and the digests. */
enum err record_check(struct checker *checker, struct error *error);

#endif
