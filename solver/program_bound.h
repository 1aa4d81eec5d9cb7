// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A bound on the integer program that needs no solver: rows are paid for instead of kept.
 *
 * For weights w of levels and prices p >= 0 of the rows of seats (node, limit, opens, open,
 * closed) and of cuts (solver/cuts.h), any placement that keeps the rules has
 *
 *     sum over levels w_l cost_l  >=  sum over blocks min (w-cost + p x what it puts into the rows)
 *                                     - sum of p x (what the row allows)
 *
 * where a block is what chooses for itself: an applicant with those who follow it, or a family of
 * such, whose choices are few enough to look through: at each place all joint columns, or, where
 * they are too many for that, its members one by one. Cuts are of the compact program's columns, so
 * these are what is chosen from.
 * (Lagrangian duality: M. Held and R. M. Karp 1971; A. M. Geoffrion, "Lagrangean relaxation for
 * integer programming", Mathematical Programming Study 2, 1974.) With w_l = scale at the level in
 * question and the values of the levels before it, that is a bound on the level. The rows
 * `together`, `newly` and `follows` need no prices: blocks keep them.
 */
#ifndef PLACERA_PROGRAM_BOUND_H
#define PLACERA_PROGRAM_BOUND_H

#include "solver/cuts.h"

__extension__ typedef __int128 wide_int;

struct program_bound {
    const struct program *program;
    const struct compact *compact;
    uint32_t *block_start, *block; /* CSR of blocks: applicants who choose together */
    uint32_t n_blocks;
    uint32_t *family_of;                 /* [n_blocks] NONE: one applicant alone */
    uint32_t *follower_start, *follower; /* CSR of applicants: their followers */
    wide_int *worth;                     /* [compact->n_columns] scratch */
};

/* What is paid with: weight [n_levels] >= 0, price [n_rows] >= 0 (those of rows that have none are
 * not looked at), cut_price [n_cuts] >= 0 of rows that placements keep. */
struct program_payment {
    int64_t *weight, *price;
    uint32_t n_cuts;
    const struct added_row **cut;
    int64_t *cut_price;
};

/* Finds the blocks. Arrays live in arena. O(applicants). Errors: ERR_NO_MEMORY. */
enum err program_bound_new(struct program_bound *bound, const struct compact *compact,
                           struct arena *arena, struct error *error);

/* The bound. O(entries x levels). */
wide_int program_bound_of(struct program_bound *bound, const struct program_payment *payment);

/* Is it a row of seats, one that has a price? Its name in certificates is io/program_json.c's, its
 * rule verify/program_rows.c's. */
static inline bool program_row_is_priced(const struct program_row *row) {
    return row->kind == ROW_NODE || row->kind == ROW_LIMIT || row->kind == ROW_OPENS ||
           row->kind == ROW_OPEN || row->kind == ROW_CLOSED;
}

#endif
