// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is read off a finished round: demand, cutoffs, reserve lists, what decided, who lacks a near
 * school. Private to solver/; solution.h says what each field means.
 */
#ifndef PLACERA_READ_OFF_H
#define PLACERA_READ_OFF_H

#include "solver/solution.h"

/* Fills the fields by offer, decided and lacks_near. choice [n_applicants] is the mechanism's
 * option or NONE; room [n_nodes] the seats it had. Parallel over offers. O(options x depth).
 * Errors: ERR_NO_MEMORY. */
enum err read_off(const struct instance *instance, const uint32_t *choice, const uint32_t *room,
                  struct solution *solution, struct error *error);

#endif
