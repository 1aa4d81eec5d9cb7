// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands around a child's placement: the months, the place that it has now, the group that it
 * moves on to, the place that is owed, the application that this one goes with.
 */
#include "explain/facts_parts.h"

#include "solver/months.h"

static bool is_protected(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_protected != NULL && instance->applicant_protected[applicant] != 0;
}

bool explanation_tells(const struct explainer *explainer, const struct explanation *explanation,
                       uint32_t other) {
    return explanation->is_protected || !is_protected(explainer->instance, other);
}

/* Whoever is placed at an offer from which children of its age move on, moves on. */
static void find_move(const struct instance *instance, struct explanation *explanation) {
    uint32_t offer = explanation->offer, a = explanation->applicant;
    explanation->moves_to = NONE;
    if (offer == NONE || explanation->stays || instance->offer_moves_to == NULL ||
        instance->offer_moves_to[offer] == NONE || instance->applicant_born == NULL ||
        !(instance->applicant_born[a] < instance->offer_moves_born[offer])) {
        return;
    }
    explanation->moves_to = instance->offer_moves_to[offer];
    explanation->moves_month = instance->offer_moves_month[offer];
}

/* A place is owed from its month on, but never before the child wishes to begin. */
static void find_guarantee(const struct instance *instance, struct explanation *explanation) {
    uint32_t a = explanation->applicant;
    uint32_t owed = instance->applicant_guarantee == NULL ? NONE : instance->applicant_guarantee[a];
    if (owed == NONE || instance_follows(instance, a) != NONE) {
        return;
    }
    uint32_t last = instance_last_month(instance);
    uint32_t wished = instance_wished_month(instance, a);
    explanation->guarantee_month = owed;
    explanation->due_month = owed > wished ? owed : wished;
    bool begins = explanation->offer != NONE && explanation->start <= explanation->due_month;
    explanation->guarantee = begins                          ? GUARANTEE_HELD
                             : explanation->due_month > last ? GUARANTEE_LATER
                                                             : GUARANTEE_BROKEN;
}

void circumstances_find(const struct explainer *explainer, struct explanation *explanation) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    explanation->has_months = instance_has_months(instance);
    explanation->start = explainer->round->start == NULL ? 0 : explainer->round->start[a];
    explanation->wished_start = instance_wished_month(instance, a);
    explanation->current = instance_current(instance, a);
    explanation->follows = instance_follows(instance, a);
    explanation->follows_hidden = explanation->follows != NONE &&
                                  !explanation_tells(explainer, explanation, explanation->follows);
    find_move(instance, explanation);
    find_guarantee(instance, explanation);
    family_find(explainer, explanation, &explanation->family);
}
