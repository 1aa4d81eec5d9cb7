// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/rename.h"

#include "anonymise/offer_order.h"
#include "solver/joint_proposals.h"

#include <stdlib.h>
#include <string.h>

static enum err rows_new(struct rows *rows, uint32_t n, struct arena *arena, struct error *error) {
    *rows = (struct rows){n, ARENA_NEW(arena, n, uint32_t), ARENA_NEW(arena, n, uint32_t),
                          ARENA_NEW(arena, n, uint32_t)};
    return rows->was == NULL || rows->is == NULL || rows->number == NULL ? error_no_memory(error)
                                                                         : OK;
}

/* is from was; names follow the new rows. */
static void number_rows(struct rows *rows) {
    for (uint32_t i = 0; i < rows->n; i++) {
        rows->is[rows->was[i]] = i;
        rows->number[i] = i;
    }
}

/* Rows in any order. */
static enum err shuffle_rows(struct rows *rows, uint32_t n, struct secret *secret,
                             struct arena *arena, struct error *error) {
    enum err err = rows_new(rows, n, arena, error);
    if (err == OK) {
        secret_shuffle(secret, rows->was, n);
        number_rows(rows);
    }
    return err;
}

static void keep_rows(struct rows *rows) {
    for (uint32_t i = 0; i < rows->n; i++) {
        rows->was[i] = rows->is[i] = i;
    }
}

struct named {
    const char *name;
    uint32_t row;
};

static int by_name(const void *left, const void *right) {
    return strcmp(((const struct named *)left)->name, ((const struct named *)right)->name);
}

/* Rows where they were, and names in the order of the old ones. named [n]; its order is lost. */
static enum err keep_named(struct rows *rows, struct named *named, uint32_t n, struct arena *arena,
                           struct error *error) {
    enum err err = rows_new(rows, n, arena, error);
    if (err != OK) {
        return err;
    }
    keep_rows(rows);
    qsort(named, n, sizeof *named, by_name);
    for (uint32_t i = 0; i < n; i++) {
        rows->number[named[i].row] = i;
    }
    return OK;
}

static enum err keep_names(struct rows *rows, const struct strings *names, struct arena *arena,
                           struct error *error) {
    struct named *named = ARENA_NEW(arena, names->n, struct named);
    for (uint32_t i = 0; named != NULL && i < names->n; i++) {
        named[i] = (struct named){strings_get(names, i), i};
    }
    return named == NULL ? error_no_memory(error) : keep_named(rows, named, names->n, arena, error);
}

static enum err keep_pools(struct renaming *renaming, const struct instance *instance,
                           struct arena *arena, struct error *error) {
    const struct limit_owners *limits = &renaming->limits;
    uint32_t n = limits->n_pools + limits->n_loose;
    struct named *named = ARENA_NEW(arena, n, struct named);
    for (uint32_t p = 0; named != NULL && p < n; p++) {
        named[p].row = p;
        named[p].name =
            p < limits->n_pools
                ? strings_get(&instance->node_name, limits->first_pool + p)
                : strings_get(&instance->crossing_name, limits->loose[p - limits->n_pools]);
    }
    return named == NULL ? error_no_memory(error)
                         : keep_named(&renaming->pools, named, n, arena, error);
}

/* Rows in any order that keeps the pairs. There is one: that of the old ids, or nodes. */
static enum err order_rows(struct rows *rows, uint32_t n, const struct before *before,
                           struct secret *secret, struct arena *arena, struct error *error) {
    bool kept = true;
    enum err err = rows_new(rows, n, arena, error);
    if (err == OK) {
        err = random_order(n, before, secret, rows->was, &kept, error);
    }
    if (err == OK) {
        INVARIANT(kept);
        number_rows(rows);
    }
    return err;
}

/* Offers in any order that keeps the ids' where they decide. */
static enum err shuffle_offers(struct rows *rows, const struct instance *instance,
                               struct secret *secret, struct arena *arena, struct error *error) {
    struct before before = {0};
    enum err err = offer_order(instance, &before, error);
    if (err == OK) {
        err = order_rows(rows, instance->n_offers, &before, secret, arena, error);
    }
    before_release(&before);
    return err;
}

/* Pools in any order in which a parent comes after its children, then those that are no nodes. */
static enum err shuffle_pools(struct renaming *renaming, const struct instance *instance,
                              struct secret *secret, struct arena *arena, struct error *error) {
    struct before before = {0};
    const struct limit_owners *limits = &renaming->limits;
    struct rows *rows = &renaming->pools;
    uint32_t first = limits->first_pool;
    bool kept = true;
    enum err err = rows_new(rows, limits->n_pools + limits->n_loose, arena, error);
    for (uint32_t v = first; v < instance->n_nodes && err == OK; v++) {
        uint32_t parent = instance->node_parent[v];
        err = parent == NONE ? OK : before_add(&before, v - first, parent - first, error);
    }
    if (err == OK) {
        err = random_order(limits->n_pools, &before, secret, rows->was, &kept, error);
    }
    if (err == OK) {
        INVARIANT(kept);
        secret_shuffle(secret, rows->was + limits->n_pools, limits->n_loose);
        for (uint32_t i = limits->n_pools; i < rows->n; i++) {
            rows->was[i] += limits->n_pools;
        }
        number_rows(rows);
    }
    before_release(&before);
    return err;
}

/* Where families propose together, the order of their members' ids decides between joint options:
 * those are the pairs that the applicants' names must keep. */
static enum err pair_siblings(const struct instance *instance, struct before *before,
                              struct error *error) {
    enum err err = OK;
    for (uint32_t f = 0; joint_proposals_apply(instance) && f < instance->n_families; f++) {
        for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
            for (uint32_t j = instance->family_start[f]; j < i && err == OK; j++) {
                uint32_t one = instance->family_member[i], other = instance->family_member[j];
                bool first = strcmp(strings_get(&instance->applicant_id, one),
                                    strings_get(&instance->applicant_id, other)) < 0;
                err = before_add(before, first ? one : other, first ? other : one, error);
            }
        }
    }
    return err;
}

/* Applicants in any order that keeps the pairs; or rows where they were, and such an order of their
 * names. */
static enum err order_applicants(struct rows *rows, const struct instance *instance,
                                 bool keep_order, struct secret *secret, struct arena *arena,
                                 struct error *error) {
    struct before before = {0};
    enum err err = pair_siblings(instance, &before, error);
    if (err == OK) {
        err = order_rows(rows, instance->n_applicants, &before, secret, arena, error);
    }
    if (err == OK && keep_order) {
        memcpy(rows->number, rows->is, rows->n * sizeof *rows->number);
        keep_rows(rows);
    }
    before_release(&before);
    return err;
}

struct keyed {
    uint32_t key, row;
};

static int by_key(const void *left, const void *right) {
    const struct keyed *a = left, *b = right;
    return a->key != b->key ? (a->key > b->key) - (a->key < b->key)
                            : (a->row > b->row) - (a->row < b->row);
}

/* Families in the order of their first members, as they are read; names in any order. */
static enum err order_families(struct renaming *renaming, const struct instance *instance,
                               struct secret *secret, struct arena *arena, struct error *error) {
    uint32_t n = instance->n_families;
    struct rows *rows = &renaming->families;
    enum err err = rows_new(rows, n, arena, error);
    struct keyed *keyed = ARENA_NEW(arena, n, struct keyed);
    if (err != OK || keyed == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    for (uint32_t f = 0; f < n; f++) {
        keyed[f] = (struct keyed){NONE, f};
        for (uint32_t i = instance->family_start[f]; i < instance->family_start[f + 1]; i++) {
            uint32_t member = renaming->applicants.is[instance->family_member[i]];
            keyed[f].key = member < keyed[f].key ? member : keyed[f].key;
        }
    }
    qsort(keyed, n, sizeof *keyed, by_key);
    for (uint32_t f = 0; f < n; f++) {
        rows->was[f] = keyed[f].row;
        rows->is[keyed[f].row] = f;
    }
    secret_shuffle(secret, rows->number, n);
    return OK;
}

/* Limits that are no nodes: where they were, or in the order of whose they are. */
static enum err order_limits(struct renaming *renaming, const struct instance *instance,
                             bool keep_order, struct arena *arena, struct error *error) {
    uint32_t n = instance->n_crossing, n_schools = instance->n_schools;
    struct keyed *keyed = ARENA_NEW(arena, n, struct keyed);
    renaming->limit_was = ARENA_NEW(arena, n, uint32_t);
    if (keyed == NULL || renaming->limit_was == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t c = 0; c < n; c++) {
        uint32_t owner = renaming->limits.owner[c];
        uint32_t now = owner < n_schools ? renaming->schools.is[owner]
                                         : n_schools + renaming->pools.is[owner - n_schools];
        keyed[c] = (struct keyed){keep_order ? 0 : now, c};
    }
    qsort(keyed, n, sizeof *keyed, by_key);
    for (uint32_t c = 0; c < n; c++) {
        renaming->limit_was[c] = keyed[c].row;
    }
    return OK;
}

/* Rows where they were, names in the old order. */
static enum err keep_places(struct renaming *renaming, const struct instance *instance,
                            struct arena *arena, struct error *error) {
    enum err err = keep_names(&renaming->offers, &instance->offer_id, arena, error);
    if (err == OK) {
        err = keep_names(&renaming->schools, &instance->school_id, arena, error);
    }
    return err == OK ? keep_pools(renaming, instance, arena, error) : err;
}

static enum err shuffle_places(struct renaming *renaming, const struct instance *instance,
                               struct secret *secret, struct arena *arena, struct error *error) {
    enum err err = shuffle_offers(&renaming->offers, instance, secret, arena, error);
    if (err == OK) {
        err = shuffle_rows(&renaming->schools, instance->n_schools, secret, arena, error);
    }
    return err == OK ? shuffle_pools(renaming, instance, secret, arena, error) : err;
}

enum err renaming_make(struct renaming *renaming, const struct instance *instance, bool keep_order,
                       struct secret *secret, struct arena *arena, struct error *error) {
    *renaming = (struct renaming){0};
    enum err err = limit_owners_find(&renaming->limits, instance, arena, error);
    if (err == OK) {
        err = order_applicants(&renaming->applicants, instance, keep_order, secret, arena, error);
    }
    if (err == OK) {
        err = keep_order ? keep_places(renaming, instance, arena, error)
                         : shuffle_places(renaming, instance, secret, arena, error);
    }
    if (err == OK) {
        err = order_limits(renaming, instance, keep_order, arena, error);
    }
    if (err == OK) {
        err = order_families(renaming, instance, secret, arena, error);
    }
    if (err == OK) {
        err = shuffle_rows(&renaming->groups, instance->n_groups, secret, arena, error);
    }
    return err == OK ? shuffle_rows(&renaming->sides, instance->n_sides, secret, arena, error)
                     : err;
}
