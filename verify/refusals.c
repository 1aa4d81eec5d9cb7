// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where somebody is placed though no option says so, and the rule that forbids it; and months in
 * which somebody may not begin. Each in the words of the rule, so that who reads it need not look
 * for the reason.
 */
#include "verify/checker.h"

#include <inttypes.h>

static struct row proposals_row(uint32_t a, uint32_t column) {
    return (struct row){RESULTS_PROPOSALS, a, column};
}

bool stays_freely(const struct checker *checker, uint32_t a) {
    uint32_t present = present_place(checker->instance, a);
    return checker->rule != RULE_MINIMUM_COST && present != NONE &&
           !instance_counts_current(checker->instance, present) &&
           checker->results->proposals.offer[a] == present &&
           checker->results->proposals.basis[a] == BASIS_CURRENT;
}

/* Worse than at present, or said to stay where it has no place. True: said. */
static bool refuse_present(struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a];
    uint32_t present = present_place(instance, a);
    struct row row = proposals_row(a, PROPOSALS_OFFER);
    if (offer == present) {
        return false;
    }
    if (checker->results->proposals.basis[a] == BASIS_CURRENT) {
        finding_break_row(checker, PROPERTY_PRESENT, row,
                          "%s is said to stay at %s and has no place there to keep",
                          applicant_text(checker, a), offer_text(checker, offer));
        return true;
    }
    if (present == NONE) {
        return false;
    }
    uint32_t wish = wish_rank(instance, a, offer), keeps = wish_rank(instance, a, present);
    if (wish == 0) {
        finding_break_row(checker, PROPERTY_PRESENT, row,
                          "%s has a place at %s and is moved to %s, for which it did not wish",
                          applicant_text(checker, a), offer_text(checker, present),
                          offer_text(checker, offer));
    } else if (keeps > 0 && wish > keeps) {
        finding_break_row(checker, PROPERTY_PRESENT, row,
                          "%s has a place at %s, its wish %" PRIu32 ", and is moved to %s, its "
                          "wish %" PRIu32,
                          applicant_text(checker, a), offer_text(checker, present), keeps,
                          offer_text(checker, offer), wish);
    }
    return wish == 0 || (keeps > 0 && wish > keeps);
}

static void refuse(struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a];
    struct row row = proposals_row(a, PROPOSALS_OFFER);
    uint32_t followed = instance_follows(instance, a);
    uint32_t moves = moves_in(instance, a, offer);
    char first[MONTH_BYTES], last[MONTH_BYTES];
    if (refuse_present(checker, a)) {
        return;
    }
    if (!instance_is_eligible(instance, a, offer)) {
        finding_break_row(checker, PROPERTY_ELIGIBILITY, row,
                          "%s is placed at %s without the decision that it asks for",
                          applicant_text(checker, a), offer_text(checker, offer));
    } else if (instance_has_months(instance) && next_start(checker, a, offer, NONE) == NONE) {
        uint32_t wished = month_wished(instance, a);
        bool to = moves != NONE;
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s may begin from %s to %s, when %s%s%s has no seats yet",
                          applicant_text(checker, a), month_words(wished, first),
                          month_words(wished + instance->policy.late_months, last),
                          offer_text(checker, offer), to ? " or, to which it moves on, " : "",
                          to ? offer_text(checker, instance->offer_moves_to[offer]) : "");
    } else if (followed != NONE) {
        finding_break_row(checker, PROPERTY_FOLLOWERS, row,
                          "%s follows %s and is placed at %s, which goes with none of its places",
                          applicant_text(checker, a), applicant_text(checker, followed),
                          offer_text(checker, offer));
    } else {
        finding_break_row(checker, PROPERTY_ELIGIBILITY, row,
                          "%s neither wished for %s nor may fall back on it",
                          applicant_text(checker, a), offer_text(checker, offer));
    }
}

static void check_place(struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t offer = checker->results->proposals.offer[a];
    uint32_t present = present_place(instance, a);
    struct row row = proposals_row(a, PROPOSALS_OFFER);
    if (is_locked(instance, a)) {
        if (offer != instance->applicant_locked[a]) {
            finding_break_row(checker, PROPERTY_ELIGIBILITY, row, "%s is locked to %s, not to %s",
                              applicant_text(checker, a),
                              offer_text(checker, instance->applicant_locked[a]),
                              offer_text(checker, offer));
        }
    } else if (offer == NONE) {
        if (present != NONE) {
            finding_break_row(checker, PROPERTY_PRESENT, row, "%s has a place at %s and loses it",
                              applicant_text(checker, a), offer_text(checker, present));
        }
    } else if (checker->stated[a] == NONE && checker->stated_after[a] == NONE &&
               !stays_freely(checker, a)) {
        refuse(checker, a);
    }
}

/* Months. */

/* The month that must stand in the row; 0: none. NONE: nothing says which. */
static uint32_t month_right(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t x = checker->stated[a], y = checker->stated_after[a];
    if (is_locked(instance, a)) {
        return month_wished(instance, a);
    }
    if (x != NONE || y != NONE) {
        return x != NONE ? checker->round.month[x] : checker->after.month[y];
    }
    bool none = checker->results->proposals.offer[a] == NONE || stays_freely(checker, a);
    return none ? 0 : NONE;
}

static void break_month(struct checker *checker, uint32_t a, uint32_t right) {
    const struct instance *instance = checker->instance;
    struct row row = proposals_row(a, PROPOSALS_START);
    uint32_t month = checker->results->proposals.start[a], wished = month_wished(instance, a);
    uint32_t offer = checker->results->proposals.offer[a], late = instance->policy.late_months;
    const char *who = applicant_text(checker, a), *where = offer_text(checker, offer);
    char is[MONTH_BYTES], was[MONTH_BYTES];
    month_words(month, is);
    month_words(wished, was);
    if (right == 0) {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          offer == NONE ? "%s ends %s; no month should stand here, not %s"
                                        : "%s stays at %s; no month should stand here, not %s",
                          who, where, is);
    } else if (month == 0) {
        finding_break_row(checker, PROPERTY_MONTHS, row, "%s begins at %s in no month; in %s", who,
                          where, month_words(right, was));
    } else if (is_locked(instance, a)) {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s is locked to %s from %s, its start, on, not from %s", who, where, was,
                          is);
    } else if (month < wished) {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s begins at %s in %s, before %s, for which it wished", who, where, is,
                          was);
    } else if (month > wished + late) {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s begins at %s in %s, more than %" PRIu32
                          " months after %s, for which it wished",
                          who, where, is, late, was);
    } else if (steps_begun(instance, offer, month) == 0) {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s begins at %s in %s, when it has no seats yet", who, where, is);
    } else {
        finding_break_row(checker, PROPERTY_MONTHS, row,
                          "%s begins at %s in %s; the same seats are there in %s", who, where, is,
                          month_words(right, was));
    }
}

void refusals_check(struct checker *checker) {
    const struct instance *instance = checker->instance;
    const uint32_t *start = checker->results->proposals.start;
    uint64_t n_present = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        n_present += present_place(instance, a) != NONE ? 1 : 0;
        check_place(checker, a);
        uint32_t right = start == NULL ? NONE : month_right(checker, a);
        if (right != NONE && start[a] != right) {
            break_month(checker, a, right);
        }
    }
    if (start == NULL) {
        finding_set(checker, PROPERTY_MONTHS, VERDICT_DOES_NOT_APPLY, "the round has no months");
    }
    if (n_present == 0) {
        finding_set(checker, PROPERTY_PRESENT, VERDICT_DOES_NOT_APPLY,
                    "nobody has a place that it may keep");
    }
}
