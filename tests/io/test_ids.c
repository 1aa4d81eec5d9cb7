// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/ids.h"

#include "solver/instance.h"
#include "tests/oracle/random.h"

#include <criterion/criterion.h>
#include <string.h>

enum { TEXTS = 1500, LENGTH_MAX = 20, BYTES = TEXTS * (LENGTH_MAX + 1) };

struct many_texts {
    struct strings texts;
    size_t start[TEXTS];
    char bytes[BYTES];
    uint32_t n_twice;
};

static uint32_t find_naively(const struct strings *texts, const char *text) {
    for (uint32_t i = 0; i < texts->n; i++) {
        if (strcmp(strings_get(texts, i), text) == 0) {
            return i;
        }
    }
    return NONE;
}

static void note_twice(void *context, uint32_t first, uint32_t again) {
    struct many_texts *column = context;
    cr_expect_eq(find_naively(&column->texts, strings_get(&column->texts, again)), first);
    column->n_twice++;
}

/* Of three letters, so that many are alike, begin alike or end alike, some of them twice. */
static void random_text(struct random *random, char text[LENGTH_MAX + 1]) {
    uint32_t length = random_below(random, LENGTH_MAX + 1);
    for (uint32_t i = 0; i < length; i++) {
        text[i] = random_chance(random, 90) ? 'a' : (char)('b' + random_below(random, 2));
    }
    text[length] = '\0';
}

static struct many_texts *many_texts_make(struct random *random) {
    struct many_texts *column = calloc(1, sizeof *column);
    cr_assert_not_null(column);
    column->texts = (struct strings){TEXTS, column->start, column->bytes};
    size_t used = 0;
    for (uint32_t i = 0; i < TEXTS; i++) {
        column->start[i] = used;
        random_text(random, column->bytes + used);
        used += strlen(column->bytes + used) + 1;
    }
    return column;
}

Test(ids, as_looking_through_all) {
    struct random random = {3};
    for (int round = 0; round < 20; round++) {
        struct many_texts *column = many_texts_make(&random);
        struct arena arena = {NULL};
        struct ids ids;
        cr_assert_eq(ids_build(&ids, &column->texts, note_twice, column, &arena, NULL), OK);
        uint32_t n_first = 0, guess = 0;
        for (uint32_t i = 0; i < TEXTS; i++) {
            n_first += find_naively(&column->texts, strings_get(&column->texts, i)) == i ? 1 : 0;
        }
        cr_expect_eq(column->n_twice, TEXTS - n_first);
        for (int i = 0; i < 2000; i++) {
            char text[LENGTH_MAX + 1];
            random_text(&random, text);
            uint32_t found = find_naively(&column->texts, text);
            cr_assert_eq(ids_find(&ids, text, strlen(text)), found, "'%s'", text);
            uint32_t near = ids_find_near(&ids, text, strlen(text), &guess);
            cr_assert(near == found ||
                      (found != NONE && strcmp(strings_get(&column->texts, near), text) == 0));
        }
        arena_free(&arena);
        free(column);
    }
}
