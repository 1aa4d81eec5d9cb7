// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The preschool city: what preschool.h and its parts promise of ages, months, families, places and
 * seats, told from the city's arrays and from what the loader makes of the written folder.
 */
#include "generate/preschool.h"

#include "solver/dates.h"
#include "io/instance_write.h"
#include "io/loader.h"
#include "solver/mechanism.h"
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

static const struct city_options small = {.n_applicants = 1000,
                                          .n_offers = 200,
                                          .n_groups = PRESCHOOL_GROUPS,
                                          .n_wishes = 8,
                                          .crowding_percent = 103,
                                          .seed = "test",
                                          .kind = CITY_PRESCHOOL,
                                          .n_families = 130,
                                          .n_months = 12};

static const struct round round_of_all = {"Test", "minimum-cost", FALLBACK_IN_ROUND};

static void generate(const struct city_options *options, struct city *city) {
    struct error error = {0};
    cr_assert_eq(city_generate(options, city, &error), OK, "%s", error.text);
}

/* Applicants, offers, wishes, families, months, crowding. */
static const uint32_t sizes[][6] = {{1, 2, 1, 0, 1, 103},     {3, 2, 8, 1, 6, 103},
                                    {10, 3, 2, 5, 12, 60},    {60, 31, 3, 30, 7, 10},
                                    {500, 250, 8, 70, 6, 90}, {3000, 350, 8, 400, 12, 103},
                                    {800, 9, 20, 0, 24, 1000}};

static struct city_options sized(size_t i) {
    struct city_options options = small;
    options.n_applicants = sizes[i][0];
    options.n_offers = sizes[i][1];
    options.n_wishes = sizes[i][2];
    options.n_families = sizes[i][3];
    options.n_months = sizes[i][4];
    options.crowding_percent = sizes[i][5];
    return options;
}

static void for_all_sizes(void (*check)(const struct city *city)) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct city_options options = sized(i);
        struct city city;
        generate(&options, &city);
        check(&city);
        city_release(&city);
    }
}

Test(calendar, days_and_months_go_to_and_fro) {
    uint32_t month = 1970 * 12;
    uint32_t day = 1;
    for (int32_t days = 0; days < 60000; days++) {
        static const uint32_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        struct date date = calendar_date(days);
        uint32_t year = month / 12;
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        cr_assert(date.year == year && date.month == month % 12 + 1 && date.day == day,
                  "day %d is %u-%u-%u", days, date.year, date.month, date.day);
        cr_assert_eq(calendar_month(days), month);
        cr_assert(day > 1 || calendar_first_day(month) == days);
        bool ends = day == lengths[month % 12] + (leap && month % 12 == 1);
        month += ends;
        day = ends ? 1 : day + 1;
    }
}

static void check_child(const struct city *city, uint32_t a) {
    const struct preschool *preschool = &city->preschool;
    uint32_t start = preschool->start[a];
    uint32_t age = start - calendar_month(city->birth_day[a]);
    int32_t ahead = calendar_first_day(start) - city->queue_day[a];
    cr_assert(start >= preschool->first_month);
    cr_assert(start < preschool->first_month + city->options.n_months);
    cr_assert_neq(start % 12, 6, "nobody begins in July");
    cr_assert(age >= 12 && age < 72, "%u months old", age);
    cr_assert_eq(city->group[a], age < 36 ? 0 : 1);
    cr_assert(ahead > 0 && ahead <= 180, "%d days ahead", ahead);
    cr_assert_leq(city->queue_day[a], preschool->date_day);
    if (city->current[a] == CITY_NONE) {
        cr_assert_eq(preschool->guarantee[a], calendar_month(city->queue_day[a]) + 4);
    } else {
        cr_assert_eq(preschool->guarantee[a], CITY_NONE, "whoever has a place is owed no other");
    }
}

/* Whoever has a place wishes other units, its own at most last, and has metres to all of them. */
static void check_lists(const struct city *city, uint32_t a) {
    const uint32_t *wish = city->wish + (size_t)a * city->wish_stride;
    uint32_t unit = city->current[a] == CITY_NONE ? CITY_NONE : city->current[a] / PRESCHOOL_GROUPS;
    uint32_t n = city->n_wishes[a];
    cr_assert_leq(n, city->options.n_wishes);
    cr_assert(unit == CITY_NONE || (n > 0 && wish[0] != unit));
    cr_assert(unit == CITY_NONE || city_has_offer(city, unit, city->group[a]));
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t school = i < n ? wish[i] : unit;
        bool listed = school == CITY_NONE;
        for (uint32_t k = 0; k < city->n_distances[a] && !listed; k++) {
            listed = city->distance_school[(size_t)a * city->distance_stride + k] == school;
        }
        cr_assert(listed, "no metres to what the child wishes or has");
        cr_assert(i + 1 >= n || wish[i] != unit, "the own unit is not the last");
        cr_assert(i == n || city_has_offer(city, wish[i], city->group[a]));
    }
}

static void check_children(const struct city *city) {
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        check_child(city, a);
        check_lists(city, a);
    }
}

Test(preschool, children_are_what_the_law_and_their_ages_make_them) {
    for_all_sizes(check_children);
}

/* Siblings live together and apply at the same time for the same units. */
static void check_siblings(const struct city *city, uint32_t leader, uint32_t a) {
    cr_assert(city->home[a].x == city->home[leader].x && city->home[a].y == city->home[leader].y);
    cr_assert_eq(city->preschool.start[a], city->preschool.start[leader]);
    cr_assert_eq(city->queue_day[a], city->queue_day[leader]);
    int32_t days = city->birth_day[leader] - city->birth_day[a];
    cr_assert(days == 0 || days > 280, "siblings %d days apart", days);
    bool both = city_has_offer(city, city->n_schools - 1, PRESCHOOL_GROUPS - 1);
    if (!both && city->group[a] != city->group[leader]) {
        return; /* one looks at a unit that the other cannot go to */
    }
    for (uint32_t i = 0; i < city->n_wishes[a] && i < city->n_wishes[leader]; i++) {
        cr_assert_eq(city->wish[(size_t)a * city->wish_stride + i],
                     city->wish[(size_t)leader * city->wish_stride + i]);
    }
}

static void check_families(const struct city *city) {
    uint32_t n_families = 0;
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        uint32_t leader = city->family[a];
        if (leader == CITY_NONE) {
            continue;
        }
        cr_assert(leader <= a && a - leader < 3 && city->family[leader] == leader);
        n_families += leader == a;
        bool has_second =
            a + 1 < city->options.n_applicants && city->family[a + 1] == city->family[a];
        cr_assert(leader != a || has_second, "a family of one");
        check_siblings(city, leader, a);
    }
    cr_assert_eq(n_families, city->options.n_families);
}

Test(preschool, families_are_as_many_as_asked_for_and_of_one_mind) {
    for_all_sizes(check_families);
}

/* Free seats never fall; all of a group are its share of those without a place. */
static void check_seats(const struct city *city) {
    const struct preschool *preschool = &city->preschool;
    uint32_t n_months = city->options.n_months;
    uint64_t wanted = 0, totals = 0;
    for (uint32_t group = 0; group < PRESCHOOL_GROUPS; group++) {
        uint64_t n = 0;
        for (uint32_t a = 0; a < city->options.n_applicants; a++) {
            n += city->group[a] == group && city->current[a] == CITY_NONE;
        }
        wanted += (n * city->options.crowding_percent + 99) / 100;
    }
    for (uint32_t s = 0; s < city->n_schools; s++) {
        for (uint32_t m = 0; m < n_months; m++) {
            const uint32_t *total = preschool->unit_free + (size_t)s * n_months;
            uint32_t sum = 0;
            for (uint32_t group = 0; group < PRESCHOOL_GROUPS; group++) {
                if (city_has_offer(city, s, group)) {
                    size_t offer = (size_t)s * PRESCHOOL_GROUPS + group;
                    const uint32_t *row = preschool->offer_free + offer * n_months;
                    cr_assert(m == 0 || row[m] >= row[m - 1]);
                    sum += row[m];
                }
            }
            cr_assert(m == 0 || total[m] >= total[m - 1]);
            cr_assert(preschool->has_total[s] && total[m] > 0 ? total[m] < sum : total[m] == sum);
        }
        totals += preschool->unit_free[(size_t)s * n_months + n_months - 1];
    }
    cr_assert_eq(totals, wanted);
}

Test(preschool, seats_come_free_and_stay_free) {
    for_all_sizes(check_seats);
}

Test(preschool, a_year_is_as_cities_report) {
    struct city_options options = small;
    struct city city;
    uint32_t n_wishes = 0, n_current = 0, n_first = 0, n_listed = 0;
    uint64_t free_now = 0, free_summer = 0, free_end = 0;
    uint32_t by_month[12] = {0};
    options.n_applicants = 6000;
    options.n_offers = 700;
    options.n_families = 800;
    generate(&options, &city);
    for (uint32_t a = 0; a < options.n_applicants; a++) {
        by_month[city.preschool.start[a] % 12]++;
        n_wishes += city.n_wishes[a];
        n_current += city.current[a] != CITY_NONE;
        n_listed += city.n_wishes[a] > 0;
        n_first += city.group[a] == 0;
    }
    for (uint32_t o = 0; o < options.n_offers; o++) {
        const uint32_t *row = city.preschool.offer_free + (size_t)o * options.n_months;
        free_now += row[0];
        free_summer += row[5] - row[4];
        free_end += row[11];
    }
    cr_expect(n_wishes > 28500 && n_wishes < 31500, "%u wishes", n_wishes);
    cr_expect(n_listed > 5700 && n_listed < 5880, "%u lists", n_listed);
    cr_expect(n_current > 700 && n_current < 1000, "%u with a place", n_current);
    cr_expect(n_first > 4200 && n_first < 4900, "%u below three years", n_first);
    cr_expect(by_month[7] > 1500 && by_month[7] < 1900, "%u begin in August", by_month[7]);
    cr_expect(by_month[0] > by_month[8] && by_month[0] > by_month[1], "January is no peak");
    cr_expect(free_now * 3 < free_end, "%lu of %lu are free now", free_now, free_end);
    cr_expect(free_summer * 3 > free_end, "%lu of %lu in August", free_summer, free_end);
    city_release(&city);
}

Test(preschool, full_lists_are_full) {
    struct city_options options = small;
    struct city city;
    uint32_t n_full = 0;
    options.full = true;
    generate(&options, &city);
    for (uint32_t a = 0; a < options.n_applicants; a++) {
        n_full += city.n_wishes[a] == options.n_wishes;
    }
    cr_expect_eq(n_full, options.n_applicants);
    city_release(&city);
}

struct written {
    struct temporary temporary;
    char path[200];
};

static void write_city(struct written *written, const struct city_options *options,
                       const struct round *round) {
    struct city city;
    struct error error = {0};
    generate(options, &city);
    temporary_make(&written->temporary);
    temporary_name(&written->temporary, "city", written->path, sizeof written->path);
    cr_assert_eq(city_write(&city, round, written->path, NULL, &error), OK, "%s", error.text);
    city_release(&city);
}

/* A file of the folder; the text is the caller's to free. */
static char *text_of(const struct written *written, const char *name) {
    enum { SIZE = 1 << 20 };
    char path[300];
    char *text = malloc(SIZE);
    cr_assert_not_null(text);
    snprintf(path, sizeof path, "%s/%s", written->path, name);
    file_text(path, text, SIZE);
    cr_assert(strlen(text) > 100 && strlen(text) < SIZE - 1, "%s", name);
    return text;
}

Test(preschool, same_seed_same_bytes_at_any_number_of_threads) {
    static const char *const files[] = {"instance.json", "applicants.csv", "wishes.csv",
                                        "distances.csv", "city.json"};
    struct city_options other = small;
    struct written one, four, differs;
    omp_set_num_threads(1);
    write_city(&one, &small, &round_of_all);
    omp_set_num_threads(4);
    write_city(&four, &small, &round_of_all);
    other.seed = "another";
    write_city(&differs, &other, &round_of_all);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *a = text_of(&one, files[i]), *b = text_of(&four, files[i]);
        char *c = text_of(&differs, files[i]);
        cr_expect(strcmp(a, b) == 0, "%s differs between one thread and four", files[i]);
        cr_expect(strcmp(a, c) != 0, "%s is the same for another seed", files[i]);
        free(a);
        free(b);
        free(c);
    }
    temporary_remove(&one.temporary);
    temporary_remove(&four.temporary);
    temporary_remove(&differs.temporary);
}

/* FNV-1a. */
static uint64_t digest_of(const char *text) {
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    for (; *text != '\0'; text++) {
        digest = (digest ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
    }
    return digest;
}

Test(preschool, same_seed_same_bytes_on_any_machine) {
    struct written written;
    write_city(&written, &small, &round_of_all);
    char *json = text_of(&written, "instance.json"), *csv = text_of(&written, "applicants.csv");
    /* Written down once; another machine, compiler or year must find the same. */
    cr_expect_eq(digest_of(json), UINT64_C(0x1e841975c38b47e), "%#llx",
                 (unsigned long long)digest_of(json));
    cr_expect_eq(digest_of(csv), UINT64_C(0x2f37541193627c4b), "%#llx",
                 (unsigned long long)digest_of(csv));
    free(json);
    free(csv);
    temporary_remove(&written.temporary);
}

/* The offer's steps rise from month to month, and those who have a place and count fit the first,
 * which begins with the round. */
static void check_steps(const struct instance *instance, uint32_t offer) {
    uint32_t n_current = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        n_current +=
            instance_counts_current(instance, offer) && instance_current(instance, a) == offer;
    }
    uint32_t first = instance->slot[instance->slot_start[offer]];
    cr_assert(n_current == 0 || instance->slot_from[first] <= instance->first_month);
    cr_assert_geq(instance->node_seats[first], n_current);
    uint32_t node = first;
    for (uint32_t i = instance->slot_start[offer] + 1; i < instance->slot_start[offer + 1]; i++) {
        cr_assert_gt(instance->slot_from[instance->slot[i]],
                     instance->slot_from[instance->slot[i - 1]]);
        uint32_t before = instance->node_seats[node];
        node = instance->node_parent[node];
        cr_assert_gt(instance->node_seats[node], before);
    }
    cr_assert_eq(node, instance->offer_node[offer]);
}

static void check_loaded(const struct city_options *options, const struct instance *instance) {
    bool is_cost = mechanisms[instance->policy.mechanism].has_objectives;
    cr_assert_eq(instance->n_applicants, options->n_applicants);
    cr_assert_eq(instance->n_offers, options->n_offers);
    cr_assert_eq(instance->n_families, options->n_families);
    cr_assert_eq(instance->policy.late_months, 4);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        cr_assert(is_cost || !instance_counts_current(instance, o));
        check_steps(instance, o);
    }
}

static void write_and_load(const struct city_options *options, const struct round *round) {
    struct written written;
    struct loaded loaded;
    struct error error = {0};
    write_city(&written, options, round);
    enum err err = load(written.path, &loaded, &error);
    if (err != OK) {
        faults_print(&loaded.faults, stderr);
    }
    cr_assert_eq(err, OK, "%s: %s", round->mechanism, error.text);
    check_loaded(options, &loaded.instance);
    loaded_release(&loaded);
    temporary_remove(&written.temporary);
}

Test(preschool, every_size_loads) {
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct city_options options = sized(i);
        write_and_load(&options, &round_of_all);
    }
}

Test(preschool, every_mechanism_loads) {
    for (uint32_t m = 0; m < n_mechanisms; m++) {
        bool costs = mechanisms[m].has_objectives; /* over months with present places: no after */
        struct round round = {"Test", mechanisms[m].name,
                              costs ? FALLBACK_IN_ROUND : FALLBACK_AFTER};
        write_and_load(&small, &round);
    }
}

/* Children move on to the older group of their unit, a tenth of the groups open with three, and a
 * day in line is between that of the application and the round's. Without the options the city is
 * the same but for that. */
Test(preschool, moves_least_numbers_and_queues) {
    struct city_options options = small;
    struct round round = {"Test", "minimum-cost", FALLBACK_IN_ROUND};
    struct written written;
    struct loaded loaded;
    options.moves = options.unit_queues = true;
    options.opens_with = 3;
    write_city(&written, &options, &round);
    cr_assert_eq(load(written.path, &loaded, NULL), OK);
    check_loaded(&options, &loaded.instance);
    const struct instance *instance = &loaded.instance;
    uint32_t n_opening = 0, n_later = 0;
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        bool younger = o % 2 == 0 && o + 1 < instance->n_offers;
        cr_assert_eq(instance->offer_moves_to[o], younger ? o + 1 : NONE);
        cr_assert(!younger || instance->offer_moves_month[o] == 2027 * 12 + 7);
        cr_assert(!younger || instance->offer_moves_born[o] == calendar_first_day(2025 * 12));
        uint32_t least = instance->offer_opens_with[o];
        cr_assert(least == 0 || least == 3);
        cr_assert(least == 0 || instance->node_seats[instance->offer_node[o]] >= 3);
        n_opening += least > 0;
    }
    cr_expect(n_opening > 0 && n_opening * 4 < instance->n_offers, "%u", n_opening);
    const struct column *queue = NULL;
    for (uint32_t c = 0; c < instance->n_columns; c++) {
        queue = strcmp(instance->column[c].name, "queue_date") == 0 ? &instance->column[c] : queue;
    }
    cr_assert(queue != NULL && queue->of_wish != NULL);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            cr_assert_geq(queue->of_wish[w], queue->of_applicant[a]);
            n_later += queue->of_wish[w] > queue->of_applicant[a];
        }
    }
    cr_expect(n_later * 10 > instance->n_wishes && n_later * 2 < instance->n_wishes, "%u of %u",
              n_later, instance->n_wishes);
    loaded_release(&loaded);
    temporary_remove(&written.temporary);
}

Test(preschool, moves_need_minimum_cost) {
    struct city_options options = small;
    struct round round = {"Test", "deferred-acceptance", FALLBACK_IN_ROUND};
    struct city city;
    struct error error = {0};
    options.moves = true;
    cr_assert_eq(city_generate(&options, &city, &error), OK);
    cr_expect_eq(city_write(&city, &round, "/nowhere/city", NULL, &error), ERR_USAGE);
    cr_expect_not_null(strstr(error.text, "minimum-cost"), "%s", error.text);
    city_release(&city);
}

Test(preschool, options_out_of_range_are_named) {
    static const struct {
        uint32_t groups, families, months, opens_with;
        const char *word;
    } cases[] = {{1, 10, 6, 0, "groups"},     {3, 10, 6, 0, "groups"},
                 {2, 501, 6, 0, "families"},  {2, 10, 0, 0, "months is"},
                 {2, 10, 25, 0, "months is"}, {2, 10, 6, 101, "opens-with is"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct city_options options = small;
        struct city city;
        struct error error = {0};
        options.n_groups = cases[i].groups;
        options.n_families = cases[i].families;
        options.n_months = cases[i].months;
        options.opens_with = cases[i].opens_with;
        cr_expect_eq(city_generate(&options, &city, &error), ERR_USAGE);
        cr_expect_not_null(strstr(error.text, cases[i].word), "%s", error.text);
        cr_expect_null(city.home);
    }
}
