// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why: who decided and by which provisions; where a person gave another place than the one
 * proposed, the reason that was written down; and how the proposal came about, in explain's words.
 */
#include "review/letter_parts.h"

#include <string.h>

/* "School (offer) from March 2027" as a slot; must stay where it was made. */
struct place_text {
    struct text text;
    struct slot slot;
};

static void name_place(struct letter *letter, struct place_text *words,
                       const struct letter_place *place) {
    char when[LETTER_WHEN_SIZE];
    bool starts = letter_month(letter, place->start, when)[0] != '\0';
    words->text = (struct text){0};
    render_words(&words->text, letter->language,
                 letter->words->phrase[starts ? LETTER_PLACE_FROM : LETTER_PLACE],
                 (struct slot[]){slot_text("school", place->school),
                                 slot_text("offer", place->offer), slot_text("month", when),
                                 slot_end()});
    letter->out.no_memory |= words->text.no_memory;
    words->slot = slot_text("place", words->text.bytes == NULL ? "" : words->text.bytes);
}

/* What somebody wrote, and when; or that it is not for a letter. */
static void reason(struct letter *letter, enum letter_phrase phrase, const struct deed *deed) {
    char when[LETTER_WHEN_SIZE];
    letter_element(letter, "p", phrase,
                   (struct slot[]){slot_text("by", deed->by),
                                   slot_text("date", letter_date(letter, deed->at, when)),
                                   slot_end()});
    text_puts(&letter->out, "<blockquote>");
    if (deed->withheld) {
        letter_put(letter, LETTER_REASON_WITHHELD, NULL);
    } else {
        html_lines(&letter->out, deed->reason == NULL ? "" : deed->reason);
    }
    text_puts(&letter->out, "</blockquote>\n");
}

static void other(struct letter *letter, const struct letter_case *about) {
    struct place_text place;
    letter_element(letter, "h3", LETTER_OTHER, NULL);
    if (about->proposed.offer == NULL) {
        letter_element(letter, "p", LETTER_OTHER_WAS_NONE, NULL);
    } else {
        name_place(letter, &place, &about->proposed);
        letter_element(letter, "p", LETTER_OTHER_WAS, (struct slot[]){place.slot, slot_end()});
        text_release(&place.text);
    }
    if (about->from_reserve) {
        letter_element(letter, "p", LETTER_OTHER_RESERVE, NULL);
    }
    if (!about->from_reserve || about->give.reason != NULL) {
        reason(letter, LETTER_OTHER_REASON, &about->give);
    }
    letter_element(letter, "p", LETTER_OTHER_HOW, NULL);
}

static void decided(struct letter *letter, const struct letter_case *about) {
    char when[LETTER_WHEN_SIZE];
    const char *law = letter_setting(letter, SETTING_LAW), *handler = about->handled_by;
    text_puts(&letter->out, "<dl>\n");
    letter_field(letter, LETTER_FIELD_DECIDED_BY, about->decide.by);
    letter_field(letter, LETTER_FIELD_DECIDED_ON, letter_date(letter, about->decide.at, when));
    letter_field(letter, LETTER_FIELD_NUMBER, about->decide.entry);
    letter_field(letter, LETTER_FIELD_HANDLED_BY, handler);
    if (law != NULL) {
        letter_field(letter, LETTER_FIELD_LAW, law);
    } else {
        letter_field_phrase(letter, LETTER_FIELD_LAW,
                            letter->months ? LETTER_LAW_PRESCHOOL : LETTER_LAW_SCHOOL, NULL);
    }
    text_puts(&letter->out, "</dl>\n");
    bool alone = handler == NULL || strcmp(handler, about->decide.by) == 0;
    letter_element(letter, "p", alone ? LETTER_HOW_DECIDED_ALONE : LETTER_HOW_DECIDED,
                   (struct slot[]){slot_text("handler", handler == NULL ? "" : handler),
                                   slot_text("decider", about->decide.by), slot_end()});
}

/* One line of explain's grounds as an element. */
static void put_line(struct letter *letter, const char *tag, const char *line, size_t length) {
    text_clear(&letter->phrase);
    text_add(&letter->phrase, line, length);
    text_printf(&letter->out, "<%s>", tag);
    html_text(&letter->out, letter->phrase.bytes == NULL ? "" : letter->phrase.bytes);
    text_printf(&letter->out, "</%s>\n", tag);
}

/* Lines as words_write_grounds promises them: one that begins a part is a heading if something
 * stands under it. */
static void wishes(struct letter *letter, const char *at) {
    bool within = false;
    while (*at != '\0') {
        size_t length = strcspn(at, "\n"), indent = strspn(at, " ");
        const char *next = at + length + (at[length] == '\n');
        if (length == 0) {
            text_puts(&letter->out, within ? "</div>\n" : "");
            within = false;
        } else {
            text_puts(&letter->out, within ? "" : "<div class=\"part\">\n");
            within = true;
            put_line(letter,
                     indent >= 4                   ? "pre"
                     : indent == 0 && *next == ' ' ? "h3"
                                                   : "p",
                     at + indent, length - indent);
        }
        at = next;
    }
    text_puts(&letter->out, within ? "</div>\n" : "");
}

enum err letter_grounds(struct letter *letter, const struct letter_case *about,
                        const struct explanation *explanation, struct error *error) {
    struct words *words = &letter->grounds;
    words->hides_metres = about->is_protected;
    enum err err =
        words_write_grounds(words, letter->explainer, explanation, letter->language, error);
    if (err != OK) {
        return err;
    }
    letter_element(letter, "h2", LETTER_GROUNDS, NULL);
    decided(letter, about);
    if (about->reopen.by != NULL) {
        reason(letter, LETTER_REPLACES, &about->reopen);
    }
    if (about->give.by != NULL) {
        other(letter, about);
    } else {
        letter_element(letter, "p", LETTER_FOLLOWS_PROPOSAL, NULL);
    }
    wishes(letter, words->out.bytes == NULL ? "" : words->out.bytes);
    return OK;
}
