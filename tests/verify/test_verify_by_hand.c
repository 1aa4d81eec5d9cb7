// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rounds worked by hand, and lies that agree with themselves: each must break the property that is
 * there for it, in words that name the people concerned.
 */
#include "tests/verify/in_memory.h"

#include <criterion/criterion.h>
#include <string.h>

/* Ada and Bo each prefer the school that prefers the other: two stable placements. n takes the
 * higher merit (Bo), s the one with a sibling (Ada). */
#define TWO_SCHOOLS                                                                                \
    "\"schools\":[{\"id\":\"N\",\"name\":\"North\"},{\"id\":\"S\",\"name\":\"South\"}],"           \
    "\"offers\":[{\"id\":\"n\",\"school\":\"N\",\"seats\":1},"                                     \
    "{\"id\":\"s\",\"school\":\"S\",\"seats\":1,\"criteria\":[{\"flag\":\"sibling\"}]}],"
#define TWO_CHILDREN                                                                               \
    "\"tables\":{\"applicants\":[{\"id\":\"ada\",\"merit\":1},{\"id\":\"bo\",\"merit\":2}],"       \
    "\"wishes\":[{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"n\",\"sibling\":0},"                \
    "{\"applicant\":\"ada\",\"rank\":2,\"offer\":\"s\",\"sibling\":1},"                            \
    "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"s\",\"sibling\":0},"                             \
    "{\"applicant\":\"bo\",\"rank\":2,\"offer\":\"n\",\"sibling\":0}]}}"
#define HEAD                                                                                       \
    "{\"format\":\"placera-instance/1\",\"name\":\"two\",\"date\":\"2027-03-01\","                 \
    "\"lottery\":{\"seed\":\"s\",\"draw\":\"single\"},"

static const char two_by_two[] =
    HEAD "\"policy\":{\"mechanism\":\"deferred-acceptance\","
         "\"criteria\":[{\"descending\":\"merit\"}]}," TWO_SCHOOLS TWO_CHILDREN;

static const char two_by_two_at_least_cost[] =
    HEAD "\"policy\":{\"mechanism\":\"minimum-cost\",\"criteria\":[{\"descending\":\"merit\"}],"
         "\"objective\":[\"placed\",\"wishes\"]}," TWO_SCHOOLS TWO_CHILDREN;

/* Three children want n, which has one seat; the others must do with s. */
static const char three_for_one[] =
    HEAD "\"policy\":{\"mechanism\":\"deferred-acceptance\",\"criteria\":[\"lottery\"]},"
         "\"schools\":[{\"id\":\"N\",\"name\":\"North\"},{\"id\":\"S\",\"name\":\"South\"}],"
         "\"offers\":[{\"id\":\"n\",\"school\":\"N\",\"seats\":1},"
         "{\"id\":\"s\",\"school\":\"S\",\"seats\":1}],"
         "\"tables\":{\"applicants\":[{\"id\":\"ada\",\"lottery\":\"0000000000000001\"},"
         "{\"id\":\"bo\",\"lottery\":\"0000000000000002\"},"
         "{\"id\":\"cai\",\"lottery\":\"0000000000000003\"}],"
         "\"wishes\":[{\"applicant\":\"ada\",\"rank\":1,\"offer\":\"n\"},"
         "{\"applicant\":\"bo\",\"rank\":1,\"offer\":\"n\"},"
         "{\"applicant\":\"bo\",\"rank\":2,\"offer\":\"s\"},"
         "{\"applicant\":\"cai\",\"rank\":1,\"offer\":\"n\"}]}}";

struct fixture {
    struct loaded loaded;
    struct solution solution;
    struct results results;
    struct report report;
};

static void fixture_open(struct fixture *fixture, const char *text) {
    struct error error = {0};
    struct solve_options options = {0};
    memset(fixture, 0, sizeof *fixture);
    enum err err = load_bytes("two.json", text, strlen(text), &fixture->loaded, &error);
    faults_print(&fixture->loaded.faults, stderr);
    cr_assert_eq(err, OK, "%s", error.text);
    cr_assert_eq(solve(&fixture->loaded.instance, &options, &fixture->solution, &error), OK, "%s",
                 error.text);
    results_of_solution(&fixture->results, &fixture->loaded.instance, &fixture->solution);
}

static void fixture_check(struct fixture *fixture) {
    cr_assert_eq(verify_run(&fixture->loaded, &fixture->results, &fixture->report, NULL), OK);
}

static void fixture_close(struct fixture *fixture) {
    results_release(&fixture->results);
    solution_release(&fixture->solution);
    loaded_release(&fixture->loaded);
}

static void is_broken(const struct fixture *fixture, enum property property, const char *text) {
    const struct finding *finding = &fixture->report.finding[property];
    cr_expect_eq(finding->verdict, VERDICT_BROKEN, "%s", property_name[property]);
    cr_expect_str_eq(finding->first_case, text);
}

static void is_held(const struct fixture *fixture, enum property property) {
    const struct finding *finding = &fixture->report.finding[property];
    cr_expect_eq(finding->verdict, VERDICT_HELD, "%s: %s", property_name[property],
                 finding->first_case);
}

/* A row of proposals.csv as it would stand for a wish. */
static void place(struct fixture *fixture, uint32_t a, uint32_t offer, uint32_t wish,
                  uint32_t rank) {
    fixture->results.proposals.offer[a] = offer;
    fixture->results.proposals.basis[a] = offer == NONE ? BASIS_NONE : BASIS_WISH;
    fixture->results.proposals.wish[a] = wish;
    fixture->results.proposals.rank[a] = rank;
}

Test(verify_by_hand, what_is_right_is_held) {
    struct fixture fixture;
    fixture_open(&fixture, two_by_two);
    cr_expect(fixture.results.proposals.offer[0] == 0 && fixture.results.proposals.offer[1] == 1);
    fixture_check(&fixture);
    cr_expect_eq(first_broken(&fixture.report), N_PROPERTIES);
    is_held(&fixture, PROPERTY_BEST);
    cr_expect_eq(fixture.report.finding[PROPERTY_NEAR].verdict, VERDICT_DOES_NOT_APPLY);
    cr_expect_eq(fixture.report.finding[PROPERTY_OBJECTIVE].verdict, VERDICT_DOES_NOT_APPLY);
    fixture_close(&fixture);
}

Test(verify_by_hand, stable_but_not_the_best) {
    struct fixture fixture;
    fixture_open(&fixture, two_by_two);
    place(&fixture, 0, 1, 2, 1);
    place(&fixture, 1, 0, 2, 1);
    fixture_check(&fixture);
    is_held(&fixture, PROPERTY_ROWS);
    is_held(&fixture, PROPERTY_ENVY);
    is_held(&fixture, PROPERTY_WASTE);
    is_broken(&fixture, PROPERTY_BEST, "ada could have n and has s; worse than it should");
    fixture_close(&fixture);
}

Test(verify_by_hand, envy) {
    struct fixture fixture;
    fixture_open(&fixture, three_for_one);
    place(&fixture, 0, NONE, 0, 0);
    place(&fixture, 2, 0, 1, 3);
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_ENVY,
              "ada would rather be at n and goes before cai, who has a seat at n");
    is_held(&fixture, PROPERTY_WASTE);
    is_held(&fixture, PROPERTY_PLACED);
    fixture_close(&fixture);
}

Test(verify_by_hand, waste_and_unplaced) {
    struct fixture fixture;
    fixture_open(&fixture, three_for_one);
    place(&fixture, 1, NONE, 0, 0);
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_WASTE, "bo would rather be at s, where a seat is free");
    is_broken(&fixture, PROPERTY_PLACED, "bo is unplaced while s has a free seat");
    is_held(&fixture, PROPERTY_ENVY);
    fixture_close(&fixture);
}

Test(verify_by_hand, seats_and_eligibility) {
    struct fixture fixture;
    fixture_open(&fixture, three_for_one);
    place(&fixture, 2, 1, 0, 0);
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_SEATS, "cai is number 2 in s, which has 1 seat");
    is_broken(&fixture, PROPERTY_ELIGIBILITY, "cai neither wished for s nor may fall back on it");
    fixture_close(&fixture);
}

Test(verify_by_hand, a_rank_by_another_draw) {
    struct fixture fixture;
    fixture_open(&fixture, three_for_one);
    place(&fixture, 0, 0, 1, 2);
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_ROWS, "rank of ada at n is 2; 1 follows from the input");
    is_broken(&fixture, PROPERTY_LOTTERY,
              "ada has rank 1 at n by lottery number 0000000000000001, not 2");
    fixture_close(&fixture);
}

Test(verify_by_hand, costs_that_are_not_the_least) {
    struct fixture fixture;
    fixture_open(&fixture, two_by_two_at_least_cost);
    fixture_check(&fixture);
    cr_expect_eq(first_broken(&fixture.report), N_PROPERTIES);
    is_held(&fixture, PROPERTY_OBJECTIVE);
    place(&fixture, 0, 1, 2, 1);
    place(&fixture, 1, 0, 2, 1);
    fixture_check(&fixture);
    cr_expect_eq(fixture.report.finding[PROPERTY_OBJECTIVE].verdict, VERDICT_BROKEN);
    fixture_close(&fixture);
}

Test(verify_by_hand, values_names_and_prices_of_a_certificate) {
    struct fixture fixture;
    fixture_open(&fixture, two_by_two_at_least_cost);
    fixture.results.proof.value[1]++;
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_OBJECTIVE, "levels[1].value: 1; the placements sum to 0");
    fixture.results.proof.value[1]--;
    fixture.results.proof.price[0][0] = -1;
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_OBJECTIVE,
              "levels[0].prices[0].price: -1 at n, which may have no negative one");
    fixture.results.proof.price[0][0] = 1;
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_OBJECTIVE,
              "levels[0].prices: by them ada, who is at n, has a choice that is cheaper by 1 in "
              "placed");
    fixture.results.proof.price[0][0] = 0;
    snprintf(fixture.results.proof.name[0], 64, "near");
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_OBJECTIVE, "levels[0].objective: 'near'; the policy has 'placed'");
    fixture_close(&fixture);
}

Test(verify_by_hand, rows_missing) {
    struct fixture fixture;
    fixture_open(&fixture, three_for_one);
    fixture.results.proposals.n = 2;
    fixture_check(&fixture);
    is_broken(&fixture, PROPERTY_ONCE, "2 rows; the input has 3 applicants");
    cr_expect_eq(fixture.report.finding[PROPERTY_SEATS].verdict, VERDICT_NOT_CHECKED);
    fixture_close(&fixture);
}

Test(verify_by_hand, form) {
    struct faults faults = {0};
    struct report report;
    fault_add(&faults, (struct place){"offers.csv", 3, 7}, "first");
    fault_add(&faults, (struct place){"offers.csv", 4, 7}, "second");
    verify_form(&faults, &report);
    cr_expect(report_broken(&report));
    cr_expect_str_eq(report.finding[PROPERTY_FORM].first_case, "first");
    cr_expect_str_eq(report.finding[PROPERTY_FORM].place, "offers.csv:3:7");
    cr_expect_eq(report.finding[PROPERTY_FORM].n_broken, 2);
    cr_expect_eq(report.finding[PROPERTY_SEATS].verdict, VERDICT_NOT_CHECKED);
    faults_release(&faults);
}
