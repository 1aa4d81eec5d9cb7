// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A placement's life. Whoever changes it says what it saw (the version), so that nobody overwrites
 * what a colleague has done meanwhile.
 *
 *     proposed ──confirm──► confirmed ──decide──► decided ──accept──► accepted
 *        │ ▲                    │                  ▲  │ └──decline──► declined
 *        │ └──withdraw──┐       │                  │  └──reopen──► confirmed (from all three)
 *        ├──override──► overridden ──decide────────┘
 *        └──return────► returned (goes into the next run)
 *
 *     decided, accepted ──offer──► the same, with a seat at another offer held besides
 *                                   take ──► accepted there        pass ──► as it was
 *
 * override, return and withdraw are possible from each of proposed, confirmed, overridden and
 * returned, as far as they change something. The first confirm or override closes the round: from
 * then on no other lottery is drawn.
 *
 * A seat is offered to the next on the reserve list (review/reserve.h); to anybody else, or beyond
 * the seats, it takes a reason. Who has one seat offered is offered no other, and neither declines
 * nor is reopened, until the family has answered. Who passes leaves that offer's list.
 */
#ifndef PLACERA_REVIEW_LIFE_H
#define PLACERA_REVIEW_LIFE_H

#include "review/state.h"
#include "review/user.h"
#include "solver/instance.h"

enum action {
    ACTION_CONFIRM,
    ACTION_OVERRIDE,
    ACTION_RETURN,
    ACTION_WITHDRAW,
    ACTION_DECIDE,
    ACTION_ACCEPT,
    ACTION_DECLINE,
    ACTION_REOPEN,
    ACTION_OFFER,
    ACTION_TAKE,
    ACTION_PASS,
    N_ACTIONS
};
extern const char *const action_name[N_ACTIONS];

/* What somebody wants to do with a child. */
struct change {
    uint32_t child;
    int64_t version; /* that was seen */
    uint32_t offer;  /* ACTION_OVERRIDE, ACTION_OFFER; UINT32_MAX is no place, for an override */
    uint32_t start;  /* the same, in a round with months: the month; else 0 */
    bool exceeds;    /* even where there is no seat left */
};

enum refused {
    REFUSED_NOT,
    REFUSED_ROLE,     /* the user's role does not allow it */
    REFUSED_CHILD,    /* there is no such child */
    REFUSED_CONFLICT, /* somebody else was there first: see version and state */
    REFUSED_STATE,    /* not from this state */
    REFUSED_EYES,     /* who confirms does not decide */
    REFUSED_REASON,   /* a reason is required */
    REFUSED_OFFERED,  /* the family has not answered yet whether it takes an offered seat */
    REFUSED_OFFER,    /* no such offer, no month where one is needed or one before it has any
                       * seats, or what it has already */
    REFUSED_SEATS,    /* there is no seat left (review/seats.h), and `exceeds` does not say so */
    N_REFUSED
};
extern const char *const refused_name[N_REFUSED];

/* What became of a change; version and state as they are now. */
struct changed {
    enum refused refused;
    int64_t version;
    enum state state;
};

enum { REASON_SIZE = 2000 };

/* Does the action to n children, in one transaction: each that can be done is, with its entry in
 * the log, and the others are refused; changed [n] tells. After an error nothing is done. reason
 * may be NULL. instance: the first run's, for actions that give a seat, which are counted within
 * the transaction: override, offer, and withdraw and reopen where the child had none; NULL for
 * others. Errors: as sql_run, seats_open. */
enum err life_change(struct store *store, const struct instance *instance, const struct user *user,
                     enum action action, const struct change *change, uint32_t n,
                     const char *reason, struct changed *changed, struct error *error);

#endif
