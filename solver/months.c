// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Of the months of a step only the earliest that an applicant may get matters: later ones of the
 * same step take the same seats and are worse. So an applicant and a slot name a month, and months
 * never multiply the options beyond the steps.
 */
#include "solver/months.h"

#include <string.h>

uint32_t instance_wished_month(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_start == NULL ? instance->first_month
                                             : instance->applicant_start[applicant];
}

bool instance_moves_on(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    return instance->offer_moves_to != NULL && instance->offer_moves_to[offer] != NONE &&
           instance->applicant_born != NULL &&
           instance->applicant_born[applicant] < instance->offer_moves_born[offer];
}

uint32_t instance_month(const struct instance *instance, uint32_t applicant, uint32_t slot) {
    if (!instance_has_months(instance)) {
        return 0;
    }
    uint32_t wished = instance_wished_month(instance, applicant), from = instance->slot_from[slot];
    uint32_t offer = instance->slot_offer[slot];
    for (uint32_t i = instance->slot_start[offer]; i < instance->slot_start[offer + 1]; i++) {
        uint32_t other = instance->slot_from[instance->slot[i]];
        if (other > from && other <= wished) {
            return NONE; /* by then a later step has begun */
        }
    }
    uint32_t month = from > wished ? from : wished;
    if (instance_moves_on(instance, applicant, offer)) {
        uint32_t moves = instance->offer_moves_month[offer], to = instance->offer_moves_to[offer];
        uint32_t first = instance->slot_from[instance->slot[instance->slot_start[to]]];
        if (first > (month > moves ? month : moves)) {
            return NONE; /* it would come there before there are seats */
        }
    }
    return month - wished > instance->policy.late_months ? NONE : month;
}

uint32_t instance_slot(const struct instance *instance, uint32_t offer, uint32_t month) {
    if (!instance_has_months(instance)) {
        return offer;
    }
    uint32_t found = instance->slot[instance->slot_start[offer]];
    for (uint32_t i = instance->slot_start[offer]; i < instance->slot_start[offer + 1]; i++) {
        uint32_t slot = instance->slot[i];
        found = month != NONE && instance->slot_from[slot] <= month ? slot : found;
    }
    return found;
}

uint32_t instance_final_slot(const struct instance *instance, uint32_t applicant, uint32_t offer,
                             uint32_t month) {
    if (!instance_moves_on(instance, applicant, offer)) {
        return instance_slot(instance, offer, month);
    }
    uint32_t from = instance->offer_moves_month[offer];
    return instance_slot(instance, instance->offer_moves_to[offer], month > from ? month : from);
}

uint32_t instance_locked_at(const struct instance *instance, uint32_t applicant, uint32_t t) {
    uint32_t offer = instance->applicant_locked[applicant];
    if (instance_wished_month(instance, applicant) > t) {
        uint32_t current = instance_current(instance, applicant);
        return current != NONE && instance_counts_current(instance, current) ? current : NONE;
    }
    bool moved =
        instance_moves_on(instance, applicant, offer) && t >= instance->offer_moves_month[offer];
    return moved ? instance->offer_moves_to[offer] : offer;
}

uint32_t instance_step_begins(const struct instance *instance, const char *name, uint32_t before) {
    uint32_t from = 0;
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        uint32_t end = instance->crossing_before[c];
        if (end != NONE && end < before && end > from &&
            strcmp(strings_get(&instance->crossing_name, c), name) == 0) {
            from = end;
        }
    }
    return from;
}

uint32_t instance_due_month(const struct instance *instance, uint32_t applicant,
                            uint32_t last_month) {
    uint32_t guarantee =
        instance->applicant_guarantee == NULL ? NONE : instance->applicant_guarantee[applicant];
    if (guarantee == NONE || instance_is_out(instance, applicant)) {
        return NONE;
    }
    uint32_t wished = instance_wished_month(instance, applicant);
    uint32_t due = wished != NONE && wished > guarantee ? wished : guarantee;
    return due <= last_month ? due : NONE;
}

uint32_t instance_last_month(const struct instance *instance) {
    uint32_t last = 0, n = instance->n_applicants;
    for (uint32_t a = 0; a < n && instance_has_months(instance); a++) {
        uint32_t wished = instance_wished_month(instance, a);
        last = wished > last ? wished : last;
    }
    return instance_has_months(instance) ? last + instance->policy.late_months : 0;
}

uint32_t instance_step_node(const struct instance *instance, uint32_t offer, uint32_t step) {
    uint32_t node = instance->slot[instance->slot_start[offer]];
    for (uint32_t i = 0; i < step; i++) {
        node = instance->node_parent[node];
    }
    return node;
}

bool instance_step_of(const struct instance *instance, uint32_t node, uint32_t *offer,
                      uint32_t *step) {
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        uint32_t n = instance->slot_start[u + 1] - instance->slot_start[u];
        for (uint32_t i = 0, at = instance_step_node(instance, u, 0); i < n; i++) {
            if (at == node) {
                *offer = u;
                *step = i;
                return true;
            }
            at = instance->node_parent[at];
        }
    }
    return false;
}

bool instance_step_end(const struct instance *instance, uint32_t offer, uint32_t step,
                       uint32_t *month) {
    uint32_t next = instance->slot_start == NULL ? 0 : instance->slot_start[offer] + step + 1;
    bool ends = instance->slot_start != NULL && next < instance->slot_start[offer + 1];
    *month = ends ? instance->slot_from[instance->slot[next]] : 0;
    return ends;
}
