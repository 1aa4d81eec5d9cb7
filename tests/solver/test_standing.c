// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Standing outcomes: by hand, on random tiny instances with random changes against every stable
 * placement there is, and on made-up districts against a textbook program that solves each changed
 * round from nothing.
 */
#include "solver/standing.h"

#include "io/loader.h"
#include "tests/oracle/many.h"
#include "tests/solver/changes.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

/* By hand: what vacancy chains alone do not find. */

/* x ranks a, c, b; y ranks b, a. b wishes x, y; a wishes y, x; c wishes x. */
static const char round_of_three[] =
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"s\", \"draw\": \"per-offer\"}, "
    "\"policy\": {\"mechanism\": \"deferred-acceptance\", \"criteria\": [\"lottery\"]}, "
    "\"schools\": [{\"id\": \"x\"}, {\"id\": \"y\"}], "
    "\"offers\": [{\"id\": \"x\", \"school\": \"x\", \"seats\": 1}, "
    "{\"id\": \"y\", \"school\": \"y\", \"seats\": 1}], \"tables\": {"
    "\"applicants\": [{\"id\": \"a\"}, {\"id\": \"b\"}, {\"id\": \"c\"}], \"wishes\": ["
    "{\"applicant\": \"a\", \"rank\": 1, \"offer\": \"y\", \"lottery\": \"0000000000000002\"}, "
    "{\"applicant\": \"a\", \"rank\": 2, \"offer\": \"x\", \"lottery\": \"0000000000000001\"}, "
    "{\"applicant\": \"b\", \"rank\": 1, \"offer\": \"x\", \"lottery\": \"0000000000000003\"}, "
    "{\"applicant\": \"b\", \"rank\": 2, \"offer\": \"y\", \"lottery\": \"0000000000000001\"}, "
    "{\"applicant\": \"c\", \"rank\": 1, \"offer\": \"x\", \"lottery\": \"0000000000000002\"}]}}";

struct stood {
    struct loaded loaded;
    struct arena arena;
    struct options options;
    struct ranking ranking;
    struct standing standing;
};

static void stand(struct stood *stood, const char *round) {
    *stood = (struct stood){0};
    struct error error = {0};
    cr_assert_eq(load_bytes("round", round, strlen(round), &stood->loaded, &error), OK, "%s",
                 stood->loaded.faults.n > 0 ? stood->loaded.faults.fault[0].text : error.text);
    changes_stand(&stood->standing, &stood->loaded.instance, &stood->options, &stood->ranking,
                  &stood->arena);
}

static void stood_release(struct stood *stood) {
    arena_free(&stood->arena);
    loaded_release(&stood->loaded);
}

static void holds(const struct stood *stood, uint32_t a, uint32_t b, uint32_t c) {
    const uint32_t *choice = stood->standing.choice;
    cr_expect_eq(choice[0], a, "a holds %d, not %d", (int)choice[0], (int)a);
    cr_expect_eq(choice[1], b, "b holds %d, not %d", (int)choice[1], (int)b);
    cr_expect_eq(choice[2], c, "c holds %d, not %d", (int)choice[2], (int)c);
}

Test(standing, two_change_places_when_the_third_leaves) {
    struct stood stood;
    stand(&stood, round_of_three);
    holds(&stood, 1, 3, NONE);
    standing_leave(&stood.standing, 2);
    holds(&stood, 1, 3, NONE); /* no seat is free: stable, and not the best */
    standing_settle(&stood.standing);
    holds(&stood, 0, 2, NONE);
    cr_expect_eq(stood.standing.n_moved, 2);
    standing_arrive(&stood.standing, 2);
    standing_settle(&stood.standing);
    holds(&stood, 1, 3, NONE);
    stood_release(&stood);
}

Test(standing, a_seat_more_and_a_seat_less) {
    struct stood stood;
    stand(&stood, round_of_three);
    standing_set_room(&stood.standing, 0, 2); /* c takes it, and a and b change places */
    standing_settle(&stood.standing);
    holds(&stood, 0, 2, 4);
    cr_expect_eq(stood.standing.n_moved, 3);
    standing_set_room(&stood.standing, 0, 1);
    standing_settle(&stood.standing);
    holds(&stood, 1, 3, NONE);
    standing_set_room(&stood.standing, 1, SEATS_UNLIMITED);
    standing_settle(&stood.standing);
    holds(&stood, 0, 3, 4);
    stood_release(&stood);
}

Test(standing, another_list) {
    struct stood stood;
    struct error error = {0};
    stand(&stood, round_of_three);
    const uint32_t other[] = {1, 0}, twice[] = {0, 0}, not_its_own[] = {0, 2};
    cr_expect_eq(standing_set_list(&stood.standing, 0, twice, 2, &stood.arena, NULL), ERR_INPUT);
    cr_expect_eq(standing_set_list(&stood.standing, 0, not_its_own, 2, &stood.arena, &error),
                 ERR_INPUT);
    cr_expect_str_eq(error.text,
                     "the list of applicant 0 is not made of different options of its own");
    cr_assert_eq(standing_set_list(&stood.standing, 0, other, 1, &stood.arena, NULL), OK);
    standing_settle(&stood.standing);
    holds(&stood, 1, 3, NONE);
    cr_expect_eq(stood.standing.n_moved, 0);
    cr_assert_eq(standing_set_list(&stood.standing, 0, other, 0, &stood.arena, NULL), OK);
    standing_settle(&stood.standing);
    holds(&stood, NONE, 3, 4);
    cr_assert_eq(standing_set_list(&stood.standing, 0, other, 2, &stood.arena, NULL), OK);
    standing_settle(&stood.standing);
    holds(&stood, 1, 3, NONE);
    stood_release(&stood);
}

/* Small rounds: every stable placement is looked at. */

/* The oracle of the changed round; was[i] is the option that i was before. */
static void oracle_of(const struct oracle *before, const struct changed_round *round,
                      struct oracle *after, uint32_t *was) {
    uint32_t n = 0;
    *after = *before;
    for (uint32_t a = 0; a < before->instance->n_applicants; a++) {
        after->start[a] = n;
        uint32_t length = round->present[a] ? round->length[a] : 0;
        for (uint32_t i = 0; i < length; i++) {
            was[n] = round->list[round->options->start[a] + i];
            after->option[n] = before->option[was[n]];
            after->option[n++].place = i;
        }
    }
    after->start[before->instance->n_applicants] = n;
    after->n = n;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            after->before[i][j] = before->before[was[i]][was[j]];
        }
    }
    memcpy(after->room, round->room, before->instance->n_nodes * sizeof *round->room);
}

static bool is_best_stable(const struct oracle *oracle, const struct changed_round *round,
                           const struct standing *standing, struct complaint *complaint) {
    static struct oracle changed;
    uint32_t was[TINY_OPTIONS], expected[TINY_APPLICANTS];
    oracle_of(oracle, round, &changed, was);
    if (!brute_stable(&changed, expected)) {
        return complain(complaint, "no stable placement is best for all");
    }
    for (uint32_t a = 0; a < oracle->instance->n_applicants; a++) {
        uint32_t option = expected[a] == NONE ? NONE : was[expected[a]];
        if (standing->choice[a] != option) {
            return complain(complaint, "applicant %u holds %d, not %d", a, (int)standing->choice[a],
                            (int)option);
        }
    }
    return true;
}

/* moved names exactly those whose choice is not what it was. */
static bool tells_who_moved(const struct standing *standing, const uint32_t *before,
                            struct complaint *complaint) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < standing->task.instance->n_applicants; a++) {
        n += standing->choice[a] != before[a];
    }
    for (uint32_t i = 0; i < standing->n_moved; i++) {
        uint32_t a = standing->moved[i];
        if (standing->choice[a] == before[a] || standing->choice_before[a] != before[a]) {
            return complain(complaint, "applicant %u did not move", a);
        }
    }
    return n == standing->n_moved ||
           complain(complaint, "%u moved, told of %u", n, standing->n_moved);
}

static bool check_changes(struct oracle *oracle, const struct solution *solution,
                          struct complaint *complaint) {
    (void)solution;
    struct arena arena = {0};
    struct options options;
    struct ranking ranking;
    struct standing standing;
    struct changed_round round;
    struct random random = {oracle->n};
    for (uint32_t i = 0; i < oracle->n; i++) { /* other changes for another instance */
        random.state = random_next(&random) ^ oracle->option[i].lottery ^ oracle->option[i].metres;
    }
    changes_stand(&standing, oracle->instance, &options, &ranking, &arena);
    changes_record(&round, &standing, 5, &arena);
    bool right = true;
    for (uint32_t step = 0; step < 6 && right; step++) {
        uint32_t before[TINY_APPLICANTS];
        char text[100] = "";
        memcpy(before, standing.choice, oracle->instance->n_applicants * sizeof before[0]);
        do {
            right = changes_make(&round, &standing, &random, &arena, text, sizeof text) ||
                    complain(complaint, "a list is refused wrongly, or taken");
        } while (right && random_chance(&random, 40));
        standing_settle(&standing);
        right = right && is_best_stable(oracle, &round, &standing, complaint) &&
                tells_who_moved(&standing, before, complaint);
        if (!right) {
            fprintf(stderr, "step %u: %s\n", step, text);
        }
    }
    arena_free(&arena);
    return right;
}

static const int all_parts[MANY_PARTS] = {0, 1, 2, 3};

ParameterizedTestParameters(standing, random_changes) {
    return cr_make_param_array(const int, (void *)(uintptr_t)all_parts, MANY_PARTS);
}

ParameterizedTest(const int *part, standing, random_changes) {
    struct tiny_rules rules = {.mechanism = "deferred-acceptance", .no_guarantee = true};
    many_run(*part, &rules, check_changes);
}

/* Large rounds: every changed round solved anew by the textbook. */

static const uint64_t all_seeds[] = {1, 2, 3, 4};

ParameterizedTestParameters(standing, changes_of_a_district) {
    return cr_make_param_array(const uint64_t, (void *)(uintptr_t)all_seeds,
                               sizeof all_seeds / sizeof all_seeds[0]);
}

ParameterizedTest(const uint64_t *seed, standing, changes_of_a_district) {
    enum { APPLICANTS = 3000, OFFERS = 40, CHANGES = 200 };
    struct instance instance;
    struct arena arena = {0}, scratch = {0};
    struct options options;
    struct ranking ranking;
    struct standing standing;
    struct changed_round round;
    struct random random = {*seed};
    changes_round(&instance, APPLICANTS, OFFERS, *seed);
    changes_stand(&standing, &instance, &options, &ranking, &arena);
    changes_record(&round, &standing, APPLICANTS / OFFERS * 2, &arena);
    uint64_t n_moved = 0;
    for (uint32_t step = 0; step < CHANGES; step++) {
        char text[100];
        uint32_t *expected = ARENA_NEW(&scratch, APPLICANTS, uint32_t);
        cr_assert_not_null(expected);
        cr_assert(changes_make(&round, &standing, &random, &arena, text, sizeof text));
        standing_settle(&standing);
        n_moved += standing.n_moved;
        changes_solve(&round, expected, &scratch);
        for (uint32_t a = 0; a < APPLICANTS; a++) {
            cr_assert_eq(standing.choice[a], expected[a], "step %u, %s: %u holds %d, not %d", step,
                         text, a, (int)standing.choice[a], (int)expected[a]);
        }
        arena_free(&scratch);
    }
    cr_expect_gt(n_moved, CHANGES, "hardly anybody moved");
    arena_free(&arena);
    instance_release(&instance);
}
