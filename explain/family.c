// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Siblings who apply in the same round: whether they end together, and if not, whether they could
 * have. Where the round does not go by families, nobody is told of another.
 *
 *     shared = the schools (or offers) that every one of them might get
 *     for each of these:
 *         is there an option there for each of them, all of which fit the seats besides those of
 *         the children outside the family?
 *
 * Where there is none, seats are the reason and it is said so; else the round's objectives are.
 * Trying all is cheap: families are small, and so are their options at one school.
 */
#include "explain/facts_parts.h"

#include "solver/program.h"

enum { MEMBERS_MOST = 16, TRIES_MOST = 20000 };

struct trial {
    const struct explainer *explainer;
    uint32_t place;
    uint32_t n_members;
    const uint32_t *member;
    struct seat_spans without[MEMBERS_MOST]; /* where they sit, but for those who are locked */
    struct seat_spans with[MEMBERS_MOST];
    uint32_t tries;
};

/* Where a child ends, as families count it; NONE: nowhere. */
static uint32_t place_of(const struct explainer *explainer, uint32_t applicant) {
    uint32_t offer = explainer->round->offer[applicant];
    return offer == NONE ? NONE : program_place(explainer->instance, offer);
}

static bool may_be_at(const struct explainer *explainer, uint32_t applicant, uint32_t place) {
    const struct instance *instance = explainer->instance;
    if (instance_is_locked(instance, applicant)) {
        return program_place(instance, instance->applicant_locked[applicant]) == place;
    }
    bool may = false;
    for (uint32_t k = explainer->options.start[applicant];
         k < explainer->options.start[applicant + 1]; k++) {
        may |= program_place(instance, explainer->options.offer[k]) == place;
    }
    return may;
}

/* Do the seats hold what is tried? */
static bool fits(const struct trial *trial) {
    const struct calendar *calendar = &trial->explainer->calendar;
    struct seat_change change = {trial->n_members, trial->n_members, trial->without, trial->with};
    uint32_t month, taken[N_SEAT_RIGHTS];
    for (uint32_t m = 0; m < trial->n_members; m++) {
        for (uint32_t s = 0; s < trial->with[m].n; s++) {
            const struct seat_span *span = &trial->with[m].span[s];
            for (uint32_t i = calendar->around_start[span->offer];
                 i < calendar->around_start[span->offer + 1]; i++) {
                if (calendar_full(calendar, calendar->around[i], span->from, span->before, 0,
                                  &change, &month, taken)) {
                    return false;
                }
            }
        }
    }
    return true;
}

/* Tries all options of the members from m on at the place. */
static bool fits_from(struct trial *trial, uint32_t m) {
    const struct explainer *explainer = trial->explainer;
    const struct options *options = &explainer->options;
    if (m == trial->n_members) {
        trial->tries++;
        return trial->tries > TRIES_MOST || fits(trial);
    }
    uint32_t a = trial->member[m];
    trial->with[m].n = 0;
    if (instance_is_locked(explainer->instance, a)) {
        return fits_from(trial, m + 1);
    }
    for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
        if (program_place(explainer->instance, options->offer[k]) == trial->place) {
            option_spans(explainer, (struct option_ref){a, k}, &trial->with[m]);
            if (fits_from(trial, m + 1)) {
                return true;
            }
        }
    }
    return false;
}

/* Might they all sit at the place besides the other children? True where it is too much to try. */
static bool might_fit(const struct explainer *explainer, uint32_t family, uint32_t place) {
    const struct instance *instance = explainer->instance;
    uint32_t first = instance->family_start[family];
    struct trial trial = {.explainer = explainer,
                          .place = place,
                          .n_members = instance->family_start[family + 1] - first,
                          .member = instance->family_member + first};
    if (trial.n_members > MEMBERS_MOST) {
        return true;
    }
    for (uint32_t m = 0; m < trial.n_members; m++) {
        if (!instance_is_locked(instance, trial.member[m])) {
            trial.without[m] = explainer->spans[trial.member[m]];
        }
    }
    return fits_from(&trial, 0);
}

/* Why they are apart: looks at each place of the first member's that all of them might get. */
static void find_why_apart(const struct explainer *explainer, struct family_facts *facts) {
    const struct instance *instance = explainer->instance;
    const struct options *options = &explainer->options;
    uint32_t first = instance->family_start[facts->family];
    uint32_t end = instance->family_start[facts->family + 1], a = instance->family_member[first];
    bool is_locked = instance_is_locked(instance, a), might = false;
    uint32_t n = is_locked ? 1 : options->start[a + 1] - options->start[a];
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *offer =
            is_locked ? &instance->applicant_locked[a] : &options->offer[options->start[a]];
        uint32_t place = program_place(instance, offer[i]);
        bool shared = true;
        for (uint32_t j = 0; j < i; j++) {
            shared &= program_place(instance, offer[j]) != place; /* looked at already */
        }
        for (uint32_t m = first + 1; m < end && shared; m++) {
            shared = may_be_at(explainer, instance->family_member[m], place);
        }
        facts->n_shared += shared;
        might = might || (shared && might_fit(explainer, facts->family, place));
    }
    facts->apart = facts->n_shared == 0 ? APART_NOTHING_SHARED : might ? APART_BEST : APART_FULL;
}

void family_find(const struct explainer *explainer, const struct explanation *explanation,
                 struct family_facts *facts) {
    const struct instance *instance = explainer->instance;
    uint32_t a = explanation->applicant;
    *facts =
        (struct family_facts){.family = NONE, .is_required = instance->policy.families_required};
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        facts->is_aim |= instance->policy.objective[i].kind == OBJECTIVE_TOGETHER;
    }
    facts->propose_together =
        explainer_runs(explainer, deferred_acceptance) && explainer->instance->policy.has_families;
    bool matters = facts->propose_together || (explainer_runs(explainer, minimum_cost) &&
                                               (facts->is_required || facts->is_aim));
    if (!matters || instance->applicant_family == NULL || instance->applicant_family[a] == NONE) {
        return;
    }
    facts->family = instance->applicant_family[a];
    bool together = explanation->offer != NONE;
    for (uint32_t m = instance->family_start[facts->family];
         m < instance->family_start[facts->family + 1]; m++) {
        uint32_t member = instance->family_member[m];
        bool told = explanation_tells(explainer, explanation, member);
        facts->n_told += member != a && told;
        facts->n_hidden += member != a && !told;
        together = together && place_of(explainer, member) == place_of(explainer, a);
    }
    if (facts->n_hidden == 0) {
        facts->outcome = together ? SIBLINGS_TOGETHER : SIBLINGS_APART;
        if (!together) {
            find_why_apart(explainer, facts);
        }
        for (uint32_t i = 0; i < explainer->round->n_blocking; i++) {
            facts->blocks |= explainer->round->blocking[i] == facts->family;
        }
    }
}
