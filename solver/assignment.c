// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate's check: what solver/assignment.h calls the proof, condition by condition.
 *
 *     no node holds more than its room; a node with a price is full; a price is negative only where
 *     an earlier level's price keeps the node full
 *     for each applicant, in parallel, level by level: its choice is among the options of least
 *     cost + P that the levels before left, where "no placement" counts as 0 while it may
 *     the values are the sums of the choices' costs
 *
 * It shares no code with a solver, and needs no more memory than a list's length a thread.
 */
#include "solver/assignment.h"

#include "solver/parallel.h"

#include <string.h>

struct check {
    const struct assignment_model *model;
    const uint32_t *choice;
    const struct assignment_proof *proof;
    uint32_t longest; /* options of one applicant */
    uint32_t *load;   /* [n_nodes] occupants */
    int64_t **total;  /* [n_levels][n_nodes] sums of prices from the node to the root */
    struct error *error;
};

static bool takes_part(const struct assignment_model *model, uint32_t a) {
    return model->competes == NULL || model->competes[a] != 0;
}

static enum err check_room(const struct check *check) {
    const struct assignment_model *model = check->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t k = check->choice[a];
        if (k == NONE) {
            continue;
        }
        if (k < model->option_start[a] || k >= model->option_start[a + 1] ||
            !takes_part(model, a)) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate: applicant %u is placed where it may not be", a);
        }
        for (uint32_t v = model->option_offer[k]; v != NONE; v = model->node_parent[v]) {
            check->load[v]++;
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (model->room[v] != SEATS_UNLIMITED && check->load[v] > model->room[v]) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate: node %u holds %u placements but has room for %u", v,
                             check->load[v], model->room[v]);
        }
    }
    return OK;
}

/* Was the node kept full by a level before this one? */
static bool is_kept_full(const struct check *check, uint32_t level, uint32_t node) {
    for (uint32_t l = 0; l < level; l++) {
        if (check->proof->price[l][node] != 0) {
            return true;
        }
    }
    return false;
}

static enum err check_prices(const struct check *check, uint32_t l) {
    const struct assignment_model *model = check->model;
    const char *name = model->level[l].name;
    const int64_t *price = check->proof->price[l];
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (price[v] == 0) {
            continue;
        }
        if (model->room[v] == SEATS_UNLIMITED || check->load[v] != model->room[v]) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate, level %s: node %u has a price but is not full", name, v);
        }
        if (price[v] < 0 && !is_kept_full(check, l, v)) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate, level %s: the price of node %u is negative", name, v);
        }
    }
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        int64_t total = 0;
        for (uint32_t around = v; around != NONE; around = model->node_parent[around]) {
            if (__builtin_add_overflow(total, price[around], &total)) {
                return error_set(check->error, ERR_SOLVER, NULL,
                                 "certificate, level %s: prices leave 64 bits", name);
            }
        }
        check->total[l][v] = total;
    }
    return OK;
}

/* What is still possible for one applicant after some levels. */
struct state {
    uint8_t *open; /* [longest] options on the face */
    bool must;     /* it must be placed */
};

enum finding { FINE, OVERFLOWS, BETTER_CHOICE };

/* One level of one applicant: is its choice of least cost + P? Narrows what is possible. */
static enum finding check_choice(const struct check *check, uint32_t l, uint32_t a,
                                 struct state *state) {
    const struct assignment_model *model = check->model;
    const int64_t *cost = model->level[l].cost, *total = check->total[l];
    uint32_t start = model->option_start[a], n = model->option_start[a + 1] - start;
    uint32_t chosen = check->choice[a];
    bool any = !state->must;
    int64_t least = 0, reached = 0;
    for (uint32_t i = 0; i < n; i++) {
        int64_t value = 0;
        if (state->open[i] == 0) {
            continue;
        }
        if (__builtin_add_overflow(cost[start + i], total[model->option_offer[start + i]],
                                   &value)) {
            return OVERFLOWS;
        }
        least = !any || value < least ? value : least;
        any = true;
        reached = start + i == chosen ? value : reached;
    }
    bool allowed = chosen == NONE ? !state->must : state->open[chosen - start] != 0;
    if (!allowed || reached != least) {
        return BETTER_CHOICE;
    }
    for (uint32_t i = 0; i < n; i++) {
        state->open[i] &= cost[start + i] + total[model->option_offer[start + i]] == least ? 1 : 0;
    }
    state->must |= least != 0;
    return FINE;
}

/* The first level at which the applicant's choice fails, n_levels if none does. */
static uint32_t check_applicant(const struct check *check, uint32_t a, uint8_t *open,
                                enum finding *finding) {
    const struct assignment_model *model = check->model;
    struct state state = {open, false};
    memset(open, 1, model->option_start[a + 1] - model->option_start[a]);
    *finding = FINE;
    for (uint32_t l = 0; l < model->n_levels; l++) {
        *finding = check_choice(check, l, a, &state);
        if (*finding != FINE) {
            return l;
        }
    }
    return model->n_levels;
}

/* Who takes part, all levels. The first who fails speaks. */
static enum err check_applicants(const struct check *check, uint8_t *open) {
    const struct assignment_model *model = check->model;
    uint32_t n = model->n_applicants, first = NONE;
    bool failed = false;
#pragma omp parallel default(none) shared(check, model, n) reduction(min                           \
                                                                     : first)                      \
    reduction(||                                                                                   \
              : failed) if (n > PARALLEL_MIN)
    {
        struct arena own = {NULL};
        uint8_t *scratch = ARENA_NEW(&own, check->longest, uint8_t);
        failed = scratch == NULL;
#pragma omp for schedule(static)
        for (uint32_t a = 0; a < n; a++) {
            enum finding finding = FINE;
            if (!failed && takes_part(model, a)) {
                check_applicant(check, a, scratch, &finding);
            }
            first = finding != FINE && a < first ? a : first;
        }
        arena_free(&own);
    }
    if (failed) {
        return error_no_memory(check->error);
    }
    if (first == NONE) {
        return OK;
    }
    enum finding finding;
    uint32_t l = check_applicant(check, first, open, &finding);
    return error_set(check->error, ERR_SOLVER, NULL,
                     finding == OVERFLOWS
                         ? "certificate, level %s: sums for applicant %u leave 64 bits"
                         : "certificate, level %s: the prices allow applicant %u a better choice",
                     model->level[l].name, first);
}

static enum err check_value(const struct check *check, uint32_t l) {
    const struct assignment_level *level = &check->model->level[l];
    int64_t value = 0;
    for (uint32_t a = 0; a < check->model->n_applicants; a++) {
        uint32_t k = check->choice[a];
        if (k != NONE && __builtin_add_overflow(value, level->cost[k], &value)) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate, level %s: sums for applicant %u leave 64 bits",
                             level->name, a);
        }
    }
    if (value != check->proof->value[l]) {
        return error_set(check->error, ERR_SOLVER, NULL,
                         "certificate, level %s: the value is %lld, not %lld", level->name,
                         (long long)value, (long long)check->proof->value[l]);
    }
    return OK;
}

static enum err check_new(struct check *check, struct arena *scratch) {
    const struct assignment_model *model = check->model;
    check->load = ARENA_ZERO(scratch, model->n_nodes, uint32_t);
    check->total = ARENA_NEW(scratch, model->n_levels, int64_t *);
    if (check->load == NULL || check->total == NULL) {
        return error_no_memory(check->error);
    }
    for (uint32_t l = 0; l < model->n_levels; l++) {
        check->total[l] = ARENA_NEW(scratch, model->n_nodes, int64_t);
        if (check->total[l] == NULL) {
            return error_no_memory(check->error);
        }
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t n = model->option_start[a + 1] - model->option_start[a];
        check->longest = n > check->longest ? n : check->longest;
    }
    return OK;
}

enum err assignment_check(const struct assignment_model *model, const uint32_t *choice,
                          const struct assignment_proof *proof, struct arena *scratch,
                          struct error *error) {
    struct arena_mark mark = arena_mark(scratch);
    struct check check = {.model = model, .choice = choice, .proof = proof, .error = error};
    enum err err = OK;
    if (proof->n_levels != model->n_levels) {
        err = error_set(error, ERR_SOLVER, NULL, "certificate: %u levels instead of %u",
                        proof->n_levels, model->n_levels);
        goto out;
    }
    err = check_new(&check, scratch);
    if (err == OK) {
        err = check_room(&check);
    }
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        err = check_prices(&check, l);
    }
    if (err == OK) {
        uint8_t *open = ARENA_NEW(scratch, check.longest, uint8_t);
        err = open == NULL ? error_no_memory(error) : check_applicants(&check, open);
    }
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        err = check_value(&check, l);
    }
out:
    arena_rewind(scratch, mark);
    return err;
}
