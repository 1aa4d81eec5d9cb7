// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/json.h"

#include "io/utf8.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* jansson's reader passes over allocations that fail: a character of a text is lost, or good JSON
 * is called invalid. So each failure is noted here, and what was read is thrown away. This is the
 * one piece of state outside of structs, because jansson's hooks are handed no context; it is the
 * thread's own. */
static _Thread_local bool starved;

static void *noting_malloc(size_t size) {
    void *block = malloc(size);
    starved |= block == NULL;
    return block;
}

json_t *json_parse(const char *bytes, size_t length, size_t flags, bool *no_memory,
                   json_error_t *found) {
    json_set_alloc_funcs(noting_malloc, free);
    starved = false;
    json_t *root = json_loadb(bytes, length, flags, found);
    *no_memory = starved;
    if (starved) {
        json_decref(root);
        return NULL;
    }
    return root;
}

char *json_text(const json_t *value, size_t flags) {
    json_set_alloc_funcs(noting_malloc, free);
    starved = false;
    char *text = json_dumps(value, flags);
    if (starved) {
        free(text);
        return NULL;
    }
    return text;
}

enum err json_doc_open(struct json_doc *doc, const char *name, const char *bytes, size_t length,
                       struct faults *faults, struct error *error) {
    *doc = (struct json_doc){name, bytes, length, NULL, faults};
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        doc->bytes += 3;
        doc->length -= 3;
    }
    struct place start = {name, 1, 1};
    const char *bad = utf8_find_bad(doc->bytes, doc->bytes + doc->length);
    if (bad != NULL) {
        json_advance(doc->bytes, bad, &start);
        fault_add(faults, start, "byte 0x%02X is not UTF-8 text; save the file as UTF-8",
                  (unsigned)(unsigned char)*bad);
        return OK;
    }
    json_error_t found;
    bool no_memory;
    doc->root = json_parse(doc->bytes, doc->length, JSON_REJECT_DUPLICATES, &no_memory, &found);
    if (doc->root != NULL) {
        return OK;
    }
    if (no_memory) {
        return error_no_memory(error);
    }
    uint64_t line = found.line > 0 ? (uint64_t)found.line : 1;
    uint32_t column = found.column > 0 ? (uint32_t)found.column : 1;
    fault_add(faults, (struct place){name, line, column}, "not valid JSON: %s; mend it there",
              found.text);
    return OK;
}

void json_doc_close(struct json_doc *doc) {
    json_decref(doc->root);
    doc->root = NULL;
}

struct json_node json_root(const struct json_doc *doc) {
    return (struct json_node){doc, NULL, NULL, 0, doc->root};
}

bool json_member(const struct json_node *object, const char *key, struct json_node *member) {
    json_t *value = json_object_get(object->value, key);
    *member = (struct json_node){object->doc, object, key, 0, value};
    return value != NULL;
}

struct json_node json_element(const struct json_node *array, size_t index) {
    return (struct json_node){array->doc, array, NULL, index, json_array_get(array->value, index)};
}

/* The way through the text. jansson has accepted it, so it is valid JSON and ends in time. */

const char *json_skip_blank(const char *at) {
    while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r') {
        at++;
    }
    return at;
}

static const char *skip_string(const char *at) {
    for (at++; *at != '"'; at++) {
        at += *at == '\\';
    }
    return at + 1;
}

const char *json_skip_value(const char *at) {
    if (*at == '"') {
        return skip_string(at);
    }
    if (*at != '{' && *at != '[') {
        return at + strcspn(at, ",]} \t\r\n");
    }
    for (int depth = 0;;) {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
        if (depth == 0) {
            return at;
        }
    }
}

/* Is the string literal at `at` this key? Keys with escapes are decoded by jansson. */
static bool is_key(const struct json_doc *doc, const char *at, const char *key) {
    const char *end = skip_string(at);
    size_t length = (size_t)(end - at) - 2;
    if (memchr(at, '\\', length + 1) == NULL) {
        return strlen(key) == length && memcmp(at + 1, key, length) == 0;
    }
    bool no_memory;
    json_t *text = json_parse(at, length + 2, JSON_DECODE_ANY, &no_memory, NULL);
    doc->faults->no_memory |= no_memory;
    bool same = text != NULL && strcmp(json_string_value(text), key) == 0;
    json_decref(text);
    return same;
}

/* Where the node's value begins in the text. */
static const char *node_text(const struct json_node *node) {
    if (node->up == NULL) {
        return json_skip_blank(node->doc->bytes);
    }
    const char *at = json_skip_blank(node_text(node->up) + 1);
    for (size_t i = 0; *at != '}' && *at != ']'; i++) {
        bool found = node->key == NULL ? i == node->index : is_key(node->doc, at, node->key);
        if (node->key != NULL) {
            at = json_skip_blank(json_skip_blank(skip_string(at)) + 1);
        }
        if (found) {
            return at;
        }
        at = json_skip_blank(json_skip_value(at));
        at = *at == ',' ? json_skip_blank(at + 1) : at;
    }
    return at;
}

void json_advance(const char *from, const char *to, struct place *place) {
    for (const char *at = from; at < to; at++) {
        place->column++;
        if (*at == '\n') {
            place->line++;
            place->column = 1;
        }
    }
}

struct place json_place(const struct json_node *node) {
    struct place place = {node->doc->name, 1, 1};
    json_advance(node->doc->bytes, node_text(node), &place);
    return place;
}

void json_fault(const struct json_node *node, const char *format, ...) {
    char text[sizeof(((struct fault *)NULL)->text)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    /* Finding a place costs a walk through the document: not for a fault that nobody will see. */
    struct place place =
        faults_full(node->doc->faults) ? (struct place){node->doc->name, 0, 0} : json_place(node);
    fault_add(node->doc->faults, place, "%s", text);
}

void json_only(const struct json_node *object, const char *const *keys) {
    char known[200] = "";
    for (size_t i = 0; keys[i] != NULL; i++) {
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", i == 0 ? "" : ", ", keys[i]);
    }
    const char *key;
    json_t *value;
    json_object_foreach(object->value, key, value) {
        size_t i = 0;
        while (keys[i] != NULL && strcmp(keys[i], key) != 0) {
            i++;
        }
        if (keys[i] == NULL) {
            struct json_node member = {object->doc, object, key, 0, value};
            json_fault(&member, "unknown key '%.60s'; correct it or take it out (known: %s)", key,
                       known);
        }
    }
}

static bool is_type(const struct json_node *node, bool fits, const char *what) {
    if (!fits) {
        json_fault(node, "%s is expected here; change it", what);
    }
    return fits;
}

bool json_want_object(const struct json_node *node) {
    return is_type(node, json_is_object(node->value), "an object { ... }");
}

bool json_want_array(const struct json_node *node) {
    return is_type(node, json_is_array(node->value), "an array [ ... ]");
}

bool json_want_text(const struct json_node *node, const char **text) {
    if (!is_type(node, json_is_string(node->value), "a text \"...\"")) {
        return false;
    }
    *text = json_string_value(node->value);
    if (text_has_control(*text, strlen(*text))) {
        json_fault(node, "the text holds a control character (a newline, a tab, ...); take it out");
        return false;
    }
    return true;
}

bool json_want_bool(const struct json_node *node, bool *value) {
    if (!is_type(node, json_is_boolean(node->value), "true or false")) {
        return false;
    }
    *value = json_is_true(node->value);
    return true;
}

bool json_want_whole(const struct json_node *node, int64_t min, int64_t max, int64_t *value) {
    int64_t number = json_integer_value(node->value);
    if (!json_is_integer(node->value) || number < min || number > max) {
        json_fault(node,
                   "a whole number from %" PRId64 " to %" PRId64 " is expected here; change it",
                   min, max);
        return false;
    }
    *value = number;
    return true;
}

bool json_want_real(const struct json_node *node, double *value) {
    if (!is_type(node, json_is_number(node->value), "a number")) {
        return false;
    }
    *value = json_number_value(node->value);
    return true;
}
