// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Inside verify: what the prices of an integer program prove of one of its levels.
 */
#ifndef PLACERA_VERIFY_PROGRAM_H
#define PLACERA_VERIFY_PROGRAM_H

#include "verify/checker.h"

__extension__ typedef __int128 wide;

/* A price of seats in a month; NONE: when all have begun. */
struct charge {
    uint32_t month;
    int64_t price;
};

struct bounding {
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
    bool beyond;             /* a sum was beyond 127 bits, and nothing is proved */
};

/* x + y; beyond is set where that does not fit. */
wide wide_plus(struct bounding *bounding, wide x, wide y);

/* program_rows.c: makes the rows that have prices again and fills all fields below arena. A price
 * for what is no row is broken, and then *right is false. O(options x levels + rows x their
 * offers). Errors: ERR_NO_MEMORY. */
enum err rows_price(struct bounding *bounding, bool *right, struct error *error);

#endif
