// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Thousands of tiny crooked rounds: every child gets an explanation, no page and no JSON ever holds
 * another child's id, refusals are exactly the options above the one held, and the reasons add up
 * to what solve counted on its own.
 */
#include "tests/explain/solved.h"

#include "explain/facts_json.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <string.h>

enum { N_ROUNDS = 300 };

static void expect_no_other(const struct instance *instance, const char *text, uint32_t applicant,
                            uint64_t seed) {
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        const char *id = strings_get(&instance->applicant_id, a);
        bool found = strstr(text, id) != NULL;
        cr_assert(found == (a == applicant), "seed %llu: page of %u and id %s:\n%s",
                  (unsigned long long)seed, applicant, id, text);
    }
}

/* Which counter of solution.decided a refusal belongs to; NONE: none. */
static uint32_t counter_of(const struct instance *instance, const struct refusal *refusal) {
    switch (refusal->reason) {
    case REASON_CRITERION:
        return (uint32_t)(refusal->criterion - instance->criterion);
    case REASON_LOTTERY:
    case REASON_ID:
        return instance->n_criterions;
    case REASON_CLAIM:
        return instance->n_criterions + 1;
    default:
        return NONE;
    }
}

static void check_choices(const struct explainer *explainer, const struct explanation *explanation,
                          uint64_t *decided) {
    bool admitted = false;
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        const struct choice *choice = &explanation->choice[i];
        bool is_last = choice->outcome == OUTCOME_ADMITTED;
        cr_assert(!admitted || choice->outcome != OUTCOME_REFUSED || choice->wish == 0);
        cr_assert(!is_last || choice->offer == explanation->offer);
        admitted = admitted || is_last;
        for (uint32_t r = 0; r < choice->n_refusals; r++) {
            uint32_t counter = counter_of(explainer->instance, &choice->refusal[r]);
            decided[counter == NONE ? explainer->instance->n_criterions + 2 : counter]++;
        }
    }
    cr_assert_eq(admitted || (explanation->basis == BASIS_LOCKED), explanation->offer != NONE);
}

static void explain_everybody(const struct instance *instance, const struct solved *solved,
                              uint64_t seed, bool counts) {
    struct explainer explainer;
    struct explanation explanation;
    struct words words = {0};
    struct error error = {0};
    uint64_t decided[64] = {0};
    cr_assert_leq(instance->n_criterions + 3, 64);
    cr_assert_eq(explainer_begin(&explainer, instance, &solved->round, &error), OK, "seed %llu: %s",
                 (unsigned long long)seed, error.text);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (explain(&explainer, a, &explanation, &error) != OK) {
            tiny_print(instance, stderr);
            cr_assert_fail("seed %llu: %s", (unsigned long long)seed, error.text);
        }
        check_choices(&explainer, &explanation, decided);
        for (unsigned l = 0; l < n_languages; l++) {
            cr_assert_eq(words_write(&words, &explainer, &explanation, languages[l], &error), OK);
            expect_no_other(instance, words.out.bytes, a, seed);
        }
        text_clear(&words.out);
        explanation_json(&words.out, &explainer, &explanation);
        expect_no_other(instance, words.out.bytes, a, seed);
    }
    for (uint32_t i = 0; counts && i < instance->n_criterions + 2; i++) {
        cr_assert_eq(decided[i], solved->solution.decided[i], "seed %llu: criterion %u",
                     (unsigned long long)seed, i);
    }
    words_release(&words);
    explainer_end(&explainer);
}

static void many(const struct tiny_rules *rules, bool counts) {
    for (uint64_t seed = 1; seed <= N_ROUNDS; seed++) {
        struct instance instance;
        struct solved solved;
        tiny_make(&instance, seed, rules);
        rename_applicants(&instance);
        solved_make(&solved, &instance);
        explain_everybody(&instance, &solved, seed, counts);
        solved_release(&solved);
        instance_release(&instance);
    }
}

Test(explain_random, deferred_acceptance) {
    many(&(struct tiny_rules){.mechanism = "deferred-acceptance"}, true);
}

Test(explain_random, near_guarantee) {
    many(&(struct tiny_rules){.mechanism = "deferred-acceptance", .guarantee = true}, true);
}

Test(explain_random, serial_dictatorship) {
    many(&(struct tiny_rules){.mechanism = "serial-dictatorship"}, true);
}

Test(explain_random, immediate_acceptance) {
    many(&(struct tiny_rules){.mechanism = "immediate-acceptance"}, false);
}

Test(explain_random, top_trading_cycles) {
    many(&(struct tiny_rules){.mechanism = "top-trading-cycles"}, false);
}

Test(explain_random, minimum_cost) {
    many(&(struct tiny_rules){.mechanism = "minimum-cost"}, false);
}
