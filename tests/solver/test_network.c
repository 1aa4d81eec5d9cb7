// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The parts of the network solver, each against its plain meaning: regions are ranges of an order
 * that no pool and no applicant crosses unasked; a table of moves knows the cheapest, whoever came
 * and went; medium models have GLPK's own optimum.
 */
#include "solver/network.h"

#include "solver/glpk_model.h"
#include "solver/shortest_paths.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <math.h>
#include <omp.h>
#include <string.h>

enum { N_MAX = 1200, OFFERS_MAX = 400, EACH_MAX = 9, LEVELS = 2 };

/* A model with its own memory; offers lie on a line, wishes near home but for a few. */
struct made {
    struct assignment_model model;
    uint32_t start[N_MAX + 1], offer[N_MAX * EACH_MAX], parent[2 * OFFERS_MAX],
        room[2 * OFFERS_MAX];
    int64_t cost[LEVELS][N_MAX * EACH_MAX];
    struct assignment_level level[LEVELS];
    uint32_t shuffle[OFFERS_MAX]; /* where on the line an offer lies */
};

struct size {
    uint32_t n, n_offers, n_pools, n_levels;
};

static bool has(const struct made *made, uint32_t first, uint32_t end, uint32_t offer) {
    for (uint32_t k = first; k < end; k++) {
        if (made->offer[k] == offer) {
            return true;
        }
    }
    return false;
}

static void make_options(struct made *made, const struct size *size, struct random *random) {
    uint32_t k = 0;
    for (uint32_t a = 0; a < size->n; a++) {
        uint32_t home = random_below(random, size->n_offers);
        uint32_t n_mine =
            random_below(random, EACH_MAX < size->n_offers ? EACH_MAX : size->n_offers);
        made->start[a] = k;
        for (uint32_t i = 0; i < n_mine; i++) {
            uint32_t at = random_chance(random, 10)
                              ? random_below(random, size->n_offers)
                              : (home + random_below(random, 12)) % size->n_offers;
            if (!has(made, made->start[a], k, made->shuffle[at])) {
                made->offer[k] = made->shuffle[at];
                k++;
            }
        }
    }
    made->start[size->n] = k;
}

static void make_costs(struct made *made, const struct size *size, struct random *random) {
    for (uint32_t l = 0; l < size->n_levels; l++) {
        uint32_t style = random_below(random, 6);
        for (uint32_t k = 0; k < made->start[size->n]; k++) {
            made->cost[l][k] = style == 0   ? -1
                               : style == 1 ? (int64_t)random_below(random, 5) - 3
                               : style == 2 ? -(int64_t)random_below(random, 100000)
                               : style == 3 ? 0
                               : style == 4 ? (int64_t)random_below(random, 30) - COST_MAX
                                            : (int64_t)random_below(random, 40) * 100 - 3000;
        }
        made->level[l] = (struct assignment_level){"level", made->cost[l]};
    }
}

static void make(struct made *made, const struct size *size, struct random *random) {
    uint32_t n_nodes = size->n_offers + size->n_pools;
    for (uint32_t o = 0; o < size->n_offers; o++) {
        made->shuffle[o] = o;
    }
    random_shuffle(random, made->shuffle, size->n_offers);
    make_options(made, size, random);
    make_costs(made, size, random);
    for (uint32_t v = 0; v < n_nodes; v++) {
        bool pooled = v < size->n_offers && size->n_pools > 0 && random_chance(random, 50);
        made->parent[v] = pooled ? size->n_offers + random_below(random, size->n_pools) : NONE;
        uint32_t most = 2 * size->n / size->n_offers + 2;
        made->room[v] = random_chance(random, 5) ? SEATS_UNLIMITED
                        : v < size->n_offers     ? random_below(random, most)
                                                 : random_below(random, 3 * most);
        if (v >= size->n_offers && v + 1 < n_nodes && random_chance(random, 30)) {
            made->parent[v] = v + 1;
        }
    }
    made->model = (struct assignment_model){.n_applicants = size->n,
                                            .option_start = made->start,
                                            .option_offer = made->offer,
                                            .n_offers = size->n_offers,
                                            .n_nodes = n_nodes,
                                            .node_parent = made->parent,
                                            .room = made->room,
                                            .n_levels = size->n_levels,
                                            .level = made->level};
}

static void expect_permutation(const struct regions *regions, uint32_t n_offers, uint64_t seed) {
    bool seen[OFFERS_MAX] = {false};
    for (uint32_t o = 0; o < n_offers; o++) {
        cr_assert_lt(regions->place[o], n_offers, "seed %" PRIu64, seed);
        cr_assert(!seen[regions->place[o]], "seed %" PRIu64, seed);
        seen[regions->place[o]] = true;
    }
}

/* Halves meet in the middle and lie behind; a tree of pools never parts. */
static void expect_nested(const struct regions *regions, const struct assignment_model *model,
                          uint64_t seed) {
    cr_assert_eq(regions->region[0].first, 0);
    cr_assert_eq(regions->region[0].end, model->n_offers);
    for (uint32_t r = 0; r < regions->n; r++) {
        const struct region *region = &regions->region[r];
        if (region->left == NONE) {
            continue;
        }
        cr_assert(region->left > r && region->right > r, "seed %" PRIu64, seed);
        const struct region *left = &regions->region[region->left];
        const struct region *right = &regions->region[region->right];
        cr_assert(left->first == region->first && left->end == right->first &&
                      right->end == region->end && left->first < left->end &&
                      right->first < right->end,
                  "seed %" PRIu64, seed);
        for (uint32_t o = 0; o < model->n_offers; o++) {
            for (uint32_t p = 0; p < model->n_offers; p++) {
                bool together =
                    model->node_parent[o] != NONE && model->node_parent[o] == model->node_parent[p];
                bool within = regions->place[o] >= region->first && regions->place[o] < region->end;
                cr_assert(!together || !within ||
                              (regions->place[o] < left->end) == (regions->place[p] < left->end),
                          "seed %" PRIu64, seed);
            }
        }
    }
}

Test(network, regions_are_nested_ranges) {
    static struct made made;
    for (uint64_t seed = 0; seed < 30; seed++) {
        struct random random = {seed};
        struct arena arena = {NULL};
        struct regions regions, again;
        struct size size = {random_below(&random, N_MAX), 1 + random_below(&random, OFFERS_MAX),
                            random_below(&random, 20), 1};
        make(&made, &size, &random);
        cr_assert_eq(regions_build(&regions, &made.model, &arena, NULL), OK);
        expect_permutation(&regions, size.n_offers, seed);
        expect_nested(&regions, &made.model, seed);
        for (int i = 0; i < 200; i++) {
            uint32_t one = random_below(&random, size.n_offers);
            uint32_t other = random_below(&random, size.n_offers);
            uint32_t low = one < other ? one : other, high = one < other ? other : one;
            const struct region *region = &regions.region[regions_around(&regions, low, high)];
            cr_assert(region->first <= low && high < region->end, "seed %" PRIu64, seed);
            if (region->left != NONE) {
                uint32_t middle = regions.region[region->right].first;
                cr_assert(low < middle && high >= middle, "seed %" PRIu64 ": a half would do",
                          seed);
            }
        }
        omp_set_num_threads(5);
        cr_assert_eq(regions_build(&again, &made.model, &arena, NULL), OK);
        cr_assert_arr_eq(regions.place, again.place, size.n_offers * sizeof(uint32_t));
        arena_free(&arena);
    }
}

/* The cheapest move from an offer to a target, by asking everybody. */
static int64_t cheapest(const struct network *network, uint32_t from, uint32_t target) {
    int64_t least = MOVE_NONE;
    for (uint32_t a = 0; a < network->n; a++) {
        if (network->at[a] != from) {
            continue;
        }
        int64_t now = network->option[network->chosen[a]].cost;
        if (target == network->outside && -now < least) {
            least = -now;
        }
        for (uint32_t k = network->option_start[a]; k < network->option_start[a + 1]; k++) {
            int64_t cost = network->option[k].cost - now;
            least = network->option[k].offer == target && cost < least ? cost : least;
        }
    }
    return least;
}

static void expect_cheapest(struct network *network, uint32_t from, uint64_t seed) {
    cr_assert(moves_update(network, from, 0));
    const struct moves *moves = &network->moves[from];
    cr_assert_eq(moves->target[0], network->outside);
    for (uint32_t t = 0; t <= network->outside; t++) {
        if (t == from || (t >= network->n_offers && t != network->outside)) {
            continue;
        }
        int64_t known = MOVE_NONE;
        for (uint32_t i = 0; i < moves->n; i++) {
            if (moves->target[i] == t) {
                known = moves->cost[i];
                cr_assert(known == MOVE_NONE ||
                              network->at[moves_best(moves, i)->applicant] == from,
                          "seed %" PRIu64, seed);
            }
        }
        cr_assert_eq(known, cheapest(network, from, t), "seed %" PRIu64 ", target %u", seed, t);
    }
}

/* Hundreds come to few offers and go again, many more than a bag holds. */
Test(network, tables_know_the_cheapest_move) {
    static struct made made;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct random random = {seed};
        struct network network;
        struct size size = {400, 1 + random_below(&random, 6), 0, 1};
        const int64_t weight[] = {1};
        make(&made, &size, &random);
        for (uint32_t v = 0; v < size.n_offers; v++) {
            made.room[v] = SEATS_UNLIMITED;
        }
        cr_assert_eq(network_build(&network, &made.model, weight, NULL), OK);
        for (uint32_t o = 0; o < size.n_offers; o++) {
            cr_assert(moves_update(&network, o, 0));
        }
        for (int i = 0; i < 4000; i++) {
            uint32_t a = random_below(&random, network.n);
            uint32_t n_mine = network.option_start[a + 1] - network.option_start[a];
            if (network.chosen[a] != NONE) {
                network_rise(&network, a);
            } else if (n_mine > 0 && random_chance(&random, i < 2000 ? 90 : 40)) {
                network_sit(&network, a, network.option_start[a] + random_below(&random, n_mine),
                            0);
            }
            uint32_t from = random_below(&random, size.n_offers);
            if (i % 16 == 0 || network.moves[from].state == MOVES_STALE) {
                expect_cheapest(&network, from, seed);
            } else if (network.moves[from].state == MOVES_CURRENT && i % 4 == 0) {
                expect_cheapest(&network, from, seed);
            }
        }
        network_release(&network);
    }
}

/* GLPK from its own start on the face of the levels before: the same values. */
static void expect_glpk_agrees(const struct assignment_model *model,
                               const struct assignment_proof *proof, struct arena *arena,
                               uint64_t seed) {
    struct glpk_model *glpk;
    struct face face;
    int64_t *total = ARENA_NEW(arena, model->n_nodes, int64_t);
    cr_assert_eq(face_new(&face, model, arena, NULL), OK);
    cr_assert_eq(glpk_model_new(&glpk, model, arena, NULL, NULL), OK);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        struct glpk_answer answer;
        cr_assert_eq(glpk_model_set_cost(glpk, model->level[l].cost, NULL), OK);
        cr_assert_eq(glpk_model_solve(glpk, NULL, &answer, NULL), OK);
        cr_assert(answer.optimal, "seed %" PRIu64, seed);
        double tolerance = 1e-3 + 1e-9 * fabs((double)proof->value[l]); /* GLPK's, not ours */
        cr_assert_float_eq(answer.value, (double)proof->value[l], tolerance,
                           "seed %" PRIu64 ", level %u: %.17g, %" PRId64, seed, l, answer.value,
                           proof->value[l]);
        cr_assert(face_totals(model, proof->price[l], total));
        face_tighten(&face, model, model->level[l].cost, proof->price[l], total);
        cr_assert_eq(glpk_model_restrict(glpk, &face, NULL), OK);
    }
    glpk_model_free(glpk);
}

enum { PARTS = 4 };

static const int part[PARTS] = {0, 1, 2, 3};

ParameterizedTestParameters(network, medium_models_have_glpks_own_optimum) {
    return cr_make_param_array(const int, (void *)(uintptr_t)part, PARTS);
}

ParameterizedTest(const int *part_of, network, medium_models_have_glpks_own_optimum) {
    static struct made made;
    uint64_t n = random_instances() / 2;
    for (uint64_t seed = (uint64_t)*part_of; seed < n; seed += PARTS) {
        static uint32_t choice[N_MAX];
        struct random random = {seed};
        struct arena arena = {NULL};
        struct assignment_proof proof;
        struct error error = {OK, "", ""};
        struct size size = {random_below(&random, 40), 1 + random_below(&random, 10),
                            random_below(&random, 4), 1 + random_below(&random, LEVELS)};
        make(&made, &size, &random);
        cr_assert_eq(assignment_solve(&made.model, &arena, choice, &proof, NULL, &error), OK,
                     "seed %" PRIu64 ": %s", seed, error.text);
        expect_glpk_agrees(&made.model, &proof, &arena, seed);
        arena_free(&arena);
    }
}

/* Larger than one region: the same choice and prices at any number of threads. */
Test(network, regions_are_solved_alike_by_any_number_of_threads) {
    static struct made made;
    for (uint64_t seed = 0; seed < 10; seed++) {
        static uint32_t choice[5][N_MAX];
        struct random random = {seed};
        struct arena arena = {NULL};
        struct assignment_proof proof[5];
        const struct assignment_options dual = {PROVE_DUAL, NULL, NULL};
        struct size size = {N_MAX, 100 + random_below(&random, OFFERS_MAX - 100),
                            random_below(&random, 30), LEVELS};
        make(&made, &size, &random);
        for (int t = 0; t < 5; t++) {
            omp_set_num_threads(1 + 3 * t);
            cr_assert_eq(assignment_solve(&made.model, &arena, choice[t], &proof[t], &dual, NULL),
                         OK);
            cr_assert_arr_eq(choice[0], choice[t], sizeof choice[0], "seed %" PRIu64, seed);
            for (uint32_t l = 0; l < LEVELS; l++) {
                cr_assert_arr_eq(proof[0].price[l], proof[t].price[l],
                                 made.model.n_nodes * sizeof(int64_t));
            }
        }
        arena_free(&arena);
    }
}

/* A chain of offers with one seat each, all taken by those who want nothing else so much; one more
 * child wants the first. To place it, all must move by one: 700 moves that the second level
 * dislikes, more than a packed cost can set against one placement. */
Test(network, a_path_longer_than_the_weights_foresee) {
    enum { LENGTH = 700 };
    static uint32_t starts[LENGTH + 2], offers[2 * LENGTH + 1], parents[LENGTH + 1];
    static uint32_t rooms[LENGTH + 1], choice[LENGTH + 1];
    static int64_t placed[2 * LENGTH + 1], dislike[2 * LENGTH + 1];
    for (uint32_t a = 0; a < LENGTH; a++) {
        starts[a + 1] = 2 * (a + 1);
        offers[2 * a] = a;
        offers[2 * a + 1] = a + 1;
        dislike[2 * a + 1] = 1000;
    }
    starts[LENGTH + 1] = 2 * LENGTH + 1; /* the last one wants offer 0 */
    for (uint32_t k = 0; k <= 2 * LENGTH; k++) {
        placed[k] = -1;
    }
    for (uint32_t v = 0; v <= LENGTH; v++) {
        parents[v] = NONE;
        rooms[v] = 1;
    }
    const struct assignment_level level[] = {{"placed", placed}, {"dislike", dislike}};
    const struct assignment_model model = {.n_applicants = LENGTH + 1,
                                           .option_start = starts,
                                           .option_offer = offers,
                                           .n_offers = LENGTH + 1,
                                           .n_nodes = LENGTH + 1,
                                           .node_parent = parents,
                                           .room = rooms,
                                           .n_levels = 2,
                                           .level = level};
    struct arena arena = {NULL};
    struct assignment_proof proof;
    struct error error = {OK, "", ""};
    cr_assert_eq(assignment_solve(&model, &arena, choice, &proof, NULL, &error), OK, "%s",
                 error.text);
    cr_assert_eq(proof.value[0], -(LENGTH + 1));
    cr_assert_eq(proof.value[1], 1000 * LENGTH);
    arena_free(&arena);
}
