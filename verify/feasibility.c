// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the rows of proposals.csv state, and whether each could be: one row an applicant, an offer
 * it may be placed at, seats that exist, and the row's other fields as they follow from the offer.
 *
 * A row is read as one of: locked; an option of the round; with fallback "after", one of the
 * nearest offers; nowhere. Row i is applicant i's, as the input's order demands.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <string.h>

static struct row proposals_row(uint32_t a, uint32_t column) {
    return (struct row){RESULTS_PROPOSALS, a, column};
}

/* How well an option of the applicant fits the row: larger is better; 0: another offer. */
static uint32_t fit_of(const struct checker *checker, const struct choices *choices, uint32_t x,
                       uint32_t offer) {
    uint32_t a = choices->owner[x];
    const uint32_t *start = checker->results->proposals.start;
    bool stays = checker->results->proposals.basis[a] == BASIS_CURRENT;
    uint32_t month = start == NULL ? 0 : start[a];
    if (choices->offer[x] != offer) {
        return 0;
    }
    return 1u + (choices->stays[x] == stays ? 4u : 0u) + (choices->month[x] == month ? 2u : 0u) +
           (choices->month[x] < month ? 1u : 0u);
}

/* The option that the row states. Where the offer is one of the applicant's and the basis or month
 * is not, the one that is nearest: what is wrong is said of the field. */
static uint32_t find_stated(const struct checker *checker, const struct choices *choices,
                            uint32_t a) {
    uint32_t found = NONE, best = 0, offer = checker->results->proposals.offer[a];
    const uint32_t *start = checker->results->proposals.start;
    uint32_t month = start == NULL ? 0 : start[a];
    for (uint32_t x = choices->start[a]; x < choices->start[a + 1]; x++) {
        uint32_t fit = fit_of(checker, choices, x, offer);
        bool later = fit > 0 && fit == best && choices->month[x] < month;
        found =
            fit > best || later ? x : found; /* the last month before the stated, or the first */
        best = fit > best ? fit : best;
    }
    return found;
}

static void check_once(struct checker *checker) {
    const uint32_t *applicant = checker->results->proposals.applicant;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        if (applicant[a] != a) {
            finding_break_row(checker, PROPERTY_ONCE, proposals_row(a, PROPOSALS_APPLICANT),
                              "%s stands where the input has %s",
                              applicant_text(checker, applicant[a]), applicant_text(checker, a));
        }
    }
}

/* Which option of the round each row states, and who is left to the `after` step. */
static void read_round(struct checker *checker) {
    const struct instance *instance = checker->instance;
    const uint32_t *offer = checker->results->proposals.offer;
    bool after = instance->policy.fallback == FALLBACK_AFTER;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool locked = is_locked(instance, a);
        bool nowhere = locked || offer[a] == NONE || stays_freely(checker, a);
        checker->stated[a] = nowhere ? NONE : find_stated(checker, &checker->round, a);
        bool alone = instance->policy.families_required && instance->n_families > 0 &&
                     instance->applicant_family[a] != NONE; /* its family would not be with it */
        checker->wanted[a] = after && !locked && !alone && checker->stated[a] == NONE &&
                             present_place(instance, a) == NONE &&
                             instance_follows(instance, a) == NONE;
    }
}

static void read_after(struct checker *checker) {
    const struct instance *instance = checker->instance;
    const uint32_t *offer = checker->results->proposals.offer;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        checker->stated_after[a] = offer[a] == NONE || !checker->wanted[a]
                                       ? NONE
                                       : find_stated(checker, &checker->after, a);
    }
}

static void count_up(const struct checker *checker, uint32_t *used, uint32_t node) {
    for (uint32_t v = node; v != NONE; v = checker->instance->node_parent[v]) {
        used[v]++;
    }
}

/* The seats of the forest that options take: of the round, and turn by turn. */
static void count_seats(struct checker *checker) {
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        uint32_t x = checker->stated[a], y = checker->stated_after[a];
        uint32_t node = x == NONE ? NONE : checker->round.node[x];
        uint32_t node_after = y == NONE ? NONE : checker->after.node[y];
        count_up(checker, checker->used_round, node);
        count_up(checker, checker->turn[1].used, node != NONE ? node : node_after);
        if (turn_of(checker, a) == 0) {
            count_up(checker, checker->turn[0].used, node);
            count_up(checker, checker->used_before, node != NONE ? node : node_after);
        }
    }
}

/* Rows. */

struct expected {
    uint8_t basis;
    uint32_t wish, metres, rank;
};

static struct expected expect(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a], x = checker->stated[a];
    struct expected expected = {BASIS_NONE, 0, METRES_UNKNOWN, 0};
    if (offer == NONE) {
        return expected;
    }
    expected.metres = metres_between(instance, a, instance->offer_school[offer]);
    if (is_locked(instance, a)) {
        expected.basis = BASIS_LOCKED;
        expected.wish = wish_rank(instance, a, offer);
    } else if (x != NONE) {
        expected.wish = wish_of(checker, x);
        expected.basis = checker->round.stays[x] != 0 ? BASIS_CURRENT
                         : expected.wish > 0          ? BASIS_WISH
                                                      : BASIS_FALLBACK;
        expected.rank = checker->rank[x];
    } else if (offer == present_place(instance, a)) {
        expected.basis = BASIS_CURRENT;
    } else {
        expected.basis = BASIS_FALLBACK;
    }
    return expected;
}

static void number_text(uint32_t number, uint32_t empty, char text[16]) {
    snprintf(text, 16, number == empty ? "empty" : "%" PRIu32, number);
}

/* One field against what follows from the input. */
static void check_number(struct checker *checker, uint32_t a, uint32_t column,
                         const uint32_t pair[2]) {
    static const char *const names[] = {"", "", "", "wish", "metres", "rank"};
    uint32_t empty = column == PROPOSALS_METRES ? METRES_UNKNOWN : 0;
    char stated[16], follows[16];
    if (pair[0] != pair[1]) {
        number_text(pair[0], empty, stated);
        number_text(pair[1], empty, follows);
        finding_break_row(checker, PROPERTY_ROWS, proposals_row(a, column),
                          "%s of %s at %s is %s; %s follows from the input", names[column],
                          applicant_text(checker, a),
                          offer_text(checker, checker->results->proposals.offer[a]), stated,
                          follows);
    }
}

/* Would the stated rank be another's who differs by the lottery alone? Then it is the number that
 * is wrong. */
static void check_number_drawn(struct checker *checker, uint32_t a) {
    uint32_t x = checker->stated[a], stated = checker->results->proposals.rank[a];
    if (x == NONE || stated == checker->rank[x] || stated == 0) {
        return;
    }
    uint32_t offer = checker->round.offer[x], decider;
    uint32_t start = checker->offer_start[offer];
    if (stated > checker->offer_start[offer + 1] - start) {
        return;
    }
    uint32_t i = start + stated - 1;
    while (i + 1 < checker->offer_start[offer + 1] &&
           checker->rank[checker->offer_order[i]] < stated) {
        i++; /* somebody before has several months there */
    }
    uint32_t y = checker->offer_order[i];
    option_compare(checker, x, y, &decider);
    uint32_t n = checker->instance->n_criterions;
    if (decider == n ||
        (decider < n && checker->instance->criterion[decider].kind == CRITERION_LOTTERY)) {
        finding_break_row(checker, PROPERTY_LOTTERY, proposals_row(a, PROPOSALS_RANK),
                          "%s has rank %" PRIu32 " at %s by lottery number %016" PRIx64
                          ", not %" PRIu32,
                          applicant_text(checker, a), checker->rank[x], offer_text(checker, offer),
                          checker->number[x], stated);
    }
}

static void check_rows(struct checker *checker) {
    const struct results *results = checker->results;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        struct expected expected = expect(checker, a);
        checker->at_wish[a] = expected.wish;
        if (results->proposals.basis[a] != expected.basis) {
            finding_break_row(checker, PROPERTY_ROWS, proposals_row(a, PROPOSALS_BASIS),
                              "basis of %s is %s; %s follows from the input",
                              applicant_text(checker, a), basis_name[results->proposals.basis[a]],
                              basis_name[expected.basis]);
        }
        uint32_t wish[2] = {results->proposals.wish[a], expected.wish};
        uint32_t metres[2] = {results->proposals.metres[a], expected.metres};
        uint32_t rank[2] = {results->proposals.rank[a], expected.rank};
        check_number(checker, a, PROPOSALS_WISH, wish);
        check_number(checker, a, PROPOSALS_METRES, metres);
        check_number(checker, a, PROPOSALS_RANK, rank);
        check_number_drawn(checker, a);
    }
}

enum err feasibility_check(struct checker *checker, struct error *error) {
    uint32_t n = checker->instance->n_applicants, n_nodes = checker->instance->n_nodes;
    struct arena *arena = &checker->arena;
    checker->stated = ARENA_NEW(arena, n, uint32_t);
    checker->stated_after = ARENA_NEW(arena, n, uint32_t);
    checker->wanted = ARENA_ZERO(arena, n, uint8_t);
    checker->at_wish = ARENA_ZERO(arena, n, uint32_t);
    checker->used_round = ARENA_ZERO(arena, n_nodes, uint32_t);
    checker->used_before = ARENA_ZERO(arena, n_nodes, uint32_t);
    for (int turn = 0; turn < 2; turn++) {
        checker->turn[turn].used = ARENA_ZERO(arena, n_nodes, uint32_t);
        checker->turn[turn].worst = ARENA_NEW(arena, n_nodes, uint32_t);
        if (checker->turn[turn].used == NULL || checker->turn[turn].worst == NULL) {
            return error_no_memory(error);
        }
    }
    if (checker->stated == NULL || checker->stated_after == NULL || checker->wanted == NULL ||
        checker->at_wish == NULL || checker->used_round == NULL || checker->used_before == NULL) {
        return error_no_memory(error);
    }
    check_once(checker);
    read_round(checker);
    enum err err = options_derive_after(checker, error);
    if (err == OK) {
        read_after(checker);
        refusals_check(checker);
        count_seats(checker);
        check_rows(checker);
        ties_check(checker);
        err = seats_check(checker, error);
    }
    return err;
}
