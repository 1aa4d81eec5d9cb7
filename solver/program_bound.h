// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A bound on the integer program that needs no solver: rows of seats are paid for instead of kept.
 *
 * For weights w of levels and prices p >= 0 of the rows of seats (node, limit, opens, open,
 * closed), any placement that keeps the rules has
 *
 *     sum over levels w_l cost_l  >=  sum over blocks min (w-cost + prices of the seats taken)
 *                                     - sum of p x (what the row allows)
 *
 * where a block is what chooses for itself: an applicant with those who follow it, or a family of
 * such, whose choices are few enough to look through: at each place its members choose one by one.
 * (Lagrangian duality: M. Held and R. M. Karp 1971; A. M. Geoffrion, "Lagrangean relaxation for
 * integer programming", Mathematical Programming Study 2, 1974.) With w_l = scale at the level in
 * question and the values of the levels before it, that is a bound on the level. The rows
 * `together`, `newly` and `follows` need no prices: blocks keep them.
 */
#ifndef PLACERA_PROGRAM_BOUND_H
#define PLACERA_PROGRAM_BOUND_H

#include "solver/program.h"

__extension__ typedef __int128 wide_int;

struct program_bound {
    const struct program *program;
    uint32_t *block_start, *block; /* CSR of blocks: applicants who choose together */
    uint32_t n_blocks;
    uint32_t *family_of;                 /* [n_blocks] NONE: one applicant alone */
    uint32_t *follower_start, *follower; /* CSR of applicants: their followers */
    wide_int *worth;                     /* [n_options] scratch */
};

/* Finds the blocks. Arrays live in arena. O(applicants). Errors: ERR_NO_MEMORY. */
enum err program_bound_new(struct program_bound *bound, const struct program *program,
                           struct arena *arena, struct error *error);

/* The bound for weight [n_levels] >= 0 and price [n_rows] >= 0 (those of rows of other kinds are
 * not looked at). O(entries x levels). */
wide_int program_bound_of(struct program_bound *bound, const int64_t *weight, const int64_t *price);

/* Is it a row of seats, one that has a price? Its name in certificates is io/program_json.c's, its
 * rule verify/program_rows.c's. */
static inline bool program_row_is_priced(const struct program_row *row) {
    return row->kind == ROW_NODE || row->kind == ROW_LIMIT || row->kind == ROW_OPENS ||
           row->kind == ROW_OPEN || row->kind == ROW_CLOSED;
}

#endif
