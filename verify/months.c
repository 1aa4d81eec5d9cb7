// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Months and places, read again: when seats of an offer are there, in which months an applicant may
 * begin, where it may stay and when it moves on. All by looking at one month after the other.
 */
#include "verify/checker.h"

uint32_t month_wished(const struct instance *instance, uint32_t a) {
    return instance->applicant_start != NULL ? instance->applicant_start[a] : instance->first_month;
}

uint32_t steps_begun(const struct instance *instance, uint32_t offer, uint32_t month) {
    uint32_t n = 0;
    for (uint32_t i = instance->slot_start[offer]; i < instance->slot_start[offer + 1]; i++) {
        n += instance->slot_from[instance->slot[i]] <= month ? 1 : 0;
    }
    return n;
}

/* Are there seats where a child that begins at the offer in this month moves on to, once it does?
 */
static bool may_move_on(const struct instance *instance, uint32_t a, uint32_t offer,
                        uint32_t month) {
    uint32_t moves = moves_in(instance, a, offer);
    return moves == NONE || steps_begun(instance, instance->offer_moves_to[offer],
                                        month > moves ? month : moves) > 0;
}

uint32_t next_start(const struct instance *instance, uint32_t a, uint32_t offer, uint32_t after) {
    uint32_t wished = month_wished(instance, a);
    uint32_t latest = wished + instance->policy.late_months;
    if (!instance_has_months(instance)) {
        return after == NONE ? 0 : NONE;
    }
    for (uint32_t month = after == NONE ? wished : after + 1; month <= latest; month++) {
        uint32_t n = steps_begun(instance, offer, month);
        if (n > 0 && (month == wished || n > steps_begun(instance, offer, month - 1)) &&
            may_move_on(instance, a, offer, month)) {
            return month;
        }
    }
    return NONE;
}

uint32_t slot_at(const struct instance *instance, uint32_t offer, uint32_t month) {
    uint32_t n = instance_has_months(instance) ? steps_begun(instance, offer, month) : 1;
    return instance->slot[instance->slot_start[offer] + (n > 0 ? n - 1 : 0)];
}

uint32_t step_seats(const struct instance *instance, uint32_t offer, uint32_t step) {
    uint32_t node = instance->slot[instance->slot_start[offer]];
    for (uint32_t i = 0; i < step; i++) {
        node = instance->node_parent[node];
    }
    return instance->node_seats[node];
}

uint32_t moves_in(const struct instance *instance, uint32_t a, uint32_t offer) {
    bool moves = instance->offer_moves_to != NULL && instance->offer_moves_to[offer] != NONE &&
                 instance->applicant_born != NULL &&
                 instance->applicant_born[a] < instance->offer_moves_born[offer];
    return moves ? instance->offer_moves_month[offer] : NONE;
}

uint32_t last_slot(const struct instance *instance, uint32_t a, uint32_t offer, uint32_t month) {
    uint32_t moves = moves_in(instance, a, offer);
    if (moves == NONE) {
        return slot_at(instance, offer, month);
    }
    return slot_at(instance, instance->offer_moves_to[offer], month > moves ? month : moves);
}

uint32_t present_place(const struct instance *instance, uint32_t a) {
    uint32_t offer = instance_current(instance, a);
    if (offer == NONE || is_locked(instance, a) || instance_counts_current(instance, offer)) {
        return is_locked(instance, a) ? NONE : offer;
    }
    const struct criteria *list = &instance->criteria[instance->offer_criteria[offer]];
    for (uint32_t i = list->start; i < list->start + list->n; i++) {
        if (instance->criterion[i].kind == CRITERION_CURRENT_PLACE) {
            return NONE; /* the place is to be won again */
        }
    }
    return offer;
}

uint32_t month_due(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t owed = instance->applicant_guarantee == NULL ? NONE : instance->applicant_guarantee[a];
    uint32_t wished = month_wished(instance, a);
    if (owed == NONE || is_locked(instance, a) || instance_is_out(instance, a) ||
        instance_follows(instance, a) != NONE) {
        return NONE;
    }
    uint32_t due = owed > wished ? owed : wished;
    return due <= checker->last_month ? due : NONE;
}

const char *month_words(uint32_t month, char text[MONTH_BYTES]) {
    snprintf(text, MONTH_BYTES, "%04u-%02u", month / 12, month % 12 + 1);
    return text;
}
