// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An instance: who applied, what they wished for, how many seats there are and which rules decide,
 * as parallel arrays. The loader (io/loader.h) or instance_builder makes one; nothing changes it
 * afterwards. Everything it points to lives in its arena.
 *
 * Notation: [n] is an array's length; NONE marks "no index" and METRES_UNKNOWN "no distance".
 * CSR: the items of i are x[x_start[i] .. x_start[i + 1]).
 *
 * Nodes. Slots and pools form one forest. A slot is what a placement takes: an offer from one step
 * of its seats on. Leaves 0 .. n_slots - 1 are the slots; leaf i < n_offers is the last step of
 * offer i, so where seats do not change over the months an offer's index is its node. Nodes n_slots
 * .. n_nodes - 1 are limits over slots: for each step of an offer but the first the slots up to it
 * (the last of them is the offer's own node), for each school with seats and each pool that nests
 * its offers' slots. A node's parent is the smallest one around it. Limits that do not nest are
 * `crossing` ones.
 *
 * Months are numbers: year * 12 + month - 1.
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
#define MONTH_MAX (10000u * 12u)
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
    uint32_t *offer_school;        /* [n_offers] */
    uint32_t *offer_group;         /* [n_offers] NONE where the offer names no group */
    uint32_t *offer_criteria;      /* [n_offers] index into criteria */
    uint32_t *offer_node;          /* [n_offers] the node of all its slots: itself without steps */
    uint32_t *offer_opens_with;    /* [n_offers] places none or at least so many; 0 or 1: any;
                                    * NULL: no offer says so */
    uint8_t *offer_counts_current; /* [n_offers] 1: seats include those who have a place; NULL */
    uint8_t *offer_needs_decision; /* [n_offers] 1: for applicants with eligible = 1; NULL */
    uint32_t
        *offer_follows_school;     /* [n_offers] goes with a placement at this school; NONE; NULL */
    uint32_t *offer_follows_offer; /* [n_offers] goes with a placement at this offer; NONE; NULL */
    uint32_t *offer_moves_to;      /* [n_offers] offer to which children move on; NONE; NULL */
    uint32_t *offer_moves_month;   /* [n_offers] in this month; NULL with offer_moves_to */
    double *offer_moves_born;      /* [n_offers] those born before this day (since 1970) */

    uint32_t n_slots;
    uint32_t *slot_offer; /* [n_slots] */
    uint32_t *slot_from;  /* [n_slots] the month its step begins; 0: from the start of the round */
    uint32_t *slot_start; /* [n_offers + 1] CSR: the slots of an offer ... */
    uint32_t *slot;       /* [n_slots] ... in the order of their months */
    uint32_t first_month; /* of the round, 0: a round without months */

    uint32_t n_nodes;
    struct strings node_name; /* [n_nodes] offer's id (of an earlier step
                               * "ID before 2027-08" or "ID from 2027-04"), school's or pool's id */
    uint32_t *node_parent;    /* [n_nodes] NONE at a root */
    uint32_t *node_seats;     /* [n_nodes] SEATS_UNLIMITED where not given */

    /* Limits that are no nodes: pools that cross others, and earlier steps of pools and schools. */
    uint32_t n_crossing;
    struct strings crossing_name;
    uint32_t *crossing_seats;  /* [n_crossing] */
    uint32_t *crossing_before; /* [n_crossing] counts placements that begin before this month; NONE:
                                * all */
    uint32_t *crossing_start;  /* [n_crossing + 1] CSR */
    uint32_t *crossing_offer;  /* rising within a limit */

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
    uint32_t *applicant_current;   /* [n_applicants] offer or NONE; NULL without the column */
    uint32_t *applicant_locked;    /* [n_applicants] offer or NONE; NULL without the column */
    uint8_t *applicant_protected;  /* [n_applicants] 1: protected identity; NULL without */
    uint32_t *applicant_side;      /* [n_applicants] index into side_name; NULL without within */
    uint64_t *applicant_lottery;   /* [n_applicants] numbers carried along; NULL: drawn by seed */
    uint32_t *applicant_start;     /* [n_applicants] month wished; NULL: a round without months */
    uint32_t *applicant_guarantee; /* [n_applicants] month by which a place is owed, NONE; NULL */
    uint8_t *applicant_eligible;   /* [n_applicants] 1: a decision is there; NULL */
    uint8_t *applicant_out;        /* [n_applicants] 1: takes no part, and stays; NULL */
    uint32_t *applicant_follows;   /* [n_applicants] applicant whose placement it goes with, NONE;
                                    * NULL */
    double *applicant_born;     /* [n_applicants] day of birth, NaN; NULL unless an offer moves */
    uint32_t *applicant_family; /* [n_applicants] NONE: none, or alone in it; NULL: no families */

    uint32_t n_families; /* of two members or more */
    struct strings family_id;
    uint32_t *family_start;  /* [n_families + 1] CSR */
    uint32_t *family_member; /* applicants, rising within a family */

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

/* Does a round of this instance have months? */
static inline bool instance_has_months(const struct instance *instance) {
    return instance->first_month != 0;
}

/* The applicant's present offer, NONE. */
static inline uint32_t instance_current(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_current == NULL ? NONE : instance->applicant_current[applicant];
}

/* The offer at which the applicant may stay, since nobody ends worse than at present; NONE: it has
 * no place, is locked, or the offer's criteria name current_place and do not count it among the
 * seats: then the place is one that must be won again in this round. O(criteria). */
uint32_t instance_stays_at(const struct instance *instance, uint32_t applicant);

/* Does whoever stays at the offer take one of its seats? */
static inline bool instance_counts_current(const struct instance *instance, uint32_t offer) {
    return instance->offer_counts_current != NULL && instance->offer_counts_current[offer] != 0;
}

/* Whose placement the applicant's goes with, NONE. */
static inline uint32_t instance_follows(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_follows == NULL ? NONE : instance->applicant_follows[applicant];
}

/* Does an offer go with a placement at another one? */
static inline bool instance_goes_with(const struct instance *instance, uint32_t offer,
                                      uint32_t other) {
    return (instance->offer_follows_offer != NULL &&
            instance->offer_follows_offer[offer] == other) ||
           (instance->offer_follows_school != NULL &&
            instance->offer_follows_school[offer] == instance->offer_school[other]);
}

/* Does the applicant take no part in the round? It is newly placed nowhere. */
static inline bool instance_is_out(const struct instance *instance, uint32_t applicant) {
    return instance->applicant_out != NULL && instance->applicant_out[applicant] != 0;
}

/* May the applicant be placed at the offer, as far as it takes part, and decisions of eligibility
 * go? */
static inline bool instance_is_eligible(const struct instance *instance, uint32_t applicant,
                                        uint32_t offer) {
    if (instance_is_out(instance, applicant)) {
        return false;
    }
    return instance->offer_needs_decision == NULL || instance->offer_needs_decision[offer] == 0 ||
           (instance->applicant_eligible != NULL && instance->applicant_eligible[applicant] != 0);
}

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

/* Slots of offers whose seats do not change over the months, in a round without months: each offer
 * is its own slot. For makers of instances; n_offers is set, arrays live in the instance's arena.
 * O(offers). Errors: ERR_NO_MEMORY. */
enum err instance_plain_slots(struct instance *instance, struct error *error);

/* Gives everything back. */
void instance_release(struct instance *instance);

#endif
