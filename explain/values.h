// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a criterion sees of an option, in the units a reader knows: metres, dates, yes or no. The
 * ranking has its own keys; these are read from the instance again, and facts.c checks that both
 * agree on who goes first.
 */
#ifndef PLACERA_VALUES_H
#define PLACERA_VALUES_H

#include "solver/lottery.h"
#include "solver/nearness.h"
#include "solver/options.h"

/* How metres were measured. */
enum measure { MEASURE_UNKNOWN, MEASURE_WALKING, MEASURE_STRAIGHT_LINE };

enum value_kind {
    VALUE_MISSING,     /* not in the input: last of all, but for a flag */
    VALUE_YES_NO,      /* number is 1 or 0 */
    VALUE_WISH_RANK,   /* number is the wish's rank */
    VALUE_NO_WISH,     /* a fallback option under wish_rank: after all wishes */
    VALUE_METRES,      /* number, whole, negative too */
    VALUE_NUMBER,      /* as written in the column */
    VALUE_DATE,        /* days since 1970-01-01 */
    VALUE_ONLY_SCHOOL, /* relative nearness with no other school: first of all */
    VALUE_LOTTERY,     /* lottery */
};

struct value {
    enum value_kind kind;
    double number;
    uint64_t lottery;
    uint32_t here_m;      /* VALUE_METRES: to the school itself */
    uint32_t other_m;     /* relative nearness: to the nearest other; else METRES_UNKNOWN */
    enum measure measure; /* VALUE_METRES: straight line if any part of it is */
};

/* An applicant's option, with what is needed to value it. */
struct option_ref {
    uint32_t applicant;
    uint32_t option;
};

struct valuer {
    const struct instance *instance;
    const struct options *options;
    struct nearness nearness;
    struct lottery *lottery; /* NULL where all numbers are carried in the instance */
};

/* Fills valuer; arrays live in arena. Errors: ERR_NO_MEMORY. O(offers log
 * offers). */
enum err valuer_begin(struct valuer *valuer, const struct instance *instance,
                      const struct options *options, struct arena *arena, struct error *error);
void valuer_end(struct valuer *valuer);

/* Metres from applicant to school and how they were measured. */
uint32_t measured_metres(const struct instance *instance, uint32_t applicant, uint32_t school,
                         enum measure *measure);

/* The option's value under a criterion. Errors: ERR_SOLVER from the lottery's hash. */
enum err criterion_value(const struct valuer *valuer, const struct criterion *criterion,
                         struct option_ref ref, struct value *value, struct error *error);

/* The option's lottery number; *carried tells that it came with the instance. */
enum err option_lottery(const struct valuer *valuer, struct option_ref ref, uint64_t *number,
                        bool *carried, struct error *error);

/* Negative: a goes before b; positive: after; 0: the criterion does not tell them apart. */
int value_order(enum criterion_kind kind, const struct value *a, const struct value *b);

#endif
