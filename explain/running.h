// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Running placement: what a child that comes after the round can be offered while everything that
 * was decided stays as it is. Facts first (running_find), then words or JSON.
 *
 * Of other children the facts hold counts and, at an offer that is full, the rank of the last one
 * admitted and whether the criteria put the child before it. Which child that was is never told.
 */
#ifndef PLACERA_RUNNING_H
#define PLACERA_RUNNING_H

#include "explain/text.h"
#include "explain/values.h"
#include "io/results_read.h"
#include "solver/vacancies.h"

struct language;

/* Without a near limit and without a reach this many of the nearest offers are looked at. */
enum { RUNNING_NEAREST = 20 };

enum running_refusal {
    RUNNING_ALLOWED,
    RUNNING_GROUP,    /* the offer is another group's */
    RUNNING_DECISION, /* it needs a decision of eligibility */
    RUNNING_UNOPENED, /* it opens with more children than the round and this one together */
    RUNNING_FOLLOWS,  /* it goes with a place elsewhere, which the child does not have */
};

struct running_option {
    uint32_t offer;
    uint32_t wish; /* rank 1, 2, ...; 0: none */
    uint32_t metres;
    enum measure measure;
    enum running_refusal refusal;
    uint32_t n_missing;     /* RUNNING_UNOPENED: how many more children it takes */
    struct vacancy vacancy; /* RUNNING_ALLOWED */
    uint32_t late;          /* months from the wished one to vacancy.month */
    uint32_t placed;        /* children that the round placed here */
    uint32_t last_rank;     /* of the last admitted; 0: nobody was by rank */
    bool before_last;       /* would the child go before it? */
    uint32_t n_reserve;     /* children who wait here */
    uint32_t n_before;      /* of them, who go before the child */
};

struct running {
    const struct instance *instance; /* the round */
    const struct instance *newcomer;
    uint32_t month;       /* wished, 0 in a round without months */
    uint32_t late_months; /* how much later the round's rules let a child begin */
    uint32_t n_wishes;
    struct running_option *wish; /* [n_wishes] in the order wished */
    bool has_near_limit;         /* near offers are those within near_limit_m, else the nearest */
    uint32_t near_limit_m;
    uint32_t n_near;
    struct running_option *near; /* [n_near] near offers that are no wishes, by metres */
    struct vacancies vacancies;  /* obstacles count in its calendar */
};

/* Has the option a free seat in some month? */
static inline bool running_is_free(const struct running_option *option) {
    return option->refusal == RUNNING_ALLOWED && option->vacancy.month != NONE;
}

/* Has the wish no seat for the child in some month from the wished one on? */
static inline bool running_is_full(const struct running *running,
                                   const struct running_option *option) {
    return option->refusal == RUNNING_ALLOWED && option->vacancy.month != running->month;
}

/* The first of all free options, wishes first, that begins within late_months; where none does, the
 * first that is free at all; NULL: none is. */
const struct running_option *running_first(const struct running *running);

/* The options of the newcomer (io/newcomer.h) beside the results of the round. Arrays live in
 * arena; the others must outlive running. O(applicants + wishes of the round), and for each option
 * O(children under its limits + children who wait x schools). Errors: ERR_NO_MEMORY, ERR_SOLVER
 * (libcrypto). */
enum err running_find(struct running *running, const struct instance *instance,
                      const struct results *results, const struct instance *newcomer,
                      struct arena *arena, struct error *error);

/* Appends them: as a page of words, lines of at most 80 characters; as a JSON object. */
void running_words(struct text *out, const struct running *running,
                   const struct language *language);
void running_json(struct text *out, const struct running *running);

#endif
