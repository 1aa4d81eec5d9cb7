// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every placement, one after the other: an applicant after the other takes each of its choices, or
 * nothing, as long as those placed so far fit. Children only ever add to what is taken, so what
 * does not fit then never will.
 */
#include "tests/oracle/mixed.h"

#include "tests/oracle/mixed_parts.h"

#include <string.h>

static uint32_t longest_list(const struct mixed *mixed) {
    uint32_t longest = 1;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        uint32_t n = mixed->applicant[a].n_wishes;
        longest = n > longest ? n : longest;
    }
    return longest;
}

/* What a fallback, and staying that is no wish, cost as a rank. */
static uint32_t rank_of(const struct mixed *mixed, uint32_t wish) {
    uint32_t longest = 0;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        uint32_t n = mixed->applicant[a].n_wishes;
        longest = n > longest ? n : longest;
    }
    return wish == NOBODY ? longest + 1 : wish + 1;
}

/* The month by which a place is owed in the round, NOBODY. */
static uint32_t due_month(const struct mixed *mixed, uint32_t a) {
    uint32_t guarantee = mixed->applicant[a].guarantee, last = 0;
    if (!mixed->months || guarantee == NOBODY || mixed->applicant[a].locked != NOBODY ||
        mixed->applicant[a].out || mixed->applicant[a].follows != NOBODY) {
        return NOBODY;
    }
    for (uint32_t b = 0; b < mixed->n_applicants; b++) {
        uint32_t end = mixed_wished_month(mixed, b) + mixed->late;
        last = end > last ? end : last;
    }
    uint32_t wished = mixed_wished_month(mixed, a);
    uint32_t due = guarantee > wished ? guarantee : wished;
    return due <= last ? due : NOBODY;
}

static bool is_near(const struct mixed *mixed, uint32_t a, uint32_t offer) {
    uint32_t group = mixed->applicant[a].group, limit = mixed->near_m, nearest = NOBODY;
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        uint32_t metres = mixed_metres(mixed, a, u);
        nearest = mixed->offer[u].group == group && metres < nearest ? metres : nearest;
    }
    limit = nearest != NOBODY && nearest > limit ? nearest : limit;
    return mixed->offer[offer].group == group && mixed_metres(mixed, a, offer) <= limit;
}

/* What a placement of one applicant adds to a level; rank: of rank-maximal. */
static int64_t cost_of(const struct mixed *mixed, enum mixed_level level, uint32_t rank, uint32_t a,
                       const struct mixed_place *place) {
    uint32_t metres = mixed_metres(mixed, a, place->offer), due = due_month(mixed, a);
    int64_t steps = (int64_t)rank_of(mixed, place->wish) - 1;
    int32_t cost = place->wish == NOBODY ? INT32_MIN : mixed->applicant[a].cost[place->wish];
    switch (level) {
    case LEVEL_PLACED:
        return -1;
    case LEVEL_WISHES:
        return mixed->has_wish_cost ? mixed->wish_cost[steps] : steps * steps;
    case LEVEL_LATE:
        return place->stays ? 0 : (int64_t)place->month - mixed_wished_month(mixed, a);
    case LEVEL_GUARANTEE:
        return due != NOBODY && (place->stays || place->month <= due) ? -1 : 0;
    case LEVEL_DISTANCE:
        return metres == NOBODY ? 1000000000 : metres;
    case LEVEL_NEAR:
        return place->wish != NOBODY || is_near(mixed, a, place->offer) ? -1 : 0;
    case LEVEL_COLUMN:
        return cost == INT32_MIN ? 0 : cost;
    case LEVEL_RANK_MAXIMAL:
        return place->wish == rank - 1 ? -1 : 0;
    case LEVEL_CURRENT:
        return mixed_stays_at(mixed, a) != NOBODY ? -1 : 0;
    case LEVEL_TOGETHER:
    case LEVEL_FOLLOWS:
    case N_MIXED_LEVELS:
        break;
    }
    return 0;
}

static int64_t value_of(const struct mixed *mixed, enum mixed_level level, uint32_t rank,
                        const struct mixed_place *place) {
    int64_t sum = 0;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        const struct mixed_applicant *applicant = &mixed->applicant[a];
        bool counts = place[a].offer != NOBODY && applicant->locked == NOBODY;
        if (counts && applicant->follows == NOBODY) {
            sum += cost_of(mixed, level, rank, a, &place[a]);
        }
        sum -= counts && applicant->follows != NOBODY && level == LEVEL_FOLLOWS ? 1 : 0;
    }
    for (uint32_t f = 0; level == LEVEL_TOGETHER && f < MIXED_APPLICANTS; f++) {
        sum -= mixed_is_together(mixed, place, f) ? 1 : 0;
    }
    return sum;
}

/* All levels in order: that nobody loses a place, and a guarantee that must be held, come first. */
static uint32_t all_levels(const struct mixed *mixed, enum mixed_level *level) {
    uint32_t n = 0;
    bool current = false, followers = false;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        current |= mixed_stays_at(mixed, a) != NOBODY;
        followers |= mixed->applicant[a].follows != NOBODY;
    }
    if (current) {
        level[n++] = LEVEL_CURRENT;
    }
    if (mixed->guarantee_required) {
        level[n++] = LEVEL_GUARANTEE;
    }
    for (uint32_t i = 0; i < mixed->n_objectives; i++) {
        if (mixed->objective[i] != LEVEL_GUARANTEE || !mixed->guarantee_required) {
            level[n++] = mixed->objective[i];
        }
        followers = followers && mixed->objective[i] != LEVEL_FOLLOWS;
    }
    if (followers) {
        level[n++] = LEVEL_FOLLOWS;
    }
    return n;
}

uint32_t mixed_values(const struct mixed *mixed, const struct mixed_place *place, int64_t *value) {
    enum mixed_level level[N_MIXED_LEVELS + 2];
    uint32_t n_levels = all_levels(mixed, level), n = 0;
    for (uint32_t l = 0; l < n_levels; l++) {
        uint32_t n_ranks = level[l] == LEVEL_RANK_MAXIMAL ? longest_list(mixed) : 1;
        for (uint32_t rank = 1; rank <= n_ranks; rank++) {
            value[n++] = value_of(mixed, level[l], rank, place);
        }
    }
    return n;
}

struct search {
    const struct mixed *mixed;
    uint32_t n_choices[MIXED_APPLICANTS];
    struct mixed_place choice[MIXED_APPLICANTS][MIXED_CHOICES];
    struct mixed_place place[MIXED_APPLICANTS];
    bool any;
    int64_t *best;
};

static void judge(struct search *search) {
    int64_t value[MIXED_LEVELS];
    if (!mixed_keeps_rules(search->mixed, search->place)) {
        return;
    }
    uint32_t n = mixed_values(search->mixed, search->place, value), l = 0;
    while (search->any && l < n && value[l] == search->best[l]) {
        l++;
    }
    if (!search->any || (l < n && value[l] < search->best[l])) {
        memcpy(search->best, value, n * sizeof *value);
        search->any = true;
    }
}

static void look(struct search *search, uint32_t a) {
    if (a == search->mixed->n_applicants) {
        judge(search);
        return;
    }
    for (uint32_t i = 0; i < search->n_choices[a]; i++) {
        search->place[a] = search->choice[a][i];
        if (mixed_fits(search->mixed, search->place)) {
            look(search, a + 1);
        }
    }
    search->place[a].offer = NOBODY;
    if (search->mixed->applicant[a].locked == NOBODY) {
        look(search, a + 1);
    }
}

/* Does the best placement leave everybody a place who has one, and hold every guarantee that must
 * be held? Their levels come first. */
static bool holds(const struct mixed *mixed, const int64_t *best) {
    enum mixed_level level[N_MIXED_LEVELS + 2];
    int64_t n_due = 0, n_present = 0;
    uint32_t n = all_levels(mixed, level);
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        n_due += due_month(mixed, a) != NOBODY ? 1 : 0;
        n_present += mixed_stays_at(mixed, a) != NOBODY ? 1 : 0;
    }
    bool current = n > 0 && level[0] == LEVEL_CURRENT;
    return (!current || best[0] == -n_present) &&
           (!mixed->guarantee_required || best[current ? 1 : 0] == -n_due);
}

bool mixed_best(const struct mixed *mixed, int64_t *value) {
    struct search search = {.mixed = mixed, .best = value};
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        search.n_choices[a] = mixed_choices(mixed, a, search.choice[a]);
        search.place[a] = (struct mixed_place){NOBODY, 0, false, NOBODY};
    }
    look(&search, 0);
    return search.any && holds(mixed, value);
}
