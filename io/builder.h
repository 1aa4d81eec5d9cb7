// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The builder: what the loader's steps share while an instance comes into being. Private to io/.
 *
 * Order of the steps, each in a file of its own; a step may use what stands left of it:
 *     policy -> schools, offers -> pools -> applicants -> wishes, distances
 * A step adds faults and goes on, so that all of them are found in one go; it returns an error only
 * when the machine fails.
 */
#ifndef PLACERA_BUILDER_H
#define PLACERA_BUILDER_H

#include "io/ids.h"
#include "io/json.h"
#include "io/loader.h"
#include "io/month_text.h"
#include "io/table.h"

enum {
    COLUMNS_NAMED_MAX = 64,
    CRITERIONS_MAX = 4096,
    OBJECTIVES_MAX = 16,
    STEPS_MAX = 1000,
    LATE_MAX = 120
};

/* What the policy wants of a column that it names. */
struct column_use {
    const char *name;
    bool flag, ordered, objective; /* criteria {"flag"}, {"ascending" | "descending"}; objectives */
    struct place place;            /* where it is named first */
    bool kind_known;               /* some value has been seen: instance.column[].kind holds */
};

/* Texts that come one by one. */
struct text_list {
    uint32_t n, capacity;
    const char **text;
};

/* The member "seats" of an offer, a school or a pool. */
struct seats {
    uint32_t last;   /* the number, or the seats of the last step */
    uint32_t n;      /* steps; 0: a number */
    uint32_t *from;  /* [n] months, rising */
    uint32_t *seats; /* [n] */
};

/* A limit that is no node (instance.crossing_...). */
struct limit {
    const char *name;
    uint32_t seats, before, n_offers;
    const uint32_t *offer; /* [n_offers] rising */
};

struct builder {
    struct loaded *loaded;
    struct instance *instance;
    struct faults *faults;
    struct json_doc doc;
    struct json_node root;
    const char *folder;   /* where the tables are, NULL: none (a stream) */
    struct arena scratch; /* what is gone when the instance stands */

    struct text_list groups;
    struct text_list sides;
    uint32_t n_column_uses;
    struct column_use column_use[COLUMNS_NAMED_MAX];
    uint32_t n_criteria, n_criterions;
    struct criteria criteria[CRITERIONS_MAX];
    struct criterion criterion[CRITERIONS_MAX];
    const char *metres_for; /* the first rule that needs metres, NULL: none does */
    struct place metres_place;
    bool guarantee_wanted, follows_wanted;       /* the policy has a rule about them ... */
    struct place guarantee_place, follows_place; /* ... here */

    struct seats *offer_seats; /* [n_offers] lists only: a number counts as no step here */
    uint32_t n_offer_lists;    /* offers with a list of seats */
    uint32_t n_earlier;        /* steps of offers that are not the last */
    uint32_t first_from;       /* the smallest month of all lists, NONE */
    bool list_spoilt;          /* some list has faults: first_from says nothing */
    uint32_t n_limits, limits_capacity;
    struct limit *limit;

    struct ids school_ids, offer_ids, applicant_ids;
    struct json_node tables, applicants_node, wishes_node, distances_node;
    struct table applicants, wishes, distances; /* inlined ones point to the nodes above */
    bool has_applicants, has_wishes, has_distances;
};

/* The steps. Errors: ERR_NO_MEMORY, ERR_IO. */
enum err build_policy(struct builder *builder, struct error *error);
enum err build_near(struct builder *builder, struct error *error); /* when groups are known */
enum err build_schools(struct builder *builder, struct error *error);
enum err build_offers(struct builder *builder, const struct json_node *array, struct error *error);
enum err build_pools(struct builder *builder, struct error *error);
enum err build_applicants(struct builder *builder, struct error *error);
enum err build_wishes(struct builder *builder, struct error *error);
enum err build_families(struct builder *builder, struct error *error);
enum err build_crossing(struct builder *builder, struct error *error);
enum err build_placed(struct builder *builder, struct error *error);
enum err build_distances(struct builder *builder, struct error *error);

/* Notes that the policy names a column; NONE, and a fault: there are too many, or its name is too
 * long. */
uint32_t build_column_use(struct builder *builder, const struct json_node *node, const char *name);
/* Notes that a rule needs metres. */
void build_need_metres(struct builder *builder, const struct json_node *node, const char *rule);

/* Reads a criteria list (an empty one where the node has no value); its index in builder->criteria,
 * 0 where it has faults. */
uint32_t build_criteria(struct builder *builder, const struct json_node *node);

/* The member "id" of each element as a column; where it lacks, an unusable id stands in. */
enum err build_ids(struct builder *builder, const struct json_node *array, const char *what,
                   struct strings *strings, struct ids *ids, struct error *error);

/* The member `seats` of an object: a number or a list of steps. Errors: ERR_NO_MEMORY. */
enum err build_seats(struct builder *builder, const struct json_node *item, const char *what,
                     struct seats *seats, struct error *error);
/* The month at a key of an object; false, and a fault, where there is none. */
bool build_month(const struct json_node *object, const char *key, uint32_t *month);

/* Steps of offers: the lists; then the slots; then, in node_parent and node_seats, the leaves and
 * the chains over them (the nodes from n_slots on), and what they are called. */
enum err build_offer_steps(struct builder *builder, struct error *error);
enum err build_slots(struct builder *builder, struct error *error);
enum err build_chains(struct builder *builder, const char **name, struct error *error);

/* Keeps the limits of a school or pool that are no nodes: its earlier steps and, if it is no node
 * itself, its last seats. `limit` has its name and offers. */
enum err build_limits_of(struct builder *builder, struct limit limit, const struct seats *seats,
                         bool is_node, struct error *error);

/* Where a field of a table's row stands; the table alone once the faults are full, since finding
 * the row costs a second look at the file. */
struct place row_place(const struct builder *builder, const struct table *table, uint32_t row,
                       uint32_t column);

/* Index of a text in a list, added if it is new; NONE: no memory. */
uint32_t text_list_add(struct text_list *list, const char *text, size_t length,
                       struct arena *arena);
uint32_t text_list_find(const struct text_list *list, const char *text, size_t length);

/* n texts of the given lengths, to be filled in: one block, NUL-ended. */
enum err strings_make(struct strings *strings, uint32_t n, const uint32_t *length,
                      struct arena *arena, struct error *error);
/* A copy of a list of texts as a column. */
enum err strings_copy(struct strings *strings, uint32_t n, const char *const *text,
                      struct arena *arena, struct error *error);

/* A field that is a number or an ISO date (a month counts as its first day): *value and *is_date.
 * False: it is neither. */
bool value_parse(const struct csv_field *field, double *value, bool *is_date);

#endif
