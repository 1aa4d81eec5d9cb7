// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rule that says which months are options, taken word by word: all months of all children in a
 * table, in which one after the other becomes an option until none does any more.
 */
#include "tests/oracle/mixed.h"

#include "tests/oracle/mixed_parts.h"

struct table {
    const struct mixed *mixed;
    uint32_t n[MIXED_APPLICANTS];
    struct mixed_place choice[MIXED_APPLICANTS][MIXED_CHOICES];
    bool is_option[MIXED_APPLICANTS][MIXED_CHOICES];
};

static bool step_begins(const struct mixed_seats *seats, uint32_t month) {
    bool any = false;
    for (uint32_t j = 0; seats->is_list && j < seats->n; j++) {
        any |= seats->from[j] == month;
    }
    return any;
}

/* Does a limit contain both offers (or the one offer)? */
static bool share_limit(const struct mixed *mixed, uint32_t u, uint32_t w) {
    uint32_t school = mixed->offer[u].school;
    bool any = (u == w && mixed->offer[u].seats.n > 0) ||
               (school == mixed->offer[w].school && mixed->school_seats[school].n > 0);
    for (uint32_t p = 0; p < mixed->n_pools; p++) {
        any |= (mixed->pool[p].holds >> u & 1) != 0 && (mixed->pool[p].holds >> w & 1) != 0;
    }
    return any;
}

/* May the child begin somewhere else in that month? */
static bool may_leave(const struct table *table, uint32_t a, uint32_t month) {
    bool any = false;
    for (uint32_t i = 0; i < table->n[a]; i++) {
        const struct mixed_place *place = &table->choice[a][i];
        any |= table->is_option[a][i] && !place->stays && place->month == month;
    }
    return any;
}

static bool comes_free(const struct table *table, uint32_t u, uint32_t month) {
    const struct mixed *mixed = table->mixed;
    bool any = step_begins(&mixed->offer[u].seats, month) ||
               step_begins(&mixed->school_seats[mixed->offer[u].school], month);
    for (uint32_t p = 0; p < mixed->n_pools; p++) {
        any |= (mixed->pool[p].holds >> u & 1) != 0 && step_begins(&mixed->pool[p].seats, month);
    }
    for (uint32_t w = 0; w < mixed->n_offers; w++) {
        any |= mixed->offer[w].moves_to != NOBODY && mixed->offer[w].moves_from == month &&
               share_limit(mixed, u, w);
    }
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        uint32_t current = mixed->applicant[a].current;
        any |= current != NOBODY && mixed->offer[current].counts_current &&
               share_limit(mixed, u, current) && may_leave(table, a, month);
    }
    return any;
}

/* The offer to which the child moves on from this one, NOBODY. */
static uint32_t moves_to(const struct mixed *mixed, uint32_t a, uint32_t u) {
    bool moves = mixed->offer[u].moves_to != NOBODY && mixed->applicant[a].born != NOBODY &&
                 mixed->applicant[a].born < mixed->offer[u].moves_born;
    return moves ? mixed->offer[u].moves_to : NOBODY;
}

/* Are there seats at the offer to which it moves on, once it does? */
static bool has_seats_then(const struct mixed *mixed, uint32_t a, const struct mixed_place *place) {
    uint32_t to = moves_to(mixed, a, place->offer), moves = mixed->offer[place->offer].moves_from;
    uint32_t there = place->month > moves ? place->month : moves;
    return to == NOBODY || !mixed->offer[to].seats.is_list ||
           mixed->offer[to].seats.from[0] <= there;
}

static bool becomes_option(const struct table *table, uint32_t a, uint32_t i) {
    const struct mixed_place *place = &table->choice[a][i];
    uint32_t to = moves_to(table->mixed, a, place->offer);
    bool first = true;
    if (place->stays || table->mixed->applicant[a].locked != NOBODY) {
        return true;
    }
    for (uint32_t j = 0; j < i; j++) {
        const struct mixed_place *other = &table->choice[a][j];
        first = first && !(other->offer == place->offer && !other->stays &&
                           has_seats_then(table->mixed, a, other));
    }
    return has_seats_then(table->mixed, a, place) &&
           (first || comes_free(table, place->offer, place->month) ||
            (to != NOBODY && comes_free(table, to, place->month)));
}

uint32_t mixed_options(const struct mixed *mixed, uint32_t applicant,
                       struct mixed_place option[MIXED_CHOICES]) {
    struct table table = {.mixed = mixed};
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        table.n[a] = mixed_choices(mixed, a, table.choice[a]);
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t a = 0; a < mixed->n_applicants; a++) {
            for (uint32_t i = 0; i < table.n[a]; i++) {
                if (!table.is_option[a][i] && becomes_option(&table, a, i)) {
                    table.is_option[a][i] = more = true;
                }
            }
        }
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < table.n[applicant]; i++) {
        if (table.is_option[applicant][i]) {
            option[n++] = table.choice[applicant][i];
        }
    }
    return n;
}
