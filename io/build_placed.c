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

struct count {
    struct builder *builder;
    uint32_t *taken; /* [n_nodes] */
};

static void too_many(const struct count *count, uint32_t applicant, const char *column,
                     const char *name, uint32_t seats) {
    struct builder *builder = count->builder;
    const struct table *table = &builder->applicants;
    struct place place = row_place(builder, table, applicant, csv_column(&table->csv, column));
    if (strcmp(column, "locked") == 0) {
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

/* An applicant at an offer from a month on (NONE: all the time). */
static void take_seat(struct count *count, uint32_t applicant, uint32_t offer, uint32_t month,
                      const char *column) {
    const struct instance *instance = count->builder->instance;
    for (uint32_t node = instance_final_slot(instance, applicant, offer, month); node != NONE;
         node = instance->node_parent[node]) {
        if (count->taken[node]++ == instance->node_seats[node]) {
            too_many(count, applicant, column, strings_get(&instance->node_name, node),
                     instance->node_seats[node]);
        }
    }
    uint32_t first = instance->slot_from[instance->slot[instance->slot_start[offer]]];
    if (first > (month == NONE ? instance->first_month : month)) {
        fault_add(count->builder->faults,
                  row_place(count->builder, &count->builder->applicants, applicant,
                            csv_column(&count->builder->applicants.csv, column)),
                  "'%.60s' has no seats before %04u-%02u, and this applicant is there before; add "
                  "seats from an earlier month",
                  strings_get(&instance->offer_id, offer), first / 12, first % 12 + 1);
    }
}

/* Who takes a seat of its own accord: the offer, the month and the column that says so. */
static uint32_t seat_of(const struct instance *instance, uint32_t a, uint32_t *month,
                        const char **column) {
    if (instance_is_locked(instance, a)) {
        *month = instance_wished_month(instance, a);
        *column = "locked";
        return instance->applicant_locked[a];
    }
    uint32_t current = instance_current(instance, a);
    *month = NONE;
    *column = "current";
    return current != NONE && instance_counts_current(instance, current) ? current : NONE;
}

/* A limit that is no node; holds [n_offers] is scratch. */
static void count_crossing(struct count *count, uint32_t limit, uint8_t *holds) {
    const struct instance *instance = count->builder->instance;
    uint32_t before = instance->crossing_before[limit], taken = 0, month;
    const char *column;
    memset(holds, 0, instance->n_offers);
    for (uint32_t i = instance->crossing_start[limit]; i < instance->crossing_start[limit + 1];
         i++) {
        holds[instance->crossing_offer[i]] = 1;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t offer = seat_of(instance, a, &month, &column);
        if (offer == NONE || (before != NONE && month != NONE && month >= before)) {
            continue;
        }
        if (before == NONE) {
            offer = instance->slot_offer[instance_final_slot(instance, a, offer, month)];
        }
        if (holds[offer] && taken++ == instance->crossing_seats[limit]) {
            too_many(count, a, column, strings_get(&instance->crossing_name, limit),
                     instance->crossing_seats[limit]);
        }
    }
}

static enum err count_seats(struct builder *builder, struct error *error) {
    const struct instance *instance = builder->instance;
    if (instance->applicant_locked == NULL &&
        (instance->applicant_current == NULL || instance->offer_counts_current == NULL)) {
        return OK;
    }
    struct count count = {builder, ARENA_ZERO(&builder->scratch, instance->n_nodes, uint32_t)};
    uint8_t *holds = ARENA_NEW(&builder->scratch, instance->n_offers, uint8_t);
    if (count.taken == NULL || holds == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t month;
        const char *column;
        uint32_t offer = seat_of(instance, a, &month, &column);
        if (offer != NONE) {
            take_seat(&count, a, offer, month, column);
        }
    }
    for (uint32_t i = 0; i < instance->n_crossing; i++) {
        count_crossing(&count, i, holds);
    }
    return OK;
}

/* Rules of offers that need months, or a mechanism that takes them. */
static void check_offers(struct builder *builder) {
    const struct instance *instance = builder->instance;
    bool ranks = mechanisms[instance->policy.mechanism].ranks;
    bool months = instance_has_months(instance) || builder->list_spoilt;
    struct json_node array;
    json_member(&builder->root, "offers", &array);
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        struct json_node item = json_element(&array, i), member;
        if (ranks && months && instance_counts_current(instance, i)) {
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
    check_rules(builder);
    return count_seats(builder, error);
}
