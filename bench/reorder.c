// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The same round in another order of offers and applicants, so that a peer can be tried on the
 * order that placera makes for itself:
 *     reorder NUMBERS OUT [ORDER]
 * ORDER holds as 32-bit numbers the new place of each applicant and then of each offer. Without it
 * the order is a walk over the graph of wishes: from an offer to the other options of those who
 * wish it first; applicants follow their first wishes. Pools keep their places.
 */
#include "bench/numbers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct order {
    uint32_t *applicant; /* [n_applicants] new place */
    uint32_t *offer;     /* [n_offers] new place */
};

struct walk {
    uint32_t *start; /* [n_offers + 2] those whose first wish is offer o */
    uint32_t *first; /* [n_applicants] */
    uint32_t *queue; /* [n_offers] */
    uint32_t n_met;
};

static void *array(size_t n, size_t size) {
    void *memory = calloc(n + 1, size);
    if (memory == NULL) {
        fprintf(stderr, "reorder: out of memory\n");
        exit(3);
    }
    return memory;
}

static uint32_t first_offer(const struct numbers *numbers, uint32_t a) {
    return numbers->start[a] < numbers->start[a + 1] ? numbers->offer[numbers->start[a]]
                                                     : numbers->n_offers;
}

/* Applicants by the offer that they wish first; those without wishes come last. */
static void by_first_wish(const struct numbers *numbers, struct walk *walk) {
    uint32_t n_keys = numbers->n_offers + 1;
    for (uint32_t a = 0; a < numbers->n_applicants; a++) {
        walk->start[first_offer(numbers, a)]++;
    }
    for (uint32_t o = 0, sum = 0; o <= n_keys; o++) {
        sum += walk->start[o];
        walk->start[o] = sum;
    }
    for (uint32_t a = numbers->n_applicants; a-- > 0;) {
        walk->first[--walk->start[first_offer(numbers, a)]] = a;
    }
}

static void meet(struct walk *walk, uint32_t *place, uint32_t offer) {
    if (place[offer] == NUMBERS_NONE) {
        place[offer] = walk->n_met;
        walk->queue[walk->n_met++] = offer;
    }
}

static void walk_on(const struct numbers *numbers, struct walk *walk, uint32_t *place, uint32_t o) {
    for (uint32_t i = walk->start[o]; i < walk->start[o + 1]; i++) {
        uint32_t a = walk->first[i];
        for (uint32_t k = numbers->start[a]; k < numbers->start[a + 1]; k++) {
            meet(walk, place, numbers->offer[k]);
        }
    }
}

static void order_by_walk(const struct numbers *numbers, struct order *order) {
    struct walk walk = {array((size_t)numbers->n_offers + 2, sizeof(uint32_t)),
                        array(numbers->n_applicants, sizeof(uint32_t)),
                        array(numbers->n_offers, sizeof(uint32_t)), 0};
    uint32_t at = 0, n = 0;
    by_first_wish(numbers, &walk);
    memset(order->offer, 0xFF, numbers->n_offers * sizeof *order->offer);
    for (uint32_t from = 0; from < numbers->n_offers; from++) {
        meet(&walk, order->offer, from);
        for (; at < walk.n_met; at++) {
            walk_on(numbers, &walk, order->offer, walk.queue[at]);
        }
    }
    for (uint32_t i = 0; i <= numbers->n_offers; i++) {
        uint32_t o = i < numbers->n_offers ? walk.queue[i] : i;
        for (uint32_t j = walk.start[o]; j < walk.start[o + 1]; j++) {
            order->applicant[walk.first[j]] = n++;
        }
    }
    free(walk.start);
    free(walk.first);
    free(walk.queue);
}

/* Is place a permutation of 0 .. n - 1? */
static bool is_permutation(const uint32_t *place, uint32_t n) {
    uint8_t *seen = array(n, 1);
    bool ok = true;
    for (uint32_t i = 0; i < n && ok; i++) {
        ok = place[i] < n && seen[place[i]] == 0;
        seen[ok ? place[i] : 0] = 1;
    }
    free(seen);
    return ok;
}

static bool order_read(const struct numbers *numbers, struct order *order, const char *path) {
    uint32_t n = numbers->n_applicants, n_offers = numbers->n_offers;
    FILE *file = fopen(path, "rb");
    bool ok = file != NULL && fread(order->applicant, sizeof(uint32_t), n, file) == n &&
              fread(order->offer, sizeof(uint32_t), n_offers, file) == n_offers &&
              is_permutation(order->applicant, n) && is_permutation(order->offer, n_offers);
    if (file != NULL) {
        fclose(file);
    }
    if (!ok) {
        fprintf(stderr, "reorder: %s: no order of %u applicants and %u offers\n", path, n,
                n_offers);
    }
    return ok;
}

static uint32_t moved(const struct numbers *numbers, const struct order *order, uint32_t node) {
    return node < numbers->n_offers ? order->offer[node] : node;
}

static void rearrange(const struct numbers *from, const struct order *order, struct numbers *to) {
    for (uint32_t v = 0; v < from->n_nodes; v++) {
        uint32_t w = moved(from, order, v);
        to->room[w] = from->room[v];
        to->parent[w] = from->parent[v];
    }
    for (uint32_t a = 0; a < from->n_applicants; a++) {
        to->start[order->applicant[a] + 1] = from->start[a + 1] - from->start[a];
    }
    for (uint32_t a = 0; a < from->n_applicants; a++) {
        to->start[a + 1] += to->start[a];
    }
    for (uint32_t a = 0; a < from->n_applicants; a++) {
        uint32_t at = to->start[order->applicant[a]];
        for (uint32_t k = from->start[a]; k < from->start[a + 1]; k++, at++) {
            to->offer[at] = order->offer[from->offer[k]];
            to->cost[at] = from->cost[k];
            to->rank[at] = from->rank[k];
        }
    }
}

int main(int argc, char **argv) {
    struct numbers numbers;
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: reorder NUMBERS OUT [ORDER]\n");
        return 2;
    }
    bool ok = numbers_read(&numbers, argv[1]);
    struct order order = {array(numbers.n_applicants, sizeof(uint32_t)),
                          array(numbers.n_offers, sizeof(uint32_t))};
    struct numbers to = numbers;
    to.start = array((size_t)numbers.n_applicants + 1, sizeof(uint32_t));
    to.offer = array(numbers.n, sizeof(uint32_t));
    to.parent = array(numbers.n_nodes, sizeof(uint32_t));
    to.room = array(numbers.n_nodes, sizeof(uint32_t));
    to.cost = array(numbers.n, sizeof(int64_t));
    to.rank = array(numbers.n, sizeof(uint32_t));
    if (ok && argc == 3) {
        order_by_walk(&numbers, &order);
    } else if (ok) {
        ok = order_read(&numbers, &order, argv[3]);
    }
    if (ok) {
        rearrange(&numbers, &order, &to);
        ok = numbers_write(&to, argv[2]);
    }
    numbers_free(&numbers);
    numbers_free(&to);
    free(order.applicant);
    free(order.offer);
    return ok ? 0 : 3;
}
