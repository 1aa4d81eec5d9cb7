// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whole rounds through the files: loaded, anonymised, written, loaded again, both solved, and
 * compared child by child and offer by offer.
 */
#include "anonymise/moved.h"
#include "generate/city.h"
#include "io/anonymised_write.h"
#include "io/instance_write.h"
#include "io/loader.h"
#include "tests/anonymise/same.h"
#include "tests/io/temporary.h"
#include "tests/oracle/tiny.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* A round and what became of it. */
struct trip {
    struct temporary temporary;
    struct loaded original, renamed;
    struct anonymised anonymised;
    struct solution before, after;
    bool solved;
};

static void must_load(const char *path, struct loaded *loaded) {
    struct error error = {0};
    if (load(path, loaded, &error) != OK) {
        faults_print(&loaded->faults, stderr);
        cr_assert_fail("%s: %s", path, error.text);
    }
}

/* False: the round has no placement (a shipped one shows that). */
static bool solves(const struct instance *instance, struct solution *solution) {
    struct solve_options options = {0};
    struct error error = {0};
    enum err err = solve(instance, &options, solution, &error);
    cr_assert(err == OK || err == ERR_NO, "%s", error.text);
    return err == OK;
}

static void trip_make(struct trip *trip, const char *path, const struct anonymise_options *how) {
    struct secret_key key = {"a key of the tests"};
    struct error error = {0};
    char folder[200];
    temporary_make(&trip->temporary);
    temporary_name(&trip->temporary, "renamed", folder, sizeof folder);
    must_load(path, &trip->original);
    cr_assert_eq(anonymise(&trip->original.instance, how, &key, &trip->anonymised, &error), OK,
                 "%s: %s", path, error.text);
    cr_assert_eq(anonymised_write(&trip->anonymised, how, folder, NULL, &error), OK, "%s",
                 error.text);
    must_load(folder, &trip->renamed);
    trip->solved = solves(&trip->original.instance, &trip->before);
    cr_assert_eq(solves(&trip->renamed.instance, &trip->after), trip->solved);
}

static void trip_end(struct trip *trip) {
    solution_release(&trip->before);
    solution_release(&trip->after);
    anonymised_release(&trip->anonymised);
    loaded_release(&trip->original);
    loaded_release(&trip->renamed);
    temporary_remove(&trip->temporary);
}

/* The rows read back are those of the renamed instance, in their order. */
static void must_be_as_written(const struct trip *trip) {
    const struct instance *made = &trip->anonymised.instance, *read = &trip->renamed.instance;
    cr_assert_eq(read->n_applicants, made->n_applicants);
    cr_assert_eq(read->n_offers, made->n_offers);
    cr_assert_eq(read->n_wishes, made->n_wishes);
    cr_assert_eq(read->n_distances, made->n_distances);
    cr_assert_eq(read->n_nodes, made->n_nodes);
    for (uint32_t a = 0; a < made->n_applicants; a++) {
        cr_assert_str_eq(strings_get(&read->applicant_id, a), strings_get(&made->applicant_id, a));
    }
    for (uint32_t i = 0; i < made->n_offers; i++) {
        cr_assert_str_eq(strings_get(&read->offer_id, i), strings_get(&made->offer_id, i));
    }
    for (uint32_t w = 0; w < made->n_wishes; w++) {
        cr_assert_eq(read->wish_offer[w], made->wish_offer[w]);
    }
    for (uint32_t d = 0; d < made->n_distances; d++) {
        cr_assert_eq(read->distance_school[d], made->distance_school[d]);
        cr_assert_eq(read->distance_m[d], made->distance_m[d]);
    }
}

static void must_be_same(const struct trip *trip, const char *path) {
    struct sameness sameness = {trip->renamed.instance.distance_start != NULL, true};
    char what[200] = "";
    must_be_as_written(trip);
    cr_expect(!trip->solved ||
                  same_solution(&trip->anonymised, &trip->original.instance, &trip->before,
                                &trip->after, &sameness, what, sizeof what),
              "%s: %s differs", path, what);
}

Test(anonymised_write, every_shipped_instance) {
    glob_t found;
    cr_assert_eq(glob("instances/*/instance*.json", 0, NULL, &found), 0);
    cr_assert_gt(found.gl_pathc, 15);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct trip trip;
        /* of several optima of an integer program the order of the rows decides */
        struct anonymise_options how = {0, strstr(found.gl_pathv[i], "preschool-month") != NULL};
        if (strstr(found.gl_pathv[i], "preschool-year") != NULL) {
            continue; /* solved twice it would be different, as far as the time went */
        }
        trip_make(&trip, found.gl_pathv[i], &how);
        must_be_same(&trip, found.gl_pathv[i]);
        trip_end(&trip);
    }
    globfree(&found);
}

/* Locks, current places, nested pools, sides, dates, offers with criteria of their own. */
Test(anonymised_write, everything_in_small) {
    struct trip trip;
    struct anonymise_options how = {0, false};
    trip_make(&trip, "tests/fuzz/results/instance", &how);
    must_be_same(&trip, "small");
    trip_end(&trip);
}

/* A city under this mechanism and fallback in the folder T/city. */
static void make_city(const struct temporary *temporary, const struct city_options *options,
                      const char *mechanism, enum fallback_when fallback, char *path, size_t size) {
    struct round round = {"Hemliga staden", mechanism, fallback};
    struct city city;
    struct error error = {0};
    cr_assert_eq(city_generate(options, &city, &error), OK, "%s", error.text);
    temporary_name(temporary, "city", path, size);
    cr_assert_eq(city_write(&city, &round, path, NULL, &error), OK, "%s", error.text);
    city_release(&city);
}

static void of_any_city(const struct city_options *options, const char *mechanism,
                        enum fallback_when fallback) {
    struct temporary temporary;
    struct trip trip;
    char path[200];
    temporary_make(&temporary);
    make_city(&temporary, options, mechanism, fallback, path, sizeof path);
    for (int keep = 0; keep < 2; keep++) {
        struct anonymise_options how = {0, keep == 1};
        trip_make(&trip, path, &how);
        if (how.keep_order || !anonymise_order_decides(&trip.original.instance)) {
            must_be_same(&trip, mechanism);
        } else {
            must_be_as_written(&trip);
            cr_expect(same_worth(&trip.before.proof, &trip.after.proof), "%s", mechanism);
            cr_expect(same_values(&trip.before.program_proof, &trip.after.program_proof), "%s",
                      mechanism);
        }
        trip_end(&trip);
    }
    temporary_remove(&temporary);
}

static void of_city(const char *mechanism, enum fallback_when fallback, uint32_t n_groups) {
    struct city_options options = {.n_applicants = 900,
                                   .n_offers = 18,
                                   .n_groups = n_groups,
                                   .n_wishes = 5,
                                   .crowding_percent = 99,
                                   .seed = mechanism};
    of_any_city(&options, mechanism, fallback);
}

/* Months, families, seats that count present places: a month of preschool, and a year; `rules`:
 * children who move on, groups that open with a least number, a day in line for each wish. */
static void of_preschool(const char *mechanism, enum fallback_when fallback, uint32_t n_months,
                         bool rules) {
    struct city_options options = {.kind = CITY_PRESCHOOL,
                                   .n_applicants = 100,
                                   .n_offers = 24,
                                   .n_groups = 2,
                                   .n_wishes = 5,
                                   .n_families = 16,
                                   .n_months = n_months,
                                   .moves = rules,
                                   .opens_with = rules ? 3 : 0,
                                   .unit_queues = rules,
                                   .crowding_percent = 99,
                                   .seed = mechanism};
    of_any_city(&options, mechanism, fallback);
}

Test(anonymised_write, cities_of_every_mechanism) {
    of_city("deferred-acceptance", FALLBACK_IN_ROUND, 1);
    of_city("deferred-acceptance", FALLBACK_AFTER, 3);
    of_city("minimum-cost", FALLBACK_IN_ROUND, 3);
    of_city("minimum-cost", FALLBACK_AFTER, 1);
    of_city("top-trading-cycles", FALLBACK_IN_ROUND, 3);
    of_city("immediate-acceptance", FALLBACK_NONE, 1);
    of_city("serial-dictatorship", FALLBACK_IN_ROUND, 1);
}

Test(anonymised_write, preschools_of_every_mechanism) {
    of_preschool("minimum-cost", FALLBACK_IN_ROUND, 6, false);
    of_preschool("minimum-cost", FALLBACK_IN_ROUND, 12, false);
    of_preschool("minimum-cost", FALLBACK_IN_ROUND, 12, true);
    of_preschool("deferred-acceptance", FALLBACK_IN_ROUND, 12, false);
    of_preschool("deferred-acceptance", FALLBACK_AFTER, 6, false);
    of_preschool("top-trading-cycles", FALLBACK_IN_ROUND, 6, false);
    of_preschool("serial-dictatorship", FALLBACK_AFTER, 12, false);
}

static bool has(const uint32_t *values, uint32_t n, uint32_t value) {
    for (uint32_t i = 0; i < n; i++) {
        if (values[i] == value) {
            return true;
        }
    }
    return false;
}

/* Could the round be written down at all? An applicant's side must be some school's, and its group
 * some offer's. */
static bool has_files(const struct instance *instance) {
    bool sides = instance->applicant_side != NULL && instance->policy.fallback != FALLBACK_NONE;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t group = instance->applicant_group[a];
        if ((group != NONE && !has(instance->offer_group, instance->n_offers, group)) ||
            (sides &&
             !has(instance->school_side, instance->n_schools, instance->applicant_side[a]))) {
            return false;
        }
    }
    return true;
}

/* A tiny round through the files; false where it cannot go that way. */
static bool of_tiny(const struct temporary *temporary, uint64_t seed,
                    const struct tiny_rules *rules) {
    struct secret_key key = {"tiny"};
    struct anonymise_options how = {0, true};
    struct instance instance;
    struct trip trip = {.temporary = *temporary};
    struct error error = {0};
    char folder[200], what[200] = "";
    tiny_make(&instance, seed, rules);
    enum err err = anonymise(&instance, &how, &key, &trip.anonymised, &error);
    bool goes = err != ERR_INPUT && has_files(&instance); /* ERR_INPUT: the lottery */
    if (goes) {
        cr_assert_eq(err, OK, "%s", error.text);
        temporary_name(temporary, "tiny", folder, sizeof folder);
        cr_assert_eq(anonymised_write(&trip.anonymised, &how, folder, NULL, &error), OK, "%s",
                     error.text);
        must_load(folder, &trip.renamed);
        cr_assert(solves(&instance, &trip.before));
        cr_assert(solves(&trip.renamed.instance, &trip.after));
        struct sameness sameness = {trip.renamed.instance.distance_start != NULL, false};
        must_be_as_written(&trip);
        cr_assert(same_solution(&trip.anonymised, &instance, &trip.before, &trip.after, &sameness,
                                what, sizeof what),
                  "%s, seed %u: %s differs", rules->mechanism, (unsigned)seed, what);
        solution_release(&trip.before);
        solution_release(&trip.after);
        loaded_release(&trip.renamed);
    }
    anonymised_release(&trip.anonymised);
    instance_release(&instance);
    return goes;
}

/* Crooked rounds, so that every key and column is written and read back. */
Test(anonymised_write, tiny_rounds_of_every_mechanism) {
    static const struct tiny_rules rules[] = {
        {.mechanism = "deferred-acceptance"}, {.mechanism = "minimum-cost"},
        {.mechanism = "top-trading-cycles"},  {.mechanism = "immediate-acceptance"},
        {.mechanism = "serial-dictatorship"},
    };
    struct temporary temporary;
    uint32_t n_gone = 0;
    temporary_make(&temporary);
    omp_set_num_threads(1);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        for (uint64_t seed = 1; seed <= 60; seed++) {
            n_gone += of_tiny(&temporary, seed, &rules[i]) ? 1 : 0;
        }
    }
    cr_expect_gt(n_gone, 150, "of 300 rounds, only %u were written", n_gone);
    temporary_remove(&temporary);
}

/* Each metre a multiple, near the old one. */
static void must_be_rounded(const struct trip *trip, uint32_t round_m) {
    const struct instance *renamed = &trip->renamed.instance;
    for (uint32_t a = 0; a < renamed->n_applicants; a++) {
        for (uint32_t d = renamed->distance_start[a]; d < renamed->distance_start[a + 1]; d++) {
            uint32_t was =
                instance_walking_m(&trip->original.instance, trip->anonymised.applicant_was[a],
                                   trip->anonymised.school_was[renamed->distance_school[d]]);
            int64_t off = (int64_t)was - renamed->distance_m[d];
            cr_assert_eq(renamed->distance_m[d] % round_m, 0);
            cr_assert(2 * off <= round_m && -2 * off <= round_m);
        }
    }
}

/* And how many of the district's children are placed elsewhere, which does not depend on the key.
 */
Test(anonymised_write, rounded) {
    static const uint32_t round_m[] = {10, 50, 100};
    static const uint32_t moved[] = {30, 59, 101}; /* docs/anonymise.md tells these figures */
    for (size_t i = 0; i < 3; i++) {
        struct trip trip;
        struct anonymise_options how = {round_m[i], false};
        uint32_t n_moved = 0, n_counted = 0;
        trip_make(&trip, "instances/district", &how);
        must_be_rounded(&trip, round_m[i]);
        for (uint32_t a = 0; a < trip.renamed.instance.n_applicants; a++) {
            uint32_t offer = trip.after.offer[a], was = trip.anonymised.applicant_was[a];
            n_moved +=
                (offer == NONE ? NONE : trip.anonymised.offer_was[offer]) != trip.before.offer[was];
        }
        cr_expect_eq(n_moved, moved[i], "rounded to %u metres, %u move", round_m[i], n_moved);
        cr_assert_eq(moved_count(&trip.original.instance, &trip.anonymised, NULL, &n_counted, NULL),
                     OK);
        cr_expect_eq(n_counted, n_moved);
        trip_end(&trip);
    }
}

static void write_with(const struct temporary *temporary, const struct instance *instance,
                       const char *name) {
    struct secret_key key = {"one key for all"};
    struct anonymise_options how = {0, false};
    struct anonymised anonymised;
    struct error error = {0};
    char folder[200];
    cr_assert_eq(anonymise(instance, &how, &key, &anonymised, &error), OK, "%s", error.text);
    temporary_name(temporary, name, folder, sizeof folder);
    cr_assert_eq(anonymised_write(&anonymised, &how, folder, NULL, &error), OK, "%s", error.text);
    anonymised_release(&anonymised);
}

/* Who is protected, and the coordinates, leave no trace in any byte; nor does the number of
 * threads. */
Test(anonymised_write, one_key_the_same_bytes) {
    struct temporary temporary;
    struct loaded loaded;
    char command[400];
    temporary_make(&temporary);
    must_load("instances/district", &loaded);
    omp_set_num_threads(1);
    write_with(&temporary, &loaded.instance, "one");
    omp_set_num_threads(3);
    for (uint32_t a = 0; a < loaded.instance.n_applicants; a++) {
        loaded.instance.applicant_protected[a] = a % 7 == 0;
        loaded.instance.applicant_x[a] += a % 11;
    }
    write_with(&temporary, &loaded.instance, "other");
    snprintf(command, sizeof command, "diff -r %s/one %s/other", temporary.path, temporary.path);
    cr_expect_eq(system(command), 0);
    loaded_release(&loaded);
    temporary_remove(&temporary);
}
