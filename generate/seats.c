// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A school is built for the children who live nearest to it and grows, slowly, where more wish for
 * it: its weight is FIRST_WISHES_PARTS times its first wishes plus NEAREST_PARTS times the children
 * who have no nearer school on their side of the river. A group's seats are handed out by rounding
 * the running sum, so they add up exactly and none is more than one seat off its share.
 */
#include "generate/seats.h"

enum {
    FIRST_WISHES_PARTS = 5,
    NEAREST_PARTS = 2,
    FLEXIBLE_PART = 20, /* one seat in so many may move to another group of the school */
};

void seats_weigh(const struct city *city, uint64_t *weight) {
    uint32_t n_groups = city->options.n_groups;
    for (uint32_t o = 0; o < city->options.n_offers; o++) {
        weight[o] = 1;
    }
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        size_t row = (size_t)a * city->distance_stride;
        enum side side = map_side(&city->map, city->home[a]);
        for (uint32_t i = 0; i < city->n_distances[a]; i++) {
            uint32_t school = city->distance_school[row + i];
            if (map_side(&city->map, city->school[school]) == side) {
                weight[school * n_groups + city->group[a]] += NEAREST_PARTS;
                break;
            }
        }
        if (city->n_wishes[a] > 0) {
            uint32_t school = city->wish[(size_t)a * city->wish_stride];
            weight[school * n_groups + city->group[a]] += FIRST_WISHES_PARTS;
        }
    }
}

/* Applicants of the group, the crowding's share of them; in a preschool city of those without a
 * place. */
static uint64_t group_seats(const struct city *city, uint32_t group) {
    uint64_t n = 0;
    for (uint32_t a = 0; a < city->options.n_applicants; a++) {
        bool needs = city->options.kind == CITY_SCHOOL || city->current[a] == CITY_NONE;
        n += needs && city->group[a] == group;
    }
    return (n * city->options.crowding_percent + 99) / 100;
}

void seats_share(struct city *city, uint32_t group, const uint64_t *weight) {
    uint32_t n_groups = city->options.n_groups;
    uint64_t seats = group_seats(city, group);
    uint64_t sum = 0;
    uint64_t n_offers = 0;
    for (uint32_t o = group; o < city->options.n_offers; o += n_groups) {
        sum += weight[o];
        n_offers++;
    }
    /* Where there are enough, every offer of a school has one seat to begin with. */
    uint64_t first = seats >= n_offers && city->options.kind == CITY_SCHOOL ? 1 : 0;
    uint64_t rest = seats - first * n_offers;
    uint64_t running = 0;
    for (uint32_t o = group; o < city->options.n_offers; o += n_groups) {
        uint64_t before = rest * running / sum;
        running += weight[o];
        city->offer_seats[o] = (uint32_t)(first + rest * running / sum - before);
    }
}

static void make_pools(struct city *city) {
    uint32_t n_groups = city->options.n_groups;
    for (uint32_t o = 0; o < city->options.n_offers; o++) {
        uint32_t seats = city->offer_seats[o];
        city->school_seats[o / n_groups] += seats;
        city->offer_seats[o] += (seats + FLEXIBLE_PART - 1) / FLEXIBLE_PART;
    }
}

enum err seats_make(struct city *city, struct arena *scratch, struct error *error) {
    struct arena_mark mark = arena_mark(scratch);
    uint64_t *weight = ARENA_ZERO(scratch, city->options.n_offers, uint64_t);
    if (weight == NULL) {
        return error_no_memory(error);
    }
    seats_weigh(city, weight);
    for (uint32_t group = 0; group < city->options.n_groups; group++) {
        seats_share(city, group, weight);
    }
    if (city->school_seats != NULL) {
        make_pools(city);
    }
    arena_rewind(scratch, mark);
    return OK;
}
