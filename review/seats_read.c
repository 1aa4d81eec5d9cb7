// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The children of a store, each to the seats that it takes.
 */
#include "review/seats.h"

#include "io/month_text.h"
#include "solver/solution.h"

#include <string.h>

struct reading {
    struct seats *seats;
    uint32_t n;
};

static enum err another_round(struct error *error) {
    return error_set(error, ERR_NO, NULL, "the store's children are not those of its instance");
}

static enum err read_child(void *context, const struct sql_row *row, struct error *error) {
    struct reading *reading = context;
    const struct instance *instance = reading->seats->instance;
    uint32_t a = reading->n++;
    if (a >= instance->n_applicants || sql_row_index(row, 0) != a) {
        return another_round(error);
    }
    struct seats_child *child = &reading->seats->child[a];
    const char *start = sql_row_text(row, 3), *basis = sql_row_text(row, 4);
    const char *held = sql_row_text(row, 6);
    *child = (struct seats_child){
        .offer = sql_row_index(row, 2), .rank = NONE, .offered = sql_row_index(row, 5)};
    if (!state_find(sql_row_text(row, 1), &child->state) ||
        (start != NULL && !month_parse(start, strlen(start), &child->month)) ||
        (held != NULL && !month_parse(held, strlen(held), &child->offered_month)) ||
        (child->offer != NONE && child->offer >= instance->n_offers) ||
        (child->offered != NONE && child->offered >= instance->n_offers)) {
        return another_round(error);
    }
    bool current = strcmp(basis, basis_name[BASIS_CURRENT]) == 0;
    bool by_person = strcmp(basis, "override") == 0;
    child->stays = (current || by_person) &&
                   seats_stays(instance, &(struct placing){a, child->offer, child->month, false});
    child->yields = child->state == STATE_PROPOSED && child->offer != NONE && !child->stays &&
                    !instance_is_locked(instance, a);
    seats_settle(reading->seats, a);
    return OK;
}

static enum err read_rank(void *context, const struct sql_row *row, struct error *error) {
    struct seats *seats = context;
    uint32_t a = sql_row_index(row, 0);
    if (a >= seats->instance->n_applicants) {
        return another_round(error);
    }
    seats->child[a].rank = sql_row_index(row, 1);
    return OK;
}

/* Two queries: a join takes ten times as long. */
static enum err read_children(struct seats *seats, struct store *store, struct error *error) {
    struct reading reading = {.seats = seats};
    enum err err =
        sql_each(store->sql,
                 "SELECT child, state, offer, start, basis, offered, offered_start FROM child"
                 " ORDER BY child",
                 SQL_NONE, read_child, &reading, error);
    if (err == OK && reading.n != seats->instance->n_applicants) {
        err = another_round(error);
    }
    return err == OK ? sql_each(store->sql,
                                "SELECT child, rank FROM proposal"
                                " WHERE run = (SELECT run FROM round)",
                                SQL_NONE, read_rank, seats, error)
                     : err;
}

enum err seats_open(struct seats *seats, struct store *store, const struct instance *instance,
                    struct error *error) {
    *seats = (struct seats){
        .instance = instance, .n_sitting = instance->n_applicants, .sitting = *instance};
    struct arena *arena = &seats->arena;
    size_t n = instance->n_applicants, n_limits = (size_t)instance->n_nodes + instance->n_crossing;
    seats->child = ARENA_NEW(arena, n, struct seats_child);
    seats->spans = ARENA_NEW(arena, 2 * n, struct seat_spans);
    seats->around = ARENA_ZERO(arena, 2 * n, struct seat_spans);
    seats->limit_asked = ARENA_NEW(arena, n_limits, uint8_t);
    seats->offer_asked = ARENA_NEW(arena, instance->n_offers, uint8_t);
    if (seats->child == NULL || seats->spans == NULL || seats->around == NULL ||
        seats->limit_asked == NULL || seats->offer_asked == NULL) {
        return error_no_memory(error);
    }
    enum err err = read_children(seats, store, error);
    return err == OK ? seats_recount(seats, error) : err; /* which limits there are */
}

void seats_close(struct seats *seats) {
    arena_free(&seats->counts);
    arena_free(&seats->arena);
}
