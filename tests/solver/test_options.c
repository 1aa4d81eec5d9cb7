// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Options of random tiny rounds with every rule mixed: the same ones, in the same order, as a
 * description of the round that the loader has never seen gives (tests/oracle/mixed.h).
 */
#include "io/loader.h"
#include "solver/options.h"
#include "tests/oracle/mixed.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <omp.h>
#include <stdlib.h>

enum { JANUARY = 2027 * 12 };

static bool is_same(const struct instance *instance, const struct options *options, uint32_t a,
                    uint32_t k, const struct mixed_place *choice) {
    uint32_t place = options_place(options, instance, a, k), month = options_month(options, k);
    return options->offer[k] == choice->offer && options_stays(options, k) == choice->stays &&
           (month == 0 ? 0 : month - JANUARY) == choice->month &&
           (place == NONE ? NOBODY : place) == choice->wish;
}

/* The first applicant whose options are others, NOBODY. */
static uint32_t find_other(const struct mixed *mixed, const struct instance *instance,
                           const struct options *options, uint64_t *n_of_followers) {
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        struct mixed_place choice[MIXED_CHOICES];
        uint32_t start = options->start[a], n = options->start[a + 1] - start;
        if (mixed->applicant[a].locked != NOBODY) {
            continue;
        }
        bool same = mixed_options(mixed, a, choice) == n;
        for (uint32_t i = 0; same && i < n; i++) {
            same = is_same(instance, options, a, start + i, &choice[i]);
        }
        if (!same) {
            return a;
        }
        bool free = mixed->applicant[a].follows != NOBODY && mixed->applicant[a].n_wishes == 0;
        *n_of_followers += free && n > 1 ? 1 : 0;
    }
    return NOBODY;
}

Test(options, as_described) {
    uint64_t n = random_instances() / 10 + 2000, n_compared = 0, n_of_followers = 0;
    omp_set_num_threads(1);
    for (uint64_t seed = 1; seed <= n; seed++) {
        struct mixed mixed;
        struct loaded loaded;
        struct options options;
        char *text;
        size_t length;
        mixed_make(&mixed, seed);
        if (!mixed_is_good(&mixed)) {
            continue;
        }
        FILE *stream = open_memstream(&text, &length);
        mixed_print(&mixed, stream);
        fclose(stream);
        cr_assert_eq(load_bytes("mixed.json", text, length, &loaded, NULL), OK);
        struct arena arena = {NULL};
        cr_assert_eq(options_build(&options, &loaded.instance, &arena, NULL), OK);
        uint32_t other = find_other(&mixed, &loaded.instance, &options, &n_of_followers);
        cr_assert_eq(other, NOBODY, "seed %" PRIu64 ": applicant %u has other options\n%s", seed,
                     other, text);
        n_compared++;
        arena_free(&arena);
        loaded_release(&loaded);
        free(text);
    }
    cr_expect_gt(n_compared * 4, n, "few rounds: %" PRIu64, n_compared);
    cr_expect_gt(n_of_followers * 1000, n, "few followers without wishes: %" PRIu64,
                 n_of_followers);
}
