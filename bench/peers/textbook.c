// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Deferred acceptance as a textbook has it, ranks given: a stack of applicants without a seat, each
 * applying down its list; every offer a heap of those it holds, its worst on top.
 *     textbook ROUND
 *
 *     while somebody is free and has an offer left to apply to:
 *         it applies to the next one on its list
 *         where that has a seat free, it is held
 *         else, where it comes before the worst held, it takes that one's seat, who is free again
 *
 * D. Gale and L. S. Shapley, American Mathematical Monthly 69 (1962). Offers only, no pools. The
 * value reported is the fingerprint that bench/network makes of a placement.
 */
#include "bench/numbers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct held {
    uint32_t rank, applicant;
};

struct market {
    const struct numbers *numbers;
    uint32_t *next;   /* [n_applicants] the option to apply for next */
    uint32_t *choice; /* [n_applicants] offer held at */
    uint32_t *free;   /* [n_applicants] stack of those without a seat */
    size_t *begin;    /* [n_offers + 1] where an offer's heap lies */
    uint32_t *size;   /* [n_offers] how many it holds */
    struct held *heap;
};

static bool before(struct held a, struct held b) {
    return a.rank < b.rank;
}

static void heap_push(struct held *heap, uint32_t n, struct held item) {
    uint32_t i = n;
    for (; i > 0 && before(heap[(i - 1) / 2], item); i = (i - 1) / 2) {
        heap[i] = heap[(i - 1) / 2];
    }
    heap[i] = item;
}

/* Puts item in place of the worst, on top. */
static void heap_replace(struct held *heap, uint32_t n, struct held item) {
    uint32_t i = 0;
    for (uint32_t child = 1; child < n; child = 2 * i + 1) {
        child += child + 1 < n && before(heap[child], heap[child + 1]) ? 1 : 0;
        if (!before(item, heap[child])) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = item;
}

/* The applicant applies to its next offer; who is without a seat then, NUMBERS_NONE: nobody. */
static uint32_t apply(struct market *market, uint32_t a) {
    const struct numbers *numbers = market->numbers;
    uint32_t k = market->next[a]++, offer = numbers->offer[k];
    struct held *heap = market->heap + market->begin[offer];
    struct held item = {numbers->rank[k], a};
    if (market->size[offer] < numbers->room[offer]) {
        heap_push(heap, market->size[offer]++, item);
        market->choice[a] = offer;
        return NUMBERS_NONE;
    }
    if (market->size[offer] == 0 || !before(item, heap[0])) {
        return a;
    }
    uint32_t loser = heap[0].applicant;
    heap_replace(heap, market->size[offer], item);
    market->choice[loser] = NUMBERS_NONE;
    market->choice[a] = offer;
    return loser;
}

static void run(struct market *market) {
    const struct numbers *numbers = market->numbers;
    uint32_t n_free = numbers->n_applicants;
    for (uint32_t i = 0; i < n_free; i++) {
        market->free[i] = n_free - 1 - i;
    }
    while (n_free > 0) {
        uint32_t a = market->free[--n_free];
        while (a != NUMBERS_NONE && market->next[a] < numbers->start[a + 1]) {
            a = apply(market, a);
        }
    }
}

/* Room for every heap: no offer holds more than its seats, nor more than wish it. */
static bool market_new(struct market *market, const struct numbers *numbers) {
    size_t n = numbers->n_applicants, n_offers = numbers->n_offers;
    *market = (struct market){.numbers = numbers,
                              .next = malloc(n * sizeof(uint32_t) + 1),
                              .choice = malloc(n * sizeof(uint32_t) + 1),
                              .free = malloc(n * sizeof(uint32_t) + 1),
                              .begin = calloc(n_offers + 1, sizeof(size_t)),
                              .size = calloc(n_offers + 1, sizeof(uint32_t)),
                              .heap = malloc(numbers->n * sizeof(struct held) + 1)};
    if (market->next == NULL || market->choice == NULL || market->free == NULL ||
        market->begin == NULL || market->size == NULL || market->heap == NULL) {
        return false;
    }
    memcpy(market->next, numbers->start, n * sizeof(uint32_t));
    memset(market->choice, 0xFF, n * sizeof(uint32_t));
    for (uint32_t k = 0; k < numbers->n; k++) {
        market->begin[numbers->offer[k] + 1]++;
    }
    for (uint32_t o = 0; o < n_offers; o++) {
        market->begin[o + 1] += market->begin[o];
    }
    return true;
}

static int64_t fingerprint(const struct market *market) {
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (uint32_t a = 0; a < market->numbers->n_applicants; a++) {
        sum = (sum ^ market->choice[a]) * UINT64_C(0x100000001b3);
    }
    return (int64_t)(sum >> 1);
}

int main(int argc, char **argv) {
    struct numbers numbers;
    struct market market;
    if (argc != 2 || !numbers_read(&numbers, argv[1])) {
        fprintf(stderr, "usage: textbook ROUND\n");
        return 2;
    }
    if (numbers.n_nodes != numbers.n_offers) {
        fprintf(stderr, "textbook: a round with pools is beyond this program\n");
        return BENCH_NOT_FOR_ME;
    }
    struct bench_moment begin = bench_now();
    if (!market_new(&market, &numbers)) {
        fprintf(stderr, "textbook: out of memory\n");
        return 3;
    }
    struct bench_moment built = bench_now();
    run(&market);
    struct bench_moment solved = bench_now();
    bench_report(begin, built, solved, fingerprint(&market));
    numbers_free(&numbers);
    free(market.next);
    free(market.choice);
    free(market.free);
    free(market.begin);
    free(market.size);
    free(market.heap);
    return 0;
}
