// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The parts by hand: the draw, the random order, what the lottery binds, ranks of values, who
 * stands out, what is refused.
 */
#include "anonymise/anonymise.h"
#include "anonymise/dense_rank.h"
#include "anonymise/lottery_order.h"
#include "anonymise/random_order.h"
#include "anonymise/standing_out.h"
#include "io/loader.h"

#include <criterion/criterion.h>
#include <string.h>

static struct secret *draw(const char *text) {
    struct secret_key key = {{0}};
    struct secret *secret;
    memcpy(key.bytes, text, strlen(text));
    cr_assert_eq(secret_new(&secret, &key, NULL), OK);
    return secret;
}

Test(anonymise_parts, keys_are_drawn_and_forgotten) {
    static const struct secret_key nought;
    struct secret_key one, other;
    cr_assert_eq(secret_key_draw(&one, NULL), OK);
    cr_assert_eq(secret_key_draw(&other, NULL), OK);
    cr_expect_neq(memcmp(&one, &other, sizeof one), 0);
    secret_key_forget(&one);
    cr_expect_eq(memcmp(&one, &nought, sizeof one), 0);
}

/* Each of three in each place: 2,000 times of 6,000, give or take five deviations. */
Test(anonymise_parts, every_order_is_as_likely) {
    struct secret *secret = draw("likely");
    uint32_t count[3][3] = {{0}};
    for (int i = 0; i < 6000; i++) {
        uint32_t order[3];
        secret_shuffle(secret, order, 3);
        cr_assert_eq(order[0] + order[1] + order[2], 3);
        for (int place = 0; place < 3; place++) {
            count[place][order[place]]++;
        }
    }
    for (int place = 0; place < 3; place++) {
        for (int which = 0; which < 3; which++) {
            cr_expect(count[place][which] > 1820 && count[place][which] < 2180, "%u",
                      count[place][which]);
        }
    }
    cr_expect_eq(secret_end(secret, NULL), OK);
}

/* 1 before 0, 3 before 1, said twice; 2 is free and comes in any of the four places. */
Test(anonymise_parts, a_random_order_keeps_its_pairs) {
    struct secret *secret = draw("order");
    struct before before = {0};
    uint32_t place_of_2[4] = {0};
    cr_assert_eq(before_add(&before, 1, 0, NULL), OK);
    cr_assert_eq(before_add(&before, 3, 1, NULL), OK);
    cr_assert_eq(before_add(&before, 3, 1, NULL), OK);
    for (int i = 0; i < 1000; i++) {
        uint32_t order[4], place[4];
        bool kept = false;
        cr_assert_eq(random_order(4, &before, secret, order, &kept, NULL), OK);
        cr_assert(kept);
        for (uint32_t k = 0; k < 4; k++) {
            place[order[k]] = k;
        }
        cr_assert(place[3] < place[1] && place[1] < place[0]);
        place_of_2[place[2]]++;
    }
    for (int k = 0; k < 4; k++) {
        cr_expect_gt(place_of_2[k], 50);
    }
    bool kept = true;
    uint32_t order[4];
    cr_assert_eq(before_add(&before, 0, 3, NULL), OK);
    cr_assert_eq(random_order(4, &before, secret, order, &kept, NULL), OK);
    cr_expect_not(kept, "a circle has no order");
    before_release(&before);
    secret_end(secret, NULL);
}

#define ROUND(policy, applicants, wishes)                                                          \
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"s\"},"                         \
    "\"policy\": {" policy "},"                                                                    \
    "\"schools\": [{\"id\": \"north\", \"x\": 0, \"y\": 0}, {\"id\": \"south\", \"x\": 0, "        \
    "\"y\": 900}],"                                                                                \
    "\"offers\": [{\"id\": \"north-F\", \"school\": \"north\", \"seats\": 1},"                     \
    "{\"id\": \"south-F\", \"school\": \"south\", \"seats\": 1}],"                                 \
    "\"tables\": {\"applicants\": [" applicants "], \"wishes\": [" wishes "]}}"

static void must_load(const char *text, struct loaded *loaded) {
    struct error error = {0};
    if (load_bytes("round", text, strlen(text), loaded, &error) != OK) {
        faults_print(&loaded->faults, stderr);
        cr_assert_fail("%s", error.text);
    }
}

/* Ada and Bo are equal before the lottery, Cia is ahead by her flag: of the three, only the order
 * of Ada and Bo is kept, and her number comes anywhere. */
Test(anonymise_parts, the_lottery_binds_only_equals) {
    struct loaded loaded;
    must_load(
        ROUND("\"criteria\": [{\"flag\": \"sibling\"}]",
              "{\"id\": \"Ada\", \"lottery\": \"0000000000000bad\"},"
              "{\"id\": \"Bo\", \"lottery\": \"0000000000000abc\"},"
              "{\"id\": \"Cia\", \"lottery\": \"0000000000000aaa\"}",
              "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": \"north-F\", \"sibling\": 0},"
              "{\"applicant\": \"Bo\", \"rank\": 1, \"offer\": \"north-F\", \"sibling\": 0},"
              "{\"applicant\": \"Cia\", \"rank\": 1, \"offer\": \"north-F\", \"sibling\": 1}"),
        &loaded);
    struct secret *secret = draw("bind");
    uint32_t place_of_cia[4] = {0};
    for (int i = 0; i < 300; i++) {
        struct arena arena = {0};
        struct lottery_carried carried;
        cr_assert_eq(lottery_carry(&loaded.instance, secret, &arena, &carried, NULL), OK);
        cr_assert_null(carried.of_wish);
        cr_assert_lt(carried.of_applicant[1], carried.of_applicant[0]);
        cr_assert_eq(carried.n_bound, 2);
        cr_assert_eq(carried.n_largest, 2);
        place_of_cia[carried.of_applicant[2]]++;
        arena_free(&arena);
    }
    for (int place = 1; place <= 3; place++) {
        cr_expect_gt(place_of_cia[place], 30);
    }
    secret_end(secret, NULL);
    loaded_release(&loaded);
}

static enum err anonymise_text(const char *text, struct anonymised *anonymised,
                               struct error *error) {
    struct secret_key key = {"parts"};
    struct anonymise_options how = {0, false};
    struct loaded loaded;
    must_load(text, &loaded);
    enum err err = anonymise(&loaded.instance, &how, &key, anonymised, error);
    loaded_release(&loaded);
    return err;
}

/* Straight lines of 400 and 500 metres become rows; the coordinates are gone. */
Test(anonymise_parts, straight_lines_become_rows) {
    struct anonymised anonymised;
    struct error error = {0};
    cr_assert_eq(anonymise_text(
                     ROUND("\"criteria\": [\"absolute_nearness\"], \"straight_line\": \"allowed\"",
                           "{\"id\": \"Ada\", \"x\": 0, \"y\": 400}",
                           "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": \"north-F\"}"),
                     &anonymised, &error),
                 OK, "%s", error.text);
    const struct instance *instance = &anonymised.instance;
    uint32_t north = anonymised.school_was[0] == 0 ? 0 : 1;
    cr_expect_not(instance->policy.straight_line);
    cr_expect_null(instance->applicant_x);
    cr_assert_eq(instance->n_distances, 2);
    cr_expect_eq(instance_walking_m(instance, 0, north), 400);
    cr_expect_eq(instance_walking_m(instance, 0, 1 - north), 500);
    anonymised_release(&anonymised);
}

/* No rule looks at metres, at where a child is now, or at its birth date. */
Test(anonymise_parts, what_no_rule_looks_at_is_left_out) {
    struct anonymised anonymised;
    struct error error = {0};
    cr_assert_eq(anonymise_text(ROUND("\"straight_line\": \"allowed\"",
                                      "{\"id\": \"Ada\", \"x\": 0, \"y\": 400, \"protected\": 1, "
                                      "\"current\": \"south-F\", \"birth_date\": \"2020-01-01\"}",
                                      "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": "
                                      "\"north-F\"}"),
                                &anonymised, &error),
                 OK, "%s", error.text);
    const struct instance *instance = &anonymised.instance;
    cr_expect_null(instance->distance_start);
    cr_expect_not_null(instance->applicant_current); /* Ada may stay there */
    cr_expect_null(instance->applicant_protected);
    cr_expect_eq(instance->n_columns, 0);
    cr_expect_eq(anonymised.n_protected, 1);
    anonymised_release(&anonymised);
}

/* Dates in the applicants' rows and in a wish's: one order; a missing one stays missing. */
Test(anonymise_parts, dates_become_their_order) {
    struct loaded loaded;
    must_load(ROUND("\"criteria\": [{\"ascending\": \"queue\"}]",
                    "{\"id\": \"Ada\", \"queue\": \"2026-03-01\"},"
                    "{\"id\": \"Bo\", \"queue\": \"2026-01-31\"},"
                    "{\"id\": \"Cia\", \"queue\": \"2026-03-01\"},"
                    "{\"id\": \"Dan\"}",
                    "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": \"north-F\", \"queue\": "
                    "\"2026-02-01\"}"),
              &loaded);
    double sorted[5];
    struct dense_rank rank;
    dense_rank_make(&rank, &loaded.instance, 0, sorted);
    const double *value = loaded.instance.column[0].of_applicant;
    cr_expect_eq(dense_rank_of(&rank, value[1]), 1);
    cr_expect_eq(dense_rank_of(&rank, loaded.instance.column[0].of_wish[0]), 2);
    cr_expect_eq(dense_rank_of(&rank, value[0]), 3);
    cr_expect_eq(dense_rank_of(&rank, value[2]), 3);
    double missing = dense_rank_of(&rank, value[3]);
    cr_expect(missing != missing);
    loaded_release(&loaded);
}

#define PRESCHOOL(criteria, objective, more)                                                       \
    "{\"format\": \"placera-instance/1\", \"lottery\": {\"seed\": \"s\"}, \"policy\": {"           \
    "\"mechanism\": \"minimum-cost\", \"criteria\": [" criteria "], \"objective\": [" objective    \
    "], \"late\": {\"months\": 2}}, \"schools\": [{\"id\": \"U\"}], \"offers\": [{\"id\": "        \
    "\"small\", "                                                                                  \
    "\"school\": \"U\", \"seats\": 3, \"moves\": {\"to\": \"big\", \"from\": \"2027-08\", "        \
    "\"born_before\": \"2025-01-01\"}}, {\"id\": \"big\", \"school\": \"U\", \"seats\": 3}], "     \
    "\"tables\": {\"applicants\": ["                                                               \
    "{\"id\": \"Ada\", \"start\": \"2027-03\", \"birth_date\": \"2024-05-06\", \"family\": "       \
    "\"Lind\", "                                                                                   \
    "\"guarantee\": \"2027-05\"},"                                                                 \
    "{\"id\": \"Bo\", \"start\": \"2027-04\", \"birth_date\": \"2025-01-01\", \"family\": "        \
    "\"Lind\"},"                                                                                   \
    "{\"id\": \"Cia\", \"birth_date\": \"2023-01-01\", \"guarantee\": \"2027-02\"}], \"wishes\": " \
    "["                                                                                            \
    "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": \"small\"" more "}]}}"

/* The new row of an applicant. */
static uint32_t row_of(const struct anonymised *anonymised, uint32_t was) {
    uint32_t a = 0;
    while (anonymised->applicant_was[a] != was) {
        a++;
    }
    return a;
}

/* March 2027 becomes January 2001; of births only that Ada and Cia move on and Bo does not is left;
 * the family's name, and when a place is owed, are gone where nothing looks at them. */
Test(anonymise_parts, months_and_births) {
    enum { JANUARY_2001 = 2001 * 12 };
    struct anonymised anonymised;
    struct error error = {0};
    cr_assert_eq(anonymise_text(PRESCHOOL("", "\"placed\"", ""), &anonymised, &error), OK, "%s",
                 error.text);
    const struct instance *instance = &anonymised.instance;
    uint32_t ada = row_of(&anonymised, 0), bo = row_of(&anonymised, 1),
             cia = row_of(&anonymised, 2);
    uint32_t small = anonymised.offer_was[0] == 0 ? 0 : 1;
    cr_expect_eq(instance->first_month, JANUARY_2001);
    cr_expect_eq(instance->applicant_start[ada], JANUARY_2001);
    cr_expect_eq(instance->applicant_start[bo], JANUARY_2001 + 1);
    cr_expect_eq(instance->applicant_start[cia], JANUARY_2001);
    cr_expect_eq(instance->offer_moves_month[small], JANUARY_2001 + 5);
    cr_expect_eq(instance->offer_moves_to[small], 1 - small);
    cr_expect_eq(instance->applicant_born[ada], instance->applicant_born[cia]);
    cr_expect_lt(instance->applicant_born[ada], instance->offer_moves_born[small]);
    cr_expect_geq(instance->applicant_born[bo], instance->offer_moves_born[small]);
    cr_expect(instance->applicant_family == NULL && instance->n_families == 0);
    cr_expect_null(instance->applicant_guarantee);
    anonymised_release(&anonymised);
}

/* Where a criterion compares births, their order is left and no more; so of months owed. */
Test(anonymise_parts, births_and_months_that_are_compared) {
    struct anonymised anonymised;
    struct error error = {0};
    cr_assert_eq(anonymise_text(PRESCHOOL("{\"ascending\": \"birth_date\"}, "
                                          "{\"ascending\": \"guarantee\"}",
                                          "\"together\", \"criteria\"", ""),
                                &anonymised, &error),
                 OK, "%s", error.text);
    const struct instance *instance = &anonymised.instance;
    uint32_t ada = row_of(&anonymised, 0), bo = row_of(&anonymised, 1),
             cia = row_of(&anonymised, 2);
    const double *born = instance->applicant_born;
    cr_expect(born[cia] + 1 == born[ada] && born[ada] + 1 == born[bo]);
    cr_expect_eq(instance->column[0].of_applicant[ada], born[ada]);
    cr_expect_eq(instance->applicant_guarantee[ada], instance->applicant_start[ada] + 2);
    cr_expect_eq(instance->applicant_guarantee[bo], NONE);
    double missing = instance->column[1].of_applicant[bo];
    cr_expect(missing != missing);
    cr_expect_lt(instance->column[1].of_applicant[cia], instance->column[1].of_applicant[ada]);
    cr_assert_eq(instance->n_families, 1);
    cr_expect_str_eq(strings_get(&instance->family_id, 0), "f1");
    cr_expect(instance->applicant_family[ada] == 0 && instance->applicant_family[cia] == NONE);
    anonymised_release(&anonymised);
}

/* Where families propose together their members' ids decide, so these keep their order. */
Test(anonymise_parts, siblings_keep_the_order_of_their_ids) {
    static const char text[] = ROUND("\"families\": {\"together\": \"preferred\"}",
                                     "{\"id\": \"Bo\", \"family\": \"Lind\"}, {\"id\": \"Cia\"}, "
                                     "{\"id\": \"Ada\", \"family\": \"Lind\"}",
                                     "");
    struct loaded loaded;
    uint32_t n_before_cia = 0;
    must_load(text, &loaded);
    for (unsigned char k = 0; k < 60; k++) {
        struct secret_key key = {{k}};
        struct anonymise_options how = {0, k % 2 == 0};
        struct anonymised anonymised;
        cr_assert_eq(anonymise(&loaded.instance, &how, &key, &anonymised, NULL), OK);
        const char *bo = strings_get(&anonymised.instance.applicant_id, row_of(&anonymised, 0));
        const char *cia = strings_get(&anonymised.instance.applicant_id, row_of(&anonymised, 1));
        const char *ada = strings_get(&anonymised.instance.applicant_id, row_of(&anonymised, 2));
        cr_assert_lt(strcmp(ada, bo), 0);
        n_before_cia += strcmp(ada, cia) < 0 ? 1 : 0;
        anonymised_release(&anonymised);
    }
    cr_expect(n_before_cia > 5 && n_before_cia < 55, "%u", n_before_cia);
    loaded_release(&loaded);
}

/* Two wish for north, one for south, one for nothing. */
Test(anonymise_parts, who_is_alone_stands_out) {
    struct loaded loaded;
    struct standing_out standing_out;
    must_load(ROUND("\"criteria\": []",
                    "{\"id\": \"Ada\"}, {\"id\": \"Bo\"}, {\"id\": \"Cia\"}, {\"id\": \"Dan\"}",
                    "{\"applicant\": \"Ada\", \"rank\": 1, \"offer\": \"north-F\"},"
                    "{\"applicant\": \"Bo\", \"rank\": 1, \"offer\": \"north-F\"},"
                    "{\"applicant\": \"Cia\", \"rank\": 1, \"offer\": \"south-F\"}"),
              &loaded);
    cr_assert_eq(standing_out_count(&standing_out, &loaded.instance, NULL), OK);
    cr_assert_eq(standing_out.n_facts, 3);
    cr_expect_str_eq(standing_out.fact[0].name, "number of wishes");
    cr_expect_eq(standing_out.fact[0].by_itself.n, 2);
    cr_expect_eq(standing_out.fact[0].by_itself.n_alone, 1, "Dan");
    cr_expect_eq(standing_out.fact[1].by_itself.n, 3);
    cr_expect_eq(standing_out.fact[1].by_itself.n_alone, 2, "Cia and Dan");
    cr_expect_eq(standing_out.fact[2].with_all.n_alone, 2);
    cr_expect_eq(standing_out.fact[2].with_all.n_few, 4);
    cr_expect_eq(standing_out.fact[2].with_all.smallest, 1);
    cr_expect_not(standing_out.has_metres);
    standing_out_release(&standing_out);
    loaded_release(&loaded);
}

static void must_refuse(const char *text, const char *because) {
    struct anonymised anonymised;
    struct error error = {0};
    cr_expect_eq(anonymise_text(text, &anonymised, &error), ERR_INPUT);
    cr_expect_not_null(strstr(error.text, because), "it says: %s", error.text);
    anonymised_release(&anonymised);
}

Test(anonymise_parts, columns_of_two_meanings_are_refused) {
    must_refuse(ROUND("\"criteria\": [{\"flag\": \"protected\"}]",
                      "{\"id\": \"Ada\", \"protected\": 1}", ""),
                "'protected'");
    must_refuse(ROUND("\"criteria\": [{\"ascending\": \"id\"}]", "{\"id\": \"7\"}", ""), "'id'");
    must_refuse(
        ROUND("\"criteria\": [{\"flag\": \"eligible\"}]", "{\"id\": \"Ada\", \"eligible\": 1}", ""),
        "'eligible'");
    must_refuse(PRESCHOOL("{\"ascending\": \"birth_date\"}", "\"placed\"",
                          ", \"birth_date\": \"2024-01-01\""),
                "of wishes.csv");
}
