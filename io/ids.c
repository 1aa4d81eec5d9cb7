// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A slot holds the text itself where it is short, as ids are, so that a look at the slot is enough;
 * of a longer one its hash, and the text is looked at where hash and length agree. Hashes are made
 * in parallel; the table is then filled in the order of the texts, the slots asked for ahead.
 */
#include "io/ids.h"

#include "solver/instance.h"
#include "solver/parallel.h"

#include <string.h>

enum {
    AHEAD = 8,            /* texts that a slot is asked for ahead of */
    SLOTS_AT_ONCE = 16384 /* slots emptied at once */
};

/* A text in short: up to 8 bytes as they are, else their hash. */
struct brief {
    uint64_t key;
    uint32_t length;
};

static uint64_t load(const char *at, size_t n) {
    uint64_t word = 0;
    memcpy(&word, at, n);
    return word;
}

static uint64_t mix(uint64_t word) {
    word *= UINT64_C(0x9e3779b97f4a7c15);
    return word ^ word >> 32;
}

/* Up to 8 bytes as a number: two words that overlap, or three bytes. */
static inline uint64_t load_short(const char *text, size_t n) {
    if (n == 8) {
        return load(text, 8);
    }
    if (n >= 4) {
        return load(text, 4) | load(text + n - 4, 4) << 8 * (n - 4);
    }
    return n == 0 ? 0
                  : load(text, 1) | load(text + n / 2, 1) << 8 * (n / 2) |
                        load(text + n - 1, 1) << 8 * (n - 1);
}

static inline struct brief brief_of(const char *text, size_t length) {
    size_t left = length;
    uint64_t key = 0;
    for (; left > 8; text += 8, left -= 8) {
        key = mix(key ^ load(text, 8));
    }
    key ^= load_short(text, left);
    return (struct brief){length > 8 ? mix(key) : key, (uint32_t)length};
}

/* Where to look first. Nobody gains from making ids collide: whoever writes the instance also waits
 * for it. */
static inline size_t place_of(const struct ids *ids, struct brief brief) {
    return mix(mix(brief.key ^ brief.length)) & ids->mask;
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

/* Does the slot hold the text? */
static inline bool holds(const struct ids *ids, const struct ids_slot *slot, const char *text,
                         struct brief brief) {
    return slot->key == brief.key && slot->length == brief.length &&
           (brief.length <= 8 || is_text(ids->texts, slot->index, text, brief.length));
}

/* Where the text stands in the table, or the empty slot where it would. */
static inline struct ids_slot *find_slot(const struct ids *ids, const char *text,
                                         struct brief brief) {
    size_t at = place_of(ids, brief);
    while (ids->slot[at].index != NONE && !holds(ids, &ids->slot[at], text, brief)) {
        at = (at + 1) & ids->mask;
    }
    return &ids->slot[at];
}

/* Empties the slots from `first` on, SLOTS_AT_ONCE of them. */
static void empty_slots(struct ids *ids, size_t first) {
    size_t left = ids->mask + 1 - first;
    memset(ids->slot + first, 0xFF,
           (left < SLOTS_AT_ONCE ? left : SLOTS_AT_ONCE) * sizeof *ids->slot);
}

/* Puts the texts into the table, in their order. */
static void fill(struct ids *ids, const struct brief *briefs, ids_twice_fn *twice, void *context) {
    const struct strings *texts = ids->texts;
    for (uint32_t i = 0; i < texts->n; i++) {
        if (i + AHEAD < texts->n) {
            __builtin_prefetch(&ids->slot[place_of(ids, briefs[i + AHEAD])], 1);
        }
        struct ids_slot *slot = find_slot(ids, strings_get(texts, i), briefs[i]);
        if (slot->index == NONE) {
            *slot = (struct ids_slot){briefs[i].key, briefs[i].length, i};
        } else {
            twice(context, slot->index, i);
        }
    }
}

enum err ids_build(struct ids *ids, const struct strings *texts, ids_twice_fn *twice, void *context,
                   struct arena *arena, struct error *error) {
    size_t n_slots = 16;
    while (n_slots / 4 * 3 < texts->n) { /* small tables stay in the cache */
        n_slots *= 2;
    }
    *ids = (struct ids){texts, n_slots - 1, ARENA_NEW(arena, n_slots, struct ids_slot)};
    struct arena_mark mark = arena_mark(arena);
    uint32_t n = texts->n;
    struct brief *briefs = ARENA_NEW(arena, n, struct brief);
    if (ids->slot == NULL || briefs == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(texts, briefs, n)                                    \
    schedule(static) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t i = 0; i < n; i++) {
        briefs[i] = brief_of(strings_get(texts, i), length_of(texts, i));
    }
#pragma omp parallel for default(none) shared(ids, n_slots)                                        \
    schedule(static) if (n_slots > PARALLEL_MIN_LIGHT)
    for (size_t first = 0; first < n_slots; first += SLOTS_AT_ONCE) {
        empty_slots(ids, first);
    }
    fill(ids, briefs, twice, context);
    arena_rewind(arena, mark);
    return OK;
}

uint32_t ids_find(const struct ids *ids, const char *text, size_t length) {
    return find_slot(ids, text, brief_of(text, length))->index;
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
