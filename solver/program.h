// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The integer program of a round that is no network: the assignment model and what it cannot say.
 *
 *   columns  x_k  option k becomes a placement                     k < n_options
 *            y_fs family f is together at place s (a school, or an offer)
 *            o_u  offer u, which opens with a least number, opens
 *   rows     applicant   sum of its x                              <= 1
 *            node        sum of x under it                         <= room
 *            limit       sum of x that take a seat of it then      <= seats   (solver/limits.h)
 *            together    y_fs - sum of a member's x at s           <= 0       each member
 *            newly       sum of a member's new x at s - y_fs       <= 0       `required`
 *            follows     sum of b's x that go with s - sum of its applicant's x at s <= 0
 *            opens       k o_u - sum of new x at u                 <= locked there
 *            open        -o_u                                      <= -1  somebody is locked there
 *            closed      sum of new x at u - M o_u                 <= 0
 *
 * Everything is 0 or 1. The together rows leave a family's own choice integral: at a given place
 * its members choose one by one. So the relaxation is as good as columns for joint options.
 */
#ifndef PLACERA_PROGRAM_H
#define PLACERA_PROGRAM_H

#include "solver/assignment.h"
#include "solver/limits.h"

enum program_row_kind {
    ROW_APPLICANT, /* subject: applicant */
    ROW_NODE,      /* subject: node of the model */
    ROW_LIMIT,     /* subject: limit */
    ROW_TOGETHER,  /* subject: column of y; member: applicant */
    ROW_NEWLY,     /* likewise */
    ROW_FOLLOWS,   /* subject: place; member: follower */
    ROW_OPENS,     /* subject: column of o */
    ROW_OPEN,      /* likewise */
    ROW_CLOSED,    /* likewise */
};

struct program_row {
    enum program_row_kind kind;
    uint32_t subject;
    uint32_t member;
    int64_t upper; /* the row's sum is at most this; none has a lower bound */
};

struct program {
    const struct instance *instance;
    const struct options *options;
    const struct assignment_model *model;
    struct limits limits;

    uint32_t n_rows;
    struct program_row *row;

    uint32_t n_options, n_columns;
    uint32_t *owner;        /* [n_options] the applicant whose option it is */
    uint8_t *closed;        /* [n_columns] 1: must be 0 */
    uint32_t first_opening; /* columns of y are n_options .. first_opening - 1, then those of o */
    uint32_t *subject;      /* [n_columns - n_options] y: family; o: offer */
    uint32_t *place;        /* [n_columns - n_options] y: school or offer; o: NONE */

    uint32_t *start;  /* [n_columns + 1] CSC */
    uint32_t *row_of; /* [start[n_columns]] */
    int32_t *value;   /* [start[n_columns]] */
};

/* Is the round no network? Then minimum-cost needs the integer program. limits: of the round. */
bool program_is_needed(const struct instance *instance, const struct limits *limits);

/* Do families have columns or rules of their own? */
bool program_has_families(const struct instance *instance);

/* Builds it. Arrays live in arena; instance, options and model must outlive it.
 * O(rows + entries). Errors: ERR_NO_MEMORY. */
enum err program_build(struct program *program, const struct instance *instance,
                       const struct options *options, const struct assignment_model *model,
                       const struct limits *limits, struct arena *arena, struct error *error);

/* The place of an option, as families and followers count it: its school, or its offer. */
uint32_t program_place(const struct instance *instance, uint32_t offer);

/* The model's number of a node of the instance, and back: it may have one more slot. */
static inline uint32_t program_model_node(const struct program *program, uint32_t node) {
    uint32_t n_slots = program->instance->n_slots;
    return node < n_slots ? node : node + program->model->n_offers - n_slots;
}
static inline uint32_t program_instance_node(const struct program *program, uint32_t node) {
    uint32_t n_slots = program->instance->n_slots;
    return node < n_slots ? node : node - (program->model->n_offers - n_slots);
}

#endif
