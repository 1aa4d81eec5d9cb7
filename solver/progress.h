// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Progress: how far a long step has come, told to whoever wants to draw it.
 */
#ifndef PLACERA_PROGRESS_H
#define PLACERA_PROGRESS_H

#include <stddef.h>

struct progress {
    /* stage is a word like "rank"; done is 0 .. 1, negative when not known. Called from one thread
     * at a time, at most some hundred times a second. */
    void (*report)(void *context, const char *stage, double done);
    void *context;
};

/* Reports unless progress or its function is NULL. */
static inline void progress_report(const struct progress *progress, const char *stage,
                                   double done) {
    if (progress != NULL && progress->report != NULL) {
        progress->report(progress->context, stage, done);
    }
}

#endif
