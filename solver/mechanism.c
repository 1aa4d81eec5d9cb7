// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/mechanism.h"

#include <string.h>

#define PUNISHES                                                                                   \
    "immediate-acceptance punishes honest wishes: who lists a popular school first and fails "     \
    "finds "                                                                                       \
    "its second filled by those who listed that first. The Appeals board for education found "     \
    "such "                                                                                        \
    "precedence unacceptable (2017-06-15, dnr 2017:132); deferred-acceptance is the answer"

const struct mechanism mechanisms[] = {
    {.name = "deferred-acceptance", .run = deferred_acceptance, .ranks = true, .holds_near = true},
    {.name = "minimum-cost", .run = minimum_cost, .has_objectives = true},
    {.name = "top-trading-cycles", .run = top_trading_cycles, .ranks = true},
    {.name = "immediate-acceptance",
     .run = immediate_acceptance,
     .ranks = true,
     .warning = PUNISHES},
    {.name = "serial-dictatorship", .run = serial_dictatorship, .ranks = true, .one_order = true},
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
