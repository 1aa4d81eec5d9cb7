// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats over the months: a number, or a list of steps of which each holds until the next begins.
 *
 * A step of an offer is a leaf, since a placement takes seats from the month in which it begins;
 * who began up to step j must fit its seats, and these sets nest: a chain of nodes over the leaves.
 * Leaves and chains are laid here, what stands over an offer's last node in build_pools.c.
 */
#include "io/builder.h"

#include <string.h>

bool build_month(const struct json_node *object, const char *key, uint32_t *month) {
    struct json_node member;
    const char *text;
    if (!json_member(object, key, &member)) {
        json_fault(object, "there is no '%s'; add the month, like \"2027-01\"", key);
        return false;
    }
    if (!json_want_text(&member, &text)) {
        return false;
    }
    if (!month_parse(text, strlen(text), month)) {
        json_fault(&member, "'%.60s' is no month; write it like 2027-01", text);
        return false;
    }
    return true;
}

static uint32_t read_number(const struct json_node *item, const char *what) {
    struct json_node member;
    int64_t seats = 0;
    if (!json_member(item, "seats", &member)) {
        json_fault(item, "the %s has no 'seats'; add how many", what);
    } else {
        json_want_whole(&member, 0, METRES_MAX, &seats);
    }
    return (uint32_t)seats;
}

/* One step; *after: the month of the step before, 0 at the first. */
static void read_step(const struct json_node *step, struct seats *seats, uint32_t *after) {
    static const char *const keys[] = {"from", "seats", NULL};
    uint32_t from = 0;
    if (!json_want_object(step)) {
        return;
    }
    json_only(step, keys);
    if (build_month(step, "from", &from)) {
        if (from <= *after) {
            json_fault(step, "the months of the steps do not rise here; put them in order, each "
                             "once");
        }
        *after = from;
    }
    seats->from[seats->n] = from;
    seats->seats[seats->n++] = read_number(step, "step");
}

/* A list with faults limits nothing, so that they lead to no others. */
static void spoil(struct builder *builder, struct seats *seats) {
    *seats = (struct seats){.last = METRES_MAX};
    builder->list_spoilt = true;
}

enum err build_seats(struct builder *builder, const struct json_node *item, const char *what,
                     struct seats *seats, struct error *error) {
    struct json_node list;
    uint32_t after = 0;
    uint64_t n_found = builder->faults->n_found;
    *seats = (struct seats){0};
    if (!json_member(item, "seats", &list) || !json_is_array(list.value)) {
        seats->last = read_number(item, what);
        return OK;
    }
    size_t n = json_array_size(list.value);
    if (n == 0 || n > STEPS_MAX) {
        json_fault(&list, "one to %d steps of seats are expected; change the list", STEPS_MAX);
        spoil(builder, seats);
        return OK;
    }
    seats->from = ARENA_NEW(&builder->scratch, n, uint32_t);
    seats->seats = ARENA_NEW(&builder->scratch, n, uint32_t);
    if (seats->from == NULL || seats->seats == NULL) {
        return error_no_memory(error);
    }
    for (size_t i = 0; i < n; i++) {
        struct json_node step = json_element(&list, i);
        read_step(&step, seats, &after);
    }
    if (builder->faults->n_found > n_found) {
        spoil(builder, seats);
    } else {
        builder->first_from =
            seats->from[0] < builder->first_from ? seats->from[0] : builder->first_from;
        seats->last = seats->seats[seats->n - 1];
    }
    return OK;
}

enum err build_offer_steps(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct json_node array, seats;
    builder->offer_seats = ARENA_ZERO(&builder->scratch, instance->n_offers, struct seats);
    if (builder->offer_seats == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    json_member(&builder->root, "offers", &array);
    for (uint32_t i = 0; i < instance->n_offers && err == OK; i++) {
        struct json_node item = json_element(&array, i);
        if (json_is_object(item.value) && json_member(&item, "seats", &seats) &&
            json_is_array(seats.value)) {
            err = build_seats(builder, &item, "offer", &builder->offer_seats[i], error);
            builder->n_offer_lists += builder->offer_seats[i].n > 0 ? 1 : 0;
            builder->n_earlier += builder->offer_seats[i].n > 1 ? builder->offer_seats[i].n - 1 : 0;
        }
    }
    return err;
}

enum err build_slots(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    if (builder->n_offer_lists == 0) {
        return instance_plain_slots(instance, error);
    }
    uint32_t n = instance->n_slots = instance->n_offers + builder->n_earlier;
    instance->offer_node = ARENA_NEW(arena, instance->n_offers, uint32_t);
    instance->slot_offer = ARENA_NEW(arena, n, uint32_t);
    instance->slot_from = ARENA_ZERO(arena, n, uint32_t);
    instance->slot_start = ARENA_NEW(arena, (size_t)instance->n_offers + 1, uint32_t);
    instance->slot = ARENA_NEW(arena, n, uint32_t);
    if (instance->offer_node == NULL || instance->slot_offer == NULL ||
        instance->slot_from == NULL || instance->slot_start == NULL || instance->slot == NULL) {
        return error_no_memory(error);
    }
    uint32_t earlier = instance->n_offers, n_listed = 0;
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        const struct seats *seats = &builder->offer_seats[i];
        instance->offer_node[i] = i; /* where steps make a chain, lay_chain says which */
        instance->slot_start[i] = n_listed;
        for (uint32_t j = 0; j < seats->n || j == 0; j++) {
            uint32_t slot = j + 1 < seats->n ? earlier++ : i;
            instance->slot_offer[slot] = i;
            instance->slot_from[slot] = seats->n == 0 ? 0 : seats->from[j];
            instance->slot[n_listed++] = slot;
        }
    }
    instance->slot_start[instance->n_offers] = n_listed;
    return OK;
}

/* "ID before 2027-08", "ID from 2027-08"; NULL: no memory. */
static const char *step_name(struct builder *builder, uint32_t offer, const char *relation,
                             uint32_t month) {
    enum { MORE = 32 };
    const char *id = strings_get(&builder->instance->offer_id, offer);
    size_t bytes = strlen(id) + MORE;
    char *name = ARENA_NEW(&builder->scratch, bytes, char);
    if (name != NULL) {
        snprintf(name, bytes, "%s %s %04u-%02u", id, relation, month / 12, month % 12 + 1);
    }
    return name;
}

/* The leaves of an offer with steps and the nodes over them, the first of which is `chain`. */
static enum err lay_chain(struct builder *builder, uint32_t offer, uint32_t chain,
                          const char **name, struct error *error) {
    struct instance *instance = builder->instance;
    const struct seats *seats = &builder->offer_seats[offer];
    const uint32_t *slot = &instance->slot[instance->slot_start[offer]];
    instance->node_seats[slot[0]] = seats->seats[0];
    instance->offer_node[offer] = seats->n == 1 ? offer : chain + seats->n - 2;
    for (uint32_t j = 0; j + 1 < seats->n; j++) {
        name[slot[j]] = j == 0 ? step_name(builder, offer, "before", seats->from[1])
                               : step_name(builder, offer, "from", seats->from[j]);
        if (name[slot[j]] == NULL) {
            return error_no_memory(error);
        }
    }
    for (uint32_t j = 1; j < seats->n; j++) {
        uint32_t node = chain + j - 1;
        bool last = j + 1 == seats->n;
        instance->node_parent[slot[j]] = node;
        instance->node_parent[j == 1 ? slot[0] : node - 1] = node;
        instance->node_seats[node] = seats->seats[j];
        name[node] = last ? name[offer] : step_name(builder, offer, "before", seats->from[j + 1]);
        if (name[node] == NULL) {
            return error_no_memory(error);
        }
    }
    return OK;
}

enum err build_chains(struct builder *builder, const char **name, struct error *error) {
    struct instance *instance = builder->instance;
    uint32_t chain = instance->n_slots;
    enum err err = OK;
    for (uint32_t i = 0; i < instance->n_offers && err == OK; i++) {
        uint32_t n = builder->offer_seats[i].n;
        if (n > 0) {
            err = lay_chain(builder, i, chain, name, error);
            chain += n - 1;
        }
    }
    return err;
}
