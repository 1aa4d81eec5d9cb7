// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Families propose, in the manner of A. E. Roth and E. Peranson, "The redesign of the matching
 * market for American physicians", American Economic Review 89 (1999), 748-780:
 *
 *     all families leave: what stands is the best stable placement of the others
 *     while a family waits, or one blocks:
 *         it leaves its seats, others move up to them
 *         it proposes its joint options, best first, until the trees take one; whom that displaces
 *         goes on by itself or, with a family, makes its family leave and wait
 *         taken nowhere: each member for itself (preferred), or each stays (required)
 *     still families block: again from the start, first without rotations (rotation.c: others
 *     exchange seats to the good of all of them, and offers hold less good ones), then with the
 *     first of the blocking families first of all
 *
 * Whether a stable placement exists at all is NP-complete to tell (E. Ronn 1990); in large markets
 * with few couples one exists and such proposals find it with high probability (F. Kojima, P. A.
 * Pathak and A. E. Roth, "Matching with couples: stability and incentives in large markets",
 * Quarterly Journal of Economics 128 (2013), 1585-1632). So steps and starts are bounded, and the
 * placement with the fewest blocking families is kept.
 *
 * All others are a standing outcome (standing.h) throughout: a member of a family that is together
 * is there with a list of one option, one for itself with its own list. Hence nobody for itself
 * ever blocks once no family waits, and only families are left to look at. A family that leaves
 * first and then proposes finds every joint option that a stable placement with the others could
 * give it, since a standing outcome of single applicants places the same ones in every stable
 * placement (D. Gale and M. Sotomayor 1985).
 *
 * Invariants: (1) between two steps the standing outcome is stable for all who are present; (2) a
 * family that is AWAY is on the stack, but while it proposes; (3) in give_in each family stops
 * proposing for good at most once, which bounds it.
 */
#include "solver/joint_proposals.h"

#include "solver/joint_options.h"

#include <string.h>

enum {
    STARTS_MAX = 16,       /* with another order of families every second time */
    STEPS_PER_FAMILY = 16, /* proposals of a start */
    STEPS_MIN = 64,
};

enum mode {
    AWAY,     /* no member is there */
    TOGETHER, /* they hold a joint option */
    APART,    /* each for itself; or each stays */
};

struct proposers {
    struct standing *standing;
    struct joint_options joint;
    uint8_t *mode;   /* [n_families] enum mode */
    uint32_t *held;  /* [n_families] the joint option where it is TOGETHER */
    uint32_t *from;  /* [n_families] the joint option with which it begins to propose */
    uint32_t *order; /* [n_families] who proposes first */
    uint32_t *stack; /* [n_families] families that wait, the next one last */
    uint32_t height;
    bool rotates;        /* others exchange seats in cycles, too */
    uint32_t *all;       /* [longest list] an applicant's options in their order */
    uint32_t *displaced; /* [largest family] by a proposal on trial, in the order of its members */
};

static uint32_t first_of(const struct proposers *proposers, uint32_t family) {
    return proposers->standing->task.instance->family_start[family];
}

static const uint32_t *members_of(const struct proposers *proposers, uint32_t family, uint32_t *n) {
    *n = first_of(proposers, family + 1) - first_of(proposers, family);
    return proposers->joint.member + first_of(proposers, family);
}

static const uint32_t *choice_of(const struct proposers *proposers, uint32_t family, uint32_t j) {
    return joint_options_choice(&proposers->joint, proposers->standing->task.instance, family, j);
}

/* Where an option stands in the order of its tree. */
static uint32_t root_position(const struct standing *standing, uint32_t option) {
    const struct mechanism_task *task = &standing->task;
    uint32_t level = 0;
    for (uint32_t node = task->options->node[option]; task->instance->node_parent[node] != NONE;
         node = task->instance->node_parent[node]) {
        level++;
    }
    return task->ranking->position[level][option];
}

/* Would the tree of both rather keep what the member holds than give it what it asks for? */
static bool is_kept(const struct standing *standing, uint32_t held, uint32_t asked) {
    const uint32_t *node = standing->task.options->node;
    return held != asked && held != NONE && asked != NONE &&
           standing->root[node[held]] == standing->root[node[asked]] &&
           root_position(standing, held) < root_position(standing, asked);
}

/* Takes the seats that the members leave for a proposal out of the seating, or gives them back. */
static void leave_seats(struct standing *standing, const uint32_t *member, uint32_t n,
                        const uint32_t *asked, bool back) {
    for (uint32_t i = 0; i < n; i++) {
        uint32_t held = standing->choice[member[i]];
        if (held == NONE || is_kept(standing, held, asked[i])) {
            continue;
        }
        if (back) {
            seating_take(&standing->seating, held);
        } else {
            seating_leave(&standing->seating, held);
        }
    }
}

static bool contains(const uint32_t *option, uint32_t n, uint32_t wanted) {
    for (uint32_t i = 0; i < n; i++) {
        if (option[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* Would the trees take what the members ask for, as joint_proposals.h says? What a tree takes does
 * not depend on the order in which options come to it, so the members try one after the other; then
 * all is put back. */
static bool takes(struct proposers *proposers, const uint32_t *member, uint32_t n,
                  const uint32_t *asked) {
    struct seating *seating = &proposers->standing->seating;
    uint32_t *displaced = proposers->displaced;
    bool taken = true;
    uint32_t tried = 0;
    leave_seats(proposers->standing, member, n, asked, false);
    for (; tried < n && taken; tried++) {
        displaced[tried] = asked[tried] == NONE ? NONE : seating_apply(seating, asked[tried]);
        taken = displaced[tried] == NONE || !contains(asked, n, displaced[tried]);
    }
    while (tried-- > 0) {
        if (asked[tried] == NONE || displaced[tried] == asked[tried]) {
            continue;
        }
        seating_leave(seating, asked[tried]);
        if (displaced[tried] != NONE) {
            seating_take(seating, displaced[tried]);
        }
    }
    leave_seats(proposers->standing, member, n, asked, true);
    return taken;
}

/* Does the family hold this joint option? */
static bool holds(const struct proposers *proposers, uint32_t family, uint32_t j) {
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    const uint32_t *choice = choice_of(proposers, family, j);
    for (uint32_t i = 0; i < n; i++) {
        if (proposers->standing->choice[member[i]] != choice[i]) {
            return false;
        }
    }
    return true;
}

/* Is there a joint option before what it has that the trees would take? */
static bool blocks(struct proposers *proposers, uint32_t family) {
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    for (uint32_t j = proposers->joint.start[family]; j < proposers->joint.start[family + 1]; j++) {
        if (holds(proposers, family, j)) {
            return false;
        }
        if (takes(proposers, member, n, choice_of(proposers, family, j))) {
            return true;
        }
    }
    return false;
}

/* After seats have changed hands: the best stable placement of those present, or, where the start
 * does without rotations, the one that the chains led to. */
static void settle(struct proposers *proposers) {
    proposers->standing->has_gain &= proposers->rotates;
    standing_settle(proposers->standing);
}

static void withdraw(struct proposers *proposers, uint32_t family) {
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    for (uint32_t i = 0; i < n; i++) {
        standing_leave(proposers->standing, member[i]);
    }
    proposers->mode[family] = AWAY;
}

static void push(struct proposers *proposers, uint32_t family) {
    proposers->stack[proposers->height++] = family;
}

/* Families of which somebody has lost its seat leave and wait, all but this one. False if it has
 * itself; then it has left. */
static bool withdraw_displaced(struct proposers *proposers, uint32_t family) {
    struct standing *standing = proposers->standing;
    const uint32_t *family_of = standing->task.instance->applicant_family;
    bool stands = true;
    for (uint32_t i = 0; i < standing->n_moved; i++) { /* who leaves is among them from now on */
        uint32_t a = standing->moved[i], other = family_of[a];
        if (other == NONE || proposers->mode[other] != TOGETHER || standing->choice[a] != NONE ||
            !standing->present[a]) {
            continue;
        }
        withdraw(proposers, other);
        if (other == family) {
            stands = false;
        } else {
            push(proposers, other);
        }
    }
    return stands;
}

/* The family proposes a joint option that the trees take. False if those displaced come back at
 * it. */
static bool propose(struct proposers *proposers, uint32_t family, uint32_t j) {
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    const uint32_t *choice = choice_of(proposers, family, j);
    proposers->mode[family] = TOGETHER;
    proposers->held[family] = j;
    for (uint32_t i = 0; i < n; i++) {
        if (choice[i] != NONE) {
            standing_put_list(proposers->standing, member[i], &choice[i], 1);
            standing_arrive(proposers->standing, member[i]);
        }
    }
    bool stands = withdraw_displaced(proposers, family);
    settle(proposers);
    return stands;
}

/* Each member for itself; or each stays. */
static void go_apart(struct proposers *proposers, uint32_t family) {
    struct standing *standing = proposers->standing;
    const struct options *options = standing->task.options;
    bool required = standing->task.instance->policy.families_required;
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    proposers->mode[family] = APART;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t first = options->start[member[i]], end = options->start[member[i] + 1];
        for (uint32_t k = first; k < end; k++) {
            proposers->all[k - first] = k;
        }
        bool stays = end > first && options_stays(options, end - 1);
        if (!required) {
            standing_put_list(standing, member[i], proposers->all, end - first);
            standing_arrive(standing, member[i]);
        } else if (stays) {
            standing_put_list(standing, member[i], &proposers->all[end - 1 - first], 1);
            standing_arrive(standing, member[i]);
        }
    }
    withdraw_displaced(proposers, family);
    settle(proposers);
}

/* A step: the family leaves and proposes, best first. */
static void step(struct proposers *proposers, uint32_t family) {
    uint32_t n;
    const uint32_t *member = members_of(proposers, family, &n);
    withdraw(proposers, family);
    settle(proposers);
    for (uint32_t j = proposers->from[family]; j < proposers->joint.start[family + 1]; j++) {
        if (takes(proposers, member, n, choice_of(proposers, family, j)) &&
            propose(proposers, family, j)) {
            return;
        }
    }
    go_apart(proposers, family);
}

/* The steps are up: who still waits proposes no more. */
static void give_in(struct proposers *proposers) {
    while (proposers->height > 0) {
        go_apart(proposers, proposers->stack[--proposers->height]);
    }
}

/* Steps until no family waits or blocks, none of those that block gets on, or the steps are up. */
static void run(struct proposers *proposers) {
    uint32_t n_families = proposers->standing->task.instance->n_families;
    uint64_t steps = (uint64_t)STEPS_PER_FAMILY * n_families + STEPS_MIN;
    bool goes_on = true;
    while (goes_on) {
        goes_on = false;
        for (uint32_t i = 0; i < n_families; i++) {
            while (proposers->height > 0 && steps > 0) {
                steps--;
                step(proposers, proposers->stack[--proposers->height]);
                goes_on = true;
            }
            uint32_t family = proposers->order[i];
            if (steps == 0 || !blocks(proposers, family)) {
                continue;
            }
            uint8_t mode = proposers->mode[family];
            uint32_t held = proposers->held[family];
            steps--;
            step(proposers, family);
            goes_on |= proposers->mode[family] != mode || proposers->held[family] != held;
        }
        goes_on = (goes_on || proposers->height > 0) && steps > 0;
    }
    give_in(proposers);
}

/* From the start: all families are away and wait, the first of the order first; the others have the
 * best stable placement, whatever they have come to without rotations. */
static void start(struct proposers *proposers) {
    const struct instance *instance = proposers->standing->task.instance;
    proposers->height = 0;
    for (uint32_t i = instance->n_families; i-- > 0;) {
        withdraw(proposers, proposers->order[i]);
        push(proposers, proposers->order[i]);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        standing_touch(proposers->standing, a, NONE);
    }
    proposers->standing->has_gain = true;
    standing_settle(proposers->standing);
}

/* How many families block; which stands in blocking. */
static uint32_t count_blocking(struct proposers *proposers, uint8_t *blocking) {
    uint32_t n_families = proposers->standing->task.instance->n_families, n = 0;
    for (uint32_t f = 0; f < n_families; f++) {
        blocking[f] = blocks(proposers, f) ? 1 : 0;
        n += blocking[f];
    }
    return n;
}

/* The first family of the order that blocks becomes the first of all, and proposes from behind the
 * joint option that it holds: what it blocks with, it cannot keep. */
static void promote(struct proposers *proposers, const uint8_t *blocking) {
    uint32_t at = 0, *order = proposers->order;
    while (!blocking[order[at]]) {
        at++;
    }
    uint32_t family = order[at];
    memmove(order + 1, order, at * sizeof *order);
    order[0] = family;
    proposers->from[family] = proposers->mode[family] == TOGETHER ? proposers->held[family] + 1
                                                                  : proposers->joint.start[family];
}

static void search(struct proposers *proposers, uint32_t *choice, uint8_t *best,
                   uint8_t *blocking) {
    const struct instance *instance = proposers->standing->task.instance;
    uint32_t n_families = instance->n_families, fewest = NONE;
    memcpy(proposers->from, proposers->joint.start, n_families * sizeof *proposers->from);
    for (uint32_t i = 0; i < STARTS_MAX && fewest > 0; i++) {
        proposers->rotates = i % 2 == 0;
        start(proposers);
        run(proposers);
        uint32_t n = count_blocking(proposers, blocking);
        if (n < fewest) {
            fewest = n;
            memcpy(best, blocking, n_families * sizeof *best);
            memcpy(choice, proposers->standing->choice, instance->n_applicants * sizeof *choice);
        }
        if (n > 0 && !proposers->rotates) {
            promote(proposers, blocking);
        }
    }
}

struct named {
    const char *id;
    uint32_t family;
};

static int by_id(const void *left, const void *right) {
    const struct named *a = left, *b = right;
    return strcmp(a->id, b->id);
}

/* Families in the byte order of their ids. */
static enum err sort_families(const struct instance *instance, uint32_t *order, struct arena *arena,
                              struct error *error) {
    struct named *named = ARENA_NEW(arena, instance->n_families, struct named);
    if (named == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        named[f] = (struct named){strings_get(&instance->family_id, f), f};
    }
    qsort(named, instance->n_families, sizeof *named, by_id);
    for (uint32_t f = 0; f < instance->n_families; f++) {
        order[f] = named[f].family;
    }
    return OK;
}

static enum err make_arrays(struct proposers *proposers, struct arena *arena, struct error *error) {
    const struct instance *instance = proposers->standing->task.instance;
    const uint32_t *option_start = proposers->standing->task.options->start;
    uint32_t n = instance->n_families, largest = 0, longest = 0;
    for (uint32_t f = 0; f < n; f++) {
        uint32_t size = instance->family_start[f + 1] - instance->family_start[f];
        largest = size > largest ? size : largest;
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t length = option_start[a + 1] - option_start[a];
        longest = length > longest ? length : longest;
    }
    proposers->mode = ARENA_ZERO(arena, n, uint8_t);
    proposers->held = ARENA_ZERO(arena, n, uint32_t);
    proposers->order = ARENA_NEW(arena, n, uint32_t);
    proposers->from = ARENA_NEW(arena, n, uint32_t);
    proposers->stack = ARENA_NEW(arena, n, uint32_t);
    proposers->all = ARENA_NEW(arena, longest, uint32_t);
    proposers->displaced = ARENA_NEW(arena, largest, uint32_t);
    bool failed = proposers->mode == NULL || proposers->held == NULL || proposers->order == NULL ||
                  proposers->stack == NULL || proposers->all == NULL ||
                  proposers->displaced == NULL;
    return failed ? error_no_memory(error) : OK;
}

enum err joint_proposals(struct standing *standing, uint32_t *choice, uint8_t *family_blocks,
                         struct arena *arena, struct error *error) {
    const struct instance *instance = standing->task.instance;
    struct proposers proposers = {.standing = standing};
    uint8_t *blocking = ARENA_NEW(arena, instance->n_families, uint8_t);
    enum err err = blocking == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = joint_options_build(&proposers.joint, instance, standing->task.options, arena, error);
    }
    if (err == OK) {
        err = make_arrays(&proposers, arena, error);
    }
    if (err == OK) {
        err = sort_families(instance, proposers.order, arena, error);
    }
    if (err == OK) {
        err = standing_make_lists(standing, arena, error);
    }
    if (err == OK) {
        search(&proposers, choice, family_blocks, blocking);
    }
    return err;
}
