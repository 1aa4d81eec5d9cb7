// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/speaker.h"

#include "explain/words.h"

#include <string.h>

enum { WIDTH = 80, INDENT = 2, INDENT_COMMAND = 4 };

void speaker_add(struct speaker *speaker, enum phrase phrase, const struct slot *slots) {
    if (speaker->paragraph->length > 0) {
        text_puts(speaker->paragraph, " ");
    }
    render(speaker->paragraph, speaker->language, phrase, slots);
}

static void speaker_flush_with(struct speaker *speaker, unsigned indent) {
    if (speaker->paragraph->length > 0) {
        text_wrap(speaker->out, speaker->paragraph->bytes, indent,
                  speaker->width == 0 ? WIDTH : speaker->width);
        text_clear(speaker->paragraph);
    }
}

void speaker_flush(struct speaker *speaker) {
    speaker_flush_with(speaker, INDENT);
}

void speaker_flush_line(struct speaker *speaker) {
    speaker_flush_with(speaker, 0);
}

void speaker_line(struct speaker *speaker, enum phrase phrase, const struct slot *slots) {
    speaker_flush(speaker);
    speaker_add(speaker, phrase, slots);
    speaker_flush_line(speaker);
}

void speaker_gap(struct speaker *speaker) {
    const struct text *out = speaker->out;
    if (out->length >= 2 && memcmp(out->bytes + out->length - 2, "\n\n", 2) != 0) {
        text_puts(speaker->out, "\n");
    }
}

void speaker_command(struct speaker *speaker, const char *seed, const char *applicant,
                     const char *offer) {
    for (unsigned i = 0; i < INDENT_COMMAND; i++) {
        text_puts(speaker->out, " ");
    }
    lottery_command(speaker->out, seed, applicant, offer);
    text_puts(speaker->out, "\n");
}

void speaker_list_begin(struct speaker *speaker) {
    text_clear(speaker->list);
}

void speaker_list_add(struct speaker *speaker, enum phrase phrase, const struct slot *slots) {
    if (speaker->list->length > 0) {
        render(speaker->list, speaker->language, PHRASE_LIST_NEXT, NULL);
    }
    render(speaker->list, speaker->language, phrase, slots);
}

const char *speaker_list_end(struct speaker *speaker) {
    return speaker->list->bytes == NULL ? "" : speaker->list->bytes;
}

const char *speaker_school(const struct instance *instance, const char *id) {
    for (uint32_t s = 0; s < instance->n_schools; s++) {
        if (strcmp(id, strings_get(&instance->school_id, s)) == 0) {
            const char *name = strings_get(&instance->school_name, s);
            return name[0] != 0 ? name : id;
        }
    }
    return NULL;
}

void speaker_place(struct place_words *words, const struct speaker *speaker, uint32_t offer,
                   uint32_t metres, enum measure measure) {
    static const enum phrase phrase_of[] = {
        [MEASURE_UNKNOWN] = PHRASE_NO_DISTANCE,
        [MEASURE_WALKING] = PHRASE_WALKING,
        [MEASURE_STRAIGHT_LINE] = PHRASE_STRAIGHT_LINE,
    };
    const struct instance *instance = speaker->instance;
    uint32_t school = instance->offer_school[offer];
    const char *name = strings_get(&instance->school_name, school);
    words->place[0] =
        slot_text("school", name[0] != 0 ? name : strings_get(&instance->school_id, school));
    words->place[1] = slot_text("offer", strings_get(&instance->offer_id, offer));
    words->place[2] = slot_end();
    words->metres[0] = slot_metres("metres", metres);
    words->metres[1] = slot_end();
    words->slot_place = slot_phrase("place", PHRASE_PLACE, words->place);
    words->both[0] = words->slot_place;
    words->both[1] = slot_phrase("distance", phrase_of[measure], words->metres);
    words->both[2] = slot_end();
    /* a second application of a child need not have metres of its own */
    bool follows = speaker->explanation != NULL && speaker->explanation->follows != NONE;
    bool measured = !speaker->hides_metres &&
                    (instance->distance_start != NULL || instance->policy.straight_line) &&
                    (measure != MEASURE_UNKNOWN || !follows);
    words->slot_at = slot_phrase("at", measured ? PHRASE_PLACE_AT : PHRASE_PLACE,
                                 measured ? words->both : words->place);
}

/* Inside single quotes a shell changes nothing, but printf reads % and \ and cannot take a raw
 * control character from a page; all of them are escaped. */
static void put_printf(struct text *text, const char *string) {
    for (; *string != 0; string++) {
        unsigned char byte = (unsigned char)*string;
        if (byte < 0x20 || byte == 0x7f) {
            text_printf(text, "\\%03o", (unsigned)byte);
        } else if (byte == '\'') {
            text_puts(text, "'\\''");
        } else {
            if (byte == '%' || byte == '\\') {
                text_add(text, string, 1);
            }
            text_add(text, string, 1);
        }
    }
}

void lottery_command(struct text *text, const char *seed, const char *applicant,
                     const char *offer) {
    bool dashes = seed[0] == '-'; /* else printf would take it for an option */
    text_puts(text, dashes ? "printf -- '" : "printf '");
    put_printf(text, seed);
    text_puts(text, "\\n");
    put_printf(text, applicant);
    if (offer != NULL) {
        text_puts(text, "\\n");
        put_printf(text, offer);
    }
    text_puts(text, "' | sha256sum");
}
