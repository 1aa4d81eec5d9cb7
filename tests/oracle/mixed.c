// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each rule is in a round or not, by a throw of its own, so that rounds with few rules come too;
 * then offers and applicants have it or not.
 */
#include "tests/oracle/mixed.h"

#include "tests/oracle/random.h"

#include <string.h>

/* Which rules a round has. */
struct rules {
    bool lists, moves, counts, current, locked, opens, pools, schools, groups, families, eligible,
        guarantee, follows;
};

static struct rules draw_rules(struct random *random) {
    return (struct rules){
        .lists = random_chance(random, 60),
        .moves = random_chance(random, 30),
        .counts = random_chance(random, 70),
        .current = random_chance(random, 50),
        .locked = random_chance(random, 30),
        .opens = random_chance(random, 35),
        .pools = random_chance(random, 40),
        .schools = random_chance(random, 40),
        .groups = random_chance(random, 40),
        .families = random_chance(random, 60),
        .eligible = random_chance(random, 25),
        .guarantee = random_chance(random, 50),
        .follows = random_chance(random, 40),
    };
}

static void draw_seats(struct random *random, bool lists, uint32_t most,
                       struct mixed_seats *seats) {
    *seats = (struct mixed_seats){.is_list = lists && random_chance(random, 60), .n = 1};
    seats->n = seats->is_list ? 1 + random_below(random, MIXED_STEPS) : 1;
    for (uint32_t j = 0, month = 0; j < seats->n; j++) {
        month += j > 0 ? 1 + random_below(random, 3) : random_below(random, 4) / 3;
        seats->from[j] = seats->is_list ? month : 0;
        seats->seats[j] = random_below(random, most + 1);
    }
}

static void draw_schools(struct random *random, const struct rules *rules, struct mixed *mixed) {
    mixed->n_schools = 1 + random_below(random, MIXED_SCHOOLS);
    for (uint32_t s = 0; s < mixed->n_schools; s++) {
        mixed->school_x[s] = random_below(random, 1200);
        if (rules->schools && random_chance(random, 50)) {
            draw_seats(random, rules->lists && mixed->months, 4, &mixed->school_seats[s]);
        }
    }
}

static void draw_offer(struct random *random, const struct rules *rules, struct mixed *mixed,
                       uint32_t u) {
    struct mixed_offer *offer = &mixed->offer[u];
    *offer = (struct mixed_offer){.school = random_below(random, mixed->n_schools),
                                  .group = NOBODY,
                                  .follows_school = NOBODY,
                                  .follows_offer = NOBODY,
                                  .moves_to = NOBODY};
    if (rules->groups && (u == 0 || random_chance(random, 90))) {
        offer->group = random_below(random, mixed->n_groups);
    }
    if (mixed->school_seats[offer->school].n == 0 || random_chance(random, 75)) {
        draw_seats(random, rules->lists && mixed->months, 3, &offer->seats);
    }
    offer->counts_current = rules->counts && random_chance(random, 65);
    offer->needs_decision = rules->eligible && random_chance(random, 40);
    offer->wins_again = random_chance(random, 15);
    if (rules->opens && random_chance(random, 60)) {
        offer->opens_with = 1 + random_below(random, 3);
    }
    if (rules->follows && u > 0 && random_chance(random, 50)) {
        if (random_chance(random, 50)) {
            offer->follows_school = random_below(random, mixed->n_schools);
        } else {
            offer->follows_offer = random_below(random, u);
        }
    }
}

/* Children move once: what is moved to moves nobody on. */
static void draw_moves(struct random *random, struct mixed *mixed) {
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        uint32_t to = random_below(random, mixed->n_offers);
        bool free = to != u && mixed->offer[to].moves_to == NOBODY;
        for (uint32_t i = 0; i < mixed->n_offers; i++) {
            free = free && mixed->offer[i].moves_to != u;
        }
        if (free && random_chance(random, 60)) {
            mixed->offer[u].moves_to = to;
            mixed->offer[u].moves_from = random_below(random, 6);
            mixed->offer[u].moves_born = random_below(random, 4);
        }
    }
}

static void draw_wishes(struct random *random, struct mixed *mixed, uint32_t a) {
    struct mixed_applicant *applicant = &mixed->applicant[a];
    uint32_t order[MIXED_OFFERS], most = random_below(random, mixed->n_offers + 1);
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        order[u] = u;
    }
    random_shuffle(random, order, mixed->n_offers);
    for (uint32_t i = 0; i < mixed->n_offers && applicant->n_wishes < most; i++) {
        uint32_t group = mixed->offer[order[i]].group;
        if (applicant->group == NOBODY || applicant->group == group) {
            applicant->cost[applicant->n_wishes] =
                random_chance(random, 20) ? INT32_MIN : (int32_t)random_below(random, 9) - 4;
            applicant->wish[applicant->n_wishes++] = order[i];
        }
    }
}

/* Whom one may follow: an earlier one who follows nobody. */
static uint32_t draw_followed(struct random *random, const struct mixed *mixed, uint32_t a) {
    uint32_t other = a == 0 ? NOBODY : random_below(random, a);
    return other == NOBODY || mixed->applicant[other].follows != NOBODY ? NOBODY : other;
}

static void draw_ties(struct random *random, const struct rules *rules, struct mixed *mixed,
                      uint32_t a) {
    struct mixed_applicant *applicant = &mixed->applicant[a];
    if (rules->follows && random_chance(random, 40)) {
        applicant->follows = draw_followed(random, mixed, a);
    }
    if (rules->locked && random_chance(random, 20)) {
        applicant->locked = random_below(random, mixed->n_offers);
    }
    if (applicant->follows != NOBODY) {
        return;
    }
    if (rules->families && random_chance(random, 75)) {
        applicant->family = random_below(random, 2);
    }
    if (rules->current && random_chance(random, 50)) {
        applicant->current = random_below(random, mixed->n_offers);
    }
}

static void draw_applicant(struct random *random, const struct rules *rules, struct mixed *mixed,
                           uint32_t a) {
    struct mixed_applicant *applicant = &mixed->applicant[a];
    *applicant = (struct mixed_applicant){.group = NOBODY,
                                          .x = random_below(random, 1200),
                                          .current = NOBODY,
                                          .locked = NOBODY,
                                          .start = NOBODY,
                                          .guarantee = NOBODY,
                                          .family = NOBODY,
                                          .follows = NOBODY,
                                          .born = NOBODY};
    applicant->x = random_chance(random, 20) ? NOBODY : applicant->x;
    if (rules->groups && (mixed->has_near || random_chance(random, 70))) {
        uint32_t group = mixed->offer[random_below(random, mixed->n_offers)].group;
        applicant->group = group == NOBODY ? mixed->offer[0].group : group;
    }
    if (mixed->months && random_chance(random, 80)) {
        applicant->start = random_below(random, 4);
    }
    if (mixed->months && rules->guarantee && random_chance(random, 60)) {
        applicant->guarantee = random_below(random, 7);
    }
    if (random_chance(random, 85)) {
        applicant->born = random_below(random, 5);
    }
    applicant->eligible = random_chance(random, 60);
    draw_ties(random, rules, mixed, a);
    draw_wishes(random, mixed, a);
    if (a > 0 && random_chance(random, 40)) { /* twins */
        const struct mixed_applicant *twin = &mixed->applicant[a - 1];
        if (twin->group == applicant->group) {
            applicant->n_wishes = twin->n_wishes;
            memcpy(applicant->wish, twin->wish, sizeof twin->wish);
            memcpy(applicant->cost, twin->cost, sizeof twin->cost);
        }
    }
}

static void draw_objectives(struct random *random, const struct rules *rules, struct mixed *mixed) {
    uint32_t order[LEVEL_CURRENT];
    bool followers = false, wishes = false;
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        followers |= mixed->applicant[a].follows != NOBODY;
        wishes |= mixed->applicant[a].n_wishes > 0;
    }
    for (uint32_t i = 0; i < LEVEL_CURRENT; i++) {
        order[i] = i;
    }
    random_shuffle(random, order, LEVEL_CURRENT);
    bool placed_first = random_chance(random, 60);
    uint32_t most = 1 + random_below(random, 6);
    if (placed_first) {
        mixed->objective[mixed->n_objectives++] = LEVEL_PLACED;
    }
    for (uint32_t i = 0; i < LEVEL_CURRENT; i++) {
        enum mixed_level level = (enum mixed_level)order[i];
        bool can = (level != LEVEL_GUARANTEE || (mixed->months && rules->guarantee)) &&
                   (level != LEVEL_NEAR || mixed->has_near) &&
                   (level != LEVEL_FOLLOWS || followers) && (level != LEVEL_COLUMN || wishes) &&
                   (level != LEVEL_PLACED || !placed_first);
        if (can && mixed->n_objectives < most) {
            mixed->objective[mixed->n_objectives++] = level;
        }
    }
}

static void draw_policy(struct random *random, const struct rules *rules, struct mixed *mixed) {
    mixed->late = random_below(random, MIXED_LATE + 1);
    mixed->reach = random_chance(random, 40) ? NOBODY : 1 + random_below(random, 3);
    mixed->guarantee_required = mixed->months && rules->guarantee && random_chance(random, 40);
    mixed->families_required = random_chance(random, 50);
    mixed->same_offer = random_chance(random, 40);
    mixed->in_round = random_chance(random, 30);
    mixed->has_near = rules->groups && random_chance(random, 50);
    mixed->near_m = 100 * random_below(random, 6);
}

/* Some take no part. By numbers of its own, so that the rest of a seed's round stays. */
static void draw_out(struct mixed *mixed, uint64_t seed) {
    struct random random = {~seed};
    bool any = random_chance(&random, 25);
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        mixed->applicant[a].out =
            any && mixed->applicant[a].locked == NOBODY && random_chance(&random, 30);
    }
}

void mixed_make(struct mixed *mixed, uint64_t seed) {
    struct random random = {seed};
    struct rules rules = draw_rules(&random);
    *mixed = (struct mixed){.months = random_chance(&random, 85)};
    mixed->n_groups = 1 + random_below(&random, 2);
    draw_policy(&random, &rules, mixed);
    draw_schools(&random, &rules, mixed);
    mixed->n_offers = 1 + random_below(&random, MIXED_OFFERS);
    for (uint32_t u = 0; u < mixed->n_offers; u++) {
        draw_offer(&random, &rules, mixed, u);
    }
    if (rules.moves && mixed->months) {
        draw_moves(&random, mixed);
    }
    mixed->n_pools = rules.pools ? 1 + random_below(&random, MIXED_POOLS) : 0;
    for (uint32_t p = 0; p < mixed->n_pools; p++) {
        mixed->pool[p].holds = 1 + random_below(&random, (1u << mixed->n_offers) - 1);
        draw_seats(&random, rules.lists && mixed->months, 4, &mixed->pool[p].seats);
    }
    mixed->n_applicants = 1 + random_below(&random, MIXED_APPLICANTS);
    for (uint32_t a = 0; a < mixed->n_applicants; a++) {
        draw_applicant(&random, &rules, mixed, a);
    }
    if (mixed->months && mixed->applicant[0].start == NOBODY) {
        mixed->applicant[0].start = random_below(&random, 3); /* a round with months says so */
    }
    draw_objectives(&random, &rules, mixed);
    mixed->has_wish_cost = random_chance(&random, 30);
    for (uint32_t i = 0; i <= MIXED_OFFERS; i++) {
        mixed->wish_cost[i] = (int64_t)random_below(&random, 12) - 3;
    }
    draw_out(mixed, seed);
}
