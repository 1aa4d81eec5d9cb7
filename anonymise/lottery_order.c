// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/lottery_order.h"

#include "anonymise/random_order.h"
#include "solver/keys.h"

#include <string.h>

/* Numbers are named so: number a is applicant a's, n_applicants + w is that of wish w. */
struct carrier {
    const struct instance *instance;
    struct options options;
    struct ranking ranking;
    struct keys keys;
    bool of_wishes; /* wishes have numbers of their own */
    struct before before;
    uint32_t n_numbers;
    uint32_t n_largest; /* as in struct lottery_carried */
};

/* Which number an option goes by. */
static uint32_t number_of(const struct carrier *carrier, uint32_t option) {
    uint32_t a = carrier->ranking.applicant[option];
    uint32_t wish = options_wish(&carrier->options, carrier->instance, a, option);
    return carrier->of_wishes && wish != NONE ? carrier->instance->n_applicants + wish : a;
}

/* Are two options of one order equal in all criteria before the lottery? Who stays goes before all
 * of them. The last of those criteria first: it is, as a rule, the one that tells most apart. */
static bool equal_before(const struct carrier *carrier, uint32_t one, uint32_t other) {
    const struct instance *instance = carrier->instance;
    if (options_stays(&carrier->options, one) != options_stays(&carrier->options, other)) {
        return false;
    }
    const struct criteria *list =
        &instance->criteria[instance->offer_criteria[carrier->options.offer[one]]];
    const struct criterion *criterion = &instance->criterion[list->start];
    uint32_t n = 0;
    while (n < list->n && criterion[n].kind != CRITERION_LOTTERY) {
        n++;
    }
    while (n > 0 && key_of(&carrier->keys, &criterion[n - 1], one) ==
                        key_of(&carrier->keys, &criterion[n - 1], other)) {
        n--;
    }
    return n == 0;
}

/* Neighbours in a node's order; within a class of equals that makes a chain of all its members. */
static enum err bind_node(struct carrier *carrier, uint32_t node, struct error *error) {
    const struct ranking *ranking = &carrier->ranking;
    uint32_t n_equal = 1;
    enum err err = OK;
    for (uint32_t i = ranking->node_start[node]; i + 1 < ranking->node_start[node + 1] && err == OK;
         i++) {
        uint32_t one = ranking->order[i], other = ranking->order[i + 1];
        if (!equal_before(carrier, one, other)) {
            n_equal = 1;
            continue;
        }
        uint32_t first = number_of(carrier, one), second = number_of(carrier, other);
        if (first != second) {
            err = before_add(&carrier->before, first, second, error);
            n_equal++;
            carrier->n_largest = n_equal > carrier->n_largest ? n_equal : carrier->n_largest;
        }
    }
    return err;
}

/* Every order that is no part of another one: roots, and nodes whose parent has none. */
static enum err bind_all(struct carrier *carrier, struct error *error) {
    const struct instance *instance = carrier->instance;
    const uint32_t *start = carrier->ranking.node_start;
    enum err err = OK;
    for (uint32_t node = 0; node < instance->n_nodes && err == OK; node++) {
        uint32_t parent = instance->node_parent[node];
        if (parent == NONE || start[parent] == start[parent + 1]) {
            err = bind_node(carrier, node, error);
        }
    }
    return err;
}

static enum err refuse(const struct carrier *carrier, struct error *error) {
    if (carrier->instance->policy.fallback == FALLBACK_IN_ROUND && carrier->of_wishes) {
        return error_set(
            error, ERR_INPUT, NULL,
            "the lottery cannot be carried along so that the placement stays the same: with "
            "\"draw\": \"per-offer\" and \"fallback\": \"in-round\" a child has a number for each "
            "offer it may fall back on, applicants.csv has room for one, and one cannot stand for "
            "all of them in this round; with \"draw\": \"single\" it can");
    }
    return error_set(error, ERR_INPUT, NULL,
                     "the lottery cannot be carried along so that the placement stays the same: "
                     "children have equal lottery numbers, and the criteria after the lottery put "
                     "them in one order here and in another there; give them different numbers");
}

/* The places in the random order, as numbers. */
static enum err take_places(const struct carrier *carrier, const uint32_t *order,
                            struct arena *arena, struct lottery_carried *carried,
                            struct error *error) {
    const struct instance *instance = carrier->instance;
    uint32_t n_applicants = instance->n_applicants;
    bool of_applicants = !carrier->of_wishes || instance->policy.fallback == FALLBACK_IN_ROUND;
    carried->of_wish = carrier->of_wishes ? ARENA_NEW(arena, instance->n_wishes, uint64_t) : NULL;
    carried->of_applicant = of_applicants ? ARENA_NEW(arena, n_applicants, uint64_t) : NULL;
    if ((carrier->of_wishes && carried->of_wish == NULL) ||
        (of_applicants && carried->of_applicant == NULL)) {
        return error_no_memory(error);
    }
    for (uint32_t place = 0; place < carrier->n_numbers; place++) {
        uint32_t number = order[place];
        if (number >= n_applicants) {
            carried->of_wish[number - n_applicants] = (uint64_t)place + 1;
        } else if (carried->of_applicant != NULL) {
            carried->of_applicant[number] = (uint64_t)place + 1;
        }
    }
    return OK;
}

/* How many applicants have a number that stands in a pair. */
static enum err count_bound(const struct carrier *carrier, struct arena *scratch, uint32_t *n_bound,
                            struct error *error) {
    const struct instance *instance = carrier->instance;
    uint8_t *bound = ARENA_ZERO(scratch, carrier->n_numbers, uint8_t);
    if (bound == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < carrier->before.n; i++) {
        bound[carrier->before.pair[i].first] = bound[carrier->before.pair[i].second] = 1;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool any = bound[a] != 0;
        for (uint32_t w = instance->wish_start[a];
             carrier->of_wishes && w < instance->wish_start[a + 1]; w++) {
            any |= bound[instance->n_applicants + w] != 0;
        }
        *n_bound += any ? 1 : 0;
    }
    return OK;
}

static enum err carry(struct carrier *carrier, struct secret *secret, struct arena *arena,
                      struct arena *scratch, struct lottery_carried *carried, struct error *error) {
    const struct instance *instance = carrier->instance;
    uint64_t n = (uint64_t)instance->n_applicants + (carrier->of_wishes ? instance->n_wishes : 0);
    if (n >= NONE) {
        return error_set(error, ERR_INPUT, NULL, "more lottery numbers than 32 bits count");
    }
    carrier->n_numbers = (uint32_t)n;
    uint32_t *order = ARENA_NEW(scratch, carrier->n_numbers, uint32_t);
    bool kept = false;
    if (order == NULL) {
        return error_no_memory(error);
    }
    enum err err = options_possible(&carrier->options, instance, scratch, error);
    if (err == OK) {
        err = ranking_build(&carrier->ranking, instance, &carrier->options, scratch, error);
    }
    if (err == OK) {
        err = bind_all(carrier, error);
    }
    if (err == OK) {
        err = random_order(carrier->n_numbers, &carrier->before, secret, order, &kept, error);
    }
    if (err == OK && !kept) {
        err = refuse(carrier, error);
    }
    if (err == OK) {
        err = take_places(carrier, order, arena, carried, error);
    }
    carried->n_largest = carrier->n_largest;
    return err == OK ? count_bound(carrier, scratch, &carried->n_bound, error) : err;
}

enum err lottery_carry(const struct instance *instance, struct secret *secret, struct arena *arena,
                       struct lottery_carried *carried, struct error *error) {
    struct arena scratch = {0};
    struct carrier carrier = {.instance = instance,
                              .keys = {instance, &carrier.options, &carrier.ranking},
                              .of_wishes = instance->policy.lottery_per_offer ||
                                           instance->wish_lottery != NULL};
    *carried = (struct lottery_carried){0};
    enum err err = carry(&carrier, secret, arena, &scratch, carried, error);
    before_release(&carrier.before);
    arena_free(&scratch);
    return err;
}
