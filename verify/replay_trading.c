// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Top trading cycles, immediate acceptance and serial dictatorship, run again in their plainest
 * form. In all three a seat once taken stays taken, so an option that does not fit will never fit
 * again.
 *
 * Top trading cycles: Abdulkadiroglu and Sonmez, "School choice: a mechanism design approach",
 * American Economic Review 93 (2003). Each tree of pools points to the owner of the best option in
 * it that still fits, each applicant to the tree of its best option that still fits; who stands on
 * a cycle takes that option. Cycles do not touch each other and stay until they are taken, so the
 * order of taking them does not matter.
 *
 * Immediate acceptance ("Boston"): in step k everybody unplaced asks for its k-th option, and
 * offers take those who ask, best first, for good.
 *
 * Serial dictatorship: one by one in one order, each takes its first option that fits.
 */
#include "verify/checker.h"

#include <string.h>

/* Seats taken so far. */
struct taking {
    struct checker *checker;
    uint32_t *used; /* [n_nodes] */
};

static bool fits(const struct taking *taking, uint32_t x) {
    const struct checker *checker = taking->checker;
    bool fit = true;
    for (uint32_t v = checker->round.node[x]; v != NONE; v = checker->instance->node_parent[v]) {
        fit = fit && (checker->room[v] == SEATS_UNLIMITED || taking->used[v] < checker->room[v]);
    }
    return fit;
}

static void take(struct taking *taking, uint32_t x) {
    struct checker *checker = taking->checker;
    checker->right[checker->round.owner[x]] = x;
    for (uint32_t v = checker->round.node[x]; v != NONE; v = checker->instance->node_parent[v]) {
        taking->used[v]++;
    }
}

static enum err taking_open(struct taking *taking, struct checker *checker, struct arena *scratch,
                            struct error *error) {
    taking->checker = checker;
    taking->used = ARENA_ZERO(scratch, checker->instance->n_nodes, uint32_t);
    for (uint32_t a = 0; a < checker->instance->n_applicants; a++) {
        checker->right[a] = NONE;
    }
    return taking->used == NULL ? error_no_memory(error) : OK;
}

/* Top trading cycles. */

enum { NOT_ON_PATH = 0 };

struct trading {
    struct taking taking;
    uint32_t *next;    /* [n_applicants] no option before this one fits */
    uint32_t *top;     /* [n_nodes] by root: none before this place of unit_order is to be had */
    uint8_t *gone;     /* [n_applicants] placed, or nothing left to ask for */
    uint32_t *on_path; /* [n_applicants] place on the path, from 1; NOT_ON_PATH */
    uint32_t *path;    /* [n_applicants] */
    uint32_t n_path;
};

/* The applicant's best option that still fits, NONE. */
static uint32_t best_option(struct trading *trading, uint32_t a) {
    uint32_t end = trading->taking.checker->round.start[a + 1];
    while (trading->next[a] < end && !fits(&trading->taking, trading->next[a])) {
        trading->next[a]++;
    }
    return trading->next[a] < end ? trading->next[a] : NONE;
}

/* Whom the tree around the node points to. The applicant that asks is one, so there is somebody.
 */
static uint32_t best_applicant(struct trading *trading, uint32_t node) {
    const struct checker *checker = trading->taking.checker;
    uint32_t root = node;
    while (checker->instance->node_parent[root] != NONE) {
        root = checker->instance->node_parent[root];
    }
    uint32_t *top = &trading->top[root];
    uint32_t x = checker->unit_order[*top];
    while (trading->gone[checker->round.owner[x]] || !fits(&trading->taking, x)) {
        x = checker->unit_order[++*top];
    }
    return checker->round.owner[x];
}

/* Everybody on the path from `from` (a place from 1) on takes its best option. */
static void cycle_take(struct trading *trading, uint32_t from) {
    for (uint32_t i = from - 1; i < trading->n_path; i++) {
        uint32_t a = trading->path[i];
        take(&trading->taking, trading->next[a]);
        trading->gone[a] = 1;
        trading->on_path[a] = NOT_ON_PATH;
    }
    trading->n_path = from - 1;
}

/* Follows the pointers from an applicant until it is gone. Each turn lengthens the path or removes
 * somebody from it for good. */
static void trade_from(struct trading *trading, uint32_t first) {
    uint32_t pointed = first;
    while (!trading->gone[first]) {
        if (trading->n_path == 0 || trading->on_path[pointed] == NOT_ON_PATH) {
            trading->path[trading->n_path++] = pointed;
            trading->on_path[pointed] = trading->n_path;
        }
        uint32_t a = trading->path[trading->n_path - 1];
        uint32_t x = best_option(trading, a);
        if (x == NONE) {
            trading->gone[a] = 1;
            trading->on_path[a] = NOT_ON_PATH;
            trading->n_path--;
        } else {
            pointed = best_applicant(trading, trading->taking.checker->round.node[x]);
            if (trading->on_path[pointed] == NOT_ON_PATH) {
                continue;
            }
            cycle_take(trading, trading->on_path[pointed]);
        }
        pointed = trading->n_path > 0 ? trading->path[trading->n_path - 1] : first;
    }
}

static enum err trading_open(struct trading *trading, struct checker *checker,
                             struct arena *scratch, struct error *error) {
    uint32_t n = checker->instance->n_applicants, n_nodes = checker->instance->n_nodes;
    trading->n_path = 0;
    trading->next = ARENA_NEW(scratch, n, uint32_t);
    trading->top = ARENA_NEW(scratch, n_nodes, uint32_t);
    trading->gone = ARENA_ZERO(scratch, n, uint8_t);
    trading->on_path = ARENA_ZERO(scratch, n, uint32_t);
    trading->path = ARENA_NEW(scratch, n, uint32_t);
    if (trading->next == NULL || trading->top == NULL || trading->gone == NULL ||
        trading->on_path == NULL || trading->path == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        trading->gone[a] = takes_part(checker, a) ? 0 : 1;
    }
    memcpy(trading->next, checker->round.start, n * sizeof *trading->next);
    memcpy(trading->top, checker->unit_start, n_nodes * sizeof *trading->top);
    return taking_open(&trading->taking, checker, scratch, error);
}

enum err replay_top_trading_cycles(struct checker *checker, struct error *error) {
    struct arena scratch = {0};
    struct trading trading;
    enum err err = trading_open(&trading, checker, &scratch, error);
    for (uint32_t a = 0; err == OK && a < checker->instance->n_applicants; a++) {
        trade_from(&trading, a);
    }
    arena_free(&scratch);
    return err;
}

/* Immediate acceptance. */

static bool place_before(const void *context, uint32_t x, uint32_t y) {
    const struct checker *checker = context;
    return checker->place[x] < checker->place[y];
}

enum err replay_immediate_acceptance(struct checker *checker, struct error *error) {
    uint32_t n = checker->instance->n_applicants;
    struct arena scratch = {0};
    struct taking taking;
    uint32_t *asked = ARENA_NEW(&scratch, n, uint32_t);
    uint32_t *other = ARENA_NEW(&scratch, n, uint32_t);
    enum err err = taking_open(&taking, checker, &scratch, error);
    if (asked == NULL || other == NULL) {
        err = error_no_memory(error);
    }
    uint32_t n_left = 1;
    for (uint32_t step = 0; err == OK && n_left > 0; step++) {
        uint32_t n_asked = n_left = 0;
        for (uint32_t a = 0; a < n; a++) {
            uint32_t length = checker->round.start[a + 1] - checker->round.start[a];
            if (takes_part(checker, a) && checker->right[a] == NONE && step < length) {
                asked[n_asked++] = checker->round.start[a] + step;
                n_left++;
            }
        }
        sort_by(asked, n_asked, other, place_before, checker);
        for (uint32_t i = 0; i < n_asked; i++) {
            if (fits(&taking, asked[i])) {
                take(&taking, asked[i]);
            }
        }
    }
    arena_free(&scratch);
    return err;
}

/* Serial dictatorship. */

struct one_order {
    const struct checker *checker;
    const uint64_t *number; /* [n_applicants] */
};

static bool applicant_before(const void *context, uint32_t a, uint32_t b) {
    const struct one_order *order = context;
    return applicant_compare(order->checker, order->number, a, b) < 0;
}

/* The applicant's first option that fits. */
static void choose(struct taking *taking, uint32_t a) {
    const struct choices *round = &taking->checker->round;
    uint32_t x = round->start[a];
    while (x < round->start[a + 1] && !fits(taking, x)) {
        x++;
    }
    if (x < round->start[a + 1] && takes_part(taking->checker, a)) {
        take(taking, x);
    }
}

enum err replay_serial_dictatorship(struct checker *checker, struct error *error) {
    uint32_t n = checker->instance->n_applicants;
    struct arena scratch = {0};
    struct taking taking;
    uint32_t *order = ARENA_NEW(&scratch, n, uint32_t);
    uint32_t *other = ARENA_NEW(&scratch, n, uint32_t);
    uint64_t *number = ARENA_NEW(&scratch, n, uint64_t);
    enum err err = taking_open(&taking, checker, &scratch, error);
    if (order == NULL || other == NULL || number == NULL) {
        err = error_no_memory(error);
    }
    if (err == OK) {
        err = numbers_draw_applicants(checker, number, error);
    }
    if (err == OK) {
        for (uint32_t a = 0; a < n; a++) {
            order[a] = a;
        }
        struct one_order one_order = {checker, number};
        sort_by(order, n, other, applicant_before, &one_order);
        for (uint32_t i = 0; i < n; i++) {
            choose(&taking, order[i]);
        }
    }
    arena_free(&scratch);
    return err;
}
