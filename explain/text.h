// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A text that grows: UTF-8 bytes, used again and again without new memory. A failed allocation is
 * remembered in no_memory and everything after it is dropped, so that writers need no checks and
 * the caller asks once, at the end.
 */
#ifndef PLACERA_TEXT_H
#define PLACERA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes; /* NUL-terminated once something was added; NULL before */
    size_t length;
    size_t capacity;
    bool no_memory;
};

void text_add(struct text *text, const char *bytes, size_t length);
void text_puts(struct text *text, const char *string);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends a string that came from the input; control characters become U+FFFD, so that no id can
 * steer a terminal. */
void text_put_safely(struct text *text, const char *string);

/* Appends words as lines of at most width characters (code points), each indented. Only plain
 * spaces break; a word longer than the line stands alone. Ends with a newline. */
void text_wrap(struct text *text, const char *words, unsigned indent, unsigned width);

/* Appends a string as a JSON string with its quotes. */
void text_put_json(struct text *text, const char *string);

/* Appends days since 1970-01-01 as YYYY-MM-DD. */
void text_put_date(struct text *text, int64_t days);

/* Empties it and keeps the memory. */
void text_clear(struct text *text);
void text_release(struct text *text);

#endif
