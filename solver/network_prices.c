// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The arc i -> j of weight w says "one unit less in i and one more in j costs w" (solver/search.h).
 * P, the sums of prices up to the root with P(outside) = 0, is optimal exactly when
 * P(i) <= P(j) + w for every arc; the smallest such P is P(j) = -distance(outside, j).
 *
 * One Dijkstra search from the outside finds those distances in the packed cost, and its tree of
 * shortest paths gives them level by level: the levels' weights are summed along each path. Where
 * packed costs order paths as the levels do, the path that is shortest in the packed cost is
 * shortest at the first level, shortest at the second among those, and so on; and paths of least
 * cost at the earlier levels are just what the face of those levels leaves (solver/face.h: tight
 * options and priced nodes that stay full). So these are the smallest prices of each level on the
 * face of those before it: a property of the model, whichever optimal placement is given.
 *
 * Every node is reached, since parent -> child is an arc for every child: P(parent) <= P(child) is
 * what "prices of nodes are not negative" says, whoever sits there.
 *
 * The basis: tight arcs that span all nodes, as J. B. Kruskal's algorithm would take them (1956).
 * First the slacks of nodes with room, which must be in it, then the arcs of the search's tree.
 */
#include "solver/network_prices.h"

#include "solver/disjoint_sets.h"

#include <string.h>

struct tree {
    struct search *search;
    int64_t *distance; /* [n_nodes + 1] from the outside, at the level at hand */
    uint32_t *set;     /* [n_nodes + 1] union-find */
};

static void grow_tree(struct search *search) {
    const struct network *network = search->network;
    search_begin(search, NONE, LABEL_FAR);
    search_reach(search, network->outside, (struct label){0, NONE, NONE, NONE, 0});
    search_run(search);
    INVARIANT(search->n_passed == network->n_nodes + 1);
}

static int64_t cost_of(const struct network *network, const int64_t *cost, uint32_t option) {
    return option == NONE ? 0 : cost[network->option[option].original];
}

/* Distances at one level, down the tree. */
static void measure(const struct tree *tree, const int64_t *cost) {
    const struct search *search = tree->search;
    const struct network *network = search->network;
    tree->distance[network->outside] = 0;
    for (uint32_t i = 1; i < search->n_passed; i++) { /* the first is the outside */
        const struct label *label = &network->node[search->passed[i]].label;
        int64_t weight = 0;
        if (label->applicant != NONE) {
            weight = cost_of(network, cost, label->option) -
                     cost_of(network, cost, network->chosen[label->applicant]);
        }
        tree->distance[search->passed[i]] = tree->distance[label->via] + weight;
    }
}

static void span(const struct tree *tree, const struct tree_basis *basis) {
    const struct search *search = tree->search;
    const struct network *network = search->network;
    sets_init(tree->set, network->outside + 1);
    for (uint32_t v = 0; v < network->n_nodes; v++) {
        uint32_t here = network_number(network, v);
        basis->tie[v] = NONE;
        basis->loose[v] = network_has_room(network, here) ? 1 : 0;
        if (basis->loose[v] != 0) {
            sets_join(tree->set, here, network->parent[here]);
        }
    }
    for (uint32_t v = 0; v < network->n_nodes; v++) {
        uint32_t here = network_number(network, v);
        const struct label *label = &network->node[here].label;
        if (!sets_join(tree->set, label->via, here)) {
            continue;
        }
        if (label->applicant != NONE) {
            basis->tie[v] = network->option[label->option].original;
        } else { /* an arc up was joined above: its node has room */
            basis->loose[v] = 1;
        }
    }
}

enum err network_prices(struct search *search, int64_t **price, const struct tree_basis *basis,
                        struct error *error) {
    const struct network *network = search->network;
    const struct assignment_model *model = network->model;
    struct arena scratch = {NULL};
    size_t n = (size_t)network->n_nodes + 1;
    struct tree tree = {search, ARENA_NEW(&scratch, n, int64_t), ARENA_NEW(&scratch, n, uint32_t)};
    enum err err = OK;
    if (tree.distance == NULL || tree.set == NULL) {
        err = error_no_memory(error);
        goto out;
    }
    memset(network->no_memory, 0, (size_t)network->n_threads * sizeof *network->no_memory);
    grow_tree(search);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        measure(&tree, model->level[l].cost);
        for (uint32_t v = 0; v < model->n_nodes; v++) {
            uint32_t here = network_number(network, v);
            price[l][v] = tree.distance[network->parent[here]] - tree.distance[here];
        }
    }
    if (basis != NULL) {
        span(&tree, basis);
    }
    search_end(search);
    err = network_no_memory(network) ? error_no_memory(error) : OK;
out:
    arena_free(&scratch);
    return err;
}
