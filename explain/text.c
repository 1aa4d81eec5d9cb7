// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Invariant: bytes != NULL implies length < capacity and bytes[length] == 0.
 */
#include "explain/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 4096, PRINTF_BYTES = 512 };

/* Room for `more` bytes and the NUL; false when there is none. */
static bool text_reserve(struct text *text, size_t more) {
    if (text->no_memory || more > SIZE_MAX / 4 - text->length) {
        text->no_memory = true;
        return false;
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) {
        return true;
    }
    size_t capacity = text->capacity == 0 ? TEXT_BYTES : text->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    char *bytes = realloc(text->bytes, capacity);
    if (bytes == NULL) {
        text->no_memory = true;
        return false;
    }
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

void text_add(struct text *text, const char *bytes, size_t length) {
    if (!text_reserve(text, length)) {
        return;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = 0;
}

void text_puts(struct text *text, const char *string) {
    text_add(text, string, strlen(string));
}

void text_printf(struct text *text, const char *format, ...) {
    char bytes[PRINTF_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(bytes, sizeof bytes, format, arguments);
    va_end(arguments);
    size_t whole = length < 0 ? 0 : (size_t)length;
    text_add(text, bytes, whole < sizeof bytes ? whole : sizeof bytes - 1);
}

static bool is_control(char byte) {
    return (unsigned char)byte < 0x20 || byte == 0x7f;
}

void text_put_safely(struct text *text, const char *string) {
    while (*string != 0) {
        size_t length = 0;
        while (string[length] != 0 && !is_control(string[length])) {
            length++;
        }
        text_add(text, string, length);
        string += length;
        if (*string != 0) {
            text_puts(text, "\xef\xbf\xbd");
            string++;
        }
    }
}

/* Code points in length bytes of UTF-8: all bytes but the continuing ones. */
static unsigned characters(const char *bytes, size_t length) {
    unsigned n = 0;
    for (size_t i = 0; i < length; i++) {
        n += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    return n;
}

static void put_spaces(struct text *text, unsigned n) {
    for (unsigned i = 0; i < n; i++) {
        text_add(text, " ", 1);
    }
}

void text_wrap(struct text *text, const char *words, unsigned indent, unsigned width) {
    unsigned column = 0; /* 0: the line is empty yet */
    while (*words != 0) {
        size_t length = strcspn(words, " ");
        unsigned wide = characters(words, length);
        if (column != 0 && column + 1 + wide > width) {
            text_add(text, "\n", 1);
            column = 0;
        }
        if (column == 0) {
            put_spaces(text, indent);
            column = indent;
        } else {
            text_add(text, " ", 1);
            column++;
        }
        text_add(text, words, length);
        column += wide;
        words += length;
        words += strspn(words, " ");
    }
    text_add(text, "\n", 1);
}

void text_put_json(struct text *text, const char *string) {
    text_add(text, "\"", 1);
    for (; *string != 0; string++) {
        if (is_control(*string)) {
            text_printf(text, "\\u%04x", (unsigned)*string);
        } else {
            if (*string == '"' || *string == '\\') {
                text_add(text, "\\", 1);
            }
            text_add(text, string, 1);
        }
    }
    text_add(text, "\"", 1);
}

/* Days since 1970-01-01 as a date of the Gregorian calendar. After Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms": years begin in March, eras have 400 of them. */
void text_put_date(struct text *text, int64_t days) {
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    text_printf(text, "%04lld-%02lld-%02lld", (long long)year, (long long)month, (long long)day);
}

void text_clear(struct text *text) {
    text->length = 0;
    if (text->bytes != NULL) {
        text->bytes[0] = 0;
    }
}

void text_release(struct text *text) {
    free(text->bytes);
    *text = (struct text){0};
}
