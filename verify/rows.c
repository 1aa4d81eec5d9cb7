// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * offers.csv, reserve.csv, near.csv and the cutoffs of certificate.json: every field compared with
 * what follows from the input and the placements, in the order in which it must stand.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <string.h>

/* The counts of one offer, in the order of the columns from `seats` to `reserve`. */
enum {
    FIELD_SEATS,
    FIELD_FIRST,
    FIELD_WISHES,
    FIELD_PLACED,
    FIELD_CUTOFF,
    FIELD_RESERVE,
    N_FIELDS
};

/* Was the wish refused? Where it has several months, the first stands for it. */
static bool is_on_reserve(const struct checker *checker, uint32_t x) {
    const struct choices *round = &checker->round;
    uint32_t a = round->owner[x], is = checker->stated[a];
    bool again = x > round->start[a] && round->offer[x - 1] == round->offer[x];
    return wish_of(checker, x) > 0 && !again &&
           (is == NONE || (x < is && round->offer[is] != round->offer[x]));
}

/* The worst rank admitted in the round; 0: nobody. *last is the option that has it. */
static uint32_t worst_rank(const struct checker *checker, uint32_t offer, uint32_t *last) {
    *last = NONE;
    for (uint32_t i = checker->offer_start[offer]; i < checker->offer_start[offer + 1]; i++) {
        uint32_t x = checker->offer_order[i];
        *last = checker->stated[checker->round.owner[x]] == x ? x : *last;
    }
    return *last == NONE ? 0 : checker->rank[*last];
}

static uint32_t (*offers_count(const struct checker *checker, struct arena *arena))[N_FIELDS] {
    const struct instance *instance = checker->instance;
    uint32_t(*count)[N_FIELDS] = arena_zalloc(arena, instance->n_offers, sizeof *count);
    if (count == NULL) {
        return NULL;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            count[instance->wish_offer[w]][FIELD_FIRST] += w == instance->wish_start[a] ? 1 : 0;
            count[instance->wish_offer[w]][FIELD_WISHES]++;
        }
        uint32_t offer = checker->results->proposals.offer[a];
        if (offer != NONE) {
            count[offer][FIELD_PLACED]++;
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t last;
        count[o][FIELD_SEATS] = instance->node_seats[instance->offer_node[o]];
        count[o][FIELD_CUTOFF] = checker->refused[o] ? worst_rank(checker, o, &last) : NONE;
        for (uint32_t i = checker->offer_start[o]; i < checker->offer_start[o + 1]; i++) {
            count[o][FIELD_RESERVE] += is_on_reserve(checker, checker->offer_order[i]) ? 1 : 0;
        }
    }
    return count;
}

static void check_offer(struct checker *checker, uint32_t o, const uint32_t follows[N_FIELDS]) {
    static const char *const names[N_FIELDS] = {"seats",  "first_wishes", "wishes",
                                                "placed", "cutoff_rank",  "reserve"};
    const struct results *r = checker->results;
    const uint32_t stated[N_FIELDS] = {r->offers.seats[o],       r->offers.first_wishes[o],
                                       r->offers.wishes[o],      r->offers.placed[o],
                                       r->offers.cutoff_rank[o], r->offers.reserve[o]};
    for (uint32_t i = 0; i < N_FIELDS; i++) {
        char text[16] = "empty";
        if (follows[i] != NONE) {
            snprintf(text, sizeof text, "%" PRIu32, follows[i]);
        }
        if (stated[i] != follows[i]) {
            finding_break_row(checker, PROPERTY_COUNTS,
                              (struct row){RESULTS_OFFERS, o, OFFERS_SEATS + i},
                              "%s of %s should be %s", names[i], offer_text(checker, o), text);
        }
    }
    if (!checker->has_prices && r->offers.has_price[o]) {
        finding_break_row(checker, PROPERTY_COUNTS, (struct row){RESULTS_OFFERS, o, OFFERS_PRICE},
                          "price of %s should be empty: only minimum-cost has prices",
                          offer_text(checker, o));
    }
}

static enum err check_offers(struct checker *checker, struct arena *scratch, struct error *error) {
    const struct instance *instance = checker->instance;
    const struct results *results = checker->results;
    uint32_t(*count)[N_FIELDS] = offers_count(checker, scratch);
    if (count == NULL) {
        return error_no_memory(error);
    }
    uint32_t n = instance->n_offers < results->offers.n ? instance->n_offers : results->offers.n;
    if (results->offers.n != instance->n_offers) {
        finding_break(checker, PROPERTY_COUNTS, (struct place){"offers.csv", 0, 0},
                      "%" PRIu32 " rows; the instance has %" PRIu32 " offers", results->offers.n,
                      instance->n_offers);
    }
    for (uint32_t o = 0; o < n; o++) {
        if (results->offers.offer[o] != o) {
            finding_break_row(
                checker, PROPERTY_COUNTS, (struct row){RESULTS_OFFERS, o, OFFERS_OFFER},
                "%s stands where the instance has %s",
                offer_text(checker, results->offers.offer[o]), offer_text(checker, o));
        }
        if (results->offers.school[o] != instance->offer_school[o]) {
            finding_break_row(checker, PROPERTY_COUNTS,
                              (struct row){RESULTS_OFFERS, o, OFFERS_SCHOOL},
                              "%s belongs to school %s", offer_text(checker, o),
                              strings_get(&instance->school_id, instance->offer_school[o]));
        }
        check_offer(checker, o, count[o]);
    }
    return OK;
}

/* Reserve lists. */

/* The next row must be this one. */
static void expect_reserve(struct checker *checker, uint32_t i, uint32_t offer, uint32_t position,
                           uint32_t applicant) {
    const struct results *r = checker->results;
    if (i >= r->reserve.n) {
        return; /* too few rows: said once, below */
    }
    struct row row = {RESULTS_RESERVE, i, NONE};
    row.column = r->reserve.offer[i] != offer           ? RESERVE_OFFER
                 : r->reserve.position[i] != position   ? RESERVE_POSITION
                 : r->reserve.applicant[i] != applicant ? RESERVE_APPLICANT
                                                        : NONE;
    if (row.column != NONE) {
        finding_break_row(checker, PROPERTY_RESERVE, row,
                          "here should stand %s, position %" PRIu32 ", %s",
                          offer_text(checker, offer), position, applicant_text(checker, applicant));
    }
}

static void check_reserve(struct checker *checker) {
    uint32_t n = 0;
    for (uint32_t o = 0; o < checker->instance->n_offers; o++) {
        uint32_t position = 0;
        for (uint32_t i = checker->offer_start[o]; i < checker->offer_start[o + 1]; i++) {
            uint32_t x = checker->offer_order[i];
            if (is_on_reserve(checker, x)) {
                expect_reserve(checker, n++, o, ++position, checker->round.owner[x]);
            }
        }
    }
    if (n != checker->results->reserve.n) {
        finding_break(checker, PROPERTY_RESERVE, (struct place){"reserve.csv", 0, 0},
                      "%" PRIu32 " rows; %" PRIu32 " follow from the placements",
                      checker->results->reserve.n, n);
    }
}

/* near.csv. */

/* Does the applicant end neither at a wish nor near? */
static bool lacks_near(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a];
    if (offer == NONE || checker->at_wish[a] > 0) {
        return offer == NONE;
    }
    return !is_near(checker, a, offer, metres_between(instance, a, instance->offer_school[offer]));
}

static void expect_near(struct checker *checker, uint32_t i, uint32_t a) {
    const struct instance *instance = checker->instance;
    const struct results *r = checker->results;
    if (i >= r->near.n) {
        return; /* too few rows: said once, below */
    }
    uint32_t offer = r->proposals.offer[a];
    uint32_t metres =
        offer == NONE ? METRES_UNKNOWN : metres_between(instance, a, instance->offer_school[offer]);
    uint32_t claim = checker->claim == NULL ? 0 : checker->claim[a];
    struct row row = {RESULTS_NEAR, i, NONE};
    row.column = r->near.applicant[i] != a     ? NEAR_APPLICANT
                 : r->near.offer[i] != offer   ? NEAR_OFFER
                 : r->near.metres[i] != metres ? NEAR_METRES
                 : r->near.claim[i] != claim   ? NEAR_CLAIM
                                               : NONE;
    if (row.column != NONE) {
        finding_break_row(checker, PROPERTY_NEAR, row,
                          "here should stand %s, at %s, claim in round %" PRIu32 " (0: none)",
                          applicant_text(checker, a), offer_text(checker, offer), claim);
    }
}

static void check_near(struct checker *checker) {
    uint32_t n = 0;
    if (!checker->instance->policy.has_near && checker->results->near.n > 0) {
        finding_break_row(checker, PROPERTY_NEAR, (struct row){RESULTS_NEAR, 0, NEAR_APPLICANT},
                          "a row, and the policy has no near");
        return;
    }
    if (!checker->instance->policy.has_near) {
        finding_set(checker, PROPERTY_NEAR, VERDICT_DOES_NOT_APPLY, "the policy has no near");
        return;
    }
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        bool lacks = lacks_near(checker, a);
        checker->n_lacking += lacks ? 1 : 0;
        if (lacks || (checker->claim != NULL && checker->claim[a] > 0)) {
            expect_near(checker, n++, a);
        }
    }
    if (n != checker->results->near.n) {
        finding_break(checker, PROPERTY_NEAR, (struct place){"near.csv", 0, 0},
                      "%" PRIu32 " rows; %" PRIu32 " follow from the placements",
                      checker->results->near.n, n);
    }
    finding_set(checker, PROPERTY_NEAR, VERDICT_HELD, "%" PRIu64 " end neither at a wish nor near",
                checker->n_lacking);
}

/* Cutoffs of the certificate: offers with refusals, in order. */
static void check_cutoffs(struct checker *checker) {
    static const struct place place = {"certificate.json", 0, 0};
    const struct results *r = checker->results;
    uint32_t n = 0;
    if (r->has_cutoffs != checker->offers_choose) {
        finding_break(checker, PROPERTY_COUNTS, place, "cutoffs: %s",
                      checker->offers_choose ? "missing" : "the mechanism has none");
        return;
    }
    for (uint32_t o = 0; checker->offers_choose && o < checker->instance->n_offers; o++) {
        uint32_t last;
        if (!checker->refused[o]) {
            continue;
        }
        uint32_t rank = worst_rank(checker, o, &last);
        uint32_t applicant = last == NONE ? NONE : checker->round.owner[last];
        if (n < r->n_cutoffs &&
            (r->cutoff_node[n] != checker->instance->offer_node[o] || r->cutoff_rank[n] != rank ||
             r->cutoff_applicant[n] != applicant)) {
            finding_break(checker, PROPERTY_COUNTS, place,
                          "cutoffs[%" PRIu32 "]: should be %s, rank %" PRIu32 ", %s", n,
                          offer_text(checker, o), rank,
                          applicant == NONE ? "nobody" : applicant_text(checker, applicant));
        }
        n++;
    }
    if (n != r->n_cutoffs) {
        finding_break(checker, PROPERTY_COUNTS, place,
                      "cutoffs: %" PRIu32 " stand there; %" PRIu32 " follow from the placements",
                      r->n_cutoffs, n);
    }
}

enum err rows_check(struct checker *checker, struct error *error) {
    struct arena scratch = {0};
    enum err err = check_offers(checker, &scratch, error);
    if (err == OK) {
        check_cutoffs(checker);
        check_reserve(checker);
        check_near(checker);
    }
    arena_free(&scratch);
    return err;
}
