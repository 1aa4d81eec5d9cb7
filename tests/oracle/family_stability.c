// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/oracle/family_stability.h"

#include <string.h>

static bool is_locked(const struct jury *jury, uint32_t a) {
    return jury->instance->applicant_locked != NULL && jury->instance->applicant_locked[a] != NONE;
}

static uint32_t family_of(const struct jury *jury, uint32_t a) {
    return jury->instance->applicant_family == NULL ? NONE : jury->instance->applicant_family[a];
}

static uint32_t root_of(const struct jury *jury, uint32_t option, uint32_t *level) {
    uint32_t node = jury->options->node[option];
    for (*level = 0; jury->instance->node_parent[node] != NONE; (*level)++) {
        node = jury->instance->node_parent[node];
    }
    return node;
}

/* The option's place in the order of its whole tree. */
static uint32_t place_in_tree(const struct jury *jury, uint32_t option) {
    uint32_t level;
    root_of(jury, option, &level);
    return jury->ranking->position[level][option];
}

static bool same_tree(const struct jury *jury, uint32_t one, uint32_t two) {
    uint32_t level;
    return root_of(jury, one, &level) == root_of(jury, two, &level);
}

/* A seat from the option's slot to the root; false, and none taken: there is none. */
static bool sit(const struct jury *jury, uint32_t *left, uint32_t option) {
    const uint32_t *parent = jury->instance->node_parent;
    for (uint32_t v = jury->options->node[option]; v != NONE; v = parent[v]) {
        if (left[v] == 0) {
            return false;
        }
    }
    for (uint32_t v = jury->options->node[option]; v != NONE; v = parent[v]) {
        left[v] -= left[v] == SEATS_UNLIMITED ? 0 : 1;
    }
    return true;
}

void jury_make(struct jury *jury, const struct instance *instance,
               const struct solution *solution) {
    *jury = (struct jury){instance, &solution->options, &solution->ranking, {0}};
    INVARIANT(instance->n_nodes <= JURY_NODES && instance->n_applicants <= JURY_APPLICANTS);
    memcpy(jury->room, instance->node_seats, instance->n_nodes * sizeof jury->room[0]);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t v = is_locked(jury, a) ? instance->applicant_locked[a] : NONE;
        for (; v != NONE; v = instance->node_parent[v]) {
            jury->room[v] -= jury->room[v] == SEATS_UNLIMITED ? 0 : 1;
        }
    }
}

bool jury_fits(const struct jury *jury, const uint32_t *choice) {
    uint32_t left[JURY_NODES];
    memcpy(left, jury->room, sizeof left);
    for (uint32_t a = 0; a < jury->instance->n_applicants; a++) {
        if (choice[a] != NONE && (is_locked(jury, a) || !sit(jury, left, choice[a]))) {
            return false;
        }
    }
    return true;
}

/* Would the trees take what n members ask for? */
static bool taken(const struct jury *jury, const uint32_t *choice, const uint32_t *member,
                  uint32_t n, const uint32_t *asked) {
    uint32_t set[2 * JURY_APPLICANTS], n_set = 0, left[JURY_NODES], n_asked = 0;
    for (uint32_t a = 0; a < jury->instance->n_applicants; a++) {
        uint32_t held = choice[a], k = NONE, is_member = 0;
        for (uint32_t i = 0; i < n; i++) {
            k = member[i] == a ? asked[i] : k;
            is_member |= member[i] == a;
        }
        bool kept = held != NONE && held != k &&
                    (!is_member || (k != NONE && same_tree(jury, held, k) &&
                                    place_in_tree(jury, held) < place_in_tree(jury, k)));
        if (kept) {
            set[n_set++] = held;
        }
        if (k != NONE) {
            set[n_set++] = k;
            n_asked++;
        }
    }
    memcpy(left, jury->room, sizeof left);
    uint32_t n_taken = 0;
    for (uint32_t round = 0; round < n_set; round++) { /* the best of those not yet looked at */
        uint32_t best = NONE;
        for (uint32_t i = 0; i < n_set; i++) {
            if (set[i] != NONE &&
                (best == NONE || place_in_tree(jury, set[i]) < place_in_tree(jury, set[best]))) {
                best = i;
            }
        }
        uint32_t option = set[best];
        set[best] = NONE;
        if (sit(jury, left, option)) {
            for (uint32_t i = 0; i < n; i++) {
                n_taken += asked[i] == option;
            }
        }
    }
    return n_taken == n_asked;
}

bool jury_takes(const struct jury *jury, const uint32_t *choice, uint32_t applicant,
                uint32_t option) {
    return taken(jury, choice, &applicant, 1, &option);
}

static uint32_t end_of(const struct jury *jury, uint32_t a, uint32_t option) {
    return is_locked(jury, a) ? jury->instance->applicant_locked[a]
           : option != NONE   ? jury->options->offer[option]
                              : instance_stays_at(jury->instance, a);
}

bool jury_together(const struct jury *jury, const uint32_t *choice, uint32_t family) {
    const struct instance *instance = jury->instance;
    const uint32_t *member = instance->family_member + instance->family_start[family];
    uint32_t n = instance->family_start[family + 1] - instance->family_start[family];
    for (uint32_t i = 0; i < n; i++) {
        uint32_t one = end_of(jury, member[0], choice[member[0]]);
        uint32_t other = end_of(jury, member[i], choice[member[i]]);
        if (one == NONE || other == NONE ||
            (instance->policy.families_same_offer
                 ? one != other
                 : instance->offer_school[one] != instance->offer_school[other])) {
            return false;
        }
    }
    return true;
}

static bool may_stay_in_seat(const struct jury *jury, uint32_t a) {
    uint32_t end = jury->options->start[a + 1];
    return end > jury->options->start[a] && jury->options->stays != NULL &&
           jury->options->stays[end - 1] != 0;
}

bool jury_single_blocks(const struct jury *jury, const uint32_t *choice) {
    const struct instance *instance = jury->instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t family = family_of(jury, a);
        uint32_t start = jury->options->start[a], end = jury->options->start[a + 1];
        if (is_locked(jury, a) || (family != NONE && jury_together(jury, choice, family))) {
            continue;
        }
        if (family != NONE && instance->policy.families_required) {
            if (choice[a] != (may_stay_in_seat(jury, a) ? end - 1 : NONE)) {
                return true; /* newly placed without the others, or out of its seat */
            }
            continue;
        }
        for (uint32_t k = start; k < end && k != choice[a]; k++) {
            if (taken(jury, choice, &a, 1, &k)) {
                return true;
            }
        }
    }
    return false;
}

/* Members by the bytes of their ids. */
static uint32_t members_by_id(const struct jury *jury, uint32_t family, uint32_t *member) {
    const struct instance *instance = jury->instance;
    uint32_t n = instance->family_start[family + 1] - instance->family_start[family];
    memcpy(member, instance->family_member + instance->family_start[family], n * sizeof *member);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            if (strcmp(strings_get(&instance->applicant_id, member[j]),
                       strings_get(&instance->applicant_id, member[i])) < 0) {
                uint32_t swap = member[i];
                member[i] = member[j];
                member[j] = swap;
            }
        }
    }
    return n;
}

static uint32_t place_of(const struct jury *jury, uint32_t a, uint32_t option) {
    uint32_t start = jury->options->start[a];
    return is_locked(jury, a) ? 0
           : option == NONE   ? jury->options->start[a + 1] - start
                              : option - start;
}

/* Does the family like its members' options in one better than those in two? */
static bool better(const struct jury *jury, const uint32_t *member, uint32_t n, const uint32_t *one,
                   const uint32_t *two) {
    uint32_t sum_one = 0, sum_two = 0, first = 0;
    for (uint32_t i = n; i-- > 0;) {
        uint32_t p = place_of(jury, member[i], one[member[i]]);
        uint32_t q = place_of(jury, member[i], two[member[i]]);
        sum_one += p;
        sum_two += q;
        first = p < q ? 1 : p > q ? 0 : first;
    }
    return sum_one < sum_two || (sum_one == sum_two && first == 1);
}

bool jury_family_blocks(const struct jury *jury, const uint32_t *choice, uint32_t family) {
    uint32_t member[JURY_APPLICANTS], asked[JURY_APPLICANTS], other[JURY_APPLICANTS];
    uint32_t n = members_by_id(jury, family, member);
    uint64_t n_ways = 1;
    for (uint32_t i = 0; i < n; i++) {
        n_ways *= jury->options->start[member[i] + 1] - jury->options->start[member[i]] + 1;
    }
    memcpy(other, choice, jury->instance->n_applicants * sizeof *other);
    for (uint64_t way = 0; way < n_ways; way++) {
        bool allowed = true;
        uint64_t rest = way;
        for (uint32_t i = 0; i < n; i++) {
            uint32_t a = member[i], start = jury->options->start[a];
            uint32_t length = jury->options->start[a + 1] - start,
                     which = (uint32_t)(rest % (length + 1));
            rest /= length + 1;
            asked[i] = other[a] = which == length ? NONE : start + which;
            allowed =
                allowed && (asked[i] == NONE ? !may_stay_in_seat(jury, a) || is_locked(jury, a)
                                             : !is_locked(jury, a));
        }
        if (allowed && jury_together(jury, other, family) &&
            (!jury_together(jury, choice, family) || better(jury, member, n, other, choice)) &&
            taken(jury, choice, member, n, asked)) {
            return true;
        }
    }
    return false;
}

static bool any_from(const struct jury *jury, uint32_t *choice, uint32_t *left, uint32_t a) {
    const struct instance *instance = jury->instance;
    if (a == instance->n_applicants) {
        bool stable = !jury_single_blocks(jury, choice);
        for (uint32_t f = 0; f < instance->n_families && stable; f++) {
            stable = !jury_family_blocks(jury, choice, f);
        }
        return stable;
    }
    choice[a] = NONE;
    if (any_from(jury, choice, left, a + 1)) {
        return true;
    }
    for (uint32_t k = jury->options->start[a];
         k < jury->options->start[a + 1] && !is_locked(jury, a); k++) {
        uint32_t rest[JURY_NODES];
        memcpy(rest, left, sizeof rest);
        if (sit(jury, rest, k)) {
            choice[a] = k;
            if (any_from(jury, choice, rest, a + 1)) {
                return true;
            }
        }
    }
    return false;
}

bool jury_any_stable(const struct jury *jury) {
    uint32_t choice[JURY_APPLICANTS], left[JURY_NODES];
    memcpy(left, jury->room, sizeof left);
    return any_from(jury, choice, left, 0);
}
