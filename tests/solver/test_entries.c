// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries sorted by words against comparing criteria one by one, many of them equal.
 */
#include "solver/entries.h"

#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { APPLICANTS_MAX = 700, ID_BYTES = 8 };

/* One option an applicant, at one offer; criteria: a flag, a column, the lottery. */
struct round {
    struct instance instance;
    struct options options;
    struct ranking ranking;
    struct keys keys;
    struct column column[2];
    struct criterion criterion[3];
    size_t id_start[APPLICANTS_MAX];
    char id_bytes[APPLICANTS_MAX * ID_BYTES];
    double flag[APPLICANTS_MAX], value[APPLICANTS_MAX];
    uint64_t lottery[APPLICANTS_MAX];
    uint32_t start[APPLICANTS_MAX + 1], offer[APPLICANTS_MAX], applicant[APPLICANTS_MAX];
    uint32_t wish_start[APPLICANTS_MAX + 1];
};

static void round_make(struct round *round, struct random *random, uint32_t n) {
    static const uint64_t lots[] = {0, 1, UINT64_C(1) << 33, UINT64_C(1) << 63, UINT64_MAX};
    *round = (struct round){
        .criterion = {{CRITERION_FLAG, 0}, {CRITERION_DESCENDING, 1}, {CRITERION_LOTTERY, NONE}}};
    struct instance *instance = &round->instance;
    instance->n_applicants = n;
    instance->applicant_id = (struct strings){n, round->id_start, round->id_bytes};
    instance->wish_start = round->wish_start;
    instance->criterion = round->criterion;
    instance->column = round->column;
    round->column[0].of_applicant = round->flag;
    round->column[1].of_applicant = round->value;
    round->options = (struct options){.n = n, .start = round->start, .offer = round->offer};
    round->ranking.applicant = round->applicant;
    round->ranking.lottery = round->lottery;
    round->keys = (struct keys){instance, &round->options, &round->ranking};
    uint32_t n_values = 1 + random_below(random, 300), n_lots = 1 + random_below(random, 5);
    for (uint32_t a = 0; a < n; a++) {
        round->id_start[a] = (size_t)a * ID_BYTES;
        snprintf(round->id_bytes + round->id_start[a], ID_BYTES, "%u", a * 7919 % 1009);
        round->flag[a] = random_below(random, 2);
        round->value[a] =
            random_chance(random, 10) ? NAN : (double)random_below(random, n_values) - n_values / 2;
        round->lottery[a] = lots[random_below(random, n_lots)];
        round->start[a] = round->applicant[a] = a;
    }
    round->start[n] = n;
}

static const struct round *compared; /* qsort hands nothing on */

static int by_rules(const void *left, const void *right) {
    uint32_t a = ((const struct entry *)left)->option, b = ((const struct entry *)right)->option;
    double x = compared->value[a], y = compared->value[b];
    if (compared->flag[a] != compared->flag[b]) {
        return compared->flag[a] > compared->flag[b] ? -1 : 1;
    }
    if (isnan(x) != isnan(y)) {
        return isnan(x) ? 1 : -1;
    }
    if (!isnan(x) && x != y) {
        return x > y ? -1 : 1;
    }
    if (compared->lottery[a] != compared->lottery[b]) {
        return compared->lottery[a] < compared->lottery[b] ? -1 : 1;
    }
    return strcmp(compared->id_bytes + compared->id_start[a],
                  compared->id_bytes + compared->id_start[b]);
}

Test(entries, as_the_rules_say) {
    struct random random = {41};
    static struct round round;
    static struct entry entry[APPLICANTS_MAX], spare[APPLICANTS_MAX], expected[APPLICANTS_MAX];
    for (uint32_t i = 0; i < 400; i++) {
        uint32_t n = random_below(&random, i % 2 == 0 ? 100 : APPLICANTS_MAX);
        struct criteria list = {0, random_below(&random, 2) == 0 ? 2 : 3};
        struct entry_plan plan;
        round_make(&round, &random, n);
        entry_plan_make(&plan, &round.instance, &list);
        cr_assert_eq(plan.n_words, 3, "1 and 64 and 64 bits");
        for (uint32_t option = 0; option < n; option++) {
            uint64_t word = entry_word(&round.keys, &plan, 0, option);
            entry[option] = expected[option] = (struct entry){word, option};
        }
        compared = &round;
        qsort(expected, n, sizeof *expected, by_rules);
        entries_sort(&round.keys, &plan, entry, spare, n);
        for (uint32_t k = 0; k < n; k++) {
            cr_assert_eq(entry[k].option, expected[k].option, "place %u of %u", k, n);
        }
    }
}
