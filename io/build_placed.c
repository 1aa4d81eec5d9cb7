// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Those whose seats are taken before the round begins: locked applicants, and children who may stay
 * where seats count them. More of them than seats is a fault of the input, told at the one too
 * many; so is what needs months in a round without.
 */
#include "io/builder.h"

#include "solver/mechanism.h"
#include "solver/months.h"

#include <string.h>

/* One month of the round, in which seats are counted. */
struct count {
    struct builder *builder;
    uint32_t *node_from;     /* [n_nodes] the months in which the node's seats are those ... */
    uint32_t *node_end;      /* [n_nodes] ... of its offers: from .. end - 1 */
    uint32_t *crossing_from; /* [n_crossing] likewise; its end is crossing_before */
    uint32_t *taken;         /* [n_nodes + n_crossing] in the month at hand; NONE: told already */
    uint8_t *holds;          /* [n_offers] scratch: those of a crossing limit */
    uint32_t *month;         /* [n_months] that count, rising */
    uint32_t n_months;
    uint32_t *present; /* [n_applicants] those who take a seat in the month at hand ... */
    uint32_t *at;      /* [n_applicants] ... and where */
};

static void too_many(const struct count *count, uint32_t applicant, const char *name,
                     uint32_t seats) {
    struct builder *builder = count->builder;
    const struct table *table = &builder->applicants;
    bool locked = instance_is_locked(builder->instance, applicant);
    const char *column = locked ? "locked" : "current";
    struct place place = row_place(builder, table, applicant, csv_column(&table->csv, column));
    if (locked) {
        fault_add(builder->faults, place,
                  "more applicants are locked at '%.60s' than it has seats (%u); unlock some or "
                  "add seats",
                  name, seats);
    } else {
        fault_add(builder->faults, place,
                  "more applicants have a place at '%.60s' than it has seats (%u), which count "
                  "them; add seats",
                  name, seats);
    }
}

/* Where an applicant takes a seat of its own accord in month t; NONE: nowhere. */
static uint32_t seat_of(const struct instance *instance, uint32_t a, uint32_t t) {
    if (instance_is_locked(instance, a)) {
        return instance_locked_at(instance, a, t);
    }
    uint32_t current = instance_current(instance, a);
    return current != NONE && instance_counts_current(instance, current) ? current : NONE;
}

/* An applicant takes a seat of a limit, which stands at `at` of taken. */
static void take_seat(struct count *count, uint32_t applicant, uint32_t at, const char *name,
                      uint32_t seats) {
    if (count->taken[at] == seats && seats != SEATS_UNLIMITED) {
        too_many(count, applicant, name, seats);
        count->taken[at] = NONE;
    }
    count->taken[at] += count->taken[at] == NONE ? 0 : 1;
}

/* An applicant at an offer in month t: in the nodes around it. */
static void sit(struct count *count, uint32_t applicant, uint32_t offer, uint32_t t) {
    const struct instance *instance = count->builder->instance;
    for (uint32_t v = instance->slot[instance->slot_start[offer]]; v != NONE;
         v = instance->node_parent[v]) {
        if (count->node_from[v] <= t && t < count->node_end[v]) {
            take_seat(count, applicant, v, strings_get(&instance->node_name, v),
                      instance->node_seats[v]);
        }
    }
}

/* Applicants who are at an offer before its first step. */
static void check_first_step(const struct count *count, uint32_t a) {
    const struct builder *builder = count->builder;
    const struct instance *instance = builder->instance;
    for (uint32_t i = 0; i < count->n_months; i++) {
        uint32_t offer = seat_of(instance, a, count->month[i]);
        uint32_t first =
            offer == NONE ? 0 : instance->slot_from[instance->slot[instance->slot_start[offer]]];
        if (first > count->month[i]) {
            bool is_current =
                instance_current(instance, a) == offer &&
                !(instance_is_locked(instance, a) && instance->applicant_locked[a] == offer);
            fault_add(
                builder->faults,
                row_place(builder, &builder->applicants, a,
                          csv_column(&builder->applicants.csv, is_current ? "current" : "locked")),
                "'%.60s' has no seats before %04u-%02u, but this applicant is there in "
                "%04u-%02u, a month of the round; add seats from then on, or begin the "
                "round later",
                strings_get(&instance->offer_id, offer), first / 12, first % 12 + 1,
                count->month[i] / 12, count->month[i] % 12 + 1);
            return;
        }
    }
}

static void count_month(struct count *count, uint32_t t) {
    const struct instance *instance = count->builder->instance;
    for (uint32_t i = 0; i < instance->n_nodes + instance->n_crossing; i++) {
        count->taken[i] = count->taken[i] == NONE ? NONE : 0;
    }
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t offer = seat_of(instance, a, t);
        if (offer != NONE) {
            sit(count, a, offer, t);
            count->present[n] = a;
            count->at[n++] = offer;
        }
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        if (t < count->crossing_from[c] || t >= instance->crossing_before[c]) {
            continue;
        }
        memset(count->holds, 0, instance->n_offers);
        for (uint32_t i = instance->crossing_start[c]; i < instance->crossing_start[c + 1]; i++) {
            count->holds[instance->crossing_offer[i]] = 1;
        }
        for (uint32_t i = 0; i < n; i++) {
            if (count->holds[count->at[i]] != 0) {
                take_seat(count, count->present[i], instance->n_nodes + c,
                          strings_get(&instance->crossing_name, c), instance->crossing_seats[c]);
            }
        }
    }
}

/* When the seats of each node and crossing limit hold. */
static void find_windows(struct count *count) {
    const struct instance *instance = count->builder->instance;
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        const char *name = strings_get(&instance->node_name, v);
        count->node_from[v] =
            v < instance->n_slots ? 0 : instance_step_begins(instance, name, NONE);
        count->node_end[v] = NONE;
    }
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        uint32_t first = instance->slot_start[u], end = instance->slot_start[u + 1];
        uint32_t v = instance->slot[first];
        for (uint32_t j = first; j < end; j++, v = instance->node_parent[v]) {
            count->node_from[v] = instance->slot_from[instance->slot[j]];
            count->node_end[v] = j + 1 < end ? instance->slot_from[instance->slot[j + 1]] : NONE;
        }
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        count->crossing_from[c] = instance_step_begins(
            instance, strings_get(&instance->crossing_name, c), instance->crossing_before[c]);
    }
}

static int by_number(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Months in which seats change, or somebody comes: between two of them the number only falls. */
static void find_months(struct count *count) {
    const struct instance *instance = count->builder->instance;
    uint32_t *month = count->month, n = 0, first = instance->first_month;
    month[n++] = first;
    for (uint32_t i = 0; i < instance->n_slots; i++) {
        month[n++] = instance->slot_from[i];
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        month[n++] = instance->crossing_before[c] == NONE ? first : instance->crossing_before[c];
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        month[n++] = instance_is_locked(instance, a) ? instance_wished_month(instance, a) : first;
    }
    for (uint32_t u = 0; instance->offer_moves_to != NULL && u < instance->n_offers; u++) {
        month[n++] = instance->offer_moves_to[u] == NONE ? first : instance->offer_moves_month[u];
    }
    qsort(month, n, sizeof *month, by_number);
    count->n_months = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (month[i] >= first && (i == 0 || month[i] != month[i - 1])) {
            month[count->n_months++] = month[i];
        }
    }
}

static enum err count_seats(struct builder *builder, struct error *error) {
    const struct instance *instance = builder->instance;
    if (instance->applicant_locked == NULL &&
        (instance->applicant_current == NULL || instance->offer_counts_current == NULL)) {
        return OK;
    }
    struct arena *arena = &builder->scratch;
    size_t n_nodes = instance->n_nodes, n_crossing = instance->n_crossing;
    size_t n_months =
        1 + (size_t)instance->n_slots + n_crossing + instance->n_applicants + instance->n_offers;
    struct count count = {.builder = builder,
                          .node_from = ARENA_NEW(arena, n_nodes, uint32_t),
                          .node_end = ARENA_NEW(arena, n_nodes, uint32_t),
                          .crossing_from = ARENA_NEW(arena, n_crossing, uint32_t),
                          .taken = ARENA_ZERO(arena, n_nodes + n_crossing, uint32_t),
                          .holds = ARENA_NEW(arena, instance->n_offers, uint8_t),
                          .month = ARENA_NEW(arena, n_months, uint32_t),
                          .present = ARENA_NEW(arena, instance->n_applicants, uint32_t),
                          .at = ARENA_NEW(arena, instance->n_applicants, uint32_t)};
    if (count.node_from == NULL || count.node_end == NULL || count.crossing_from == NULL ||
        count.taken == NULL || count.holds == NULL || count.month == NULL ||
        count.present == NULL || count.at == NULL) {
        return error_no_memory(error);
    }
    find_windows(&count);
    find_months(&count);
    for (uint32_t i = 0; i < count.n_months; i++) {
        count_month(&count, count.month[i]);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        check_first_step(&count, a);
    }
    return OK;
}

/* Rules of offers that need months, or a mechanism that takes them. */
static void check_offers(struct builder *builder) {
    const struct instance *instance = builder->instance;
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    bool months = instance_has_months(instance) || builder->list_spoilt;
    struct json_node array;
    json_member(&builder->root, "offers", &array);
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        struct json_node item = json_element(&array, i), member;
        bool counts = instance_counts_current(instance, i);
        if (counts && !mechanism->keeps_places) {
            json_member(&item, "counts_current", &member);
            json_fault(&member, "'counts_current' needs deferred-acceptance or minimum-cost; use "
                                "one of them, or take it out");
        } else if (counts && mechanism->ranks && months) {
            json_member(&item, "counts_current", &member);
            json_fault(&member, "counts_current in a round with months needs minimum-cost; use "
                                "that mechanism, or take it out");
        }
        if (instance->offer_moves_to != NULL && instance->offer_moves_to[i] != NONE && !months) {
            json_member(&item, "moves", &member);
            json_fault(&member, "children move in a month, and the round has none; add a column "
                                "'start' to applicants, or a list of seats");
        }
    }
}

/* The `after` step places over nested seats alone. */
static void check_after(struct builder *builder) {
    const struct instance *instance = builder->instance;
    bool counts = instance_has_months(instance) && instance->offer_counts_current != NULL;
    const char *rule = instance->policy.fallback != FALLBACK_AFTER ? NULL
                       : instance->n_crossing > 0
                           ? "pools that cross, or steps of a school or a pool"
                       : instance->offer_opens_with != NULL ? "'opens_with'"
                       : instance->offer_moves_to != NULL   ? "'moves'"
                       : counts                             ? "'counts_current' month by month"
                                                            : NULL;
    if (rule != NULL) {
        struct json_node policy, fallback, when;
        json_member(&builder->root, "policy", &policy);
        json_member(&policy, "fallback", &fallback);
        json_member(&fallback, "when", &when);
        json_fault(&when, "the step after the round cannot hold %s; use \"in-round\"", rule);
    }
}

/* Columns that rules need. */
static void check_rules(struct builder *builder) {
    const struct instance *instance = builder->instance;
    struct place table = {0};
    if (instance->n_applicants == 0) {
        return;
    }
    if (instance->offer_moves_to != NULL && instance->applicant_born == NULL) {
        table = table_header_place(&builder->applicants);
        fault_add(builder->faults, table,
                  "there is no column 'birth_date', by which offers move children; add it");
    }
    if (builder->guarantee_wanted && (instance->applicant_guarantee == NULL ||
                                      !(instance_has_months(instance) || builder->list_spoilt))) {
        fault_add(builder->faults, builder->guarantee_place,
                  "a guarantee needs columns 'start' and 'guarantee' of applicants, with months "
                  "like 2027-03; add them");
    }
    if (builder->follows_wanted && instance->applicant_follows == NULL) {
        fault_add(builder->faults, builder->follows_place,
                  "the objective \"follows\" needs a column 'follows' of applicants; add it");
    }
}

enum err build_placed(struct builder *builder, struct error *error) {
    check_offers(builder);
    check_after(builder);
    check_rules(builder);
    return count_seats(builder, error);
}
