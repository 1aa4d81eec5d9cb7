// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The oracle: a second reading of the rules for tiny instances, straight from the columns, by
 * counting and by comparing pair by pair. It shares no code with solver/: own options, own metres,
 * own SHA-256, own order. Slow and simple is its virtue.
 */
#ifndef PLACERA_TESTS_ORACLE_H
#define PLACERA_TESTS_ORACLE_H

#include "tests/oracle/tiny.h"

struct oracle_option {
    uint32_t applicant;
    uint32_t offer;
    uint32_t wish;  /* index into instance.wish_offer; NONE: a fallback */
    uint32_t place; /* the applicant likes it best but so many */
    uint32_t metres;
    uint64_t lottery;
    bool near;
    bool claimed; /* goes before all that are not */
};

struct oracle {
    const struct instance *instance;
    uint32_t n;
    uint32_t start[TINY_APPLICANTS + 1];
    struct oracle_option option[TINY_OPTIONS];
    uint32_t room[TINY_NODES]; /* seats less locked applicants; UINT32_MAX: no limit */
    uint32_t root[TINY_OFFERS];
    bool locked[TINY_APPLICANTS];
    bool claimant[TINY_APPLICANTS];
    /* before[i][j]: i goes before j, by criteria, lottery, id. Only within a tree whose offers
     * share a criteria list, and always within an offer. */
    bool before[TINY_OPTIONS][TINY_OPTIONS];
};

void oracle_make(struct oracle *oracle, const struct instance *instance);

/* Do criteria (those of one's offer), the lottery and the id put one before two? Claims first. */
bool oracle_before(const struct oracle *oracle, const struct oracle_option *one,
                   const struct oracle_option *two);

/* The first criterion that tells two options apart: an index into instance.criterion, n_criterions
 * where only the lottery or the id does. */
uint32_t oracle_decider(const struct oracle *oracle, const struct oracle_option *one,
                        const struct oracle_option *two);

/* The option's lottery number: carried along, or drawn from the seed. */
uint64_t oracle_draw(const struct instance *instance, const struct oracle_option *option);

/* Fills `before` anew, after claims have changed. */
void oracle_compare_all(struct oracle *oracle);

/* Place of an option among its offer's, by counting; 0 for locked applicants. */
uint32_t oracle_rank(const struct oracle *oracle, uint32_t option);

/* Metres by the rules; METRES_UNKNOWN where neither walking nor line is to be had. */
uint32_t oracle_metres(const struct instance *instance, uint32_t applicant, uint32_t school);

/* Is the offer near for the applicant, by the policy's near? */
bool oracle_near(const struct instance *instance, uint32_t applicant, uint32_t offer);

/* The policy's fallback offers of an applicant, nearest first; returns how many. */
uint32_t oracle_fallback(const struct instance *instance, uint32_t applicant,
                         uint32_t offer[TINY_OFFERS]);

#endif
