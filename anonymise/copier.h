// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the parts of a copy share (rename.c, rename_seats.c): each array is made in the copy's arena
 * and filled through the renaming. Private to anonymise/.
 */
#ifndef PLACERA_COPIER_H
#define PLACERA_COPIER_H

#include "anonymise/calendar_moved.h"
#include "anonymise/rename.h"

struct copier {
    const struct instance *from;
    struct instance *to;
    const struct renaming *renaming;
    const struct lottery_carried *lottery;
    struct calendar_moved calendar;
    uint32_t *node_is; /* [n_nodes] the new node of an old one */
    bool failed;       /* out of memory */
};

void *copier_take(struct copier *copier, size_t n, size_t size);

#define TAKE(copier, n, type) ((type *)copier_take((copier), (n), sizeof(type)))

/* The new row of an old one, NONE. */
static inline uint32_t row_now(const struct rows *rows, uint32_t old) {
    return old == NONE ? NONE : rows->is[old];
}

/* [rows->n] what old[was[i]] points to, in new rows of `to` (NULL: the value itself); NULL for
 * NULL. */
uint32_t *copier_point(struct copier *copier, const struct rows *rows, const uint32_t *old,
                       const struct rows *to);
/* The same of flags. */
uint8_t *copier_flags(struct copier *copier, const struct rows *rows, const uint8_t *old);
/* The same of months, moved. */
uint32_t *copier_months(struct copier *copier, const struct rows *rows, const uint32_t *old);

/* Names for the rows, "s07": a letter and a number, all of the same length; room for `more` names
 * behind them. False: no memory. */
bool copier_name(struct copier *copier, struct strings *names, const struct rows *rows, char letter,
                 uint32_t more);
/* A name in a place that has room. */
void copier_put_name(struct strings *names, uint32_t at, const struct strings *from, uint32_t i);

/* rename_seats.c: slots, nodes, limits that cross, once schools and offers are there. */
void copy_nodes(struct copier *copier);
void copy_limits(struct copier *copier);

#endif
