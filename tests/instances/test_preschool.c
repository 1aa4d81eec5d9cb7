// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * instances/preschool, as its README tells it, tried in every way that there is, each child in each
 * month, but for what cannot become as good any more: the answer worked out there is the best one,
 * nothing else is as good, and it is what the folder says. The tables below are the README's;
 * nothing of the program takes part.
 */
#include "tests/io/temporary.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { MAY = 5, JUNE, JULY, AUGUST, MONTHS_LATE = 4, STEPS = 2, WISHES = 3, NOT_WISHED = WISHES };
enum school { EKAN, LINDEN, BJORKEN, N_SCHOOLS };
enum offer {
    LINDEN_SMALL,
    LINDEN_LARGE,
    EKAN_SMALL,
    EKAN_LARGE,
    EKAN_EVENING,
    EKAN_OUTDOOR,
    BJORKEN_NEW,
    BJORKEN_SUPPORT,
    N_OFFERS,
    NOWHERE
};
enum child { ALVA, EBBE, GUN, SIRI, SIXTEN, SARA, TUVA, TURE, BO, DISA, N_CHILDREN };
enum level { CURRENT, GUARANTEE, PLACED, TOGETHER, WISHED, LATE, FOLLOWS, DISTANCE, N_LEVELS };

struct unit {
    const char *id;
    enum school school;
    int from[STEPS], seats[STEPS], opens_with;
};

struct person {
    const char *id;
    int start, owed, metres[N_SCHOOLS]; /* owed 0: nothing */
    enum offer has;
    int n_wishes;
    enum offer wish[WISHES];
};

struct place {
    enum offer offer;
    int month, wish; /* wish from 0 */
    bool stays;
};

struct round {
    struct unit unit[N_OFFERS];
    struct place place[N_CHILDREN];
    int best[N_LEVELS], n_best, n_seen;
    struct place best_place[N_CHILDREN];
};

static const struct round shipped = {
    .unit = {
        [LINDEN_SMALL] = {"linden-small", LINDEN, {MAY, AUGUST}, {1, 2}, 0},
        [LINDEN_LARGE] = {"linden-large", LINDEN, {MAY, AUGUST}, {2, 3}, 0},
        [EKAN_SMALL] = {"ekan-small", EKAN, {AUGUST, AUGUST}, {1, 1}, 0},
        [EKAN_LARGE] = {"ekan-large", EKAN, {MAY, MAY}, {2, 2}, 0},
        [EKAN_EVENING] = {"ekan-evening", EKAN, {MAY, MAY}, {1, 1}, 0},
        [EKAN_OUTDOOR] = {"ekan-outdoor", EKAN, {MAY, MAY}, {6, 6}, 2},
        [BJORKEN_NEW] = {"bjorken-new", BJORKEN, {JUNE, JUNE}, {5, 5}, 3},
        [BJORKEN_SUPPORT] = {"bjorken-support", BJORKEN, {JUNE, JUNE}, {1, 1}, 0},
    }};

static const struct person people[N_CHILDREN] = {
    [ALVA] = {"alva", MAY, MAY, {900, 400, 0}, NOWHERE, 2, {LINDEN_SMALL, EKAN_SMALL}},
    [EBBE] = {"ebbe",
              MAY,
              JULY,
              {800, 300, 700},
              NOWHERE,
              3,
              {LINDEN_SMALL, EKAN_OUTDOOR, BJORKEN_SUPPORT}},
    [GUN] = {"gun",
             MAY,
             JULY,
             {500, 600, 900},
             NOWHERE,
             3,
             {BJORKEN_SUPPORT, LINDEN_LARGE, EKAN_LARGE}},
    [SIRI] = {"siri", MAY, JULY, {700, 0, 400}, NOWHERE, 2, {BJORKEN_NEW, EKAN_OUTDOOR}},
    [SIXTEN] = {"sixten", MAY, JULY, {700, 0, 400}, NOWHERE, 2, {BJORKEN_NEW, EKAN_LARGE}},
    [SARA] = {"sara", JUNE, 0, {700, 0, 400}, EKAN_LARGE, 1, {BJORKEN_NEW}},
    [TUVA] = {"tuva", AUGUST, JULY, {1200, 300, 0}, NOWHERE, 2, {LINDEN_SMALL, EKAN_SMALL}},
    [TURE] = {"ture", AUGUST, JULY, {1200, 300, 0}, NOWHERE, 2, {LINDEN_SMALL, EKAN_SMALL}},
    [BO] = {"bo", AUGUST, 0, {1000, 200, 0}, EKAN_LARGE, 1, {LINDEN_LARGE}},
    [DISA] = {"disa", AUGUST, 0, {100, 900, 0}, LINDEN_LARGE, 2, {EKAN_LARGE, LINDEN_LARGE}},
};

/* Where a child has a seat in a month; alva and ebbe move on in August. */
static enum offer seat_in(const struct round *round, enum child child, int month) {
    const struct place *place = &round->place[child];
    if (place->offer == NOWHERE || place->stays || place->month > month) {
        return place->offer == NOWHERE ? NOWHERE : people[child].has;
    }
    bool moves = (child == ALVA || child == EBBE) && month >= AUGUST;
    return moves && place->offer == LINDEN_SMALL ? LINDEN_LARGE : place->offer;
}

/* Do the first children fit the seats of every month? */
static bool fits(const struct round *round, int n_children) {
    bool all = true;
    for (int month = MAY; month <= AUGUST + MONTHS_LATE; month++) {
        int taken[N_OFFERS + 2] = {0};
        for (int child = 0; child < n_children; child++) {
            taken[seat_in(round, (enum child)child, month)]++;
        }
        for (int u = 0; u < N_OFFERS; u++) {
            const struct unit *unit = &round->unit[u];
            int seats = 0;
            for (int i = 0; i < STEPS; i++) {
                seats = unit->from[i] <= month ? unit->seats[i] : seats;
            }
            all = all && taken[u] <= seats;
        }
        all = all && taken[LINDEN_SMALL] + taken[LINDEN_LARGE] <= 4;
    }
    return all;
}

static bool opens(const struct round *round) {
    bool all = true;
    for (int u = 0; u < N_OFFERS; u++) {
        int n = 0;
        for (int child = 0; child < N_CHILDREN; child++) {
            n += (int)round->place[child].offer == u && !round->place[child].stays;
        }
        all = all && (n == 0 || n >= round->unit[u].opens_with);
    }
    return all;
}

static int school_of(const struct round *round, enum child child) {
    enum offer offer = round->place[child].offer;
    return offer == NOWHERE ? -1 : (int)round->unit[offer].school;
}

static bool together(const struct round *round, enum child first, enum child last) {
    bool all = school_of(round, first) >= 0;
    for (int child = (int)first; child <= (int)last; child++) {
        all = all && school_of(round, (enum child)child) == school_of(round, first);
    }
    return all;
}

/* Of the first children, with all others better off than they can be. */
static void value(const struct round *round, int n_children, int *level) {
    static const int cost[] = {0, 1, 4, 9};
    memset(level, 0, N_LEVELS * sizeof *level);
    for (int child = 0; child < N_CHILDREN; child++) {
        const struct person *person = &people[child];
        const struct place *place = &round->place[child];
        int due = person->owed > person->start ? person->owed : person->start;
        bool open = child >= n_children;
        if (!open && place->offer == NOWHERE) {
            continue;
        }
        level[CURRENT] -= person->has != NOWHERE;
        level[GUARANTEE] -= person->owed > 0 && (open || place->month <= due);
        level[PLACED]--;
        if (!open) {
            level[WISHED] += cost[place->wish];
            level[LATE] += place->stays ? 0 : place->month - person->start;
            level[DISTANCE] += person->metres[round->unit[place->offer].school];
        }
    }
    if (n_children < N_CHILDREN) {
        level[TOGETHER] = -2;
        level[FOLLOWS] = -1;
        return;
    }
    level[TOGETHER] = -(together(round, SIRI, SARA) + together(round, TUVA, TURE));
    /* the one evening seat, for disa's application or ebbe's */
    level[FOLLOWS] = school_of(round, DISA) == EKAN || school_of(round, EBBE) == EKAN ? -1 : 0;
}

/* The first level that is not the best one's, N_LEVELS: all are. */
static int first_other(const struct round *round, const int *level) {
    int first = 0;
    while (first < N_LEVELS && level[first] == round->best[first]) {
        first++;
    }
    return first;
}

/* Could it still be as good as the best one seen, whatever the others get? */
static bool may_be_best(const struct round *round, int n_children) {
    int level[N_LEVELS];
    value(round, n_children, level);
    int first = round->n_seen == 0 ? N_LEVELS : first_other(round, level);
    return first == N_LEVELS || level[first] < round->best[first];
}

static void judge(struct round *round) {
    int level[N_LEVELS];
    if (!opens(round)) {
        return;
    }
    value(round, N_CHILDREN, level);
    int first = round->n_seen == 0 ? 0 : first_other(round, level);
    if (round->n_seen++ == 0 || (first < N_LEVELS && level[first] < round->best[first])) {
        memcpy(round->best, level, sizeof level);
        memcpy(round->best_place, round->place, sizeof round->place);
        round->n_best = 0;
        first = N_LEVELS;
    }
    round->n_best += first == N_LEVELS;
}

static void look(struct round *round, int child);

static void try_place(struct round *round, int child, struct place place) {
    round->place[child] = place;
    if (fits(round, child + 1) && may_be_best(round, child + 1)) {
        look(round, child + 1);
    }
}

/* The wish itself: in any month from the one wished on, up to four later. */
static void try_wish(struct round *round, int child, int wish) {
    const struct person *person = &people[child];
    enum offer offer = person->wish[wish];
    const struct unit *unit = &round->unit[offer];
    if (offer == BJORKEN_SUPPORT && child != EBBE) {
        return;
    }
    for (int month = person->start; month <= person->start + MONTHS_LATE; month++) {
        if (unit->from[0] <= month) {
            try_place(round, child, (struct place){offer, month, wish, false});
        }
    }
}

static void look(struct round *round, int child) {
    if (child == N_CHILDREN) {
        judge(round);
        return;
    }
    const struct person *person = &people[child];
    int wish = 0;
    while (wish < person->n_wishes && person->wish[wish] != person->has) {
        try_wish(round, child, wish++);
    }
    int rank = wish < person->n_wishes ? wish : NOT_WISHED;
    if (person->has != NOWHERE) {
        try_place(round, child, (struct place){person->has, 0, rank, true});
    }
    try_place(round, child, (struct place){NOWHERE, 0, 0, false});
}

/* A row of proposals.csv as far as it is not a rank. */
static void must_hold_row(const char *proposals, const struct round *round, int child) {
    const struct place *place = &round->best_place[child];
    const struct unit *unit = &round->unit[place->offer];
    char row[200], month[20];
    snprintf(row, sizeof row, "\n%s,%s,wish,%d,%d,", people[child].id, unit->id, place->wish + 1,
             people[child].metres[unit->school]);
    snprintf(month, sizeof month, ",2027-%02d", place->month);
    const char *at = strstr(proposals, row);
    cr_assert_not_null(at, "there is no row %s", row);
    cr_expect(strncmp(at + strcspn(at + 1, "\n") + 1 - strlen(month), month, strlen(month)) == 0,
              "%s does not begin in %s", people[child].id, month + 1);
}

Test(instances, preschool_has_one_best_answer) {
    static const int worked_out[N_LEVELS] = {-3, -7, -10, -2, 8, 4, -1, 3700};
    static char proposals[4000];
    struct round round = shipped;
    look(&round, 0);
    cr_expect_eq(round.n_best, 1);
    for (int level = 0; level < N_LEVELS; level++) {
        cr_expect_eq(round.best[level], worked_out[level], "level %d: %d", level,
                     round.best[level]);
    }
    file_text("instances/preschool/expected/proposals.csv", proposals, sizeof proposals);
    for (int child = 0; child < N_CHILDREN; child++) {
        must_hold_row(proposals, &round, child);
    }
    cr_expect_not_null(strstr(proposals, "\ndisa-evening,ekan-evening,fallback,"));
    cr_expect_not_null(strstr(proposals, "\nebbe-evening,,none,"));
}

/* And where the new house is late, not everybody can begin in time: one of sixten, sara and bo
 * cannot, while any two of them can. */
Test(instances, preschool_with_the_house_late) {
    struct round round = shipped;
    round.unit[BJORKEN_NEW].from[0] = round.unit[BJORKEN_NEW].from[1] = AUGUST;
    look(&round, 0);
    cr_assert_gt(round.n_seen, 0);
    cr_expect_eq(round.best[CURRENT], -3);
    cr_expect_eq(round.best[GUARANTEE], -6);
}
