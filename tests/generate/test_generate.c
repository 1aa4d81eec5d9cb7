// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The made-up city: reproducible, of the size asked for, with metres that are what the map says,
 * and with wishes that come true as often as cities report.
 */
#include "generate/city.h"

#include "generate/schools.h"
#include "io/instance_write.h"
#include "io/loader.h"
#include "solver/solution.h"
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <string.h>

static const struct city_options small = {.n_applicants = 1000,
                                          .n_offers = 20,
                                          .n_groups = 1,
                                          .n_wishes = 6,
                                          .crowding_percent = 103,
                                          .seed = "test"};

static void generate(const struct city_options *options, struct city *city) {
    struct error error = {0};
    cr_assert_eq(city_generate(options, city, &error), OK, "%s", error.text);
}

/* FNV-1a over everything that is written about the city, number by number. */
static void add(uint64_t *digest, uint64_t number) {
    for (int byte = 0; byte < 8; byte++) {
        *digest = (*digest ^ (number >> (8 * byte) & 255)) * UINT64_C(0x100000001b3);
    }
}

static void add_point(uint64_t *digest, struct point point) {
    add(digest, (uint64_t)point.x);
    add(digest, (uint64_t)point.y);
}

static void add_applicant(const struct city *city, uint32_t a, uint64_t *digest) {
    add_point(digest, city->home[a]);
    add(digest, city->current[a]);
    add(digest, city->family[a]);
    add(digest, city->sibling_school[a]);
    add(digest, (uint64_t)city->birth_day[a]);
    add(digest, (uint64_t)city->queue_day[a]);
    add(digest, city->is_protected[a]);
    for (uint32_t i = 0; i < city->n_wishes[a]; i++) {
        add(digest, city->wish[(size_t)a * city->wish_stride + i]);
    }
    for (uint32_t i = 0; i < city->n_distances[a]; i++) {
        add(digest, city->distance_school[(size_t)a * city->distance_stride + i]);
        add(digest, city->distance_m[(size_t)a * city->distance_stride + i]);
    }
}

static uint64_t digest_of(const struct city_options *options) {
    struct city city;
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    generate(options, &city);
    for (uint32_t s = 0; s < city.n_schools; s++) {
        add_point(&digest, city.school[s]);
    }
    for (uint32_t o = 0; o < city.options.n_offers; o++) {
        add(&digest, city.offer_seats[o]);
    }
    for (uint32_t a = 0; a < city.options.n_applicants; a++) {
        add_applicant(&city, a, &digest);
    }
    city_release(&city);
    return digest;
}

Test(generate, same_seed_same_city_on_any_machine) {
    /* Written down once; another machine, compiler or year must find the same. */
    cr_expect_eq(digest_of(&small), UINT64_C(0xdb5060cfc2b555dc), "digest is %#llx",
                 (unsigned long long)digest_of(&small));
}

Test(generate, threads_change_nothing) {
    struct city_options options = small;
    options.n_groups = 3;
    omp_set_num_threads(1);
    uint64_t digest = digest_of(&options);
    for (int n = 2; n <= 8; n += 3) {
        omp_set_num_threads(n);
        cr_expect_eq(digest_of(&options), digest, "%d threads", n);
    }
}

Test(generate, another_seed_is_another_city) {
    struct city_options options = small;
    options.seed = "another";
    cr_expect_neq(digest_of(&options), digest_of(&small));
}

/* The applicant's metres to a school, METRES_UNKNOWN if they are not listed. */
static uint32_t listed_metres(const struct city *city, uint32_t a, uint32_t school) {
    for (uint32_t i = 0; i < city->n_distances[a]; i++) {
        size_t place = (size_t)a * city->distance_stride + i;
        if (city->distance_school[place] == school) {
            return city->distance_m[place];
        }
    }
    return METRES_UNKNOWN;
}

static void check_distances(const struct city *city, uint32_t a) {
    for (uint32_t i = 0; i < city->n_distances[a]; i++) {
        size_t place = (size_t)a * city->distance_stride + i;
        struct point school = city->school[city->distance_school[place]];
        struct point home = city->home[a];
        uint32_t straight_m = straight_line_m(home.x, home.y, school.x, school.y);
        cr_assert_geq(city->distance_m[place], straight_m);
        cr_assert_eq(city->distance_m[place], map_walk_m(&city->map, home, school));
        cr_assert_eq(city->distance_m[place], map_walk_m(&city->map, school, home));
        for (uint32_t k = 0; k < i; k++) {
            cr_assert_neq(city->distance_school[place], city->distance_school[place - i + k],
                          "listed twice");
        }
    }
}

static void check_wishes(const struct city *city, uint32_t a) {
    uint32_t group = a % city->options.n_groups;
    const uint32_t *wish = city->wish + (size_t)a * city->wish_stride;
    cr_assert_leq(city->n_wishes[a], city->options.n_wishes);
    for (uint32_t i = 0; i < city->n_wishes[a]; i++) {
        cr_assert(city_has_offer(city, wish[i], group));
        cr_assert_neq(listed_metres(city, a, wish[i]), METRES_UNKNOWN, "a wish without metres");
        for (uint32_t k = 0; k < i; k++) {
            cr_assert_neq(wish[i], wish[k], "wished twice");
        }
    }
}

/* Every school that should be listed is: fewer than NEAREST_ALL are nearer, or fewer than
 * NEAREST_SIDE on the home's side. */
static void check_nearest(const struct city *city, uint32_t a) {
    uint32_t group = a % city->options.n_groups;
    struct point home = city->home[a];
    for (uint32_t s = 0; s < city->n_schools; s++) {
        uint32_t metres = map_walk_m(&city->map, home, city->school[s]);
        bool same_side = map_side(&city->map, home) == map_side(&city->map, city->school[s]);
        uint32_t n_nearer = 0;
        uint32_t n_nearer_side = 0;
        for (uint32_t t = 0; t < city->n_schools; t++) {
            uint32_t other = map_walk_m(&city->map, home, city->school[t]);
            bool is_nearer = other < metres || (other == metres && t < s);
            is_nearer = is_nearer && city_has_offer(city, t, group);
            n_nearer += is_nearer;
            n_nearer_side +=
                is_nearer && map_side(&city->map, home) == map_side(&city->map, city->school[t]);
        }
        bool must = n_nearer < NEAREST_ALL || (same_side && n_nearer_side < NEAREST_SIDE);
        if (must && city_has_offer(city, s, group)) {
            cr_assert_eq(listed_metres(city, a, s), metres, "a near school is missing");
        }
    }
}

static void check_seats(const struct city *city) {
    uint32_t n_groups = city->options.n_groups;
    uint64_t wanted = 0;
    for (uint32_t group = 0; group < n_groups; group++) {
        uint64_t n = (city->options.n_applicants + n_groups - 1 - group) / n_groups;
        wanted += (n * city->options.crowding_percent + 99) / 100;
    }
    uint64_t seats = 0;
    for (uint32_t i = 0; i < (n_groups > 1 ? city->n_schools : city->options.n_offers); i++) {
        seats += n_groups > 1 ? city->school_seats[i] : city->offer_seats[i];
    }
    cr_assert_eq(seats, wanted);
}

static void check_city(const struct city *city) {
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        check_distances(city, a);
        check_wishes(city, a);
        cr_assert(city->family[a] == CITY_NONE || city->family[a] == a || city->family[a] + 1 == a);
        cr_assert(city->current[a] == CITY_NONE ||
                  city->current[a] % city->options.n_groups == a % city->options.n_groups);
    }
    check_seats(city);
}

Test(generate, any_size_holds_what_it_promises) {
    static const uint32_t sizes[][3] = {{1, 1, 1},  {10, 2, 1},    {10, 40, 1},    {10, 10, 10},
                                        {77, 7, 4}, {1000, 20, 1}, {1000, 100, 3}, {20000, 160, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct city_options options = small;
        struct city city;
        options.n_applicants = sizes[i][0];
        options.n_offers = sizes[i][1];
        options.n_groups = sizes[i][2];
        generate(&options, &city);
        check_city(&city);
        for (uint32_t a = 0; a < options.n_applicants && a < 100; a++) {
            check_nearest(&city, a);
        }
        city_release(&city);
    }
}

Test(generate, the_river_makes_ways_longer) {
    struct city city;
    uint64_t walk_m = 0;
    uint64_t street_m = 0;
    generate(&small, &city);
    for (uint32_t a = 0; a < city.options.n_applicants; a++) {
        struct point there = city.home[city.options.n_applicants - 1 - a];
        cr_assert_geq(map_walk_m(&city.map, city.home[a], there),
                      map_street_m(city.home[a], there));
        if (map_side(&city.map, city.home[a]) != map_side(&city.map, there)) {
            walk_m += map_walk_m(&city.map, city.home[a], there);
            street_m += map_street_m(city.home[a], there);
        }
    }
    cr_expect_gt(walk_m, street_m + street_m / 10);
    city_release(&city);
}

Test(generate, nobody_lives_in_the_water) {
    struct city city;
    generate(&small, &city);
    for (uint32_t a = 0; a < city.options.n_applicants; a++) {
        int32_t above = city.home[a].y - map_river_y(&city.map, city.home[a].x);
        cr_assert(above > city.map.river_half_m || above < -city.map.river_half_m);
    }
    city_release(&city);
}

Test(generate, full_lists_are_full) {
    struct city_options options = small;
    struct city city;
    options.full = true;
    generate(&options, &city);
    for (uint32_t a = 0; a < options.n_applicants; a++) {
        cr_assert_eq(city.n_wishes[a], options.n_wishes);
    }
    city_release(&city);
}

Test(generate, lists_and_people_are_as_cities_report) {
    struct city_options options = small;
    struct city city;
    uint32_t n_lists = 0, n_wishes = 0, n_protected = 0, n_second = 0, n_current = 0;
    options.n_applicants = 20000;
    options.n_offers = 160;
    generate(&options, &city);
    for (uint32_t a = 0; a < options.n_applicants; a++) {
        n_lists += city.n_wishes[a] > 0;
        n_wishes += city.n_wishes[a];
        n_protected += city.is_protected[a];
        n_second += city.family[a] != CITY_NONE && city.family[a] != a;
        n_current += city.current[a] != CITY_NONE;
    }
    cr_expect(n_lists > 19000 && n_lists < 19400, "%u lists", n_lists);
    cr_expect(n_wishes > 5 * n_lists && n_wishes < 6 * n_lists, "%u wishes", n_wishes);
    cr_expect(n_protected > 60 && n_protected < 140, "%u protected", n_protected);
    cr_expect(n_second > 400 && n_second < 600, "%u second children", n_second);
    cr_expect(n_current > 600 && n_current < 1000, "%u with a place", n_current);
    city_release(&city);
}

Test(generate, school_names_differ) {
    enum { N = 20000 };
    static char name[N][64];
    for (uint32_t s = 0; s < N; s++) {
        school_name(17, CITY_SCHOOL, s, name[s]);
    }
    qsort(name, N, sizeof *name, (int (*)(const void *, const void *))strcmp);
    for (uint32_t s = 1; s < N; s++) {
        cr_assert_neq(strcmp(name[s - 1], name[s]), 0, "%s twice", name[s]);
    }
}

Test(generate, options_out_of_range_are_named) {
    static const struct {
        uint32_t applicants, offers, groups, wishes, crowding;
        const char *word;
    } cases[] = {{0, 5, 1, 6, 103, "applicants"}, {10000001, 5, 1, 6, 103, "applicants"},
                 {10, 2, 3, 6, 103, "offers"},    {10, 5, 11, 6, 103, "groups"},
                 {10, 5, 1, 21, 103, "wishes"},   {10, 5, 1, 6, 0, "crowding"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct city_options options = {.n_applicants = cases[i].applicants,
                                       .n_offers = cases[i].offers,
                                       .n_groups = cases[i].groups,
                                       .n_wishes = cases[i].wishes,
                                       .crowding_percent = cases[i].crowding,
                                       .seed = "test"};
        struct city city;
        struct error error = {0};
        cr_expect_eq(city_generate(&options, &city, &error), ERR_USAGE);
        cr_expect_not_null(strstr(error.text, cases[i].word), "%s", error.text);
        cr_expect_null(city.home);
    }
}

struct written {
    struct temporary temporary;
    char path[200];
    struct city city;
};

static enum err write_city(struct written *written, const struct city_options *options,
                           const struct round *round, struct error *error) {
    temporary_make(&written->temporary);
    temporary_name(&written->temporary, "city", written->path, sizeof written->path);
    generate(options, &written->city);
    return city_write(&written->city, round, written->path, NULL, error);
}

static void written_release(struct written *written) {
    city_release(&written->city);
    temporary_remove(&written->temporary);
}

Test(generate, a_folder_of_somebody_else_stays) {
    struct written written;
    struct round round = {"Test", "deferred-acceptance", FALLBACK_IN_ROUND};
    struct error error = {0};
    char path[300], text[100];
    cr_assert_eq(write_city(&written, &small, &round, &error), OK, "%s", error.text);
    cr_assert_eq(city_write(&written.city, &round, written.path, NULL, &error), OK,
                 "its own folder is replaced: %s", error.text);
    snprintf(path, sizeof path, "%s/instance.json", written.temporary.path);
    temporary_write(&written.temporary, "instance.json", "a real round");
    cr_expect_eq(city_write(&written.city, &round, written.temporary.path, NULL, &error),
                 ERR_USAGE);
    cr_expect_str_eq(file_text(path, text, sizeof text), "a real round");
    written_release(&written);
}

Test(generate, words_that_make_no_instance_are_refused) {
    static const struct round rounds[] = {{"Test", "dictatorship", FALLBACK_NONE},
                                          {"T\xffst", "deferred-acceptance", FALLBACK_NONE}};
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        struct written written;
        struct error error = {0};
        cr_expect_eq(write_city(&written, &small, &rounds[i], &error), ERR_USAGE);
        cr_expect_eq(folder_entries(written.temporary.path), 0);
        written_release(&written);
    }
}

/* Loads what was written, without a fault. */
static void load_city(const struct written *written, struct loaded *loaded) {
    struct error error = {0};
    enum err err = load(written->path, loaded, &error);
    if (err != OK) {
        faults_print(&loaded->faults, stderr);
    }
    cr_assert_eq(err, OK, "%s", error.text);
}

Test(generate, every_mechanism_and_fallback_loads) {
    for (uint32_t m = 0; m < n_mechanisms; m++) {
        for (int when = FALLBACK_NONE; when <= FALLBACK_IN_ROUND; when++) {
            struct city_options options = small;
            struct round round = {"Test", mechanisms[m].name, (enum fallback_when)when};
            struct written written;
            struct loaded loaded;
            struct error error = {0};
            options.n_groups = 1 + (uint32_t)when;
            cr_assert_eq(write_city(&written, &options, &round, &error), OK, "%s", error.text);
            load_city(&written, &loaded);
            cr_expect_eq(loaded.instance.n_applicants, options.n_applicants);
            cr_expect_eq(loaded.instance.n_offers, options.n_offers);
            cr_expect_eq(loaded.instance.policy.mechanism, m);
            loaded_release(&loaded);
            written_release(&written);
        }
    }
}

/* By hundred: of those who listed something, how many got their first wish; of all, some wish. */
static void count_wishes(const struct instance *instance, uint32_t *first, uint32_t *some) {
    struct solution solution;
    struct error error = {0};
    uint32_t n_lists = 0, n_first = 0, n_some = 0;
    cr_assert_eq(solve(instance, &(struct solve_options){0}, &solution, &error), OK, "%s",
                 error.text);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        n_lists += options_n_wishes(instance, a) > 0;
        n_first += solution.wish[a] == 1;
        n_some += solution.wish[a] > 0;
    }
    *first = 100 * n_first / n_lists;
    *some = 100 * n_some / instance->n_applicants;
    solution_release(&solution);
}

Test(generate, first_wishes_come_true_as_often_as_cities_report) {
    struct city_options options = small;
    struct round round = {"Test", "deferred-acceptance", FALLBACK_IN_ROUND};
    struct written written;
    struct loaded loaded;
    struct error error = {0};
    uint32_t first, some;
    options.n_applicants = 20000;
    options.n_offers = 160;
    cr_assert_eq(write_city(&written, &options, &round, &error), OK, "%s", error.text);
    load_city(&written, &loaded);
    count_wishes(&loaded.instance, &first, &some);
    cr_expect(first >= 85 && first <= 92, "%u per cent", first);
    cr_expect(some >= 94 && some <= 98, "%u per cent", some);
    loaded_release(&loaded);
    written_release(&written);
}

Test(generate, the_shipped_district_is_made_anew) {
    static const char *const files[] = {"instance.json", "applicants.csv", "wishes.csv",
                                        "distances.csv", "city.json"};
    enum { SIZE = 1 << 20 };
    static char now[SIZE], shipped[SIZE];
    struct city_options options = small;
    struct round round = {"Älvstaden", "deferred-acceptance", FALLBACK_IN_ROUND};
    struct written written;
    struct error error = {0};
    options.n_applicants = 3000;
    options.n_offers = 40;
    options.seed = "alvstaden-21";
    cr_assert_eq(write_city(&written, &options, &round, &error), OK, "%s", error.text);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", written.path, files[i]);
        file_text(path, now, SIZE);
        snprintf(path, sizeof path, "instances/district/%s", files[i]);
        cr_expect_gt(strlen(now), 100);
        cr_expect(strcmp(now, file_text(path, shipped, SIZE)) == 0, "%s differs", files[i]);
    }
    written_release(&written);
}
