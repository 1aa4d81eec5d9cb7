// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * certificate.json into prices and cutoffs by node, strictly: unknown keys, nodes the instance does
 * not have, prices of nought or out of order are faults. run.json into its leaves: every value with
 * its way from the root, so that a checker can compare one by one and leave none unlooked at.
 */
#include "io/results_json.h"

#include "io/ids.h"
#include "io/json.h"
#include "io/month_text.h"
#include "solver/months.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_MAX_BYTES = 512 };

struct certificate {
    struct results *results;
    const struct instance *instance;
    struct strings pool_name; /* the names of the nodes that are no offers */
    struct ids applicants, offers, schools, pools;
    struct error *error;
};

static char *text_keep(struct arena *arena, const char *text) {
    size_t length = strlen(text) + 1;
    char *kept = ARENA_NEW(arena, length, char);
    if (kept != NULL) {
        memcpy(kept, text, length);
    }
    return kept;
}

static bool is_school_pool(const struct certificate *certificate, uint32_t node, const char *name) {
    uint32_t school = ids_find(&certificate->schools, name, strlen(name));
    return school != NONE && certificate->instance->school_node[school] == node;
}

/* A pool by name. Pools of schools stand in the same column: where one has the name, look on. */
static uint32_t pool_find(const struct certificate *certificate, const char *name) {
    const struct instance *instance = certificate->instance;
    uint32_t found = ids_find(&certificate->pools, name, strlen(name));
    uint32_t node = found == NONE ? instance->n_nodes : instance->n_offers + found;
    while (node < instance->n_nodes &&
           (is_school_pool(certificate, node, name) ||
            strcmp(strings_get(&instance->node_name, node), name) != 0)) {
        node++;
    }
    return node < instance->n_nodes ? node : NONE;
}

/* The node of an offer, up to the step that ends before a month where one is named; NONE: no step
 * does. */
static uint32_t step_want(const struct certificate *certificate, const struct json_node *object,
                          uint32_t offer) {
    const struct instance *instance = certificate->instance;
    struct json_node member;
    const char *text;
    uint32_t month, end;
    if (!json_member(object, "before", &member)) {
        return instance->offer_node[offer];
    }
    if (!json_want_text(&member, &text) || !month_parse(text, strlen(text), &month)) {
        return NONE;
    }
    for (uint32_t step = 0; instance_step_end(instance, offer, step, &end); step++) {
        if (end == month) {
            return instance_step_node(instance, offer, step);
        }
    }
    return NONE;
}

/* The node that {"offer" | "school" | "pool": ID, ...} names; NONE and a fault when there is none.
 */
static uint32_t node_want(const struct certificate *certificate, const struct json_node *object) {
    static const char *const kinds[] = {"offer", "school", "pool"};
    struct json_node member;
    int kind = 0;
    while (kind < 3 && !json_member(object, kinds[kind], &member)) {
        kind++;
    }
    const char *id = NULL;
    if (kind == 3) {
        json_fault(object, "one of the keys offer, school, pool is missing");
        return NONE;
    }
    if (!json_want_text(&member, &id)) {
        return NONE;
    }
    uint32_t node = NONE;
    if (kind == 0) {
        uint32_t offer = ids_find(&certificate->offers, id, strlen(id));
        node = offer == NONE ? NONE : step_want(certificate, object, offer);
    } else if (kind == 1) {
        uint32_t school = ids_find(&certificate->schools, id, strlen(id));
        node = school == NONE ? NONE : certificate->instance->school_node[school];
    } else {
        node = pool_find(certificate, id);
    }
    if (node == NONE) {
        json_fault(&member, "the instance has no seats of %s '%.60s'", kinds[kind], id);
    }
    return node;
}

/* One of a level's prices. */
static void price_read(const struct certificate *certificate, const struct json_node *element,
                       int64_t *price, uint32_t *before) {
    static const char *const keys[] = {"offer", "before", "school", "pool", "price", NULL};
    struct json_node member;
    int64_t value = 0;
    if (!json_want_object(element)) {
        return;
    }
    json_only(element, keys);
    uint32_t node = node_want(certificate, element);
    if (node == NONE || !member_want(element, "price", &member) ||
        !json_want_whole(&member, -RESULTS_PRICE_MAX, RESULTS_PRICE_MAX, &value)) {
        return;
    }
    struct json_node step;
    size_t n_keys = json_member(element, "before", &step) ? 3 : 2;
    if (json_object_size(element->value) != n_keys) {
        json_fault(element, "a price names one offer, school or pool");
    } else if (value == 0) {
        json_fault(&member, "a price of 0 is not written; the file is not as written");
    } else if (*before != NONE && node <= *before) {
        json_fault(element, "prices come in the order of offers and pools, each once");
    }
    *before = node;
    price[node] = value;
}

static enum err level_read(const struct certificate *certificate, const struct json_node *element,
                           struct assignment_proof *proof, uint32_t level) {
    static const char *const keys[] = {"objective", "value", "prices", NULL};
    struct json_node member;
    struct arena *arena = &certificate->results->arena;
    proof->price[level] = ARENA_ZERO(arena, certificate->instance->n_nodes, int64_t);
    if (proof->price[level] == NULL) {
        return error_no_memory(certificate->error);
    }
    if (!json_want_object(element)) {
        return OK;
    }
    json_only(element, keys);
    const char *name;
    if (member_want(element, "objective", &member) && json_want_text(&member, &name)) {
        snprintf(proof->name[level], sizeof proof->name[level], "%s", name);
        if (strlen(name) >= sizeof proof->name[level]) {
            json_fault(&member, "no objective has so long a name");
        }
    }
    if (member_want(element, "value", &member)) {
        json_want_whole(&member, INT64_MIN, INT64_MAX, &proof->value[level]);
    }
    if (!member_want(element, "prices", &member) || !json_want_array(&member)) {
        return OK;
    }
    uint32_t before = NONE;
    for (size_t i = 0; i < json_array_size(member.value); i++) {
        struct json_node price = json_element(&member, i);
        price_read(certificate, &price, proof->price[level], &before);
    }
    return OK;
}

static enum err levels_read(const struct certificate *certificate, const struct json_node *levels,
                            struct assignment_proof *proof) {
    if (!json_want_array(levels)) {
        return OK;
    }
    struct arena *arena = &certificate->results->arena;
    uint32_t n = (uint32_t)json_array_size(levels->value);
    proof->name = arena_zalloc(arena, n, sizeof *proof->name);
    proof->value = ARENA_ZERO(arena, n, int64_t);
    proof->price = ARENA_ZERO(arena, n, int64_t *);
    if (proof->name == NULL || proof->value == NULL || proof->price == NULL) {
        return error_no_memory(certificate->error);
    }
    proof->n_levels = n;
    for (uint32_t i = 0; i < n; i++) {
        struct json_node level = json_element(levels, i);
        enum err err = level_read(certificate, &level, proof, i);
        if (err != OK) {
            return err;
        }
    }
    return OK;
}

static void cutoff_read(const struct certificate *certificate, const struct json_node *element,
                        uint32_t i) {
    static const char *const keys[] = {"offer", "school", "pool", "rank", "applicant", NULL};
    struct results *results = certificate->results;
    struct json_node member;
    results->cutoff_applicant[i] = NONE;
    if (!json_want_object(element)) {
        return;
    }
    json_only(element, keys);
    results->cutoff_node[i] = node_want(certificate, element);
    int64_t rank = 0;
    if (member_want(element, "rank", &member) &&
        json_want_whole(&member, 0, UINT32_MAX - 1, &rank)) {
        results->cutoff_rank[i] = (uint32_t)rank;
    }
    const char *id;
    bool named = json_member(element, "applicant", &member);
    if (json_object_size(element->value) != (named ? 3u : 2u)) {
        json_fault(element, "a cutoff names one offer");
    }
    if (named && json_want_text(&member, &id)) {
        results->cutoff_applicant[i] = ids_find(&certificate->applicants, id, strlen(id));
        if (results->cutoff_applicant[i] == NONE) {
            json_fault(&member, "'%.60s' is no applicant of the instance", id);
        }
    }
}

static enum err cutoffs_read(const struct certificate *certificate,
                             const struct json_node *cutoffs) {
    struct results *results = certificate->results;
    if (!json_want_array(cutoffs)) {
        return OK;
    }
    uint32_t n = (uint32_t)json_array_size(cutoffs->value);
    results->cutoff_node = ARENA_ZERO(&results->arena, n, uint32_t);
    results->cutoff_rank = ARENA_ZERO(&results->arena, n, uint32_t);
    results->cutoff_applicant = ARENA_ZERO(&results->arena, n, uint32_t);
    if (results->cutoff_node == NULL || results->cutoff_rank == NULL ||
        results->cutoff_applicant == NULL) {
        return error_no_memory(certificate->error);
    }
    results->n_cutoffs = n;
    for (uint32_t i = 0; i < n; i++) {
        struct json_node cutoff = json_element(cutoffs, i);
        cutoff_read(certificate, &cutoff, i);
    }
    return OK;
}

/* "format" and its only value. */
static void format_want(const struct json_node *root, const char *format) {
    struct json_node member;
    const char *text;
    if (member_want(root, "format", &member) && json_want_text(&member, &text) &&
        strcmp(text, format) != 0) {
        json_fault(&member, "'%.60s' is not the format %s", text, format);
    }
}

static enum err certificate_read(const struct certificate *certificate,
                                 const struct json_node *root) {
    static const char *const keys[] = {"format",   "mechanism", "levels",   "program",
                                       "fallback", "cutoffs",   "blocking", NULL};
    static const char *const fallback_keys[] = {"levels", NULL};
    struct results *results = certificate->results;
    struct json_node member, levels;
    const char *text = "";
    enum err err = OK;
    if (!json_want_object(root)) {
        return OK;
    }
    json_only(root, keys);
    format_want(root, "placera-certificate/1");
    if (member_want(root, "mechanism", &member)) {
        json_want_text(&member, &text);
    }
    results->certificate_mechanism = text_keep(&results->arena, text);
    if (results->certificate_mechanism == NULL) {
        return error_no_memory(certificate->error);
    }
    results->has_levels = json_member(root, "levels", &member);
    if (results->has_levels) {
        err = levels_read(certificate, &member, &results->proof);
    }
    results->has_program = json_member(root, "program", &member);
    if (err == OK && results->has_program) {
        err = results_read_program(results, certificate->instance, &member, certificate->error);
    }
    results->has_fallback = json_member(root, "fallback", &member);
    if (err == OK && results->has_fallback && json_want_object(&member)) {
        json_only(&member, fallback_keys);
        if (member_want(&member, "levels", &levels)) {
            err = levels_read(certificate, &levels, &results->fallback_proof);
        }
    }
    results->has_cutoffs = json_member(root, "cutoffs", &member);
    if (err == OK && results->has_cutoffs) {
        err = cutoffs_read(certificate, &member);
    }
    if (err == OK && json_member(root, "blocking", &member)) {
        err = results_read_blocking(results, certificate->instance, &member, certificate->error);
    }
    return err;
}

static void id_twice(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* the loader has refused such instances */
}

enum err results_read_certificate(struct results *results, const struct instance *instance,
                                  struct faults *faults, struct error *error) {
    struct certificate certificate = {results, instance, {0}, {0}, {0}, {0}, {0}, error};
    certificate.pool_name =
        (struct strings){instance->n_nodes - instance->n_offers,
                         instance->node_name.start + instance->n_offers, instance->node_name.bytes};
    struct arena scratch = {0};
    struct json_doc doc;
    enum err err = json_doc_open(&doc, results_file_name[RESULTS_CERTIFICATE],
                                 results->file[RESULTS_CERTIFICATE].bytes,
                                 results->file[RESULTS_CERTIFICATE].length, faults, error);
    const struct strings *texts[4] = {&instance->applicant_id, &instance->offer_id,
                                      &instance->school_id, &certificate.pool_name};
    struct ids *ids[4] = {&certificate.applicants, &certificate.offers, &certificate.schools,
                          &certificate.pools};
    for (int i = 0; i < 4 && err == OK; i++) {
        err = ids_build(ids[i], texts[i], id_twice, NULL, &scratch, error);
    }
    if (err == OK && doc.root != NULL) {
        struct json_node root = json_root(&doc);
        err = certificate_read(&certificate, &root);
    }
    json_doc_close(&doc);
    arena_free(&scratch);
    return err == OK && faults->no_memory ? error_no_memory(error) : err;
}

/* Leaves. */

struct leaf_walk {
    struct arena *arena;
    struct results_leaves *leaves;
    char path[PATH_MAX_BYTES];
    bool places; /* are places wanted? */
    enum err err;
};

static void leaf_set(struct results_leaf *leaf, const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_STRING:
        leaf->kind = LEAF_TEXT;
        leaf->text = json_string_value(value);
        return;
    case JSON_INTEGER:
        leaf->kind = LEAF_WHOLE;
        leaf->whole = json_integer_value(value);
        return;
    case JSON_REAL:
        leaf->kind = LEAF_REAL;
        leaf->real = json_real_value(value);
        return;
    case JSON_TRUE:
        leaf->text = "true";
        break;
    case JSON_FALSE:
        leaf->text = "false";
        break;
    case JSON_NULL:
        leaf->text = "null";
        break;
    case JSON_OBJECT:
        leaf->text = "{}";
        break;
    case JSON_ARRAY:
        leaf->text = "[]";
        break;
    }
    leaf->kind = LEAF_OTHER;
}

static void leaf_add(struct leaf_walk *walk, const struct json_node *node) {
    struct results_leaves *leaves = walk->leaves;
    if (leaves->n == leaves->capacity) {
        uint32_t capacity = leaves->capacity * 2 + 64;
        struct results_leaf *larger = ARENA_NEW(walk->arena, capacity, struct results_leaf);
        if (larger == NULL) {
            walk->err = ERR_NO_MEMORY;
            return;
        }
        if (leaves->n > 0) {
            memcpy(larger, leaves->leaf, leaves->n * sizeof *larger);
        }
        leaves->leaf = larger;
        leaves->capacity = capacity;
    }
    struct results_leaf leaf = {.text = ""};
    leaf_set(&leaf, node->value);
    leaf.path = text_keep(walk->arena, walk->path);
    leaf.text = text_keep(walk->arena, leaf.text);
    if (leaf.path == NULL || leaf.text == NULL) {
        walk->err = ERR_NO_MEMORY;
        return;
    }
    leaf.place = walk->places ? json_place(node) : (struct place){NULL, 0, 0};
    leaves->leaf[leaves->n++] = leaf;
}

/* Depth is bounded by jansson's own limit. */
static void leaves_walk(struct leaf_walk *walk, const struct json_node *node) {
    size_t used = strlen(walk->path);
    bool object = json_is_object(node->value), array = json_is_array(node->value);
    if ((!object || json_object_size(node->value) == 0) &&
        (!array || json_array_size(node->value) == 0)) {
        leaf_add(walk, node);
        return;
    }
    for (size_t i = 0; array && walk->err == OK && i < json_array_size(node->value); i++) {
        struct json_node element = json_element(node, i);
        snprintf(walk->path + used, sizeof walk->path - used, "[%zu]", i);
        leaves_walk(walk, &element);
        walk->path[used] = '\0';
    }
    const char *key;
    json_t *value;
    if (object) {
        json_object_foreach(node->value, key, value) {
            struct json_node member = {node->doc, node, key, 0, value};
            snprintf(walk->path + used, sizeof walk->path - used, "%s%s", used > 0 ? "." : "", key);
            if (walk->err == OK) {
                leaves_walk(walk, &member);
            }
            walk->path[used] = '\0';
        }
    }
}

enum err results_json_leaves(const char *json, const char *prefix, struct arena *arena,
                             struct results_leaves *leaves, struct error *error) {
    struct faults faults = {0};
    struct json_doc doc;
    *leaves = (struct results_leaves){0};
    enum err err = json_doc_open(&doc, prefix, json, strlen(json), &faults, error);
    if (err == OK && doc.root == NULL) {
        err = error_set(error, ERR_INPUT, prefix, "is no valid JSON");
    }
    if (err == OK) {
        struct leaf_walk walk = {arena, leaves, "", false, OK};
        snprintf(walk.path, sizeof walk.path, "%s", prefix);
        struct json_node root = json_root(&doc);
        leaves_walk(&walk, &root);
        err = walk.err == OK ? OK : error_no_memory(error);
    }
    json_doc_close(&doc);
    faults_release(&faults);
    return err;
}

/* The SHA-256 of run.json with the digits of its own replaced by zeros: those of the last place
 * where they stand. */
static enum err run_digest(struct results *results, const char *own, struct error *error) {
    const struct file *file = &results->file[RESULTS_RUN];
    size_t digits = strlen(own);
    char *copy = ARENA_NEW(&results->arena, file->length, char);
    if (copy == NULL) {
        return error_no_memory(error);
    }
    memcpy(copy, file->bytes, file->length);
    for (size_t at = file->length - digits; digits == 64 && at > 0; at--) {
        if (memcmp(copy + at, own, digits) == 0) {
            memset(copy + at, '0', digits);
            break;
        }
    }
    return sha256_hex(copy, file->length, results->sha256[RESULTS_RUN], error);
}

enum err results_read_run(struct results *results, struct faults *faults, struct error *error) {
    struct json_doc doc;
    enum err err =
        json_doc_open(&doc, results_file_name[RESULTS_RUN], results->file[RESULTS_RUN].bytes,
                      results->file[RESULTS_RUN].length, faults, error);
    struct json_node root = json_root(&doc), member;
    const char *own = "";
    if (err == OK && doc.root != NULL && json_want_object(&root)) {
        format_want(&root, "placera-run/1");
        if (member_want(&root, "sha256", &member) && json_want_text(&member, &own) &&
            strlen(own) != 64) {
            json_fault(&member, "a SHA-256 has 64 hex digits");
            own = "";
        }
        struct leaf_walk walk = {&results->arena, &results->run, "", true, OK};
        leaves_walk(&walk, &root);
        err = walk.err == OK ? run_digest(results, own, error) : error_no_memory(error);
    }
    json_doc_close(&doc);
    return err == OK && faults->no_memory ? error_no_memory(error) : err;
}
