// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a child was proposed what it was, whenever somebody asks: each run that is asked of is loaded
 * once and kept.
 */
#ifndef PLACERA_REVIEW_GROUNDS_H
#define PLACERA_REVIEW_GROUNDS_H

#include "explain/words.h"
#include "review/store.h"

#include <pthread.h>

/* The run whose proposal a child (c, of round r) stands by. A later run keeps what was decided as
 * locked. (Runs first: they are few, and a proposal is found by run and child.) */
#define RUN_OF_CHILD                                                                               \
    "coalesce((SELECT n.run FROM run n CROSS JOIN proposal p ON p.run = n.run"                     \
    " WHERE p.child = c.child AND n.run <= r.run AND p.basis <> 'locked'"                          \
    " ORDER BY n.run DESC LIMIT 1), 1)"

struct told_run;

struct grounds {
    pthread_mutex_t lock; /* an explanation stands until the next one */
    struct told_run *last;
};

void grounds_init(struct grounds *grounds);
void grounds_release(struct grounds *grounds);

/* Appends the facts as JSON and writes the words, in the language. From many threads, one after
 * another. Errors: ERR_NO where there is no such child; as round_load, explain, words_write. */
enum err grounds_tell(struct grounds *grounds, struct store *store, uint32_t child,
                      const struct language *language, struct text *facts, struct words *words,
                      struct error *error);

#endif
