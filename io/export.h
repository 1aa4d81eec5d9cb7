// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The assignment model in a file, so that any other solver can be asked the same question.
 */
#ifndef PLACERA_EXPORT_H
#define PLACERA_EXPORT_H

#include "io/results_read.h"

struct export_request {
    const struct instance *instance;      /* for the ids */
    const struct assignment_model *model; /* its applicants and nodes are the instance's */
    uint32_t level;   /* which level's costs, from 1; the earlier ones are held at their optimum */
    const char *path; /* .lp: CPLEX LP; .mps: free MPS; .min: DIMACS minimum-cost flow */
    const struct progress *progress;   /* may be NULL */
    const struct program_read *values; /* of an integer program's levels, at which those before are
                                        * held; NULL: they are solved for that */
};

/* Writes the model of one level, solving the earlier ones. The least value of what is written is
 * the level's value in a solution. The file is written beside and renamed, so that an older one
 * stays whole. Errors: ERR_USAGE (an unknown suffix, no such level), ERR_NO (nothing to decide,
 * no placement that keeps the rules, values of another policy), ERR_IO, ERR_NO_MEMORY,
 * ERR_SOLVER. */
enum err export_model(const struct export_request *request, struct error *error);

/* The same from an instance alone: its options, its objectives, the seats that locks leave.
 * request->model is ignored. */
enum err export_instance(const struct export_request *request, struct error *error);

#endif
