// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whether somebody has a right to a seat that the placement gives to another, or to nobody.
 *
 * Take an applicant a and an option x that it prefers to what the round gave it. Let v be the
 * lowest node on the way from x's offer to the root that is full. If there is none, a seat is
 * wasted. Else a envies with justification if the worst that v holds comes after x: v could let it
 * go and take x instead, and keep every limit. Only the worst of each node is needed, so a check of
 * all costs one comparison an option.
 *
 * An earlier month at the offer where a begins is an option that a prefers, too; nodes that hold
 * both do not grow by it, so they are not looked at. Whoever stays at a place whose seat counts it
 * keeps it: nobody goes before it there.
 *
 * Followers choose in a turn of their own, when all others have their places: they envy each other
 * alone.
 *
 * The round is judged, not what came after it: locked applicants hold their seats and are envied by
 * nobody, and what the `after` step handed out was left over.
 */
#include "verify/checker.h"

#include <inttypes.h>

uint32_t lowest_full(const struct checker *checker, uint32_t node, const uint32_t *used,
                     const uint32_t *seats) {
    uint32_t v = node;
    while (v != NONE && (seats[v] == SEATS_UNLIMITED || used[v] < seats[v])) {
        v = checker->instance->node_parent[v];
    }
    return v;
}

/* Is the node on the way from an option's slot to the root? */
static bool holds(const struct checker *checker, uint32_t node, uint32_t x) {
    uint32_t v = x == NONE ? NONE : checker->round.node[x];
    while (v != NONE && v != node) {
        v = checker->instance->node_parent[v];
    }
    return v != NONE;
}

/* "U1", "U1 in 2027-03" */
static const char *option_words(const struct checker *checker, uint32_t x, char text[160]) {
    char month[MONTH_BYTES];
    bool months = checker->round.month[x] != 0;
    snprintf(text, 160, "%s%s%s", offer_text(checker, checker->round.offer[x]),
             months ? " in " : "", months ? month_words(checker->round.month[x], month) : "");
    return text;
}

/* Notes x as the worst of every node around it where it is. */
static void worst_note(const struct checker *checker, uint32_t *worst, uint32_t x) {
    const uint32_t *parent = checker->instance->node_parent;
    uint32_t first = checker->round.node[x];
    for (uint32_t v = first; v != NONE; v = parent[v]) {
        if (!checker->offers_choose && v != first) {
            break; /* across offers there is no common order */
        }
        if (worst[v] == NONE || option_compare(checker, worst[v], x, NULL) < 0) {
            worst[v] = x;
        }
    }
}

static void worst_find(struct checker *checker) {
    for (uint32_t v = 0; v < checker->instance->n_nodes; v++) {
        checker->worst[v] = checker->turn[0].worst[v] = checker->turn[1].worst[v] = NONE;
    }
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        uint32_t x = checker->stated[a];
        if (x != NONE) {
            worst_note(checker, checker->worst, x);
            worst_note(checker, checker->turn[turn_of(checker, a)].worst, x);
        }
    }
}

static void break_waste(struct checker *checker, uint32_t x) {
    uint32_t a = checker->round.owner[x];
    char there[160];
    finding_break_row(checker, PROPERTY_WASTE, (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                      "%s would rather be at %s, where a seat is free", applicant_text(checker, a),
                      option_words(checker, x, there));
}

static void break_envy(struct checker *checker, uint32_t x, uint32_t worst) {
    uint32_t a = checker->round.owner[x];
    char there[160], seat[160];
    finding_break_row(checker, PROPERTY_ENVY, (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                      "%s would rather be at %s and goes before %s, who has a seat at %s",
                      applicant_text(checker, a), option_words(checker, x, there),
                      applicant_text(checker, checker->round.owner[worst]),
                      option_words(checker, worst, seat));
}

/* By which criterion the option was refused, as run.json counts it: against the worst of all. */
static void count_decided(struct checker *checker, uint32_t x) {
    uint32_t decider;
    uint32_t full =
        lowest_full(checker, checker->round.node[x], checker->used_round, checker->room);
    uint32_t worst = full == NONE || !checker->offers_choose ? NONE : checker->worst[full];
    if (worst != NONE && !is_kept(checker, worst) &&
        option_compare(checker, worst, x, &decider) < 0) {
        checker->decided[decider]++;
    }
}

/* One option that its applicant would rather have. */
static void judge(struct checker *checker, uint32_t x) {
    uint32_t offer = checker->round.offer[x], a = checker->round.owner[x];
    uint32_t is = checker->stated[a];
    const struct turn *turn = &checker->turn[turn_of(checker, a)];
    bool earlier = is != NONE && checker->round.offer[is] == offer; /* than where it begins */
    checker->refused[offer] |= earlier ? 0 : 1;
    count_decided(checker, x);
    uint32_t full = lowest_full(checker, checker->round.node[x], turn->used, checker->room);
    if (full == NONE || (earlier && holds(checker, full, is))) {
        if (checker->rule != RULE_MINIMUM_COST) {
            break_waste(checker, x);
        }
        return;
    }
    uint32_t worst = checker->offers_choose ? turn->worst[full] : NONE;
    if (worst != NONE && !is_kept(checker, worst) && option_compare(checker, worst, x, NULL) > 0 &&
        checker->rule == RULE_DEFERRED_ACCEPTANCE) {
        break_envy(checker, x, worst);
    }
}

static void judge_all(struct checker *checker) {
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        uint32_t end =
            checker->stated[a] == NONE ? checker->round.start[a + 1] : checker->stated[a];
        for (uint32_t x = checker->round.start[a]; x < end && !is_locked(checker->instance, a);
             x++) {
            judge(checker, x);
        }
    }
    bool stable = checker->rule == RULE_DEFERRED_ACCEPTANCE;
    finding_set(checker, PROPERTY_ENVY, stable ? VERDICT_HELD : VERDICT_DOES_NOT_APPLY, "%s",
                stable ? "" : "the mechanism does not promise it");
    bool choosing = checker->rule != RULE_MINIMUM_COST;
    finding_set(checker, PROPERTY_WASTE, choosing ? VERDICT_HELD : VERDICT_DOES_NOT_APPLY, "%s",
                choosing ? "" : "the objectives decide which seats are used");
}

/* Nobody placed by the results may stand where the replay puts it elsewhere. */
static void compare_replay(struct checker *checker) {
    enum property property =
        checker->rule == RULE_DEFERRED_ACCEPTANCE ? PROPERTY_BEST : PROPERTY_REPLAY;
    enum property other = property == PROPERTY_BEST ? PROPERTY_REPLAY : PROPERTY_BEST;
    finding_set(checker, other, VERDICT_DOES_NOT_APPLY, "%s",
                other == PROPERTY_BEST ? "only deferred acceptance promises it"
                                       : "see best stable");
    if (checker->right == NULL) {
        finding_set(checker, property, VERDICT_DOES_NOT_APPLY,
                    "of several optima any may be given; see its dual");
        return;
    }
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        uint32_t is = checker->stated[a], right = checker->right[a];
        if (is != right) {
            finding_break_row(
                checker, property, (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                "%s could have %s and has %s; %s than it should", applicant_text(checker, a),
                offer_text(checker, right == NONE ? NONE : checker->round.offer[right]),
                offer_text(checker, is == NONE ? NONE : checker->round.offer[is]),
                right < is ? "worse" : "better");
        }
    }
}

/* Everyone placed. */

/* An offer with a free seat among the applicant's choices, NONE. */
static uint32_t find_free(const struct checker *checker, const struct choices *choices,
                          uint32_t a) {
    uint32_t found = NONE;
    for (uint32_t x = choices->start[a]; x < choices->start[a + 1] && found == NONE; x++) {
        bool free = seats_are_free(checker, a, choices->offer[x], choices->month[x]);
        found = free ? choices->offer[x] : NONE;
    }
    return found;
}

/* Minimum-cost without `placed` first may leave seats free for the sake of its sum. */
static bool places_all(const struct checker *checker) {
    const struct policy *policy = &checker->instance->policy;
    uint32_t i = 0;
    while (i < policy->n_objectives && policy->objective[i].kind == OBJECTIVE_GUARANTEE) {
        i++; /* one more placed takes no guarantee from anybody */
    }
    if (checker->results->program.stopped) {
        return false; /* the best that was found in time need not be the best */
    }
    return checker->rule != RULE_MINIMUM_COST || policy->fallback == FALLBACK_AFTER ||
           (i < policy->n_objectives && policy->objective[i].kind == OBJECTIVE_PLACED);
}

/* Do other rules than seats keep the applicant out: its family, whom it follows, too few to open
 * with? */
static bool is_tied(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    bool family = instance->policy.families_required && instance->applicant_family != NULL &&
                  instance->applicant_family[a] != NONE;
    return family || instance_follows(instance, a) != NONE || instance->offer_opens_with != NULL;
}

static void check_placed(struct checker *checker) {
    uint64_t n_unplaced = 0;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        if (checker->results->proposals.offer[a] != NONE) {
            continue;
        }
        n_unplaced++;
        if (is_tied(checker, a)) {
            continue;
        }
        uint32_t free = find_free(checker, &checker->round, a);
        if (checker->rule == RULE_MINIMUM_COST && checker->wanted[a]) {
            free = NONE; /* the round weighed its own options; the step after it must place */
        }
        free = free == NONE ? find_free(checker, &checker->after, a) : free;
        if (free != NONE && places_all(checker)) {
            finding_break_row(checker, PROPERTY_PLACED,
                              (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                              "%s is unplaced while %s has a free seat", applicant_text(checker, a),
                              offer_text(checker, free));
        }
    }
    if (!places_all(checker)) {
        finding_set(checker, PROPERTY_PLACED, VERDICT_DOES_NOT_APPLY, "%" PRIu64 " unplaced; %s",
                    n_unplaced,
                    checker->results->program.stopped
                        ? "the solver was stopped before the best was found"
                        : "the objectives do not begin with placed");
    } else if (n_unplaced > 0) {
        finding_set(checker, PROPERTY_PLACED, VERDICT_HELD,
                    "%" PRIu64 " unplaced, for whom no seat they may have is left", n_unplaced);
    }
}

/* A claim goes before all criteria at near offers: none of a claimant's may hold one without. */
static void check_claims_honoured(struct checker *checker) {
    for (uint32_t x = 0; x < checker->round.n; x++) {
        uint32_t a = checker->round.owner[x], is = checker->stated[a];
        if (!is_claimed(checker, x) || (is != NONE && is <= x)) {
            continue;
        }
        uint32_t full =
            lowest_full(checker, checker->round.node[x], checker->turn[0].used, checker->room);
        uint32_t worst = full == NONE ? NONE : checker->turn[0].worst[full];
        if (worst != NONE && !is_claimed(checker, worst) && !is_kept(checker, worst)) {
            finding_break_row(
                checker, PROPERTY_NEAR, (struct row){RESULTS_PROPOSALS, a, PROPOSALS_OFFER},
                "%s has a claim at %s, where %s has a seat without one", applicant_text(checker, a),
                offer_text(checker, checker->round.offer[x]),
                applicant_text(checker, checker->round.owner[worst]));
        }
    }
}

enum err stability_check(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    checker->worst = ARENA_NEW(&checker->arena, instance->n_nodes, uint32_t);
    checker->refused = ARENA_ZERO(&checker->arena, instance->n_offers, uint8_t);
    checker->decided = ARENA_ZERO(&checker->arena, (size_t)instance->n_criterions + 2, uint64_t);
    if (checker->worst == NULL || checker->refused == NULL || checker->decided == NULL) {
        return error_no_memory(error);
    }
    worst_find(checker);
    judge_all(checker);
    compare_replay(checker);
    check_placed(checker);
    if (checker->claim != NULL) {
        check_claims_honoured(checker);
    }
    return OK;
}
