// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A template is read once from left to right; forms of {name|...} are templates themselves. The
 * depth is bounded by the braces a translator writes, and by phrases within phrases (at most four
 * in words.c).
 */
#include "explain/render.h"

#include "solver/error.h"

#include <math.h>
#include <string.h>

struct template {
    const char *at;
    const char *end;
};

static void render_template(struct text *text, const struct language *language,
                            struct template template, const struct slot *slots);

/* Digits with the language's separator between thousands. */
static void put_grouped(struct text *text, const struct language *language, const char *digits,
                        size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            text_puts(text, language->group_separator);
        }
        text_add(text, digits + i, 1);
    }
}

static void put_whole(struct text *text, const struct language *language, int64_t whole) {
    char digits[32];
    uint64_t size = whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)size);
    if (whole < 0) {
        text_puts(text, "\u2212");
    }
    put_grouped(text, language, digits, (size_t)length);
}

static void put_decimal(struct text *text, const struct language *language, double decimal) {
    char digits[64];
    /* Values have at most 15 digits; differences of decimals are exact to fewer. */
    bool is_whole = decimal == floor(decimal) && fabs(decimal) < 1e15;
    snprintf(digits, sizeof digits, is_whole ? "%.0f" : "%.12g", fabs(decimal));
    if (decimal < 0) {
        text_puts(text, "\u2212");
    }
    size_t whole = strspn(digits, "0123456789");
    if (digits[whole] == 'e') { /* 1e+20: left as it is */
        text_puts(text, digits);
        return;
    }
    put_grouped(text, language, digits, whole);
    if (digits[whole] == '.') {
        text_puts(text, language->decimal_point);
        text_puts(text, digits + whole + 1);
    }
}

static void put_slot(struct text *text, const struct language *language, const struct slot *slot) {
    char digits[32];
    switch (slot->kind) {
    case SLOT_TEXT:
        text_put_safely(text, slot->text);
        break;
    case SLOT_COUNT:
        put_whole(text, language, slot->whole);
        break;
    case SLOT_METRES:
        put_whole(text, language, slot->whole);
        text_puts(text, "\u00a0m");
        break;
    case SLOT_DECIMAL:
        put_decimal(text, language, slot->decimal);
        break;
    case SLOT_DATE:
        text_put_date(text, slot->whole);
        break;
    case SLOT_MONTH:
        text_puts(text, language->month[slot->whole % 12]);
        text_printf(text, "\u00a0%04lld", (long long)slot->whole / 12);
        break;
    case SLOT_HEX:
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)slot->lottery);
        text_add(text, digits, slot->digits < 16 ? slot->digits : 16);
        break;
    case SLOT_PHRASE:
        render(text, language, slot->phrase, slot->slots);
        break;
    }
}

static const struct slot *slot_find(const struct slot *slots, const char *name, size_t length) {
    for (; slots != NULL && slots->name != NULL; slots++) {
        if (strlen(slots->name) == length && memcmp(slots->name, name, length) == 0) {
            return slots;
        }
    }
    return NULL;
}

/* Where the form that begins at `at` ends: at a bar or a brace of its own level. */
static const char *form_end(const char *at, const char *end) {
    unsigned depth = 0;
    for (; at < end; at++) {
        if (depth == 0 && (*at == '|' || *at == '}')) {
            break;
        }
        depth += *at == '{';
        depth -= *at == '}';
    }
    return at;
}

/* One {...}; at stands after the brace. Returns what follows the closing brace. */
static const char *render_braces(struct text *text, const struct language *language,
                                 struct template template, const struct slot *slots) {
    const char *name_end = form_end(template.at, template.end);
    INVARIANT(name_end < template.end);
    const struct slot *slot = slot_find(slots, template.at, (size_t)(name_end - template.at));
    INVARIANT(slot != NULL);
    if (*name_end == '}') {
        put_slot(text, language, slot);
        return name_end + 1;
    }
    INVARIANT(slot->kind == SLOT_COUNT);
    unsigned wanted = language->plural((uint64_t)slot->whole);
    const char *at = name_end;
    for (unsigned form = 0; *at == '|'; form++) {
        struct template inner = {at + 1, form_end(at + 1, template.end)};
        if (form == wanted) {
            render_template(text, language, inner, slots);
        }
        at = inner.end;
        INVARIANT(at < template.end);
    }
    return at + 1;
}

static void render_template(struct text *text, const struct language *language,
                            struct template template, const struct slot *slots) {
    while (template.at < template.end) {
        size_t plain = 0;
        while (template.at + plain < template.end && template.at[plain] != '{') {
            plain++;
        }
        text_add(text, template.at, plain);
        template.at += plain;
        if (template.at < template.end) {
            template.at++;
            template.at = render_braces(text, language, template, slots);
        }
    }
}

void render_words(struct text *text, const struct language *language, const char *words,
                  const struct slot *slots) {
    render_template(text, language, (struct template){words, words + strlen(words)}, slots);
}

void render(struct text *text, const struct language *language, enum phrase phrase,
            const struct slot *slots) {
    INVARIANT(language->phrase[phrase] != NULL);
    render_words(text, language, language->phrase[phrase], slots);
}
