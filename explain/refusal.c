// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why one option was refused, read off the final state:
 *
 *       v = smallest node around the option's slot whose seats are all taken
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
 * Under minimum-cost no rank decides. Then the calendar tells which limit is full, besides the
 * child's own seat, in the first month in which its seat would have been needed and was not there;
 * where none is, the objectives alone decide.
 *
 * Invariant: whatever the reason says is checked against the ranking; a contradiction means that
 * the folder does not follow from the instance and is answered with ERR_NO, never with a wrong
 * reason.
 */
#include "explain/facts_parts.h"

#include "solver/joint_options.h"
#include "solver/months.h"

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

static bool is_around(const struct instance *instance, uint32_t node, uint32_t slot) {
    for (uint32_t v = slot; v != NONE; v = instance->node_parent[v]) {
        if (v == node) {
            return true;
        }
    }
    return false;
}

/* Which kind of limit it is, seen from an offer under it. */
static enum full_kind kind_of(const struct explainer *explainer, uint32_t offer, uint32_t limit) {
    const struct instance *instance = explainer->instance;
    const struct seat_limit *it = &explainer->calendar.limit[limit];
    uint32_t school = instance->offer_school[offer];
    if (it->offer != NONE) {
        return FULL_OFFER;
    }
    if (it->node != NONE) {
        return instance->school_node[school] == it->node ? FULL_SCHOOL : FULL_POOL;
    }
    /* an earlier step of a school's seats has the school's name */
    bool is_school = it->before != NONE && instance->school_node[school] != NONE &&
                     strcmp(strings_get(&instance->crossing_name, it->crossing),
                            strings_get(&instance->school_id, school)) == 0;
    return is_school ? FULL_SCHOOL : FULL_POOL;
}

static void note_limit(const struct explainer *explainer, uint32_t offer, uint32_t limit,
                       struct refusal *refusal) {
    const struct seat_limit *it = &explainer->calendar.limit[limit];
    refusal->node = it->node;
    refusal->seats = it->seats;
    refusal->name = calendar_name(&explainer->calendar, limit);
    refusal->full = kind_of(explainer, offer, limit);
}

void refusal_full(const struct explainer *explainer, uint32_t slot, const uint32_t *taken,
                  uint32_t but, struct refusal *refusal) {
    const struct instance *instance = explainer->instance;
    refusal->node = NONE;
    for (uint32_t v = slot; v != NONE && refusal->node == NONE; v = instance->node_parent[v]) {
        uint32_t seats = instance->node_seats[v];
        if (seats != SEATS_UNLIMITED && taken[v] >= seats &&
            (but == NONE || !is_around(instance, v, but))) {
            refusal->node = v;
        }
    }
    if (refusal->node != NONE) {
        uint32_t limit = explainer->calendar.node_limit[refusal->node];
        note_limit(explainer, instance->slot_offer[slot], limit, refusal);
        refusal->locked = explainer->locked[refusal->node];
    }
}

/* In a round with months: when the node is full while the child would sit under it. */
static void find_month(const struct explainer *explainer, struct option_ref own,
                       struct refusal *refusal) {
    struct seat_spans spans;
    uint32_t month;
    if (!instance_has_months(explainer->instance)) {
        return;
    }
    option_spans(explainer, own, &spans);
    const struct seat_span *last = &spans.span[spans.n - 1];
    refusal->has_taken =
        spans.n > 0 &&
        calendar_full(&explainer->calendar, explainer->calendar.node_limit[refusal->node],
                      last->from, last->before, 1, NULL, &month, refusal->taken);
    refusal->full_month = refusal->has_taken ? month : 0;
}

/* From 0. */
static uint32_t position_under(const struct explainer *explainer, uint32_t option, uint32_t node) {
    const struct instance *instance = explainer->instance;
    uint32_t depth = 0;
    for (uint32_t v = explainer->options.node[option]; v != node; v = instance->node_parent[v]) {
        depth++;
    }
    return explainer->ranking.position[depth][option];
}

/* From 1. In an offer's order a child who might begin in several months counts once. */
static uint32_t rank_under(const struct explainer *explainer, uint32_t option, uint32_t node) {
    uint32_t position = position_under(explainer, option, node);
    bool once = explainer->number != NULL && explainer->calendar.node_offer[node] != NONE;
    return once ? explainer->number[explainer->ranking.node_start[node] + position] : position + 1;
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

/* Ranks, and what goes before all criteria: a claim, and a place that is kept. */
static enum err compare_rights(const struct explainer *explainer, struct option_ref own,
                               struct option_ref last, struct refusal *refusal, bool *decided,
                               struct error *error) {
    const struct options *options = &explainer->options;
    refusal->own_rank = rank_under(explainer, own.option, refusal->node);
    refusal->last_rank = rank_under(explainer, last.option, refusal->node);
    *decided = true;
    if (position_under(explainer, own.option, refusal->node) <=
            position_under(explainer, last.option, refusal->node) ||
        explainer->claimed[own.option] > explainer->claimed[last.option]) {
        return contradicts(explainer, own, error);
    }
    if (explainer->claimed[last.option] > explainer->claimed[own.option]) {
        refusal->reason = REASON_CLAIM;
        return OK;
    }
    if (options_stays(options, last.option) && !options_stays(options, own.option)) {
        refusal->reason = REASON_KEPT;
        return OK;
    }
    *decided = false;
    return OK;
}

/* The first difference between the child and the last admitted, in the order in which it counts. */
static enum err compare(const struct explainer *explainer, struct option_ref own,
                        struct option_ref last, struct refusal *refusal, struct error *error) {
    const struct instance *instance = explainer->instance;
    bool decided;
    enum err err = compare_rights(explainer, own, last, refusal, &decided, error);
    if (err != OK || decided) {
        return err;
    }
    uint32_t offer = explainer->options.offer[own.option];
    const struct criteria *criteria = &instance->criteria[instance->offer_criteria[offer]];
    for (uint32_t i = criteria->start; i < criteria->start + criteria->n; i++) {
        const struct criterion *criterion = &instance->criterion[i];
        err = criterion_value(&explainer->valuer, criterion, own, &refusal->own, error);
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

/* The price of an offer's own seats, in all months; none where it has no limit of its own. */
static void fill_price(const struct explainer *explainer, uint32_t offer, struct refusal *refusal) {
    const struct instance *instance = explainer->instance;
    const struct round_result *round = explainer->round;
    refusal->has_price = round->price != NULL && round->has_price[offer] &&
                         instance->node_seats[instance->offer_node[offer]] != SEATS_UNLIMITED;
    refusal->price = refusal->has_price ? round->price[offer] : 0;
}

/* The limit that is first in being full without the child's own seats, smallest first. */
static void find_full_month(const struct explainer *explainer, struct option_ref own,
                            struct refusal *refusal) {
    const struct calendar *calendar = &explainer->calendar;
    struct seat_spans spans;
    struct seat_change change = {.n_without = 1, .without = &explainer->spans[own.applicant]};
    uint32_t first = NONE, month, taken[N_SEAT_RIGHTS];
    option_spans(explainer, own, &spans);
    for (uint32_t s = 0; s < spans.n; s++) {
        const struct seat_span *span = &spans.span[s];
        for (uint32_t i = calendar->around_start[span->offer];
             i < calendar->around_start[span->offer + 1] && span->right != SEAT_LEAVING; i++) {
            uint32_t limit = calendar->around[i];
            if (calendar_full(calendar, limit, span->from, span->before, 1, &change, &month,
                              taken) &&
                month < first) {
                first = month;
                note_limit(explainer, span->offer, limit, refusal);
                memcpy(refusal->taken, taken, sizeof taken);
                refusal->locked = taken[SEAT_LOCKED];
                refusal->full_month = month;
                refusal->has_taken = true;
            }
        }
    }
}

/* Minimum-cost: whatever is full, the objectives decide between the children of the round. */
static void refuse_objective(const struct explainer *explainer, struct option_ref own,
                             struct refusal *refusal) {
    const struct instance *instance = explainer->instance;
    uint32_t offer = explainer->options.offer[own.option];
    uint32_t opens = instance->offer_opens_with == NULL ? 0 : instance->offer_opens_with[offer];
    refusal->node = NONE;
    find_full_month(explainer, own, refusal);
    if (opens > 1 && explainer->newly[offer] == 0) {
        refusal->reason = REASON_NOT_OPENED;
    } else if (refusal->full != FULL_NONE && refusal->seats == 0) {
        refusal->reason = REASON_NO_SEATS;
    } else if (refusal->full != FULL_NONE && refusal->locked >= refusal->seats) {
        refusal->reason = REASON_LOCKED;
    } else if (refusal->full != FULL_NONE && refusal->taken[SEAT_PLACED] == 0) {
        refusal->reason = REASON_KEPT;
    } else {
        fill_price(explainer, offer, refusal);
    }
}

/* The mechanisms that rank. */
static enum err refuse_ranked(const struct explainer *explainer, struct option_ref own,
                              struct refusal *refusal, struct error *error) {
    refusal_full(explainer, explainer->options.node[own.option], explainer->taken, NONE, refusal);
    if (refusal->node == NONE) {
        return contradicts(explainer, own, error);
    }
    find_month(explainer, own, refusal);
    if (refusal->locked >= refusal->seats) {
        refusal->reason = refusal->seats == 0 ? REASON_NO_SEATS : REASON_LOCKED;
        return OK;
    }
    struct option_ref last = explainer->last[refusal->node];
    if (last.option == NONE) {
        return contradicts(explainer, own, error);
    }
    if (explainer_runs(explainer, top_trading_cycles)) {
        refusal->reason = REASON_TRADED;
        refusal->own_rank = rank_under(explainer, own.option, refusal->node);
        return OK;
    }
    return explainer_runs(explainer, immediate_acceptance)
               ? compare_steps(explainer, own, last, refusal, error)
               : compare(explainer, own, last, refusal, error);
}

/* Siblings who are together, or must be, propose together under deferred acceptance. Then the order
 * of the children does not explain every refusal. */
static bool proposes_together(const struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    if (!explainer_runs(explainer, deferred_acceptance) || !instance->policy.has_families ||
        instance->applicant_family == NULL || instance->applicant_family[applicant] == NONE) {
        return false;
    }
    return instance->policy.families_required ||
           joint_options_together(instance, instance->applicant_family[applicant],
                                  explainer->round->offer);
}

enum err refusal_find(const struct explainer *explainer, struct option_ref own,
                      struct refusal *refusal, struct error *error) {
    *refusal = (struct refusal){.reason = REASON_OBJECTIVE,
                                .month = options_month(&explainer->options, own.option)};
    if (explainer_runs(explainer, minimum_cost)) {
        refuse_objective(explainer, own, refusal);
        return OK;
    }
    if (!proposes_together(explainer, own.applicant)) {
        return refuse_ranked(explainer, own, refusal, error);
    }
    struct error unexplained = {0};
    enum err err = refuse_ranked(explainer, own, refusal, &unexplained);
    if (err == ERR_NO) {
        *refusal = (struct refusal){.reason = REASON_FAMILY, .month = refusal->month, .node = NONE};
        err = OK;
    }
    return err == OK ? OK : error_set(error, err, NULL, "%s", unexplained.text);
}
