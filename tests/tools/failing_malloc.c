// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A malloc that fails on request, and tells of what was never given back. To be preloaded:
 *
 *     LD_PRELOAD=failing_malloc.so PLACERA_FAIL_AT=7 PLACERA_FAIL_LOG=log placera solve ...
 *
 * Counted are the allocations asked for by the program itself, by jansson and by GLPK; the n-th of
 * them returns NULL. What others ask for is passed on and not counted: the dynamic loader, libc
 * (its startup, stdio, opendir), libgomp (which ends the process when it gets no memory) and
 * libcrypto, whose one-time start keeps blocks until the end of the process. Who asked is told by
 * the caller's return address, looked up in the table of loaded objects. Blocks that C's library
 * allocates for the program (strdup, getline, fopen) belong to libc here and are neither counted
 * nor followed.
 *
 * GLPK takes a block out of its own list before it asks for a bigger one, and so loses it where
 * that fails; nobody else can give it back, so it is not held against the program.
 *
 * At exit the log gets one line: "allocations N, failed F, leaked L blocks (first: n-th of B
 * bytes)".
 *
 * Followed blocks stand in a table of fixed size, keyed by address (open addressing); a run with
 * more live blocks than that says so and is to be taken for a fault of the test.
 */
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE_SIZE = 1 << 20, RANGES_MAX = 16 };

struct block {
    void *address; /* NULL: never used; TAKEN_OUT: was used */
    uint64_t number;
    size_t size;
};

#define TAKEN_OUT ((void *)(uintptr_t)1)

struct range {
    uintptr_t begin, end;
    bool glpk;
};

/* glibc's own, so that no lookup is needed, which would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *address);

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct block table[TABLE_SIZE];
static struct range counted[RANGES_MAX];
static int n_counted;
static bool ready, overflow;
static uint64_t n_allocations, n_failed, fail_at;

static bool is_counted_object(const char *name) {
    return name[0] == '\0' || strstr(name, "libjansson") != NULL || strstr(name, "libglpk") != NULL;
}

static int note_object(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    if (!is_counted_object(info->dlpi_name)) {
        return 0;
    }
    for (int i = 0; i < info->dlpi_phnum && n_counted < RANGES_MAX; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        if (header->p_type == PT_LOAD && (header->p_flags & PF_X) != 0) {
            uintptr_t begin = info->dlpi_addr + header->p_vaddr;
            bool glpk = strstr(info->dlpi_name, "libglpk") != NULL;
            counted[n_counted++] = (struct range){begin, begin + header->p_memsz, glpk};
        }
    }
    return 0;
}

static const struct range *range_of(const void *caller) {
    for (int i = 0; ready && i < n_counted; i++) {
        if ((uintptr_t)caller >= counted[i].begin && (uintptr_t)caller < counted[i].end) {
            return &counted[i];
        }
    }
    return NULL;
}

static bool asked_by_us(const void *caller) {
    return range_of(caller) != NULL;
}

static uint32_t slot_of(const void *address) {
    return (uint32_t)(((uintptr_t)address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 44);
}

static void follow(void *address, size_t size, uint64_t number) {
    uint32_t slot = slot_of(address);
    for (uint32_t i = 0; i < TABLE_SIZE; i++) {
        struct block *block = &table[(slot + i) % TABLE_SIZE];
        if (block->address == NULL || block->address == TAKEN_OUT) {
            *block = (struct block){address, number, size};
            return;
        }
    }
    overflow = true;
}

static void forget(const void *address) {
    uint32_t slot = slot_of(address);
    for (uint32_t i = 0; i < TABLE_SIZE; i++) {
        struct block *block = &table[(slot + i) % TABLE_SIZE];
        if (block->address == NULL) {
            return;
        }
        if (block->address == address) {
            block->address = TAKEN_OUT;
            return;
        }
    }
}

/* Counts an allocation of ours; true if it is the one to fail. */
static bool fails_now(uint64_t *number) {
    pthread_mutex_lock(&mutex);
    *number = ++n_allocations;
    bool fails = *number == fail_at;
    n_failed += fails;
    pthread_mutex_unlock(&mutex);
    return fails;
}

static void *followed(void *address, size_t size, uint64_t number) {
    if (address != NULL) {
        pthread_mutex_lock(&mutex);
        follow(address, size, number);
        pthread_mutex_unlock(&mutex);
    }
    return address;
}

void *malloc(size_t size) {
    uint64_t number;
    if (!asked_by_us(__builtin_return_address(0))) {
        return __libc_malloc(size);
    }
    return fails_now(&number) ? NULL : followed(__libc_malloc(size), size, number);
}

void *calloc(size_t n, size_t size) {
    uint64_t number;
    if (!asked_by_us(__builtin_return_address(0))) {
        return __libc_calloc(n, size);
    }
    return fails_now(&number) ? NULL : followed(__libc_calloc(n, size), n * size, number);
}

void *aligned_alloc(size_t alignment, size_t size) {
    uint64_t number;
    if (!asked_by_us(__builtin_return_address(0))) {
        return __libc_memalign(alignment, size);
    }
    return fails_now(&number) ? NULL : followed(__libc_memalign(alignment, size), size, number);
}

void *realloc(void *old, size_t size) {
    uint64_t number;
    if (!asked_by_us(__builtin_return_address(0))) {
        return __libc_realloc(old, size);
    }
    if (fails_now(&number)) {
        if (range_of(__builtin_return_address(0))->glpk) {
            pthread_mutex_lock(&mutex);
            forget(old);
            pthread_mutex_unlock(&mutex);
        }
        return NULL;
    }
    pthread_mutex_lock(&mutex); /* nobody may be given the old address before it is forgotten */
    void *address = __libc_realloc(old, size);
    if (address != NULL) {
        forget(old);
        follow(address, size, number);
    }
    pthread_mutex_unlock(&mutex);
    return address;
}

void free(void *address) {
    if (ready && address != NULL) {
        pthread_mutex_lock(&mutex);
        forget(address);
        pthread_mutex_unlock(&mutex);
    }
    __libc_free(address);
}

__attribute__((constructor)) static void begin(void) {
    const char *at = getenv("PLACERA_FAIL_AT");
    fail_at = at == NULL ? 0 : strtoull(at, NULL, 10);
    dl_iterate_phdr(note_object, NULL);
    ready = true;
}

__attribute__((destructor)) static void end(void) {
    ready = false;
    const char *path = getenv("PLACERA_FAIL_LOG");
    FILE *log = path == NULL ? NULL : fopen(path, "w");
    if (log == NULL) {
        return;
    }
    uint64_t n_leaked = 0;
    const struct block *first = NULL;
    for (uint32_t i = 0; i < TABLE_SIZE; i++) {
        if (table[i].address != NULL && table[i].address != TAKEN_OUT) {
            n_leaked++;
            first = first == NULL || table[i].number < first->number ? &table[i] : first;
        }
    }
    fprintf(log, "allocations %llu, failed %llu, leaked %llu blocks",
            (unsigned long long)n_allocations, (unsigned long long)n_failed,
            (unsigned long long)n_leaked);
    if (first != NULL) {
        fprintf(log, " (first: allocation %llu of %zu bytes)", (unsigned long long)first->number,
                first->size);
    }
    fprintf(log, "%s\n", overflow ? ", table full" : "");
    fclose(log);
}
