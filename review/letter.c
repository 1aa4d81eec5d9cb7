// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page from top to bottom: sender, date and window, the decision, its grounds
 * (letter_grounds.c), how to appeal (letter_appeal.c), the lottery (letter_lottery.c), and the
 * entry of the log. Every text passes html_text.
 */
#include "review/letter_parts.h"

#include "io/month_text.h"

#include <string.h>

static const char style[] =
#include "review/letter.inc"
    ;

void letter_put(struct letter *letter, enum letter_phrase phrase, const struct slot *slots) {
    text_clear(&letter->phrase);
    render_words(&letter->phrase, letter->language, letter->words->phrase[phrase], slots);
    html_text(&letter->out, letter->phrase.bytes == NULL ? "" : letter->phrase.bytes);
}

void letter_element(struct letter *letter, const char *tag, enum letter_phrase phrase,
                    const struct slot *slots) {
    text_printf(&letter->out, "<%s>", tag);
    letter_put(letter, phrase, slots);
    text_printf(&letter->out, "</%s>\n", tag);
}

void letter_field(struct letter *letter, enum letter_phrase name, const char *value) {
    if (value != NULL && value[0] != '\0') {
        letter_element(letter, "dt", name, NULL);
        text_puts(&letter->out, "<dd>");
        html_lines(&letter->out, value);
        text_puts(&letter->out, "</dd>\n");
    }
}

void letter_field_phrase(struct letter *letter, enum letter_phrase name, enum letter_phrase value,
                         const struct slot *slots) {
    letter_element(letter, "dt", name, NULL);
    letter_element(letter, "dd", value, slots);
}

const char *letter_setting(const struct letter *letter, enum setting setting) {
    const char *value = letter->settings->value[setting];
    return value[0] == '\0' ? NULL : value;
}

const char *letter_month(const struct letter *letter, const char *month,
                         char when[LETTER_WHEN_SIZE]) {
    uint32_t number;
    when[0] = '\0';
    if (month != NULL && strlen(month) >= 7 && month_parse(month, 7, &number)) {
        snprintf(when, LETTER_WHEN_SIZE, "%s\u00a0%u", letter->language->month[number % 12],
                 number / 12);
    }
    return when;
}

const char *letter_date(const struct letter *letter, const char *at, char when[LETTER_WHEN_SIZE]) {
    char month[LETTER_WHEN_SIZE];
    unsigned day = 0;
    if (letter_month(letter, at, month)[0] == '\0' || sscanf(at + 7, "-%2u", &day) != 1) {
        when[0] = '\0';
        return when;
    }
    struct text text = {0};
    render_words(&text, letter->language, letter->words->phrase[LETTER_DATE],
                 (struct slot[]){slot_count("day", day), slot_text("month", month), slot_end()});
    snprintf(when, LETTER_WHEN_SIZE, "%s", text.bytes == NULL ? "" : text.bytes);
    text_release(&text);
    return when;
}

static void sender(struct letter *letter) {
    const char *municipality = letter_setting(letter, SETTING_MUNICIPALITY),
               *office = letter_setting(letter, SETTING_OFFICE),
               *address = letter_setting(letter, SETTING_ADDRESS);
    text_puts(&letter->out, "<div class=\"sender\"><strong>");
    if (municipality != NULL) {
        html_text(&letter->out, municipality);
    } else {
        letter_put(letter, LETTER_MUNICIPALITY, NULL);
    }
    text_puts(&letter->out, "</strong>\n");
    html_lines(&letter->out, office == NULL ? "" : office);
    text_puts(&letter->out, office == NULL ? "" : "<br>\n");
    html_lines(&letter->out, address == NULL ? "" : address);
    text_puts(&letter->out, "</div>\n");
}

/* Who gets the letter, where a window envelope shows it. */
static void window(struct letter *letter, const struct letter_case *about) {
    text_puts(&letter->out, "<address class=\"window\">");
    if (about->is_protected) {
        letter_put(letter, LETTER_PROTECTED, NULL);
    } else if (about->guardian != NULL) {
        html_lines(&letter->out, about->guardian);
    } else {
        letter_put(
            letter, LETTER_GUARDIAN_OF,
            (struct slot[]){slot_text("child", about->name != NULL ? about->name : about->id),
                            slot_end()});
    }
    if (about->address != NULL && !about->is_protected) {
        text_puts(&letter->out, "<br>\n");
        html_lines(&letter->out, about->address);
    }
    text_puts(&letter->out, "</address>\n");
}

static void head(struct letter *letter, const struct letter_case *about) {
    char when[LETTER_WHEN_SIZE];
    text_printf(&letter->out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"robots\" content=\"noindex\">\n<title>",
                letter->words->code);
    letter_put(letter, LETTER_TITLE, NULL);
    text_puts(&letter->out, ", ");
    html_text(&letter->out, about->id);
    text_puts(&letter->out, "</title>\n<style>\n");
    text_puts(&letter->out, style);
    text_puts(&letter->out, "</style>\n</head>\n<body>\n<header class=\"head\">\n");
    sender(letter);
    text_puts(&letter->out, "<div class=\"when\">");
    html_text(&letter->out, letter_date(letter, about->decide.at, when));
    text_puts(&letter->out, "<br>\n");
    letter_put(letter, LETTER_NUMBER, (struct slot[]){slot_entry(&about->decide), slot_end()});
    text_puts(&letter->out, "</div>\n");
    window(letter, about);
    text_puts(&letter->out, "</header>\n<main>\n");
}

/* The child as the decision names it. */
static const char *child_name(const struct letter_case *about) {
    return about->is_protected || about->name == NULL ? NULL : about->name;
}

static void decision_fields(struct letter *letter, const struct letter_case *about) {
    char when[LETTER_WHEN_SIZE];
    const struct letter_place *place = &about->decided;
    if (about->is_protected) {
        letter_field_phrase(letter, LETTER_FIELD_CHILD, LETTER_PROTECTED, NULL);
    } else {
        letter_field(letter, LETTER_FIELD_CHILD, about->name);
    }
    letter_field(letter, LETTER_FIELD_ID, about->id);
    if (place->offer != NULL) {
        letter_field(letter, LETTER_FIELD_SCHOOL, place->school);
        letter_field(letter, LETTER_FIELD_OFFER, place->offer);
        letter_field(letter, LETTER_FIELD_GROUP, place->group);
        letter_field(letter, LETTER_FIELD_START, letter_month(letter, place->start, when));
        letter_field_phrase(letter, LETTER_FIELD_WISH,
                            about->wish > 0 ? LETTER_WISH : LETTER_WISH_NONE,
                            (struct slot[]){slot_whole("wish", about->wish),
                                            slot_whole("wishes", about->n_wishes), slot_end()});
    }
    if (about->answer.by != NULL) {
        letter_field_phrase(
            letter, LETTER_FIELD_ANSWER, about->accepted ? LETTER_ACCEPTED : LETTER_DECLINED,
            (struct slot[]){slot_text("date", letter_date(letter, about->answer.at, when)),
                            slot_end()});
    }
}

static void decision(struct letter *letter, const struct letter_case *about) {
    const char *name = child_name(about), *school = about->decided.school;
    letter_element(letter, "h1", LETTER_TITLE, NULL);
    text_puts(&letter->out, "<p class=\"round\">");
    letter_put(letter, LETTER_ROUND,
               (struct slot[]){slot_text("round", letter->round), slot_end()});
    text_puts(&letter->out, "</p>\n<div class=\"decision\">\n");
    letter_element(
        letter, "p", about->decided.offer != NULL ? LETTER_GETS : LETTER_GETS_NONE,
        (struct slot[]){
            slot_text("child", name != NULL ? name : letter->words->phrase[LETTER_THE_CHILD]),
            slot_text("school", school == NULL ? "" : school), slot_end()});
    text_puts(&letter->out, "<dl>\n");
    decision_fields(letter, about);
    text_puts(&letter->out, "</dl>\n</div>\n");
    if (about->is_protected) {
        text_puts(&letter->out, "<div class=\"note\">");
        letter_put(letter, LETTER_PROTECTED_NOTE, NULL);
        text_puts(&letter->out, "</div>\n");
    }
}

static void foot(struct letter *letter, const struct letter_case *about) {
    text_puts(&letter->out, "</main>\n<footer>");
    letter_put(letter, LETTER_LOG,
               (struct slot[]){slot_entry(&about->decide), slot_text("hash", about->decide.hash),
                               slot_end()});
    text_puts(&letter->out, "</footer>\n</body>\n</html>\n");
}

enum err letter_write(struct letter *letter, const struct letter_case *about, struct error *error) {
    struct explanation explanation;
    enum err err = explain(letter->explainer, about->child, &explanation, error);
    if (err != OK) {
        return err;
    }
    text_clear(&letter->out);
    head(letter, about);
    decision(letter, about);
    err = letter_grounds(letter, about, &explanation, error);
    if (err == OK) {
        letter_appeal(letter, about);
        err = letter_lottery(letter, about, &explanation, error);
    }
    foot(letter, about);
    return err == OK && (letter->out.no_memory || letter->phrase.no_memory) ? error_no_memory(error)
                                                                            : err;
}

void letter_release(struct letter *letter) {
    text_release(&letter->out);
    text_release(&letter->phrase);
    words_release(&letter->grounds);
}
