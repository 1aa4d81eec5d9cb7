// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How to appeal, as section 33 of förvaltningslagen wants it told. There are two ways, and which
 * one a decision goes depends on the provision it rests on:
 *
 *     board  förvaltningsbesvär to Skolväsendets överklagandenämnd (28:12 skollagen), where a wish
 *            had to give way by 9:15 or 10:30, second paragraph; sent to the municipality, three
 *            weeks from the day on which the decision was received (43 and 44 §§ förvaltningslagen)
 *     court  laglighetsprövning (13 kap. kommunallagen) in all other cases, preschool among them;
 *            sent to the court, three weeks from the announcement on the notice board
 *
 * placera does not know on which paragraph an office rests a refusal, so a round of schools tells
 * of both unless the setting `appeal` says which; a text of the office's own goes before all this.
 */
#include "review/letter_parts.h"

#include <string.h>

/* Where appeals go: the office and its address, on one line, as slot `office`. */
static void put_office(struct letter *letter, struct text *office) {
    const char *name = letter_setting(letter, SETTING_OFFICE),
               *municipality = letter_setting(letter, SETTING_MUNICIPALITY),
               *address = letter_setting(letter, SETTING_ADDRESS);
    name = name != NULL ? name : municipality;
    text_puts(office, name != NULL ? name : letter->words->phrase[LETTER_APPEAL_OFFICE_UNNAMED]);
    for (const char *at = address; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\r\n");
        text_puts(office, length > 0 ? ", " : "");
        text_add(office, at, length);
        at += length + strspn(at + length, "\r\n");
    }
    letter->out.no_memory |= office->no_memory;
}

static void board(struct letter *letter) {
    struct text office = {0};
    put_office(letter, &office);
    letter_element(letter, "h3", LETTER_APPEAL_BOARD, NULL);
    letter_element(letter, "p", LETTER_APPEAL_BOARD_WHEN, NULL);
    letter_element(
        letter, "p", LETTER_APPEAL_BOARD_WHERE,
        (struct slot[]){slot_text("office", office.bytes == NULL ? "" : office.bytes), slot_end()});
    text_release(&office);
}

static void court(struct letter *letter) {
    const char *name = letter_setting(letter, SETTING_COURT);
    letter_element(letter, "h3", LETTER_APPEAL_COURT, NULL);
    letter_element(letter, "p", LETTER_APPEAL_COURT_WHEN, NULL);
    if (!letter->months) {
        letter_element(letter, "p", LETTER_APPEAL_COURT_NEAR, NULL);
    }
    letter_element(
        letter, "p", LETTER_APPEAL_COURT_WHERE,
        (struct slot[]){
            slot_text("court",
                      name != NULL ? name : letter->words->phrase[LETTER_APPEAL_COURT_UNNAMED]),
            slot_end()});
}

static void what_to_write(struct letter *letter, const struct letter_case *about) {
    char when[LETTER_WHEN_SIZE];
    letter_element(letter, "h3", LETTER_APPEAL_WRITE, NULL);
    text_puts(&letter->out, "<ul>\n");
    letter_element(letter, "li", LETTER_APPEAL_WRITE_WHICH,
                   (struct slot[]){slot_entry(&about->decide),
                                   slot_text("date", letter_date(letter, about->decide.at, when)),
                                   slot_text("id", about->id), slot_end()});
    letter_element(letter, "li", LETTER_APPEAL_WRITE_HOW, NULL);
    letter_element(letter, "li", LETTER_APPEAL_WRITE_WHO, NULL);
    text_puts(&letter->out, "</ul>\n");
}

void letter_appeal(struct letter *letter, const struct letter_case *about) {
    const char *own = letter_setting(letter, SETTING_APPEAL_TEXT),
               *contact = letter_setting(letter, SETTING_CONTACT),
               *way = letter_setting(letter, SETTING_APPEAL);
    way = way != NULL ? way : letter->months ? "court" : "both";
    bool both = strcmp(way, "both") == 0;
    letter_element(letter, "h2", LETTER_APPEAL, NULL);
    if (own != NULL) {
        text_puts(&letter->out, "<p>");
        html_lines(&letter->out, own);
        text_puts(&letter->out, "</p>\n");
    } else {
        if (both) {
            letter_element(letter, "p", LETTER_APPEAL_BOTH, NULL);
        }
        if (strcmp(way, "court") != 0) {
            board(letter);
        }
        if (strcmp(way, "board") != 0) {
            court(letter);
        }
        what_to_write(letter, about);
        letter_element(letter, "p", LETTER_APPEAL_CHANGE, NULL);
    }
    if (contact != NULL) {
        letter_element(letter, "h3", LETTER_CONTACT, NULL);
        text_puts(&letter->out, "<p>");
        html_lines(&letter->out, contact);
        text_puts(&letter->out, "</p>\n");
    }
}
