// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What all explanations of a round share, in one pass each:
 *
 *   options, ranks with the claims moved ahead          as solve() made them
 *   choice_of[a]      the option a holds                 from the folder's rows
 *   taken[v]          seats taken under node v           leaf counts, summed up to the roots
 *   last[v]           the worst held under v             by place in v's order
 *
 * Under immediate acceptance the last admitted is the worst of the last step that took anybody:
 * earlier steps are before later ones whatever the ranks.
 *
 * Invariant: a folder that cannot have come from this instance is answered with ERR_NO here, so
 * that facts.c may take every held option for granted.
 */
#include "explain/facts.h"

#include "solver/claims.h"

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
        wanted[a] =
            !instance_is_locked(instance, a) && (basis == BASIS_NONE || basis == BASIS_FALLBACK);
    }
    return options_fallback(&explainer->after, instance, wanted, &explainer->arena, error);
}

static enum err arrays_allocate(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    struct arena *arena = &explainer->arena;
    explainer->choice_of = ARENA_NEW(arena, instance->n_applicants, uint32_t);
    explainer->claim_round = ARENA_ZERO(arena, instance->n_applicants, uint32_t);
    explainer->claimed = ARENA_ZERO(arena, explainer->options.n, uint8_t);
    explainer->reserve_position = ARENA_ZERO(arena, explainer->options.n, uint32_t);
    explainer->reserve_length = ARENA_ZERO(arena, instance->n_offers, uint32_t);
    explainer->locked = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->taken = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->taken_after = ARENA_ZERO(arena, instance->n_nodes, uint32_t);
    explainer->refused_some = ARENA_ZERO(arena, instance->n_offers, uint8_t);
    explainer->last = ARENA_NEW(arena, instance->n_nodes, struct option_ref);
    size_t longest = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        size_t n = explainer->options.start[a + 1] - explainer->options.start[a];
        if (explainer->after.start != NULL) {
            n += explainer->after.start[a + 1] - explainer->after.start[a];
        }
        longest = n > longest ? n : longest;
    }
    explainer->choice = ARENA_NEW(arena, longest, struct choice);
    bool complete = explainer->choice_of != NULL && explainer->claim_round != NULL &&
                    explainer->claimed != NULL && explainer->reserve_position != NULL &&
                    explainer->reserve_length != NULL && explainer->locked != NULL &&
                    explainer->taken != NULL && explainer->taken_after != NULL &&
                    explainer->refused_some != NULL && explainer->last != NULL &&
                    explainer->choice != NULL;
    return complete ? OK : error_no_memory(error);
}

/* The applicant's option at an offer among its wishes (or only its fallback options); NONE. */
static uint32_t option_at(const struct options *options, uint32_t first, uint32_t end,
                          uint32_t offer) {
    for (uint32_t k = first; k < end; k++) {
        if (options->offer[k] == offer) {
            return k;
        }
    }
    return NONE;
}

/* Finds the option an applicant holds in the round, and whether the row can be true at all. */
static bool read_row(struct explainer *explainer, uint32_t applicant) {
    const struct instance *instance = explainer->instance;
    const struct options *options = &explainer->options;
    const struct round_result *round = explainer->round;
    uint32_t offer = round->offer[applicant];
    uint32_t first = options->start[applicant];
    uint32_t n_wishes = options_n_wishes(instance, applicant);
    uint32_t *held = &explainer->choice_of[applicant];
    *held = NONE;
    if (instance_is_locked(instance, applicant) || round->basis[applicant] == BASIS_LOCKED) {
        return round->basis[applicant] == BASIS_LOCKED && instance_is_locked(instance, applicant) &&
               offer == instance->applicant_locked[applicant];
    }
    switch (round->basis[applicant]) {
    case BASIS_NONE:
        return offer == NONE;
    case BASIS_WISH:
        if (round->wish[applicant] == 0 || round->wish[applicant] > n_wishes) {
            return false;
        }
        *held = first + round->wish[applicant] - 1;
        return options->offer[*held] == offer;
    case BASIS_FALLBACK:
        if (explainer->after.start != NULL) {
            const struct options *after = &explainer->after;
            return option_at(after, after->start[applicant], after->start[applicant + 1], offer) !=
                   NONE;
        }
        *held = option_at(options, first + n_wishes, options->start[applicant + 1], offer);
        return *held != NONE;
    default:
        return false;
    }
}

static enum err rows_read(struct explainer *explainer, struct error *error) {
    const struct instance *instance = explainer->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (!read_row(explainer, a)) {
            return does_not_follow(explainer, a, error);
        }
        uint32_t offer = explainer->round->offer[a];
        bool is_locked = instance_is_locked(instance, a);
        for (uint32_t v = offer; v != NONE; v = instance->node_parent[v]) {
            explainer->locked[v] += is_locked;
            explainer->taken[v] += is_locked || explainer->choice_of[a] != NONE;
            explainer->taken_after[v]++;
        }
        const struct options *options = &explainer->options;
        uint32_t end =
            explainer->choice_of[a] == NONE ? options->start[a + 1] : explainer->choice_of[a];
        for (uint32_t k = options->start[a]; k < end && !is_locked; k++) {
            explainer->refused_some[options->offer[k]] = 1;
        }
    }
    return OK;
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
        uint32_t first = options->start[a];
        uint32_t k = option_at(options, first, first + options_n_wishes(explainer->instance, a),
                               round->reserve_offer[i]);
        if (k == NONE) {
            return does_not_follow(explainer, a, error);
        }
        explainer->reserve_position[k] = round->reserve_position[i];
        explainer->reserve_length[round->reserve_offer[i]]++;
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

/* How many steps from an offer up to a node around it. */
static uint32_t depth_of(const struct instance *instance, uint32_t offer, uint32_t node) {
    uint32_t depth = 0;
    for (uint32_t v = offer; v != node; v = instance->node_parent[v]) {
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
        for (uint32_t v = explainer->options.offer[held.option]; v != NONE;
             v = instance->node_parent[v]) {
            struct option_ref *last = &explainer->last[v];
            if (last->option == NONE ||
                admitted_after(explainer, held, depth, *last,
                               depth_of(instance, explainer->options.offer[last->option], v))) {
                *last = held;
            }
            depth++;
        }
    }
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
