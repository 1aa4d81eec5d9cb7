// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/conflict_question.h"

#include "solver/network_prices.h"
#include "solver/objective.h"
#include "solver/program_solve.h"

#include <omp.h>
#include <string.h>

static uint32_t least_of(const struct instance *instance, uint32_t offer) {
    return instance->offer_opens_with == NULL ? 0 : instance->offer_opens_with[offer];
}

static enum err list_rules(struct conflict_question *question, struct arena *arena,
                           struct error *error) {
    const struct instance *instance = question->task->instance;
    size_t most =
        (size_t)instance->n_nodes + question->limits.n + instance->n_families + instance->n_offers;
    struct conflict_rule *rule = question->rule = ARENA_NEW(arena, most, struct conflict_rule);
    if (rule == NULL) {
        return error_no_memory(error);
    }
    uint32_t n = 0;
    for (uint32_t v = 0; v < instance->n_nodes; v++) {
        if (question->task->room[v] != SEATS_UNLIMITED) {
            rule[n++] = (struct conflict_rule){CONFLICT_RULE_NODE, v};
        }
    }
    for (uint32_t i = 0; i < question->limits.n; i++) {
        rule[n++] = (struct conflict_rule){CONFLICT_RULE_LIMIT, i};
    }
    for (uint32_t f = 0; instance->policy.families_required && f < instance->n_families; f++) {
        rule[n++] = (struct conflict_rule){CONFLICT_RULE_FAMILY, f};
    }
    for (uint32_t u = 0; u < instance->n_offers; u++) {
        if (least_of(instance, u) > 1) {
            rule[n++] = (struct conflict_rule){CONFLICT_RULE_OPENS, u};
        }
    }
    question->n_rules = n;
    return OK;
}

/* Who has options where. */
static enum err index_options(struct conflict_question *question, struct arena *arena,
                              struct error *error) {
    const struct instance *instance = question->task->instance;
    const struct options *options = question->task->options;
    question->owner = ARENA_NEW(arena, options->n, uint32_t);
    question->at_start = ARENA_ZERO(arena, (size_t)instance->n_offers + 1, uint32_t);
    question->at = ARENA_NEW(arena, options->n, uint32_t);
    if (question->owner == NULL || question->at_start == NULL || question->at == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool counts = instance_follows(instance, a) == NONE;
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            question->owner[k] = a;
            question->at_start[options->offer[k]] += counts ? 1 : 0;
        }
    }
    for (uint32_t u = 0, sum = 0; u <= instance->n_offers; u++) {
        question->at_start[u] = sum += question->at_start[u];
    }
    for (uint32_t k = options->n; k-- > 0;) {
        if (instance_follows(instance, question->owner[k]) == NONE) {
            question->at[--question->at_start[options->offer[k]]] = question->owner[k];
        }
    }
    return OK;
}

enum err conflict_question_new(struct conflict_question *question, const struct conflict_task *task,
                               const struct owed *owed, struct arena *arena, struct error *error) {
    *question = (struct conflict_question){.task = task, .owed = owed, .known = true};
    enum err err = limits_build(&question->limits, task->instance, task->options, arena, error);
    if (err == OK) {
        err = list_rules(question, arena, error);
    }
    return err == OK ? index_options(question, arena, error) : err;
}

static void concern(struct conflict_question *question, uint32_t a, uint32_t *queue, uint32_t *n) {
    if (question->concerned[a] == 0) {
        question->concerned[a] = 1;
        queue[(*n)++] = a;
    }
}

/* On whom the answer may depend. False: no memory. */
static bool find_concerned(struct conflict_question *question, const uint8_t *in) {
    const struct instance *instance = question->task->instance;
    const struct options *options = question->task->options;
    struct arena *scratch = &question->scratch;
    uint32_t *queue = ARENA_NEW(scratch, instance->n_applicants, uint32_t), n = 0;
    question->concerned = ARENA_ZERO(scratch, instance->n_applicants, uint8_t);
    question->may_open = ARENA_ZERO(scratch, instance->n_offers, uint8_t);
    if (queue == NULL || question->concerned == NULL || question->may_open == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < question->owed->n; i++) {
        if (in[i] != 0) {
            concern(question, question->owed->applicant[i], queue, &n);
        }
    }
    for (uint32_t a = 0; instance->applicant_locked != NULL && a < instance->n_applicants; a++) {
        uint32_t u = instance->applicant_locked[a]; /* it opens whatever happens */
        if (u != NONE && least_of(instance, u) > 1 && instance_follows(instance, a) == NONE) {
            concern(question, a, queue, &n);
        }
    }
    for (uint32_t next = 0; next < n; next++) {
        uint32_t a = queue[next];
        uint32_t f = instance->n_families == 0 ? NONE : instance->applicant_family[a];
        for (uint32_t i = f == NONE ? 0 : instance->family_start[f];
             f != NONE && i < instance->family_start[f + 1]; i++) {
            concern(question, instance->family_member[i], queue, &n);
        }
        bool locked = instance_is_locked(instance, a);
        uint32_t first = options->start[a], end = locked ? first + 1 : options->start[a + 1];
        for (uint32_t k = first; k < end; k++) {
            uint32_t u = locked ? instance->applicant_locked[a] : options->offer[k];
            if (least_of(instance, u) < 2 || question->may_open[u] != 0) {
                continue;
            }
            question->may_open[u] = 1;
            for (uint32_t i = question->at_start[u]; i < question->at_start[u + 1]; i++) {
                concern(question, question->at[i], queue, &n);
            }
        }
    }
    return true;
}

/* The index of an option among those kept. */
static uint32_t renumbered(const struct conflict_question *question, uint32_t k) {
    uint32_t a = question->owner[k];
    return question->options.start[a] + k - question->task->options->start[a];
}

/* The options of those concerned. False: no memory. */
static bool keep_options(struct conflict_question *question) {
    const struct options *from = question->task->options;
    uint32_t n_applicants = question->task->instance->n_applicants, n = 0;
    struct arena *scratch = &question->scratch;
    struct options *to = &question->options;
    uint32_t *start = ARENA_NEW(scratch, (size_t)n_applicants + 1, uint32_t);
    for (uint32_t a = 0; start != NULL && a < n_applicants; a++) {
        start[a] = n;
        n += question->concerned[a] != 0 ? from->start[a + 1] - from->start[a] : 0;
    }
    *to = (struct options){.n = n,
                           .start = start,
                           .offer = ARENA_NEW(scratch, n, uint32_t),
                           .node = ARENA_NEW(scratch, n, uint32_t),
                           .month = ARENA_ZERO(scratch, n, uint32_t),
                           .place = ARENA_NEW(scratch, n, uint32_t),
                           .stays = ARENA_ZERO(scratch, n, uint8_t),
                           .metres = ARENA_ZERO(scratch, n, uint32_t)};
    if (start == NULL || to->offer == NULL || to->node == NULL || to->month == NULL ||
        to->place == NULL || to->stays == NULL || to->metres == NULL) {
        return false;
    }
    start[n_applicants] = n;
    for (uint32_t k = 0; k < from->n; k++) {
        if (question->concerned[question->owner[k]] != 0) {
            uint32_t at = renumbered(question, k);
            to->offer[at] = from->offer[k];
            to->node[at] = from->node[k];
            to->month[at] = from->month == NULL ? 0 : from->month[k];
            to->stays[at] = from->stays == NULL ? 0 : from->stays[k];
            to->place[at] = NONE; /* no objective looks at wishes */
        }
    }
    return true;
}

/* Copies of what rules are read from, in which none binds yet. False: no memory. */
static bool make_copies(struct conflict_question *question, uint32_t **room) {
    const struct instance *instance = question->task->instance;
    struct instance *relaxed = &question->relaxed;
    struct arena *scratch = &question->scratch;
    const struct limits *limits = &question->limits;
    size_t nodes = instance->n_nodes, entries = limits->n > 0 ? limits->start[limits->n] : 0;
    *relaxed = *instance;
    relaxed->policy.n_objectives = 0;
    relaxed->applicant_follows = NULL;
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

static void keep_limit(struct conflict_question *question, uint32_t i) {
    const struct limits *limits = &question->limits;
    struct limits *kept = &question->kept;
    uint32_t at = kept->start[kept->n];
    for (uint32_t j = limits->start[i]; j < limits->start[i + 1]; j++) {
        if (question->concerned[question->owner[limits->option[j]]] != 0) {
            kept->option[at++] = renumbered(question, limits->option[j]);
        }
    }
    kept->subject[kept->n] = limits->subject[i];
    kept->month[kept->n] = limits->month[i];
    kept->seats[kept->n] = limits->seats[i];
    kept->start[++kept->n] = at;
}

static void keep_family(struct conflict_question *question, uint32_t f) {
    const struct instance *instance = question->task->instance;
    struct instance *relaxed = &question->relaxed;
    uint32_t at = relaxed->family_start[relaxed->n_families];
    if (question->concerned[instance->family_member[instance->family_start[f]]] == 0) {
        return;
    }
    for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
        relaxed->family_member[at++] = instance->family_member[i];
        relaxed->applicant_family[instance->family_member[i]] = relaxed->n_families;
    }
    relaxed->family_start[++relaxed->n_families] = at;
}

/* The round with those rules alone that are in. False: no memory. */
static bool relax(struct conflict_question *question, const uint8_t *in, uint32_t **room) {
    const struct instance *instance = question->task->instance;
    if (!find_concerned(question, in) || !keep_options(question) || !make_copies(question, room)) {
        return false;
    }
    for (uint32_t r = 0; r < question->n_rules; r++) {
        uint32_t index = question->rule[r].index;
        if (in[question->owed->n + r] == 0) {
            continue;
        }
        switch (question->rule[r].kind) {
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
            question->relaxed.offer_opens_with[index] =
                question->may_open[index] != 0 ? instance->offer_opens_with[index] : 0;
            break;
        }
    }
    return true;
}

/* -1 for each option that meets a claim in question; how many claims there are. */
static int64_t fill_cost(const struct conflict_question *question, const uint8_t *in,
                         int64_t *cost) {
    const struct owed *owed = question->owed;
    int64_t n = 0;
    for (uint32_t i = 0; i < owed->n; i++) {
        n += in[i];
        for (uint32_t k = owed->start[i]; in[i] != 0 && k < owed->start[i + 1]; k++) {
            cost[renumbered(question, owed->option[k])] = -1;
        }
    }
    return n;
}

/* Solves the round of the question; *fits: the claims in question fit, or nobody knows in time. */
static enum err solve(struct conflict_question *question, const struct assignment_model *model,
                      int64_t n, bool *fits, struct error *error) {
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
        err = program_build(&program, &question->relaxed, &question->options, model,
                            &question->kept, scratch, error);
    }
    if (err != OK) {
        return err;
    }
    const struct program_task task = {&program, start, &basis, &question->until, NULL, scratch};
    err = program_solve(&task, choice, &proof, &why);
    if (err == ERR_NO) { /* no placement was found: none there is, or not in time */
        bool late = glpk_limits_reached(&question->until);
        question->known = question->known && !late;
        *fits = late;
        return OK;
    }
    if (err != OK) {
        return error_set(error, err, why.place, "%s", why.text);
    }
    bool refuted = proof.level[0].bound != BOUND_UNKNOWN && proof.level[0].bound > -n;
    question->known = question->known && (refuted || proof.level[0].value == -n);
    *fits = !refuted;
    return OK;
}

enum err conflict_ask(void *context, const uint8_t *in, bool *fits, struct error *error) {
    struct conflict_question *question = context;
    struct assignment_model model;
    uint32_t *room = NULL;
    *fits = true;
    if (glpk_limits_reached(&question->until)) {
        question->known = false;
        return OK;
    }
    int64_t *cost = NULL;
    bool made = relax(question, in, &room);
    if (made) {
        cost = ARENA_ZERO(&question->scratch, question->options.n, int64_t);
    }
    enum err err = cost == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = objective_model(&question->relaxed, &question->options, NULL, room,
                              &question->scratch, &model, error);
    }
    if (err == OK) {
        int64_t n = fill_cost(question, in, cost);
        const struct assignment_level level = {.name = "claims", .cost = cost};
        model.n_levels = 1;
        model.level = &level;
        err = solve(question, &model, n, fits, error);
    }
    arena_free(&question->scratch);
    return err;
}
