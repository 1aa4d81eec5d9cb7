// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows of an integer program, each made again from the instance by what it is:
 *
 *     seats of an offer, a school or a pool in a month     who sits at its offers then  <=  seats
 *     opens    k open - newly placed there                 <=  locked there
 *     closed   newly placed there - most open              <=  0
 *
 * Who sits where in a month is what seats.c counts placements by. Locked children are taken off the
 * seats. `open` is 0 or 1, and 1 where somebody is locked; `most` are the seats of the last step,
 * or the options of new placements where these are fewer or children move on from there. Followers
 * count in neither.
 *
 * An option's worth is its cost, weighed over the levels, and the prices of the seats that it
 * takes.
 */
#include "verify/program.h"

#include <inttypes.h>
#include <string.h>

static const struct place certificate_place = {"certificate.json", 0, 0};

wide wide_plus(struct bounding *bounding, wide x, wide y) {
    wide sum = 0;
    bounding->beyond |= __builtin_add_overflow(x, y, &sum);
    return sum;
}

/* Which limit of seats a price is for; NULL: no seats hold then. */
static const struct seat_limit *find_limit(const struct checker *checker,
                                           const struct program_price *price) {
    const struct instance *instance = checker->instance;
    const struct seat_limits *limits = &checker->seats;
    const struct seat_limit *found = NULL;
    if (price->month != NONE && price->month < instance->first_month) {
        return NULL;
    }
    for (uint32_t i = 0; i < limits->n && found == NULL; i++) {
        const struct seat_limit *limit = &limits->limit[i];
        bool holds = price->month == NONE
                         ? limit->before == NONE
                         : limit->from <= price->month && price->month < limit->before;
        bool meant =
            limit->of_offer == (price->of == PRICED_OFFER) && strcmp(limit->name, price->id) == 0;
        found = holds && meant ? limit : NULL;
    }
    return found;
}

static bool holds_least_number(const struct instance *instance, uint32_t offer) {
    return instance->offer_opens_with != NULL && instance->offer_opens_with[offer] > 1;
}

/* The limits that prices are for, of [prices.n]; false: one is for no row. */
static bool find_limits(struct bounding *bounding, const struct seat_limit **of) {
    struct checker *checker = bounding->checker;
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_price *price = &bounding->prices->price[i];
        bool opening = price->of == PRICED_OPENS || price->of == PRICED_CLOSED;
        of[i] = opening ? NULL : find_limit(checker, price);
        bool row = opening ? holds_least_number(checker->instance, price->index) : of[i] != NULL;
        char words[MONTH_BYTES], when[MONTH_BYTES + 4] = "";
        if (price->month != NONE) {
            snprintf(when, sizeof when, " in %s", month_words(price->month, words));
        }
        if (!row || (price->month != NONE && !instance_has_months(checker->instance))) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].by_prices.prices[%" PRIu32 "]: %s %.60s has no %s%s",
                          bounding->model->key, bounding->level, i, priced_name[price->of],
                          price->id, opening ? "least number" : "seats that limit anybody", when);
            return false;
        }
    }
    return true;
}

/* Does somebody who sits there from .. until - 1 sit there in that month? */
static bool sits_in(const struct sitting *sitting, uint32_t month) {
    return sitting->from <= month && (sitting->until == NONE || month < sitting->until);
}

/* Locked children at the limit's offers in a month. */
static uint32_t count_locked(const struct checker *checker, const struct seat_limit *limit,
                             uint32_t month) {
    const struct instance *instance = checker->instance;
    uint32_t n = 0;
    for (uint32_t a = 0; instance->applicant_locked != NULL && a < instance->n_applicants; a++) {
        struct sitting sitting[3];
        const struct seat_choice choice = {a, instance->applicant_locked[a],
                                           month_wished(instance, a), false};
        uint32_t n_sittings = choice.offer == NONE ? 0 : sittings_find(instance, &choice, sitting);
        for (uint32_t s = 0; s < n_sittings; s++) {
            for (uint32_t i = limit->start; i < limit->start + limit->n; i++) {
                bool here = checker->seats.offer[i] == sitting[s].offer;
                n += here && sits_in(&sitting[s], month) ? 1 : 0;
            }
        }
    }
    return n;
}

/* Charges by offer, and what the rows of seats allow. */
static enum err list_charges(struct bounding *bounding, const struct seat_limit **of,
                             struct error *error) {
    const struct checker *checker = bounding->checker;
    uint32_t n_offers = checker->instance->n_offers, n = 0;
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        n += of[i] == NULL ? 0 : of[i]->n;
    }
    uint32_t *at = ARENA_ZERO(&bounding->arena, (size_t)n_offers + 2, uint32_t);
    bounding->charge = ARENA_NEW(&bounding->arena, n, struct charge);
    if (at == NULL || bounding->charge == NULL) {
        return error_no_memory(error);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < bounding->prices->n; i++) {
            const struct program_price *price = &bounding->prices->price[i];
            for (uint32_t k = 0; of[i] != NULL && k < of[i]->n; k++) {
                uint32_t offer = checker->seats.offer[of[i]->start + k];
                if (pass == 0) {
                    at[offer + 2]++;
                } else {
                    bounding->charge[at[offer + 1]++] = (struct charge){price->month, price->price};
                }
            }
        }
        for (uint32_t o = 0; pass == 0 && o < n_offers; o++) {
            at[o + 2] += at[o + 1];
        }
    }
    bounding->charge_start = at;
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_price *price = &bounding->prices->price[i];
        if (of[i] != NULL) {
            uint32_t locked = count_locked(checker, of[i], price->month);
            uint32_t seats = of[i]->seats > locked ? of[i]->seats - locked : 0;
            bounding->allowed = wide_plus(bounding, bounding->allowed, (wide)price->price * seats);
        }
    }
    return OK;
}

/* The same price twice is one of their sum. */
static void add_price(struct bounding *bounding, int64_t *to, int64_t price) {
    bounding->beyond |= __builtin_add_overflow(*to, price, to);
}

/* Would the option, of one who competes, place it newly at its offer, as least numbers count? */
static bool counts_for_opening(const struct checker *checker, uint32_t x) {
    const struct instance *instance = checker->instance;
    uint32_t a = checker->round.owner[x];
    return !checker->round.stays[x] && !is_locked(instance, a) &&
           instance_follows(instance, a) == NONE;
}

/* Offers that open with a least number: the least worth of each column, and what the rows allow. */
static enum err price_openings(struct bounding *bounding, struct error *error) {
    const struct checker *checker = bounding->checker;
    const struct instance *instance = checker->instance;
    uint32_t *n_new = ARENA_ZERO(&bounding->arena, instance->n_offers, uint32_t);
    uint32_t *n_locked = ARENA_ZERO(&bounding->arena, instance->n_offers, uint32_t);
    if (n_new == NULL || n_locked == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t x = 0; x < checker->round.n; x++) {
        n_new[checker->round.offer[x]] += counts_for_opening(checker, x) ? 1 : 0;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (is_locked(instance, a) && instance_follows(instance, a) == NONE) {
            n_locked[instance->applicant_locked[a]]++;
        }
    }
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        uint32_t seats = instance->node_seats[instance->offer_node[o]];
        bool moves = instance->offer_moves_to != NULL && instance->offer_moves_to[o] != NONE;
        uint32_t most = moves || n_new[o] < seats ? n_new[o] : seats;
        wide open = -(wide)bounding->closed[o] * most;
        if (holds_least_number(instance, o)) {
            open += (wide)bounding->opens[o] * instance->offer_opens_with[o];
            open = open < 0 || n_locked[o] > 0 ? open : 0;
            bounding->openings = wide_plus(bounding, bounding->openings, open);
            bounding->allowed =
                wide_plus(bounding, bounding->allowed, (wide)bounding->opens[o] * n_locked[o]);
        }
    }
    return OK;
}

static wide worth_of(struct bounding *bounding, uint32_t x) {
    const struct checker *checker = bounding->checker;
    const struct choices *choices = &checker->round;
    wide worth = 0;
    for (uint32_t l = 0; l <= bounding->level; l++) {
        if (bounding->prices->weight[l] != 0) {
            int64_t cost = level_cost(checker, choices, &bounding->model->level[l], x);
            worth = wide_plus(bounding, worth, (wide)bounding->prices->weight[l] * cost);
        }
    }
    struct sitting sitting[3];
    const struct seat_choice choice = {choices->owner[x], choices->offer[x], choices->month[x],
                                       choices->stays[x] != 0};
    uint32_t n = sittings_find(checker->instance, &choice, sitting);
    for (uint32_t s = 0; s < n; s++) {
        uint32_t o = sitting[s].offer;
        for (uint32_t i = bounding->charge_start[o]; i < bounding->charge_start[o + 1]; i++) {
            if (sits_in(&sitting[s], bounding->charge[i].month)) {
                worth = wide_plus(bounding, worth, bounding->charge[i].price);
            }
        }
    }
    if (counts_for_opening(checker, x)) {
        worth = wide_plus(bounding, worth, bounding->closed[choice.offer]);
        worth = wide_plus(bounding, worth, -(wide)bounding->opens[choice.offer]);
    }
    return worth;
}

enum err rows_price(struct bounding *bounding, bool *right, struct error *error) {
    const struct checker *checker = bounding->checker;
    uint32_t n_offers = checker->instance->n_offers;
    const struct seat_limit **of =
        ARENA_NEW(&bounding->arena, bounding->prices->n, const struct seat_limit *);
    bounding->opens = ARENA_ZERO(&bounding->arena, n_offers, int64_t);
    bounding->closed = ARENA_ZERO(&bounding->arena, n_offers, int64_t);
    bounding->worth = ARENA_NEW(&bounding->arena, checker->round.n, wide);
    *right = false;
    if (of == NULL || bounding->opens == NULL || bounding->closed == NULL ||
        bounding->worth == NULL) {
        return error_no_memory(error);
    }
    if (!find_limits(bounding, of)) {
        return OK;
    }
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_price *price = &bounding->prices->price[i];
        if (price->of == PRICED_OPENS || price->of == PRICED_CLOSED) {
            int64_t *of_offers = price->of == PRICED_OPENS ? bounding->opens : bounding->closed;
            add_price(bounding, &of_offers[price->index], price->price);
        }
    }
    enum err err = list_charges(bounding, of, error);
    if (err == OK) {
        err = price_openings(bounding, error);
    }
    for (uint32_t x = 0; x < checker->round.n && err == OK; x++) {
        bounding->worth[x] = worth_of(bounding, x);
    }
    *right = err == OK;
    return err;
}
