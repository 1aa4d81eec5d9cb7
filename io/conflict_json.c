// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/conflict_json.h"

#include "io/json.h"

/* NULL items are what jansson gives without memory; json_pack fails on them. */
static json_t *month_json(uint32_t month) {
    return month == 0 || month == NONE ? json_null()
                                       : json_sprintf("%04u-%02u", month / 12, month % 12 + 1);
}

static json_t *unit_json(const struct instance *instance, const struct conflict_unit *unit) {
    static const char *const kinds[] = {"offer", "school", "pool", "opens_with", "family"};
    bool is_offer = unit->kind == CONFLICT_OFFER || unit->kind == CONFLICT_OPENS;
    uint32_t school = is_offer                        ? instance->offer_school[unit->index]
                      : unit->kind == CONFLICT_SCHOOL ? unit->index
                                                      : NONE;
    return json_pack(
        "{s:s,s:s,s:s?,s:I,s:I,s:o,s:o,s:o}", "kind", kinds[unit->kind], "id", unit->name, "school",
        school == NONE ? NULL : strings_get(&instance->school_id, school), "seats",
        (json_int_t)unit->seats, "locked", (json_int_t)unit->locked, "from", month_json(unit->from),
        "before", month_json(unit->before), "in", month_json(unit->in));
}

static json_t *units_json(const struct instance *instance, const struct conflict_unit *unit,
                          uint32_t n, bool *failed) {
    json_t *units = json_array();
    for (uint32_t i = 0; i < n; i++) {
        json_push(units, unit_json(instance, &unit[i]), failed);
    }
    return units;
}

static json_t *child_json(const struct instance *instance, const struct conflict *conflict,
                          uint32_t i, bool *failed) {
    uint32_t a = conflict->child[i];
    bool is_protected =
        instance->applicant_protected != NULL && instance->applicant_protected[a] != 0;
    json_t *options = json_array();
    for (uint32_t k = conflict->option_start[i]; k < conflict->option_start[i + 1]; k++) {
        json_t *option = json_pack("{s:s,s:o}", "offer",
                                   strings_get(&instance->offer_id, conflict->option_offer[k]),
                                   "start", month_json(conflict->option_month[k]));
        json_push(options, option, failed);
    }
    return json_pack("{s:s,s:b,s:o,s:o}", "applicant", strings_get(&instance->applicant_id, a),
                     "protected", (int)is_protected, "due", month_json(conflict->due[i]), "options",
                     options);
}

static json_t *children_json(const struct instance *instance, const struct conflict *conflict,
                             bool *failed) {
    json_t *children = json_array();
    for (uint32_t i = 0; i < conflict->n_children; i++) {
        json_push(children, child_json(instance, conflict, i, failed), failed);
    }
    return children;
}

static json_t *also_json(const struct instance *instance, const struct conflict *conflict,
                         bool *failed) {
    json_t *also = json_array();
    for (uint32_t i = 0; i < conflict->n_also; i++) {
        json_t *id = json_string(strings_get(&instance->applicant_id, conflict->also[i]));
        json_push(also, id, failed);
    }
    return also;
}

static json_t *remedies_json(const struct instance *instance, const struct conflict *conflict,
                             bool *failed) {
    json_t *remedies = json_array();
    for (uint32_t r = 0; r < conflict->n_remedies; r++) {
        uint32_t first = conflict->remedy_start[r];
        json_t *units = units_json(instance, conflict->remedy + first,
                                   conflict->remedy_start[r + 1] - first, failed);
        json_push(remedies, units, failed);
    }
    return remedies;
}

bool conflict_json(const struct instance *instance, const struct conflict *conflict, FILE *stream) {
    static const char *const kinds[] = {"none", "seats", "rules"};
    static const char *const sizes[] = {"smallest", "irreducible", "some"};
    bool failed = false;
    json_t *children = children_json(instance, conflict, &failed);
    json_t *also = also_json(instance, conflict, &failed);
    json_t *units = units_json(instance, conflict->unit, conflict->n_units, &failed);
    json_t *remedies = remedies_json(instance, conflict, &failed);
    json_t *root = json_pack("{s:s,s:s,s:s,s:I,s:o,s:o,s:o,s:o}", "format", "placera-conflict/1",
                             "kind", kinds[conflict->kind], "size", sizes[conflict->size], "room",
                             (json_int_t)conflict->room, "children", children, "also", also,
                             "units", units, "one_seat_more", remedies);
    failed |= root == NULL || (!failed && json_dumpf(root, stream, JSON_INDENT(1)) != 0);
    if (!failed) {
        fputc('\n', stream);
    }
    json_decref(root);
    return !failed;
}
