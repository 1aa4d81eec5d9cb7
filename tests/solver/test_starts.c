// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * In which months children may begin: each part of the rule in a round of its own, as options and
 * in what is solved. That the rule leaves nothing out that could be better, tests/solver/
 * test_program.c tries on random rounds; that it is followed to the letter, test_options.c.
 */
#include "io/loader.h"
#include "solver/solution.h"

#include <criterion/criterion.h>
#include <string.h>

enum { JANUARY = 2027 * 12, FEBRUARY, MARCH, APRIL, MAY };

#define CHILD(id, start) "{\"id\":\"" id "\",\"start\":\"2027-" start "\"}"
#define AT(id, start, current)                                                                     \
    "{\"id\":\"" id "\",\"start\":\"2027-" start "\",\"current\":\"" current "\"}"
#define WISH(id, offer) "{\"applicant\":\"" id "\",\"rank\":1,\"offer\":\"" offer "\"}"
#define OFFER(id, school, seats) "{\"id\":\"" id "\",\"school\":\"" school "\",\"seats\":" seats "}"
#define COUNTS(id, school, seats)                                                                  \
    "{\"id\":\"" id "\",\"school\":\"" school "\",\"seats\":" seats ",\"counts_current\":true}"

/* Schools s and t; most children placed, at what they wish, then early, at most four months late.
 */
static void solve_round(const char *schools, const char *offers, const char *applicants,
                        const char *wishes, struct loaded *loaded, struct solution *solution) {
    char text[4000];
    struct error error = {0};
    int n =
        snprintf(text, sizeof text,
                 "{\"format\":\"placera-instance/1\",\"lottery\":{\"seed\":\"x\"},\"policy\":"
                 "{\"mechanism\":\"minimum-cost\",\"late\":{\"months\":4},\"objective\":"
                 "[\"placed\",\"wishes\",\"late\"]},\"schools\":[%s],\"offers\":[%s],\"tables\":"
                 "{\"applicants\":[%s],\"wishes\":[%s]}}",
                 schools, offers, applicants, wishes);
    cr_assert(n > 0 && n < (int)sizeof text);
    cr_assert_eq(load_bytes("round", text, (size_t)n, loaded, &error), OK, "%s: %s", error.text,
                 loaded->faults.n > 0 ? loaded->faults.fault[0].text : "");
    cr_assert_eq(solve(&loaded->instance, NULL, solution, &error), OK, "%s", error.text);
}

/* The months in which an applicant may begin, and the one that it gets. */
static void expect_months(const struct solution *solution, uint32_t applicant, uint32_t n,
                          const uint32_t *month, uint32_t start) {
    const struct options *options = &solution->options;
    uint32_t first = options->start[applicant], n_found = 0;
    for (uint32_t k = first; k < options->start[applicant + 1]; k++) {
        n_found += options_stays(options, k) ? 0 : 1;
    }
    cr_assert_eq(n_found, n, "applicant %u: %u months", applicant, n_found);
    for (uint32_t i = 0; i < n; i++) {
        cr_expect_eq(options->month[first + i], month[i], "applicant %u: month %u", applicant,
                     options->month[first + i] - JANUARY + 1);
    }
    cr_expect_eq(solution->start[applicant], start, "applicant %u begins in month %u", applicant,
                 solution->start[applicant] - JANUARY + 1);
}

#define EXPECT(applicant, begins, ...)                                                             \
    expect_months(&solution, applicant,                                                            \
                  (uint32_t)(sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t)),                \
                  (uint32_t[]){__VA_ARGS__}, begins)

#define SCHOOLS "{\"id\":\"s\"},{\"id\":\"t\"}"

static void release(struct loaded *loaded, struct solution *solution) {
    solution_release(solution);
    loaded_release(loaded);
}

/* (a) A second seat in March. */
Test(starts, steps_of_the_offer) {
    struct loaded loaded;
    struct solution solution;
    solve_round(
        SCHOOLS,
        OFFER("o", "s", "[{\"from\":\"2027-01\",\"seats\":1},{\"from\":\"2027-03\",\"seats\":2}]"),
        CHILD("a", "02") "," CHILD("b", "02"), WISH("a", "o") "," WISH("b", "o"), &loaded,
        &solution);
    cr_expect_eq(solution.start[0] + solution.start[1], FEBRUARY + MARCH);
    EXPECT(0, solution.start[0], FEBRUARY, MARCH);
    EXPECT(1, solution.start[1], FEBRUARY, MARCH);
    release(&loaded, &solution);
}

/* (b) The school as a whole has a second seat in March, which is nothing to t. */
Test(starts, steps_of_schools_and_pools) {
    struct loaded loaded;
    struct solution solution;
    solve_round("{\"id\":\"s\",\"seats\":[{\"from\":\"2027-01\",\"seats\":1},{\"from\":"
                "\"2027-03\",\"seats\":2}]},{\"id\":\"t\"}",
                OFFER("o", "s", "2") "," OFFER("p", "t", "1"),
                CHILD("a", "01") "," CHILD("b", "01") "," CHILD("c", "01"),
                WISH("a", "o") "," WISH("b", "o") "," WISH("c", "p"), &loaded, &solution);
    cr_expect_eq(solution.start[0] + solution.start[1], JANUARY + MARCH);
    EXPECT(0, solution.start[0], JANUARY, MARCH);
    EXPECT(2, JANUARY, JANUARY);
    release(&loaded, &solution);
}

/* (c) kim leaves o for p, which has seats from April on. ann waits for that seat. */
Test(starts, a_child_leaves) {
    struct loaded loaded;
    struct solution solution;
    const char *from_april = "[{\"from\":\"2027-04\",\"seats\":1}]";
    char offers[500];
    snprintf(offers, sizeof offers, "%s,{\"id\":\"p\",\"school\":\"t\",\"seats\":%s}",
             COUNTS("o", "s", "1"), from_april);
    solve_round(SCHOOLS, offers, CHILD("ann", "01") "," AT("kim", "02", "o"),
                WISH("ann", "o") "," WISH("kim", "p"), &loaded, &solution);
    EXPECT(0, APRIL, JANUARY, APRIL);
    EXPECT(1, APRIL, APRIL);
    release(&loaded, &solution);
    /* locked there from May on, kim leaves then */
    solve_round(SCHOOLS, offers,
                "{\"id\":\"ann\",\"start\":\"2027-01\"},{\"id\":\"kim\",\"start\":\"2027-05\","
                "\"current\":\"o\",\"locked\":\"p\"}",
                WISH("ann", "o"), &loaded, &solution);
    EXPECT(0, MAY, JANUARY, MAY);
    release(&loaded, &solution);
}

/* (c) The seat is one of a total: kim leaves o, and ann may begin at q. */
Test(starts, a_child_leaves_a_school) {
    struct loaded loaded;
    struct solution solution;
    solve_round("{\"id\":\"s\",\"seats\":1},{\"id\":\"t\"}",
                COUNTS("o", "s", "1") "," OFFER("q", "s", "1") "," OFFER("p", "t", "1"),
                CHILD("ann", "01") "," AT("kim", "03", "o"), WISH("ann", "q") "," WISH("kim", "p"),
                &loaded, &solution);
    EXPECT(0, MARCH, JANUARY, MARCH);
    EXPECT(1, MARCH, MARCH);
    release(&loaded, &solution);
}

/* (d) bo moves on from the small ones in April. */
Test(starts, children_move_on) {
    struct loaded loaded;
    struct solution solution;
    solve_round(SCHOOLS,
                "{\"id\":\"small\",\"school\":\"s\",\"seats\":1,\"moves\":{\"to\":\"large\","
                "\"from\":\"2027-04\",\"born_before\":\"2024-01-01\"}}," OFFER("large", "s", "1"),
                "{\"id\":\"ann\",\"start\":\"2027-02\",\"birth_date\":\"2025-01-01\"},"
                "{\"id\":\"bo\",\"start\":\"2027-01\",\"birth_date\":\"2023-01-01\"}",
                WISH("ann", "small") "," WISH("bo", "small"), &loaded, &solution);
    EXPECT(0, APRIL, FEBRUARY, APRIL);
    EXPECT(1, JANUARY, JANUARY, APRIL);
    release(&loaded, &solution);
}

/* bo moves on to the large ones as soon as he begins, so it is there that a seat must come free:
 * cai leaves it in March. */
Test(starts, where_a_child_moves_on_to) {
    struct loaded loaded;
    struct solution solution;
    solve_round(SCHOOLS,
                "{\"id\":\"small\",\"school\":\"s\",\"seats\":1,\"moves\":{\"to\":\"large\","
                "\"from\":\"2027-01\",\"born_before\":\"2024-01-01\"}}," COUNTS(
                    "large", "s", "1") "," OFFER("p", "t", "1"),
                "{\"id\":\"bo\",\"start\":\"2027-01\",\"birth_date\":\"2023-01-01\"},"
                "{\"id\":\"cai\",\"start\":\"2027-03\",\"current\":\"large\"}",
                WISH("bo", "small") "," WISH("cai", "p"), &loaded, &solution);
    EXPECT(0, MARCH, JANUARY, MARCH);
    release(&loaded, &solution);
}

/* lea leaves q when p opens in May; so kim may leave o for q in May, and ann begin at o. kim stands
 * before lea, so what follows from lea is found in a second pass. */
Test(starts, a_chain_of_leavings) {
    struct loaded loaded;
    struct solution solution;
    solve_round(SCHOOLS,
                COUNTS("o", "s", "1") "," COUNTS("q", "t", "1") "," OFFER(
                    "p", "t", "[{\"from\":\"2027-05\",\"seats\":1}]"),
                CHILD("ann", "02") "," AT("kim", "02", "o") "," AT("lea", "01", "q"),
                WISH("ann", "o") "," WISH("kim", "q") "," WISH("lea", "p"), &loaded, &solution);
    EXPECT(0, MAY, FEBRUARY, MAY);
    EXPECT(1, MAY, FEBRUARY, MAY);
    EXPECT(2, MAY, MAY);
    release(&loaded, &solution);
}

/* Two who want each other's places do not wait for each other: any month would do if the other one
 * took it, but they may begin at once. */
Test(starts, no_month_for_its_own_sake) {
    struct loaded loaded;
    struct solution solution;
    solve_round(SCHOOLS, COUNTS("o", "s", "1") "," COUNTS("q", "t", "1"),
                AT("kim", "02", "o") "," AT("lea", "02", "q") "," CHILD("ann", "01"),
                WISH("kim", "q") "," WISH("lea", "o") "," WISH("ann", "q"), &loaded, &solution);
    EXPECT(0, FEBRUARY, FEBRUARY);
    EXPECT(1, FEBRUARY, FEBRUARY);
    EXPECT(2, 0, JANUARY, FEBRUARY);
    release(&loaded, &solution);
}
