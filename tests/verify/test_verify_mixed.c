// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tiny random preschool rounds with every rule mixed (tests/oracle/mixed.h). What the solver gives
 * is found right; and of placements thrown together at random the checker says that the seats of
 * every month are kept, and the other rules, exactly where the description of the round says so.
 */
#include "tests/oracle/mixed.h"
#include "tests/oracle/random.h"
#include "tests/verify/in_memory.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 2, TRIES = 6, JANUARY = 2027 * 12 };

static const int all_parts[PARTS] = {0, 1};

/* What was met, so that a test that met nothing fails. */
struct met {
    uint64_t n_solved, n_programs, n_kept, n_full, n_tied;
};

struct trial {
    uint64_t seed;
    struct mixed mixed;
    char *text;
    size_t length;
    struct loaded loaded;
    struct solution solution;
    struct results results;
    struct report report;
};

/* Puts a mechanism in the place of minimum-cost. */
static void choose_mechanism(struct trial *trial, const char *mechanism) {
    static const char minimum_cost[] = "\"minimum-cost\"";
    char *at = strstr(trial->text, minimum_cost);
    cr_assert_not_null(at);
    size_t before = (size_t)(at - trial->text), length = trial->length + strlen(mechanism);
    char *text = malloc(length + 1);
    cr_assert_not_null(text);
    trial->length = (size_t)snprintf(text, length + 1, "%.*s\"%s\"%s", (int)before, trial->text,
                                     mechanism, at + strlen(minimum_cost));
    free(trial->text);
    trial->text = text;
}

/* Is there a round of this seed that can be solved? */
static bool trial_open(struct trial *trial, uint64_t seed, const char *mechanism) {
    struct error error = {0};
    memset(trial, 0, sizeof *trial);
    trial->seed = seed;
    mixed_make(&trial->mixed, seed);
    FILE *stream = open_memstream(&trial->text, &trial->length);
    cr_assert_not_null(stream);
    mixed_print(&trial->mixed, stream);
    fclose(stream);
    choose_mechanism(trial, mechanism);
    enum err err = load_bytes("round", trial->text, trial->length, &trial->loaded, &error);
    if (err == OK) {
        err = solve(&trial->loaded.instance, &(struct solve_options){0}, &trial->solution, &error);
    }
    if (err == OK) {
        results_of_solution(&trial->results, &trial->loaded.instance, &trial->solution);
    }
    return err == OK;
}

static void trial_close(struct trial *trial) {
    results_release(&trial->results);
    solution_release(&trial->solution);
    loaded_release(&trial->loaded);
    free(trial->text);
}

static void trial_check(struct trial *trial) {
    struct error error = {0};
    cr_assert_eq(verify_run(&trial->loaded, &trial->results, &trial->report, &error), OK, "%s",
                 error.text);
}

static bool is_broken(const struct trial *trial, enum property property) {
    return trial->report.finding[property].verdict == VERDICT_BROKEN;
}

static void check_solved(struct trial *trial, struct met *met) {
    trial_check(trial);
    enum property broken = first_broken(&trial->report);
    met->n_solved++;
    met->n_programs += trial->results.has_program ? 1 : 0;
    if (broken != N_PROPERTIES) {
        cr_assert_fail("seed %" PRIu64 ": %s: %s\n%s", trial->seed, property_name[broken],
                       trial->report.finding[broken].first_case, trial->text);
    }
}

/* Puts everybody at one of its choices, or nowhere where it has no place to keep. */
static void throw_together(struct trial *trial, struct random *random, struct mixed_place *place) {
    for (uint32_t a = 0; a < trial->mixed.n_applicants; a++) {
        struct mixed_place choice[MIXED_CHOICES];
        uint32_t n = mixed_choices(&trial->mixed, a, choice);
        bool locked = trial->mixed.applicant[a].locked != NOBODY, keeps = locked;
        for (uint32_t i = 0; i < n; i++) {
            keeps = keeps || choice[i].stays;
        }
        uint32_t k = random_below(random, keeps ? n : n + 1);
        place[a] = k < n ? choice[k] : (struct mixed_place){NOBODY, 0, false, NOBODY};
        bool nowhere = place[a].offer == NOBODY, wish = place[a].wish != NOBODY;
        trial->results.proposals.offer[a] = nowhere ? NONE : place[a].offer;
        trial->results.proposals.wish[a] = wish ? place[a].wish + 1 : 0;
        trial->results.proposals.basis[a] = nowhere          ? BASIS_NONE
                                            : locked         ? BASIS_LOCKED
                                            : place[a].stays ? BASIS_CURRENT
                                            : wish           ? BASIS_WISH
                                                             : BASIS_FALLBACK;
        if (trial->results.proposals.start != NULL) {
            trial->results.proposals.start[a] =
                nowhere || place[a].stays ? 0 : place[a].month + JANUARY;
        }
    }
}

static void check_thrown(struct trial *trial, struct random *random, struct met *met) {
    struct mixed_place place[MIXED_APPLICANTS];
    throw_together(trial, random, place);
    trial_check(trial);
    bool fits = mixed_fits(&trial->mixed, place), keeps = mixed_keeps_rules(&trial->mixed, place);
    bool tied = is_broken(trial, PROPERTY_FAMILIES) || is_broken(trial, PROPERTY_FOLLOWERS) ||
                is_broken(trial, PROPERTY_OPENS);
    cr_assert_neq(is_broken(trial, PROPERTY_SEATS), fits, "seed %" PRIu64 ": seats: %s\n%s",
                  trial->seed, trial->report.finding[PROPERTY_SEATS].first_case, trial->text);
    cr_assert_eq(fits && !tied, keeps, "seed %" PRIu64 ": %s %s %s\n%s", trial->seed,
                 trial->report.finding[PROPERTY_FAMILIES].first_case,
                 trial->report.finding[PROPERTY_FOLLOWERS].first_case,
                 trial->report.finding[PROPERTY_OPENS].first_case, trial->text);
    for (int i = PROPERTY_ELIGIBILITY; i <= PROPERTY_PRESENT; i++) {
        cr_assert(!fits || !is_broken(trial, (enum property)i), "seed %" PRIu64 ": %s\n%s",
                  trial->seed, trial->report.finding[i].first_case, trial->text);
    }
    met->n_full += fits ? 0 : 1;
    met->n_kept += keeps ? 1 : 0;
    met->n_tied += tied ? 1 : 0;
}

ParameterizedTestParameters(verify_mixed, rounds) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_parts, PARTS);
}

ParameterizedTest(const int *part, verify_mixed, rounds) {
    struct met met = {0};
    uint64_t n = random_instances() / 4;
    omp_set_num_threads(1); /* rounds this small are over before a thread has woken */
    for (uint64_t seed = 1 + (uint64_t)*part; seed <= n; seed += PARTS) {
        struct trial trial;
        struct random random = {seed};
        if (trial_open(&trial, seed, "minimum-cost")) {
            check_solved(&trial, &met);
            for (int i = 0; i < TRIES; i++) {
                check_thrown(&trial, &random, &met);
            }
        }
        trial_close(&trial);
    }
    cr_expect(n < 1000 || (met.n_programs > 0 && met.n_programs < met.n_solved && met.n_kept > 0 &&
                           met.n_full > 0 && met.n_tied > 0));
}

/* Rounds without families that a mechanism that ranks takes as they are; seats count those who have
 * a place under deferred acceptance, the first, only. */
static const char *const ranking[] = {"deferred-acceptance", "top-trading-cycles",
                                      "immediate-acceptance", "serial-dictatorship"};

enum { N_RANKING = sizeof ranking / sizeof ranking[0] };

static const int all_ranking[N_RANKING] = {0, 1, 2, 3};

ParameterizedTestParameters(verify_mixed, ranking_mechanisms) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_ranking, N_RANKING);
}

ParameterizedTest(const int *which, verify_mixed, ranking_mechanisms) {
    struct met met = {0};
    uint64_t n = random_instances() / 4, n_months = 0, n_stay = 0;
    omp_set_num_threads(1);
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct trial trial;
        bool open = trial_open(&trial, seed, ranking[*which]);
        bool counted = open && trial.loaded.instance.offer_counts_current != NULL;
        if (open && (*which == 0 || !counted) && trial.loaded.instance.n_families == 0) {
            check_solved(&trial, &met);
            n_months += trial.results.proposals.start != NULL ? 1 : 0;
            for (uint32_t a = 0; a < trial.mixed.n_applicants; a++) {
                n_stay += trial.results.proposals.basis[a] == BASIS_CURRENT ? 1 : 0;
            }
        }
        trial_close(&trial);
    }
    cr_expect(n < 1000 || (n_months > 0 && n_stay > 0));
}
