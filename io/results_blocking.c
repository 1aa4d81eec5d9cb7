// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The families that a certificate declares to block, read back: each one of the instance's, in the
 * instance's order, as they are written.
 */
#include "io/ids.h"
#include "io/results_json.h"

#include <string.h>

static void id_twice(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* families are made of different names */
}

enum err results_read_blocking(struct results *results, const struct instance *instance,
                               const struct json_node *node, struct error *error) {
    struct arena scratch = {0};
    struct ids ids;
    results->has_blocking = true;
    if (!json_want_array(node)) {
        return OK;
    }
    size_t n = json_array_size(node->value);
    enum err err = ids_build(&ids, &instance->family_id, id_twice, NULL, &scratch, error);
    results->blocking = ARENA_NEW(&results->arena, n, uint32_t);
    if (err == OK && results->blocking == NULL) {
        err = error_no_memory(error);
    }
    for (size_t i = 0; i < n && err == OK; i++) {
        struct json_node item = json_element(node, i);
        const char *id;
        if (!json_want_text(&item, &id)) {
            continue;
        }
        uint32_t family = ids_find(&ids, id, strlen(id)), n_read = results->n_blocking;
        if (family == NONE) {
            json_fault(&item, "'%.60s' is no family of the instance", id);
        } else if (n_read > 0 && family <= results->blocking[n_read - 1]) {
            json_fault(&item, "family '%.60s' stands twice or out of order", id);
        } else {
            results->blocking[results->n_blocking++] = family;
        }
    }
    arena_free(&scratch);
    return err;
}
