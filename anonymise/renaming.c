// SPDX-License-Identifier: GPL-3.0-or-later
#include "anonymise/rename.h"

#include "anonymise/offer_order.h"

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

/* Rows where they were, and names in the order of the old ones (name i stands at first + i). */
static enum err keep_names(struct rows *rows, const struct strings *names, uint32_t first,
                           uint32_t n, struct arena *arena, struct error *error) {
    enum err err = rows_new(rows, n, arena, error);
    struct named *named = ARENA_NEW(arena, n, struct named);
    if (err != OK || named == NULL) {
        return err != OK ? err : error_no_memory(error);
    }
    keep_rows(rows);
    for (uint32_t i = 0; i < n; i++) {
        named[i] = (struct named){strings_get(names, first + i), i};
    }
    qsort(named, n, sizeof *named, by_name);
    for (uint32_t i = 0; i < n; i++) {
        rows->number[named[i].row] = i;
    }
    return OK;
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

/* Pools in any order in which a parent comes after its children. */
static enum err shuffle_pools(struct rows *rows, const struct instance *instance,
                              struct secret *secret, struct arena *arena, struct error *error) {
    struct before before = {0};
    uint32_t first = instance->n_offers;
    enum err err = OK;
    for (uint32_t v = first; v < instance->n_nodes && err == OK; v++) {
        uint32_t parent = instance->node_parent[v];
        err = parent == NONE ? OK : before_add(&before, v - first, parent - first, error);
    }
    if (err == OK) {
        err = order_rows(rows, instance->n_nodes - first, &before, secret, arena, error);
    }
    before_release(&before);
    return err;
}

/* Rows where they were; the applicants' names in any order, the others' in the old one. */
static enum err keep_all(struct renaming *renaming, const struct instance *instance,
                         struct secret *secret, struct arena *arena, struct error *error) {
    uint32_t n_offers = instance->n_offers;
    enum err err = rows_new(&renaming->applicants, instance->n_applicants, arena, error);
    if (err == OK) {
        keep_rows(&renaming->applicants);
        secret_shuffle(secret, renaming->applicants.number, instance->n_applicants);
        err = keep_names(&renaming->offers, &instance->offer_id, 0, n_offers, arena, error);
    }
    if (err == OK) {
        err = keep_names(&renaming->schools, &instance->school_id, 0, instance->n_schools, arena,
                         error);
    }
    return err == OK ? keep_names(&renaming->pools, &instance->node_name, n_offers,
                                  instance->n_nodes - n_offers, arena, error)
                     : err;
}

static enum err shuffle_all(struct renaming *renaming, const struct instance *instance,
                            struct secret *secret, struct arena *arena, struct error *error) {
    enum err err =
        shuffle_rows(&renaming->applicants, instance->n_applicants, secret, arena, error);
    if (err == OK) {
        err = shuffle_offers(&renaming->offers, instance, secret, arena, error);
    }
    if (err == OK) {
        err = shuffle_rows(&renaming->schools, instance->n_schools, secret, arena, error);
    }
    return err == OK ? shuffle_pools(&renaming->pools, instance, secret, arena, error) : err;
}

enum err renaming_make(struct renaming *renaming, const struct instance *instance, bool keep_order,
                       struct secret *secret, struct arena *arena, struct error *error) {
    *renaming = (struct renaming){0};
    enum err err = keep_order ? keep_all(renaming, instance, secret, arena, error)
                              : shuffle_all(renaming, instance, secret, arena, error);
    if (err == OK) {
        err = shuffle_rows(&renaming->groups, instance->n_groups, secret, arena, error);
    }
    return err == OK ? shuffle_rows(&renaming->sides, instance->n_sides, secret, arena, error)
                     : err;
}
