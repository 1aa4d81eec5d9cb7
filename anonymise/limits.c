// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Owners are found by name: schools and pools have different ones, and the limits of one stand next
 * to each other.
 */
#include "anonymise/limits.h"

#include <stdlib.h>
#include <string.h>

struct owned {
    const char *name;
    uint32_t owner;
};

static int by_name(const void *left, const void *right) {
    return strcmp(((const struct owned *)left)->name, ((const struct owned *)right)->name);
}

/* Schools and the pools that are nodes, by name; how many. A school's own pool has its name. */
static uint32_t list_owners(const struct limit_owners *owners, const struct instance *instance,
                            const uint8_t *of_school, struct owned *list) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        list[n++] = (struct owned){strings_get(&instance->school_id, s), s};
    }
    for (uint32_t p = 0; p < owners->n_pools; p++) {
        if (!of_school[p]) {
            const char *name = strings_get(&instance->node_name, owners->first_pool + p);
            list[n++] = (struct owned){name, instance->n_schools + p};
        }
    }
    qsort(list, n, sizeof *list, by_name);
    return n;
}

static void find_owners(struct limit_owners *owners, const struct instance *instance,
                        const struct owned *list, uint32_t n) {
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        const char *name = strings_get(&instance->crossing_name, c);
        if (c > 0 && strcmp(name, strings_get(&instance->crossing_name, c - 1)) == 0) {
            owners->owner[c] = owners->owner[c - 1];
            continue;
        }
        struct owned key = {name, 0};
        const struct owned *found = bsearch(&key, list, n, sizeof *list, by_name);
        owners->owner[c] =
            found != NULL ? found->owner : instance->n_schools + owners->n_pools + owners->n_loose;
        if (found == NULL) {
            owners->loose[owners->n_loose++] = c;
        }
    }
}

enum err limit_owners_find(struct limit_owners *owners, const struct instance *instance,
                           struct arena *arena, struct error *error) {
    struct arena scratch = {0};
    uint32_t first = 2 * instance->n_slots - instance->n_offers; /* a node for each further step */
    *owners = (struct limit_owners){.first_pool = first, .n_pools = instance->n_nodes - first};
    owners->owner = ARENA_NEW(arena, instance->n_crossing, uint32_t);
    owners->loose = ARENA_NEW(arena, instance->n_crossing, uint32_t);
    size_t most = (size_t)instance->n_schools + owners->n_pools;
    struct owned *list = ARENA_NEW(&scratch, most, struct owned);
    uint8_t *of_school = ARENA_ZERO(&scratch, owners->n_pools, uint8_t);
    bool failed =
        owners->owner == NULL || owners->loose == NULL || list == NULL || of_school == NULL;
    for (uint32_t s = 0; s < instance->n_schools && !failed; s++) {
        if (instance->school_node[s] != NONE) {
            of_school[instance->school_node[s] - first] = 1;
        }
    }
    if (!failed) {
        find_owners(owners, instance, list, list_owners(owners, instance, of_school, list));
    }
    arena_free(&scratch);
    return failed ? error_no_memory(error) : OK;
}
