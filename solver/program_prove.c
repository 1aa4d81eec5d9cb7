// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What is proved of each level, and of the whole.
 *
 * The prices of a level stand on those of the levels before it: in the sum of weights, an earlier
 * level weighs so much more that what its prices closed stays out of reach. How much more is found
 * by trying: WEIGHT_STEP times as much again, until the bound is reached. Prices are whole numbers
 * of parts of a scale. Where rows have small entries and no cut counts, SCALE makes them exact;
 * else it is made finer by SCALE_STEP times, as often as that helps.
 */
#include "solver/program_run.h"

#include "solver/glpk_model.h"
#include "solver/program_values.h"

#include <math.h>
#include <string.h>

/* The coarsest scale: a basis of rows of seats has small determinants. */
enum { SCALE = 2520, SCALE_STEP = 64, SCALE_MOST = 2520 * 64 * 64 * 64 };
enum { WEIGHT_STEP = 4, WEIGHT_STEPS = 24 };

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
    return quotient < INT64_MIN   ? BOUND_UNKNOWN
           : quotient > INT64_MAX ? INT64_MAX
                                  : (int64_t)quotient;
}

enum err run_new_payments(struct run *run) {
    const struct program *program = run->program;
    uint32_t n_levels = program->model->n_levels;
    run->paid = ARENA_ZERO(&run->scratch, n_levels, struct program_payment);
    run->trial.weight = ARENA_NEW(&run->scratch, n_levels, int64_t);
    run->trial.price = ARENA_NEW(&run->scratch, program->n_rows, int64_t);
    run->trial.cut_price = ARENA_NEW(&run->scratch, ADDED_ROWS_MOST, int64_t);
    bool failed = run->paid == NULL || run->trial.weight == NULL || run->trial.price == NULL ||
                  run->trial.cut_price == NULL;
    for (uint32_t l = 0; l < n_levels && !failed; l++) {
        struct program_payment *paid = &run->paid[l];
        paid->weight = run->proof->level[l].weight;
        paid->price = run->proof->level[l].price;
        paid->cut = ARENA_NEW(&run->scratch, ADDED_ROWS_MOST, const struct added_row *);
        paid->cut_price = ARENA_NEW(&run->scratch, ADDED_ROWS_MOST, int64_t);
        failed = paid->cut == NULL || paid->cut_price == NULL;
    }
    return failed ? error_no_memory(run->error) : OK;
}

/* *price = lift x before + dual x scale, or 0 where that is less. False: it leaves 62 bits. */
static bool lift_price(int64_t *price, int64_t lift, int64_t before, double dual, int64_t scale) {
    double more = floor(dual * (double)scale + 0.5);
    int64_t sum = 0;
    bool fits = fabs(more) < 0x1p62 && !__builtin_mul_overflow(lift, before, &sum) &&
                !__builtin_add_overflow(sum, (int64_t)more, &sum) && sum < INT64_C(1) << 62;
    *price = fits && sum > 0 ? sum : 0;
    return fits;
}

/* Prices of cuts, and weights of levels held. */
static bool lift_added(struct run *run, const struct program_payment *before, int64_t lift,
                       int64_t scale) {
    struct program_payment *trial = &run->trial;
    bool fits = true;
    trial->n_cuts = run->cuts.n_added;
    trial->cut = run->cuts.added;
    for (uint32_t i = 0, k = 0; i < trial->n_cuts && fits; i++) {
        const struct added_row *row = trial->cut[i];
        double dual = -run->relaxation.dual[run->compact.n_rows + i];
        int64_t was = 0, more = 0; /* what it had at the level before; what a weight gains */
        trial->cut_price[i] = 0;
        while (before != NULL && k < before->n_cuts && before->cut[k]->number < row->number) {
            k++; /* forgotten since */
        }
        if (before != NULL && k < before->n_cuts && before->cut[k] == row) {
            was = before->cut_price[k];
        }
        if (row->level == NONE) {
            fits &= lift_price(&trial->cut_price[i], lift, was, dual, scale);
        } else {
            int64_t *weight = &trial->weight[row->level];
            fits &= lift_price(&more, 0, 0, dual, scale) &&
                    !__builtin_add_overflow(*weight, more, weight);
        }
    }
    return fits;
}

/* Weights and prices of the level from the relaxation, on `lift` times those of the level before.
 * False where they leave 62 bits. */
static bool lift_prices(struct run *run, uint32_t l, int64_t lift, int64_t scale) {
    const struct program *program = run->program;
    const struct program_payment *before = l > 0 ? &run->paid[l - 1] : NULL;
    struct program_payment *trial = &run->trial;
    bool fits = true;
    for (uint32_t j = 0; j < program->model->n_levels; j++) {
        int64_t lifted = 0;
        fits &= before == NULL || !__builtin_mul_overflow(lift, before->weight[j], &lifted);
        trial->weight[j] = lifted + (j == l ? scale : 0);
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        fits &= lift_price(&trial->price[r], lift, before == NULL ? 0 : before->price[r], 0, 0);
    }
    for (uint32_t i = 0; i < run->compact.n_rows && fits; i++) {
        uint32_t r = run->compact.row[i];
        if (program_row_is_priced(&program->row[r])) {
            fits &= lift_price(&trial->price[r], lift, before == NULL ? 0 : before->price[r],
                               -run->relaxation.dual[i], scale);
        }
    }
    return fits && lift_added(run, before, lift, scale);
}

/* The trial becomes what proves the level's bound. */
static void take_trial(struct run *run, uint32_t l, int64_t bound) {
    const struct program *program = run->program;
    const struct program_payment *trial = &run->trial;
    struct program_payment *paid = &run->paid[l];
    run->proof->level[l].price_bound = bound;
    memcpy(paid->weight, trial->weight, program->model->n_levels * sizeof *paid->weight);
    memcpy(paid->price, trial->price, program->n_rows * sizeof *paid->price);
    paid->n_cuts = 0;
    for (uint32_t i = 0; i < trial->n_cuts; i++) {
        if (trial->cut_price[i] != 0) {
            paid->cut[paid->n_cuts] = trial->cut[i];
            paid->cut_price[paid->n_cuts++] = trial->cut_price[i];
        }
    }
}

/* Tries a scale, for a bound of at least the given one; true: the level's is reached. */
static bool try_scale(struct run *run, uint32_t l, int64_t scale, int64_t least) {
    struct program_level *level = &run->proof->level[l];
    int64_t lift = 1;
    int n_reached = 0; /* once more than needed: what earlier levels closed is worse, not tied */
    for (int step = 0; step < WEIGHT_STEPS && n_reached < (l > 0 ? 2 : 1); step++) {
        if (!lift_prices(run, l, lift, scale)) {
            break;
        }
        wide_int bound = program_bound_of(&run->bound, &run->trial);
        for (uint32_t j = 0; j < l; j++) {
            bound -= (wide_int)run->trial.weight[j] * run->target[j];
        }
        int64_t here = wide_ceiling(bound, run->trial.weight[l]);
        n_reached += here >= level->bound ? 1 : 0;
        if (here >= level->price_bound && here >= least) {
            take_trial(run, l, here);
        }
        lift *= WEIGHT_STEP;
    }
    return n_reached > 0;
}

/* The best bound on the level that prices prove. */
void run_prove(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    int64_t scale = l > 0 && level[-1].weight[l - 1] > SCALE ? level[-1].weight[l - 1] : SCALE;
    bool reached = try_scale(run, l, scale, INT64_MIN);
    for (scale *= SCALE_STEP; scale <= SCALE_MOST && !reached; scale *= SCALE_STEP) {
        reached = try_scale(run, l, scale, level->price_bound + 1); /* else in vain */
    }
    level->by_prices = level->price_bound >= level->bound;
    level->bound = level->by_prices ? level->price_bound : level->bound;
}

void run_forget(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    level->bound = level->price_bound = BOUND_UNKNOWN;
    level->by_prices = false;
    run->paid[l].n_cuts = 0;
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
