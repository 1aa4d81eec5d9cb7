// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two passes over the applicants, both parallel: how many options each has, then which. Counting
 * and filling ask the same function, so they cannot disagree.
 */
#include "solver/options.h"

#include "solver/mechanism.h"
#include "solver/months.h"
#include "solver/nearness.h"
#include "solver/parallel.h"

#include <omp.h>

struct maker {
    const struct instance *instance;
    struct nearness nearness;
    const uint8_t *wanted; /* who gets fallback options; NULL: everybody */
    bool wishes;           /* are the wishes among the options? */
    bool fallback;         /* are fallback offers? */
    bool followers;    /* do followers have options before those whom they follow have places? */
    bool free_staying; /* is staying an option where no seat counts it? */
    const uint32_t
        *ended;     /* [n_applicants] the offer at which each has ended, NONE; NULL: not yet */
    bool alone;     /* have only followers options? */
    uint64_t *near; /* [threads][n_offers] scratch of nearness_offers */
    uint32_t *ends; /* [threads][n_offers + 1] where the one followed may end; NULL: nobody is */
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

/* Where an applicant's options go; options NULL: they are counted only. */
struct sink {
    struct options *options;
    uint32_t n;     /* the next one's index; how many, where they are counted */
    uint32_t *ends; /* their offers, each once, [n_offers + 1]; NULL: not wanted */
    uint32_t n_ends;
};

static void put(struct sink *sink, uint32_t offer, uint32_t metres, uint32_t place) {
    struct options *options = sink->options;
    if (options != NULL) {
        options->offer[sink->n] = offer;
        options->metres[sink->n] = metres;
        if (options->place != NULL) {
            options->place[sink->n] = place;
        }
    }
    if (sink->ends != NULL && (sink->n_ends == 0 || sink->ends[sink->n_ends - 1] != offer)) {
        sink->ends[sink->n_ends++] = offer;
    }
    sink->n++;
}

/* The slots of an offer that the applicant may get, in the order of their months. */
static void put_slots(const struct maker *maker, struct sink *sink, uint32_t applicant,
                      uint32_t offer, uint32_t metres, uint32_t place) {
    const struct instance *instance = maker->instance;
    if (!instance_is_eligible(instance, applicant, offer)) {
        return;
    }
    if (!instance_has_months(instance)) {
        put(sink, offer, metres, place);
        return;
    }
    for (uint32_t i = instance->slot_start[offer]; i < instance->slot_start[offer + 1]; i++) {
        uint32_t month = instance_month(instance, applicant, instance->slot[i]);
        if (month == NONE) {
            continue;
        }
        if (sink->options != NULL) {
            sink->options->month[sink->n] = month;
            sink->options->node[sink->n] = instance_final_slot(instance, applicant, offer, month);
        }
        put(sink, offer, metres, place);
    }
}

/* To stay: a seat from the first step on where the round counts it, else none. */
static void put_staying(const struct maker *maker, struct sink *sink, uint32_t applicant,
                        uint32_t offer, uint32_t place) {
    const struct instance *instance = maker->instance;
    bool counted = instance_counts_current(instance, offer);
    if (!counted && !maker->free_staying) {
        return;
    }
    if (sink->options != NULL) {
        sink->options->stays[sink->n] = 1;
        sink->options->node[sink->n] = counted ? instance_slot(instance, offer, 0) : NONE;
        if (sink->options->month != NULL) {
            sink->options->month[sink->n] = 0;
        }
    }
    put(sink, offer, instance_metres(instance, applicant, instance->offer_school[offer]), place);
}

/* The wishes, none below the present place; then to stay, where that is no wish itself. */
static void put_wishes(const struct maker *maker, struct sink *sink, uint32_t applicant) {
    const struct instance *instance = maker->instance;
    uint32_t first = instance->wish_start[applicant], n = options_n_wishes(instance, applicant);
    uint32_t present = instance_stays_at(instance, applicant);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t offer = instance->wish_offer[first + i];
        if (offer == present && instance_counts_current(instance, offer)) {
            put_staying(maker, sink, applicant, offer, i);
            return;
        }
        uint32_t metres = sink->options == NULL
                              ? 0
                              : instance_metres(instance, applicant, instance->offer_school[offer]);
        put_slots(maker, sink, applicant, offer, metres, i);
        if (offer == present) {
            break;
        }
    }
    if (present != NONE) {
        put_staying(maker, sink, applicant, present, NONE);
    }
}

static void put_fallback(const struct maker *maker, struct sink *sink, uint32_t applicant) {
    const struct instance *instance = maker->instance;
    uint64_t *near = maker->near + (size_t)omp_get_thread_num() * instance->n_offers;
    uint32_t n_near = nearness_offers(&maker->nearness, applicant, near);
    for (uint32_t i = 0; i < n_near; i++) {
        uint32_t candidate = maker->nearness.by_id[(uint32_t)near[i]];
        if (!is_wished(instance, applicant, candidate)) {
            put_slots(maker, sink, applicant, candidate, (uint32_t)(near[i] >> 32), NONE);
        }
    }
}

/* Where an applicant has ended or may end, best first; how many. Whom others follow follows nobody.
 */
static uint32_t find_ends(const struct maker *maker, uint32_t applicant, uint32_t *ends) {
    const struct instance *instance = maker->instance;
    if (maker->ended != NULL) {
        ends[0] = maker->ended[applicant];
        return ends[0] == NONE ? 0 : 1;
    }
    if (instance_is_locked(instance, applicant)) {
        ends[0] = instance->applicant_locked[applicant];
        return 1;
    }
    struct sink sink = {NULL, 0, ends, 0};
    put_wishes(maker, &sink, applicant);
    if (maker->fallback && instance_stays_at(instance, applicant) == NONE) {
        put_fallback(maker, &sink, applicant);
    }
    return sink.n_ends;
}

/* The first of the ends that an offer goes with, NONE. */
static uint32_t first_end(const struct instance *instance, const uint32_t *ends, uint32_t n_ends,
                          uint32_t offer) {
    uint32_t i = 0;
    while (i < n_ends && !instance_goes_with(instance, offer, ends[i])) {
        i++;
    }
    return i < n_ends ? i : NONE;
}

/* The offers that go with what the followed applicant may get: the follower's wishes among them, or
 * all of its group where it wishes for nothing, in the order of what they go with. */
static void put_following(const struct maker *maker, struct sink *sink, uint32_t applicant) {
    const struct instance *instance = maker->instance;
    uint32_t first = instance->wish_start[applicant], n = options_n_wishes(instance, applicant);
    uint32_t group = instance->applicant_group[applicant];
    uint32_t *ends = maker->ends + (size_t)omp_get_thread_num() * (instance->n_offers + 1);
    uint32_t n_ends = find_ends(maker, instance_follows(instance, applicant), ends);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t offer = instance->wish_offer[first + i];
        if (first_end(instance, ends, n_ends, offer) != NONE) {
            uint32_t metres = instance_metres(instance, applicant, instance->offer_school[offer]);
            put_slots(maker, sink, applicant, offer, metres, i);
        }
    }
    for (uint32_t i = 0; n == 0 && i < n_ends; i++) {
        for (uint32_t offer = 0; offer < instance->n_offers; offer++) {
            bool grouped = group == NONE || instance->offer_group[offer] == group;
            if (grouped && instance_goes_with(instance, offer, ends[i]) &&
                first_end(instance, ends, i, offer) == NONE) {
                uint32_t metres =
                    instance_metres(instance, applicant, instance->offer_school[offer]);
                put_slots(maker, sink, applicant, offer, metres, NONE);
            }
        }
    }
}

static void put_options(const struct maker *maker, struct sink *sink, uint32_t applicant) {
    const struct instance *instance = maker->instance;
    if (instance_follows(instance, applicant) != NONE) {
        if (maker->followers) {
            put_following(maker, sink, applicant);
        }
        return;
    }
    if (maker->alone) {
        return;
    }
    if (maker->wishes) {
        put_wishes(maker, sink, applicant);
    }
    bool wanted = maker->wanted == NULL ? !instance_is_locked(instance, applicant)
                                        : maker->wanted[applicant] != 0;
    if (maker->fallback && wanted && instance_stays_at(instance, applicant) == NONE) {
        put_fallback(maker, sink, applicant);
    }
}

static uint32_t count_of(const struct maker *maker, uint32_t applicant) {
    struct sink sink = {NULL, 0, NULL, 0};
    put_options(maker, &sink, applicant);
    return sink.n;
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
        start[a] = count_of(maker, a);
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

/* Columns beyond offer and metres, as far as the round needs them. */
static enum err make_columns(const struct maker *maker, struct options *options,
                             struct arena *arena, struct error *error) {
    const struct instance *instance = maker->instance;
    bool months = instance_has_months(instance), staying = false;
    for (uint32_t a = 0; instance->applicant_current != NULL && a < instance->n_applicants; a++) {
        staying |= instance_stays_at(instance, a) != NONE;
    }
    bool eligibility = instance->offer_needs_decision != NULL || instance->applicant_out != NULL;
    options->offer = ARENA_NEW(arena, options->n, uint32_t);
    options->metres = ARENA_NEW(arena, options->n, uint32_t);
    options->node = months || staying ? ARENA_NEW(arena, options->n, uint32_t) : options->offer;
    bool failed = options->offer == NULL || options->metres == NULL || options->node == NULL;
    if (months) {
        options->month = ARENA_NEW(arena, options->n, uint32_t);
        failed |= options->month == NULL;
    }
    if (months || staying || eligibility || instance->applicant_follows != NULL) {
        options->place = ARENA_NEW(arena, options->n, uint32_t);
        failed |= options->place == NULL;
    }
    if (staying) {
        options->stays = ARENA_ZERO(arena, options->n, uint8_t);
        failed |= options->stays == NULL;
    }
    return failed ? error_no_memory(error) : OK;
}

static void fill_applicant(const struct maker *maker, struct options *options, uint32_t a) {
    struct sink sink = {options, options->start[a], NULL, 0};
    bool alone = options->node != options->offer && options->month == NULL;
    put_options(maker, &sink, a);
    for (uint32_t k = options->start[a]; alone && k < options->start[a + 1]; k++) {
        options->node[k] =
            options->stays[k] != 0 && options->node[k] == NONE ? NONE : options->offer[k];
    }
}

static enum err fill_options(const struct maker *maker, struct options *options,
                             struct arena *arena, struct error *error) {
    uint32_t n_applicants = maker->instance->n_applicants;
    enum err err = make_columns(maker, options, arena, error);
    if (err != OK) {
        return err;
    }
#pragma omp parallel for default(none) shared(maker, options, n_applicants)                        \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        fill_applicant(maker, options, a);
    }
    return OK;
}

/* Which options are near offers: of the applicant's group, which a present place need not be. */
static enum err mark_near(const struct maker *maker, struct options *options, struct arena *arena,
                          struct error *error) {
    const struct instance *instance = maker->instance;
    uint32_t n_applicants = instance->n_applicants;
    uint8_t *near = options->near = ARENA_ZERO(arena, options->n, uint8_t);
    if (near == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(instance, maker, options, near, n_applicants)        \
    schedule(static) if (n_applicants > PARALLEL_MIN)
    for (uint32_t a = 0; a < n_applicants; a++) {
        uint32_t limit = nearness_limit_m(&maker->nearness, a);
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            bool own = instance->offer_group[options->offer[i]] == instance->applicant_group[a];
            near[i] = own && options->metres[i] <= limit ? 1 : 0;
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
    size_t threads = (size_t)omp_get_max_threads(), n_offers = maker->instance->n_offers;
    bool follow = maker->followers && maker->instance->applicant_follows != NULL;
    maker->near = ARENA_NEW(arena, maker->fallback ? threads * n_offers : 0, uint64_t);
    maker->ends = follow ? ARENA_NEW(arena, threads * (n_offers + 1), uint32_t) : NULL;
    if (maker->near == NULL || (follow && maker->ends == NULL)) {
        return error_no_memory(error);
    }
    err = count_options(maker, options, arena, error);
    return err == OK ? fill_options(maker, options, arena, error) : err;
}

/* Wishes and fallback options of a round, and near ones among them. */
static enum err build(struct maker *maker, struct options *options, struct arena *arena,
                      struct error *error) {
    const struct policy *policy = &maker->instance->policy;
    maker->wishes = true;
    maker->free_staying = mechanisms[policy->mechanism].has_objectives;
    maker->fallback = policy->fallback == FALLBACK_IN_ROUND;
    enum err err = make(maker, options, arena, error);
    if (err == OK && policy->has_near) {
        err = mark_near(maker, options, arena, error);
    }
    return err;
}

enum err options_build(struct options *options, const struct instance *instance,
                       struct arena *arena, struct error *error) {
    struct maker maker = {.instance = instance,
                          .followers = mechanisms[instance->policy.mechanism].has_objectives};
    return build(&maker, options, arena, error);
}

enum err options_possible(struct options *options, const struct instance *instance,
                          struct arena *arena, struct error *error) {
    struct maker maker = {.instance = instance, .followers = true};
    return build(&maker, options, arena, error);
}

enum err options_ended(struct options *options, const struct instance *instance,
                       const uint32_t *ended, bool followers_alone, struct arena *arena,
                       struct error *error) {
    struct maker maker = {
        .instance = instance, .followers = true, .ended = ended, .alone = followers_alone};
    return build(&maker, options, arena, error);
}

enum err options_fallback(struct options *options, const struct instance *instance,
                          const uint8_t *wanted, struct arena *arena, struct error *error) {
    struct maker maker = {.instance = instance, .wanted = wanted, .fallback = true};
    return make(&maker, options, arena, error);
}
