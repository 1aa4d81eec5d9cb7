// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     do all claims fit under all rules?      no: which claims are needed for that?
 *                                             then: which rules are, with those claims?
 *
 * Fewer rules only let more in, so the claims stay needed. A question is a round of its own with
 * the rules in question alone (others: seats without limit, no family, no least number), one level,
 * -1 for each option that meets a claim in question: the claims fit where its optimum is their
 * number. After ANSWER_SECONDS every question counts as "fits", which leaves all that is still in
 * doubt in the conflict.
 */
#include "solver/conflict_rules.h"

#include "solver/conflict_filter.h"
#include "solver/network_prices.h"
#include "solver/objective.h"
#include "solver/program_solve.h"

#include <omp.h>
#include <string.h>

#define ANSWER_SECONDS 10.0

struct question {
    const struct conflict_task *task;
    const struct owed *owed;
    struct conflict_rules *rules;
    struct glpk_limits limits;
    struct arena scratch; /* of one question */
    struct instance relaxed;
    struct limits kept;
};

static bool binds(const struct question *question, const uint8_t *in, uint32_t rule) {
    return in[question->owed->n + rule] != 0;
}

/* Is it time to stop asking? */
static bool is_over(const struct question *question) {
    const struct glpk_limits *limits = &question->limits;
    return omp_get_wtime() > limits->ends || (limits->stop != NULL && *limits->stop != 0);
}

/* All rules of the round. */
static enum err list_rules(const struct conflict_task *task, struct arena *arena,
                           struct conflict_rules *rules, struct error *error) {
    const struct instance *instance = task->instance;
    size_t most =
        (size_t)instance->n_nodes + rules->limits.n + instance->n_families + instance->n_offers;
    rules->rule = ARENA_NEW(arena, most, struct conflict_rule);
    if (rules->rule == NULL) {
        return error_no_memory(error);
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        if (task->room[v] != SEATS_UNLIMITED) {
            rules->rule[n++] = (struct conflict_rule){CONFLICT_RULE_NODE, v};
        }
    }
    for (uint32_t i = 0; i < rules->limits.n; i++) {
        rules->rule[n++] = (struct conflict_rule){CONFLICT_RULE_LIMIT, i};
    }
    for (uint32_t f = 0; instance->policy.families_required && f < instance->n_families; f++) {
        rules->rule[n++] = (struct conflict_rule){CONFLICT_RULE_FAMILY, f};
    }
    for (uint32_t u = 0; instance->offer_opens_with != NULL && u < instance->n_offers; u++) {
        if (instance->offer_opens_with[u] > 1) {
            rules->rule[n++] = (struct conflict_rule){CONFLICT_RULE_OPENS, u};
        }
    }
    rules->n_rules = n;
    return OK;
}

/* What relax_* write to: copies of what rules are read from. */
static bool make_copies(struct question *question, uint32_t **room) {
    const struct instance *instance = question->task->instance;
    struct instance *relaxed = &question->relaxed;
    struct arena *scratch = &question->scratch;
    const struct limits *limits = &question->rules->limits;
    size_t nodes = instance->n_nodes, entries = limits->n > 0 ? limits->start[limits->n] : 0;
    *relaxed = *instance;
    relaxed->policy.n_objectives = 0;
    *room = ARENA_NEW(scratch, nodes, uint32_t);
    relaxed->node_seats = ARENA_NEW(scratch, nodes, uint32_t);
    relaxed->family_start = ARENA_ZERO(scratch, (size_t)instance->n_families + 1, uint32_t);
    relaxed->family_member = ARENA_NEW(scratch, instance->n_applicants, uint32_t);
    relaxed->applicant_family = ARENA_NEW(scratch, instance->n_applicants, uint32_t);
    relaxed->offer_opens_with = ARENA_ZERO(scratch, instance->n_offers, uint32_t);
    question->kept = (struct limits){.subject = ARENA_NEW(scratch, limits->n, uint32_t),
                                     .month = ARENA_NEW(scratch, limits->n, uint32_t),
                                     .seats = ARENA_NEW(scratch, limits->n, uint32_t),
                                     .start = ARENA_ZERO(scratch, (size_t)limits->n + 1, uint32_t),
                                     .option = ARENA_NEW(scratch, entries, uint32_t)};
    if (*room == NULL || relaxed->node_seats == NULL || relaxed->family_start == NULL ||
        relaxed->family_member == NULL || relaxed->applicant_family == NULL ||
        relaxed->offer_opens_with == NULL || question->kept.subject == NULL ||
        question->kept.month == NULL || question->kept.seats == NULL ||
        question->kept.start == NULL || question->kept.option == NULL) {
        return false;
    }
    for (size_t v = 0; v < nodes; v++) {
        (*room)[v] = relaxed->node_seats[v] = SEATS_UNLIMITED;
    }
    memset(relaxed->applicant_family, 0xFF, instance->n_applicants * sizeof(uint32_t));
    relaxed->n_families = 0;
    return true;
}

static void keep_limit(struct question *question, uint32_t i) {
    const struct limits *limits = &question->rules->limits;
    struct limits *kept = &question->kept;
    uint32_t n = limits->start[i + 1] - limits->start[i], at = kept->start[kept->n];
    kept->subject[kept->n] = limits->subject[i];
    kept->month[kept->n] = limits->month[i];
    kept->seats[kept->n] = limits->seats[i];
    memcpy(kept->option + at, limits->option + limits->start[i], n * sizeof(uint32_t));
    kept->start[++kept->n] = at + n;
}

static void keep_family(struct question *question, uint32_t f) {
    const struct instance *instance = question->task->instance;
    struct instance *relaxed = &question->relaxed;
    uint32_t at = relaxed->family_start[relaxed->n_families];
    for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
        relaxed->family_member[at++] = instance->family_member[i];
        relaxed->applicant_family[instance->family_member[i]] = relaxed->n_families;
    }
    relaxed->family_start[++relaxed->n_families] = at;
}

/* The round with those rules alone that are in. False: no memory. */
static bool relax(struct question *question, const uint8_t *in, uint32_t **room) {
    const struct instance *instance = question->task->instance;
    const struct conflict_rules *rules = question->rules;
    if (!make_copies(question, room)) {
        return false;
    }
    for (uint32_t r = 0; r < rules->n_rules; r++) {
        uint32_t index = rules->rule[r].index;
        if (!binds(question, in, r)) {
            continue;
        }
        switch (rules->rule[r].kind) {
        case CONFLICT_RULE_NODE:
            (*room)[index] = question->task->room[index];
            question->relaxed.node_seats[index] = instance->node_seats[index];
            break;
        case CONFLICT_RULE_LIMIT:
            keep_limit(question, index);
            break;
        case CONFLICT_RULE_FAMILY:
            keep_family(question, index);
            break;
        case CONFLICT_RULE_OPENS:
            question->relaxed.offer_opens_with[index] = instance->offer_opens_with[index];
            break;
        }
    }
    return true;
}

/* -1 for each option that meets a claim in question; how many claims there are. */
static int64_t fill_cost(const struct question *question, const uint8_t *in, int64_t *cost) {
    const struct owed *owed = question->owed;
    int64_t n = 0;
    for (uint32_t i = 0; i < owed->n; i++) {
        n += in[i];
        for (uint32_t k = owed->start[i]; in[i] != 0 && k < owed->start[i + 1]; k++) {
            cost[owed->option[k]] = -1;
        }
    }
    return n;
}

/* Solves the round of the question; *fits: the claims in question fit, or nobody knows in time. */
static enum err solve(struct question *question, const struct assignment_model *model, int64_t n,
                      bool *fits, struct error *error) {
    struct arena *scratch = &question->scratch;
    struct tree_basis basis = {ARENA_NEW(scratch, model->n_nodes, uint8_t),
                               ARENA_NEW(scratch, model->n_nodes, uint32_t)};
    uint32_t *choice = ARENA_NEW(scratch, model->n_applicants, uint32_t);
    uint32_t *start = ARENA_NEW(scratch, model->n_applicants, uint32_t);
    if (basis.loose == NULL || basis.tie == NULL || choice == NULL || start == NULL) {
        return error_no_memory(error);
    }
    struct assignment_proof network;
    struct program program;
    struct program_proof proof;
    struct error why = {0};
    const struct assignment_options options = {PROVE_DUAL, NULL, &basis};
    enum err err = assignment_solve(model, scratch, start, &network, &options, error);
    if (err == OK) {
        err = program_build(&program, &question->relaxed, question->task->options, model,
                            &question->kept, scratch, error);
    }
    if (err != OK) {
        return err;
    }
    const struct program_task task = {&program, start, &basis, &question->limits, NULL, scratch};
    err = program_solve(&task, choice, &proof, &why);
    if (err == ERR_NO) { /* no placement was found: none there is, or not in time */
        bool late = is_over(question);
        question->rules->known = question->rules->known && !late;
        *fits = late;
        return OK;
    }
    if (err != OK) {
        return error_set(error, err, why.place, "%s", why.text);
    }
    bool refuted = proof.level[0].bound != BOUND_UNKNOWN && proof.level[0].bound > -n;
    question->rules->known = question->rules->known && (refuted || proof.level[0].value == -n);
    *fits = !refuted;
    return OK;
}

/* conflict_test: elements are the claims, then the rules. */
static enum err ask(void *context, const uint8_t *in, bool *fits, struct error *error) {
    struct question *question = context;
    const struct options *options = question->task->options;
    struct assignment_model model;
    uint32_t *room = NULL;
    *fits = true;
    if (is_over(question)) {
        question->rules->known = false;
        return OK;
    }
    int64_t *cost = ARENA_ZERO(&question->scratch, options->n, int64_t);
    enum err err = cost == NULL || !relax(question, in, &room) ? error_no_memory(error) : OK;
    if (err == OK) {
        err = objective_model(&question->relaxed, options, NULL, room, &question->scratch, &model,
                              error);
    }
    if (err == OK) {
        int64_t n = fill_cost(question, in, cost);
        const struct assignment_level level = {.name = "claims", .cost = cost};
        model.n_levels = 1;
        model.level = &level;
        err = n == 0 ? OK : solve(question, &model, n, fits, error);
    }
    arena_free(&question->scratch);
    return err;
}

enum err conflict_rules_find(const struct conflict_task *task, const struct owed *owed,
                             struct arena *arena, struct conflict_rules *rules,
                             struct error *error) {
    *rules = (struct conflict_rules){.known = true};
    struct question question = {
        .task = task,
        .owed = owed,
        .rules = rules,
        .limits = {.ends = omp_get_wtime() + ANSWER_SECONDS, .stop = task->limits.stop}};
    enum err err = limits_build(&rules->limits, task->instance, task->options, arena, error);
    if (err == OK) {
        err = list_rules(task, arena, rules, error);
    }
    if (err != OK) {
        return err;
    }
    uint32_t n = owed->n, n_all = n + rules->n_rules;
    rules->in = ARENA_NEW(arena, n_all, uint8_t);
    if (rules->in == NULL) {
        return error_no_memory(error);
    }
    memset(rules->in, 1, n_all);
    err = ask(&question, rules->in, &rules->fits, error);
    if (err == OK && !rules->fits) {
        err = conflict_filter(rules->in, 0, n, ask, &question, arena, error);
    }
    if (err == OK && !rules->fits) {
        err = conflict_filter(rules->in, n, n_all, ask, &question, arena, error);
    }
    return err;
}
