// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The rows of an integer program that a certificate names, with prices or in cuts. What a row is of
 * must be there by its id; whether it is a row of the round, and what it proves, is for a checker.
 */
#include "io/results_program.h"

#include "io/month_text.h"

#include <string.h>

const char *const program_row_key[N_ROWS_OF] = {
    [ROW_OF_OFFER] = "offer",       [ROW_OF_SCHOOL] = "school",       [ROW_OF_POOL] = "pool",
    [ROW_OF_OPENS] = "opens",       [ROW_OF_CLOSED] = "closed",       [ROW_OF_CUT] = "cut",
    [ROW_OF_OPEN] = "open",         [ROW_OF_APPLICANT] = "applicant", [ROW_OF_FOLLOWS] = "follows",
    [ROW_OF_TOGETHER] = "together", [ROW_OF_NEWLY] = "newly",         [ROW_OF_LEVEL] = "level",
};

/* The one key that says what the row is of. False: a fault was told. */
static bool row_want(const struct json_node *element, bool priced, enum program_row_of *of,
                     struct json_node *member) {
    struct json_node found;
    uint32_t n = 0;
    for (int i = 0; i < (priced ? N_ROWS_PRICED : N_ROWS_OF); i++) {
        if (json_member(element, program_row_key[i], &found)) {
            *of = (enum program_row_of)i;
            *member = found;
            n++;
        }
    }
    if (n != 1) {
        json_fault(element,
                   priced ? "a price names one offer, school or pool, or what opens or is closed, "
                            "or a cut"
                          : "a row of a cut names one offer, school, pool, applicant, level or "
                            "cut, or what opens, is open or closed, or who follows, is together "
                            "or newly placed");
    }
    return n == 1;
}

/* An id that is kept as written; its index, NONE with a fault where it is none. */
static enum err id_read(const struct program_reader *reader, const struct json_node *member,
                        const struct ids *ids, const char *what, const char **id, uint32_t *index) {
    const char *text = "";
    if (!json_want_text(member, &text)) {
        return OK;
    }
    size_t n = strlen(text);
    char *kept = ARENA_NEW(reader->arena, n + 1, char);
    if (kept == NULL) {
        return error_no_memory(reader->error);
    }
    *id = memcpy(kept, text, n + 1);
    *index = ids == NULL ? NONE : ids_find(ids, text, n);
    if (ids != NULL && *index == NONE) {
        json_fault(member, "'%.60s' is no %s of the instance", text, what);
    }
    return OK;
}

/* The number of a level or a cut; whether it is there is for a checker. */
static void number_read(const struct json_node *member, uint32_t *index) {
    int64_t number = 0;
    json_want_whole(member, 0, UINT32_MAX - 1, &number);
    *index = (uint32_t)number;
}

static bool has_seats(enum program_row_of of) {
    return of == ROW_OF_OFFER || of == ROW_OF_SCHOOL || of == ROW_OF_POOL;
}

static void month_read(const struct json_node *element, struct program_row_read *row) {
    struct json_node month;
    const char *text = "";
    row->month = NONE;
    if (!json_member(element, "month", &month)) {
        return;
    }
    if (!has_seats(row->of)) {
        json_fault(&month, "only seats have a month");
    } else if (json_want_text(&month, &text) && !month_parse(text, strlen(text), &row->month)) {
        json_fault(&month, "'%.60s' is no month; YYYY-MM is expected, such as 2027-03", text);
    }
}

/* Where a row of a follower or of a family is. */
static enum err at_read(const struct program_reader *reader, const struct json_node *element,
                        struct program_row_read *row) {
    bool of_family = row->of == ROW_OF_TOGETHER || row->of == ROW_OF_NEWLY;
    bool at_school = of_family && !reader->families_same_offer;
    struct json_node member;
    const char *id;
    row->at = NONE;
    if (!of_family && row->of != ROW_OF_FOLLOWS) {
        if (json_member(element, "at", &member)) {
            json_fault(&member, "only who follows, is together or newly placed is so at a place");
        }
        return OK;
    }
    return !member_want(element, "at", &member)
               ? OK
               : id_read(reader, &member, at_school ? &reader->schools : &reader->offers,
                         at_school ? "school" : "offer", &id, &row->at);
}

static enum err row_read(const struct program_reader *reader, const struct json_node *element,
                         bool priced, struct program_row_read *row) {
    struct json_node member;
    if (!row_want(element, priced, &row->of, &member)) {
        return OK;
    }
    enum err err = OK;
    switch (row->of) {
    case ROW_OF_CUT:
    case ROW_OF_LEVEL:
        number_read(&member, &row->index);
        break;
    case ROW_OF_POOL:
        err = id_read(reader, &member, NULL, "pool", &row->id, &row->index);
        break;
    case ROW_OF_SCHOOL:
        err = id_read(reader, &member, &reader->schools, "school", &row->id, &row->index);
        break;
    case ROW_OF_APPLICANT:
    case ROW_OF_FOLLOWS:
    case ROW_OF_TOGETHER:
    case ROW_OF_NEWLY:
        err = id_read(reader, &member, &reader->applicants, "applicant", &row->id, &row->index);
        break;
    default:
        err = id_read(reader, &member, &reader->offers, "offer", &row->id, &row->index);
    }
    month_read(element, row);
    return err == OK ? at_read(reader, element, row) : err;
}

enum err program_rows_read(const struct program_reader *reader, const struct json_node *array,
                           const char *amount, uint32_t *n, struct program_row_read **row) {
    static const char *const keys[] = {
        "offer",    "school", "pool",  "opens", "closed", "open",  "applicant", "follows",
        "together", "newly",  "level", "cut",   "at",     "month", NULL,        NULL};
    const char *known[sizeof keys / sizeof keys[0]];
    bool priced = strcmp(amount, "price") == 0;
    uint32_t n_rows = (uint32_t)json_array_size(array->value);
    enum err err = OK;
    memcpy(known, keys, sizeof keys);
    known[sizeof keys / sizeof keys[0] - 2] = amount;
    *row = ARENA_ZERO(reader->arena, n_rows, struct program_row_read);
    if (*row == NULL) {
        return error_no_memory(reader->error);
    }
    *n = n_rows;
    for (uint32_t i = 0; i < n_rows && err == OK; i++) {
        struct json_node element = json_element(array, i), member;
        if (!json_want_object(&element)) {
            continue;
        }
        json_only(&element, known);
        if (member_want(&element, amount, &member)) {
            json_want_whole(&member, 1, priced ? INT64_MAX : INT32_MAX, &(*row)[i].amount);
        }
        err = row_read(reader, &element, priced, &(*row)[i]);
    }
    return err;
}
