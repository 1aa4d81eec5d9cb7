// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The network that program_start keeps at its optimum: which of the program's options it has, at
 * which costs, and how limits that are no nodes become room of nodes. Private to program_start.c.
 */
#ifndef PLACERA_STARTER_H
#define PLACERA_STARTER_H

#include "solver/glpk_program.h"
#include "solver/reoptimizer.h"

struct starter {
    const struct program *program;
    const struct glpk_limits *limits;
    struct arena scratch;
    struct assignment_model model; /* some of the options, two levels */
    struct assignment_level level[2];
    uint32_t *original; /* the program's option behind each */
    struct reoptimizer reoptimizer;
    uint32_t *held;        /* [n_applicants] option of those who are locked here, NONE */
    uint32_t *choice;      /* [n_applicants] scratch */
    int64_t *value, *best; /* [n_levels] */
    uint8_t *leaving;      /* [n_options] 1: counts where no node of the network says so */
    uint32_t *load;        /* [n_nodes] of the placement at hand */
    uint32_t *shared;      /* [n_nodes] the limit (from 1) that shared it last */
    uint8_t *filled;       /* [n_columns] scratch */
    int64_t *sum;          /* [n_rows] scratch */
    struct error *error;
};

/* Arrays and the model; chosen: a placement whose options are kept, or NULL.
 * Errors: ERR_NO_MEMORY. */
enum err starter_new(struct starter *starter, const uint32_t *chosen);

/* The program's choice as the network has it, and those who are locked. */
void starter_choice(const struct starter *starter, uint32_t *choice);

/* Limits as room of nodes, from a placement that keeps them. */
void starter_share_limits(struct starter *starter, const uint32_t *choice);

/* Until no limit holds too many, or nothing helps. */
void starter_mend_limits(struct starter *starter);

#endif
