// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What ties placements together: families, applications that follow another, offers that open with
 * a least number, and guarantees. All judged by where the results say that everybody ends.
 */
#include "verify/checker.h"

#include <inttypes.h>

static struct row proposals_row(uint32_t a, uint32_t column) {
    return (struct row){RESULTS_PROPOSALS, a, column};
}

static uint32_t ends_at(const struct checker *checker, uint32_t a) {
    return checker->results->proposals.offer[a];
}

bool is_newly_placed(const struct checker *checker, uint32_t a) {
    bool stays = checker->results->proposals.basis[a] == BASIS_CURRENT &&
                 ends_at(checker, a) == present_place(checker->instance, a);
    return ends_at(checker, a) != NONE && !is_locked(checker->instance, a) && !stays;
}

/* Families. */

/* Do two who are placed end at one place, as the policy counts places? */
static bool same_place(const struct instance *instance, uint32_t offer, uint32_t other) {
    return instance->policy.families_same_offer
               ? offer == other
               : instance->offer_school[offer] == instance->offer_school[other];
}

/* A member of the family who ends nowhere, or elsewhere than the first; NONE: all are together. */
static uint32_t find_apart(const struct checker *checker, uint32_t family) {
    const struct instance *instance = checker->instance;
    uint32_t start = instance->family_start[family];
    uint32_t first = ends_at(checker, instance->family_member[start]);
    for (uint32_t i = start; i < instance->family_start[family + 1]; i++) {
        uint32_t offer = ends_at(checker, instance->family_member[i]);
        if (offer == NONE || first == NONE || !same_place(instance, offer, first)) {
            return instance->family_member[i];
        }
    }
    return NONE;
}

bool is_together(const struct checker *checker, uint32_t family) {
    return find_apart(checker, family) == NONE;
}

/* Is somebody newly placed though the family is apart? */
static void check_family(struct checker *checker, uint32_t family) {
    const struct instance *instance = checker->instance;
    uint32_t start = instance->family_start[family], end = instance->family_start[family + 1];
    uint32_t newly = NONE, other = NONE;
    for (uint32_t i = start; i < end && newly == NONE; i++) {
        uint32_t a = instance->family_member[i];
        newly = is_newly_placed(checker, a) ? a : NONE;
    }
    for (uint32_t i = start; i < end && newly != NONE && other == NONE; i++) {
        uint32_t b = instance->family_member[i], offer = ends_at(checker, b);
        bool apart = offer == NONE || !same_place(instance, offer, ends_at(checker, newly));
        other = apart ? b : NONE;
    }
    if (other != NONE) {
        finding_break_row(
            checker, PROPERTY_FAMILIES, proposals_row(newly, PROPOSALS_OFFER),
            "family %s: %s is newly placed at %s and %s ends %s%s; together or nobody",
            strings_get(&instance->family_id, family), applicant_text(checker, newly),
            offer_text(checker, ends_at(checker, newly)), applicant_text(checker, other),
            ends_at(checker, other) == NONE ? "" : "at ",
            offer_text(checker, ends_at(checker, other)));
    }
}

static void check_families(struct checker *checker) {
    const struct instance *instance = checker->instance;
    uint32_t n_together = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        n_together += is_together(checker, f) ? 1 : 0;
        if (instance->policy.families_required) {
            check_family(checker, f);
        }
    }
    if (instance->n_families == 0) {
        finding_set(checker, PROPERTY_FAMILIES, VERDICT_DOES_NOT_APPLY,
                    "no two applicants are of one family");
    } else {
        finding_set(checker, PROPERTY_FAMILIES,
                    instance->policy.families_required ? VERDICT_HELD : VERDICT_DOES_NOT_APPLY,
                    "%" PRIu32 " of %" PRIu32 " together%s", n_together, instance->n_families,
                    instance->policy.families_required ? "" : "; the policy does not require it");
    }
}

/* Followers. */

static void check_followers(struct checker *checker) {
    const struct instance *instance = checker->instance;
    if (instance->applicant_follows == NULL) {
        finding_set(checker, PROPERTY_FOLLOWERS, VERDICT_DOES_NOT_APPLY,
                    "no application follows another");
        return;
    }
    for (uint32_t b = 0; b < instance->n_applicants; b++) {
        uint32_t c = instance_follows(instance, b), offer = ends_at(checker, b);
        if (c == NONE || offer == NONE || is_locked(instance, b)) {
            continue;
        }
        uint32_t other = ends_at(checker, c);
        if (other == NONE || !instance_goes_with(instance, offer, other)) {
            finding_break_row(checker, PROPERTY_FOLLOWERS, proposals_row(b, PROPOSALS_OFFER),
                              "%s is placed at %s, which does not go with where %s, whom it "
                              "follows, ends: %s",
                              applicant_text(checker, b), offer_text(checker, offer),
                              applicant_text(checker, c), offer_text(checker, other));
        }
    }
}

/* Groups that open. */

static void check_opening(struct checker *checker, uint32_t offer) {
    const struct instance *instance = checker->instance;
    uint32_t n = 0, last = NONE, least = instance->offer_opens_with[offer];
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool follows = instance_follows(instance, a) != NONE;
        bool counts = ends_at(checker, a) == offer && !follows &&
                      (is_locked(instance, a) || is_newly_placed(checker, a));
        n += counts ? 1 : 0;
        last = counts ? a : last;
    }
    if (n > 0 && n < least) {
        finding_break_row(checker, PROPERTY_OPENS, proposals_row(last, PROPOSALS_OFFER),
                          "%s opens with %" PRIu32 " children or not at all and has %" PRIu32
                          ", %s the last",
                          offer_text(checker, offer), least, n, applicant_text(checker, last));
    }
}

static void check_openings(struct checker *checker) {
    const struct instance *instance = checker->instance;
    bool any = false;
    for (uint32_t o = 0; instance->offer_opens_with != NULL && o < instance->n_offers; o++) {
        if (instance->offer_opens_with[o] > 1) {
            any = true;
            check_opening(checker, o);
        }
    }
    if (!any) {
        finding_set(checker, PROPERTY_OPENS, VERDICT_DOES_NOT_APPLY,
                    "no offer opens with a least number");
    }
}

/* Guarantees. */

static bool is_held(const struct checker *checker, uint32_t a) {
    uint32_t offer = ends_at(checker, a);
    const uint32_t *start = checker->results->proposals.start;
    bool begins = is_newly_placed(checker, a) && start != NULL;
    return offer != NONE && (!begins || start[a] <= month_due(checker, a));
}

static void break_owed(struct checker *checker, uint32_t a) {
    uint32_t offer = ends_at(checker, a);
    char due[MONTH_BYTES], begins[MONTH_BYTES];
    month_words(month_due(checker, a), due);
    if (offer == NONE) {
        finding_break_row(checker, PROPERTY_OWED, proposals_row(a, PROPOSALS_OFFER),
                          "%s is owed a place by %s and has none", applicant_text(checker, a), due);
    } else {
        finding_break_row(checker, PROPERTY_OWED, proposals_row(a, PROPOSALS_START),
                          "%s is owed a place by %s and begins at %s in %s",
                          applicant_text(checker, a), due, offer_text(checker, offer),
                          month_words(checker->results->proposals.start[a], begins));
    }
}

static void check_owed(struct checker *checker) {
    bool required = checker->instance->policy.guarantee_required;
    uint32_t n_due = 0, n_held = 0;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        bool due = month_due(checker, a) != NONE, held = due && is_held(checker, a);
        n_due += due ? 1 : 0;
        n_held += held ? 1 : 0;
        if (due && !held && required) {
            break_owed(checker, a);
        }
    }
    if (n_due == 0) {
        finding_set(checker, PROPERTY_OWED, VERDICT_DOES_NOT_APPLY,
                    "nobody is owed a place in the round");
    } else {
        finding_set(checker, PROPERTY_OWED, required ? VERDICT_HELD : VERDICT_DOES_NOT_APPLY,
                    "%" PRIu32 " of %" PRIu32 " begin by then%s", n_held, n_due,
                    required ? "" : "; the policy does not require all");
    }
}

void ties_check(struct checker *checker) {
    check_families(checker);
    check_followers(checker);
    check_openings(checker);
    check_owed(checker);
}
