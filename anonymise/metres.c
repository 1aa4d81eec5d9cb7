// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/metres.h"

#include "solver/nearness.h"
#include "solver/options.h"
#include "solver/parallel.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

/* One thread's list of schools. */
struct list {
    uint32_t n;
    uint32_t *school; /* [n_schools] */
    uint8_t *listed;  /* [n_schools] all 0 between two applicants */
    uint64_t *near;   /* [n_offers] scratch of nearness_offers */
};

struct carrier {
    const struct instance *instance;
    struct nearness nearness;
    struct options options; /* of followers, where there are any */
    uint32_t round_m;
    struct list *list; /* [threads] */
    uint32_t *start;   /* [n_applicants + 1] */
    uint32_t *school;  /* NULL: only count */
    uint32_t *metres;
};

bool metres_matter(const struct instance *instance) {
    const struct policy *policy = &instance->policy;
    bool matter = policy->has_near || policy->fallback != FALLBACK_NONE;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        matter |= instance->criterion[i].kind == CRITERION_RELATIVE_NEARNESS ||
                  instance->criterion[i].kind == CRITERION_ABSOLUTE_NEARNESS;
    }
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        matter |= policy->objective[i].kind == OBJECTIVE_NEAR ||
                  policy->objective[i].kind == OBJECTIVE_DISTANCE;
    }
    return matter;
}

static void add(struct list *list, uint32_t school) {
    if (school != NONE && !list->listed[school]) {
        list->listed[school] = 1;
        list->school[list->n++] = school;
    }
}

static void add_nearest(const struct carrier *carrier, struct list *list, uint32_t a,
                        uint32_t group) {
    struct nearest_two two = nearness_two(&carrier->nearness, a, group);
    add(list, two.school[0]);
    add(list, two.school[1]);
}

/* Everything around an offer that the applicant has an option at. */
static void add_offer(const struct carrier *carrier, struct list *list, uint32_t a, uint32_t offer,
                      uint32_t *group) {
    const struct instance *instance = carrier->instance;
    add(list, instance->offer_school[offer]);
    if (instance->offer_group[offer] != *group) { /* wishes mostly share one group */
        *group = instance->offer_group[offer];
        add_nearest(carrier, list, a, *group);
    }
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Lists the schools of an applicant, rising. */
static void list_schools(const struct carrier *carrier, struct list *list, uint32_t a) {
    const struct instance *instance = carrier->instance;
    uint32_t group = instance->applicant_group[a];
    list->n = 0;
    add_nearest(carrier, list, a, group);
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        add_offer(carrier, list, a, instance->wish_offer[w], &group);
    }
    if (instance_is_locked(instance, a)) {
        add_offer(carrier, list, a, instance->applicant_locked[a], &group);
    }
    if (instance_stays_at(instance, a) != NONE) {
        add_offer(carrier, list, a, instance_stays_at(instance, a), &group);
    }
    for (uint32_t k = carrier->options.start[a];
         instance_follows(instance, a) != NONE && k < carrier->options.start[a + 1]; k++) {
        add_offer(carrier, list, a, carrier->options.offer[k], &group);
    }
    if (instance->policy.fallback != FALLBACK_NONE) {
        uint32_t n = nearness_offers(&carrier->nearness, a, list->near);
        for (uint32_t i = 0; i < n; i++) {
            add(list, instance->offer_school[carrier->nearness.by_id[(uint32_t)list->near[i]]]);
        }
    }
    qsort(list->school, list->n, sizeof *list->school, by_number);
    for (uint32_t i = 0; i < list->n; i++) {
        list->listed[list->school[i]] = 0;
    }
}

static uint32_t rounded(uint32_t metres, uint32_t round_m) {
    if (round_m == 0) {
        return metres;
    }
    uint64_t most = METRES_MAX / round_m * (uint64_t)round_m;
    uint64_t near = ((uint64_t)metres + round_m / 2) / round_m * round_m;
    return (uint32_t)(near < most ? near : most);
}

/* Counts the applicant's rows into start[a], or fills them in. */
static void carry_applicant(const struct carrier *carrier, uint32_t a) {
    struct list *list = &carrier->list[omp_get_thread_num()];
    uint32_t n = 0;
    list_schools(carrier, list, a);
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t metres = instance_metres(carrier->instance, a, list->school[i]);
        if (metres != METRES_UNKNOWN && carrier->school != NULL) {
            carrier->school[carrier->start[a] + n] = list->school[i];
            carrier->metres[carrier->start[a] + n] = rounded(metres, carrier->round_m);
        }
        n += metres != METRES_UNKNOWN ? 1 : 0;
    }
    if (carrier->school == NULL) {
        carrier->start[a] = n;
    }
}

static void carry_all(const struct carrier *carrier) {
    uint32_t n_applicants = carrier->instance->n_applicants;
#pragma omp parallel for default(none) shared(carrier, n_applicants)                               \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        carry_applicant(carrier, a);
    }
}

static enum err make_lists(struct carrier *carrier, struct arena *scratch, struct error *error) {
    const struct instance *instance = carrier->instance;
    int n_threads = omp_get_max_threads();
    carrier->list = ARENA_ZERO(scratch, (size_t)n_threads, struct list);
    for (int i = 0; carrier->list != NULL && i < n_threads; i++) {
        struct list *list = &carrier->list[i];
        list->school = ARENA_NEW(scratch, instance->n_schools, uint32_t);
        list->listed = ARENA_ZERO(scratch, instance->n_schools, uint8_t);
        list->near = ARENA_NEW(scratch, instance->n_offers, uint64_t);
        if (list->school == NULL || list->listed == NULL || list->near == NULL) {
            return error_no_memory(error);
        }
    }
    enum err err = carrier->list == NULL
                       ? error_no_memory(error)
                       : nearness_build(&carrier->nearness, instance, scratch, error);
    return err == OK ? options_possible(&carrier->options, instance, scratch, error) : err;
}

/* start[a] from how many rows a has to where they begin. */
static enum err sum_up(uint32_t *start, uint32_t n_applicants, struct error *error) {
    uint64_t sum = 0;
    for (uint32_t a = 0; a < n_applicants; a++) {
        uint32_t n = start[a];
        start[a] = (uint32_t)sum;
        sum += n;
    }
    start[n_applicants] = (uint32_t)sum;
    return sum < NONE ? OK
                      : error_set(error, ERR_INPUT, NULL,
                                  "%llu pairs with metres are more than 4,294,967,294; lower "
                                  "fallback.reach",
                                  (unsigned long long)sum);
}

/* Listed metres are rounded before it is asked which are nearest, so that the round is what it
 * would have been, had they been written so coarsely. Straight lines cannot be: they are not
 * written down before it is known which matter. */
static enum err round_listed(const struct instance *instance, uint32_t round_m,
                             struct instance *coarse, struct arena *scratch, struct error *error) {
    *coarse = *instance;
    if (round_m == 0 || instance->distance_start == NULL) {
        return OK;
    }
    coarse->distance_m = ARENA_NEW(scratch, instance->n_distances, uint32_t);
    if (coarse->distance_m == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < instance->n_distances; i++) {
        coarse->distance_m[i] = rounded(instance->distance_m[i], round_m);
    }
    return OK;
}

enum err metres_carry(const struct instance *instance, uint32_t round_m, struct arena *arena,
                      struct instance *carried, struct error *error) {
    carried->distance_start = carried->distance_school = carried->distance_m = NULL;
    carried->n_distances = 0;
    if (!metres_matter(instance) ||
        (instance->distance_start == NULL && !instance->policy.straight_line)) {
        return OK;
    }
    struct arena scratch = {0};
    struct instance coarse;
    struct carrier carrier = {.instance = &coarse, .round_m = round_m};
    carrier.start = ARENA_ZERO(arena, (size_t)instance->n_applicants + 1, uint32_t);
    enum err err = carrier.start == NULL
                       ? error_no_memory(error)
                       : round_listed(instance, round_m, &coarse, &scratch, error);
    if (err == OK) {
        err = make_lists(&carrier, &scratch, error);
    }
    if (err == OK) {
        carry_all(&carrier);
        err = sum_up(carrier.start, instance->n_applicants, error);
    }
    if (err == OK) {
        uint32_t n = carrier.start[instance->n_applicants];
        carrier.school = ARENA_NEW(arena, n, uint32_t);
        carrier.metres = ARENA_NEW(arena, n, uint32_t);
        err = carrier.school == NULL || carrier.metres == NULL ? error_no_memory(error) : OK;
    }
    if (err == OK) {
        carry_all(&carrier);
        carried->n_distances = carrier.start[instance->n_applicants];
        carried->distance_start = carrier.start;
        carried->distance_school = carrier.school;
        carried->distance_m = carrier.metres;
    }
    arena_free(&scratch);
    return err;
}
