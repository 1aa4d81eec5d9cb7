// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * placera's own side of the bench: one step of a round, timed from within.
 *     network paths INSTANCE           the network solver alone, on the first objective
 *     network solve INSTANCE           the same with its proof, GLPK's up to a city's size
 *     network dual INSTANCE            the same with the integer certificate
 *     network levels INSTANCE          three levels made of the same round, with the certificate
 *     network seat INSTANCE            one seat more, again and again, each re-solved and
 * certified: the median network accept INSTANCE          deferred acceptance, ranks given network
 * numbers INSTANCE FILE    writes the round's numbers for the peers (numbers.h) network ordered
 * INSTANCE FILE    the same in the order that the network solver works in Prints "key value" lines:
 * seconds of the step, value (the objective's; of `accept` a fingerprint of who sits where), and
 * how many applicants are placed, and first, in per cent.
 */
#include "bench/numbers.h"

#include "io/loader.h"
#include "solver/mechanism.h"
#include "solver/objective.h"
#include "solver/reoptimizer.h"
#include "solver/shortest_paths.h"
#include "solver/solution.h"

#include <stdlib.h>
#include <string.h>

struct bench {
    const char *file;
    struct loaded loaded;
    struct arena arena;
    struct options options;
    struct ranking ranking;
    uint32_t *room;   /* [n_nodes] */
    uint32_t *choice; /* [n_applicants] option or NONE */
    struct assignment_model model;
};

/* The one place where the solver and its proof are called. */
static enum err call_solver(struct bench *bench, enum prove prove, struct error *error) {
    const struct assignment_options options = {prove, NULL, NULL};
    struct assignment_proof proof;
    return assignment_solve(&bench->model, &bench->arena, bench->choice, &proof, &options, error);
}

static enum err prepare(struct bench *bench, const char *path, struct error *error) {
    const struct instance *instance = &bench->loaded.instance;
    enum err err = load(path, &bench->loaded, error);
    if (err != OK) {
        return err;
    }
    bench->room = ARENA_NEW(&bench->arena, instance->n_nodes, uint32_t);
    bench->choice = ARENA_NEW(&bench->arena, instance->n_applicants, uint32_t);
    if (bench->room == NULL || bench->choice == NULL) {
        return error_no_memory(error);
    }
    memset(bench->choice, 0xFF, instance->n_applicants * sizeof *bench->choice);
    instance_room(instance, bench->room);
    return options_build(&bench->options, instance, &bench->arena, error);
}

static enum err rank(struct bench *bench, struct error *error) {
    return ranking_build(&bench->ranking, &bench->loaded.instance, &bench->options, &bench->arena,
                         error);
}

/* The model of the first objective alone. */
static enum err make_model(struct bench *bench, struct error *error) {
    enum err err = objective_model(&bench->loaded.instance, &bench->options, &bench->ranking,
                                   bench->room, &bench->arena, &bench->model, error);
    bench->model.n_levels = 1;
    return err;
}

static int64_t value_of(const struct bench *bench) {
    int64_t value = 0;
    for (uint32_t a = 0; a < bench->model.n_applicants; a++) {
        uint32_t k = bench->choice[a];
        value += k == NONE ? 0 : bench->model.level[0].cost[k];
    }
    return value;
}

/* FNV-1a over the offers that the applicants got: the textbook program makes the same. */
static int64_t fingerprint(const struct bench *bench) {
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (uint32_t a = 0; a < bench->loaded.instance.n_applicants; a++) {
        uint32_t k = bench->choice[a];
        sum = (sum ^ (k == NONE ? NONE : bench->options.offer[k])) * UINT64_C(0x100000001b3);
    }
    return (int64_t)(sum >> 1);
}

static void report(const struct bench *bench, struct bench_moment begin, struct bench_moment end,
                   int64_t value) {
    uint32_t n = bench->loaded.instance.n_applicants, n_placed = 0, n_first = 0;
    for (uint32_t a = 0; a < n; a++) {
        n_placed += bench->choice[a] != NONE ? 1 : 0;
        n_first += bench->choice[a] == bench->options.start[a] ? 1 : 0;
    }
    bench_report(begin, begin, end, value);
    printf("applicants %u\noffers %u\noptions %u\n", n, bench->loaded.instance.n_offers,
           bench->options.n);
    printf("placed_percent %.2f\nfirst_percent %.2f\n", 100.0 * n_placed / n, 100.0 * n_first / n);
}

static const int64_t weight_of_one[] = {1};

static enum err run_paths(struct bench *bench, struct error *error) {
    enum err err = make_model(bench, error);
    struct network network;
    struct bench_moment begin = bench_now();
    if (err == OK) {
        err = network_build(&network, &bench->model, weight_of_one, error);
    }
    if (err == OK) {
        err = shortest_paths(&network, NULL, error);
    }
    if (err != OK) {
        return err;
    }
    network_choice(&network, bench->choice);
    struct bench_moment end = bench_now();
    network_release(&network);
    report(bench, begin, end, value_of(bench));
    return OK;
}

static enum err solve_with(struct bench *bench, enum prove prove, struct error *error) {
    struct bench_moment begin = bench_now();
    enum err err = call_solver(bench, prove, error);
    struct bench_moment end = bench_now();
    if (err == OK) {
        report(bench, begin, end, value_of(bench));
    }
    return err;
}

static enum err run_solve(struct bench *bench, struct error *error) {
    enum err err = make_model(bench, error);
    return err == OK ? solve_with(bench, PROVE_BY_SIZE, error) : err;
}

static enum err run_dual(struct bench *bench, struct error *error) {
    enum err err = make_model(bench, error);
    return err == OK ? solve_with(bench, PROVE_DUAL, error) : err;
}

/* Most placed, then least sum of squared ranks, then what the cost has besides. */
static enum err run_levels(struct bench *bench, struct error *error) {
    enum err err = make_model(bench, error);
    struct arena *arena = &bench->arena;
    struct assignment_level *level = ARENA_ZERO(arena, 3, struct assignment_level);
    int64_t *cost[3] = {ARENA_NEW(arena, bench->options.n, int64_t),
                        ARENA_NEW(arena, bench->options.n, int64_t),
                        ARENA_NEW(arena, bench->options.n, int64_t)};
    if (err != OK || level == NULL || cost[0] == NULL || cost[1] == NULL || cost[2] == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    const struct assignment_level whole = bench->model.level[0];
    int64_t least = 0;
    for (uint32_t k = 0; k < bench->options.n; k++) {
        least = whole.cost[k] < least ? whole.cost[k] : least;
    }
    for (uint32_t a = 0; a < bench->model.n_applicants; a++) {
        for (uint32_t k = bench->options.start[a]; k < bench->options.start[a + 1]; k++) {
            int64_t rank = k - bench->options.start[a] + 1;
            cost[0][k] = -1;
            cost[1][k] = rank * rank;
            cost[2][k] = whole.cost[k] - least + 1000 - 1000 * rank * rank;
        }
    }
    for (uint32_t l = 0; l < 3; l++) {
        level[l].cost = cost[l];
    }
    bench->model.level = level;
    bench->model.n_levels = 3;
    return solve_with(bench, PROVE_DUAL, error);
}

static int by_seconds(const void *left, const void *right) {
    double a = ((const struct bench_moment *)left)->wall_s;
    double b = ((const struct bench_moment *)right)->wall_s;
    return (a > b) - (a < b);
}

/* One seat more at one offer after the other, spread over all of them. */
static enum err run_seat(struct bench *bench, struct error *error) {
    enum { SEATS = 101 };
    struct bench_moment took[SEATS];
    struct reoptimizer reoptimizer;
    enum err err = make_model(bench, error);
    if (err == OK) {
        err = reoptimizer_open(&reoptimizer, &bench->model, error);
    }
    if (err != OK) {
        return err;
    }
    for (uint32_t i = 0; i < SEATS && err == OK; i++) {
        struct arena arena = {NULL};
        struct assignment_proof proof;
        uint32_t offer = (uint32_t)((uint64_t)i * bench->model.n_offers / SEATS);
        struct bench_moment begin = bench_now();
        reoptimizer_set_room(&reoptimizer, offer, reoptimizer.room[offer] + 1);
        err = reoptimizer_optimum(&reoptimizer, &arena, bench->choice, &proof, error);
        struct bench_moment end = bench_now();
        took[i] =
            (struct bench_moment){end.wall_s - begin.wall_s, end.processor_s - begin.processor_s};
        arena_free(&arena);
    }
    if (err == OK) {
        qsort(took, SEATS, sizeof *took, by_seconds);
        report(bench, (struct bench_moment){0, 0}, took[SEATS / 2], value_of(bench));
    }
    reoptimizer_release(&reoptimizer);
    return err;
}

static enum err run_accept(struct bench *bench, struct error *error) {
    uint32_t *claims = ARENA_ZERO(&bench->arena, bench->loaded.instance.n_applicants, uint32_t);
    struct mechanism_outcome outcome = {.choice = bench->choice, .claim_round = claims};
    const struct mechanism_task task = {.instance = &bench->loaded.instance,
                                        .options = &bench->options,
                                        .ranking = &bench->ranking,
                                        .room = bench->room,
                                        .arena = &bench->arena};
    if (claims == NULL) {
        return error_no_memory(error);
    }
    struct bench_moment begin = bench_now();
    enum err err = deferred_acceptance(&task, &outcome, error);
    struct bench_moment end = bench_now();
    if (err == OK) {
        report(bench, begin, end, fingerprint(bench));
    }
    return err;
}

/* Squeezes out the options of those who do not compete, in place: nothing else is done here with
 * the model. */
static enum err make_numbers(struct bench *bench, struct numbers *numbers, struct error *error) {
    enum err err = make_model(bench, error);
    const struct assignment_model *model = &bench->model;
    uint32_t *start = ARENA_ZERO(&bench->arena, (size_t)model->n_applicants + 1, uint32_t);
    int64_t *cost = ARENA_NEW(&bench->arena, bench->options.n, int64_t);
    if (err != OK || start == NULL || cost == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    uint32_t n = 0;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t end = bench->options.start[a + 1];
        for (uint32_t k = bench->options.start[a]; k < end && model->competes[a] != 0; k++) {
            bench->options.offer[n] = bench->options.offer[k];
            bench->ranking.rank[n] = bench->ranking.rank[k];
            cost[n++] = model->level[0].cost[k];
        }
        start[a + 1] = n;
    }
    *numbers = (struct numbers){model->n_applicants,
                                model->n_offers,
                                model->n_nodes,
                                n,
                                start,
                                bench->options.offer,
                                bench->loaded.instance.node_parent,
                                bench->room,
                                cost,
                                bench->ranking.rank};
    return OK;
}

static enum err write_numbers(const struct bench *bench, const struct numbers *numbers,
                              struct error *error) {
    return numbers_write(numbers, bench->file)
               ? OK
               : error_set(error, ERR_IO, bench->file, "could not be written");
}

static enum err run_numbers(struct bench *bench, struct error *error) {
    struct numbers numbers;
    enum err err = make_numbers(bench, &numbers, error);
    return err == OK ? write_numbers(bench, &numbers, error) : err;
}

/* The numbers with applicants and offers as the network numbers them. */
static void rearrange(const struct numbers *from, const struct network *network,
                      struct numbers *to) {
    for (uint32_t v = 0; v < from->n_nodes; v++) {
        to->room[network_number(network, v)] = from->room[v];
        to->parent[network_number(network, v)] = from->parent[v];
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < from->n_applicants; i++) {
        uint32_t a = network->original[i];
        to->start[i] = at;
        for (uint32_t k = from->start[a]; k < from->start[a + 1]; k++, at++) {
            to->offer[at] = network_number(network, from->offer[k]);
            to->cost[at] = from->cost[k];
            to->rank[at] = from->rank[k];
        }
    }
    to->start[from->n_applicants] = at;
}

static enum err run_ordered(struct bench *bench, struct error *error) {
    struct numbers numbers, to;
    struct network network;
    struct arena *arena = &bench->arena;
    enum err err = make_model(bench, error);
    if (err == OK) {
        err = network_build(&network, &bench->model, weight_of_one, error);
    }
    if (err != OK) {
        return err;
    }
    err = make_numbers(bench, &numbers, error);
    if (err == OK) {
        to = numbers;
        to.start = ARENA_NEW(arena, (size_t)numbers.n_applicants + 1, uint32_t);
        to.offer = ARENA_NEW(arena, numbers.n, uint32_t);
        to.parent = ARENA_NEW(arena, numbers.n_nodes, uint32_t);
        to.room = ARENA_NEW(arena, numbers.n_nodes, uint32_t);
        to.cost = ARENA_NEW(arena, numbers.n, int64_t);
        to.rank = ARENA_NEW(arena, numbers.n, uint32_t);
        bool failed = to.start == NULL || to.offer == NULL || to.parent == NULL ||
                      to.room == NULL || to.cost == NULL || to.rank == NULL;
        err = failed ? error_no_memory(error) : OK;
    }
    if (err == OK) {
        rearrange(&numbers, &network, &to);
        err = write_numbers(bench, &to, error);
    }
    network_release(&network);
    return err;
}

static const struct step {
    const char *name;
    bool ranks;
    int n_arguments;
    enum err (*run)(struct bench *bench, struct error *error);
} steps[] = {
    {"paths", false, 3, run_paths},    {"solve", false, 3, run_solve},
    {"dual", false, 3, run_dual},      {"levels", false, 3, run_levels},
    {"seat", false, 3, run_seat},      {"accept", true, 3, run_accept},
    {"numbers", true, 4, run_numbers}, {"ordered", true, 4, run_ordered},
};

int main(int argc, char **argv) {
    const struct step *step = NULL;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && argc > 1; i++) {
        step =
            strcmp(argv[1], steps[i].name) == 0 && argc == steps[i].n_arguments ? &steps[i] : step;
    }
    if (step == NULL) {
        fprintf(stderr, "usage: network paths|solve|dual|levels|seat|accept INSTANCE, network "
                        "numbers|ordered INSTANCE FILE\n");
        return err_exit_status(ERR_USAGE);
    }
    struct error error = {0};
    struct bench bench = {.file = argc == 4 ? argv[3] : NULL};
    enum err err = prepare(&bench, argv[2], &error);
    if (err == OK && step->ranks) {
        err = rank(&bench, &error);
    }
    if (err == OK) {
        err = step->run(&bench, &error);
    }
    if (err != OK) {
        fprintf(stderr, "network: %s %s\n", error.place, error.text);
    }
    arena_free(&bench.arena);
    loaded_release(&bench.loaded);
    return err_exit_status(err);
}
