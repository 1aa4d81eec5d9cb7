// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/standing_out_json.h"

#include <jansson.h>

static json_t *classes_json(const struct classes *classes) {
    return json_pack("{s:I,s:I,s:I,s:I}", "classes", (json_int_t)classes->n, "alone",
                     (json_int_t)classes->n_alone, "few", (json_int_t)classes->n_few, "smallest",
                     (json_int_t)classes->smallest);
}

static json_t *facts_json(const struct standing_out *standing_out, bool *failed) {
    json_t *facts = json_array();
    for (uint32_t i = 0; i < standing_out->n_facts; i++) {
        const struct fact *fact = &standing_out->fact[i];
        json_t *item = json_pack("{s:s,s:o,s:o}", "known", fact->name, "by_itself",
                                 classes_json(&fact->by_itself), "with_all_above",
                                 classes_json(&fact->with_all));
        *failed |= json_array_append_new(facts, item) != 0;
    }
    return facts;
}

static json_t *roundings_json(const struct standing_out *standing_out, uint32_t round_m,
                              bool *failed) {
    json_t *roundings = json_array();
    for (uint32_t i = 0; standing_out->has_metres && i < ROUNDINGS; i++) {
        if (standing_out->rounded_to_m[i] <= round_m) {
            continue;
        }
        json_t *item =
            json_pack("{s:I,s:o,s:o}", "metres", (json_int_t)standing_out->rounded_to_m[i],
                      "by_itself", classes_json(&standing_out->rounded[i]), "with_all",
                      classes_json(&standing_out->rounded_with_all[i]));
        *failed |= json_array_append_new(roundings, item) != 0;
    }
    return roundings;
}

bool standing_out_json(const struct anonymised *anonymised, const struct anonymise_options *options,
                       const struct standing_out *standing_out, uint32_t n_moved, FILE *stream) {
    bool failed = false;
    json_t *facts = facts_json(standing_out, &failed);
    json_t *roundings = roundings_json(standing_out, options->round_m, &failed);
    json_t *root = json_pack(
        "{s:I,s:i,s:o,s:s,s:b,s:I,s:I,s:I,s:I,s:I,s:i,s:o,s:o}", "applicants",
        (json_int_t)standing_out->n_applicants, "round_metres", (int)options->round_m, "moved",
        n_moved == NONE ? json_null() : json_integer(n_moved), "rows",
        options->keep_order ? "kept" : "shuffled", "order_decides",
        (int)anonymise_order_decides(&anonymised->instance), "lottery_order_kept",
        (json_int_t)anonymised->n_lottery_bound, "lottery_order_most",
        (json_int_t)anonymised->n_lottery_largest, "without_metres",
        (json_int_t)anonymised->n_without_metres, "protected", (json_int_t)anonymised->n_protected,
        "protected_without_metres", (json_int_t)anonymised->n_protected_without_metres,
        "few_means_below", FEW, "facts", facts, "if_rounded", roundings);
    failed |= root == NULL || json_dumpf(root, stream, JSON_INDENT(1)) != 0;
    fputc('\n', stream);
    json_decref(root);
    return !failed;
}
