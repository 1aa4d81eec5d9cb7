// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A sum of rows that are full, whose limits sum to an odd number, and in which every fractional
 * column has an even coefficient, is broken by one half when it is halved and rounded down (zero-
 * half cuts: A. Caprara and M. Fischetti, "{0, 1/2}-Chvatal-Gomory cuts", Mathematical Programming
 * 74, 1996). Twins who could take the last seat of a unit by halves are of that kind. Such sums are
 * what Gaussian elimination over the integers modulo 2 leaves without a fractional column
 * (A. Koster, A. Zymolka and M. Kutschka, Algorithmica 55, 2009). Columns that are 1 are evened out
 * by their own bounds.
 */
#include "solver/cuts.h"

#include <string.h>

/* With up to AGAIN_MOST full rows all is done in ORDERS orders: what is left over depends on it. */
enum { SIZE_MOST = 6000, AGAIN_MOST = 1000, ORDERS = 3 };

struct halves {
    struct cuts *cuts;
    const double *x;
    uint32_t *bit;      /* [n_columns] of a fractional column, NONE */
    uint32_t *full_row; /* [n_full] */
    uint32_t n_bits, n_full, n_words, n_row_words;
    uint64_t *odd;   /* [n_full x n_words] fractional columns with odd coefficients */
    uint64_t *of;    /* [n_full x n_row_words] full rows summed */
    uint8_t *upper;  /* [n_full] the limits' sum, modulo 2 */
    uint8_t *used;   /* [n_full] 1: a pivot */
    uint32_t *order; /* [n_bits] in which columns leave the rows */
};

static int64_t upper_of(const struct halves *halves, uint32_t r) {
    const struct compact *compact = halves->cuts->compact;
    return compact->program->row[compact->row[r]].upper;
}

/* Full rows with a fractional column that has an odd coefficient. */
static void find_full(struct halves *halves) {
    const struct cuts *cuts = halves->cuts;
    for (uint32_t r = 0; r < cuts->compact->n_rows; r++) {
        double sum = 0.0;
        bool any = false;
        for (uint32_t i = cuts->start[r]; i < cuts->start[r + 1]; i++) {
            sum += cuts->value[i] * halves->x[cuts->column[i]];
            any |= cuts->value[i] % 2 != 0 && halves->bit[cuts->column[i]] != NONE;
        }
        if (any && (double)upper_of(halves, r) - sum < INTEGRAL) {
            halves->full_row[halves->n_full++] = r;
        }
    }
}

/* The rows modulo 2. */
static void fill_bits(struct halves *halves) {
    const struct cuts *cuts = halves->cuts;
    memset(halves->odd, 0, (size_t)halves->n_full * halves->n_words * sizeof *halves->odd);
    memset(halves->of, 0, (size_t)halves->n_full * halves->n_row_words * sizeof *halves->of);
    memset(halves->used, 0, halves->n_full);
    for (uint32_t j = 0; j < halves->n_full; j++) {
        uint32_t r = halves->full_row[j];
        uint64_t *odd = halves->odd + (size_t)j * halves->n_words;
        int64_t upper = upper_of(halves, r);
        for (uint32_t i = cuts->start[r]; i < cuts->start[r + 1]; i++) {
            uint32_t c = cuts->column[i], bit = halves->bit[c];
            if (bit != NONE && cuts->value[i] % 2 != 0) {
                odd[bit / 64] ^= UINT64_C(1) << bit % 64;
            } else if (bit == NONE && halves->x[c] > 0.5) {
                upper -= cuts->value[i];
            }
        }
        halves->upper[j] = (uint8_t)(upper & 1);
        halves->of[(size_t)j * halves->n_row_words + j / 64] |= UINT64_C(1) << j % 64;
    }
}

static uint32_t count_bits(const uint64_t *word, uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += (uint32_t)__builtin_popcountll(word[i]);
    }
    return sum;
}

static void add_row(struct halves *halves, uint32_t to, uint32_t from) {
    for (uint32_t i = 0; i < halves->n_words; i++) {
        halves->odd[(size_t)to * halves->n_words + i] ^=
            halves->odd[(size_t)from * halves->n_words + i];
    }
    for (uint32_t i = 0; i < halves->n_row_words; i++) {
        halves->of[(size_t)to * halves->n_row_words + i] ^=
            halves->of[(size_t)from * halves->n_row_words + i];
    }
    halves->upper[to] ^= halves->upper[from];
}

static bool has_bit(const struct halves *halves, uint32_t j, uint32_t bit) {
    uint64_t word = halves->odd[(size_t)j * halves->n_words + bit / 64];
    return halves->used[j] == 0 && (word >> bit % 64 & 1) != 0;
}

/* Another order of the columns, the same whenever it is asked for. */
static void shuffle(struct halves *halves, uint64_t *state) {
    for (uint32_t i = halves->n_bits; i-- > 1;) {
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t j = (uint32_t)((*state >> 33) % (i + 1)), bit = halves->order[i];
        halves->order[i] = halves->order[j];
        halves->order[j] = bit;
    }
}

/* Each fractional column leaves all rows but one, the sparsest, which is used up. */
static void eliminate(struct halves *halves) {
    for (uint32_t i = 0; i < halves->n_bits; i++) {
        uint32_t bit = halves->order[i], pivot = NONE, fewest = NONE;
        for (uint32_t j = 0; j < halves->n_full; j++) {
            if (!has_bit(halves, j, bit)) {
                continue;
            }
            uint32_t n =
                count_bits(halves->odd + (size_t)j * halves->n_words, halves->n_words) +
                count_bits(halves->of + (size_t)j * halves->n_row_words, halves->n_row_words);
            if (n < fewest) {
                fewest = n;
                pivot = j;
            }
        }
        for (uint32_t j = 0; pivot != NONE && j < halves->n_full; j++) {
            if (j != pivot && has_bit(halves, j, bit)) {
                add_row(halves, j, pivot);
            }
        }
        if (pivot != NONE) {
            halves->used[pivot] = 1;
        }
    }
}

static enum err make(struct halves *halves, struct arena *scratch, struct error *error) {
    const struct compact *compact = halves->cuts->compact;
    halves->bit = ARENA_NEW(scratch, compact->n_columns, uint32_t);
    halves->full_row = ARENA_NEW(scratch, compact->n_rows, uint32_t);
    if (halves->bit == NULL || halves->full_row == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        halves->bit[c] = cuts_is_fractional(halves->x[c]) ? halves->n_bits++ : NONE;
    }
    find_full(halves);
    if (halves->n_full > SIZE_MOST || halves->n_bits > SIZE_MOST) {
        halves->n_full = 0;
    }
    halves->order = ARENA_NEW(scratch, halves->n_bits, uint32_t);
    for (uint32_t i = 0; i < halves->n_bits && halves->order != NULL; i++) {
        halves->order[i] = i;
    }
    halves->n_words = (halves->n_bits + 63) / 64;
    halves->n_row_words = (halves->n_full + 63) / 64;
    halves->odd = ARENA_NEW(scratch, (size_t)halves->n_full * halves->n_words, uint64_t);
    halves->of = ARENA_NEW(scratch, (size_t)halves->n_full * halves->n_row_words, uint64_t);
    halves->upper = ARENA_NEW(scratch, halves->n_full, uint8_t);
    halves->used = ARENA_NEW(scratch, halves->n_full, uint8_t);
    return halves->odd == NULL || halves->of == NULL || halves->upper == NULL ||
                   halves->used == NULL || halves->order == NULL
               ? error_no_memory(error)
               : OK;
}

/* Tries the sums that no fractional column is left in. */
static enum err try_sums(struct halves *halves, uint32_t *n_added, struct error *error) {
    struct cuts *cuts = halves->cuts;
    enum err err = OK;
    for (uint32_t j = 0; j < halves->n_full && err == OK; j++) {
        const uint64_t *of = halves->of + (size_t)j * halves->n_row_words;
        uint32_t n = 0;
        if (halves->used[j] != 0 || halves->upper[j] == 0) {
            continue;
        }
        for (uint32_t k = 0; k < halves->n_full; k++) {
            if ((of[k / 64] >> k % 64 & 1) != 0) {
                cuts->row[n] = halves->full_row[k];
                cuts->times[n++] = TIMES / 2;
            }
        }
        bool added;
        err = cuts_try(cuts, cuts->row, cuts->times, n, halves->x, &added, error);
        *n_added += added ? 1 : 0;
    }
    return err;
}

enum err cuts_try_halves(struct cuts *cuts, const double *x, uint32_t *n_added,
                         struct error *error) {
    struct arena scratch = {NULL};
    struct halves halves = {.cuts = cuts, .x = x};
    *n_added = 0;
    enum err err = make(&halves, &scratch, error);
    uint64_t state = 1;
    int n_orders = halves.n_full > AGAIN_MOST ? 1 : ORDERS;
    for (int i = 0; i < n_orders && halves.n_full > 0 && err == OK; i++) {
        if (i > 0) {
            shuffle(&halves, &state);
        }
        fill_bits(&halves);
        eliminate(&halves);
        err = try_sums(&halves, n_added, error);
    }
    arena_free(&scratch);
    return err;
}
