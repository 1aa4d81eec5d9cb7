// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/explain/solved.h"

#include <criterion/criterion.h>

static uint32_t *take(struct solved *solved, size_t n) {
    uint32_t *array = ARENA_ZERO(&solved->arena, n, uint32_t);
    cr_assert_not_null(array);
    return array;
}

static void read_reserve(struct solved *solved, const struct instance *instance) {
    const struct solution *solution = &solved->solution;
    uint32_t n = solution->reserve_start[instance->n_offers];
    uint32_t *offer = take(solved, n);
    uint32_t *position = take(solved, n);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        for (uint32_t i = solution->reserve_start[o]; i < solution->reserve_start[o + 1]; i++) {
            offer[i] = o;
            position[i] = i - solution->reserve_start[o] + 1;
        }
    }
    solved->round.n_reserve = n;
    solved->round.reserve_offer = offer;
    solved->round.reserve_position = position;
    solved->round.reserve_applicant = solution->reserve;
}

static void read_near(struct solved *solved, const struct instance *instance) {
    uint32_t *applicant = take(solved, instance->n_applicants);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        applicant[a] = a;
    }
    solved->round.n_near = instance->n_applicants;
    solved->round.near_applicant = applicant;
    solved->round.near_claim = solved->solution.claim_round;
}

static void read_blocking(struct solved *solved, const struct instance *instance) {
    uint32_t *family = take(solved, instance->n_families);
    for (uint32_t f = 0; f < instance->n_families; f++) {
        if (solved->solution.family_outcome[f] == FAMILY_BLOCKING) {
            family[solved->round.n_blocking++] = f;
        }
    }
    solved->round.blocking = family;
}

void solved_make(struct solved *solved, const struct instance *instance) {
    struct error error = {0};
    struct solve_options options = {0};
    *solved = (struct solved){0};
    enum err err = solve(instance, &options, &solved->solution, &error);
    cr_assert_eq(err, OK, "%s", error.text);
    solved->round.offer = solved->solution.offer;
    solved->round.basis = solved->solution.basis;
    solved->round.wish = solved->solution.wish;
    solved->round.start = solved->solution.start;
    read_reserve(solved, instance);
    read_blocking(solved, instance);
    if (instance->policy.has_near) {
        read_near(solved, instance);
    }
    if (solved->solution.price != NULL) {
        uint8_t *has_price = ARENA_NEW(&solved->arena, instance->n_offers, uint8_t);
        cr_assert_not_null(has_price);
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            has_price[o] = 1;
        }
        solved->round.price = solved->solution.price;
        solved->round.has_price = has_price;
    }
}

void solved_release(struct solved *solved) {
    solution_release(&solved->solution);
    arena_free(&solved->arena);
}

void rename_applicants(struct instance *instance) {
    struct strings *ids = &instance->applicant_id;
    ids->bytes = ARENA_NEW(&instance->arena, (size_t)ids->n * 16, char);
    cr_assert_not_null(ids->bytes);
    for (uint32_t a = 0; a < ids->n; a++) {
        ids->start[a] = (size_t)a * 16;
        snprintf(ids->bytes + ids->start[a], 16, "qx%uxq", a);
    }
}
