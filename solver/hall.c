// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     seat as many claims as can be                               assignment_solve
 *     for each that is not: what it reaches is a violator; keep the smallest
 *     within what all of them reach: is there a smaller one?      solver/glpk_cover.h
 *     seat its claims but one; what that one reaches are its nodes, and the remedies
 *
 * Remedies: one more seat in a node of the cut, and in the full ones around it, lets the claim
 * through; a full node around it that the search entered besides makes the inner one superfluous.
 */
#include "solver/hall_search.h"

#include <string.h>

/* Options looked at in searches from one claim; beyond that the best violator so far has to do. */
#define SEARCH_MAX UINT64_C(200000000)

/* The cut of what is reached, without what its claims do not need: fills in_b [n_nodes]. */
static void read_cut(struct hall_search *search, uint8_t *in_b) {
    const struct hall *hall = search->hall;
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        in_b[v] = hall_is_cut(search, v) ? 1 : 0;
    }
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        if (in_b[v] == 0) {
            continue;
        }
        in_b[v] = 0; /* needless? */
        for (uint32_t i = 0; i < search->n_reached && in_b[v] == 0; i++) {
            in_b[v] = hall_is_covered(hall, search->queue[i], in_b) ? 0 : 1;
        }
    }
}

/* B's worth: room first, then nodes. */
static uint64_t worth_of(const struct hall *hall, const uint8_t *in_b, uint64_t weight,
                         uint64_t *room) {
    uint64_t n = 0;
    *room = 0;
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        n += in_b[v];
        *room += in_b[v] != 0 ? hall->room[v] : 0;
    }
    return weight * *room + n;
}

/* The smallest of what single unseated claims reach (of one claim: one without options before
 * others): its nodes to in_b, its claims to in_s. False: none is unseated. */
static bool find_first(struct hall_search *search, uint8_t *in_b, uint8_t *in_s) {
    const struct hall *hall = search->hall;
    uint64_t least = UINT64_MAX;
    uint32_t best = NONE;
    for (uint32_t i = 0; i < hall->n_claims && search->n_looked < SEARCH_MAX; i++) {
        if (search->member[i] != 0 && search->choice[i] == NONE) {
            hall_forget(search);
            hall_reach(search, i);
            hall_spread(search);
            uint64_t size = 2 * (uint64_t)search->n_reached + (hall->start[i] < hall->start[i + 1]);
            best = size < least ? i : best;
            least = size < least ? size : least;
        }
    }
    if (best == NONE) {
        return false;
    }
    hall_forget(search);
    hall_reach(search, best);
    hall_spread(search);
    read_cut(search, in_b);
    memcpy(in_s, search->claim_reached, hall->n_claims);
    return true;
}

/* What the integer program is about: claims that all unseated ones reach, less those that pass no
 * small nodes alone; nodes with little enough room. */
struct part {
    uint32_t *claim;       /* [n] */
    uint32_t *node;        /* [n_nodes of the cover] */
    uint32_t *node_number; /* [n_nodes] in the cover, NONE */
    struct cover cover;
};

static bool counts(const struct part *part, uint32_t v) {
    return part->node_number[v] != NONE;
}

/* Numbers the claims reached whose options all pass nodes with room below `room`, and the nodes. */
static enum err choose_part(const struct hall_search *search, uint64_t room, struct part *part) {
    const struct hall *hall = search->hall;
    part->claim = ARENA_NEW(search->scratch, hall->n_claims, uint32_t);
    part->node = ARENA_NEW(search->scratch, hall->n_nodes, uint32_t);
    part->node_number = ARENA_NEW(search->scratch, hall->n_nodes, uint32_t);
    uint8_t *small = ARENA_NEW(search->scratch, hall->n_nodes, uint8_t);
    if (part->claim == NULL || part->node == NULL || part->node_number == NULL || small == NULL) {
        return error_no_memory(search->error);
    }
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        small[v] = hall->room[v] != SEATS_UNLIMITED && hall->room[v] <= room ? 1 : 0;
        part->node_number[v] = NONE;
    }
    for (uint32_t i = 0; i < hall->n_claims; i++) {
        if (search->claim_reached[i] == 0 || !hall_is_covered(hall, i, small)) {
            continue;
        }
        part->claim[part->cover.n_claims++] = i;
        for (uint32_t k = hall->start[i]; k < hall->start[i + 1]; k++) {
            for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
                if (small[v] != 0 && part->node_number[v] == NONE) {
                    part->node[part->cover.n_nodes] = v;
                    part->node_number[v] = part->cover.n_nodes++;
                }
            }
        }
    }
    return OK;
}

static enum err build_cover(const struct hall_search *search, struct part *part) {
    const struct hall *hall = search->hall;
    struct cover *cover = &part->cover;
    uint32_t n_options = 0, n_passed = 0;
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        uint32_t claim = part->claim[i];
        n_options += hall->start[claim + 1] - hall->start[claim];
        for (uint32_t k = hall->start[claim]; k < hall->start[claim + 1]; k++) {
            for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
                n_passed += counts(part, v) ? 1 : 0;
            }
        }
    }
    uint32_t *start = ARENA_NEW(search->scratch, (size_t)cover->n_claims + 1, uint32_t);
    uint32_t *path_start = ARENA_NEW(search->scratch, (size_t)n_options + 1, uint32_t);
    uint32_t *path = ARENA_NEW(search->scratch, n_passed, uint32_t);
    uint8_t *one_of = ARENA_NEW(search->scratch, cover->n_claims, uint8_t);
    uint32_t *room = ARENA_NEW(search->scratch, cover->n_nodes, uint32_t);
    if (start == NULL || path_start == NULL || path == NULL || one_of == NULL || room == NULL) {
        return error_no_memory(search->error);
    }
    n_options = n_passed = 0;
    for (uint32_t i = 0; i < cover->n_claims; i++) {
        uint32_t claim = part->claim[i];
        one_of[i] = search->choice[claim] == NONE ? 1 : 0;
        start[i] = n_options;
        for (uint32_t k = hall->start[claim]; k < hall->start[claim + 1]; k++) {
            path_start[n_options++] = n_passed;
            for (uint32_t v = hall->slot[k]; v != NONE; v = hall->parent[v]) {
                if (counts(part, v)) {
                    path[n_passed++] = part->node_number[v];
                }
            }
        }
    }
    start[cover->n_claims] = n_options;
    path_start[n_options] = n_passed;
    for (uint32_t v = 0; v < cover->n_nodes; v++) {
        room[v] = hall->room[part->node[v]];
    }
    cover->start = start;
    cover->path_start = path_start;
    cover->path = path;
    cover->one_of = one_of;
    cover->room = room;
    return OK;
}

/* Looks for a better one than in_b; true in *proved where there is none or what is found is best.
 */
static enum err improve(struct hall_search *search, const struct glpk_limits *limits, uint8_t *in_b,
                        bool *proved) {
    const struct hall *hall = search->hall;
    struct part part = {0};
    uint64_t room;
    hall_forget(search);
    for (uint32_t i = 0; i < hall->n_claims; i++) {
        if (search->member[i] != 0 && search->choice[i] == NONE) {
            hall_reach(search, i);
        }
    }
    hall_spread(search);
    worth_of(hall, in_b, 1, &room);
    enum err err = choose_part(search, room, &part);
    if (err == OK) {
        err = build_cover(search, &part);
    }
    if (err != OK) {
        return err;
    }
    part.cover.best = worth_of(hall, in_b, (uint64_t)part.cover.n_nodes + 1, &room);
    struct cover_answer answer = {.proved = true,
                                  .node = ARENA_ZERO(search->scratch, part.cover.n_nodes, uint8_t)};
    if (answer.node == NULL) {
        return error_no_memory(search->error);
    }
    if (part.cover.best > 1) { /* one node without room, or none: less there is not */
        err = glpk_cover(&part.cover, limits, search->scratch, &answer, search->error);
    }
    *proved = answer.proved;
    if (err == OK && answer.found) {
        memset(in_b, 0, hall->n_nodes);
        for (uint32_t v = 0; v < part.cover.n_nodes; v++) {
            in_b[part.node[v]] = answer.node[v];
        }
    }
    return err;
}

/* As many claims as B cannot seat, of those that it covers: unseated ones first, then in order.
 * False: it covers too few. */
static bool choose_claims(const struct hall_search *search, const uint8_t *in_b, uint8_t *in_s) {
    const struct hall *hall = search->hall;
    uint64_t room, n = 0;
    worth_of(hall, in_b, 1, &room);
    memset(in_s, 0, hall->n_claims);
    for (int seated = 0; seated < 2; seated++) {
        for (uint32_t i = 0; i < hall->n_claims && n <= room; i++) {
            if ((search->choice[i] != NONE) == (seated != 0) && hall_is_covered(hall, i, in_b)) {
                in_s[i] = 1;
                n++;
            }
        }
    }
    return n > room;
}

/* Seats in_s alone and leaves what the one without a seat reaches. */
static enum err search_within(struct hall_search *search, const uint8_t *in_s) {
    memcpy(search->member, in_s, search->hall->n_claims);
    enum err err = hall_seat(search);
    if (err != OK) {
        return err;
    }
    hall_forget(search);
    for (uint32_t i = 0; i < search->hall->n_claims && search->n_reached == 0; i++) {
        if (in_s[i] != 0 && search->choice[i] == NONE) {
            hall_reach(search, i);
        }
    }
    INVARIANT(search->n_reached > 0);
    hall_spread(search);
    return OK;
}

static uint32_t *list_of(const uint8_t *in, uint32_t n, struct arena *arena, uint32_t *n_listed) {
    uint32_t *list = ARENA_NEW(arena, n, uint32_t);
    *n_listed = 0;
    for (uint32_t i = 0; i < n && list != NULL; i++) {
        if (in[i] != 0) {
            list[(*n_listed)++] = i;
        }
    }
    return list;
}

/* Nodes of the cut with no full one around them that is reached besides; with all full ones. */
static enum err read_remedies(const struct hall_search *search, struct arena *arena,
                              struct hall_violator *violator) {
    const struct hall *hall = search->hall;
    uint32_t n_most = 0, n = 0;
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        for (uint32_t w = v; hall_is_cut(search, v) && w != NONE; w = hall->parent[w]) {
            n_most++;
        }
    }
    violator->remedy_start = ARENA_NEW(arena, (size_t)n_most + 1, uint32_t);
    violator->remedy = ARENA_NEW(arena, n_most, uint32_t);
    if (violator->remedy_start == NULL || violator->remedy == NULL) {
        return error_no_memory(search->error);
    }
    for (uint32_t v = 0; v < hall->n_nodes; v++) {
        uint32_t first = n;
        bool needed = hall_is_cut(search, v);
        for (uint32_t w = v; needed && w != NONE; w = hall->parent[w]) {
            needed = w == v || !hall_is_full(search, w) || search->entered[w] == 0;
            if (hall_is_full(search, w)) {
                violator->remedy[n++] = w;
            }
        }
        if (needed) {
            violator->remedy_start[violator->n_remedies++] = first;
        } else {
            n = first;
        }
    }
    violator->remedy_start[violator->n_remedies] = n;
    return OK;
}

/* S is what is reached now. B is the program's where S is what it chose; else the cut. */
static enum err read_violator(struct hall_search *search, const uint8_t *in_s, uint8_t *in_b,
                              struct arena *arena, struct hall_violator *violator) {
    const struct hall *hall = search->hall;
    if (memcmp(search->claim_reached, in_s, hall->n_claims) != 0) {
        violator->smallest = false;
        read_cut(search, in_b);
    }
    uint8_t *also = ARENA_ZERO(search->scratch, hall->n_claims, uint8_t);
    if (also == NULL) {
        return error_no_memory(search->error);
    }
    for (uint32_t i = 0; i < hall->n_claims; i++) {
        also[i] = search->claim_reached[i] == 0 && hall_is_covered(hall, i, in_b) ? 1 : 0;
    }
    violator->claim = list_of(search->claim_reached, hall->n_claims, arena, &violator->n_claims);
    violator->node = list_of(in_b, hall->n_nodes, arena, &violator->n_nodes);
    violator->also = list_of(also, hall->n_claims, arena, &violator->n_also);
    if (violator->claim == NULL || violator->node == NULL || violator->also == NULL) {
        return error_no_memory(search->error);
    }
    return read_remedies(search, arena, violator);
}

static enum err find(struct hall_search *search, const struct glpk_limits *limits,
                     struct arena *arena, struct hall_violator *violator) {
    const struct hall *hall = search->hall;
    uint8_t *in_b = ARENA_ZERO(search->scratch, hall->n_nodes, uint8_t);
    uint8_t *better = ARENA_ZERO(search->scratch, hall->n_nodes, uint8_t);
    uint8_t *in_s = ARENA_ZERO(search->scratch, hall->n_claims, uint8_t);
    uint8_t *others = ARENA_ZERO(search->scratch, hall->n_claims, uint8_t);
    if (in_b == NULL || better == NULL || in_s == NULL || others == NULL) {
        return error_no_memory(search->error);
    }
    memset(search->member, 1, hall->n_claims);
    enum err err = hall_seat(search);
    for (uint32_t i = 0; err == OK && i < hall->n_claims; i++) {
        violator->n_unseated += search->choice[i] == NONE ? 1 : 0;
    }
    if (err != OK || !find_first(search, in_b, in_s)) {
        return err;
    }
    memcpy(better, in_b, hall->n_nodes);
    err = improve(search, limits, better, &violator->smallest);
    if (err != OK) {
        return err;
    }
    bool differs = memcmp(better, in_b, hall->n_nodes) != 0;
    if (differs && choose_claims(search, better, others)) {
        memcpy(in_b, better, hall->n_nodes);
        memcpy(in_s, others, hall->n_claims);
    } else if (differs) {
        violator->smallest = false; /* what GLPK found is none */
    }
    err = search_within(search, in_s);
    return err == OK ? read_violator(search, in_s, in_b, arena, violator) : err;
}

enum err hall_find(const struct hall *hall, const struct glpk_limits *limits, struct arena *arena,
                   struct hall_violator *violator, struct error *error) {
    struct arena scratch = {NULL};
    struct hall_search search = {.hall = hall, .scratch = &scratch, .error = error};
    *violator = (struct hall_violator){0};
    enum err err = hall_search_new(&search);
    if (err == OK) {
        err = find(&search, limits, arena, violator);
    }
    arena_free(&scratch);
    return err;
}
