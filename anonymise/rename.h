// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A round's copy in other rows and under other names. Private to anonymise/.
 */
#ifndef PLACERA_RENAME_H
#define PLACERA_RENAME_H

#include "anonymise/limits.h"
#include "anonymise/lottery_order.h"
#include "anonymise/secret.h"

/* The new rows of one kind of thing. */
struct rows {
    uint32_t n;
    uint32_t *was;    /* [n] the old row of a new one */
    uint32_t *is;     /* [n] the new row of an old one */
    uint32_t *number; /* [n] of a new row: the number in its name, from 0; each once */
};

struct renaming {
    struct rows applicants, offers, schools, groups, sides;
    struct rows pools;    /* those that are nodes, then the others (struct limit_owners) */
    struct rows families; /* in the order of their first members */
    struct limit_owners limits;
    uint32_t *limit_was; /* [n_crossing] the old limit of a new one */
};

/* Makes the rows of everything; arrays in arena. keep_order as in struct anonymise_options.
 * Errors: ERR_NO_MEMORY. */
enum err renaming_make(struct renaming *renaming, const struct instance *instance, bool keep_order,
                       struct secret *secret, struct arena *arena, struct error *error);

/* The copy, in copy->arena. The instance's lottery numbers are not looked at but those carried;
 * coordinates, names, dates and protected are left out; months and days of birth are moved
 * (calendar_moved.h). Errors: ERR_NO_MEMORY. */
enum err rename_instance(const struct instance *instance, const struct renaming *renaming,
                         const struct lottery_carried *lottery, struct instance *copy,
                         struct error *error);

#endif
