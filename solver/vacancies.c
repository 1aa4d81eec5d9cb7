// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Sittings lie by offer, limits too. A question goes through the limits around one offer: arrivals
 * and departures of the children under a limit, sorted by month, make its count a staircase, and
 * the steps of it that reach the seats are the months in which it is full.
 */
#include "solver/vacancies.h"

#include "solver/months.h"

#include <stdlib.h>
#include <string.h>

struct maker {
    struct vacancies *vacancies;
    const struct instance *instance;
    const struct decided *decided;
    struct arena *arena;
    struct error *error;
    uint32_t n_entries; /* offers of all limits so far */
    uint32_t *entry;    /* the offers themselves; NULL: they are counted only */
};

/* Where an applicant sits, offer by offer; at most three. */
struct sittings {
    uint32_t n, offer[3];
    struct stretch stretch[3];
};

static void sittings_add(struct sittings *sittings, uint32_t offer, uint32_t from, uint32_t until) {
    if (from < until) {
        sittings->offer[sittings->n] = offer;
        sittings->stretch[sittings->n++] = (struct stretch){from, until};
    }
}

static bool moves_on(const struct instance *instance, uint32_t a, uint32_t offer) {
    return instance->offer_moves_to != NULL && instance->offer_moves_to[offer] != NONE &&
           instance->applicant_born != NULL &&
           instance->applicant_born[a] < instance->offer_moves_born[offer];
}

static bool stays(const struct maker *maker, uint32_t a) {
    return maker->decided->basis[a] == BASIS_CURRENT &&
           instance_stays_at(maker->instance, a) == maker->decided->offer[a];
}

static void find_sittings(const struct maker *maker, uint32_t a, struct sittings *sittings) {
    const struct instance *instance = maker->instance;
    uint32_t offer = maker->decided->offer[a], present = instance_current(instance, a);
    bool counted = present != NONE && instance_counts_current(instance, present);
    sittings->n = 0;
    if (offer == NONE) {
        return;
    }
    if (stays(maker, a)) {
        sittings_add(sittings, offer, 0, counted ? NONE : 0);
        return;
    }
    uint32_t month = maker->decided->start == NULL ? 0 : maker->decided->start[a];
    month = month == 0 ? instance_wished_month(instance, a) : month;
    if (counted && month > instance->first_month) {
        sittings_add(sittings, present, 0, month);
    }
    if (moves_on(instance, a, offer)) {
        uint32_t moves = instance->offer_moves_month[offer];
        sittings_add(sittings, offer, month, moves);
        sittings_add(sittings, instance->offer_moves_to[offer], month > moves ? month : moves,
                     NONE);
    } else {
        sittings_add(sittings, offer, month, NONE);
    }
}

static enum err list_sittings(struct maker *maker) {
    struct vacancies *vacancies = maker->vacancies;
    const struct instance *instance = maker->instance;
    uint32_t *start = ARENA_ZERO(maker->arena, (size_t)instance->n_offers + 1, uint32_t);
    vacancies->newly = ARENA_ZERO(maker->arena, instance->n_offers, uint32_t);
    if (start == NULL || vacancies->newly == NULL) {
        return error_no_memory(maker->error);
    }
    struct sittings sittings;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        find_sittings(maker, a, &sittings);
        for (uint32_t i = 0; i < sittings.n; i++) {
            start[sittings.offer[i]]++;
        }
        uint32_t offer = maker->decided->offer[a];
        if (offer != NONE && !stays(maker, a) && instance_follows(instance, a) == NONE) {
            vacancies->newly[offer]++;
        }
    }
    for (uint32_t o = 0, sum = 0; o <= instance->n_offers; o++) { /* becomes where o ends */
        sum += start[o];
        start[o] = sum;
    }
    uint32_t n = start[instance->n_offers];
    vacancies->sitting_start = start;
    vacancies->sitting = ARENA_NEW(maker->arena, n, struct stretch);
    vacancies->change = ARENA_NEW(maker->arena, 2 * (size_t)n, struct stretch);
    if (vacancies->sitting == NULL || vacancies->change == NULL) {
        return error_no_memory(maker->error);
    }
    for (uint32_t a = instance->n_applicants; a-- > 0;) { /* and then where it begins */
        find_sittings(maker, a, &sittings);
        for (uint32_t i = 0; i < sittings.n; i++) {
            vacancies->sitting[--start[sittings.offer[i]]] = sittings.stretch[i];
        }
    }
    return OK;
}

/* Limits: counted in a first pass, kept in a second. */

static void limit_add(struct maker *maker, const char *name, uint32_t seats, struct stretch months,
                      const uint32_t *offer, uint32_t n_offers) {
    struct vacancies *vacancies = maker->vacancies;
    if (seats == SEATS_UNLIMITED || months.from >= months.until || n_offers == 0) {
        return;
    }
    if (maker->entry != NULL) {
        uint32_t *own = maker->entry + maker->n_entries;
        memcpy(own, offer, n_offers * sizeof *own);
        vacancies->limit[vacancies->n_limits] =
            (struct vacancy_limit){name, seats, months, n_offers, own};
    }
    vacancies->n_limits++;
    maker->n_entries += n_offers;
}

/* The steps of an offer's seats, and that there are none before the first. */
static void add_offer(struct maker *maker, uint32_t offer) {
    const struct instance *instance = maker->instance;
    const char *name = strings_get(&instance->offer_id, offer);
    uint32_t first = instance->slot_start[offer], end = instance->slot_start[offer + 1], from = 0;
    uint32_t node = instance->slot[first];
    limit_add(maker, name, 0, (struct stretch){0, instance->slot_from[node]}, &offer, 1);
    for (uint32_t j = first; j < end; j++, node = instance->node_parent[node]) {
        uint32_t before = j + 1 < end ? instance->slot_from[instance->slot[j + 1]] : NONE;
        from = instance->slot_from[instance->slot[j]];
        limit_add(maker, name, instance->node_seats[node], (struct stretch){from, before}, &offer,
                  1);
    }
}

/* When seats of this name begin to hold: when the step before them ends. */
static uint32_t step_begin(const struct instance *instance, const char *name, uint32_t before) {
    uint32_t from = 0;
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        uint32_t end = instance->crossing_before[c];
        if (end != NONE && end < before && end > from &&
            strcmp(strings_get(&instance->crossing_name, c), name) == 0) {
            from = end;
        }
    }
    return from;
}

/* Schools and pools: the forest's, then those that cross. under: CSR of the offers of each node. */
static void add_pools(struct maker *maker, const uint32_t *start, const uint32_t *under) {
    const struct instance *instance = maker->instance;
    for (uint32_t v = instance->n_slots; v < instance->n_nodes; v++) {
        const char *name = strings_get(&instance->node_name, v);
        struct stretch months = {step_begin(instance, name, NONE), NONE};
        limit_add(maker, name, instance->node_seats[v], months, under + start[v],
                  start[v + 1] - start[v]);
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        const char *name = strings_get(&instance->crossing_name, c);
        uint32_t before = instance->crossing_before[c], at = instance->crossing_start[c];
        struct stretch months = {step_begin(instance, name, before), before};
        limit_add(maker, name, instance->crossing_seats[c], months, instance->crossing_offer + at,
                  instance->crossing_start[c + 1] - at);
    }
}

/* The offers under each school and pool of the forest, rising. */
static enum err list_under(const struct maker *maker, uint32_t **start, uint32_t **under) {
    const struct instance *instance = maker->instance;
    *start = ARENA_ZERO(maker->arena, (size_t)instance->n_nodes + 1, uint32_t);
    *under = NULL;
    for (int pass = 0; *start != NULL && pass < 2; pass++) {
        for (uint32_t o = instance->n_offers; o-- > 0;) {
            uint32_t v = instance->node_parent[instance->offer_node[o]];
            for (; v != NONE; v = instance->node_parent[v]) {
                if (pass == 0) {
                    (*start)[v]++;
                } else {
                    (*under)[--(*start)[v]] = o;
                }
            }
        }
        for (uint32_t v = 0, sum = 0; pass == 0 && v <= instance->n_nodes; v++) {
            sum += (*start)[v];
            (*start)[v] = sum;
        }
        if (pass == 0) {
            *under = ARENA_NEW(maker->arena, (*start)[instance->n_nodes], uint32_t);
            *start = *under == NULL ? NULL : *start;
        }
    }
    return *start == NULL ? error_no_memory(maker->error) : OK;
}

/* Which limits are around each offer: CSR, in the order of the limits. */
static enum err index_limits(struct maker *maker) {
    struct vacancies *vacancies = maker->vacancies;
    uint32_t n_offers = maker->instance->n_offers;
    uint32_t *start = ARENA_ZERO(maker->arena, (size_t)n_offers + 1, uint32_t);
    vacancies->of = ARENA_NEW(maker->arena, maker->n_entries, uint32_t);
    if (start == NULL || vacancies->of == NULL) {
        return error_no_memory(maker->error);
    }
    for (uint32_t i = 0; i < maker->n_entries; i++) {
        start[maker->entry[i]]++;
    }
    for (uint32_t o = 0, sum = 0; o <= n_offers; o++) {
        sum += start[o];
        start[o] = sum;
    }
    for (uint32_t l = vacancies->n_limits; l-- > 0;) {
        const struct vacancy_limit *limit = &vacancies->limit[l];
        for (uint32_t i = 0; i < limit->n_offers; i++) {
            vacancies->of[--start[limit->offer[i]]] = l;
        }
    }
    vacancies->of_start = start;
    return OK;
}

static enum err list_limits(struct maker *maker) {
    uint32_t *start, *under;
    enum err err = list_under(maker, &start, &under);
    for (int pass = 0; err == OK && pass < 2; pass++) {
        if (pass == 1) {
            maker->entry = ARENA_NEW(maker->arena, maker->n_entries, uint32_t);
            maker->vacancies->limit =
                ARENA_NEW(maker->arena, maker->vacancies->n_limits, struct vacancy_limit);
            if (maker->entry == NULL || maker->vacancies->limit == NULL) {
                return error_no_memory(maker->error);
            }
        }
        maker->n_entries = maker->vacancies->n_limits = 0;
        for (uint32_t o = 0; o < maker->instance->n_offers; o++) {
            add_offer(maker, o);
        }
        add_pools(maker, start, under);
    }
    return err == OK ? index_limits(maker) : err;
}

enum err vacancies_build(struct vacancies *vacancies, const struct instance *instance,
                         const struct decided *decided, struct arena *arena, struct error *error) {
    struct maker maker = {vacancies, instance, decided, arena, error, 0, NULL};
    *vacancies = (struct vacancies){.instance = instance};
    enum err err = list_sittings(&maker);
    return err == OK ? list_limits(&maker) : err;
}

/* Questions. A change is kept as a stretch: from its month, until whether it is +1 or -1. */

enum { LEAVES, ARRIVES };

static int by_month(const void *left, const void *right) {
    const struct stretch *x = left, *y = right;
    return (x->from > y->from) - (x->from < y->from);
}

/* The children under a limit in month `from`; *n_changes later ones follow in vacancies->change. */
static uint32_t count_under(const struct vacancies *vacancies, const struct vacancy_limit *limit,
                            uint32_t from, uint32_t *n_changes) {
    uint32_t n = 0, children = 0;
    for (uint32_t i = 0; i < limit->n_offers; i++) {
        uint32_t o = limit->offer[i];
        for (uint32_t k = vacancies->sitting_start[o]; k < vacancies->sitting_start[o + 1]; k++) {
            struct stretch sitting = vacancies->sitting[k];
            if (sitting.until != NONE && sitting.until <= from) {
                continue;
            }
            if (sitting.from > from) {
                vacancies->change[n++] = (struct stretch){sitting.from, ARRIVES};
            } else {
                children++;
            }
            if (sitting.until != NONE) {
                vacancies->change[n++] = (struct stretch){sitting.until, LEAVES};
            }
        }
    }
    qsort(vacancies->change, n, sizeof *vacancies->change, by_month);
    *n_changes = n;
    return children;
}

/* Is the limit full in some of the months? Then how. */
static bool is_full(const struct vacancies *vacancies, uint32_t l, struct stretch months,
                    struct obstacle *obstacle) {
    const struct vacancy_limit *limit = &vacancies->limit[l];
    uint32_t from = limit->months.from > months.from ? limit->months.from : months.from;
    uint32_t end = limit->months.until < months.until ? limit->months.until : months.until;
    if (from >= end) {
        return false;
    }
    uint32_t n_changes, next = 0;
    uint32_t children = count_under(vacancies, limit, from, &n_changes);
    *obstacle = (struct obstacle){l, {NONE, NONE}, NONE, limit->seats, 0};
    for (uint32_t month = from; month < end;) {
        uint32_t until = next < n_changes && vacancies->change[next].from < end
                             ? vacancies->change[next].from
                             : end;
        if (children >= limit->seats) {
            obstacle->full.from = obstacle->full.from == NONE ? month : obstacle->full.from;
            obstacle->full.until = until;
            if (obstacle->month == NONE || children > obstacle->children) {
                obstacle->month = month;
                obstacle->children = children;
            }
        }
        for (; next < n_changes && vacancies->change[next].from == until; next++) {
            children += vacancies->change[next].until == ARRIVES ? 1 : UINT32_MAX;
        }
        month = until;
    }
    return obstacle->full.from != NONE;
}

static void add_obstacles(const struct vacancies *vacancies, uint32_t offer, struct stretch months,
                          struct vacancy *vacancy) {
    for (uint32_t k = vacancies->of_start[offer]; k < vacancies->of_start[offer + 1]; k++) {
        struct obstacle *obstacle = &vacancy->obstacle[vacancy->n_obstacles];
        if (is_full(vacancies, vacancies->of[k], months, obstacle)) {
            uint32_t until = obstacle->full.until;
            vacancy->n_obstacles++;
            vacancy->month = until > vacancy->month ? until : vacancy->month;
        }
    }
}

enum err vacancies_find(const struct vacancies *vacancies, uint32_t offer, uint32_t month,
                        bool moves_on, struct arena *arena, struct vacancy *vacancy,
                        struct error *error) {
    const struct instance *instance = vacancies->instance;
    uint32_t to = moves_on ? instance->offer_moves_to[offer] : NONE;
    uint32_t moves = moves_on ? instance->offer_moves_month[offer] : NONE;
    uint32_t n = vacancies->of_start[offer + 1] - vacancies->of_start[offer];
    n += moves_on ? vacancies->of_start[to + 1] - vacancies->of_start[to] : 0;
    *vacancy = (struct vacancy){month, 0, ARENA_NEW(arena, (size_t)n + 1, struct obstacle)};
    if (vacancy->obstacle == NULL) {
        return error_no_memory(error);
    }
    add_obstacles(vacancies, offer, (struct stretch){month, moves}, vacancy);
    if (moves_on) {
        add_obstacles(vacancies, to, (struct stretch){month > moves ? month : moves, NONE},
                      vacancy);
    }
    return OK;
}
