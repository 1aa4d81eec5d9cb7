// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A price, or a cut, names a row by what it is: the seats of an offer, a school or a pool in a
 * month, a row of an offer with a least number, of an applicant, of a family. So whoever reads it
 * can make the row again from the instance alone (docs/format.md), and no order of rows counts.
 */
#include "io/program_json.h"

#include "io/month_text.h"
#include "solver/months.h"

#include <string.h>

/* Is it a school that has the limit's name? Pools are called like no school. */
static bool is_school(const struct instance *instance, const char *name) {
    bool any = false;
    for (uint32_t s = 0; s < instance->n_schools && !any; s++) {
        any = strcmp(strings_get(&instance->school_id, s), name) == 0;
    }
    return any;
}

static void name_limit(json_t *item, const struct instance *instance, const char *name,
                       bool *failed) {
    json_put(item, is_school(instance, name) ? "school" : "pool", json_string(name), failed);
}

/* Whose seats; *month: the last month of its step, where it is an earlier one of an offer. */
static void name_node(json_t *item, const struct instance *instance, uint32_t node, uint32_t *month,
                      bool *failed) {
    uint32_t offer = node, step = 0, end;
    bool plain = node < instance->n_offers && !instance_has_months(instance);
    if (!plain && !instance_step_of(instance, node, &offer, &step)) {
        name_limit(item, instance, strings_get(&instance->node_name, node), failed);
        return;
    }
    json_put(item, "offer", json_string(strings_get(&instance->offer_id, offer)), failed);
    if (instance_step_end(instance, offer, step, &end)) {
        *month = end - 1;
    }
}

/* The keys that name a row of seats. */
static void name_seats(json_t *item, const struct program *program, const struct program_row *row,
                       bool *failed) {
    const struct instance *instance = program->instance;
    const struct limits *limits = &program->limits;
    char text[MONTH_TEXT_SIZE];
    uint32_t month = NONE, node = NONE;
    if (row->kind == ROW_NODE) {
        node = program_instance_node(program, row->subject);
    } else {
        node = limits->subject[row->subject];
    }
    if (node < instance->n_nodes) {
        name_node(item, instance, node, &month, failed);
    } else {
        name_limit(item, instance, strings_get(&instance->crossing_name, node - instance->n_nodes),
                   failed);
    }
    month = row->kind == ROW_LIMIT ? limits->month[row->subject] : month;
    if (month != NONE) {
        month_text(month, text);
        json_put(item, "month", json_string(text), failed);
    }
}

/* The keys that name a row. */
static void name_row(json_t *item, const struct program *program, const struct program_row *row,
                     bool *failed) {
    static const char *const key[] = {
        [ROW_APPLICANT] = "applicant", [ROW_TOGETHER] = "together", [ROW_NEWLY] = "newly",
        [ROW_FOLLOWS] = "follows",     [ROW_OPENS] = "opens",       [ROW_OPEN] = "open",
        [ROW_CLOSED] = "closed",
    };
    const struct instance *instance = program->instance;
    const char *id = "", *at = NULL;
    bool same_offer = instance->policy.families_same_offer;
    switch (row->kind) {
    case ROW_NODE:
    case ROW_LIMIT:
        name_seats(item, program, row, failed);
        return;
    case ROW_APPLICANT:
        id = strings_get(&instance->applicant_id, row->subject);
        break;
    case ROW_TOGETHER:
    case ROW_NEWLY:
        id = strings_get(&instance->applicant_id, row->member);
        at = strings_get(same_offer ? &instance->offer_id : &instance->school_id,
                         program->place[row->subject - program->n_options]);
        break;
    case ROW_FOLLOWS:
        id = strings_get(&instance->applicant_id, row->member);
        at = strings_get(&instance->offer_id, row->subject);
        break;
    case ROW_OPENS:
    case ROW_OPEN:
    case ROW_CLOSED:
        id = strings_get(&instance->offer_id, program->subject[row->subject - program->n_options]);
    }
    json_put(item, key[row->kind], json_string(id), failed);
    if (at != NULL) {
        json_put(item, "at", json_string(at), failed);
    }
}

/* Where an offer is open already, that it is so needs no price. */
static json_t *prices(const struct program_proof *proof, const struct program_level *level,
                      bool *failed) {
    const struct program *program = proof->program;
    const int64_t *price = level->price;
    json_t *array = json_array();
    for (uint32_t r = 0; r < program->n_rows; r++) {
        const struct program_row *row = &program->row[r];
        if (price[r] != 0 && program_row_is_priced(row) && row->kind != ROW_OPEN) {
            json_t *item = json_object();
            name_row(item, program, row, failed);
            json_put(item, "price", json_integer(price[r]), failed);
            json_push(array, item, failed);
        }
    }
    for (uint32_t i = 0; i < proof->n_cuts; i++) {
        if (level->cut_price[i] != 0) {
            json_t *item = json_object();
            json_put(item, "cut", json_integer(i), failed);
            json_put(item, "price", json_integer(level->cut_price[i]), failed);
            json_push(array, item, failed);
        }
    }
    return array;
}

/* A cut is the rows that it is the sum of. */
static json_t *cut_json(const struct program_proof *proof, const struct program_cut *cut,
                        bool *failed) {
    json_t *array = json_array();
    for (uint32_t i = 0; i < cut->n; i++) {
        const struct program_cut_row *row = &cut->row[i];
        json_t *item = json_object();
        if (row->on == CUT_ON_ROW) {
            name_row(item, proof->program, &proof->program->row[row->index], failed);
        } else {
            json_put(item, row->on == CUT_ON_CUT ? "cut" : "level", json_integer(row->index),
                     failed);
        }
        json_put(item, "times", json_integer(row->times), failed);
        json_push(array, item, failed);
    }
    return array;
}

/* What prices prove of a level, with the weights of all levels up to it. */
static json_t *by_prices(const struct program_proof *proof, uint32_t l, bool *failed) {
    const struct program_level *level = &proof->level[l];
    json_t *item = json_object(), *weights = json_array();
    for (uint32_t j = 0; j <= l; j++) {
        json_push(weights, json_integer(level->weight[j]), failed);
    }
    json_put(item, "bound", json_integer(level->price_bound), failed);
    json_put(item, "weights", weights, failed);
    json_put(item, "prices", prices(proof, level, failed), failed);
    return item;
}

static json_t *level_json(const struct program_proof *proof, uint32_t l, bool *failed) {
    const struct program_level *level = &proof->level[l];
    json_t *item = json_object();
    bool known = level->bound != BOUND_UNKNOWN;
    json_put(item, "objective", json_string(proof->program->model->level[l].name), failed);
    json_put(item, "value", json_integer(level->value), failed);
    json_put(item, "bound", known ? json_integer(level->bound) : json_null(), failed);
    return item;
}

json_t *program_values_json(const struct program_proof *proof, bool *failed) {
    json_t *array = json_array();
    for (uint32_t l = 0; l < proof->n_levels; l++) {
        json_push(array, level_json(proof, l, failed), failed);
    }
    return array;
}

json_t *program_json(const struct program_proof *proof, bool *failed) {
    json_t *root = json_object(), *array = json_array();
    for (uint32_t l = 0; l < proof->n_levels; l++) {
        const struct program_level *level = &proof->level[l];
        json_t *item = level_json(proof, l, failed);
        bool known = level->bound != BOUND_UNKNOWN;
        json_put(item, "proved_by",
                 json_string(!known             ? "nothing"
                             : level->by_prices ? "prices"
                                                : "tree"),
                 failed);
        if (level->price_bound != BOUND_UNKNOWN) {
            json_put(item, "by_prices", by_prices(proof, l, failed), failed);
        }
        json_push(array, item, failed);
    }
    json_put(root, "levels", array, failed);
    if (proof->n_cuts > 0) {
        json_t *cuts = json_array();
        for (uint32_t i = 0; i < proof->n_cuts; i++) {
            json_push(cuts, cut_json(proof, &proof->cut[i], failed), failed);
        }
        json_put(root, "cuts", cuts, failed);
    }
    json_put(root, "stopped", json_boolean(proof->stopped), failed);
    json_put(root, "gap", json_real(proof->gap), failed);
    return root;
}
