// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands around a child's placement: its months, a transfer, the older group, the place that
 * is owed, siblings, and the application that another one goes with. Siblings are named by their
 * ids alone, and those with a protected identity not at all, unless this child has one too.
 */
#include "explain/speaker.h"

#include "solver/months.h"

/* A place by a name of its own, without metres. */
static struct slot place_slot(const struct speaker *speaker, struct place_words *words,
                              const char *name, uint32_t offer) {
    speaker_place(words, speaker, offer, METRES_UNKNOWN, MEASURE_UNKNOWN);
    return slot_phrase(name, PHRASE_PLACE, words->place);
}

static void say_transfer(struct speaker *speaker) {
    const struct explanation *explanation = speaker->explanation;
    uint32_t from = explanation->current;
    struct place_words place;
    if (from == NONE || explanation->offer == from) {
        return;
    }
    speaker_add(speaker, explanation->start != 0 ? PHRASE_TRANSFER : PHRASE_TRANSFER_NOW,
                (struct slot[]){place_slot(speaker, &place, "from", from),
                                slot_month("month", explanation->start), slot_end()});
    if (explanation->start != 0 && instance_counts_current(speaker->instance, from) &&
        instance_stays_at(speaker->instance, explanation->applicant) == from) {
        speaker_add(speaker, PHRASE_TRANSFER_SEAT, NULL);
    }
    speaker_flush_line(speaker);
}

void speaker_months(struct speaker *speaker) {
    const struct explanation *explanation = speaker->explanation;
    const struct instance *instance = speaker->instance;
    if (explanation->start != 0) {
        speaker_line(speaker,
                     explanation->start == explanation->wished_start ? PHRASE_START_AS_WISHED
                                                                     : PHRASE_START_LATER,
                     (struct slot[]){slot_month("start", explanation->start),
                                     slot_month("wished", explanation->wished_start), slot_end()});
    }
    say_transfer(speaker);
    if (explanation->moves_to != NONE) {
        speaker_line(speaker,
                     explanation->start < explanation->moves_month ? PHRASE_MOVES_ON
                                                                   : PHRASE_MOVES_AT_ONCE,
                     (struct slot[]){
                         slot_month("month", explanation->moves_month),
                         slot_text("to", strings_get(&instance->offer_id, explanation->moves_to)),
                         slot_end()});
    }
}

static bool has_objective(const struct instance *instance, enum objective_kind kind) {
    bool any = false;
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        any |= instance->policy.objective[i].kind == kind;
    }
    return any;
}

static void say_guarantee(struct speaker *speaker) {
    static const enum phrase phrase_of[] = {
        [GUARANTEE_HELD] = PHRASE_GUARANTEE_HELD,
        [GUARANTEE_LATER] = PHRASE_GUARANTEE_LATER,
        [GUARANTEE_BROKEN] = PHRASE_GUARANTEE_BROKEN,
    };
    const struct explanation *explanation = speaker->explanation;
    if (explanation->guarantee == GUARANTEE_NONE) {
        return;
    }
    struct slot slots[] = {slot_month("owed", explanation->guarantee_month),
                           slot_month("wished", explanation->due_month),
                           slot_month("last", instance_last_month(speaker->instance)), slot_end()};
    speaker_add(speaker, phrase_of[explanation->guarantee], slots);
    if (explanation->due_month != explanation->guarantee_month) {
        speaker_add(speaker, PHRASE_GUARANTEE_WISHED, slots);
    }
    if (explanation->guarantee == GUARANTEE_BROKEN &&
        has_objective(speaker->instance, OBJECTIVE_GUARANTEE)) {
        speaker_add(speaker, PHRASE_GUARANTEE_MOST, NULL);
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}

/* The siblings that are told of; with where they are, unless all are together. */
static const char *list_siblings(struct speaker *speaker) {
    const struct instance *instance = speaker->instance;
    const struct explanation *explanation = speaker->explanation;
    uint32_t family = explanation->family.family;
    speaker_list_begin(speaker);
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        uint32_t member = instance->family_member[i];
        uint32_t offer = speaker->explainer->round->offer[member];
        struct place_words place;
        if (member == explanation->applicant ||
            !explanation_tells(speaker->explainer, explanation, member)) {
            continue;
        }
        struct slot slots[] = {slot_text("sibling", strings_get(&instance->applicant_id, member)),
                               slot_end(), slot_end()};
        if (offer != NONE) {
            slots[1] = place_slot(speaker, &place, "place", offer);
        }
        speaker_list_add(speaker, offer != NONE ? PHRASE_SIBLING_AT : PHRASE_SIBLING_NONE, slots);
    }
    return speaker_list_end(speaker);
}

static void say_apart(struct speaker *speaker, struct slot kind) {
    const struct family_facts *family = &speaker->explanation->family;
    static const enum phrase phrase_of[] = {
        [APART_NOTHING_SHARED] = PHRASE_APART_NOTHING_SHARED,
        [APART_FULL] = PHRASE_APART_FULL,
        [APART_BEST] = PHRASE_APART_BEST,
    };
    if (family->apart != APART_BEST || !family->propose_together) {
        struct slot shared[] = {slot_count("shared", family->n_shared), slot_end()};
        enum phrase kinds = speaker->instance->policy.families_same_offer ? PHRASE_KINDS_OFFER
                                                                          : PHRASE_KINDS_SCHOOL;
        speaker_add(
            speaker, phrase_of[family->apart],
            (struct slot[]){kind, shared[0], slot_phrase("kinds", kinds, shared), slot_end()});
    }
}

static void say_family(struct speaker *speaker) {
    const struct family_facts *family = &speaker->explanation->family;
    if (family->family == NONE) {
        return;
    }
    struct slot kind = slot_phrase(
        "kind",
        speaker->instance->policy.families_same_offer ? PHRASE_KIND_OFFER : PHRASE_KIND_SCHOOL,
        NULL);
    if (family->outcome != SIBLINGS_NONE) {
        const char *siblings = list_siblings(speaker);
        speaker_add(speaker,
                    family->outcome == SIBLINGS_TOGETHER ? PHRASE_SIBLINGS_TOGETHER
                                                         : PHRASE_SIBLINGS_APART,
                    (struct slot[]){slot_text("siblings", siblings), slot_end()});
    } else if (family->n_told > 0) {
        speaker_add(speaker, PHRASE_SIBLINGS_TOLD,
                    (struct slot[]){slot_text("siblings", list_siblings(speaker)), slot_end()});
    }
    if (family->n_hidden > 0) {
        speaker_add(speaker, PHRASE_SIBLINGS_HIDDEN,
                    (struct slot[]){slot_count("siblings", family->n_hidden), slot_end()});
    }
    if (family->outcome == SIBLINGS_APART) {
        say_apart(speaker, kind);
    }
    if (family->is_required) {
        speaker_add(speaker, PHRASE_FAMILY_REQUIRED, (struct slot[]){kind, slot_end()});
    } else {
        speaker_add(speaker, family->propose_together ? PHRASE_FAMILY_TRIED : PHRASE_FAMILY_AIM,
                    (struct slot[]){kind, slot_end()});
    }
    if (family->blocks) {
        speaker_add(speaker, PHRASE_FAMILY_BLOCKS, (struct slot[]){kind, slot_end()});
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}

void speaker_around(struct speaker *speaker) {
    say_guarantee(speaker);
    say_family(speaker);
}

void speaker_follows(struct speaker *speaker) {
    const struct instance *instance = speaker->instance;
    const struct explanation *explanation = speaker->explanation;
    struct place_words place;
    if (explanation->follows == NONE) {
        return;
    }
    uint32_t offer = speaker->explainer->round->offer[explanation->follows];
    struct slot slots[] = {
        slot_text("application", strings_get(&instance->applicant_id, explanation->follows)),
        slot_end(), slot_end()};
    if (explanation->follows_hidden) {
        speaker_add(speaker, PHRASE_FOLLOWS_HIDDEN, NULL);
    } else if (offer == NONE) {
        speaker_add(speaker, PHRASE_FOLLOWS_NONE, slots);
    } else {
        slots[1] = place_slot(speaker, &place, "place", offer);
        speaker_add(speaker, PHRASE_FOLLOWS_AT, slots);
        if (explanation->n_choices == 0) {
            speaker_add(speaker, PHRASE_FOLLOWS_NO_OFFER, NULL);
        }
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}
