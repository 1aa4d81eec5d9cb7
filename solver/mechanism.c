// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/mechanism.h"

#include <string.h>

/* What holds for a mechanism, in the table MECHANISMS; see struct mechanism. */
enum {
    RANKS = 1,
    ONE_ORDER = 2,
    HAS_OBJECTIVES = 4,
    HOLDS_NEAR = 8,
    KEEPS_PLACES = 16,
    HOLDS_FAMILIES = 32
};

#define PUNISHES_HONEST_WISHES                                                                     \
    "immediate-acceptance punishes honest wishes: who lists a popular school first and fails "     \
    "finds its second filled by those who listed that first. The Appeals board for education "     \
    "found such precedence unacceptable (2017-06-15, dnr 2017:132); deferred-acceptance is the "   \
    "answer"

const struct mechanism mechanisms[] = {
#define X(function, text, holds, warns)                                                            \
    {.name = text,                                                                                 \
     .run = function,                                                                              \
     .ranks = ((holds)&RANKS) != 0,                                                                \
     .one_order = ((holds)&ONE_ORDER) != 0,                                                        \
     .has_objectives = ((holds)&HAS_OBJECTIVES) != 0,                                              \
     .holds_near = ((holds)&HOLDS_NEAR) != 0,                                                      \
     .keeps_places = ((holds)&KEEPS_PLACES) != 0,                                                  \
     .holds_families = ((holds)&HOLDS_FAMILIES) != 0,                                              \
     .warning = warns},
    MECHANISMS(X)
#undef X
};

const uint32_t n_mechanisms = sizeof mechanisms / sizeof mechanisms[0];

uint32_t mechanism_find(const char *name) {
    for (uint32_t i = 0; i < n_mechanisms; i++) {
        if (strcmp(mechanisms[i].name, name) == 0) {
            return i;
        }
    }
    return NONE;
}
