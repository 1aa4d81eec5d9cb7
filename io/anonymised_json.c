// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Values are made and printed by jansson, one line for each rule, school, offer and pool, so that a
 * person can read the file.
 */
#include "io/anonymised_json.h"

#include "io/json.h"
#include "io/month_text.h"
#include "solver/mechanism.h"

#include <stdlib.h>
#include <string.h>

struct putter {
    const struct instance *instance;
    struct out *out;
    bool failed; /* out of memory */
};

/* Puts before, the value, after; lets the value go. NULL means that it could not be made. */
static void put(struct putter *putter, const char *before, json_t *value, const char *after) {
    char *text = value == NULL ? NULL : json_text(value, JSON_ENCODE_ANY);
    putter->failed |= text == NULL;
    if (text != NULL) {
        out_text(putter->out, before);
        out_text(putter->out, text);
        out_text(putter->out, after);
    }
    free(text);
    json_decref(value);
}

static void set(struct putter *putter, json_t *object, const char *key, json_t *value) {
    putter->failed |= json_object_set_new(object, key, value) != 0;
}

static void append(struct putter *putter, json_t *array, json_t *value) {
    putter->failed |= json_array_append_new(array, value) != 0;
}

static json_t *name_value(const struct strings *names, uint32_t i) {
    return json_string(strings_get(names, i));
}

static json_t *criterion_value(const struct instance *instance, uint32_t i) {
    static const char *const word[] = {"current_place",     "wish_rank", "relative_nearness",
                                       "absolute_nearness", "flag",      "ascending",
                                       "descending",        "lottery"};
    const struct criterion *criterion = &instance->criterion[i];
    bool has_column = criterion->kind == CRITERION_FLAG || criterion->kind == CRITERION_ASCENDING ||
                      criterion->kind == CRITERION_DESCENDING;
    return has_column
               ? json_pack("{s:s}", word[criterion->kind], instance->column[criterion->column].name)
               : json_string(word[criterion->kind]);
}

static json_t *criteria_value(struct putter *putter, uint32_t list) {
    const struct criteria *criteria = &putter->instance->criteria[list];
    json_t *value = json_array();
    for (uint32_t i = criteria->start; i < criteria->start + criteria->n; i++) {
        append(putter, value, criterion_value(putter->instance, i));
    }
    return value;
}

static json_t *near_value(struct putter *putter) {
    const struct policy *policy = &putter->instance->policy;
    json_t *metres = json_object();
    for (uint32_t g = 0; g < putter->instance->n_groups; g++) {
        set(putter, metres, strings_get(&putter->instance->group_name, g),
            json_integer(policy->near_m[g]));
    }
    return json_pack("{s:o,s:b}", "metres", metres, "guarantee", (int)policy->near_guarantee);
}

static json_t *fallback_value(struct putter *putter) {
    static const char *const when[] = {"none", "after", "in-round"};
    const struct policy *policy = &putter->instance->policy;
    json_t *value = json_pack("{s:s}", "when", when[policy->fallback]);
    if (policy->fallback != FALLBACK_NONE && policy->reach != NONE) {
        set(putter, value, "reach", json_integer(policy->reach));
    }
    if (policy->within != NULL) {
        set(putter, value, "within", json_string(policy->within));
    }
    return value;
}

static json_t *objectives_value(struct putter *putter) {
    static const char *const word[] = {"placed",   "near",     "wishes", "rank-maximal",
                                       "criteria", "distance", "column", "guarantee",
                                       "together", "late",     "follows"};
    const struct instance *instance = putter->instance;
    json_t *value = json_array();
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        const struct objective *objective = &instance->policy.objective[i];
        append(putter, value,
               objective->kind == OBJECTIVE_COLUMN
                   ? json_pack("{s:s}", "column", instance->column[objective->column].name)
                   : json_string(word[objective->kind]));
    }
    return value;
}

static json_t *families_value(const struct policy *policy) {
    return json_pack("{s:s,s:s}", "together", policy->families_required ? "required" : "preferred",
                     "same", policy->families_same_offer ? "offer" : "school");
}

static void put_policy(struct putter *putter) {
    const struct policy *policy = &putter->instance->policy;
    put(putter,
        "  \"policy\": {\n    \"mechanism\": ", json_string(mechanisms[policy->mechanism].name),
        ",\n");
    put(putter, "    \"criteria\": ", criteria_value(putter, 0), ",\n");
    if (policy->has_near) {
        put(putter, "    \"near\": ", near_value(putter), ",\n");
    }
    if (policy->late_months > 0) {
        put(putter, "    \"late\": ", json_pack("{s:i}", "months", (int)policy->late_months),
            ",\n");
    }
    if (policy->guarantee_required) {
        put(putter, "    \"guarantee\": ", json_string("required"), ",\n");
    }
    if (policy->has_families) {
        put(putter, "    \"families\": ", families_value(policy), ",\n");
    }
    put(putter, "    \"fallback\": ", fallback_value(putter), "");
    if (policy->n_objectives > 0) {
        put(putter, ",\n    \"objective\": ", objectives_value(putter), "");
    }
    if (policy->n_wish_costs > 0) {
        json_t *costs = json_array();
        for (uint32_t i = 0; i < policy->n_wish_costs; i++) {
            append(putter, costs, json_integer(policy->wish_cost[i]));
        }
        put(putter, ",\n    \"wish_cost\": ", costs, "");
    }
    out_text(putter->out, "\n  },\n");
}

static json_t *month_value(uint32_t month) {
    char text[MONTH_TEXT_SIZE];
    month_text(month, text);
    return json_string(text);
}

static json_t *seats_value(uint32_t seats) {
    return seats == SEATS_UNLIMITED ? json_null() : json_integer(seats);
}

static void append_step(struct putter *putter, json_t *steps, uint32_t from, uint32_t seats) {
    append(putter, steps,
           json_pack("{s:o,s:I}", "from", month_value(from), "seats", (json_int_t)seats));
}

/* The seats of a school or a pool whose last step is this node (NONE: it is none): a number, or
 * steps, where limits of its name say what holds before. NULL: it has none. */
static json_t *pool_seats_value(struct putter *putter, const char *name, uint32_t node) {
    const struct instance *instance = putter->instance;
    uint32_t last = node == NONE ? SEATS_UNLIMITED : instance->node_seats[node];
    uint32_t from = instance->first_month;
    json_t *steps = json_array();
    putter->failed |= steps == NULL;
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        if (strcmp(strings_get(&instance->crossing_name, c), name) != 0) {
            continue;
        }
        if (instance->crossing_before[c] == NONE) {
            last = instance->crossing_seats[c];
            continue;
        }
        append_step(putter, steps, from, instance->crossing_seats[c]);
        from = instance->crossing_before[c];
    }
    if (json_array_size(steps) == 0) {
        json_decref(steps);
        return seats_value(last);
    }
    append_step(putter, steps, from, last);
    return steps;
}

static json_t *school_value(struct putter *putter, uint32_t s) {
    const struct instance *instance = putter->instance;
    const char *id = strings_get(&instance->school_id, s);
    json_t *value = json_pack("{s:s}", "id", id);
    if (instance->school_side != NULL) {
        set(putter, value, instance->policy.within,
            name_value(&instance->side_name, instance->school_side[s]));
    }
    json_t *seats = pool_seats_value(putter, id, instance->school_node[s]);
    if (json_is_null(seats)) {
        json_decref(seats);
    } else {
        set(putter, value, "seats", seats);
    }
    return value;
}

/* An offer's own seats: a number, or its steps. */
static json_t *offer_seats_value(struct putter *putter, uint32_t offer) {
    const struct instance *instance = putter->instance;
    uint32_t first = instance->slot_start[offer], n = instance->slot_start[offer + 1] - first;
    uint32_t node = instance->slot[first];
    if (instance->slot_from[node] == 0) {
        return seats_value(instance->node_seats[node]);
    }
    json_t *steps = json_array();
    for (uint32_t j = 0; j < n; j++) {
        node = j == 0 ? node : instance->node_parent[node];
        append_step(putter, steps, instance->slot_from[instance->slot[first + j]],
                    instance->node_seats[node]);
    }
    return steps;
}

/* The rules that few offers have. */
static void set_rules(struct putter *putter, json_t *value, uint32_t i) {
    const struct instance *instance = putter->instance;
    if (instance_counts_current(instance, i)) {
        set(putter, value, "counts_current", json_true());
    }
    if (instance->offer_needs_decision != NULL && instance->offer_needs_decision[i] != 0) {
        set(putter, value, "eligible", json_true());
    }
    if (instance->offer_opens_with != NULL && instance->offer_opens_with[i] > 0) {
        set(putter, value, "opens_with", json_integer(instance->offer_opens_with[i]));
    }
    if (instance->offer_follows_school != NULL && instance->offer_follows_school[i] != NONE) {
        set(putter, value, "follows",
            name_value(&instance->school_id, instance->offer_follows_school[i]));
    } else if (instance->offer_follows_offer != NULL && instance->offer_follows_offer[i] != NONE) {
        set(putter, value, "follows",
            name_value(&instance->offer_id, instance->offer_follows_offer[i]));
    }
    if (instance->offer_moves_to != NULL && instance->offer_moves_to[i] != NONE) {
        char born[DATE_TEXT_SIZE];
        date_text(instance->offer_moves_born[i], born);
        set(putter, value, "moves",
            json_pack("{s:o,s:o,s:s}", "to",
                      name_value(&instance->offer_id, instance->offer_moves_to[i]), "from",
                      month_value(instance->offer_moves_month[i]), "born_before", born));
    }
}

static json_t *offer_value(struct putter *putter, uint32_t i) {
    const struct instance *instance = putter->instance;
    json_t *value = json_pack("{s:o,s:o}", "id", name_value(&instance->offer_id, i), "school",
                              name_value(&instance->school_id, instance->offer_school[i]));
    if (instance->offer_group[i] != NONE) {
        set(putter, value, "group", name_value(&instance->group_name, instance->offer_group[i]));
    }
    json_t *seats = offer_seats_value(putter, i);
    if (json_is_null(seats)) {
        json_decref(seats);
    } else {
        set(putter, value, "seats", seats);
    }
    if (instance->offer_criteria[i] != 0) {
        set(putter, value, "criteria", criteria_value(putter, instance->offer_criteria[i]));
    }
    set_rules(putter, value, i);
    return value;
}

static bool is_school(const struct instance *instance, const char *name) {
    bool school = false;
    for (uint32_t s = 0; s < instance->n_schools && !school; s++) {
        school = strcmp(strings_get(&instance->school_id, s), name) == 0;
    }
    return school;
}

/* A pool with its children: offers, schools, pools. */
static json_t *pool_value(struct putter *putter, uint32_t pool) {
    const struct instance *instance = putter->instance;
    const char *name = strings_get(&instance->node_name, pool);
    json_t *members = json_array();
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        if (instance->node_parent[v] == pool) {
            append(putter, members, name_value(&instance->node_name, v));
        }
    }
    return json_pack("{s:s,s:o,s:o}", "id", name, "seats", pool_seats_value(putter, name, pool),
                     "members", members);
}

/* A pool that crosses others, from one of its limits, with its offers. */
static json_t *loose_value(struct putter *putter, uint32_t limit) {
    const struct instance *instance = putter->instance;
    const char *name = strings_get(&instance->crossing_name, limit);
    json_t *members = json_array();
    for (uint32_t k = instance->crossing_start[limit]; k < instance->crossing_start[limit + 1];
         k++) {
        append(putter, members, name_value(&instance->offer_id, instance->crossing_offer[k]));
    }
    return json_pack("{s:s,s:o,s:o}", "id", name, "seats", pool_seats_value(putter, name, NONE),
                     "members", members);
}

/* Is the limit the last one of a pool that is no node? */
static bool is_loose(const struct instance *instance, uint32_t limit) {
    return instance->crossing_before[limit] == NONE &&
           !is_school(instance, strings_get(&instance->crossing_name, limit));
}

static void put_pools(struct putter *putter) {
    const struct instance *instance = putter->instance;
    const char *before = "  \"pools\": [\n    ", *again = ",\n    ";
    bool any = false;
    for (uint32_t v = 2 * instance->n_slots - instance->n_offers;
         v < instance->n_nodes && !putter->failed; v++) {
        if (!is_school(instance, strings_get(&instance->node_name, v))) {
            put(putter, any ? again : before, pool_value(putter, v), "");
            any = true;
        }
    }
    for (uint32_t c = 0; c < instance->n_crossing && !putter->failed; c++) {
        if (is_loose(instance, c)) {
            put(putter, any ? again : before, loose_value(putter, c), "");
            any = true;
        }
    }
    out_text(putter->out, any ? "\n  ],\n" : "");
}

static void put_places(struct putter *putter) {
    const struct instance *instance = putter->instance;
    out_text(putter->out, "  \"schools\": [");
    for (uint32_t s = 0; s < instance->n_schools && !putter->failed; s++) {
        put(putter, s == 0 ? "\n    " : ",\n    ", school_value(putter, s), "");
    }
    out_text(putter->out, "\n  ],\n  \"offers\": [");
    for (uint32_t i = 0; i < instance->n_offers && !putter->failed; i++) {
        put(putter, i == 0 ? "\n    " : ",\n    ", offer_value(putter, i), "");
    }
    out_text(putter->out, "\n  ],\n");
    put_pools(putter);
}

enum err anonymised_instance_put(const struct instance *instance, struct out *out,
                                 struct error *error) {
    struct putter putter = {instance, out, false};
    out_text(out, "{\n  \"format\": \"placera-instance/1\",\n");
    put(&putter, "  \"name\": ", json_string(instance->name), ",\n");
    put(&putter, "  \"lottery\": ",
        json_pack("{s:s,s:s}", "seed", instance->policy.lottery_seed, "draw",
                  instance->policy.lottery_per_offer ? "per-offer" : "single"),
        ",\n");
    put_policy(&putter);
    put_places(&putter);
    out_text(out, "  \"tables\": {\"applicants\": \"applicants.csv\", \"wishes\": \"wishes.csv\"");
    out_text(out, instance->distance_start != NULL ? ", \"distances\": \"distances.csv\"" : "");
    out_text(out, "}\n}\n");
    return putter.failed ? error_no_memory(error) : OK;
}

enum err anonymised_note_put(const struct anonymise_options *options, struct out *out,
                             struct error *error) {
    struct putter putter = {NULL, out, false};
    json_t *note =
        json_pack("{s:s,s:i,s:s}", "format", "placera-anonymised/1", "round_metres",
                  (int)options->round_m, "rows", options->keep_order ? "kept" : "shuffled");
    put(&putter, "", note, "\n");
    return putter.failed ? error_no_memory(error) : OK;
}
