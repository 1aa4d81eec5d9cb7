// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Preschool rounds worked by hand: a placement that keeps every rule is found right, and each rule
 * broken in turn is named in words that say which child, which unit and which month.
 */
#include "tests/verify/in_memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define HEAD "{\"format\":\"placera-instance/1\",\"name\":\"p\",\"lottery\":{\"seed\":\"s\"},"
#define COST "\"policy\":{\"mechanism\":\"minimum-cost\","
#define SCHOOLS "\"schools\":[{\"id\":\"U\",\"name\":\"U\"},{\"id\":\"V\",\"name\":\"V\"}],"

/* Months: u has one seat from January and two from April, v one from March; up to three months
 * later than wished. ada begins in March, bo in April (the second seat), cai has v. */
static const char months[] = HEAD COST
    "\"objective\":[\"placed\",\"wishes\",\"late\"],\"late\":{\"months\":3}}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":[{\"from\":\"2027-01\",\"seats\":1},"
    "{\"from\":\"2027-04\",\"seats\":2}]},{\"id\":\"v\",\"school\":\"V\",\"seats\":[{\"from\":"
    "\"2027-03\",\"seats\":1}]}],\"tables\":{\"applicants\":[{\"id\":\"ada\",\"start\":\"2027-02\"}"
    ","
    "{\"id\":\"bo\",\"start\":\"2027-03\"},{\"id\":\"cai\",\"start\":\"2027-01\"}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"cai\",\"rank\":1,\"offer\":\"v\"}]}}";

/* Places that are kept: u counts those who have one, w does not. ada would rather be at u, where
 * bo is and stays; cai has w and wishes v above it and u below. */
static const char places[] = HEAD COST
    "\"objective\":[\"placed\",\"wishes\"]}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":1,\"counts_current\":true},"
    "{\"id\":\"v\",\"school\":\"V\",\"seats\":0},{\"id\":\"w\",\"school\":\"V\",\"seats\":0},"
    "{\"id\":\"x\",\"school\":\"V\",\"seats\":1,\"eligible\":true}],"
    "\"tables\":{\"applicants\":[{\"id\":\"ada\"},{\"id\":\"bo\",\"current\":\"u\"},"
    "{\"id\":\"cai\",\"current\":\"w\"}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"ada\",\"rank\":2,\"offer\":\"x\"},"
    "{\"applicant\":\"cai\",\"rank\":1,\"offer\":\"v\"},"
    "{\"applicant\":\"cai\",\"rank\":2,\"offer\":\"w\"},"
    "{\"applicant\":\"cai\",\"rank\":3,\"offer\":\"u\"}]}}";

/* ada and her brother bo fit at U only; cai's place at the club follows who ends at U; v opens with
 * two; dan is owed a place by March. */
static const char ties[] = HEAD COST
    "\"objective\":[\"guarantee\",\"placed\",\"together\",\"wishes\"],\"guarantee\":\"required\","
    "\"families\":{\"together\":\"required\"},\"late\":{\"months\":2}}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":3},{\"id\":\"v\",\"school\":\"V\","
    "\"seats\":[{\"from\":\"2027-02\",\"seats\":2},{\"from\":\"2027-04\",\"seats\":3}],"
    "\"opens_with\":2},{\"id\":\"club\",\"school\":\"V\",\"seats\":1,\"follows\":\"U\"}],"
    "\"tables\":{\"applicants\":[{\"id\":\"ada\",\"start\":\"2027-02\",\"family\":\"A\"},"
    "{\"id\":\"bo\",\"start\":\"2027-02\",\"family\":\"A\"},"
    "{\"id\":\"cai\",\"start\":\"2027-02\",\"follows\":\"ada\"},"
    "{\"id\":\"dan\",\"start\":\"2027-02\",\"guarantee\":\"2027-03\"}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"v\"},"
    "{\"applicant\":\"ada\",\"rank\":2,\"offer\":\"u\"},"
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"dan\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"dan\",\"rank\":2,\"offer\":\"v\"}]}}";

/* Children born before 2025 go from the small group to the big one in August, where one seat is
 * free; ada's place at `old`, which counts her, is bo's from the month in which she leaves. */
static const char moves[] = HEAD COST
    "\"objective\":[\"placed\",\"wishes\",\"late\"],\"late\":{\"months\":2}}," SCHOOLS
    "\"offers\":[{\"id\":\"small\",\"school\":\"U\",\"seats\":2,\"moves\":{\"to\":\"big\",\"from\":"
    "\"2027-08\",\"born_before\":\"2025-01-01\"}},{\"id\":\"big\",\"school\":\"U\",\"seats\":1},"
    "{\"id\":\"old\",\"school\":\"V\",\"seats\":[{\"from\":\"2027-03\",\"seats\":1},{\"from\":"
    "\"2027-04\",\"seats\":1}],\"counts_current\":true}],\"tables\":{\"applicants\":["
    "{\"id\":\"ada\",\"start\":\"2027-04\",\"current\":\"old\",\"birth_date\":\"2024-05-01\"},"
    "{\"id\":\"bo\",\"start\":\"2027-03\",\"birth_date\":\"2025-05-01\"},"
    "{\"id\":\"cai\",\"start\":\"2027-03\",\"birth_date\":\"2024-06-01\"}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"small\"},"
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"old\"},"
    "{\"applicant\":\"cai\",\"rank\":1,\"offer\":\"big\"},"
    "{\"applicant\":\"cai\",\"rank\":2,\"offer\":\"small\"}]}}";

/* Deferred acceptance with months: one seat of u until April, then two. */
static const char stable[] = HEAD
    "\"policy\":{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"descending\":\"merit\"}],"
    "\"late\":{\"months\":3}}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":[{\"from\":\"2027-01\",\"seats\":1},"
    "{\"from\":\"2027-04\",\"seats\":2}]}],\"tables\":{\"applicants\":["
    "{\"id\":\"ada\",\"start\":\"2027-02\",\"merit\":1},"
    "{\"id\":\"bo\",\"start\":\"2027-02\",\"merit\":2}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"u\"}]}}";

/* Nobody wishes; after the round two seats are left from January and one more from April. */
static const char after[] =
    HEAD "\"policy\":{\"mechanism\":\"deferred-acceptance\",\"fallback\":{\"when\":\"after\"},"
         "\"late\":{\"months\":3}}," SCHOOLS
         "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":[{\"from\":\"2027-01\",\"seats\":2},"
         "{\"from\":\"2027-04\",\"seats\":3}]}],\"tables\":{\"applicants\":["
         "{\"id\":\"ada\",\"start\":\"2027-02\"},{\"id\":\"bo\",\"start\":\"2027-01\"},"
         "{\"id\":\"cai\",\"start\":\"2027-03\"}],\"wishes\":[],\"distances\":["
         "{\"applicant\":\"ada\",\"school\":\"U\",\"metres\":100},"
         "{\"applicant\":\"bo\",\"school\":\"U\",\"metres\":200},"
         "{\"applicant\":\"cai\",\"school\":\"U\",\"metres\":100}]}}";

enum { ADA, BO, CAI, DAN };

static uint32_t month(uint32_t number) {
    return 2027 * 12 + number - 1;
}

struct fixture {
    struct loaded loaded;
    struct solution solution;
    struct results results;
    struct report report;
};

static void fixture_open(struct fixture *fixture, const char *text) {
    struct error error = {0};
    memset(fixture, 0, sizeof *fixture);
    enum err err = load_bytes("round.json", text, strlen(text), &fixture->loaded, &error);
    faults_print(&fixture->loaded.faults, stderr);
    cr_assert_eq(err, OK, "%s", error.text);
    cr_assert_eq(solve(&fixture->loaded.instance, NULL, &fixture->solution, &error), OK, "%s",
                 error.text);
    results_of_solution(&fixture->results, &fixture->loaded.instance, &fixture->solution);
}

static void fixture_close(struct fixture *fixture) {
    results_release(&fixture->results);
    solution_release(&fixture->solution);
    loaded_release(&fixture->loaded);
}

static uint32_t offer_of(const struct fixture *fixture, const char *id) {
    uint32_t o = 0;
    while (strcmp(strings_get(&fixture->loaded.instance.offer_id, o), id) != 0) {
        o++;
    }
    return o;
}

/* Where an applicant is said to end; id NULL: nowhere. start 0: no month. */
static void place(struct fixture *fixture, uint32_t a, const char *id, enum basis basis,
                  uint32_t start) {
    struct results *r = &fixture->results;
    const struct instance *instance = &fixture->loaded.instance;
    r->proposals.offer[a] = id == NULL ? NONE : offer_of(fixture, id);
    r->proposals.basis[a] = (uint8_t)basis;
    r->proposals.wish[a] = 0;
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        if (basis == BASIS_WISH && instance->wish_offer[w] == r->proposals.offer[a]) {
            r->proposals.wish[a] = w - instance->wish_start[a] + 1;
        }
    }
    if (r->proposals.start != NULL) {
        r->proposals.start[a] = start;
    }
}

static void fixture_check(struct fixture *fixture) {
    cr_assert_eq(verify_run(&fixture->loaded, &fixture->results, &fixture->report, NULL), OK);
}

static void says(struct fixture *fixture, enum property property, const char *text) {
    fixture_check(fixture);
    const struct finding *finding = &fixture->report.finding[property];
    cr_expect_eq(finding->verdict, VERDICT_BROKEN, "%s: %s, not: %s", property_name[property],
                 verdict_name[finding->verdict], text);
    cr_expect_str_eq(finding->first_case, text);
}

static void holds(struct fixture *fixture, enum property property) {
    fixture_check(fixture);
    const struct finding *finding = &fixture->report.finding[property];
    cr_expect_eq(finding->verdict, VERDICT_HELD, "%s: %s", property_name[property],
                 finding->first_case);
}

/* The solver's own placement breaks nothing. */
static void is_right(struct fixture *fixture) {
    fixture_check(fixture);
    enum property broken = first_broken(&fixture->report);
    cr_expect_eq(broken, N_PROPERTIES, "%s: %s", property_name[broken % N_PROPERTIES],
                 fixture->report.finding[broken % N_PROPERTIES].first_case);
}

Test(verify_preschool, what_is_right_is_held) {
    static const char *const all[] = {months, places, ties, stable, after};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct fixture fixture;
        fixture_open(&fixture, all[i]);
        is_right(&fixture);
        fixture_close(&fixture);
    }
}

Test(verify_preschool, start_months) {
    struct fixture f;
    fixture_open(&f, months);
    cr_expect_eq(f.results.proposals.start[ADA], month(2));
    cr_expect_eq(f.results.proposals.start[BO], month(4));
    cr_expect_eq(f.results.proposals.start[CAI], month(3));
    holds(&f, PROPERTY_MONTHS);
    place(&f, ADA, "u", BASIS_WISH, month(1));
    says(&f, PROPERTY_MONTHS, "ada begins at u in 2027-01, before 2027-02, for which it wished");
    place(&f, ADA, "u", BASIS_WISH, month(3));
    says(&f, PROPERTY_MONTHS, "ada begins at u in 2027-03; the same seats are there in 2027-02");
    place(&f, ADA, "u", BASIS_WISH, month(6));
    says(&f, PROPERTY_MONTHS,
         "ada begins at u in 2027-06, more than 3 months after 2027-02, for which it wished");
    place(&f, ADA, "u", BASIS_WISH, 0);
    says(&f, PROPERTY_MONTHS, "ada begins at u in no month; in 2027-02");
    place(&f, ADA, "u", BASIS_WISH, month(2));
    place(&f, CAI, "v", BASIS_WISH, month(2));
    says(&f, PROPERTY_MONTHS, "cai begins at v in 2027-02, when it has no seats yet");
    place(&f, CAI, NULL, BASIS_NONE, month(3));
    says(&f, PROPERTY_MONTHS, "cai ends nowhere; no month should stand here, not 2027-03");
    fixture_close(&f);
}

Test(verify_preschool, seats_of_every_month) {
    struct fixture f;
    fixture_open(&f, months);
    holds(&f, PROPERTY_SEATS);
    place(&f, BO, "u", BASIS_WISH, month(3));
    says(&f, PROPERTY_SEATS, "bo is number 2 in u in 2027-03, which has 1 seat then");
    place(&f, BO, "u", BASIS_WISH, month(4));
    place(&f, CAI, "v", BASIS_WISH, month(2));
    says(&f, PROPERTY_SEATS, "cai is number 1 in v in 2027-02, which has 0 seats then");
    fixture_close(&f);
}

Test(verify_preschool, values_of_a_round_with_months) {
    struct fixture f;
    fixture_open(&f, months);
    holds(&f, PROPERTY_OBJECTIVE);
    f.results.proof.value[2]++; /* late: bo by one month, cai by two */
    says(&f, PROPERTY_OBJECTIVE, "levels[2].value: 4; the placements sum to 3");
    fixture_close(&f);
}

Test(verify_preschool, unplaced_though_seats_are_free_in_time) {
    struct fixture f;
    fixture_open(&f, months);
    place(&f, BO, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_PLACED, "bo is unplaced while u has a free seat");
    fixture_close(&f);
}

Test(verify_preschool, places_are_kept) {
    struct fixture f;
    fixture_open(&f, places);
    cr_expect_eq(f.results.proposals.basis[BO], BASIS_CURRENT);
    cr_expect_eq(f.results.proposals.basis[CAI], BASIS_CURRENT);
    holds(&f, PROPERTY_PRESENT);
    place(&f, BO, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_PRESENT, "bo has a place at u and loses it");
    place(&f, BO, "v", BASIS_FALLBACK, 0);
    says(&f, PROPERTY_PRESENT, "bo has a place at u and is moved to v, for which it did not wish");
    place(&f, BO, "u", BASIS_CURRENT, 0);
    place(&f, CAI, "u", BASIS_WISH, 0);
    says(&f, PROPERTY_PRESENT, "cai has a place at w, its wish 2, and is moved to u, its wish 3");
    place(&f, CAI, "v", BASIS_CURRENT, 0);
    says(&f, PROPERTY_ROWS, "basis of cai is current; wish follows from the input");
    place(&f, CAI, "w", BASIS_CURRENT, 0);
    place(&f, ADA, "w", BASIS_CURRENT, 0);
    says(&f, PROPERTY_PRESENT, "ada is said to stay at w and has no place there to keep");
    fixture_close(&f);
}

Test(verify_preschool, who_stays_takes_its_seat) {
    struct fixture f;
    fixture_open(&f, places);
    holds(&f, PROPERTY_SEATS);
    place(&f, ADA, "u", BASIS_WISH, 0);
    says(&f, PROPERTY_SEATS, "bo is number 2 in u, which has 1 seat");
    fixture_close(&f);
}

Test(verify_preschool, decisions) {
    struct fixture f;
    fixture_open(&f, places);
    cr_expect_eq(f.results.proposals.offer[ADA], NONE);
    holds(&f, PROPERTY_ELIGIBILITY);
    place(&f, ADA, "x", BASIS_WISH, 0);
    says(&f, PROPERTY_ELIGIBILITY, "ada is placed at x without the decision that it asks for");
    fixture_close(&f);
}

Test(verify_preschool, families) {
    struct fixture f;
    fixture_open(&f, ties);
    holds(&f, PROPERTY_FAMILIES);
    cr_expect_str_eq(f.report.finding[PROPERTY_FAMILIES].first_case, "1 of 1 together");
    place(&f, ADA, "v", BASIS_WISH, month(2));
    says(&f, PROPERTY_FAMILIES,
         "family A: ada is newly placed at v and bo ends at u; together or nobody");
    place(&f, ADA, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_FAMILIES,
         "family A: bo is newly placed at u and ada ends nowhere; together or nobody");
    place(&f, BO, NULL, BASIS_NONE, 0);
    holds(&f, PROPERTY_FAMILIES);
    fixture_close(&f);
}

Test(verify_preschool, followers) {
    struct fixture f;
    fixture_open(&f, ties);
    cr_expect_eq(f.results.proposals.offer[CAI], offer_of(&f, "club"));
    holds(&f, PROPERTY_FOLLOWERS);
    place(&f, ADA, "v", BASIS_WISH, month(2));
    says(&f, PROPERTY_FOLLOWERS,
         "cai is placed at club, which does not go with where ada, whom it follows, ends: v");
    place(&f, ADA, "u", BASIS_WISH, month(2));
    place(&f, CAI, "u", BASIS_FALLBACK, month(2));
    says(&f, PROPERTY_FOLLOWERS,
         "cai follows ada and is placed at u, which goes with none of its places");
    fixture_close(&f);
}

Test(verify_preschool, groups_that_open) {
    struct fixture f;
    fixture_open(&f, ties);
    holds(&f, PROPERTY_OPENS);
    place(&f, DAN, "v", BASIS_WISH, month(2));
    says(&f, PROPERTY_OPENS, "v opens with 2 children or not at all and has 1, dan the last");
    place(&f, ADA, "v", BASIS_WISH, month(2));
    holds(&f, PROPERTY_OPENS);
    fixture_close(&f);
}

Test(verify_preschool, guarantees) {
    struct fixture f;
    fixture_open(&f, ties);
    holds(&f, PROPERTY_OWED);
    place(&f, DAN, "v", BASIS_WISH, month(4));
    says(&f, PROPERTY_OWED, "dan is owed a place by 2027-03 and begins at v in 2027-04");
    place(&f, DAN, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_OWED, "dan is owed a place by 2027-03 and has none");
    fixture_close(&f);
}

Test(verify_preschool, values_of_a_program) {
    struct fixture f;
    fixture_open(&f, ties);
    fixture_check(&f);
    cr_expect(f.results.has_program);
    holds(&f, PROPERTY_OBJECTIVE);
    cr_expect_str_eq(f.results.program.name[2], "together");
    cr_expect_eq(f.results.program.value[2], -1);
    f.results.program.value[2] = 0;
    says(&f, PROPERTY_OBJECTIVE, "program.levels[2].value: 0; the placements sum to -1");
    f.results.program.value[2] = -1;
    f.results.program.bound[2] = 0;
    says(&f, PROPERTY_OBJECTIVE, "program.levels[2].bound: 0 is above the value");
    snprintf(f.results.program.name[4], 64, "late"); /* added for the followers */
    says(&f, PROPERTY_OBJECTIVE, "program.levels[4].objective: 'late'; the policy has 'follows'");
    f.results.program.n_levels = 4;
    says(&f, PROPERTY_OBJECTIVE, "program.levels: 4 levels; the policy has 5");
    fixture_close(&f);
}

Test(verify_preschool, no_program_where_the_round_is_a_network) {
    struct fixture f;
    fixture_open(&f, months);
    f.results.has_program = true;
    says(&f, PROPERTY_OBJECTIVE,
         "program: there, though the round is a network and has prices for levels");
    fixture_close(&f);
}

Test(verify_preschool, leavers_and_movers) {
    struct fixture f;
    fixture_open(&f, moves);
    place(&f, ADA, "small", BASIS_WISH, month(4));
    place(&f, BO, "old", BASIS_WISH, month(4));
    place(&f, CAI, NULL, BASIS_NONE, 0);
    holds(&f, PROPERTY_SEATS);
    place(&f, BO, "old", BASIS_WISH, month(3)); /* ada has not left yet */
    says(&f, PROPERTY_SEATS, "bo is number 2 in old in 2027-03, which has 1 seat then");
    place(&f, BO, NULL, BASIS_NONE, 0);
    place(&f, CAI, "big", BASIS_WISH, month(3)); /* ada moves on in August */
    says(&f, PROPERTY_SEATS, "ada is number 2 in big in 2027-08, which has 1 seat then");
    place(&f, CAI, "small", BASIS_WISH, month(3)); /* both do */
    says(&f, PROPERTY_SEATS, "cai is number 2 in big in 2027-08, which has 1 seat then");
    place(&f, ADA, "old", BASIS_CURRENT, 0);
    holds(&f, PROPERTY_SEATS);
    fixture_close(&f);
}

Test(verify_preschool, after_the_round_the_earlier_month) {
    struct fixture f;
    fixture_open(&f, after);
    cr_expect_eq(f.results.proposals.start[ADA], month(2));
    cr_expect_eq(f.results.proposals.start[BO], month(1));
    cr_expect_eq(f.results.proposals.start[CAI], month(4));
    holds(&f, PROPERTY_OBJECTIVE);
    place(&f, ADA, "u", BASIS_FALLBACK, month(4));
    place(&f, CAI, "u", BASIS_FALLBACK, month(3));
    fixture_check(&f);
    cr_expect_eq(f.report.finding[PROPERTY_OBJECTIVE].verdict, VERDICT_BROKEN);
    place(&f, ADA, "u", BASIS_FALLBACK, month(2));
    place(&f, CAI, "u", BASIS_FALLBACK, month(4));
    f.results.fallback_proof.value[2]++;
    says(&f, PROPERTY_OBJECTIVE, "fallback.levels[2].value: 2; the placements sum to 1");
    fixture_close(&f);
}

Test(verify_preschool, envy_and_waste_with_months) {
    struct fixture f;
    fixture_open(&f, stable);
    cr_expect_eq(f.results.proposals.start[BO], month(2));
    cr_expect_eq(f.results.proposals.start[ADA], month(4));
    place(&f, ADA, "u", BASIS_WISH, month(2));
    place(&f, BO, "u", BASIS_WISH, month(4));
    says(&f, PROPERTY_ENVY,
         "bo would rather be at u in 2027-02 and goes before ada, who has a seat at u in 2027-02");
    place(&f, ADA, "u", BASIS_WISH, month(4));
    says(&f, PROPERTY_WASTE, "ada would rather be at u in 2027-02, where a seat is free");
    holds(&f, PROPERTY_ENVY);
    place(&f, BO, "u", BASIS_WISH, month(2));
    holds(&f, PROPERTY_WASTE);
    holds(&f, PROPERTY_BEST);
    fixture_close(&f);
}

/* Who stays where seats do not count it has no seat there, and nobody envies it; a place that is
 * counted is kept against everybody. */
static const char stable_places[] = HEAD
    "\"policy\":{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"descending\":\"merit\"}]}"
    "," SCHOOLS "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":1,\"counts_current\":true},"
    "{\"id\":\"w\",\"school\":\"V\",\"seats\":1}],\"tables\":{\"applicants\":["
    "{\"id\":\"ada\",\"merit\":3},{\"id\":\"bo\",\"merit\":1,\"current\":\"u\"},"
    "{\"id\":\"cai\",\"merit\":2,\"current\":\"w\"}],\"wishes\":["
    "{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"ada\",\"rank\":2,\"offer\":\"w\"},"
    "{\"applicant\":\"cai\",\"rank\":1,\"offer\":\"u\"}]}}";

Test(verify_preschool, places_are_kept_in_a_stable_round) {
    struct fixture f;
    fixture_open(&f, stable_places);
    is_right(&f);
    cr_expect_eq(f.results.proposals.offer[ADA], offer_of(&f, "w"));
    cr_expect_eq(f.results.proposals.basis[BO], BASIS_CURRENT);
    cr_expect_eq(f.results.proposals.basis[CAI], BASIS_CURRENT);
    holds(&f, PROPERTY_ENVY);
    place(&f, ADA, "u", BASIS_WISH, 0);
    says(&f, PROPERTY_SEATS, "bo is number 2 in u, which has 1 seat");
    place(&f, BO, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_PRESENT, "bo has a place at u and loses it");
    says(&f, PROPERTY_ENVY, "bo would rather be at u and goes before ada, who has a seat at u");
    fixture_close(&f);
}

/* Siblings who fit together at v only. */
static const char stable_families[] = HEAD
    "\"policy\":{\"mechanism\":\"deferred-acceptance\",\"criteria\":[{\"descending\":\"merit\"}],"
    "\"families\":{\"together\":\"preferred\"}}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":1},"
    "{\"id\":\"v\",\"school\":\"V\",\"seats\":2}],\"tables\":{\"applicants\":["
    "{\"id\":\"ada\",\"merit\":2,\"family\":\"A\"},{\"id\":\"bo\",\"merit\":1,\"family\":\"A\"}],"
    "\"wishes\":[{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"ada\",\"rank\":2,\"offer\":\"v\"},"
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"u\"},"
    "{\"applicant\":\"bo\",\"rank\":2,\"offer\":\"v\"}]}}";

Test(verify_preschool, families_that_propose_together) {
    struct fixture f;
    fixture_open(&f, stable_families);
    is_right(&f);
    cr_expect_eq(f.results.proposals.offer[ADA], offer_of(&f, "v"));
    cr_expect_eq(f.results.proposals.offer[BO], offer_of(&f, "v"));
    cr_expect_str_eq(f.report.finding[PROPERTY_ENVY].first_case, "0 of 1 families block");
    place(&f, ADA, "u", BASIS_WISH, 0); /* each well placed for itself, and apart */
    says(&f, PROPERTY_ENVY,
         "blocking: family A is not there, and every offer concerned would take it where it would "
         "rather be together");
    f.results.n_blocking = 1; /* declared */
    holds(&f, PROPERTY_ENVY);
    cr_expect_str_eq(f.report.finding[PROPERTY_ENVY].first_case,
                     "1 of 1 families block, as declared; the first is A");
    place(&f, ADA, "v", BASIS_WISH, 0);
    says(&f, PROPERTY_ENVY,
         "blocking: family A is there, and no offers would take it where it would rather be "
         "together");
    f.results.n_blocking = 0;
    f.results.has_blocking = false;
    says(&f, PROPERTY_ENVY, "blocking: missing");
    f.results.has_blocking = true;
    place(&f, ADA, NULL, BASIS_NONE, 0);
    says(&f, PROPERTY_WASTE, "ada would rather be at u, where a seat is free");
    place(&f, BO, "u", BASIS_WISH, 0);
    says(&f, PROPERTY_ENVY, "ada would rather be at u and goes before bo, who has a seat at u");
    fixture_close(&f);
}
