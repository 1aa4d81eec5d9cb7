// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Offers: what can be wished for, and the rules that go with each. Their seats are read with the
 * pools (build_steps.c, build_pools.c).
 */
#include "io/builder.h"

#include "solver/mechanism.h"

#include <math.h>
#include <string.h>

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
    static const char *const keys[] = {"id",       "school",         "group",      "seats",
                                       "criteria", "counts_current", "opens_with", "follows",
                                       "eligible", "moves",          NULL};
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

/* The array at *array, made with every byte `fill` where it is not there yet: most instances have
 * none of these keys. False: no memory. */
static bool want_array(struct builder *builder, void **array, size_t size, int fill) {
    struct instance *instance = builder->instance;
    if (*array == NULL) {
        *array = arena_alloc(&instance->arena, instance->n_offers, size);
        if (*array != NULL) {
            memset(*array, fill, instance->n_offers * size);
        }
    }
    return *array != NULL;
}

/* A fault where the mechanism is not the one that can hold a rule. */
static void need_minimum_cost(const struct builder *builder, const struct json_node *node,
                              const char *rule) {
    if (!mechanisms[builder->instance->policy.mechanism].has_objectives) {
        json_fault(node, "'%s' needs minimum-cost; use that mechanism, or take it out", rule);
    }
}

static bool read_flag(struct builder *builder, const struct json_node *node, const char *key,
                      uint8_t **flags, uint32_t offer) {
    struct json_node member;
    bool value = false;
    void *array = *flags;
    if (!json_member(node, key, &member) || !json_want_bool(&member, &value) || !value) {
        return true;
    }
    bool good = want_array(builder, &array, sizeof(uint8_t), 0);
    *flags = array;
    if (good) {
        (*flags)[offer] = 1;
    }
    return good;
}

static bool read_opens_with(struct builder *builder, const struct json_node *node, uint32_t offer) {
    struct instance *instance = builder->instance;
    struct json_node member;
    int64_t least;
    void *array = instance->offer_opens_with;
    if (!json_member(node, "opens_with", &member) ||
        !json_want_whole(&member, 1, METRES_MAX, &least)) {
        return true;
    }
    need_minimum_cost(builder, &member, "opens_with");
    bool good = want_array(builder, &array, sizeof(uint32_t), 0);
    instance->offer_opens_with = array;
    if (good) {
        instance->offer_opens_with[offer] = (uint32_t)least;
    }
    return good;
}

static bool read_follows(struct builder *builder, const struct json_node *node, uint32_t offer) {
    struct instance *instance = builder->instance;
    struct json_node member;
    const char *text;
    if (!json_member(node, "follows", &member) || !json_want_text(&member, &text)) {
        return true;
    }
    void *schools = instance->offer_follows_school, *offers = instance->offer_follows_offer;
    bool good = want_array(builder, &schools, sizeof(uint32_t), 0xFF) &&
                want_array(builder, &offers, sizeof(uint32_t), 0xFF);
    instance->offer_follows_school = schools;
    instance->offer_follows_offer = offers;
    if (!good) {
        return false;
    }
    uint32_t school = ids_find(&builder->school_ids, text, strlen(text));
    uint32_t other = ids_find(&builder->offer_ids, text, strlen(text));
    if (school != NONE) {
        instance->offer_follows_school[offer] = school;
    } else if (other == NONE) {
        json_fault(&member, "unknown school or offer '%.60s'; correct it or add it", text);
    } else if (other == offer) {
        json_fault(&member, "offer '%.60s' follows itself; name the school or offer it goes with",
                   text);
    } else {
        instance->offer_follows_offer[offer] = other;
    }
    return true;
}

/* Where children move to, NONE and a fault where that is no other offer. */
static uint32_t read_target(struct builder *builder, const struct json_node *moves,
                            uint32_t offer) {
    struct json_node member;
    const char *text;
    if (!json_member(moves, "to", &member)) {
        json_fault(moves, "moves has no 'to'; name the offer to which children move");
        return NONE;
    }
    if (!json_want_text(&member, &text)) {
        return NONE;
    }
    uint32_t to = ids_find(&builder->offer_ids, text, strlen(text));
    if (to == NONE) {
        json_fault(&member, "unknown offer '%.60s'; correct it or add the offer", text);
    } else if (to == offer) {
        json_fault(&member, "offer '%.60s' moves to itself; name another", text);
        to = NONE;
    }
    return to;
}

static double read_born_before(const struct json_node *moves) {
    struct json_node member;
    const char *text = "";
    double value = NAN;
    bool is_date = false;
    if (!json_member(moves, "born_before", &member)) {
        json_fault(moves, "moves has no 'born_before'; add a date: who is born before it moves");
    } else if (json_want_text(&member, &text)) {
        struct csv_field field = {text, (uint32_t)strlen(text), 0, 0};
        if (!value_parse(&field, &value, &is_date) || !is_date) {
            json_fault(&member, "'%.60s' is no date; write it like 2027-03-01", text);
        }
    }
    return value;
}

static bool read_moves(struct builder *builder, const struct json_node *node, uint32_t offer) {
    static const char *const keys[] = {"to", "from", "born_before", NULL};
    struct instance *instance = builder->instance;
    struct json_node moves;
    if (!json_member(node, "moves", &moves) || !json_want_object(&moves)) {
        return true;
    }
    json_only(&moves, keys);
    need_minimum_cost(builder, &moves, "moves");
    void *to = instance->offer_moves_to, *month = instance->offer_moves_month;
    void *born = instance->offer_moves_born;
    bool good = want_array(builder, &to, sizeof(uint32_t), 0xFF) &&
                want_array(builder, &month, sizeof(uint32_t), 0) &&
                want_array(builder, &born, sizeof(double), 0);
    instance->offer_moves_to = to;
    instance->offer_moves_month = month;
    instance->offer_moves_born = born;
    if (good) {
        instance->offer_moves_to[offer] = read_target(builder, &moves, offer);
        build_month(&moves, "from", &instance->offer_moves_month[offer]);
        instance->offer_moves_born[offer] = read_born_before(&moves);
    }
    return good;
}

/* The rules that few offers have. */
static enum err read_rules(struct builder *builder, const struct json_node *node, uint32_t offer,
                           struct error *error) {
    struct instance *instance = builder->instance;
    bool good =
        read_flag(builder, node, "counts_current", &instance->offer_counts_current, offer) &&
        read_flag(builder, node, "eligible", &instance->offer_needs_decision, offer) &&
        read_opens_with(builder, node, offer) && read_follows(builder, node, offer) &&
        read_moves(builder, node, offer);
    return good ? OK : error_no_memory(error);
}

/* Who has moved on stays there: a second move would need a rule of its own. */
static void check_moves(const struct builder *builder, const struct json_node *array) {
    const struct instance *instance = builder->instance;
    for (uint32_t i = 0; instance->offer_moves_to != NULL && i < instance->n_offers; i++) {
        uint32_t to = instance->offer_moves_to[i];
        if (to != NONE && instance->offer_moves_to[to] != NONE) {
            struct json_node item = json_element(array, i), moves;
            json_member(&item, "moves", &moves);
            json_fault(&moves,
                       "children of '%.60s' move to '%.60s', which moves children on too; a child "
                       "moves once in a round, so take one of the moves out",
                       strings_get(&instance->offer_id, i), strings_get(&instance->offer_id, to));
        }
    }
}

enum err build_offers(struct builder *builder, const struct json_node *array, struct error *error) {
    struct instance *instance = builder->instance;
    struct arena *arena = &instance->arena;
    enum err err =
        build_ids(builder, array, "offer", &instance->offer_id, &builder->offer_ids, error);
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
        if (err == OK && json_is_object(node.value)) {
            err = read_rules(builder, &node, i, error);
        }
    }
    if (err == OK) {
        check_moves(builder, array);
    }
    return err;
}
