// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Brute force: every assignment of a tiny instance, one after the other, and what holds among them.
 * An assignment is choice[applicant] = option (an index into oracle.option) or NONE.
 */
#ifndef PLACERA_TESTS_BRUTE_H
#define PLACERA_TESTS_BRUTE_H

#include "tests/oracle/oracle.h"

/* What a visitor is handed; false ends the enumeration. */
typedef bool brute_visit(void *context, const uint32_t *choice);

/* Visits every assignment within the room in which applicant a takes one of its first best[a]
 * options, or nothing. False if the visitor ended it. */
bool brute_each(const struct oracle *oracle, const uint32_t *best, brute_visit *visit,
                void *context);

/* Does the option fit beside the chosen ones? */
bool brute_fits(const struct oracle *oracle, const uint32_t *choice, uint32_t option);

/* How many of its options an applicant likes better than what it has. */
uint32_t brute_n_better(const struct oracle *oracle, const uint32_t *choice, uint32_t applicant);

/* No applicant's better option has a free seat in every node around it. */
bool brute_wastes_nothing(const struct oracle *oracle, const uint32_t *choice);

/* No other assignment is better for somebody and worse for nobody. */
bool brute_pareto(const struct oracle *oracle, const uint32_t *choice);

/* The stable assignment that every applicant likes at least as well as any other stable one. A
 * better option k of an applicant blocks unless some node around it holds its room in options that
 * go before k (a kernel of two ordered matroids, Fleiner 2001). False if there is no such
 * assignment, which would refute the theory or this program. */
bool brute_stable(const struct oracle *oracle, uint32_t *choice);

/* The same with the near guarantee's claim rounds, replayed; claim_round[a] 0: none. */
bool brute_stable_near(struct oracle *oracle, uint32_t *choice, uint32_t *claim_round);

/* The mechanisms as a textbook tells them, one step at a time. */
void textbook_trading_cycles(const struct oracle *oracle, uint32_t *choice);
void textbook_immediate_acceptance(const struct oracle *oracle, uint32_t *choice);
void textbook_serial_dictatorship(const struct oracle *oracle, uint32_t *choice);

/* The `after` step: most of those left with nothing placed at fallback offers within what room is
 * left, then least metres. */
void brute_after(const struct oracle *oracle, const uint32_t *choice, uint32_t *n_placed,
                 uint64_t *metres);

#endif
