// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * instance.json is put together by jansson, a line for each school and offer, so that a person can
 * read and compare it. The tables are a million rows at times: their digits are written by hand
 * into a block that goes out when it is full. Ids have the same length throughout, so that their
 * order as text is the order of the rows.
 */
#include "io/instance_write.h"

#include "generate/preschool.h"
#include "io/folder.h"
#include "io/instance_json.h"
#include "solver/dates.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 1 << 18,
    DIGITS_MAX = 32, /* no field is longer */
    REPORT_EVERY = 50000,
};

/* Bytes on their way to a file. */
struct block {
    FILE *file; /* its errors show when it is closed */
    size_t n;
    char bytes[BLOCK_BYTES];
};

/* What all tables need. */
struct table {
    const struct city *city;
    struct block *block;
    int applicant_digits;
    int school_digits;
};

static void block_flush(struct block *block) {
    fwrite(block->bytes, 1, block->n, block->file);
    block->n = 0;
}

static void put_text(struct block *block, const char *text) {
    size_t length = strlen(text);
    if (block->n + length > BLOCK_BYTES) {
        block_flush(block);
    }
    memcpy(block->bytes + block->n, text, length);
    block->n += length;
}

static void put_char(struct block *block, char c) {
    if (block->n == BLOCK_BYTES) {
        block_flush(block);
    }
    block->bytes[block->n++] = c;
}

/* The number in at least so many digits. */
static void put_number(struct block *block, uint32_t number, int digits) {
    char text[DIGITS_MAX];
    int n = 0;
    do {
        text[n++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0 || n < digits);
    while (n > 0) {
        put_char(block, text[--n]);
    }
}

static void put_applicant(const struct table *table, uint32_t applicant) {
    put_char(table->block, 'A');
    put_number(table->block, applicant + 1, table->applicant_digits);
}

static void put_school(const struct table *table, uint32_t school) {
    put_char(table->block, 'S');
    put_number(table->block, school + 1, table->school_digits);
}

static void put_offer(const struct table *table, uint32_t school, uint32_t group) {
    put_school(table, school);
    put_char(table->block, '-');
    put_text(table->block, city_group_name(table->city, group));
}

/* A month as "2027-03". */
static void put_month(struct block *block, uint32_t month) {
    put_number(block, month / 12, 4);
    put_char(block, '-');
    put_number(block, month % 12 + 1, 2);
}

/* An ISO date of days since 1970-01-01. days >= 0. */
static void put_date(struct block *block, int32_t days) {
    struct date date = calendar_date(days);
    put_month(block, date.year * 12 + date.month - 1);
    put_char(block, '-');
    put_number(block, date.day, 2);
}

static void put_applicant_row(const struct table *table, uint32_t a) {
    const struct city *city = table->city;
    struct block *block = table->block;
    uint32_t n_groups = city->options.n_groups;
    put_applicant(table, a);
    put_char(block, ',');
    put_text(block, city_group_name(city, city->group[a]));
    put_char(block, ',');
    put_number(block, (uint32_t)city->home[a].x, 1);
    put_char(block, ',');
    put_number(block, (uint32_t)city->home[a].y, 1);
    put_char(block, ',');
    if (city->current[a] != CITY_NONE) {
        put_offer(table, city->current[a] / n_groups, city->current[a] % n_groups);
    }
    put_char(block, ',');
    if (city->family[a] != CITY_NONE) {
        put_char(block, 'H');
        put_number(block, city->family[a] + 1, table->applicant_digits);
    }
    put_char(block, ',');
    put_date(block, city->birth_day[a]);
    put_char(block, ',');
    put_date(block, city->queue_day[a]);
    if (city->options.kind == CITY_PRESCHOOL) {
        uint32_t guarantee = city->preschool.guarantee[a];
        put_char(block, ',');
        put_month(block, city->preschool.start[a]);
        put_char(block, ',');
        if (guarantee != CITY_NONE) {
            put_month(block, guarantee);
        }
    }
    put_text(block, city->is_protected[a] ? ",1," : ",0,");
    put_text(block, side_name(&city->map, city->home[a]));
    put_char(block, '\n');
}

static void put_wish_rows(const struct table *table, uint32_t a) {
    const struct city *city = table->city;
    for (uint32_t i = 0; i < city->n_wishes[a]; i++) {
        uint32_t school = city->wish[(size_t)a * city->wish_stride + i];
        put_applicant(table, a);
        put_char(table->block, ',');
        put_number(table->block, i + 1, 1);
        put_char(table->block, ',');
        put_offer(table, school, city->group[a]);
        put_text(table->block, city->sibling_school[a] == school ? ",1" : ",0");
        if (city->options.unit_queues) {
            put_char(table->block, ',');
            put_date(table->block, preschool_queue_day(city, a, i));
        }
        put_char(table->block, '\n');
    }
}

static void put_distance_rows(const struct table *table, uint32_t a) {
    const struct city *city = table->city;
    for (uint32_t i = 0; i < city->n_distances[a]; i++) {
        size_t place = (size_t)a * city->distance_stride + i;
        put_applicant(table, a);
        put_char(table->block, ',');
        put_school(table, city->distance_school[place]);
        put_char(table->block, ',');
        put_number(table->block, city->distance_m[place], 1);
        put_char(table->block, '\n');
    }
}

/* One table: its name, header and rows. */
struct table_kind {
    const char *name;
    const char *header;
    const char *preschool_header; /* NULL: the same */
    const char *queue_header;     /* where each wish has its own day in line; NULL: the same */
    void (*put_rows)(const struct table *table, uint32_t applicant);
    double before, after; /* how much of all that is written comes before it and with it, about */
};

static const struct table_kind table_kinds[] = {
    {"applicants.csv", "id,group,x,y,current,family,birth_date,queue_date,protected,side\n",
     "id,group,x,y,current,family,birth_date,queue_date,start,guarantee,protected,side\n", NULL,
     put_applicant_row, 0.0, 0.25},
    {"wishes.csv", "applicant,rank,offer,sibling\n", NULL,
     "applicant,rank,offer,sibling,queue_date\n", put_wish_rows, 0.25, 0.5},
    {"distances.csv", "applicant,school,metres\n", NULL, NULL, put_distance_rows, 0.5, 1.0},
};

static enum err write_table(struct folder *folder, const struct table_kind *kind,
                            const struct table *table, const struct progress *progress,
                            struct error *error) {
    struct block *block = table->block;
    uint32_t n = table->city->options.n_applicants;
    block->file = folder_create_file(folder, kind->name, error);
    if (block->file == NULL) {
        return ERR_IO;
    }
    block->n = 0;
    const struct city_options *options = &table->city->options;
    put_text(block, options->unit_queues && kind->queue_header != NULL ? kind->queue_header
                    : options->kind == CITY_PRESCHOOL && kind->preschool_header != NULL
                        ? kind->preschool_header
                        : kind->header);
    for (uint32_t a = 0; a < n; a++) {
        kind->put_rows(table, a);
        if (a % REPORT_EVERY == 0) {
            progress_report(progress, "write", kind->before + (kind->after - kind->before) * a / n);
        }
    }
    block_flush(block);
    return folder_close_file(block->file, kind->name, error);
}

static enum err write_tables(struct folder *folder, const struct city *city,
                             const struct progress *progress, struct error *error) {
    struct table table = {city, malloc(sizeof(struct block)), applicant_digits(city),
                          school_digits(city)};
    if (table.block == NULL) {
        return error_no_memory(error);
    }
    enum err err = OK;
    for (size_t i = 0; i < sizeof table_kinds / sizeof *table_kinds && err == OK; i++) {
        err = write_table(folder, &table_kinds[i], &table, progress, error);
    }
    free(table.block);
    return err;
}

static enum err write_json(struct folder *folder, const char *name, const struct city *city,
                           const struct round *round, json_writer_fn *writer, struct error *error) {
    FILE *file = folder_create_file(folder, name, error);
    if (file == NULL) {
        return ERR_IO;
    }
    enum err err = writer(file, city, round, error);
    enum err closed = folder_close_file(file, name, error);
    return err != OK ? err : closed;
}

enum err city_write(const struct city *city, const struct round *round, const char *path,
                    const struct progress *progress, struct error *error) {
    enum err err = round_check(city, round, error);
    if (err != OK) {
        return err;
    }
    static const char *const owned[] = {"city.json",  "instance.json", "applicants.csv",
                                        "wishes.csv", "distances.csv", NULL};
    struct folder folder;
    err = folder_begin(&folder, path, owned, error);
    if (err != OK) {
        return err;
    }
    err = write_json(&folder, "instance.json", city, round, instance_json_write, error);
    if (err == OK) {
        err = write_json(&folder, "city.json", city, round, city_json_write, error);
    }
    if (err == OK) {
        err = write_tables(&folder, city, progress, error);
    }
    if (err == OK) {
        err = folder_commit(&folder, error);
    }
    folder_discard(&folder);
    return err;
}
