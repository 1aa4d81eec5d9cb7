// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/conflict_words.h"

#include "explain/speaker.h"

#include <string.h>

struct writer {
    struct speaker speaker;
    const struct instance *instance;
    const struct conflict *conflict;
    struct text unit;  /* a unit's name */
    struct text seats; /* a list within a list */
};

enum { MONTH_SIZE = 16 };

static const char *month_text(uint32_t month, char text[MONTH_SIZE]) {
    snprintf(text, MONTH_SIZE, "%04u-%02u", month / 12, month % 12 + 1);
    return text;
}

/* Is there nothing but seats in the way, no rule beside them? */
static bool is_seats_only(const struct conflict *conflict) {
    bool only = true;
    for (uint32_t i = 0; i < conflict->n_units; i++) {
        only = only && conflict->unit[i].kind != CONFLICT_FAMILY &&
               conflict->unit[i].kind != CONFLICT_OPENS;
    }
    return only;
}

static bool has_rules(const struct conflict *conflict) {
    return conflict->kind == CONFLICT_RULES && !is_seats_only(conflict);
}

static void head(struct writer *writer) {
    const struct conflict *conflict = writer->conflict;
    static const enum phrase sizes[] = {PHRASE_CONFLICT_SMALLEST, PHRASE_CONFLICT_IRREDUCIBLE,
                                        PHRASE_CONFLICT_SOME};
    struct slot counts[] = {slot_count("children", conflict->n_children),
                            slot_count("room", conflict->room), slot_end()};
    enum phrase what = has_rules(conflict)                ? PHRASE_CONFLICT_RULES
                       : conflict->n_units == 0           ? PHRASE_CONFLICT_NO_UNIT
                       : conflict->kind == CONFLICT_RULES ? PHRASE_CONFLICT_LIMITS
                       : conflict->room == 0              ? PHRASE_CONFLICT_NO_SEATS
                                                          : PHRASE_CONFLICT_SEATS;
    speaker_line(&writer->speaker, PHRASE_CONFLICT_TITLE, NULL);
    speaker_gap(&writer->speaker);
    speaker_add(&writer->speaker, what, counts);
    if (conflict->n_children > 1) {
        speaker_add(&writer->speaker, sizes[conflict->size], NULL);
    }
    speaker_flush_line(&writer->speaker);
}

/* How many of a list have a protected identity. */
static uint64_t count_protected(const struct writer *writer, const uint32_t *applicant,
                                uint32_t n) {
    const uint8_t *is_protected = writer->instance->applicant_protected;
    uint64_t count = 0;
    for (uint32_t i = 0; is_protected != NULL && i < n; i++) {
        count += is_protected[applicant[i]];
    }
    return count;
}

/* Members of families are named too; those who are children of the set are counted once. */
static uint64_t count_members(const struct writer *writer) {
    const struct instance *instance = writer->instance;
    const struct conflict *conflict = writer->conflict;
    uint64_t count = 0;
    for (uint32_t i = 0; i < conflict->n_units; i++) {
        if (conflict->unit[i].kind != CONFLICT_FAMILY) {
            continue;
        }
        uint32_t f = conflict->unit[i].index;
        uint32_t first = instance->family_start[f];
        count += count_protected(writer, instance->family_member + first,
                                 instance->family_start[f + 1] - first);
        for (uint32_t j = 0; j < conflict->n_children; j++) {
            count -= instance->applicant_family[conflict->child[j]] == f
                         ? count_protected(writer, &conflict->child[j], 1)
                         : 0;
        }
    }
    return count;
}

static void protected_ones(struct writer *writer) {
    const struct conflict *conflict = writer->conflict;
    uint64_t n = count_protected(writer, conflict->child, conflict->n_children) +
                 count_protected(writer, conflict->also, conflict->n_also) + count_members(writer);
    if (n > 0) {
        speaker_gap(&writer->speaker);
        speaker_line(&writer->speaker, PHRASE_CONFLICT_PROTECTED,
                     (struct slot[]){slot_count("protected", n), slot_end()});
    }
}

/* Where child i could be in time: each offer with its months. */
static void places(struct writer *writer, uint32_t i) {
    const struct instance *instance = writer->instance;
    const struct conflict *conflict = writer->conflict;
    uint32_t k = conflict->option_start[i], end = conflict->option_start[i + 1];
    speaker_list_begin(&writer->speaker);
    if (k == end) {
        speaker_list_add(&writer->speaker, PHRASE_CONFLICT_NOWHERE, NULL);
    }
    while (k < end) {
        uint32_t offer = conflict->option_offer[k];
        bool begins = conflict->option_month[k] != 0;
        bool stays = !begins && instance_stays_at(instance, conflict->child[i]) == offer;
        text_clear(&writer->seats);
        do {
            char month[MONTH_SIZE];
            text_puts(&writer->seats, writer->seats.length > 0 ? ", " : "");
            text_puts(&writer->seats, month_text(conflict->option_month[k++], month));
        } while (begins && k < end && conflict->option_offer[k] == offer &&
                 conflict->option_month[k] != 0);
        struct slot slots[] = {
            slot_text("offer", strings_get(&instance->offer_id, offer)),
            slot_text("months", writer->seats.bytes == NULL ? "" : writer->seats.bytes),
            slot_end()};
        speaker_list_add(&writer->speaker,
                         stays    ? PHRASE_CONFLICT_PLACE_STAYS
                         : begins ? PHRASE_CONFLICT_PLACE_MONTHS
                                  : PHRASE_CONFLICT_PLACE,
                         slots);
    }
}

static void children(struct writer *writer) {
    const struct instance *instance = writer->instance;
    const struct conflict *conflict = writer->conflict;
    speaker_gap(&writer->speaker);
    speaker_line(&writer->speaker, PHRASE_CONFLICT_CHILDREN,
                 (struct slot[]){slot_count("children", conflict->n_children), slot_end()});
    for (uint32_t i = 0; i < conflict->n_children; i++) {
        char month[MONTH_SIZE];
        uint32_t due = conflict->due[i];
        const char *child = strings_get(&instance->applicant_id, conflict->child[i]);
        places(writer, i);
        struct slot slots[] = {slot_text("child", child),
                               slot_text("month", month_text(due == NONE ? 0 : due, month)),
                               slot_text("places", speaker_list_end(&writer->speaker)), slot_end()};
        speaker_add(&writer->speaker,
                    due == NONE ? PHRASE_CONFLICT_CHILD_KEEPS : PHRASE_CONFLICT_CHILD_DUE, slots);
        speaker_flush(&writer->speaker);
    }
}

/* The unit's name to writer->unit. */
static void name_unit(struct writer *writer, const struct conflict_unit *unit) {
    const struct instance *instance = writer->instance;
    text_clear(&writer->unit);
    uint32_t school = unit->kind == CONFLICT_SCHOOL ? unit->index
                      : unit->kind == CONFLICT_OFFER || unit->kind == CONFLICT_OPENS
                          ? instance->offer_school[unit->index]
                          : NONE;
    const char *name = school == NONE ? "" : strings_get(&instance->school_name, school);
    if (unit->kind == CONFLICT_OFFER || unit->kind == CONFLICT_OPENS) {
        render(
            &writer->unit, writer->speaker.language, PHRASE_CONFLICT_OFFER,
            (struct slot[]){slot_text("offer", unit->name), slot_text("school", name), slot_end()});
    } else if (unit->kind == CONFLICT_SCHOOL) {
        render(
            &writer->unit, writer->speaker.language, PHRASE_CONFLICT_SCHOOL,
            (struct slot[]){slot_text("school", unit->name), slot_text("name", name), slot_end()});
    } else {
        render(&writer->unit, writer->speaker.language, PHRASE_CONFLICT_POOL,
               (struct slot[]){slot_text("pool", unit->name), slot_end()});
    }
}

/* Appends ", from 2027-01" and its like to a text, where the seats are of a part of the round. */
static void put_when(struct writer *writer, struct text *text, uint32_t from, uint32_t before,
                     uint32_t in) {
    char from_text[MONTH_SIZE], before_text[MONTH_SIZE], in_text[MONTH_SIZE];
    struct slot slots[] = {
        slot_text("from", month_text(from, from_text)),
        slot_text("before", month_text(before == NONE ? 0 : before, before_text)),
        slot_text("in", month_text(in == NONE ? 0 : in, in_text)), slot_end()};
    if (from != 0 || before != NONE) {
        text_puts(text, ", ");
        render(text, writer->speaker.language,
               before == NONE ? PHRASE_CONFLICT_FROM
               : from == 0    ? PHRASE_CONFLICT_BEFORE
                              : PHRASE_CONFLICT_SPAN,
               slots);
    }
    if (in != NONE) {
        text_puts(text, ", ");
        render(text, writer->speaker.language, PHRASE_CONFLICT_IN, slots);
    }
}

static void family_line(struct writer *writer, const struct conflict_unit *unit) {
    const struct instance *instance = writer->instance;
    uint32_t first = instance->family_start[unit->index];
    text_clear(&writer->seats);
    for (uint32_t i = first; i < instance->family_start[unit->index + 1]; i++) {
        text_puts(&writer->seats, i > first ? ", " : "");
        text_puts(&writer->seats, strings_get(&instance->applicant_id, instance->family_member[i]));
    }
    struct slot slots[] = {
        slot_text("family", unit->name),
        slot_text("members", writer->seats.bytes == NULL ? "" : writer->seats.bytes), slot_end()};
    speaker_add(&writer->speaker,
                instance->policy.families_same_offer ? PHRASE_CONFLICT_TOGETHER_OFFER
                                                     : PHRASE_CONFLICT_TOGETHER_SCHOOL,
                slots);
    speaker_flush(&writer->speaker);
}

static void unit_line(struct writer *writer, const struct conflict_unit *unit) {
    const struct language *language = writer->speaker.language;
    if (unit->kind == CONFLICT_FAMILY) {
        family_line(writer, unit);
        return;
    }
    name_unit(writer, unit);
    struct slot slots[] = {slot_text("unit", writer->unit.bytes == NULL ? "" : writer->unit.bytes),
                           slot_count("seats", unit->seats), slot_count("locked", unit->locked),
                           slot_end()};
    struct text *line = writer->speaker.paragraph;
    speaker_add(&writer->speaker,
                unit->kind == CONFLICT_OPENS ? PHRASE_CONFLICT_OPENS : PHRASE_CONFLICT_UNIT, slots);
    if (unit->locked > 0) {
        text_puts(line, ", ");
        render(line, language, PHRASE_CONFLICT_LOCKED, slots);
    }
    put_when(writer, line, unit->from, unit->before, unit->in);
    speaker_flush(&writer->speaker);
}

static void units(struct writer *writer) {
    const struct conflict *conflict = writer->conflict;
    if (conflict->n_units > 0) {
        speaker_gap(&writer->speaker);
        speaker_line(&writer->speaker,
                     has_rules(conflict) ? PHRASE_CONFLICT_UNITS_AND_RULES : PHRASE_CONFLICT_UNITS,
                     NULL);
    }
    for (uint32_t i = 0; i < conflict->n_units; i++) {
        unit_line(writer, &conflict->unit[i]);
    }
}

static void also(struct writer *writer) {
    const struct conflict *conflict = writer->conflict;
    if (conflict->n_also == 0) {
        return;
    }
    speaker_list_begin(&writer->speaker);
    for (uint32_t i = 0; i < conflict->n_also; i++) {
        const char *child = strings_get(&writer->instance->applicant_id, conflict->also[i]);
        speaker_list_add(&writer->speaker, PHRASE_CONFLICT_PLACE,
                         (struct slot[]){slot_text("offer", child), slot_end()});
    }
    struct slot slots[] = {slot_count("also", conflict->n_also),
                           slot_text("list", speaker_list_end(&writer->speaker)), slot_end()};
    speaker_gap(&writer->speaker);
    speaker_line(&writer->speaker,
                 conflict->n_units == 0 ? PHRASE_CONFLICT_ALSO_NO_UNIT : PHRASE_CONFLICT_ALSO,
                 slots);
}

/* One seat more in each unit of a remedy; steps of one offer that follow each other as one. */
static void remedy(struct writer *writer, uint32_t r) {
    const struct conflict *conflict = writer->conflict;
    uint32_t i = conflict->remedy_start[r], end = conflict->remedy_start[r + 1];
    text_clear(&writer->seats);
    while (i < end) {
        const struct conflict_unit *first = &conflict->remedy[i];
        uint32_t before = first->before;
        name_unit(writer, first);
        for (i++; i < end && conflict->remedy[i].kind == CONFLICT_OFFER &&
                  first->kind == CONFLICT_OFFER && conflict->remedy[i].index == first->index;
             i++) {
            before = conflict->remedy[i].before;
        }
        if (writer->seats.length > 0) {
            render(&writer->seats, writer->speaker.language, PHRASE_LIST_NEXT, NULL);
        }
        text_puts(&writer->seats, writer->unit.bytes == NULL ? "" : writer->unit.bytes);
        put_when(writer, &writer->seats, first->from, before, NONE);
    }
    speaker_add(
        &writer->speaker, PHRASE_CONFLICT_HELP_SEAT,
        (struct slot[]){slot_text("list", writer->seats.bytes == NULL ? "" : writer->seats.bytes),
                        slot_end()});
    speaker_flush(&writer->speaker);
}

static void help(struct writer *writer) {
    const struct conflict *conflict = writer->conflict;
    speaker_gap(&writer->speaker);
    speaker_line(&writer->speaker, PHRASE_CONFLICT_HELP, NULL);
    for (uint32_t r = 0; r < conflict->n_remedies; r++) {
        remedy(writer, r);
    }
    if (conflict->kind == CONFLICT_RULES) {
        speaker_add(&writer->speaker,
                    has_rules(conflict) ? PHRASE_CONFLICT_HELP_RULE : PHRASE_CONFLICT_HELP_ROOM,
                    (struct slot[]){slot_count("units", conflict->n_units), slot_end()});
        speaker_flush(&writer->speaker);
    }
    speaker_add(&writer->speaker, PHRASE_CONFLICT_HELP_WISH,
                (struct slot[]){slot_count("children", conflict->n_children), slot_end()});
    speaker_flush(&writer->speaker);
}

enum err conflict_words(struct words *words, const struct instance *instance,
                        const struct conflict *conflict, const struct language *language,
                        struct error *error) {
    struct writer writer = {.speaker = {.instance = instance,
                                        .language = language,
                                        .out = &words->out,
                                        .paragraph = &words->paragraph,
                                        .list = &words->list},
                            .instance = instance,
                            .conflict = conflict};
    text_clear(&words->out);
    head(&writer);
    protected_ones(&writer);
    children(&writer);
    units(&writer);
    also(&writer);
    help(&writer);
    bool failed = words->out.no_memory || words->paragraph.no_memory || words->list.no_memory ||
                  writer.unit.no_memory || writer.seats.no_memory;
    text_release(&writer.unit);
    text_release(&writer.seats);
    return failed ? error_no_memory(error) : OK;
}
