// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A standing optimum: an example worked by hand; tiny models against brute force after every change
 * of a random sequence; a larger one against solving anew, values and prices.
 */
#include "solver/reoptimizer.h"

#include "tests/oracle/brute_assignment.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

/* Solves as it stands; the choice must have the proof's values and be certified. */
static void optimum(struct reoptimizer *reoptimizer, struct arena *arena,
                    struct assignment_proof *proof, uint32_t *choice, uint64_t seed) {
    struct error error = {OK, "", ""};
    enum err err = reoptimizer_optimum(reoptimizer, arena, choice, proof, &error);
    cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
    cr_assert_eq(assignment_check(&reoptimizer->model, choice, proof, arena, NULL), OK,
                 "seed %" PRIu64, seed);
}

/* Two offers of one seat each, A and B; three children, costs as metres less 1000:
 *     0: A -900, B -700     1: A -800, B -750     2: A -950
 * Best: 2 at A and 1 at B, -1700. */
static const uint32_t start[] = {0, 2, 4, 5}, offer[] = {0, 1, 0, 1, 0};
static const int64_t cost[] = {-900, -700, -800, -750, -950};
static const uint32_t parent[] = {NONE, NONE}, room[] = {1, 1};
static const struct assignment_level level = {"metres", cost};
static const struct assignment_model by_hand = {.n_applicants = 3,
                                                .option_start = start,
                                                .option_offer = offer,
                                                .n_offers = 2,
                                                .n_nodes = 2,
                                                .node_parent = parent,
                                                .room = room,
                                                .n_levels = 1,
                                                .level = &level};

static void expect_value(struct reoptimizer *reoptimizer, int64_t value, const char *after) {
    struct arena arena = {NULL};
    struct assignment_proof proof;
    uint32_t choice[8];
    optimum(reoptimizer, &arena, &proof, choice, 0);
    cr_expect_eq(proof.value[0], value, "after %s: %" PRId64 ", not %" PRId64, after,
                 proof.value[0], value);
    arena_free(&arena);
}

Test(reoptimizer, example_by_hand) {
    struct reoptimizer reoptimizer;
    uint32_t added;
    cr_assert_eq(reoptimizer_open(&reoptimizer, &by_hand, NULL), OK);
    expect_value(&reoptimizer, -1700, "opening");
    reoptimizer_set_room(&reoptimizer, 0, 2); /* 0 and 2 at A, 1 at B */
    expect_value(&reoptimizer, -2600, "a seat more at A");
    reoptimizer_set_room(&reoptimizer, 1, 0); /* 0 and 2 at A */
    expect_value(&reoptimizer, -1850, "no seat at B");
    reoptimizer_withdraw(&reoptimizer, 2); /* 0 and 1 at A */
    expect_value(&reoptimizer, -1700, "2 withdraws");
    cr_assert_eq(reoptimizer_lock(&reoptimizer, 2, 0, NULL), OK); /* 0 at the other seat of A */
    expect_value(&reoptimizer, -900, "2 is locked at A");
    cr_assert_eq(reoptimizer_lock(&reoptimizer, 2, 0, NULL), ERR_INPUT);
    cr_assert_eq(reoptimizer_lock(&reoptimizer, 0, 1, NULL), ERR_NO, "B has no seat");
    reoptimizer_return(&reoptimizer, 2);
    expect_value(&reoptimizer, -900, "who is locked does not return");
    reoptimizer_unlock(&reoptimizer, 2);
    expect_value(&reoptimizer, -1850, "2 is free again");
    const int64_t more[] = {-990};
    const int64_t *const costs[] = {more};
    const struct reoptimizer_applicant child = {1, offer, costs};
    cr_assert_eq(reoptimizer_add(&reoptimizer, &child, &added, NULL), OK);
    cr_assert_eq(added, 3);
    expect_value(&reoptimizer, -1940, "a fourth child at A"); /* 3 and 2 */
    reoptimizer_release(&reoptimizer);
}

Test(reoptimizer, refuses_what_it_cannot_add) {
    struct reoptimizer reoptimizer;
    uint32_t added;
    const uint32_t nowhere[] = {2}, here[] = {1};
    const int64_t cheap[] = {-1}, dear[] = {COST_MAX + 1}, large[] = {-COST_MAX};
    const int64_t *const cheap_costs[] = {cheap}, *const dear_costs[] = {dear},
                         *const large_costs[] = {large};
    cr_assert_eq(reoptimizer_open(&reoptimizer, &by_hand, NULL), OK);
    const struct reoptimizer_applicant at_nowhere = {1, nowhere, cheap_costs};
    const struct reoptimizer_applicant too_dear = {1, here, dear_costs};
    const struct reoptimizer_applicant needs_other_weights = {1, here, large_costs};
    cr_assert_eq(reoptimizer_add(&reoptimizer, &at_nowhere, &added, NULL), ERR_INPUT);
    cr_assert_eq(reoptimizer_add(&reoptimizer, &too_dear, &added, NULL), ERR_INPUT);
    expect_value(&reoptimizer, -1700, "refusals");
    cr_assert_eq(reoptimizer_add(&reoptimizer, &needs_other_weights, &added, NULL), OK);
    expect_value(&reoptimizer, -950 - COST_MAX, "a cost larger than any before");
    reoptimizer_release(&reoptimizer);
}

/* One applicant more, with options in any order. */
static void add_random(struct reoptimizer *reoptimizer, struct random *random, uint64_t seed) {
    const struct assignment_model *model = &reoptimizer->model;
    uint32_t offers[32], added;
    int64_t costs[BRUTE_LEVELS][32];
    const int64_t *rows[BRUTE_LEVELS];
    for (uint32_t o = 0; o < model->n_offers; o++) {
        offers[o] = o;
    }
    random_shuffle(random, offers, model->n_offers);
    for (uint32_t l = 0; l < model->n_levels; l++) {
        for (uint32_t o = 0; o < model->n_offers; o++) {
            costs[l][o] = (int64_t)random_below(random, 2000) - 1000;
        }
        rows[l] = costs[l];
    }
    struct reoptimizer_applicant applicant = {random_below(random, model->n_offers + 1), offers,
                                              rows};
    uint32_t n = model->n_applicants;
    cr_assert_eq(reoptimizer_add(reoptimizer, &applicant, &added, NULL), OK, "seed %" PRIu64, seed);
    cr_assert_eq(added, n);
}

/* Locks an applicant, where there is room, or gives it free. */
static void lock_random(struct reoptimizer *reoptimizer, struct random *random, uint32_t a) {
    if (reoptimizer->locked[a] != NONE) {
        reoptimizer_unlock(reoptimizer, a);
        return;
    }
    uint32_t at = random_below(random, reoptimizer->model.n_offers);
    enum err err = reoptimizer_lock(reoptimizer, a, at, NULL);
    cr_assert(err == OK || err == ERR_NO);
}

static void change_random(struct reoptimizer *reoptimizer, struct random *random, uint32_t room_max,
                          bool may_add, uint64_t seed) {
    uint32_t a = random_below(random, reoptimizer->model.n_applicants);
    switch (random_below(random, may_add ? 8 : 7)) {
    case 0:
    case 1:
    case 2: {
        bool unlimited = random_chance(random, 10);
        reoptimizer_set_room(reoptimizer, random_below(random, reoptimizer->model.n_nodes),
                             unlimited ? SEATS_UNLIMITED : random_below(random, room_max + 1));
        break;
    }
    case 3:
        reoptimizer_withdraw(reoptimizer, a);
        break;
    case 4:
        reoptimizer_return(reoptimizer, a);
        break;
    case 5:
    case 6:
        lock_random(reoptimizer, random, a);
        break;
    default:
        add_random(reoptimizer, random, seed);
    }
}

Test(reoptimizer, random_changes_against_brute_force) {
    struct brute_model brute;
    uint64_t n = random_instances() / 4;
    for (uint64_t seed = 0; seed < n; seed++) {
        struct random random = {seed ^ 0x5eed};
        struct reoptimizer reoptimizer;
        struct arena arena = {NULL};
        brute_model_make(&brute, seed);
        cr_assert_eq(reoptimizer_open(&reoptimizer, &brute.model, NULL), OK, "seed %" PRIu64, seed);
        for (int change = 0; change < 6; change++) {
            struct assignment_proof proof;
            uint32_t choice[BRUTE_APPLICANTS + 6];
            int64_t best[BRUTE_LEVELS], value[BRUTE_LEVELS];
            change_random(&reoptimizer, &random, 3, reoptimizer.model.n_applicants < 6, seed);
            optimum(&reoptimizer, &arena, &proof, choice, seed);
            brute_values(&reoptimizer.model, NULL, best);
            cr_assert(brute_value_of(&reoptimizer.model, choice, value), "seed %" PRIu64, seed);
            for (uint32_t l = 0; l < brute.model.n_levels; l++) {
                cr_assert_eq(value[l], best[l], "seed %" PRIu64 ", change %d, level %u", seed,
                             change, l);
            }
        }
        arena_free(&arena);
        reoptimizer_release(&reoptimizer);
    }
}

enum { N = 300, OFFERS = 16, POOLS = 5, EACH = 5, LEVELS = 3 };

/* A crowded round of three levels, in which offers 0 .. 9 lie in pools, two of them in another. */
static void make_large(struct assignment_model *model, struct random *random) {
    static uint32_t starts[N + 1], offers[N * EACH], parents[OFFERS + POOLS], rooms[OFFERS + POOLS];
    static int64_t costs[LEVELS][N * EACH];
    static struct assignment_level levels[LEVELS];
    for (uint32_t a = 0; a < N; a++) {
        uint32_t shuffled[OFFERS];
        for (uint32_t o = 0; o < OFFERS; o++) {
            shuffled[o] = o;
        }
        random_shuffle(random, shuffled, OFFERS);
        memcpy(offers + a * EACH, shuffled, EACH * sizeof *offers);
        starts[a + 1] = (a + 1) * EACH;
        for (uint32_t i = 0; i < EACH; i++) {
            costs[0][a * EACH + i] = -1;
            costs[1][a * EACH + i] = (int64_t)i * i;
            costs[2][a * EACH + i] = (int64_t)random_below(random, 4000);
        }
    }
    for (uint32_t v = 0; v < OFFERS + POOLS; v++) {
        parents[v] = v < 10 ? OFFERS + v / 3 : NONE;
        rooms[v] = v < OFFERS ? 18 : 50;
    }
    parents[OFFERS] = parents[OFFERS + 1] = OFFERS + 4;
    rooms[OFFERS + 4] = 80;
    for (uint32_t l = 0; l < LEVELS; l++) {
        levels[l] = (struct assignment_level){"level", costs[l]};
    }
    *model = (struct assignment_model){.n_applicants = N,
                                       .option_start = starts,
                                       .option_offer = offers,
                                       .n_offers = OFFERS,
                                       .n_nodes = OFFERS + POOLS,
                                       .node_parent = parents,
                                       .room = rooms,
                                       .n_levels = LEVELS,
                                       .level = levels};
}

Test(reoptimizer, many_changes_against_solving_anew) {
    struct random random = {20};
    struct assignment_model model;
    struct reoptimizer reoptimizer;
    make_large(&model, &random);
    cr_assert_eq(reoptimizer_open(&reoptimizer, &model, NULL), OK);
    for (uint64_t change = 0; change < 600; change++) {
        struct arena arena = {NULL};
        struct assignment_proof proof, anew;
        static uint32_t choice[N + 600], choice_anew[N + 600];
        const struct assignment_options dual = {PROVE_DUAL, NULL, NULL};
        change_random(&reoptimizer, &random, change % 2 == 0 ? 25 : 60, true, change);
        optimum(&reoptimizer, &arena, &proof, choice, change);
        cr_assert_eq(assignment_solve(&reoptimizer.model, &arena, choice_anew, &anew, &dual, NULL),
                     OK);
        for (uint32_t l = 0; l < LEVELS; l++) {
            cr_assert_eq(proof.value[l], anew.value[l], "change %" PRIu64, change);
            for (uint32_t v = 0; v < model.n_nodes; v++) {
                cr_assert_eq(proof.price[l][v], anew.price[l][v], "change %" PRIu64 ", node %u",
                             change, v);
            }
        }
        arena_free(&arena);
    }
    cr_assert(reoptimizer.packed, "the levels of this round fit in one cost");
    reoptimizer_release(&reoptimizer);
}
