// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Families under deferred acceptance, judged again. A family proposes together: a joint option
 * gives each member one of its options such that all end at one place. It stands the earlier the
 * smaller the sum of the members' places in their own lists, then by those of the first member, the
 * second and so on, in the order of their ids.
 *
 * Of the options it is asked to hold a tree takes, in its order, each for which there is still room
 * in every node around its slot. A family blocks with a joint option that it prefers to what it has
 * if the trees, asked by the members and by all others who sit there, would take every one of the
 * members' options. What a member holds now is asked for, too, where its tree ranks it before what
 * it would have; else it is given up.
 *
 * A placement that no family blocks need not exist (Roth, "The evolution of the labor market for
 * medical interns and residents", Journal of Political Economy 92, 1984), so families may block:
 * just those that certificate.json declares. Whoever chooses alone must not: that is stability.c's.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <string.h>

struct joint {
    const struct checker *checker;
    uint32_t n;         /* members */
    uint32_t *member;   /* [n] in the order of their ids */
    uint32_t *choice;   /* [n] option, NONE: locked, or stays without a seat */
    uint32_t *position; /* [n] of the choice in the member's list */
    uint32_t *held;     /* [n] the same of what it has */
    uint32_t *count;    /* [n_nodes] seats taken by options taken so far; all 0 between trees */
    uint32_t *of;       /* [n_applicants] a member's index; NONE: not of the family at hand */
    uint32_t *taken;    /* [round.n] options that a tree has taken */
    uint32_t n_taken;
    bool together; /* the family has a joint option, by held */
};

bool has_joint_options(const struct checker *checker) {
    const struct instance *instance = checker->instance;
    return checker->rule == RULE_DEFERRED_ACCEPTANCE && instance->policy.has_families &&
           instance->n_families > 0;
}

/* Where the applicant ends by the round alone, without what came after it. */
static uint32_t ends_in_round(const struct checker *checker, uint32_t a) {
    uint32_t x = checker->stated[a];
    if (is_locked(checker->instance, a)) {
        return checker->instance->applicant_locked[a];
    }
    return x != NONE                  ? checker->round.offer[x]
           : stays_freely(checker, a) ? present_place(checker->instance, a)
                                      : NONE;
}

static uint32_t place_of(const struct checker *checker, uint32_t offer) {
    const struct instance *instance = checker->instance;
    return offer == NONE || instance->policy.families_same_offer ? offer
                                                                 : instance->offer_school[offer];
}

/* Do all members end at one place by the round alone? */
static bool together_in_round(const struct checker *checker, uint32_t family) {
    const struct instance *instance = checker->instance;
    const uint32_t *member = instance->family_member + instance->family_start[family];
    uint32_t n = instance->family_start[family + 1] - instance->family_start[family];
    uint32_t place = place_of(checker, ends_in_round(checker, member[0]));
    bool together = place != NONE;
    for (uint32_t i = 1; i < n; i++) {
        together = together && place_of(checker, ends_in_round(checker, member[i])) == place;
    }
    return together;
}

bool chooses_alone(const struct checker *checker, uint32_t a) {
    const struct instance *instance = checker->instance;
    uint32_t family = has_joint_options(checker) ? instance->applicant_family[a] : NONE;
    return family == NONE ||
           (!instance->policy.families_required && !together_in_round(checker, family));
}

/* The tree that an option is in. */
static uint32_t tree_of(const struct checker *checker, uint32_t x) {
    uint32_t node = checker->round.node[x];
    while (checker->instance->node_parent[node] != NONE) {
        node = checker->instance->node_parent[node];
    }
    return node;
}

static bool has_room(const struct joint *joint, uint32_t x) {
    const struct checker *checker = joint->checker;
    bool room = true;
    for (uint32_t v = checker->round.node[x]; v != NONE; v = checker->instance->node_parent[v]) {
        room = room && (checker->room[v] == SEATS_UNLIMITED || joint->count[v] < checker->room[v]);
    }
    return room;
}

static void count_by(struct joint *joint, uint32_t x, int32_t by) {
    const uint32_t *parent = joint->checker->instance->node_parent;
    for (uint32_t v = joint->checker->round.node[x]; v != NONE; v = parent[v]) {
        joint->count[v] += (uint32_t)by;
    }
}

/* Is the option asked for, when the members propose? *wanted: it must be taken. */
static bool is_asked(const struct joint *joint, uint32_t tree, uint32_t x, bool *wanted) {
    const struct checker *checker = joint->checker;
    uint32_t a = checker->round.owner[x];
    *wanted = false;
    if (joint->of[a] == NONE) {
        return checker->stated[a] == x && turn_of(checker, a) == 0;
    }
    uint32_t choice = joint->choice[joint->of[a]];
    *wanted = choice == x;
    return *wanted ||
           (checker->stated[a] == x && choice != NONE && tree_of(checker, choice) == tree &&
            option_compare(checker, x, choice, NULL) < 0);
}

/* Would the tree take every option of the proposal that is in it? Its order: what goes before the
 * criteria, then the others. */
static bool tree_takes(struct joint *joint, uint32_t tree) {
    const struct checker *checker = joint->checker;
    bool takes = true, wanted;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = checker->unit_start[tree]; takes && i < checker->unit_start[tree + 1];
             i++) {
            uint32_t x = checker->unit_order[i];
            bool first = is_claimed(checker, x) || is_kept(checker, x);
            if (first != (pass == 0) || !is_asked(joint, tree, x, &wanted)) {
                continue;
            }
            bool taken = has_room(joint, x);
            takes = taken || !wanted;
            if (taken) {
                count_by(joint, x, 1);
                joint->taken[joint->n_taken++] = x;
            }
        }
    }
    while (joint->n_taken > 0) {
        count_by(joint, joint->taken[--joint->n_taken], -1);
    }
    return takes;
}

/* Does the joint option at hand stand before what the family has? */
static bool is_better(const struct joint *joint) {
    uint64_t sum = 0, held = 0;
    int order = 0;
    for (uint32_t i = 0; i < joint->n; i++) {
        uint32_t x = joint->position[i], y = joint->held[i];
        sum += x;
        held += y;
        order = order != 0 ? order : (x > y) - (x < y);
    }
    return !joint->together || sum < held || (sum == held && order < 0);
}

/* Would all trees take the joint option at hand? */
static bool trees_take(struct joint *joint) {
    bool take = true;
    for (uint32_t i = 0; take && i < joint->n; i++) {
        bool again = joint->choice[i] == NONE;
        for (uint32_t j = 0; !again && j < i; j++) {
            again = joint->choice[j] != NONE && tree_of(joint->checker, joint->choice[j]) ==
                                                    tree_of(joint->checker, joint->choice[i]);
        }
        take = again || tree_takes(joint, tree_of(joint->checker, joint->choice[i]));
    }
    return take;
}

/* Goes through the ways in which member i and those after it end at the place; true: one blocks. */
static bool any_blocks(struct joint *joint, uint32_t i, uint32_t place) {
    const struct checker *checker = joint->checker;
    if (i == joint->n) {
        return is_better(joint) && trees_take(joint);
    }
    uint32_t a = joint->member[i], start = checker->round.start[a];
    uint32_t n = checker->round.start[a + 1] - start;
    uint32_t present = present_place(checker->instance, a);
    bool locked = is_locked(checker->instance, a), blocks = false;
    for (uint32_t k = 0; k < n && !locked && !blocks; k++) {
        if (place_of(checker, checker->round.offer[start + k]) == place) {
            joint->choice[i] = start + k;
            joint->position[i] = k;
            blocks = any_blocks(joint, i + 1, place);
        }
    }
    bool free = present != NONE && !instance_counts_current(checker->instance, present);
    uint32_t rests = locked ? checker->instance->applicant_locked[a] : free ? present : NONE;
    if (!blocks && rests != NONE && place_of(checker, rests) == place) {
        joint->choice[i] = NONE;
        joint->position[i] = locked ? 0 : n;
        blocks = any_blocks(joint, i + 1, place);
    }
    return blocks;
}

/* What the family has, and who it is. */
static void family_open(struct joint *joint, uint32_t family) {
    const struct checker *checker = joint->checker;
    const struct instance *instance = checker->instance;
    uint32_t first = instance->family_start[family];
    joint->n = instance->family_start[family + 1] - first;
    joint->together = together_in_round(checker, family);
    for (uint32_t i = 0; i < joint->n; i++) {
        uint32_t a = instance->family_member[first + i], at = i;
        for (; at > 0 && strcmp(applicant_text(checker, a),
                                applicant_text(checker, joint->member[at - 1])) < 0;
             at--) {
            joint->member[at] = joint->member[at - 1];
        }
        joint->member[at] = a;
    }
    for (uint32_t i = 0; i < joint->n; i++) {
        uint32_t a = joint->member[i], start = checker->round.start[a];
        uint32_t x = checker->stated[a], n = checker->round.start[a + 1] - start;
        joint->of[a] = i;
        joint->held[i] = is_locked(instance, a) ? 0 : x == NONE ? n : x - start;
    }
}

/* Has the family a joint option that it prefers and that would be taken? */
static bool family_blocks(struct joint *joint, uint32_t family) {
    const struct checker *checker = joint->checker;
    const struct instance *instance = checker->instance;
    family_open(joint, family);
    uint32_t leader = joint->member[0], start = checker->round.start[leader];
    uint32_t end = checker->round.start[leader + 1];
    bool locked = is_locked(instance, leader), blocks = false;
    uint32_t rests = locked ? instance->applicant_locked[leader] : present_place(instance, leader);
    for (uint32_t x = start; x < end && !locked && !blocks; x++) {
        uint32_t place = place_of(checker, checker->round.offer[x]);
        bool again = false;
        for (uint32_t y = start; y < x; y++) {
            again = again || place_of(checker, checker->round.offer[y]) == place;
        }
        blocks = !again && any_blocks(joint, 0, place);
    }
    blocks = blocks || (rests != NONE && any_blocks(joint, 0, place_of(checker, rests)));
    for (uint32_t i = 0; i < joint->n; i++) {
        joint->of[joint->member[i]] = NONE;
    }
    return blocks;
}

static enum err joint_open(struct joint *joint, struct checker *checker, struct arena *scratch,
                           struct error *error) {
    const struct instance *instance = checker->instance;
    uint32_t most = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        uint32_t n = instance->family_start[f + 1] - instance->family_start[f];
        most = n > most ? n : most;
    }
    *joint = (struct joint){.checker = checker};
    joint->member = ARENA_NEW(scratch, most, uint32_t);
    joint->choice = ARENA_NEW(scratch, most, uint32_t);
    joint->position = ARENA_NEW(scratch, most, uint32_t);
    joint->held = ARENA_NEW(scratch, most, uint32_t);
    joint->count = ARENA_ZERO(scratch, instance->n_nodes, uint32_t);
    joint->of = ARENA_NEW(scratch, instance->n_applicants, uint32_t);
    joint->taken = ARENA_NEW(scratch, checker->round.n, uint32_t);
    if (joint->member == NULL || joint->choice == NULL || joint->position == NULL ||
        joint->held == NULL || joint->count == NULL || joint->of == NULL || joint->taken == NULL) {
        return error_no_memory(error);
    }
    memset(joint->of, 0xFF, instance->n_applicants * sizeof *joint->of);
    return OK;
}

/* One family: what it does, and what the certificate says of it, must agree. */
static void check_declared(struct checker *checker, uint32_t family, bool blocks, bool declared) {
    static const struct place place = {"certificate.json", 0, 0};
    const char *id = strings_get(&checker->instance->family_id, family);
    if (blocks && !declared) {
        finding_break(checker, PROPERTY_ENVY, place,
                      "blocking: family %s is not there, and every offer concerned would take it "
                      "where it would rather be together",
                      id);
    } else if (declared && !blocks) {
        finding_break(checker, PROPERTY_ENVY, place,
                      "blocking: family %s is there, and no offers would take it where it would "
                      "rather be together",
                      id);
    }
}

enum err joint_check(struct checker *checker, struct error *error) {
    static const struct place place = {"certificate.json", 0, 0};
    const struct instance *instance = checker->instance;
    const struct results *results = checker->results;
    struct arena scratch = {0};
    struct joint joint;
    bool applies = has_joint_options(checker);
    uint32_t n_blocking = 0, n_declared = 0;
    if (results->has_blocking != applies) {
        finding_break(checker, applies ? PROPERTY_ENVY : PROPERTY_COUNTS, place, "blocking: %s",
                      applies ? "missing" : "there, though no families propose together");
    }
    if (!applies) {
        return OK;
    }
    enum err err = joint_open(&joint, checker, &scratch, error);
    for (uint32_t f = 0; err == OK && f < instance->n_families; f++) {
        bool blocks = family_blocks(&joint, f);
        bool declared = n_declared < results->n_blocking && results->blocking[n_declared] == f;
        n_declared += declared ? 1 : 0;
        n_blocking += blocks ? 1 : 0;
        check_declared(checker, f, blocks, declared);
    }
    if (err == OK) {
        finding_set(
            checker, PROPERTY_ENVY, VERDICT_HELD, "%" PRIu32 " of %" PRIu32 " families block%s%s",
            n_blocking, instance->n_families, n_blocking == 0 ? "" : ", as declared; the first is ",
            n_blocking == 0 ? ""
                            : strings_get(&instance->family_id,
                                          results->n_blocking > 0 ? results->blocking[0] : 0));
    }
    arena_free(&scratch);
    return err;
}
