// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tiny random rounds of minimum-cost with every rule of a preschool mixed (tests/oracle/mixed.h),
 * anonymised, written and read back: with rows kept the placement is the very same, up to the
 * renaming; with rows shuffled it is worth the same at every level. What is in memory and what is
 * read back are one round.
 */
#include "io/anonymised_write.h"
#include "io/loader.h"
#include "tests/anonymise/same.h"
#include "tests/io/temporary.h"
#include "tests/oracle/mixed.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

struct trip {
    struct loaded original, renamed;
    struct anonymised anonymised;
};

static void must_load(const struct mixed *mixed, struct loaded *loaded) {
    char *text;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    mixed_print(mixed, stream);
    fclose(stream);
    cr_assert_eq(load_bytes("mixed.json", text, length, loaded, NULL), OK);
    free(text);
}

static void trip_make(struct trip *trip, const struct mixed *mixed, bool keep_order, uint64_t seed,
                      const char *folder) {
    struct secret_key key = {{(unsigned char)seed, (unsigned char)(seed >> 8), 3}};
    struct anonymise_options how = {0, keep_order};
    struct error error = {0};
    must_load(mixed, &trip->original);
    enum err err = anonymise(&trip->original.instance, &how, &key, &trip->anonymised, &error);
    cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
    err = instance_check(&trip->anonymised.instance, &error);
    cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
    err = anonymised_write(&trip->anonymised, &how, folder, NULL, &error);
    cr_assert_eq(err, OK, "%s", error.text);
    err = load(folder, &trip->renamed, &error);
    faults_print(&trip->renamed.faults, stderr);
    cr_assert_eq(err, OK, "seed %" PRIu64 ": %s", seed, error.text);
}

static void trip_end(struct trip *trip) {
    loaded_release(&trip->original);
    loaded_release(&trip->renamed);
    anonymised_release(&trip->anonymised);
}

static bool same_numbers(const uint32_t *made, const uint32_t *read, uint32_t n) {
    return made == NULL || read == NULL ? made == read : memcmp(made, read, n * sizeof *made) == 0;
}

/* Are the limits that are read back those in memory? (Nodes of pools may stand in another order.)
 */
static bool same_rounds(const struct instance *made, const struct instance *read) {
    uint32_t n = made->n_applicants, n_offers = made->n_offers;
    /* the first month is told by starts and lists; a list of one step that all begin after is a
     * number in the copy, so the copy may begin later */
    return made->first_month <= read->first_month && made->n_slots == read->n_slots &&
           made->n_nodes == read->n_nodes && made->n_crossing == read->n_crossing &&
           made->n_families == read->n_families &&
           same_numbers(made->slot_from, read->slot_from, made->n_slots) &&
           same_numbers(made->slot, read->slot, made->n_slots) &&
           same_numbers(made->node_seats, read->node_seats, 2 * made->n_slots - n_offers) &&
           same_numbers(made->applicant_start, read->applicant_start, n) &&
           same_numbers(made->applicant_follows, read->applicant_follows, n) &&
           same_numbers(made->offer_moves_to, read->offer_moves_to, n_offers) &&
           same_numbers(made->offer_moves_month, read->offer_moves_month, n_offers) &&
           same_numbers(made->offer_opens_with, read->offer_opens_with, n_offers);
}

/* Both solved, or both not. False, and what differs. */
static bool same_outcome(const struct trip *trip, bool keep_order, uint64_t *n_solved, char *what,
                         size_t size) {
    struct solution before, after;
    struct solve_options options = {0};
    struct sameness sameness = {false, true};
    enum err err = solve(&trip->original.instance, &options, &before, NULL);
    enum err err_after = solve(&trip->renamed.instance, &options, &after, NULL);
    bool same = err == err_after;
    snprintf(what, size, "%d, then %d", (int)err, (int)err_after);
    if (same && err == OK && keep_order) {
        same = same_solution(&trip->anonymised, &trip->original.instance, &before, &after,
                             &sameness, what, size);
    } else if (same && err == OK) {
        snprintf(what, size, "the worth");
        same = same_worth(&before.proof, &after.proof) &&
               same_values(&before.program_proof, &after.program_proof);
    }
    *n_solved += err == OK ? 1 : 0;
    solution_release(&before);
    solution_release(&after);
    return same;
}

Test(anonymise_mixed, same_placement) {
    uint64_t n = random_instances() / 200, n_tried = 0, n_solved = 0;
    struct temporary temporary;
    char folder[200], what[200];
    temporary_make(&temporary);
    temporary_name(&temporary, "renamed", folder, sizeof folder);
    omp_set_num_threads(1);
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct mixed mixed;
        struct trip trip;
        mixed_make(&mixed, seed);
        if (!mixed_is_good(&mixed)) {
            continue;
        }
        bool keep_order = seed % 2 == 0;
        trip_make(&trip, &mixed, keep_order, seed, folder);
        cr_assert(same_rounds(&trip.anonymised.instance, &trip.renamed.instance),
                  "seed %" PRIu64 ": another round is read back", seed);
        n_tried++;
        if (!same_outcome(&trip, keep_order, &n_solved, what, sizeof what)) {
            mixed_print(&mixed, stderr);
            cr_assert_fail("seed %" PRIu64 ": %s", seed, what);
        }
        trip_end(&trip);
    }
    temporary_remove(&temporary);
    cr_expect_gt(n_tried * 2, n);
    cr_expect_gt(n_solved * 2, n_tried);
}
