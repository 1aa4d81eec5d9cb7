// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The seats as the desk has filled them: what a placement would mean before it is made. The rules
 * are those of the first run's instance, since later runs have what the desk decided written into
 * theirs; who sits where is read from the store's children. Who is proposed, confirmed, overridden,
 * decided or accepted takes the seat of its placement; whoever is returned or has declined, or was
 * given no place, takes none but that of a present place which seats count. A seat that is offered
 * to a child besides is taken, too, until the family has answered.
 */
#ifndef PLACERA_REVIEW_SEATS_H
#define PLACERA_REVIEW_SEATS_H

#include "review/state.h"
#include "review/store.h"
#include "solver/calendar.h"

/* How firmly a child has its seat. */
enum seat_hold {
    HOLD_DECIDED,   /* decided, accepted */
    HOLD_CONFIRMED, /* confirmed, overridden */
    HOLD_OFFERED,   /* offered from the reserve list */
    HOLD_PROPOSED,
    HOLD_PRESENT, /* it has nothing from this round, and keeps its present place */
    N_SEAT_HOLDS
};
extern const char *const seat_hold_name[N_SEAT_HOLDS];

/* A child as it stands at the desk. */
struct seats_child {
    enum state state;
    uint32_t offer; /* NONE: no place */
    uint32_t month; /* in which it begins; 0: none */
    bool stays;     /* keeps its present place */
    bool yields;    /* has a new place that was only proposed: a re-run may give it another */
    uint32_t rank;  /* at its offer, of the run at hand; NONE: it did not compete for it */
    uint32_t offered, offered_month; /* a seat that is held for it besides; NONE */
};

struct seats {
    const struct instance *instance;
    struct seats_child *child; /* [n_applicants] */
    uint32_t n_sitting;        /* n_applicants; twice as many once anybody is offered a seat */
    struct seat_spans *spans;  /* [2 n_applicants] each child's, then what it is offered */
    struct calendar calendar;  /* counts around the offers of the last question, only there */
    struct instance sitting;   /* the instance, with n_sitting applicants: the calendar's */
    struct seat_spans *around; /* [2 n_applicants] scratch: spans, empty where they do not matter */
    uint8_t *limit_asked, *offer_asked; /* [n_limits], [n_offers] scratch */
    struct arena arena, counts;         /* counts: the calendar's */
};

/* Reads the children. instance: the first run's; it must outlive seats. Call it within the
 * transaction whose moment it is to tell of, and seats_close in every case. O(children). Errors: as
 * sql_run; ERR_NO where the store is another round's. */
enum err seats_open(struct seats *seats, struct store *store, const struct instance *instance,
                    struct error *error);
void seats_close(struct seats *seats);

/* The seat of whoever has nothing new: that of a present place, where seats count it. */
void seats_keep_present(const struct instance *instance, uint32_t applicant,
                        struct seat_spans *spans);

/* The right by which spans take a seat of the limit in the month; N_SEAT_RIGHTS: they do not. */
enum seat_right seats_right_in(const struct calendar *calendar, const struct seat_spans *spans,
                               uint32_t limit, uint32_t month);

/* The seat that a child is offered besides what it has; none where offer is NONE. */
void seats_besides(const struct instance *instance, uint32_t applicant, uint32_t offer,
                   uint32_t month, struct seat_spans *spans);

/* A placement that somebody thinks of: the child at the offer (NONE: no place) from a month on (0
 * in a round without months). besides: and it keeps what it has. */
struct placing {
    uint32_t child, offer, month;
    bool besides;
};

/* Why the rules would not give it, first reason first. A person may all the same, but for the last
 * one. */
enum placing_fault {
    PLACING_POSSIBLE,
    PLACING_GROUP,    /* the offer is another group's */
    PLACING_DECISION, /* it needs a decision of eligibility */
    PLACING_FOLLOWS,  /* it goes with a place elsewhere, which the child whom it follows has not */
    PLACING_EARLY,    /* before the month wished */
    PLACING_UNOPENED, /* before the offer, or the one to which the child moves on, has any seats */
    N_PLACING_FAULTS
};
extern const char *const placing_fault_name[N_PLACING_FAULTS];

enum placing_fault seats_fault(const struct seats *seats, const struct placing *placing);
bool seats_unopened(const struct instance *instance, const struct placing *placing);

/* Is there a seat in every limit around, in every month? O(children + n log n) for n of them in the
 * limits around. Errors: ERR_NO_MEMORY. */
enum err seats_fit(struct seats *seats, const struct placing *placing, bool *fit,
                   struct error *error);

/* Has the child there from now on, in that state; besides: holds the seat for it (NONE: no more).
 */
void seats_place(struct seats *seats, const struct placing *placing, enum state state);

/* A limit around a placement, and who sits there without the child itself. */
struct seats_limit {
    uint32_t limit; /* of seats.calendar */
    bool full;      /* the child has no seat there */
    uint32_t month; /* the first full one, else the one of most children */
    uint32_t seats, taken;
    uint32_t by_right[N_SEAT_RIGHTS]; /* taken, ... */
    uint32_t by_hold[N_SEAT_HOLDS];   /* ... and once more */
};

/* What a placement would do. */
struct seats_answer {
    enum placing_fault fault;
    uint32_t n_limits, n_full;
    struct seats_limit *limit; /* [n_limits] the smallest first, by place */
    uint32_t n_displaced;
    uint32_t *displaced; /* whose seats must be freed if all limits are to be held; see seats_ask */
    bool suffices;       /* that frees enough; else somebody would sit beyond the seats */
    uint32_t n_parted;
    uint32_t *parted; /* children whose place goes with the child's present one, not with this */
};

/* Answers. Displaced are, limit by limit and month by month, those of the merely proposed who sit
 * there and have the worst rank at their offer (who did not compete for it first; of equal ones the
 * later in the instance): the desk's estimate before a re-run, which may move others along. Arrays
 * live in arena. O(children x full limits). Errors: ERR_NO_MEMORY. */
enum err seats_ask(struct seats *seats, const struct placing *placing, struct arena *arena,
                   struct seats_answer *answer, struct error *error);

/* Inside review/seats*.c alone: a child's spans by what it has; the counts of seats.around; whether
 * whoever is placed there by a person keeps its present place. */
void seats_settle(struct seats *seats, uint32_t applicant);
enum err seats_recount(struct seats *seats, struct error *error);
bool seats_stays(const struct instance *instance, const struct placing *placing);

#endif
