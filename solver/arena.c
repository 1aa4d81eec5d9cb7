// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif

#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum { ALIGN = 64, CHUNK_BYTES = 64 * 1024, HUGE_PAGE_BYTES = 2 * 1024 * 1024 };

struct arena_chunk {
    struct arena_chunk *before;
    size_t used; /* bytes handed out of data, a multiple of ALIGN */
    size_t size; /* bytes of data */
    unsigned char *data;
};

/* Memory for a chunk. Large arrays are read at random places: on huge pages where the system has
 * them on request, which spares page faults and misses of the translation buffer. */
static void *chunk_data(size_t *size) {
    if (*size < 2 * HUGE_PAGE_BYTES) {
        return aligned_alloc(ALIGN, *size);
    }
    *size = (*size + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    void *data = aligned_alloc(HUGE_PAGE_BYTES, *size);
    if (data != NULL) {
        madvise(data, *size, MADV_HUGEPAGE); /* advice only: it may be refused */
    }
    return data;
}

static struct arena_chunk *chunk_new(size_t size) {
    struct arena_chunk *chunk = malloc(sizeof *chunk);
    if (chunk == NULL) {
        return NULL;
    }
    chunk->data = chunk_data(&size);
    if (chunk->data == NULL) {
        free(chunk);
        return NULL;
    }
    chunk->size = size;
    chunk->used = 0;
    ASAN_POISON_MEMORY_REGION(chunk->data, size);
    return chunk;
}

static void chunk_free(struct arena_chunk *chunk) {
    ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
    free(chunk->data);
    free(chunk);
}

void *arena_alloc(struct arena *arena, size_t n, size_t size) {
    if (size != 0 && n > (SIZE_MAX / 2) / size) {
        return NULL;
    }
    /* Always at least one byte more than asked for, so that two requests never share an address and
     * a gap stands between them, which AddressSanitizer guards. */
    size_t bytes = (n * size + ALIGN) / ALIGN * ALIGN;
    if (arena->head == NULL || arena->head->size - arena->head->used < bytes) {
        struct arena_chunk *chunk = chunk_new(bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES);
        if (chunk == NULL) {
            return NULL;
        }
        chunk->before = arena->head;
        arena->head = chunk;
    }
    unsigned char *start = arena->head->data + arena->head->used;
    arena->head->used += bytes;
    ASAN_UNPOISON_MEMORY_REGION(start, n * size);
    return start;
}

void *arena_zalloc(struct arena *arena, size_t n, size_t size) {
    void *start = arena_alloc(arena, n, size);
    if (start != NULL) {
        memset(start, 0, n * size);
    }
    return start;
}

struct arena_mark arena_mark(const struct arena *arena) {
    struct arena_mark mark = {arena->head, arena->head == NULL ? 0 : arena->head->used};
    return mark;
}

void arena_rewind(struct arena *arena, struct arena_mark mark) {
    while (arena->head != mark.head) {
        struct arena_chunk *chunk = arena->head;
        arena->head = chunk->before;
        chunk_free(chunk);
    }
    if (arena->head != NULL) {
        struct arena_chunk *head = arena->head;
        ASAN_POISON_MEMORY_REGION(head->data + mark.used, head->size - mark.used);
        head->used = mark.used;
    }
}

void arena_free(struct arena *arena) {
    arena_rewind(arena, (struct arena_mark){NULL, 0});
}
