// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What may have become of a proposal; review/life.h tells how one leads to the next.
 */
#ifndef PLACERA_REVIEW_STATE_H
#define PLACERA_REVIEW_STATE_H

#include <stdbool.h>

enum state {
    STATE_PROPOSED,
    STATE_CONFIRMED,
    STATE_OVERRIDDEN,
    STATE_RETURNED,
    STATE_DECIDED,
    STATE_ACCEPTED,
    STATE_DECLINED,
    N_STATES
};
extern const char *const state_name[N_STATES];

/* The state of that name; false: there is none. */
bool state_find(const char *name, enum state *state);

#endif
