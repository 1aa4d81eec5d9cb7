// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Vacancies: a round worked out by hand, and random decided rounds with every rule of a preschool
 * round mixed, where one more child is tried in every month against the seats of all months
 * (tests/oracle/mixed.h, which knows nothing of solver/).
 */
#include "solver/vacancies.h"

#include "io/loader.h"
#include "solver/months.h"
#include "tests/oracle/mixed_parts.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

enum { JANUARY = 2027 * 12, LAST = 16, N_ROUNDS = 20000 };

static void load_text(const char *text, struct loaded *loaded) {
    struct error error = {0};
    enum err err = load_bytes("test.json", text, strlen(text), loaded, &error);
    faults_print(&loaded->faults, stderr);
    cr_assert_eq(err, OK, "%s", error.text);
}

/* A unit of two groups: 1 seat in small from January, 2 from April, 3 from August; 2 in big; 3 in
 * the unit. Small counts those who have a place there. Children born before 2025 move on in August.
 */
static const char unit[] =
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"x\"},"
    " \"policy\": {\"mechanism\": \"minimum-cost\", \"objective\": [\"placed\"],"
    "              \"late\": {\"months\": 12}},"
    " \"schools\": [{\"id\": \"U\", \"seats\": 3}],"
    " \"offers\": [{\"id\": \"small\", \"school\": \"U\", \"counts_current\": true,"
    "   \"seats\": [{\"from\": \"2027-01\", \"seats\": 1}, {\"from\": \"2027-04\", \"seats\": 2},"
    "               {\"from\": \"2027-08\", \"seats\": 3}],"
    "   \"moves\": {\"to\": \"big\", \"from\": \"2027-08\", \"born_before\": \"2025-01-01\"}},"
    "  {\"id\": \"big\", \"school\": \"U\", \"seats\": 2}],"
    " \"tables\": {\"applicants\": ["
    "   {\"id\": \"stays\", \"current\": \"small\", \"birth_date\": \"2026-01-01\"},"
    "   {\"id\": \"moves\", \"start\": \"2027-04\", \"birth_date\": \"2024-01-01\"},"
    "   {\"id\": \"big\", \"start\": \"2027-10\", \"birth_date\": \"2023-01-01\"}],"
    "  \"wishes\": []}}";

struct asked {
    struct loaded loaded;
    struct vacancies vacancies;
    struct vacancy vacancy;
    struct arena arena;
};

/* stays keeps its seat; moves begins in April; big in October, or nowhere. */
static void decide_unit(struct asked *asked, bool with_big) {
    const uint32_t offer[] = {0, 0, with_big ? 1 : NONE};
    const uint8_t basis[] = {BASIS_CURRENT, BASIS_WISH, with_big ? BASIS_WISH : BASIS_NONE};
    const uint32_t start[] = {0, JANUARY + 3, with_big ? JANUARY + 9 : 0};
    asked->arena = (struct arena){NULL};
    load_text(unit, &asked->loaded);
    cr_assert_eq(vacancies_build(&asked->vacancies, &asked->loaded.instance,
                                 &(struct decided){offer, basis, start}, &asked->arena, NULL),
                 OK);
}

static void ask(struct asked *asked, uint32_t offer, uint32_t month, bool moves_on) {
    cr_assert_eq(vacancies_find(&asked->vacancies, offer, month, moves_on, &asked->arena,
                                &asked->vacancy, NULL),
                 OK);
}

static void release(struct asked *asked) {
    loaded_release(&asked->loaded);
    arena_free(&asked->arena);
}

static void expect_obstacle(const struct asked *asked, uint32_t i, const char *name, uint32_t from,
                            uint32_t before, uint32_t seats, uint32_t children) {
    cr_assert_lt(i, asked->vacancy.n_obstacles);
    const struct obstacle *obstacle = &asked->vacancy.obstacle[i];
    cr_expect_str_eq(calendar_name(&asked->vacancies.calendar, obstacle->limit), name);
    cr_expect_eq(obstacle->from, from);
    cr_expect_eq(obstacle->before, before);
    cr_expect_eq(obstacle->seats, seats);
    cr_expect_eq(obstacle->children, children);
}

/* Small is full by the stayer from January, by both from April to July; in August the elder has
 * moved on and there are 3 seats. The unit has 2 of 3 children. */
Test(vacancies, a_group_until_the_children_move_on) {
    struct asked asked;
    decide_unit(&asked, false);
    ask(&asked, 0, JANUARY, false);
    cr_expect_eq(asked.vacancy.month, JANUARY + 7);
    cr_expect_eq(asked.vacancy.n_obstacles, 2);
    expect_obstacle(&asked, 0, "small", JANUARY, JANUARY + 3, 1, 1);
    expect_obstacle(&asked, 1, "small", JANUARY + 3, JANUARY + 7, 2, 2);
    release(&asked);
}

/* With a third child in the unit from October, nobody new may be there from then on. */
Test(vacancies, the_unit_as_a_whole) {
    struct asked asked;
    decide_unit(&asked, true);
    ask(&asked, 1, JANUARY + 1, false);
    cr_expect_eq(asked.vacancy.month, NONE);
    cr_expect_eq(asked.vacancy.n_obstacles, 2);
    expect_obstacle(&asked, 0, "big", JANUARY + 9, NONE, 2, 2);
    expect_obstacle(&asked, 1, "U", JANUARY + 9, NONE, 3, 3);
    cr_expect_eq(asked.vacancy.obstacle[1].month, JANUARY + 9);
    release(&asked);
}

/* A child that would move on itself may begin in August, in the older group at once. */
Test(vacancies, a_child_that_moves_on) {
    struct asked asked;
    decide_unit(&asked, false);
    ask(&asked, 0, JANUARY + 4, true);
    cr_expect_eq(asked.vacancy.month, JANUARY + 7);
    cr_expect_eq(asked.vacancy.n_obstacles, 1);
    ask(&asked, 0, JANUARY + 8, true);
    cr_expect_eq(asked.vacancy.month, JANUARY + 8);
    cr_expect_eq(asked.vacancy.n_obstacles, 0);
    release(&asked);
}

Test(vacancies, who_is_new_in_the_round) {
    struct asked asked;
    decide_unit(&asked, true);
    cr_expect_eq(asked.vacancies.newly[0], 1);
    cr_expect_eq(asked.vacancies.newly[1], 1);
    release(&asked);
}

static const char from_march[] =
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"x\"},"
    " \"policy\": {\"mechanism\": \"minimum-cost\", \"objective\": [\"placed\"]},"
    " \"schools\": [{\"id\": \"U\"}],"
    " \"offers\": [{\"id\": \"u\", \"school\": \"U\", \"seats\": [{\"from\": \"2027-03\","
    "  \"seats\": 1}]}],"
    " \"tables\": {\"applicants\": [{\"id\": \"a\", \"start\": \"2027-01\"}], \"wishes\": []}}";

Test(vacancies, no_seats_before_the_first_step) {
    struct asked asked = {.arena = {NULL}};
    load_text(from_march, &asked.loaded);
    struct decided decided = {(uint32_t[]){NONE}, (uint8_t[]){BASIS_NONE}, (uint32_t[]){0}};
    cr_assert_eq(
        vacancies_build(&asked.vacancies, &asked.loaded.instance, &decided, &asked.arena, NULL),
        OK);
    ask(&asked, 0, JANUARY, false);
    cr_expect_eq(asked.vacancy.month, JANUARY + 2);
    cr_expect_eq(asked.vacancy.no_seats, JANUARY + 2);
    cr_expect_eq(asked.vacancy.n_obstacles, 0);
    release(&asked);
}

/* Random rounds. */

struct trial {
    struct mixed mixed;
    struct mixed_place place[MIXED_APPLICANTS];
    struct random random;
    uint32_t n; /* applicants of the round; the newcomer is the next */
    struct loaded loaded;
    struct vacancies vacancies;
    struct arena arena;
    uint64_t seed;
};

struct met {
    uint32_t n, never, later, at_once, obstacles, moves, no_months;
};

/* One child less, who will be the newcomer. */
static bool make_round(struct trial *trial) {
    struct mixed *mixed = &trial->mixed;
    mixed_make(mixed, trial->seed);
    trial->n = mixed->n_applicants < MIXED_APPLICANTS ? mixed->n_applicants : MIXED_APPLICANTS - 1;
    mixed->n_applicants = trial->n;
    for (uint32_t a = 0; a < trial->n; a++) {
        uint32_t follows = mixed->applicant[a].follows;
        mixed->applicant[a].follows = follows != NOBODY && follows >= trial->n ? NOBODY : follows;
    }
    if (!mixed_is_good(mixed)) {
        return false;
    }
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    cr_assert_not_null(stream);
    mixed_print(mixed, stream);
    fclose(stream);
    enum err err = load_bytes("mixed.json", bytes, length, &trial->loaded, NULL);
    free(bytes);
    if (err != OK) {
        loaded_release(&trial->loaded);
    }
    return err == OK;
}

/* Any placement that fits: who may stay stays and who is locked is there, then one child after the
 * other goes somewhere by chance, where there are seats. */
static bool decide(struct trial *trial) {
    struct mixed_place choice[MIXED_CHOICES];
    for (uint32_t a = 0; a < trial->n; a++) {
        uint32_t n = mixed_choices(&trial->mixed, a, choice);
        bool kept = n > 0 && (choice[n - 1].stays || trial->mixed.applicant[a].locked != NOBODY);
        trial->place[a] = kept ? choice[n - 1] : (struct mixed_place){NOBODY, 0, false, NOBODY};
    }
    if (!mixed_fits(&trial->mixed, trial->place)) {
        return false;
    }
    for (uint32_t a = 0; a < trial->n; a++) {
        uint32_t n = mixed_choices(&trial->mixed, a, choice);
        struct mixed_place before = trial->place[a];
        if (n > 0 && trial->mixed.applicant[a].locked == NOBODY) {
            trial->place[a] = choice[random_below(&trial->random, n)];
        }
        if (!mixed_fits(&trial->mixed, trial->place)) {
            trial->place[a] = before;
        }
    }
    return true;
}

static void build(struct trial *trial) {
    uint32_t offer[MIXED_APPLICANTS], start[MIXED_APPLICANTS];
    uint8_t basis[MIXED_APPLICANTS];
    for (uint32_t a = 0; a < trial->n; a++) {
        const struct mixed_place *place = &trial->place[a];
        bool placed = place->offer != NOBODY;
        offer[a] = placed ? place->offer : NONE;
        basis[a] = !placed                                      ? BASIS_NONE
                   : place->stays                               ? BASIS_CURRENT
                   : trial->mixed.applicant[a].locked != NOBODY ? BASIS_LOCKED
                                                                : BASIS_WISH;
        start[a] = placed && !place->stays ? JANUARY + place->month : 0;
    }
    struct decided decided = {offer, basis, trial->mixed.months ? start : NULL};
    cr_assert_eq(
        vacancies_build(&trial->vacancies, &trial->loaded.instance, &decided, &trial->arena, NULL),
        OK);
}

/* The first month in which the newcomer fits at the offer, NONE. */
static uint32_t first_fit(struct trial *trial, uint32_t offer, uint32_t wished) {
    uint32_t found = NONE;
    trial->mixed.n_applicants = trial->n + 1;
    for (uint32_t month = wished; month <= (trial->mixed.months ? LAST : 0) && found == NONE;
         month++) {
        trial->place[trial->n] = (struct mixed_place){offer, month, false, NOBODY};
        if (mixed_fits(&trial->mixed, trial->place)) {
            found = month;
        }
    }
    trial->mixed.n_applicants = trial->n;
    return found;
}

/* Children who take a seat under a limit in a month. */
static uint32_t count_under(const struct trial *trial, uint32_t limit, uint32_t t) {
    const struct calendar *calendar = &trial->vacancies.calendar;
    uint32_t n = 0;
    for (uint32_t a = 0; a < trial->n; a++) {
        const struct mixed_applicant *child = &trial->mixed.applicant[a];
        const struct mixed_place *place = &trial->place[a];
        bool counted =
            child->current != NOBODY && trial->mixed.offer[child->current].counts_current;
        uint32_t seat = place->offer;
        if (seat != NOBODY && (place->stays || place->month > t)) {
            seat = counted ? child->current : NOBODY;
        } else if (seat != NOBODY && trial->mixed.offer[seat].moves_to != NOBODY &&
                   child->born != NOBODY && child->born < trial->mixed.offer[seat].moves_born &&
                   t >= trial->mixed.offer[seat].moves_from) {
            seat = trial->mixed.offer[seat].moves_to;
        }
        for (uint32_t i = seat == NOBODY ? 0 : calendar->around_start[seat];
             seat != NOBODY && i < calendar->around_start[seat + 1]; i++) {
            n += calendar->around[i] == limit ? 1 : 0;
        }
    }
    return n;
}

static uint32_t month_of(const struct trial *trial, uint32_t month) {
    return !trial->mixed.months ? 0 : month == NONE ? LAST + 1 : month - JANUARY;
}

static void check_obstacles(const struct trial *trial, const struct vacancy *vacancy) {
    for (uint32_t i = 0; i < vacancy->n_obstacles; i++) {
        const struct obstacle *obstacle = &vacancy->obstacle[i];
        uint32_t month = month_of(trial, obstacle->month);
        cr_assert_eq(obstacle->children, count_under(trial, obstacle->limit, month),
                     "seed %" PRIu64, trial->seed);
        cr_assert_geq(obstacle->children, obstacle->seats);
        cr_assert(obstacle->from <= obstacle->month && obstacle->month < obstacle->before);
        cr_assert_leq(obstacle->before, vacancy->month);
        uint32_t from = month_of(trial, obstacle->from);
        for (uint32_t t = from; t <= LAST && t < month_of(trial, obstacle->before); t++) {
            uint32_t n = count_under(trial, obstacle->limit, t);
            cr_assert(t < month ? n < obstacle->children : n <= obstacle->children, "seed %" PRIu64,
                      trial->seed);
        }
        if (trial->mixed.months) {
            uint32_t last = obstacle->before == NONE ? LAST : month_of(trial, obstacle->before) - 1;
            cr_assert_geq(count_under(trial, obstacle->limit, last), obstacle->seats);
            cr_assert_geq(count_under(trial, obstacle->limit, from), obstacle->seats);
        }
    }
}

static void check_offer(struct trial *trial, uint32_t offer, uint32_t wished, struct met *met) {
    const struct mixed_offer *at = &trial->mixed.offer[offer];
    uint32_t born = trial->mixed.applicant[trial->n].born;
    bool moves = at->moves_to != NOBODY && born != NOBODY && born < at->moves_born;
    uint32_t month = trial->mixed.months ? JANUARY + wished : 0;
    struct vacancy vacancy;
    cr_assert_eq(
        vacancies_find(&trial->vacancies, offer, month, moves, &trial->arena, &vacancy, NULL), OK);
    uint32_t fit = first_fit(trial, offer, wished);
    cr_assert_eq(vacancy.month == NONE ? NONE : month_of(trial, vacancy.month), fit,
                 "seed %" PRIu64 ", offer %u from %u%s: found %u, tried %u", trial->seed, offer,
                 wished, moves ? " (moves on)" : "",
                 vacancy.month == NONE ? NONE : month_of(trial, vacancy.month), fit);
    cr_assert_eq(vacancy.month != month, vacancy.n_obstacles > 0 || vacancy.no_seats > 0);
    check_obstacles(trial, &vacancy);
    met->n++;
    met->never += fit == NONE;
    met->later += fit != NONE && fit > wished;
    met->at_once += fit == wished;
    met->obstacles += vacancy.n_obstacles > 1;
    met->moves += moves;
    met->no_months += !trial->mixed.months;
}

Test(vacancies, random_rounds_as_tried_month_by_month) {
    struct met met = {0};
    for (uint64_t seed = 1; seed <= N_ROUNDS; seed++) {
        struct trial trial = {.seed = seed, .random = {seed}};
        if (!make_round(&trial)) {
            continue;
        }
        if (decide(&trial)) {
            uint32_t first = trial.mixed.months ? mixed_first_month(&trial.mixed) : 0;
            build(&trial);
            trial.mixed.applicant[trial.n] =
                (struct mixed_applicant){.current = NOBODY,
                                         .locked = NOBODY,
                                         .family = NOBODY,
                                         .follows = NOBODY,
                                         .guarantee = NOBODY,
                                         .start = first,
                                         .born = random_below(&trial.random, 12)};
            for (uint32_t u = 0; u < trial.mixed.n_offers; u++) {
                check_offer(&trial, u,
                            trial.mixed.months ? first + random_below(&trial.random, 6) : 0, &met);
            }
        }
        arena_free(&trial.arena);
        loaded_release(&trial.loaded);
    }
    cr_expect_gt(met.n, 10000);
    cr_expect_gt(met.never, 500);
    cr_expect_gt(met.later, 500);
    cr_expect_gt(met.at_once, 500);
    cr_expect_gt(met.obstacles, 200);
    cr_expect_gt(met.moves, 200);
    cr_expect_gt(met.no_months, 200);
}
