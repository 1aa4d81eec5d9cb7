// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/read_off.h"

#include "solver/keys.h"
#include "solver/nearness.h"
#include "solver/parallel.h"

#include <string.h>

/* The round's last state, in every node. */
struct state {
    const struct instance *instance;
    struct solution *solution;
    const uint32_t *choice;
    const uint32_t *room;
    uint32_t *n_held;     /* [n_nodes] */
    uint32_t *worst;      /* [n_nodes] worst position held, if any is */
    uint32_t *worst_rank; /* [n_offers] worst rank admitted, 0: none */
    uint32_t *n_refused;  /* [n_offers] refusals */
    uint8_t *waits;       /* [n_options] 1: a wish that was refused */
};

/* The options that the applicant would rather have than what the mechanism gave it: those from
 * options.start[a] to before this one. */
static uint32_t refused_end(const struct state *state, uint32_t a) {
    const uint32_t *start = state->solution->options.start;
    if (instance_is_locked(state->instance, a)) {
        return start[a];
    }
    return state->choice[a] < start[a + 1] ? state->choice[a] : start[a + 1];
}

static enum err seat(struct state *state, struct arena *scratch, struct error *error) {
    const struct instance *instance = state->instance;
    const struct ranking *ranking = &state->solution->ranking;
    state->n_held = ARENA_ZERO(scratch, instance->n_nodes, uint32_t);
    state->worst = ARENA_ZERO(scratch, instance->n_nodes, uint32_t);
    state->n_refused = ARENA_ZERO(scratch, instance->n_offers, uint32_t);
    state->waits = ARENA_NEW(scratch, state->solution->options.n, uint8_t);
    state->worst_rank = ARENA_ZERO(scratch, instance->n_offers, uint32_t);
    if (state->worst_rank == NULL || state->n_held == NULL || state->worst == NULL ||
        state->n_refused == NULL || state->waits == NULL) {
        return error_no_memory(error);
    }
    bool ranks = mechanisms[instance->policy.mechanism].ranks; /* elsewhere it decides nothing */
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t option = state->choice[a];
        uint32_t node = option == NONE ? NONE : state->solution->options.node[option];
        if (option != NONE) {
            uint32_t *worst = &state->worst_rank[state->solution->options.offer[option]];
            uint32_t rank = ranking->rank[option];
            *worst = rank > *worst ? rank : *worst;
        }
        for (uint32_t level = 0; node != NONE; node = instance->node_parent[node], level++) {
            bool ordered = ranks && ranking->node_start[node + 1] > ranking->node_start[node];
            uint32_t at = ordered ? ranking->position[level][option] : 0;
            state->worst[node] = at > state->worst[node] ? at : state->worst[node];
            state->n_held[node]++;
        }
    }
    return OK;
}

/* Demand and placements by offer. */
static void count(const struct state *state) {
    const struct instance *instance = state->instance;
    struct solution *solution = state->solution;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
            solution->wishes[instance->wish_offer[w]]++;
            solution->first_wishes[instance->wish_offer[w]] += w == instance->wish_start[a] ? 1 : 0;
        }
        if (solution->offer[a] != NONE) {
            solution->placed[solution->offer[a]]++;
        }
    }
}

/* Which options of an applicant were refused, and counts them at their offers. */
static void refuse(const struct state *state, uint32_t a) {
    const struct options *options = &state->solution->options;
    uint32_t first = options->start[a], end = refused_end(state, a);
    uint32_t got = state->choice[a] == NONE ? NONE : options->offer[state->choice[a]];
    for (uint32_t i = first; i < options->start[a + 1]; i++) {
        bool again = i > first && options->offer[i] == options->offer[i - 1];
        state->waits[i] = i < end && !again && options->offer[i] != got &&
                                  options_place(options, state->instance, a, i) != NONE
                              ? 1
                              : 0;
    }
    for (uint32_t i = first; i < end; i++) {
        if (options->offer[i] == got) {
            continue; /* an earlier month there */
        }
        uint32_t *n_refused = &state->n_refused[options->offer[i]];
        uint32_t *n_waiting = &state->solution->reserve_start[options->offer[i] + 1];
#pragma omp atomic
        (*n_refused)++;
#pragma omp atomic
        *n_waiting += state->waits[i];
    }
}

/* The reserve list of one offer, in rank order. */
static void fill_reserve(const struct state *state, uint32_t offer) {
    struct solution *solution = state->solution;
    const struct ranking *ranking = &solution->ranking;
    uint32_t at = solution->reserve_start[offer], end = solution->reserve_start[offer + 1];
    for (uint32_t i = ranking->node_start[state->instance->offer_node[offer]]; at < end; i++) {
        uint32_t option = ranking->order[i];
        if (state->waits[option]) {
            solution->reserve[at++] = ranking->applicant[option];
        }
    }
}

static enum err close_offers(struct state *state, struct error *error) {
    struct solution *solution = state->solution;
    uint32_t n_offers = state->instance->n_offers, n_applicants = state->instance->n_applicants;
#pragma omp parallel for default(none) shared(state, n_applicants)                                 \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        refuse(state, a);
    }
    for (uint32_t i = 0; i < n_offers; i++) {
        solution->cutoff_rank[i] = state->n_refused[i] > 0 ? state->worst_rank[i] : NONE;
        solution->reserve_start[i + 1] += solution->reserve_start[i];
    }
    solution->reserve = ARENA_NEW(&solution->arena, solution->reserve_start[n_offers], uint32_t);
    if (solution->reserve == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(state, n_offers)                                     \
    schedule(dynamic, 16) if (state->solution->options.n > PARALLEL_MIN)
    for (uint32_t i = 0; i < n_offers; i++) {
        fill_reserve(state, i);
    }
    return OK;
}

/* The criterion that decided a refusal: against the worst held in the lowest full node around the
 * offer. NONE where rank did not decide (the mechanism does not go by rank alone). */
static uint32_t decider(const struct state *state, const struct keys *keys, uint32_t option) {
    const struct instance *instance = state->instance;
    const struct ranking *ranking = &state->solution->ranking;
    uint32_t node = state->solution->options.node[option], level = 0;
    while (node != NONE && state->n_held[node] != state->room[node]) {
        node = instance->node_parent[node];
        level++;
    }
    if (node == NONE || state->n_held[node] == 0 ||
        ranking->position[level][option] < state->worst[node]) {
        return NONE;
    }
    uint32_t last = ranking->order[ranking->node_start[node] + state->worst[node]];
    const uint8_t *near = state->solution->options.near;
    const uint32_t *claim = state->solution->claim_round;
    if (options_stays(&state->solution->options, last)) {
        return NONE; /* whoever has the seat keeps it */
    }
    bool last_claims = near != NULL && near[last] && claim[ranking->applicant[last]] != 0;
    bool claims = near != NULL && near[option] && claim[ranking->applicant[option]] != 0;
    return last_claims && !claims ? instance->n_criterions + 1 : keys_decider(keys, last, option);
}

/* Counts what decided the refusals of one applicant. */
static void count_refusals(const struct state *state, const struct keys *keys, uint32_t a,
                           uint64_t *decided) {
    uint32_t end = refused_end(state, a);
    for (uint32_t option = state->solution->options.start[a]; option < end; option++) {
        uint32_t by = decider(state, keys, option);
        if (by != NONE) {
            decided[by]++;
        }
    }
}

static void count_decided(const struct state *state) {
    const struct instance *instance = state->instance;
    struct solution *solution = state->solution;
    struct keys keys = {instance, &solution->options, &solution->ranking};
    if (!mechanisms[instance->policy.mechanism].ranks) {
        return;
    }
    uint64_t *decided = solution->decided;
    uint32_t n_decided = instance->n_criterions + 2, n_applicants = instance->n_applicants;
#pragma omp parallel for default(none) shared(state, keys, n_applicants, n_decided)                \
    schedule(static) reduction(+ : decided[ : n_decided]) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        count_refusals(state, &keys, a, decided);
    }
}

static enum err find_lacking(const struct state *state, struct arena *scratch,
                             struct error *error) {
    const struct instance *instance = state->instance;
    struct solution *solution = state->solution;
    struct nearness nearness;
    if (!instance->policy.has_near) {
        return OK;
    }
    uint32_t n_applicants = instance->n_applicants;
    uint8_t *lacks = solution->lacks_near = ARENA_ZERO(&solution->arena, n_applicants, uint8_t);
    enum err err = nearness_build(&nearness, instance, scratch, error);
    if (err != OK || lacks == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(solution, nearness, lacks, n_applicants)             \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        if (solution->wish[a] == 0) {
            uint32_t offer = solution->offer[a]; /* a lock may lie outside the group: never near */
            bool own_group = offer != NONE && nearness.instance->offer_group[offer] ==
                                                  nearness.instance->applicant_group[a];
            lacks[a] = !own_group || solution->metres[a] > nearness_limit_m(&nearness, a) ? 1 : 0;
        }
    }
    return OK;
}

static enum err make_arrays(const struct instance *instance, struct solution *solution,
                            struct error *error) {
    struct arena *arena = &solution->arena;
    size_t n = instance->n_offers;
    solution->first_wishes = ARENA_ZERO(arena, n, uint32_t);
    solution->wishes = ARENA_ZERO(arena, n, uint32_t);
    solution->placed = ARENA_ZERO(arena, n, uint32_t);
    solution->cutoff_rank = ARENA_NEW(arena, n, uint32_t);
    solution->reserve_start = ARENA_ZERO(arena, n + 1, uint32_t);
    solution->decided = ARENA_ZERO(arena, (size_t)instance->n_criterions + 2, uint64_t);
    bool failed = solution->first_wishes == NULL || solution->wishes == NULL ||
                  solution->placed == NULL || solution->cutoff_rank == NULL ||
                  solution->reserve_start == NULL || solution->decided == NULL;
    return failed ? error_no_memory(error) : OK;
}

enum err read_off(const struct instance *instance, const uint32_t *choice, const uint32_t *room,
                  struct solution *solution, struct error *error) {
    struct arena scratch = {0};
    struct state state = {
        .instance = instance, .solution = solution, .choice = choice, .room = room};
    enum err err = make_arrays(instance, solution, error);
    if (err == OK) {
        err = seat(&state, &scratch, error);
    }
    if (err == OK) {
        count(&state);
        err = close_offers(&state, error);
    }
    if (err == OK) {
        count_decided(&state);
        err = find_lacking(&state, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}
