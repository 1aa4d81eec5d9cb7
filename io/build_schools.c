// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Schools and offers.
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

/* The member "id" of each element as a column; where it lacks, an unusable id stands in. */
static enum err read_ids(struct builder *builder, const struct json_node *array, const char *what,
                         struct strings *strings, struct error *error) {
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
    return strings_copy(strings, (uint32_t)n, text, &builder->instance->arena, error);
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
    struct twice_context twice = {array, "school"};
    enum err err = read_ids(builder, array, "school", &instance->school_id, error);
    if (err == OK) {
        err = ids_build(&builder->school_ids, &instance->school_id, fault_twice, &twice,
                        &builder->scratch, error);
    }
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

static uint32_t read_offer_school(struct builder *builder, const struct json_node *node) {
    struct json_node member;
    const char *school;
    if (!json_member(node, "school", &member)) {
        json_fault(node, "the offer has no 'school'; add the school's id");
        return NONE;
    }
    if (!json_want_text(&member, &school)) {
        return NONE;
    }
    uint32_t found = ids_find(&builder->school_ids, school, strlen(school));
    if (found == NONE) {
        json_fault(&member, "unknown school '%.60s'; correct it or add the school", school);
    }
    return found;
}

static enum err read_offer(struct builder *builder, const struct json_node *node, uint32_t i,
                           struct error *error) {
    static const char *const keys[] = {"id", "school", "group", "seats", "criteria", NULL};
    struct instance *instance = builder->instance;
    struct json_node member;
    const char *group;
    json_only(node, keys);
    instance->offer_school[i] = read_offer_school(builder, node);
    instance->offer_criteria[i] =
        json_member(node, "criteria", &member) ? build_criteria(builder, &member) : 0;
    if (json_member(node, "group", &member) && json_want_text(&member, &group)) {
        instance->offer_group[i] =
            text_list_add(&builder->groups, group, strlen(group), &instance->arena);
        return instance->offer_group[i] == NONE ? error_no_memory(error) : OK;
    }
    return OK;
}

static enum err read_offers(struct builder *builder, const struct json_node *array,
                            struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    struct twice_context twice = {array, "offer"};
    enum err err = read_ids(builder, array, "offer", &instance->offer_id, error);
    if (err == OK) {
        err = ids_build(&builder->offer_ids, &instance->offer_id, fault_twice, &twice,
                        &builder->scratch, error);
    }
    uint32_t n = instance->n_offers = instance->offer_id.n;
    instance->offer_school = ARENA_NEW(arena, n, uint32_t);
    instance->offer_group = ARENA_NEW(arena, n, uint32_t);
    instance->offer_criteria = ARENA_ZERO(arena, n, uint32_t);
    if (err != OK || instance->offer_school == NULL || instance->offer_group == NULL ||
        instance->offer_criteria == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    for (uint32_t i = 0; i < n && err == OK; i++) {
        struct json_node node = json_element(array, i);
        instance->offer_school[i] = instance->offer_group[i] = NONE;
        if (json_is_object(node.value)) {
            err = read_offer(builder, &node, i, error);
        }
    }
    return err;
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
        err = read_offers(builder, &array, error);
        if (err == OK && builder->instance->n_offers == 0) {
            json_fault(&array, "there are no offers; add at least one");
        }
    }
    return err;
}
