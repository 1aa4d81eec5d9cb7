// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a wish gave no place: which seats are full, what decided between the child and the last
 * admitted, both values, by how much it missed, and where the child stands.
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

/* Of whose seats as a whole the refusal is, "" where it is of others. */
static const char *school_name(const struct speaker *speaker, const struct refusal *refusal) {
    const char *name =
        refusal->full == FULL_SCHOOL ? speaker_school(speaker->instance, refusal->name) : NULL;
    return name == NULL ? "" : name;
}

static const char *pool_name(const struct refusal *refusal) {
    return refusal->name == NULL ? "" : refusal->name;
}

/* Who has the seats, where it is not the children of the round alone. */
static void say_taken(struct speaker *speaker, const struct refusal *refusal) {
    static const enum phrase right[] = {
        [SEAT_PLACED] = PHRASE_TAKEN_PLACED,
        [SEAT_KEPT] = PHRASE_TAKEN_KEPT,
        [SEAT_LEAVING] = PHRASE_TAKEN_LEAVING,
        [SEAT_LOCKED] = PHRASE_TAKEN_LOCKED,
    };
    uint32_t n = 0;
    speaker_list_begin(speaker);
    for (int i = 0; i < N_SEAT_RIGHTS; i++) {
        if (refusal->taken[i] > 0) {
            speaker_list_add(
                speaker, right[i],
                (struct slot[]){slot_count("children", refusal->taken[i]), slot_end()});
        }
        n += refusal->taken[i];
    }
    if (n > refusal->taken[SEAT_PLACED]) {
        speaker_add(speaker, PHRASE_TAKEN_BY,
                    (struct slot[]){slot_text("by", speaker_list_end(speaker)), slot_end()});
    }
}

/* In a round with months. */
static void say_full_in(struct speaker *speaker, const struct refusal *refusal) {
    static const enum phrase phrase_of[] = {
        [FULL_OFFER] = PHRASE_FULL_OFFER_IN,
        [FULL_SCHOOL] = PHRASE_FULL_SCHOOL_IN,
        [FULL_POOL] = PHRASE_FULL_POOL_IN,
    };
    struct slot month = slot_month("month", refusal->full_month);
    if (refusal->seats == 0) {
        speaker_add(speaker, PHRASE_NO_SEATS_IN, (struct slot[]){month, slot_end()});
        return;
    }
    speaker_add(speaker, phrase_of[refusal->full],
                (struct slot[]){month, slot_count("seats", refusal->seats),
                                slot_text("school", school_name(speaker, refusal)),
                                slot_text("pool", pool_name(refusal)), slot_end()});
    say_taken(speaker, refusal);
}

static void say_full(struct speaker *speaker, const struct refusal *refusal) {
    static const enum phrase phrase_of[] = {
        [FULL_OFFER] = PHRASE_FULL_OFFER,
        [FULL_SCHOOL] = PHRASE_FULL_SCHOOL,
        [FULL_POOL] = PHRASE_FULL_POOL,
    };
    if (refusal->full == FULL_NONE) {
        return;
    }
    if (refusal->full_month != 0) {
        say_full_in(speaker, refusal);
        return;
    }
    if (refusal->seats == 0) {
        speaker_add(speaker, PHRASE_NO_SEATS, NULL);
        return;
    }
    speaker_add(speaker, phrase_of[refusal->full],
                (struct slot[]){slot_count("seats", refusal->seats),
                                slot_text("school", school_name(speaker, refusal)),
                                slot_text("pool", pool_name(refusal)), slot_end()});
    if (refusal->locked > 0 && refusal->locked < refusal->seats) {
        speaker_add(speaker, PHRASE_LOCKED_SOME,
                    (struct slot[]){slot_count("locked", refusal->locked), slot_end()});
    }
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
    struct slot pool[] = {slot_text("pool", pool_name(refusal)), slot_end()};
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

/* What put the last admitted before the child. */
static void say_ranked(struct speaker *speaker, const struct choice *choice,
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

static void say_objective(struct speaker *speaker, const struct refusal *refusal) {
    struct slot month[] = {slot_month("month", refusal->month), slot_end()};
    speaker_add(speaker,
                refusal->full != FULL_NONE ? PHRASE_OBJECTIVE_FULL
                : refusal->month != 0      ? PHRASE_OBJECTIVE_FREE_FROM
                                           : PHRASE_OBJECTIVE_FREE,
                month);
    if (refusal->has_price) {
        speaker_add(speaker, refusal->price == 0 ? PHRASE_PRICE_NOTHING : PHRASE_PRICE,
                    (struct slot[]){slot_whole("price", refusal->price), slot_end()});
    }
}

static void say_not_opened(struct speaker *speaker, const struct choice *choice) {
    const struct explainer *explainer = speaker->explainer;
    speaker_add(
        speaker, PHRASE_NOT_OPENED,
        (struct slot[]){slot_count("least", speaker->instance->offer_opens_with[choice->offer]),
                        slot_count("wished", explainer->wished[choice->offer]), slot_end()});
}

static void say_reason(struct speaker *speaker, const struct choice *choice,
                       const struct refusal *refusal) {
    switch (refusal->reason) {
    case REASON_NO_SEATS:
        break;
    case REASON_KEPT:
        speaker_add(speaker, PHRASE_KEPT, NULL);
        break;
    case REASON_NOT_OPENED:
        say_not_opened(speaker, choice);
        break;
    case REASON_NOT_ELIGIBLE:
        speaker_add(speaker, PHRASE_NOT_ELIGIBLE, NULL);
        break;
    case REASON_OUT:
        speaker_add(speaker, PHRASE_OUT, NULL);
        break;
    case REASON_NO_MONTH:
        speaker_add(speaker, PHRASE_NO_MONTH, NULL);
        break;
    case REASON_NOT_ALONG:
        speaker_add(speaker, PHRASE_NOT_ALONG, NULL);
        break;
    case REASON_LEFT_OVER:
        speaker_add(speaker, PHRASE_LEFT_OVER, NULL);
        break;
    case REASON_FAMILY:
        speaker_add(speaker, PHRASE_BY_FAMILY, NULL);
        break;
    case REASON_LOCKED:
        speaker_add(speaker, PHRASE_LOCKED_ALL, NULL);
        break;
    case REASON_EARLIER:
        speaker_add(speaker, PHRASE_STEP_EARLIER,
                    (struct slot[]){slot_count("full", refusal->full_step),
                                    slot_count("step", refusal->step), slot_end()});
        break;
    case REASON_TRADED:
        speaker_add(speaker, PHRASE_TRADED,
                    (struct slot[]){slot_count("rank", refusal->own_rank), slot_end()});
        break;
    case REASON_OBJECTIVE:
        say_objective(speaker, refusal);
        break;
    case REASON_TAKEN:
    case REASON_SHARED_OUT:
        if (refusal->seats > 0) {
            speaker_add(speaker, refusal->reason == REASON_TAKEN ? PHRASE_TAKEN : PHRASE_SHARED_OUT,
                        NULL);
        }
        break;
    default:
        say_ranked(speaker, choice, refusal);
    }
}

/* Which month it is about, where the first full one does not say so itself. */
static void say_month(struct speaker *speaker, const struct refusal *refusal) {
    bool is_free = refusal->reason == REASON_OBJECTIVE && refusal->full == FULL_NONE;
    bool in_no_month = refusal->reason == REASON_NOT_OPENED && refusal->full_month == 0;
    if (refusal->month == 0 || refusal->month == refusal->full_month || is_free || in_no_month) {
        return;
    }
    speaker_add(speaker, refusal->full_month != 0 ? PHRASE_WOULD_NEED : PHRASE_WOULD_BEGIN,
                (struct slot[]){slot_month("month", refusal->month), slot_end()});
}

/* Full, and given to others since that is best? Of several such months in a row only the last one
 * says so. */
static bool is_given_to_others(const struct refusal *refusal) {
    return refusal->reason == REASON_OBJECTIVE && refusal->full != FULL_NONE;
}

/* Has the refusal before it, of an earlier month, said all but what both lead to: the same limit
 * full in the same month, or the same group that does not open? */
static bool is_told(const struct refusal *before, const struct refusal *refusal) {
    bool by_itself = refusal->reason == REASON_NOT_OPENED || refusal->full_month != 0;
    return by_itself && before->reason == refusal->reason && before->full == refusal->full &&
           before->full_month == refusal->full_month && before->seats == refusal->seats &&
           strcmp(pool_name(before), pool_name(refusal)) == 0 &&
           (refusal->reason == REASON_OBJECTIVE || refusal->reason == REASON_KEPT ||
            refusal->reason == REASON_LOCKED || refusal->reason == REASON_NO_SEATS ||
            refusal->reason == REASON_NOT_OPENED);
}

/* In a round with months, each in which it might have begun. */
void speaker_refusal(struct speaker *speaker, const struct choice *choice) {
    bool late = choice->earliest > speaker->explanation->wished_start;
    if (choice->outcome == OUTCOME_REFUSED && late) {
        speaker_add(speaker, PHRASE_NOT_BEFORE,
                    (struct slot[]){slot_month("month", choice->earliest), slot_end()});
    }
    for (uint32_t i = 0; i < choice->n_refusals; i++) {
        const struct refusal *refusal = &choice->refusal[i];
        bool told = i > 0 && is_told(refusal - 1, refusal);
        bool given = is_given_to_others(refusal);
        if (!told) {
            say_month(speaker, refusal);
            say_full(speaker, refusal);
        }
        if (given && i + 1 < choice->n_refusals && is_given_to_others(refusal + 1)) {
            continue;
        }
        if (given || !told) {
            say_reason(speaker, choice, refusal);
            speaker_flush(speaker);
        }
    }
}
