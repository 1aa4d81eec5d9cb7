// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Minimum-cost assignment: examples worked by hand, and PLACERA_RANDOM tiny models (200,000 if not
 * set) against brute force: values level by level, the certificate, seat prices, and prices that
 * do not depend on the optimum found.
 */
#include "solver/assignment.h"

#include "solver/glpk_model.h"
#include "solver/residual.h"
#include "tests/oracle/brute_assignment.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <glpk.h>
#include <inttypes.h>
#include <string.h>

/* Three children, offers A (1 seat) and B (1 seat), all prefer A by metres:
 *     0: A 100, B 300     1: A 200, B 250     2: A 50
 * Two can be placed. Level 1 `placed`: 2 are. Level 2: {2 -> A, 1 -> B} 300 beats {2 -> A, 0 -> B}
 * 350, {0 -> A, 1 -> B} 350 and {1 -> A, 0 -> B} 500. */
static void by_hand(struct brute_model *brute) {
    static const uint32_t start[] = {0, 2, 4, 5};
    static const uint32_t offer[] = {0, 1, 0, 1, 0};
    static const int64_t metres[] = {100, 300, 200, 250, 50};
    memset(brute, 0, sizeof *brute);
    memcpy(brute->option_start, start, sizeof start);
    memcpy(brute->option_offer, offer, sizeof offer);
    memcpy(brute->cost[1], metres, sizeof metres);
    for (uint32_t k = 0; k < 5; k++) {
        brute->cost[0][k] = -1;
    }
    for (uint32_t v = 0; v < 2; v++) {
        brute->room[v] = 1;
        brute->node_parent[v] = NONE;
    }
    brute->level[0] = (struct assignment_level){"placed", brute->cost[0]};
    brute->level[1] = (struct assignment_level){"distance", brute->cost[1]};
    brute->model = (struct assignment_model){.n_applicants = 3,
                                             .option_start = brute->option_start,
                                             .option_offer = brute->option_offer,
                                             .n_offers = 2,
                                             .n_nodes = 2,
                                             .node_parent = brute->node_parent,
                                             .room = brute->room,
                                             .n_levels = 2,
                                             .level = brute->level};
}

Test(assignment, example_by_hand) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    struct error error = {OK, "", ""};
    uint32_t choice[3];
    int64_t price[2];
    uint32_t price_level[2];
    by_hand(&brute);
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, &error), OK, "%s",
                 error.text);
    cr_assert_eq(choice[0], NONE);
    cr_assert_eq(choice[1], 3);
    cr_assert_eq(choice[2], 4);
    cr_assert_eq(proof.n_levels, 2);
    cr_assert_str_eq(proof.name[1], "distance");
    cr_assert_eq(proof.value[0], -2);
    cr_assert_eq(proof.value[1], 300);
    /* One more child is waiting whichever offer grows. */
    cr_assert_eq(proof.price[0][0], 1);
    cr_assert_eq(proof.price[0][1], 1);
    cr_assert_not_null(strstr(proof.solver_words, ": optimal, 2 levels"));
    static const struct seat_way ways[] = {{0, 0}, {1, 1}};
    const struct assignment_optimum optimum = {&brute.model, choice, &proof};
    cr_assert_eq(assignment_seat_prices(&optimum, 2, ways, &arena, price, price_level, &error), OK);
    cr_assert_eq(price[0], 1);
    cr_assert_eq(price_level[0], 0);
    arena_free(&arena);
}

/* The same children without `placed`: metres alone leave everybody at home. */
Test(assignment, nobody_moves_for_nothing) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    uint32_t choice[3], price_level[2];
    int64_t price[2];
    by_hand(&brute);
    brute.model.level = brute.level + 1;
    brute.model.n_levels = 1;
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    cr_assert_eq(proof.value[0], 0);
    cr_assert(choice[0] == NONE && choice[1] == NONE && choice[2] == NONE);
    static const struct seat_way ways[] = {{0, 0}, {1, 1}};
    const struct assignment_optimum optimum = {&brute.model, choice, &proof};
    cr_assert_eq(assignment_seat_prices(&optimum, 2, ways, &arena, price, price_level, NULL), OK);
    cr_assert(price[0] == 0 && price_level[0] == NONE);
    arena_free(&arena);
}

Test(assignment, no_applicants_no_options_no_levels) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    uint32_t choice[3];
    by_hand(&brute);
    brute.model.n_levels = 0;
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    cr_assert_eq(choice[0], NONE);
    by_hand(&brute);
    memset(brute.option_start, 0, sizeof brute.option_start);
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    cr_assert_eq(proof.value[1], 0);
    brute.model.n_applicants = 0;
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    arena_free(&arena);
}

/* What brute force says one more seat is worth. */
static void expect_seat_prices(const struct assignment_model *model, const uint32_t *choice,
                               const struct assignment_proof *proof, const int64_t *value,
                               struct arena *arena, uint64_t seed) {
    int64_t price[BRUTE_OFFERS * BRUTE_NODES];
    uint32_t level[BRUTE_OFFERS * BRUTE_NODES], n = 0;
    struct seat_way way[BRUTE_OFFERS * BRUTE_NODES];
    struct error error = {OK, "", ""};
    const struct assignment_optimum optimum = {model, choice, proof};
    for (uint32_t o = 0; o < model->n_offers; o++) {
        for (uint32_t around = o; around != NONE; around = model->node_parent[around]) {
            way[n++] = (struct seat_way){o, around};
        }
    }
    enum err err = assignment_seat_prices(&optimum, n, way, arena, price, level, &error);
    cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
    for (uint32_t v = 0; v < n; v++) {
        int64_t richer[BRUTE_LEVELS];
        brute_values(model, &way[v], richer);
        uint32_t l = 0;
        while (l < model->n_levels && richer[l] == value[l]) {
            l++;
        }
        bool changes = l < model->n_levels;
        cr_assert_eq(level[v], changes ? l : NONE, "seed %" PRIu64 ", way %u", seed, v);
        cr_assert_eq(price[v], changes ? value[l] - richer[l] : 0, "seed %" PRIu64 ", way %u", seed,
                     v);
    }
}

/* The same levels without GLPK, from nobody placed: the same values and, since they are canonical,
 * the same prices, though the way there and perhaps the placement are others. */
static void expect_same_prices(const struct assignment_model *model,
                               const struct assignment_proof *proof, struct arena *arena,
                               uint64_t seed) {
    uint32_t choice[BRUTE_APPLICANTS];
    int64_t price[BRUTE_NODES], total[BRUTE_NODES];
    struct face face;
    cr_assert_eq(face_new(&face, model, arena, NULL), OK);
    memset(choice, 0xff, sizeof choice);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        uint8_t loose[BRUTE_NODES];
        uint32_t tie[BRUTE_NODES];
        struct residual_result result = {price, loose, tie, 0};
        const int64_t *cost = model->level[l].cost;
        struct residual_task task = {model, &face, cost, arena, NULL};
        cr_assert_eq(residual_optimum(&task, choice, &result, NULL), OK);
        for (uint32_t v = 0; v < model->n_nodes; v++) {
            cr_assert_eq(price[v], proof->price[l][v], "seed %" PRIu64 ", level %u, node %u", seed,
                         l, v);
        }
        cr_assert(face_totals(model, price, total));
        face_tighten(&face, model, cost, price, total);
    }
}

/* Where doubles can tell the costs apart, GLPK must agree at once: the basis it was given is
 * optimal. */
static void expect_agreement(const struct assignment_model *model,
                             const struct assignment_proof *proof, uint64_t seed) {
    char words[64];
    for (uint32_t l = 0; l < model->n_levels; l++) {
        for (uint32_t k = 0; k < model->option_start[model->n_applicants]; k++) {
            if (llabs(model->level[l].cost[k]) > 1000000) {
                return;
            }
        }
    }
    for (uint32_t l = 0; l < model->n_levels; l++) {
        cr_assert_eq(proof->iterations[l], 0, "seed %" PRIu64 ", level %u", seed, l);
    }
    snprintf(words, sizeof words, "GLPK %s: optimal, %u levels", glp_version(), model->n_levels);
    cr_assert_str_eq(proof->solver_words, words, "seed %" PRIu64, seed);
}

/* The check must refuse any other value, and must not call a placement optimal that is not. */
static void expect_sound_check(const struct assignment_model *model, uint32_t *choice,
                               struct assignment_proof *proof, struct arena *arena, uint64_t seed) {
    struct random random = {~seed};
    uint32_t l = random_below(&random, model->n_levels);
    proof->value[l] += random_chance(&random, 50) ? 1 : -1;
    cr_assert_eq(assignment_check(model, choice, proof, arena, NULL), ERR_SOLVER, "seed %" PRIu64,
                 seed);
    uint32_t a = random_below(&random, model->n_applicants);
    uint32_t n_options = model->option_start[model->n_applicants];
    choice[a] = random_chance(&random, 30) ? NONE : random_below(&random, n_options + 1);
    proof->price[l][random_below(&random, model->n_nodes)] += (int64_t)random_below(&random, 5) - 2;
    int64_t value[BRUTE_LEVELS];
    bool feasible = brute_value_of(model, choice, value);
    memcpy(proof->value, value, model->n_levels * sizeof *value);
    if (feasible && assignment_check(model, choice, proof, arena, NULL) == OK) {
        int64_t best[BRUTE_LEVELS];
        brute_values(model, NULL, best);
        cr_assert_arr_eq(value, best, model->n_levels * sizeof *value, "seed %" PRIu64, seed);
    } else if (!feasible) {
        cr_assert_eq(assignment_check(model, choice, proof, arena, NULL), ERR_SOLVER,
                     "seed %" PRIu64, seed);
    }
}

Test(assignment, random_models_against_brute_force) {
    struct brute_model brute;
    struct arena arena = {NULL};
    uint64_t n = random_instances();
    for (uint64_t seed = 0; seed < n; seed++) {
        const struct assignment_model *model = &brute.model;
        struct arena_mark mark = arena_mark(&arena);
        struct assignment_proof proof;
        struct error error = {OK, "", ""};
        uint32_t choice[BRUTE_APPLICANTS];
        int64_t best[BRUTE_LEVELS], value[BRUTE_LEVELS];
        brute_model_make(&brute, seed);
        enum err err = assignment_solve(model, &arena, choice, &proof, NULL, &error);
        cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
        cr_assert(brute_value_of(model, choice, value), "seed %" PRIu64, seed);
        brute_values(model, NULL, best);
        for (uint32_t l = 0; l < model->n_levels; l++) {
            cr_assert_eq(value[l], best[l], "seed %" PRIu64 ", level %u", seed, l);
            cr_assert_eq(proof.value[l], best[l], "seed %" PRIu64 ", level %u", seed, l);
        }
        cr_assert_eq(assignment_check(model, choice, &proof, &arena, NULL), OK);
        expect_agreement(model, &proof, seed);
        expect_same_prices(model, &proof, &arena, seed);
        if (seed % 2 == 0) {
            expect_seat_prices(model, choice, &proof, best, &arena, seed);
        }
        expect_sound_check(model, choice, &proof, &arena, seed);
        arena_rewind(&arena, mark);
    }
    arena_free(&arena);
}

/* A larger model with costs near COST_MAX that differ in the last digit only: doubles scaled by
 * GLPK's tolerance cannot tell them apart, the integers must. */
Test(assignment, huge_costs_are_exact) {
    enum { N = 40, OFFERS = 8 };
    static uint32_t start[N + 1], offer[N * OFFERS], parent[OFFERS], room[OFFERS], choice[N];
    static int64_t cost[N * OFFERS];
    struct random random = {7};
    for (uint32_t a = 0; a < N; a++) {
        start[a + 1] = start[a] + OFFERS;
        for (uint32_t v = 0; v < OFFERS; v++) {
            offer[start[a] + v] = v;
            cost[start[a] + v] = -COST_MAX + (int64_t)random_below(&random, 30);
        }
    }
    for (uint32_t v = 0; v < OFFERS; v++) {
        parent[v] = NONE;
        room[v] = 4;
    }
    struct assignment_level level = {"huge", cost};
    struct assignment_model model = {.n_applicants = N,
                                     .option_start = start,
                                     .option_offer = offer,
                                     .n_offers = OFFERS,
                                     .n_nodes = OFFERS,
                                     .node_parent = parent,
                                     .room = room,
                                     .n_levels = 1,
                                     .level = &level};
    struct assignment_proof proof, small_proof;
    struct arena arena = {NULL};
    cr_assert_eq(assignment_solve(&model, &arena, choice, &proof, NULL, NULL), OK);
    /* All 32 seats are taken, so adding COST_MAX - 1000 to every cost changes nothing else. */
    for (uint32_t k = 0; k < N * OFFERS; k++) {
        cost[k] += COST_MAX - 1000;
    }
    cr_assert_eq(assignment_solve(&model, &arena, choice, &small_proof, NULL, NULL), OK);
    cr_assert_eq(proof.value[0] + 32 * (COST_MAX - 1000), small_proof.value[0]);
    arena_free(&arena);
}

static void count_report(void *context, const char *stage, double done) {
    int *n = context;
    cr_assert_str_eq(stage, "solve");
    cr_expect_leq(done, 1.0);
    (*n)++;
}

/* Larger than brute force reaches: GLPK alone, from its own start, must find the same value. */
Test(assignment, glpk_alone_finds_the_same_value) {
    enum { N = 240, OFFERS = 12, EACH = 5 };
    static uint32_t start[N + 1], offer[N * EACH], parent[OFFERS + 1], room[OFFERS + 1], choice[N];
    static int64_t cost[N * EACH];
    struct random random = {11};
    for (uint32_t a = 0; a < N; a++) {
        uint32_t shuffled[OFFERS] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        random_shuffle(&random, shuffled, OFFERS);
        memcpy(offer + start[a], shuffled, EACH * sizeof *offer);
        start[a + 1] = start[a] + EACH;
        for (uint32_t k = start[a]; k < start[a + 1]; k++) {
            cost[k] = -2000 + (int64_t)random_below(&random, 1500);
        }
    }
    for (uint32_t v = 0; v <= OFFERS; v++) {
        parent[v] = v < 4 ? OFFERS : NONE;
        room[v] = v == OFFERS ? 60 : 18;
    }
    struct assignment_level level = {"cost", cost};
    struct assignment_model model = {.n_applicants = N,
                                     .option_start = start,
                                     .option_offer = offer,
                                     .n_offers = OFFERS,
                                     .n_nodes = OFFERS + 1,
                                     .node_parent = parent,
                                     .room = room,
                                     .n_levels = 1,
                                     .level = &level};
    struct assignment_proof proof;
    struct arena arena = {NULL};
    struct glpk_model *glpk;
    struct glpk_answer answer;
    int n_reports = 0;
    struct progress progress = {count_report, &n_reports};
    struct assignment_options options = {PROVE_GLPK, &progress, NULL};
    cr_assert_eq(assignment_solve(&model, &arena, choice, &proof, &options, NULL), OK);
    cr_assert_gt(n_reports, 0);
    cr_assert_eq(glpk_model_new(&glpk, &model, &arena, NULL, NULL), OK);
    cr_assert_eq(glpk_model_set_cost(glpk, cost, NULL), OK);
    cr_assert_eq(glpk_model_solve(glpk, choice, &answer, NULL), OK);
    cr_assert(answer.optimal);
    cr_assert_gt(answer.iterations, 0);
    int64_t value = 0;
    for (uint32_t a = 0; a < N; a++) {
        value += choice[a] == NONE ? 0 : cost[choice[a]];
    }
    cr_assert_eq(value, proof.value[0]);
    glpk_model_free(glpk);
    arena_free(&arena);
}

Test(assignment, check_survives_a_hostile_certificate) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    struct error error = {OK, "", ""};
    uint32_t choice[3];
    by_hand(&brute);
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    int64_t price = proof.price[1][0];
    proof.price[1][0] = INT64_MAX; /* and A costs 100 */
    cr_assert_eq(assignment_check(&brute.model, choice, &proof, &arena, &error), ERR_SOLVER);
    cr_assert_not_null(strstr(error.text, "leave 64 bits"), "%s", error.text);
    error = (struct error){OK, "", ""};
    proof.price[1][0] = price;
    proof.price[0][0] = INT64_MAX;
    proof.price[0][1] = INT64_MAX;
    cr_assert_eq(assignment_check(&brute.model, choice, &proof, &arena, NULL), ERR_SOLVER);
    brute.node_parent[0] = 1; /* nested: now the sum itself overflows */
    brute.room[1] = 2;
    cr_assert_eq(assignment_check(&brute.model, choice, &proof, &arena, &error), ERR_SOLVER);
    cr_assert_str_eq(error.text, "certificate, level placed: prices leave 64 bits");
    proof.n_levels = 1;
    cr_assert_eq(assignment_check(&brute.model, choice, &proof, &arena, NULL), ERR_SOLVER);
    arena_free(&arena);
}

static void call_wrongly(void *problem, void *argument) {
    glp_set_obj_coef(problem, *(int *)argument, 1.0);
}

static void ask_too_much(void *problem, void *argument) {
    (void)argument;
    glp_mem_limit(1);
    glp_add_rows(problem, 10 * 1000 * 1000);
}

/* GLPK ends the process on a bad call. Here it must not, however often, and must work again after.
 */
Test(assignment, an_abort_inside_glpk_becomes_an_error) {
    struct brute_model brute;
    struct arena arena = {NULL};
    by_hand(&brute);
    for (int i = 0; i < 3; i++) {
        struct glpk_model *glpk;
        struct error error = {OK, "", ""};
        int column = 999;
        cr_assert_eq(glpk_model_new(&glpk, &brute.model, &arena, NULL, NULL), OK);
        cr_assert_eq(glpk_model_guard(glpk, call_wrongly, &column, &error), ERR_SOLVER);
        cr_assert_not_null(strstr(error.text, "column number out of range"), "%s", error.text);
        cr_assert_eq(glpk_model_set_cost(glpk, brute.cost[0], NULL), ERR_SOLVER);
        glpk_model_free(glpk);
        cr_assert_eq(glpk_model_new(&glpk, &brute.model, &arena, NULL, NULL), OK);
        cr_assert_eq(glpk_model_guard(glpk, ask_too_much, NULL, NULL), ERR_NO_MEMORY);
        glpk_model_free(glpk);
    }
    struct assignment_proof proof;
    uint32_t choice[3];
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    arena_free(&arena);
}

/* Somebody else's problem on the same thread survives our run. */
Test(assignment, leaves_a_host_its_glpk) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    uint32_t choice[3];
    glp_prob *theirs = glp_create_prob();
    glp_add_rows(theirs, 3);
    by_hand(&brute);
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, NULL, NULL), OK);
    cr_assert_eq(glp_get_num_rows(theirs), 3);
    glp_delete_prob(theirs);
    glp_free_env();
    arena_free(&arena);
}

Test(assignment, tells_that_it_is_at_work) {
    struct brute_model brute;
    struct arena arena = {NULL};
    struct assignment_proof proof;
    uint32_t choice[3];
    int n = 0;
    struct progress progress = {count_report, &n};
    struct assignment_options options = {PROVE_GLPK, &progress, NULL};
    by_hand(&brute);
    cr_assert_eq(assignment_solve(&brute.model, &arena, choice, &proof, &options, NULL), OK);
    cr_assert_gt(n, 0);
    arena_free(&arena);
}
