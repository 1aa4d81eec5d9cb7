// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What all explanations of a round share, in one pass each:
 *
 *   options, ranks with the claims moved ahead          as solve() made them
 *   choice_of[a]      the option a holds                 from the folder's rows
 *   taken[v]          seats taken under node v           leaf counts, summed up to the roots
 *   calendar          the same month by month            spans of seats
 *   last[v]           the worst held under v             by place in v's order
 *
 * Under immediate acceptance the last admitted is the worst of the last step that took anybody:
 * earlier steps are before later ones whatever the ranks.
 *
 * Invariant: a folder that cannot have come from this instance is answered with ERR_NO here, so
 * that facts.c may take every held option for granted.
 */
#include "explain/facts_parts.h"

#include "solver/claims.h"
#include "solver/months.h"

#include <string.h>

static enum err does_not_follow(const struct explainer *explainer, uint32_t applicant,
                                struct error *error) {
    return error_set(error, ERR_NO, NULL,
                     "the proposal for applicant %s does not follow from the instance; "
                     "run `placera verify` to see why",
                     strings_get(&explainer->instance->applicant_id, applicant));
}

/* Who gets fallback options after the round: those that the round left without a place. */
static enum err after_build(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    if (instance->policy.fallback != FALLBACK_AFTER) {
        return OK;
    }
    uint8_t *wanted = ARENA_NEW(&explainer->arena, instance->n_applicants, uint8_t);
    if (wanted == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint8_t basis = explainer->round->basis[a];
        wanted[a] = !instance_is_locked(instance, a) && instance_follows(instance, a) == NONE &&
                    (basis == BASIS_NONE || basis == BASIS_FALLBACK);
    }
    return options_fallback(&explainer->after, instance, wanted, &explainer->arena, error);
}

/* What takes a place for each applicant. */
static enum err applicants_allocate(struct explainer *explainer, struct error *error) {
    struct arena *arena = &explainer->arena;
    uint32_t n = explainer->instance->n_applicants;
    explainer->choice_of = ARENA_NEW(arena, n, uint32_t);
    explainer->after_of = ARENA_NEW(arena, n, uint32_t);
    explainer->spans = ARENA_ZERO(arena, n, struct seat_spans);
    explainer->claim_round = ARENA_ZERO(arena, n, uint32_t);
    explainer->claimed = ARENA_ZERO(arena, explainer->options.n, uint8_t);
    explainer->reserve_position = ARENA_ZERO(arena, explainer->options.n, uint32_t);
    bool complete = explainer->choice_of != NULL && explainer->after_of != NULL &&
                    explainer->spans != NULL && explainer->claim_round != NULL &&
                    explainer->claimed != NULL && explainer->reserve_position != NULL;
    return complete ? OK : error_no_memory(error);
}

/* And for each offer and node. */
static enum err nodes_allocate(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    struct arena *arena = &explainer->arena;
    explainer->newly = ARENA_ZERO(arena, instance->n_offers, uint32_t);
    explainer->wished = ARENA_ZERO(arena, instance->n_offers, uint32_t);
    explainer->reserve_length = ARENA_ZERO(arena, instance->n_offers, uint32_t);
    explainer->refused_some = ARENA_ZERO(arena, instance->n_offers, uint8_t);
    explainer->locked = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->taken = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->taken_after = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->last = ARENA_NEW(arena, instance->n_nodes, struct option_ref);
    bool complete = explainer->newly != NULL && explainer->wished != NULL &&
                    explainer->reserve_length != NULL && explainer->refused_some != NULL &&
                    explainer->locked != NULL && explainer->taken != NULL &&
                    explainer->taken_after != NULL && explainer->last != NULL;
    return complete ? OK : error_no_memory(error);
}

/* One explanation's choices: at most the wishes, the options and one to stay. */
static enum err choices_allocate(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    size_t longest = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        size_t n = (size_t)explainer->options.start[a + 1] - explainer->options.start[a] +
                   options_n_wishes(instance, a) + 1;
        if (explainer->after.start != NULL) {
            n += explainer->after.start[a + 1] - explainer->after.start[a];
        }
        if (instance_follows(instance, a) != NONE) {
            n += instance->n_offers;
        }
        longest = n > longest ? n : longest;
    }
    explainer->choice = ARENA_NEW(&explainer->arena, longest, struct choice);
    explainer->refusal = ARENA_NEW(&explainer->arena, longest, struct refusal);
    return explainer->choice == NULL || explainer->refusal == NULL ? error_no_memory(error) : OK;
}

static enum err arrays_allocate(struct explainer *explainer, struct error *error) {
    enum err err = applicants_allocate(explainer, error);
    if (err == OK) {
        err = nodes_allocate(explainer, error);
    }
    return err == OK ? choices_allocate(explainer, error) : err;
}

/* The applicant's option at an offer that begins in a month and stands at a place in the list
 * (NONE: at none); NONE. */
static uint32_t option_at(const struct options *options, const struct instance *instance,
                          uint32_t applicant, uint32_t place, uint32_t offer, uint32_t month) {
    for (uint32_t k = options->start[applicant]; k < options->start[applicant + 1]; k++) {
        if (options->offer[k] == offer && options_month(options, k) == month &&
            !options_stays(options, k) && options_place(options, instance, applicant, k) == place) {
            return k;
        }
    }
    return NONE;
}

/* The option to stay, NONE where no seat counts it and the mechanism does not know it. */
static uint32_t staying_option(const struct options *options, uint32_t applicant) {
    for (uint32_t k = options->start[applicant]; k < options->start[applicant + 1]; k++) {
        if (options_stays(options, k)) {
            return k;
        }
    }
    return NONE;
}

static uint32_t start_of(const struct explainer *explainer, uint32_t applicant) {
    return explainer->round->start == NULL ? 0 : explainer->round->start[applicant];
}

/* Do followers get their places after the others? */
static bool comes_after(const struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    return instance_follows(instance, applicant) != NONE &&
           !mechanisms[instance->policy.mechanism].has_objectives;
}

static bool goes_along(const struct explainer *explainer, uint32_t applicant, uint32_t offer) {
    uint32_t other = explainer->round->offer[instance_follows(explainer->instance, applicant)];
    return other != NONE && instance_goes_with(explainer->instance, offer, other);
}

/* A fallback option: of the round, or of the step after it. */
static bool read_fallback(struct explainer *explainer, uint32_t applicant, uint32_t offer) {
    const struct instance *instance = explainer->instance;
    uint32_t month = start_of(explainer, applicant);
    if (explainer->after.start != NULL && instance_follows(instance, applicant) == NONE) {
        /* none of these options is a wish, whatever their place says */
        const struct options *after = &explainer->after;
        for (uint32_t k = after->start[applicant]; k < after->start[applicant + 1]; k++) {
            if (after->offer[k] == offer && options_month(after, k) == month) {
                explainer->after_of[applicant] = k;
            }
        }
        return explainer->after_of[applicant] != NONE;
    }
    uint32_t k = option_at(&explainer->options, instance, applicant, NONE, offer, month);
    explainer->choice_of[applicant] = k;
    return k != NONE;
}

/* Finds the option an applicant holds in the round, and whether the row can be true at all. */
static bool read_row(struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    const struct round_result *round = explainer->round;
    uint32_t offer = round->offer[applicant], wish = round->wish[applicant];
    uint32_t month = start_of(explainer, applicant);
    uint32_t *held = &explainer->choice_of[applicant];
    *held = explainer->after_of[applicant] = NONE;
    if (instance_is_locked(instance, applicant) || round->basis[applicant] == BASIS_LOCKED) {
        return round->basis[applicant] == BASIS_LOCKED && instance_is_locked(instance, applicant) &&
               offer == instance->applicant_locked[applicant] &&
               month == instance_wished_month(instance, applicant);
    }
    if (round->basis[applicant] != BASIS_NONE && comes_after(explainer, applicant)) {
        return offer != NONE && goes_along(explainer, applicant, offer);
    }
    switch (round->basis[applicant]) {
    case BASIS_NONE:
        return offer == NONE && instance_stays_at(instance, applicant) == NONE;
    case BASIS_WISH:
        *held = wish == 0
                    ? NONE
                    : option_at(&explainer->options, instance, applicant, wish - 1, offer, month);
        return *held != NONE;
    case BASIS_FALLBACK:
        return offer != NONE && read_fallback(explainer, applicant, offer);
    case BASIS_CURRENT:
        *held = staying_option(&explainer->options, applicant);
        return offer != NONE && offer == instance_stays_at(instance, applicant) && month == 0;
    default:
        return false;
    }
}

/* The slot that a child's placement counts against in the end, NONE: no seat. */
static uint32_t slot_of(const struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    uint32_t held = explainer->choice_of[applicant], after = explainer->after_of[applicant];
    uint32_t offer = explainer->round->offer[applicant];
    if (held != NONE) {
        return explainer->options.node[held];
    }
    if (after != NONE) {
        return explainer->after.node[after];
    }
    bool sits = offer != NONE && explainer->round->basis[applicant] != BASIS_CURRENT;
    return sits ? instance_final_slot(instance, applicant, offer, start_of(explainer, applicant))
                : NONE;
}

/* Whoever wished for an offer and could not have it, for lack of a decision say, was refused too:
 * the wishes before the one that it got. */
static void note_without_options(struct explainer *explainer, uint32_t a) {
    const struct instance *instance = explainer->instance;
    uint32_t first = instance->wish_start[a], n = options_n_wishes(instance, a);
    uint32_t wish = explainer->round->wish[a];
    uint32_t end = first + (wish > 0 ? wish - 1 : n);
    for (uint32_t w = first; w < end && !instance_is_locked(instance, a); w++) {
        explainer->refused_some[instance->wish_offer[w]] = 1;
    }
}

/* Counts a child's seat in the nodes, and whom it was refused by. */
static void row_count(struct explainer *explainer, uint32_t a) {
    const struct instance *instance = explainer->instance;
    const struct options *options = &explainer->options;
    bool is_locked = instance_is_locked(instance, a);
    uint32_t held = explainer->choice_of[a], offer = explainer->round->offer[a];
    for (uint32_t v = slot_of(explainer, a); v != NONE; v = instance->node_parent[v]) {
        explainer->locked[v] += is_locked;
        explainer->taken[v] += is_locked || held != NONE;
        explainer->taken_after[v]++;
    }
    if (offer != NONE && (is_locked || explainer->round->basis[a] != BASIS_CURRENT)) {
        explainer->newly[offer] += instance_follows(instance, a) == NONE;
    }
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        explainer->wished[instance->wish_offer[w]]++;
    }
    uint32_t end = held == NONE ? options->start[a + 1] : held;
    for (uint32_t k = options->start[a]; k < end && !is_locked; k++) {
        bool later = held != NONE && options->offer[k] == options->offer[held];
        explainer->refused_some[options->offer[k]] |= !later;
    }
    note_without_options(explainer, a);
}

void option_spans(const struct explainer *explainer, struct option_ref ref,
                  struct seat_spans *spans) {
    const struct options *options = &explainer->options;
    bool stays = options_stays(options, ref.option);
    spans->n = 0;
    if (!stays || options->node[ref.option] != NONE) {
        seat_spans(explainer->instance, ref.applicant, options->offer[ref.option],
                   options_month(options, ref.option), stays, spans);
    }
}

static enum err rows_read(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!read_row(explainer, a)) {
            return does_not_follow(explainer, a, error);
        }
        row_count(explainer, a);
        if (explainer->choice_of[a] != NONE) {
            option_spans(explainer, (struct option_ref){a, explainer->choice_of[a]},
                         &explainer->spans[a]);
        } else if (instance_is_locked(instance, a)) {
            seat_spans(instance, a, instance->applicant_locked[a], start_of(explainer, a), false,
                       &explainer->spans[a]);
        }
    }
    return calendar_build(&explainer->calendar, instance, explainer->spans, &explainer->arena,
                          error);
}

static enum err claims_read(struct explainer *explainer, struct error *error) {
    const struct round_result *round = explainer->round;
    const struct options *options = &explainer->options;
    struct claims claims;
    uint32_t n = 0;
    uint32_t *claimant = ARENA_NEW(&explainer->arena, round->n_near, uint32_t);
    if (claimant == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < round->n_near; i++) {
        uint32_t a = round->near_applicant[i];
        bool claims_near = round->near_claim[i] > 0 && options->near != NULL;
        explainer->claim_round[a] = round->near_claim[i];
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            explainer->claimed[k] = claims_near && options->near[k];
        }
        if (claims_near) {
            claimant[n++] = a;
        }
    }
    enum err err = claims_init(&claims, &explainer->ranking, explainer->instance, options,
                               &explainer->arena, error);
    return err == OK ? claims_add(&claims, claimant, n, error) : err;
}

static enum err reserve_read(struct explainer *explainer, struct error *error) {
    const struct round_result *round = explainer->round;
    const struct options *options = &explainer->options;
    for (uint32_t i = 0; i < round->n_reserve; i++) {
        uint32_t a = round->reserve_applicant[i];
        uint32_t k = options->start[a], end = options->start[a + 1];
        while (k < end && (options->offer[k] != round->reserve_offer[i] ||
                           options_place(options, explainer->instance, a, k) == NONE)) {
            k++;
        }
        if (k == end && !comes_after(explainer, a)) {
            return does_not_follow(explainer, a, error);
        }
        explainer->reserve_length[round->reserve_offer[i]]++;
        if (k == end) {
            continue; /* a follower has no options before the others have places */
        }
        explainer->reserve_position[k] = round->reserve_position[i];
    }
    return OK;
}

/* Does held option `a` come after `b` among those admitted at the node d steps above the offers? */
static bool admitted_after(const struct explainer *explainer, struct option_ref a, uint32_t depth_a,
                           struct option_ref b, uint32_t depth_b) {
    const struct ranking *ranking = &explainer->ranking;
    if (mechanisms[explainer->instance->policy.mechanism].run == immediate_acceptance) {
        uint32_t step_a = a.option - explainer->options.start[a.applicant];
        uint32_t step_b = b.option - explainer->options.start[b.applicant];
        if (step_a != step_b) {
            return step_a > step_b;
        }
    }
    return ranking->position[depth_a][a.option] > ranking->position[depth_b][b.option];
}

/* How many steps from a slot up to a node around it. */
static uint32_t depth_of(const struct instance *instance, uint32_t slot, uint32_t node) {
    uint32_t depth = 0;
    for (uint32_t v = slot; v != node; v = instance->node_parent[v]) {
        depth++;
    }
    return depth;
}

static void last_admitted(struct explainer *explainer) {
    const struct instance *instance = explainer->instance;
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        explainer->last[v] = (struct option_ref){NONE, NONE};
    }
    if (!mechanisms[instance->policy.mechanism].ranks) {
        return;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        struct option_ref held = {a, explainer->choice_of[a]};
        if (held.option == NONE) {
            continue;
        }
        uint32_t depth = 0;
        for (uint32_t v = explainer->options.node[held.option]; v != NONE;
             v = instance->node_parent[v]) {
            struct option_ref *last = &explainer->last[v];
            if (last->option == NONE ||
                admitted_after(explainer, held, depth, *last,
                               depth_of(instance, explainer->options.node[last->option], v))) {
                *last = held;
            }
            depth++;
        }
    }
}

/* A child's options at one offer are next to each other in its order. */
static enum err number_children(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    const struct ranking *ranking = &explainer->ranking;
    if (!instance_has_months(instance)) {
        return OK;
    }
    uint32_t *number =
        ARENA_NEW(&explainer->arena, ranking->node_start[instance->n_nodes], uint32_t);
    explainer->number = number;
    for (uint32_t v = 0; v < instance->n_nodes && number != NULL; v++) {
        uint32_t n = 0, before = NONE;
        for (uint32_t i = ranking->node_start[v]; i < ranking->node_start[v + 1]; i++) {
            uint32_t child = ranking->applicant[ranking->order[i]];
            n += child != before;
            before = child;
            number[i] = n;
        }
    }
    return number == NULL ? error_no_memory(error) : OK;
}

static enum err explainer_build(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    struct arena *arena = &explainer->arena;
    enum err err = options_build(&explainer->options, instance, arena, error);
    if (err == OK) {
        err = ranking_build(&explainer->ranking, instance, &explainer->options, arena, error);
    }
    if (err == OK) {
        err = valuer_begin(&explainer->valuer, instance, &explainer->options, arena, error);
    }
    if (err == OK) {
        err = after_build(explainer, error);
    }
    if (err == OK) {
        err = arrays_allocate(explainer, error);
    }
    if (err == OK) {
        err = rows_read(explainer, error);
    }
    if (err == OK) {
        err = claims_read(explainer, error);
    }
    if (err == OK) {
        err = reserve_read(explainer, error);
    }
    if (err == OK) {
        err = number_children(explainer, error);
    }
    if (err == OK) {
        last_admitted(explainer);
    }
    return err;
}

enum err explainer_begin(struct explainer *explainer, const struct instance *instance,
                         const struct round_result *round, struct error *error) {
    *explainer = (struct explainer){.instance = instance, .round = round};
    enum err err = explainer_build(explainer, error);
    if (err != OK) {
        explainer_end(explainer);
    }
    return err;
}

void explainer_end(struct explainer *explainer) {
    valuer_end(&explainer->valuer);
    arena_free(&explainer->arena);
    memset(explainer, 0, sizeof *explainer);
}
