// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Exact optimality and dual prices of an assignment, in integers, by shortest paths between the
 * nodes (offers, pools and the outside) and not between applicants.
 *
 * The arc i -> j with weight w says "one occupant less in i and one more in j costs w":
 *
 *     s -> t         c(k') - c(k)   somebody placed at s by k has an open option k' at t
 *     outside -> t   c(k')          somebody unplaced has an open option k' at t
 *     s -> outside   -c(k)          somebody placed at s need not be placed
 *     v -> parent    0              v has room for one more
 *     parent -> v    0              v may lose one (not where the face keeps v full)
 *
 * A cycle of negative weight is a better placement (Klein, "A primal method for minimal cost
 * flows", Management Science 14, 1967); without one the placement is optimal, and P is a vector
 * of optimal sums of prices exactly when P(outside) = 0 and P(i) <= P(j) + w for every arc. The
 * smallest such P is P(j) = -distance(outside, j).
 *
 * Every node can be reached, on the face of earlier levels too, if their prices were the smallest
 * as well: the shortest path to a node was tight (no slack in P on any of its arcs), and tight arcs
 * are what the face keeps. So the smallest prices exist at every level; they are a property of the
 * model, the same whichever optimal placement is given, and negative only where a node must be
 * full.
 *
 * Distances by label correcting with a first-in-first-out queue (Moore 1959). A negative cycle
 * shows as a cycle of the parent pointers, looked for once every n labels (Cherkassky and
 * Goldberg, "Negative-cycle detection algorithms", Mathematical Programming 85, 1999, whose
 * theorem says that it will be seen).
 *
 * After a cycle is cancelled the labels of the other nodes stand, and the search goes on from
 * them: a district needs hundreds of cycles, and most touch a few offers.
 *
 * Invariants: (1) every node is reached in the end; (2) each label is the weight of a walk without
 * cycles or of one that contains a negative cycle about to be found, so it fits 64 bits (check_size
 * in assignment_solve.c).
 */
#include "solver/residual.h"

#include "solver/disjoint_sets.h"
#include "solver/occupancy.h"

#include <string.h>

/* Labels that outlive many cycles sink; below this they begin anew, long before 64 bits end. */
#define LOWEST_LABEL (-(INT64_C(1) << 60))

enum { REPORT_EVERY = 64 }; /* cycles */

struct residual {
    struct occupancy occupancy;
    const struct assignment_model *model;
    const struct face *face;
    const int64_t *cost;
    uint32_t outside; /* = n_nodes */

    int64_t *distance;       /* [n_nodes + 1] from the source at hand */
    uint8_t *reached;        /* [n_nodes + 1] 1: distance is set */
    uint32_t *via_node;      /* [n_nodes + 1] where the label came from, NONE at the source */
    uint32_t *via_applicant; /* [n_nodes + 1] who moves on that arc, NONE: nobody */
    uint32_t *via_option;    /* [n_nodes + 1] to which option, NONE: the outside */

    uint32_t *queue; /* [n_nodes + 1] ring; a node stands in it at most once */
    uint8_t *queued; /* [n_nodes + 1] */
    uint32_t queue_head, n_queued;

    uint32_t *mark;    /* [n_nodes + 1] walk that last passed here, scratch of find_cycle; sets of
                          span_tree */
    uint8_t *on_cycle; /* [n_nodes + 1] scratch of cancel_cycle */
    uint32_t n_labels; /* since the last look for a cycle */
};

static enum err residual_new(struct residual *residual, const struct assignment_model *model,
                             uint32_t *choice, struct arena *arena, struct error *error) {
    size_t n = (size_t)model->n_nodes + 1;
    residual->model = model;
    residual->outside = model->n_nodes;
    residual->distance = ARENA_ZERO(arena, n, int64_t);
    residual->reached = ARENA_ZERO(arena, n, uint8_t);
    residual->via_node = ARENA_ZERO(arena, n, uint32_t);
    residual->via_applicant = ARENA_ZERO(arena, n, uint32_t);
    residual->via_option = ARENA_ZERO(arena, n, uint32_t);
    residual->queue = ARENA_ZERO(arena, n, uint32_t);
    residual->queued = ARENA_ZERO(arena, n, uint8_t);
    residual->on_cycle = ARENA_ZERO(arena, n, uint8_t);
    residual->mark = ARENA_ZERO(arena, n, uint32_t);
    if (residual->distance == NULL || residual->reached == NULL || residual->via_node == NULL ||
        residual->via_applicant == NULL || residual->via_option == NULL ||
        residual->queue == NULL || residual->queued == NULL || residual->on_cycle == NULL ||
        residual->mark == NULL) {
        return error_no_memory(error);
    }
    return occupancy_new(&residual->occupancy, model, choice, arena, error);
}

static void enqueue(struct residual *residual, uint32_t node) {
    if (residual->queued[node] != 0) {
        return;
    }
    uint32_t size = residual->outside + 1;
    uint32_t place = (uint32_t)(((uint64_t)residual->queue_head + residual->n_queued) % size);
    residual->queue[place] = node;
    residual->queued[node] = 1;
    residual->n_queued++;
}

static uint32_t dequeue(struct residual *residual) {
    uint32_t node = residual->queue[residual->queue_head];
    residual->queue_head = residual->queue_head == residual->outside ? 0 : residual->queue_head + 1;
    residual->n_queued--;
    residual->queued[node] = 0;
    return node;
}

/* An arc: from -> to of weight w, on which `applicant` takes `option` (NONE, NONE: nobody moves).
 */
struct arc {
    uint32_t from, to;
    int64_t weight;
    uint32_t applicant, option;
};

static void relax(struct residual *residual, struct arc arc) {
    int64_t length = residual->distance[arc.from] + arc.weight;
    if (residual->reached[arc.to] != 0 && residual->distance[arc.to] <= length) {
        return;
    }
    residual->reached[arc.to] = 1;
    residual->distance[arc.to] = length;
    residual->via_node[arc.to] = arc.from;
    residual->via_applicant[arc.to] = arc.applicant;
    residual->via_option[arc.to] = arc.option;
    residual->n_labels++;
    enqueue(residual, arc.to);
}

/* All arcs on which this applicant leaves `from`, where it sits now. */
static void relax_applicant(struct residual *residual, uint32_t from, uint32_t applicant) {
    const struct assignment_model *model = residual->model;
    const struct face *face = residual->face;
    uint32_t chosen = residual->occupancy.choice[applicant];
    int64_t now = chosen == NONE ? 0 : residual->cost[chosen];
    uint32_t end = model->option_start[applicant + 1];
    for (uint32_t k = model->option_start[applicant]; k < end; k++) {
        if (face->open[k] != 0 && k != chosen) {
            relax(residual, (struct arc){from, model->option_offer[k], residual->cost[k] - now,
                                         applicant, k});
        }
    }
    if (chosen != NONE && face->placed[applicant] == 0) {
        relax(residual, (struct arc){from, residual->outside, -now, applicant, NONE});
    }
}

static void relax_node(struct residual *residual, uint32_t node) {
    const struct occupancy *occupancy = &residual->occupancy;
    for (uint32_t a = occupancy->first[node]; a != NONE; a = occupancy->next[a]) {
        relax_applicant(residual, node, a);
    }
    if (node != residual->outside && occupancy_has_room(occupancy, node)) {
        uint32_t parent = occupancy_parent(occupancy, node);
        relax(residual, (struct arc){node, parent, 0, NONE, NONE});
    }
    for (uint32_t v = occupancy->child[node]; v != NONE; v = occupancy->sibling[v]) {
        if (residual->face->full[v] == 0) {
            relax(residual, (struct arc){node, v, 0, NONE, NONE});
        }
    }
}

/* A node on a cycle of the parent pointers, NONE if there is none. O(nodes). */
static uint32_t find_cycle(struct residual *residual) {
    for (uint32_t v = 0; v <= residual->outside; v++) {
        residual->mark[v] = NONE;
    }
    for (uint32_t v = 0; v <= residual->outside; v++) {
        uint32_t node = residual->reached[v] != 0 ? v : NONE;
        while (node != NONE && residual->mark[node] == NONE) {
            residual->mark[node] = v;
            node = residual->via_node[node];
        }
        if (node != NONE && residual->mark[node] == v) {
            return node;
        }
    }
    return NONE;
}

/* Labels from nothing but the outside. */
static void start_labels(struct residual *residual) {
    for (uint32_t v = 0; v <= residual->outside; v++) {
        residual->reached[v] = residual->queued[v] = 0;
    }
    residual->queue_head = residual->n_queued = residual->n_labels = 0;
    residual->reached[residual->outside] = 1;
    residual->distance[residual->outside] = 0;
    residual->via_node[residual->outside] = NONE;
    enqueue(residual, residual->outside);
}

/* Corrects labels until no arc can shorten one (NONE), or a node on a negative cycle is found. */
static uint32_t correct_labels(struct residual *residual) {
    while (residual->n_queued > 0) {
        relax_node(residual, dequeue(residual));
        if (residual->n_labels > residual->outside) {
            residual->n_labels = 0;
            uint32_t on_cycle = find_cycle(residual);
            if (on_cycle != NONE) {
                return on_cycle;
            }
        }
    }
    return NONE;
}

/* Everybody on the cycle moves along it. A node lies on the cycle once, so an applicant moves
 * once, and each arc's room was there before: the placement stays within the room. Only arcs out of
 * the cycle's nodes change, so all other labels stand: its nodes are looked at again, and what
 * hangs on them is cut off. */
static void cancel_cycle(struct residual *residual, uint32_t node) {
    uint32_t here = node;
    bool low = false;
    memset(residual->on_cycle, 0, (size_t)residual->outside + 1);
    do {
        if (residual->via_applicant[here] != NONE) {
            occupancy_move(&residual->occupancy, residual->via_applicant[here],
                           residual->via_option[here]);
        }
        residual->on_cycle[here] = 1;
        enqueue(residual, here);
        low = low || residual->distance[here] < LOWEST_LABEL;
        here = residual->via_node[here];
    } while (here != node);
    for (uint32_t v = 0; v <= residual->outside; v++) {
        if (residual->reached[v] != 0 && residual->via_node[v] != NONE &&
            residual->on_cycle[residual->via_node[v]] != 0) {
            residual->via_node[v] = NONE;
        }
    }
    if (low) {
        start_labels(residual);
    }
}

/* Cancels until there is no negative cycle; the last pass, which finds none, labels from the
 * outside anew, since labels that outlived a cycle may lie below the distances. Returns how many
 * there were. */
static uint32_t cancel_all(struct residual *residual, const struct progress *progress) {
    uint32_t n_cycles = 0, n_reported = 0, n_before;
    do {
        uint32_t on_cycle;
        n_before = n_cycles;
        start_labels(residual);
        while ((on_cycle = correct_labels(residual)) != NONE) {
            while (on_cycle != NONE) { /* often there are several, apart from each other */
                cancel_cycle(residual, on_cycle);
                n_cycles++;
                on_cycle = find_cycle(residual);
            }
            if (n_cycles - n_reported >= REPORT_EVERY) {
                progress_report(progress, "solve", -1.0);
                n_reported = n_cycles;
            }
        }
    } while (n_cycles > n_before);
    return n_cycles;
}

/* The spanning tree of the basis, as Kruskal would: first the slacks that must be in it, because
 * their nodes are not full, then the arcs of the shortest paths, which are tight. */
static void span_tree(struct residual *residual, struct residual_result *result) {
    const struct occupancy *occupancy = &residual->occupancy;
    uint32_t *set = residual->mark;
    sets_init(set, residual->outside + 1);
    for (uint32_t v = 0; v < residual->outside; v++) {
        result->tie[v] = NONE;
        result->loose[v] = occupancy_has_room(occupancy, v) ? 1 : 0;
        if (result->loose[v] != 0) {
            sets_join(set, v, occupancy_parent(occupancy, v));
        }
    }
    for (uint32_t v = 0; v < residual->outside; v++) {
        if (!sets_join(set, residual->via_node[v], v)) {
            continue;
        }
        if (residual->via_applicant[v] != NONE) {
            result->tie[v] = residual->via_option[v];
        } else { /* an arc up was joined above: its node has room */
            result->loose[v] = 1;
        }
    }
}

enum err residual_optimum(const struct residual_task *task, uint32_t *choice,
                          struct residual_result *result, struct error *error) {
    struct arena_mark mark = arena_mark(task->scratch);
    struct residual residual = {.face = task->face, .cost = task->cost};
    enum err err = residual_new(&residual, task->model, choice, task->scratch, error);
    if (err == OK) {
        result->n_cycles = cancel_all(&residual, task->progress);
        for (uint32_t v = 0; v < task->model->n_nodes; v++) {
            INVARIANT(residual.reached[v] != 0);
            result->price[v] =
                residual.distance[occupancy_parent(&residual.occupancy, v)] - residual.distance[v];
        }
        span_tree(&residual, result);
    }
    arena_rewind(task->scratch, mark);
    return err;
}
