// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/values.h"

#include <math.h>

enum err valuer_begin(struct valuer *valuer, const struct instance *instance,
                      const struct options *options, struct arena *arena, struct error *error) {
    *valuer = (struct valuer){.instance = instance, .options = options};
    enum err err = nearness_build(&valuer->nearness, instance, arena, error);
    if (err == OK && instance->applicant_lottery == NULL) {
        valuer->lottery = lottery_new(instance->policy.lottery_seed);
        err = valuer->lottery == NULL ? error_no_memory(error) : OK;
    }
    return err;
}

void valuer_end(struct valuer *valuer) {
    if (valuer->lottery != NULL) {
        lottery_free(valuer->lottery);
        valuer->lottery = NULL;
    }
}

uint32_t measured_metres(const struct instance *instance, uint32_t applicant, uint32_t school,
                         enum measure *measure) {
    uint32_t metres = instance_metres(instance, applicant, school);
    if (metres == METRES_UNKNOWN) {
        *measure = MEASURE_UNKNOWN;
    } else {
        bool walks = instance_walking_m(instance, applicant, school) != METRES_UNKNOWN;
        *measure = walks ? MEASURE_WALKING : MEASURE_STRAIGHT_LINE;
    }
    return metres;
}

static struct value absolute_nearness(const struct valuer *valuer, struct option_ref ref) {
    struct value value = {.kind = VALUE_METRES, .other_m = METRES_UNKNOWN};
    uint32_t school = valuer->instance->offer_school[valuer->options->offer[ref.option]];
    value.here_m = measured_metres(valuer->instance, ref.applicant, school, &value.measure);
    if (value.here_m == METRES_UNKNOWN) {
        value.kind = VALUE_MISSING;
    }
    value.number = value.here_m;
    return value;
}

static struct value relative_nearness(const struct valuer *valuer, struct option_ref ref) {
    const struct instance *instance = valuer->instance;
    struct value value = absolute_nearness(valuer, ref);
    if (value.kind == VALUE_MISSING) {
        return value;
    }
    uint32_t offer = valuer->options->offer[ref.option];
    struct nearest_two two =
        nearness_two(&valuer->nearness, ref.applicant, instance->offer_group[offer]);
    unsigned other = two.school[0] == instance->offer_school[offer] ? 1 : 0;
    if (two.school[other] == NONE || two.metres[other] == METRES_UNKNOWN) {
        value.kind = VALUE_ONLY_SCHOOL;
        return value;
    }
    enum measure measure;
    value.other_m = measured_metres(instance, ref.applicant, two.school[other], &measure);
    if (measure == MEASURE_STRAIGHT_LINE) {
        value.measure = measure;
    }
    value.number = (double)value.other_m - (double)value.here_m;
    return value;
}

/* A flag's missing value counts as 0; any other stays missing. */
static struct value column_as_value(const struct valuer *valuer, const struct criterion *criterion,
                                    struct option_ref ref) {
    const struct column *column = &valuer->instance->column[criterion->column];
    uint32_t wish = options_wish(valuer->options, valuer->instance, ref.applicant, ref.option);
    double number = column_value(column, ref.applicant, wish);
    struct value value = {.number = number, .other_m = METRES_UNKNOWN};
    if (criterion->kind == CRITERION_FLAG) {
        value.kind = VALUE_YES_NO;
        value.number = number == 1.0 ? 1.0 : 0.0;
    } else if (isnan(number)) {
        value.kind = VALUE_MISSING;
    } else {
        value.kind = column->kind == COLUMN_DATE ? VALUE_DATE : VALUE_NUMBER;
    }
    return value;
}

enum err option_lottery(const struct valuer *valuer, struct option_ref ref, uint64_t *number,
                        bool *carried, struct error *error) {
    const struct instance *instance = valuer->instance;
    uint32_t wish = options_wish(valuer->options, instance, ref.applicant, ref.option);
    *carried = true;
    if (wish != NONE && instance->wish_lottery != NULL) {
        *number = instance->wish_lottery[wish];
        return OK;
    }
    if (instance->applicant_lottery != NULL) {
        *number = instance->applicant_lottery[ref.applicant];
        return OK;
    }
    *carried = false;
    uint32_t offer = valuer->options->offer[ref.option];
    return lottery_number(
        valuer->lottery, strings_get(&instance->applicant_id, ref.applicant),
        instance->policy.lottery_per_offer ? strings_get(&instance->offer_id, offer) : NULL, number,
        error);
}

enum err criterion_value(const struct valuer *valuer, const struct criterion *criterion,
                         struct option_ref ref, struct value *value, struct error *error) {
    const struct instance *instance = valuer->instance;
    uint32_t offer = valuer->options->offer[ref.option], place;
    bool carried;
    *value = (struct value){.kind = VALUE_MISSING, .other_m = METRES_UNKNOWN};
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        value->kind = VALUE_YES_NO;
        value->number = instance->applicant_current != NULL &&
                        instance->applicant_current[ref.applicant] == offer;
        return OK;
    case CRITERION_WISH_RANK:
        place = options_place(valuer->options, instance, ref.applicant, ref.option);
        value->kind = place == NONE ? VALUE_NO_WISH : VALUE_WISH_RANK;
        value->number = place == NONE ? 0 : place + 1.0;
        return OK;
    case CRITERION_RELATIVE_NEARNESS:
        *value = relative_nearness(valuer, ref);
        return OK;
    case CRITERION_ABSOLUTE_NEARNESS:
        *value = absolute_nearness(valuer, ref);
        return OK;
    case CRITERION_FLAG:
    case CRITERION_ASCENDING:
    case CRITERION_DESCENDING:
        *value = column_as_value(valuer, criterion, ref);
        return OK;
    case CRITERION_STAYS: /* in no list of criteria */
    case CRITERION_LOTTERY:
        break;
    }
    value->kind = VALUE_LOTTERY;
    return option_lottery(valuer, ref, &value->lottery, &carried, error);
}

/* Smaller goes first. */
static double value_key(enum criterion_kind kind, const struct value *value) {
    if (value->kind == VALUE_MISSING || value->kind == VALUE_NO_WISH) {
        return INFINITY;
    }
    if (value->kind == VALUE_ONLY_SCHOOL) {
        return -INFINITY;
    }
    switch (kind) {
    case CRITERION_CURRENT_PLACE:
    case CRITERION_FLAG:
    case CRITERION_RELATIVE_NEARNESS:
    case CRITERION_DESCENDING:
        return -value->number;
    default:
        return value->number;
    }
}

int value_order(enum criterion_kind kind, const struct value *a, const struct value *b) {
    if (kind == CRITERION_LOTTERY) {
        return (a->lottery > b->lottery) - (a->lottery < b->lottery);
    }
    double key_a = value_key(kind, a);
    double key_b = value_key(kind, b);
    return (key_a > key_b) - (key_a < key_b);
}
