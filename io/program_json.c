// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/program_json.h"

#include "io/month_text.h"

/* The keys that name a row of seats. */
static void name_row(json_t *item, const struct program *program, const struct program_row *row,
                     bool *failed) {
    const struct instance *instance = program->instance;
    const struct limits *limits = &program->limits;
    char text[MONTH_TEXT_SIZE];
    if (row->kind == ROW_NODE) {
        node_name_json(item, instance, program_instance_node(program, row->subject), failed);
        return;
    }
    if (row->kind == ROW_OPENS || row->kind == ROW_CLOSED) {
        uint32_t offer = program->subject[row->subject - program->n_options];
        json_put(item, row->kind == ROW_OPENS ? "opens" : "closed",
                 json_string(strings_get(&instance->offer_id, offer)), failed);
        return;
    }
    uint32_t subject = limits->subject[row->subject], month = limits->month[row->subject];
    if (subject < instance->n_nodes) {
        node_name_json(item, instance, subject, failed);
    } else {
        uint32_t crossing = subject - instance->n_nodes;
        json_put(item, "limit", json_string(strings_get(&instance->crossing_name, crossing)),
                 failed);
    }
    if (month != NONE) {
        month_text(month, text);
        json_put(item, "month", json_string(text), failed);
    }
}

static json_t *prices(const struct program *program, const int64_t *price, bool *failed) {
    json_t *array = json_array();
    for (uint32_t r = 0; r < program->n_rows; r++) {
        if (price[r] != 0 && program_row_is_priced(&program->row[r])) {
            json_t *item = json_object();
            name_row(item, program, &program->row[r], failed);
            json_put(item, "price", json_integer(price[r]), failed);
            json_push(array, item, failed);
        }
    }
    return array;
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
        if (known && level->by_prices) {
            json_t *weights = json_array();
            for (uint32_t j = 0; j <= l; j++) {
                json_push(weights, json_integer(level->weight[j]), failed);
            }
            json_put(item, "weights", weights, failed);
            json_put(item, "prices", prices(proof->program, level->price, failed), failed);
        }
        json_push(array, item, failed);
    }
    json_put(root, "levels", array, failed);
    json_put(root, "stopped", json_boolean(proof->stopped), failed);
    json_put(root, "gap", json_real(proof->gap), failed);
    return root;
}
