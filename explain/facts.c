// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One child's facts, read off the final state:
 *
 *   for each option k the child prefers to what it got:
 *       v = smallest node around k's offer whose seats are all taken
 *       l = last admitted under v
 *       the first criterion that puts l before k is the reason
 *
 * Why the smallest full node: the seats under nested limits are a matroid, and the smallest full
 * limit around k holds exactly the options that k could have replaced (its fundamental circuit). A
 * stable round keeps all of them before k, so k lost against the worst of them, and this is the
 * cutoff a court asks for. In mechanisms that take children one by one a full node never empties
 * and a node inside it gains nobody any more, so the smallest full node at the end is also the one
 * that stood in the child's way.
 *
 * Invariant: whatever the reason says is checked against the ranking; a contradiction means that
 * the folder does not follow from the instance and is answered with ERR_NO, never with a wrong
 * reason.
 */
#include "explain/facts.h"

#include <string.h>

enum { LOTTERY_DIGITS = 16 };

static enum err contradicts(const struct explainer *explainer, struct option_ref own,
                            struct error *error) {
    const struct instance *instance = explainer->instance;
    return error_set(error, ERR_NO, NULL,
                     "no rule of the round explains why applicant %s was refused at %s; "
                     "run `placera verify` on this folder",
                     strings_get(&instance->applicant_id, own.applicant),
                     strings_get(&instance->offer_id, explainer->options.offer[own.option]));
}

static bool runs(const struct explainer *explainer,
                 enum err (*run)(const struct mechanism_task *, struct mechanism_outcome *,
                                 struct error *)) {
    return mechanisms[explainer->instance->policy.mechanism].run == run;
}

static bool is_around(const struct instance *instance, uint32_t node, uint32_t offer) {
    for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
        if (v == node) {
            return true;
        }
    }
    return false;
}

/* Notes the smallest node around the offer that is full by `taken` and does not hold the offer
 * `but` as well (NONE: nothing is left out). */
static void find_full(const struct explainer *explainer, uint32_t offer, const uint32_t *taken,
                      uint32_t but, struct refusal *refusal) {
    const struct instance *instance = explainer->instance;
    refusal->node = NONE;
    for (uint32_t v = offer; v != NONE && refusal->node == NONE; v = instance->node_parent[v]) {
        uint32_t seats = instance->node_seats[v];
        if (seats != SEATS_UNLIMITED && taken[v] >= seats &&
            (but == NONE || !is_around(instance, v, but))) {
            refusal->node = v;
        }
    }
    if (refusal->node == NONE) {
        return;
    }
    refusal->seats = instance->node_seats[refusal->node];
    refusal->locked = explainer->locked[refusal->node];
    if (refusal->node < instance->n_offers) {
        refusal->full = FULL_OFFER;
    } else if (instance->school_node[instance->offer_school[offer]] == refusal->node) {
        refusal->full = FULL_SCHOOL;
        refusal->school = instance->offer_school[offer];
    } else {
        refusal->full = FULL_POOL;
    }
}

static uint32_t rank_under(const struct explainer *explainer, uint32_t option, uint32_t node) {
    const struct instance *instance = explainer->instance;
    uint32_t depth = 0;
    for (uint32_t v = explainer->options.offer[option]; v != node; v = instance->node_parent[v]) {
        depth++;
    }
    return explainer->ranking.position[depth][option] + 1;
}

/* As many of the last admitted's digits as it takes to see that it is smaller. All sixteen would
 * let anybody who guesses an id check the guess against the public seed. */
static unsigned digits_that_settle(uint64_t own, uint64_t last) {
    unsigned digits = 1;
    while (digits < LOTTERY_DIGITS && own >> (64 - 4 * digits) == last >> (64 - 4 * digits)) {
        digits++;
    }
    return digits;
}

/* The lottery as last resort, then the ids. */
static enum err compare_lottery(const struct explainer *explainer, struct option_ref own,
                                struct option_ref last, struct refusal *refusal,
                                struct error *error) {
    const struct strings *ids = &explainer->instance->applicant_id;
    static const struct criterion lottery = {CRITERION_LOTTERY, NONE};
    enum err err = criterion_value(&explainer->valuer, &lottery, own, &refusal->own, error);
    if (err == OK) {
        err = criterion_value(&explainer->valuer, &lottery, last, &refusal->last, error);
    }
    if (err != OK) {
        return err;
    }
    int order = value_order(CRITERION_LOTTERY, &refusal->own, &refusal->last);
    refusal->reason = order == 0 ? REASON_ID : REASON_LOTTERY;
    if (order == 0) {
        order = strcmp(strings_get(ids, own.applicant), strings_get(ids, last.applicant));
    }
    refusal->lottery_digits = digits_that_settle(refusal->own.lottery, refusal->last.lottery);
    return order > 0 ? OK : contradicts(explainer, own, error);
}

/* The first difference between the child and the last admitted, in the order in which it counts. */
static enum err compare(const struct explainer *explainer, struct option_ref own,
                        struct option_ref last, struct refusal *refusal, struct error *error) {
    const struct instance *instance = explainer->instance;
    refusal->own_rank = rank_under(explainer, own.option, refusal->node);
    refusal->last_rank = rank_under(explainer, last.option, refusal->node);
    if (refusal->own_rank <= refusal->last_rank ||
        explainer->claimed[own.option] > explainer->claimed[last.option]) {
        return contradicts(explainer, own, error);
    }
    if (explainer->claimed[last.option] > explainer->claimed[own.option]) {
        refusal->reason = REASON_CLAIM;
        return OK;
    }
    uint32_t offer = explainer->options.offer[own.option];
    const struct criteria *criteria = &instance->criteria[instance->offer_criteria[offer]];
    for (uint32_t i = criteria->start; i < criteria->start + criteria->n; i++) {
        const struct criterion *criterion = &instance->criterion[i];
        enum err err = criterion_value(&explainer->valuer, criterion, own, &refusal->own, error);
        if (err == OK) {
            err = criterion_value(&explainer->valuer, criterion, last, &refusal->last, error);
        }
        if (err != OK) {
            return err;
        }
        int order = value_order(criterion->kind, &refusal->own, &refusal->last);
        refusal->n_equal = i - criteria->start;
        if (order != 0) {
            refusal->reason = REASON_CRITERION;
            refusal->criterion = criterion;
            refusal->lottery_digits =
                digits_that_settle(refusal->own.lottery, refusal->last.lottery);
            return order > 0 ? OK : contradicts(explainer, own, error);
        }
    }
    refusal->n_equal = criteria->n;
    return compare_lottery(explainer, own, last, refusal, error);
}

/* Immediate acceptance: who applied in an earlier step has the seat for good. */
static enum err compare_steps(const struct explainer *explainer, struct option_ref own,
                              struct option_ref last, struct refusal *refusal,
                              struct error *error) {
    refusal->step = own.option - explainer->options.start[own.applicant] + 1;
    refusal->full_step = last.option - explainer->options.start[last.applicant] + 1;
    if (refusal->full_step < refusal->step) {
        refusal->reason = REASON_EARLIER;
        return OK;
    }
    return refusal->full_step > refusal->step ? contradicts(explainer, own, error)
                                              : compare(explainer, own, last, refusal, error);
}

static void fill_price(const struct explainer *explainer, uint32_t offer, struct refusal *refusal) {
    const struct round_result *round = explainer->round;
    refusal->has_price = round->price != NULL && round->has_price[offer] &&
                         explainer->instance->node_seats[offer] != SEATS_UNLIMITED;
    refusal->price = refusal->has_price ? round->price[offer] : 0;
}

/* Why an option that the child prefers to what it got was refused in the round. */
static enum err refuse(const struct explainer *explainer, struct option_ref own,
                       struct refusal *refusal, struct error *error) {
    uint32_t offer = explainer->options.offer[own.option];
    bool is_minimum_cost = runs(explainer, minimum_cost);
    *refusal = (struct refusal){.reason = REASON_OBJECTIVE};
    find_full(explainer, offer, explainer->taken, NONE, refusal);
    if (refusal->node == NONE && !is_minimum_cost) {
        return contradicts(explainer, own, error);
    }
    if (refusal->node != NONE && refusal->locked >= refusal->seats) {
        refusal->reason = refusal->seats == 0 ? REASON_NO_SEATS : REASON_LOCKED;
        return OK;
    }
    if (is_minimum_cost) {
        fill_price(explainer, offer, refusal);
        return OK;
    }
    struct option_ref last = explainer->last[refusal->node];
    if (last.option == NONE) {
        return contradicts(explainer, own, error);
    }
    if (runs(explainer, top_trading_cycles)) {
        refusal->reason = REASON_TRADED;
        refusal->own_rank = rank_under(explainer, own.option, refusal->node);
        return OK;
    }
    return runs(explainer, immediate_acceptance)
               ? compare_steps(explainer, own, last, refusal, error)
               : compare(explainer, own, last, refusal, error);
}

static void admit(const struct explainer *explainer, struct option_ref own, struct choice *choice) {
    const struct ranking *ranking = &explainer->ranking;
    choice->outcome = OUTCOME_ADMITTED;
    choice->contested = explainer->refused_some[choice->offer];
    if (runs(explainer, immediate_acceptance)) {
        choice->step = own.option - explainer->options.start[own.applicant] + 1;
    } else if (mechanisms[explainer->instance->policy.mechanism].ranks &&
               !runs(explainer, top_trading_cycles)) {
        choice->rank = ranking->rank[own.option];
        choice->last_rank = ranking->rank[explainer->last[choice->offer].option];
    }
}

/* An option of the round: a wish, or a fallback option that competed with the wishes. */
static enum err round_choice(const struct explainer *explainer, struct option_ref own,
                             struct choice *choice, struct error *error) {
    const struct instance *instance = explainer->instance;
    uint32_t held = explainer->choice_of[own.applicant];
    uint32_t offer = explainer->options.offer[own.option];
    uint32_t place = own.option - explainer->options.start[own.applicant];
    *choice = (struct choice){.offer = offer};
    choice->wish = place < options_n_wishes(instance, own.applicant) ? place + 1 : 0;
    choice->metres =
        measured_metres(instance, own.applicant, instance->offer_school[offer], &choice->measure);
    choice->lottery_carried =
        instance->applicant_lottery != NULL || (instance->wish_lottery != NULL && choice->wish > 0);
    if (instance_is_locked(instance, own.applicant)) {
        bool given = instance->applicant_locked[own.applicant] == offer;
        choice->outcome = given ? OUTCOME_ADMITTED : OUTCOME_NOT_TRIED;
        return OK;
    }
    choice->reserve_position = explainer->reserve_position[own.option];
    choice->reserve_length = explainer->reserve_length[offer];
    choice->claimed = explainer->claimed[own.option];
    if (held != NONE && own.option > held) {
        choice->outcome = OUTCOME_NOT_NEEDED;
        return OK;
    }
    if (own.option == held) {
        admit(explainer, own, choice);
        return OK;
    }
    choice->outcome = OUTCOME_REFUSED;
    return refuse(explainer, own, &choice->refusal, error);
}

static enum err round_choices(const struct explainer *explainer, uint32_t applicant,
                              struct explanation *explanation, struct error *error) {
    const struct options *options = &explainer->options;
    bool is_locked = explanation->basis == BASIS_LOCKED;
    uint32_t held = explainer->choice_of[applicant];
    uint32_t end_of_wishes = options->start[applicant] + explanation->n_wishes;
    uint32_t end = options->start[applicant + 1];
    if (is_locked || (held != NONE && held < end_of_wishes)) {
        end = end_of_wishes;
    } else if (held != NONE) {
        end = held + 1;
    }
    for (uint32_t k = options->start[applicant]; k < end; k++) {
        struct option_ref own = {applicant, k};
        enum err err =
            round_choice(explainer, own, &explainer->choice[explanation->n_choices++], error);
        if (err != OK) {
            return err;
        }
    }
    return OK;
}

/* The `after` step: nearest first, up to the one given. An offer exactly as near that still has a
 * free seat is passed over: the step's sum of metres is the same with either. */
static enum err after_choices(const struct explainer *explainer, uint32_t applicant,
                              struct explanation *explanation, struct error *error) {
    const struct instance *instance = explainer->instance;
    const struct options *after = &explainer->after;
    uint32_t given = explanation->offer;
    for (uint32_t k = after->start[applicant]; k < after->start[applicant + 1]; k++) {
        struct choice choice = {.offer = after->offer[k], .outcome = OUTCOME_REFUSED};
        choice.metres = measured_metres(instance, applicant, instance->offer_school[choice.offer],
                                        &choice.measure);
        struct refusal *refusal = &choice.refusal;
        if (choice.offer == given) {
            choice.outcome = OUTCOME_ADMITTED;
        } else {
            find_full(explainer, choice.offer, explainer->taken, given, refusal);
            refusal->reason = REASON_TAKEN;
            if (refusal->node == NONE) {
                find_full(explainer, choice.offer, explainer->taken_after, given, refusal);
                refusal->reason = REASON_SHARED_OUT;
            }
            if (refusal->node == NONE && given != NONE && choice.metres == explanation->metres) {
                continue;
            }
            if (refusal->node == NONE) {
                return error_set(error, ERR_NO, NULL,
                                 "applicant %s could have had a seat at %s, which is nearer; run "
                                 "`placera verify` on this folder",
                                 strings_get(&instance->applicant_id, applicant),
                                 strings_get(&instance->offer_id, choice.offer));
            }
        }
        explainer->choice[explanation->n_choices++] = choice;
        if (choice.outcome == OUTCOME_ADMITTED) {
            break;
        }
    }
    return OK;
}

static void fill_near(const struct explainer *explainer, struct explanation *explanation) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    explanation->has_near = instance->policy.has_near;
    if (!explanation->has_near) {
        return;
    }
    explanation->near_limit_m = nearness_limit_m(&explainer->valuer.nearness, a);
    explanation->claim_round = explainer->claim_round[a];
    bool at_wish = false;
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        at_wish = at_wish || instance->wish_offer[w] == explanation->offer;
    }
    bool at_near = explanation->offer != NONE &&
                   instance->offer_group[explanation->offer] == instance->applicant_group[a] &&
                   explanation->metres != METRES_UNKNOWN &&
                   explanation->metres <= explanation->near_limit_m;
    explanation->lacks_near = !at_wish && !at_near;
}

static enum err fill_lottery(const struct explainer *explainer, struct explanation *explanation,
                             struct error *error) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    explanation->lottery_carried = instance->applicant_lottery != NULL;
    explanation->has_lottery =
        instance->wish_lottery == NULL &&
        (explanation->lottery_carried || !instance->policy.lottery_per_offer);
    if (!explanation->has_lottery) {
        return OK;
    }
    if (explanation->lottery_carried) {
        explanation->lottery = instance->applicant_lottery[a];
        return OK;
    }
    return lottery_number(explainer->valuer.lottery, strings_get(&instance->applicant_id, a), NULL,
                          &explanation->lottery, error);
}

enum err explain(const struct explainer *explainer, uint32_t applicant,
                 struct explanation *explanation, struct error *error) {
    const struct instance *instance = explainer->instance;
    const struct round_result *round = explainer->round;
    INVARIANT(applicant < instance->n_applicants);
    *explanation = (struct explanation){
        .applicant = applicant,
        .basis = (enum basis)round->basis[applicant],
        .offer = round->offer[applicant],
        .n_wishes = options_n_wishes(instance, applicant),
        .metres = METRES_UNKNOWN,
        .is_protected =
            instance->applicant_protected != NULL && instance->applicant_protected[applicant],
        .choice = explainer->choice,
    };
    if (explanation->offer != NONE) {
        explanation->metres = measured_metres(
            instance, applicant, instance->offer_school[explanation->offer], &explanation->measure);
    }
    fill_near(explainer, explanation);
    enum err err = fill_lottery(explainer, explanation, error);
    if (err == OK) {
        err = round_choices(explainer, applicant, explanation, error);
    }
    if (err == OK && explainer->after.start != NULL) {
        err = after_choices(explainer, applicant, explanation, error);
    }
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        const struct choice *choice = &explanation->choice[i];
        if (choice->outcome == OUTCOME_ADMITTED) {
            explanation->wish = choice->wish;
        }
    }
    return err;
}
