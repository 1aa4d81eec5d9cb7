// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     each wish, each near offer:     may the child go there at all?
 *                                     vacancies: from which month on; what is in the way
 *                                     who is the last in, who waits, who goes before the child
 *
 * Order among the child and others is read from the criteria's values, as explanations do. Their
 * options are the wishes of the round as they lie, and behind them one more for each offer, which
 * belongs to nobody's list: a fallback option of whoever asks.
 */
#include "explain/running.h"

#include "solver/months.h"

#include <string.h>

struct finder {
    struct running *running;
    const struct instance *instance, *newcomer;
    const struct results *results;
    struct options options, own_options; /* of the round, of the child */
    struct valuer valuer, own_valuer;
    struct arena *arena;
    struct error *error;
};

/* Wishes as options, then every offer. */
static enum err list_options(const struct instance *instance, struct options *options,
                             struct arena *arena, struct error *error) {
    uint32_t n = instance->n_wishes,
             *offer = ARENA_NEW(arena, (size_t)n + instance->n_offers, uint32_t);
    if (offer == NULL) {
        return error_no_memory(error);
    }
    memcpy(offer, instance->wish_offer, n * sizeof *offer);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        offer[n + o] = o;
    }
    *options = (struct options){
        .n = n + instance->n_offers, .start = instance->wish_start, .offer = offer, .node = offer};
    return OK;
}

/* The applicant's option at an offer. */
static struct option_ref option_at(const struct instance *instance, uint32_t applicant,
                                   uint32_t offer) {
    uint32_t w = instance->wish_start[applicant];
    while (w < instance->wish_start[applicant + 1] && instance->wish_offer[w] != offer) {
        w++;
    }
    bool wished = w < instance->wish_start[applicant + 1];
    return (struct option_ref){applicant, wished ? w : instance->n_wishes + offer};
}

/* Does the child go before an applicant of the round at this offer? */
static enum err goes_before(struct finder *finder, uint32_t offer, uint32_t other, bool *before) {
    const struct instance *instance = finder->instance;
    const struct criteria *list = &instance->criteria[instance->offer_criteria[offer]];
    struct option_ref own = option_at(finder->newcomer, 0, offer);
    struct option_ref theirs = option_at(instance, other, offer);
    int order = 0;
    for (uint32_t i = 0; i < list->n && order == 0; i++) {
        const struct criterion *criterion = &instance->criterion[list->start + i];
        struct value a, b;
        enum err err = criterion_value(&finder->own_valuer, criterion, own, &a, finder->error);
        if (err == OK) {
            err = criterion_value(&finder->valuer, criterion, theirs, &b, finder->error);
        }
        if (err != OK) {
            return err;
        }
        order = value_order(criterion->kind, &a, &b);
    }
    if (order == 0) {
        uint64_t a, b;
        bool carried;
        enum err err = option_lottery(&finder->own_valuer, own, &a, &carried, finder->error);
        if (err == OK) {
            err = option_lottery(&finder->valuer, theirs, &b, &carried, finder->error);
        }
        if (err != OK) {
            return err;
        }
        order = (a > b) - (a < b);
    }
    *before = order != 0 ? order < 0
                         : strcmp(strings_get(&finder->newcomer->applicant_id, 0),
                                  strings_get(&instance->applicant_id, other)) < 0;
    return OK;
}

/* The last admitted, and those who wait. */
static enum err find_others(struct finder *finder, struct running_option *option) {
    const struct results *results = finder->results;
    uint32_t last = NONE;
    enum err err = OK;
    for (uint32_t a = 0; a < results->proposals.n; a++) {
        if (results->proposals.offer[a] != option->offer) {
            continue;
        }
        option->placed++;
        if (results->proposals.basis[a] != BASIS_CURRENT &&
            results->proposals.rank[a] > option->last_rank) {
            option->last_rank = results->proposals.rank[a];
            last = a;
        }
    }
    if (last != NONE) {
        err = goes_before(finder, option->offer, last, &option->before_last);
    }
    for (uint32_t i = 0; i < results->reserve.n && err == OK; i++) {
        if (results->reserve.offer[i] == option->offer) {
            bool before = true;
            err = goes_before(finder, option->offer, results->reserve.applicant[i], &before);
            option->n_reserve++;
            option->n_before += before ? 0 : 1;
        }
    }
    return err;
}

/* Does the offer go with a place elsewhere? */
static bool offer_follows(const struct instance *instance, uint32_t offer) {
    return (instance->offer_follows_offer != NULL &&
            instance->offer_follows_offer[offer] != NONE) ||
           (instance->offer_follows_school != NULL &&
            instance->offer_follows_school[offer] != NONE);
}

static enum err find_option(struct finder *finder, uint32_t offer, uint32_t wish,
                            struct running_option *option) {
    const struct instance *newcomer = finder->newcomer;
    uint32_t group = newcomer->applicant_group[0];
    *option = (struct running_option){.offer = offer, .wish = wish, .vacancy.month = NONE};
    option->metres = measured_metres(newcomer, 0, newcomer->offer_school[offer], &option->measure);
    uint32_t opens_with =
        newcomer->offer_opens_with == NULL ? 0 : newcomer->offer_opens_with[offer];
    if (group != NONE && newcomer->offer_group[offer] != group) {
        option->refusal = RUNNING_GROUP;
    } else if (!instance_is_eligible(newcomer, 0, offer)) {
        option->refusal = RUNNING_DECISION;
    } else if (finder->running->vacancies.newly[offer] + 1 < opens_with) {
        option->refusal = RUNNING_UNOPENED;
        option->n_missing = opens_with - finder->running->vacancies.newly[offer] - 1;
    }
    if (offer_follows(newcomer, offer)) {
        option->refusal = RUNNING_FOLLOWS;
    }
    if (option->refusal != RUNNING_ALLOWED) {
        return OK;
    }
    enum err err = vacancies_find(&finder->running->vacancies, offer, finder->running->month,
                                  instance_moves_on(newcomer, 0, offer), finder->arena,
                                  &option->vacancy, finder->error);
    if (err == OK && option->vacancy.month != NONE) {
        option->late = option->vacancy.month - finder->running->month;
    }
    return err == OK ? find_others(finder, option) : err;
}

static enum err find_wishes(struct finder *finder) {
    struct running *running = finder->running;
    const struct instance *newcomer = finder->newcomer;
    enum err err = OK;
    running->n_wishes = newcomer->n_wishes;
    running->wish = ARENA_NEW(finder->arena, newcomer->n_wishes, struct running_option);
    if (running->wish == NULL) {
        return error_no_memory(finder->error);
    }
    for (uint32_t w = 0; w < newcomer->n_wishes && err == OK; w++) {
        err = find_option(finder, newcomer->wish_offer[w], w + 1, &running->wish[w]);
    }
    return err;
}

/* Near offers are those within the limit; without one the nearest that a fallback may use. */
static enum err find_near(struct finder *finder) {
    struct running *running = finder->running;
    struct instance asked = *finder->newcomer; /* the same child, asked with another reach */
    struct nearness nearness = finder->own_valuer.nearness;
    uint64_t *near = ARENA_NEW(finder->arena, asked.n_offers, uint64_t);
    running->near = ARENA_NEW(finder->arena, asked.n_offers, struct running_option);
    if (near == NULL || running->near == NULL) {
        return error_no_memory(finder->error);
    }
    nearness.instance = &asked;
    running->has_near_limit = asked.policy.has_near;
    running->near_limit_m = METRES_UNKNOWN;
    if (asked.policy.has_near) {
        running->near_limit_m = nearness_limit_m(&nearness, 0);
        asked.policy.reach = NONE;
    } else if (asked.policy.reach == NONE) {
        asked.policy.reach = RUNNING_NEAREST;
    }
    uint32_t n = nearness_offers(&nearness, 0, near);
    enum err err = OK;
    for (uint32_t i = 0; i < n && err == OK && near[i] >> 32 <= running->near_limit_m; i++) {
        uint32_t offer = nearness.by_id[(uint32_t)near[i]];
        if (option_at(&asked, 0, offer).option >= asked.n_wishes) {
            err = find_option(finder, offer, 0, &running->near[running->n_near++]);
        }
    }
    return err;
}

/* The better of the first so far and the first of more options. */
static const struct running_option *first_of(const struct running_option *first,
                                             const struct running_option *option, uint32_t n,
                                             uint32_t late_months) {
    for (uint32_t i = 0; i < n; i++) {
        if (running_is_free(&option[i]) &&
            (first == NULL || (first->late > late_months && option[i].late <= late_months))) {
            first = &option[i];
        }
    }
    return first;
}

const struct running_option *running_first(const struct running *running) {
    uint32_t late = running->late_months;
    return first_of(first_of(NULL, running->wish, running->n_wishes, late), running->near,
                    running->n_near, late);
}

enum err running_find(struct running *running, const struct instance *instance,
                      const struct results *results, const struct instance *newcomer,
                      struct arena *arena, struct error *error) {
    struct finder finder = {.running = running,
                            .instance = instance,
                            .newcomer = newcomer,
                            .results = results,
                            .arena = arena,
                            .error = error};
    struct decided decided = {results->proposals.offer, results->proposals.basis,
                              results->proposals.start};
    *running = (struct running){.instance = instance, .newcomer = newcomer};
    running->month = instance_wished_month(newcomer, 0);
    running->late_months = instance->policy.late_months;
    enum err err = vacancies_build(&running->vacancies, instance, &decided, arena, error);
    if (err == OK) {
        err = list_options(instance, &finder.options, arena, error);
    }
    if (err == OK) {
        err = list_options(newcomer, &finder.own_options, arena, error);
    }
    if (err == OK) {
        err = valuer_begin(&finder.valuer, instance, &finder.options, arena, error);
    }
    if (err == OK) {
        err = valuer_begin(&finder.own_valuer, newcomer, &finder.own_options, arena, error);
    }
    if (err == OK) {
        err = find_wishes(&finder);
    }
    if (err == OK) {
        err = find_near(&finder);
    }
    valuer_end(&finder.valuer);
    valuer_end(&finder.own_valuer);
    return err;
}
