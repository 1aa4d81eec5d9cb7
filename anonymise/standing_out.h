// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who still stands out in an anonymised round: children whom somebody who knows a few things about
 * them finds among the rows. Two children are of one class if they are equal in all that is known;
 * a child alone in its class is found. (k-anonymity, Sweeney 2002: the smallest class is k.)
 */
#ifndef PLACERA_STANDING_OUT_H
#define PLACERA_STANDING_OUT_H

#include "solver/instance.h"

/* Classes smaller than this are told apart from the others. */
enum { FEW = 5, ROUNDINGS = 4 };

/* How the children fall into classes. */
struct classes {
    uint32_t n;        /* how many classes */
    uint32_t n_alone;  /* children alone in theirs */
    uint32_t n_few;    /* children in classes smaller than FEW, those alone included */
    uint32_t smallest; /* the smallest class; 0 where there are no children */
};

/* One thing that may be known of a child. */
struct fact {
    char name[96];
    struct classes by_itself;
    struct classes with_all; /* together with all facts above it */
};

struct standing_out {
    struct arena arena;
    uint32_t n_applicants;
    uint32_t n_facts;
    struct fact *fact;                 /* [n_facts] what others know easily comes first */
    bool has_metres;                   /* the last fact is the metres; only then what follows */
    uint32_t rounded_to_m[ROUNDINGS];  /* if metres were rounded to so many ... */
    struct classes rounded[ROUNDINGS]; /* ... the classes by the metres alone */
    struct classes rounded_with_all[ROUNDINGS]; /* and by all facts */
};

/* Counts the classes of an instance. Facts are compared by 64-bit hashes: among a million children
 * two that differ are taken for equal once in some ten million rounds.
 * O(facts x n). Errors: ERR_NO_MEMORY. Call standing_out_release in every case. */
enum err standing_out_count(struct standing_out *standing_out, const struct instance *instance,
                            struct error *error);

void standing_out_release(struct standing_out *standing_out);

#endif
