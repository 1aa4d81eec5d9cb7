// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/solver/changes.h"

#include <criterion/criterion.h>
#include <string.h>

void changes_stand(struct standing *standing, const struct instance *instance,
                   struct options *options, struct ranking *ranking, struct arena *arena) {
    uint32_t *room = ARENA_NEW(arena, instance->n_nodes, uint32_t);
    cr_assert_not_null(room);
    instance_room(instance, room);
    cr_assert_eq(options_build(options, instance, arena, NULL), OK);
    cr_assert_eq(ranking_build(ranking, instance, options, arena, NULL), OK);
    struct mechanism_task task = {
        .instance = instance, .options = options, .ranking = ranking, .room = room};
    cr_assert_eq(standing_init(standing, &task, NULL, arena, NULL), OK);
}

static bool asks_wish_rank(const struct instance *instance) {
    bool asks = false;
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        asks = asks || instance->criterion[i].kind == CRITERION_WISH_RANK;
    }
    return asks;
}

void changes_record(struct changed_round *round, const struct standing *standing,
                    uint32_t seats_most, struct arena *arena) {
    const struct mechanism_task *task = &standing->task;
    uint32_t n = task->instance->n_applicants, n_nodes = task->instance->n_nodes;
    *round = (struct changed_round){
        .instance = task->instance,
        .options = task->options,
        .ranking = task->ranking,
        .present = ARENA_NEW(arena, n, uint8_t),
        .room = ARENA_NEW(arena, n_nodes, uint32_t),
        .list = ARENA_NEW(arena, task->options->n, uint32_t),
        .length = ARENA_NEW(arena, n, uint32_t),
        .lists_stand = asks_wish_rank(task->instance),
        .seats_most = seats_most,
    };
    cr_assert(round->present && round->room && round->list && round->length);
    memcpy(round->room, task->room, n_nodes * sizeof *round->room);
    for (uint32_t i = 0; i < task->options->n; i++) {
        round->list[i] = i;
    }
    for (uint32_t a = 0; a < n; a++) {
        round->present[a] = !instance_is_locked(task->instance, a);
        round->length[a] = task->options->start[a + 1] - task->options->start[a];
    }
}

/* Any order of any of the applicant's options. */
static bool change_list(struct changed_round *round, struct standing *standing, uint32_t a,
                        struct random *random, struct arena *arena) {
    uint32_t start = round->options->start[a];
    uint32_t n = round->options->start[a + 1] - start;
    uint32_t *option = ARENA_NEW(arena, n + 1, uint32_t);
    cr_assert_not_null(option);
    for (uint32_t i = 0; i < n; i++) {
        option[i] = start + i;
    }
    random_shuffle(random, option, n);
    uint32_t length = random_below(random, n + 1);
    enum err expected = round->lists_stand ? ERR_INPUT : OK;
    if (length > 1 && random_chance(random, 5)) { /* twice the same, or another's */
        option[length - 1] = random_chance(random, 50) ? option[0] : start + n;
        expected = ERR_INPUT;
    }
    if (standing_set_list(standing, a, option, length, arena, NULL) != expected) {
        return false;
    }
    if (expected == OK) {
        memcpy(round->list + start, option, length * sizeof *option);
        round->length[a] = length;
    }
    return true;
}

/* One seat more or less as a rule; now and then any number, or no limit. */
static uint32_t random_room(const struct changed_round *round, uint32_t now,
                            struct random *random) {
    uint32_t dice = random_below(random, 10);
    if (now == SEATS_UNLIMITED || dice < 2) {
        return random_below(random, round->seats_most);
    }
    if (dice == 2) {
        return SEATS_UNLIMITED;
    }
    return dice < 6 || now == 0 ? now + 1 : now - 1;
}

bool changes_make(struct changed_round *round, struct standing *standing, struct random *random,
                  struct arena *arena, char *text, size_t size) {
    const struct instance *instance = round->instance;
    uint32_t a = random_below(random, instance->n_applicants);
    switch (random_below(random, 4)) {
    case 0:
        snprintf(text, size, "applicant %u comes", a);
        standing_arrive(standing, a);
        round->present[a] = !instance_is_locked(instance, a);
        return true;
    case 1:
        snprintf(text, size, "applicant %u leaves", a);
        standing_leave(standing, a);
        round->present[a] = 0;
        return true;
    case 2: {
        snprintf(text, size, "applicant %u has another list", a);
        return change_list(round, standing, a, random, arena);
    }
    default: {
        uint32_t node = random_below(random, instance->n_nodes);
        uint32_t room = random_room(round, round->room[node], random);
        snprintf(text, size, "node %u has room for %d", node, (int)room);
        standing_set_room(standing, node, room);
        round->room[node] = room;
        return true;
    }
    }
}

/* Trees as lists of who sits there. */
struct book {
    const struct changed_round *round;
    uint32_t *root;  /* [n_nodes] */
    uint32_t *start; /* [n_nodes + 1] of the root's part of held */
    uint32_t *held;  /* options, best first */
    uint32_t *n;     /* [n_nodes] of a root */
    uint32_t *count; /* [n_nodes] scratch */
};

static uint32_t position_at_root(const struct book *book, uint32_t option) {
    uint32_t level = 0;
    const uint32_t *parent = book->round->instance->node_parent;
    for (uint32_t v = book->round->options->offer[option]; parent[v] != NONE; v = parent[v]) {
        level++;
    }
    return book->round->ranking->position[level][option];
}

/* The tree chooses from the best on; returns the one that finds no room, NONE: all do. */
static uint32_t choose(const struct book *book, uint32_t root) {
    const uint32_t *parent = book->round->instance->node_parent;
    memset(book->count, 0, book->round->instance->n_nodes * sizeof *book->count);
    for (uint32_t i = 0; i < book->n[root]; i++) {
        uint32_t option = book->held[book->start[root] + i];
        for (uint32_t v = book->round->options->offer[option]; v != NONE; v = parent[v]) {
            if (book->count[v] == book->round->room[v]) {
                return i;
            }
        }
        for (uint32_t v = book->round->options->offer[option]; v != NONE; v = parent[v]) {
            book->count[v]++;
        }
    }
    return NONE;
}

/* The option applies; returns the option refused, NONE: none. */
static uint32_t apply(const struct book *book, uint32_t option) {
    uint32_t root = book->root[book->round->options->offer[option]];
    uint32_t *held = book->held + book->start[root];
    uint32_t at = book->n[root]++;
    for (; at > 0 && position_at_root(book, held[at - 1]) > position_at_root(book, option); at--) {
        held[at] = held[at - 1];
    }
    held[at] = option;
    uint32_t out = choose(book, root);
    if (out == NONE) {
        return NONE;
    }
    uint32_t refused = held[out];
    memmove(held + out, held + out + 1, (--book->n[root] - out) * sizeof *held);
    return refused;
}

void changes_solve(const struct changed_round *round, uint32_t *choice, struct arena *scratch) {
    const struct instance *instance = round->instance;
    uint32_t n = instance->n_applicants, n_nodes = instance->n_nodes;
    struct book book = {round,
                        ARENA_NEW(scratch, n_nodes, uint32_t),
                        ARENA_ZERO(scratch, n_nodes + 1, uint32_t),
                        ARENA_NEW(scratch, round->options->n + 1, uint32_t),
                        ARENA_ZERO(scratch, n_nodes, uint32_t),
                        ARENA_NEW(scratch, n_nodes, uint32_t)};
    uint32_t *next = ARENA_NEW(scratch, n, uint32_t);
    cr_assert(book.root && book.start && book.held && book.n && book.count && next);
    for (uint32_t v = n_nodes; v-- > 0;) {
        uint32_t parent = instance->node_parent[v];
        book.root[v] = parent == NONE ? v : book.root[parent];
    }
    for (uint32_t i = 0; i < round->options->n; i++) {
        book.start[book.root[round->options->offer[i]] + 1]++;
    }
    for (uint32_t v = 0; v < n_nodes; v++) {
        book.start[v + 1] += book.start[v];
    }
    for (uint32_t a = 0; a < n; a++) {
        choice[a] = NONE;
        next[a] = 0;
    }
    for (uint32_t first = 0; first < n; first++) {
        uint32_t a = first;
        while (round->present[a] && next[a] < round->length[a]) {
            uint32_t option = round->list[round->options->start[a] + next[a]++];
            uint32_t refused = apply(&book, option);
            choice[a] = option;
            if (refused == NONE) {
                break;
            }
            a = round->ranking->applicant[refused];
            choice[a] = NONE;
        }
    }
}

static void *take(struct instance *instance, size_t n, size_t size) {
    void *memory = arena_zalloc(&instance->arena, n, size);
    cr_assert_not_null(memory);
    return memory;
}

#define TAKE(instance, n, type) ((type *)take((instance), (n), sizeof(type)))

static void name_all(struct instance *instance, struct strings *strings, uint32_t n) {
    enum { SIZE = 12 };
    strings->n = n;
    strings->start = TAKE(instance, n, size_t);
    strings->bytes = TAKE(instance, (size_t)n * SIZE, char);
    for (uint32_t i = 0; i < n; i++) {
        strings->start[i] = (size_t)i * SIZE;
        snprintf(strings->bytes + strings->start[i], SIZE, "%u", i);
    }
}

/* Every third offer stands alone, the others in pools of two, and these by twos and twos again. */
static void nest(struct instance *instance, uint32_t seats) {
    uint32_t *parent = instance->node_parent, *room = instance->node_seats;
    uint32_t n_roots = 0;
    uint32_t *root = TAKE(instance, 2 * instance->n_offers, uint32_t);
    for (uint32_t o = 0; o < instance->n_offers; o++) {
        parent[o] = NONE;
        room[o] = seats;
        if (o % 3 != 0) {
            root[n_roots++] = o;
        }
    }
    for (uint32_t depth = 0; depth < 3; depth++) {
        uint32_t n_pools = n_roots / 2;
        for (uint32_t p = 0; p < n_pools; p++) {
            uint32_t pool = instance->n_nodes++;
            uint32_t left = root[2 * p], right = root[2 * p + 1];
            parent[left] = pool;
            parent[right] = pool;
            parent[pool] = NONE;
            room[pool] = (room[left] + room[right]) * 9 / 10;
            root[p] = pool;
        }
        n_roots = n_pools;
    }
}

/* Up to six wishes among neighbours in a ring of offers. */
static void wish(struct instance *instance, struct random *random) {
    enum { WISHES = 6, REACH = 12 };
    uint32_t n = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t home = random_below(random, instance->n_offers);
        uint32_t step[REACH];
        for (uint32_t i = 0; i < REACH; i++) {
            step[i] = i;
        }
        random_shuffle(random, step, REACH);
        uint32_t length = random_below(random, WISHES + 1);
        for (uint32_t i = 0; i < length; i++) {
            instance->wish_offer[n] = (home + step[i]) % instance->n_offers;
            instance->wish_lottery[n++] = random_next(random);
        }
        instance->wish_start[a + 1] = n;
    }
    instance->n_wishes = n;
}

void changes_round(struct instance *instance, uint32_t n_applicants, uint32_t n_offers,
                   uint64_t seed) {
    struct random random = {seed};
    *instance = (struct instance){.n_schools = 1,
                                  .n_offers = n_offers,
                                  .n_nodes = n_offers,
                                  .n_criteria = 1,
                                  .n_applicants = n_applicants};
    instance->policy = (struct policy){.mechanism = mechanism_find("deferred-acceptance"),
                                       .lottery_seed = TAKE(instance, 1, char),
                                       .lottery_per_offer = true};
    cr_assert_eq(instance_plain_slots(instance, NULL), OK);
    instance->criteria = TAKE(instance, 1, struct criteria);
    instance->offer_school = TAKE(instance, n_offers, uint32_t);
    instance->offer_criteria = TAKE(instance, n_offers, uint32_t);
    instance->offer_group = TAKE(instance, n_offers, uint32_t);
    memset(instance->offer_group, 0xFF, n_offers * sizeof(uint32_t));
    instance->applicant_group = TAKE(instance, n_applicants, uint32_t);
    memset(instance->applicant_group, 0xFF, n_applicants * sizeof(uint32_t));
    instance->node_parent = TAKE(instance, 2 * n_offers, uint32_t);
    instance->node_seats = TAKE(instance, 2 * n_offers, uint32_t);
    instance->school_node = TAKE(instance, 1, uint32_t);
    instance->school_node[0] = NONE;
    instance->wish_start = TAKE(instance, n_applicants + 1, uint32_t);
    instance->wish_offer = TAKE(instance, (size_t)n_applicants * 6, uint32_t);
    instance->wish_lottery = TAKE(instance, (size_t)n_applicants * 6, uint64_t);
    name_all(instance, &instance->applicant_id, n_applicants);
    name_all(instance, &instance->offer_id, n_offers);
    name_all(instance, &instance->school_id, 1);
    cr_assert_eq(instance_plain_slots(instance, NULL), OK);
    nest(instance, n_applicants / n_offers);
    wish(instance, &random);
    struct error error = {0};
    cr_assert_eq(instance_check(instance, &error), OK, "%s", error.text);
}
