// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Units and their seats.
 *
 *     size      room for 15 to 90 children, more where more are wished for or live near
 *     turnover  what a unit has for this round is its size times an even draw from half to one and
 * a half, parted between its groups by demand; in all, `crowding` per cent of a group's applicants.
 * So there are crowded units and others with room. months    each seat is free from a month drawn:
 * some now, most in August when the oldest go to school and the groups move up, some in January
 *     totals    one unit in three has a total over its groups of exactly these seats, and its
 * groups FLEXIBLE_PART of them more, so that they can trade seats current   in half of the units
 * those who have a place and apply for another are part of the seats: their seats are not in the
 * free ones here, but come on top of them
 */
#include "generate/preschool.h"

#include "generate/kinds.h"
#include "generate/random.h"
#include "generate/seats.h"

enum {
    SIZE_SMALLEST = 15,
    SIZE_MIDDLE = 50,
    SIZE_LARGEST = 90,
    TURNOVER_FEWEST = 65, /* per cent of what is usual */
    TURNOVER_RANGE = 71,
    TOTAL_OF_100 = 33,
    COUNTS_CURRENT_OF_100 = 50,
    FREE_NOW_PARTS = 30,
    FLEXIBLE_PART = 6,
};

/* Of all seats, so many parts come free in January, February, ... */
static const uint8_t free_parts[12] = {14, 3, 3, 4, 4, 3, 0, 50, 4, 4, 3, 2};

/* From demand to the unit's share of the seats; weight[o] is the demand and becomes the share. */
static void weigh_turnover(const struct city *city, uint64_t *weight) {
    uint32_t n_offers = city->options.n_offers;
    uint64_t all = 0;
    for (uint32_t o = 0; o < n_offers; o++) {
        all += weight[o];
    }
    for (uint32_t s = 0; s < city->n_schools; s++) {
        struct random random = random_stream(city->root, KIND_UNIT, s);
        uint32_t first = s * PRESCHOOL_GROUPS;
        uint32_t end = first + PRESCHOOL_GROUPS < n_offers ? first + PRESCHOOL_GROUPS : n_offers;
        uint64_t demand = 0;
        for (uint32_t o = first; o < end; o++) {
            demand += weight[o];
        }
        uint64_t size = SIZE_MIDDLE * demand * city->n_schools / all;
        size = size < SIZE_SMALLEST ? SIZE_SMALLEST : size > SIZE_LARGEST ? SIZE_LARGEST : size;
        uint64_t turnover = size * (TURNOVER_FEWEST + random_below(&random, TURNOVER_RANGE));
        for (uint32_t o = first; o < end; o++) {
            weight[o] = turnover * (100 * weight[o] / demand) + 1;
        }
        city->preschool.has_total[s] = random_chance(&random, TOTAL_OF_100, 100);
        city->preschool.counts_current[s] = random_chance(&random, COUNTS_CURRENT_OF_100, 100);
    }
}

/* Draws from which month each of the offer's seats is free. */
static void free_by_month(struct city *city, uint32_t offer) {
    uint32_t n_months = city->options.n_months;
    uint32_t first_month = city->preschool.first_month;
    uint32_t *row = city->preschool.offer_free + (size_t)offer * n_months;
    uint32_t parts = FREE_NOW_PARTS;
    for (uint32_t m = 0; m < n_months; m++) {
        parts += free_parts[(first_month + m) % 12];
    }
    struct random random = random_stream(city->root, KIND_SEATS, offer);
    for (uint32_t seat = 0; seat < city->offer_seats[offer]; seat++) {
        uint32_t luck = random_below(&random, parts);
        uint32_t month = 0;
        for (luck -= luck < FREE_NOW_PARTS ? luck : FREE_NOW_PARTS;
             luck >= free_parts[(first_month + month) % 12]; month++) {
            luck -= free_parts[(first_month + month) % 12];
        }
        row[month]++;
    }
    for (uint32_t m = 1; m < n_months; m++) {
        row[m] += row[m - 1];
    }
}

/* The unit's total, and what its groups may have more. */
static void make_total(struct city *city, uint32_t offer) {
    uint32_t n_months = city->options.n_months;
    uint32_t unit = offer / PRESCHOOL_GROUPS;
    uint32_t *row = city->preschool.offer_free + (size_t)offer * n_months;
    uint32_t *total = city->preschool.unit_free + (size_t)unit * n_months;
    for (uint32_t m = 0; m < n_months; m++) {
        total[m] += row[m];
        if (city->preschool.has_total[unit]) {
            row[m] += (row[m] + FLEXIBLE_PART - 1) / FLEXIBLE_PART;
        }
    }
    city->offer_seats[offer] = row[n_months - 1];
}

enum err preschool_seats_make(struct city *city, struct arena *scratch, struct error *error) {
    struct arena_mark mark = arena_mark(scratch);
    uint64_t *weight = ARENA_ZERO(scratch, city->options.n_offers, uint64_t);
    if (weight == NULL) {
        return error_no_memory(error);
    }
    seats_weigh(city, weight);
    weigh_turnover(city, weight);
    for (uint32_t group = 0; group < PRESCHOOL_GROUPS; group++) {
        seats_share(city, group, weight);
    }
    for (uint32_t o = 0; o < city->options.n_offers; o++) {
        free_by_month(city, o);
        make_total(city, o);
    }
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        uint32_t offer = city->current[a];
        if (offer != CITY_NONE && city->preschool.counts_current[offer / PRESCHOOL_GROUPS]) {
            city->preschool.n_current[offer]++;
        }
    }
    arena_rewind(scratch, mark);
    return OK;
}
