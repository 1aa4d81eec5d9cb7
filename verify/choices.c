// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The options of a round and of the `after` step, derived anew.
 *
 *     wishes(a)      in their order, none below the present place, each once for every month in
 *                    which a may begin there (starts.c); where decisions are asked for and a has
 *                    none, not
 *     staying(a)     the present place: in the place of its wish where seats count it, else last
 *     fallback(a)    the nearest offers (options.c), for those without a present place
 *     following(b)   for who follows c: offers that go with the lock of c, or with an option of it;
 *                    its wishes among them where it has any, else in the order of what they go
 *                    with. Under the mechanisms that rank, only those that go with where c ends by
 *                    the results: followers are placed after the others
 *
 * Two passes ask the same function, one to count and one to fill.
 */
#include "verify/options.h"

#include <omp.h>
#include <string.h>

uint32_t wish_of(const struct checker *checker, uint32_t option) {
    return checker->round.wish[option];
}

/* Building both kinds of choices: who has wishes in it, who has fallback offers. */
struct building {
    const struct checker *checker;
    const struct instance *instance;
    const struct schools *schools;
    struct choices *choices;
    bool wishes;
    bool fallback;
    bool objectives;       /* staying without a seat is weighed in the round */
    const uint32_t *ended; /* [n_applicants] where who is followed ends; NULL: not known yet */
    const uint8_t *wanted; /* [n_applicants] whose fallback; NULL: all but the locked */
};

/* One applicant's options on their way; counted only where `fill` is not set. */
struct sink {
    const struct building *building;
    struct candidates *candidates;
    uint32_t applicant;
    uint32_t n; /* the index of the next */
    bool fill;
};

struct option {
    uint32_t offer, node, month, wish;
    uint8_t stays;
};

static void put(struct sink *sink, struct option option) {
    struct choices *choices = sink->building->choices;
    if (sink->fill) {
        const struct instance *instance = sink->building->instance;
        choices->owner[sink->n] = sink->applicant;
        choices->offer[sink->n] = option.offer;
        choices->node[sink->n] = option.node;
        choices->month[sink->n] = option.month;
        choices->wish[sink->n] = option.wish;
        choices->stays[sink->n] = option.stays;
        choices->metres[sink->n] =
            metres_between(instance, sink->applicant, instance->offer_school[option.offer]);
    }
    sink->n++;
}

static void put_offer(struct sink *sink, uint32_t offer, uint32_t wish) {
    const struct instance *instance = sink->building->instance;
    uint32_t a = sink->applicant;
    if (!instance_is_eligible(instance, a, offer)) {
        return;
    }
    const struct checker *checker = sink->building->checker;
    for (uint32_t month = next_start(checker, a, offer, NONE); month != NONE;
         month = next_start(checker, a, offer, month)) {
        put(sink, (struct option){offer, last_slot(instance, a, offer, month), month, wish, 0});
    }
}

static void put_staying(struct sink *sink, uint32_t offer, uint32_t wish) {
    const struct instance *instance = sink->building->instance;
    bool counted = instance_counts_current(instance, offer);
    if (counted || sink->building->objectives) {
        uint32_t node = counted ? slot_at(instance, offer, 0) : NONE;
        put(sink, (struct option){offer, node, 0, wish, 1});
    }
}

static void put_wishes(struct sink *sink) {
    const struct instance *instance = sink->building->instance;
    uint32_t a = sink->applicant, first = instance->wish_start[a];
    uint32_t present = present_place(instance, a);
    for (uint32_t w = first; w < instance->wish_start[a + 1]; w++) {
        uint32_t offer = instance->wish_offer[w];
        if (offer == present && instance_counts_current(instance, offer)) {
            put_staying(sink, offer, w - first + 1);
            return;
        }
        put_offer(sink, offer, w - first + 1);
        if (offer == present) {
            break;
        }
    }
    if (present != NONE) {
        put_staying(sink, present, 0);
    }
}

/* Could the applicant begin at the offer, if seats were free? */
static bool is_open_to(const struct checker *checker, uint32_t a, uint32_t offer) {
    return instance_is_eligible(checker->instance, a, offer) &&
           next_start(checker, a, offer, NONE) != NONE;
}

/* Where c may end, or ends, in its order, into sink->candidates->ends; how many. */
static uint32_t ends_find(const struct sink *sink, uint32_t c) {
    const struct building *building = sink->building;
    const struct instance *instance = building->instance;
    uint32_t *ends = sink->candidates->ends, n = 0, present = present_place(instance, c);
    if (building->ended != NULL || is_locked(instance, c)) {
        ends[0] = building->ended != NULL ? building->ended[c] : instance->applicant_locked[c];
        return ends[0] == NONE ? 0 : 1;
    }
    for (uint32_t w = instance->wish_start[c]; w < instance->wish_start[c + 1]; w++) {
        uint32_t offer = instance->wish_offer[w];
        if (offer == present) {
            break;
        }
        if (is_open_to(building->checker, c, offer)) {
            ends[n++] = offer;
        }
    }
    if (present != NONE) {
        ends[n++] = present;
        return n;
    }
    if (building->fallback) {
        fallback_find(sink->candidates, c);
        for (uint32_t i = 0; i < sink->candidates->n; i++) {
            if (is_open_to(building->checker, c, sink->candidates->offer[i])) {
                ends[n++] = sink->candidates->offer[i];
            }
        }
    }
    return n;
}

/* Does the offer go with one of n ends? */
static bool goes_with_any(const struct sink *sink, uint32_t n, uint32_t offer) {
    bool any = false;
    for (uint32_t i = 0; i < n && !any; i++) {
        any = instance_goes_with(sink->building->instance, offer, sink->candidates->ends[i]);
    }
    return any;
}

static void put_following(struct sink *sink) {
    const struct instance *instance = sink->building->instance;
    uint32_t b = sink->applicant, n = ends_find(sink, instance_follows(instance, b));
    uint32_t first = instance->wish_start[b], n_wishes = instance->wish_start[b + 1] - first;
    uint32_t group = instance->applicant_group[b];
    for (uint32_t i = 0; i < n_wishes; i++) {
        if (goes_with_any(sink, n, instance->wish_offer[first + i])) {
            put_offer(sink, instance->wish_offer[first + i], i + 1);
        }
    }
    for (uint32_t i = 0; n_wishes == 0 && i < n; i++) {
        for (uint32_t o = 0; o < instance->n_offers; o++) {
            bool grouped = group == NONE || instance->offer_group[o] == group;
            if (grouped && instance_goes_with(instance, o, sink->candidates->ends[i]) &&
                !goes_with_any(sink, i, o)) {
                put_offer(sink, o, 0);
            }
        }
    }
}

static bool has_fallback(const struct building *building, uint32_t a) {
    bool wanted =
        building->wanted == NULL ? !is_locked(building->instance, a) : building->wanted[a] != 0;
    return building->fallback && wanted && present_place(building->instance, a) == NONE;
}

static void put_all(struct sink *sink) {
    const struct building *building = sink->building;
    if (instance_follows(building->instance, sink->applicant) != NONE) {
        if (building->wishes) {
            put_following(sink);
        }
        return;
    }
    if (building->wishes) {
        put_wishes(sink);
    }
    if (has_fallback(building, sink->applicant)) {
        fallback_find(sink->candidates, sink->applicant);
        for (uint32_t i = 0; i < sink->candidates->n; i++) {
            put_offer(sink, sink->candidates->offer[i], 0);
        }
    }
}

static void choices_count(const struct building *building, struct candidates *candidates,
                          uint32_t a) {
    struct sink sink = {building, candidates, a, 0, false};
    put_all(&sink);
    building->choices->start[a + 1] = sink.n;
}

static void choices_fill(const struct building *building, struct candidates *candidates,
                         uint32_t a) {
    struct sink sink = {building, candidates, a, building->choices->start[a], true};
    put_all(&sink);
}

typedef void applicant_fn(const struct building *building, struct candidates *candidates,
                          uint32_t a);

static enum err candidates_new(const struct building *building, struct arena *arena,
                               struct candidates **list, struct error *error) {
    uint32_t n_offers = building->instance->n_offers;
    int n_threads = omp_get_max_threads();
    *list = ARENA_ZERO(arena, (size_t)n_threads, struct candidates);
    for (int i = 0; i < n_threads && *list != NULL; i++) {
        (*list)[i] = (struct candidates){building->instance,
                                         building->schools,
                                         0,
                                         ARENA_NEW(arena, n_offers, uint32_t),
                                         ARENA_NEW(arena, n_offers, uint32_t),
                                         ARENA_NEW(arena, n_offers, uint32_t),
                                         ARENA_NEW(arena, (size_t)n_offers + 1, uint32_t)};
        if ((*list)[i].offer == NULL || (*list)[i].metres == NULL || (*list)[i].scratch == NULL ||
            (*list)[i].ends == NULL) {
            return error_no_memory(error);
        }
    }
    return *list == NULL ? error_no_memory(error) : OK;
}

static void each_applicant(const struct building *building, struct candidates *list,
                           applicant_fn *call) {
    uint32_t n = building->instance->n_applicants;
#pragma omp parallel for default(none) shared(building, list, call, n) schedule(static, 256)
    for (uint32_t a = 0; a < n; a++) {
        call(building, &list[omp_get_thread_num()], a);
    }
}

static enum err choices_build(const struct building *building, struct arena *arena,
                              struct arena *scratch, struct error *error) {
    uint32_t n_applicants = building->instance->n_applicants;
    struct choices *choices = building->choices;
    struct candidates *list;
    choices->start = ARENA_ZERO(arena, (size_t)n_applicants + 1, uint32_t);
    if (choices->start == NULL) {
        return error_no_memory(error);
    }
    enum err err = candidates_new(building, scratch, &list, error);
    if (err != OK) {
        return err;
    }
    each_applicant(building, list, choices_count);
    for (uint32_t a = 0; a < n_applicants; a++) {
        choices->start[a + 1] += choices->start[a];
    }
    choices->n = choices->start[n_applicants];
    choices->owner = ARENA_NEW(arena, choices->n, uint32_t);
    choices->offer = ARENA_NEW(arena, choices->n, uint32_t);
    choices->node = ARENA_NEW(arena, choices->n, uint32_t);
    choices->month = ARENA_NEW(arena, choices->n, uint32_t);
    choices->wish = ARENA_NEW(arena, choices->n, uint32_t);
    choices->stays = ARENA_NEW(arena, choices->n, uint8_t);
    choices->metres = ARENA_NEW(arena, choices->n, uint32_t);
    if (choices->owner == NULL || choices->offer == NULL || choices->node == NULL ||
        choices->month == NULL || choices->wish == NULL || choices->stays == NULL ||
        choices->metres == NULL) {
        return error_no_memory(error);
    }
    each_applicant(building, list, choices_fill);
    return OK;
}

enum err options_derive(struct checker *checker, struct error *error) {
    const struct instance *instance = checker->instance;
    struct arena scratch = {0};
    struct schools schools;
    bool in_round = instance->policy.fallback == FALLBACK_IN_ROUND;
    struct building building = {.checker = checker,
                                .instance = instance,
                                .schools = &schools,
                                .choices = &checker->round,
                                .wishes = true,
                                .fallback = in_round,
                                .objectives = checker->rule == RULE_MINIMUM_COST};
    building.ended = building.objectives ? NULL : checker->results->proposals.offer;
    enum err err = schools_list(&schools, instance, &scratch, error);
    if (err == OK) {
        err = choices_build(&building, &checker->arena, &scratch, error);
    }
    if (err == OK) {
        err = nearness_derive(checker, &schools, error);
    }
    arena_free(&scratch);
    return err;
}

enum err options_derive_after(struct checker *checker, struct error *error) {
    struct arena scratch = {0};
    struct schools schools;
    bool after = checker->instance->policy.fallback == FALLBACK_AFTER;
    struct building building = {.checker = checker,
                                .instance = checker->instance,
                                .schools = &schools,
                                .choices = &checker->after,
                                .fallback = after,
                                .wanted = checker->wanted};
    enum err err = schools_list(&schools, checker->instance, &scratch, error);
    if (err == OK) {
        err = choices_build(&building, &checker->arena, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}
