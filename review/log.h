// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The log: what happened, in order, each entry bound to the one before it by its hash
 * (S. Haber and W. S. Stornetta, "How to time-stamp a digital document", Journal of Cryptology 3,
 * 1991). hash = SHA-256, in hex digits, of the JSON array
 *
 *     [hash before, entry, at, user, action, child, before, after, reason]
 *
 * written without blanks, in UTF-8, null where there is nothing; the first entry's hash before is
 * "". So whoever has the log can compute it again, and a hash that was noted elsewhere proves
 * everything before it.
 */
#ifndef PLACERA_REVIEW_LOG_H
#define PLACERA_REVIEW_LOG_H

#include "review/store.h"

struct log_entry {
    const char *user;           /* a name; "console" for the command line */
    const char *action;         /* "confirm", "user added", ... */
    const char *child;          /* its id; NULL */
    const char *before, *after; /* JSON; NULL */
    const char *reason;         /* NULL */
};

/* Adds an entry, within the transaction that makes the change. Errors: as sql_run, ERR_SOLVER. */
enum err log_add(struct store *store, const struct log_entry *entry, struct error *error);

/* A placement as entries have it; NULL where there is none. */
struct log_place {
    const char *state, *offer, *start;
    const char *offered, *offered_start; /* a seat that is held besides */
};

/* Its JSON text; text [LOG_PLACEMENT_SIZE]. False: it does not fit. */
enum { LOG_PLACEMENT_SIZE = 4096 };
bool log_placement(char text[LOG_PLACEMENT_SIZE], const struct log_place *place);

/* What the log says about the store, computed again. */
struct audit {
    int64_t n_entries;
    char last[65];     /* hash of the last entry; "" without entries */
    int64_t broken;    /* the first entry whose hash does not follow, 0: none */
    char why[300];     /* in words */
    uint32_t n_differ; /* children who are not what their last entry says, or not on their lists */
    char differ[300];  /* the first of them, in words */
};

/* Reads the whole log and sets it beside the children. O(entries + children). Errors: as sql_run,
 * ERR_SOLVER. */
enum err log_audit(struct store *store, struct audit *audit, struct error *error);

#endif
