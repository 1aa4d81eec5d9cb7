// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An arena: memory handed out in order and given back all at once, or back to a mark.
 *
 *     chunk 1 [ a | b | c .......]   chunk 2 [ big array ]   chunk 3 [ d | ........]
 *                                                                        ^ head
 *
 * A request larger than a chunk gets a chunk of its own, so growth costs at most one malloc for
 * each chunk and nothing is ever moved. Not thread-safe: each thread has its own arena.
 * Under AddressSanitizer what is not handed out is poisoned.
 */
#ifndef PLACERA_ARENA_H
#define PLACERA_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *head; /* the newest chunk; NULL: nothing allocated yet */
};

/* Where an arena stood; valid until it is rewound before this mark or freed. */
struct arena_mark {
    struct arena_chunk *head;
    size_t used;
};

/* n elements of `size` bytes, 64-byte aligned, uninitialised; NULL when there is no memory or the
 * product overflows. n = 0 gives a valid pointer to nothing. O(1) but for malloc. */
void *arena_alloc(struct arena *arena, size_t n, size_t size);

/* The same, all bytes zero. */
void *arena_zalloc(struct arena *arena, size_t n, size_t size);

struct arena_mark arena_mark(const struct arena *arena);

/* Gives back everything handed out since the mark. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Gives back everything; the arena may be used again. */
void arena_free(struct arena *arena);

#define ARENA_NEW(arena, n, type) ((type *)arena_alloc((arena), (n), sizeof(type)))
#define ARENA_ZERO(arena, n, type) ((type *)arena_zalloc((arena), (n), sizeof(type)))

#endif
