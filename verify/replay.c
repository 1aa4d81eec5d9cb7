// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Deferred acceptance, run again in its plainest form.
 *
 *     every applicant, while it is held nowhere and has options left:
 *         proposes to its next option and is held there
 *         if a node on the way from the offer to the root now holds more than its room:
 *             the worst that the lowest such node holds is let go
 *
 * Gale and Shapley, "College admissions and the stability of marriage", American Mathematical
 * Monthly 69 (1962); with nested limits the sets a tree can hold are the independent sets of a
 * laminar matroid, and the worst of the lowest node over its limit is the worst of the circuit:
 * Fleiner, "A fixed-point approach to stable matchings", Mathematics of Operations Research 28
 * (2003). In which order applicants propose does not matter.
 *
 * Near guarantee: whoever ends neither at a wish nor near gets a claim, which puts its near options
 * before all without one; everything again, until no claim is added. A claim is never taken back,
 * so there are at most as many rounds as applicants, and one.
 *
 * Each node with a limit has a heap of what it was ever offered, the worst on top; what has been
 * let go elsewhere is thrown away when it comes to the top.
 */
#include "verify/checker.h"

#include <string.h>

struct round {
    const struct checker *checker;
    uint64_t *worseness;  /* [round.n] place in the order with the claims so far; larger is worse */
    uint32_t *heap_start; /* [n_nodes + 1] CSR, room for every option under the node */
    uint32_t *heap;
    uint32_t *heap_n; /* [n_nodes] */
    uint32_t *count;  /* [n_nodes] how many it holds */
    uint32_t *next;   /* [n_applicants] the option it proposes to next */
    uint32_t *held;   /* [n_applicants] option or NONE */
};

static void heap_push(struct round *round, uint32_t node, uint32_t x) {
    uint32_t *heap = round->heap + round->heap_start[node];
    uint64_t key = round->worseness[x];
    uint32_t i = round->heap_n[node]++;
    while (i > 0 && round->worseness[heap[(i - 1) / 2]] < key) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = x;
}

static uint32_t heap_pop(struct round *round, uint32_t node) {
    uint32_t *heap = round->heap + round->heap_start[node];
    uint32_t top = heap[0], n = --round->heap_n[node], last = heap[n], i = 0;
    uint64_t key = round->worseness[last];
    for (uint32_t child = 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && round->worseness[heap[child + 1]] > round->worseness[heap[child]]) {
            child++;
        }
        if (round->worseness[heap[child]] <= key) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    return top;
}

static bool is_held(const struct round *round, uint32_t x) {
    return round->held[round->checker->round.owner[x]] == x;
}

/* Holds x everywhere on its way to the root; returns the lowest node over its room, NONE. */
static uint32_t hold(struct round *round, uint32_t x) {
    const struct checker *checker = round->checker;
    const uint32_t *parent = checker->instance->node_parent;
    uint32_t over = NONE;
    round->held[checker->round.owner[x]] = x;
    for (uint32_t v = checker->round.node[x]; v != NONE; v = parent[v]) {
        round->count[v]++;
        if (checker->room[v] != SEATS_UNLIMITED) {
            heap_push(round, v, x);
            over = over == NONE && round->count[v] > checker->room[v] ? v : over;
        }
    }
    return over;
}

/* Lets the worst that the node holds go; returns its option. */
static uint32_t let_go(struct round *round, uint32_t node) {
    const struct checker *checker = round->checker;
    uint32_t x = heap_pop(round, node);
    while (!is_held(round, x)) {
        x = heap_pop(round, node);
    }
    round->held[checker->round.owner[x]] = NONE;
    for (uint32_t v = checker->round.node[x]; v != NONE; v = checker->instance->node_parent[v]) {
        round->count[v]--;
    }
    return x;
}

static void propose_all(struct round *round) {
    const struct checker *checker = round->checker;
    const struct instance *instance = checker->instance;
    for (uint32_t x = 0; x < checker->round.n; x++) {
        uint64_t place = checker->place[x];
        bool first = is_claimed(checker, x) || is_kept(checker, x);
        round->worseness[x] = first ? place : place + checker->round.n;
    }
    memset(round->heap_n, 0, instance->n_nodes * sizeof *round->heap_n);
    memset(round->count, 0, instance->n_nodes * sizeof *round->count);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        round->held[a] = NONE;
        round->next[a] = checker->round.start[a];
    }
    for (uint32_t first = 0; first < instance->n_applicants; first++) {
        uint32_t a = takes_part(checker, first) ? first : NONE;
        while (a != NONE && round->next[a] < checker->round.start[a + 1]) {
            uint32_t over = hold(round, round->next[a]++);
            a = over == NONE ? NONE : checker->round.owner[let_go(round, over)];
        }
    }
}

/* Gives claims of this round; returns how many. */
static uint32_t claims_add(const struct round *round, uint32_t number) {
    const struct checker *checker = round->checker;
    uint32_t n = 0;
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        uint32_t x = round->held[a];
        bool well = x != NONE && (wish_of(checker, x) > 0 || checker->near[x] != 0);
        if (!well && checker->claim[a] == 0 && takes_part(checker, a)) {
            checker->claim[a] = number;
            n++;
        }
    }
    return n;
}

static enum err round_open(struct round *round, struct checker *checker, struct arena *scratch,
                           struct error *error) {
    const struct instance *instance = checker->instance;
    uint32_t n_nodes = instance->n_nodes;
    *round = (struct round){.checker = checker, .held = checker->right};
    round->worseness = ARENA_NEW(scratch, checker->round.n, uint64_t);
    round->heap_start = ARENA_ZERO(scratch, (size_t)n_nodes + 1, uint32_t);
    round->heap_n = ARENA_NEW(scratch, n_nodes, uint32_t);
    round->count = ARENA_NEW(scratch, n_nodes, uint32_t);
    round->next = ARENA_NEW(scratch, instance->n_applicants, uint32_t);
    if (round->worseness == NULL || round->heap_start == NULL || round->heap_n == NULL ||
        round->count == NULL || round->next == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t x = 0; x < checker->round.n; x++) {
        for (uint32_t v = checker->round.node[x]; v != NONE; v = instance->node_parent[v]) {
            round->heap_start[v + 1] += checker->room[v] != SEATS_UNLIMITED ? 1 : 0;
        }
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        round->heap_start[v + 1] += round->heap_start[v];
    }
    round->heap = ARENA_NEW(scratch, round->heap_start[n_nodes], uint32_t);
    return round->heap == NULL ? error_no_memory(error) : OK;
}

enum err replay_deferred_acceptance(struct checker *checker, struct error *error) {
    struct arena scratch = {0};
    struct round round;
    const struct policy *policy = &checker->instance->policy;
    bool guarantee = policy->has_near && policy->near_guarantee && !checker->of_followers;
    enum err err = round_open(&round, checker, &scratch, error);
    uint32_t n_added = 0, number = 1;
    do {
        if (err == OK) {
            propose_all(&round);
            n_added = guarantee ? claims_add(&round, number) : 0;
            number++;
        }
    } while (err == OK && n_added > 0);
    arena_free(&scratch);
    return err;
}
