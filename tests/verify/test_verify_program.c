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
static void says_with(struct fixture *fixture, const char *levels, const char *cuts, double gap,
                      enum verdict verdict, const char *text) {
    char program[4000];
    snprintf(program, sizeof program,
             "{\"levels\":[%s],\"cuts\":[%s],\"stopped\":false,\"gap\":%.17g}", levels, cuts, gap);
    results_take_program(&fixture->results, &fixture->loaded.instance, program);
    cr_assert_eq(verify_run(&fixture->loaded, &fixture->results, &fixture->report, NULL), OK);
    const struct finding *finding = &fixture->report.finding[PROPERTY_OBJECTIVE];
    cr_expect_eq(finding->verdict, verdict, "%s", verdict_name[finding->verdict]);
    cr_expect_str_eq(finding->first_case, text);
}

static void says(struct fixture *fixture, const char *levels, double gap, enum verdict verdict,
                 const char *text) {
    says_with(fixture, levels, "", gap, verdict, text);
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

#define CUT(i, price) "{\"cut\":" i ",\"price\":" price "}"
#define OF(of, id, times) "{\"" of "\":\"" id "\",\"times\":" times "}"
#define AT(of, id, at, times) "{\"" of "\":\"" id "\",\"at\":\"" at "\",\"times\":" times "}"
#define NUMBER(of, i, times) "{\"" of "\":" i ",\"times\":" times "}"
#define ALL_HELD "prices prove every level of the integer program optimal"

/* Three pools of one seat, each of two of three offers: by halves one and a half would be placed.
 * Half of all three says that one is. */
static const char triangle[] = HEAD COST
    "\"objective\":[\"placed\"]}," SCHOOLS
    "\"offers\":[{\"id\":\"o\",\"school\":\"U\",\"seats\":2},"
    "{\"id\":\"p\",\"school\":\"U\",\"seats\":2},{\"id\":\"q\",\"school\":\"V\",\"seats\":2}],"
    "\"pools\":[{\"id\":\"W\",\"seats\":1,\"members\":[\"o\",\"p\"]},"
    "{\"id\":\"E\",\"seats\":1,\"members\":[\"p\",\"q\"]},"
    "{\"id\":\"N\",\"seats\":1,\"members\":[\"o\",\"q\"]}],"
    "\"tables\":{\"applicants\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}],\"wishes\":[" WISH(
        "a", "1", "o") "," WISH("b", "1", "p") "," WISH("c", "1", "q") "]}}";

#define HALVES(times)                                                                              \
    "[" OF("pool", "W", "1260") "," OF("pool", "E", "1260") "," OF("pool", "N", times) "]"
#define BY_CUT PROVED("placed", "-1", "1", CUT("0", "1"))

Test(verify_program, a_cut_of_halves) {
    struct fixture f;
    fixture_open(&f, triangle);
    says_with(&f, BY_CUT, HALVES("1260"), 0, VERDICT_HELD, ALL_HELD);
    says_with(&f, BY_CUT, HALVES("1259"), 0, VERDICT_BROKEN, NO_MORE("0", "-1", "-3"));
    says_with(&f, BY_CUT, HALVES("2520"), 0, VERDICT_BROKEN, NO_MORE("0", "-1", "-2"));
    says_with(&f, PROVED("placed", "-1", "1", CUT("0", "2")), HALVES("1260"), 0, VERDICT_BROKEN,
              NO_MORE("0", "-1", "-2"));
    says_with(&f, PROVED("placed", "-1", "1", CUT("1", "1")),
              "[" OF("applicant", "a", "2520") "," NUMBER("cut", "1", "1") "]," HALVES("1260"), 0,
              VERDICT_BROKEN, "program.cuts[0][1]: cut 1 does not come before this one");
    says_with(&f, PROVED("placed", "-1", "1", CUT("1", "1")),
              HALVES("1260") ",[" NUMBER("cut", "0", "2520") "]", 0, VERDICT_HELD, ALL_HELD);
    says_with(&f, PROVED("placed", "-1", "1", CUT("1", "1")), HALVES("1260"), 0, VERDICT_BROKEN,
              "program.levels[0].by_prices.prices[0]: cut 1 is not there");
    says_with(&f, BY_CUT, "[" NUMBER("level", "0", "2520") "]", 0, VERDICT_BROKEN,
              "program.levels[0].by_prices.prices[0]: cut 0 stands on the value of a level that is "
              "not before this one");
    says_with(&f, BY_CUT, "[" NUMBER("level", "1", "2520") "]", 0, VERDICT_BROKEN,
              "program.cuts[0][0]: level 1 is no row of the program");
    says_with(&f, BY_CUT, "[" OF("open", "o", "2520") "]", 0, VERDICT_BROKEN,
              "program.cuts[0][0]: open o is no row of the program");
    says_with(&f, BY_CUT, "[" AT("together", "a", "U", "2520") "]", 0, VERDICT_BROKEN,
              "program.cuts[0][0]: together a is no row of the program");
    fixture_close(&f);
}

/* Cuts on cuts, each more than a million times the one before. */
Test(verify_program, a_cut_of_great_numbers) {
    struct fixture f;
    fixture_open(&f, triangle);
#define MORE(i) ",[" NUMBER("cut", i, "2147483647") "]"
    says_with(&f, BY_CUT, HALVES("1260") MORE("0") MORE("1") MORE("2") MORE("3"), 0, VERDICT_BROKEN,
              "program.cuts[4]: its numbers are so large that it proves nothing");
    fixture_close(&f);
}

/* kim keeps its place in any case, so it takes the seat of March; the row that holds the first
 * level is  -kim stays - kim leaves <= -1, and kim sits there either way. */
Test(verify_program, a_cut_on_the_value_of_a_level) {
    struct fixture f;
    fixture_open(&f, leaving);
#define HELD                                                                                       \
    "[" NUMBER("level", "0", "2520") ","                                                           \
                                     "{\"offer\":\"u\",\"month\":\"2027-03\",\"times\":2520}]"
    says_with(&f, KEPT PROVED("placed", "-1", "0,1", CUT("0", "1")), HELD, 0, VERDICT_HELD,
              ALL_HELD);
    says_with(&f,
              KEPT LEVEL("placed", "-1", "-1", "tree") "," BY_PRICES("0", "0,1", CUT("0", "1")) "}",
              HELD, 0, VERDICT_BROKEN, NO_MORE("1", "0", "-1"));
    says_with(&f,
              PROVED("current", "-1", "1", CUT("0", "1")) "," PROVED("placed", "-1", "0,1",
                                                                     CUT("0", "1")),
              HELD, 0, VERDICT_BROKEN,
              "program.levels[0].by_prices.prices[0]: cut 0 stands on the value of a level that is "
              "not before this one");
    fixture_close(&f);
}

/* Where U has one seat, siblings cannot be together there. With two offers they have four ways to
 * be, each of which takes two seats of U, and half of its row says that there is none. With nine
 * offers these are 81, and there is one column: half the sum of what ties it to them and U's row.
 */
static const char brood[] =
    HEAD COST "\"objective\":[\"together\"]},"
              "\"schools\":[{\"id\":\"U\",\"name\":\"U\",\"seats\":1}],\"offers\":[%s],"
              "\"tables\":{\"applicants\":[{\"id\":\"ada\",\"family\":\"A\"},{\"id\":\"bo\","
              "\"family\":\"A\"}],"
              "\"wishes\":[%s]}}";

static void open_brood(struct fixture *fixture, int n_offers) {
    char round[8000], offers[2000] = "", wishes[3000] = "";
    for (int o = 0, i = 0, j = 0; o < n_offers; o++) {
        i += snprintf(offers + i, sizeof offers - (size_t)i,
                      "%s{\"id\":\"o%d\",\"school\":\"U\",\"seats\":1}", o == 0 ? "" : ",", o);
        for (int a = 0; a < 2; a++) {
            j += snprintf(wishes + j, sizeof wishes - (size_t)j,
                          "%s{\"applicant\":\"%s\",\"rank\":%d,\"offer\":\"o%d\"}",
                          o + a == 0 ? "" : ",", a == 0 ? "ada" : "bo", o + 1, o);
        }
    }
    snprintf(round, sizeof round, brood, offers, wishes);
    fixture_open(fixture, round);
}

#define APART PROVED("together", "0", "1", CUT("0", "1"))
#define TIED(at)                                                                                   \
    "[" AT("together", "ada", at, "1260") "," AT("together", "bo", at,                             \
                                                 "1260") "," OF("school", "U", "1260") "]"
#define HALF_OF_SEATS "[" OF("school", "U", "1260") "]"

Test(verify_program, cuts_of_a_family) {
    struct fixture f;
    open_brood(&f, 2);
    says_with(&f, APART, HALF_OF_SEATS, 0, VERDICT_HELD, ALL_HELD);
    says_with(&f, APART, TIED("U"), 0, VERDICT_BROKEN,
              "program.cuts[0][0]: together ada is no row of the program");
    fixture_close(&f);
    open_brood(&f, 9);
    says_with(&f, APART, TIED("U"), 0, VERDICT_HELD, ALL_HELD);
    says_with(&f, APART, HALF_OF_SEATS, 0, VERDICT_BROKEN, NO_MORE("0", "0", "-1"));
    says_with(&f, APART, "[" AT("newly", "ada", "U", "1260") "]", 0, VERDICT_BROKEN,
              "program.cuts[0][0]: newly ada is no row of the program");
    fixture_close(&f);
}
