// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The independent checker. It shares no code with the rooms that decide: criteria are read again
 * and applicants compared pair by pair, lottery numbers are drawn again, mechanisms run again in
 * their plainest form, optima proven by their dual prices. What comes out is a list of named
 * properties, each held or broken with the first case and its place.
 */
#ifndef PLACERA_VERIFY_H
#define PLACERA_VERIFY_H

#include "io/loader.h"
#include "io/results_read.h"

/* One table makes the properties, their names and what they say, in the order they are printed. */
#define PROPERTIES(X)                                                                              \
    X(PROPERTY_FORM, "files well formed", "every file is there and reads as placera writes it")    \
    X(PROPERTY_ONCE, "every applicant once", "one row an applicant, in the order of the input")    \
    X(PROPERTY_ELIGIBILITY, "eligibility", "nobody is placed where it may not be placed")          \
    X(PROPERTY_SEATS, "seats", "no offer and no pool holds more than its seats")                   \
    X(PROPERTY_MONTHS, "start months", "nobody begins before its wish or later than allowed")      \
    X(PROPERTY_PRESENT, "present places", "nobody ends worse than it began")                       \
    X(PROPERTY_FAMILIES, "families", "families end together, or nobody of them is newly placed")   \
    X(PROPERTY_FOLLOWERS, "followers", "a place that goes with another's goes with it")            \
    X(PROPERTY_OPENS, "groups that open", "an offer takes as many as it opens with, or none")      \
    X(PROPERTY_OWED, "guarantees", "whoever is owed a place begins by then")                       \
    X(PROPERTY_ROWS, "rows derivable",                                                             \
      "basis, wish, metres, rank and start follow from the input")                                 \
    X(PROPERTY_PLACED, "everyone placed", "nobody is unplaced while a seat it may have is free")   \
    X(PROPERTY_ENVY, "no justified envy", "nobody is passed over by one who comes after it")       \
    X(PROPERTY_WASTE, "no wasted seat", "no seat is free that somebody prefers to its own")        \
    X(PROPERTY_BEST, "best stable", "everybody has the best of all stable placements")             \
    X(PROPERTY_REPLAY, "mechanism replayed", "the mechanism, run again, gives the same")           \
    X(PROPERTY_NEAR, "near guarantee", "claims and near.csv follow from the input")                \
    X(PROPERTY_LOTTERY, "lottery recomputed", "the numbers follow from seed and ids")              \
    X(PROPERTY_OBJECTIVE, "objective optimal by its dual", "no other placement costs less")        \
    X(PROPERTY_COUNTS, "counts and cutoffs", "offers.csv and the cutoffs follow from the rows")    \
    X(PROPERTY_RESERVE, "reserve lists", "reserve.csv follows from the rows")                      \
    X(PROPERTY_RECORD, "run record", "run.json tells the policy and the counts as they are")       \
    X(PROPERTY_INPUTS, "input digests", "the input is the one that was solved")                    \
    X(PROPERTY_DIGESTS, "result digests", "the files are the ones that were written")

enum property {
#define X(code, name, says) code,
    PROPERTIES(X)
#undef X
        N_PROPERTIES
};

extern const char *const property_name[N_PROPERTIES];
extern const char *const property_says[N_PROPERTIES];

enum verdict {
    VERDICT_HELD,
    VERDICT_BROKEN,
    VERDICT_DOES_NOT_APPLY,
    VERDICT_NOT_CHECKED, /* what it stands on is broken, or nothing here can prove it */
};

extern const char *const verdict_name[];

struct finding {
    enum verdict verdict;
    uint64_t n_broken;    /* cases in all */
    char first_case[400]; /* in words; of a held property a remark, or empty */
    char place[160];      /* "file:line:column", "file", or empty */
};

struct report {
    struct finding finding[N_PROPERTIES];
};

/* Is any property broken? */
bool report_broken(const struct report *report);

/* Checks everything in the results. A folder with faults of form gets faults (others then are not
 * checked). The report holds no memory. Errors: ERR_NO_MEMORY, ERR_SOLVER (libcrypto).
 * O(n log n) for n options, times the rounds of claims; parallel, the same at any thread count. */
enum err verify_run(const struct loaded *loaded, const struct results *results,
                    struct report *report, struct error *error);

/* The report of a folder that could not be read for its faults of form. */
void verify_form(const struct faults *faults, struct report *report);

#endif
