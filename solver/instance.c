// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/instance.h"

#include "solver/mechanism.h"
#include "solver/months.h"
#include "solver/objective.h"
#include "solver/parallel.h"

#include <math.h>
#include <string.h>

enum { FEW_DISTANCES = 16 }; /* so few are looked through one by one */

uint32_t straight_line_m(double x1, double y1, double x2, double y2) {
    double dx = x1 - x2, dy = y1 - y2;
    double metres = sqrt(dx * dx + dy * dy); /* sqrt is exact to the last bit on every machine */
    if (isnan(metres) || metres > (double)METRES_MAX) {
        return METRES_UNKNOWN;
    }
    return (uint32_t)floor(metres + 0.5);
}

uint32_t instance_walking_m(const struct instance *instance, uint32_t applicant, uint32_t school) {
    if (instance->distance_start == NULL) {
        return METRES_UNKNOWN;
    }
    uint32_t low = instance->distance_start[applicant];
    uint32_t end = instance->distance_start[applicant + 1], metres = METRES_UNKNOWN;
    while (end - low > FEW_DISTANCES) {
        uint32_t middle = low + (end - low) / 2;
        if (instance->distance_school[middle] <= school) {
            low = middle;
        } else {
            end = middle;
        }
    }
    for (uint32_t d = low; d < end; d++) { /* no branch to be guessed wrong */
        metres = instance->distance_school[d] == school ? instance->distance_m[d] : metres;
    }
    return metres;
}

uint32_t instance_metres(const struct instance *instance, uint32_t applicant, uint32_t school) {
    uint32_t walking = instance_walking_m(instance, applicant, school);
    if (walking != METRES_UNKNOWN || !instance->policy.straight_line ||
        instance->applicant_x == NULL) {
        return walking;
    }
    return straight_line_m(instance->applicant_x[applicant], instance->applicant_y[applicant],
                           instance->school_x[school], instance->school_y[school]);
}

double column_value(const struct column *column, uint32_t applicant, uint32_t wish) {
    if (wish != NONE && column->of_wish != NULL && !isnan(column->of_wish[wish])) {
        return column->of_wish[wish];
    }
    return column->of_applicant == NULL ? NAN : column->of_applicant[applicant];
}

bool instance_is_locked(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_locked != NULL && instance->applicant_locked[applicant] != NONE;
}

uint32_t instance_stays_at(const struct instance *instance, uint32_t applicant) {
    uint32_t current = instance_current(instance, applicant);
    if (current == NONE || instance_is_locked(instance, applicant)) {
        return NONE;
    }
    const struct criteria *list = &instance->criteria[instance->offer_criteria[current]];
    bool won_again = false;
    for (uint32_t i = 0; i < list->n; i++) {
        won_again |= instance->criterion[list->start + i].kind == CRITERION_CURRENT_PLACE;
    }
    return won_again && !instance_counts_current(instance, current) ? NONE : current;
}

/* The slot of a locked applicant, NONE of others. */
static uint32_t locked_slot(const struct instance *instance, uint32_t a) {
    return instance_is_locked(instance, a)
               ? instance_final_slot(instance, a, instance->applicant_locked[a],
                                     instance_wished_month(instance, a))
               : NONE;
}

void instance_room(const struct instance *instance, uint32_t *room) {
    memcpy(room, instance->node_seats, instance->n_nodes * sizeof *room);
    for (uint32_t a = 0; instance->applicant_locked != NULL && a < instance->n_applicants; a++) {
        for (uint32_t v = locked_slot(instance, a); v != NONE; v = instance->node_parent[v]) {
            INVARIANT(room[v] > 0);
            room[v] -= room[v] == SEATS_UNLIMITED ? 0 : 1;
        }
    }
}

uint32_t instance_longest_list(const struct instance *instance) {
    uint32_t longest = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t n = instance->wish_start[a + 1] - instance->wish_start[a];
        longest = n > longest ? n : longest;
    }
    return longest;
}

static enum err broken(struct error *error, const char *field, uint32_t index, const char *what) {
    return error_set(error, ERR_INPUT, NULL, "instance.%s[%u] %s", field, index, what);
}

/* start[0 .. n] rises from 0 to total. */
static enum err check_csr(const uint32_t *start, uint32_t n, uint32_t total, const char *field,
                          struct error *error) {
    if (start[0] != 0 || start[n] != total) {
        return broken(error, field, n, "does not end where its items do");
    }
    for (uint32_t i = 0; i < n; i++) {
        if (start[i] > start[i + 1]) {
            return broken(error, field, i, "falls");
        }
    }
    return OK;
}

/* Every index is below limit, or NONE where that is allowed. */
static enum err check_indices(const uint32_t *index, uint32_t n, uint32_t limit, bool or_none,
                              const char *field, struct error *error) {
    for (uint32_t i = 0; index != NULL && i < n; i++) {
        if (index[i] >= limit && !(or_none && index[i] == NONE)) {
            return broken(error, field, i, "points beyond its table");
        }
    }
    return OK;
}

/* The policy's indices: mechanism, criteria and their columns, objectives; limits where near is. */
static enum err check_policy(const struct instance *instance, struct error *error) {
    const struct policy *policy = &instance->policy;
    if (policy->mechanism >= n_mechanisms) {
        return broken(error, "policy.mechanism", policy->mechanism, "is no mechanism");
    }
    if (policy->has_near ? policy->near_m == NULL : policy->near_guarantee) {
        return broken(error, "policy.near_m", 0, "is missing where near is asked for");
    }
    for (uint32_t i = 0; i < instance->n_criteria; i++) {
        const struct criteria *list = &instance->criteria[i];
        if (list->start > instance->n_criterions ||
            list->n > instance->n_criterions - list->start || list->n > CRITERIA_MAX) {
            return broken(error, "criteria", i, "is no list of criteria");
        }
    }
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        enum criterion_kind kind = instance->criterion[i].kind;
        bool named =
            kind == CRITERION_FLAG || kind == CRITERION_ASCENDING || kind == CRITERION_DESCENDING;
        if (named && instance->criterion[i].column >= instance->n_columns) {
            return broken(error, "criterion", i, "points beyond the columns");
        }
    }
    for (uint32_t i = 0; i < policy->n_objectives; i++) {
        if (policy->objective[i].kind == OBJECTIVE_COLUMN &&
            policy->objective[i].column >= instance->n_columns) {
            return broken(error, "policy.objective", i, "points beyond the columns");
        }
    }
    if (policy->n_wish_costs > 0 && policy->n_wish_costs < objective_n_wish_costs(instance)) {
        return broken(error, "policy.wish_cost", policy->n_wish_costs, "is missing");
    }
    return OK;
}

/* The slots of an offer: all of its own, months rising, the last called by the offer's number. */
static enum err check_slots_of(const struct instance *instance, uint32_t offer,
                               struct error *error) {
    uint32_t first = instance->slot_start[offer], end = instance->slot_start[offer + 1];
    if (first == end || instance->slot[end - 1] != offer) {
        return broken(error, "slot", offer, "is not the offer's last step");
    }
    for (uint32_t i = first; i < end; i++) {
        uint32_t slot = instance->slot[i];
        if (instance->slot_offer[slot] != offer) {
            return broken(error, "slot", i, "is another offer's");
        }
        if (instance->slot_from[slot] > MONTH_MAX ||
            (i > first &&
             instance->slot_from[slot] <= instance->slot_from[instance->slot[i - 1]])) {
            return broken(error, "slot_from", slot, "does not rise");
        }
    }
    return OK;
}

static enum err check_slots(const struct instance *instance, struct error *error) {
    if (instance->n_slots < instance->n_offers || instance->n_nodes < instance->n_slots) {
        return broken(error, "n_slots", instance->n_slots, "does not fit offers and nodes");
    }
    enum err err =
        check_csr(instance->slot_start, instance->n_offers, instance->n_slots, "slot_start", error);
    if (err == OK) {
        err = check_indices(instance->slot, instance->n_slots, instance->n_slots, false, "slot",
                            error);
    }
    for (uint32_t i = 0; i < instance->n_offers && err == OK; i++) {
        err = check_slots_of(instance, i, error);
    }
    return err;
}

/* Limits that are no nodes, and rules of offers that only minimum-cost takes. */
static enum err check_crossing(const struct instance *instance, struct error *error) {
    bool ranks = mechanisms[instance->policy.mechanism].ranks;
    if (ranks && instance->n_crossing > 0) {
        return broken(error, "crossing_seats", 0, "needs minimum-cost");
    }
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        if (ranks && instance->offer_opens_with != NULL && instance->offer_opens_with[i] > 1) {
            return broken(error, "offer_opens_with", i, "needs minimum-cost");
        }
        if (ranks && instance->offer_moves_to != NULL && instance->offer_moves_to[i] != NONE) {
            return broken(error, "offer_moves_to", i, "needs minimum-cost");
        }
    }
    if (instance->n_crossing == 0) {
        return OK;
    }
    uint32_t n = instance->crossing_start[instance->n_crossing];
    enum err err =
        check_csr(instance->crossing_start, instance->n_crossing, n, "crossing_start", error);
    if (err == OK) {
        err = check_indices(instance->crossing_offer, n, instance->n_offers, false,
                            "crossing_offer", error);
    }
    for (uint32_t i = 0; i < instance->n_crossing && err == OK; i++) {
        for (uint32_t k = instance->crossing_start[i] + 1; k < instance->crossing_start[i + 1];
             k++) {
            if (instance->crossing_offer[k - 1] >= instance->crossing_offer[k]) {
                return broken(error, "crossing_offer", k, "does not rise");
            }
        }
    }
    return err;
}

/* Families of two members or more, each known to its members; followers of those who are none. */
static enum err check_families(const struct instance *instance, struct error *error) {
    for (uint32_t a = 0; instance->applicant_follows != NULL && a < instance->n_applicants; a++) {
        uint32_t other = instance->applicant_follows[a];
        bool family = instance->applicant_family != NULL && instance->applicant_family[a] != NONE;
        if (other != NONE && (instance->applicant_follows[other] != NONE || family ||
                              instance_current(instance, a) != NONE)) {
            return broken(error, "applicant_follows", a, "has ties of its own");
        }
    }
    if (instance->n_families == 0) {
        return OK;
    }
    uint32_t n = instance->family_start[instance->n_families];
    enum err err =
        check_csr(instance->family_start, instance->n_families, n, "family_start", error);
    if (err == OK) {
        err = check_indices(instance->family_member, n, instance->n_applicants, false,
                            "family_member", error);
    }
    for (uint32_t f = 0; f < instance->n_families && err == OK; f++) {
        uint32_t first = instance->family_start[f], end = instance->family_start[f + 1];
        if (end - first < 2) {
            return broken(error, "family_start", f, "is no family of two");
        }
        for (uint32_t i = first; i < end; i++) {
            uint32_t a = instance->family_member[i];
            if (instance->applicant_family == NULL || instance->applicant_family[a] != f ||
                (i > first && instance->family_member[i - 1] >= a)) {
                return broken(error, "family_member", i, "is of another family, or does not rise");
            }
        }
    }
    return err;
}

/* Months of applicants: within the round and the calendar. */
static enum err check_months(const struct instance *instance, struct error *error) {
    for (uint32_t a = 0; instance->applicant_start != NULL && a < instance->n_applicants; a++) {
        if (instance->first_month == 0 || instance->applicant_start[a] < instance->first_month) {
            return broken(error, "applicant_start", a, "is before the round's first month");
        }
    }
    return check_indices(instance->applicant_start, instance->n_applicants, MONTH_MAX, false,
                         "applicant_start", error);
}

/* A parent has a larger number than its children, so the forest has no cycle, and is no offer. */
static enum err check_forest(const struct instance *instance, struct error *error) {
    for (uint32_t i = 0; i < instance->n_nodes; i++) {
        uint32_t parent = instance->node_parent[i];
        if (parent != NONE &&
            (parent <= i || parent < instance->n_slots || parent >= instance->n_nodes)) {
            return broken(error, "node_parent", i, "is no pool above it");
        }
        if (i < instance->n_slots && parent == NONE && instance->node_seats[i] == SEATS_UNLIMITED) {
            return broken(error, "node_seats", i, "gives an offer no limit at all");
        }
    }
    return OK;
}

/* Where offers choose by rank, all under one pool share one list. */
static enum err check_shared_criteria(const struct instance *instance, struct error *error) {
    if (!mechanisms[instance->policy.mechanism].ranks) {
        return OK;
    }
    uint32_t *list = calloc(instance->n_nodes + 1, sizeof *list);
    if (list == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    for (uint32_t i = 0; i < instance->n_nodes && err == OK; i++) {
        uint32_t own =
            i < instance->n_slots ? instance->offer_criteria[instance->slot_offer[i]] + 1 : list[i];
        uint32_t parent = instance->node_parent[i];
        if (parent == NONE || own == 0) {
            continue;
        }
        if (list[parent] != 0 && list[parent] != own) {
            err = broken(error, "offer_criteria", i, "differs within a pool");
        }
        list[parent] = own;
    }
    free(list);
    return err;
}

/* The smallest of what bad_of says of the applicants, NONE where it says so of all. Parallel. */
static uint32_t first_bad(const struct instance *instance,
                          uint32_t (*bad_of)(const struct instance *, uint32_t)) {
    uint32_t n = instance->n_applicants, first = NONE;
#pragma omp parallel for default(none) shared(instance, bad_of, n) schedule(static)                \
    reduction(min                                                                                  \
              : first) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t a = 0; a < n; a++) {
        uint32_t bad = bad_of(instance, a);
        first = bad < first ? bad : first;
    }
    return first;
}

static uint32_t long_list(const struct instance *instance, uint32_t a) {
    return instance->wish_start[a + 1] - instance->wish_start[a] > WISHES_MAX ? a : NONE;
}

static uint32_t strange_wish(const struct instance *instance, uint32_t a) {
    uint32_t group = instance->applicant_group[a];
    for (uint32_t w = instance->wish_start[a]; w < instance->wish_start[a + 1]; w++) {
        if (group != NONE && instance->offer_group[instance->wish_offer[w]] != group) {
            return w;
        }
    }
    return NONE;
}

static enum err check_wishes(const struct instance *instance, struct error *error) {
    enum err err = check_csr(instance->wish_start, instance->n_applicants, instance->n_wishes,
                             "wish_start", error);
    if (err == OK) {
        err = check_indices(instance->wish_offer, instance->n_wishes, instance->n_offers, false,
                            "wish_offer", error);
    }
    if (err != OK) {
        return err;
    }
    uint32_t list = first_bad(instance, long_list), wish = first_bad(instance, strange_wish);
    return list != NONE   ? broken(error, "wish_start", list, "gives more than 1,000 wishes")
           : wish != NONE ? broken(error, "wish_offer", wish, "is outside the applicant's group")
                          : OK;
}

static uint32_t bad_distance(const struct instance *instance, uint32_t a) {
    uint32_t first = instance->distance_start[a];
    for (uint32_t d = first; d < instance->distance_start[a + 1]; d++) {
        bool rises = d == first || instance->distance_school[d - 1] < instance->distance_school[d];
        if (!rises || instance->distance_m[d] > METRES_MAX) {
            return d;
        }
    }
    return NONE;
}

static enum err check_distances(const struct instance *instance, struct error *error) {
    if (instance->distance_start == NULL) {
        return OK;
    }
    enum err err = check_csr(instance->distance_start, instance->n_applicants,
                             instance->n_distances, "distance_start", error);
    if (err == OK) {
        err = check_indices(instance->distance_school, instance->n_distances, instance->n_schools,
                            false, "distance_school", error);
    }
    uint32_t bad = err == OK ? first_bad(instance, bad_distance) : NONE;
    return bad == NONE ? err
                       : broken(error, "distance_school", bad, "does not rise, or is too far");
}

static enum err check_locked(const struct instance *instance, struct error *error) {
    if (instance->applicant_locked == NULL) {
        return OK;
    }
    uint32_t *n_locked = calloc(instance->n_nodes + 1, sizeof *n_locked);
    if (n_locked == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    for (uint32_t a = 0; a < instance->n_applicants && err == OK; a++) {
        for (uint32_t node = locked_slot(instance, a); node != NONE && err == OK;
             node = instance->node_parent[node]) {
            if (n_locked[node]++ >= instance->node_seats[node]) {
                err = broken(error, "applicant_locked", a, "is more than there are seats");
            }
        }
    }
    free(n_locked);
    return err;
}

enum err instance_check(const struct instance *instance, struct error *error) {
    const struct {
        const uint32_t *index;
        uint32_t n, limit;
        bool or_none;
        const char *field;
    } indices[] = {
        {instance->offer_school, instance->n_offers, instance->n_schools, false, "offer_school"},
        {instance->offer_group, instance->n_offers, instance->n_groups, true, "offer_group"},
        {instance->offer_criteria, instance->n_offers, instance->n_criteria, false,
         "offer_criteria"},
        {instance->applicant_group, instance->n_applicants, instance->n_groups, true,
         "applicant_group"},
        {instance->applicant_current, instance->n_applicants, instance->n_offers, true,
         "applicant_current"},
        {instance->applicant_locked, instance->n_applicants, instance->n_offers, true,
         "applicant_locked"},
        {instance->applicant_side, instance->n_applicants, instance->n_sides, true,
         "applicant_side"},
        {instance->school_side, instance->n_schools, instance->n_sides, true, "school_side"},
        {instance->school_node, instance->n_schools, instance->n_nodes, true, "school_node"},
        {instance->offer_node, instance->n_offers, instance->n_nodes, false, "offer_node"},
        {instance->slot_offer, instance->n_slots, instance->n_offers, false, "slot_offer"},
        {instance->offer_follows_school, instance->n_offers, instance->n_schools, true,
         "offer_follows_school"},
        {instance->offer_follows_offer, instance->n_offers, instance->n_offers, true,
         "offer_follows_offer"},
        {instance->offer_moves_to, instance->n_offers, instance->n_offers, true, "offer_moves_to"},
        {instance->applicant_guarantee, instance->n_applicants, MONTH_MAX, true,
         "applicant_guarantee"},
        {instance->applicant_follows, instance->n_applicants, instance->n_applicants, true,
         "applicant_follows"},
        {instance->applicant_family, instance->n_applicants, instance->n_families, true,
         "applicant_family"},
    };
    enum err err = OK;
    for (size_t i = 0; i < sizeof indices / sizeof indices[0] && err == OK; i++) {
        err = check_indices(indices[i].index, indices[i].n, indices[i].limit, indices[i].or_none,
                            indices[i].field, error);
    }
    enum err (*const checks[])(const struct instance *, struct error *) = {
        check_policy, check_slots,    check_forest, check_shared_criteria, check_crossing,
        check_months, check_families, check_wishes, check_distances,       check_locked};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0] && err == OK; i++) {
        err = checks[i](instance, error);
    }
    return err;
}

enum err instance_plain_slots(struct instance *instance, struct error *error) {
    uint32_t n = instance->n_slots = instance->n_offers;
    instance->offer_node = ARENA_NEW(&instance->arena, n, uint32_t);
    instance->slot_from = ARENA_ZERO(&instance->arena, n, uint32_t);
    instance->slot_start = ARENA_NEW(&instance->arena, (size_t)n + 1, uint32_t);
    if (instance->offer_node == NULL || instance->slot_from == NULL ||
        instance->slot_start == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n; i++) {
        instance->offer_node[i] = instance->slot_start[i] = i;
    }
    instance->slot_start[n] = n;
    instance->slot_offer = instance->slot = instance->offer_node; /* 0, 1, 2, ... all of them */
    return OK;
}

void instance_release(struct instance *instance) {
    arena_free(&instance->arena);
    *instance = (struct instance){0};
}
