// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the desk has decided, as the next run must be told it. Confirmed, overridden, decided and
 * accepted placements are locked; whoever was confirmed without one, keeps a present place by
 * confirmation, or has declined takes no part; those proposed and returned are free. A seat that is
 * offered to a child besides is locked as well, by an applicant of its own behind all children.
 *
 * Two things stand in the way of that. Free children may stay at present places that seats count,
 * so a confirmed placement on a seat that such a child leaves would be one too many: then the child
 * is held at its proposed place. And more may be locked than there are seats, since a person may
 * override beyond them: then that limit's seats are raised to as many.
 */
#ifndef PLACERA_REVIEW_LOCKS_H
#define PLACERA_REVIEW_LOCKS_H

#include "review/seats.h"

/* A limit that holds more than its seats. */
struct raised {
    const char *name; /* of an offer, a school or a pool */
    bool is_offer;
    uint32_t month; /* in which it is too full; 0 in a round without months */
    uint32_t from, to;
};

struct locks {
    uint32_t *offer; /* [n_applicants] locked there; NONE: not */
    uint32_t *month; /* [n_applicants] of those whom the desk has locked; 0: as it was */
    uint8_t *out;    /* [n_applicants] 1: takes no part */
    const struct seats_child *child; /* [n_applicants] the seats' own: what is offered besides */
    uint32_t n_locked, n_out, n_held, n_offered, n_raised;
    struct raised *raised; /* [n_raised] */
};

/* From the children as they stand. instance: the first run's. Arrays live in arena. O(n log n) for
 * n children, once more for each limit at which children are held. Errors: ERR_NO_MEMORY. */
enum err locks_find(struct locks *locks, const struct seats *seats, struct arena *arena,
                    struct error *error);

#endif
