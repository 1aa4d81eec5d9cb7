// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The policy: which rules decide. Every key is known or a fault, so that a misspelt rule never
 * silently means the default; every rule that would have no effect under the mechanism is named.
 */
#include "io/builder.h"

#include "solver/mechanism.h"

#include <inttypes.h>
#include <string.h>

static void need_guarantee(struct builder *builder, const struct json_node *node) {
    if (!builder->guarantee_wanted) {
        builder->guarantee_wanted = true;
        builder->guarantee_place = json_place(node);
    }
}

/* The value as one of some words; index of the word, NONE and a fault if it is none of them. */
static uint32_t read_word(const struct json_node *node, const char *const *words) {
    const char *text;
    if (!json_want_text(node, &text)) {
        return NONE;
    }
    char known[200] = "";
    for (uint32_t i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], text) == 0) {
            return i;
        }
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    json_fault(node, "unknown word '%.60s'; use one of: %s", text, known);
    return NONE;
}

static char *keep_text(struct builder *builder, const char *text) {
    size_t bytes = strlen(text) + 1;
    char *copy = ARENA_NEW(&builder->instance->arena, bytes, char);
    return copy == NULL ? NULL : memcpy(copy, text, bytes);
}

static enum err read_lottery(struct builder *builder, struct error *error) {
    static const char *const keys[] = {"seed", "draw", NULL};
    static const char *const draws[] = {"single", "per-offer", NULL};
    struct policy *policy = &builder->instance->policy;
    struct json_node lottery, member;
    const char *seed = "";
    if (!json_member(&builder->root, "lottery", &lottery)) {
        json_fault(&builder->root, "there is no 'lottery'; add \"lottery\": {\"seed\": \"...\"}: "
                                   "it breaks what the criteria leave tied");
    } else if (json_want_object(&lottery)) {
        json_only(&lottery, keys);
        if (!json_member(&lottery, "seed", &member)) {
            json_fault(&lottery, "the lottery has no 'seed'; add one, any text, and publish it");
        } else {
            json_want_text(&member, &seed);
        }
        if (json_member(&lottery, "draw", &member)) {
            policy->lottery_per_offer = read_word(&member, draws) == 1;
        }
    }
    policy->lottery_seed = keep_text(builder, seed);
    return policy->lottery_seed == NULL ? error_no_memory(error) : OK;
}

static void read_near(struct builder *builder, const struct json_node *node) {
    static const char *const keys[] = {"metres", "guarantee", NULL};
    struct policy *policy = &builder->instance->policy;
    struct json_node member;
    if (!json_want_object(node)) {
        return;
    }
    json_only(node, keys);
    policy->has_near = true;
    build_need_metres(builder, node, "near");
    if (!json_member(node, "metres", &member)) {
        json_fault(node, "near has no 'metres'; add a limit for each group: {\"F\": 2000}");
    } else {
        json_want_object(&member);
    }
    if (json_member(node, "guarantee", &member)) {
        json_want_bool(&member, &policy->near_guarantee);
    }
    const struct mechanism *mechanism = &mechanisms[policy->mechanism];
    if (policy->near_guarantee && !mechanism->holds_near) {
        fault_warn(builder->faults, json_place(node),
                   "%s does not hold the near guarantee: near.csv will say who ends without a near "
                   "school%s",
                   mechanism->name,
                   mechanism->has_objectives ? "; the objective \"near\" makes them fewest" : "");
    }
}

static enum err read_fallback(struct builder *builder, const struct json_node *node,
                              struct error *error) {
    static const char *const keys[] = {"when", "reach", "within", NULL};
    static const char *const whens[] = {"none", "after", "in-round", NULL};
    struct policy *policy = &builder->instance->policy;
    struct json_node member;
    const char *within;
    int64_t reach;
    if (!json_want_object(node)) {
        return OK;
    }
    json_only(node, keys);
    if (!json_member(node, "when", &member)) {
        json_fault(node,
                   "fallback has no 'when'; add \"when\": \"in-round\", \"after\" or \"none\"");
    } else {
        uint32_t when = read_word(&member, whens);
        policy->fallback = when == NONE ? FALLBACK_NONE : (enum fallback_when)when;
    }
    if (policy->fallback != FALLBACK_NONE) {
        build_need_metres(builder, node, "fallback");
    }
    if (json_member(node, "reach", &member) && json_want_whole(&member, 1, 1000000, &reach)) {
        policy->reach = (uint32_t)reach;
    }
    if (json_member(node, "within", &member) && json_want_text(&member, &within)) {
        policy->within = keep_text(builder, within);
        return policy->within == NULL ? error_no_memory(error) : OK;
    }
    return OK;
}

/* late, guarantee and families. */
static void read_preschool(struct builder *builder, const struct json_node *node) {
    static const char *const late_keys[] = {"months", NULL};
    static const char *const family_keys[] = {"together", "same", NULL};
    static const char *const guarantee_words[] = {"required", NULL};
    static const char *const together_words[] = {"preferred", "required", NULL};
    static const char *const same_words[] = {"school", "offer", NULL};
    struct policy *policy = &builder->instance->policy;
    struct json_node rule, member;
    int64_t months;
    if (json_member(node, "late", &rule) && json_want_object(&rule)) {
        json_only(&rule, late_keys);
        if (!json_member(&rule, "months", &member)) {
            json_fault(&rule, "late has no 'months'; add how many months later than wished a "
                              "place may begin");
        } else if (json_want_whole(&member, 0, LATE_MAX, &months)) {
            policy->late_months = (uint32_t)months;
        }
    }
    if (json_member(node, "guarantee", &rule)) {
        policy->guarantee_required = read_word(&rule, guarantee_words) == 0;
        need_guarantee(builder, &rule);
        if (policy->guarantee_required && !mechanisms[policy->mechanism].has_objectives) {
            json_fault(&rule, "a guarantee that is required needs minimum-cost; use that "
                              "mechanism, or take it out");
        }
    }
    if (json_member(node, "families", &rule) && json_want_object(&rule)) {
        json_only(&rule, family_keys);
        policy->has_families = true;
        if (json_member(&rule, "together", &member)) {
            policy->families_required = read_word(&member, together_words) == 1;
            if (policy->families_required && !mechanisms[policy->mechanism].holds_families) {
                json_fault(&member, "families that must be together need deferred-acceptance or "
                                    "minimum-cost; use one of them, or take it out");
            }
        }
        if (json_member(&rule, "same", &member)) {
            policy->families_same_offer = read_word(&member, same_words) == 1;
        }
    }
}

/* One objective: a word or {"column": name}. */
static bool read_objective(struct builder *builder, const struct json_node *node,
                           struct objective *objective) {
    static const char *const keys[] = {"column", NULL};
    static const char *const words[] = {"placed",   "near",     "wishes",    "rank-maximal",
                                        "criteria", "distance", "guarantee", "together",
                                        "late",     "follows",  NULL};
    static const enum objective_kind kinds[] = {
        OBJECTIVE_PLACED,   OBJECTIVE_NEAR,     OBJECTIVE_WISHES,    OBJECTIVE_RANK_MAXIMAL,
        OBJECTIVE_CRITERIA, OBJECTIVE_DISTANCE, OBJECTIVE_GUARANTEE, OBJECTIVE_TOGETHER,
        OBJECTIVE_LATE,     OBJECTIVE_FOLLOWS};
    struct json_node member;
    const char *name;
    bool used = mechanisms[builder->instance->policy.mechanism].has_objectives;
    if (!json_is_object(node->value)) {
        uint32_t word = read_word(node, words);
        if (word == NONE) {
            return false;
        }
        *objective = (struct objective){kinds[word], NONE};
        if (used && (kinds[word] == OBJECTIVE_DISTANCE || kinds[word] == OBJECTIVE_NEAR)) {
            build_need_metres(builder, node, words[word]);
        }
        if (used && kinds[word] == OBJECTIVE_GUARANTEE) {
            need_guarantee(builder, node);
        }
        if (used && kinds[word] == OBJECTIVE_FOLLOWS && !builder->follows_wanted) {
            builder->follows_wanted = true;
            builder->follows_place = json_place(node);
        }
        if (kinds[word] == OBJECTIVE_NEAR && !builder->instance->policy.has_near) {
            json_fault(node,
                       "the objective \"near\" needs limits; add \"near\": {\"metres\": ...}");
        }
        return true;
    }
    json_only(node, keys);
    if (!json_member(node, "column", &member)) {
        json_fault(node, "an objective is a word or {\"column\": name}; change it");
        return false;
    }
    if (!json_want_text(&member, &name)) {
        return false;
    }
    uint32_t column = build_column_use(builder, &member, name);
    *objective = (struct objective){OBJECTIVE_COLUMN, column};
    if (column != NONE) {
        builder->column_use[column].objective = true;
    }
    return column != NONE;
}

static enum err read_objectives(struct builder *builder, const struct json_node *node,
                                struct error *error) {
    struct policy *policy = &builder->instance->policy;
    policy->objective = ARENA_NEW(&builder->instance->arena, OBJECTIVES_MAX, struct objective);
    if (policy->objective == NULL) {
        return error_no_memory(error);
    }
    if (node->value == NULL) {
        policy->objective[0] = (struct objective){OBJECTIVE_PLACED, NONE};
        policy->objective[1] = (struct objective){OBJECTIVE_WISHES, NONE};
        policy->n_objectives = 2;
        return OK;
    }
    if (!json_want_array(node)) {
        return OK;
    }
    size_t n = json_array_size(node->value);
    if (n == 0 || n > OBJECTIVES_MAX) {
        json_fault(node, "one to %d objectives are expected; change them", OBJECTIVES_MAX);
        return OK;
    }
    for (size_t i = 0; i < n; i++) {
        struct json_node item = json_element(node, i);
        policy->n_objectives +=
            read_objective(builder, &item, &policy->objective[policy->n_objectives]) ? 1 : 0;
    }
    return OK;
}

static enum err read_wish_cost(struct builder *builder, const struct json_node *node,
                               struct error *error) {
    struct policy *policy = &builder->instance->policy;
    if (!json_want_array(node)) {
        return OK;
    }
    size_t n = json_array_size(node->value);
    if (n > WISHES_MAX + 1) {
        json_fault(node, "more than %u costs; use fewer", WISHES_MAX + 1);
        return OK;
    }
    policy->wish_cost = ARENA_ZERO(&builder->instance->arena, n, int64_t);
    if (policy->wish_cost == NULL) {
        return error_no_memory(error);
    }
    for (size_t i = 0; i < n; i++) {
        struct json_node item = json_element(node, i);
        json_want_whole(&item, -COST_MAX, COST_MAX, &policy->wish_cost[i]);
    }
    policy->n_wish_costs = (uint32_t)n;
    return OK;
}

static void read_mechanism(struct builder *builder, const struct json_node *node) {
    const char *name;
    if (!json_want_text(node, &name)) {
        return;
    }
    uint32_t mechanism = mechanism_find(name);
    if (mechanism == NONE) {
        char known[200] = "";
        for (uint32_t i = 0; i < n_mechanisms; i++) {
            size_t used = strlen(known);
            snprintf(known + used, sizeof known - used, "%s%s", i == 0 ? "" : ", ",
                     mechanisms[i].name);
        }
        json_fault(node, "unknown mechanism '%.60s'; use one of: %s", name, known);
        return;
    }
    builder->instance->policy.mechanism = mechanism;
    if (mechanisms[mechanism].warning != NULL) {
        fault_warn(builder->faults, json_place(node), "%s", mechanisms[mechanism].warning);
    }
}

static void warn_wish_rank(struct builder *builder) {
    for (uint32_t i = 0; i < builder->n_criterions; i++) {
        if (builder->criterion[i].kind == CRITERION_WISH_RANK) {
            struct place place = {builder->doc.name, 0, 0};
            fault_warn(builder->faults, place,
                       "the criterion wish_rank punishes honest wishes: a family that lists a "
                       "popular school first risks its second. The Appeals board for education "
                       "found such precedence unacceptable (2017-06-15, dnr 2017:132)");
            return;
        }
    }
}

enum err build_policy(struct builder *builder, struct error *error) {
    static const char *const keys[] = {
        "mechanism",     "criteria", "near",      "fallback", "objective", "wish_cost",
        "straight_line", "late",     "guarantee", "families", NULL};
    static const char *const straight[] = {"forbidden", "allowed", NULL};
    struct policy *policy = &builder->instance->policy;
    struct json_node node = {0}, member;
    *policy = (struct policy){.mechanism = mechanism_find("deferred-acceptance"), .reach = NONE};
    enum err err = read_lottery(builder, error);
    if (err != OK) {
        return err;
    }
    if (!json_member(&builder->root, "policy", &node)) {
        json_fault(&builder->root, "there is no 'policy'; add the rules of the round");
        return OK;
    }
    if (!json_want_object(&node)) {
        return OK;
    }
    json_only(&node, keys);
    if (json_member(&node, "mechanism", &member)) {
        read_mechanism(builder, &member);
    }
    json_member(&node, "criteria", &member);
    build_criteria(builder, &member);
    if (json_member(&node, "straight_line", &member)) {
        policy->straight_line = read_word(&member, straight) == 1;
    }
    if (json_member(&node, "near", &member)) {
        read_near(builder, &member);
    }
    if (json_member(&node, "fallback", &member)) {
        err = read_fallback(builder, &member, error);
    }
    read_preschool(builder, &node);
    if (err == OK) {
        json_member(&node, "objective", &member);
        err = read_objectives(builder, &member, error);
    }
    if (err == OK && json_member(&node, "wish_cost", &member)) {
        err = read_wish_cost(builder, &member, error);
    }
    warn_wish_rank(builder);
    return err;
}

enum err build_near(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    struct policy *policy = &instance->policy;
    struct json_node node, near, metres, limit;
    if (!policy->has_near) {
        return OK;
    }
    policy->near_m = ARENA_ZERO(&instance->arena, builder->groups.n, uint32_t);
    if (policy->near_m == NULL) {
        return error_no_memory(error);
    }
    if (!json_member(&builder->root, "policy", &node) || !json_member(&node, "near", &near) ||
        !json_member(&near, "metres", &metres) || !json_is_object(metres.value)) {
        return OK;
    }
    uint8_t *used = ARENA_ZERO(&builder->scratch, builder->groups.n, uint8_t);
    if (used == NULL) {
        return error_no_memory(error);
    }
    bool told = faults_any(builder->faults); /* an unknown group is told already */
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (instance->applicant_group[a] != NONE) {
            used[instance->applicant_group[a]] = 1;
        } else if (!told) {
            told = true;
            fault_add(builder->faults, table_place(&builder->applicants, a, NONE),
                      "the applicant has no group, and the limits of near go by group; fill it in "
                      "(here and wherever else it lacks)");
        }
    }
    for (uint32_t i = 0; i < builder->groups.n; i++) {
        int64_t value = 0;
        if (!json_member(&metres, builder->groups.text[i], &limit)) {
            if (!used[i]) {
                continue; /* nobody of it applied */
            }
            json_fault(&metres, "no limit for group '%.60s'; add \"%.60s\": metres",
                       builder->groups.text[i], builder->groups.text[i]);
        } else if (json_want_whole(&limit, 0, METRES_MAX, &value)) {
            policy->near_m[i] = (uint32_t)value;
        }
    }
    return OK;
}
