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
#include "io/table.h"

enum { COLUMNS_NAMED_MAX = 64, CRITERIONS_MAX = 4096, OBJECTIVES_MAX = 16 };

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

    struct ids school_ids, offer_ids, applicant_ids;
    struct json_node tables, applicants_node, wishes_node, distances_node;
    struct table applicants, wishes, distances; /* inlined ones point to the nodes above */
    bool has_applicants, has_wishes, has_distances;
};

/* The steps. Errors: ERR_NO_MEMORY, ERR_IO. */
enum err build_policy(struct builder *builder, struct error *error);
enum err build_near(struct builder *builder, struct error *error); /* when groups are known */
enum err build_schools(struct builder *builder, struct error *error);
enum err build_pools(struct builder *builder, struct error *error);
enum err build_applicants(struct builder *builder, struct error *error);
enum err build_wishes(struct builder *builder, struct error *error);
enum err build_distances(struct builder *builder, struct error *error);

/* Reads a criteria list; its index in builder->criteria, 0 where it has faults. */
uint32_t build_criteria(struct builder *builder, const struct json_node *node);

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

/* A field that is a number or an ISO date: *value and *is_date. False: it is neither. */
bool value_parse(const struct csv_field *field, double *value, bool *is_date);

#endif
