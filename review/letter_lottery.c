// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How the child's number in the lottery is recomputed: the formula, what goes into it, the number,
 * and a line for a shell that prints it (solver/lottery.h). Where each offer has a draw of its own,
 * a line for each wish.
 */
#include "review/letter_parts.h"

#include "solver/lottery.h"

/* The line for a shell, with what it prints. */
static void put_command(struct letter *letter, const char *id, const char *offer) {
    const struct instance *instance = letter->explainer->instance;
    text_clear(&letter->phrase);
    lottery_command(&letter->phrase, instance->policy.lottery_seed, id, offer);
    text_puts(&letter->phrase, " | cut -c 1-16");
    text_puts(&letter->out, "<pre>");
    html_text(&letter->out, letter->phrase.bytes == NULL ? "" : letter->phrase.bytes);
    text_puts(&letter->out, "</pre>\n");
}

static void put_hex(struct letter *letter, uint64_t number) {
    text_printf(&letter->out, "<code>%016llx</code>", (unsigned long long)number);
}

/* What every number of the child's is made from. */
static void begin(struct letter *letter, const char *id, enum letter_phrase how) {
    letter_element(letter, "h2", LETTER_LOTTERY, NULL);
    letter_element(letter, "p", how, NULL);
    text_puts(&letter->out, "<dl>\n");
    letter_field(letter, LETTER_FIELD_SEED, letter->explainer->instance->policy.lottery_seed);
    letter_field(letter, LETTER_FIELD_ID, id);
}

static void one(struct letter *letter, const char *id, uint64_t number) {
    begin(letter, id, LETTER_LOTTERY_ONE);
    letter_element(letter, "dt", LETTER_FIELD_LOTTERY, NULL);
    text_puts(&letter->out, "<dd>");
    put_hex(letter, number);
    text_puts(&letter->out, "</dd>\n</dl>\n");
    letter_element(letter, "p", LETTER_LOTTERY_COMMAND, NULL);
    put_command(letter, id, NULL);
}

/* A draw for each offer: those that the child was tried at. */
static enum err each(struct letter *letter, const char *id, const struct explanation *explanation,
                     struct error *error) {
    const struct instance *instance = letter->explainer->instance;
    enum err err = OK;
    begin(letter, id, LETTER_LOTTERY_EACH);
    for (uint32_t i = 0; i < explanation->n_choices && err == OK; i++) {
        const char *offer = strings_get(&instance->offer_id, explanation->choice[i].offer);
        uint64_t number = 0;
        err = lottery_number(letter->explainer->valuer.lottery, id, offer, &number, error);
        text_puts(&letter->out, "<dt>");
        html_text(&letter->out, offer);
        text_puts(&letter->out, "</dt>\n<dd>");
        put_hex(letter, number);
        text_puts(&letter->out, "</dd>\n");
    }
    text_puts(&letter->out, "</dl>\n");
    letter_element(letter, "p", LETTER_LOTTERY_COMMANDS, NULL);
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        put_command(letter, id, strings_get(&instance->offer_id, explanation->choice[i].offer));
    }
    return err;
}

enum err letter_lottery(struct letter *letter, const struct letter_case *about,
                        const struct explanation *explanation, struct error *error) {
    const struct instance *instance = letter->explainer->instance;
    bool carried = instance->applicant_lottery != NULL || instance->wish_lottery != NULL;
    if (carried || (instance->policy.lottery_per_offer && explanation->n_choices == 0)) {
        return OK;
    }
    if (instance->policy.lottery_per_offer) {
        return each(letter, about->id, explanation, error);
    }
    one(letter, about->id, explanation->lottery);
    return OK;
}
