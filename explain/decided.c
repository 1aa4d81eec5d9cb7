// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What decided between the child and the last admitted, where a mechanism ranks: both values, by
 * how much the child missed, and where it stands.
 */
#include "explain/speaker.h"

#include <math.h>
#include <string.h>

/* A value as a slot; must stay where it was made. */
struct value_words {
    struct slot parts[4];
    struct slot whole[2];
    struct slot slot;
};

/* Columns that cities use, so well known that they have a name in each language. */
static enum phrase column_phrase(const char *column) {
    static const struct {
        const char *column;
        enum phrase phrase;
    } known[] = {
        {"sibling", PHRASE_COLUMN_SIBLING},       {"priority", PHRASE_COLUMN_PRIORITY},
        {"queue_date", PHRASE_COLUMN_QUEUE_DATE}, {"birth_date", PHRASE_COLUMN_BIRTH_DATE},
        {"merit", PHRASE_COLUMN_MERIT},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].column, column) == 0) {
            return known[i].phrase;
        }
    }
    return PHRASE_COLUMN;
}

/* A criterion's name; slots [2] hold what the name needs. */
static enum phrase criterion_name(const struct instance *instance,
                                  const struct criterion *criterion, struct slot *slots) {
    slots[0] = slot_end();
    slots[1] = slot_end();
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        return PHRASE_CURRENT_PLACE;
    case CRITERION_WISH_RANK:
        return PHRASE_WISH_RANK;
    case CRITERION_RELATIVE_NEARNESS:
        return PHRASE_RELATIVE;
    case CRITERION_ABSOLUTE_NEARNESS:
        return PHRASE_ABSOLUTE;
    case CRITERION_LOTTERY:
        return PHRASE_LOTTERY;
    default:
        slots[0] = slot_text("column", instance->column[criterion->column].name);
        return column_phrase(instance->column[criterion->column].name);
    }
}

static enum phrase criterion_rule(const struct instance *instance,
                                  const struct criterion *criterion) {
    bool is_date =
        criterion->column != NONE && instance->column[criterion->column].kind == COLUMN_DATE;
    switch (criterion->kind) {
    case CRITERION_CURRENT_PLACE:
        return PHRASE_CURRENT_PLACE_RULE;
    case CRITERION_WISH_RANK:
        return PHRASE_WISH_RANK_RULE;
    case CRITERION_RELATIVE_NEARNESS:
        return PHRASE_RELATIVE_RULE;
    case CRITERION_ABSOLUTE_NEARNESS:
        return PHRASE_ABSOLUTE_RULE;
    case CRITERION_FLAG:
        return PHRASE_FLAG_RULE;
    case CRITERION_ASCENDING:
        return is_date ? PHRASE_ASCENDING_DATE_RULE : PHRASE_ASCENDING_RULE;
    case CRITERION_DESCENDING:
        return is_date ? PHRASE_DESCENDING_DATE_RULE : PHRASE_DESCENDING_RULE;
    case CRITERION_STAYS: /* in no list of criteria */
    case CRITERION_LOTTERY:
        break;
    }
    return PHRASE_LOTTERY_RULE;
}

/* Metres with how they came about for the child's own, the figure alone for another's. How they
 * were measured is said where there is more than one way. */
static struct slot metres_slot(struct value_words *words, const char *name,
                               const struct value *value, bool is_own, bool straight_line) {
    const char *inner = straight_line ? "value" : name;
    struct slot slot = slot_metres(inner, (int64_t)value->number);
    if (is_own && value->other_m != METRES_UNKNOWN) {
        words->parts[0] = slot_metres("metres", (int64_t)value->number);
        words->parts[1] = slot_metres("other", value->other_m);
        words->parts[2] = slot_metres("here", value->here_m);
        words->parts[3] = slot_end();
        slot = slot_phrase(inner, PHRASE_VALUE_RELATIVE, words->parts);
    }
    if (straight_line) {
        words->whole[0] = slot;
        words->whole[1] = slot_end();
        slot = slot_phrase(name,
                           value->measure == MEASURE_STRAIGHT_LINE ? PHRASE_VALUE_STRAIGHT
                                                                   : PHRASE_VALUE_WALKING,
                           words->whole);
    }
    return slot;
}

/* The child's own value, told whole; or the last admitted's, no more than settles it. */
static struct slot value_slot(const struct speaker *speaker, struct value_words *words,
                              const struct refusal *refusal, bool is_own) {
    const char *name = is_own ? "own" : "last";
    const struct value *value = is_own ? &refusal->own : &refusal->last;
    bool straight_line = speaker->instance->policy.straight_line;
    words->parts[1] = slot_end();
    switch (value->kind) {
    case VALUE_YES_NO:
        return slot_phrase(name, value->number > 0 ? PHRASE_YES : PHRASE_NO, NULL);
    case VALUE_WISH_RANK:
        words->parts[0] = slot_count("wish", (uint64_t)value->number);
        return slot_phrase(name, PHRASE_VALUE_WISH, words->parts);
    case VALUE_NO_WISH:
        return slot_phrase(name, PHRASE_VALUE_NO_WISH, NULL);
    case VALUE_METRES:
        if (is_own && speaker->hides_metres) {
            return slot_phrase(name, PHRASE_VALUE_WITHHELD, NULL);
        }
        return metres_slot(words, name, value, is_own, straight_line);
    case VALUE_NUMBER:
        return slot_decimal(name, value->number);
    case VALUE_DATE:
        return slot_date(name, (int64_t)value->number);
    case VALUE_ONLY_SCHOOL:
        return slot_phrase(name, PHRASE_VALUE_ONLY_SCHOOL, NULL);
    case VALUE_LOTTERY:
        words->parts[0] = slot_hex("digits", value->lottery, is_own ? 16 : refusal->lottery_digits);
        return is_own ? slot_hex(name, value->lottery, 16)
                      : slot_phrase(name, PHRASE_VALUE_STARTS, words->parts);
    case VALUE_MISSING:
        break;
    }
    return slot_phrase(name, PHRASE_MISSING, NULL);
}

static void say_values(struct speaker *speaker, const struct refusal *refusal) {
    static const enum phrase who[] = {
        [FULL_NONE] = PHRASE_LAST_OFFER,
        [FULL_OFFER] = PHRASE_LAST_OFFER,
        [FULL_SCHOOL] = PHRASE_LAST_SCHOOL,
        [FULL_POOL] = PHRASE_LAST_POOL,
    };
    struct value_words own;
    struct value_words last;
    struct slot pool[] = {slot_text("pool", refusal->name == NULL ? "" : refusal->name),
                          slot_end()};
    speaker_flush(speaker);
    speaker_add(speaker, PHRASE_VALUE_OWN,
                (struct slot[]){value_slot(speaker, &own, refusal, true), slot_end()});
    speaker_flush(speaker);
    speaker_add(speaker, PHRASE_VALUE_LAST,
                (struct slot[]){slot_phrase("who", who[refusal->full], pool),
                                value_slot(speaker, &last, refusal, false), slot_end()});
}

/* By how much the child's value missed, where both are of a kind that has a difference. */
static void say_missed(struct speaker *speaker, const struct refusal *refusal) {
    double missed = fabs(refusal->own.number - refusal->last.number);
    if (refusal->own.kind != refusal->last.kind ||
        (refusal->own.kind == VALUE_METRES && speaker->hides_metres)) {
        return;
    }
    switch (refusal->own.kind) {
    case VALUE_METRES:
        speaker_add(speaker, PHRASE_MISSED_METRES,
                    (struct slot[]){slot_metres("metres", (int64_t)missed), slot_end()});
        break;
    case VALUE_DATE:
        speaker_add(speaker, PHRASE_MISSED_DAYS,
                    (struct slot[]){slot_count("days", (uint64_t)missed), slot_end()});
        break;
    case VALUE_NUMBER:
        speaker_add(speaker, PHRASE_MISSED_NUMBER,
                    (struct slot[]){slot_decimal("number", missed), slot_end()});
        break;
    case VALUE_WISH_RANK:
        speaker_add(speaker, PHRASE_MISSED_WISHES,
                    (struct slot[]){slot_count("wishes", (uint64_t)missed), slot_end()});
        break;
    default:
        break;
    }
}

/* The criteria before the deciding one, in which the two are equal. */
static void say_equal(struct speaker *speaker, const struct choice *choice,
                      const struct refusal *refusal) {
    const struct instance *instance = speaker->instance;
    const struct criteria *criteria = &instance->criteria[instance->offer_criteria[choice->offer]];
    if (refusal->n_equal == 0) {
        return;
    }
    speaker_list_begin(speaker);
    for (uint32_t i = 0; i < refusal->n_equal; i++) {
        struct slot slots[2];
        enum phrase name =
            criterion_name(instance, &instance->criterion[criteria->start + i], slots);
        speaker_list_add(speaker, name, slots);
    }
    speaker_add(speaker, PHRASE_EQUAL_BEFORE,
                (struct slot[]){slot_text("criteria", speaker_list_end(speaker)), slot_end()});
}

static void say_criterion(struct speaker *speaker, const struct choice *choice,
                          const struct refusal *refusal) {
    const struct instance *instance = speaker->instance;
    const struct criterion *criterion = refusal->criterion;
    struct slot name[2];
    enum phrase phrase = criterion_name(instance, criterion, name);
    speaker_flush(speaker);
    speaker_add(speaker, PHRASE_DECIDED,
                (struct slot[]){slot_phrase("criterion", phrase, name),
                                slot_phrase("rule", criterion_rule(instance, criterion), NULL),
                                slot_end()});
    say_values(speaker, refusal);
    say_missed(speaker, refusal);
    speaker_flush(speaker);
    say_equal(speaker, choice, refusal);
    speaker_flush(speaker);
}

static void say_places(struct speaker *speaker, const struct refusal *refusal) {
    speaker_add(speaker, PHRASE_MISSED_PLACES,
                (struct slot[]){
                    slot_count("own", refusal->own_rank), slot_count("last", refusal->last_rank),
                    slot_count("places", refusal->own_rank - refusal->last_rank), slot_end()});
}

/* How the child's own number is recomputed, where the lottery decided. */
static void say_draw(struct speaker *speaker, const struct choice *choice) {
    const struct instance *instance = speaker->instance;
    speaker_flush(speaker);
    speaker_add(speaker, PHRASE_LOTTERY_WITHHELD, NULL);
    speaker_flush(speaker);
    speaker_add(speaker, choice->lottery_carried ? PHRASE_LOTTERY_CARRIED : PHRASE_LOTTERY_COMMAND,
                NULL);
    speaker_flush(speaker);
    if (!choice->lottery_carried) {
        speaker_command(speaker, instance->policy.lottery_seed,
                        strings_get(&instance->applicant_id, speaker->explanation->applicant),
                        instance->policy.lottery_per_offer
                            ? strings_get(&instance->offer_id, choice->offer)
                            : NULL);
    }
}

void speaker_decided(struct speaker *speaker, const struct choice *choice,
                     const struct refusal *refusal) {
    bool drawn = refusal->reason == REASON_LOTTERY;
    if (refusal->step > 0) {
        speaker_add(speaker, PHRASE_STEP_SAME,
                    (struct slot[]){slot_count("step", refusal->step), slot_end()});
    } else if (mechanisms[speaker->instance->policy.mechanism].run == serial_dictatorship) {
        speaker_add(speaker, PHRASE_SERIAL_TURN, NULL);
    }
    if (refusal->reason == REASON_CRITERION) {
        say_criterion(speaker, choice, refusal);
        drawn = refusal->criterion->kind == CRITERION_LOTTERY;
    } else if (refusal->reason == REASON_LOTTERY) {
        speaker_flush(speaker);
        speaker_add(speaker, PHRASE_DECIDED_LOTTERY, NULL);
        say_values(speaker, refusal);
        speaker_flush(speaker);
    } else {
        speaker_flush(speaker);
        speaker_add(speaker, refusal->reason == REASON_CLAIM ? PHRASE_CLAIM : PHRASE_DECIDED_ID,
                    NULL);
    }
    say_places(speaker, refusal);
    if (drawn) {
        say_draw(speaker, choice);
    }
}
