// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Ids to indices: a hash table over a column of texts (open addressing, at most three quarters
 * full).
 */
#ifndef PLACERA_IDS_H
#define PLACERA_IDS_H

#include "solver/arena.h"
#include "solver/error.h"
#include "solver/strings.h"

struct ids_slot {
    uint64_t key;    /* the text where it is short, else its hash */
    uint32_t length; /* of the text */
    uint32_t index;  /* into texts, NONE where the slot is empty */
};

struct ids {
    const struct strings *texts;
    size_t mask;           /* number of slots less one; a power of two less one */
    struct ids_slot *slot; /* [mask + 1] */
};

/* Called for a text that an earlier one equals; the earlier keeps the id. */
typedef void ids_twice_fn(void *context, uint32_t first, uint32_t again);

/* Indexes texts, which stand one behind the other; the table lives in arena. Parallel. O(n).
 * Errors: ERR_NO_MEMORY. */
enum err ids_build(struct ids *ids, const struct strings *texts, ids_twice_fn *twice, void *context,
                   struct arena *arena, struct error *error);

/* Index of a text (length bytes), NONE if there is none. Expected O(length). */
uint32_t ids_find(const struct ids *ids, const char *text, size_t length);

/* The same with a guess looked at first: rows tend to come in the order of the texts. */
uint32_t ids_find_near(const struct ids *ids, const char *text, size_t length, uint32_t *guess);

#endif
