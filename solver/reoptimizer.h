// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A standing optimum: a round that is solved once and then changed, seat by seat and applicant by
 * applicant, each time from the optimum at hand. What a planner's "what if" and a caseworker's lock
 * call.
 */
#ifndef PLACERA_REOPTIMIZER_H
#define PLACERA_REOPTIMIZER_H

#include "solver/search.h"

struct reoptimizer {
    struct arena arena;
    struct assignment_model
        model;              /* its own copy, as changed; read it, change it by the calls below */
    uint32_t *option_start; /* the model's arrays, writable */
    uint32_t *option_offer;
    uint8_t *competes;
    uint32_t *room;
    int64_t **cost;            /* [n_levels] */
    uint32_t *locked;          /* [n_applicants] the offer an applicant is locked at, NONE */
    uint32_t n_applicants_max; /* what the arrays have space for */
    uint32_t n_options_max;
    bool packed;      /* the levels fit in one cost: network holds the optimum */
    int64_t *weight;  /* [n_levels] */
    int64_t *largest; /* [n_levels] costs of added options up to this fit too */
    struct network network;
    struct search *search;
    uint32_t *number; /* [n_applicants] the network's number of each */
};

/* Copies the model and solves it. *reoptimizer must not be moved afterwards. Where the levels do
 * not fit in one 64-bit cost (see solver/level_weights.h) changes are noted and reoptimizer_optimum
 * solves from nothing. Errors: ERR_NO_MEMORY; ERR_INPUT as assignment_solve. Nothing is left on
 * error. */
enum err reoptimizer_open(struct reoptimizer *reoptimizer, const struct assignment_model *model,
                          struct error *error);

void reoptimizer_release(struct reoptimizer *reoptimizer);

/* Each change below keeps the optimum, by one shortest path for each unit of change:
 * O(nodes + options met), a few microseconds to a millisecond. */

/* A node has this room from now on (SEATS_UNLIMITED: no limit). */
void reoptimizer_set_room(struct reoptimizer *reoptimizer, uint32_t node, uint32_t room);

/* The applicant takes no part (its place falls to others), or takes part again. Nothing where it is
 * so already, or the applicant is locked. */
void reoptimizer_withdraw(struct reoptimizer *reoptimizer, uint32_t applicant);
void reoptimizer_return(struct reoptimizer *reoptimizer, uint32_t applicant);

/* The applicant is placed at the offer before everybody else, whether it is an option of its or
 * not: it competes no more, and takes a seat out of the room of every node around. ERR_NO where one
 * has no room left, ERR_INPUT where the applicant is locked already; nothing is changed then. */
enum err reoptimizer_lock(struct reoptimizer *reoptimizer, uint32_t applicant, uint32_t offer,
                          struct error *error);
/* Gives the seat back; the applicant takes part again. Nothing where it is not locked. */
void reoptimizer_unlock(struct reoptimizer *reoptimizer, uint32_t applicant);

/* One applicant more. Changed wishes: withdraw the applicant and add another. */
struct reoptimizer_applicant {
    uint32_t n_options;
    const uint32_t *offer;      /* [n_options] */
    const int64_t *const *cost; /* [n_levels][n_options], |cost| <= COST_MAX */
};

/* *applicant: its index from now on. Errors: ERR_NO_MEMORY, ERR_INPUT; nothing is changed then. */
enum err reoptimizer_add(struct reoptimizer *reoptimizer, const struct reoptimizer_applicant *added,
                         uint32_t *applicant, struct error *error);

/* The optimum as it stands: choice [model.n_applicants], and its proof, checked (PROVE_DUAL), in
 * arena. The same as assignment_solve of reoptimizer->model would give, but for which of several
 * optima. O(options x levels). Errors: as assignment_solve. */
enum err reoptimizer_optimum(struct reoptimizer *reoptimizer, struct arena *arena, uint32_t *choice,
                             struct assignment_proof *proof, struct error *error);

#endif
