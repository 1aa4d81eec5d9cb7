// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two passes over the applicants, both parallel: how many options each has, then which. Counting
 * and filling ask the same function, so they cannot disagree.
 */
#include "solver/options.h"

#include "solver/nearness.h"
#include "solver/parallel.h"

#include <omp.h>

struct maker {
    const struct instance *instance;
    struct nearness nearness;
    const uint8_t *wanted; /* who gets fallback options; NULL: everybody */
    bool wishes;           /* are the wishes among the options? */
    bool fallback;         /* are fallback offers? */
    uint64_t *near;        /* [threads][n_offers] scratch of nearness_offers */
};

static bool is_wished(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    for (uint32_t w = instance->wish_start[applicant]; w < instance->wish_start[applicant + 1];
         w++) {
        if (instance->wish_offer[w] == offer) {
            return true;
        }
    }
    return false;
}

/* The applicant's options; offer and metres may be NULL, to count. */
static uint32_t applicant_options(const struct maker *maker, uint32_t applicant, uint32_t *offer,
                                  uint32_t *metres) {
    const struct instance *instance = maker->instance;
    uint32_t first = instance->wish_start[applicant];
    uint32_t n = maker->wishes ? options_n_wishes(instance, applicant) : 0;
    for (uint32_t i = 0; offer != NULL && i < n; i++) {
        offer[i] = instance->wish_offer[first + i];
        metres[i] = instance_metres(instance, applicant, instance->offer_school[offer[i]]);
    }
    bool wanted = maker->wanted == NULL ? !instance_is_locked(instance, applicant)
                                        : maker->wanted[applicant] != 0;
    if (!maker->fallback || !wanted) {
        return n;
    }
    uint64_t *near = maker->near + (size_t)omp_get_thread_num() * instance->n_offers;
    uint32_t n_near = nearness_offers(&maker->nearness, applicant, near);
    for (uint32_t i = 0; i < n_near; i++) {
        uint32_t candidate = maker->nearness.by_id[(uint32_t)near[i]];
        if (is_wished(instance, applicant, candidate)) {
            continue;
        }
        if (offer != NULL) {
            offer[n] = candidate;
            metres[n] = (uint32_t)(near[i] >> 32);
        }
        n++;
    }
    return n;
}

static enum err count_options(const struct maker *maker, struct options *options,
                              struct arena *arena, struct error *error) {
    uint32_t n_applicants = maker->instance->n_applicants;
    uint32_t *start = options->start = ARENA_NEW(arena, (size_t)n_applicants + 1, uint32_t);
    if (start == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(maker, start, n_applicants)                          \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        start[a] = applicant_options(maker, a, NULL, NULL);
    }
    uint64_t sum = 0;
    for (uint32_t a = 0; a < n_applicants; a++) {
        uint32_t n = start[a];
        start[a] = (uint32_t)sum;
        sum += n;
    }
    if (sum >= NONE) {
        return error_set(error, ERR_INPUT, NULL,
                         "%llu options are more than 4,294,967,294; lower fallback.reach",
                         (unsigned long long)sum);
    }
    options->n = start[n_applicants] = (uint32_t)sum;
    return OK;
}

static enum err fill_options(const struct maker *maker, struct options *options,
                             struct arena *arena, struct error *error) {
    uint32_t n_applicants = maker->instance->n_applicants;
    uint32_t *offer = options->offer = ARENA_NEW(arena, options->n, uint32_t);
    uint32_t *metres = options->metres = ARENA_NEW(arena, options->n, uint32_t);
    const uint32_t *start = options->start;
    if (offer == NULL || metres == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(maker, start, offer, metres, n_applicants)           \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        applicant_options(maker, a, offer + start[a], metres + start[a]);
    }
    return OK;
}

/* Which options are near offers. */
static enum err mark_near(const struct maker *maker, struct options *options, struct arena *arena,
                          struct error *error) {
    uint32_t n_applicants = maker->instance->n_applicants;
    uint8_t *near = options->near = ARENA_ZERO(arena, options->n, uint8_t);
    if (near == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(maker, options, near, n_applicants)                  \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        uint32_t limit = nearness_limit_m(&maker->nearness, a);
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            near[i] = options->metres[i] <= limit ? 1 : 0;
        }
    }
    return OK;
}

static enum err make(struct maker *maker, struct options *options, struct arena *arena,
                     struct error *error) {
    *options = (struct options){0};
    enum err err = nearness_build(&maker->nearness, maker->instance, arena, error);
    if (err != OK) {
        return err;
    }
    size_t threads = maker->fallback ? (size_t)omp_get_max_threads() : 0;
    maker->near = ARENA_NEW(arena, threads * maker->instance->n_offers, uint64_t);
    if (maker->near == NULL) {
        return error_no_memory(error);
    }
    err = count_options(maker, options, arena, error);
    return err == OK ? fill_options(maker, options, arena, error) : err;
}

enum err options_build(struct options *options, const struct instance *instance,
                       struct arena *arena, struct error *error) {
    struct maker maker = {.instance = instance,
                          .wishes = true,
                          .fallback = instance->policy.fallback == FALLBACK_IN_ROUND};
    enum err err = make(&maker, options, arena, error);
    if (err == OK && instance->policy.has_near) {
        err = mark_near(&maker, options, arena, error);
    }
    return err;
}

enum err options_fallback(struct options *options, const struct instance *instance,
                          const uint8_t *wanted, struct arena *arena, struct error *error) {
    struct maker maker = {.instance = instance, .wanted = wanted, .fallback = true};
    return make(&maker, options, arena, error);
}
