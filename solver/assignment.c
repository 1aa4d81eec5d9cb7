// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The check of an assignment and its proof: weak duality, level by level, in integers.
 *
 *     the placement keeps to the options and the room
 *     for each level:
 *         prices are 0 where there is no limit, and >= 0 but where an earlier level keeps full
 *         a node with a price is full
 *         everybody's choice lies on the face and has the least cost + prices there
 *         the value is the sum of the costs chosen
 *         narrow the face
 *
 * Why that is enough: for any placement on the face, sum of cost = sum of (cost + P) - sum of
 * p_v x occupants of v. The first sum is at least that of the least values; the second is at
 * most sum of p_v x room_v (nodes with negative p_v are full on the whole face). The placement
 * checked reaches both bounds, so none on the face is cheaper.
 *
 * Nothing here trusts the proof: every sum of its numbers is guarded against overflow.
 */
#include "solver/assignment.h"

#include "solver/face.h"

struct check {
    const struct assignment_model *model;
    const uint32_t *choice;
    struct face face;
    uint32_t *load; /* [n_nodes] occupants */
    int64_t *total; /* [n_nodes] sums of prices of the level at hand */
    struct error *error;
};

static enum err check_room(const struct check *check) {
    const struct assignment_model *model = check->model;
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t k = check->choice[a];
        if (k == NONE) {
            continue;
        }
        if (k < model->option_start[a] || k >= model->option_start[a + 1] ||
            check->face.open[k] == 0) {
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

static enum err check_prices(const struct check *check, const char *name, const int64_t *price) {
    const struct assignment_model *model = check->model;
    for (uint32_t v = 0; v < model->n_nodes; v++) {
        if (price[v] == 0) {
            continue;
        }
        if (model->room[v] == SEATS_UNLIMITED || check->load[v] != model->room[v]) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate, level %s: node %u has a price but is not full", name, v);
        }
        if (price[v] < 0 && check->face.full[v] == 0) {
            return error_set(check->error, ERR_SOLVER, NULL,
                             "certificate, level %s: the price of node %u is negative", name, v);
        }
    }
    if (!face_totals(model, price, check->total)) {
        return error_set(check->error, ERR_SOLVER, NULL,
                         "certificate, level %s: prices leave 64 bits", name);
    }
    return OK;
}

/* Is the applicant's choice one of least cost + prices? Adds its cost to *value. */
static enum err check_choice(const struct check *check, const struct assignment_level *level,
                             uint32_t a, int64_t *value) {
    uint32_t k = check->choice[a];
    int64_t least = 0;
    if (!face_least(&check->face, check->model, level->cost, check->total, a, &least) ||
        (k != NONE && __builtin_add_overflow(*value, level->cost[k], value))) {
        return error_set(check->error, ERR_SOLVER, NULL,
                         "certificate, level %s: sums for applicant %u leave 64 bits", level->name,
                         a);
    }
    bool allowed = k == NONE ? check->face.placed[a] == 0 : check->face.open[k] != 0;
    int64_t reached =
        k == NONE || !allowed ? 0 : level->cost[k] + check->total[check->model->option_offer[k]];
    if (!allowed || reached != least) {
        return error_set(check->error, ERR_SOLVER, NULL,
                         "certificate, level %s: the prices allow applicant %u a better choice",
                         level->name, a);
    }
    return OK;
}

static enum err check_level(const struct check *check, const struct assignment_level *level,
                            const int64_t *price, int64_t value) {
    enum err err = check_prices(check, level->name, price);
    int64_t sum = 0;
    for (uint32_t a = 0; a < check->model->n_applicants && err == OK; a++) {
        err = check_choice(check, level, a, &sum);
    }
    if (err == OK && sum != value) {
        return error_set(check->error, ERR_SOLVER, NULL,
                         "certificate, level %s: the value is %lld, not %lld", level->name,
                         (long long)sum, (long long)value);
    }
    return err;
}

enum err assignment_check(const struct assignment_model *model, const uint32_t *choice,
                          const struct assignment_proof *proof, struct arena *scratch,
                          struct error *error) {
    struct arena_mark mark = arena_mark(scratch);
    struct check check = {.model = model, .choice = choice, .error = error};
    enum err err = face_new(&check.face, model, scratch, error);
    if (err != OK) {
        goto out;
    }
    check.load = ARENA_ZERO(scratch, model->n_nodes, uint32_t);
    check.total = ARENA_ZERO(scratch, model->n_nodes, int64_t);
    if (check.load == NULL || check.total == NULL) {
        err = error_no_memory(error);
        goto out;
    }
    if (proof->n_levels != model->n_levels) {
        err = error_set(error, ERR_SOLVER, NULL, "certificate: %u levels instead of %u",
                        proof->n_levels, model->n_levels);
        goto out;
    }
    err = check_room(&check);
    for (uint32_t l = 0; l < model->n_levels && err == OK; l++) {
        const struct assignment_level *level = &model->level[l];
        err = check_level(&check, level, proof->price[l], proof->value[l]);
        if (err == OK) {
            face_tighten(&check.face, model, level->cost, proof->price[l], check.total);
        }
    }
out:
    arena_rewind(scratch, mark);
    return err;
}
