// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/ids.h"

#include "solver/instance.h"

#include <string.h>

/* FNV-1a, folded. Ids are short, and nobody gains from making them collide: whoever writes the
 * instance also waits for it. */
static uint32_t hash(const char *text, size_t length) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++) {
        h = (h ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    }
    return (uint32_t)(h ^ (h >> 32));
}

static bool is_text(const struct strings *texts, uint32_t i, const char *text, size_t length) {
    const char *candidate = strings_get(texts, i);
    return strncmp(candidate, text, length) == 0 && candidate[length] == '\0';
}

enum err ids_build(struct ids *ids, const struct strings *texts, ids_twice_fn *twice, void *context,
                   struct arena *arena, struct error *error) {
    size_t n_slots = 16;
    while (n_slots / 2 < texts->n) {
        n_slots *= 2;
    }
    *ids = (struct ids){texts, n_slots - 1, ARENA_NEW(arena, n_slots, uint32_t)};
    if (ids->slot == NULL) {
        return error_no_memory(error);
    }
    memset(ids->slot, 0xFF, n_slots * sizeof *ids->slot);
    for (uint32_t i = 0; i < texts->n; i++) {
        const char *text = strings_get(texts, i);
        size_t length = strlen(text);
        size_t at = hash(text, length) & ids->mask;
        while (ids->slot[at] != NONE && !is_text(texts, ids->slot[at], text, length)) {
            at = (at + 1) & ids->mask;
        }
        if (ids->slot[at] == NONE) {
            ids->slot[at] = i;
        } else {
            twice(context, ids->slot[at], i);
        }
    }
    return OK;
}

uint32_t ids_find(const struct ids *ids, const char *text, size_t length) {
    size_t at = hash(text, length) & ids->mask;
    while (ids->slot[at] != NONE && !is_text(ids->texts, ids->slot[at], text, length)) {
        at = (at + 1) & ids->mask;
    }
    return ids->slot[at];
}

uint32_t ids_find_near(const struct ids *ids, const char *text, size_t length, uint32_t *guess) {
    for (uint32_t i = *guess; i < ids->texts->n && i <= *guess + 1; i++) {
        if (is_text(ids->texts, i, text, length)) {
            return *guess = i;
        }
    }
    uint32_t found = ids_find(ids, text, length);
    *guess = found == NONE ? *guess : found;
    return found;
}
