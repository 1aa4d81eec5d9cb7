// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The page, from top to bottom:
 *
 *     title, round, date, child, the proposal in one line      head()
 *     when it begins, a transfer, an older group               around.c
 *     how seats are shared out                                 method()
 *     each wish in order: the outcome, then its reason         wishes(), reason.c
 *     schools beyond the wishes, nearest first                 beyond()
 *     what is owed, siblings, what it goes with                around.c
 *     schools near home; what happens without a place          near_home(), unplaced()
 *     how it was measured, drawn, and can be checked           foot()
 *
 * Only whether something is said is decided here; how, in the catalogue.
 */
#include "explain/words.h"

#include "explain/speaker.h"

#include <limits.h>
#include <string.h>

static enum phrase result_phrase(const struct explanation *explanation) {
    return explanation->basis == BASIS_LOCKED ? PHRASE_RESULT_LOCKED
           : explanation->stays               ? PHRASE_RESULT_STAYS
           : explanation->basis == BASIS_WISH ? PHRASE_RESULT_WISH
           : explanation->follows != NONE     ? PHRASE_RESULT_FOLLOWS
                                              : PHRASE_RESULT_FALLBACK;
}

static void head(struct speaker *speaker) {
    const struct instance *instance = speaker->instance;
    const struct explanation *explanation = speaker->explanation;
    speaker_line(speaker, PHRASE_TITLE, NULL);
    speaker_line(speaker, PHRASE_ROUND,
                 (struct slot[]){slot_text("round", instance->name), slot_end()});
    if (instance->date != NULL && instance->date[0] != 0) {
        speaker_line(speaker, PHRASE_DATE,
                     (struct slot[]){slot_text("date", instance->date), slot_end()});
    }
    speaker_line(speaker, PHRASE_CHILD,
                 (struct slot[]){slot_text("child", strings_get(&instance->applicant_id,
                                                                explanation->applicant)),
                                 slot_end()});
    if (explanation->basis == BASIS_NONE) {
        speaker_line(speaker, PHRASE_RESULT_NONE, NULL);
    } else {
        struct place_words place;
        speaker_place(&place, speaker, explanation->offer, explanation->metres,
                      explanation->measure);
        struct slot slots[] = {place.slot_place, place.slot_at,
                               slot_count("wish", explanation->wish),
                               slot_count("wishes", explanation->n_wishes), slot_end()};
        speaker_line(speaker, result_phrase(explanation), slots);
        speaker_months(speaker);
    }
    if (explanation->is_protected) {
        speaker_line(speaker, PHRASE_PROTECTED, NULL);
    }
    speaker_gap(speaker);
}

static void list_objectives(struct speaker *speaker) {
    static const enum phrase phrase_of[] = {
        [OBJECTIVE_PLACED] = PHRASE_OBJECTIVE_PLACED,
        [OBJECTIVE_NEAR] = PHRASE_OBJECTIVE_NEAR,
        [OBJECTIVE_WISHES] = PHRASE_OBJECTIVE_WISHES,
        [OBJECTIVE_RANK_MAXIMAL] = PHRASE_OBJECTIVE_RANK_MAXIMAL,
        [OBJECTIVE_CRITERIA] = PHRASE_OBJECTIVE_CRITERIA,
        [OBJECTIVE_DISTANCE] = PHRASE_OBJECTIVE_DISTANCE,
        [OBJECTIVE_COLUMN] = PHRASE_OBJECTIVE_COLUMN,
        [OBJECTIVE_GUARANTEE] = PHRASE_OBJECTIVE_GUARANTEE,
        [OBJECTIVE_TOGETHER] = PHRASE_OBJECTIVE_TOGETHER,
        [OBJECTIVE_LATE] = PHRASE_OBJECTIVE_LATE,
        [OBJECTIVE_FOLLOWS] = PHRASE_OBJECTIVE_FOLLOWS,
    };
    const struct instance *instance = speaker->instance;
    bool names_guarantee = false, names_follows = false;
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        names_guarantee |= instance->policy.objective[i].kind == OBJECTIVE_GUARANTEE;
        names_follows |= instance->policy.objective[i].kind == OBJECTIVE_FOLLOWS;
    }
    speaker_list_begin(speaker);
    if (speaker->explainer->options.stays != NULL) {
        speaker_list_add(speaker, PHRASE_OBJECTIVE_CURRENT, NULL);
    }
    if (instance->policy.guarantee_required && !names_guarantee) {
        speaker_list_add(speaker, PHRASE_OBJECTIVE_GUARANTEE, NULL);
    }
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        const struct objective *objective = &instance->policy.objective[i];
        struct slot slots[2] = {slot_end(), slot_end()};
        if (objective->kind == OBJECTIVE_COLUMN) {
            slots[0] = slot_text("column", instance->column[objective->column].name);
        }
        speaker_list_add(speaker, phrase_of[objective->kind], slots);
    }
    if (instance->applicant_follows != NULL && !names_follows) {
        speaker_list_add(speaker, PHRASE_OBJECTIVE_FOLLOWS, NULL);
    }
}

static void method(struct speaker *speaker) {
    const struct mechanism *mechanism = &mechanisms[speaker->instance->policy.mechanism];
    if (speaker->explanation->basis == BASIS_LOCKED) {
        return;
    }
    struct slot slots[] = {slot_text("method", mechanism->name), slot_end()};
    enum phrase phrase = PHRASE_METHOD_OTHER;
    if (mechanism->run == deferred_acceptance) {
        phrase = PHRASE_METHOD_DEFERRED;
    } else if (mechanism->run == minimum_cost) {
        phrase = PHRASE_METHOD_MINIMUM_COST;
        list_objectives(speaker);
        slots[0] = slot_text("objectives", speaker_list_end(speaker));
    } else if (mechanism->run == top_trading_cycles) {
        phrase = PHRASE_METHOD_TRADING;
    } else if (mechanism->run == immediate_acceptance) {
        phrase = PHRASE_METHOD_IMMEDIATE;
    } else if (mechanism->run == serial_dictatorship) {
        phrase = PHRASE_METHOD_SERIAL;
    }
    speaker_add(speaker, phrase, slots);
    if (speaker->explainer->round->is_unproved) {
        speaker_add(speaker, PHRASE_METHOD_UNPROVED, NULL);
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}

/* It keeps the place that it has: were the wishes above it full? */
static void stays(struct speaker *speaker, const struct choice *choice) {
    const struct explanation *explanation = speaker->explanation;
    bool any = false, full = true;
    for (const struct choice *other = explanation->choice; other < choice; other++) {
        any |= other->outcome == OUTCOME_REFUSED;
        for (uint32_t i = 0; other->outcome == OUTCOME_REFUSED && i < other->n_refusals; i++) {
            full &= other->refusal[i].full != FULL_NONE;
        }
    }
    if (any && full) {
        speaker_add(speaker, PHRASE_STAYS_FULL, NULL);
    }
    speaker_add(speaker, PHRASE_STAYS_SAFE, NULL);
}

/* Because of what it begins later than wished. */
static enum phrase begins_phrase(const struct choice *choice, uint32_t wished) {
    bool full = true;
    for (uint32_t i = 0; i < choice->n_refusals; i++) {
        full = full && choice->refusal[i].full != FULL_NONE;
    }
    if (choice->n_refusals == 0) {
        return choice->earliest > wished ? PHRASE_BEGINS_FIRST : PHRASE_BEGINS;
    }
    return full ? PHRASE_BEGINS_FULL : PHRASE_BEGINS_BEST;
}

/* When it begins, and why not earlier. */
static void admitted_month(struct speaker *speaker, const struct choice *choice) {
    uint32_t wished = speaker->explanation->wished_start;
    if (choice->start == 0 || choice->start == wished) {
        return;
    }
    speaker_add(speaker, begins_phrase(choice, wished),
                (struct slot[]){slot_month("month", choice->start), slot_end()});
    if (choice->n_refusals > 0 && choice->earliest > wished) {
        speaker_add(speaker, PHRASE_NOT_BEFORE,
                    (struct slot[]){slot_month("month", choice->earliest), slot_end()});
    }
    speaker_flush(speaker);
    speaker_refusal(speaker, choice);
    speaker_flush(speaker);
}

static void admitted(struct speaker *speaker, const struct choice *choice) {
    if (speaker->explanation->basis == BASIS_LOCKED) {
        speaker_add(speaker, PHRASE_LOCKED_BEFORE, NULL);
        return;
    }
    if (choice->stays) {
        stays(speaker, choice);
        return;
    }
    admitted_month(speaker, choice);
    if (choice->claimed) {
        speaker_add(speaker, PHRASE_ADMITTED_CLAIM, NULL);
    }
    if (choice->step > 0) {
        speaker_add(speaker, PHRASE_ADMITTED_STEP,
                    (struct slot[]){slot_count("step", choice->step), slot_end()});
    }
    if (choice->contested && choice->rank > 0) {
        speaker_add(speaker, PHRASE_ADMITTED_RANK,
                    (struct slot[]){slot_count("rank", choice->rank),
                                    slot_count("last", choice->last_rank), slot_end()});
    } else if (!choice->contested && choice->wish > 0 && choice->n_refusals == 0) {
        speaker_add(speaker, PHRASE_NOBODY_REFUSED, NULL);
    }
}

static enum phrase choice_phrase(const struct choice *choice) {
    static const enum phrase wish_phrase[] = {
        [OUTCOME_ADMITTED] = PHRASE_WISH_ADMITTED,
        [OUTCOME_REFUSED] = PHRASE_WISH_REFUSED,
        [OUTCOME_NOT_NEEDED] = PHRASE_WISH_NOT_NEEDED,
        [OUTCOME_NOT_TRIED] = PHRASE_WISH_NOT_TRIED,
    };
    if (choice->stays) {
        return choice->wish > 0 ? PHRASE_WISH_STAYS : PHRASE_OTHER_STAYS;
    }
    return choice->wish > 0                      ? wish_phrase[choice->outcome]
           : choice->outcome == OUTCOME_ADMITTED ? PHRASE_OTHER_ADMITTED
                                                 : PHRASE_OTHER_REFUSED;
}

/* One wish or other school: a line with the outcome, its reason below. */
static void choice_say(struct speaker *speaker, const struct choice *choice) {
    struct place_words place;
    speaker_place(&place, speaker, choice->offer, choice->metres, choice->measure);
    struct slot slots[] = {place.slot_place, place.slot_at, slot_count("wish", choice->wish),
                           slot_end()};
    speaker_line(speaker, choice_phrase(choice), slots);
    switch (choice->outcome) {
    case OUTCOME_ADMITTED:
        admitted(speaker, choice);
        break;
    case OUTCOME_REFUSED:
        speaker_refusal(speaker, choice);
        break;
    case OUTCOME_NOT_NEEDED:
        speaker_add(speaker, choice->below ? PHRASE_BELOW_PRESENT : PHRASE_HIGHER_GIVEN, NULL);
        break;
    case OUTCOME_NOT_TRIED:
        speaker_add(speaker, PHRASE_LOCKED_BEFORE, NULL);
        break;
    }
    speaker_flush(speaker);
    if (choice->reserve_position > 0) {
        speaker_add(speaker, PHRASE_RESERVE,
                    (struct slot[]){slot_count("position", choice->reserve_position),
                                    slot_count("length", choice->reserve_length), slot_end()});
        speaker_flush(speaker);
    }
}

static bool is_fallback(const struct choice *choice) {
    return choice->wish == 0 && !choice->stays;
}

static void wishes(struct speaker *speaker) {
    const struct explanation *explanation = speaker->explanation;
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        if (!is_fallback(&explanation->choice[i])) {
            choice_say(speaker, &explanation->choice[i]);
            speaker_gap(speaker);
        }
    }
    if (explanation->n_wishes == 0 && explanation->follows == NONE) {
        speaker_line(speaker, PHRASE_NO_WISHES, NULL);
        speaker_gap(speaker);
    }
}

/* Why the school beyond the wishes is the one it is. */
static void nearest(struct speaker *speaker, uint32_t n_nearer, bool all_full) {
    speaker_add(speaker,
                n_nearer == 0 ? PHRASE_NEAREST
                : all_full    ? PHRASE_NEAREST_FREE
                              : PHRASE_BEST_FOR_ALL,
                NULL);
    speaker_flush(speaker);
}

/* What leads to schools beyond the wishes. */
static void beyond_begin(struct speaker *speaker) {
    const struct policy *policy = &speaker->instance->policy;
    if (speaker->explanation->follows != NONE) {
        speaker_line(speaker, PHRASE_FOLLOWS_TRIED, NULL);
        return;
    }
    if (speaker->explanation->n_wishes > 0) {
        speaker_add(speaker, PHRASE_NO_WISH_GAVE, NULL);
    }
    speaker_add(speaker,
                policy->fallback == FALLBACK_AFTER ? PHRASE_FALLBACK_AFTER
                                                   : PHRASE_FALLBACK_IN_ROUND,
                NULL);
    if (policy->reach != NONE) {
        speaker_add(speaker, PHRASE_REACH,
                    (struct slot[]){slot_count("reach", policy->reach), slot_end()});
    }
    if (policy->within != NULL) {
        speaker_add(speaker, PHRASE_WITHIN,
                    (struct slot[]){slot_text("column", policy->within), slot_end()});
    }
    speaker_flush_line(speaker);
}

static void beyond(struct speaker *speaker) {
    const struct explanation *explanation = speaker->explanation;
    uint32_t n_nearer = 0;
    bool all_full = true;
    bool begun = false;
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        const struct choice *choice = &explanation->choice[i];
        if (!is_fallback(choice)) {
            continue;
        }
        if (!begun) {
            begun = true;
            beyond_begin(speaker);
        }
        choice_say(speaker, choice);
        if (choice->outcome == OUTCOME_ADMITTED && explanation->follows == NONE) {
            nearest(speaker, n_nearer, all_full);
        }
        for (uint32_t r = 0; r < choice->n_refusals; r++) {
            all_full = all_full && choice->refusal[r].full != FULL_NONE;
        }
        n_nearer++;
    }
    if (begun) {
        speaker_gap(speaker);
    }
}

static void near_home(struct speaker *speaker) {
    const struct explanation *explanation = speaker->explanation;
    struct slot slots[] = {slot_metres("metres", explanation->near_limit_m), slot_end()};
    if (!explanation->has_near || (!explanation->lacks_near && explanation->claim_round == 0)) {
        return;
    }
    if (explanation->claim_round > 0) {
        speaker_add(speaker, PHRASE_CLAIM_OWN, slots);
        if (explanation->lacks_near) {
            speaker_add(speaker, PHRASE_CLAIM_IN_VAIN, NULL);
        }
    } else {
        speaker_add(speaker, PHRASE_LACKS_NEAR, slots);
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}

/* says_next: what a caseworker has to do now. */
static void unplaced(struct speaker *speaker, bool says_next) {
    const struct explanation *explanation = speaker->explanation;
    bool tried = false;
    bool on_reserve = false;
    if (explanation->basis != BASIS_NONE) {
        return;
    }
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        tried = tried || is_fallback(&explanation->choice[i]);
        const struct choice *choice = &explanation->choice[i];
        bool not_along = choice->n_refusals > 0 && choice->refusal[0].reason == REASON_NOT_ALONG;
        on_reserve = on_reserve || (choice->reserve_position > 0 && !not_along);
    }
    if (explanation->follows != NONE) {
        /* said where it is said what it goes with */
    } else if (speaker->instance->policy.fallback == FALLBACK_NONE) {
        speaker_add(speaker, PHRASE_UNPLACED_NO_FALLBACK, NULL);
    } else {
        speaker_add(speaker, tried ? PHRASE_UNPLACED_ALL_FULL : PHRASE_UNPLACED_NO_SCHOOL, NULL);
    }
    if (says_next) {
        speaker_add(speaker,
                    explanation->follows != NONE ? PHRASE_UNPLACED_FOLLOWER : PHRASE_UNPLACED_NEXT,
                    NULL);
    }
    if (on_reserve) {
        speaker_add(speaker, PHRASE_UNPLACED_RESERVE, NULL);
    }
    speaker_flush_line(speaker);
    speaker_gap(speaker);
}

static void foot_lottery(struct speaker *speaker) {
    const struct instance *instance = speaker->instance;
    const struct explanation *explanation = speaker->explanation;
    const char *id = strings_get(&instance->applicant_id, explanation->applicant);
    struct slot slots[] = {slot_hex("lottery", explanation->lottery, 16), slot_end()};
    if (explanation->has_lottery && explanation->lottery_carried) {
        speaker_line(speaker, PHRASE_FOOT_LOTTERY_CARRIED, slots);
    } else if (explanation->has_lottery) {
        speaker_line(speaker, PHRASE_FOOT_LOTTERY, slots);
        speaker_command(speaker, instance->policy.lottery_seed, id, NULL);
    } else if (instance->wish_lottery != NULL) {
        speaker_line(speaker, PHRASE_LOTTERY_CARRIED, NULL);
    } else {
        speaker_line(speaker, PHRASE_FOOT_LOTTERY_EACH, NULL);
        speaker_command(speaker, instance->policy.lottery_seed, id, "OFFER");
    }
}

static void foot(struct speaker *speaker) {
    const struct instance *instance = speaker->instance;
    bool walking = instance->distance_start != NULL;
    speaker_line(speaker, PHRASE_FOOT, NULL);
    speaker_line(speaker, PHRASE_FOOT_PROPOSAL, NULL);
    if (walking || instance->policy.straight_line) {
        speaker_line(speaker,
                     !walking                         ? PHRASE_FOOT_STRAIGHT
                     : instance->policy.straight_line ? PHRASE_FOOT_WALKING_OR_STRAIGHT
                                                      : PHRASE_FOOT_WALKING,
                     NULL);
    }
    foot_lottery(speaker);
    speaker_line(speaker, PHRASE_FOOT_VERIFY, NULL);
    text_puts(speaker->out, "    placera verify INSTANCE DIR\n");
}

/* A speaker whose page is empty. */
static struct speaker begin(struct words *words, const struct explainer *explainer,
                            const struct explanation *explanation,
                            const struct language *language) {
    text_clear(&words->out);
    text_clear(&words->paragraph);
    return (struct speaker){
        .explainer = explainer,
        .instance = explainer->instance,
        .explanation = explanation,
        .language = language,
        .out = &words->out,
        .paragraph = &words->paragraph,
        .list = &words->list,
        .hides_metres = words->hides_metres,
    };
}

static void middle(struct speaker *speaker, bool says_next) {
    method(speaker);
    speaker_follows(speaker);
    wishes(speaker);
    beyond(speaker);
    speaker_around(speaker);
    near_home(speaker);
    unplaced(speaker, says_next);
}

static enum err end(const struct words *words, struct error *error) {
    bool failed = words->out.no_memory || words->paragraph.no_memory || words->list.no_memory;
    return failed ? error_no_memory(error) : OK;
}

enum err words_write(struct words *words, const struct explainer *explainer,
                     const struct explanation *explanation, const struct language *language,
                     struct error *error) {
    struct speaker speaker = begin(words, explainer, explanation, language);
    head(&speaker);
    middle(&speaker, true);
    foot(&speaker);
    return end(words, error);
}

enum err words_write_grounds(struct words *words, const struct explainer *explainer,
                             const struct explanation *explanation, const struct language *language,
                             struct error *error) {
    struct speaker speaker = begin(words, explainer, explanation, language);
    speaker.width = UINT_MAX;
    middle(&speaker, false);
    return end(words, error);
}

void words_release(struct words *words) {
    text_release(&words->out);
    text_release(&words->paragraph);
    text_release(&words->list);
}
