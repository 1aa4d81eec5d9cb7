// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cuts, each made again from the rows that it is said to be the sum of:
 *
 *     sum over rows of times / 2520 x left side  <=  sum of times / 2520 x right side
 *
 * Columns are 0 or 1, so each coefficient may be rounded down; then the left side is whole, and the
 * right side may be (V. Chvatal, "Edmonds polytopes and a hierarchy of combinatorial problems",
 * Discrete Mathematics 4, 1973). Besides rows that have prices, a cut may stand on
 *
 *     applicant a     its options, and ways in which it is                          <=   1
 *     follows b at o  b's options at o - those of its applicant that o goes with    <=   0
 *     open u          -open                                                         <=  -1
 *     together a at s together - a's options there     where ways are too many      <=   0
 *     newly a at s    a's new options there - together  likewise, `required`        <=   0
 *     level l         costs                                                         <=   value
 *     cut i           an earlier one
 *
 * A way's coefficient is the sum of those of its options, rounded as one: so a cut can say more of
 * a family than of its members.
 */
#include "verify/program.h"

#include <inttypes.h>
#include <string.h>

static const struct place certificate_place = {"certificate.json", 0, 0};

struct making {
    struct program_parts *parts;
    struct arena *arena;
    wide *sum;        /* [columns.n] 0 between cuts */
    uint8_t *touched; /* [columns.n] 1: in list */
    uint32_t *list;   /* [columns.n] columns of the sum */
    uint32_t n_list;
    wide upper;
    uint32_t level;
    bool beyond;
};

static void add_column(struct making *making, uint32_t c, wide value) {
    if (making->touched[c] == 0) {
        making->touched[c] = 1;
        making->list[making->n_list++] = c;
    }
    making->sum[c] = wide_plus(&making->beyond, making->sum[c], value);
}

/* An option in a row, and so the ways that it is in. */
static void add_option(struct making *making, uint32_t x, wide value) {
    const struct columns *columns = &making->parts->columns;
    add_column(making, x, value);
    for (uint32_t i = columns->joint_start[x]; i < columns->joint_start[x + 1]; i++) {
        add_column(making, columns->joint[i], value);
    }
}

static void add_upper(struct making *making, wide value) {
    making->upper = wide_plus(&making->beyond, making->upper, value);
}

static bool add_seats(struct making *making, const struct program_row_read *row) {
    const struct checker *checker = making->parts->checker;
    const struct columns *columns = &making->parts->columns;
    const struct seat_limit *limit = find_limit(checker, row);
    for (uint32_t i = 0; limit != NULL && i < limit->n; i++) {
        uint32_t o = checker->seats.offer[limit->start + i];
        for (uint32_t j = columns->sit_start[o]; j < columns->sit_start[o + 1]; j++) {
            const struct sit *sit = &columns->sit[j];
            if (sits_in(sit->from, sit->until, row->month)) {
                add_option(making, sit->option, row->amount);
            }
        }
    }
    if (limit != NULL) {
        add_upper(making, (wide)row->amount * seats_left(checker, limit, row->month));
    }
    return limit != NULL;
}

/* Rows of an offer with a least number. */
static bool add_opening(struct making *making, const struct program_row_read *row) {
    const struct checker *checker = making->parts->checker;
    const struct instance *instance = checker->instance;
    const struct columns *columns = &making->parts->columns;
    uint32_t o = row->index, open = columns->first_opening + o;
    wide times = row->amount;
    if (!holds_least_number(instance, o) || (row->of == ROW_OF_OPEN && columns->n_locked[o] == 0)) {
        return false;
    }
    if (row->of == ROW_OF_OPEN) {
        add_column(making, open, -times);
        add_upper(making, -times);
        return true;
    }
    bool opens = row->of == ROW_OF_OPENS;
    add_column(making, open,
               opens ? times * instance->offer_opens_with[o] : -times * columns->most[o]);
    add_upper(making, opens ? times * columns->n_locked[o] : 0);
    for (uint32_t x = 0; x < checker->round.n; x++) {
        if (checker->round.offer[x] == o && counts_for_opening(checker, x)) {
            add_option(making, x, opens ? -times : times);
        }
    }
    return true;
}

static bool add_applicant(struct making *making, const struct program_row_read *row) {
    const struct choices *choices = &making->parts->checker->round;
    uint32_t a = row->index;
    if (is_locked(making->parts->checker->instance, a)) {
        return false;
    }
    for (uint32_t x = choices->start[a]; x < choices->start[a + 1]; x++) {
        add_option(making, x, row->amount);
    }
    add_upper(making, row->amount);
    return true;
}

static bool add_follows(struct making *making, const struct program_row_read *row) {
    const struct instance *instance = making->parts->checker->instance;
    const struct choices *choices = &making->parts->checker->round;
    uint32_t b = row->index, c = instance_follows(instance, b);
    if (c == NONE || is_locked(instance, b) || is_locked(instance, c)) {
        return false;
    }
    for (uint32_t x = choices->start[b]; x < choices->start[b + 1]; x++) {
        if (choices->offer[x] == row->at) {
            add_option(making, x, row->amount);
        }
    }
    for (uint32_t x = choices->start[c]; x < choices->start[c + 1]; x++) {
        if (instance_goes_with(instance, row->at, choices->offer[x])) {
            add_option(making, x, -(wide)row->amount);
        }
    }
    return true;
}

/* Rows of a family's column that stands beside its members' options. */
static bool add_member(struct making *making, const struct program_row_read *row) {
    const struct checker *checker = making->parts->checker;
    const struct instance *instance = checker->instance;
    const struct choices *choices = &checker->round;
    uint32_t a = row->index;
    uint32_t family = instance->applicant_family == NULL ? NONE : instance->applicant_family[a];
    bool newly = row->of == ROW_OF_NEWLY;
    const struct site *site =
        family == NONE ? NULL : site_at(&making->parts->columns, family, row->at);
    if (site == NULL || site->n_ways > 0 || is_locked(instance, a) ||
        (newly && !instance->policy.families_required)) {
        return false;
    }
    wide times = newly ? -(wide)row->amount : row->amount;
    add_column(making, site->column, times);
    for (uint32_t x = choices->start[a]; x < choices->start[a + 1]; x++) {
        bool here = place_of(instance, choices->offer[x]) == row->at;
        if (here && !(newly && choices->stays[x])) {
            add_option(making, x, -times);
        }
    }
    return true;
}

/* Every column that says that a family is together. */
static void add_families(struct making *making, wide value) {
    const struct columns *columns = &making->parts->columns;
    for (uint32_t c = columns->first_family; c < columns->n; c++) {
        add_column(making, c, value);
    }
}

static bool add_level(struct making *making, const struct program_row_read *row) {
    const struct program_parts *parts = making->parts;
    const struct checker *checker = parts->checker;
    uint32_t l = row->index;
    if (l >= parts->program->n_levels) {
        return false;
    }
    const struct cost_level *level = &parts->model->level[l];
    for (uint32_t x = 0; x < checker->round.n; x++) {
        int64_t cost = is_locked(checker->instance, checker->round.owner[x])
                           ? 0
                           : level_cost(checker, &checker->round, level, x);
        if (cost != 0) {
            add_option(making, x, (wide)row->amount * cost);
        }
    }
    if (level->kind == OBJECTIVE_TOGETHER) {
        add_families(making, -(wide)row->amount);
    }
    add_upper(making, (wide)row->amount * parts->program->value[l]);
    making->level = l + 1 > making->level ? l + 1 : making->level;
    return true;
}

static bool add_cut(struct making *making, const struct program_row_read *row, uint32_t before) {
    if (row->index >= before) {
        return false;
    }
    const struct cut *cut = &making->parts->cut[row->index];
    for (uint32_t i = 0; i < cut->n; i++) {
        add_column(making, cut->column[i], (wide)row->amount * cut->value[i]);
    }
    add_upper(making, (wide)row->amount * cut->upper);
    making->level = cut->level > making->level ? cut->level : making->level;
    return true;
}

/* Adds a row as often as it says; false: there is no such row. */
static bool add_row(struct making *making, const struct program_row_read *row, uint32_t i) {
    switch (row->of) {
    case ROW_OF_OFFER:
    case ROW_OF_SCHOOL:
    case ROW_OF_POOL:
        return add_seats(making, row);
    case ROW_OF_OPENS:
    case ROW_OF_CLOSED:
    case ROW_OF_OPEN:
        return add_opening(making, row);
    case ROW_OF_APPLICANT:
        return add_applicant(making, row);
    case ROW_OF_FOLLOWS:
        return add_follows(making, row);
    case ROW_OF_TOGETHER:
    case ROW_OF_NEWLY:
        return add_member(making, row);
    case ROW_OF_LEVEL:
        return add_level(making, row);
    case ROW_OF_CUT:
        return add_cut(making, row, i);
    default:
        return false;
    }
}

/* Rounded down; *beyond is set where it is none of 64 bits. */
static int64_t round_down(wide sum, bool *beyond) {
    wide down = sum / CUT_PARTS - (sum % CUT_PARTS < 0 ? 1 : 0);
    bool fits = down >= INT64_MIN && down <= INT64_MAX;
    *beyond |= !fits;
    return fits ? (int64_t)down : 0;
}

/* The cut from the sum, which becomes 0 again. */
static enum err take_sum(struct making *making, struct cut *cut, struct error *error) {
    cut->column = ARENA_NEW(making->arena, making->n_list, uint32_t);
    cut->value = ARENA_NEW(making->arena, making->n_list, int64_t);
    if (cut->column == NULL || cut->value == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < making->n_list; i++) {
        uint32_t c = making->list[i];
        int64_t value = round_down(making->sum[c], &making->beyond);
        making->sum[c] = 0;
        making->touched[c] = 0;
        if (value != 0) {
            cut->column[cut->n] = c;
            cut->value[cut->n++] = value;
        }
    }
    making->n_list = 0;
    cut->upper = round_down(making->upper, &making->beyond);
    cut->level = making->level;
    return OK;
}

static void say_no_row(const struct program_parts *parts, const struct program_row_read *row,
                       uint32_t i, uint32_t j) {
    char what[80];
    if (row->id == NULL) {
        snprintf(what, sizeof what, "%" PRIu32, row->index);
    } else {
        snprintf(what, sizeof what, "%.60s", row->id);
    }
    finding_break(
        parts->checker, PROPERTY_OBJECTIVE, certificate_place,
        "program.cuts[%" PRIu32 "][%" PRIu32 "]: %s %s %s", i, j, program_row_key[row->of], what,
        row->of == ROW_OF_CUT ? "does not come before this one" : "is no row of the program");
}

static enum err make_cut(struct making *making, uint32_t i, bool *right, struct error *error) {
    const struct program_parts *parts = making->parts;
    const struct program_cut_read *read = &parts->program->cut[i];
    making->upper = 0;
    making->level = 0;
    for (uint32_t j = 0; j < read->n; j++) {
        if (!add_row(making, &read->row[j], i)) {
            say_no_row(parts, &read->row[j], i, j);
            *right = false;
            return OK;
        }
    }
    enum err err = take_sum(making, &parts->cut[i], error);
    if (err == OK && making->beyond) {
        finding_break(parts->checker, PROPERTY_OBJECTIVE, certificate_place,
                      "program.cuts[%" PRIu32 "]: its numbers are so large that it proves nothing",
                      i);
        *right = false;
    }
    return err;
}

enum err cuts_make(struct program_parts *parts, struct arena *arena, bool *right,
                   struct error *error) {
    struct arena scratch = {0};
    struct making making = {.parts = parts, .arena = arena};
    uint32_t n = parts->columns.n;
    enum err err = OK;
    *right = true;
    parts->cut = ARENA_ZERO(arena, parts->program->n_cuts, struct cut);
    making.sum = ARENA_ZERO(&scratch, n, wide);
    making.touched = ARENA_ZERO(&scratch, n, uint8_t);
    making.list = ARENA_NEW(&scratch, n, uint32_t);
    if (parts->cut == NULL || making.sum == NULL || making.touched == NULL || making.list == NULL) {
        err = error_no_memory(error);
    }
    for (uint32_t i = 0; i < parts->program->n_cuts && err == OK && *right; i++) {
        err = make_cut(&making, i, right, error);
    }
    arena_free(&scratch);
    return err;
}
