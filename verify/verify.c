// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The order of the checks:
 *
 *     derived from the instance: limits of seats, months, options, lottery numbers
 *     order of each offer, sorted by comparing pairs
 *     replay: the mechanism run again (all but minimum-cost); gives the claims
 *     order with claims: ranks
 *     of what the results state: rows, seats, eligibility; stability, replay compared
 *     certificate: prices and values
 *     offers, reserve, near: counts, lists and cutoffs
 *     run.json: record and digests
 *
 * A property is held until a case breaks it.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <string.h>

typedef enum err check_fn(struct checker *checker, struct error *error);

static const struct {
    const char *name; /* as the policy names the mechanism */
    bool offers_choose;
    check_fn *replay; /* NULL: several placements are right; the certificate decides */
} rules[N_RULES] = {
    [RULE_DEFERRED_ACCEPTANCE] = {"deferred-acceptance", true, replay_deferred_acceptance},
    [RULE_MINIMUM_COST] = {"minimum-cost", false, NULL},
    [RULE_TOP_TRADING_CYCLES] = {"top-trading-cycles", true, replay_top_trading_cycles},
    [RULE_IMMEDIATE_ACCEPTANCE] = {"immediate-acceptance", true, replay_immediate_acceptance},
    [RULE_SERIAL_DICTATORSHIP] = {"serial-dictatorship", true, replay_serial_dictatorship},
};

/* Seats less those of locked applicants. */
static enum err room_derive(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    checker->room = ARENA_NEW(&checker->arena, instance->n_nodes, uint32_t);
    if (checker->room == NULL) {
        return error_no_memory(error);
    }
    memcpy(checker->room, instance->node_seats, instance->n_nodes * sizeof *checker->room);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t v = is_locked(instance, a) ? last_slot(instance, a, instance->applicant_locked[a],
                                                        month_wished(instance, a))
                                            : NONE;
        for (; v != NONE; v = instance->node_parent[v]) {
            if (checker->room[v] != SEATS_UNLIMITED && checker->room[v] > 0) {
                checker->room[v]--;
            }
        }
    }
    return OK;
}

int turn_of(const struct checker *checker, uint32_t a) {
    return checker->offers_choose && instance_follows(checker->instance, a) != NONE ? 1 : 0;
}

bool takes_part(const struct checker *checker, uint32_t a) {
    return !is_locked(checker->instance, a) &&
           turn_of(checker, a) == (checker->of_followers ? 1 : 0);
}

/* The followers' turn: the mechanism for them alone, with the seats that all others leave. */
static enum err replay_followers(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    uint32_t n = instance->n_applicants, n_nodes = instance->n_nodes;
    if (rules[checker->rule].replay == NULL || instance->applicant_follows == NULL) {
        return OK;
    }
    struct arena scratch = {0};
    uint32_t *first = checker->right, *room = checker->room;
    checker->right = ARENA_NEW(&scratch, n, uint32_t);
    checker->room = ARENA_NEW(&scratch, n_nodes, uint32_t);
    enum err err = checker->right == NULL || checker->room == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        for (uint32_t v = 0; v < n_nodes; v++) {
            uint32_t used = checker->used_before[v];
            checker->room[v] = room[v] == SEATS_UNLIMITED ? room[v]
                               : room[v] > used           ? room[v] - used
                                                          : 0;
        }
        checker->of_followers = true;
        err = rules[checker->rule].replay(checker, error);
        for (uint32_t a = 0; err == OK && a < n; a++) {
            first[a] = takes_part(checker, a) ? checker->right[a] : first[a];
        }
        checker->of_followers = false;
    }
    checker->right = first;
    checker->room = room;
    arena_free(&scratch);
    return err;
}

static enum err replay(struct checker *checker, struct error *error) {
    const struct policy *policy = &checker->instance->policy;
    uint32_t n = checker->instance->n_applicants;
    bool claims =
        checker->rule == RULE_DEFERRED_ACCEPTANCE && policy->has_near && policy->near_guarantee;
    if (rules[checker->rule].replay == NULL) {
        return OK;
    }
    checker->right = ARENA_NEW(&checker->arena, n, uint32_t);
    if (claims) {
        checker->claim = ARENA_ZERO(&checker->arena, n, uint32_t);
    }
    if (checker->right == NULL || (claims && checker->claim == NULL)) {
        return error_no_memory(error);
    }
    return rules[checker->rule].replay(checker, error);
}

/* The last month that anybody may be offered. */
static enum err months_derive(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    (void)error;
    for (uint32_t a = 0; instance_has_months(instance) && a < instance->n_applicants; a++) {
        uint32_t last = month_wished(instance, a) + instance->policy.late_months;
        checker->last_month = last > checker->last_month ? last : checker->last_month;
    }
    return OK;
}

/* Without a row for each applicant nothing else can be judged. */
static bool check_length(struct checker *checker) {
    uint32_t n = checker->instance->n_applicants, n_rows = checker->results->proposals.n;
    if (n != n_rows) {
        for (int i = PROPERTY_ELIGIBILITY; i < N_PROPERTIES; i++) {
            checker->report->finding[i].verdict = VERDICT_NOT_CHECKED;
        }
        finding_break(checker, PROPERTY_ONCE, (struct place){"proposals.csv", 0, 0},
                      "%" PRIu32 " rows; the input has %" PRIu32 " applicants", n_rows, n);
    }
    return n == n_rows;
}

static enum err find_rule(struct checker *checker, struct error *error) {
    const char *name = mechanisms[checker->instance->policy.mechanism].name;
    int rule = 0;
    while (rule < N_RULES && strcmp(rules[rule].name, name) != 0) {
        rule++;
    }
    if (rule == N_RULES) {
        return error_set(error, ERR_INPUT, NULL, "verify does not know the mechanism '%s'", name);
    }
    checker->rule = (enum rule)rule;
    checker->offers_choose = rules[rule].offers_choose;
    if (strcmp(checker->results->certificate_mechanism, name) != 0) {
        finding_break(checker, PROPERTY_RECORD, (struct place){"certificate.json", 0, 0},
                      "mechanism: '%.60s'; the policy has '%s'",
                      checker->results->certificate_mechanism, name);
    }
    return OK;
}

enum err verify_run(const struct loaded *loaded, const struct results *results,
                    struct report *report, struct error *error) {
    static check_fn *const checks[] = {
        find_rule,       months_derive,     room_derive,       seat_limits_list,
        starts_derive,   options_derive,    numbers_draw,      order_units,
        replay,          order_offers,      feasibility_check, replay_followers,
        stability_check, certificate_check, rows_check,        record_check};
    memset(report, 0, sizeof *report);
    struct checker checker = {
        .loaded = loaded, .instance = &loaded->instance, .results = results, .report = report};
    enum err err = OK;
    if (check_length(&checker)) {
        for (size_t i = 0; i < sizeof checks / sizeof checks[0] && err == OK; i++) {
            err = checks[i](&checker, error);
        }
    }
    finding_set(&checker, PROPERTY_LOTTERY, report->finding[PROPERTY_LOTTERY].verdict,
                "%" PRIu32 " numbers drawn again, or read where the input carries them",
                checker.round.n);
    arena_free(&checker.arena);
    return err;
}
