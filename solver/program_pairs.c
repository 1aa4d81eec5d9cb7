// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Seats of an odd number hold one sibling of a pair too many: where a row of seats allows 3, two
 * pairs of twins cannot both sit there, but one and a half could in the relaxation. For each row of
 * seats with an odd upper limit u
 *
 *     sum over families of floor(members who surely take a seat of it / 2) y   <=  floor(u / 2)
 *
 * which is the row times one half, rounded down (V. Chvatal, "Edmonds polytopes and a hierarchy of
 * combinatorial problems", Discrete Mathematics 4, 1973). A member surely takes one if all of its
 * options at the place do.
 */
#include "solver/program_maker.h"

#include <string.h>

struct pair {
    uint32_t row, column;
    int32_t most, least; /* pairs that the family can be there, and surely is */
};

struct pairing {
    struct maker *maker;
    const struct program *program;
    uint32_t *n_hit;   /* [n_rows] options of the member that take a seat */
    uint32_t *sure;    /* [n_rows] members who surely take one */
    uint32_t *can;     /* [n_rows] members who can */
    uint32_t *touched; /* [n_rows] rows with can > 0 */
    uint32_t n_touched;
    struct pair *entry;
    uint32_t n_entries, capacity;
};

static bool is_of_seats(const struct program_row *row) {
    return row->kind == ROW_NODE || row->kind == ROW_LIMIT;
}

/* Counts a member into the rows in which all of its options at the place take a seat. */
static void count_member(struct pairing *pairing, uint32_t member, uint32_t place) {
    const struct program *program = pairing->program;
    uint32_t n = 0, start = program->options->start[member];
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t k = start; k < program->options->start[member + 1]; k++) {
            if (program_place(program->instance, program->options->offer[k]) != place ||
                program->closed[k] != 0) {
                continue;
            }
            n += pass == 0 ? 1 : 0;
            for (uint32_t i = program->start[k]; i < program->start[k + 1]; i++) {
                uint32_t r = program->row_of[i];
                pairing->n_hit[r] += pass == 0 ? 1 : 0;
                if (pass == 1 && pairing->n_hit[r] > 0 && is_of_seats(&program->row[r])) {
                    pairing->touched[pairing->n_touched] = r;
                    pairing->n_touched += pairing->can[r] == 0 ? 1 : 0;
                    pairing->can[r]++;
                    pairing->sure[r] += pairing->n_hit[r] == n ? 1 : 0;
                }
                pairing->n_hit[r] = pass == 1 ? 0 : pairing->n_hit[r];
            }
        }
    }
}

/* Notes the pairs of a family's column. */
static void note_column(struct pairing *pairing, uint32_t column) {
    const struct program *program = pairing->program;
    const struct instance *instance = program->instance;
    struct maker *maker = pairing->maker;
    uint32_t y = column - program->n_options, family = program->subject[y];
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        if (!instance_is_locked(instance, instance->family_member[i])) {
            count_member(pairing, instance->family_member[i], program->place[y]);
        }
    }
    for (uint32_t i = 0; i < pairing->n_touched; i++) {
        uint32_t r = pairing->touched[i], n_pairs = pairing->can[r] / 2;
        struct pair pair = {r, column, (int32_t)n_pairs, (int32_t)pairing->sure[r] / 2};
        pairing->can[r] = pairing->sure[r] = 0;
        if (n_pairs == 0 || program->row[r].upper % 2 != 1) {
            continue;
        }
        if (!maker->failed && pairing->n_entries == pairing->capacity) {
            pairing->entry = maker_doubled(maker, pairing->entry, pairing->n_entries,
                                           &pairing->capacity, sizeof *pairing->entry);
        }
        if (!maker->failed) {
            pairing->entry[pairing->n_entries++] = pair;
        }
    }
    pairing->n_touched = 0;
}

/* Rows that can be passed: one column of a family at most is 1. */
static void add_rows(struct pairing *pairing) {
    struct maker *maker = pairing->maker;
    struct program *program = maker->program;
    uint32_t n_rows = program->n_rows;
    uint32_t *family = ARENA_ZERO(maker->scratch, n_rows, uint32_t); /* seen last, from 1 */
    int64_t *most = ARENA_ZERO(maker->scratch, n_rows, int64_t);
    uint32_t *row = ARENA_NEW(maker->scratch, n_rows, uint32_t);
    maker->failed |= family == NULL || most == NULL || row == NULL;
    for (uint32_t i = 0; i < pairing->n_entries && !maker->failed; i++) {
        const struct pair *entry = &pairing->entry[i];
        uint32_t seen = program->subject[entry->column - program->n_options] + 1;
        most[entry->row] += family[entry->row] != seen ? entry->most : 0;
        family[entry->row] = seen;
    }
    for (uint32_t r = 0; r < n_rows && !maker->failed; r++) {
        row[r] = most[r] > program->row[r].upper / 2
                     ? maker_add_row(maker, ROW_PAIRS, r, NONE, program->row[r].upper / 2)
                     : NONE;
    }
    for (uint32_t i = 0; i < pairing->n_entries && !maker->failed; i++) {
        const struct pair *entry = &pairing->entry[i];
        if (row[entry->row] != NONE && entry->least > 0) {
            maker_put(maker, row[entry->row], entry->column, entry->least);
        }
    }
}

void maker_add_pairs(struct maker *maker) {
    const struct program *program = maker->program;
    struct pairing pairing = {.maker = maker, .program = program};
    pairing.n_hit = ARENA_ZERO(maker->scratch, program->n_rows, uint32_t);
    pairing.sure = ARENA_ZERO(maker->scratch, program->n_rows, uint32_t);
    pairing.can = ARENA_ZERO(maker->scratch, program->n_rows, uint32_t);
    pairing.touched = ARENA_NEW(maker->scratch, program->n_rows + 1, uint32_t);
    maker->failed |=
        pairing.n_hit == NULL || pairing.sure == NULL || pairing.can == NULL || pairing.touched == NULL;
    for (uint32_t c = program->n_options; c < program->first_opening && !maker->failed; c++) {
        note_column(&pairing, c);
    }
    add_rows(&pairing);
}
