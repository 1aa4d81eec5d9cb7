// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A store of a test's own: a shipped instance, solved here, in a temporary folder.
 */
#ifndef PLACERA_TESTS_DESK_H
#define PLACERA_TESTS_DESK_H

#include "review/life.h"
#include "review/round.h"
#include "tests/io/temporary.h"

struct desk {
    struct temporary temporary;
    char path[128]; /* of the store */
    char results[128];
    struct loaded loaded;
    struct results read;
    struct store store; /* open for writing; sql is NULL where desk_close was called */
};

/* Solves instances/NAME, takes it into a store and opens that; any error ends the test. */
void desk_make(struct desk *desk, const char *name, bool four_eyes);
void desk_close(struct desk *desk);  /* the store alone */
void desk_open(struct desk *desk);   /* again */
void desk_remove(struct desk *desk); /* everything */

/* A user with that role, not written anywhere. */
struct user desk_user(const char *name, enum role role);

/* One change; ends the test on an error. */
struct changed desk_change(struct desk *desk, const struct user *user, enum action action,
                           struct change change, const char *reason);

/* A number that a query gives. */
int64_t desk_number(struct desk *desk, const char *query);

/* Confirms and decides whoever is still proposed, and decides whoever was overridden. */
void desk_decide_all(struct desk *desk);

/* Ends the test unless the audit of the store holds. */
void desk_audit(struct desk *desk);

#endif
