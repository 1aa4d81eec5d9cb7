// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The dual certificate of minimum-cost and of the `after` step.
 *
 * Let p be a level's prices and P(x) their sum over the nodes from option x's offer to the root.
 * For any placement that keeps the limits, sum of cost(x) + P(x) over what it hands out is at most
 * its cost plus the sum of p times room. So if everybody's choice has the least cost + P of what it
 * may choose ("nothing" is worth 0), and only full nodes have a price, no placement costs less.
 *
 * After a level, what did not reach that least value is out (it would cost more in this level), and
 * a node with a price stays full; the next level chooses among the rest, and a node that must stay
 * full may then have a negative price. Complementary slackness, level by level, in whole numbers;
 * see Schrijver, "Combinatorial Optimization" (2003), chapters 12 and 17.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <string.h>

static const struct place certificate_place = {"certificate.json", 0, 0};

/* What earlier levels leave to choose from. */
struct face {
    uint8_t *alive;   /* [choices.n] */
    uint8_t *nothing; /* [n_applicants] may the applicant be left without? */
    uint8_t *full;    /* [n_nodes] must the node stay full? */
    uint32_t *used;   /* [n_nodes] seats the choice takes */
    int64_t *sum;     /* [n_nodes] P at the node */
};

static enum err face_open(struct face *face, const struct checker *checker,
                          const struct model *model, struct arena *arena, struct error *error) {
    uint32_t n = checker->instance->n_applicants, n_nodes = checker->instance->n_nodes;
    face->alive = ARENA_NEW(arena, model->choices->n, uint8_t);
    face->nothing = ARENA_NEW(arena, n, uint8_t);
    face->full = ARENA_ZERO(arena, n_nodes, uint8_t);
    face->used = ARENA_ZERO(arena, n_nodes, uint32_t);
    face->sum = ARENA_NEW(arena, n_nodes, int64_t);
    if (face->alive == NULL || face->nothing == NULL || face->full == NULL || face->used == NULL ||
        face->sum == NULL) {
        return error_no_memory(error);
    }
    memset(face->alive, 1, model->choices->n);
    memset(face->nothing, 1, n);
    for (uint32_t a = 0; a < n; a++) {
        uint32_t v = model->choice[a] == NONE ? NONE : model->choices->node[model->choice[a]];
        for (; v != NONE; v = checker->instance->node_parent[v]) {
            face->used[v]++;
        }
    }
    return OK;
}

/* Prices stand at limits, at full nodes, and are negative only where an earlier level had one. */
static bool check_prices(struct checker *checker, const struct model *model,
                         const struct face *face, uint32_t l) {
    const int64_t *price = model->proof->price[l];
    uint32_t n_listed = 0;
    for (uint32_t v = 0; v < checker->instance->n_nodes; v++) {
        bool limit = model->room[v] != SEATS_UNLIMITED;
        const char *wrong = price[v] == 0                        ? NULL
                            : !limit                             ? "has no limit"
                            : face->used[v] != model->room[v]    ? "is not full"
                            : price[v] < 0 && face->full[v] == 0 ? "may have no negative one"
                                                                 : NULL;
        if (wrong != NULL) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].prices[%" PRIu32 "].price: %" PRId64 " at %s, which %s",
                          model->key, l, n_listed, price[v],
                          strings_get(&checker->instance->node_name, v), wrong);
            return false;
        }
        n_listed += price[v] != 0 ? 1 : 0;
    }
    return true;
}

/* P at every node. A parent may come before or after its children: walk up from each. */
static bool sum_prices(struct checker *checker, const struct model *model, struct face *face,
                       uint32_t l) {
    for (uint32_t v = 0; v < checker->instance->n_nodes; v++) {
        face->sum[v] = 0;
        for (uint32_t u = v; u != NONE; u = checker->instance->node_parent[u]) {
            int64_t price = model->proof->price[l][u];
            if (__builtin_add_overflow(face->sum[v], price, &face->sum[v]) ||
                face->sum[v] > RESULTS_PRICE_MAX || face->sum[v] < -RESULTS_PRICE_MAX) {
                finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                              "%s[%" PRIu32 "].prices: the sum above %s is beyond any cost",
                              model->key, l, strings_get(&checker->instance->node_name, v));
                return false;
            }
        }
    }
    return true;
}

/* P of an option; staying without a seat has none. */
static int64_t sum_at(const struct model *model, const struct face *face, uint32_t x) {
    uint32_t node = model->choices->node[x];
    return node == NONE ? 0 : face->sum[node];
}

/* The least value of what the applicant may still choose. */
static int64_t least_value(const struct checker *checker, const struct model *model,
                           const struct face *face, uint32_t l, uint32_t a) {
    int64_t least = face->nothing[a] ? 0 : INT64_MAX;
    for (uint32_t x = model->choices->start[a]; x < model->choices->start[a + 1]; x++) {
        if (face->alive[x]) {
            int64_t value =
                level_cost(checker, model->choices, &model->level[l], x) + sum_at(model, face, x);
            least = value < least ? value : least;
        }
    }
    return least;
}

/* Keeps what reaches the least value. */
static void face_narrow(const struct checker *checker, const struct model *model, struct face *face,
                        uint32_t l, uint32_t a, int64_t least) {
    for (uint32_t x = model->choices->start[a]; x < model->choices->start[a + 1]; x++) {
        int64_t value =
            level_cost(checker, model->choices, &model->level[l], x) + sum_at(model, face, x);
        face->alive[x] = face->alive[x] && value == least;
    }
    face->nothing[a] = face->nothing[a] && least == 0;
}

static bool check_level(struct checker *checker, const struct model *model, struct face *face,
                        uint32_t l) {
    int64_t total = 0;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        if (is_locked(checker->instance, a)) {
            continue;
        }
        uint32_t x = model->choice[a];
        int64_t cost = x == NONE ? 0 : level_cost(checker, model->choices, &model->level[l], x);
        int64_t value = x == NONE ? 0 : cost + sum_at(model, face, x);
        int64_t least = least_value(checker, model, face, l, a);
        if (value != least) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].prices: by them %s, who is at %s, has a choice that is "
                          "cheaper by %" PRId64 " in %s",
                          model->key, l, applicant_text(checker, a),
                          offer_text(checker, x == NONE ? NONE : model->choices->offer[x]),
                          value - least, model->level[l].name);
            return false;
        }
        total += cost;
        face_narrow(checker, model, face, l, a, least);
    }
    if (model->proof->value[l] != total) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s[%" PRIu32 "].value: %" PRId64 "; the placements sum to %" PRId64,
                      model->key, l, model->proof->value[l], total);
        return false;
    }
    for (uint32_t v = 0; v < checker->instance->n_nodes; v++) {
        face->full[v] = face->full[v] || model->proof->price[l][v] > 0;
    }
    return true;
}

bool levels_are_named(struct checker *checker, const struct model *model, uint32_t n_levels,
                      const char (*name)[64]) {
    if (n_levels != model->n_levels) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s: %" PRIu32 " levels; the policy has %" PRIu32, model->key, n_levels,
                      model->n_levels);
        return false;
    }
    for (uint32_t l = 0; l < model->n_levels; l++) {
        if (strcmp(name[l], model->level[l].name) != 0) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].objective: '%s'; the policy has '%s'", model->key, l,
                          name[l], model->level[l].name);
            return false;
        }
    }
    return true;
}

static enum err check_model(struct checker *checker, const struct model *model,
                            struct error *error) {
    struct arena scratch = {0};
    struct face face;
    enum err err = OK;
    if (levels_are_named(checker, model, model->proof->n_levels,
                         (const char(*)[64])model->proof->name)) {
        err = face_open(&face, checker, model, &scratch, error);
        for (uint32_t l = 0; err == OK && l < model->n_levels; l++) {
            if (!check_prices(checker, model, &face, l) || !sum_prices(checker, model, &face, l) ||
                !check_level(checker, model, &face, l)) {
                break;
            }
        }
    }
    arena_free(&scratch);
    return err;
}

/* Seats left when the round is over; followers may come later. */
static uint32_t *room_after(const struct checker *checker, struct arena *arena) {
    uint32_t *room = ARENA_NEW(arena, checker->instance->n_nodes, uint32_t);
    for (uint32_t v = 0; room != NULL && v < checker->instance->n_nodes; v++) {
        uint32_t left = checker->room[v];
        if (left != SEATS_UNLIMITED) {
            uint32_t used = checker->turn[0].used[v];
            left = left > used ? left - used : 0;
        }
        room[v] = left;
    }
    return room;
}

static bool any_wanted(const struct checker *checker) {
    bool any = false;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        any = any || checker->wanted[a] != 0;
    }
    return any;
}

static enum err check_after(struct checker *checker, struct error *error) {
    static const struct cost_level levels[] = {{OBJECTIVE_PLACED, NONE, 0, "placed"},
                                               {OBJECTIVE_DISTANCE, NONE, 0, "distance"},
                                               {OBJECTIVE_LATE, NONE, 0, "late"}};
    uint32_t n_levels = instance_has_months(checker->instance) ? 3 : 2;
    const struct results *results = checker->results;
    bool ran = any_wanted(checker);
    if (results->has_fallback != ran) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place, "fallback: %s",
                      ran ? "missing, though somebody was left to the step after the round"
                          : "there, though nobody was left to a step after the round");
        return OK;
    }
    struct arena scratch = {0};
    uint32_t *room = ran ? room_after(checker, &scratch) : NULL;
    struct model model = {.choices = &checker->after,
                          .room = room,
                          .choice = checker->stated_after,
                          .n_levels = n_levels,
                          .level = levels,
                          .proof = &results->fallback_proof,
                          .key = "fallback.levels"};
    enum err err = OK;
    if (ran) {
        err = room == NULL ? error_no_memory(error) : check_model(checker, &model, error);
    }
    arena_free(&scratch);
    return err;
}

/* The `price` column: what one more seat is worth. */
static enum err check_seat_prices(struct checker *checker, const struct model *model,
                                  struct arena *scratch, struct error *error) {
    const struct results *results = checker->results;
    int64_t *price = ARENA_ZERO(scratch, checker->instance->n_offers, int64_t);
    if (price == NULL) {
        return error_no_memory(error);
    }
    enum err err = seat_prices(checker, model, scratch, price, error);
    uint32_t n = checker->instance->n_offers < results->offers.n ? checker->instance->n_offers
                                                                 : results->offers.n;
    for (uint32_t o = 0; err == OK && o < n; o++) {
        struct row row = {RESULTS_OFFERS, o, OFFERS_PRICE};
        if (!results->offers.has_price[o] || results->offers.price[o] != price[o]) {
            finding_break_row(checker, PROPERTY_COUNTS, row,
                              "one more seat at %s is worth %" PRId64 ", not what stands here",
                              offer_text(checker, o), price[o]);
        }
    }
    return err;
}

/* Is there a level that counts families? Then prices of seats alone prove nothing of it. */
static bool counts_families(const struct checker *checker, const struct model *model) {
    bool any = false;
    for (uint32_t l = 0; l < model->n_levels; l++) {
        any = any || model->level[l].kind == OBJECTIVE_TOGETHER;
    }
    return any && checker->instance->n_families > 0;
}

/* A round of rank-maximal alone where nobody wished has no level, and then no certificate. */
static enum err check_minimum_cost(struct checker *checker, struct error *error) {
    const struct results *results = checker->results;
    struct arena scratch = {0};
    struct model model = {.choices = &checker->round,
                          .room = checker->room,
                          .choice = checker->stated,
                          .proof = &results->proof,
                          .key = "levels"};
    struct cost_level *level = NULL;
    enum err err = levels_derive(checker, &scratch, &model.n_levels, &level, error);
    model.level = level;
    checker->has_prices = model.n_levels > 0 && !results->has_program;
    if (err == OK && results->has_program) {
        model.key = "program.levels";
        err = program_check(checker, &model, error);
    } else if (err == OK && counts_families(checker, &model)) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "levels: there, though the round counts families and is no network");
    } else if (err == OK) {
        err = check_model(checker, &model, error);
    }
    if (err == OK && checker->has_prices && !finding_is_broken(checker, PROPERTY_OBJECTIVE) &&
        !finding_is_broken(checker, PROPERTY_SEATS)) {
        err = check_seat_prices(checker, &model, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}

enum err certificate_check(struct checker *checker, struct error *error) {
    bool minimum_cost = checker->rule == RULE_MINIMUM_COST;
    bool after = checker->instance->policy.fallback == FALLBACK_AFTER;
    enum err err = minimum_cost ? check_minimum_cost(checker, error) : OK;
    if (!minimum_cost && checker->results->has_program) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "program: only minimum-cost has one");
    }
    if (err == OK && checker->results->has_levels != checker->has_prices) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place, "levels: %s",
                      checker->has_prices ? "missing" : "the round has none");
    }
    if (err == OK) {
        err = check_after(checker, error);
    }
    if (!minimum_cost && !after) {
        finding_set(checker, PROPERTY_OBJECTIVE, VERDICT_DOES_NOT_APPLY,
                    "no step of the round minimises a cost");
    }
    return err;
}
