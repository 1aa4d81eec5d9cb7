// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reserve lists as they are now. On an offer's list stands whoever wishes it more than what it has
 * at the desk, in the order of the offer's ranking of all children; who has declined, or was
 * offered a seat there and passed, does not. The next is the first who is not offered a seat there
 * already.
 *
 * That order does not change when placements do, so each wish has its turn in it once for all; the
 * lists follow from turns and placements by one statement, and audit computes them again.
 */
#ifndef PLACERA_REVIEW_RESERVE_H
#define PLACERA_REVIEW_RESERVE_H

#include "review/store.h"
#include "solver/instance.h"

/* Gives every wish of the store its turn, within a transaction: when the round is taken, the
 * lottery is drawn again, or a child comes late. instance: of all the store's children, with nobody
 * locked or out but by the instance itself. O(n log n) for n wishes. Errors: as options_possible,
 * ranking_build, sql_run. */
enum err reserve_rank(struct store *store, const struct instance *instance, struct error *error);

/* Puts a child (UINT32_MAX: all) on its lists anew, after its placement has changed, within the
 * transaction that changes it. Errors: as sql_run. */
enum err reserve_settle(struct store *store, uint32_t child, struct error *error);

/* Whose turn is it at the offer? UINT32_MAX: nobody waits. Errors: as sql_run. */
enum err reserve_next(struct store *store, uint32_t offer, uint32_t *child, struct error *error);

/* SHA-256 over the turns, one line a wish: id,offer,turn and a newline, by child and wish. */
enum err reserve_digest(struct store *store, char sha256[65], struct error *error);

/* Calls row_fn with the id of each child who is not on the lists on which it should be, or whose
 * passing is not what the log says. Errors: as sql_run. */
enum err reserve_differ(struct store *store, sql_row_fn *row_fn, void *context,
                        struct error *error);

#endif
