// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rotations. After a gain (a seat more, an applicant less) the vacancy chain ends in a placement
 * that is stable, but need not be the best for the applicants: in the old round a third child may
 * have driven two children apart, each to the other's first wish but one, and with the third gone
 * each holds what the other wants, and no seat is free to start them moving. Example: b wishes x
 * before y, a wishes y before x, x ranks a, c, b and y ranks b, a. With c, who wishes x: b goes to
 * y, a to x, c nowhere. When c leaves no seat is freed, yet a and b should change places.
 *
 * What does it, in a stable placement:
 *
 *     next(v), v a full node: the best option that waits and would fit if a seat were freed in v
 *         and in all nodes around it
 *     v -> w if the applicant of next(v) has a seat, and w is the lowest full node around it
 *     a cycle of such arcs: everybody on it leaves its seat and takes the seat it is next at
 *
 * Each node has at most one arc, so a walk with marks finds a cycle or an end.
 *
 * For offers alone these are the rotations of R. W. Irving and P. Leather 1986 and D. Gusfield and
 * R. W. Irving, "The Stable Marriage Problem", 1989, read from the schools' side. Nested pools are
 * ours; so here is the proof. Limits are laminar, so two nodes around one offer are nested. i waits
 * in a stable placement: it is blocked, that is, the lowest full node around i holds nobody who
 * comes after i (if any full node around i does so, the lowest does).
 *
 * (1) No cycle, then the best. Let B be the placement and A the best one; some applicants are
 * better off in A. Let j be the option in B of one of them, v the lowest full node around it (there
 * is one: in a stable placement as many sit in each tree as in any other, Fleiner 2003, so with no
 * full node around j somebody who enters the tree in A would fit now). By exchange in the tree
 * somebody who enters in A fits when j leaves, so next(v) = i exists. If i were not among A's or
 * before A's option of its applicant c, it would be blocked in A by a node u: A holds room(u)
 * options there, all before i. B less j holds fewer in u, since i fits. So some e of A under u, not
 * in B, fits there beside B less j, comes before i and waits in B: i is not the best. So c is
 * better off in A as well, and the walk goes on for ever among those who are: a cycle.
 *
 * (2) The exchange keeps all limits. On a cycle, seats freed are in distinct v's, i's are distinct
 * and each belongs to another applicant. An option enters a full node only if its v is inside, so
 * full nodes gain nobody. Two that enter a node u which is not full, from v1 and v2 outside it:
 * since they differ, the better, i1, does not fit for v2: a full node w around i1 lies around v1
 * and not around v2. Both u and w are around i1, and v1 is in w and not in u, so u is in w. So w is
 * a full node around i2, so it lies around v2, which it does not. So at most one enters.
 *
 * (3) The outcome is stable. Let i wait still; it was blocked by its lowest full node x. If every
 * seat freed in x is taken in x, then by options that come before i, since i would have fitted: it
 * is blocked still. Else some seat freed in x goes to an i' outside x, which comes before i, and is
 * blocked by a larger node x' around both; those in x' come before i', hence before i. Go on with
 * x' in the place of x: there are finitely many.
 *
 * (4) Where to look. A cycle that was not there before has an arc that was not there, or a node
 * whose arc has changed. Arcs of v depend on who waits and who holds in v's tree, on what is full
 * there, and on the seat of next(v)'s applicant. All of these change only with somebody who moves,
 * comes or leaves, and in trees on its list up to the worse of its two places; but a change of room
 * may make a node full, or no longer full, and move nobody. Then nobody waited for a seat in it and
 * around it (else it would have been taken), and the nodes concerned lead nowhere, before and
 * after.
 *
 * Invariants: (1) the placement is stable before and after each exchange; (2) each exchange is
 * better for all on it, so there are at most n_options of them.
 */
#include "solver/rotation.h"

/* The lowest full node around what the applicant of this option holds; NONE if there is none. */
static uint32_t freed_by(const struct standing *standing, uint32_t option) {
    uint32_t held =
        option == NONE ? NONE : standing->choice[standing->task.ranking->applicant[option]];
    return held == NONE
               ? NONE
               : seating_full_around(&standing->seating, standing->task.options->node[held]);
}

/* Everybody on path[from .. to) moves up. */
static void exchange(struct standing *standing, uint32_t from, uint32_t to) {
    const struct ranking *ranking = standing->task.ranking;
    for (uint32_t i = from; i < to; i++) {
        uint32_t a = ranking->applicant[standing->path_next[i]];
        uint32_t held = standing->choice[a];
        standing_touch(standing, a, standing->until[a]);
        seating_leave(&standing->seating, held);
    }
    for (uint32_t i = from; i < to; i++) {
        uint32_t option = standing->path_next[i];
        seating_take(&standing->seating, option);
        standing_rise(standing, ranking->applicant[option], option);
    }
}

/* Walks from a full node; nodes whose walk is at least `since` lead nowhere. True: a cycle was
 * found, and all on it have moved. */
static bool walk_from(struct standing *standing, uint32_t node, uint64_t since) {
    uint64_t self = ++standing->n_walks;
    uint32_t length = 0;
    while (node != NONE && standing->walk[node] < since) {
        standing->walk[node] = self;
        standing->path[length] = node;
        standing->path_next[length] = standing_next(standing, node);
        node = freed_by(standing, standing->path_next[length++]);
    }
    if (node == NONE || standing->walk[node] != self) {
        return false;
    }
    uint32_t from = 0;
    while (standing->path[from] != node) {
        from++;
    }
    exchange(standing, from, length);
    return true;
}

void rotations_eliminate(struct standing *standing) {
    const struct seating *seating = &standing->seating;
    uint64_t since = standing->n_walks + 1;
    while (standing->n_dirty > 0) {
        uint32_t root = standing->dirty[standing->n_dirty - 1];
        bool found = false;
        for (uint32_t i = standing->tree_start[root]; i < standing->tree_start[root + 1]; i++) {
            uint32_t node = standing->tree_node[i];
            if (seating->n_held[node] == standing->room[node] && seating->n_held[node] > 0 &&
                standing->walk[node] < since) {
                found = walk_from(standing, node, since);
            }
            if (found) {
                break;
            }
        }
        if (found) { /* the tree stays on the list, and all arcs count anew */
            since = standing->n_walks + 1;
        } else {
            /* no exchange, so nothing was put on the list since */
            standing->n_dirty--;
            standing->is_dirty[root] = 0;
        }
    }
}
