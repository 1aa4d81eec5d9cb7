// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pools: the forest of seat limits. Every pool is first a set of offers; sets are taken smallest
 * first, and each becomes the parent of the topmost nodes that it covers. That works out exactly
 * when the sets nest; where a topmost node is covered in part only, two pools cross: the later is
 * a limit of its own under minimum-cost (build_crossing.c), and a fault elsewhere.
 */
#include "io/builder.h"

#include "solver/mechanism.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 1000 }; /* of pools within pools: each level is a call on the stack */

struct pool {
    uint32_t node; /* NONE: it crosses another */
    uint32_t n_offers;
    uint32_t *offer; /* rising */
    struct seats seats;
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

/* The seats of a school or a pool; steps of them are no nodes, which few mechanisms take. */
static enum err pool_seats(struct builder *builder, const struct json_node *item, const char *what,
                           struct seats *seats, struct error *error) {
    struct json_node list;
    enum err err = build_seats(builder, item, what, seats, error);
    if (err == OK && seats->n > 0 &&
        !mechanisms[builder->instance->policy.mechanism].has_objectives) {
        json_member(item, "seats", &list);
        json_fault(&list,
                   "seats of a %s that change over the months need minimum-cost; give one number, "
                   "or the lists to its offers",
                   what);
    }
    return err;
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
            struct pool *pool = &pools->pool[pools->n++];
            *pool = (struct pool){
                .name = strings_get(&instance->school_id, s), .item = s, .is_school = true};
            enum err err = pool_seats(builder, &item, "school", &pool->seats, error);
            if (err != OK) {
                return err;
            }
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
        *pool = (struct pool){.name = strings_get(&pools->named_ids, i), .item = i};
        err = pool_seats(builder, &item, "pool", &pool->seats, error);
        if (err == OK) {
            err = take_marks(pools, pool, in, error);
        }
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

struct nest {
    uint32_t first;    /* the first node that is a pool */
    uint32_t *top;     /* [n_offers] the topmost node over the offer so far */
    uint32_t *size;    /* [n_nodes] how many offers the node covers */
    const char **name; /* [n_nodes] */
};

/* A pool that this one crosses, NONE; size[] of what the pool covers whole is 0 afterwards. */
static uint32_t crossed(const struct pool *pool, const struct nest *nest) {
    for (uint32_t k = 0; k < pool->n_offers; k++) {
        nest->size[nest->top[pool->offer[k]]]--;
    }
    for (uint32_t k = 0; k < pool->n_offers; k++) {
        uint32_t under = nest->top[pool->offer[k]];
        if (nest->size[under] != 0 && under >= nest->first) {
            return under;
        }
    }
    return NONE;
}

/* Puts a pool over the offers, or finds that it crosses what is there. */
static void nest_pool(struct pools *pools, struct pool *pool, struct nest *nest) {
    struct instance *instance = pools->builder->instance;
    uint32_t other = crossed(pool, nest);
    if (other != NONE && mechanisms[instance->policy.mechanism].has_objectives) {
        for (uint32_t k = 0; k < pool->n_offers; k++) {
            nest->size[nest->top[pool->offer[k]]]++;
        }
        pool->node = NONE;
        return;
    }
    if (other != NONE) {
        fault_add(pools->builder->faults, pool_place(pools, pool),
                  "pool '%.60s' crosses pool '%.60s': they share some offers, and each has "
                  "others; let one hold the other whole, or keep them apart",
                  pool->name, nest->name[other]);
    }
    pool->node = instance->n_nodes++;
    nest->name[pool->node] = pool->name;
    nest->size[pool->node] = pool->n_offers;
    instance->node_seats[pool->node] = pool->seats.last;
    for (uint32_t k = 0; k < pool->n_offers; k++) {
        instance->node_parent[nest->top[pool->offer[k]]] = pool->node;
    }
    for (uint32_t k = 0; k < pool->n_offers; k++) {
        nest->top[pool->offer[k]] = pool->node;
    }
    if (pool->is_school) {
        instance->school_node[pool->item] = pool->node;
    }
}

/* Puts all of them over the offers, whose own nodes are there. */
static enum err nest_pools(struct pools *pools, struct nest *nest, struct error *error) {
    struct builder *builder = pools->builder;
    enum err err = OK;
    for (uint32_t i = 0; i < builder->instance->n_offers; i++) {
        nest->top[i] = builder->instance->offer_node[i];
        nest->size[nest->top[i]] = 1;
    }
    for (uint32_t p = 0; p < pools->n && err == OK; p++) {
        struct pool *pool = &pools->pool[p];
        nest_pool(pools, pool, nest);
        struct limit limit = {.name = pool->name, .n_offers = pool->n_offers, .offer = pool->offer};
        err = build_limits_of(builder, limit, &pool->seats, pool->node != NONE, error);
    }
    return err;
}

static enum err make_nodes(struct pools *pools, struct error *error) {
    struct builder *builder = pools->builder;
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    enum err err = build_slots(builder, error);
    if (err != OK) {
        return err;
    }
    uint32_t first = instance->n_slots + builder->n_earlier, n = first + pools->n;
    instance->node_parent = ARENA_NEW(arena, n, uint32_t);
    instance->node_seats = ARENA_NEW(arena, n, uint32_t);
    struct nest nest = {first, ARENA_NEW(&builder->scratch, instance->n_offers, uint32_t),
                        ARENA_NEW(&builder->scratch, n, uint32_t),
                        ARENA_NEW(&builder->scratch, n, const char *)};
    instance->school_node = ARENA_NEW(arena, instance->n_schools, uint32_t);
    if (instance->node_parent == NULL || instance->node_seats == NULL || nest.top == NULL ||
        nest.size == NULL || nest.name == NULL || instance->school_node == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n; i++) {
        instance->node_parent[i] = NONE;
        instance->node_seats[i] = SEATS_UNLIMITED;
        nest.name[i] = i < instance->n_offers ? strings_get(&instance->offer_id, i) : "";
    }
    memset(instance->school_node, 0xFF, instance->n_schools * sizeof(uint32_t));
    instance->n_nodes = first;
    err = build_chains(builder, nest.name, error);
    if (err == OK) {
        err = nest_pools(pools, &nest, error);
    }
    return err == OK
               ? strings_copy(&instance->node_name, instance->n_nodes, nest.name, arena, error)
               : err;
}

/* What the pools that are no nodes leave an offer at most, SEATS_UNLIMITED where none holds it. */
static uint32_t crossing_seats(const struct builder *builder, uint32_t offer) {
    uint32_t least = SEATS_UNLIMITED;
    for (uint32_t i = 0; i < builder->n_limits; i++) {
        const struct limit *limit = &builder->limit[i];
        for (uint32_t k = 0; limit->before == NONE && k < limit->n_offers; k++) {
            bool tighter = limit->offer[k] == offer && limit->seats < least;
            least = tighter ? limit->seats : least;
        }
    }
    return least;
}

/* The offers' own seats; an offer without any must lie in a pool. */
static enum err offer_seats(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct json_node array;
    struct seats number;
    if (!json_member(&builder->root, "offers", &array)) {
        return OK;
    }
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        struct json_node item = json_element(&array, i), seats;
        if (json_member(&item, "seats", &seats) && json_is_array(seats.value)) {
            continue; /* build_chains has seen to it */
        }
        if (json_member(&item, "seats", &seats)) {
            enum err err = build_seats(builder, &item, "offer", &number, error);
            if (err != OK) {
                return err;
            }
            instance->node_seats[i] = number.last;
        } else if (json_is_object(item.value) && instance->node_parent[i] == NONE) {
            instance->node_seats[i] = crossing_seats(builder, i);
        }
        if (json_is_object(item.value) && instance->node_parent[i] == NONE &&
            instance->node_seats[i] == SEATS_UNLIMITED) {
            json_fault(&item, "offer '%.60s' has no 'seats', nor has a pool around it; add them",
                       strings_get(&instance->offer_id, i));
        }
    }
    return OK;
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
    enum err err = build_offer_steps(builder, error);
    if (err == OK) {
        err = index_named(&pools, error);
    }
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
        err = offer_seats(builder, error);
    }
    if (err == OK) {
        check_criteria(&pools);
    }
    return err;
}
