// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lists of criteria, the policy's and the offers' own, and what they need: columns and metres.
 */
#include "io/builder.h"

#include <string.h>

uint32_t build_column_use(struct builder *builder, const struct json_node *node, const char *name) {
    for (uint32_t i = 0; i < builder->n_column_uses; i++) {
        if (strcmp(builder->column_use[i].name, name) == 0) {
            return i;
        }
    }
    if (builder->n_column_uses == COLUMNS_NAMED_MAX) {
        json_fault(node, "more than %d columns named; use fewer", COLUMNS_NAMED_MAX);
        return NONE;
    }
    if (strlen(name) > COLUMN_NAME_MAX) {
        json_fault(node, "a column's name of more than %u bytes; shorten it", COLUMN_NAME_MAX);
        return NONE;
    }
    uint32_t i = builder->n_column_uses++;
    builder->column_use[i] = (struct column_use){.name = name, .place = json_place(node)};
    return i;
}

void build_need_metres(struct builder *builder, const struct json_node *node, const char *rule) {
    if (builder->metres_for == NULL) {
        builder->metres_for = rule;
        builder->metres_place = json_place(node);
    }
}

/* A criterion that is a word. */
static bool read_word_criterion(struct builder *builder, const struct json_node *node,
                                struct criterion *criterion) {
    static const struct {
        const char *name;
        enum criterion_kind kind;
        bool metres;
    } words[] = {
        {"current_place", CRITERION_CURRENT_PLACE, false},
        {"wish_rank", CRITERION_WISH_RANK, false},
        {"relative_nearness", CRITERION_RELATIVE_NEARNESS, true},
        {"absolute_nearness", CRITERION_ABSOLUTE_NEARNESS, true},
        {"lottery", CRITERION_LOTTERY, false},
    };
    const char *text = json_string_value(node->value);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].name, text) == 0) {
            *criterion = (struct criterion){words[i].kind, NONE};
            if (words[i].metres) {
                build_need_metres(builder, node, words[i].name);
            }
            return true;
        }
    }
    json_fault(node,
               "unknown criterion '%.60s'; use current_place, wish_rank, relative_nearness, "
               "absolute_nearness, lottery, or {\"flag\"|\"ascending\"|\"descending\": column}",
               text);
    return false;
}

/* A criterion that is {"flag" | "ascending" | "descending": column}. */
static bool read_column_criterion(struct builder *builder, const struct json_node *node,
                                  struct criterion *criterion) {
    static const char *const names[] = {"flag", "ascending", "descending", NULL};
    static const enum criterion_kind kinds[] = {CRITERION_FLAG, CRITERION_ASCENDING,
                                                CRITERION_DESCENDING};
    json_only(node, names);
    if (json_object_size(node->value) != 1) {
        json_fault(node, "a criterion names one column: {\"flag\": \"sibling\"}; change it");
        return false;
    }
    for (size_t i = 0; names[i] != NULL; i++) {
        struct json_node member;
        const char *name;
        if (!json_member(node, names[i], &member) || !json_want_text(&member, &name)) {
            continue;
        }
        uint32_t column = build_column_use(builder, &member, name);
        if (column == NONE) {
            return false;
        }
        builder->column_use[column].flag |= kinds[i] == CRITERION_FLAG;
        builder->column_use[column].ordered |= kinds[i] != CRITERION_FLAG;
        *criterion = (struct criterion){kinds[i], column};
        return true;
    }
    return false;
}

/* Keeps a list of criteria; equal lists are one. */
static uint32_t keep_criteria(struct builder *builder, const struct json_node *node,
                              const struct criterion *found, uint32_t n) {
    for (uint32_t i = 0; i < builder->n_criteria; i++) {
        const struct criteria *list = &builder->criteria[i];
        bool same = list->n == n;
        for (uint32_t k = 0; same && k < n; k++) {
            const struct criterion *criterion = &builder->criterion[list->start + k];
            same = criterion->kind == found[k].kind && criterion->column == found[k].column;
        }
        if (same) {
            return i;
        }
    }
    if (builder->n_criteria == CRITERIONS_MAX || n > CRITERIONS_MAX - builder->n_criterions) {
        json_fault(node, "too many different lists of criteria; use fewer");
        return 0;
    }
    for (uint32_t k = 0; k < n; k++) {
        builder->criterion[builder->n_criterions + k] = found[k];
    }
    builder->criteria[builder->n_criteria] = (struct criteria){builder->n_criterions, n};
    builder->n_criterions += n;
    return builder->n_criteria++;
}

static bool read_criterion(struct builder *builder, const struct json_node *node,
                           struct criterion *criterion) {
    if (json_is_string(node->value)) {
        return read_word_criterion(builder, node, criterion);
    }
    return json_want_object(node) && read_column_criterion(builder, node, criterion);
}

uint32_t build_criteria(struct builder *builder, const struct json_node *node) {
    struct criterion found[CRITERIA_MAX];
    uint32_t n = 0;
    if (node->value == NULL) {
        return keep_criteria(builder, node, NULL, 0);
    }
    if (!json_want_array(node)) {
        return 0;
    }
    for (size_t i = 0; i < json_array_size(node->value) && n < CRITERIA_MAX; i++) {
        struct json_node item = json_element(node, i);
        if (!read_criterion(builder, &item, &found[n])) {
            continue;
        }
        for (uint32_t k = 0; k < n; k++) {
            if (found[k].kind == found[n].kind && found[k].column == found[n].column) {
                json_fault(&item, "the same criterion twice; take one out");
            }
        }
        n++;
    }
    if (json_array_size(node->value) > CRITERIA_MAX) {
        json_fault(node, "more than %u criteria; use fewer", CRITERIA_MAX);
    }
    return keep_criteria(builder, node, found, n);
}
