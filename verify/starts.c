// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * In which months an applicant may begin at an offer. A later month than the first is worth
 * something only if a seat may come free in it, and what comes free in a month depends on what
 * else happens in that month alone. So one month after the other:
 *
 *     a seat may come free at an offer if a limit that contains it begins a step in the month, or
 *     loses somebody: a child that moves on, one that is locked elsewhere, one that may begin in
 *     this month at a wish of its own, for which this is the first month, or at which, in turn, a
 *     seat may come free
 *
 * until nobody more can leave.
 */
#include "verify/checker.h"

#include <string.h>

/* One month. */
struct look {
    struct checker *checker;
    uint32_t month;
    uint8_t *free; /* [n_offers] 1: a seat may come free around it */
    uint8_t *left; /* [n_offers] 1: somebody may leave it */
    bool more;
};

/* Are there seats for the applicant in this month, and where it then moves on to? */
static bool may_begin(const struct instance *instance, uint32_t a, uint32_t offer, uint32_t month) {
    uint32_t moves = moves_in(instance, a, offer);
    return steps_begun(instance, offer, month) > 0 &&
           (moves == NONE || steps_begun(instance, instance->offer_moves_to[offer],
                                         month > moves ? month : moves) > 0);
}

static bool comes_free(const struct checker *checker, uint32_t offer, uint32_t month) {
    uint32_t i = month - checker->instance->first_month;
    return (checker->comes_free[offer * checker->comes_free_bytes + i / 8] >> i % 8 & 1) != 0;
}

uint32_t next_start(const struct checker *checker, uint32_t a, uint32_t offer, uint32_t after) {
    const struct instance *instance = checker->instance;
    uint32_t wished = month_wished(instance, a), latest = wished + instance->policy.late_months;
    bool moves = moves_in(instance, a, offer) != NONE, first = after == NONE;
    if (!instance_has_months(instance)) {
        return first ? 0 : NONE;
    }
    for (uint32_t month = first ? wished : after + 1; month <= latest; month++) {
        if (may_begin(instance, a, offer, month) &&
            (first || comes_free(checker, offer, month) ||
             (moves && comes_free(checker, instance->offer_moves_to[offer], month)))) {
            return month;
        }
    }
    return NONE;
}

static void limit_opens(struct look *look, const struct seat_limit *limit) {
    const uint32_t *offer = look->checker->seats.offer + limit->start;
    for (uint32_t i = 0; i < limit->n; i++) {
        look->more = look->more || look->free[offer[i]] == 0;
        look->free[offer[i]] = 1;
    }
}

static void somebody_leaves(struct look *look, uint32_t offer) {
    const struct seat_limits *limits = &look->checker->seats;
    for (uint32_t i = limits->of_start[offer];
         look->left[offer] == 0 && i < limits->of_start[offer + 1]; i++) {
        limit_opens(look, &limits->limit[limits->of[i]]);
    }
    look->left[offer] = 1;
}

/* May the applicant begin in the month at a wish for which it would leave its place? */
static bool may_leave(const struct look *look, uint32_t a, uint32_t present) {
    const struct instance *instance = look->checker->instance;
    uint32_t wished = month_wished(instance, a), month = look->month;
    bool may = false, open = wished <= month && month <= wished + instance->policy.late_months;
    for (uint32_t w = instance->wish_start[a]; open && w < instance->wish_start[a + 1] && !may;
         w++) {
        uint32_t offer = instance->wish_offer[w];
        if (offer == present) {
            break;
        }
        bool first = month == wished || !may_begin(instance, a, offer, month - 1);
        bool moves = moves_in(instance, a, offer) != NONE;
        may = instance_is_eligible(instance, a, offer) && may_begin(instance, a, offer, month) &&
              (first || look->free[offer] != 0 ||
               (moves && look->free[instance->offer_moves_to[offer]] != 0));
    }
    return may;
}

static void look_at(struct look *look) {
    const struct checker *checker = look->checker;
    const struct instance *instance = checker->instance;
    memset(look->free, 0, instance->n_offers);
    memset(look->left, 0, instance->n_offers);
    for (uint32_t l = 0; l < checker->seats.n; l++) {
        if (checker->seats.limit[l].from == look->month) {
            limit_opens(look, &checker->seats.limit[l]);
        }
    }
    for (uint32_t o = 0; instance->offer_moves_to != NULL && o < instance->n_offers; o++) {
        if (instance->offer_moves_to[o] != NONE && instance->offer_moves_month[o] == look->month) {
            somebody_leaves(look, o);
        }
    }
    do {
        look->more = false;
        for (uint32_t a = 0; instance->offer_counts_current != NULL && a < instance->n_applicants;
             a++) {
            uint32_t present = instance_current(instance, a);
            if (present != NONE && instance_counts_current(instance, present) &&
                (is_locked(instance, a) ? month_wished(instance, a) == look->month
                                        : may_leave(look, a, present))) {
                somebody_leaves(look, present);
            }
        }
    } while (look->more);
}

enum err starts_derive(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    uint32_t first = instance->first_month, last = checker->last_month;
    struct arena scratch = {0};
    struct look look = {.checker = checker,
                        .free = ARENA_NEW(&scratch, instance->n_offers, uint8_t),
                        .left = ARENA_NEW(&scratch, instance->n_offers, uint8_t)};
    checker->comes_free_bytes = last < first ? 0 : (last - first) / 8 + 1;
    checker->comes_free =
        ARENA_ZERO(&checker->arena, instance->n_offers * checker->comes_free_bytes, uint8_t);
    bool made = look.free != NULL && look.left != NULL && checker->comes_free != NULL;
    for (look.month = first; made && instance_has_months(instance) && look.month <= last;
         look.month++) {
        look_at(&look);
        uint32_t i = look.month - first;
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            checker->comes_free[o * checker->comes_free_bytes + i / 8] |=
                (uint8_t)(look.free[o] << i % 8);
        }
    }
    arena_free(&scratch);
    return made ? OK : error_no_memory(error);
}
