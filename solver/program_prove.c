// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is proved of each level, and of the whole.
 *
 * The prices of a level stand on those of the levels before it: in the sum of weights, an earlier
 * level weighs so much more that what its prices closed stays out of reach. How much more is found
 * by trying: WEIGHT_STEP times as much again, until the bound is reached. Cuts have no prices here:
 * a bound that needs them is by GLPK's relaxation alone.
 */
#include "solver/program_run.h"

#include "solver/glpk_model.h"
#include "solver/program_values.h"

#include <math.h>
#include <string.h>

/* Prices are kept as multiples of 1 / SCALE: a basis of such rows has small determinants. */
enum { SCALE = 2520, WEIGHT_STEP = 4, WEIGHT_STEPS = 24 };

#define NEARLY 1e-6

double run_doubt(const struct run *run, uint32_t level, double value) {
    double size = fabs(value) > run->size[level] ? fabs(value) : run->size[level];
    return NEARLY * (1.0 + size * 1e-5);
}

int64_t run_round_up(const struct run *run, uint32_t level, double bound) {
    return (int64_t)ceil(bound - run_doubt(run, level, bound));
}

/* Rounded up; BOUND_UNKNOWN where it is so small that it says nothing. */
static int64_t wide_ceiling(wide_int number, int64_t divisor) {
    wide_int quotient = number / divisor + (number % divisor > 0 ? 1 : 0);
    return quotient < INT64_MIN ? BOUND_UNKNOWN : (int64_t)quotient;
}

/* Weights and prices of the level from the relaxation, on `lift` times those of the level before.
 * False where they leave 62 bits. */
static bool lift_prices(const struct run *run, uint32_t l, int64_t lift, int64_t *weight,
                        int64_t *price) {
    const struct program *program = run->program;
    const struct program_level *before = l > 0 ? &run->proof->level[l - 1] : NULL;
    bool fits = true;
    for (uint32_t j = 0; j < program->model->n_levels; j++) {
        int64_t lifted = 0;
        fits &= before == NULL || !__builtin_mul_overflow(lift, before->weight[j], &lifted);
        weight[j] = lifted + (j == l ? SCALE : 0);
    }
    for (uint32_t i = 0; i < run->cuts.n_added; i++) {
        double dual = -run->relaxation.dual[run->compact.n_rows + i] * SCALE;
        uint32_t held = run->cuts.added[i]->level;
        int64_t more = dual > 0.5 ? (int64_t)llround(dual) : 0;
        fits &= held == NONE || !__builtin_add_overflow(weight[held], more, &weight[held]);
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        price[r] = 0;
        fits &= before == NULL || !__builtin_mul_overflow(lift, before->price[r], &price[r]);
    }
    for (uint32_t i = 0; i < run->compact.n_rows && fits; i++) {
        uint32_t r = run->compact.row[i];
        if (program_row_is_priced(&program->row[r])) {
            int64_t sum = 0;
            fits &= !__builtin_add_overflow(
                price[r], (int64_t)llround(-run->relaxation.dual[i] * SCALE), &sum);
            price[r] = sum > 0 ? sum : 0;
            fits &= sum < INT64_C(1) << 62;
        }
    }
    return fits;
}

/* The best bound on the level that prices prove. */
enum err run_prove(struct run *run, uint32_t l) {
    const struct program *program = run->program;
    struct program_level *level = &run->proof->level[l];
    int64_t *weight = ARENA_NEW(&run->scratch, program->model->n_levels, int64_t);
    int64_t *price = ARENA_NEW(&run->scratch, program->n_rows, int64_t);
    if (weight == NULL || price == NULL) {
        return error_no_memory(run->error);
    }
    int64_t lift = 1, best = level->price_bound;
    int n_reached = 0; /* once more than needed: what earlier levels closed is worse, not tied */
    for (int step = 0; step < WEIGHT_STEPS && n_reached < (l > 0 ? 2 : 1); step++) {
        if (!lift_prices(run, l, lift, weight, price)) {
            break;
        }
        wide_int bound = program_bound_of(&run->bound, weight, price);
        for (uint32_t j = 0; j < l; j++) {
            bound -= (wide_int)weight[j] * run->target[j];
        }
        int64_t here = wide_ceiling(bound, weight[l]);
        n_reached += here >= level->bound ? 1 : 0;
        if (here >= best) {
            best = here;
            memcpy(level->weight, weight, program->model->n_levels * sizeof *weight);
            memcpy(level->price, price, program->n_rows * sizeof *price);
        }
        lift *= WEIGHT_STEP;
    }
    level->price_bound = best;
    level->by_prices = best >= level->bound;
    level->bound = level->by_prices ? best : level->bound;
    return OK;
}

void run_forget(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    level->bound = level->price_bound = BOUND_UNKNOWN;
    level->by_prices = false;
    memset(level->weight, 0, run->program->model->n_levels * sizeof *level->weight);
    memset(level->price, 0, run->program->n_rows * sizeof *level->price);
}

void run_conclude(struct run *run) {
    struct program_proof *proof = run->proof;
    uint32_t n_proved = 0, n_levels = run->program->model->n_levels;
    bool stands = true;
    program_values(run->program, run->choice, run->have);
    for (uint32_t l = 0; l < n_levels; l++) {
        struct program_level *level = &proof->level[l];
        level->value = run->have[l];
        level->by_prices = level->by_prices && level->price_bound >= level->bound;
        if (!stands) {
            run_forget(run, l);
        }
        stands = stands && level->value == run->target[l];
    }
    proof->n_levels = n_levels;
    proof->program = run->program;
    while (n_proved < n_levels && proof->level[n_proved].bound >= proof->level[n_proved].value) {
        n_proved++;
    }
    if (n_proved < n_levels) {
        const struct program_level *level = &proof->level[n_proved];
        double size = fabs((double)level->value);
        proof->gap = level->bound == BOUND_UNKNOWN
                         ? 1.0
                         : ((double)level->value - (double)level->bound) / (size > 1 ? size : 1);
    }
    snprintf(proof->words, sizeof proof->words, "%s: %s, %u of %u levels proved",
             glpk_model_version(), proof->stopped ? "stopped" : "optimal", n_proved, n_levels);
}
