// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Each family's product of options, cut off where two members would not be together: member after
 * member in the order of ids, each with its options in order, so that what comes out is in the
 * order of the members' places; a sort by sums that keeps the order of equals makes it the order
 * wanted. Counting and filling ask the same function.
 */
#include "solver/joint_options.h"

#include <string.h>

/* A joint option while it is sorted. */
struct joint {
    uint64_t sum; /* of the members' places */
    uint32_t at;  /* as it came out */
};

struct maker {
    const struct instance *instance;
    const struct options *options;
    const uint32_t *member; /* the family's */
    uint32_t n_members;
    uint32_t *taken;     /* [n_members] by the members so far */
    uint32_t n;          /* joint options so far */
    struct joint *joint; /* [n] NULL: they are counted only */
    uint32_t *choice;    /* [n][n_members] */
};

uint32_t joint_options_end(const struct instance *instance, const struct options *options,
                           uint32_t applicant, uint32_t option) {
    if (instance_is_locked(instance, applicant)) {
        return instance->applicant_locked[applicant];
    }
    return option != NONE ? options->offer[option] : instance_stays_at(instance, applicant);
}

/* Are two ends one place, as the policy has it? */
static bool is_one_place(const struct instance *instance, uint32_t offer, uint32_t other) {
    return offer == other || (!instance->policy.families_same_offer &&
                              instance->offer_school[offer] == instance->offer_school[other]);
}

bool joint_options_together(const struct instance *instance, uint32_t family,
                            const uint32_t *offer) {
    uint32_t first = offer[instance->family_member[instance->family_start[family]]];
    bool together = first != NONE;
    for (uint32_t i = instance->family_start[family];
         together && i < instance->family_start[family + 1]; i++) {
        uint32_t end = offer[instance->family_member[i]];
        together = end != NONE && is_one_place(instance, first, end);
    }
    return together;
}

static void emit(struct maker *maker, uint64_t sum) {
    if (maker->joint != NULL) {
        maker->joint[maker->n] = (struct joint){sum, maker->n};
        memcpy(maker->choice + (size_t)maker->n * maker->n_members, maker->taken,
               maker->n_members * sizeof *maker->taken);
    }
    maker->n++;
}

/* All that the members from the i-th on can take where the first ends at the offer `place` (NONE:
 * there is no first yet). */
static void extend(struct maker *maker, uint32_t i, uint32_t place, uint64_t sum) {
    if (i == maker->n_members) {
        emit(maker, sum);
        return;
    }
    uint32_t a = maker->member[i];
    bool is_locked = instance_is_locked(maker->instance, a);
    uint32_t start = maker->options->start[a], end = maker->options->start[a + 1];
    for (uint32_t k = is_locked ? end : start; k <= end && maker->n <= JOINT_OPTIONS_MAX; k++) {
        uint32_t option = k < end ? k : NONE;
        uint32_t offer = joint_options_end(maker->instance, maker->options, a, option);
        bool counted = option == NONE && !is_locked && offer != NONE &&
                       instance_counts_current(maker->instance, offer);
        if (offer == NONE || counted ||
            (place != NONE && !is_one_place(maker->instance, place, offer))) {
            continue;
        }
        maker->taken[i] = option;
        extend(maker, i + 1, place == NONE ? offer : place, sum + (is_locked ? 0 : k - start));
    }
}

static int by_sum(const void *left, const void *right) {
    const struct joint *a = left, *b = right;
    return a->sum != b->sum ? (a->sum < b->sum ? -1 : 1) : (a->at > b->at) - (a->at < b->at);
}

/* The members of each family in the order of their ids; families are small. */
static void sort_members(const struct instance *instance, uint32_t *member) {
    const struct strings *ids = &instance->applicant_id;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        uint32_t first = instance->family_start[f];
        for (uint32_t i = first; i < instance->family_start[f + 1]; i++) {
            uint32_t a = instance->family_member[i], at = i;
            for (; at > first && strcmp(strings_get(ids, member[at - 1]), strings_get(ids, a)) > 0;
                 at--) {
                member[at] = member[at - 1];
            }
            member[at] = a;
        }
    }
}

/* Whose joint options these are. */
static void turn_to(struct maker *maker, const struct joint_options *joint, uint32_t family) {
    uint32_t first = maker->instance->family_start[family];
    maker->member = joint->member + first;
    maker->n_members = maker->instance->family_start[family + 1] - first;
    maker->n = 0;
    maker->joint = NULL;
}

static enum err count_all(struct maker *maker, struct joint_options *joint, struct error *error) {
    uint64_t n = 0;
    size_t n_choices = 0;
    for (uint32_t f = 0; f < maker->instance->n_families; f++) {
        turn_to(maker, joint, f);
        extend(maker, 0, NONE, 0);
        joint->start[f] = (uint32_t)n;
        joint->choice_start[f] = n_choices;
        n += maker->n;
        n_choices += (size_t)maker->n * maker->n_members;
        if (maker->n > JOINT_OPTIONS_MAX || n >= NONE) {
            return error_set(error, ERR_INPUT, NULL,
                             "the family of applicant %.60s can be together in too many ways; "
                             "shorten its lists or use minimum-cost",
                             strings_get(&maker->instance->applicant_id, maker->member[0]));
        }
    }
    joint->start[maker->instance->n_families] = (uint32_t)n;
    return OK;
}

static enum err fill_all(struct maker *maker, struct joint_options *joint, struct arena *scratch,
                         struct error *error) {
    for (uint32_t f = 0; f < maker->instance->n_families; f++) {
        struct arena_mark mark = arena_mark(scratch);
        uint32_t n = joint->start[f + 1] - joint->start[f];
        turn_to(maker, joint, f);
        size_t row = maker->n_members;
        maker->choice = ARENA_NEW(scratch, n * row, uint32_t);
        maker->joint = ARENA_NEW(scratch, n, struct joint);
        if (maker->choice == NULL || maker->joint == NULL) {
            return error_no_memory(error);
        }
        extend(maker, 0, NONE, 0);
        qsort(maker->joint, n, sizeof *maker->joint, by_sum);
        for (uint32_t j = 0; j < n; j++) {
            memcpy(joint->choice + joint->choice_start[f] + j * row,
                   maker->choice + maker->joint[j].at * row, row * sizeof *joint->choice);
        }
        arena_rewind(scratch, mark);
    }
    return OK;
}

static enum err build(struct maker *maker, struct joint_options *joint, struct arena *arena,
                      struct arena *scratch, struct error *error) {
    const struct instance *instance = maker->instance;
    uint32_t n_families = instance->n_families, n = instance->family_start[n_families];
    joint->member = ARENA_NEW(arena, n, uint32_t);
    joint->start = ARENA_NEW(arena, (size_t)n_families + 1, uint32_t);
    joint->choice_start = ARENA_NEW(arena, n_families, size_t);
    maker->taken = ARENA_NEW(scratch, n, uint32_t);
    if (joint->member == NULL || joint->start == NULL || joint->choice_start == NULL ||
        maker->taken == NULL) {
        return error_no_memory(error);
    }
    sort_members(instance, joint->member);
    enum err err = count_all(maker, joint, error);
    if (err != OK) {
        return err;
    }
    uint32_t last = n_families - 1;
    size_t n_choices = joint->choice_start[last] +
                       (size_t)(joint->start[n_families] - joint->start[last]) *
                           (instance->family_start[n_families] - instance->family_start[last]);
    joint->choice = ARENA_NEW(arena, n_choices, uint32_t);
    return joint->choice == NULL ? error_no_memory(error) : fill_all(maker, joint, scratch, error);
}

enum err joint_options_build(struct joint_options *joint, const struct instance *instance,
                             const struct options *options, struct arena *arena,
                             struct error *error) {
    struct arena scratch = {0};
    struct maker maker = {.instance = instance, .options = options};
    *joint = (struct joint_options){0};
    enum err err = build(&maker, joint, arena, &scratch, error);
    arena_free(&scratch);
    return err;
}
