// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/cuts.h"

#include <math.h>
#include <string.h>

#define BROKEN 1e-3

/* Cuts with greater entries are left out: they slow the simplex method down. */
enum { VALUE_MOST = 1000000 };

/* Whole numbers up to it are doubles as they stand, and TIMES as much is one of 64 bits. */
#define EXACT (INT64_C(1) << 50)

static enum err make_rows(struct cuts *cuts, struct error *error) {
    const struct compact *compact = cuts->compact;
    uint32_t n_entries = compact->start[compact->n_columns];
    cuts->start = ARENA_ZERO(cuts->arena, (size_t)compact->n_rows + 2, uint32_t);
    cuts->column = ARENA_NEW(cuts->arena, n_entries, uint32_t);
    cuts->value = ARENA_NEW(cuts->arena, n_entries, int32_t);
    if (cuts->start == NULL || cuts->column == NULL || cuts->value == NULL) {
        return error_no_memory(error);
    }
    uint32_t *next = cuts->start + 1; /* ends where start ends once rows are filled */
    for (uint32_t i = 0; i < n_entries; i++) {
        next[compact->row_of[i] + 1]++;
    }
    for (uint32_t r = 0; r < compact->n_rows; r++) {
        next[r + 1] += next[r];
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
            uint32_t at = next[compact->row_of[i]]++;
            cuts->column[at] = c;
            cuts->value[at] = compact->value[i];
        }
    }
    return OK;
}

/* The rows that bound columns: of an applicant who has the column's option, or one of them. */
static enum err find_bounds(struct cuts *cuts, struct error *error) {
    const struct compact *compact = cuts->compact;
    cuts->bound = ARENA_NEW(cuts->arena, compact->n_columns, uint32_t);
    if (cuts->bound == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        cuts->bound[c] = NONE;
        for (uint32_t i = compact->start[c]; i < compact->start[c + 1]; i++) {
            uint32_t r = compact->row_of[i];
            if (compact->program->row[compact->row[r]].kind == ROW_APPLICANT) {
                cuts->bound[c] = r;
                break;
            }
        }
    }
    return OK;
}

enum err cuts_new(struct cuts *cuts, const struct compact *compact, struct arena *arena,
                  struct error *error) {
    size_t n_rows = (size_t)compact->n_rows + ADDED_ROWS_MOST;
    *cuts = (struct cuts){.compact = compact, .arena = arena, .entries_most = ENTRIES_MOST};
    cuts->added = ARENA_NEW(arena, ADDED_ROWS_MOST, const struct added_row *);
    cuts->sum = ARENA_ZERO(arena, compact->n_columns, int64_t);
    cuts->touched = ARENA_NEW(arena, compact->n_columns, uint32_t);
    cuts->seen = ARENA_ZERO(arena, compact->n_columns, uint32_t);
    cuts->total = ARENA_ZERO(arena, n_rows, uint32_t);
    cuts->used = ARENA_NEW(arena, n_rows, uint32_t);
    cuts->row = ARENA_NEW(arena, n_rows, uint32_t);
    cuts->times = ARENA_NEW(arena, n_rows, uint32_t);
    cuts->multiplier = ARENA_NEW(arena, n_rows, double);
    bool failed = cuts->added == NULL || cuts->sum == NULL || cuts->touched == NULL ||
                  cuts->seen == NULL || cuts->total == NULL || cuts->used == NULL ||
                  cuts->row == NULL || cuts->times == NULL || cuts->multiplier == NULL;
    enum err err = failed ? error_no_memory(error) : make_rows(cuts, error);
    return err == OK ? find_bounds(cuts, error) : err;
}

/* Room for a row's entries. */
static struct added_row *new_row(const struct cuts *cuts, struct added_row row) {
    struct added_row *made = ARENA_NEW(cuts->arena, 1, struct added_row);
    row.column = ARENA_NEW(cuts->arena, row.n, uint32_t);
    row.value = ARENA_NEW(cuts->arena, row.n, int64_t);
    row.row = ARENA_NEW(cuts->arena, row.n_rows, struct cut_row);
    bool failed = made == NULL || row.column == NULL || row.value == NULL || row.row == NULL;
    if (!failed) {
        *made = row;
    }
    return failed ? NULL : made;
}

static void add(struct cuts *cuts, struct added_row *row) {
    row->number = cuts->n_made++;
    cuts->added[cuts->n_added++] = row;
}

enum err cuts_hold(struct cuts *cuts, uint32_t level, int64_t value, struct error *error) {
    const struct compact *compact = cuts->compact;
    struct added_row entries = {.level = level, .upper = value};
    if (cuts->n_added >= ADDED_ROWS_MOST) {
        return error_set(error, ERR_SOLVER, NULL, "more than %d levels would have to be held",
                         ADDED_ROWS_MOST);
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        entries.n += compact_cost(compact, level, c) != 0 ? 1 : 0;
    }
    struct added_row *row = new_row(cuts, entries);
    if (row == NULL) {
        return error_no_memory(error);
    }
    row->n = 0;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        int64_t cost = compact_cost(compact, level, c);
        if (cost != 0) {
            row->column[row->n] = c;
            row->value[row->n++] = cost;
        }
    }
    add(cuts, row);
    return OK;
}

void cuts_keep_always(struct cuts *cuts) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < cuts->n_added; i++) {
        if (cuts->added[i]->always) {
            cuts->added[n++] = cuts->added[i];
        }
    }
    cuts->n_added = n;
}

/* Rounded down. */
static int64_t divide(int64_t number, int64_t by) {
    int64_t quotient = number / by;
    return number % by < 0 ? quotient - 1 : quotient;
}

/* A sum of rows on its way. */
struct sum {
    uint32_t n_touched, n_used;
    int64_t upper;
    bool overflows; /* costs of a level that is held may be large */
};

static void add_times(int64_t *sum, int64_t times, int64_t value, bool *overflows) {
    int64_t product = 0;
    *overflows |= __builtin_mul_overflow(times, value, &product) ||
                  __builtin_add_overflow(*sum, product, sum);
}

static void add_entry(struct cuts *cuts, uint32_t column, int64_t times, int64_t value,
                      struct sum *sum) {
    if (cuts->seen[column] != cuts->n_sums) {
        cuts->seen[column] = cuts->n_sums;
        cuts->touched[sum->n_touched++] = column;
    }
    add_times(&cuts->sum[column], times, value, &sum->overflows);
}

/* Sums a row and its right-hand side, times the multiplier. */
static void add_row(struct cuts *cuts, uint32_t r, int64_t times, struct sum *sum) {
    const struct compact *compact = cuts->compact;
    if (r >= compact->n_rows) {
        const struct added_row *added = cuts->added[r - compact->n_rows];
        for (uint32_t i = 0; i < added->n; i++) {
            add_entry(cuts, added->column[i], times, added->value[i], sum);
        }
        add_times(&sum->upper, times, added->upper, &sum->overflows);
        return;
    }
    for (uint32_t i = cuts->start[r]; i < cuts->start[r + 1]; i++) {
        add_entry(cuts, cuts->column[i], times, cuts->value[i], sum);
    }
    add_times(&sum->upper, times, compact->program->row[compact->row[r]].upper, &sum->overflows);
}

static bool is_known(const struct cuts *cuts, const struct added_row *row) {
    bool known = false;
    for (uint32_t i = 0; i < cuts->n_added && !known; i++) {
        const struct added_row *other = cuts->added[i];
        known = other->n == row->n && other->upper == row->upper &&
                memcmp(other->column, row->column, row->n * sizeof *row->column) == 0 &&
                memcmp(other->value, row->value, row->n * sizeof *row->value) == 0;
    }
    return known;
}

/* The row's multiplier in the cut. */
static void use_row(struct cuts *cuts, uint32_t r, uint32_t times, struct sum *sum) {
    if (cuts->total[r] == 0) {
        cuts->used[sum->n_used++] = r;
    }
    cuts->total[r] += times;
}

/* A column's coefficient, rounded: up where that breaks the cut by more. What is missing is filled
 * up by the row that bounds the column. */
static int64_t round_column(struct cuts *cuts, uint32_t c, const double *x, struct sum *sum) {
    int64_t floored = divide(cuts->sum[c], TIMES), rest = cuts->sum[c] - floored * TIMES;
    if (rest > 0 && cuts->bound[c] != NONE && x[c] * TIMES > (double)(TIMES - rest)) {
        use_row(cuts, cuts->bound[c], (uint32_t)(TIMES - rest), sum);
        sum->upper += TIMES - rest;
        floored++;
    }
    return floored;
}

/* Rounds the sum down; by how much x breaks it, 0: it is no cut. */
static double round_sum(struct cuts *cuts, const double *x, struct sum *sum,
                        struct added_row *cut) {
    double broken = 0.0;
    if (sum->overflows || sum->upper > EXACT * TIMES || sum->upper < -EXACT * TIMES) {
        return 0.0;
    }
    for (uint32_t i = 0; i < sum->n_touched; i++) {
        uint32_t c = cuts->touched[i];
        int64_t value = cuts->sum[c] = round_column(cuts, c, x, sum);
        broken += (double)value * x[c];
        cut->n += value != 0 ? 1 : 0;
        if (value > VALUE_MOST || value < -VALUE_MOST) {
            return 0.0;
        }
    }
    cut->upper = divide(sum->upper, TIMES);
    return broken - (double)cut->upper;
}

/* A cut's arrays from the rounded sum. */
static void fill(const struct cuts *cuts, const struct sum *sum, struct added_row *cut) {
    uint32_t n_rows = cuts->compact->n_rows;
    cut->n = 0;
    for (uint32_t i = 0; i < sum->n_touched; i++) {
        uint32_t c = cuts->touched[i];
        if (cuts->sum[c] != 0) {
            cut->column[cut->n] = c;
            cut->value[cut->n++] = cuts->sum[c];
        }
    }
    for (uint32_t i = 0; i < sum->n_used; i++) {
        uint32_t r = cuts->used[i];
        const struct added_row *added = r < n_rows ? NULL : cuts->added[r - n_rows];
        cut->row[i] = (struct cut_row){added, added == NULL ? r : NONE, cuts->total[r]};
        cut->always = cut->always && (added == NULL || added->always);
    }
}

/* Is there room for a cut beside the levels that may yet be held? */
static bool has_room(const struct cuts *cuts) {
    uint32_t n_levels = cuts->compact->program->model->n_levels;
    return cuts->n_added + n_levels < ADDED_ROWS_MOST;
}

enum err cuts_try(struct cuts *cuts, const uint32_t *row, const uint32_t *times, uint32_t n,
                  const double *x, bool *added, struct error *error) {
    struct sum sum = {0};
    struct added_row cut = {.level = NONE, .always = true};
    enum err err = OK;
    *added = false;
    cuts->n_sums++;
    for (uint32_t i = 0; i < n; i++) {
        add_row(cuts, row[i], times[i], &sum);
        use_row(cuts, row[i], times[i], &sum);
    }
    double broken = round_sum(cuts, x, &sum, &cut);
    if (broken > BROKEN && cut.n > 0 && cut.n <= cuts->entries_most && has_room(cuts)) {
        cut.n_rows = sum.n_used;
        struct added_row *made = new_row(cuts, cut);
        if (made == NULL) {
            err = error_no_memory(error);
        } else {
            fill(cuts, &sum, made);
            *added = !is_known(cuts, made);
        }
        if (*added) {
            add(cuts, made);
        }
    }
    for (uint32_t i = 0; i < sum.n_touched; i++) {
        cuts->sum[cuts->touched[i]] = 0;
    }
    for (uint32_t i = 0; i < sum.n_used; i++) {
        cuts->total[cuts->used[i]] = 0;
    }
    return err;
}
