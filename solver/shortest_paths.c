// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     for each region, the halves before the whole and side by side:
 *         for each applicant a who stays within it, but within none of its halves:
 *             if one of its best options has room: it sits down there
 *             else: the cheapest way to seat a or to leave it out (solver/search.h, from a's
 *                   options to the outside); raise prices; everybody on the way moves
 *
 * Jewell 1958, Iri 1960, Busacker and Gowen 1961. An applicant may be seen at any time: the others'
 * optimum and a shortest path give the optimum with it. Regions are what that freedom is used for:
 * whoever stays within a region moves within it, so nothing outside is read or written, and each is
 * solved by one thread in an order of its own. Neighbours are also neighbours in memory, and a
 * search ends at the nearest free seat while there are still some.
 *
 * Invariants: those of solver/network.h; prices only rise, by at most the longest path, so they fit
 * 60 bits (solver/level_weights.h).
 */
#include "solver/shortest_paths.h"

#include "solver/parallel.h"

#include <omp.h>

enum { REPORT_EVERY = 4096 };

struct run {
    struct network *network;
    struct search *search; /* [n_threads] */
    const struct progress *progress;
    uint32_t n_seen;
};

void shortest_paths_insert(struct search *search, uint32_t a) {
    struct network *network = search->network;
    uint32_t first = network->option_start[a], end = network->option_start[a + 1];
    int64_t least = 0;
    for (uint32_t k = first; k < end; k++) {
        int64_t value = network->option[k].cost + network->node[network->option[k].offer].price;
        least = value < least ? value : least;
    }
    if (least == 0) {
        return; /* nothing is better than staying outside */
    }
    for (uint32_t k = first; k < end; k++) {
        uint32_t offer = network->option[k].offer;
        if (network->option[k].cost + network->node[offer].price == least &&
            network_fits(network, offer)) {
            network_sit(network, a, k, search->thread);
            return;
        }
    }
    search_begin(search, network->outside, LABEL_FAR);
    search_reach(search, network->outside, (struct label){-least, NONE, a, NONE, 0});
    for (uint32_t k = first; k < end; k++) {
        uint32_t offer = network->option[k].offer;
        int64_t distance = network->option[k].cost + network->node[offer].price - least;
        search_reach(search, offer, (struct label){distance, NONE, a, k, 0});
    }
    search_raise_prices(search, search_run(search));
    search_move_along(search, network->outside);
    search_end(search);
}

static void report(struct run *run, uint32_t n_more) {
#pragma omp critical(shortest_paths_report)
    {
        run->n_seen += n_more;
        progress_report(run->progress, "solve", (double)run->n_seen / (double)run->network->n);
    }
}

static void solve_region(struct run *run, uint32_t r) {
    struct network *network = run->network;
    const struct region *region = &network->regions.region[r];
    if (region->left != NONE) {
#pragma omp task default(none) firstprivate(run, region)
        solve_region(run, region->left);
#pragma omp task default(none) firstprivate(run, region)
        solve_region(run, region->right);
#pragma omp taskwait
    }
    struct search *search = &run->search[omp_get_thread_num()];
    const uint8_t *competes = network->model->competes;
    uint32_t first = network->region_start[r], end = network->region_start[r + 1];
    for (uint32_t a = first; a < end; a++) {
        if (competes == NULL || competes[network->original[a]] != 0) {
            shortest_paths_insert(search, a);
        }
        if ((a + 1 - first) % REPORT_EVERY == 0) {
            report(run, REPORT_EVERY);
        }
    }
    report(run, (end - first) % REPORT_EVERY);
}

enum err shortest_paths(struct network *network, const struct progress *progress,
                        struct error *error) {
    struct arena scratch = {NULL};
    struct run run = {.network = network, .progress = progress};
    enum err err = search_new(&run.search, network->n_threads, network, &scratch, error);
    if (err == OK) {
        bool several = network->regions.n > 1 && network->n > PARALLEL_MIN;
#pragma omp parallel default(none) shared(run) num_threads(run.network->n_threads) if (several)
#pragma omp single
        solve_region(&run, 0);
        err = network_no_memory(network) ? error_no_memory(error) : OK;
    }
    arena_free(&scratch);
    return err;
}
