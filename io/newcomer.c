// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keys one by one, each with its faults; after the last of them the newcomer is whole. What the
 * round draws or carries for its own applicants (lottery numbers, locks, families) a newcomer does
 * not have: its lottery number comes from seed and id.
 */
#include "io/newcomer.h"

#include "io/builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Keys with a meaning of their own; columns that the policy names come beside them. */
static const char *const newcomer_keys[] = {"id", "group",  "start",  "birth_date", "x",
                                            "y",  "wishes", "metres", "eligible"};

enum { N_OWN_KEYS = sizeof newcomer_keys / sizeof newcomer_keys[0] };

struct reader {
    struct instance *newcomer;
    const struct instance *round;
    struct json_node root;
    struct error *error;
};

/* Room for one applicant, with nothing known of it. */
static enum err make_arrays(struct reader *reader) {
    struct instance *newcomer = reader->newcomer;
    const struct instance *round = reader->round;
    struct arena *arena = &newcomer->arena;
    newcomer->applicant_group = ARENA_NEW(arena, 1, uint32_t);
    newcomer->applicant_x = ARENA_NEW(arena, 1, double);
    newcomer->applicant_y = ARENA_NEW(arena, 1, double);
    newcomer->applicant_side = ARENA_NEW(arena, 1, uint32_t);
    newcomer->applicant_start = ARENA_NEW(arena, 1, uint32_t);
    newcomer->applicant_born = ARENA_NEW(arena, 1, double);
    newcomer->applicant_eligible = ARENA_ZERO(arena, 1, uint8_t);
    newcomer->wish_start = ARENA_ZERO(arena, 2, uint32_t);
    newcomer->distance_start = ARENA_ZERO(arena, 2, uint32_t);
    newcomer->distance_school = ARENA_NEW(arena, round->n_schools, uint32_t);
    newcomer->distance_m = ARENA_NEW(arena, round->n_schools, uint32_t);
    newcomer->column = ARENA_NEW(arena, round->n_columns, struct column);
    if (newcomer->applicant_group == NULL || newcomer->applicant_x == NULL ||
        newcomer->applicant_y == NULL || newcomer->applicant_side == NULL ||
        newcomer->applicant_start == NULL || newcomer->applicant_born == NULL ||
        newcomer->applicant_eligible == NULL || newcomer->wish_start == NULL ||
        newcomer->distance_start == NULL || newcomer->distance_school == NULL ||
        newcomer->distance_m == NULL || newcomer->column == NULL) {
        return error_no_memory(reader->error);
    }
    newcomer->applicant_group[0] = NONE;
    newcomer->applicant_x[0] = newcomer->applicant_y[0] = newcomer->applicant_born[0] = NAN;
    newcomer->applicant_side[0] = NONE;
    newcomer->applicant_start[0] = round->first_month;
    return OK;
}

/* The round's arrays about applicants are not the newcomer's. */
static enum err newcomer_begin(struct reader *reader) {
    struct instance *newcomer = reader->newcomer;
    enum err err = make_arrays(reader);
    newcomer->n_applicants = 1;
    newcomer->applicant_id = (struct strings){0};
    newcomer->applicant_current = newcomer->applicant_locked = NULL;
    newcomer->applicant_protected = newcomer->applicant_out = NULL;
    newcomer->applicant_lottery = newcomer->wish_lottery = NULL;
    newcomer->applicant_guarantee = newcomer->applicant_follows = newcomer->applicant_family = NULL;
    newcomer->n_families = newcomer->n_wishes = newcomer->n_distances = 0;
    newcomer->family_start = newcomer->family_member = newcomer->wish_offer = NULL;
    if (reader->round->applicant_side == NULL) {
        newcomer->applicant_side = NULL;
    }
    if (!instance_has_months(reader->round)) {
        newcomer->applicant_start = NULL;
    }
    return err;
}

static uint32_t find(const struct strings *ids, const char *id) {
    for (uint32_t i = 0; i < ids->n; i++) {
        if (strcmp(strings_get(ids, i), id) == 0) {
            return i;
        }
    }
    return NONE;
}

static enum err read_id(struct reader *reader) {
    struct json_node id;
    const char *text = "";
    if (!json_member(&reader->root, "id", &id)) {
        json_fault(&reader->root, "there is no 'id'; add one that no child of the round has");
    } else if (json_want_text(&id, &text)) {
        if (text[0] == '\0') {
            json_fault(&id, "the id is empty; give the child one");
        } else if (find(&reader->round->applicant_id, text) != NONE) {
            json_fault(&id, "'%.60s' is an applicant of the round; give the child an id of its own",
                       text);
        }
    }
    return strings_copy(&reader->newcomer->applicant_id, 1, &text, &reader->newcomer->arena,
                        reader->error);
}

static void read_group(const struct reader *reader) {
    struct json_node group;
    const char *text;
    if (!json_member(&reader->root, "group", &group)) {
        bool all = true;
        for (uint32_t i = 0; i < reader->round->n_offers; i++) {
            all = all && reader->round->offer_group[i] != NONE;
        }
        if (all) {
            json_fault(&reader->root,
                       "there is no 'group', which every offer has; add the child's");
        }
    } else if (json_want_text(&group, &text)) {
        uint32_t found = reader->newcomer->applicant_group[0] =
            find(&reader->round->group_name, text);
        if (found == NONE) {
            json_fault(&group, "no offer has group '%.60s'; correct it", text);
        }
    }
}

static void read_start(const struct reader *reader) {
    const struct instance *round = reader->round;
    struct json_node start;
    uint32_t month;
    char first[MONTH_TEXT_SIZE];
    if (!json_member(&reader->root, "start", &start)) {
        return;
    }
    if (!instance_has_months(round)) {
        json_fault(&start, "the round has no months, a seat in it is one from its beginning on; "
                           "take 'start' out");
    } else if (build_month(&reader->root, "start", &month)) {
        reader->newcomer->applicant_start[0] = month;
        if (month < round->first_month) {
            month_text(round->first_month, first);
            json_fault(&start,
                       "the round begins in %s and says nothing of months before; give a "
                       "later one",
                       first);
        }
    }
}

/* A text or a number of a column: its value and whether it is a date; false, and a fault: neither.
 * null is missing. */
static bool read_value(const struct json_node *node, double *value, bool *is_date) {
    *is_date = false;
    *value = NAN;
    if (json_is_string(node->value)) {
        const char *text = json_string_value(node->value);
        struct csv_field field = {text, (uint32_t)strlen(text), 0, 0};
        if (field.length > 0 && !value_parse(&field, value, is_date)) {
            json_fault(node, "'%.60s' is neither a number nor a date like 2027-03-01; change it",
                       text);
            return false;
        }
        return field.length > 0;
    }
    if (json_is_boolean(node->value)) {
        *value = json_is_true(node->value) ? 1 : 0;
        return true;
    }
    return !json_is_null(node->value) && json_want_real(node, value);
}

static void read_born(const struct reader *reader) {
    struct json_node born;
    bool is_date;
    double value;
    if (json_member(&reader->root, "birth_date", &born) && read_value(&born, &value, &is_date)) {
        if (!is_date) {
            json_fault(&born, "a date like 2024-03-01 is expected here; change it");
        } else if (reader->newcomer->offer_moves_to != NULL) {
            reader->newcomer->applicant_born[0] = value;
        }
    }
}

static void read_eligible(const struct reader *reader) {
    struct json_node eligible;
    bool is_date;
    double value;
    if (json_member(&reader->root, "eligible", &eligible) &&
        read_value(&eligible, &value, &is_date)) {
        if (is_date || (value != 0.0 && value != 1.0)) {
            json_fault(&eligible, "0 or 1 is expected here; change it");
        }
        reader->newcomer->applicant_eligible[0] = value == 1.0;
    }
}

static void read_side(const struct reader *reader) {
    const char *within = reader->round->policy.within, *text;
    struct json_node side;
    if (within == NULL || reader->newcomer->applicant_side == NULL) {
        return;
    }
    if (!json_member(&reader->root, within, &side)) {
        json_fault(&reader->root, "there is no '%.60s', which policy.fallback.within names; add it",
                   within);
    } else if (json_want_text(&side, &text)) {
        uint32_t found = reader->newcomer->applicant_side[0] =
            find(&reader->round->side_name, text);
        if (found == NONE) {
            json_fault(&side, "no school has '%.60s' as its '%.60s'; correct it", text, within);
        }
    }
}

static void read_coordinates(const struct reader *reader) {
    struct json_node node;
    if (json_member(&reader->root, "x", &node)) {
        json_want_real(&node, reader->newcomer->applicant_x);
    }
    if (json_member(&reader->root, "y", &node)) {
        json_want_real(&node, reader->newcomer->applicant_y);
    }
}

struct measured {
    uint32_t school, metres;
};

static int by_school(const void *left, const void *right) {
    const struct measured *x = left, *y = right;
    return (x->school > y->school) - (x->school < y->school);
}

static enum err read_metres(const struct reader *reader) {
    struct instance *newcomer = reader->newcomer;
    struct json_node metres;
    const char *key;
    json_t *value;
    if (!json_member(&reader->root, "metres", &metres) || !json_want_object(&metres)) {
        return OK;
    }
    struct measured *measured =
        ARENA_NEW(&newcomer->arena, json_object_size(metres.value), struct measured);
    if (measured == NULL) {
        return error_no_memory(reader->error);
    }
    uint32_t n = 0;
    json_object_foreach(metres.value, key, value) {
        struct json_node node = {metres.doc, &metres, key, 0, value};
        uint32_t school = find(&reader->round->school_id, key);
        int64_t m;
        if (school == NONE) {
            json_fault(&node, "unknown school '%.60s'; correct it or take it out", key);
        } else if (json_want_whole(&node, 0, METRES_MAX, &m)) {
            measured[n++] = (struct measured){school, (uint32_t)m};
        }
    }
    qsort(measured, n, sizeof *measured, by_school);
    for (uint32_t i = 0; i < n; i++) {
        newcomer->distance_school[i] = measured[i].school;
        newcomer->distance_m[i] = measured[i].metres;
    }
    newcomer->n_distances = newcomer->distance_start[1] = n;
    return OK;
}

/* Does a criterion ask for the column as a flag? */
static bool is_flag(const struct instance *round, uint32_t column) {
    bool flag = false;
    for (uint32_t i = 0; i < round->n_criterions; i++) {
        flag |= round->criterion[i].kind == CRITERION_FLAG && round->criterion[i].column == column;
    }
    return flag;
}

/* The columns that an object has, into place i of of_applicant (wishes false) or of_wish. */
static void read_columns(const struct reader *reader, const struct json_node *object, bool wishes,
                         uint32_t i) {
    for (uint32_t c = 0; c < reader->round->n_columns; c++) {
        struct column *column = &reader->newcomer->column[c];
        double *value = wishes ? &column->of_wish[i] : &column->of_applicant[i];
        struct json_node node;
        bool is_date;
        if (!json_member(object, column->name, &node) || !read_value(&node, value, &is_date)) {
            continue;
        }
        bool date = column->kind == COLUMN_DATE;
        if (is_date != date) {
            json_fault(&node, "a %s, where the round has a %s in column '%.60s'; change it",
                       is_date ? "date" : "number", date ? "date" : "number", column->name);
        } else if (is_flag(reader->round, c) && *value != 0.0 && *value != 1.0) {
            json_fault(&node, "0 or 1 is expected here, since '%.60s' is a flag; change it",
                       column->name);
        }
    }
}

/* A fault for each key that is neither one of `own` nor a column. */
static enum err only_keys(const struct reader *reader, const struct json_node *object,
                          const char *const *own, uint32_t n_own, const char *more) {
    uint32_t n_columns = reader->round->n_columns, n = 0;
    const char **key =
        ARENA_NEW(&reader->newcomer->arena, (size_t)n_own + n_columns + 2, const char *);
    if (key == NULL) {
        return error_no_memory(reader->error);
    }
    for (uint32_t i = 0; i < n_own; i++) {
        key[n++] = own[i];
    }
    for (uint32_t i = 0; i < n_columns; i++) {
        key[n++] = reader->round->column[i].name;
    }
    key[n] = more;
    key[n + (more == NULL ? 0 : 1)] = NULL;
    json_only(object, key);
    return OK;
}

static enum err make_columns(const struct reader *reader, uint32_t n_wishes) {
    struct instance *newcomer = reader->newcomer;
    for (uint32_t c = 0; c < newcomer->n_columns; c++) {
        struct column *column = &newcomer->column[c];
        *column = reader->round->column[c];
        column->of_applicant = ARENA_NEW(&newcomer->arena, 1, double);
        column->of_wish = ARENA_NEW(&newcomer->arena, n_wishes, double);
        if (column->of_applicant == NULL || column->of_wish == NULL) {
            return error_no_memory(reader->error);
        }
        column->of_applicant[0] = NAN;
        for (uint32_t w = 0; w < n_wishes; w++) {
            column->of_wish[w] = NAN;
        }
    }
    return OK;
}

/* One wish: an offer's id, or an object with it and columns. */
static enum err read_wish(const struct reader *reader, const struct json_node *wish) {
    static const char *const keys[] = {"offer"};
    struct instance *newcomer = reader->newcomer;
    struct json_node offer = *wish;
    const char *text;
    enum err err = OK;
    if (json_is_object(wish->value)) {
        err = only_keys(reader, wish, keys, 1, NULL);
        if (!json_member(wish, "offer", &offer)) {
            json_fault(wish, "the wish names no 'offer'; add it");
            return err;
        }
    }
    if (err != OK || !json_want_text(&offer, &text)) {
        return err;
    }
    uint32_t found = find(&reader->round->offer_id, text), n = newcomer->n_wishes;
    if (found == NONE) {
        json_fault(&offer, "unknown offer '%.60s'; correct it or take it out", text);
        return OK;
    }
    for (uint32_t w = 0; w < n; w++) {
        if (newcomer->wish_offer[w] == found) {
            json_fault(&offer, "'%.60s' is wished twice; take one out", text);
        }
    }
    if (json_is_object(wish->value)) {
        read_columns(reader, wish, true, n);
    }
    newcomer->wish_offer[n] = found;
    newcomer->n_wishes = newcomer->wish_start[1] = n + 1;
    return OK;
}

static enum err read_wishes(const struct reader *reader) {
    struct json_node wishes;
    uint32_t n = 0;
    if (json_member(&reader->root, "wishes", &wishes) && json_want_array(&wishes)) {
        size_t size = json_array_size(wishes.value);
        if (size > WISHES_MAX) {
            json_fault(&wishes, "more than %u wishes; shorten the list", WISHES_MAX);
        }
        n = size > WISHES_MAX ? 0 : (uint32_t)size;
    }
    reader->newcomer->wish_offer = ARENA_NEW(&reader->newcomer->arena, n, uint32_t);
    if (reader->newcomer->wish_offer == NULL) {
        return error_no_memory(reader->error);
    }
    enum err err = make_columns(reader, n);
    for (uint32_t i = 0; i < n && err == OK; i++) {
        struct json_node wish = json_element(&wishes, i);
        err = read_wish(reader, &wish);
    }
    return err;
}

static enum err read_all(struct reader *reader) {
    const char *within = reader->round->policy.within;
    enum err err = only_keys(reader, &reader->root, newcomer_keys, N_OWN_KEYS, within);
    if (err == OK) {
        err = read_id(reader);
    }
    read_group(reader);
    read_start(reader);
    read_born(reader);
    read_eligible(reader);
    read_side(reader);
    read_coordinates(reader);
    if (err == OK) {
        err = read_metres(reader);
    }
    if (err == OK) {
        err = read_wishes(reader);
    }
    if (err == OK) {
        read_columns(reader, &reader->root, false, 0);
    }
    return err;
}

enum err newcomer_read_bytes(struct instance *newcomer, const char *name, const char *bytes,
                             size_t length, const struct instance *round, struct faults *faults,
                             struct error *error) {
    struct json_doc doc;
    struct reader reader = {.newcomer = newcomer, .round = round, .error = error};
    *newcomer = *round;
    newcomer->arena = (struct arena){NULL};
    enum err err = json_doc_open(&doc, name, bytes, length, faults, error);
    if (err == OK && doc.root != NULL) {
        reader.root = json_root(&doc);
        err = newcomer_begin(&reader);
        if (err == OK && json_want_object(&reader.root)) {
            err = read_all(&reader);
        }
    }
    json_doc_close(&doc);
    if (err == OK && faults->no_memory) {
        return error_no_memory(error);
    }
    if (err == OK && faults_any(faults)) {
        return error_set(error, ERR_INPUT, name, "the child cannot be read; see the %s above",
                         faults->n_found == 1 ? "fault" : "faults");
    }
    return err;
}

enum err newcomer_read(struct instance *newcomer, const char *path, const struct instance *round,
                       struct faults *faults, struct error *error) {
    struct file file;
    newcomer->arena = (struct arena){NULL};
    enum err err = file_open(&file, path, error);
    if (err == OK) {
        const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
        err = newcomer_read_bytes(newcomer, name, file.bytes, file.length, round, faults, error);
        file_close(&file);
    }
    return err;
}
