// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Limits of seats that no node of the forest says: pools that cross others, earlier steps of pools,
 * and the months in which somebody who counts at an offer has not left it yet (a child whose new
 * place begins later, or who moves on to an older group).
 *
 * In every month the children at the offers of a limit are at most its seats. At an offer are, in a
 * month t: who is placed there, has begun and has not moved on; who has moved on to it; and who had
 * a place there that seats count, and stays or begins elsewhere after t. Between two months in
 * which somebody leaves or seats change the number only grows, so only the last month before each
 * such one counts.
 */
#ifndef PLACERA_LIMITS_H
#define PLACERA_LIMITS_H

#include "solver/options.h"

struct limits {
    uint32_t n;
    uint32_t *subject; /* [n] a node, or n_nodes + a crossing limit */
    uint32_t *month;   /* [n] in which it is counted; NONE: after all others */
    uint32_t *seats;   /* [n] less those that locked applicants take */
    uint32_t *start;   /* [n + 1] CSR */
    uint32_t *option;  /* options that take a seat of it in that month, rising in a limit */
};

/* Those limits of a round. Those that its options cannot pass, however they are chosen, are left
 * out. Arrays live in arena. O(limits x options at their offers). Errors: ERR_NO_MEMORY. */
enum err limits_build(struct limits *limits, const struct instance *instance,
                      const struct options *options, struct arena *arena, struct error *error);

#endif
