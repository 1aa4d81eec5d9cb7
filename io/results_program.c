// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate of an integer program, read back: values and bounds by level, what proves them,
 * weights and prices, cuts, whether the search was stopped. Rows are read in
 * results_program_rows.c.
 */
#include "io/results_program.h"

#include <string.h>

bool member_want(const struct json_node *object, const char *key, struct json_node *member) {
    bool found = json_member(object, key, member);
    if (!found) {
        json_fault(object, "key '%s' is missing; the file is not as written", key);
    }
    return found;
}

/* Weights of this level, which divides, and of those before it. */
static enum err weights_read(const struct program_reader *reader, const struct json_node *array,
                             uint32_t l, struct program_prices *prices) {
    prices->weight = ARENA_ZERO(reader->arena, (size_t)l + 1, int64_t);
    if (prices->weight == NULL) {
        return error_no_memory(reader->error);
    }
    if (json_array_size(array->value) != (size_t)l + 1) {
        json_fault(array, "a weight of each level up to this one is expected");
        return OK;
    }
    for (uint32_t i = 0; i <= l; i++) {
        struct json_node element = json_element(array, i);
        json_want_whole(&element, i == l ? 1 : 0, INT64_MAX, &prices->weight[i]);
    }
    return OK;
}

static enum err prices_read(const struct program_reader *reader, const struct json_node *node,
                            uint32_t l) {
    static const char *const keys[] = {"bound", "weights", "prices", NULL};
    struct program_prices *prices = &reader->program->prices[l];
    struct json_node member;
    enum err err = OK;
    if (!json_want_object(node)) {
        return OK;
    }
    prices->any = true;
    json_only(node, keys);
    if (member_want(node, "bound", &member)) {
        json_want_whole(&member, INT64_MIN, INT64_MAX, &prices->bound);
    }
    if (member_want(node, "weights", &member) && json_want_array(&member)) {
        err = weights_read(reader, &member, l, prices);
    }
    if (err != OK || !member_want(node, "prices", &member) || !json_want_array(&member)) {
        return err;
    }
    return program_rows_read(reader, &member, "price", &prices->n, &prices->price);
}

/* What is said to prove the bound, and whether that goes together with what is there. */
static void proved_by_read(const struct json_node *level, bool known, bool prices,
                           uint8_t *proved_by) {
    static const char *const words[] = {"nothing", "prices", "tree"};
    struct json_node member;
    const char *text = "";
    if (!member_want(level, "proved_by", &member) || !json_want_text(&member, &text)) {
        return;
    }
    int i = 2;
    while (i > 0 && strcmp(text, words[i]) != 0) {
        i--;
    }
    *proved_by = (uint8_t)i;
    if (strcmp(text, words[i]) != 0 || (i == PROVED_BY_NOTHING) == known ||
        (i == PROVED_BY_PRICES && !prices)) {
        json_fault(&member,
                   "'%.60s': a bound is proved by prices, which stand under 'by_prices', or tree, "
                   "else by nothing",
                   text);
    }
}

static enum err level_read(const struct program_reader *reader, const struct json_node *level,
                           uint32_t l) {
    static const char *const keys[] = {"objective", "value",     "bound",
                                       "proved_by", "by_prices", NULL};
    struct program_read *program = reader->program;
    struct json_node member;
    const char *text = "";
    enum err err = OK;
    if (!json_want_object(level)) {
        return OK;
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
    if (known) {
        json_want_whole(&member, INT64_MIN, INT64_MAX, &program->bound[l]);
    }
    if (json_member(level, "by_prices", &member)) {
        err = prices_read(reader, &member, l);
    }
    proved_by_read(level, known, program->prices[l].any, &program->proved_by[l]);
    return err;
}

static enum err levels_read(struct program_reader *reader, const struct json_node *levels) {
    struct program_read *program = reader->program;
    uint32_t n = (uint32_t)json_array_size(levels->value);
    enum err err = OK;
    program->name = arena_zalloc(reader->arena, n, sizeof *program->name);
    program->value = ARENA_ZERO(reader->arena, n, int64_t);
    program->bound = ARENA_ZERO(reader->arena, n, int64_t);
    program->proved_by = ARENA_ZERO(reader->arena, n, uint8_t);
    program->prices = ARENA_ZERO(reader->arena, n, struct program_prices);
    if (program->name == NULL || program->value == NULL || program->bound == NULL ||
        program->proved_by == NULL || program->prices == NULL) {
        return error_no_memory(reader->error);
    }
    program->n_levels = n;
    for (uint32_t l = 0; l < n && err == OK; l++) {
        struct json_node level = json_element(levels, l);
        err = level_read(reader, &level, l);
    }
    return err;
}

static enum err cuts_read(struct program_reader *reader, const struct json_node *cuts) {
    struct program_read *program = reader->program;
    uint32_t n = (uint32_t)json_array_size(cuts->value);
    enum err err = OK;
    program->cut = ARENA_ZERO(reader->arena, n, struct program_cut_read);
    if (program->cut == NULL) {
        return error_no_memory(reader->error);
    }
    program->n_cuts = n;
    for (uint32_t i = 0; i < n && err == OK; i++) {
        struct json_node cut = json_element(cuts, i);
        if (json_want_array(&cut)) {
            err =
                program_rows_read(reader, &cut, "times", &program->cut[i].n, &program->cut[i].row);
        }
    }
    return err;
}

static void id_twice(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* the loader has refused such instances */
}

enum err results_read_program(struct results *results, const struct instance *instance,
                              const struct json_node *node, struct error *error) {
    static const char *const keys[] = {"levels", "cuts", "stopped", "gap", NULL};
    struct arena scratch = {0};
    struct program_reader reader = {.program = &results->program,
                                    .families_same_offer = instance->policy.families_same_offer,
                                    .arena = &results->arena,
                                    .error = error};
    struct json_node member;
    if (!json_want_object(node)) {
        return OK;
    }
    json_only(node, keys);
    if (member_want(node, "stopped", &member)) {
        json_want_bool(&member, &results->program.stopped);
    }
    if (member_want(node, "gap", &member)) {
        json_want_real(&member, &results->program.gap);
    }
    if (!member_want(node, "levels", &member) || !json_want_array(&member)) {
        return OK;
    }
    enum err err = ids_build(&reader.offers, &instance->offer_id, id_twice, NULL, &scratch, error);
    if (err == OK) {
        err = ids_build(&reader.schools, &instance->school_id, id_twice, NULL, &scratch, error);
    }
    if (err == OK) {
        err =
            ids_build(&reader.applicants, &instance->applicant_id, id_twice, NULL, &scratch, error);
    }
    if (err == OK) {
        err = levels_read(&reader, &member);
    }
    if (err == OK && json_member(node, "cuts", &member) && json_want_array(&member)) {
        err = cuts_read(&reader, &member);
    }
    arena_free(&scratch);
    return err;
}
