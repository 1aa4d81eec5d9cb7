// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/keys.h"

#include "solver/lottery.h"
#include "solver/nearness.h"
#include "solver/parallel.h"

#include <math.h>
#include <string.h>

unsigned key_bits(enum criterion_kind kind) {
    switch (kind) {
    case CRITERION_CURRENT_PLACE:
    case CRITERION_FLAG:
    case CRITERION_STAYS:
        return 1;
    case CRITERION_WISH_RANK:
        return 10;
    case CRITERION_RELATIVE_NEARNESS:
    case CRITERION_ABSOLUTE_NEARNESS:
        return 32;
    case CRITERION_ASCENDING:
    case CRITERION_DESCENDING:
    case CRITERION_LOTTERY:
        return 64;
    }
    return 64;
}

/* Doubles as integers in the same order; missing last. */
static uint64_t ordered_bits(double value, bool descending) {
    if (isnan(value)) {
        return UINT64_MAX;
    }
    uint64_t bits;
    value += 0.0; /* -0 and 0 are one number */
    memcpy(&bits, &value, sizeof bits);
    bits = bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
    return descending ? ~bits : bits;
}

uint64_t key_of(const struct keys *keys, const struct criterion *criterion, uint32_t option) {
    const struct instance *instance = keys->instance;
    const struct options *options = keys->options;
    uint32_t a = keys->ranking->applicant[option];
    uint32_t wish = options_wish(options, instance, a, option);
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        return instance->applicant_current == NULL ||
               instance->applicant_current[a] != options->offer[option];
    case CRITERION_WISH_RANK:
        return wish == NONE ? 1023 : wish - instance->wish_start[a];
    case CRITERION_RELATIVE_NEARNESS:
        return keys->ranking->relative[option] == RELATIVE_UNKNOWN
                   ? UINT32_MAX
                   : (uint64_t)(INT64_C(2147483647) - keys->ranking->relative[option]);
    case CRITERION_ABSOLUTE_NEARNESS:
        return options->metres[option];
    case CRITERION_FLAG:
        return column_value(&instance->column[criterion->column], a, wish) == 1.0 ? 0 : 1;
    case CRITERION_ASCENDING:
    case CRITERION_DESCENDING:
        return ordered_bits(column_value(&instance->column[criterion->column], a, wish),
                            criterion->kind == CRITERION_DESCENDING);
    case CRITERION_LOTTERY:
        return ranking_lottery(keys->ranking, instance, a, option);
    case CRITERION_STAYS:
        return options_stays(options, option) ? 0 : 1;
    }
    return 0;
}

/* What one thread draws with. */
struct draw {
    const struct instance *instance;
    const struct options *options;
    bool per_option; /* a number for each option, else for each applicant */
    uint64_t *number;
};

/* The numbers of one applicant: carried along, or by the hash. */
static enum err draw_applicant(const struct draw *draw, struct lottery *lottery, uint32_t a) {
    const struct instance *instance = draw->instance;
    const struct options *options = draw->options;
    enum err err = OK;
    uint32_t first = draw->per_option ? options->start[a] : a;
    uint32_t end = draw->per_option ? options->start[a + 1] : a + 1;
    for (uint32_t i = first; i < end && err == OK; i++) {
        uint32_t wish = draw->per_option ? options_wish(options, instance, a, i) : NONE;
        if (wish != NONE && instance->wish_lottery != NULL) {
            draw->number[i] = instance->wish_lottery[wish];
        } else if (instance->applicant_lottery != NULL) {
            draw->number[i] = instance->applicant_lottery[a];
        } else {
            const char *offer = instance->policy.lottery_per_offer
                                    ? strings_get(&instance->offer_id, options->offer[i])
                                    : NULL;
            err = lottery_number(lottery, strings_get(&instance->applicant_id, a), offer,
                                 &draw->number[i], NULL);
        }
    }
    return err;
}

enum err keys_draw(struct ranking *ranking, const struct instance *instance,
                   const struct options *options, struct arena *arena, struct error *error) {
    bool per_option = instance->policy.lottery_per_offer || instance->wish_lottery != NULL;
    uint32_t n_applicants = instance->n_applicants;
    uint64_t *number = ARENA_NEW(arena, per_option ? options->n : n_applicants, uint64_t);
    ranking->lottery = number;
    if (number == NULL) {
        return error_no_memory(error);
    }
    struct draw draw = {instance, options, per_option, number};
    enum err worst = OK;
#pragma omp parallel default(none)                                                                 \
    shared(draw, n_applicants, worst) if (n_applicants > PARALLEL_MIN)
    {
        struct lottery *lottery = lottery_new(draw.instance->policy.lottery_seed);
        enum err err = lottery == NULL ? ERR_NO_MEMORY : OK;
#pragma omp for schedule(static)
        for (uint32_t a = 0; a < n_applicants; a++) {
            err = err == OK ? draw_applicant(&draw, lottery, a) : err;
        }
        lottery_free(lottery);
#pragma omp critical
        worst = err > worst ? err : worst;
    }
    return worst == OK ? OK
                       : error_set(error, worst, NULL, "the lottery could not be drawn: %s",
                                   err_text(worst));
}

/* Relative nearness of every option of an applicant: its few groups are looked up once each. */
static void relate(const struct options *options, const struct nearness *nearness, uint32_t a,
                   int32_t *relative) {
    const struct instance *instance = nearness->instance;
    struct nearest_two two = {{NONE, NONE}, {METRES_UNKNOWN, METRES_UNKNOWN}};
    uint32_t group = NONE;
    for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
        uint32_t offer = options->offer[i];
        if (i == options->start[a] || instance->offer_group[offer] != group) {
            group = instance->offer_group[offer];
            two = nearness_two(nearness, a, group);
        }
        uint32_t here = options->metres[i];
        int other = two.school[0] == instance->offer_school[offer] ? 1 : 0;
        relative[i] = here == METRES_UNKNOWN      ? RELATIVE_UNKNOWN
                      : two.school[other] == NONE ? RELATIVE_ALONE
                                                  : (int32_t)two.metres[other] - (int32_t)here;
    }
}

enum err keys_relate(struct ranking *ranking, const struct instance *instance,
                     const struct options *options, struct arena *arena, struct error *error) {
    bool asked = false;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        asked |= instance->criterion[i].kind == CRITERION_RELATIVE_NEARNESS;
    }
    if (!asked) {
        return OK;
    }
    struct nearness nearness;
    enum err err = nearness_build(&nearness, instance, arena, error);
    int32_t *relative = ranking->relative = ARENA_NEW(arena, options->n, int32_t);
    if (err != OK || relative == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    uint32_t n_applicants = instance->n_applicants;
#pragma omp parallel for default(none) shared(options, nearness, relative, n_applicants)           \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        relate(options, &nearness, a, relative);
    }
    return OK;
}

uint32_t keys_decider(const struct keys *keys, uint32_t better, uint32_t worse) {
    const struct instance *instance = keys->instance;
    uint32_t list = instance->offer_criteria[keys->options->offer[worse]];
    const struct criteria *criteria = &instance->criteria[list];
    for (uint32_t i = criteria->start; i < criteria->start + criteria->n; i++) {
        if (key_of(keys, &instance->criterion[i], better) !=
            key_of(keys, &instance->criterion[i], worse)) {
            return i;
        }
    }
    return instance->n_criterions;
}
