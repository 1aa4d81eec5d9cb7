// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a wish gave no place, or not in an earlier month: which seats are full, who has them, and
 * the reason.
 */
#include "explain/speaker.h"

#include <string.h>

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
        speaker_decided(speaker, choice, refusal);
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

/* Does the reason say nothing of the child beyond which seats are full? */
static bool is_of_seats(enum reason reason) {
    return reason == REASON_OBJECTIVE || reason == REASON_KEPT || reason == REASON_LOCKED ||
           reason == REASON_NO_SEATS;
}

/* Is it the same limit, for the same reason? */
static bool is_alike(const struct refusal *before, const struct refusal *refusal) {
    return before->reason == refusal->reason && before->full == refusal->full &&
           before->seats == refusal->seats && strcmp(pool_name(before), pool_name(refusal)) == 0;
}

/* Has the refusal before it, of an earlier month, said all but what both lead to: the same limit
 * full in the same month, or the same group that does not open? */
static bool is_told(const struct refusal *before, const struct refusal *refusal) {
    bool not_opened = refusal->reason == REASON_NOT_OPENED;
    return (not_opened || (refusal->full_month != 0 && is_of_seats(refusal->reason))) &&
           before->full_month == refusal->full_month && is_alike(before, refusal);
}

/* Is only the month another one, the same children having the seats? */
static bool is_same_later(const struct refusal *before, const struct refusal *refusal) {
    return refusal->full_month != 0 && is_of_seats(refusal->reason) && is_alike(before, refusal) &&
           before->full_month == before->month && refusal->full_month == refusal->month &&
           memcmp(before->taken, refusal->taken, sizeof refusal->taken) == 0;
}

/* In a round with months, each in which it might have begun. Where the same seats stay taken from
 * one of them to a later one, so they do in all months between: else seats would have come free,
 * and it might have begun then. */
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
            uint32_t first = i;
            say_month(speaker, refusal);
            say_full(speaker, refusal);
            while (i + 1 < choice->n_refusals && is_same_later(refusal, &choice->refusal[i + 1])) {
                i++;
            }
            if (i > first) {
                speaker_add(
                    speaker, PHRASE_SAME_UNTIL,
                    (struct slot[]){slot_month("month", choice->refusal[i].month), slot_end()});
            }
        }
        if (given && i + 1 < choice->n_refusals && is_given_to_others(&choice->refusal[i + 1])) {
            continue;
        }
        if (given || !told) {
            say_reason(speaker, choice, refusal);
            speaker_flush(speaker);
        }
    }
}
