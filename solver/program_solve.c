// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     the network's optimum, without what makes the round none, and its basis   (the caller's)
 *     for each level:
 *         the relaxation, by the simplex method from the basis at hand
 *         where it is not integral: GLPK's branch and cut, from the placement at hand
 *         the bound that its prices prove, in integers               solver/program_bound.h
 *         what is worse than the value by its reduced cost is closed; where the relaxation reaches
 *         the value, rows and bounds with a price are kept to the full, so later levels keep it;
 *         else a row holds it
 *
 * Costs are integers, so a bound rounds up. The prices of a level stand on those of the levels
 * before it: in the sum of weights, an earlier level weighs so much more that what its prices
 * closed stays out of reach. How much more is found by trying: WEIGHT_STEP times as much again,
 * until the bound reaches the value.
 *
 * GLPK computes in doubles; what it says is used to find things, and then counted in integers: the
 * placement keeps every row (program_complete), its values are sums, the bound is Lagrange's.
 */
#include "solver/program_solve.h"

#include "solver/glpk_model.h"
#include "solver/program_start.h"
#include "solver/program_values.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* Prices are kept as multiples of 1 / SCALE: a basis of such rows has small determinants. */
enum { SCALE = 2520, WEIGHT_STEP = 4, WEIGHT_STEPS = 24 };

#define NEARLY 1e-6

struct run {
    const struct program_task *task;
    const struct program *program;
    struct program_proof *proof;
    struct arena scratch;
    struct glpk_program *glpk;
    struct program_bound bound;
    struct glpk_relaxation relaxation;
    struct glpk_integer integer;
    uint32_t *choice;    /* [n_applicants] the best placement so far; the caller's */
    uint32_t *candidate; /* [n_applicants] */
    int64_t *found;      /* [n_levels] values of the candidate */
    int64_t *have;       /* [n_levels] values of the choice */
    int64_t *sum;        /* [n_rows] scratch */
    uint8_t *fixed;      /* [n_columns] enum glpk_fixed */
    uint8_t *full;       /* [n_rows] */
    uint32_t *held;      /* [n_levels] levels that have a row of their own in GLPK, in its order */
    uint32_t n_held;
    bool any;                  /* there is a placement in choice */
    bool over;                 /* the time, or somebody, has ended it */
    bool together;             /* families have been counted */
    struct glpk_limits limits; /* of the level at hand: its share of the time that is left */
    struct error *error;
};

/* A placement as values of the options. */
static void read_choice(const struct run *run, const double *x, const uint8_t *value,
                        uint32_t *choice) {
    const struct options *options = run->program->options;
    for (uint32_t a = 0; a < run->program->instance->n_applicants; a++) {
        choice[a] = NONE;
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            bool chosen = x != NULL ? x[k] > 0.5 : value[k] != 0;
            choice[a] = chosen && choice[a] == NONE ? k : choice[a];
        }
    }
}

static void take_candidate(struct run *run) {
    memcpy(run->choice, run->candidate, run->program->instance->n_applicants * sizeof *run->choice);
    run->any = true;
}

/* Takes the candidate where it keeps the rules and is better at the level (or the first); earlier
 * levels may be better too, where they are not proved. */
static void offer_candidate(struct run *run, uint32_t level) {
    if (!program_complete(run->program, run->candidate, run->integer.value, run->sum)) {
        return;
    }
    bool better = true;
    program_values(run->program, run->candidate, run->found);
    for (uint32_t l = 0; l <= level && run->any; l++) {
        better = better && run->found[l] <= run->proof->level[l].value;
    }
    if (better) {
        take_candidate(run);
    }
    for (uint32_t l = 0; l <= level && better; l++) {
        run->proof->level[l].value = run->found[l];
    }
}

/* Takes the candidate where it keeps the rules and is better than what is there, level by level. */
static void offer_whole(struct run *run) {
    if (!program_complete(run->program, run->candidate, run->integer.value, run->sum)) {
        return;
    }
    int order = run->any ? 0 : -1;
    program_values(run->program, run->candidate, run->found);
    if (run->any) {
        program_values(run->program, run->choice, run->have);
    }
    for (uint32_t l = 0; l < run->program->model->n_levels && order == 0; l++) {
        order = (run->found[l] > run->have[l]) - (run->found[l] < run->have[l]);
    }
    if (order < 0) {
        take_candidate(run);
    }
}

static bool is_integral(const struct run *run) {
    bool integral = true;
    for (uint32_t c = 0; c < run->program->n_columns; c++) {
        double x = run->relaxation.x[c];
        integral = integral && fabs(x - floor(x + 0.5)) < NEARLY;
    }
    return integral;
}

/* How far a double of this size may be from what it stands for: less than 1 up to values of 1e10,
 * so that a metre counts beside a few children whose metres are not known. */
static double doubt(double value) {
    return NEARLY * (1.0 + fabs(value) * 1e-5);
}

static int64_t round_up(double bound) {
    return (int64_t)ceil(bound - doubt(bound));
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
    for (uint32_t h = 0; h < run->n_held; h++) {
        double dual = -run->relaxation.dual[program->n_rows + h] * SCALE;
        weight[run->held[h]] += dual > 0.5 ? (int64_t)llround(dual) : 0;
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        int64_t lifted = 0;
        fits &= before == NULL || !__builtin_mul_overflow(lift, before->price[r], &lifted);
        double dual = -run->relaxation.dual[r] * SCALE;
        price[r] = 0;
        if (program_row_is_priced(&program->row[r]) && fits) {
            lifted += (int64_t)llround(dual);
            price[r] = lifted > 0 ? lifted : 0;
            fits &= lifted < INT64_C(1) << 62;
        }
    }
    return fits;
}

/* The best bound on the level that prices prove. */
static enum err prove(struct run *run, uint32_t l) {
    const struct program *program = run->program;
    struct program_level *level = &run->proof->level[l];
    int64_t *weight = ARENA_NEW(&run->scratch, program->model->n_levels, int64_t);
    int64_t *price = ARENA_NEW(&run->scratch, program->n_rows, int64_t);
    if (weight == NULL || price == NULL) {
        return error_no_memory(run->error);
    }
    int64_t lift = 1, best = BOUND_UNKNOWN;
    int n_reached = 0; /* once more than needed: what earlier levels closed is worse, not tied */
    for (int step = 0; step < WEIGHT_STEPS && n_reached < (l > 0 ? 2 : 1); step++) {
        if (!lift_prices(run, l, lift, weight, price)) {
            break;
        }
        wide_int bound = program_bound_of(&run->bound, weight, price);
        for (uint32_t j = 0; j < l; j++) {
            bound -= (wide_int)weight[j] * run->proof->level[j].value;
        }
        int64_t here = wide_ceiling(bound, weight[l]);
        n_reached += here >= level->value ? 1 : 0;
        if (here >= best) {
            best = here;
            memcpy(level->weight, weight, program->model->n_levels * sizeof *weight);
            memcpy(level->price, price, program->n_rows * sizeof *price);
        }
        lift *= WEIGHT_STEP;
    }
    level->price_bound = best;
    level->by_prices = best >= level->bound || best >= level->value;
    level->bound = level->by_prices ? best : level->bound;
    return OK;
}

/* Later levels keep this one's value. */
static enum err keep(struct run *run, uint32_t l) {
    const struct program *program = run->program;
    double gap = (double)run->proof->level[l].value - run->relaxation.value;
    double nearly = doubt(run->relaxation.value);
    bool tight = gap < nearly;
    for (uint32_t c = 0; c < program->n_columns; c++) {
        double x = run->relaxation.x[c], reduced = run->relaxation.reduced[c];
        bool closes = x < NEARLY && reduced > (tight ? nearly : gap + 1e-3);
        bool opens = tight && x > 1.0 - NEARLY && reduced < -nearly; /* at a bound of its own */
        run->fixed[c] = closes ? GLPK_CLOSED : opens ? GLPK_OPEN : GLPK_FREE;
    }
    for (uint32_t r = 0; r < program->n_rows; r++) {
        run->full[r] = tight && run->relaxation.dual[r] < -nearly ? 1 : 0;
    }
    enum err err = glpk_program_fix(run->glpk, run->fixed, run->full, run->error);
    if (err == OK && !tight) {
        err = glpk_program_hold(run->glpk, l, run->proof->level[l].value, run->error);
        run->held[run->n_held++] = l;
    }
    return err;
}

static enum err branch(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    if (run->any) {
        program_complete(run->program, run->choice, run->integer.value, run->sum);
    }
    run->integer.given = run->any;
    enum err err = glpk_program_branch(run->glpk, &run->limits, &run->integer, run->error);
    if (err != OK) {
        return err;
    }
    level->nodes = run->integer.nodes;
    level->bound = round_up(run->integer.bound);
    run->proof->stopped |= run->integer.status == GLPK_STOPPED;
    run->over |= run->integer.status == GLPK_STOPPED && glpk_limits_reached(run->task->limits);
    if (run->integer.found) {
        read_choice(run, NULL, run->integer.value, run->candidate);
        offer_candidate(run, l);
    }
    return OK;
}

static enum err infeasible(const struct run *run) {
    return error_set(run->error, ERR_NO, NULL,
                     run->proof->stopped
                         ? "the time was over before a placement that keeps all rules was found; "
                           "give it more"
                         : "no placement keeps all rules of this round: locked placements, least "
                           "numbers and families that must be together cannot all be had");
}

/* Each level that needs a search may take half of what is left, so that those after it are not
 * left as they happen to be. */
static void share_time(struct run *run, uint32_t l) {
    const struct glpk_limits *whole = run->task->limits;
    double now = omp_get_wtime();
    bool last = l + 1 == run->program->model->n_levels;
    run->limits = *whole;
    if (whole->ends > 0.0 && !last) {
        run->limits.ends = now + (whole->ends - now) / 2.0;
    }
}

/* Brings families together in the placement at hand, which earlier levels have made. */
static enum err bring_together(struct run *run) {
    size_t bytes = run->program->instance->n_applicants * sizeof *run->choice;
    memcpy(run->candidate, run->choice, bytes);
    enum err err = program_start(run->program, run->task->limits, true, run->candidate, run->error);
    if (err == OK) {
        offer_whole(run);
    }
    return err;
}

static enum err solve_level(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    level->bound = level->price_bound = BOUND_UNKNOWN;
    run->together |= program_counts_families(run->program, l);
    if (run->any && run->together && !run->over) {
        enum err together = bring_together(run);
        if (together != OK) {
            return together;
        }
    }
    if (run->any) {
        program_values(run->program, run->choice, run->have);
    }
    for (uint32_t j = 0; j <= l && run->any; j++) { /* better where they are not proved */
        run->proof->level[j].value = run->have[j];
    }
    if (run->over) {
        return OK;
    }
    share_time(run, l);
    enum err err = glpk_program_set_cost(run->glpk, l, run->error);
    if (err == OK) {
        err = glpk_program_relax(run->glpk, run->task->limits, &run->relaxation, run->error);
    }
    if (err != OK) {
        return err;
    }
    level->iterations = run->relaxation.iterations;
    if (run->relaxation.status != GLPK_OPTIMAL) {
        run->over = run->relaxation.status == GLPK_STOPPED;
        run->proof->stopped |= run->over;
        return run->any && run->over ? OK : infeasible(run);
    }
    level->bound = round_up(run->relaxation.value);
    if (is_integral(run)) {
        read_choice(run, run->relaxation.x, NULL, run->candidate);
        offer_candidate(run, l);
    }
    if (!run->any || level->value > level->bound) {
        err = branch(run, l);
    }
    if (err == OK && !run->any) {
        return infeasible(run);
    }
    if (err == OK) {
        err = prove(run, l);
    }
    if (err == OK && l + 1 < run->program->model->n_levels) {
        err = keep(run, l);
    }
    return err;
}

static enum err make_arrays(struct run *run) {
    const struct program *program = run->program;
    struct arena *scratch = &run->scratch, *arena = run->task->arena;
    uint32_t n_levels = program->model->n_levels;
    size_t n_columns = program->n_columns, n_duals = (size_t)program->n_rows + n_levels;
    run->relaxation.x = ARENA_NEW(scratch, n_columns, double);
    run->relaxation.reduced = ARENA_NEW(scratch, n_columns, double);
    run->relaxation.dual = ARENA_NEW(scratch, n_duals, double);
    run->integer.value = ARENA_ZERO(scratch, n_columns, uint8_t);
    run->candidate = ARENA_NEW(scratch, program->instance->n_applicants, uint32_t);
    run->found = ARENA_NEW(scratch, n_levels, int64_t);
    run->have = ARENA_NEW(scratch, n_levels, int64_t);
    run->sum = ARENA_NEW(scratch, program->n_rows, int64_t);
    run->fixed = ARENA_NEW(scratch, n_columns, uint8_t);
    run->full = ARENA_NEW(scratch, program->n_rows, uint8_t);
    run->held = ARENA_NEW(scratch, n_levels, uint32_t);
    run->proof->level = ARENA_ZERO(arena, n_levels, struct program_level);
    bool failed = run->relaxation.x == NULL || run->relaxation.reduced == NULL ||
                  run->relaxation.dual == NULL || run->integer.value == NULL ||
                  run->candidate == NULL || run->found == NULL || run->have == NULL ||
                  run->sum == NULL || run->fixed == NULL || run->full == NULL ||
                  run->held == NULL || run->proof->level == NULL;
    for (uint32_t l = 0; l < n_levels && !failed; l++) {
        struct program_level *level = &run->proof->level[l];
        level->weight = ARENA_ZERO(arena, n_levels, int64_t);
        level->price = ARENA_ZERO(arena, program->n_rows, int64_t);
        failed = level->weight == NULL || level->price == NULL;
    }
    return failed ? error_no_memory(run->error) : OK;
}

/* Before anything is solved: everybody stays or has nothing; the network's optimum; families
 * brought together on it. */
static enum err first_candidates(struct run *run) {
    const struct program *program = run->program;
    const struct options *options = program->options;
    for (uint32_t a = 0; a < program->instance->n_applicants; a++) {
        run->candidate[a] = NONE;
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            run->candidate[a] = options_stays(options, k) ? k : run->candidate[a];
        }
    }
    offer_whole(run);
    memcpy(run->candidate, run->task->start_choice,
           program->instance->n_applicants * sizeof *run->candidate);
    offer_whole(run);
    enum err err = program_start(program, run->task->limits, false, run->candidate, run->error);
    offer_whole(run);
    return err;
}

static void conclude(struct run *run) {
    struct program_proof *proof = run->proof;
    uint32_t n_proved = 0;
    proof->n_levels = run->program->model->n_levels;
    proof->program = run->program;
    while (n_proved < proof->n_levels &&
           proof->level[n_proved].bound >= proof->level[n_proved].value) {
        n_proved++;
    }
    if (n_proved < proof->n_levels) {
        const struct program_level *level = &proof->level[n_proved];
        double size = fabs((double)level->value);
        proof->gap = level->bound == BOUND_UNKNOWN
                         ? 1.0
                         : ((double)level->value - (double)level->bound) / (size > 1 ? size : 1);
    }
    snprintf(proof->words, sizeof proof->words, "%s: %s, %u of %u levels proved",
             glpk_model_version(), proof->stopped ? "stopped" : "optimal", n_proved,
             proof->n_levels);
}

enum err program_solve(const struct program_task *task, uint32_t *choice,
                       struct program_proof *proof, struct error *error) {
    struct run run = {
        .task = task, .program = task->program, .proof = proof, .choice = choice, .error = error};
    double started = omp_get_wtime();
    *proof = (struct program_proof){0};
    enum err err = make_arrays(&run);
    if (err == OK) {
        err = program_bound_new(&run.bound, task->program, &run.scratch, error);
    }
    if (err == OK) {
        err = glpk_program_new(&run.glpk, task->program, &run.scratch, task->progress, error);
    }
    if (err == OK) {
        err = glpk_program_start(run.glpk, task->start_choice, task->basis, error);
    }
    if (err == OK) {
        err = first_candidates(&run);
    }
    for (uint32_t l = 0; l < task->program->model->n_levels && err == OK; l++) {
        err = solve_level(&run, l);
    }
    if (err == OK) {
        conclude(&run);
        proof->seconds = omp_get_wtime() - started;
    }
    glpk_program_free(run.glpk);
    arena_free(&run.scratch);
    return err;
}
