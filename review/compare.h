// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Two runs side by side: what each of them proposes.
 */
#ifndef PLACERA_REVIEW_COMPARE_H
#define PLACERA_REVIEW_COMPARE_H

#include "review/store.h"

/* What a run proposes for a child. */
struct compare_place {
    uint32_t offer;       /* UINT32_MAX: no place */
    const char *offer_id; /* NULL: no place */
    const char *start;    /* NULL: none */
    uint32_t wish;        /* UINT32_MAX: no wish */
};

enum compare_kind {
    COMPARE_GAINED, /* no place, then one */
    COMPARE_LOST,   /* a place, then none */
    COMPARE_BETTER, /* a wish that stands higher in the child's list, or one instead of none */
    COMPARE_WORSE,
    COMPARE_OTHER, /* another month, or another place that is no wish either */
    N_COMPARE_KINDS
};
extern const char *const compare_kind_name[N_COMPARE_KINDS];

struct compare_child {
    uint32_t child;
    const char *id;
    enum compare_kind kind;
    bool locked; /* in the later run: a person gave it, or it was held */
    struct compare_place before, after;
};

/* Each child that two runs place otherwise, in the order of the round; texts live until the call
 * returns. What it returns other than OK ends it. Errors: as sql_run. */
typedef enum err compare_child_fn(void *context, const struct compare_child *child,
                                  struct error *error);
enum err compare_children(struct store *store, int64_t before, int64_t after,
                          compare_child_fn *call, void *context, struct error *error);

struct compare_offer {
    uint32_t offer;
    const char *id;
    uint32_t before, after; /* children placed there */
    uint32_t came, left;
};

/* Each offer at which anybody came or left. */
typedef enum err compare_offer_fn(void *context, const struct compare_offer *offer,
                                  struct error *error);
enum err compare_offers(struct store *store, int64_t before, int64_t after, compare_offer_fn *call,
                        void *context, struct error *error);

#endif
