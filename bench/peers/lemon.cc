// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * LEMON's two fastest solvers on a round, each in the form that suits it best:
 *     lemon simplex ROUND     NetworkSimplex without a sink: every root of the forest demands its
 *                             seats, and not all of a demand need be met (supply type GEQ); block
 *                             search
 *     lemon scaling ROUND     CostScaling to a sink, partial augmentation, factor 8
 * Nodes: applicants, offers and pools, and last the outside, where who is not placed goes (and the
 * sink of CostScaling). Costs are shifted to be >= 0, so that nobody sends more than the one unit
 * that it has; the value reported is the unshifted one. All numbers are 64 bits wide.
 *
 * The digraph is LEMON's StaticDigraph, the one with the least memory and the fewest cache misses.
 */
#include "bench/numbers.h"

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <cstring>
#include <utility>
#include <vector>

using graph = lemon::StaticDigraph;
using simplex = lemon::NetworkSimplex<graph, int64_t, int64_t>;
using scaling = lemon::CostScaling<graph, int64_t, int64_t>;

struct network {
    graph digraph;
    std::vector<std::pair<int, int>> arcs;
    std::vector<int64_t> capacity, cost; /* by arc */
    std::vector<int64_t> supply;         /* by node */
};

static void add_arc(network &net, int from, int to, int64_t capacity, int64_t cost) {
    net.arcs.emplace_back(from, to);
    net.capacity.push_back(capacity);
    net.cost.push_back(cost);
}

/* Arcs come out in the order of their tails, as StaticDigraph wants them. */
static void build(network &net, const numbers &round, int64_t shift, bool to_sink) {
    const int n = static_cast<int>(round.n_applicants);
    const int outside = n + static_cast<int>(round.n_nodes);
    const size_t n_arcs = size_t(round.n) + round.n_applicants + round.n_nodes;
    net.arcs.reserve(n_arcs);
    net.capacity.reserve(n_arcs);
    net.cost.reserve(n_arcs);
    net.supply.assign(static_cast<size_t>(outside) + 1, 0);
    for (int a = 0; a < n; a++) {
        net.supply[static_cast<size_t>(a)] = 1;
        for (uint32_t k = round.start[a]; k < round.start[a + 1]; k++) {
            add_arc(net, a, n + static_cast<int>(round.offer[k]), 1, round.cost[k] + shift);
        }
        add_arc(net, a, outside, 1, shift);
    }
    for (uint32_t v = 0; v < round.n_nodes; v++) {
        const int64_t room = round.room[v] == NUMBERS_NONE ? n : round.room[v];
        const int node = n + static_cast<int>(v);
        if (round.parent[v] != NUMBERS_NONE) {
            add_arc(net, node, n + static_cast<int>(round.parent[v]), room, 0);
        } else if (to_sink) {
            add_arc(net, node, outside, room, 0);
        } else {
            net.supply[static_cast<size_t>(node)] = -room;
        }
    }
    net.supply[static_cast<size_t>(outside)] = -n;
    net.digraph.build(outside + 1, net.arcs.begin(), net.arcs.end());
}

template <typename Solver> static void give(Solver &solver, const network &net) {
    graph::ArcMap<int64_t> capacity(net.digraph), cost(net.digraph);
    graph::NodeMap<int64_t> supply(net.digraph);
    for (int i = 0; i < net.digraph.arcNum(); i++) {
        capacity[net.digraph.arc(i)] = net.capacity[static_cast<size_t>(i)];
        cost[net.digraph.arc(i)] = net.cost[static_cast<size_t>(i)];
    }
    for (int i = 0; i < net.digraph.nodeNum(); i++) {
        supply[net.digraph.node(i)] = net.supply[static_cast<size_t>(i)];
    }
    solver.upperMap(capacity).costMap(cost).supplyMap(supply);
}

static int fail(const char *what) {
    std::fprintf(stderr, "lemon: %s\n", what);
    return 1;
}

int main(int argc, char **argv) {
    struct numbers round;
    if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
        std::printf("LEMON %s\n", LEMON_VERSION);
        return 0;
    }
    if (argc != 3 ||
        (std::strcmp(argv[1], "simplex") != 0 && std::strcmp(argv[1], "scaling") != 0)) {
        return fail("usage: lemon simplex|scaling ROUND");
    }
    if (!numbers_read(&round, argv[2])) {
        return 1;
    }
    const bool by_scaling = std::strcmp(argv[1], "scaling") == 0;
    const int64_t shift = numbers_shift(&round);
    const bench_moment begin = bench_now();
    network net;
    build(net, round, shift, by_scaling);
    bench_moment built, solved;
    bool optimal;
    int64_t value;
    if (by_scaling) {
        scaling solver(net.digraph);
        give(solver, net);
        built = bench_now();
        optimal = solver.run(scaling::PARTIAL_AUGMENT, 8) == scaling::OPTIMAL;
        solved = bench_now();
        value = solver.totalCost();
    } else {
        simplex solver(net.digraph);
        give(solver, net);
        built = bench_now();
        optimal = solver.run(simplex::BLOCK_SEARCH) == simplex::OPTIMAL;
        solved = bench_now();
        value = solver.totalCost();
    }
    if (!optimal) {
        return fail("no optimum");
    }
    bench_report(begin, built, solved, value - shift * int64_t(round.n_applicants));
    numbers_free(&round);
    return 0;
}
