// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A made-up city: pure data, the same bytes for the same options on any machine and at any number
 * of threads. io/instance_write.h makes an instance folder of it.
 *
 * How it comes about:
 *     map            a river, bridges, streets (map.h)
 *     neighbourhoods more or less crowded, on both sides of the river
 *     schools        where people live; each with a popularity, worth some hundred metres of walk
 *     homes          in neighbourhoods, some anywhere; a few families apply for two children
 *     wishes         a family ranks the schools around its home by popularity less metres and its
 *                    own taste; an elder sibling's school and the child's current place go far
 * ahead seats          follow first wishes and where children live; in all, `crowding` per cent
 *
 * Schools are numbered as they are drawn; offer o is group o % n_groups at school o / n_groups, so
 * the last school may lack the last groups. Applicant a is of group a % n_groups; in a preschool
 * city, which has units, months and families (preschool.h), of that of its age. Each applicant's
 * metres are those of its wishes, of its NEAREST_ALL nearest schools, and of the NEAREST_SIDE
 * nearest ones on its side of the river: enough for relative nearness, for the near rule and for a
 * fallback reach of NEAREST_SIDE.
 */
#ifndef PLACERA_CITY_H
#define PLACERA_CITY_H

#include "generate/map.h"
#include "solver/arena.h"
#include "solver/error.h"

enum {
    CITY_APPLICANTS_MAX = 10000000,
    CITY_OFFERS_MAX = 100000,
    CITY_GROUPS_MAX = 10, /* "F", "1" .. "9" */
    CITY_WISHES_MAX = 20,
    CITY_CROWDING_MAX = 1000,
    CITY_MONTHS_MAX = 24,
    CITY_OPENS_MAX = 100,
    NEAREST_ALL = 8,
    NEAREST_SIDE = 6,
};

#define CITY_NONE UINT32_MAX

enum city_kind { CITY_SCHOOL, CITY_PRESCHOOL };

struct city_options {
    uint32_t n_applicants;     /* 1 .. CITY_APPLICANTS_MAX */
    uint32_t n_offers;         /* n_groups .. CITY_OFFERS_MAX */
    uint32_t n_groups;         /* 1 .. CITY_GROUPS_MAX */
    uint32_t n_wishes;         /* 1 .. CITY_WISHES_MAX: the longest list */
    uint32_t crowding_percent; /* 1 .. CITY_CROWDING_MAX: seats for each hundred applicants */
    bool full;        /* every list n_wishes long (fewer only where the group has fewer schools) */
    const char *seed; /* must outlive the city */
    enum city_kind kind;
    uint32_t n_families; /* preschool: siblings who apply together; two children each at least */
    uint32_t n_months;   /* preschool, 1 .. CITY_MONTHS_MAX: in how many months children begin */
    bool moves;          /* preschool: children move on to the older group in August */
    uint32_t opens_with; /* preschool: some groups open with so many children or not at all; 0: none
                          * does; at most CITY_OPENS_MAX */
    bool unit_queues;    /* preschool: each wish has a day from which on the child stands in line */
};

/* What a preschool city has more. Months are year * 12 + month - 1, by_month rows [n_months] from
 * first_month on; seats in them are those free for this round and never fall. */
struct preschool {
    uint32_t first_month;
    int32_t date_day;        /* of the round: no application is later */
    uint32_t *offer_free;    /* [n_offers] by month; the last is the city's offer_seats */
    uint32_t *unit_free;     /* [n_schools] by month; counts only where has_total */
    uint8_t *has_total;      /* [n_schools] 1: the unit's total is less than its groups' sum */
    uint8_t *counts_current; /* [n_schools] 1: who has a place and applies is part of the seats */
    uint32_t *n_current;     /* [n_offers] how many of those there are */
    uint32_t *start;         /* [n_applicants] month wished */
    uint32_t *guarantee;     /* [n_applicants] month by which a place is owed or CITY_NONE */
};

struct city {
    struct arena arena; /* owns all below */
    struct city_options options;
    uint64_t root; /* names the city's random numbers */
    struct map map;

    uint32_t n_schools;
    struct point *school;       /* [n_schools] */
    int32_t *school_popularity; /* [n_schools] metres of walk that it is worth */
    uint32_t *school_seats;     /* [n_schools] its pool over the groups; NULL with one group */
    uint32_t *offer_seats;      /* [n_offers] */
    struct preschool preschool; /* all zero in a city of schools */

    struct point *home;       /* [n_applicants] */
    uint8_t *group;           /* [n_applicants] */
    uint32_t *current;        /* [n_applicants] offer or CITY_NONE */
    uint32_t *family;         /* [n_applicants] its first child that applies; CITY_NONE: alone */
    uint32_t *sibling_school; /* [n_applicants] an elder sibling's school or CITY_NONE */
    int32_t *birth_day;       /* [n_applicants] days since 1970-01-01 */
    int32_t *queue_day;       /* [n_applicants] the same */
    uint8_t *is_protected;    /* [n_applicants] 1: protected identity */

    uint32_t wish_stride;
    uint8_t *n_wishes; /* [n_applicants] */
    uint32_t *wish;    /* [n_applicants][wish_stride] schools, best first */

    uint32_t distance_stride;
    uint8_t *n_distances;      /* [n_applicants] */
    uint32_t *distance_school; /* [n_applicants][distance_stride] nearest first, then wishes afar */
    uint32_t *distance_m;      /* the same; walking metres */
};

/* Makes the city. Linear in applicants and offers, parallel over applicants; about 250 bytes an
 * applicant with lists of 6. Errors: ERR_USAGE with the option out of its range, ERR_NO_MEMORY.
 * On error the city is empty. */
enum err city_generate(const struct city_options *options, struct city *city, struct error *error);

void city_release(struct city *city);

/* Does the school have an offer for the group? */
bool city_has_offer(const struct city *city, uint32_t school, uint32_t group);

/* "F", "1", ...; in a preschool city "1-2", "3-5". */
const char *city_group_name(const struct city *city, uint32_t group);

#endif
