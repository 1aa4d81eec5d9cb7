// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program, solved from the optimum of the network in it: what is left when everything
 * that makes the round none is left out.
 */
#ifndef PLACERA_PROGRAM_NETWORK_H
#define PLACERA_PROGRAM_NETWORK_H

#include "solver/program_solve.h"

/* As program_solve; task's start_choice and basis are found here and not looked at. */
enum err program_solve_from_network(const struct program_task *task, uint32_t *choice,
                                    struct program_proof *proof, struct error *error);

#endif
