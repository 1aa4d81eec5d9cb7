// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One child's facts: a line for each wish, then for what lies beyond the wishes.
 *
 *   for each offer, all its options of the child (one for each step of its seats) together:
 *       one of them is held          admitted; refusals of the earlier ones say why not before
 *       one before them is held      not needed
 *       there are none               no decision of eligibility, no seats in those months, ...
 *       else                         refused, each for its own reason (refusal.c)
 *
 * Invariant: refusals lie in the order of months, and every refusal has a reason that the round's
 * data bear out; else the folder is answered with ERR_NO.
 */
#include "explain/facts_parts.h"

#include "solver/months.h"

#include <string.h>

/* Where one explanation is being put together. */
struct writer {
    const struct explainer *explainer;
    struct explanation *explanation;
    uint32_t n_refusals; /* of explainer.refusal in use */
    struct error *error;
};

/* The options of one offer: first .. end - 1; wish 0: no wish. */
struct line {
    uint32_t offer, wish, first, end;
};

static struct choice begin_choice(const struct writer *writer, const struct line *line) {
    const struct instance *instance = writer->explainer->instance;
    uint32_t a = writer->explanation->applicant;
    struct choice choice = {.offer = line->offer, .wish = line->wish};
    choice.metres =
        measured_metres(instance, a, instance->offer_school[line->offer], &choice.measure);
    choice.lottery_carried =
        instance->applicant_lottery != NULL || (instance->wish_lottery != NULL && line->wish > 0);
    choice.refusal = writer->explainer->refusal + writer->n_refusals;
    return choice;
}

static void keep_choice(const struct writer *writer, const struct choice *choice) {
    writer->explainer->choice[writer->explanation->n_choices++] = *choice;
}

static struct refusal *next_refusal(struct writer *writer, struct choice *choice) {
    choice->n_refusals++;
    return &writer->explainer->refusal[writer->n_refusals++];
}

/* A refusal that needs no look at seats. */
static void refuse_for(struct writer *writer, struct choice *choice, enum reason reason) {
    choice->outcome = OUTCOME_REFUSED;
    *next_refusal(writer, choice) = (struct refusal){.reason = reason, .node = NONE};
}

/* The refusals of all options before `end`. */
static enum err refuse_until(struct writer *writer, const struct line *line, uint32_t end,
                             struct choice *choice) {
    enum err err = OK;
    for (uint32_t k = line->first; k < end && err == OK; k++) {
        struct option_ref own = {writer->explanation->applicant, k};
        err = refusal_find(writer->explainer, own, next_refusal(writer, choice), writer->error);
    }
    return err;
}

/* The place of the offer in the applicant's list, NONE. */
static uint32_t place_of(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    for (uint32_t w = instance->wish_start[applicant]; w < instance->wish_start[applicant + 1];
         w++) {
        if (instance->wish_offer[w] == offer) {
            return w - instance->wish_start[applicant];
        }
    }
    return NONE;
}

static void admit(const struct explainer *explainer, struct option_ref own, struct choice *choice) {
    const struct ranking *ranking = &explainer->ranking;
    choice->outcome = OUTCOME_ADMITTED;
    choice->stays = options_stays(&explainer->options, own.option);
    choice->start = options_month(&explainer->options, own.option);
    choice->contested = explainer->refused_some[choice->offer];
    if (explainer_runs(explainer, immediate_acceptance)) {
        choice->step = own.option - explainer->options.start[own.applicant] + 1;
    } else if (mechanisms[explainer->instance->policy.mechanism].ranks &&
               !explainer_runs(explainer, top_trading_cycles)) {
        uint32_t node = explainer->instance->offer_node[choice->offer];
        choice->rank = ranking->rank[own.option];
        choice->last_rank = ranking->rank[explainer->last[node].option];
    }
}

/* Does a follower's offer go with the place that was given to the application it follows? */
static bool goes_along(const struct explainer *explainer, uint32_t applicant, uint32_t offer) {
    uint32_t other = explainer->round->offer[instance_follows(explainer->instance, applicant)];
    return other != NONE && instance_goes_with(explainer->instance, offer, other);
}

/* Why instance_is_eligible says no. */
static enum reason refused_right(const struct instance *instance, uint32_t a) {
    return instance_is_out(instance, a) ? REASON_OUT : REASON_NOT_ELIGIBLE;
}

/* An offer of which the child has no option: why. */
static void without_options(struct writer *writer, const struct line *line, struct choice *choice) {
    const struct explainer *explainer = writer->explainer;
    const struct instance *instance = explainer->instance;
    const struct explanation *explanation = writer->explanation;
    uint32_t a = explanation->applicant, present = instance_stays_at(instance, a);
    uint32_t worst = present == NONE ? NONE : place_of(instance, a, present);
    uint32_t given = explanation->offer == NONE || explanation->stays
                         ? NONE
                         : place_of(instance, a, explanation->offer);
    choice->below = worst != NONE && worst < line->wish - 1;
    if (choice->below || (given != NONE && given < line->wish - 1)) {
        choice->outcome = OUTCOME_NOT_NEEDED;
        choice->below = given == NONE || given >= line->wish - 1;
        return;
    }
    bool follows = instance_follows(instance, a) != NONE;
    if (follows && !goes_along(explainer, a, line->offer)) {
        refuse_for(writer, choice, REASON_NOT_ALONG);
    } else if (!instance_is_eligible(instance, a, line->offer)) {
        refuse_for(writer, choice, refused_right(instance, a));
    } else {
        refuse_for(writer, choice, REASON_NO_MONTH);
    }
}

/* A follower's offer where followers come after all others. */
static void after_others(struct writer *writer, const struct line *line, struct choice *choice) {
    const struct explainer *explainer = writer->explainer;
    const struct instance *instance = explainer->instance;
    uint32_t a = writer->explanation->applicant, month = instance_wished_month(instance, a);
    uint32_t given = writer->explanation->offer;
    bool along = goes_along(explainer, a, line->offer);
    if (line->offer == given) {
        choice->outcome = OUTCOME_ADMITTED;
        choice->start = writer->explanation->start;
    } else if (!along || !instance_is_eligible(instance, a, line->offer)) {
        refuse_for(writer, choice, along ? refused_right(instance, a) : REASON_NOT_ALONG);
    } else if (given != NONE && line->wish > 0 && place_of(instance, a, given) < line->wish - 1) {
        choice->outcome = OUTCOME_NOT_NEEDED;
    } else {
        choice->outcome = OUTCOME_REFUSED;
        struct refusal *refusal = next_refusal(writer, choice);
        *refusal = (struct refusal){.reason = REASON_LEFT_OVER};
        refusal_full(explainer, instance_slot(instance, line->offer, month), explainer->taken_after,
                     NONE, refusal);
    }
}

/* What the round made of an offer: a wish, or a fallback offer that competed with the wishes. */
static enum err add_line(struct writer *writer, const struct line *line) {
    const struct explainer *explainer = writer->explainer;
    const struct instance *instance = explainer->instance;
    const struct explanation *explanation = writer->explanation;
    const struct options *options = &explainer->options;
    uint32_t a = explanation->applicant, held = explainer->choice_of[a], follows;
    struct choice choice = begin_choice(writer, line);
    enum err err = OK;
    follows = instance_follows(instance, a);
    choice.earliest = line->first < line->end ? options_month(options, line->first) : 0;
    if (instance_is_locked(instance, a)) {
        bool given = instance->applicant_locked[a] == line->offer;
        choice.outcome = given ? OUTCOME_ADMITTED : OUTCOME_NOT_TRIED;
        keep_choice(writer, &choice);
        return OK;
    }
    if (line->first < line->end) {
        choice.reserve_position = explainer->reserve_position[line->first];
        choice.reserve_length = explainer->reserve_length[line->offer];
        choice.claimed = explainer->claimed[line->first];
    }
    if (explanation->stays && line->offer == explanation->offer &&
        (held == NONE || line->first <= held)) {
        choice.outcome = OUTCOME_ADMITTED; /* wished for: it keeps what it has */
        choice.stays = true;
    } else if (follows != NONE && !mechanisms[instance->policy.mechanism].has_objectives) {
        after_others(writer, line, &choice);
    } else if (line->first == line->end) {
        without_options(writer, line, &choice);
    } else if (held != NONE && held < line->first) {
        choice.outcome = OUTCOME_NOT_NEEDED;
    } else if (held != NONE && held < line->end) {
        admit(explainer, (struct option_ref){a, held}, &choice);
        err = refuse_until(writer, line, held, &choice);
    } else if (follows != NONE && !goes_along(explainer, a, line->offer)) {
        refuse_for(writer, &choice, REASON_NOT_ALONG);
    } else {
        choice.outcome = OUTCOME_REFUSED;
        err = refuse_until(writer, line, line->end, &choice);
    }
    keep_choice(writer, &choice);
    return err;
}

/* A line for each wish; *next is the first option behind them. */
static enum err wish_lines(struct writer *writer, uint32_t *next) {
    const struct explainer *explainer = writer->explainer;
    const struct instance *instance = explainer->instance;
    uint32_t a = writer->explanation->applicant, end = explainer->options.start[a + 1];
    uint32_t k = explainer->options.start[a];
    enum err err = OK;
    for (uint32_t i = 0; i < options_n_wishes(instance, a) && err == OK; i++) {
        struct line line = {instance->wish_offer[instance->wish_start[a] + i], i + 1, k, k};
        while (k < end && options_place(&explainer->options, instance, a, k) == i) {
            line.end = ++k;
        }
        err = add_line(writer, &line);
    }
    *next = k;
    return err;
}

static bool is_admitted(const struct writer *writer) {
    bool admitted = false;
    for (uint32_t i = 0; i < writer->explanation->n_choices; i++) {
        admitted |= writer->explainer->choice[i].outcome == OUTCOME_ADMITTED;
    }
    return admitted;
}

/* A line for each offer beyond the wishes, up to the one given; a follower's only where they go
 * with the place that it follows. */
static enum err other_lines(struct writer *writer, uint32_t k) {
    const struct explainer *explainer = writer->explainer;
    const struct options *options = &explainer->options;
    uint32_t a = writer->explanation->applicant, end = options->start[a + 1];
    bool follows = instance_follows(explainer->instance, a) != NONE;
    enum err err = OK;
    while (k < end && err == OK && !is_admitted(writer)) {
        struct line line = {options->offer[k], 0, k, k};
        bool stays = options_stays(options, k);
        while (k < end && options->offer[k] == line.offer && options_stays(options, k) == stays) {
            line.end = ++k;
        }
        if (!follows || goes_along(explainer, a, line.offer)) {
            err = add_line(writer, &line);
        }
    }
    return err;
}

/* Where followers come after the others: all offers that go along, if it wished for none. */
static enum err follower_lines(struct writer *writer) {
    const struct instance *instance = writer->explainer->instance;
    uint32_t a = writer->explanation->applicant;
    enum err err = OK;
    if (instance_follows(instance, a) == NONE || writer->explanation->n_wishes > 0 ||
        mechanisms[instance->policy.mechanism].has_objectives) {
        return OK;
    }
    for (uint32_t u = 0; u < instance->n_offers && err == OK && !is_admitted(writer); u++) {
        bool grouped = instance->applicant_group[a] == NONE ||
                       instance->offer_group[u] == instance->applicant_group[a];
        if (grouped && goes_along(writer->explainer, a, u)) {
            struct line line = {u, 0, NONE, NONE};
            err = add_line(writer, &line);
        }
    }
    return err;
}

static enum err round_choices(struct writer *writer) {
    const struct explanation *explanation = writer->explanation;
    uint32_t next;
    enum err err = wish_lines(writer, &next);
    if (err == OK && explanation->basis != BASIS_LOCKED) {
        err = other_lines(writer, next);
    }
    if (err == OK && explanation->basis != BASIS_LOCKED) {
        err = follower_lines(writer);
    }
    if (err == OK && explanation->stays && !is_admitted(writer)) {
        struct line line = {explanation->offer, 0, NONE, NONE}; /* no option of the mechanism */
        err = add_line(writer, &line);
    }
    return err;
}

/* Why one option of the `after` step was not given; false: it is as good as the one given. */
static bool refuse_after(const struct writer *writer, const struct choice *choice, uint32_t option,
                         struct refusal *refusal) {
    const struct explainer *explainer = writer->explainer;
    const struct options *after = &explainer->after;
    uint32_t given = explainer->after_of[writer->explanation->applicant];
    uint32_t but = given == NONE ? NONE : after->node[given];
    *refusal = (struct refusal){.reason = REASON_TAKEN, .month = options_month(after, option)};
    refusal_full(explainer, after->node[option], explainer->taken, but, refusal);
    if (refusal->node == NONE) {
        refusal_full(explainer, after->node[option], explainer->taken_after, but, refusal);
        refusal->reason = REASON_SHARED_OUT;
    }
    if (refusal->node != NONE) {
        return true;
    }
    if (given != NONE && choice->metres == writer->explanation->metres) {
        return false;
    }
    const struct instance *instance = explainer->instance;
    error_set(writer->error, ERR_NO, NULL,
              "applicant %s could have had a seat at %s, which is nearer; run "
              "`placera verify` on this folder",
              strings_get(&instance->applicant_id, writer->explanation->applicant),
              strings_get(&instance->offer_id, choice->offer));
    return false;
}

/* One offer of the `after` step. One exactly as near that still has a free seat is passed over: the
 * step's sum of metres is the same with either. */
static void add_after(struct writer *writer, const struct line *line) {
    struct choice choice = begin_choice(writer, line);
    const struct options *after = &writer->explainer->after;
    uint32_t given = writer->explainer->after_of[writer->explanation->applicant];
    bool has = given != NONE && given >= line->first && given < line->end;
    choice.outcome = has ? OUTCOME_ADMITTED : OUTCOME_REFUSED;
    choice.start = has ? options_month(after, given) : 0;
    choice.earliest = options_month(after, line->first);
    for (uint32_t k = line->first; k < (has ? given : line->end); k++) {
        struct refusal refusal;
        if (refuse_after(writer, &choice, k, &refusal)) {
            *next_refusal(writer, &choice) = refusal;
        }
    }
    if (has || choice.n_refusals > 0) {
        keep_choice(writer, &choice);
    }
}

/* The `after` step: nearest first, up to the one given. */
static enum err after_choices(struct writer *writer) {
    const struct options *after = &writer->explainer->after;
    uint32_t a = writer->explanation->applicant, given = writer->explainer->after_of[a];
    uint32_t k = after->start[a], end = after->start[a + 1];
    writer->error->code = OK;
    while (k < end && (given == NONE || given >= k) && writer->error->code == OK) {
        struct line line = {after->offer[k], 0, k, k};
        while (k < end && after->offer[k] == line.offer) {
            line.end = ++k;
        }
        add_after(writer, &line);
    }
    return writer->error->code;
}

static void fill_near(const struct explainer *explainer, struct explanation *explanation) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    explanation->has_near = instance->policy.has_near;
    if (!explanation->has_near) {
        return;
    }
    explanation->near_limit_m = nearness_limit_m(&explainer->valuer.nearness, a);
    explanation->claim_round = explainer->claim_round[a];
    bool at_wish = false;
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        at_wish = at_wish || instance->wish_offer[w] == explanation->offer;
    }
    bool at_near = explanation->offer != NONE &&
                   instance->offer_group[explanation->offer] == instance->applicant_group[a] &&
                   explanation->metres != METRES_UNKNOWN &&
                   explanation->metres <= explanation->near_limit_m;
    explanation->lacks_near = !at_wish && !at_near;
}

static enum err fill_lottery(const struct explainer *explainer, struct explanation *explanation,
                             struct error *error) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    explanation->lottery_carried = instance->applicant_lottery != NULL;
    explanation->has_lottery =
        instance->wish_lottery == NULL &&
        (explanation->lottery_carried || !instance->policy.lottery_per_offer);
    if (!explanation->has_lottery) {
        return OK;
    }
    if (explanation->lottery_carried) {
        explanation->lottery = instance->applicant_lottery[a];
        return OK;
    }
    return lottery_number(explainer->valuer.lottery, strings_get(&instance->applicant_id, a), NULL,
                          &explanation->lottery, error);
}

enum err explain(const struct explainer *explainer, uint32_t applicant,
                 struct explanation *explanation, struct error *error) {
    const struct instance *instance = explainer->instance;
    const struct round_result *round = explainer->round;
    INVARIANT(applicant < instance->n_applicants);
    struct error unasked = {0};
    struct writer writer = {explainer, explanation, 0, error == NULL ? &unasked : error};
    *explanation = (struct explanation){
        .applicant = applicant,
        .basis = (enum basis)round->basis[applicant],
        .offer = round->offer[applicant],
        .n_wishes = options_n_wishes(instance, applicant),
        .metres = METRES_UNKNOWN,
        .is_protected =
            instance->applicant_protected != NULL && instance->applicant_protected[applicant],
        .choice = explainer->choice,
        .stays = round->basis[applicant] == BASIS_CURRENT,
    };
    if (explanation->offer != NONE) {
        explanation->metres = measured_metres(
            instance, applicant, instance->offer_school[explanation->offer], &explanation->measure);
    }
    circumstances_find(explainer, explanation);
    fill_near(explainer, explanation);
    enum err err = fill_lottery(explainer, explanation, error);
    if (err == OK) {
        err = round_choices(&writer);
    }
    if (err == OK && explainer->after.start != NULL) {
        err = after_choices(&writer);
    }
    for (uint32_t i = 0; i < explanation->n_choices; i++) {
        const struct choice *choice = &explanation->choice[i];
        if (choice->outcome == OUTCOME_ADMITTED) {
            explanation->wish = choice->wish;
        }
    }
    return err;
}
