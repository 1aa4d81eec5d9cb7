// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Followers under the mechanisms that rank, on random tiny rounds: whom they follow and all others
 * are placed as if there were no followers; a follower's options are those that the rule says; and
 * under deferred acceptance their placement is, of all stable ones over the seats left, the best
 * for each of them.
 */
#include "tests/oracle/family_stability.h"
#include "tests/oracle/random.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <omp.h>
#include <string.h>

static void *take(struct instance *instance, size_t n, size_t size) {
    void *memory = arena_zalloc(&instance->arena, n, size);
    cr_assert_not_null(memory);
    return memory;
}

#define TAKE(instance, n, type) ((type *)take((instance), (n), sizeof(type)))

/* One follower or more, some places to stay at, and offers that go with schools and with offers. */
static void give_followers(struct instance *instance, struct random *random) {
    uint32_t n = instance->n_applicants, n_offers = instance->n_offers;
    instance->applicant_follows = TAKE(instance, n, uint32_t);
    instance->offer_follows_school = TAKE(instance, n_offers, uint32_t);
    instance->offer_follows_offer = TAKE(instance, n_offers, uint32_t);
    if (instance->applicant_current == NULL) {
        instance->applicant_current = TAKE(instance, n, uint32_t);
        memset(instance->applicant_current, 0xFF, n * sizeof(uint32_t));
    }
    for (uint32_t o = 0; o < n_offers; o++) {
        bool school = random_chance(random, 40), offer = n_offers > 1 && random_chance(random, 40);
        instance->offer_follows_school[o] =
            school ? random_below(random, instance->n_schools) : NONE;
        instance->offer_follows_offer[o] =
            offer ? (o + 1 + random_below(random, n_offers - 1)) % n_offers : NONE;
    }
    for (uint32_t a = 0; a < n; a++) {
        bool follows = a > 0 && random_chance(random, 60);
        uint32_t other = follows ? random_below(random, a) : NONE;
        follows = follows && instance->applicant_follows[other] == NONE;
        instance->applicant_follows[a] = follows ? other : NONE;
        if (follows) {
            instance->applicant_current[a] = NONE;
        } else if (random_chance(random, 25)) {
            instance->applicant_current[a] = random_below(random, n_offers);
        }
    }
}

/* Has the follower exactly the options that go with where the other has ended? */
static bool options_agree(const struct instance *instance, const struct solution *solution,
                          uint32_t a) {
    uint32_t expected[TINY_OFFERS], n = 0;
    uint32_t first = instance->wish_start[a], n_wishes = instance->wish_start[a + 1] - first;
    uint32_t end = solution->offer[instance->applicant_follows[a]];
    for (uint32_t i = 0; i < (n_wishes > 0 ? n_wishes : instance->n_offers); i++) {
        uint32_t offer = n_wishes > 0 ? instance->wish_offer[first + i] : i;
        bool grouped = instance->applicant_group[a] == NONE ||
                       instance->applicant_group[a] == instance->offer_group[offer];
        if (end != NONE && grouped &&
            (instance->offer_follows_offer[offer] == end ||
             instance->offer_follows_school[offer] == instance->offer_school[end])) {
            expected[n++] = offer;
        }
    }
    uint32_t start = solution->options.start[a];
    return solution->options.start[a + 1] - start == n &&
           memcmp(solution->options.offer + start, expected, n * sizeof *expected) == 0;
}

/* A placement of the followers over the seats that the others leave. */
struct field {
    struct jury jury;
    uint32_t n;
    uint32_t follower[TINY_APPLICANTS];
    uint32_t choice[TINY_APPLICANTS];  /* as solved */
    uint32_t another[TINY_APPLICANTS]; /* as enumerated */
};

static bool is_stable(const struct field *field, const uint32_t *choice) {
    const uint32_t *start = field->jury.options->start;
    for (uint32_t i = 0; i < field->n; i++) {
        uint32_t a = field->follower[i];
        for (uint32_t k = start[a]; k < start[a + 1] && k != choice[a]; k++) {
            if (jury_takes(&field->jury, choice, a, k)) {
                return false;
            }
        }
    }
    return jury_fits(&field->jury, choice);
}

/* Is no stable placement better for a follower? */
static bool is_best(struct field *field, uint32_t i) {
    if (i == field->n) {
        for (uint32_t f = 0; f < field->n && is_stable(field, field->another); f++) {
            if (field->another[field->follower[f]] < field->choice[field->follower[f]]) {
                return false;
            }
        }
        return true;
    }
    uint32_t a = field->follower[i];
    const uint32_t *start = field->jury.options->start;
    for (uint32_t k = start[a]; k <= start[a + 1]; k++) {
        field->another[a] = k < start[a + 1] ? k : NONE;
        if (!is_best(field, i + 1)) {
            return false;
        }
    }
    return true;
}

/* Takes the seats of all but followers out of the field's room. */
static void seat_others(struct field *field, const struct solution *solution) {
    const struct instance *instance = field->jury.instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool sits = instance->applicant_follows[a] == NONE && solution->offer[a] != NONE &&
                    solution->basis[a] != BASIS_LOCKED && solution->basis[a] != BASIS_CURRENT;
        for (uint32_t v = sits ? solution->offer[a] : NONE; v != NONE;
             v = instance->node_parent[v]) {
            field->jury.room[v] -= field->jury.room[v] == SEATS_UNLIMITED ? 0 : 1;
        }
    }
}

/* Is there a seat that a follower would rather have? */
static bool wastes(const struct field *field) {
    const uint32_t *start = field->jury.options->start;
    for (uint32_t i = 0; i < field->n; i++) {
        uint32_t a = field->follower[i], other[TINY_APPLICANTS];
        memcpy(other, field->choice, sizeof other);
        for (uint32_t k = start[a]; k < start[a + 1] && k != field->choice[a]; k++) {
            other[a] = k;
            if (jury_fits(&field->jury, other)) {
                return true;
            }
        }
    }
    return false;
}

/* Do claims of the near guarantee still go before all others at each offer? */
static bool claims_first(const struct instance *instance, const struct solution *solution) {
    const struct options *options = &solution->options;
    const struct ranking *ranking = &solution->ranking;
    for (uint32_t i = 0; i < options->n && instance->policy.near_guarantee; i++) {
        bool claimed = solution->claim_round[ranking->applicant[i]] > 0 && options->near[i];
        for (uint32_t j = 0; j < options->n && claimed; j++) {
            bool other = solution->claim_round[ranking->applicant[j]] > 0 && options->near[j];
            if (options->offer[i] == options->offer[j] && !other && ranking->rank[j] > 0 &&
                ranking->rank[i] > ranking->rank[j]) {
                return false;
            }
        }
    }
    return true;
}

static const char *check(const struct instance *instance, const struct solution *solution,
                         const struct solution *without) {
    struct field field = {.n = 0};
    jury_make(&field.jury, instance, solution);
    seat_others(&field, solution);
    if (!claims_first(instance, solution)) {
        return "a claim does not go first once followers are there";
    }
    memset(field.choice, 0xFF, sizeof field.choice);
    memset(field.another, 0xFF, sizeof field.another);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (instance->applicant_follows[a] == NONE) {
            if (solution->offer[a] != without->offer[a] ||
                solution->basis[a] != without->basis[a] || solution->wish[a] != without->wish[a] ||
                solution->claim_round[a] != without->claim_round[a]) {
                return "somebody is placed otherwise because of followers";
            }
            continue;
        }
        if (solution->basis[a] == BASIS_LOCKED) {
            continue;
        }
        if (!options_agree(instance, solution, a)) {
            return "a follower has other options than it should";
        }
        field.follower[field.n++] = a;
        for (uint32_t k = solution->options.start[a]; k < solution->options.start[a + 1]; k++) {
            if (solution->options.offer[k] == solution->offer[a]) {
                field.choice[a] = k;
            }
        }
        bool wishes = instance->wish_start[a + 1] > instance->wish_start[a];
        uint8_t basis = field.choice[a] == NONE ? BASIS_NONE : wishes ? BASIS_WISH : BASIS_FALLBACK;
        if (solution->basis[a] != basis || (solution->offer[a] != NONE) != (basis != BASIS_NONE) ||
            (solution->rank[a] > 0) != (basis != BASIS_NONE)) {
            return "a follower's basis or rank is not what it should be";
        }
    }
    if (!jury_fits(&field.jury, field.choice)) {
        return "followers have more seats than are left";
    }
    if (instance->policy.mechanism != mechanism_find("deferred-acceptance")) {
        return wastes(&field) ? "a seat that a follower would rather have is empty" : NULL;
    }
    return !is_stable(&field, field.choice) ? "the followers' placement is not stable"
           : !is_best(&field, 0)            ? "it is not the best for each follower"
                                            : NULL;
}

static const int all_mechanisms[] = {0, 1, 2, 3};
static const char *const name[] = {"deferred-acceptance", "top-trading-cycles",
                                   "immediate-acceptance", "serial-dictatorship"};

ParameterizedTestParameters(followers, random) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_mechanisms, 4);
}

ParameterizedTest(const int *mechanism, followers, random) {
    uint64_t n = random_instances() / 10, n_placed = 0;
    omp_set_num_threads(1);
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct tiny_rules rules = {.mechanism = name[*mechanism], .guarantee = seed % 4 == 0};
        struct random random = {seed * 7};
        struct instance instance;
        struct solution solution, without;
        struct error error = {0};
        tiny_make(&instance, seed, &rules);
        give_followers(&instance, &random);
        cr_assert_eq(instance_check(&instance, &error), OK, "seed %" PRIu64 ": %s", seed,
                     error.text);
        cr_assert_eq(solve(&instance, NULL, &solution, &error), OK, "%s", error.text);
        struct instance plain = instance; /* nothing goes with anything: no follower is placed */
        plain.offer_follows_offer = NULL;
        plain.offer_follows_school = NULL;
        cr_assert_eq(solve(&plain, NULL, &without, &error), OK, "%s", error.text);
        const char *complaint = check(&instance, &solution, &without);
        if (complaint != NULL) {
            tiny_print(&instance, stderr);
            cr_assert_fail("%s, seed %" PRIu64 ": %s", name[*mechanism], seed, complaint);
        }
        for (uint32_t a = 0; a < instance.n_applicants; a++) {
            n_placed += instance.applicant_follows[a] != NONE && solution.rank[a] > 0;
        }
        solution_release(&solution);
        solution_release(&without);
        instance_release(&instance);
    }
    cr_expect_gt(n_placed * 20, n, "few followers are placed: %" PRIu64, n_placed);
}
