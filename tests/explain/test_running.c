// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Running placement of random tiny rounds: each child is taken for one that comes after the round
 * it is in, so that its place in every order is known from the ranking, which running_find does not
 * use. Nothing it prints holds another child's id, and free seats are the seats less the placed.
 */
#include "explain/running.h"

#include "explain/catalogue.h"
#include "tests/explain/solved.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { N_ROUNDS = 3000 };

struct met {
    uint32_t n, before, after, waiting, waiting_after, free, full;
};

/* One of an array's elements, NULL where there is no array. */
static void *one_of(const void *array, uint32_t a, size_t size, struct arena *arena) {
    if (array == NULL) {
        return NULL;
    }
    void *one = arena_alloc(arena, 1, size);
    cr_assert_not_null(one);
    return memcpy(one, (const char *)array + a * size, size);
}

/* An applicant alone, with all that is known of it. */
static void alone(const struct instance *instance, uint32_t a, struct instance *one) {
    struct arena *arena = &one->arena;
    *one = *instance;
    one->arena = (struct arena){NULL};
    uint32_t first = instance->wish_start[a], n = instance->wish_start[a + 1] - first;
    one->n_applicants = 1;
    one->applicant_id.n = 1;
    one->applicant_id.start = one_of(instance->applicant_id.start, a, sizeof(size_t), arena);
    one->applicant_group = one_of(instance->applicant_group, a, sizeof(uint32_t), arena);
    one->applicant_x = one_of(instance->applicant_x, a, sizeof(double), arena);
    one->applicant_y = one_of(instance->applicant_y, a, sizeof(double), arena);
    one->applicant_current = one_of(instance->applicant_current, a, sizeof(uint32_t), arena);
    one->applicant_locked = NULL;
    one->applicant_side = one_of(instance->applicant_side, a, sizeof(uint32_t), arena);
    one->applicant_lottery = one_of(instance->applicant_lottery, a, sizeof(uint64_t), arena);
    one->n_wishes = n;
    one->wish_start = ARENA_NEW(arena, 2, uint32_t);
    cr_assert_not_null(one->wish_start);
    one->wish_start[0] = 0;
    one->wish_start[1] = n;
    one->wish_offer = instance->wish_offer + first;
    one->wish_lottery = instance->wish_lottery == NULL ? NULL : instance->wish_lottery + first;
    if (instance->distance_start != NULL) {
        uint32_t from = instance->distance_start[a];
        one->n_distances = instance->distance_start[a + 1] - from;
        one->distance_start = ARENA_NEW(arena, 2, uint32_t);
        cr_assert_not_null(one->distance_start);
        one->distance_start[0] = 0;
        one->distance_start[1] = one->n_distances;
        one->distance_school = instance->distance_school + from;
        one->distance_m = instance->distance_m + from;
    }
    one->column = ARENA_NEW(arena, instance->n_columns, struct column);
    cr_assert_not_null(one->column);
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        one->column[c] = instance->column[c];
        one->column[c].of_applicant =
            one_of(instance->column[c].of_applicant, a, sizeof(double), arena);
        one->column[c].of_wish =
            instance->column[c].of_wish == NULL ? NULL : instance->column[c].of_wish + first;
    }
}

/* The results of a solved round, as far as running_find reads them. */
static void as_results(const struct instance *instance, const struct solved *solved,
                       struct results *results) {
    const struct solution *solution = &solved->solution;
    *results = (struct results){0};
    results->proposals.n = instance->n_applicants;
    results->proposals.offer = solution->offer;
    results->proposals.basis = solution->basis;
    results->proposals.rank = solution->rank;
    results->reserve.n = solved->round.n_reserve;
    results->reserve.offer = (uint32_t *)solved->round.reserve_offer;
    results->reserve.applicant = (uint32_t *)solved->round.reserve_applicant;
}

/* An applicant's rank at an offer, 0: it does not compete there. */
static uint32_t rank_at(const struct solution *solution, uint32_t a, uint32_t offer) {
    for (uint32_t k = solution->options.start[a]; k < solution->options.start[a + 1]; k++) {
        if (solution->options.offer[k] == offer) {
            return solution->ranking.rank[k];
        }
    }
    return 0;
}

static void check_order(const struct instance *instance, const struct solved *solved, uint32_t a,
                        const struct running_option *option, uint64_t seed, struct met *met) {
    const struct solution *solution = &solved->solution;
    uint32_t own = rank_at(solution, a, option->offer), n = 0, before = 0, last = 0, placed = 0;
    bool waits = false;
    for (uint32_t b = 0; b < instance->n_applicants; b++) {
        bool here = solution->offer[b] == option->offer;
        placed += here;
        last = here && solution->basis[b] != BASIS_CURRENT && solution->rank[b] > last
                   ? solution->rank[b]
                   : last;
    }
    for (uint32_t i = 0; i < solved->round.n_reserve; i++) {
        uint32_t b = solved->round.reserve_applicant[i];
        if (solved->round.reserve_offer[i] == option->offer) {
            n++;
            waits |= a == b;
            before += rank_at(solution, b, option->offer) < own;
        }
    }
    cr_assert_eq(option->placed, placed);
    cr_assert_eq(option->last_rank, last);
    cr_assert_eq(option->n_reserve, n);
    if (own == 0) {
        return;
    }
    /* Nobody goes before itself: of a child that waits, running_find says that it stands behind. */
    cr_assert_eq(option->n_before, before + waits, "seed %" PRIu64 ": %u at %u: %u before, not %u",
                 seed, a, option->offer, option->n_before, before + waits);
    if (last > 0 && last != own) {
        cr_assert_eq(option->before_last, own < last, "seed %" PRIu64 ": %u at %u", seed, a,
                     option->offer);
        met->before += own < last;
        met->after += own > last;
    }
    met->n++;
    met->waiting += before > 0;
    met->waiting_after += n > before + waits;
}

/* A seat of every node on the way from the offer is left. */
static void check_free(const struct instance *instance, const struct solution *solution,
                       const struct running_option *option, uint64_t seed, struct met *met) {
    bool free = true;
    for (uint32_t v = option->offer; v != NONE; v = instance->node_parent[v]) {
        uint32_t taken = 0;
        for (uint32_t b = 0; b < instance->n_applicants; b++) {
            uint32_t u = solution->offer[b] == NONE ? NONE : solution->offer[b];
            while (u != NONE && u != v) {
                u = instance->node_parent[u];
            }
            taken += u == v && u != NONE;
        }
        free = free && taken < instance->node_seats[v];
    }
    cr_assert_eq(running_is_free(option), free, "seed %" PRIu64 ": offer %u", seed, option->offer);
    cr_assert_eq(option->vacancy.n_obstacles == 0, free);
    met->free += free;
    met->full += !free;
}

static void check_texts(const struct instance *instance, const struct running *running,
                        uint32_t a) {
    struct text text = {0};
    running_words(&text, running, language_find("sv"));
    running_words(&text, running, language_find("en"));
    running_json(&text, running);
    cr_assert(!text.no_memory);
    for (uint32_t b = 0; b < instance->n_applicants; b++) {
        const char *id = strings_get(&instance->applicant_id, b);
        cr_assert_eq(strstr(text.bytes, id) != NULL, a == b, "%s", text.bytes);
    }
    text_release(&text);
}

static void check_round(const struct instance *instance, const struct solved *solved, uint64_t seed,
                        struct met *met) {
    struct results results;
    as_results(instance, solved, &results);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        struct instance newcomer;
        struct arena arena = {NULL};
        struct running running;
        if (instance_is_locked(instance, a)) {
            continue;
        }
        alone(instance, a, &newcomer);
        cr_assert_eq(running_find(&running, instance, &results, &newcomer, &arena, NULL), OK);
        cr_assert_eq(running.n_wishes, newcomer.n_wishes);
        for (uint32_t w = 0; w < running.n_wishes; w++) {
            check_order(instance, solved, a, &running.wish[w], seed, met);
            check_free(instance, &solved->solution, &running.wish[w], seed, met);
        }
        for (uint32_t i = 0; i < running.n_near; i++) {
            check_free(instance, &solved->solution, &running.near[i], seed, met);
            cr_assert(i == 0 || running.near[i - 1].metres <= running.near[i].metres);
            cr_assert_leq(running.near[i].metres, running.near_limit_m);
        }
        check_texts(instance, &running, a);
        arena_free(&arena);
        instance_release(&newcomer);
    }
}

static void many(const char *mechanism) {
    struct met met = {0};
    struct tiny_rules rules = {.mechanism = mechanism, .no_guarantee = true};
    for (uint64_t seed = 1; seed <= N_ROUNDS; seed++) {
        struct instance instance;
        struct solved solved;
        tiny_make(&instance, seed, &rules);
        rename_applicants(&instance);
        solved_make(&solved, &instance);
        check_round(&instance, &solved, seed, &met);
        solved_release(&solved);
        instance_release(&instance);
    }
    cr_expect_gt(met.n, 1000);
    cr_expect_gt(met.before, 100);
    cr_expect_gt(met.after, 100);
    cr_expect_gt(met.waiting, 100);
    cr_expect_gt(met.waiting_after, 100);
    cr_expect_gt(met.free, 1000);
    cr_expect_gt(met.full, 1000);
}

Test(running, order_and_seats_under_deferred_acceptance) {
    many("deferred-acceptance");
}

Test(running, order_and_seats_under_minimum_cost) {
    many("minimum-cost");
}
