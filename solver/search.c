// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The arc i -> j says "one unit less in i and one more in j". Its reduced costs, all >= 0:
 *
 *     s -> t         c(k') - c(k) + y[t] - y[s]   somebody at s by k has an option k' at t
 *     s -> outside   -c(k) - y[s]                 somebody at s is left without a place
 *     outside -> t   c(k') + y[t]                 somebody outside has an option at t
 *     v -> parent    0                            v has room and y[v] = y[parent]
 *     v -> child     y[child] - y[v]              the child may do with one unit less
 *
 * E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1
 * (1959), with the prices of J. Edmonds and R. M. Karp, "Theoretical improvements in algorithmic
 * efficiency for network flow problems", Journal of the ACM 19 (1972). Differences:
 *
 * 1. Nodes are offers and pools, not applicants; an offer's arcs are the cheapest moves of its
 *    table (solver/moves.h).
 * 2. On the way to the outside, an offer with room all the way up ends the search where it is
 *    reached, not where it would be settled: nothing nearer can come later that is not found, since
 *    the horizon falls to its distance and the search goes on below it.
 * 3. Labels are cleared one by one afterwards, so that a search costs what it visits.
 */
#include "solver/search.h"

enum err search_new(struct search **search, int n, struct network *network, struct arena *arena,
                    struct error *error) {
    size_t n_nodes = (size_t)network->n_nodes + 1;
    *search = ARENA_ZERO(arena, (size_t)n, struct search);
    if (*search == NULL) {
        return error_no_memory(error);
    }
    for (int i = 0; i < n; i++) {
        struct search *here = &(*search)[i];
        *here = (struct search){.network = network,
                                .thread = i,
                                .heap = ARENA_NEW(arena, n_nodes, struct queued),
                                .passed = ARENA_NEW(arena, n_nodes, uint32_t)};
        if (here->heap == NULL || here->passed == NULL) {
            return error_no_memory(error);
        }
    }
    return OK;
}

void search_begin(struct search *search, uint32_t target, int64_t horizon) {
    search->target = target;
    search->horizon = horizon;
    search->outside.label.distance = LABEL_FAR;
    search->n_heap = search->n_passed = 0;
}

/* The heap: each node at most once, its key lowered in place. */

static void heap_put(struct search *search, uint32_t place, struct queued queued) {
    search->heap[place] = queued;
    search_node(search, queued.node)->label.place = place;
}

static void heap_up(struct search *search, uint32_t place, struct queued queued) {
    while (place > 0 && search->heap[(place - 1) / 4].distance > queued.distance) {
        heap_put(search, place, search->heap[(place - 1) / 4]);
        place = (place - 1) / 4;
    }
    heap_put(search, place, queued);
}

static struct queued heap_pop(struct search *search) {
    struct queued top = search->heap[0];
    struct queued moved = search->heap[--search->n_heap];
    for (uint32_t place = 0; search->n_heap > 0;) {
        uint32_t best = 4 * place + 1, end = best + 4;
        if (best >= search->n_heap) {
            heap_put(search, place, moved);
            break;
        }
        for (uint32_t c = best + 1; c < end && c < search->n_heap; c++) {
            best = search->heap[c].distance < search->heap[best].distance ? c : best;
        }
        if (search->heap[best].distance >= moved.distance) {
            heap_put(search, place, moved);
            break;
        }
        heap_put(search, place, search->heap[best]);
        place = best;
    }
    return top;
}

/* The label is better than what the node has: takes it. */
static void improve(struct search *search, uint32_t node, struct label label) {
    struct label *here = &search_node(search, node)->label;
    bool queued = here->distance != LABEL_FAR;
    uint32_t place = queued ? here->place : search->n_heap++;
    *here = label;
    heap_up(search, place, (struct queued){label.distance, node});
    if (node == search->target) {
        search->horizon = label.distance;
    } else if (search->target == search->network->outside &&
               label.distance < search->outside.label.distance &&
               network_fits(search->network, node)) {
        improve(search, search->target, (struct label){label.distance, node, NONE, NONE, 0});
    }
}

void search_reach(struct search *search, uint32_t node, struct label label) {
    if (label.distance < search->horizon &&
        label.distance < search_node(search, node)->label.distance) {
        improve(search, node, label);
    }
}

/* The moves of an applicant at an offer, or outside (chosen NONE). */
static void reach_of(struct search *search, uint32_t from, uint32_t a, int64_t base) {
    const struct network *network = search->network;
    for (uint32_t k = network->option_start[a]; k < network->option_start[a + 1]; k++) {
        uint32_t to = network->option[k].offer;
        int64_t distance = base + network->option[k].cost + network->node[to].price;
        search_reach(search, to, (struct label){distance, from, a, k, 0});
    }
}

static void pass_outside(struct search *search, int64_t here) {
    const struct network *network = search->network;
    const uint8_t *competes = network->model->competes;
    for (uint32_t a = 0; a < network->n; a++) {
        if (network->chosen[a] == NONE &&
            (competes == NULL || competes[network->original[a]] != 0)) {
            reach_of(search, network->outside, a, here);
        }
    }
}

/* An offer without a table: every occupant is asked. */
static void pass_occupants(struct search *search, uint32_t s, int64_t here) {
    const struct network *network = search->network;
    for (uint32_t a = network->first[s]; a != NONE; a = network->next[a]) {
        int64_t base = here - network->option[network->chosen[a]].cost - network->node[s].price;
        search_reach(search, network->outside, (struct label){base, s, a, NONE, 0});
        reach_of(search, s, a, base);
    }
}

static void pass_offer(struct search *search, uint32_t s, int64_t here) {
    struct network *network = search->network;
    const struct moves *moves = &network->moves[s];
    if (moves->state != MOVES_CURRENT && !moves_update(network, s, search->thread)) {
        pass_occupants(search, s, here);
        return;
    }
    int64_t base = here - network->node[s].price;
    const struct mover *out = moves_best(moves, 0);
    search_reach(search, network->outside,
                 (struct label){base + moves->cost[0], s, out->applicant, NONE, 0});
    for (uint32_t i = 1, n = moves->n; i < n; i++) {
        const struct node *to = &network->node[moves->target[i]];
        int64_t distance = base + moves->cost[i] + to->price;
        if (distance < search->horizon && distance < to->label.distance) {
            const struct mover *mover = moves_best(moves, i);
            improve(search, moves->target[i],
                    (struct label){distance, s, mover->applicant, mover->option, 0});
        }
    }
}

static void pass_forest(struct search *search, uint32_t v, int64_t here) {
    const struct network *network = search->network;
    if (v != network->outside) {
        uint32_t parent = network->parent[v];
        if (network->node[v].price == network->node[parent].price && network_has_room(network, v)) {
            search_reach(search, parent, (struct label){here, v, NONE, NONE, 0});
        }
    }
    for (uint32_t i = network->child_start[v]; i < network->child_start[v + 1]; i++) {
        uint32_t child = network->child[i];
        int64_t distance = here + network->node[child].price - network->node[v].price;
        search_reach(search, child, (struct label){distance, v, NONE, NONE, 0});
    }
}

int64_t search_run(struct search *search) {
    const struct network *network = search->network;
    while (search->n_heap > 0 && search->heap[0].distance < search->horizon) {
        struct queued next = heap_pop(search);
        search->passed[search->n_passed++] = next.node;
        if (next.node == network->outside) {
            pass_outside(search, next.distance);
        } else if (next.node < network->n_offers) {
            pass_offer(search, next.node, next.distance);
        }
        pass_forest(search, next.node, next.distance);
    }
    return search->horizon;
}

void search_raise_prices(struct search *search, int64_t far) {
    struct network *network = search->network;
    for (uint32_t i = 0; i < search->n_passed; i++) {
        uint32_t node = search->passed[i];
        struct node *passed = search_node(search, node);
        passed->price += far - passed->label.distance;
    }
    int64_t shift = search->outside.price;
    search->outside.price = 0;
    for (uint32_t v = 0; shift != 0 && v < network->n_nodes; v++) {
        network->node[v].price -= shift;
    }
}

void search_move_along(struct search *search, uint32_t node) {
    struct network *network = search->network;
    for (uint32_t v = node; v != NONE; v = search_node(search, v)->label.via) {
        const struct label *label = &search_node(search, v)->label;
        if (label->applicant == NONE) {
            continue;
        }
        if (network->chosen[label->applicant] != NONE) {
            network_rise(network, label->applicant);
        }
        if (label->option != NONE) {
            network_sit(network, label->applicant, label->option, search->thread);
        }
    }
}

void search_end(struct search *search) {
    for (uint32_t i = 0; i < search->n_passed; i++) {
        search_node(search, search->passed[i])->label.distance = LABEL_FAR;
    }
    for (uint32_t i = 0; i < search->n_heap; i++) {
        search_node(search, search->heap[i].node)->label.distance = LABEL_FAR;
    }
}
