// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every criterion gives an option a number of so many bits, smaller is better. A list of criteria
 * gives a row of such numbers, packed side by side into 64-bit words, so that two options compare
 * by their first words nearly always:
 *
 *     word 0: [current_place 1 bit | sibling 1 | relative_nearness 32 | 0 ...]
 *     word 1: [lottery 64]
 *
 * A unit is what has one order: a whole tree of the forest where its offers share one list, else an
 * offer alone. Per unit, in parallel: gather the options, make their words, merge sort, and deal
 * the sorted options out to every node between offer and root.
 *
 * Invariants: (1) the order is total: after the words come the applicant's id and the option's
 * index; (2) what a unit writes belongs to its own nodes and options, so threads never meet.
 */
#include "solver/ranking.h"

#include "solver/keys.h"
#include "solver/parallel.h"

#include <omp.h>
#include <string.h>

enum { WORDS_MAX = CRITERIA_MAX + 1 }; /* each a word of its own, and the lottery after them */

/* Where each criterion of a list stands in the words. */
struct plan {
    uint32_t n;
    uint32_t n_words;
    struct criterion criterion[WORDS_MAX];
    uint8_t word[WORDS_MAX], shift[WORDS_MAX];
};

/* An option to sort, with its first two words. */
struct entry {
    uint64_t word[2];
    uint32_t option;
};

struct ranker {
    const struct instance *instance;
    const struct options *options;
    struct ranking *ranking;
    struct keys keys;
    struct plan *plan; /* [n_criteria] */
    uint32_t n_words;
    uint64_t *word[WORDS_MAX]; /* [n_words][n_options] */
    uint32_t *cursor;          /* [n_nodes] how many options have been dealt to the node */

    uint32_t n_units;
    uint32_t *unit_start; /* [n_units + 1] into unit_offer, largest units first */
    uint32_t *unit_offer; /* [n_offers] */
    uint32_t largest;     /* options of the largest unit */
};

/* Scratch of one thread. */
struct desk {
    struct entry *entry; /* [largest] */
    struct entry *spare; /* [largest] */
};

/* Packs a list; the lottery goes last where the list does not name it. */
static void plan_make(struct plan *plan, const struct instance *instance,
                      const struct criteria *list) {
    bool lottery = false;
    plan->n = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        plan->criterion[plan->n] = instance->criterion[list->start + i];
        lottery |= plan->criterion[plan->n++].kind == CRITERION_LOTTERY;
    }
    if (!lottery) {
        plan->criterion[plan->n++] = (struct criterion){CRITERION_LOTTERY, NONE};
    }
    unsigned used = 0, word = 0;
    for (uint32_t i = 0; i < plan->n; i++) {
        unsigned bits = key_bits(plan->criterion[i].kind);
        if (used + bits > 64) {
            word++;
            used = 0;
        }
        plan->word[i] = (uint8_t)word;
        plan->shift[i] = (uint8_t)(64 - used - bits);
        used += bits;
    }
    plan->n_words = word + 1;
}

/* The first words equal: the further ones, the id, the option's index decide. */
static bool tied_before(const struct ranker *ranker, uint32_t left, uint32_t right) {
    for (uint32_t w = 2; w < ranker->n_words; w++) {
        if (ranker->word[w][left] != ranker->word[w][right]) {
            return ranker->word[w][left] < ranker->word[w][right];
        }
    }
    const struct strings *ids = &ranker->instance->applicant_id;
    const uint32_t *applicant = ranker->ranking->applicant;
    int order = strcmp(strings_get(ids, applicant[left]), strings_get(ids, applicant[right]));
    return order != 0 ? order < 0 : left < right;
}

static bool entry_before(const struct ranker *ranker, const struct entry *left,
                         const struct entry *right) {
    if (left->word[0] != right->word[0]) {
        return left->word[0] < right->word[0];
    }
    if (left->word[1] != right->word[1]) {
        return left->word[1] < right->word[1];
    }
    return tied_before(ranker, left->option, right->option);
}

/* Bottom-up merge sort; the sorted entries end in desk->entry. */
static void sort_entries(const struct ranker *ranker, struct desk *desk, uint32_t n) {
    for (size_t width = 1; width < n; width *= 2) {
        const struct entry *from = desk->entry;
        struct entry *to = desk->spare;
        for (size_t begin = 0; begin < n; begin += 2 * width) {
            size_t middle = begin + width < n ? begin + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t left = begin, right = middle;
            for (size_t k = begin; k < end; k++) {
                bool take_left = left < middle &&
                                 (right == end || !entry_before(ranker, &from[right], &from[left]));
                to[k] = from[take_left ? left++ : right++];
            }
        }
        desk->spare = desk->entry;
        desk->entry = to;
    }
}

/* The words of every option, applicant by applicant, so that memory is read in order. */
static enum err make_words(struct ranker *ranker, struct arena *scratch, struct error *error) {
    uint32_t n_options = ranker->options->n;
    for (uint32_t i = 0; i < ranker->instance->n_criteria; i++) {
        uint32_t n_words = ranker->plan[i].n_words;
        ranker->n_words = n_words > ranker->n_words ? n_words : ranker->n_words;
    }
    for (uint32_t w = 0; w < ranker->n_words; w++) {
        ranker->word[w] = ARENA_ZERO(scratch, n_options, uint64_t);
        if (ranker->word[w] == NULL) {
            return error_no_memory(error);
        }
    }
#pragma omp parallel for default(none) shared(ranker, n_options)                                   \
    schedule(static) if (n_options > PARALLEL_MIN)
    for (uint32_t option = 0; option < n_options; option++) {
        uint32_t offer = ranker->options->offer[option];
        const struct plan *plan = &ranker->plan[ranker->instance->offer_criteria[offer]];
        for (uint32_t c = 0; c < plan->n; c++) {
            uint64_t key = key_of(&ranker->keys, &plan->criterion[c], option);
            ranker->word[plan->word[c]][option] |= key << plan->shift[c];
        }
    }
    return OK;
}

/* Gives the option to every node from its offer to the root (to the offer alone where the tree has
 * no common order: then the pools' ranges are empty). */
static void deal(struct ranker *ranker, uint32_t option) {
    struct ranking *ranking = ranker->ranking;
    uint32_t node = ranker->options->offer[option];
    for (uint32_t d = 0; node != NONE; d++) {
        uint32_t room = ranking->node_start[node + 1] - ranking->node_start[node];
        if (room == 0) {
            return;
        }
        uint32_t place = ranker->cursor[node]++;
        ranking->order[ranking->node_start[node] + place] = option;
        ranking->position[d][option] = place;
        if (d == 0) {
            ranking->rank[option] = place + 1;
        }
        node = ranker->instance->node_parent[node];
    }
}

static void rank_unit(struct ranker *ranker, struct desk *desk, uint32_t unit) {
    struct ranking *ranking = ranker->ranking;
    uint32_t n = 0;
    for (uint32_t i = ranker->unit_start[unit]; i < ranker->unit_start[unit + 1]; i++) {
        uint32_t offer = ranker->unit_offer[i];
        for (uint32_t k = ranking->node_start[offer]; k < ranking->node_start[offer + 1]; k++) {
            uint32_t option = ranking->order[k];
            uint64_t second = ranker->n_words > 1 ? ranker->word[1][option] : 0;
            desk->entry[n++] = (struct entry){{ranker->word[0][option], second}, option};
        }
    }
    sort_entries(ranker, desk, n);
    for (uint32_t i = 0; i < n; i++) {
        deal(ranker, desk->entry[i].option);
    }
}

/* Do all offers under the root share one list? Then the tree has one order. shared [n_nodes]. */
static void find_shared(const struct instance *instance, const uint32_t *root, uint32_t *list,
                        uint8_t *shared) {
    memset(list, 0xFF, instance->n_nodes * sizeof *list);
    memset(shared, 1, instance->n_nodes);
    for (uint32_t i = 0; i < instance->n_offers; i++) {
        uint32_t criteria = instance->offer_criteria[i];
        if (list[root[i]] != NONE && list[root[i]] != criteria) {
            shared[root[i]] = 0;
        }
        list[root[i]] = criteria;
    }
}

/* node_start, depth, and the options of each offer in the order of the options. */
static enum err gather(struct ranker *ranker, const uint32_t *root, const uint8_t *shared,
                       struct arena *arena, struct error *error) {
    const struct instance *instance = ranker->instance;
    const struct options *options = ranker->options;
    struct ranking *ranking = ranker->ranking;
    uint32_t n_nodes = instance->n_nodes;
    uint32_t *start = ranking->node_start = ARENA_ZERO(arena, (size_t)n_nodes + 1, uint32_t);
    if (start == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool locked = instance_is_locked(instance, a);
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            ranking->applicant[i] = a;
            start[options->offer[i] + 1] += locked ? 0 : 1;
        }
    }
    ranking->depth = 1;
    for (uint32_t i = 0; i < n_nodes; i++) { /* children come before parents */
        uint32_t depth = 0;
        for (uint32_t node = i; node != NONE; node = instance->node_parent[node]) {
            depth++;
        }
        ranking->depth = depth > ranking->depth ? depth : ranking->depth;
        uint32_t parent = instance->node_parent[i];
        if (parent != NONE && shared[root[i]]) {
            start[parent + 1] += start[i + 1];
        }
    }
    uint64_t n_places = 0;
    for (uint32_t i = 0; i < n_nodes; i++) {
        n_places += start[i + 1];
        start[i + 1] = (uint32_t)n_places;
    }
    if (n_places > UINT32_MAX) {
        return error_set(error, ERR_INPUT, NULL,
                         "%llu places of options in offers and pools are more than 4,294,967,295; "
                         "nest fewer pools",
                         (unsigned long long)n_places);
    }
    ranking->order = ARENA_NEW(arena, start[n_nodes], uint32_t);
    if (ranking->order == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < options->n; i++) {
        if (!instance_is_locked(instance, ranker->ranking->applicant[i])) {
            uint32_t offer = options->offer[i];
            ranking->order[start[offer] + ranker->cursor[offer]++] = i;
        }
    }
    memset(ranker->cursor, 0, n_nodes * sizeof *ranker->cursor);
    return OK;
}

struct unit {
    uint32_t key, size;
};

static int by_size(const void *left, const void *right) {
    const struct unit *a = left, *b = right;
    return a->size != b->size ? (a->size < b->size ? 1 : -1)
                              : (a->key > b->key) - (a->key < b->key);
}

/* Units, largest first, so that no thread is left with a large one at the end. */
static enum err make_units(struct ranker *ranker, const uint32_t *root, const uint8_t *shared,
                           struct arena *scratch, struct error *error) {
    const struct instance *instance = ranker->instance;
    uint32_t n_nodes = instance->n_nodes, n_offers = instance->n_offers;
    struct unit *unit = ARENA_ZERO(scratch, n_nodes, struct unit);
    uint32_t *place = ARENA_NEW(scratch, n_nodes, uint32_t);
    ranker->unit_start = ARENA_ZERO(scratch, (size_t)n_nodes + 1, uint32_t);
    ranker->unit_offer = ARENA_NEW(scratch, n_offers, uint32_t);
    if (unit == NULL || place == NULL || ranker->unit_start == NULL || ranker->unit_offer == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n_nodes; i++) {
        unit[i].key = i;
    }
    for (uint32_t i = 0; i < n_offers; i++) {
        unit[shared[root[i]] ? root[i] : i].size +=
            ranker->ranking->node_start[i + 1] - ranker->ranking->node_start[i];
    }
    qsort(unit, n_nodes, sizeof *unit, by_size);
    for (uint32_t u = 0; u < n_nodes; u++) {
        place[unit[u].key] = u;
        ranker->n_units += unit[u].size > 0 ? 1 : 0;
    }
    ranker->largest = n_nodes > 0 ? unit[0].size : 0;
    uint32_t *start = ranker->unit_start;
    for (uint32_t i = 0; i < n_offers; i++) {
        start[place[shared[root[i]] ? root[i] : i]]++;
    }
    for (uint32_t u = 0, sum = 0; u <= n_nodes; u++) {
        sum += start[u];
        start[u] = sum;
    }
    for (uint32_t i = n_offers; i-- > 0;) {
        ranker->unit_offer[--start[place[shared[root[i]] ? root[i] : i]]] = i;
    }
    return OK;
}

static enum err rank_units(struct ranker *ranker, struct error *error) {
    uint32_t n_units = ranker->n_units, largest = ranker->largest;
    bool failed = false;
#pragma omp parallel default(none) shared(ranker, n_units, largest)                                \
    reduction(||                                                                                   \
              : failed) if (ranker->options->n > PARALLEL_MIN)
    {
        struct arena arena = {0};
        struct desk desk = {ARENA_NEW(&arena, largest, struct entry),
                            ARENA_NEW(&arena, largest, struct entry)};
        failed = desk.entry == NULL || desk.spare == NULL;
#pragma omp for schedule(dynamic, 1)
        for (uint32_t u = 0; u < n_units; u++) {
            if (!failed) {
                rank_unit(ranker, &desk, u);
            }
        }
        arena_free(&arena);
    }
    return failed ? error_no_memory(error) : OK;
}

static enum err make_arrays(struct ranker *ranker, struct arena *arena, struct arena *scratch,
                            struct error *error) {
    struct ranking *ranking = ranker->ranking;
    uint32_t n = ranker->options->n;
    ranking->applicant = ARENA_NEW(arena, n, uint32_t);
    ranker->cursor = ARENA_ZERO(scratch, ranker->instance->n_nodes, uint32_t);
    ranker->plan = ARENA_NEW(scratch, ranker->instance->n_criteria, struct plan);
    ranking->rank = ARENA_ZERO(arena, n, uint32_t);
    if (ranking->applicant == NULL || ranker->cursor == NULL || ranker->plan == NULL ||
        ranking->rank == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < ranker->instance->n_criteria; i++) {
        plan_make(&ranker->plan[i], ranker->instance, &ranker->instance->criteria[i]);
    }
    return OK;
}

static enum err make_positions(struct ranking *ranking, uint32_t n_options, struct arena *arena,
                               struct error *error) {
    ranking->position = ARENA_NEW(arena, ranking->depth, uint32_t *);
    if (ranking->position == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t d = 0; d < ranking->depth; d++) {
        ranking->position[d] = ARENA_NEW(arena, n_options, uint32_t);
        if (ranking->position[d] == NULL) {
            return error_no_memory(error);
        }
    }
    return OK;
}

static enum err build(struct ranker *ranker, struct arena *arena, struct arena *scratch,
                      struct error *error) {
    const struct instance *instance = ranker->instance;
    uint32_t n_nodes = instance->n_nodes;
    uint32_t *root = ARENA_NEW(scratch, n_nodes, uint32_t);
    uint32_t *list = ARENA_NEW(scratch, n_nodes, uint32_t);
    uint8_t *shared = ARENA_NEW(scratch, n_nodes, uint8_t);
    if (root == NULL || list == NULL || shared == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = n_nodes; i-- > 0;) { /* parents come after children */
        uint32_t parent = instance->node_parent[i];
        root[i] = parent == NONE ? i : root[parent];
    }
    find_shared(instance, root, list, shared);
    enum err err = make_arrays(ranker, arena, scratch, error);
    if (err == OK) {
        err = keys_draw(ranker->ranking, instance, ranker->options, arena, error);
    }
    if (err == OK) {
        err = keys_relate(ranker->ranking, instance, ranker->options, arena, error);
    }
    if (err == OK) {
        err = gather(ranker, root, shared, arena, error);
    }
    if (err == OK) {
        err = make_positions(ranker->ranking, ranker->options->n, arena, error);
    }
    if (err == OK) {
        err = make_words(ranker, scratch, error);
    }
    if (err == OK) {
        err = make_units(ranker, root, shared, scratch, error);
    }
    return err == OK ? rank_units(ranker, error) : err;
}

enum err ranking_build(struct ranking *ranking, const struct instance *instance,
                       const struct options *options, struct arena *arena, struct error *error) {
    struct arena scratch = {0};
    struct ranker ranker = {.instance = instance,
                            .options = options,
                            .ranking = ranking,
                            .keys = {instance, options, ranking}};
    *ranking = (struct ranking){0};
    enum err err = build(&ranker, arena, &scratch, error);
    arena_free(&scratch);
    return err;
}
