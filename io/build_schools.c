// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Schools; their offers in build_offers.c.
 */
#include "io/builder.h"

#include <math.h>
#include <string.h>

struct twice_context {
    const struct json_node *array;
    const char *what;
};

static void fault_twice(void *context, uint32_t first, uint32_t again) {
    const struct twice_context *twice = context;
    struct json_node item = json_element(twice->array, again), id;
    json_member(&item, "id", &id);
    struct json_node earlier = json_element(twice->array, first);
    json_fault(&id, "%s '%.60s' is listed twice, first in line %llu; take one out or rename it",
               twice->what, json_string_value(id.value),
               (unsigned long long)json_place(&earlier).line);
}

enum err build_ids(struct builder *builder, const struct json_node *array, const char *what,
                   struct strings *strings, struct ids *ids, struct error *error) {
    struct twice_context twice = {array, what};
    size_t n = json_array_size(array->value);
    const char **text = ARENA_NEW(&builder->scratch, n, const char *);
    if (text == NULL) {
        return error_no_memory(error);
    }
    for (size_t i = 0; i < n; i++) {
        struct json_node item = json_element(array, i), id;
        text[i] = "";
        if (!json_want_object(&item)) {
            continue;
        }
        if (!json_member(&item, "id", &id)) {
            json_fault(&item, "the %s has no 'id'; add one", what);
        } else if (json_want_text(&id, &text[i]) && text[i][0] == '\0') {
            json_fault(&id, "the id is empty; give the %s one", what);
        }
    }
    enum err err = strings_copy(strings, (uint32_t)n, text, &builder->instance->arena, error);
    return err == OK ? ids_build(ids, strings, fault_twice, &twice, &builder->scratch, error) : err;
}

/* The array at a key of the root; an absent one is a fault if it is wanted. */
static bool root_array(const struct builder *builder, const char *key, bool wanted,
                       struct json_node *array) {
    if (!json_member(&builder->root, key, array)) {
        if (wanted) {
            json_fault(&builder->root, "there is no '%s'; add an array of them", key);
        }
        return false;
    }
    if (!json_want_array(array)) {
        return false;
    }
    if (json_array_size(array->value) >= NONE / 4) {
        json_fault(array, "too many %s; split the round", key);
        return false;
    }
    return true;
}

static double read_coordinate(const struct json_node *object, const char *key) {
    struct json_node member;
    double value;
    if (json_member(object, key, &member) && json_want_real(&member, &value)) {
        return value;
    }
    return NAN;
}

static enum err read_school(struct builder *builder, const struct json_node *node, uint32_t i,
                            const char **name, struct error *error) {
    struct instance *instance = builder->instance;
    const char *within = instance->policy.within;
    const char *const keys[] = {"id", "name", "x", "y", "seats", within, NULL};
    struct json_node member;
    const char *side = NULL;
    json_only(node, keys);
    *name = strings_get(&instance->school_id, i);
    if (json_member(node, "name", &member)) {
        json_want_text(&member, name);
    }
    instance->school_x[i] = read_coordinate(node, "x");
    instance->school_y[i] = read_coordinate(node, "y");
    if (within == NULL) {
        return OK;
    }
    instance->school_side[i] = NONE;
    if (!json_member(node, within, &member)) {
        json_fault(node,
                   "school '%.60s' has no '%.60s', which policy.fallback.within names; add it",
                   *name, within);
    } else if (json_want_text(&member, &side) && side[0] == '\0') {
        json_fault(&member, "school '%.60s' has an empty '%.60s'; fill it in", *name, within);
    } else if (side != NULL) {
        instance->school_side[i] =
            text_list_add(&builder->sides, side, strlen(side), &instance->arena);
        return instance->school_side[i] == NONE ? error_no_memory(error) : OK;
    }
    return OK;
}

static enum err read_schools(struct builder *builder, const struct json_node *array,
                             struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    enum err err =
        build_ids(builder, array, "school", &instance->school_id, &builder->school_ids, error);
    uint32_t n = instance->n_schools = instance->school_id.n;
    const char **name = ARENA_ZERO(&builder->scratch, n, const char *);
    instance->school_x = ARENA_NEW(arena, n, double);
    instance->school_y = ARENA_NEW(arena, n, double);
    instance->school_side = ARENA_NEW(arena, n, uint32_t);
    if (err != OK || name == NULL || instance->school_x == NULL || instance->school_y == NULL ||
        instance->school_side == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    for (uint32_t i = 0; i < n && err == OK; i++) {
        struct json_node node = json_element(array, i);
        name[i] = "";
        if (json_is_object(node.value)) {
            err = read_school(builder, &node, i, &name[i], error);
        }
    }
    if (instance->policy.within == NULL) {
        instance->school_side = NULL;
    }
    return err == OK ? strings_copy(&instance->school_name, n, name, arena, error) : err;
}

enum err build_schools(struct builder *builder, struct error *error) {
    struct json_node array;
    static const struct strings nothing = {0};
    enum err err = ids_build(&builder->school_ids, &nothing, NULL, NULL, &builder->scratch, error);
    if (err == OK) {
        err = ids_build(&builder->offer_ids, &nothing, NULL, NULL, &builder->scratch, error);
    }
    if (err == OK && root_array(builder, "schools", true, &array)) {
        err = read_schools(builder, &array, error);
    }
    if (err == OK && root_array(builder, "offers", true, &array)) {
        err = build_offers(builder, &array, error);
        if (err == OK && builder->instance->n_offers == 0) {
            json_fault(&array, "there are no offers; add at least one");
        }
    }
    return err;
}
