// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Why a required guarantee cannot be held: a set of children and of units that cannot be fitted
 * together, small enough to be talked about.
 *
 * First seats alone: a smallest violator of those who are owed a place (solver/hall.h), which is a
 * conflict whatever else the round asks for. Where seats alone let everybody in, but families that
 * must be together, least numbers, or limits that cross or hold in a month do not: a set of
 * children and of such rules of which none can be left out (solver/conflict_rules.h).
 */
#ifndef PLACERA_CONFLICT_H
#define PLACERA_CONFLICT_H

#include "solver/glpk_program.h"

enum conflict_kind {
    CONFLICT_NONE,  /* the guarantee is not what the round fails for, or none was found */
    CONFLICT_SEATS, /* the units' room is less than the children */
    CONFLICT_RULES, /* the units' rules cannot all be kept */
};

enum conflict_size {
    CONFLICT_SMALLEST,    /* fewest children, then fewest units */
    CONFLICT_IRREDUCIBLE, /* without any one child, or one rule, it would be none */
    CONFLICT_SOME,        /* the time was over before it was made small */
};

enum conflict_unit_kind {
    CONFLICT_OFFER,
    CONFLICT_SCHOOL,
    CONFLICT_POOL,
    CONFLICT_OPENS,  /* an offer that opens with a least number */
    CONFLICT_FAMILY, /* one that must be together */
};

struct conflict_unit {
    enum conflict_unit_kind kind;
    uint32_t index;   /* offer, school or family; NONE: a pool */
    const char *name; /* its id, the instance's */
    uint32_t seats;   /* OPENS: the least number; FAMILY: 0 */
    uint32_t locked;  /* seats of them that locked placements take; OPENS and FAMILY: 0 */
    uint32_t from;    /* month from which these seats hold, 0: from the start of the round */
    uint32_t before;  /* they are for placements that begin before this month, NONE: all */
    uint32_t in;      /* counted in this month, with those who have not left yet; NONE: all told */
};

struct conflict {
    struct arena arena; /* owns all below */
    enum conflict_kind kind;
    enum conflict_size size;

    uint32_t n_children;
    uint32_t *child;        /* applicants, rising */
    uint32_t *due;          /* [n_children] month by which it must begin; NONE: must keep a place */
    uint32_t *option_start; /* [n_children + 1] CSR: where it could be in time */
    uint32_t *option_offer;
    uint32_t *option_month; /* 0: a round without months, or to stay */
    uint32_t n_also;
    uint32_t *also; /* other children with a claim for whom these units are all there is */

    uint32_t n_units;
    struct conflict_unit *unit;
    uint64_t room; /* SEATS: of the units in all */

    /* SEATS: what would help the children of the set: one seat more in all units of a remedy. */
    uint32_t n_remedies;
    uint32_t *remedy_start; /* [n_remedies + 1] CSR */
    struct conflict_unit *remedy;
};

struct conflict_task {
    const struct instance *instance;
    const struct options *options;
    const uint32_t *room;      /* [n_nodes] what locked placements leave */
    const uint32_t *choice;    /* [n_applicants] the placement that does not do; NULL before */
    struct glpk_limits limits; /* only whether somebody asks to stop: it has its own time */
};

/* Before anything is solved: do the seats let in all who are owed a place? OK, or ERR_NO with the
 * conflict; ERR_NO_MEMORY, ERR_INPUT as assignment_solve. conflict is empty or released before, and
 * holds nothing on other errors. */
enum err conflict_of_seats(const struct conflict_task *task, struct conflict *conflict,
                           struct error *error);

/* Where the seats do and the round has no placement all the same: which rules are against it. OK,
 * with the conflict, or without where the guarantee is not what it failed for, or none was found in
 * time. ERR_NO_MEMORY, ERR_SOLVER. */
enum err conflict_of_rules(const struct conflict_task *task, struct conflict *conflict,
                           struct error *error);

void conflict_release(struct conflict *conflict);

#endif
