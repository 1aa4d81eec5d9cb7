// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What each applicant may get, and which placements keep the rules of seats, families, followers
 * and least numbers. Seats are counted in every month of the round, child by child.
 */
#include "tests/oracle/mixed.h"

#include "tests/oracle/mixed_parts.h"

#include <stdlib.h>

static uint32_t least(uint32_t one, uint32_t two) {
    return one < two ? one : two;
}

static uint32_t most(uint32_t one, uint32_t two) {
    return one > two ? one : two;
}

static uint32_t first_from(const struct mixed_seats *seats) {
    return seats->n > 0 && seats->is_list ? seats->from[0] : NOBODY;
}

uint32_t mixed_first_month(const struct mixed *mixed) {
    uint32_t first = NOBODY;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        first = least(first, mixed->applicant[a].start);
    }
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        first = least(first, first_from(&mixed->offer[u].seats));
    }
    for (uint32_t s = 0; s < mixed->n_schools; s++) {
        first = least(first, first_from(&mixed->school_seats[s]));
    }
    for (uint32_t p = 0; p < mixed->n_pools; p++) {
        first = least(first, first_from(&mixed->pool[p].seats));
    }
    return mixed->months ? first : 0;
}

uint32_t mixed_wished_month(const struct mixed *mixed, uint32_t a) {
    uint32_t start = mixed->applicant[a].start;
    return mixed->months && start != NOBODY ? start : mixed_first_month(mixed);
}

uint32_t mixed_metres(const struct mixed *mixed, uint32_t a, uint32_t offer) {
    uint32_t x = mixed->applicant[a].x, other = mixed->school_x[mixed->offer[offer].school];
    return x == NOBODY ? NOBODY : most(x, other) - least(x, other);
}

uint32_t mixed_stays_at(const struct mixed *mixed, uint32_t a) {
    uint32_t current = mixed->applicant[a].current;
    bool keeps = current != NOBODY && mixed->applicant[a].locked == NOBODY &&
                 (!mixed->offer[current].wins_again || mixed->offer[current].counts_current);
    return keeps ? current : NOBODY;
}

/* The months in which the applicant may begin at the offer, each with its choice. */
static void add_months(const struct mixed *mixed, uint32_t a, uint32_t offer, uint32_t wish,
                       struct mixed_place *choice, uint32_t *n) {
    const struct mixed_seats *seats = &mixed->offer[offer].seats;
    uint32_t wished = mixed_wished_month(mixed, a);
    if (mixed->applicant[a].out ||
        (mixed->offer[offer].needs_decision && !mixed->applicant[a].eligible)) {
        return;
    }
    for (uint32_t month = wished; month <= wished + (mixed->months ? mixed->late : 0); month++) {
        if (first_from(seats) == NOBODY || first_from(seats) <= month) {
            choice[(*n)++] = (struct mixed_place){offer, month, false, wish};
        }
    }
}

static bool is_wished(const struct mixed_applicant *applicant, uint32_t offer) {
    bool any = false;
    for (uint32_t i = 0; i < applicant->n_wishes; i++) {
        any |= applicant->wish[i] == offer;
    }
    return any;
}

/* How many offers of the applicant's group are nearer, equals by their ids. */
static uint32_t n_nearer(const struct mixed *mixed, uint32_t a, uint32_t offer) {
    uint32_t n = 0, metres = mixed_metres(mixed, a, offer);
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        uint32_t other = mixed_metres(mixed, a, u);
        n += mixed->offer[u].group == mixed->applicant[a].group &&
                     (other < metres || (other == metres && u < offer))
                 ? 1
                 : 0;
    }
    return n;
}

/* The first of the followed one's choices that the offer goes with, NOBODY. */
static uint32_t first_led(const struct mixed *mixed, const struct mixed_place *led, uint32_t n,
                          uint32_t offer) {
    const struct mixed_offer *mine = &mixed->offer[offer];
    uint32_t i = 0;
    while (i < n && mine->follows_offer != led[i].offer &&
           (mine->follows_school == NOBODY ||
            mine->follows_school != mixed->offer[led[i].offer].school)) {
        i++;
    }
    return i < n ? i : NOBODY;
}

/* What goes with a choice of the one that it follows: its wishes in their order, or all of its
 * group in the order of those choices. */
static uint32_t follower_choices(const struct mixed *mixed, uint32_t a,
                                 struct mixed_place *choice) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    struct mixed_place led[MIXED_CHOICES];
    uint32_t n = 0, n_led = mixed_choices(mixed, applicant->follows, led);
    for (uint32_t i = 0; i < applicant->n_wishes; i++) {
        if (first_led(mixed, led, n_led, applicant->wish[i]) != NOBODY) {
            add_months(mixed, a, applicant->wish[i], i, choice, &n);
        }
    }
    for (uint32_t i = 0; applicant->n_wishes == 0 && i < n_led; i++) {
        for (uint32_t u = 0; u < mixed->n_offers; u++) {
            bool grouped = applicant->group == NOBODY || applicant->group == mixed->offer[u].group;
            if (grouped && first_led(mixed, led, n_led, u) == i) {
                add_months(mixed, a, u, NOBODY, choice, &n);
            }
        }
    }
    return n;
}

uint32_t mixed_choices(const struct mixed *mixed, uint32_t a,
                       struct mixed_place choice[MIXED_CHOICES]) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    uint32_t n = 0, present = mixed_stays_at(mixed, a);
    if (applicant->locked != NOBODY) {
        choice[0] =
            (struct mixed_place){applicant->locked, mixed_wished_month(mixed, a), false, NOBODY};
        return 1;
    }
    if (applicant->follows != NOBODY) {
        return follower_choices(mixed, a, choice);
    }
    for (uint32_t i = 0; i < applicant->n_wishes; i++) {
        uint32_t offer = applicant->wish[i];
        if (offer == present && mixed->offer[offer].counts_current) {
            choice[n++] = (struct mixed_place){offer, 0, true, i};
            return n;
        }
        add_months(mixed, a, offer, i, choice, &n);
        if (offer == present) {
            break;
        }
    }
    if (present != NOBODY) {
        choice[n++] = (struct mixed_place){present, 0, true, NOBODY};
        return n;
    }
    for (uint32_t near = 0; mixed->in_round && near < least(mixed->reach, MIXED_OFFERS); near++) {
        for (uint32_t u = 0; u < mixed->n_offers; u++) {
            if (mixed->offer[u].group == applicant->group && mixed_metres(mixed, a, u) != NOBODY &&
                n_nearer(mixed, a, u) == near && !is_wished(applicant, u)) {
                add_months(mixed, a, u, NOBODY, choice, &n);
            }
        }
    }
    return n;
}

/* Where the child takes a seat in month t, NOBODY: nowhere. */
static uint32_t seat_of(const struct mixed *mixed, const struct mixed_place *place, uint32_t a,
                        uint32_t t) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    uint32_t current = applicant->current;
    bool counted = current != NOBODY && mixed->offer[current].counts_current;
    if (place->offer == NOBODY) {
        return NOBODY;
    }
    if (place->stays || place->month > t) {
        return counted ? current : NOBODY;
    }
    const struct mixed_offer *offer = &mixed->offer[place->offer];
    bool moves = offer->moves_to != NOBODY && applicant->born != NOBODY &&
                 applicant->born < offer->moves_born && t >= offer->moves_from;
    return moves ? offer->moves_to : place->offer;
}

static uint32_t seats_in(const struct mixed_seats *seats, uint32_t t) {
    uint32_t n = seats->n == 0 ? NOBODY : 0;
    for (uint32_t j = 0; j < seats->n; j++) {
        n = !seats->is_list || seats->from[j] <= t ? seats->seats[j] : n;
    }
    return n;
}

bool mixed_fits(const struct mixed *mixed, const struct mixed_place *place) {
    enum { LAST = 16 }; /* nothing begins, moves or changes after that */
    for (uint32_t t = mixed_first_month(mixed); t <= (mixed->months ? LAST : 0); t++) {
        uint32_t taken[MIXED_OFFERS] = {0}, school[MIXED_SCHOOLS] = {0}, pool[MIXED_POOLS] = {0};
        for (uint32_t a = 0; a < mixed->n_applicants; a++) {
            uint32_t offer = seat_of(mixed, &place[a], a, t);
            if (offer == NOBODY) {
                continue;
            }
            taken[offer]++;
            school[mixed->offer[offer].school]++;
            for (uint32_t p = 0; p < mixed->n_pools; p++) {
                pool[p] += mixed->pool[p].holds >> offer & 1;
            }
        }
        bool fits = true;
        for (uint32_t u = 0; u < mixed->n_offers; u++) {
            fits = fits && taken[u] <= seats_in(&mixed->offer[u].seats, t);
        }
        for (uint32_t s = 0; s < mixed->n_schools; s++) {
            fits = fits && school[s] <= seats_in(&mixed->school_seats[s], t);
        }
        for (uint32_t p = 0; p < mixed->n_pools; p++) {
            fits = fits && pool[p] <= seats_in(&mixed->pool[p].seats, t);
        }
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* Who is out and has no place is nobody's sibling. */
static uint32_t family_of(const struct mixed *mixed, uint32_t a) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    return applicant->out && applicant->current == NOBODY ? NOBODY : applicant->family;
}

bool mixed_is_together(const struct mixed *mixed, const struct mixed_place *place,
                       uint32_t family) {
    uint32_t first = NOBODY, n = 0;
    bool together = true;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        if (family_of(mixed, a) != family) {
            continue;
        }
        if (place[a].offer == NOBODY) {
            return false;
        }
        uint32_t here = mixed->same_offer ? place[a].offer : mixed->offer[place[a].offer].school;
        together = together && (n == 0 || here == first);
        first = here;
        n++;
    }
    return together && n >= 2;
}

/* Together, or nobody of them newly placed; one alone is no family. */
static bool family_keeps(const struct mixed *mixed, const struct mixed_place *place,
                         uint32_t family) {
    uint32_t n = 0, n_new = 0;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        const struct mixed_applicant *applicant = &mixed->applicant[a];
        n += family_of(mixed, a) == family ? 1 : 0;
        n_new += family_of(mixed, a) == family && applicant->locked == NOBODY &&
                         place[a].offer != NOBODY && !place[a].stays
                     ? 1
                     : 0;
    }
    return n < 2 || n_new == 0 || mixed_is_together(mixed, place, family);
}

static bool follower_keeps(const struct mixed *mixed, const struct mixed_place *place, uint32_t a) {
    const struct mixed_applicant *applicant = &mixed->applicant[a];
    if (applicant->follows == NOBODY || applicant->locked != NOBODY || place[a].offer == NOBODY) {
        return true;
    }
    uint32_t there = place[applicant->follows].offer;
    const struct mixed_offer *offer = &mixed->offer[place[a].offer];
    return there != NOBODY &&
           (offer->follows_offer == there || offer->follows_school == mixed->offer[there].school);
}

static bool opening_keeps(const struct mixed *mixed, const struct mixed_place *place, uint32_t u) {
    uint32_t n = 0;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        n += place[a].offer == u && !place[a].stays && mixed->applicant[a].follows == NOBODY;
    }
    return n == 0 || n >= mixed->offer[u].opens_with;
}

bool mixed_keeps_rules(const struct mixed *mixed, const struct mixed_place *place) {
    bool keeps = mixed_fits(mixed, place);
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        uint32_t family = family_of(mixed, a);
        keeps = keeps && follower_keeps(mixed, place, a);
        if (mixed->families_required && family != NOBODY) {
            keeps = keeps && family_keeps(mixed, place, family);
        }
    }
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        keeps = keeps && opening_keeps(mixed, place, u);
    }
    return keeps;
}

bool mixed_is_good(const struct mixed *mixed) {
    struct mixed_place place[MIXED_APPLICANTS];
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        uint32_t current = mixed_stays_at(mixed, a), locked = mixed->applicant[a].locked;
        place[a] = (struct mixed_place){current, 0, true, NOBODY};
        if (locked != NOBODY) {
            place[a] = (struct mixed_place){locked, mixed_wished_month(mixed, a), false, NOBODY};
        }
    }
    return mixed_fits(mixed, place);
}
