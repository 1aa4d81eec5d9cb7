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
    uint64_t n_solved, n_programs, n_proved, n_kept, n_full, n_tied, n_unlisted, n_false, n_weighed;
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
    bool all = trial->results.has_program;
    for (uint32_t l = 0; l < trial->results.program.n_levels; l++) {
        all = all && trial->results.program.proved_by[l] == PROVED_BY_PRICES;
    }
    met->n_proved += all ? 1 : 0;
    cr_assert(!trial->results.has_program ||
                  (trial->report.finding[PROPERTY_OBJECTIVE].verdict == VERDICT_HELD) == all,
              "seed %" PRIu64, trial->seed);
    if (broken != N_PROPERTIES) {
        cr_assert_fail("seed %" PRIu64 ": %s: %s\n%s", trial->seed, property_name[broken],
                       trial->report.finding[broken].first_case, trial->text);
    }
}

static bool is_among(const struct mixed_place *place, const struct mixed_place *option,
                     uint32_t n) {
    bool any = false;
    for (uint32_t i = 0; i < n; i++) {
        any |= option[i].offer == place->offer && option[i].month == place->month &&
               option[i].stays == place->stays;
    }
    return any;
}

/* Puts everybody at one of its options, some in another month, or nowhere where it has no place to
 * keep. False: somebody begins in a month that is no option. */
static bool throw_together(struct trial *trial, struct random *random, struct mixed_place *place) {
    bool listed = true;
    for (uint32_t a = 0; a < trial->mixed.n_applicants; a++) {
        struct mixed_place choice[MIXED_CHOICES], option[MIXED_CHOICES];
        uint32_t n_options = mixed_options(&trial->mixed, a, option);
        bool any = random_chance(random, 10);
        uint32_t n =
            any ? mixed_choices(&trial->mixed, a, choice) : mixed_options(&trial->mixed, a, choice);
        bool locked = trial->mixed.applicant[a].locked != NOBODY, keeps = locked;
        for (uint32_t i = 0; i < n; i++) {
            keeps = keeps || choice[i].stays;
        }
        uint32_t k = random_below(random, keeps ? n : n + 1);
        place[a] = k < n ? choice[k] : (struct mixed_place){NOBODY, 0, false, NOBODY};
        bool nowhere = place[a].offer == NOBODY, wish = place[a].wish != NOBODY;
        listed = listed && (nowhere || is_among(&place[a], option, n_options));
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
    return listed;
}

/* Any seats in any month, or any least number; most of them are there. */
static struct program_row_read draw_seats(const struct trial *trial, struct random *random) {
    const struct instance *instance = &trial->loaded.instance;
    const struct {
        enum program_row_of of;
        const struct strings *ids;
    } names[] = {{ROW_OF_OFFER, &instance->offer_id},     {ROW_OF_OFFER, &instance->offer_id},
                 {ROW_OF_SCHOOL, &instance->school_id},   {ROW_OF_POOL, &instance->node_name},
                 {ROW_OF_POOL, &instance->crossing_name}, {ROW_OF_OPENS, &instance->offer_id},
                 {ROW_OF_CLOSED, &instance->offer_id}};
    uint32_t kind = random_below(random, instance->offer_opens_with == NULL ? 5 : 7);
    kind = names[kind].ids->n == 0 ? 0 : kind;
    uint32_t index = random_below(random, names[kind].ids->n);
    bool month = kind < 5 && instance_has_months(instance) && random_chance(random, 80);
    return (struct program_row_read){
        .of = names[kind].of,
        .index = index,
        .id = strings_get(names[kind].ids, index),
        .month = month ? instance->first_month + random_below(random, 8) : NONE,
        .amount = 1 + random_below(random, 2520),
    };
}

/* Any row that a cut before number n may stand on. */
static struct program_row_read draw_row(const struct trial *trial, struct random *random,
                                        uint32_t n, uint32_t level) {
    const struct instance *instance = &trial->loaded.instance;
    struct program_row_read row = {
        .month = NONE, .amount = random_chance(random, 60) ? 1260 : 1 + random_below(random, 2520)};
    uint32_t a = row.index = random_below(random, instance->n_applicants);
    for (int i = 0; i < 5 && instance_is_locked(instance, a); i++) {
        a = row.index = random_below(random, instance->n_applicants);
    }
    bool follows = instance_follows(instance, a) != NONE;
    bool family = instance->applicant_family != NULL && instance->applicant_family[a] != NONE;
    uint32_t kind = random_below(random, 10);
    row.id = strings_get(&instance->applicant_id, a);
    row.of = ROW_OF_APPLICANT;
    if (kind < 3 && follows) {
        row.of = ROW_OF_FOLLOWS;
        row.at = random_below(random, instance->n_offers);
    } else if (kind < 1 && family && random_chance(random, 10)) {
        row.of = random_chance(random, 50) ? ROW_OF_TOGETHER : ROW_OF_NEWLY;
        row.at = random_below(random, instance->policy.families_same_offer ? instance->n_offers
                                                                           : instance->n_schools);
    } else if (kind == 4 && level > 0) {
        row.of = ROW_OF_LEVEL;
        row.index = random_below(random, level);
        row.id = NULL;
    } else if (kind == 5 && n > 0) {
        row.of = ROW_OF_CUT;
        row.index = random_below(random, n);
        row.id = NULL;
    } else if (kind == 6 && instance->offer_opens_with != NULL && random_chance(random, 20)) {
        row.of = ROW_OF_OPEN;
        row.index = random_below(random, instance->n_offers);
        row.id = strings_get(&instance->offer_id, row.index);
    } else if (kind >= 7) {
        const struct program_prices *prices = &trial->results.program.prices[level];
        int64_t amount = row.amount;
        row = prices->n == 0 || random_chance(random, 10)
                  ? draw_seats(trial, random)
                  : prices->price[random_below(random, prices->n)];
        row.amount = amount;
    }
    return row;
}

/* More cuts, and some of those that there are with other multipliers, or on other rows. */
static void disturb_cuts(struct trial *trial, struct random *random, uint32_t level) {
    struct program_read *program = &trial->results.program;
    uint32_t n = program->n_cuts + 1 + random_below(random, 2);
    struct program_cut_read *cut = ARENA_ZERO(&trial->results.arena, n, struct program_cut_read);
    cr_assert_not_null(cut);
    for (uint32_t i = 0; i < n; i++) {
        bool there = i < program->n_cuts;
        uint32_t n_rows = there ? program->cut[i].n : 1 + random_below(random, 3);
        cut[i].row = ARENA_NEW(&trial->results.arena, n_rows, struct program_row_read);
        cr_assert_not_null(cut[i].row);
        for (uint32_t j = 0; j < n_rows; j++) {
            bool keep = there && random_chance(random, 80);
            struct program_row_read row =
                keep ? program->cut[i].row[j] : draw_row(trial, random, i, level);
            row.amount =
                keep && random_chance(random, 20) ? 1 + random_below(random, 2520) : row.amount;
            cut[i].row[cut[i].n++] = row;
        }
    }
    program->cut = cut;
    program->n_cuts = n;
}

/* Some of the prices of a level are higher, and there are more: two of seats, some of cuts. */
static void disturb_prices(struct trial *trial, struct random *random, uint32_t l) {
    struct program_prices *prices = &trial->results.program.prices[l];
    uint32_t n_cuts = trial->results.program.n_cuts, n = prices->n + 5;
    struct program_row_read *price = ARENA_ZERO(&trial->results.arena, n, struct program_row_read);
    cr_assert_not_null(price);
    for (uint32_t i = 0; i < n; i++) {
        price[i] = i < prices->n ? prices->price[i] : draw_seats(trial, random);
        if (i >= prices->n + 2) {
            price[i] = (struct program_row_read){.of = ROW_OF_CUT,
                                                 .index = random_below(random, n_cuts),
                                                 .month = NONE,
                                                 .amount = 1 + random_below(random, 5040)};
        }
        price[i].amount += random_chance(random, 20) ? random_below(random, 2521) : 0;
    }
    prices->price = price;
    prices->n = n - random_below(random, 6);
}

/* A placement that keeps all rules and is not the best, said to be: whatever the prices, they do
 * not prove it. place is of such a one. */
static void check_false_claim(struct trial *trial, struct random *random,
                              const struct mixed_place *place, struct met *met) {
    struct program_read *program = &trial->results.program, told = *program;
    int64_t value[MIXED_LEVELS], *stated = ARENA_NEW(&trial->results.arena, told.n_levels, int64_t);
    struct program_prices *prices =
        ARENA_NEW(&trial->results.arena, told.n_levels, struct program_prices);
    uint8_t *by = ARENA_ZERO(&trial->results.arena, told.n_levels, uint8_t);
    uint32_t n = mixed_values(&trial->mixed, place, value), worse = 0;
    cr_assert(stated != NULL && prices != NULL && by != NULL && n == told.n_levels);
    while (worse < n && value[worse] == told.value[worse]) {
        worse++;
    }
    if (worse < n && told.prices[worse].any) {
        memcpy(stated, value, n * sizeof *stated);
        memcpy(prices, told.prices, n * sizeof *prices);
        program->value = program->bound = stated;
        program->prices = prices;
        program->proved_by = by;
        by[worse] = PROVED_BY_PRICES;
        for (int i = 0; i < TRIES; i++) {
            prices[worse] = told.prices[worse];
            prices[worse].bound = stated[worse];
            if (i > 0) {
                disturb_cuts(trial, random, worse);
                disturb_prices(trial, random, worse);
            }
            trial_check(trial);
            cr_assert(is_broken(trial, PROPERTY_OBJECTIVE),
                      "seed %" PRIu64 ": level %u, %" PRId64 " is said to be the best\n%s",
                      trial->seed, worse, stated[worse], trial->text);
            met->n_weighed += strstr(trial->report.finding[PROPERTY_OBJECTIVE].first_case,
                                     "these weights") != NULL
                                  ? 1
                                  : 0;
        }
        met->n_false++;
    }
    *program = told;
}

static void check_thrown(struct trial *trial, struct random *random, struct met *met) {
    struct mixed_place place[MIXED_APPLICANTS];
    bool listed = throw_together(trial, random, place);
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
        bool right = listed || i != PROPERTY_MONTHS; /* the same seats are there before */
        cr_assert(!fits || is_broken(trial, (enum property)i) != right, "seed %" PRIu64 ": %s\n%s",
                  trial->seed, trial->report.finding[i].first_case, trial->text);
    }
    met->n_unlisted += fits && !listed ? 1 : 0;
    if (listed && keeps && trial->results.has_program) {
        check_false_claim(trial, random, place, met);
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
    if (getenv("PLACERA_SAY_MET") != NULL) {
        fprintf(stderr,
                "verified rounds: %" PRIu64 ", programs %" PRIu64 ", all by prices %" PRIu64
                ", false claims %" PRIu64 ", weighed %" PRIu64 "\n",
                met.n_solved, met.n_programs, met.n_proved, met.n_false, met.n_weighed);
    }
    cr_expect(n < 1000 || (met.n_programs > 0 && met.n_programs < met.n_solved && met.n_kept > 0 &&
                           met.n_full > 0 && met.n_tied > 0 && met.n_unlisted > 0));
    cr_expect(n < 1000 ||
              (met.n_proved > 0 && met.n_proved < met.n_programs && met.n_weighed > met.n_false));
}

/* Rounds that a mechanism that ranks takes as they are. Families are ruled, and seats count those
 * who have a place, under deferred acceptance, the first, only. */
static const char *const ranking[] = {"deferred-acceptance", "top-trading-cycles",
                                      "immediate-acceptance", "serial-dictatorship"};

enum { N_RANKING = sizeof ranking / sizeof ranking[0] };

static const int all_ranking[N_RANKING] = {0, 1, 2, 3};

/* As many families block by the checker as the solver tells; how many. */
static uint32_t check_blocking(const struct trial *trial) {
    const struct instance *instance = &trial->loaded.instance;
    uint32_t told = 0, found = 0, n = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        told += trial->solution.family_outcome[f] == FAMILY_BLOCKING ? 1 : 0;
    }
    sscanf(trial->report.finding[PROPERTY_ENVY].first_case, "%u of %u", &found, &n);
    cr_assert_eq(told, found, "seed %" PRIu64 ": %u families block, %u are told\n%s", trial->seed,
                 found, told, trial->text);
    return found;
}

ParameterizedTestParameters(verify_mixed, ranking_mechanisms) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_ranking, N_RANKING);
}

ParameterizedTest(const int *which, verify_mixed, ranking_mechanisms) {
    struct met met = {0};
    uint64_t n = random_instances() / 4, n_months = 0, n_stay = 0;
    uint64_t n_families = 0, n_blocking = 0;
    omp_set_num_threads(1);
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct trial trial;
        bool open = trial_open(&trial, seed, ranking[*which]);
        bool counted = open && trial.loaded.instance.offer_counts_current != NULL;
        bool families = open && trial.loaded.instance.n_families > 0;
        if (open && (*which == 0 || (!counted && !families))) {
            check_solved(&trial, &met);
            n_families += families ? 1 : 0;
            n_blocking += check_blocking(&trial);
            n_months += trial.results.proposals.start != NULL ? 1 : 0;
            for (uint32_t a = 0; a < trial.mixed.n_applicants; a++) {
                n_stay += trial.results.proposals.basis[a] == BASIS_CURRENT ? 1 : 0;
            }
        }
        trial_close(&trial);
    }
    cr_expect(n < 1000 || (n_months > 0 && n_stay > 0));
    cr_expect(n < 1000 || *which > 0 || n_families > 0);
    cr_expect(n < 10000 || *which > 0 || n_blocking > 0); /* they are few */
}
