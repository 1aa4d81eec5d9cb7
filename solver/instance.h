// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An instance: who applied, what they wished for, how many seats there are and which rules decide,
 * as parallel arrays. The loader (io/loader.h) or instance_builder makes one; nothing changes it
 * afterwards. Everything it points to lives in its arena.
 *
 * Notation: [n] is an array's length; NONE marks "no index" and METRES_UNKNOWN "no distance".
 * CSR: the items of i are x[x_start[i] .. x_start[i + 1]).
 *
 * Nodes. Offers and pools form one forest: nodes 0 .. n_offers - 1 are the offers themselves (so
 * an offer's index is its node), nodes n_offers .. n_nodes - 1 are the pools, among them one for
 * each school with seats of its own. A node's parent is the smallest pool around it.
 */
#ifndef PLACERA_INSTANCE_H
#define PLACERA_INSTANCE_H

#include "solver/arena.h"
#include "solver/error.h"
#include "solver/policy.h"
#include "solver/strings.h"

#include <stdbool.h>
#include <stdint.h>

#define NONE UINT32_MAX
#define METRES_UNKNOWN UINT32_MAX
#define SEATS_UNLIMITED UINT32_MAX

/* Metres are at most this, so that sums of a million fit 64 bits with room to spare. */
#define METRES_MAX 1000000000u
/* Objective columns and wish costs are at most this in size: a million of them fit 64 bits. */
#define COST_MAX (INT64_C(1) << 40)
/* The longest name of a column, in bytes: "column NAME" fits the name of a level. */
#define COLUMN_NAME_MAX 56u
/* The longest list of criteria. */
#define CRITERIA_MAX 64u
/* The longest list of wishes. */
#define WISHES_MAX 1000u

enum column_kind {
    COLUMN_NUMBER, /* values as written */
    COLUMN_DATE,   /* values are days since 1970-01-01 */
};

/* A column that criteria or objectives name. An option's value is the wish row's where it has
 * one, else the applicant's, else missing (NaN). */
struct column {
    char *name;
    enum column_kind kind;
    double *of_applicant; /* [n_applicants], NaN where missing; NULL: applicants.csv lacks it */
    double *of_wish; /* [n_wishes] in CSR order, NaN where missing; NULL: wishes.csv lacks it */
};

struct instance {
    struct arena arena; /* owns all below */

    char *name;
    char *date; /* ISO date of the round, "" where not given */
    struct policy policy;

    uint32_t n_groups;
    struct strings group_name; /* [n_groups] every group named by an offer or an applicant */

    uint32_t n_schools;
    struct strings school_id;
    struct strings school_name;
    double *school_x; /* [n_schools] SWEREF 99 TM metres, NaN where not given */
    double *school_y;
    uint32_t *school_side; /* [n_schools] index into side_name, NONE; NULL without policy.within */
    uint32_t *school_node; /* [n_schools] the school's own pool, NONE where it has no seats */

    uint32_t n_offers;
    struct strings offer_id;
    uint32_t *offer_school;   /* [n_offers] */
    uint32_t *offer_group;    /* [n_offers] NONE where the offer names no group */
    uint32_t *offer_criteria; /* [n_offers] index into criteria */

    uint32_t n_nodes;
    struct strings node_name; /* [n_nodes] offer's id, school's id or pool's id */
    uint32_t *node_parent;    /* [n_nodes] NONE at a root */
    uint32_t *node_seats;     /* [n_nodes] SEATS_UNLIMITED where not given */

    uint32_t n_criteria;
    struct criteria *criteria; /* [n_criteria] different lists; 0 is the policy's own */
    uint32_t n_criterions;
    struct criterion *criterion; /* [n_criterions] what the lists are made of */

    uint32_t n_sides;
    struct strings side_name; /* values of the policy's `within` column */

    uint32_t n_applicants;
    struct strings applicant_id;
    uint32_t *applicant_group; /* [n_applicants] NONE where not given */
    double *applicant_x;       /* [n_applicants] NaN where not given; NULL without the column */
    double *applicant_y;
    uint32_t *applicant_current;  /* [n_applicants] offer or NONE; NULL without the column */
    uint32_t *applicant_locked;   /* [n_applicants] offer or NONE; NULL without the column */
    uint8_t *applicant_protected; /* [n_applicants] 1: protected identity; NULL without */
    uint32_t *applicant_side;     /* [n_applicants] index into side_name; NULL without within */
    uint64_t *applicant_lottery;  /* [n_applicants] numbers carried along; NULL: drawn by seed */

    uint32_t n_wishes;
    uint32_t *wish_start; /* [n_applicants + 1] CSR; within an applicant in rank order 1, 2, ... */
    uint32_t *wish_offer; /* [n_wishes] */
    uint64_t *wish_lottery; /* [n_wishes] numbers carried along; NULL: drawn by seed */

    uint32_t n_distances;
    uint32_t *distance_start;  /* [n_applicants + 1] CSR; NULL: no walking metres at all */
    uint32_t *distance_school; /* [n_distances] rising within an applicant */
    uint32_t *distance_m;      /* [n_distances] walking metres */

    uint32_t n_columns;
    struct column *column; /* [n_columns] those that criteria or objectives name */
};

/* Walking metres from applicant to school, METRES_UNKNOWN where the table does not have them. */
uint32_t instance_walking_m(const struct instance *instance, uint32_t applicant, uint32_t school);

/* Metres from applicant to school: walking; straight line where the policy allows it and walking
 * metres are not known; else METRES_UNKNOWN. O(log of the applicant's distances). */
uint32_t instance_metres(const struct instance *instance, uint32_t applicant, uint32_t school);

/* Straight-line metres between two points, to the nearest metre; METRES_UNKNOWN if a coordinate
 * is missing. */
uint32_t straight_line_m(double x1, double y1, double x2, double y2);

/* The column's value for a wish (index into wish_offer, or NONE for a fallback option) of an
 * applicant; NaN where missing. */
double column_value(const struct column *column, uint32_t applicant, uint32_t wish);

/* Is this applicant placed by a lock? */
bool instance_is_locked(const struct instance *instance, uint32_t applicant);

/* The seats that locked applicants leave in every node: room [n_nodes], SEATS_UNLIMITED where there
 * is no limit. O(nodes + applicants x depth). */
void instance_room(const struct instance *instance, uint32_t *room);

/* Length of the longest list of wishes. O(applicants). */
uint32_t instance_longest_list(const struct instance *instance);

/* Turns the comments above into code: ranges of indices, the policy's too, order, the forest, one
 * criteria list in each pool where the mechanism ranks, locked placements within the seats. That
 * the arrays are as long as they say, and texts what they should be, is the maker's business. OK or
 * ERR_INPUT with the first field that breaks its promise; ERR_NO_MEMORY. O(size of the instance).
 */
enum err instance_check(const struct instance *instance, struct error *error);

/* Gives everything back. */
void instance_release(struct instance *instance);

#endif
