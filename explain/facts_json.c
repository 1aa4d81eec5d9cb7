// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/facts_json.h"

#include "explain/render.h"
#include "explain/words.h"
#include "io/month_text.h"

#include <math.h>
#include <string.h>

/* Writes "key": with the comma before it, unless it is an object's first. */
static void key(struct text *text, const char *name) {
    if (text->length > 0 && text->bytes[text->length - 1] != '{') {
        text_puts(text, ",");
    }
    text_put_json(text, name);
    text_puts(text, ":");
}

static void put_string(struct text *text, const char *name, const char *string) {
    key(text, name);
    if (string == NULL) {
        text_puts(text, "null");
    } else {
        text_put_json(text, string);
    }
}

static void put_whole(struct text *text, const char *name, int64_t whole) {
    key(text, name);
    text_printf(text, "%lld", (long long)whole);
}

/* A number that 0 or all ones stands for nothing in. */
static void put_whole_or_null(struct text *text, const char *name, uint32_t whole,
                              uint32_t nothing) {
    if (whole == nothing) {
        put_string(text, name, NULL);
    } else {
        put_whole(text, name, whole);
    }
}

/* A month; null where there is none (0). */
static void put_month(struct text *text, const char *name, uint32_t month) {
    char written[MONTH_TEXT_SIZE];
    month_text(month, written);
    put_string(text, name, month == 0 ? NULL : written);
}

static void put_bool(struct text *text, const char *name, bool truth) {
    key(text, name);
    text_puts(text, truth ? "true" : "false");
}

static void open_object(struct text *text, const char *name) {
    key(text, name);
    text_puts(text, "{");
}

static const char *measure_name(enum measure measure) {
    static const char *const name[] = {NULL, "walking", "straight line"};
    return name[measure];
}

static void put_place(struct text *text, const struct instance *instance, uint32_t offer,
                      uint32_t metres, enum measure measure) {
    uint32_t school = offer == NONE ? NONE : instance->offer_school[offer];
    put_string(text, "offer", offer == NONE ? NULL : strings_get(&instance->offer_id, offer));
    put_string(text, "school", school == NONE ? NULL : strings_get(&instance->school_id, school));
    put_whole_or_null(text, "metres", metres, METRES_UNKNOWN);
    put_string(text, "measured", measure_name(measure));
}

static void put_value(struct text *text, const char *name, const struct value *value,
                      unsigned lottery_digits) {
    char digits[32];
    switch (value->kind) {
    case VALUE_YES_NO:
        put_bool(text, name, value->number > 0);
        return;
    case VALUE_WISH_RANK:
    case VALUE_METRES:
        put_whole(text, name, (int64_t)value->number);
        return;
    case VALUE_NUMBER:
        key(text, name);
        text_printf(text, isfinite(value->number) ? "%.15g" : "null", value->number);
        return;
    case VALUE_DATE:
        key(text, name);
        text_puts(text, "\"");
        text_put_date(text, (int64_t)value->number);
        text_puts(text, "\"");
        return;
    case VALUE_LOTTERY:
        snprintf(digits, sizeof digits, "%016llx", (unsigned long long)value->lottery);
        digits[lottery_digits] = 0;
        put_string(text, name, digits);
        return;
    case VALUE_ONLY_SCHOOL:
        put_string(text, name, "no other school");
        return;
    case VALUE_NO_WISH:
    case VALUE_MISSING:
        break;
    }
    put_string(text, name, NULL);
}

static void put_criterion(struct text *text, const struct instance *instance,
                          const struct criterion *criterion) {
    static const char *const name[] = {
        [CRITERION_CURRENT_PLACE] = "current_place",
        [CRITERION_WISH_RANK] = "wish_rank",
        [CRITERION_RELATIVE_NEARNESS] = "relative_nearness",
        [CRITERION_ABSOLUTE_NEARNESS] = "absolute_nearness",
        [CRITERION_FLAG] = "flag",
        [CRITERION_ASCENDING] = "ascending",
        [CRITERION_DESCENDING] = "descending",
        [CRITERION_LOTTERY] = "lottery",
    };
    put_string(text, "criterion", name[criterion->kind]);
    if (criterion->column != NONE) {
        put_string(text, "column", instance->column[criterion->column].name);
    }
}

static void put_compared(struct text *text, const struct instance *instance,
                         const struct refusal *refusal) {
    if (refusal->reason == REASON_CRITERION) {
        put_criterion(text, instance, refusal->criterion);
    }
    if (refusal->reason == REASON_CRITERION || refusal->reason == REASON_LOTTERY) {
        put_value(text, "own", &refusal->own, 16);
        put_value(text, "last_admitted", &refusal->last, refusal->lottery_digits);
        if (refusal->own.kind == VALUE_METRES) {
            put_whole(text, "own_metres", refusal->own.here_m);
            put_whole_or_null(text, "own_metres_to_other", refusal->own.other_m, METRES_UNKNOWN);
            put_string(text, "own_measured", measure_name(refusal->own.measure));
        }
        if (refusal->own.kind == refusal->last.kind && refusal->own.kind != VALUE_YES_NO &&
            refusal->own.kind != VALUE_LOTTERY) {
            key(text, "missed_by");
            text_printf(text, "%.12g", fabs(refusal->own.number - refusal->last.number));
        }
    }
    put_whole_or_null(text, "own_rank", refusal->own_rank, 0);
    put_whole_or_null(text, "last_admitted_rank", refusal->last_rank, 0);
}

/* When the limit is full in a round with months, and who has its seats. */
static void put_taken(struct text *text, const struct refusal *refusal) {
    if (refusal->full_month != 0) {
        put_month(text, "full_in", refusal->full_month);
    }
    if (refusal->has_taken) {
        open_object(text, "taken");
        put_whole(text, "placed", refusal->taken[SEAT_PLACED]);
        put_whole(text, "kept", refusal->taken[SEAT_KEPT]);
        put_whole(text, "leaving_later", refusal->taken[SEAT_LEAVING]);
        put_whole(text, "decided_before", refusal->taken[SEAT_LOCKED]);
        text_puts(text, "}");
    }
}

/* The object's members, but not its braces. */
static void put_refusal(struct text *text, const struct instance *instance,
                        const struct refusal *refusal) {
    static const char *const reason[] = {
        [REASON_NO_SEATS] = "no seats",
        [REASON_LOCKED] = "decided before",
        [REASON_CRITERION] = "criterion",
        [REASON_LOTTERY] = "lottery",
        [REASON_ID] = "id",
        [REASON_CLAIM] = "near claim",
        [REASON_EARLIER] = "earlier step",
        [REASON_TRADED] = "traded",
        [REASON_OBJECTIVE] = "objective",
        [REASON_TAKEN] = "taken in the round",
        [REASON_SHARED_OUT] = "least walking",
        [REASON_KEPT] = "kept",
        [REASON_NOT_OPENED] = "not opened",
        [REASON_NOT_ELIGIBLE] = "not eligible",
        [REASON_OUT] = "takes no part",
        [REASON_NO_MONTH] = "no month",
        [REASON_NOT_ALONG] = "does not go with",
        [REASON_LEFT_OVER] = "no seat left",
        [REASON_FAMILY] = "siblings together",
    };
    static const char *const full[] = {NULL, "offer", "school", "pool"};
    if (refusal->month != 0) {
        put_month(text, "month", refusal->month);
    }
    put_string(text, "reason", reason[refusal->reason]);
    put_string(text, "full", full[refusal->full]);
    if (refusal->full != FULL_NONE) {
        put_string(text, "id", refusal->name);
        put_whole(text, "seats", refusal->seats);
        put_whole(text, "decided_before", refusal->locked);
        put_taken(text, refusal);
    }
    put_compared(text, instance, refusal);
    put_whole_or_null(text, "step", refusal->step, 0);
    put_whole_or_null(text, "full_in_step", refusal->full_step, 0);
    if (refusal->has_price) {
        put_whole(text, "price", refusal->price);
    }
}

/* One refusal; in a round with months one for each month in which it might have begun. */
static void put_refusals(struct text *text, const struct instance *instance,
                         const struct choice *choice) {
    if (!instance_has_months(instance)) {
        open_object(text, "refusal");
        put_refusal(text, instance, choice->refusal);
        text_puts(text, "}");
        return;
    }
    key(text, "refusals");
    text_puts(text, "[");
    for (uint32_t i = 0; i < choice->n_refusals; i++) {
        text_puts(text, i > 0 ? ",{" : "{");
        put_refusal(text, instance, &choice->refusal[i]);
        text_puts(text, "}");
    }
    text_puts(text, "]");
}

static void put_choice(struct text *text, const struct instance *instance,
                       const struct choice *choice) {
    static const char *const outcome[] = {"admitted", "refused", "not needed", "not tried"};
    text_puts(text, "{");
    put_whole_or_null(text, "wish", choice->wish, 0);
    put_place(text, instance, choice->offer, choice->metres, choice->measure);
    put_string(text, "outcome", outcome[choice->outcome]);
    if (choice->earliest != 0) {
        put_month(text, "earliest_start", choice->earliest);
    }
    if (choice->outcome == OUTCOME_ADMITTED) {
        if (instance_has_months(instance)) {
            put_month(text, "start", choice->start);
        }
        put_bool(text, "stays", choice->stays);
        put_bool(text, "others_refused", choice->contested);
        put_bool(text, "near_claim", choice->claimed);
        put_whole_or_null(text, "rank", choice->rank, 0);
        put_whole_or_null(text, "last_admitted_rank", choice->last_rank, 0);
        put_whole_or_null(text, "step", choice->step, 0);
    }
    if (choice->reserve_position > 0) {
        open_object(text, "reserve");
        put_whole(text, "position", choice->reserve_position);
        put_whole(text, "of", choice->reserve_length);
        text_puts(text, "}");
    }
    if (choice->n_refusals > 0) {
        put_refusals(text, instance, choice);
    }
    text_puts(text, "}");
}

static void put_lottery(struct text *text, const struct instance *instance,
                        const struct explanation *explanation) {
    if (!explanation->has_lottery) {
        return;
    }
    char digits[32];
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)explanation->lottery);
    open_object(text, "lottery");
    put_string(text, "number", digits);
    put_bool(text, "carried", explanation->lottery_carried);
    if (!explanation->lottery_carried) {
        struct text command = {0};
        lottery_command(&command, instance->policy.lottery_seed,
                        strings_get(&instance->applicant_id, explanation->applicant), NULL);
        put_string(text, "command", command.bytes);
        text->no_memory = text->no_memory || command.no_memory;
        text_release(&command);
    }
    text_puts(text, "}");
}

static void put_months(struct text *text, const struct instance *instance,
                       const struct explanation *explanation) {
    uint32_t from = explanation->current, to = explanation->moves_to;
    if (explanation->has_months) {
        put_month(text, "start", explanation->start);
        put_month(text, "wished_start", explanation->wished_start);
    }
    put_bool(text, "stays", explanation->stays);
    put_string(text, "current", from == NONE ? NULL : strings_get(&instance->offer_id, from));
    if (to != NONE) {
        open_object(text, "moves_on");
        put_string(text, "offer", strings_get(&instance->offer_id, to));
        put_month(text, "month", explanation->moves_month);
        text_puts(text, "}");
    }
}

static void put_guarantee(struct text *text, const struct explanation *explanation) {
    static const char *const outcome[] = {NULL, "held", "after this round", "not held"};
    if (explanation->guarantee != GUARANTEE_NONE) {
        open_object(text, "guarantee");
        put_month(text, "month", explanation->guarantee_month);
        put_month(text, "due", explanation->due_month);
        put_string(text, "outcome", outcome[explanation->guarantee]);
        text_puts(text, "}");
    }
}

/* Where a sibling, or an application of the same child, ends. */
static void put_other(struct text *text, const struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    uint32_t offer = explainer->round->offer[applicant];
    put_string(text, "applicant", strings_get(&instance->applicant_id, applicant));
    put_string(text, "offer", offer == NONE ? NULL : strings_get(&instance->offer_id, offer));
    put_string(text, "school",
               offer == NONE ? NULL
                             : strings_get(&instance->school_id, instance->offer_school[offer]));
}

static void put_family(struct text *text, const struct explainer *explainer,
                       const struct explanation *explanation) {
    static const char *const why[] = {"nothing shared", "full", "objective"};
    const struct instance *instance = explainer->instance;
    const struct family_facts *family = &explanation->family;
    bool first = true;
    if (family->family == NONE) {
        return;
    }
    open_object(text, "siblings");
    if (family->outcome != SIBLINGS_NONE) {
        put_bool(text, "together", family->outcome == SIBLINGS_TOGETHER);
    }
    if (family->outcome == SIBLINGS_APART) {
        put_string(text, "why_apart", why[family->apart]);
        put_whole(text, "shared", family->n_shared);
    }
    if (family->outcome != SIBLINGS_NONE && family->propose_together) {
        put_bool(text, "blocks", family->blocks);
    }
    put_bool(text, "required", family->is_required);
    put_whole(text, "protected", family->n_hidden);
    key(text, "applicants");
    text_puts(text, "[");
    for (uint32_t i = instance->family_start[family->family];
         i < instance->family_start[family->family + 1]; i++) {
        uint32_t member = instance->family_member[i];
        if (member != explanation->applicant && explanation_tells(explainer, explanation, member)) {
            text_puts(text, first ? "{" : ",{");
            put_other(text, explainer, member);
            text_puts(text, "}");
            first = false;
        }
    }
    text_puts(text, "]}");
}

static void put_follows(struct text *text, const struct explainer *explainer,
                        const struct explanation *explanation) {
    if (explanation->follows == NONE) {
        return;
    }
    open_object(text, "goes_with");
    if (explanation->follows_hidden) {
        put_bool(text, "protected", true);
    } else {
        put_other(text, explainer, explanation->follows);
    }
    text_puts(text, "}");
}

void explanation_json(struct text *text, const struct explainer *explainer,
                      const struct explanation *explanation) {
    const struct instance *instance = explainer->instance;
    text_puts(text, "{");
    put_string(text, "format", "placera-explanation/1");
    put_string(text, "round", instance->name);
    put_string(text, "date", instance->date);
    put_string(text, "mechanism", mechanisms[instance->policy.mechanism].name);
    put_string(text, "applicant", strings_get(&instance->applicant_id, explanation->applicant));
    put_bool(text, "protected", explanation->is_protected);
    put_string(text, "basis", basis_name[explanation->basis]);
    put_whole_or_null(text, "wish", explanation->wish, 0);
    put_place(text, instance, explanation->offer, explanation->metres, explanation->measure);
    put_months(text, instance, explanation);
    put_guarantee(text, explanation);
    put_family(text, explainer, explanation);
    put_follows(text, explainer, explanation);
    if (explainer->round->is_unproved) {
        put_bool(text, "unproved", true);
    }
    if (explanation->has_near) {
        open_object(text, "near");
        put_whole(text, "limit_metres", explanation->near_limit_m);
        put_whole_or_null(text, "claim", explanation->claim_round, 0);
        put_bool(text, "lacks_near", explanation->lacks_near);
        text_puts(text, "}");
    }
    key(text, "choices");
    text_puts(text, "[");
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        text_puts(text, i > 0 ? "," : "");
        put_choice(text, instance, &explanation->choice[i]);
    }
    text_puts(text, "]");
    put_lottery(text, instance, explanation);
    text_puts(text, "}");
}
