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

wide wide_plus(bool *beyond, wide x, wide y) {
    wide sum = 0;
    *beyond |= __builtin_add_overflow(x, y, &sum);
    return sum;
}

const struct seat_limit *find_limit(const struct checker *checker,
                                    const struct program_row_read *row) {
    const struct instance *instance = checker->instance;
    const struct seat_limits *limits = &checker->seats;
    const struct seat_limit *found = NULL;
    if (row->month != NONE &&
        (!instance_has_months(instance) || row->month < instance->first_month)) {
        return NULL;
    }
    for (uint32_t i = 0; i < limits->n && found == NULL; i++) {
        const struct seat_limit *limit = &limits->limit[i];
        bool holds = row->month == NONE ? limit->before == NONE
                                        : limit->from <= row->month && row->month < limit->before;
        bool meant =
            limit->of_offer == (row->of == ROW_OF_OFFER) && strcmp(limit->name, row->id) == 0;
        found = holds && meant ? limit : NULL;
    }
    return found;
}

/* Is there a cut of this number, and does it hold at the level? */
static bool is_cut(const struct bounding *bounding, uint32_t i) {
    const struct program_row_read *price = &bounding->prices->price[i];
    const struct program_parts *parts = bounding->parts;
    bool there = price->index < parts->program->n_cuts;
    if (!there || parts->cut[price->index].level > bounding->level) {
        finding_break(bounding->checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s[%" PRIu32 "].by_prices.prices[%" PRIu32 "]: cut %" PRIu32 " %s",
                      bounding->model->key, bounding->level, i, price->index,
                      there ? "stands on the value of a level that is not before this one"
                            : "is not there");
        return false;
    }
    return true;
}

/* The limits that prices are for, of [prices.n]; false: one is for no row. */
static bool find_limits(struct bounding *bounding, const struct seat_limit **of) {
    struct checker *checker = bounding->checker;
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_row_read *price = &bounding->prices->price[i];
        bool opening = price->of == ROW_OF_OPENS || price->of == ROW_OF_CLOSED;
        of[i] = NULL;
        if (price->of == ROW_OF_CUT) {
            if (!is_cut(bounding, i)) {
                return false;
            }
            continue;
        }
        of[i] = opening ? NULL : find_limit(checker, price);
        bool row = opening ? holds_least_number(checker->instance, price->index) : of[i] != NULL;
        char words[MONTH_BYTES], when[MONTH_BYTES + 4] = "";
        if (price->month != NONE) {
            snprintf(when, sizeof when, " in %s", month_words(price->month, words));
        }
        if (!row) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].by_prices.prices[%" PRIu32 "]: %s %.60s has no %s%s",
                          bounding->model->key, bounding->level, i, program_row_key[price->of],
                          price->id, opening ? "least number" : "seats that limit anybody", when);
            return false;
        }
    }
    return true;
}

bool sits_in(uint32_t from, uint32_t until, uint32_t month) {
    return from <= month && (until == NONE || month < until);
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
                n += here && sits_in(sitting[s].from, sitting[s].until, month) ? 1 : 0;
            }
        }
    }
    return n;
}

uint32_t seats_left(const struct checker *checker, const struct seat_limit *limit, uint32_t month) {
    uint32_t locked = count_locked(checker, limit, month);
    return limit->seats > locked ? limit->seats - locked : 0;
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
            const struct program_row_read *price = &bounding->prices->price[i];
            for (uint32_t k = 0; of[i] != NULL && k < of[i]->n; k++) {
                uint32_t offer = checker->seats.offer[of[i]->start + k];
                if (pass == 0) {
                    at[offer + 2]++;
                } else {
                    bounding->charge[at[offer + 1]++] =
                        (struct charge){price->month, price->amount};
                }
            }
        }
        for (uint32_t o = 0; pass == 0 && o < n_offers; o++) {
            at[o + 2] += at[o + 1];
        }
    }
    bounding->charge_start = at;
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_row_read *price = &bounding->prices->price[i];
        if (of[i] != NULL) {
            wide seats = seats_left(checker, of[i], price->month);
            bounding->allowed =
                wide_plus(&bounding->beyond, bounding->allowed, price->amount * seats);
        }
    }
    return OK;
}

/* The same price twice is one of their sum. */
static void add_price(struct bounding *bounding, int64_t *to, int64_t price) {
    bounding->beyond |= __builtin_add_overflow(*to, price, to);
}

/* What cuts add to columns, and what they allow. */
static void price_cuts(struct bounding *bounding) {
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_row_read *price = &bounding->prices->price[i];
        if (price->of != ROW_OF_CUT) {
            continue;
        }
        const struct cut *cut = &bounding->parts->cut[price->index];
        for (uint32_t j = 0; j < cut->n; j++) {
            wide *to = &bounding->of_cuts[cut->column[j]];
            *to = wide_plus(&bounding->beyond, *to, (wide)price->amount * cut->value[j]);
        }
        bounding->allowed =
            wide_plus(&bounding->beyond, bounding->allowed, (wide)price->amount * cut->upper);
    }
}

/* Offers that open with a least number: the least worth of each column, and what the rows allow. */
static void price_openings(struct bounding *bounding) {
    const struct instance *instance = bounding->checker->instance;
    const struct columns *columns = &bounding->parts->columns;
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        if (!holds_least_number(instance, o)) {
            continue;
        }
        wide open = (wide)bounding->opens[o] * instance->offer_opens_with[o] -
                    (wide)bounding->closed[o] * columns->most[o];
        open = wide_plus(&bounding->beyond, open, bounding->of_cuts[columns->first_opening + o]);
        open = open < 0 || columns->n_locked[o] > 0 ? open : 0;
        bounding->openings = wide_plus(&bounding->beyond, bounding->openings, open);
        bounding->allowed = wide_plus(&bounding->beyond, bounding->allowed,
                                      (wide)bounding->opens[o] * columns->n_locked[o]);
    }
}

static wide worth_of(struct bounding *bounding, uint32_t x) {
    const struct checker *checker = bounding->checker;
    const struct choices *choices = &checker->round;
    wide worth = 0;
    for (uint32_t l = 0; l <= bounding->level; l++) {
        if (bounding->prices->weight[l] != 0) {
            int64_t cost = level_cost(checker, choices, &bounding->model->level[l], x);
            worth = wide_plus(&bounding->beyond, worth, (wide)bounding->prices->weight[l] * cost);
        }
    }
    struct sitting sitting[3];
    const struct seat_choice choice = {choices->owner[x], choices->offer[x], choices->month[x],
                                       choices->stays[x] != 0};
    uint32_t n = sittings_find(checker->instance, &choice, sitting);
    for (uint32_t s = 0; s < n; s++) {
        uint32_t o = sitting[s].offer;
        for (uint32_t i = bounding->charge_start[o]; i < bounding->charge_start[o + 1]; i++) {
            if (sits_in(sitting[s].from, sitting[s].until, bounding->charge[i].month)) {
                worth = wide_plus(&bounding->beyond, worth, bounding->charge[i].price);
            }
        }
    }
    if (counts_for_opening(checker, x)) {
        worth = wide_plus(&bounding->beyond, worth, bounding->closed[choice.offer]);
        worth = wide_plus(&bounding->beyond, worth, -(wide)bounding->opens[choice.offer]);
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
    bounding->of_cuts = ARENA_ZERO(&bounding->arena, bounding->parts->columns.n, wide);
    *right = false;
    if (of == NULL || bounding->opens == NULL || bounding->closed == NULL ||
        bounding->worth == NULL || bounding->of_cuts == NULL) {
        return error_no_memory(error);
    }
    if (!find_limits(bounding, of)) {
        return OK;
    }
    for (uint32_t i = 0; i < bounding->prices->n; i++) {
        const struct program_row_read *price = &bounding->prices->price[i];
        if (price->of == ROW_OF_OPENS || price->of == ROW_OF_CLOSED) {
            int64_t *of_offers = price->of == ROW_OF_OPENS ? bounding->opens : bounding->closed;
            add_price(bounding, &of_offers[price->index], price->amount);
        }
    }
    enum err err = list_charges(bounding, of, error);
    price_cuts(bounding);
    price_openings(bounding);
    for (uint32_t x = 0; x < checker->round.n && err == OK; x++) {
        bounding->worth[x] = worth_of(bounding, x);
    }
    *right = err == OK;
    return err;
}
