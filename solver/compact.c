// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A joint column's entries are the sums of those that it covers. In the rows that tie y to its
 * members they cancel, and an option of its own has no business there (it can only make a row
 * looser, or, where a family must be together, is forbidden), so those rows are left out.
 */
#include "solver/compact.h"

#include "solver/program_values.h"

#include <string.h>

enum { WAYS_MOST = 64 };

struct folder {
    struct compact *compact;
    const struct program *program;
    uint32_t *ways;       /* [n_extra] joint columns of a y; 0: none; NONE: y stays */
    uint8_t *forbidden;   /* [n_options] not alone: its family must be together */
    uint32_t *number;     /* [program->n_rows] of the row here, NONE: left out */
    int64_t *most;        /* [program->n_rows] what its sum can come to */
    uint32_t *seen;       /* [program->n_rows] applicant counted last, from 1 */
    int32_t *sum;         /* [program->n_rows] of the column being made */
    uint32_t *touched;    /* [program->n_rows] rows of it */
    uint32_t *first, *at; /* [members of a family] options at the place: first, and now */
    uint32_t n_entries;   /* so far */
    size_t longest;       /* entries of a column of the program at most */
};

static bool is_open(const struct folder *folder, uint32_t a, uint32_t place, uint32_t k) {
    const struct program *program = folder->program;
    return k < program->options->start[a + 1] && program->closed[k] == 0 &&
           program_place(program->instance, program->options->offer[k]) == place;
}

/* The next open option of a member at a place, from k on; NONE: no more. */
static uint32_t next_open(const struct folder *folder, uint32_t a, uint32_t place, uint32_t k) {
    while (k < folder->program->options->start[a + 1] && !is_open(folder, a, place, k)) {
        k++;
    }
    return k < folder->program->options->start[a + 1] ? k : NONE;
}

/* In how many ways the family can be together there; more than WAYS_MOST: NONE. */
static uint32_t count_ways(const struct folder *folder, uint32_t family, uint32_t place) {
    const struct instance *instance = folder->program->instance;
    uint32_t ways = 1;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        uint32_t a = instance->family_member[i], n = 0;
        if (instance_is_locked(instance, a)) {
            continue;
        }
        for (uint32_t k = next_open(folder, a, place, folder->program->options->start[a]);
             k != NONE; k = next_open(folder, a, place, k + 1)) {
            n++;
        }
        ways = ways == NONE ? NONE : ways * n;
        ways = ways != NONE && ways > WAYS_MOST ? NONE : ways;
        if (n == 0) {
            return 0;
        }
    }
    return ways;
}

/* A family that must be together takes new options jointly. */
static void forbid(struct folder *folder, uint32_t family, uint32_t place) {
    const struct program *program = folder->program;
    const struct instance *instance = program->instance;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        uint32_t a = instance->family_member[i];
        for (uint32_t k = next_open(folder, a, place, program->options->start[a]); k != NONE;
             k = next_open(folder, a, place, k + 1)) {
            folder->forbidden[k] = options_stays(program->options, k) ? 0 : 1;
        }
    }
}

static void count_all_ways(struct folder *folder) {
    const struct program *program = folder->program;
    for (uint32_t c = program->n_options; c < program->n_columns; c++) {
        uint32_t y = c - program->n_options, family = program->subject[y];
        if (c >= program->first_opening) {
            folder->ways[y] = NONE;
            continue;
        }
        folder->ways[y] = count_ways(folder, family, program->place[y]);
        if (program->instance->policy.families_required && folder->ways[y] != NONE) {
            forbid(folder, family, program->place[y]);
        }
    }
}

static bool stands_alone(const struct folder *folder, uint32_t column) {
    const struct program *program = folder->program;
    return program->closed[column] == 0 &&
           (column < program->n_options ? folder->forbidden[column] == 0
                                        : folder->ways[column - program->n_options] == NONE);
}

/* The most that the open options put into each row of seats: one option an applicant. */
static void count_most(struct folder *folder) {
    const struct program *program = folder->program;
    for (uint32_t k = 0; k < program->n_options; k++) {
        for (uint32_t i = program->start[k]; program->closed[k] == 0 && i < program->start[k + 1];
             i++) {
            uint32_t r = program->row_of[i];
            if (folder->seen[r] != program->owner[k] + 1) { /* entries of seats are 1 */
                folder->seen[r] = program->owner[k] + 1;
                folder->most[r]++;
            }
        }
    }
}

static bool is_needed(const struct folder *folder, uint32_t r) {
    const struct program *program = folder->program;
    const struct program_row *row = &program->row[r];
    if (row->kind == ROW_TOGETHER || row->kind == ROW_NEWLY) {
        return folder->ways[row->subject - program->n_options] == NONE;
    }
    if (row->kind == ROW_NODE || row->kind == ROW_LIMIT) {
        return folder->most[r] > row->upper;
    }
    return true;
}

static void number_rows(struct folder *folder) {
    const struct program *program = folder->program;
    struct compact *compact = folder->compact;
    for (uint32_t r = 0; r < program->n_rows; r++) {
        folder->number[r] = NONE;
        if (is_needed(folder, r)) {
            compact->row[compact->n_rows] = r;
            folder->number[r] = compact->n_rows++;
        }
    }
}

/* Sums the entries of what stands in cover from the new column's start on. */
static uint32_t sum_entries(struct folder *folder, uint32_t n_covered) {
    const struct program *program = folder->program;
    const struct compact *compact = folder->compact;
    uint32_t first = compact->cover_start[compact->n_columns], n_touched = 0;
    for (uint32_t i = first; i < first + n_covered; i++) {
        uint32_t c = compact->cover[i];
        for (uint32_t j = program->start[c]; j < program->start[c + 1]; j++) {
            uint32_t r = folder->number[program->row_of[j]];
            if (r != NONE) {
                folder->touched[n_touched] = r;
                n_touched += folder->sum[r] == 0 ? 1 : 0;
                folder->sum[r] += program->value[j];
            }
        }
    }
    return n_touched;
}

/* Adds a column that covers what stands in cover from its start on. A way that takes more seats
 * than a row has is one, too: prices that prove bounds do not know it (solver/program_bound.h). */
static void add_column(struct folder *folder, uint32_t n_covered) {
    struct compact *compact = folder->compact;
    uint32_t n_touched = sum_entries(folder, n_covered), column = compact->n_columns++;
    for (uint32_t i = 0; i < n_touched; i++) {
        uint32_t r = folder->touched[i];
        if (folder->sum[r] != 0) {
            compact->row_of[folder->n_entries] = r;
            compact->value[folder->n_entries++] = folder->sum[r];
        }
        folder->sum[r] = 0;
    }
    compact->start[column + 1] = folder->n_entries;
    compact->cover_start[column + 1] = compact->cover_start[column] + n_covered;
}

static void add_alone(struct folder *folder, uint32_t first, uint32_t end) {
    struct compact *compact = folder->compact;
    for (uint32_t c = first; c < end; c++) {
        compact->alone[c] = NONE;
        if (stands_alone(folder, c)) {
            compact->alone[c] = compact->n_columns;
            compact->cover[compact->cover_start[compact->n_columns]] = c;
            add_column(folder, 1);
        }
    }
}

/* All ways of a family at a place: its members' options there, the last one's fastest. */
static void add_ways(struct folder *folder, uint32_t column) {
    const struct program *program = folder->program;
    const struct instance *instance = program->instance;
    struct compact *compact = folder->compact;
    uint32_t y = column - program->n_options, place = program->place[y], n = 0;
    uint32_t from = instance->family_start[program->subject[y]];
    uint32_t end = instance->family_start[program->subject[y] + 1];
    for (uint32_t i = from; i < end; i++) {
        uint32_t a = instance->family_member[i];
        if (!instance_is_locked(instance, a)) {
            folder->first[n] = folder->at[n] =
                next_open(folder, a, place, program->options->start[a]);
            n++;
        }
    }
    for (uint32_t way = 0; way < folder->ways[y]; way++) {
        uint32_t *cover = compact->cover + compact->cover_start[compact->n_columns];
        cover[0] = column;
        if (n > 0) {
            memcpy(cover + 1, folder->at, n * sizeof *cover);
        }
        add_column(folder, n + 1);
        for (uint32_t m = n; m-- > 0;) {
            uint32_t a = program->owner[folder->at[m]];
            folder->at[m] = next_open(folder, a, place, folder->at[m] + 1);
            if (folder->at[m] != NONE) {
                break;
            }
            folder->at[m] = folder->first[m];
        }
    }
}

static void add_columns(struct folder *folder) {
    const struct program *program = folder->program;
    struct compact *compact = folder->compact;
    compact->cover_start[0] = compact->start[0] = 0;
    add_alone(folder, 0, program->n_options);
    compact->first_whole = compact->n_columns;
    add_alone(folder, program->n_options, program->n_columns);
    compact->joint[0] = compact->n_columns;
    for (uint32_t c = program->n_options; c < program->n_columns; c++) {
        uint32_t y = c - program->n_options;
        if (folder->ways[y] != NONE) {
            add_ways(folder, c);
        }
        compact->joint[y + 1] = compact->n_columns;
    }
}

static uint32_t biggest_family(const struct instance *instance) {
    uint32_t most = 0;
    for (uint32_t f = 0; f < instance->n_families; f++) {
        uint32_t n = instance->family_start[f + 1] - instance->family_start[f];
        most = n > most ? n : most;
    }
    return most;
}

/* Room for the columns: what they cover, and their entries at most. */
static enum err make_columns(struct folder *folder, struct arena *arena, struct error *error) {
    const struct program *program = folder->program;
    struct compact *compact = folder->compact;
    size_t n_columns = program->n_columns, n_cover = program->n_columns;
    size_t n_entries = program->start[program->n_columns];
    for (uint32_t c = program->n_options; c < program->first_opening; c++) {
        uint32_t y = c - program->n_options, family = program->subject[y];
        const uint32_t *start = program->instance->family_start;
        size_t ways = folder->ways[y] == NONE ? 0 : folder->ways[y];
        size_t n = (size_t)start[family + 1] - start[family] + 1;
        n_columns += ways;
        n_cover += ways * n;
        n_entries += ways * n * folder->longest;
    }
    compact->cover_start = ARENA_NEW(arena, n_columns + 1, uint32_t);
    compact->cover = ARENA_NEW(arena, n_cover, uint32_t);
    compact->start = ARENA_NEW(arena, n_columns + 1, uint32_t);
    compact->row_of = ARENA_NEW(arena, n_entries, uint32_t);
    compact->value = ARENA_NEW(arena, n_entries, int32_t);
    return compact->cover_start == NULL || compact->cover == NULL || compact->start == NULL ||
                   compact->row_of == NULL || compact->value == NULL
               ? error_no_memory(error)
               : OK;
}

static enum err make_scratch(struct folder *folder, struct arena *scratch, struct arena *arena,
                             struct error *error) {
    const struct program *program = folder->program;
    struct compact *compact = folder->compact;
    size_t n_rows = program->n_rows, n_extra = program->n_columns - program->n_options;
    uint32_t n_members = biggest_family(program->instance);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        size_t n = program->start[c + 1] - program->start[c];
        folder->longest = n > folder->longest ? n : folder->longest;
    }
    compact->row = ARENA_NEW(arena, n_rows, uint32_t);
    compact->alone = ARENA_NEW(arena, program->n_columns, uint32_t);
    compact->joint = ARENA_ZERO(arena, n_extra + 1, uint32_t);
    folder->ways = ARENA_NEW(scratch, n_extra, uint32_t);
    folder->forbidden = ARENA_ZERO(scratch, program->n_options, uint8_t);
    folder->number = ARENA_NEW(scratch, n_rows, uint32_t);
    folder->most = ARENA_ZERO(scratch, n_rows, int64_t);
    folder->seen = ARENA_ZERO(scratch, n_rows, uint32_t);
    folder->sum = ARENA_ZERO(scratch, n_rows, int32_t);
    folder->touched = ARENA_NEW(scratch, (n_members + 1) * folder->longest + 1, uint32_t);
    folder->first = ARENA_NEW(scratch, n_members, uint32_t);
    folder->at = ARENA_NEW(scratch, n_members, uint32_t);
    return compact->row == NULL || compact->alone == NULL || compact->joint == NULL ||
                   folder->ways == NULL || folder->forbidden == NULL || folder->number == NULL ||
                   folder->most == NULL || folder->seen == NULL || folder->sum == NULL ||
                   folder->touched == NULL || folder->first == NULL || folder->at == NULL
               ? error_no_memory(error)
               : OK;
}

enum err compact_build(struct compact *compact, const struct program *program, struct arena *arena,
                       struct error *error) {
    struct arena scratch = {NULL};
    struct folder folder = {.compact = compact, .program = program};
    *compact = (struct compact){.program = program};
    enum err err = make_scratch(&folder, &scratch, arena, error);
    if (err == OK) {
        count_all_ways(&folder);
        count_most(&folder);
        number_rows(&folder);
        err = make_columns(&folder, arena, error);
    }
    if (err == OK) {
        add_columns(&folder);
    }
    arena_free(&scratch);
    return err;
}

int64_t compact_cost(const struct compact *compact, uint32_t level, uint32_t column) {
    int64_t sum = 0;
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        sum += program_cost(compact->program, level, compact->cover[i]);
    }
    return sum;
}

static bool covers_all(const struct compact *compact, uint32_t column, const uint8_t *whole) {
    bool all = true;
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        all = all && whole[compact->cover[i]] != 0;
    }
    return all;
}

void compact_fill(const struct compact *compact, const uint8_t *whole, uint8_t *value) {
    const struct program *program = compact->program;
    memset(value, 0, compact->n_columns);
    for (uint32_t c = 0; c < program->n_columns; c++) {
        if (whole[c] != 0 && compact->alone[c] != NONE) {
            value[compact->alone[c]] = 1;
        }
    }
    for (uint32_t y = 0; y < program->n_columns - program->n_options; y++) {
        for (uint32_t j = compact->joint[y]; j < compact->joint[y + 1]; j++) {
            if (!covers_all(compact, j, whole)) {
                continue;
            }
            value[j] = 1;
            for (uint32_t i = compact->cover_start[j]; i < compact->cover_start[j + 1]; i++) {
                uint32_t alone = compact->alone[compact->cover[i]];
                if (alone != NONE) {
                    value[alone] = 0;
                }
            }
        }
    }
}

void compact_choice(const struct compact *compact, const uint8_t *value, uint32_t *choice) {
    const struct program *program = compact->program;
    memset(choice, 0xFF, program->model->n_applicants * sizeof *choice);
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        for (uint32_t i = compact->cover_start[c]; value[c] != 0 && i < compact->cover_start[c + 1];
             i++) {
            uint32_t k = compact->cover[i];
            if (k < program->n_options) {
                choice[program->owner[k]] = k;
            }
        }
    }
}
