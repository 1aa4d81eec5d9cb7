// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The round solved again: what is decided stays, everything else is proposed anew. The first run's
 * instance with locks written into it (review/locks.h, review/rewrite.h) is solved and verified in
 * a temporary folder; only then the store is written, in one transaction, and only if nobody has
 * changed it meanwhile. All runs stay in the store.
 */
#ifndef PLACERA_REVIEW_RERUN_H
#define PLACERA_REVIEW_RERUN_H

#include "review/locks.h"
#include "solver/solution.h"

struct rerun {
    const char *seed; /* draws the lottery anew with it; NULL: the round's */
    bool dry;         /* nothing is kept */
    const char *by;   /* who does it, for the log */
    const struct solve_options *options;
};

/* What came of it. */
struct rerun_done {
    int64_t before, after; /* the runs */
    const struct locks *locks;
    const char *raised; /* in words; "" */
    uint32_t n_changed; /* children whose placement is another now */
};

/* Called within the transaction, when everything is in it, even where it is not to be kept; may be
 * NULL. */
typedef enum err rerun_fn(void *context, struct store *store, const struct rerun_done *done,
                          struct error *error);

/* Errors: ERR_NO where something is confirmed and the lottery was to be drawn again, the placements
 * that stand cannot be kept together, or the store was changed meanwhile; ERR_USAGE where the round
 * draws no lottery; as round_load, solve, verify_run, sql_run. After an error nothing is changed.
 */
enum err rerun(struct store *store, const struct rerun *asked, rerun_fn *tell, void *context,
               struct error *error);

#endif
