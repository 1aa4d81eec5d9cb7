// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Criteria read again: two options are compared value by value, straight from the columns. A value
 * is a number of which the smaller goes first; infinity is "last of all".
 *
 * Who stays at a place that seats count goes before everybody, so that nobody takes it; then a
 * claim (near guarantee) goes before all criteria; after them the lottery, then the applicant's id,
 * then, for two options of one applicant in one pool, the order it wished them in.
 */
#include "verify/checker.h"

#include <math.h>
#include <string.h>

bool is_claimed(const struct checker *checker, uint32_t x) {
    return checker->claim != NULL && checker->near != NULL && checker->near[x] != 0 &&
           checker->claim[checker->round.owner[x]] != 0;
}

bool is_kept(const struct checker *checker, uint32_t x) {
    return checker->round.stays[x] != 0 && checker->round.node[x] != NONE;
}

/* The wish row's value where it has one, else the applicant's, else NaN. wish may be NONE. */
static double column_read(const struct column *column, uint32_t a, uint32_t wish) {
    double value = NAN;
    if (wish != NONE && column->of_wish != NULL) {
        value = column->of_wish[wish];
    }
    if (isnan(value) && column->of_applicant != NULL) {
        value = column->of_applicant[a];
    }
    return value;
}

static double column_key(const struct instance *instance, const struct criterion *criterion,
                         uint32_t a, uint32_t wish) {
    double value = column_read(&instance->column[criterion->column], a, wish);
    if (criterion->kind == CRITERION_FLAG) {
        return value == 1 ? 0 : 1;
    }
    if (isnan(value)) {
        return INFINITY;
    }
    return criterion->kind == CRITERION_DESCENDING ? -value : value;
}

static double option_key(const struct checker *checker, const struct criterion *criterion,
                         uint32_t x) {
    const struct instance *instance = checker->instance;
    uint32_t a = checker->round.owner[x], offer = checker->round.offer[x];
    uint32_t wish_rank = wish_of(checker, x);
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        return instance->applicant_current != NULL && instance->applicant_current[a] == offer ? 0
                                                                                              : 1;
    case CRITERION_WISH_RANK:
        return wish_rank == 0 ? INFINITY : (double)wish_rank;
    case CRITERION_RELATIVE_NEARNESS:
        return -checker->relative[x];
    case CRITERION_ABSOLUTE_NEARNESS:
        return checker->round.metres[x] == METRES_UNKNOWN ? INFINITY
                                                          : (double)checker->round.metres[x];
    case CRITERION_FLAG:
    case CRITERION_ASCENDING:
    case CRITERION_DESCENDING:
        return column_key(instance, criterion, a,
                          wish_rank == 0 ? NONE : instance->wish_start[a] + wish_rank - 1);
    case CRITERION_LOTTERY:
        break; /* 64 bits do not fit a double: compared apart */
    case CRITERION_STAYS:
        break; /* in no list */
    }
    return 0;
}

static int compare_numbers(uint64_t x, uint64_t y) {
    return (x > y) - (x < y);
}

int option_compare(const struct checker *checker, uint32_t x, uint32_t y, uint32_t *decider) {
    const struct instance *instance = checker->instance;
    uint32_t unused;
    uint32_t *by = decider == NULL ? &unused : decider;
    int stays = (int)is_kept(checker, y) - (int)is_kept(checker, x);
    *by = instance->n_criterions;
    if (stays != 0) {
        return stays;
    }
    int claim = (int)is_claimed(checker, y) - (int)is_claimed(checker, x);
    *by = instance->n_criterions + 1;
    if (claim != 0) {
        return claim;
    }
    const struct criteria *list =
        &instance->criteria[instance->offer_criteria[checker->round.offer[x]]];
    for (uint32_t i = list->start; i < list->start + list->n; i++) {
        int order = 0;
        *by = i;
        if (instance->criterion[i].kind == CRITERION_LOTTERY) {
            order = compare_numbers(checker->number[x], checker->number[y]);
        } else {
            double key_x = option_key(checker, &instance->criterion[i], x);
            double key_y = option_key(checker, &instance->criterion[i], y);
            order = (key_x > key_y) - (key_x < key_y);
        }
        if (order != 0) {
            return order;
        }
    }
    *by = instance->n_criterions;
    int order = compare_numbers(checker->number[x], checker->number[y]);
    uint32_t a = checker->round.owner[x], b = checker->round.owner[y];
    if (order == 0 && a != b) {
        order = strcmp(applicant_text(checker, a), applicant_text(checker, b));
    }
    return order != 0 ? order : (x > y) - (x < y);
}

int applicant_compare(const struct checker *checker, const uint64_t *number, uint32_t a,
                      uint32_t b) {
    const struct instance *instance = checker->instance;
    const struct criteria *list = &instance->criteria[0];
    for (uint32_t i = list->start; i < list->start + list->n; i++) {
        const struct criterion *criterion = &instance->criterion[i];
        int order = 0;
        if (criterion->kind == CRITERION_LOTTERY) {
            order = compare_numbers(number[a], number[b]);
        } else if (criterion->column != NONE) {
            double key_a = column_key(instance, criterion, a, NONE);
            double key_b = column_key(instance, criterion, b, NONE);
            order = (key_a > key_b) - (key_a < key_b);
        }
        if (order != 0) {
            return order;
        }
    }
    int order = compare_numbers(number[a], number[b]);
    return order != 0 ? order : strcmp(applicant_text(checker, a), applicant_text(checker, b));
}
