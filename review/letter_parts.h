// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside review/letter*.c: elements of the page, and its parts.
 */
#ifndef PLACERA_REVIEW_LETTER_PARTS_H
#define PLACERA_REVIEW_LETTER_PARTS_H

#include "explain/render.h"
#include "review/html.h"
#include "review/letter.h"

/* The number of a decision, as slot `entry`: not grouped as other numbers, since it is quoted. */
static inline struct slot slot_entry(const struct deed *deed) {
    return slot_text("entry", deed->entry);
}

/* A phrase, escaped; slots as in explain/render.h. */
void letter_put(struct letter *letter, enum letter_phrase phrase, const struct slot *slots);

/* <tag>phrase</tag> */
void letter_element(struct letter *letter, const char *tag, enum letter_phrase phrase,
                    const struct slot *slots);

/* A name and its value in a list of them: a text, or a phrase. Nothing where the text is NULL. */
void letter_field(struct letter *letter, enum letter_phrase name, const char *value);
void letter_field_phrase(struct letter *letter, enum letter_phrase name, enum letter_phrase value,
                         const struct slot *slots);

/* A moment or a month of the store as words, 1 March 2027, March 2027; "" for what is none. The
 * text is the caller's, [LETTER_WHEN_SIZE]. */
enum { LETTER_WHEN_SIZE = 64 };
const char *letter_date(const struct letter *letter, const char *at, char when[LETTER_WHEN_SIZE]);
const char *letter_month(const struct letter *letter, const char *month,
                         char when[LETTER_WHEN_SIZE]);

/* A setting's value, NULL where nothing is set. */
const char *letter_setting(const struct letter *letter, enum setting setting);

/* letter_grounds.c: why. Errors: as explain. */
enum err letter_grounds(struct letter *letter, const struct letter_case *about,
                        const struct explanation *explanation, struct error *error);

/* letter_appeal.c */
void letter_appeal(struct letter *letter, const struct letter_case *about);

/* letter_lottery.c: how the child's number is recomputed; nothing where the round draws none.
 * Errors: ERR_SOLVER, ERR_NO_MEMORY. */
enum err letter_lottery(struct letter *letter, const struct letter_case *about,
                        const struct explanation *explanation, struct error *error);

#endif
