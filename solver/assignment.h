// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The assignment model that minimum-cost solves, and its proof.
 *
 *   x_k = 1: option k becomes a placement          k in options of the applicants
 *   minimise   sum of cost[level][k] x_k           level by level, lexicographically
 *   subject to sum of x_k over a's options  <= 1   each applicant a   (dual u_a)
 *              sum of x_k under node v      <= room_v  each node v with a limit  (dual -p_v)
 *
 * Proof. prices p_v of level 0 are >= 0. With P(k) the sum of p over the nodes from k's offer to
 * the root, every applicant's choice has the least cost + P among its options and "no placement"
 * (worth 0), and every node with p_v > 0 is full. Then no other placement costs less (linear
 * programming duality; all in integers). The next level lives on the tight face: only options
 * that reach that least value stay, "no placement" stays only where the least value is 0, and nodes
 * with p_v > 0 at an earlier level must stay full (their later prices may be negative).
 */
#ifndef PLACERA_ASSIGNMENT_H
#define PLACERA_ASSIGNMENT_H

#include "solver/instance.h"
#include "solver/progress.h"

struct assignment_level {
    char name[64];       /* "placed", "rank-maximal 2", "column cost", ... */
    const int64_t *cost; /* [n_options], |cost| <= COST_MAX */
};

struct assignment_model {
    uint32_t n_applicants;
    const uint32_t *option_start; /* [n_applicants + 1] */
    const uint32_t *option_offer; /* [option_start[n_applicants]] */
    const uint8_t *competes;      /* [n_applicants] 0: takes nothing (locked); NULL: all compete */
    uint32_t n_offers;
    uint32_t n_nodes;
    const uint32_t *node_parent; /* [n_nodes] */
    const uint32_t *room;        /* [n_nodes] SEATS_UNLIMITED: no limit, no row */
    uint32_t n_levels;
    const struct assignment_level *level;
};

struct tree_basis;

/* How an optimum is proved before it is given out. */
enum prove {
    PROVE_BY_SIZE, /* PROVE_GLPK up to PROVE_GLPK_MAX applicants, PROVE_DUAL beyond */
    PROVE_GLPK,    /* GLPK confirms every level from the basis made of it; and PROVE_DUAL */
    PROVE_DUAL,    /* the integer certificate is checked (assignment_check) */
    PROVE_NONE,    /* neither, where the solver does not need the check itself */
};

/* "", "glpk", "dual", "none" */
extern const char *const prove_name[];

/* A large city; GLPK's proof of it takes about as long as reading it. */
#define PROVE_GLPK_MAX 50000u

struct assignment_proof {
    uint32_t n_levels;
    char (*name)[64];       /* [n_levels] */
    int64_t *value;         /* [n_levels] optimal sums */
    int64_t **price;        /* [n_levels][n_nodes] dual prices p, 0 where no limit */
    double seconds;         /* what the proof took: check and GLPK */
    enum prove proved;      /* how; never PROVE_BY_SIZE */
    uint32_t *iterations;   /* [n_levels] simplex iterations GLPK took; 0 where it was not asked */
    char solver_words[256]; /* e.g. "GLPK 5.0: optimal, 3 levels"; "" where GLPK was not asked */
};

struct assignment_options {
    enum prove prove;
    const struct progress *progress; /* may be NULL */
    const struct tree_basis *basis;  /* filled with a basis that is optimal at all levels; may be
                                      * NULL (solver/network_prices.h) */
};

/* Solves the model level by level, each exactly. choice [n_applicants] gets option or NONE. proof's
 * arrays live in arena; its prices are the smallest optimal ones, so they depend on the model
 * alone. options NULL: PROVE_BY_SIZE, no progress. The same result at any number of threads.
 * Errors: ERR_NO_MEMORY; ERR_NO where GLPK finds another value, with both; ERR_SOLVER with GLPK's
 * own words, or where the certificate does not hold (a bug); ERR_INPUT where sums of costs might
 * leave 64 bits (never up to a million applicants and 260,000 nodes). */
enum err assignment_solve(const struct assignment_model *model, struct arena *arena,
                          uint32_t *choice, struct assignment_proof *proof,
                          const struct assignment_options *options, struct error *error);

/* Checks choice and proof against the model as described above, in integers, in one pass over
 * options and levels, in parallel. OK, or ERR_SOLVER naming the first condition that fails. */
enum err assignment_check(const struct assignment_model *model, const uint32_t *choice,
                          const struct assignment_proof *proof, struct arena *scratch,
                          struct error *error);

struct assignment_optimum {
    const struct assignment_model *model;
    const uint32_t *choice;
    const struct assignment_proof *proof;
};

/* Nodes on the way from an offer of the model up to one of the nodes around it. */
struct seat_way {
    uint32_t lowest, highest; /* the offer; the same, or a node around it */
};

/* The exact worth of one more seat in all nodes of a way and nowhere else: in the first level that
 * changes, by how much its value falls; 0 where it changes nothing. Fills price [n] and price_level
 * [n] (NONE where nothing changes). Read off the proof's prices (their sum from lowest to the root)
 * where no full node is around highest; else the shortest lexicographic alternating path. */
enum err assignment_seat_prices(const struct assignment_optimum *optimum, uint32_t n,
                                const struct seat_way *way, struct arena *scratch, int64_t *price,
                                uint32_t *price_level, struct error *error);

#endif
