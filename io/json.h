// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * JSON with places. jansson reads and judges the syntax but keeps no line numbers of values; a node
 * here remembers its way from the root, and json_place walks that way through the text when a fault
 * must be named. Nothing is paid for documents without faults.
 */
#ifndef PLACERA_JSON_H
#define PLACERA_JSON_H

#include "io/faults.h"
#include "solver/error.h"

#include <jansson.h>

struct json_doc {
    const char *name; /* for messages */
    const char *bytes;
    size_t length;
    json_t *root;
    struct faults *faults; /* where faults of its values go */
};

/* A value and how one gets there. Nodes live on the stack of who reads. */
struct json_node {
    const struct json_doc *doc;
    const struct json_node *up; /* NULL at the root */
    const char *key;            /* in an object; NULL in an array */
    size_t index;               /* in an array */
    json_t *value;
};

/* jansson's json_loadb, but sure of itself: NULL and *no_memory set where an allocation failed. */
json_t *json_parse(const char *bytes, size_t length, size_t flags, bool *no_memory,
                   json_error_t *found);

/* jansson's json_dumps, but NULL where any allocation failed. The text is malloced. */
char *json_text(const json_t *value, size_t flags);

/* Puts a new value into an object, or at the end of an array; *failed: no memory. */
static inline void json_put(json_t *object, const char *key, json_t *value, bool *failed) {
    *failed |= json_object_set_new(object, key, value) != 0;
}
static inline void json_push(json_t *array, json_t *value, bool *failed) {
    *failed |= json_array_append_new(array, value) != 0;
}

/* Parses; a syntax error is a fault, and then root stays NULL. Errors: ERR_NO_MEMORY. */
enum err json_doc_open(struct json_doc *doc, const char *name, const char *bytes, size_t length,
                       struct faults *faults, struct error *error);
void json_doc_close(struct json_doc *doc);

struct json_node json_root(const struct json_doc *doc);

/* The member of an object; false if there is none. */
bool json_member(const struct json_node *object, const char *key, struct json_node *member);
/* The element of an array. */
struct json_node json_element(const struct json_node *array, size_t index);

/* Where a node's value begins. O(length of the document). */
struct place json_place(const struct json_node *node);

/* Where what begins at text stands: line and column are advanced from `from` to `to`. */
void json_advance(const char *from, const char *to, struct place *place);

/* Skips blanks; then over one value. The text is known to be valid JSON. */
const char *json_skip_blank(const char *at);
const char *json_skip_value(const char *at);

/* Faults at a node. */
void json_fault(const struct json_node *node, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A fault for each key of the object that is not in keys (NULL-ended). */
void json_only(const struct json_node *object, const char *const *keys);

/* Typed values; a fault and false when the value is of another type. */
bool json_want_object(const struct json_node *node);
bool json_want_array(const struct json_node *node);
bool json_want_text(const struct json_node *node, const char **text);
bool json_want_bool(const struct json_node *node, bool *value);
bool json_want_whole(const struct json_node *node, int64_t min, int64_t max, int64_t *value);
bool json_want_real(const struct json_node *node, double *value);

#endif
