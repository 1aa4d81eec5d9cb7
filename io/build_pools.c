// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pools: the forest of seat limits. Every pool is first a set of offers; sets are taken smallest
 * first, and each becomes the parent of the topmost nodes that it covers. That works out exactly
 * when the sets nest; where a topmost node is covered in part only, two pools cross, a fault.
 */
#include "io/builder.h"

#include "solver/mechanism.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 1000 }; /* of pools within pools: each level is a call on the stack */

struct pool {
    uint32_t node;
    uint32_t n_offers;
    uint32_t *offer; /* rising */
    uint32_t seats;
    const char *name;
    uint32_t item; /* index into the root's "schools" or "pools" */
    bool is_school;
};

struct pools {
    struct builder *builder;
    struct json_node array; /* of the root's "pools" */
    uint32_t n;
    struct pool *pool;
    uint8_t *state; /* of named pools, while one is marked: 0 not met, 1 being marked, 2 marked */
    uint32_t depth; /* of the pool that is being marked */
    uint32_t n_named;
    struct ids named; /* ids of the root's "pools" */
    struct strings named_ids;
};

/* Where a pool stands; only faults need it, since it costs a walk through the document. */
static struct place pool_place(const struct pools *pools, const struct pool *pool) {
    struct json_node array, item;
    json_member(&pools->builder->root, pool->is_school ? "schools" : "pools", &array);
    item = json_element(&array, pool->item);
    return json_place(&item);
}

static uint32_t item_seats(const struct json_node *item, const char *what) {
    struct json_node member;
    int64_t seats = 0;
    if (!json_member(item, "seats", &member)) {
        json_fault(item, "the %s has no 'seats'; add how many", what);
    } else {
        json_want_whole(&member, 0, METRES_MAX, &seats);
    }
    return (uint32_t)seats;
}

/* Marks the offers of a school in `in`. */
static void mark_school(const struct instance *instance, uint32_t school, uint8_t *in) {
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        in[i] |= instance->offer_school[i] == school ? 1 : 0;
    }
}

static void mark_pool(struct pools *pools, uint32_t named, const struct json_node *from,
                      uint8_t *in);

/* Marks what one member names: an offer, a pool or a school. */
static void mark_member(struct pools *pools, const struct json_node *member, uint8_t *in) {
    struct builder *builder = pools->builder;
    const char *text;
    if (!json_want_text(member, &text)) {
        return;
    }
    uint32_t offer = ids_find(&builder->offer_ids, text, strlen(text));
    uint32_t named = ids_find(&pools->named, text, strlen(text));
    uint32_t school = ids_find(&builder->school_ids, text, strlen(text));
    if (offer != NONE) {
        in[offer] = 1;
    } else if (named != NONE) {
        mark_pool(pools, named, member, in);
    } else if (school != NONE) {
        mark_school(builder->instance, school, in);
    } else {
        json_fault(member, "unknown member '%.60s'; name an offer, a pool or a school", text);
    }
}

static void mark_pool(struct pools *pools, uint32_t named, const struct json_node *from,
                      uint8_t *in) {
    if (pools->state[named] == 1) {
        json_fault(from, "pool '%.60s' is a member of itself; take it out",
                   strings_get(&pools->named_ids, named));
        return;
    }
    struct json_node item = json_element(&pools->array, named), members;
    if (pools->state[named] == 2 || !json_is_object(item.value) ||
        !json_member(&item, "members", &members) || !json_is_array(members.value)) {
        return;
    }
    if (pools->depth == DEPTH_MAX) {
        json_fault(from, "pools nest more than %d deep; name the offers themselves", DEPTH_MAX);
        return;
    }
    pools->state[named] = 1;
    pools->depth++;
    for (size_t i = 0; i < json_array_size(members.value); i++) {
        struct json_node member = json_element(&members, i);
        mark_member(pools, &member, in);
    }
    pools->depth--;
    pools->state[named] = 2; /* pools that share members are walked once, not once for each way */
}

/* The pool's offers from the marks, which are cleared. */
static enum err take_marks(struct pools *pools, struct pool *pool, uint8_t *in,
                           struct error *error) {
    uint32_t n_offers = pools->builder->instance->n_offers;
    for (uint32_t i = 0; i < n_offers; i++) {
        pool->n_offers += in[i];
    }
    pool->offer = ARENA_NEW(&pools->builder->scratch, pool->n_offers, uint32_t);
    if (pool->offer == NULL) {
        return error_no_memory(error);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_offers; i++) {
        if (in[i]) {
            pool->offer[n++] = i;
        }
        in[i] = 0;
    }
    return OK;
}

static void twice_named(void *context, uint32_t first, uint32_t again) {
    const struct pools *pools = context;
    struct json_node item = json_element(&pools->array, again);
    (void)first;
    json_fault(&item, "pool '%.60s' is listed twice; take one out or rename it",
               strings_get(&pools->named_ids, again));
}

static enum err index_named(struct pools *pools, struct error *error) {
    struct builder *builder = pools->builder;
    const char **text = ARENA_NEW(&builder->scratch, pools->n_named, const char *);
    pools->state = ARENA_ZERO(&builder->scratch, pools->n_named, uint8_t);
    if (text == NULL || pools->state == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < pools->n_named; i++) {
        struct json_node item = json_element(&pools->array, i), id;
        text[i] = "";
        if (!json_want_object(&item)) {
            continue;
        }
        if (!json_member(&item, "id", &id)) {
            json_fault(&item, "the pool has no 'id'; add one");
        } else if (json_want_text(&id, &text[i]) &&
                   (ids_find(&builder->offer_ids, text[i], strlen(text[i])) != NONE ||
                    ids_find(&builder->school_ids, text[i], strlen(text[i])) != NONE)) {
            json_fault(&id, "an offer or a school is called '%.60s' too; rename the pool", text[i]);
        }
    }
    enum err err =
        strings_copy(&pools->named_ids, pools->n_named, text, &builder->instance->arena, error);
    return err != OK ? err
                     : ids_build(&pools->named, &pools->named_ids, twice_named, pools,
                                 &builder->scratch, error);
}

/* Pools of schools with seats: their offers. One pass over the offers for all schools. */
static enum err school_pools(struct pools *pools, struct error *error) {
    struct builder *builder = pools->builder;
    struct instance *instance = builder->instance;
    struct json_node array;
    uint32_t *pool_of = ARENA_NEW(&builder->scratch, instance->n_schools, uint32_t);
    if (pool_of == NULL) {
        return error_no_memory(error);
    }
    json_member(&builder->root, "schools", &array);
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        struct json_node item = json_element(&array, s), seats;
        pool_of[s] = NONE;
        if (json_is_object(item.value) && json_member(&item, "seats", &seats)) {
            pool_of[s] = pools->n;
            pools->pool[pools->n++] = (struct pool){.seats = item_seats(&item, "school"),
                                                    .name = strings_get(&instance->school_id, s),
                                                    .item = s,
                                                    .is_school = true};
        }
    }
    for (int pass = 0; pass < 2; pass++) { /* first how many, then which */
        for (uint32_t i = 0; i < instance->n_offers; i++) {
            uint32_t school = instance->offer_school[i];
            if (school != NONE && pool_of[school] != NONE) {
                struct pool *pool = &pools->pool[pool_of[school]];
                if (pass == 1) {
                    pool->offer[pool->n_offers] = i;
                }
                pool->n_offers++;
            }
        }
        for (uint32_t p = 0; pass == 0 && p < pools->n; p++) {
            struct pool *pool = &pools->pool[p];
            pool->offer = ARENA_NEW(&builder->scratch, pool->n_offers, uint32_t);
            pool->n_offers = 0;
            if (pool->offer == NULL) {
                return error_no_memory(error);
            }
        }
    }
    return OK;
}

static enum err named_pools(struct pools *pools, struct error *error) {
    static const char *const keys[] = {"id", "seats", "members", NULL};
    struct builder *builder = pools->builder;
    uint8_t *in = ARENA_ZERO(&builder->scratch, builder->instance->n_offers, uint8_t);
    if (in == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    for (uint32_t i = 0; i < pools->n_named && err == OK; i++) {
        struct json_node item = json_element(&pools->array, i), members;
        if (!json_is_object(item.value)) {
            continue;
        }
        json_only(&item, keys);
        if (!json_member(&item, "members", &members)) {
            json_fault(&item, "the pool has no 'members'; list offers, pools or schools");
        } else if (json_want_array(&members)) {
            memset(pools->state, 0, pools->n_named);
            mark_pool(pools, i, &item, in);
        }
        struct pool *pool = &pools->pool[pools->n++];
        *pool = (struct pool){.seats = item_seats(&item, "pool"),
                              .name = strings_get(&pools->named_ids, i),
                              .item = i};
        err = take_marks(pools, pool, in, error);
    }
    return err;
}

static int by_size(const void *left, const void *right) {
    const struct pool *a = left, *b = right;
    if (a->n_offers != b->n_offers) {
        return a->n_offers < b->n_offers ? -1 : 1;
    }
    if (a->is_school != b->is_school) { /* of equal sets the school's is the inner one */
        return a->is_school ? -1 : 1;
    }
    return strcmp(a->name, b->name);
}

/* Puts the pools over the offers. top[i] is the topmost node over offer i so far, size[node] how
 * many offers that node covers, index[node - n_offers] which pool it is. */
static void nest(struct pools *pools, uint32_t *top, uint32_t *size) {
    struct instance *instance = pools->builder->instance;
    for (uint32_t p = 0; p < pools->n; p++) {
        struct pool *pool = &pools->pool[p];
        pool->node = instance->n_offers + p;
        size[pool->node] = pool->n_offers;
        for (uint32_t k = 0; k < pool->n_offers; k++) {
            uint32_t under = top[pool->offer[k]];
            instance->node_parent[under] = pool->node;
            size[under]--; /* to 0 when the pool covers it whole */
        }
        bool told = false;
        for (uint32_t k = 0; k < pool->n_offers; k++) {
            uint32_t under = top[pool->offer[k]];
            if (size[under] != 0 && !told && under >= instance->n_offers) {
                fault_add(pools->builder->faults, pool_place(pools, pool),
                          "pool '%.60s' crosses pool '%.60s': they share some offers, and each has "
                          "others; let one hold the other whole, or keep them apart",
                          pool->name, pools->pool[under - instance->n_offers].name);
                told = true;
            }
        }
        for (uint32_t k = 0; k < pool->n_offers; k++) {
            top[pool->offer[k]] = pool->node;
        }
    }
}

static enum err make_nodes(struct pools *pools, struct error *error) {
    struct instance *instance = pools->builder->instance;
    struct arena *arena = &instance->arena;
    uint32_t n_nodes = instance->n_nodes = instance->n_offers + pools->n;
    instance->node_parent = ARENA_NEW(arena, n_nodes, uint32_t);
    instance->node_seats = ARENA_NEW(arena, n_nodes, uint32_t);
    uint32_t *top = ARENA_NEW(&pools->builder->scratch, n_nodes, uint32_t);
    uint32_t *size = ARENA_NEW(&pools->builder->scratch, n_nodes, uint32_t);
    const char **name = ARENA_NEW(&pools->builder->scratch, n_nodes, const char *);
    instance->school_node = ARENA_NEW(arena, instance->n_schools, uint32_t);
    if (instance->node_parent == NULL || instance->node_seats == NULL || top == NULL ||
        size == NULL || name == NULL || instance->school_node == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n_nodes; i++) {
        instance->node_parent[i] = NONE;
        instance->node_seats[i] = SEATS_UNLIMITED;
        top[i] = i;
        size[i] = 1;
        name[i] = i < instance->n_offers ? strings_get(&instance->offer_id, i)
                                         : pools->pool[i - instance->n_offers].name;
    }
    memset(instance->school_node, 0xFF, instance->n_schools * sizeof(uint32_t));
    enum err err = instance_plain_slots(instance, error);
    if (err != OK) {
        return err;
    }
    nest(pools, top, size);
    for (uint32_t p = 0; p < pools->n; p++) {
        const struct pool *pool = &pools->pool[p];
        instance->node_seats[pool->node] = pool->seats;
        if (pool->is_school) {
            uint32_t school = ids_find(&pools->builder->school_ids, pool->name, strlen(pool->name));
            instance->school_node[school] = pool->node;
        }
    }
    return strings_copy(&instance->node_name, n_nodes, name, arena, error);
}

/* The offers' own seats; an offer without any must lie in a pool. */
static void offer_seats(struct builder *builder) {
    struct instance *instance = builder->instance;
    struct json_node array;
    if (!json_member(&builder->root, "offers", &array)) {
        return;
    }
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        struct json_node item = json_element(&array, i), seats;
        if (json_member(&item, "seats", &seats)) {
            instance->node_seats[i] = item_seats(&item, "offer");
        } else if (json_is_object(item.value) && instance->node_parent[i] == NONE) {
            json_fault(&item, "offer '%.60s' has no 'seats', nor has a pool around it; add them",
                       strings_get(&instance->offer_id, i));
        }
    }
}

/* Where offers choose by rank, the offers of a pool must share one list of criteria. */
static void check_criteria(struct pools *pools) {
    const struct instance *instance = pools->builder->instance;
    const struct mechanism *mechanism = &mechanisms[instance->policy.mechanism];
    for (uint32_t p = 0; mechanism->ranks && p < pools->n; p++) {
        const struct pool *pool = &pools->pool[p];
        for (uint32_t k = 1; k < pool->n_offers; k++) {
            uint32_t first = pool->offer[0], other = pool->offer[k];
            if (instance->offer_criteria[first] != instance->offer_criteria[other]) {
                fault_add(pools->builder->faults, pool_place(pools, pool),
                          "offers '%.60s' and '%.60s' share the seats of '%.60s' but not their "
                          "criteria; give them the same, or use minimum-cost",
                          strings_get(&instance->offer_id, first),
                          strings_get(&instance->offer_id, other), pool->name);
                break;
            }
        }
    }
}

enum err build_pools(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct pools pools = {.builder = builder};
    if (json_member(&builder->root, "pools", &pools.array) && json_want_array(&pools.array)) {
        pools.n_named = (uint32_t)json_array_size(pools.array.value);
    }
    pools.pool = ARENA_NEW(&builder->scratch, instance->n_schools + pools.n_named, struct pool);
    if (pools.pool == NULL) {
        return error_no_memory(error);
    }
    enum err err = index_named(&pools, error);
    if (err == OK) {
        err = school_pools(&pools, error);
    }
    if (err == OK) {
        err = named_pools(&pools, error);
    }
    if (err == OK) {
        qsort(pools.pool, pools.n, sizeof *pools.pool, by_size);
        err = make_nodes(&pools, error);
    }
    if (err == OK) {
        offer_seats(builder);
        check_criteria(&pools);
    }
    return err;
}
