// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate of an integer program, read back: values and bounds by level, what proves them,
 * weights and prices, whether the search was stopped. What a price is for must be there by its id;
 * whether it has seats in the month, and what the prices prove, is for a checker.
 */
#include "io/results_json.h"

#include "io/ids.h"
#include "io/month_text.h"

#include <string.h>

const char *const priced_name[N_PRICED] = {
    [PRICED_OFFER] = "offer", [PRICED_SCHOOL] = "school", [PRICED_POOL] = "pool",
    [PRICED_OPENS] = "opens", [PRICED_CLOSED] = "closed",
};

struct reader {
    struct program_read *program;
    struct ids offers, schools;
    struct arena *arena; /* of what is read */
    struct error *error;
};

bool member_want(const struct json_node *object, const char *key, struct json_node *member) {
    bool found = json_member(object, key, member);
    if (!found) {
        json_fault(object, "key '%s' is missing; the file is not as written", key);
    }
    return found;
}

static const char *keep_text(const struct reader *reader, const char *text) {
    size_t n = strlen(text) + 1;
    char *kept = ARENA_NEW(reader->arena, n, char);
    return kept == NULL ? NULL : memcpy(kept, text, n);
}

/* The one key that says what a price is for. False: a fault was told. */
static bool priced_want(const struct json_node *element, enum priced *of,
                        struct json_node *member) {
    struct json_node found;
    uint32_t n = 0;
    for (int i = 0; i < N_PRICED; i++) {
        if (json_member(element, priced_name[i], &found)) {
            *of = (enum priced)i;
            *member = found;
            n++;
        }
    }
    if (n != 1) {
        json_fault(element, "a price names one offer, school or pool, or what opens or is closed");
    }
    return n == 1;
}

/* Whose seats, and in which month. */
static enum err row_read(const struct reader *reader, const struct json_node *element,
                         struct program_price *price) {
    struct json_node member, month;
    const char *id = "", *text = "";
    if (!priced_want(element, &price->of, &member) || !json_want_text(&member, &id)) {
        return OK;
    }
    price->id = keep_text(reader, id);
    if (price->id == NULL) {
        return error_no_memory(reader->error);
    }
    const struct ids *ids = price->of == PRICED_SCHOOL ? &reader->schools : &reader->offers;
    price->index = price->of == PRICED_POOL ? NONE : ids_find(ids, id, strlen(id));
    if (price->of != PRICED_POOL && price->index == NONE) {
        json_fault(&member, "'%.60s' is no %s of the instance", id,
                   price->of == PRICED_SCHOOL ? "school" : "offer");
    }
    price->month = NONE;
    if (!json_member(element, "month", &month)) {
        return OK;
    }
    if (price->of == PRICED_OPENS || price->of == PRICED_CLOSED) {
        json_fault(&month, "what opens or is closed has no month");
    } else if (json_want_text(&month, &text) && !month_parse(text, strlen(text), &price->month)) {
        json_fault(&month, "'%.60s' is no month; YYYY-MM is expected, such as 2027-03", text);
    }
    return OK;
}

static enum err price_read(const struct reader *reader, const struct json_node *element,
                           struct program_price *price) {
    static const char *const keys[] = {"offer",  "school", "pool",  "opens",
                                       "closed", "month",  "price", NULL};
    struct json_node member;
    if (!json_want_object(element)) {
        return OK;
    }
    json_only(element, keys);
    if (member_want(element, "price", &member)) {
        json_want_whole(&member, 1, INT64_MAX, &price->price);
    }
    return row_read(reader, element, price);
}

/* Weights of this level, which divides, and of those before it. */
static enum err weights_read(const struct reader *reader, const struct json_node *array, uint32_t l,
                             struct program_prices *prices) {
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

static enum err prices_read(const struct reader *reader, const struct json_node *node, uint32_t l) {
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
    uint32_t n = (uint32_t)json_array_size(member.value);
    prices->price = ARENA_ZERO(reader->arena, n, struct program_price);
    if (prices->price == NULL) {
        return error_no_memory(reader->error);
    }
    prices->n = n;
    for (uint32_t i = 0; i < n && err == OK; i++) {
        struct json_node element = json_element(&member, i);
        err = price_read(reader, &element, &prices->price[i]);
    }
    return err;
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

static enum err level_read(const struct reader *reader, const struct json_node *level, uint32_t l) {
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

static enum err levels_read(struct reader *reader, const struct json_node *levels) {
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

static void id_twice(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* the loader has refused such instances */
}

enum err results_read_program(struct results *results, const struct instance *instance,
                              const struct json_node *node, struct error *error) {
    static const char *const keys[] = {"levels", "stopped", "gap", NULL};
    struct arena scratch = {0};
    struct reader reader = {.program = &results->program, .arena = &results->arena, .error = error};
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
        err = levels_read(&reader, &member);
    }
    arena_free(&scratch);
    return err;
}
