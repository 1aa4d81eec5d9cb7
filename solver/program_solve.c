// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     the network's optimum, without what makes the round none, and its basis   (the caller's)
 *     for each level:
 *         where joint columns open: the sum of it and of those after it, up to the first that does
 *             not count heads; cuts
 *         the relaxation, by the simplex method from the basis at hand
 *         where it is not integral: cuts                             solver/program_cuts.h
 *         still not: a level that counts heads is assumed to reach its bound; any other is
 *             searched                                               solver/program_search.h
 *         the bound that its prices prove, in integers               solver/program_bound.h
 *         what is worse than the value by its reduced cost is closed; where the relaxation reaches
 *         the value, rows and bounds with a price are kept to the full, so later levels keep it;
 *         else a row holds it
 *
 * Levels that count heads (who keeps a place, whose time runs out, who is placed, which families
 * are together) have hosts of equal optima, and a search among them is blind; nearly always the
 * bound is reached. So the search waits for the level that tells placements apart. Where it finds
 * that the bounds cannot all be reached, everything is done again: with a higher bound on the last
 * of those levels, or with a search where already an earlier one may be to blame. Cuts stay.
 *
 * GLPK computes in doubles; what it says is used to find things, and then counted in integers: the
 * placement keeps every row (program_complete), its values are sums, the bound is Lagrange's.
 */
#include "solver/program_solve.h"

#include "solver/program_cuts.h"
#include "solver/program_run.h"
#include "solver/program_values.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* Programs with more columns than SIFT_FROM are sifted; with up to SMALL, a dive is nothing. */
enum { CUT_ROUNDS = 30, CUTS_IN_VAIN = 1, RAISED_MOST = 8, SIFT_FROM = 20000, SMALL = 3000 };

#define NEARLY 1e-6
#define LEAST_GAIN 0.01

/* In a sum a level weighs so many times the greatest cost of the next. */
#define AHEAD 100.0

/* Later levels keep this one's target. */
static enum err keep(struct run *run, uint32_t l) {
    const struct compact *compact = &run->compact;
    double gap = (double)run->target[l] - run->relaxation.value;
    double nearly = run_doubt(run, l, run->relaxation.value);
    bool tight = gap < nearly;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        double x = run->relaxation.x[c], reduced = run->relaxation.reduced[c];
        bool closes = x < NEARLY && reduced > (tight ? nearly : gap + 1e-3);
        bool opens = tight && x > 1.0 - NEARLY && reduced < -nearly; /* at a bound of its own */
        if (run->fixed[c] == GLPK_FREE) {
            run->fixed[c] = closes ? GLPK_CLOSED : opens ? GLPK_OPEN : run->decided[c];
        }
    }
    for (uint32_t r = 0; r < compact->n_rows + run->cuts.n_added; r++) {
        run->full[r] = tight && run->relaxation.dual[r] < -nearly ? 1 : 0;
        run->kept_full[r] |= run->full[r];
    }
    enum err err = glpk_program_fix(run->glpk, run->fixed, run->full, run->error);
    if (err == OK && !tight) {
        run->n_held++;
        err = cuts_hold(&run->cuts, l, run->target[l], run->error);
    }
    if (err == OK && !tight) {
        err = program_cuts_hand_over(run->glpk, &run->cuts, run->cuts.n_added - 1, run->error);
    }
    return err;
}

/* Cuts off what is fractional, as long as that helps. sum: the relaxation is of several levels. */
static enum err cut(struct run *run, uint32_t l, bool sum) {
    enum err err = OK;
    uint32_t n_cuts = 1;
    double best = run->relaxation.value;
    for (int round = 0, vain = 0;
         round < CUT_ROUNDS && vain < CUTS_IN_VAIN && err == OK && n_cuts > 0 &&
         !run_is_integral(run) && !glpk_limits_reached(&run->limits);
         round++) {
        err = program_cuts_add(run->glpk, &run->cuts, &run->relaxation, &n_cuts, run->error);
        if (err == OK && n_cuts > 0) {
            err = glpk_program_relax(run->glpk, &run->limits, GLPK_DUAL, INFINITY, &run->relaxation,
                                     run->error);
        }
        if (err != OK || run->relaxation.status != GLPK_OPTIMAL) {
            run->refuted |= run->relaxation.status == GLPK_INFEASIBLE;
            run->over |= run->relaxation.status == GLPK_STOPPED;
            return err;
        }
        if (!sum) {
            run_raise_bound(run, l, run_round_up(run, l, run->relaxation.value));
        }
        vain = run->relaxation.value > best + LEAST_GAIN ? 0 : vain + 1;
        best = run->relaxation.value > best ? run->relaxation.value : best;
    }
    return err;
}

static enum err infeasible(const struct run *run) {
    return error_set(run->error, ERR_NO, NULL,
                     run->proof->stopped
                         ? "the time was over before a placement that keeps all rules was found; "
                           "give it more"
                         : "no placement keeps all rules of this round: locked placements, least "
                           "numbers and families that must be together cannot all be had");
}

/* Each level that needs a search may take two thirds of what is left, so that those after it are
 * not left as they happen to be. */
static void share_time(struct run *run, uint32_t l) {
    const struct glpk_limits *whole = run->task->limits;
    double now = omp_get_wtime();
    bool last = l + 1 == run->program->model->n_levels;
    run->limits = *whole;
    if (whole->ends > 0.0 && !last) {
        run->limits.ends = now + (whole->ends - now) * 2.0 / 3.0;
    }
}

/* Until a level counts families, or where they must be together, what a joint column can do its
 * options can do one by one: without them the relaxation is a network's, and integral. */
static enum err shut_joint(struct run *run) {
    const struct compact *compact = &run->compact;
    memset(run->shut, GLPK_FREE, compact->n_columns);
    run->joint = run->program->instance->policy.families_required;
    if (!run->joint) {
        memset(run->shut + compact->joint[0], GLPK_CLOSED, compact->n_columns - compact->joint[0]);
    }
    return glpk_program_fix(run->glpk, run->shut, NULL, run->error);
}

/* Does the level count heads: is each of its costs 0 or -1? */
static bool counts_heads(const struct run *run, uint32_t l) {
    bool counts = true;
    for (uint32_t k = 0; k < run->program->n_options && counts; k++) {
        int64_t cost = program_cost(run->program, l, k);
        counts = cost == 0 || cost == -1;
    }
    return counts;
}

/* The level and those after it, up to the first that does not count heads, in one sum. Where it is
 * fractional they will be, and cuts made here raise their bounds before one is assumed that the
 * next would refute. Nothing else is concluded from it. */
static enum err look_ahead(struct run *run, uint32_t l, enum glpk_method method) {
    uint32_t n_levels = run->program->model->n_levels, last = l;
    double weight = 1.0;
    while (last + 1 < n_levels && counts_heads(run, last)) {
        last++;
    }
    for (uint32_t j = n_levels; j-- > 0;) {
        bool in = j >= l && j <= last;
        run->weight[j] = in ? weight : 0.0;
        weight *= in ? AHEAD * (run->size[j] > 1.0 ? run->size[j] : 1.0) : 1.0;
    }
    enum err err = glpk_program_set_sum(run->glpk, run->weight, run->error);
    if (err == OK) {
        err = glpk_program_relax(run->glpk, &run->limits, method, INFINITY, &run->relaxation,
                                 run->error);
    }
    if (err == OK && run->relaxation.status == GLPK_OPTIMAL) {
        err = cut(run, l, true);
    }
    if (err == OK && run->relaxation.status == GLPK_OPTIMAL) {
        run_offer_relaxation(run);
    }
    return err;
}

/* Notes the state at a level, if no row holds an earlier one. */
static enum err note_start(struct run *run, uint32_t l) {
    struct fresh_start *again = &run->again;
    size_t n_columns = run->compact.n_columns, n_rows = run->compact.n_rows + ADDED_ROWS_MOST;
    again->there = run->n_held == 0;
    again->level = l;
    again->last_assumed = run->last_assumed;
    memcpy(again->fixed, run->fixed, n_columns);
    memcpy(again->kept_full, run->kept_full, n_rows);
    memset(again->mark, GLPK_BASIC, n_columns + n_rows); /* so are rows that come later */
    return glpk_program_mark(run->glpk, again->mark, run->error);
}

/* Opens joint columns at the first level that counts families. */
static enum err open_joint(struct run *run, uint32_t l, bool sifts) {
    bool first = !run->joint;
    run->joint = true;
    enum err err = first ? glpk_program_reopen(run->glpk, run->fixed, run->error) : OK;
    if (err == OK && !sifts) {
        err = look_ahead(run, l, first ? GLPK_PRIMAL : GLPK_DUAL);
    }
    return err == OK && !sifts ? note_start(run, l) : err;
}

/* The level's relaxation; *solved: it has an optimum. */
static enum err relax_level(struct run *run, uint32_t l, bool *solved) {
    enum err err = OK;
    bool sifts = run->compact.n_columns > SIFT_FROM;
    bool again = run->again.there && run->again.level == l;
    if (program_counts_families(run->program, l) && (!run->joint || again)) {
        err = open_joint(run, l, sifts);
    }
    if (err == OK) {
        err = glpk_program_set_cost(run->glpk, l, run->error);
    }
    if (err == OK) {
        enum glpk_method method = l == 0 ? GLPK_DUAL : sifts ? GLPK_SIFT : GLPK_PRIMAL;
        err = glpk_program_relax(run->glpk, run->task->limits, method, INFINITY, &run->relaxation,
                                 run->error);
    }
    *solved = err == OK && run->relaxation.status == GLPK_OPTIMAL;
    if (err == OK && !*solved) {
        run->over |= run->relaxation.status == GLPK_STOPPED;
        run->refuted |= !run->over;
        run->proof->stopped |= run->over;
    }
    run->proof->level[l].iterations = run->relaxation.iterations;
    return err;
}

static enum err solve_level(struct run *run, uint32_t l) {
    struct program_level *level = &run->proof->level[l];
    bool last = l + 1 == run->program->model->n_levels, solved, gained;
    run->answer.nodes = 0;
    memset(run->decided, GLPK_FREE, run->compact.n_columns);
    level->bound = run->floor[l];
    run->limits = *run->task->limits;
    enum err err = relax_level(run, l, &solved);
    if (err != OK || !solved) {
        return err;
    }
    run_raise_bound(run, l, run_round_up(run, l, run->relaxation.value));
    run_offer_relaxation(run);
    if (!run_is_reached(run, l)) {
        run_prove(run, l);
    }
    if (err == OK && !run_is_reached(run, l) && run->compact.n_columns <= SMALL) {
        err = run_look(run, l, SEARCH_DIVE, AIM_BEST, &gained);
    }
    if (err == OK && !run_is_reached(run, l)) {
        err = cut(run, l, false);
    }
    bool solved_on = err == OK && !run->refuted && !run->over;
    if (solved_on && !run_is_reached(run, l)) {
        run_offer_relaxation(run);
        err = run_offer_rounded(run);
    }
    bool assumed = run->searched[l] == 0 && !last && counts_heads(run, l);
    if (solved_on && err == OK && !run_is_reached(run, l) && !assumed) {
        share_time(run, l);
        err = run_search(run, l);
    }
    bool keeps = run_keeps_targets(run, l);
    run->over |=
        !keeps && !assumed && !run->refuted; /* no placement in time: none that can be kept */
    run->proof->stopped |= run->over;
    run->last_assumed = assumed ? l : run->last_assumed;
    run->target[l] = keeps && !assumed ? run->have[l] : level->bound;
    if (err == OK && !run->refuted) {
        run_prove(run, l);
    }
    if (err == OK && !run->refuted && !last) {
        err = keep(run, l);
    }
    return err;
}

static enum err make_arrays(struct run *run) {
    const struct program *program = run->program;
    struct arena *scratch = &run->scratch, *arena = run->task->arena;
    uint32_t n_levels = program->model->n_levels;
    size_t n_columns = run->compact.n_columns, n_rows = run->compact.n_rows;
    run->relaxation.x = ARENA_NEW(scratch, n_columns, double);
    run->relaxation.reduced = ARENA_NEW(scratch, n_columns, double);
    run->relaxation.dual = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, double);
    run->answer.value = ARENA_ZERO(scratch, n_columns, uint8_t);
    run->candidate = ARENA_NEW(scratch, program->instance->n_applicants, uint32_t);
    run->have = ARENA_NEW(scratch, n_levels, int64_t);
    run->found = ARENA_NEW(scratch, n_levels, int64_t);
    run->size = ARENA_ZERO(scratch, n_levels, double);
    run->weight = ARENA_NEW(scratch, n_levels, double);
    run->target = ARENA_NEW(scratch, n_levels, int64_t);
    run->floor = ARENA_NEW(scratch, n_levels, int64_t);
    run->searched = ARENA_ZERO(scratch, n_levels, uint8_t);
    run->n_raised = ARENA_ZERO(scratch, n_levels, uint32_t);
    run->fixed = ARENA_NEW(scratch, n_columns, uint8_t);
    run->decided = ARENA_NEW(scratch, n_columns, uint8_t);
    run->full = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, uint8_t);
    run->kept_full = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, uint8_t);
    run->guide = ARENA_NEW(scratch, n_columns, uint8_t);
    run->shut = ARENA_NEW(scratch, n_columns, uint8_t);
    run->whole = ARENA_NEW(scratch, program->n_columns, uint8_t);
    run->sum = ARENA_NEW(scratch, program->n_rows, int64_t);
    run->again.fixed = ARENA_NEW(scratch, n_columns, uint8_t);
    run->again.kept_full = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, uint8_t);
    run->again.mark = ARENA_NEW(scratch, n_columns + n_rows + ADDED_ROWS_MOST, uint8_t);
    for (int i = 0; i < 2; i++) {
        run->gains.gain[i] = ARENA_ZERO(scratch, n_columns, double);
        run->gains.tried[i] = ARENA_ZERO(scratch, n_columns, uint32_t);
    }
    run->proof->level = ARENA_ZERO(arena, n_levels, struct program_level);
    bool failed =
        run->relaxation.x == NULL || run->relaxation.reduced == NULL ||
        run->relaxation.dual == NULL || run->answer.value == NULL || run->candidate == NULL ||
        run->have == NULL || run->found == NULL || run->size == NULL || run->weight == NULL ||
        run->target == NULL || run->floor == NULL || run->searched == NULL ||
        run->n_raised == NULL || run->fixed == NULL || run->decided == NULL || run->full == NULL ||
        run->kept_full == NULL || run->guide == NULL || run->shut == NULL || run->whole == NULL ||
        run->sum == NULL || run->gains.gain[0] == NULL || run->gains.gain[1] == NULL ||
        run->gains.tried[0] == NULL || run->gains.tried[1] == NULL || run->again.fixed == NULL ||
        run->again.kept_full == NULL || run->again.mark == NULL || run->proof->level == NULL;
    for (uint32_t l = 0; l < n_levels && !failed; l++) {
        struct program_level *level = &run->proof->level[l];
        level->weight = ARENA_ZERO(arena, n_levels, int64_t);
        level->price = ARENA_ZERO(arena, program->n_rows, int64_t);
        failed = level->weight == NULL || level->price == NULL;
        run->floor[l] = BOUND_UNKNOWN;
        for (uint32_t k = 0; k < program->n_options; k++) {
            double cost = fabs((double)program_cost(program, l, k));
            run->size[l] = cost > run->size[l] ? cost : run->size[l];
        }
    }
    return failed ? error_no_memory(run->error) : OK;
}

/* GLPK's problem before the first level, or as it was noted. */
static enum err begin(struct run *run) {
    const struct fresh_start *again = &run->again;
    enum err err =
        glpk_program_new(&run->glpk, &run->compact, &run->scratch, run->task->progress, run->error);
    if (err == OK && !again->there) {
        err = glpk_program_start(run->glpk, run->task->start_choice, run->task->basis, run->error);
    }
    if (err == OK) {
        err = program_cuts_hand_over(run->glpk, &run->cuts, 0, run->error);
    }
    if (err == OK && again->there) {
        err = glpk_program_fix(run->glpk, run->fixed, run->kept_full, run->error);
    } else if (err == OK) {
        err = shut_joint(run);
    }
    return err == OK && again->there ? glpk_program_return(run->glpk, again->mark, run->error)
                                     : err;
}

/* All levels, those before the noted start aside; placements and cuts that have been found before
 * stay. */
static enum err solve_levels(struct run *run) {
    const struct fresh_start *again = &run->again;
    size_t n_columns = run->compact.n_columns, n_rows = run->compact.n_rows + ADDED_ROWS_MOST;
    run->refuted = false;
    run->proof->stopped = run->over;
    run->n_held = 0;
    run->last_assumed = again->there ? again->last_assumed : NONE;
    cuts_keep_always(&run->cuts);
    memset(run->fixed, GLPK_FREE, n_columns);
    memset(run->kept_full, 0, n_rows);
    if (again->there) {
        memcpy(run->fixed, again->fixed, n_columns);
        memcpy(run->kept_full, again->kept_full, n_rows);
    }
    enum err err = begin(run);
    for (uint32_t l = again->there ? again->level : 0;
         l < run->program->model->n_levels && err == OK; l++) {
        run_forget(run, l);
        run->proof->level[l].nodes = run->proof->level[l].iterations = 0;
        run->target[l] = INT64_MIN;
        if (!run->over && !run->refuted) {
            err = solve_level(run, l);
        }
    }
    glpk_program_free(run->glpk);
    run->glpk = NULL;
    return err;
}

/* No placement has all that was assumed. If the one at hand has it at all levels before the last
 * assumed one, that one's bound is too low; else the first at which it has not is searched. False:
 * nothing was assumed. */
static bool learn(struct run *run) {
    uint32_t n_levels = run->program->model->n_levels, k = 0;
    if (run->last_assumed == NONE) {
        return false;
    }
    while (k < run->last_assumed && run_keeps_targets(run, k + 1)) {
        k++;
    }
    if (k == run->last_assumed && run->n_raised[k]++ < RAISED_MOST) {
        run->floor[k] = run->target[k] + 1;
    } else {
        run->searched[k] = 1;
    }
    run->again.there = run->again.there && k >= run->again.level;
    for (uint32_t l = k + 1; l < n_levels; l++) {
        run->floor[l] = BOUND_UNKNOWN; /* it stood on the target that changes */
    }
    return true;
}

enum err program_solve(const struct program_task *task, uint32_t *choice,
                       struct program_proof *proof, struct error *error) {
    struct run run = {
        .task = task, .program = task->program, .proof = proof, .choice = choice, .error = error};
    double started = omp_get_wtime();
    *proof = (struct program_proof){0};
    enum err err = compact_build(&run.compact, task->program, &run.scratch, error);
    if (err == OK) {
        err = make_arrays(&run);
    }
    if (err == OK) {
        err = program_bound_new(&run.bound, &run.compact, &run.scratch, error);
    }
    if (err == OK) {
        err = cuts_new(&run.cuts, &run.compact, &run.scratch, error);
    }
    if (err == OK) {
        err = run_new_payments(&run);
    }
    if (err == OK) {
        run_offer_first(&run);
        err = solve_levels(&run);
    }
    while (err == OK && run.refuted && !run.over && learn(&run)) {
        err = solve_levels(&run);
    }
    if (err == OK && !run.any) {
        err = infeasible(&run);
    }
    if (err == OK) {
        proof->stopped |= run.refuted; /* by its own placement: GLPK's doubles went astray */
        run_conclude(&run);
        err = run_keep_cuts(&run);
        proof->seconds = omp_get_wtime() - started;
    }
    arena_free(&run.scratch);
    return err;
}
