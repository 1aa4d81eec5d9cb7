// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     mark the months of (a) at each offer, those of (b), (d) and of who is locked at each limit
 *     repeat
 *         what is marked at a limit is marked at its offers
 *         for each child with a counted place, each month of its options:
 *             mark it at all limits that contain its place
 *     until nothing new was marked
 *
 * Why all other months are worse. Take a placement that fits, and a month m in which some children
 * begin though it is none of their options. Let all of them begin in m - 1 instead. In m they sit
 * where they did; in m - 1 they sit where they do in m (none of them moves on in m: that is (d)).
 * A limit at which one of them arrives in m has the same seats in m - 1, for m would be (a) or (b)
 * else; and nobody else leaves it in m, for that child's month is an option of it, so m would be
 * (c) or (d). So in m - 1 it holds nobody whom it does not hold in m, and the placement still fits.
 * No rule but seats asks for months, and no objective is better for later ones. (All of them at
 * once, since two who want each other's places would each wait for the other.)
 *
 * Where nobody leaves, no child moves on and no limits cross, only steps of offers count, and an
 * applicant and a slot name a month.
 */
#include "solver/starts.h"

#include "solver/months.h"

enum { WORD = 64 };

struct maker {
    const struct instance *instance;
    struct starts *starts;
    uint32_t *around_start, *around; /* CSR of n_offers: limits around it, nodes and then crossing
                                      * ones */
    uint64_t *free;                  /* [n_nodes + n_crossing][n_words] */
    bool is_new;                     /* something was marked that was not before */
};

static bool is_free(const struct starts *starts, uint32_t offer, uint32_t month) {
    uint32_t i = month - starts->instance->first_month;
    return (starts->free[(size_t)offer * starts->n_words + i / WORD] >> i % WORD & 1) != 0;
}

/* Where there are seats for a child who moves on, too. */
static uint32_t first_start(const struct instance *instance, uint32_t applicant, uint32_t offer) {
    uint32_t wished = instance_wished_month(instance, applicant);
    uint32_t from = instance->slot_from[instance->slot[instance->slot_start[offer]]];
    uint32_t first = from > wished ? from : wished;
    if (instance_moves_on(instance, applicant, offer)) {
        uint32_t to = instance->offer_moves_to[offer];
        from = instance->slot_from[instance->slot[instance->slot_start[to]]];
        first = from > instance->offer_moves_month[offer] && from > first ? from : first;
    }
    return first;
}

uint32_t starts_next(const struct starts *starts, uint32_t applicant, uint32_t offer,
                     uint32_t after) {
    const struct instance *instance = starts->instance;
    uint32_t last = instance_wished_month(instance, applicant) + instance->policy.late_months;
    if (after == NONE) {
        uint32_t first = first_start(instance, applicant, offer);
        return first <= last ? first : NONE;
    }
    uint32_t to =
        instance_moves_on(instance, applicant, offer) ? instance->offer_moves_to[offer] : offer;
    uint32_t month = after + 1;
    while (month <= last && !is_free(starts, offer, month) && !is_free(starts, to, month)) {
        month++;
    }
    return month <= last ? month : NONE;
}

/* Marks a month in a row of bits. */
static void mark(struct maker *maker, uint64_t *row, uint32_t month) {
    uint32_t i = month - maker->instance->first_month; /* before it: past the last, modulo 2^32 */
    if (i < maker->starts->n_months) {
        uint64_t bit = UINT64_C(1) << i % WORD;
        maker->is_new |= (row[i / WORD] & bit) == 0;
        row[i / WORD] |= bit;
    }
}

static void mark_limit(struct maker *maker, uint32_t limit, uint32_t month) {
    mark(maker, maker->free + (size_t)limit * maker->starts->n_words, month);
}

/* Somebody may leave the offer then. */
static void mark_around(struct maker *maker, uint32_t offer, uint32_t month) {
    for (uint32_t i = maker->around_start[offer]; i < maker->around_start[offer + 1]; i++) {
        mark_limit(maker, maker->around[i], month);
    }
}

/* What is marked at limits, at their offers. */
static void spread(struct maker *maker) {
    uint32_t n_words = maker->starts->n_words;
    for (uint32_t u = 0; u < maker->instance->n_offers; u++) {
        uint64_t *row = maker->starts->free + (size_t)u * n_words;
        for (uint32_t i = maker->around_start[u]; i < maker->around_start[u + 1]; i++) {
            const uint64_t *from = maker->free + (size_t)maker->around[i] * n_words;
            for (uint32_t w = 0; w < n_words; w++) {
                row[w] |= from[w];
            }
        }
    }
}

/* The months in which a child may leave a place that counts it. */
static void leave(struct maker *maker, uint32_t a, uint32_t present) {
    const struct instance *instance = maker->instance;
    if (instance_is_locked(instance, a)) {
        mark_around(maker, present, instance_wished_month(instance, a));
        return;
    }
    for (uint32_t w = instance->wish_start[a];
         w < instance->wish_start[a + 1] && instance->wish_offer[w] != present; w++) {
        uint32_t offer = instance->wish_offer[w];
        bool may = instance_is_eligible(instance, a, offer);
        for (uint32_t month = may ? starts_next(maker->starts, a, offer, NONE) : NONE;
             month != NONE; month = starts_next(maker->starts, a, offer, month)) {
            mark_around(maker, present, month);
        }
    }
}

/* Limits around each offer: its own, schools and pools over it, and those that cross. */
static enum err list_around(struct maker *maker, struct arena *scratch, struct error *error) {
    const struct instance *instance = maker->instance;
    uint32_t n_offers = instance->n_offers;
    uint32_t *start = maker->around_start = ARENA_ZERO(scratch, (size_t)n_offers + 2, uint32_t);
    for (int pass = 0; pass < 2 && start != NULL; pass++) {
        for (uint32_t u = 0; u < n_offers; u++) {
            for (uint32_t v = instance->offer_node[u]; v != NONE; v = instance->node_parent[v]) {
                if (instance->node_seats[v] == SEATS_UNLIMITED) {
                    continue;
                }
                if (pass == 1) {
                    maker->around[start[u + 1]] = v;
                }
                start[pass == 0 ? u + 2 : u + 1]++;
            }
        }
        for (uint32_t c = 0; c < instance->n_crossing; c++) {
            for (uint32_t i = instance->crossing_start[c]; i < instance->crossing_start[c + 1];
                 i++) {
                uint32_t u = instance->crossing_offer[i];
                if (pass == 1) {
                    maker->around[start[u + 1]] = instance->n_nodes + c;
                }
                start[pass == 0 ? u + 2 : u + 1]++;
            }
        }
        for (uint32_t u = 0; pass == 0 && u < n_offers; u++) {
            start[u + 2] += start[u + 1];
        }
        if (pass == 0) {
            maker->around = ARENA_NEW(scratch, start[n_offers + 1], uint32_t);
            start = maker->around == NULL ? NULL : start;
        }
    }
    return start == NULL ? error_no_memory(error) : OK;
}

/* Months in which seats come free around offers, besides the offers' own steps. */
static enum err find_around(struct maker *maker, struct arena *scratch, struct error *error) {
    const struct instance *instance = maker->instance;
    size_t n_limits = (size_t)instance->n_nodes + instance->n_crossing;
    enum err err = list_around(maker, scratch, error);
    maker->free = ARENA_ZERO(scratch, n_limits * maker->starts->n_words, uint64_t);
    if (err != OK || maker->free == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    for (uint32_t c = 0; c < instance->n_crossing; c++) {
        if (instance->crossing_before[c] != NONE) {
            mark_limit(maker, instance->n_nodes + c, instance->crossing_before[c]);
        }
    }
    for (uint32_t u = 0; instance->offer_moves_to != NULL && u < instance->n_offers; u++) {
        if (instance->offer_moves_to[u] != NONE) {
            mark_around(maker, u, instance->offer_moves_month[u]);
        }
    }
    do {
        spread(maker);
        maker->is_new = false;
        for (uint32_t a = 0; a < instance->n_applicants; a++) {
            uint32_t present = instance_current(instance, a);
            if (present != NONE && instance_counts_current(instance, present)) {
                leave(maker, a, present);
            }
        }
    } while (maker->is_new);
    return OK;
}

enum err starts_build(struct starts *starts, const struct instance *instance, struct arena *arena,
                      struct error *error) {
    struct arena scratch = {NULL};
    struct maker maker = {.instance = instance, .starts = starts};
    uint32_t last = instance_last_month(instance);
    *starts = (struct starts){.instance = instance};
    starts->n_months = last < instance->first_month ? 0 : last - instance->first_month + 1;
    starts->n_words = (starts->n_months + WORD - 1) / WORD;
    starts->free = ARENA_ZERO(arena, (size_t)instance->n_offers * starts->n_words, uint64_t);
    enum err err = starts->free == NULL ? error_no_memory(error) : OK;
    for (uint32_t i = 0; i < instance->n_slots && err == OK; i++) {
        mark(&maker, starts->free + (size_t)instance->slot_offer[i] * starts->n_words,
             instance->slot_from[i]);
    }
    bool others = instance->n_crossing > 0 || instance->offer_moves_to != NULL ||
                  instance->offer_counts_current != NULL;
    if (err == OK && others) {
        err = find_around(&maker, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}
