// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The network of an assignment model while it is being solved: offers, pools and the outside are
 * its nodes; applicants are what moves between them.
 *
 * Notation: c(k) is the packed cost of option k (solver/level_weights.h); y[v] the price of node v,
 * the sum of the dual prices from v to the root, y[outside] = 0. An applicant at option k pays
 * c(k) + y there, outside it pays 0. Invariants between two steps of a solver:
 *
 *     (1) whoever has been seen pays the least that its options and the outside allow
 *     (2) y[v] >= y[parent], equal where v has room; no node holds more than its room
 *
 * They are complementary slackness: when everybody has been seen, the placement is optimal.
 *
 * Applicants and offers are renumbered (solver/regions.h); pools keep their numbers.
 */
#ifndef PLACERA_NETWORK_H
#define PLACERA_NETWORK_H

#include "solver/moves.h"
#include "solver/regions.h"

struct network_option {
    int64_t cost;
    uint32_t offer;    /* renumbered */
    uint32_t original; /* the model's option */
};

/* How a node was reached by a search: at which reduced distance, from where, who moves there. */
struct label {
    int64_t distance;   /* LABEL_FAR: not reached */
    uint32_t via;       /* node, NONE at a start */
    uint32_t applicant; /* who moves from `via` to here, NONE: nobody (an arc of the forest) */
    uint32_t option;    /* to which option, NONE: to the outside */
    uint32_t place;     /* in the search's heap */
};

/* Beyond every path; no sum with a move's cost and two prices leaves 64 bits. */
#define LABEL_FAR (INT64_C(1) << 61)

/* What a search looks at for each arc lies together. */
struct node {
    int64_t price; /* y */
    struct label label;
};

struct network {
    const struct assignment_model *model;
    struct arena arena;   /* owns all below */
    struct arena *tables; /* [n_threads] own the tables of moves */
    bool *no_memory; /* [n_threads] a table could not be made; what was done is right, but slow */
    int n_threads;
    struct regions regions;

    uint32_t n_offers, n_nodes, outside; /* outside = n_nodes */
    uint32_t *parent;                    /* [n_nodes] renumbered; outside at a root */
    uint32_t *room;                      /* [n_nodes] SEATS_UNLIMITED: no limit */
    uint32_t *child_start, *child;       /* CSR of n_nodes + 1 nodes */
    uint32_t *load;                      /* [n_nodes] */
    struct node *node;                   /* [n_nodes + 1] */

    uint32_t n;             /* applicants */
    uint32_t *original;     /* [n] the model's applicant; by region, then by first option */
    uint32_t *region_start; /* [regions.n + 1] CSR: who stays within a region, but not its halves */
    uint32_t *option_start; /* [n + 1] */
    struct network_option *option;

    uint32_t *chosen;    /* [n] option or NONE */
    uint32_t *at;        /* [n] the option's offer, or outside */
    uint32_t *first;     /* [n_offers] first occupant of an offer, NONE */
    uint32_t *next;      /* [n] in the same list, NONE */
    uint32_t *previous;  /* [n] in the same list, NONE */
    struct moves *moves; /* [n_offers] the cheapest moves from each offer */
};

/* The network of a model with nobody placed. weight [n_levels]: see level_weights. The model must
 * outlive it. Copies and renumbers in parallel: O(options). Errors: ERR_NO_MEMORY. */
enum err network_build(struct network *network, const struct assignment_model *model,
                       const int64_t *weight, struct error *error);

void network_release(struct network *network);

/* The applicant, whose option's offer has room all the way up, sits down; or gets up. O(depth +
 * options). thread: whose arena tables may grow in. */
void network_sit(struct network *network, uint32_t applicant, uint32_t option, int thread);
void network_rise(struct network *network, uint32_t applicant);

/* The network's number of a node of the model. */
static inline uint32_t network_number(const struct network *network, uint32_t model_node) {
    return model_node < network->n_offers ? network->regions.place[model_node] : model_node;
}

/* Fills the options of an applicant of the network (original and option_start are set) from the
 * model, packed. O(options x levels). */
void network_copy_options(struct network *network, const int64_t *weight, uint32_t applicant);

/* Could some table not be made? */
bool network_no_memory(const struct network *network);

/* Could the node itself take one more? */
static inline bool network_has_room(const struct network *network, uint32_t node) {
    return network->room[node] == SEATS_UNLIMITED || network->load[node] < network->room[node];
}

/* Could the node and all around it? */
static inline bool network_fits(const struct network *network, uint32_t node) {
    for (; node != network->outside; node = network->parent[node]) {
        if (!network_has_room(network, node)) {
            return false;
        }
    }
    return true;
}

/* The placement in the model's terms: choice [n_applicants] option or NONE. */
void network_choice(const struct network *network, uint32_t *choice);

#endif
