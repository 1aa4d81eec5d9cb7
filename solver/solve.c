// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The main job, from an instance to a solution:
 *
 *     options -> ranks -> the policy's mechanism -> fallback `after` -> followers, where the
 *     mechanism ranks -> what is read off
 *
 * Locked applicants sit down first: their seats leave the room of every node around them, and they
 * have no rank. Everything else sees an instance in which they do not compete.
 */
#include "solver/solution.h"

#include "solver/followers.h"
#include "solver/joint_options.h"
#include "solver/months.h"
#include "solver/objective.h"
#include "solver/read_off.h"
#include "solver/parallel.h"

#include <omp.h>
#include <string.h>

const char *const basis_name[] = {"none", "wish", "fallback", "current", "locked"};
const char *const family_outcome_name[] = {"not placed", "apart", "together", "blocking"};
const char *const stage_name[] = {"options", "rank", "solve", "prove", "fallback", "read off"};

struct round {
    const struct instance *instance;
    enum prove prove;
    const struct progress *progress;
    struct glpk_limits limits;
    struct conflict *conflict; /* may be NULL */
    struct solution *solution;
    struct arena scratch;
    uint32_t *room; /* [n_nodes] what the mechanism has */
    struct mechanism_outcome outcome;
};

static void take_seat(uint32_t *room, const struct instance *instance, uint32_t slot) {
    for (uint32_t node = slot; node != NONE; node = instance->node_parent[node]) {
        INVARIANT(room[node] > 0);
        room[node] -= room[node] == SEATS_UNLIMITED ? 0 : 1;
    }
}

static enum err begin(struct round *round, struct error *error) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    struct arena *arena = &solution->arena;
    size_t n = instance->n_applicants;
    solution->offer = ARENA_NEW(arena, n, uint32_t);
    solution->basis = ARENA_ZERO(arena, n, uint8_t);
    solution->wish = ARENA_ZERO(arena, n, uint32_t);
    solution->metres = ARENA_NEW(arena, n, uint32_t);
    solution->rank = ARENA_ZERO(arena, n, uint32_t);
    solution->claim_round = ARENA_ZERO(arena, n, uint32_t);
    if (instance_has_months(instance)) {
        solution->start = ARENA_ZERO(arena, n, uint32_t);
        if (solution->start == NULL) {
            return error_no_memory(error);
        }
    }
    if (instance->n_families > 0) {
        solution->family_outcome = ARENA_ZERO(arena, instance->n_families, uint8_t);
        round->outcome.family_blocks = ARENA_ZERO(&round->scratch, instance->n_families, uint8_t);
        if (solution->family_outcome == NULL || round->outcome.family_blocks == NULL) {
            return error_no_memory(error);
        }
    }
    round->outcome.claim_round = solution->claim_round;
    round->outcome.choice = ARENA_NEW(&round->scratch, n, uint32_t);
    round->room = ARENA_NEW(&round->scratch, instance->n_nodes, uint32_t);
    if (solution->offer == NULL || solution->basis == NULL || solution->wish == NULL ||
        solution->metres == NULL || solution->rank == NULL || solution->claim_round == NULL ||
        round->outcome.choice == NULL || round->room == NULL) {
        return error_no_memory(error);
    }
    memset(round->outcome.choice, 0xFF, n * sizeof(uint32_t));
    instance_room(instance, round->room);
    return OK;
}

/* Which rules are against the guarantee, for whoever wants to know; a fault goes before the answer.
 */
static enum err explain_no(const struct conflict_task *task, struct conflict *conflict,
                           struct error *error) {
    struct error fault = {0};
    enum err err = conflict_of_rules(task, conflict, &fault);
    if (err != OK && error != NULL) {
        *error = fault;
    }
    return err == OK ? ERR_NO : err;
}

static struct mechanism_task task_of(struct round *round, const uint32_t *room) {
    struct solution *solution = round->solution;
    return (struct mechanism_task){
        .instance = round->instance,
        .options = &solution->options,
        .ranking = &solution->ranking,
        .room = room,
        .arena = &solution->arena,
        .prove = round->prove,
        .progress = round->progress,
        .limits = round->limits,
    };
}

static enum err run_mechanism(struct round *round, struct error *error) {
    struct solution *solution = round->solution;
    struct mechanism_task task = task_of(round, round->room);
    const struct mechanism *mechanism = &mechanisms[round->instance->policy.mechanism];
    const struct conflict_task conflict = {round->instance, &solution->options, round->room,
                                           round->outcome.choice, round->limits};
    bool explains = round->conflict != NULL && round->instance->policy.guarantee_required;
    enum err err = explains ? conflict_of_seats(&conflict, round->conflict, error) : OK;
    if (err != OK) {
        return err;
    }
    err = mechanism->run(&task, &round->outcome, error);
    if (err == ERR_NO && explains) {
        err = explain_no(&conflict, round->conflict, error);
    }
    solution->proof = round->outcome.proof;
    solution->program_proof = round->outcome.program_proof;
    solution->price = round->outcome.seat_price;
    solution->price_level = round->outcome.seat_price_level;
    return err;
}

/* The wish's rank that an offer has in the applicant's list, 0 if it is not there. */
static uint32_t wish_rank(const struct instance *instance, uint32_t a, uint32_t offer) {
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        if (instance->wish_offer[w] == offer) {
            return w - instance->wish_start[a] + 1;
        }
    }
    return 0;
}

/* One applicant's proposal from the mechanism's choice. */
static void propose(struct round *round, uint32_t a) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    uint32_t option = round->outcome.choice[a];
    uint32_t offer = NONE;
    if (instance_is_locked(instance, a)) {
        offer = instance->applicant_locked[a];
        solution->basis[a] = BASIS_LOCKED;
        solution->wish[a] = wish_rank(instance, a, offer);
        if (solution->start != NULL) {
            solution->start[a] = instance_wished_month(instance, a);
        }
    } else if (option != NONE) {
        const struct options *options = &solution->options;
        uint32_t place = options_place(options, instance, a, option);
        bool stays = options_stays(options, option);
        offer = options->offer[option];
        solution->basis[a] = stays ? BASIS_CURRENT : place != NONE ? BASIS_WISH : BASIS_FALLBACK;
        solution->wish[a] = place != NONE ? place + 1 : 0;
        solution->rank[a] = solution->ranking.rank[option];
        if (solution->start != NULL) {
            solution->start[a] = options->month[option];
        }
    } else if (instance_stays_at(instance, a) != NONE) { /* where no seat counts it */
        offer = instance_stays_at(instance, a);
        solution->basis[a] = BASIS_CURRENT;
    }
    solution->offer[a] = offer;
    solution->metres[a] = offer == NONE
                              ? METRES_UNKNOWN
                              : instance_metres(instance, a, instance->offer_school[offer]);
}

static void propose_all(struct round *round) {
    uint32_t n_applicants = round->instance->n_applicants;
#pragma omp parallel for default(none) shared(round, n_applicants)                                 \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        propose(round, a);
    }
}

enum { AFTER_LEVELS = 3 };

/* Costs of the `after` step: most placed, then least metres, then fewest months later than wished,
 * where there are months. */
static enum err after_levels(const struct instance *instance, const struct options *options,
                             struct assignment_level level[AFTER_LEVELS], struct arena *scratch,
                             struct error *error) {
    int64_t *placed = ARENA_NEW(scratch, options->n, int64_t);
    int64_t *distance = ARENA_NEW(scratch, options->n, int64_t);
    int64_t *late = ARENA_ZERO(scratch, options->n, int64_t);
    if (placed == NULL || distance == NULL || late == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < options->n; i++) {
        placed[i] = -1;
        distance[i] = options->metres[i];
    }
    for (uint32_t a = 0; options->month != NULL && a < instance->n_applicants; a++) {
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            late[i] = options->month[i] - instance_wished_month(instance, a);
        }
    }
    level[0] = (struct assignment_level){.name = "placed", .cost = placed};
    level[1] = (struct assignment_level){.name = "distance", .cost = distance};
    level[2] = (struct assignment_level){.name = "late", .cost = late};
    return OK;
}

/* Places those left over at the seats left over. */
static enum err place_after(struct round *round, const uint8_t *wanted, struct error *error) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    struct options options;
    struct assignment_level level[AFTER_LEVELS];
    uint32_t *room = ARENA_NEW(&round->scratch, instance->n_nodes, uint32_t);
    uint32_t *choice = ARENA_NEW(&round->scratch, instance->n_applicants, uint32_t);
    if (room == NULL || choice == NULL) {
        return error_no_memory(error);
    }
    memcpy(room, round->room, instance->n_nodes * sizeof *room);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (round->outcome.choice[a] != NONE) {
            take_seat(room, instance, solution->options.node[round->outcome.choice[a]]);
        }
    }
    enum err err = options_fallback(&options, instance, wanted, &round->scratch, error);
    if (err == OK) {
        err = after_levels(instance, &options, level, &round->scratch, error);
    }
    if (err != OK) {
        return err;
    }
    struct assignment_model model = {
        .n_applicants = instance->n_applicants,
        .option_start = options.start,
        .option_offer = options.node,
        .competes = wanted,
        .n_offers = instance->n_slots,
        .n_nodes = instance->n_nodes,
        .node_parent = instance->node_parent,
        .room = room,
        .n_levels = instance_has_months(instance) ? AFTER_LEVELS : AFTER_LEVELS - 1,
        .level = level,
    };
    struct assignment_options prove = {round->prove, round->progress, NULL};
    err = assignment_solve(&model, &solution->arena, choice, &solution->fallback_proof, &prove,
                           error);
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        if (wanted[a] && choice[a] != NONE) {
            solution->offer[a] = options.offer[choice[a]];
            solution->metres[a] = options.metres[choice[a]];
            solution->basis[a] = BASIS_FALLBACK;
            if (solution->start != NULL) {
                solution->start[a] = options.month[choice[a]];
            }
        }
    }
    return err;
}

static enum err run_after(struct round *round, struct error *error) {
    const struct instance *instance = round->instance;
    const struct solution *solution = round->solution;
    if (instance->policy.fallback != FALLBACK_AFTER) {
        return OK;
    }
    uint8_t *wanted = ARENA_ZERO(&round->scratch, instance->n_applicants, uint8_t);
    if (wanted == NULL) {
        return error_no_memory(error);
    }
    bool any = false;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool alone =
            instance->policy.families_required && instance->n_families > 0 &&
            instance->applicant_family[a] != NONE; /* it would be placed without the rest */
        wanted[a] = solution->offer[a] == NONE && !alone && instance_follows(instance, a) == NONE;
        any |= wanted[a] != 0;
    }
    return any ? place_after(round, wanted, error) : OK;
}

/* The seats that all placements so far have left, the `after` step's included. */
static enum err room_left(struct round *round, uint32_t **room, struct error *error) {
    const struct instance *instance = round->instance;
    const struct solution *solution = round->solution;
    *room = ARENA_NEW(&round->scratch, instance->n_nodes, uint32_t);
    if (*room == NULL) {
        return error_no_memory(error);
    }
    memcpy(*room, round->room, instance->n_nodes * sizeof **room);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t option = round->outcome.choice[a];
        if (option != NONE) {
            take_seat(*room, instance, solution->options.node[option]);
        } else if (solution->basis[a] == BASIS_FALLBACK) {
            uint32_t month = solution->start == NULL ? 0 : solution->start[a];
            take_seat(*room, instance, instance_slot(instance, solution->offer[a], month));
        }
    }
    return OK;
}

/* Places the followers where the mechanism has not. */
static enum err run_followers(struct round *round, struct error *error) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    struct followers followers;
    uint32_t *room;
    if (instance->applicant_follows == NULL ||
        mechanisms[instance->policy.mechanism].has_objectives) {
        return OK;
    }
    enum err err = room_left(round, &room, error);
    if (err != OK) {
        return err;
    }
    struct mechanism_task task = task_of(round, room);
    err = followers_run(&followers, &task, solution->offer, solution->claim_round,
                        round->outcome.choice, error);
    if (err != OK) {
        return err;
    }
    solution->options = followers.options;
    solution->ranking = followers.ranking;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t option = round->outcome.choice[a];
        if (instance_follows(instance, a) != NONE) {
            propose(round, a);
        } else if (option != NONE) { /* where an offer is open to both kinds they rank together */
            solution->rank[a] = solution->ranking.rank[option];
        }
    }
    return OK;
}

/* What has become of each family, after all placing. */
static void tell_families(struct round *round) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        bool newly = false;
        for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
            enum basis basis = (enum basis)solution->basis[instance->family_member[i]];
            newly |= basis != BASIS_NONE && basis != BASIS_CURRENT;
        }
        bool together = joint_options_together(instance, f, solution->offer);
        solution->family_outcome[f] = round->outcome.family_blocks[f] ? FAMILY_BLOCKING
                                      : together                      ? FAMILY_TOGETHER
                                      : newly                         ? FAMILY_APART
                                                                      : FAMILY_NOT_PLACED;
    }
}

static enum err run_stage(struct round *round, enum stage stage, struct error *error) {
    const struct instance *instance = round->instance;
    struct solution *solution = round->solution;
    enum err err = OK;
    switch (stage) {
    case STAGE_OPTIONS:
        return options_build(&solution->options, instance, &solution->arena, error);
    case STAGE_RANK:
        return ranking_build(&solution->ranking, instance, &solution->options, &solution->arena,
                             error);
    case STAGE_SOLVE:
        err = run_mechanism(round, error);
        if (err == OK) {
            propose_all(round);
        }
        return err;
    case STAGE_FALLBACK:
        err = run_after(round, error);
        if (err == OK) {
            tell_families(round);
            err = run_followers(round, error);
        }
        return err;
    case STAGE_READ_OFF:
        return read_off(instance, round->outcome.choice, round->room, solution, error);
    case STAGE_PROVE:
    case N_STAGES:
        break;
    }
    return OK;
}

enum err solve(const struct instance *instance, const struct solve_options *options,
               struct solution *solution, struct error *error) {
    *solution = (struct solution){0};
    const struct progress *progress = options == NULL ? NULL : options->progress;
    struct round round = {.instance = instance,
                          .prove = options == NULL ? PROVE_BY_SIZE : options->prove,
                          .progress = progress,
                          .solution = solution};
    if (options != NULL) {
        round.limits = options->limits;
        round.conflict = options->conflict;
    }
    enum err err = begin(&round, error);
    for (int stage = 0; stage < N_STAGES && err == OK; stage++) {
        progress_report(progress, stage_name[stage], -1);
        double started = omp_get_wtime();
        err = run_stage(&round, (enum stage)stage, error);
        solution->seconds[stage] = omp_get_wtime() - started;
    }
    solution->seconds[STAGE_PROVE] = solution->proof.seconds;
    solution->seconds[STAGE_SOLVE] -= solution->proof.seconds;
    arena_free(&round.scratch);
    if (err != OK) {
        solution_release(solution);
    }
    return err;
}

void solution_release(struct solution *solution) {
    arena_free(&solution->arena);
    *solution = (struct solution){0};
}
