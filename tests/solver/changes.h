// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random changes of a round, made to a standing outcome and to a plain record of the round, and a
 * textbook program that solves the record from nothing: one applicant at a time, each tree of pools
 * choosing greedily from the best on among those it holds and the newcomer.
 */
#ifndef PLACERA_TESTS_CHANGES_H
#define PLACERA_TESTS_CHANGES_H

#include "solver/standing.h"
#include "tests/oracle/random.h"

struct changed_round {
    const struct instance *instance;
    const struct options *options;
    const struct ranking *ranking;
    uint8_t *present;    /* [n_applicants] */
    uint32_t *room;      /* [n_nodes] */
    uint32_t *list;      /* [n_options] the applicant's list, from options.start on */
    uint32_t *length;    /* [n_applicants] of its list */
    bool lists_stand;    /* a criterion asks for the wish's rank */
    uint32_t seats_most; /* random room is below it */
};

/* Options and ranks of an instance, and the outcome that stands. Ends the test on an error. */
void changes_stand(struct standing *standing, const struct instance *instance,
                   struct options *options, struct ranking *ranking, struct arena *arena);

/* The round as it is before any change. */
void changes_record(struct changed_round *round, const struct standing *standing,
                    uint32_t seats_most, struct arena *arena);

/* One random change, to both; text says what it was. Now and then a change is none, or is refused
 * as it must be. False: a change was not refused, or refused wrongly. */
bool changes_make(struct changed_round *round, struct standing *standing, struct random *random,
                  struct arena *arena, char *text, size_t size);

/* The applicant-optimal stable placement of the record: choice [n_applicants], options or NONE. */
void changes_solve(const struct changed_round *round, uint32_t *choice, struct arena *scratch);

/* Fills *instance, the caller's to release: n applicants with up to 6 wishes each, lottery numbers
 * of their own at each offer, and offers in pools that nest up to three deep. */
void changes_round(struct instance *instance, uint32_t n_applicants, uint32_t n_offers,
                   uint64_t seed);

#endif
