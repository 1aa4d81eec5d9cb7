// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Options: what may end as a placement: an applicant, an offer and, in a round with months, the
 * month in which it would begin (solver/starts.h). Each applicant's wishes come first, in the order
 * wished, a wish's months in their order; with fallback "in-round" the nearest offers follow,
 * nearest first. Whoever has a place has a last option, to stay, and none that is worse. A follower
 * has the offers that go with the options of the applicant whom it follows.
 */
#ifndef PLACERA_OPTIONS_H
#define PLACERA_OPTIONS_H

#include "solver/instance.h"

struct options {
    uint32_t n;
    uint32_t *start; /* [n_applicants + 1] CSR */
    uint32_t *offer; /* [n] */
    uint32_t *node;  /* [n] the slot it takes; NONE: no seat (to stay where the seats do not count
                      * it); the same array as offer where all slots are offers */
    uint32_t
        *month; /* [n] in which it would begin, 0 for staying; NULL in a round without months */
    uint32_t *place;  /* [n] of the wish in the applicant's list, from 0; NONE: no wish; NULL: an
                       * applicant's first options are its wishes, one each */
    uint8_t *stays;   /* [n] 1: to stay at the present place; NULL: nobody may */
    uint32_t *metres; /* [n] to the offer's school, METRES_UNKNOWN where not known */
    uint8_t *near;    /* [n] 1: a near offer (product rule `near`); NULL where policy has no near */
};

/* The options of a round; `after` fallback options are not among them. Arrays live in arena.
 * Parallel over applicants. O(options x log distances + applicants x distances each; where straight
 * lines are allowed, applicants x schools). Errors: ERR_NO_MEMORY; ERR_INPUT where there are more
 * than 32 bits count. */
enum err options_build(struct options *options, const struct instance *instance,
                       struct arena *arena, struct error *error);

/* The same, and all that followers may get, wherever those end whom they follow: which options may
 * come up, under any mechanism. */
enum err options_possible(struct options *options, const struct instance *instance,
                          struct arena *arena, struct error *error);

/* The same as options_build once everybody but the followers has ended at an offer or nowhere
 * (ended [n_applicants], NONE): followers have those offers that go with that place.
 * followers_alone: nobody else has options. */
enum err options_ended(struct options *options, const struct instance *instance,
                       const uint32_t *ended, bool followers_alone, struct arena *arena,
                       struct error *error);

/* How many wishes the applicant has. */
static inline uint32_t options_n_wishes(const struct instance *instance, uint32_t applicant) {
    return instance->wish_start[applicant + 1] - instance->wish_start[applicant];
}

/* Is it to stay at the present place? */
static inline bool options_stays(const struct options *options, uint32_t option) {
    return options->stays != NULL && options->stays[option] != 0;
}

/* The month in which an option begins; 0: it stays, or there are no months. */
static inline uint32_t options_month(const struct options *options, uint32_t option) {
    return options->month == NULL ? 0 : options->month[option];
}

/* The place in the applicant's list, from 0, of the wish behind an option; NONE for others. */
static inline uint32_t options_place(const struct options *options, const struct instance *instance,
                                     uint32_t applicant, uint32_t option) {
    if (options->place != NULL) {
        return options->place[option];
    }
    uint32_t place = option - options->start[applicant];
    return place < options_n_wishes(instance, applicant) ? place : NONE;
}

/* The wish (index into instance.wish_offer) behind an option of the applicant, NONE for fallback.
 */
static inline uint32_t options_wish(const struct options *options, const struct instance *instance,
                                    uint32_t applicant, uint32_t option) {
    uint32_t place = options_place(options, instance, applicant, option);
    return place == NONE ? NONE : instance->wish_start[applicant] + place;
}

/* Fallback options of those applicants whose `wanted` is 1: the policy's `reach` nearest offers of
 * the applicant's group, within the policy's column, less its wishes; nearest first, equals in the
 * order of their ids. Others get an empty range. near is NULL. Arrays live in arena. */
enum err options_fallback(struct options *options, const struct instance *instance,
                          const uint8_t *wanted, struct arena *arena, struct error *error);

#endif
