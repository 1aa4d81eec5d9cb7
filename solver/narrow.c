// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/narrow.h"

#include <string.h>

/* The basis, and the columns that are kept: those of the basis as well, or it would be none. */
static enum err mark_kept(struct narrow *narrow, const struct narrow_task *task,
                          struct arena *scratch, struct error *error) {
    size_t n = task->wide->n_columns, n_wide = n + task->wide->n_rows + ADDED_ROWS_MOST;
    narrow->mark = ARENA_NEW(scratch, n_wide, uint8_t);
    narrow->kept = ARENA_NEW(scratch, n, uint8_t);
    if (narrow->mark == NULL || narrow->kept == NULL) {
        return error_no_memory(error);
    }
    enum err err = glpk_program_mark(task->glpk, narrow->mark, error);
    for (uint32_t c = 0; c < n && err == OK; c++) {
        narrow->kept[c] = task->kept[c] != 0 || narrow->mark[c] == GLPK_BASIC;
    }
    return err;
}

static void count_entries(const struct narrow *narrow, int64_t *most, uint8_t *negative) {
    const struct compact *wide = narrow->wide;
    for (uint32_t c = 0; c < wide->n_columns; c++) {
        for (uint32_t i = wide->start[c]; narrow->kept[c] != 0 && i < wide->start[c + 1]; i++) {
            uint32_t r = wide->row_of[i];
            most[r] += wide->value[i] > 0 ? wide->value[i] : 0;
            negative[r] = negative[r] != 0 || wide->value[i] < 0;
        }
    }
}

/* Rows that the columns can fill (a full one is in the basis of what is left); number [n_rows]
 * NONE: left out. */
static enum err choose_rows(struct narrow *narrow, const struct narrow_task *task, uint32_t *number,
                            struct arena *scratch, struct arena *arena, struct error *error) {
    const struct compact *wide = task->wide;
    int64_t *most = ARENA_ZERO(scratch, wide->n_rows, int64_t);
    uint8_t *negative = ARENA_ZERO(scratch, wide->n_rows, uint8_t);
    narrow->row = ARENA_NEW(arena, wide->n_rows, uint32_t);
    narrow->compact.row = ARENA_NEW(arena, wide->n_rows, uint32_t);
    if (most == NULL || negative == NULL || narrow->row == NULL || narrow->compact.row == NULL) {
        return error_no_memory(error);
    }
    count_entries(narrow, most, negative);
    for (uint32_t r = 0; r < wide->n_rows; r++) {
        int64_t upper = wide->program->row[wide->row[r]].upper;
        bool needed = task->full[r] != 0 || negative[r] != 0 || most[r] >= upper;
        number[r] = needed ? narrow->compact.n_rows : NONE;
        if (needed) {
            narrow->row[narrow->compact.n_rows] = r;
            narrow->compact.row[narrow->compact.n_rows++] = wide->row[r];
        }
    }
    return OK;
}

static enum err choose_columns(struct narrow *narrow, const struct narrow_task *task,
                               const uint32_t *number, struct arena *arena, struct error *error) {
    const struct compact *wide = task->wide;
    struct compact *compact = &narrow->compact;
    size_t n = wide->n_columns, n_entries = wide->start[n];
    narrow->column = ARENA_NEW(arena, n, uint32_t);
    compact->cover_start = ARENA_ZERO(arena, n + 1, uint32_t);
    compact->cover = ARENA_NEW(arena, wide->cover_start[n], uint32_t);
    compact->start = ARENA_ZERO(arena, n + 1, uint32_t);
    compact->row_of = ARENA_NEW(arena, n_entries, uint32_t);
    compact->value = ARENA_NEW(arena, n_entries, int32_t);
    if (narrow->column == NULL || compact->cover_start == NULL || compact->cover == NULL ||
        compact->start == NULL || compact->row_of == NULL || compact->value == NULL) {
        return error_no_memory(error);
    }
    uint32_t at = 0, covered = 0;
    for (uint32_t c = 0; c < n; c++) {
        if (narrow->kept[c] == 0) {
            continue;
        }
        for (uint32_t i = wide->start[c]; i < wide->start[c + 1]; i++) {
            if (number[wide->row_of[i]] != NONE) {
                compact->row_of[at] = number[wide->row_of[i]];
                compact->value[at++] = wide->value[i];
            }
        }
        for (uint32_t i = wide->cover_start[c]; i < wide->cover_start[c + 1]; i++) {
            compact->cover[covered++] = wide->cover[i];
        }
        compact->first_whole += c < wide->first_whole ? 1 : 0;
        narrow->column[compact->n_columns++] = c;
        compact->start[compact->n_columns] = at;
        compact->cover_start[compact->n_columns] = covered;
    }
    return OK;
}

/* Cuts that do not cut at this optimum are left out: they can be done without. */
static bool is_active(const struct narrow *narrow, const struct narrow_task *task, uint32_t added) {
    size_t row = (size_t)task->wide->n_rows + added;
    return task->cuts->added[added]->level != NONE || task->full[row] != 0 ||
           narrow->mark[task->wide->n_columns + row] != GLPK_BASIC;
}

/* An added row with the columns that are left. */
static enum err add_row(struct narrow *narrow, const struct added_row *from, const uint32_t *place,
                        struct arena *scratch, struct error *error) {
    struct added_row row = *from;
    row.n = 0;
    row.column = ARENA_NEW(scratch, from->n, uint32_t);
    row.value = ARENA_NEW(scratch, from->n, int64_t);
    if (row.column == NULL || row.value == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t i = 0; i < from->n; i++) {
        if (place[from->column[i]] != NONE) {
            row.column[row.n] = place[from->column[i]];
            row.value[row.n++] = from->value[i];
        }
    }
    return glpk_program_add(narrow->glpk, &row, error);
}

/* Bounds and basis of what is left. */
static enum err settle(struct narrow *narrow, const struct narrow_task *task, struct arena *scratch,
                       struct error *error) {
    const struct compact *wide = task->wide, *compact = &narrow->compact;
    size_t n_wide = (size_t)wide->n_columns + wide->n_rows + ADDED_ROWS_MOST;
    const uint8_t *mark = narrow->mark;
    uint8_t *part = ARENA_NEW(scratch, n_wide, uint8_t);
    uint8_t *fixed = ARENA_ZERO(scratch, compact->n_columns, uint8_t);
    uint8_t *full = ARENA_ZERO(scratch, compact->n_rows + task->cuts->n_added, uint8_t);
    if (part == NULL || fixed == NULL || full == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        fixed[c] = task->fixed[narrow->column[c]];
        part[c] = mark[narrow->column[c]];
    }
    for (uint32_t r = 0; r < compact->n_rows; r++) {
        full[r] = task->full[narrow->row[r]];
        part[compact->n_columns + r] = mark[wide->n_columns + narrow->row[r]];
    }
    for (uint32_t i = 0, n = compact->n_rows; i < task->cuts->n_added; i++) {
        if (is_active(narrow, task, i)) {
            full[n] = task->full[wide->n_rows + i];
            part[compact->n_columns + n++] = mark[wide->n_columns + wide->n_rows + i];
        }
    }
    enum err err = glpk_program_fix(narrow->glpk, fixed, full, error);
    return err == OK ? glpk_program_return(narrow->glpk, part, error) : err;
}

static enum err open_glpk(struct narrow *narrow, const struct narrow_task *task,
                          struct arena *scratch, struct arena *arena, struct error *error) {
    uint32_t *place = ARENA_NEW(scratch, task->wide->n_columns, uint32_t);
    if (place == NULL) {
        return error_no_memory(error);
    }
    memset(place, 0xFF, task->wide->n_columns * sizeof *place);
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        place[narrow->column[c]] = c;
    }
    enum err err = glpk_program_new(&narrow->glpk, &narrow->compact, arena, NULL, error);
    for (uint32_t i = 0; i < task->cuts->n_added && err == OK; i++) {
        if (is_active(narrow, task, i)) {
            err = add_row(narrow, task->cuts->added[i], place, scratch, error);
        }
    }
    if (err == OK) {
        err = settle(narrow, task, scratch, error);
    }
    return err == OK ? glpk_program_set_cost(narrow->glpk, task->level, error) : err;
}

enum err narrow_build(struct narrow *narrow, const struct narrow_task *task, struct arena *arena,
                      struct error *error) {
    struct arena scratch = {NULL};
    *narrow = (struct narrow){.wide = task->wide, .compact = {.program = task->wide->program}};
    uint32_t *number = ARENA_NEW(&scratch, task->wide->n_rows, uint32_t);
    enum err err = number == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        err = mark_kept(narrow, task, &scratch, error);
    }
    if (err == OK) {
        err = choose_rows(narrow, task, number, &scratch, arena, error);
    }
    if (err == OK) {
        err = choose_columns(narrow, task, number, arena, error);
    }
    if (err == OK) {
        err = open_glpk(narrow, task, &scratch, arena, error);
    }
    arena_free(&scratch);
    return err;
}

void narrow_release(struct narrow *narrow) {
    glpk_program_free(narrow->glpk);
    narrow->glpk = NULL;
}

void narrow_widen(const struct narrow *narrow, const uint8_t *part, uint8_t *value) {
    memset(value, 0, narrow->wide->n_columns);
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        value[narrow->column[c]] = part[c];
    }
}

void narrow_take(const struct narrow *narrow, const uint8_t *value, uint8_t *part) {
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        part[c] = value[narrow->column[c]];
    }
}
