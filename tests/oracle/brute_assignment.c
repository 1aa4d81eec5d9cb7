// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every assignment, one applicant after the other, each taking nothing or any option with a free
 * seat in all nodes around it; the best vector of sums seen is kept.
 */
#include "tests/oracle/brute_assignment.h"

#include "tests/oracle/random.h"

#include <string.h>

static void make_nodes(struct brute_model *brute, struct random *random, uint32_t n_offers,
                       uint32_t n_pools) {
    uint32_t n_nodes = n_offers + n_pools;
    bool nested = n_pools == 2 && random_chance(random, 60);
    for (uint32_t v = 0; v < n_nodes; v++) {
        brute->node_parent[v] = NONE;
        uint32_t most = v < n_offers ? 3 : 5;
        brute->room[v] = random_chance(random, 20) ? SEATS_UNLIMITED : random_below(random, most);
        if (v < n_offers && n_pools > 0 && random_chance(random, 75)) {
            brute->node_parent[v] = n_offers + random_below(random, n_pools);
        }
    }
    if (nested) {
        brute->node_parent[n_offers] = n_offers + 1;
    }
}

static void make_options(struct brute_model *brute, struct random *random, uint32_t n_applicants,
                         uint32_t n_offers) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < n_applicants; a++) {
        uint32_t offers[BRUTE_OFFERS] = {0, 1, 2, 3};
        random_shuffle(random, offers, n_offers);
        uint32_t n_mine = random_below(random, n_offers + 1);
        brute->option_start[a] = n;
        memcpy(brute->option_offer + n, offers, n_mine * sizeof *offers);
        n += n_mine;
        brute->competes[a] = random_chance(random, 92) ? 1 : 0;
    }
    brute->option_start[n_applicants] = n;
}

static int64_t make_cost(struct random *random, uint32_t style) {
    switch (style) {
    case 0: /* as `placed` */
        return -1;
    case 1:
        return 0;
    case 2: /* few different ones, so ties */
        return (int64_t)random_below(random, 4) - 2;
    case 3:
        return (int64_t)random_below(random, 2000) - 1000;
    case 4: /* huge, and differing in the last digit */
        return (random_chance(random, 50) ? -COST_MAX : COST_MAX - 3) +
               (int64_t)random_below(random, 3);
    case 5: /* anything at all */
        return (int64_t)(random_next(random) % (2 * (uint64_t)COST_MAX + 1)) - COST_MAX;
    default: /* as metres */
        return (int64_t)random_below(random, 5000);
    }
}

void brute_model_make(struct brute_model *brute, uint64_t seed) {
    struct random random = {seed};
    uint32_t n_applicants = 2 + random_below(&random, BRUTE_APPLICANTS - 1);
    uint32_t n_offers = 1 + random_below(&random, BRUTE_OFFERS);
    uint32_t n_pools = random_below(&random, 3);
    uint32_t n_levels = 1 + random_below(&random, BRUTE_LEVELS);
    memset(brute, 0, sizeof *brute);
    make_nodes(brute, &random, n_offers, n_pools);
    make_options(brute, &random, n_applicants, n_offers);
    for (uint32_t l = 0; l < n_levels; l++) {
        uint32_t style = random_below(&random, 7);
        for (uint32_t k = 0; k < brute->option_start[n_applicants]; k++) {
            brute->cost[l][k] = make_cost(&random, style);
        }
        snprintf(brute->level[l].name, sizeof brute->level[l].name, "level %u", l + 1);
        brute->level[l].cost = brute->cost[l];
    }
    brute->model = (struct assignment_model){
        .n_applicants = n_applicants,
        .option_start = brute->option_start,
        .option_offer = brute->option_offer,
        .competes = random_chance(&random, 50) ? brute->competes : NULL,
        .n_offers = n_offers,
        .n_nodes = n_offers + n_pools,
        .node_parent = brute->node_parent,
        .room = brute->room,
        .n_levels = n_levels,
        .level = brute->level,
    };
}

struct enumeration {
    const struct assignment_model *model;
    uint64_t left[BRUTE_NODES]; /* seats */
    int64_t sum[BRUTE_LEVELS];
    bool any;
    int64_t best[BRUTE_LEVELS];
};

static void keep_best(struct enumeration *enumeration) {
    uint32_t n = enumeration->model->n_levels;
    uint32_t l = 0;
    while (l < n && enumeration->sum[l] == enumeration->best[l]) {
        l++;
    }
    if (!enumeration->any || (l < n && enumeration->sum[l] < enumeration->best[l])) {
        memcpy(enumeration->best, enumeration->sum, sizeof enumeration->best);
        enumeration->any = true;
    }
}

/* Takes (sign 1) or gives back (-1) an option: seats and sums. */
static void take(struct enumeration *enumeration, uint32_t option, int64_t sign) {
    const struct assignment_model *model = enumeration->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        enumeration->left[v] -= (uint64_t)sign;
    }
    for (uint32_t l = 0; l < model->n_levels; l++) {
        enumeration->sum[l] += sign * model->level[l].cost[option];
    }
}

static bool has_seat(const struct enumeration *enumeration, uint32_t option) {
    const struct assignment_model *model = enumeration->model;
    for (uint32_t v = model->option_offer[option]; v != NONE; v = model->node_parent[v]) {
        if (enumeration->left[v] == 0) {
            return false;
        }
    }
    return true;
}

static void enumerate(struct enumeration *enumeration, uint32_t applicant) {
    const struct assignment_model *model = enumeration->model;
    if (applicant == model->n_applicants) {
        keep_best(enumeration);
        return;
    }
    enumerate(enumeration, applicant + 1);
    if (model->competes != NULL && model->competes[applicant] == 0) {
        return;
    }
    for (uint32_t k = model->option_start[applicant]; k < model->option_start[applicant + 1]; k++) {
        if (has_seat(enumeration, k)) {
            take(enumeration, k, 1);
            enumerate(enumeration, applicant + 1);
            take(enumeration, k, -1);
        }
    }
}

static void fill_seats(struct enumeration *enumeration) {
    for (uint32_t v = 0; v < enumeration->model->n_nodes; v++) {
        uint32_t room = enumeration->model->room[v];
        enumeration->left[v] = room == SEATS_UNLIMITED ? 1000 : room;
    }
}

void brute_values(const struct assignment_model *model, const struct seat_way *way,
                  int64_t value[BRUTE_LEVELS]) {
    struct enumeration enumeration = {.model = model};
    fill_seats(&enumeration);
    uint32_t v = way == NULL ? NONE : way->lowest;
    while (v != NONE) {
        enumeration.left[v]++;
        v = v == way->highest ? NONE : model->node_parent[v];
    }
    enumerate(&enumeration, 0);
    memcpy(value, enumeration.best, sizeof enumeration.best);
}

bool brute_value_of(const struct assignment_model *model, const uint32_t *choice,
                    int64_t value[BRUTE_LEVELS]) {
    struct enumeration enumeration = {.model = model};
    fill_seats(&enumeration);
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        uint32_t k = choice[a];
        if (k == NONE) {
            continue;
        }
        bool own = k >= model->option_start[a] && k < model->option_start[a + 1];
        if (!own || (model->competes != NULL && model->competes[a] == 0) ||
            !has_seat(&enumeration, k)) {
            return false;
        }
        take(&enumeration, k, 1);
    }
    memcpy(value, enumeration.sum, sizeof enumeration.sum);
    return true;
}
