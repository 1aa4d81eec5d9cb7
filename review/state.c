// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/state.h"

#include <string.h>

const char *const state_name[N_STATES] = {"proposed", "confirmed", "overridden", "returned",
                                          "decided",  "accepted",  "declined"};

bool state_find(const char *name, enum state *state) {
    for (int i = 0; name != NULL && i < N_STATES; i++) {
        if (strcmp(state_name[i], name) == 0) {
            *state = (enum state)i;
            return true;
        }
    }
    return false;
}
