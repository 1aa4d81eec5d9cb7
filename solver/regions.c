// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Nested dissection of the offers (A. George, "Nested dissection of a regular finite element mesh",
 * SIAM Journal on Numerical Analysis 10, 1973) by level structures:
 *
 *     neighbours of a unit: the few that most of those who have it first also wish for
 *     bisect(range): walk in breadth from one end of the range, which a first walk found;
 *                    what is met first becomes the left half, the rest the right half
 *     again for both halves, until a range is small
 *
 * A unit is a tree of the forest, mostly a single offer. Wishes for schools far away would make
 * everything a neighbour of everything, so a unit keeps the strongest neighbours only. The wishes
 * stand in for the map: they are there without coordinates too, and a river shows in them.
 */
#include "solver/regions.h"

#include "solver/parallel.h"

#include <string.h>

/* SAMPLE: how many of those who have a unit first are asked what else they wish for. */
enum { NEIGHBOURS = 8, SAMPLE = 48, LEAF_OFFERS = 64 };

struct dissection {
    const struct assignment_model *model;
    uint32_t n_units;
    uint32_t *unit;       /* [n_offers] */
    uint32_t *size;       /* [n_units] offers */
    uint32_t *start;      /* [n_units + 1] applicants by the unit they have first */
    uint32_t *applicant;  /* [n_applicants] */
    uint32_t *neighbour;  /* [n_units * NEIGHBOURS], NONE where there are fewer */
    uint32_t *edge_start; /* [n_units + 1] both ways */
    uint32_t *edge;
    uint32_t *order; /* [n_units] */
    uint32_t *queue; /* [n_units] of the walk at hand */
    uint32_t *range; /* [n_units] the region a unit lies in */
    uint32_t *met;   /* [n_units] the walk that met it last */
    uint32_t walk;
};

/* Numbers the trees in the order of their first offers. */
static enum err find_units(struct dissection *dissection, struct arena *arena,
                           struct error *error) {
    const struct assignment_model *model = dissection->model;
    uint32_t *unit_of_root = ARENA_NEW(arena, model->n_nodes, uint32_t);
    dissection->unit = ARENA_NEW(arena, model->n_offers, uint32_t);
    dissection->size = ARENA_ZERO(arena, model->n_offers, uint32_t);
    if (unit_of_root == NULL || dissection->unit == NULL || dissection->size == NULL) {
        return error_no_memory(error);
    }
    memset(unit_of_root, 0xFF, model->n_nodes * sizeof *unit_of_root);
    for (uint32_t o = 0; o < model->n_offers; o++) {
        uint32_t root = o;
        while (model->node_parent[root] != NONE) {
            root = model->node_parent[root];
        }
        if (unit_of_root[root] == NONE) {
            unit_of_root[root] = dissection->n_units++;
        }
        dissection->unit[o] = unit_of_root[root];
        dissection->size[dissection->unit[o]]++;
    }
    return OK;
}

/* Applicants by the unit of their first option. */
static enum err bucket_applicants(struct dissection *dissection, struct arena *arena,
                                  struct error *error) {
    const struct assignment_model *model = dissection->model;
    uint32_t n_units = dissection->n_units;
    uint32_t *start = dissection->start = ARENA_ZERO(arena, (size_t)n_units + 1, uint32_t);
    dissection->applicant = ARENA_NEW(arena, model->n_applicants, uint32_t);
    if (start == NULL || dissection->applicant == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < model->n_applicants; a++) {
        if (model->option_start[a] < model->option_start[a + 1]) {
            start[dissection->unit[model->option_offer[model->option_start[a]]]]++;
        }
    }
    for (uint32_t u = 0, sum = 0; u <= n_units; u++) { /* start[u] becomes where u ends */
        sum += start[u];
        start[u] = sum;
    }
    for (uint32_t a = model->n_applicants; a-- > 0;) { /* and then, from behind, where it begins */
        if (model->option_start[a] < model->option_start[a + 1]) {
            uint32_t u = dissection->unit[model->option_offer[model->option_start[a]]];
            dissection->applicant[--start[u]] = a;
        }
    }
    return OK;
}

/* Keeps the strongest: more applicants first, then the smaller number. */
static void keep_strongest(uint32_t *best, const uint32_t *count, uint32_t candidate) {
    uint32_t at = NEIGHBOURS;
    while (at > 0 && (best[at - 1] == NONE || count[best[at - 1]] < count[candidate] ||
                      (count[best[at - 1]] == count[candidate] && best[at - 1] > candidate))) {
        at--;
    }
    if (at < NEIGHBOURS) {
        memmove(best + at + 1, best + at, (NEIGHBOURS - at - 1) * sizeof *best);
        best[at] = candidate;
    }
}

/* The strongest neighbours of a unit. count [n_units] all 0 before and after; touched [n_units]. */
static void find_neighbours(struct dissection *dissection, uint32_t u, uint32_t *count,
                            uint32_t *touched) {
    const struct assignment_model *model = dissection->model;
    uint32_t *best = dissection->neighbour + (size_t)u * NEIGHBOURS, n_touched = 0;
    uint32_t first = dissection->start[u], n = dissection->start[u + 1] - first;
    for (uint32_t i = first; i < first + (n < SAMPLE ? n : SAMPLE); i++) {
        uint32_t a = dissection->applicant[i];
        for (uint32_t k = model->option_start[a]; k < model->option_start[a + 1]; k++) {
            uint32_t other = dissection->unit[model->option_offer[k]];
            if (other != u && count[other]++ == 0) {
                touched[n_touched++] = other;
            }
        }
    }
    for (uint32_t i = 0; i < NEIGHBOURS; i++) {
        best[i] = NONE;
    }
    for (uint32_t i = 0; i < n_touched; i++) {
        keep_strongest(best, count, touched[i]);
    }
    for (uint32_t i = 0; i < n_touched; i++) {
        count[touched[i]] = 0;
    }
}

static enum err find_all_neighbours(struct dissection *dissection, struct arena *arena,
                                    struct error *error) {
    uint32_t n_units = dissection->n_units;
    bool failed = false;
    dissection->neighbour = ARENA_NEW(arena, (size_t)n_units * NEIGHBOURS, uint32_t);
    if (dissection->neighbour == NULL) {
        return error_no_memory(error);
    }
#pragma omp parallel default(none) shared(dissection, n_units)                                     \
    reduction(||                                                                                   \
              : failed) if (dissection->model->n_applicants > PARALLEL_MIN)
    {
        struct arena own = {NULL};
        uint32_t *count = ARENA_ZERO(&own, n_units, uint32_t);
        uint32_t *touched = ARENA_NEW(&own, n_units, uint32_t);
        failed = count == NULL || touched == NULL;
#pragma omp for schedule(dynamic, 16)
        for (uint32_t u = 0; u < n_units; u++) {
            if (!failed) {
                find_neighbours(dissection, u, count, touched);
            }
        }
        arena_free(&own);
    }
    return failed ? error_no_memory(error) : OK;
}

/* Edges both ways, as CSR. */
static enum err link_neighbours(struct dissection *dissection, struct arena *arena,
                                struct error *error) {
    size_t n_pairs = (size_t)dissection->n_units * NEIGHBOURS;
    const uint32_t *neighbour = dissection->neighbour;
    uint32_t *start = ARENA_ZERO(arena, (size_t)dissection->n_units + 1, uint32_t);
    uint32_t *edge = ARENA_NEW(arena, 2 * n_pairs, uint32_t);
    if (start == NULL || edge == NULL) {
        return error_no_memory(error);
    }
    for (size_t i = 0; i < n_pairs; i++) {
        if (neighbour[i] != NONE) {
            start[i / NEIGHBOURS]++;
            start[neighbour[i]]++;
        }
    }
    for (uint32_t u = 0, sum = 0; u <= dissection->n_units; u++) {
        sum += start[u];
        start[u] = sum;
    }
    for (size_t i = n_pairs; i-- > 0;) {
        if (neighbour[i] != NONE) {
            edge[--start[i / NEIGHBOURS]] = neighbour[i];
            edge[--start[neighbour[i]]] = (uint32_t)(i / NEIGHBOURS);
        }
    }
    dissection->edge_start = start;
    dissection->edge = edge;
    return OK;
}

/* Walks in breadth over the units of a region from one of them, as far as edges lead. Appends to
 * queue; returns the new length. */
static uint32_t walk_from(struct dissection *dissection, uint32_t unit, uint32_t region,
                          uint32_t n) {
    uint32_t at = n;
    dissection->met[unit] = dissection->walk;
    dissection->queue[n++] = unit;
    for (; at < n; at++) {
        uint32_t here = dissection->queue[at];
        for (uint32_t e = dissection->edge_start[here]; e < dissection->edge_start[here + 1]; e++) {
            uint32_t next = dissection->edge[e];
            if (dissection->range[next] == region && dissection->met[next] != dissection->walk) {
                dissection->met[next] = dissection->walk;
                dissection->queue[n++] = next;
            }
        }
    }
    return n;
}

/* Reorders the units first .. end of a region along a walk from one of its ends. */
static void reorder(struct dissection *dissection, uint32_t region, uint32_t first, uint32_t end) {
    uint32_t n = 0;
    dissection->walk++;
    n = walk_from(dissection, dissection->order[first], region, 0);
    uint32_t far = dissection->queue[n - 1];
    dissection->walk++;
    n = walk_from(dissection, far, region, 0);
    for (uint32_t i = first; i < end; i++) { /* what no edge leads to */
        if (dissection->met[dissection->order[i]] != dissection->walk) {
            n = walk_from(dissection, dissection->order[i], region, n);
        }
    }
    INVARIANT(n == end - first);
    memcpy(dissection->order + first, dissection->queue, n * sizeof(uint32_t));
}

/* Splits a region, whose range is of units so far, where half of its offers lie to the left. */
static void bisect(struct dissection *dissection, struct regions *regions, uint32_t r) {
    struct region *region = &regions->region[r];
    uint32_t n_offers = 0, left = 0, middle = region->first;
    reorder(dissection, r, region->first, region->end);
    for (uint32_t i = region->first; i < region->end; i++) {
        n_offers += dissection->size[dissection->order[i]];
    }
    if (region->end - region->first < 2 || n_offers <= LEAF_OFFERS) {
        return;
    }
    while (middle + 1 < region->end && (middle == region->first || left < n_offers / 2)) {
        left += dissection->size[dissection->order[middle++]];
    }
    region->left = regions->n;
    region->right = regions->n + 1;
    regions->region[regions->n++] = (struct region){region->first, middle, NONE, NONE};
    regions->region[regions->n++] = (struct region){middle, region->end, NONE, NONE};
    for (uint32_t i = region->first; i < region->end; i++) {
        dissection->range[dissection->order[i]] = i < middle ? region->left : region->right;
    }
}

/* New numbers of the offers, unit by unit; ranges of units become ranges of offers. */
static enum err number_offers(const struct dissection *dissection, struct regions *regions,
                              struct arena *scratch, struct error *error) {
    uint32_t n_units = dissection->n_units;
    uint32_t *start = ARENA_NEW(scratch, (size_t)n_units + 1, uint32_t); /* by place of the unit */
    uint32_t *next = ARENA_NEW(scratch, n_units, uint32_t);              /* by unit */
    if (start == NULL || next == NULL) {
        return error_no_memory(error);
    }
    start[0] = 0;
    for (uint32_t i = 0; i < n_units; i++) {
        next[dissection->order[i]] = start[i];
        start[i + 1] = start[i] + dissection->size[dissection->order[i]];
    }
    for (uint32_t o = 0; o < dissection->model->n_offers; o++) {
        regions->place[o] = next[dissection->unit[o]]++;
    }
    for (uint32_t r = 0; r < regions->n; r++) {
        regions->region[r].first = start[regions->region[r].first];
        regions->region[r].end = start[regions->region[r].end];
    }
    return OK;
}

static enum err dissect(struct dissection *dissection, struct regions *regions,
                        struct arena *scratch, struct error *error) {
    uint32_t n = dissection->n_units;
    dissection->order = ARENA_NEW(scratch, n, uint32_t);
    dissection->queue = ARENA_NEW(scratch, n, uint32_t);
    dissection->range = ARENA_ZERO(scratch, n, uint32_t);
    dissection->met = ARENA_ZERO(scratch, n, uint32_t);
    if (dissection->order == NULL || dissection->queue == NULL || dissection->range == NULL ||
        dissection->met == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t u = 0; u < n; u++) {
        dissection->order[u] = u;
    }
    regions->n = 1;
    regions->region[0] = (struct region){0, n, NONE, NONE};
    for (uint32_t r = 0; r < regions->n && n > 0; r++) {
        bisect(dissection, regions, r);
    }
    return number_offers(dissection, regions, scratch, error);
}

enum err regions_build(struct regions *regions, const struct assignment_model *model,
                       struct arena *arena, struct error *error) {
    struct arena scratch = {NULL};
    struct dissection dissection = {.model = model};
    enum err err = find_units(&dissection, &scratch, error);
    regions->place = ARENA_NEW(arena, model->n_offers, uint32_t);
    regions->region = ARENA_NEW(arena, 2 * (size_t)dissection.n_units + 1, struct region);
    if (err == OK && (regions->place == NULL || regions->region == NULL)) {
        err = error_no_memory(error);
    }
    if (err == OK) {
        err = bucket_applicants(&dissection, &scratch, error);
    }
    if (err == OK) {
        err = find_all_neighbours(&dissection, &scratch, error);
    }
    if (err == OK) {
        err = link_neighbours(&dissection, &scratch, error);
    }
    if (err == OK) {
        err = dissect(&dissection, regions, &scratch, error);
    }
    arena_free(&scratch);
    return err;
}

uint32_t regions_around(const struct regions *regions, uint32_t low, uint32_t high) {
    uint32_t r = 0;
    for (;;) {
        const struct region *region = &regions->region[r];
        if (region->left == NONE) {
            return r;
        }
        uint32_t middle = regions->region[region->right].first;
        if (high < middle) {
            r = region->left;
        } else if (low >= middle) {
            r = region->right;
        } else {
            return r;
        }
    }
}
