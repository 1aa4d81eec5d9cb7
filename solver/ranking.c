// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A unit is what has one order: a whole tree of the forest where its offers share one list, else an
 * offer alone, with all its slots. The options with their first words are dealt into the offers'
 * ranges, applicant by applicant, so that memory is read in order. Per unit, in parallel: sort by
 * the first word, byte by byte from the last (a radix sort, Knuth, The Art of Computer Programming
 * 3, 5.2.5); what is equal gets its next word and is sorted by that, and so on; and deal the sorted
 * options out to every node between offer and root.
 *
 * Invariants: (1) the order is total; (2) what a unit writes belongs to its own nodes and options,
 * so threads never meet.
 */
#include "solver/ranking.h"

#include "solver/entries.h"
#include "solver/keys.h"
#include "solver/months.h"
#include "solver/parallel.h"

#include <omp.h>
#include <string.h>

struct ranker {
    const struct instance *instance;
    const struct options *options;
    struct ranking *ranking;
    struct keys keys;
    struct entry_plan *plan; /* [n_criteria] */
    uint32_t *cursor;        /* [n_nodes] how many options have been dealt to the node */

    uint32_t n_parts;    /* stretches of applicants that are dealt to the offers in parallel */
    uint32_t *part;      /* [n_parts][n_slots] counts, then where the part's next entry goes */
    struct entry *entry; /* [options that compete] each slot's from node_start on */

    uint32_t n_units;
    uint32_t *unit;       /* [n_nodes] a node of the unit that names it; NONE: no common order */
    uint32_t *unit_start; /* [n_units + 1] into unit_slot, largest units first */
    uint32_t *unit_slot;  /* [n_slots] */
    uint32_t largest;     /* options of the largest unit */
};

/* Scratch of one thread. */
struct desk {
    struct entry *entry; /* [largest] */
    struct entry *spare; /* [largest] */
};

/* The slot in whose order an option stands, NONE: in none (to stay without a seat). A child that
 * moves on ends at another offer's, but it is this one's criteria that rank it. */
static uint32_t slot_of(const struct ranker *ranker, uint32_t option) {
    const struct options *options = ranker->options;
    uint32_t slot = options->node[option];
    bool moves = slot != NONE && ranker->instance->offer_moves_to != NULL && options->month != NULL;
    return moves ? instance_slot(ranker->instance, options->offer[option], options->month[option])
                 : slot;
}

/* Gives the option to every node from its slot to the root (to those of the offer where the tree
 * has no common order: then the pools' ranges are empty). */
static void deal(struct ranker *ranker, uint32_t option) {
    struct ranking *ranking = ranker->ranking;
    uint32_t node = slot_of(ranker, option);
    for (uint32_t d = 0; node != NONE; d++) {
        uint32_t room = ranking->node_start[node + 1] - ranking->node_start[node];
        if (room == 0) {
            return;
        }
        uint32_t place = ranker->cursor[node]++;
        ranking->order[ranking->node_start[node] + place] = option;
        ranking->position[d][option] = place;
        node = ranker->instance->node_parent[node];
    }
}

static void rank_unit(struct ranker *ranker, struct desk *desk, uint32_t unit) {
    const uint32_t *start = ranker->ranking->node_start;
    uint32_t n = 0, list = 0;
    for (uint32_t i = ranker->unit_start[unit]; i < ranker->unit_start[unit + 1]; i++) {
        uint32_t slot = ranker->unit_slot[i], n_here = start[slot + 1] - start[slot];
        memcpy(desk->entry + n, ranker->entry + start[slot], n_here * sizeof *desk->entry);
        list = ranker->instance
                   ->offer_criteria[ranker->instance->slot_offer[slot]]; /* all of them have one */
        n += n_here;
    }
    entries_sort(&ranker->keys, &ranker->plan[list], desk->entry, desk->spare, n);
    for (uint32_t i = 0; i < n; i++) {
        deal(ranker, desk->entry[i].option);
    }
}

/* Which unit each node belongs to. list [n_nodes] is scratch: the list of a tree, by its root. */
static void find_units(struct ranker *ranker, uint32_t *root, uint32_t *list, uint8_t *shared) {
    const struct instance *instance = ranker->instance;
    uint32_t n_nodes = instance->n_nodes;
    memset(list, 0xFF, n_nodes * sizeof *list);
    memset(shared, 1, n_nodes);
    for (uint32_t i = n_nodes; i-- > 0;) { /* parents come after children */
        uint32_t parent = instance->node_parent[i];
        root[i] = parent == NONE ? i : root[parent];
        ranker->unit[i] = NONE;
    }
    for (uint32_t i = 0; i < instance->n_slots; i++) {
        uint32_t criteria = instance->offer_criteria[instance->slot_offer[i]];
        if (list[root[i]] != NONE && list[root[i]] != criteria) {
            shared[root[i]] = 0;
        }
        list[root[i]] = criteria;
    }
    for (uint32_t i = 0; i < n_nodes; i++) {
        ranker->unit[i] = shared[root[i]] ? root[i] : ranker->unit[i];
    }
    for (uint32_t i = 0; i < instance->n_slots; i++) {
        uint32_t top = instance->offer_node[instance->slot_offer[i]];
        for (uint32_t v = i; !shared[root[i]]; v = instance->node_parent[v]) {
            ranker->unit[v] = top;
            if (v == top) {
                break;
            }
        }
    }
}

/* The first applicant of a part. */
static uint32_t part_start(const struct ranker *ranker, uint32_t part) {
    return (uint32_t)((uint64_t)ranker->instance->n_applicants * part / ranker->n_parts);
}

/* Whose each option is, and how many of a part compete for each offer. */
static void count_part(struct ranker *ranker, uint32_t part) {
    const struct options *options = ranker->options;
    uint32_t *count = ranker->part + (size_t)part * ranker->instance->n_slots;
    for (uint32_t a = part_start(ranker, part); a < part_start(ranker, part + 1); a++) {
        bool locked = instance_is_locked(ranker->instance, a);
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            ranker->ranking->applicant[i] = a;
            uint32_t slot = slot_of(ranker, i);
            if (!locked && slot != NONE) {
                count[slot]++;
            }
        }
    }
}

/* The options of a part, with their first words, to their offers' ranges. */
static void deal_part(struct ranker *ranker, uint32_t part) {
    const struct options *options = ranker->options;
    uint32_t *next = ranker->part + (size_t)part * ranker->instance->n_slots;
    for (uint32_t a = part_start(ranker, part); a < part_start(ranker, part + 1); a++) {
        if (instance_is_locked(ranker->instance, a)) {
            continue;
        }
        for (uint32_t i = options->start[a]; i < options->start[a + 1]; i++) {
            uint32_t slot = slot_of(ranker, i);
            if (slot == NONE) {
                continue; /* to stay without a seat: nobody competes for that */
            }
            const struct entry_plan *plan =
                &ranker->plan[ranker->instance->offer_criteria[options->offer[i]]];
            ranker->entry[next[slot]++] = (struct entry){entry_word(&ranker->keys, plan, 0, i), i};
        }
    }
}

/* Sizes of the ranges become node_start; parents get what their children have. */
static enum err start_nodes(struct ranker *ranker, struct error *error) {
    const struct instance *instance = ranker->instance;
    struct ranking *ranking = ranker->ranking;
    uint32_t n_nodes = instance->n_nodes, *start = ranking->node_start;
    ranking->depth = 1;
    for (uint32_t i = 0; i < n_nodes; i++) { /* children come before parents */
        uint32_t depth = 0;
        for (uint32_t node = i; node != NONE; node = instance->node_parent[node]) {
            depth++;
        }
        ranking->depth = depth > ranking->depth ? depth : ranking->depth;
        uint32_t parent = instance->node_parent[i];
        if (parent != NONE && ranker->unit[i] != NONE && ranker->unit[parent] == ranker->unit[i]) {
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
    return OK;
}

/* Counts of the parts become where each part's entries go: part after part within a slot, so that
 * the entries stand in the order of the options however many parts there are. */
static void place_parts(struct ranker *ranker) {
    uint32_t n_slots = ranker->instance->n_slots;
    for (uint32_t i = 0; i < n_slots; i++) {
        uint32_t sum = ranker->ranking->node_start[i];
        for (uint32_t p = 0; p < ranker->n_parts; p++) {
            uint32_t *next = &ranker->part[(size_t)p * n_slots + i], count = *next;
            *next = sum;
            sum += count;
        }
    }
}

/* node_start, depth, and the entries of each slot in the order of the options. */
static enum err gather(struct ranker *ranker, struct arena *arena, struct arena *scratch,
                       struct error *error) {
    const struct instance *instance = ranker->instance;
    struct ranking *ranking = ranker->ranking;
    uint32_t n_nodes = instance->n_nodes, n_slots = instance->n_slots;
    uint32_t n_parts = ranker->n_parts =
        ranker->options->n > PARALLEL_MIN ? (uint32_t)omp_get_max_threads() : 1;
    uint32_t *start = ranking->node_start = ARENA_ZERO(arena, (size_t)n_nodes + 1, uint32_t);
    ranker->part = ARENA_ZERO(scratch, (size_t)n_parts * n_slots, uint32_t);
    if (start == NULL || ranker->part == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel for default(none) shared(ranker, n_parts) schedule(static, 1)
    for (uint32_t p = 0; p < n_parts; p++) {
        count_part(ranker, p);
    }
    for (size_t i = 0; i < (size_t)n_parts * n_slots; i++) {
        start[i % n_slots + 1] += ranker->part[i];
    }
    enum err err = start_nodes(ranker, error);
    if (err != OK) {
        return err;
    }
    ranking->order = ARENA_NEW(arena, start[n_nodes], uint32_t);
    ranker->entry = ARENA_NEW(scratch, start[n_slots], struct entry);
    if (ranking->order == NULL || ranker->entry == NULL) {
        return error_no_memory(error);
    }
    place_parts(ranker);
#pragma omp parallel for default(none) shared(ranker, n_parts) schedule(static, 1)
    for (uint32_t p = 0; p < n_parts; p++) {
        deal_part(ranker, p);
    }
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
static enum err make_units(struct ranker *ranker, struct arena *scratch, struct error *error) {
    const struct instance *instance = ranker->instance;
    uint32_t n_nodes = instance->n_nodes, n_slots = instance->n_slots;
    struct unit *unit = ARENA_ZERO(scratch, n_nodes, struct unit);
    uint32_t *place = ARENA_NEW(scratch, n_nodes, uint32_t);
    ranker->unit_start = ARENA_ZERO(scratch, (size_t)n_nodes + 1, uint32_t);
    ranker->unit_slot = ARENA_NEW(scratch, n_slots, uint32_t);
    if (unit == NULL || place == NULL || ranker->unit_start == NULL || ranker->unit_slot == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < n_nodes; i++) {
        unit[i].key = i;
    }
    for (uint32_t i = 0; i < n_slots; i++) {
        unit[ranker->unit[i]].size +=
            ranker->ranking->node_start[i + 1] - ranker->ranking->node_start[i];
    }
    qsort(unit, n_nodes, sizeof *unit, by_size);
    for (uint32_t u = 0; u < n_nodes; u++) {
        place[unit[u].key] = u;
        ranker->n_units += unit[u].size > 0 ? 1 : 0;
    }
    ranker->largest = n_nodes > 0 ? unit[0].size : 0;
    uint32_t *start = ranker->unit_start;
    for (uint32_t i = 0; i < n_slots; i++) {
        start[place[ranker->unit[i]]]++;
    }
    for (uint32_t u = 0, sum = 0; u <= n_nodes; u++) {
        sum += start[u];
        start[u] = sum;
    }
    for (uint32_t i = n_slots; i-- > 0;) {
        ranker->unit_slot[--start[place[ranker->unit[i]]]] = i;
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
    ranker->plan = ARENA_NEW(scratch, ranker->instance->n_criteria, struct entry_plan);
    ranking->rank = ARENA_NEW(arena, n, uint32_t);
    if (ranking->applicant == NULL || ranker->cursor == NULL || ranker->plan == NULL ||
        ranking->rank == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < ranker->instance->n_criteria; i++) {
        entry_plan_make(&ranker->plan[i], ranker->instance, &ranker->instance->criteria[i]);
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

/* Ranks are places at the offer, counted from 1. */
static void number_ranks(struct ranker *ranker) {
    const struct instance *instance = ranker->instance;
    struct ranking *ranking = ranker->ranking;
    uint32_t n = ranker->options->n;
#pragma omp parallel for default(none) shared(instance, ranking, n)                                \
    schedule(static) if (n > PARALLEL_MIN_LIGHT)
    for (uint32_t i = 0; i < n; i++) {
        bool locked = instance_is_locked(instance, ranking->applicant[i]);
        ranking->rank[i] = locked ? 0 : ranking->position[0][i] + 1;
    }
}

/* Where an offer has several slots, an applicant counts once; all its options there are tied, so
 * they stand side by side. */
static void number_applicants(struct ranker *ranker) {
    const struct instance *instance = ranker->instance;
    struct ranking *ranking = ranker->ranking;
    memset(ranking->rank, 0, ranker->options->n * sizeof *ranking->rank);
    for (uint32_t offer = 0; offer < instance->n_offers; offer++) {
        uint32_t node = instance->offer_node[offer], rank = 0, before = NONE;
        for (uint32_t i = ranking->node_start[node]; i < ranking->node_start[node + 1]; i++) {
            uint32_t option = ranking->order[i];
            rank += ranking->applicant[option] != before ? 1 : 0;
            before = ranking->applicant[option];
            ranking->rank[option] = rank;
        }
    }
}

static enum err build(struct ranker *ranker, struct arena *arena, struct arena *scratch,
                      struct error *error) {
    const struct instance *instance = ranker->instance;
    uint32_t n_nodes = instance->n_nodes;
    uint32_t *root = ARENA_NEW(scratch, n_nodes, uint32_t);
    uint32_t *list = ARENA_NEW(scratch, n_nodes, uint32_t);
    uint8_t *shared = ARENA_NEW(scratch, n_nodes, uint8_t);
    ranker->unit = ARENA_NEW(scratch, n_nodes, uint32_t);
    if (root == NULL || list == NULL || shared == NULL || ranker->unit == NULL) {
        return error_no_memory(error);
    }
    find_units(ranker, root, list, shared);
    enum err err = make_arrays(ranker, arena, scratch, error);
    if (err == OK) {
        err = keys_draw(ranker->ranking, instance, ranker->options, arena, error);
    }
    if (err == OK) {
        err = keys_relate(ranker->ranking, instance, ranker->options, arena, error);
    }
    if (err == OK) {
        err = gather(ranker, arena, scratch, error);
    }
    if (err == OK) {
        err = make_positions(ranker->ranking, ranker->options->n, arena, error);
    }
    if (err == OK) {
        err = make_units(ranker, scratch, error);
    }
    if (err == OK) {
        err = rank_units(ranker, error);
    }
    if (err == OK && ranker->options->node == ranker->options->offer) {
        number_ranks(ranker);
    } else if (err == OK) {
        number_applicants(ranker);
    }
    return err;
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
