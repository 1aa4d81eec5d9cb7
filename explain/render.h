// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Templates of the catalogue to text: {name} filled from slots, {name|one|other} chosen by number,
 * numbers, metres, dates and months written as the language does.
 */
#ifndef PLACERA_RENDER_H
#define PLACERA_RENDER_H

#include "explain/catalogue.h"
#include "explain/text.h"

enum slot_kind {
    SLOT_TEXT,    /* from the input: written safely */
    SLOT_COUNT,   /* a whole number, which may choose a form */
    SLOT_METRES,  /* a whole number with its unit */
    SLOT_DECIMAL, /* a number as written in a column */
    SLOT_DATE,    /* days since 1970-01-01 */
    SLOT_MONTH,   /* year * 12 + month - 1 */
    SLOT_HEX,     /* the first `digits` hex digits of a lottery number */
    SLOT_PHRASE,  /* another phrase with slots of its own */
};

struct slot {
    const char *name; /* NULL ends an array of slots */
    enum slot_kind kind;
    union {
        const char *text;
        int64_t whole;
        double decimal;
        uint64_t lottery;
        const struct slot *slots;
    };
    unsigned digits;
    enum phrase phrase;
};

static inline struct slot slot_end(void) {
    return (struct slot){.name = 0};
}
static inline struct slot slot_text(const char *name, const char *text) {
    return (struct slot){.name = name, .kind = SLOT_TEXT, .text = text};
}
static inline struct slot slot_count(const char *name, uint64_t count) {
    return (struct slot){.name = name, .kind = SLOT_COUNT, .whole = (int64_t)count};
}
static inline struct slot slot_whole(const char *name, int64_t whole) {
    return (struct slot){.name = name, .kind = SLOT_COUNT, .whole = whole};
}
static inline struct slot slot_metres(const char *name, int64_t metres) {
    return (struct slot){.name = name, .kind = SLOT_METRES, .whole = metres};
}
static inline struct slot slot_decimal(const char *name, double decimal) {
    return (struct slot){.name = name, .kind = SLOT_DECIMAL, .decimal = decimal};
}
static inline struct slot slot_date(const char *name, int64_t days) {
    return (struct slot){.name = name, .kind = SLOT_DATE, .whole = days};
}
static inline struct slot slot_month(const char *name, uint32_t month) {
    return (struct slot){.name = name, .kind = SLOT_MONTH, .whole = month};
}
static inline struct slot slot_hex(const char *name, uint64_t lottery, unsigned digits) {
    return (struct slot){.name = name, .kind = SLOT_HEX, .lottery = lottery, .digits = digits};
}
static inline struct slot slot_phrase(const char *name, enum phrase phrase,
                                      const struct slot *slots) {
    return (struct slot){.name = name, .kind = SLOT_PHRASE, .slots = slots, .phrase = phrase};
}

/* Appends the phrase. slots end with slot_end(); NULL: none. */
void render(struct text *text, const struct language *language, enum phrase phrase,
            const struct slot *slots);

/* The same for a template of another catalogue. */
void render_words(struct text *text, const struct language *language, const char *words,
                  const struct slot *slots);

#endif
