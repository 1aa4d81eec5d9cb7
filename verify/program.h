// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside verify: what the prices of an integer program prove of one of its levels.
 *
 * A placement is seen as columns that are 0 or 1: an option each; an offer each, which opens; and
 * for each place where a family can be together either one column for each way in which its members
 * can sit there, which stands in the place of their options, or, where the ways are more than
 * WAYS_MOST, one column beside their options. Rows and cuts are sums over columns.
 */
#ifndef PLACERA_VERIFY_PROGRAM_H
#define PLACERA_VERIFY_PROGRAM_H

#include "verify/checker.h"

__extension__ typedef __int128 wide;

enum { WAYS_MOST = 64 };

/* A place where a family can be together. */
struct site {
    uint32_t place;          /* a school, or an offer */
    uint32_t column, n_ways; /* columns from there on; 0 ways: one, with members' options beside */
};

/* From when until when whoever takes an option sits at an offer. */
struct sit {
    uint32_t option, from, until;
};

struct columns {
    uint32_t n, first_opening, first_family; /* options come first */
    uint32_t *site_start;                    /* [n_families + 1] CSR */
    struct site *site;
    uint32_t *way_start, *way;     /* CSR of columns less first_family: options of a way */
    uint32_t *joint_start, *joint; /* CSR of options: columns of ways that they are in */
    uint32_t *sit_start;           /* [n_offers + 1] CSR */
    struct sit *sit;
    /* [n_offers] of those with a least number: options of new places there; locked children; and
     * the most that can be newly placed there once it is open */
    uint32_t *n_new, *n_locked, *most;
};

/* program_columns.c. Arrays live in arena. O(options + columns of all ways + families x members^2 x
 * their options). Errors: ERR_NO_MEMORY. */
enum err columns_list(struct columns *columns, const struct checker *checker, struct arena *arena,
                      struct error *error);
/* The place where families count an offer: its school, or itself. */
uint32_t place_of(const struct instance *instance, uint32_t offer);
/* Where a family can be together; NULL: not there. */
const struct site *site_at(const struct columns *columns, uint32_t family, uint32_t place);
/* Would the option, of one who competes, place it newly at its offer, as least numbers count? */
bool counts_for_opening(const struct checker *checker, uint32_t x);
bool holds_least_number(const struct instance *instance, uint32_t offer);

/* A row that every placement keeps which keeps the values of the levels before `level`. */
struct cut {
    uint32_t n;
    uint32_t *column; /* [n] */
    int64_t *value;   /* [n] */
    int64_t upper;
    uint32_t level;
};

struct program_parts {
    struct checker *checker;
    const struct model *model;
    const struct program_read *program;
    struct columns columns;
    struct cut *cut; /* [program->n_cuts] */
};

/* program_cuts.c: makes all cuts again. One that stands on what is no row of the program, or no cut
 * before it, is broken, and then *right is false. O(entries of the rows of all cuts). Errors:
 * ERR_NO_MEMORY. */
enum err cuts_make(struct program_parts *parts, struct arena *arena, bool *right,
                   struct error *error);

/* A price of seats in a month; NONE: when all have begun. */
struct charge {
    uint32_t month;
    int64_t price;
};

struct bounding {
    const struct program_parts *parts;
    struct checker *checker;
    const struct model *model;
    const struct program_prices *prices; /* of the level */
    uint32_t level;
    struct arena arena;
    uint32_t *charge_start; /* [n_offers + 1] CSR: what is charged for a seat at an offer */
    struct charge *charge;
    int64_t *opens, *closed; /* [n_offers] prices of the rows of an offer with a least number */
    wide allowed;            /* price times what its row allows, over all rows */
    wide openings;           /* the least that the columns of offers that open can be worth */
    wide *worth;             /* [round.n] weighed cost of an option with the prices of its rows */
    wide *of_cuts;           /* [columns.n] what the prices of cuts add to a column */
    bool beyond;             /* a sum was beyond 127 bits, and nothing is proved */
};

/* x + y; *beyond is set where that does not fit. */
wide wide_plus(bool *beyond, wide x, wide y);

/* program_rows.c: makes the rows that have prices again and fills all fields below arena. A price
 * for what is no row is broken, and then *right is false. O(options x levels + rows x their
 * offers + entries of cuts). Errors: ERR_NO_MEMORY. */
enum err rows_price(struct bounding *bounding, bool *right, struct error *error);
/* The limit of seats that a row is of; NULL: no seats hold then. */
const struct seat_limit *find_limit(const struct checker *checker,
                                    const struct program_row_read *row);
/* Does somebody who sits there from .. until - 1 sit there in that month? */
bool sits_in(uint32_t from, uint32_t until, uint32_t month);
/* The limit's seats in a month that locked children leave. */
uint32_t seats_left(const struct checker *checker, const struct seat_limit *limit, uint32_t month);

#endif
