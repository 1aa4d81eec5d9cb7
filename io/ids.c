// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A slot holds the upper half of a text's hash above the text's index, so that a text is looked at
 * only where 32 bits and the place agree: nearly always because it is the one. Hashes are made in
 * parallel; the table is then filled in the order of the texts, the slots asked for ahead.
 */
#include "io/ids.h"

#include "solver/instance.h"
#include "solver/parallel.h"

#include <string.h>

enum {
    AHEAD = 8,            /* texts that a slot is asked for ahead of */
    SLOTS_AT_ONCE = 16384 /* slots emptied at once */
};

#define EMPTY UINT64_MAX

static uint64_t load(const char *at, size_t n) {
    uint64_t word = 0;
    memcpy(&word, at, n);
    return word;
}

static uint64_t mix(uint64_t word) {
    word *= UINT64_C(0x9e3779b97f4a7c15);
    return word ^ word >> 32;
}

/* Eight bytes at a time; what is left over is loaded as two words that overlap. Ids are short, and
 * nobody gains from making them collide: whoever writes the instance also waits for it. */
static inline uint64_t hash(const char *text, size_t length) {
    uint64_t h = mix(length), last = 0;
    for (; length > 8; text += 8, length -= 8) {
        h = mix(h ^ load(text, 8));
    }
    if (length == 8) {
        last = load(text, 8);
    } else if (length >= 4) {
        last = load(text, 4) | load(text + length - 4, 4) << 32;
    } else if (length > 0) {
        last = load(text, 1) | load(text + length / 2, 1) << 8 | load(text + length - 1, 1) << 16;
    }
    return mix(mix(h ^ last));
}

/* Equal, both of this length? */
static inline bool same_bytes(const char *left, const char *right, size_t length) {
    for (; length >= 8; left += 8, right += 8, length -= 8) {
        if (load(left, 8) != load(right, 8)) {
            return false;
        }
    }
    for (size_t i = 0; i < length; i++) {
        if (left[i] != right[i]) {
            return false;
        }
    }
    return true;
}

static inline size_t length_of(const struct strings *texts, uint32_t i) {
    return i + 1 < texts->n ? texts->start[i + 1] - texts->start[i] - 1
                            : strlen(strings_get(texts, i));
}

static inline bool is_text(const struct strings *texts, uint32_t i, const char *text,
                           size_t length) {
    return length_of(texts, i) == length && same_bytes(strings_get(texts, i), text, length);
}

/* Where the text stands in the table, or the empty slot where it would. */
static inline size_t find_slot(const struct ids *ids, const char *text, size_t length, uint64_t h) {
    size_t at = h & ids->mask;
    while (ids->slot[at] != EMPTY &&
           (ids->slot[at] >> 32 != h >> 32 ||
            !is_text(ids->texts, (uint32_t)ids->slot[at], text, length))) {
        at = (at + 1) & ids->mask;
    }
    return at;
}

static uint64_t hash_text(const struct strings *texts, uint32_t i) {
    return hash(strings_get(texts, i), length_of(texts, i));
}

/* Empties the slots from `first` on, SLOTS_AT_ONCE of them. */
static void empty_slots(struct ids *ids, size_t first) {
    size_t left = ids->mask + 1 - first;
    memset(ids->slot + first, 0xFF,
           (left < SLOTS_AT_ONCE ? left : SLOTS_AT_ONCE) * sizeof *ids->slot);
}

/* Puts the texts into the table, in their order. */
static void fill(struct ids *ids, const uint64_t *hashes, ids_twice_fn *twice, void *context) {
    const struct strings *texts = ids->texts;
    for (uint32_t i = 0; i < texts->n; i++) {
        if (i + AHEAD < texts->n) {
            __builtin_prefetch(&ids->slot[hashes[i + AHEAD] & ids->mask], 1);
        }
        size_t at = find_slot(ids, strings_get(texts, i), length_of(texts, i), hashes[i]);
        if (ids->slot[at] == EMPTY) {
            ids->slot[at] = hashes[i] >> 32 << 32 | i;
        } else {
            twice(context, (uint32_t)ids->slot[at], i);
        }
    }
}

enum err ids_build(struct ids *ids, const struct strings *texts, ids_twice_fn *twice, void *context,
                   struct arena *arena, struct error *error) {
    size_t n_slots = 16;
    while (n_slots / 4 * 3 < texts->n) { /* small tables stay in the cache */
        n_slots *= 2;
    }
    *ids = (struct ids){texts, n_slots - 1, ARENA_NEW(arena, n_slots, uint64_t)};
    struct arena_mark mark = arena_mark(arena);
    uint32_t n = texts->n;
    uint64_t *hashes = ARENA_NEW(arena, n, uint64_t);
    if (ids->slot == NULL || hashes == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(texts, hashes, n)                                    \
    schedule(static) if (n > PARALLEL_MIN)
    for (uint32_t i = 0; i < n; i++) {
        hashes[i] = hash_text(texts, i);
    }
#pragma omp parallel for default(none) shared(ids, n_slots)                                        \
    schedule(static) if (n_slots > SLOTS_AT_ONCE)
    for (size_t first = 0; first < n_slots; first += SLOTS_AT_ONCE) {
        empty_slots(ids, first);
    }
    fill(ids, hashes, twice, context);
    arena_rewind(arena, mark);
    return OK;
}

uint32_t ids_find(const struct ids *ids, const char *text, size_t length) {
    return (uint32_t)ids->slot[find_slot(ids, text, length, hash(text, length))];
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
