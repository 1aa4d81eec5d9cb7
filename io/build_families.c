// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What ties applicants together: families, and applications that follow another. The table is read
 * twice more, where it has these columns, since whom a row names must be known first.
 */
#include "io/builder.h"

#include <string.h>

struct reader {
    struct builder *builder;
    uint32_t family_column, follows_column; /* in the table, NONE where it lacks */
    uint32_t *length;                       /* [n_applicants] of the family's name */
    struct strings family;                  /* [n_applicants] */
    uint8_t *unknown;                       /* [n_applicants] 1: follows nobody who is there */
};

static void measure_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    (void)faults;
    reader->length[row->row] = row->field[reader->family_column].length;
}

static void read_row(void *context, const struct csv_row *row, struct faults *faults) {
    struct reader *reader = context;
    (void)faults;
    struct builder *builder = reader->builder;
    struct instance *instance = builder->instance;
    if (reader->family_column != NONE) {
        const struct csv_field *family = &row->field[reader->family_column];
        memcpy(reader->family.bytes + reader->family.start[row->row], family->text, family->length);
    }
    if (reader->follows_column == NONE || row->field[reader->follows_column].length == 0) {
        return;
    }
    const struct csv_field *other = &row->field[reader->follows_column];
    uint32_t found = ids_find(&builder->applicant_ids, other->text, other->length);
    instance->applicant_follows[row->row] = found;
    reader->unknown[row->row] = found == NONE;
}

/* A follower goes with somebody who goes with nobody, and has no ties of its own. */
static void check_follower(const struct reader *reader, uint32_t a) {
    const struct builder *builder = reader->builder;
    struct instance *instance = builder->instance;
    const struct table *table = &builder->applicants;
    uint32_t other = instance->applicant_follows[a];
    if (other == NONE && reader->unknown[a]) {
        fault_add(builder->faults, row_place(builder, table, a, reader->follows_column),
                  "the applicant whom this one follows is unknown; correct the id or add the "
                  "applicant");
    }
    if (other == NONE) {
        return;
    }
    const char *id = strings_get(&instance->applicant_id, a);
    if (other == a) {
        fault_add(builder->faults, row_place(builder, table, a, reader->follows_column),
                  "applicant '%.60s' follows itself; name the application it goes with", id);
    } else if (instance->applicant_follows[other] != NONE) {
        fault_add(builder->faults, row_place(builder, table, a, reader->follows_column),
                  "applicant '%.60s' follows '%.60s', who follows another; name the one whom both "
                  "go with",
                  id, strings_get(&instance->applicant_id, other));
    }
    if (instance_current(instance, a) != NONE) {
        fault_add(builder->faults, row_place(builder, table, a, csv_column(&table->csv, "current")),
                  "applicant '%.60s' follows another, so it has no place of its own to keep; take "
                  "its 'current' out",
                  id);
        instance->applicant_current[a] = NONE; /* so that it is counted nowhere */
    }
    if (reader->length != NULL && reader->length[a] > 0) {
        fault_add(builder->faults, row_place(builder, table, a, reader->family_column),
                  "applicant '%.60s' follows another, so it is of no family; take its 'family' "
                  "out",
                  id);
    }
}

static void family_again(void *context, uint32_t first, uint32_t again) {
    (void)context, (void)first, (void)again; /* that is what makes a family */
}

/* first[a]: the first applicant of a's family, NONE where it has none or is alone in it. Who takes
 * no part and has no place is of no family. */
static enum err find_first(struct reader *reader, uint32_t *first, struct error *error) {
    struct builder *builder = reader->builder;
    uint32_t n = builder->instance->n_applicants;
    struct ids ids;
    uint32_t *size = ARENA_ZERO(&builder->scratch, n, uint32_t);
    uint32_t *leader = ARENA_NEW(&builder->scratch, n, uint32_t); /* of who named it first */
    if (size == NULL || leader == NULL) {
        return error_no_memory(error);
    }
    memset(leader, 0xFF, n * sizeof *leader);
    enum err err = ids_build(&ids, &reader->family, family_again, NULL, &builder->scratch, error);
    for (uint32_t a = 0; err == OK && a < n; a++) {
        first[a] = NONE;
        bool nowhere =
            instance_is_out(builder->instance, a) && instance_current(builder->instance, a) == NONE;
        if (reader->length[a] > 0 && !nowhere) {
            uint32_t named = ids_find(&ids, strings_get(&reader->family, a), reader->length[a]);
            leader[named] = leader[named] == NONE ? a : leader[named];
            first[a] = leader[named];
            size[first[a]]++;
        }
    }
    for (uint32_t a = 0; err == OK && a < n; a++) {
        first[a] = first[a] == NONE || size[first[a]] < 2 ? NONE : first[a];
    }
    return err;
}

/* Applicants of one name become a family, in the order of their first members. */
static enum err make_families(struct reader *reader, struct error *error) {
    struct builder *builder = reader->builder;
    struct instance *instance = builder->instance;
    uint32_t n = instance->n_applicants, n_families = 0, n_members = 0;
    uint32_t *first = ARENA_NEW(&builder->scratch, n, uint32_t);
    uint32_t *family = ARENA_NEW(&instance->arena, n, uint32_t);
    const char **name = ARENA_NEW(&builder->scratch, n, const char *);
    if (first == NULL || family == NULL || name == NULL) {
        return error_no_memory(error);
    }
    enum err err = find_first(reader, first, error);
    for (uint32_t a = 0; err == OK && a < n; a++) {
        if (first[a] == a) {
            name[n_families] = strings_get(&reader->family, a);
            family[a] = n_families++;
        } else {
            family[a] = first[a] == NONE ? NONE : family[first[a]];
        }
        n_members += family[a] == NONE ? 0 : 1;
    }
    if (err != OK || n_families == 0) {
        return err;
    }
    uint32_t *start = ARENA_ZERO(&instance->arena, (size_t)n_families + 2, uint32_t);
    uint32_t *member = ARENA_NEW(&instance->arena, n_members, uint32_t);
    if (start == NULL || member == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        start[family[a] == NONE ? 0 : family[a] + 2] += family[a] == NONE ? 0 : 1;
    }
    for (uint32_t f = 0; f < n_families; f++) { /* start[f + 1] is where f's next member goes */
        start[f + 2] += start[f + 1];
    }
    for (uint32_t a = 0; a < n; a++) {
        if (family[a] != NONE) {
            member[start[family[a] + 1]++] = a;
        }
    }
    instance->n_families = n_families;
    instance->applicant_family = family;
    instance->family_start = start;
    instance->family_member = member;
    return strings_copy(&instance->family_id, n_families, name, &instance->arena, error);
}

static enum err read_table(struct reader *reader, struct error *error) {
    struct builder *builder = reader->builder;
    struct instance *instance = builder->instance;
    struct faults again = {0}; /* faults of form are told already */
    enum err err = OK;
    if (reader->family_column != NONE) {
        reader->length = ARENA_ZERO(&builder->scratch, instance->n_applicants, uint32_t);
        if (reader->length == NULL) {
            return error_no_memory(error);
        }
        err = table_each(&builder->applicants, measure_row, reader, &again, error);
        if (err == OK) {
            err = strings_make(&reader->family, instance->n_applicants, reader->length,
                               &builder->scratch, error);
        }
    }
    if (err == OK && reader->follows_column != NONE) {
        instance->applicant_follows = ARENA_NEW(&instance->arena, instance->n_applicants, uint32_t);
        reader->unknown = ARENA_ZERO(&builder->scratch, instance->n_applicants, uint8_t);
        if (instance->applicant_follows == NULL || reader->unknown == NULL) {
            return error_no_memory(error);
        }
        memset(instance->applicant_follows, 0xFF, instance->n_applicants * sizeof(uint32_t));
    }
    if (err == OK) {
        err = table_each(&builder->applicants, read_row, reader, &again, error);
    }
    faults_release(&again);
    return err;
}

enum err build_families(struct builder *builder, struct error *error) {
    struct instance *instance = builder->instance;
    const struct csv *csv = &builder->applicants.csv;
    struct reader reader = {.builder = builder,
                            .family_column = csv_column(csv, "family"),
                            .follows_column = csv_column(csv, "follows")};
    bool none = reader.family_column == NONE && reader.follows_column == NONE;
    if (none || instance->n_applicants == 0) {
        return OK;
    }
    enum err err = read_table(&reader, error);
    for (uint32_t a = 0; err == OK && reader.unknown != NULL && a < instance->n_applicants; a++) {
        check_follower(&reader, a);
    }
    return err == OK && reader.length != NULL ? make_families(&reader, error) : err;
}
