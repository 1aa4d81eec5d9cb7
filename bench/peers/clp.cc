// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * CLP on a round as a linear program:
 *     clp primal|dual|barrier ROUND
 * Columns are options, x >= 0; rows are applicants (<= 1) and offers and pools (<= seats). Simplex
 * and barrier run as CLP's own program runs them, presolve included; barrier crosses over to a
 * basis, since without one it gives no placement.
 */
#include "bench/numbers.h"

#include <coin/ClpSimplex.hpp>
#include <coin/ClpSolve.hpp>

#include <cmath>
#include <cstring>
#include <vector>

static void load(ClpSimplex &model, const struct numbers &round) {
    std::vector<CoinBigIndex> start{0};
    std::vector<int> row;
    std::vector<double> cost, upper(round.n_applicants, 1.0);
    for (uint32_t v = 0; v < round.n_nodes; v++) {
        upper.push_back(round.room[v] == NUMBERS_NONE ? COIN_DBL_MAX : double(round.room[v]));
    }
    for (uint32_t a = 0; a < round.n_applicants; a++) {
        for (uint32_t k = round.start[a]; k < round.start[a + 1]; k++) {
            row.push_back(int(a));
            for (uint32_t v = round.offer[k]; v != NUMBERS_NONE; v = round.parent[v]) {
                row.push_back(int(round.n_applicants + v));
            }
            start.push_back(CoinBigIndex(row.size()));
            cost.push_back(double(round.cost[k]));
        }
    }
    const std::vector<double> one(row.size(), 1.0), lower(upper.size(), -COIN_DBL_MAX);
    model.loadProblem(int(round.n), int(upper.size()), start.data(), row.data(), one.data(),
                      nullptr, nullptr, cost.data(), lower.data(), upper.data());
}

static bool way_of(const char *name, ClpSolve &way) {
    if (std::strcmp(name, "primal") == 0) {
        way.setSolveType(ClpSolve::usePrimal);
    } else if (std::strcmp(name, "dual") == 0) {
        way.setSolveType(ClpSolve::useDual);
    } else if (std::strcmp(name, "barrier") == 0) {
        way.setSolveType(ClpSolve::useBarrier);
    } else {
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    struct numbers round;
    ClpSolve way;
    if (argc == 2 && std::strcmp(argv[1], "--version") == 0) {
        std::printf("CLP %s\n", CLP_VERSION);
        return 0;
    }
    if (argc != 3 || !way_of(argv[1], way) || !numbers_read(&round, argv[2])) {
        std::fprintf(stderr, "usage: clp primal|dual|barrier ROUND\n");
        return 2;
    }
    const bench_moment begin = bench_now();
    ClpSimplex model;
    model.setLogLevel(0);
    load(model, round);
    const bench_moment built = bench_now();
    model.initialSolve(way);
    const bench_moment solved = bench_now();
    if (!model.isProvenOptimal()) {
        std::fprintf(stderr, "clp: no optimum\n");
        return 1;
    }
    int64_t value = 0;
    for (uint32_t k = 0; k < round.n; k++) {
        value += std::llround(model.primalColumnSolution()[k]) * round.cost[k];
    }
    bench_report(begin, built, solved, value);
    numbers_free(&round);
    return 0;
}
