// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/arena.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

Test(arena, aligned_and_apart) {
    struct arena arena = {NULL};
    unsigned char *before = NULL;
    for (size_t n = 0; n < 200; n++) {
        unsigned char *block = ARENA_NEW(&arena, n, unsigned char);
        cr_assert_not_null(block);
        cr_assert_eq((uintptr_t)block % 64, 0);
        cr_assert_neq(block, before);
        memset(block, (int)n, n);
        cr_assert(n < 2 || before[n - 2] == n - 1);
        before = block;
    }
    arena_free(&arena);
    cr_expect_null(arena.head);
}

Test(arena, zeroed) {
    struct arena arena = {NULL};
    for (size_t n = 1; n < 100000; n *= 10) { /* the second time over used memory */
        memset(arena_alloc(&arena, n, 8), 0xFF, n * 8);
        arena_rewind(&arena, (struct arena_mark){NULL, 0});
        uint64_t *numbers = ARENA_ZERO(&arena, n, uint64_t);
        for (size_t i = 0; i < n; i++) {
            cr_assert_eq(numbers[i], 0);
        }
    }
    arena_free(&arena);
}

Test(arena, rewound_to_a_mark) {
    struct arena arena = {NULL};
    int *kept = ARENA_NEW(&arena, 1, int);
    *kept = 7;
    struct arena_mark mark = arena_mark(&arena);
    int *first = ARENA_NEW(&arena, 10, int);
    ARENA_NEW(&arena, 1 << 20, int); /* a chunk of its own */
    ARENA_NEW(&arena, 10, int);
    arena_rewind(&arena, mark);
    cr_expect_eq(ARENA_NEW(&arena, 10, int), first, "the same place again");
    cr_expect_eq(*kept, 7);
    arena_free(&arena);
    ARENA_NEW(&arena, 1, int); /* may be used again */
    arena_free(&arena);
}

Test(arena, sizes_that_overflow) {
    struct arena arena = {NULL};
    cr_expect_null(arena_alloc(&arena, SIZE_MAX / 4, 8));
    cr_expect_null(arena_alloc(&arena, SIZE_MAX, 1));
    cr_expect_null(arena_zalloc(&arena, SIZE_MAX / 16 + 1, 16));
    cr_expect_not_null(arena_alloc(&arena, SIZE_MAX, 0));
    arena_free(&arena);
}
