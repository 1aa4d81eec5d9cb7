// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate of an integer program, read back: values and bounds by level, what proves them,
 * whether the search was stopped. Weights and prices are judged by their form alone.
 */
#include "io/results_json.h"

#include <string.h>

bool member_want(const struct json_node *object, const char *key, struct json_node *member) {
    bool found = json_member(object, key, member);
    if (!found) {
        json_fault(object, "key '%s' is missing; the file is not as written", key);
    }
    return found;
}

/* Weights of this level and those before it; prices of what has seats. */
static void proof_read(const struct json_node *level, uint32_t l) {
    static const char *const keys[] = {"offer", "before", "school", "pool",  "limit",
                                       "opens", "closed", "month",  "price", NULL};
    struct json_node member, value;
    int64_t whole;
    if (member_want(level, "weights", &member) && json_want_array(&member)) {
        size_t n = json_array_size(member.value);
        for (size_t i = 0; i < n; i++) {
            struct json_node element = json_element(&member, i);
            json_want_whole(&element, INT64_MIN, INT64_MAX, &whole);
        }
        if (n != (size_t)l + 1) {
            json_fault(&member, "a weight of each level up to this one is expected");
        }
    }
    if (member_want(level, "prices", &member) && json_want_array(&member)) {
        for (size_t i = 0; i < json_array_size(member.value); i++) {
            struct json_node element = json_element(&member, i);
            if (json_want_object(&element)) {
                json_only(&element, keys);
                if (member_want(&element, "price", &value)) {
                    json_want_whole(&value, INT64_MIN, INT64_MAX, &whole);
                }
            }
        }
    }
}

static void level_read(const struct json_node *level, struct program_read *program, uint32_t l) {
    static const char *const keys[] = {"objective", "value",  "bound", "proved_by",
                                       "weights",   "prices", NULL};
    struct json_node member;
    const char *text = "";
    if (!json_want_object(level)) {
        return;
    }
    json_only(level, keys);
    if (member_want(level, "objective", &member) && json_want_text(&member, &text)) {
        snprintf(program->name[l], sizeof program->name[l], "%s", text);
        if (strlen(text) >= sizeof program->name[l]) {
            json_fault(&member, "no objective has so long a name");
        }
    }
    if (member_want(level, "value", &member)) {
        json_want_whole(&member, INT64_MIN, INT64_MAX, &program->value[l]);
    }
    bool known = member_want(level, "bound", &member) && !json_is_null(member.value);
    program->has_bound[l] = known;
    if (known) {
        json_want_whole(&member, INT64_MIN, INT64_MAX, &program->bound[l]);
    }
    if (member_want(level, "proved_by", &member) && json_want_text(&member, &text)) {
        bool prices = strcmp(text, "prices") == 0, tree = strcmp(text, "tree") == 0;
        bool nothing = strcmp(text, "nothing") == 0;
        program->by_prices[l] = prices;
        if ((!prices && !tree && !nothing) || nothing == known) {
            json_fault(&member, "'%.60s': a bound is proved by prices or tree, else by nothing",
                       text);
        }
        if (prices) {
            proof_read(level, l);
        }
    }
}

enum err results_read_program(struct results *results, const struct json_node *node,
                              struct error *error) {
    static const char *const keys[] = {"levels", "stopped", "gap", NULL};
    struct program_read *program = &results->program;
    struct json_node member;
    if (!json_want_object(node)) {
        return OK;
    }
    json_only(node, keys);
    if (member_want(node, "stopped", &member)) {
        json_want_bool(&member, &program->stopped);
    }
    if (member_want(node, "gap", &member)) {
        json_want_real(&member, &program->gap);
    }
    if (!member_want(node, "levels", &member) || !json_want_array(&member)) {
        return OK;
    }
    uint32_t n = (uint32_t)json_array_size(member.value);
    program->name = arena_zalloc(&results->arena, n, sizeof *program->name);
    program->value = ARENA_ZERO(&results->arena, n, int64_t);
    program->bound = ARENA_ZERO(&results->arena, n, int64_t);
    program->has_bound = ARENA_ZERO(&results->arena, n, uint8_t);
    program->by_prices = ARENA_ZERO(&results->arena, n, uint8_t);
    if (program->name == NULL || program->value == NULL || program->bound == NULL ||
        program->has_bound == NULL || program->by_prices == NULL) {
        return error_no_memory(error);
    }
    program->n_levels = n;
    for (uint32_t l = 0; l < n; l++) {
        struct json_node level = json_element(&member, l);
        level_read(&level, program, l);
    }
    return OK;
}
