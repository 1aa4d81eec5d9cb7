// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Certificates of integer programs worked by hand: what prices prove is found proved, and no more.
 */
#include "tests/verify/in_memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define HEAD "{\"format\":\"placera-instance/1\",\"name\":\"p\",\"lottery\":{\"seed\":\"s\"},"
#define COST "\"policy\":{\"mechanism\":\"minimum-cost\","
#define SCHOOLS "\"schools\":[{\"id\":\"U\",\"name\":\"U\"},{\"id\":\"V\",\"name\":\"V\"}],"
#define WISH(a, rank, o) "{\"applicant\":\"" a "\",\"rank\":" rank ",\"offer\":\"" o "\"}"

struct fixture {
    struct loaded loaded;
    struct solution solution;
    struct results results;
    struct report report;
};

static void fixture_open(struct fixture *fixture, const char *round) {
    struct error error = {0};
    memset(fixture, 0, sizeof *fixture);
    enum err err = load_bytes("round.json", round, strlen(round), &fixture->loaded, &error);
    faults_print(&fixture->loaded.faults, stderr);
    cr_assert_eq(err, OK, "%s", error.text);
    cr_assert_eq(solve(&fixture->loaded.instance, NULL, &fixture->solution, &error), OK, "%s",
                 error.text);
    results_of_solution(&fixture->results, &fixture->loaded.instance, &fixture->solution);
    cr_assert(fixture->results.has_program);
    cr_assert_eq(verify_run(&fixture->loaded, &fixture->results, &fixture->report, NULL), OK);
    const struct finding *finding = &fixture->report.finding[PROPERTY_OBJECTIVE];
    cr_expect_eq(finding->verdict, VERDICT_HELD, "%s", finding->first_case);
}

static void fixture_close(struct fixture *fixture) {
    results_release(&fixture->results);
    solution_release(&fixture->solution);
    loaded_release(&fixture->loaded);
}

/* With this proof the checker says so. */
static void says(struct fixture *fixture, const char *levels, double gap, enum verdict verdict,
                 const char *text) {
    char program[4000];
    snprintf(program, sizeof program, "{\"levels\":[%s],\"stopped\":false,\"gap\":%.17g}", levels,
             gap);
    results_take_program(&fixture->results, &fixture->loaded.instance, program);
    cr_assert_eq(verify_run(&fixture->loaded, &fixture->results, &fixture->report, NULL), OK);
    const struct finding *finding = &fixture->report.finding[PROPERTY_OBJECTIVE];
    cr_expect_eq(finding->verdict, verdict, "%s", verdict_name[finding->verdict]);
    cr_expect_str_eq(finding->first_case, text);
}

#define BY_PRICES(bound, weights, prices)                                                          \
    "\"by_prices\":{\"bound\":" bound ",\"weights\":[" weights "],\"prices\":[" prices "]}"
#define LEVEL(name, value, bound, by) /* its prices follow */                                      \
    "{\"objective\":\"" name "\",\"value\":" value ",\"bound\":" bound ",\"proved_by\":\"" by "\""
#define PROVED(name, value, weights, prices)                                                       \
    LEVEL(name, value, value, "prices") "," BY_PRICES(value, weights, prices) "}"
#define PRICE(of, id, price) "{\"" of "\":\"" id "\",\"price\":" price "}"
#define PRICE_IN(of, id, month, price)                                                             \
    "{\"" of "\":\"" id "\",\"month\":\"" month "\",\"price\":" price "}"
#define NO_MORE(l, bound, proved)                                                                  \
    "program.levels[" l "].by_prices.bound: " bound "; these weights and prices prove " proved     \
    " and no more"

/* Two pools that cross, of one seat each: two may go to o, in the first, one to p, in both, two to
 * q, in the second. With a price of 1 each nobody gains by a seat, and both pools together allow 2:
 * at most two are placed. */
static const char crossing[] = HEAD COST
    "\"objective\":[\"placed\"]}," SCHOOLS
    "\"offers\":[{\"id\":\"o\",\"school\":\"U\",\"seats\":2},"
    "{\"id\":\"p\",\"school\":\"U\",\"seats\":2},{\"id\":\"q\",\"school\":\"V\",\"seats\":2}],"
    "\"pools\":[{\"id\":\"W\",\"seats\":1,\"members\":[\"o\",\"p\"]},"
    "{\"id\":\"E\",\"seats\":1,\"members\":[\"p\",\"q\"]}],"
    "\"tables\":{\"applicants\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":\"d\"},"
    "{\"id\":\"e\"}],\"wishes\":[" WISH("a", "1", "o") "," WISH("b", "1", "o") "," WISH(
        "c", "1", "p") "," WISH("d", "1", "q") "," WISH("e", "1", "q") "]}}";

#define BOTH PRICE("pool", "W", "1") "," PRICE("pool", "E", "1")

Test(verify_program, prices_of_pools_that_cross) {
    struct fixture f;
    fixture_open(&f, crossing);
    says(&f, PROVED("placed", "-2", "1", BOTH), 0, VERDICT_HELD,
         "prices prove every level of the integer program optimal");
    says(&f, PROVED("placed", "-2", "1", PRICE("pool", "W", "2") "," PRICE("pool", "E", "1")), 0,
         VERDICT_BROKEN, NO_MORE("0", "-2", "-3"));
    says(&f, PROVED("placed", "-2", "1", PRICE("pool", "W", "1")), 0, VERDICT_BROKEN,
         NO_MORE("0", "-2", "-3"));
    says(&f, PROVED("placed", "-2", "2", BOTH), 0, VERDICT_BROKEN, NO_MORE("0", "-2", "-3"));
    says(&f, PROVED("placed", "-2", "1", ""), 0, VERDICT_BROKEN, NO_MORE("0", "-2", "-5"));
    says(&f, PROVED("placed", "-2", "1", BOTH "," PRICE_IN("pool", "W", "2027-01", "1")), 0,
         VERDICT_BROKEN,
         "program.levels[0].by_prices.prices[2]: pool W has no seats that limit anybody in "
         "2027-01");
    says(&f, PROVED("placed", "-2", "1", BOTH "," PRICE("school", "U", "1")), 0, VERDICT_BROKEN,
         "program.levels[0].by_prices.prices[2]: school U has no seats that limit anybody");
    says(&f, PROVED("placed", "-2", "1", BOTH "," PRICE("opens", "o", "1")), 0, VERDICT_BROKEN,
         "program.levels[0].by_prices.prices[2]: opens o has no least number");
    fixture_close(&f);
}

Test(verify_program, what_is_told_of_a_bound) {
    struct fixture f;
    fixture_open(&f, crossing);
    says(&f, LEVEL("placed", "-2", "-1", "tree") "}", 0, VERDICT_BROKEN,
         "program.levels[0].bound: -1 is above the value");
    says(&f, LEVEL("placed", "-2", "-2", "prices") "," BY_PRICES("-3", "1", BOTH) "}", 0,
         VERDICT_BROKEN, "program.levels[0].bound: -2; the prices are said to prove -3");
    says(&f, LEVEL("placed", "-2", "-2", "tree") "," BY_PRICES("-5", "1", "") "}", 0,
         VERDICT_NOT_CHECKED,
         "prices prove 0 of 1 levels optimal; placed: -2, optimal by search alone; its "
         "prices prove -5 or more");
    says(&f, LEVEL("placed", "-2", "-3", "tree") "," BY_PRICES("-5", "1", "") "}", 0.5,
         VERDICT_NOT_CHECKED,
         "prices prove 0 of 1 levels optimal; placed: -2; -3 or more by search alone, a gap "
         "of 50 %; its prices prove -5 or more");
    says(&f, LEVEL("placed", "-2", "-3", "prices") "," BY_PRICES("-3", "1", BOTH) "}", 0.5,
         VERDICT_NOT_CHECKED,
         "prices prove 0 of 1 levels optimal; placed: -2; its prices prove -3 or more, a gap of 50 "
         "%");
    says(&f, LEVEL("placed", "-2", "null", "nothing") "}", 1, VERDICT_NOT_CHECKED,
         "prices prove 0 of 1 levels optimal; placed: -2, of which nothing is proved");
    says(&f, LEVEL("placed", "-2", "-3", "prices") "," BY_PRICES("-3", "1", BOTH) "}", 0.500002,
         VERDICT_NOT_CHECKED, /* in six digits */
         "prices prove 0 of 1 levels optimal; placed: -2; its prices prove -3 or more, a gap of 50 "
         "%");
    says(&f, LEVEL("placed", "-2", "-3", "prices") "," BY_PRICES("-3", "1", BOTH) "}", 0.4,
         VERDICT_BROKEN, "program.gap: 0.4; by values and bounds it is 0.5");
    says(&f, LEVEL("placed", "-2", "-2", "tree") "," BY_PRICES("-4", "1", "") "}", 0,
         VERDICT_BROKEN, NO_MORE("0", "-4", "-5"));
    fixture_close(&f);
}

/* v opens with two and one wishes for it. At most one can be placed there, so closed is x <= open,
 * and opens is 2 open <= x. With prices 1 and 2 neither is worth anything. */
static const char opening[] =
    HEAD COST "\"objective\":[\"placed\"]}," SCHOOLS
              "\"offers\":[{\"id\":\"v\",\"school\":\"V\",\"seats\":3,\"opens_with\":2}],"
              "\"tables\":{\"applicants\":[{\"id\":\"a\"}],\"wishes\":[" WISH("a", "1", "v") "]}}";

#define OPENING(opens, closed) PRICE("opens", "v", opens) "," PRICE("closed", "v", closed)
#define MOST "9223372036854775807"

Test(verify_program, prices_of_a_least_number) {
    struct fixture f;
    fixture_open(&f, opening);
    says(&f, PROVED("placed", "0", "1", OPENING("1", "2")), 0, VERDICT_HELD,
         "prices prove every level of the integer program optimal");
    says(&f, PROVED("placed", "0", "1", OPENING("1", "3")), 0, VERDICT_BROKEN,
         NO_MORE("0", "0", "-1"));
    says(&f, PROVED("placed", "0", "1", OPENING("2", "2")), 0, VERDICT_BROKEN,
         NO_MORE("0", "0", "-1"));
    says(&f, PROVED("placed", "0", "1", OPENING(MOST, MOST) "," PRICE("opens", "v", "1")), 0,
         VERDICT_BROKEN,
         "program.levels[0].by_prices: weights and prices are so large that they prove nothing");
    fixture_close(&f);
}

/* kim has the one seat at u, counted, and may leave it for w, which has seats from April on; ann
 * would begin at u in March. In March kim sits there in any case, in April not if it leaves. */
static const char leaving[] = HEAD COST
    "\"objective\":[\"placed\"]}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"counts_current\":true,\"seats\":[{\"from\":"
    "\"2027-01\",\"seats\":1}]},{\"id\":\"w\",\"school\":\"V\",\"seats\":[{\"from\":\"2027-04\","
    "\"seats\":1}]}],\"tables\":{\"applicants\":[{\"id\":\"kim\",\"current\":\"u\",\"start\":"
    "\"2027-04\"},{\"id\":\"ann\",\"start\":\"2027-03\"}],\"wishes\":[" WISH(
        "kim", "1", "w") "," WISH("ann", "1", "u") "]}}";

#define KEPT PROVED("current", "-1", "1", "") ","

Test(verify_program, prices_of_the_seats_of_a_month) {
    struct fixture f;
    fixture_open(&f, leaving);
    says(&f, KEPT PROVED("placed", "-1", "1,1", PRICE_IN("offer", "u", "2027-03", "1")), 0,
         VERDICT_HELD, "prices prove every level of the integer program optimal");
    says(&f, KEPT PROVED("placed", "-1", "1,1", PRICE_IN("offer", "u", "2027-04", "1")), 0,
         VERDICT_BROKEN, NO_MORE("1", "-1", "-2"));
    says(&f, KEPT PROVED("placed", "-1", "1,1", PRICE_IN("offer", "u", "2027-02", "1")), 0,
         VERDICT_BROKEN, NO_MORE("1", "-1", "-2"));
    says(&f, KEPT PROVED("placed", "-1", "1,1", PRICE("offer", "u", "1")), 0, VERDICT_BROKEN,
         NO_MORE("1", "-1", "-2"));
    says(&f, KEPT PROVED("placed", "-1", "1,1", PRICE_IN("offer", "u", "2026-12", "1")), 0,
         VERDICT_BROKEN,
         "program.levels[1].by_prices.prices[0]: offer u has no seats that limit anybody in "
         "2026-12");
    fixture_close(&f);
}

/* The same with a weight of the level before that is too small or too large: kim may be left out of
 * the account, or counts twice. */
Test(verify_program, weights_of_levels_before) {
    struct fixture f;
    fixture_open(&f, leaving);
    says(&f, KEPT PROVED("placed", "-1", "0,1", PRICE_IN("offer", "u", "2027-03", "2")), 0,
         VERDICT_BROKEN, NO_MORE("1", "-1", "-2"));
    says(&f, KEPT PROVED("placed", "-1", "7,1", PRICE_IN("offer", "u", "2027-03", "1")), 0,
         VERDICT_HELD, "prices prove every level of the integer program optimal");
    fixture_close(&f);
}

/* Siblings who can both sit at u only, which has one seat, cannot be together; where it has two,
 * they can. cai's place at the club goes with ada at U. */
static const char siblings[] = HEAD COST
    "\"objective\":[\"together\"],\"families\":{\"together\":\"%s\"}}," SCHOOLS
    "\"offers\":[{\"id\":\"u\",\"school\":\"U\",\"seats\":%d},"
    "{\"id\":\"club\",\"school\":\"V\",\"seats\":1,\"follows\":\"U\"}],"
    "\"tables\":{\"applicants\":[{\"id\":\"ada\",\"family\":\"A\"},{\"id\":\"bo\",\"family\":\"A\"}"
    ","
    "{\"id\":\"cai\",\"follows\":\"ada\"}],\"wishes\":[" WISH("ada", "1", "u") "," WISH("bo", "1",
                                                                                        "u") "]}}";

/* A network's certificate says nothing of families. */
Test(verify_program, no_network_where_families_count) {
    static char name[2][64] = {"together", "follows"};
    static int64_t value[2], price[8], *prices[2] = {price, price};
    struct fixture f;
    char round[4000];
    snprintf(round, sizeof round, siblings, "preferred", 2);
    fixture_open(&f, round);
    f.results.has_program = false;
    f.results.program = (struct program_read){0};
    f.results.has_levels = true;
    f.results.proof =
        (struct assignment_proof){.n_levels = 2, .name = name, .value = value, .price = prices};
    for (uint32_t a = 0; a < 3; a++) {
        f.results.proposals.offer[a] = NONE;
        f.results.proposals.basis[a] = BASIS_NONE;
        f.results.proposals.wish[a] = 0;
    }
    cr_assert_eq(verify_run(&f.loaded, &f.results, &f.report, NULL), OK);
    cr_expect_str_eq(f.report.finding[PROPERTY_OBJECTIVE].first_case,
                     "levels: there, though the round counts families and is no network");
    fixture_close(&f);
}

static void open_siblings(struct fixture *fixture, const char *word, int seats) {
    char round[4000];
    snprintf(round, sizeof round, siblings, word, seats);
    fixture_open(fixture, round);
}

Test(verify_program, families_without_prices) {
    struct fixture f;
    open_siblings(&f, "preferred", 1);
    says(&f, PROVED("together", "0", "1", "") "," PROVED("follows", "-1", "0,1", ""), 0,
         VERDICT_HELD, "prices prove every level of the integer program optimal");
    fixture_close(&f);
    open_siblings(&f, "required", 1);
    says(&f, PROVED("together", "0", "1", "") "," PROVED("follows", "0", "0,1", ""), 0,
         VERDICT_HELD, "prices prove every level of the integer program optimal");
    fixture_close(&f);
    open_siblings(&f, "required", 2);
    says(&f, PROVED("together", "-1", "1", "") "," PROVED("follows", "-1", "1,1", ""), 0,
         VERDICT_HELD, "prices prove every level of the integer program optimal");
    says(&f,
         PROVED("together", "-1", "1", PRICE("offer", "u", "1")) "," PROVED("follows", "-1", "1,1",
                                                                            ""),
         0, VERDICT_BROKEN, NO_MORE("0", "-1", "-2"));
    fixture_close(&f);
}
