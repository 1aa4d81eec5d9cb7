// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     twice, since who moves makes room:
 *         columns in the order of their x: taken, in exchange for what their applicants have
 *     whoever has nothing: its column of least reduced cost for which there is room
 */
#include "solver/program_round.h"

#include <stdlib.h>
#include <string.h>

#define SOME 1e-6

struct wish {
    double x;
    uint32_t column;
};

struct rounding {
    const struct compact *compact;
    const struct program *program;
    uint8_t *value;
    int64_t *used;  /* [n_rows] sums of what is taken */
    uint32_t *held; /* [n_applicants] the column that places it, NONE */
    uint8_t *done;  /* [n_applicants] 1: placed in this pass */
};

static void take(struct rounding *rounding, uint32_t column, int sign) {
    const struct compact *compact = rounding->compact;
    for (uint32_t i = compact->start[column]; i < compact->start[column + 1]; i++) {
        rounding->used[compact->row_of[i]] += (int64_t)sign * compact->value[i];
    }
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        if (compact->cover[i] < rounding->program->n_options) {
            uint32_t a = rounding->program->owner[compact->cover[i]];
            rounding->held[a] = sign > 0 ? column : NONE;
        }
    }
    rounding->value[column] = sign > 0 ? 1 : 0;
}

static bool keeps_rows(const struct rounding *rounding, uint32_t column) {
    const struct compact *compact = rounding->compact;
    bool keeps = true;
    for (uint32_t i = compact->start[column]; i < compact->start[column + 1]; i++) {
        uint32_t r = compact->row_of[i];
        keeps = keeps && rounding->used[r] <= rounding->program->row[compact->row[r]].upper;
    }
    return keeps;
}

/* The applicants of a column: how many of those held by another one it places too. */
static uint32_t count_placed(const struct rounding *rounding, uint32_t column, uint32_t held) {
    const struct compact *compact = rounding->compact;
    uint32_t n = 0;
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        uint32_t k = compact->cover[i];
        n += k < rounding->program->n_options && rounding->held[rounding->program->owner[k]] == held
                 ? 1
                 : 0;
    }
    return n;
}

enum { MEMBERS_MOST = 16 };

/* Puts the column in the place of what its applicants have, where all rows are kept and nobody else
 * loses anything by it. */
static bool exchange(struct rounding *rounding, uint32_t column) {
    const struct compact *compact = rounding->compact;
    uint32_t old[MEMBERS_MOST], n_old = 0;
    if (compact->cover_start[column + 1] - compact->cover_start[column] > MEMBERS_MOST) {
        return false;
    }
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        uint32_t k = compact->cover[i];
        uint32_t held =
            k < rounding->program->n_options ? rounding->held[rounding->program->owner[k]] : NONE;
        bool known = held == NONE;
        for (uint32_t j = 0; j < n_old; j++) {
            known |= old[j] == held;
        }
        if (!known && count_placed(rounding, column, held) < count_placed(rounding, held, held)) {
            return false;
        }
        if (!known) {
            old[n_old++] = held;
        }
    }
    for (uint32_t j = 0; j < n_old; j++) {
        take(rounding, old[j], -1);
    }
    take(rounding, column, 1);
    bool keeps = keeps_rows(rounding, column);
    for (uint32_t j = 0; j < n_old; j++) {
        keeps = keeps && keeps_rows(rounding, old[j]);
    }
    if (!keeps) {
        take(rounding, column, -1);
        for (uint32_t j = 0; j < n_old; j++) {
            take(rounding, old[j], 1);
        }
    }
    return keeps;
}

static int by_x(const void *left, const void *right) {
    const struct wish *a = left, *b = right;
    return a->x != b->x ? (a->x < b->x) - (a->x > b->x)
                        : (a->column > b->column) - (a->column < b->column);
}

static bool is_done(const struct rounding *rounding, uint32_t column) {
    const struct compact *compact = rounding->compact;
    bool done = compact->cover_start[column] == compact->cover_start[column + 1];
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        uint32_t k = compact->cover[i];
        done |=
            k < rounding->program->n_options && rounding->done[rounding->program->owner[k]] != 0;
    }
    return done;
}

static void set_done(struct rounding *rounding, uint32_t column) {
    const struct compact *compact = rounding->compact;
    for (uint32_t i = compact->cover_start[column]; i < compact->cover_start[column + 1]; i++) {
        if (compact->cover[i] < rounding->program->n_options) {
            rounding->done[rounding->program->owner[compact->cover[i]]] = 1;
        }
    }
}

static void pass(struct rounding *rounding, const struct wish *wish, uint32_t n_wishes) {
    memset(rounding->done, 0, rounding->program->model->n_applicants);
    for (uint32_t i = 0; i < n_wishes; i++) {
        uint32_t column = wish[i].column;
        if (!is_done(rounding, column) &&
            (rounding->value[column] != 0 || exchange(rounding, column))) {
            set_done(rounding, column);
        }
    }
}

/* Whoever has nothing. */
static void place_rest(struct rounding *rounding, const double *reduced) {
    const struct program *program = rounding->program;
    for (uint32_t a = 0; a < program->model->n_applicants; a++) {
        uint32_t start = program->options->start[a], end = program->options->start[a + 1];
        for (uint32_t tries = start; rounding->held[a] == NONE && tries < end; tries++) {
            uint32_t best = NONE;
            for (uint32_t k = start; k < end; k++) {
                uint32_t c = rounding->compact->alone[k];
                if (c != NONE && rounding->value[c] == 0 &&
                    (best == NONE || reduced[c] < reduced[best])) {
                    best = c;
                }
            }
            if (best == NONE || exchange(rounding, best)) {
                break;
            }
            rounding->value[best] = 2; /* no room */
        }
        for (uint32_t k = start; k < end; k++) {
            uint32_t c = rounding->compact->alone[k];
            if (c != NONE && rounding->value[c] == 2) {
                rounding->value[c] = 0;
            }
        }
    }
}

enum err program_round(const struct compact *compact, const double *x, const double *reduced,
                       uint8_t *value, struct error *error) {
    struct arena scratch = {NULL};
    const struct program *program = compact->program;
    uint32_t n_applicants = program->model->n_applicants, n_wishes = 0;
    struct rounding rounding = {.compact = compact, .program = program, .value = value};
    rounding.used = ARENA_ZERO(&scratch, compact->n_rows, int64_t);
    rounding.held = ARENA_NEW(&scratch, n_applicants, uint32_t);
    rounding.done = ARENA_NEW(&scratch, n_applicants, uint8_t);
    struct wish *wish = ARENA_NEW(&scratch, compact->n_columns, struct wish);
    if (rounding.used == NULL || rounding.held == NULL || rounding.done == NULL || wish == NULL) {
        arena_free(&scratch);
        return error_no_memory(error);
    }
    memset(rounding.held, 0xFF, n_applicants * sizeof *rounding.held);
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        if (value[c] != 0) {
            take(&rounding, c, 1);
        }
        if (x[c] > SOME) {
            wish[n_wishes++] = (struct wish){x[c], c};
        }
    }
    qsort(wish, n_wishes, sizeof *wish, by_x);
    pass(&rounding, wish, n_wishes);
    pass(&rounding, wish, n_wishes);
    place_rest(&rounding, reduced);
    arena_free(&scratch);
    return OK;
}
