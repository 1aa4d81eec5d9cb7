// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     the network's optimum, without what makes the round none, and its basis   (the caller's)
 *     for each level:
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

#include "solver/glpk_model.h"
#include "solver/narrow.h"
#include "solver/program_cuts.h"
#include "solver/program_round.h"
#include "solver/program_run.h"
#include "solver/program_values.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* SMALL: columns of a program in which a dive is nothing. */
enum { CUT_ROUNDS = 30, CUTS_IN_VAIN = 1, RAISED_MOST = 8, SMALL = 3000 };

#define NEARLY 1e-6
#define LEAST_GAIN 0.01

/* Values of the best placement, and whether it keeps the targets of the levels before this one. */
static bool keeps_targets(struct run *run, uint32_t l) {
    bool keeps = run->any;
    if (run->any) {
        program_values(run->program, run->choice, run->have);
    }
    for (uint32_t j = 0; j < l && keeps; j++) {
        keeps = run->have[j] <= run->target[j];
    }
    return keeps;
}

/* Is nothing better to be found at the level? */
static bool is_reached(struct run *run, uint32_t l) {
    return keeps_targets(run, l) && run->have[l] <= run->proof->level[l].bound;
}

/* Takes the candidate where it keeps the rules and is better than what is there, level by level. */
static void offer(struct run *run) {
    if (!program_complete(run->program, run->candidate, run->whole, run->sum)) {
        return;
    }
    int order = run->any ? 0 : -1;
    program_values(run->program, run->candidate, run->found);
    for (uint32_t l = 0; l < run->program->model->n_levels && order == 0; l++) {
        order = (run->found[l] > run->have[l]) - (run->found[l] < run->have[l]);
    }
    if (order < 0) {
        size_t n_bytes = run->program->instance->n_applicants * sizeof *run->choice;
        memcpy(run->choice, run->candidate, n_bytes);
        run->any = true;
        program_values(run->program, run->choice, run->have);
    }
}

static void offer_columns(struct run *run, const uint8_t *value) {
    compact_choice(&run->compact, value, run->candidate);
    offer(run);
}

static bool is_integral(const struct run *run) {
    bool integral = true;
    for (uint32_t c = 0; c < run->compact.n_columns && integral; c++) {
        double x = run->relaxation.x[c];
        integral = fabs(x - floor(x + 0.5)) < NEARLY;
    }
    return integral;
}

/* Offers the relaxation where it is integral. */
static void offer_relaxation(struct run *run) {
    if (!is_integral(run)) {
        return;
    }
    for (uint32_t c = 0; c < run->compact.n_columns; c++) {
        run->answer.value[c] = run->relaxation.x[c] > 0.5 ? 1 : 0;
    }
    offer_columns(run, run->answer.value);
}

/* The placement at hand as columns. */
static void fill_guide(struct run *run) {
    program_complete(run->program, run->choice, run->whole, run->sum);
    compact_fill(&run->compact, run->whole, run->guide);
}

/* Offers what the relaxation wants most, so that there is something good whenever time is over. */
static enum err offer_rounded(struct run *run) {
    if (!run->any) {
        return OK;
    }
    fill_guide(run);
    enum err err = program_round(&run->compact, run->relaxation.x, run->relaxation.reduced,
                                 run->guide, run->error);
    if (err == OK) {
        offer_columns(run, run->guide);
    }
    return err;
}

static void raise_bound(struct run *run, uint32_t l, int64_t bound) {
    struct program_level *level = &run->proof->level[l];
    level->bound = bound > level->bound ? bound : level->bound;
}

/* Later levels keep this one's target. */
static enum err keep(struct run *run, uint32_t l) {
    const struct compact *compact = &run->compact;
    double gap = (double)run->target[l] - run->relaxation.value;
    double nearly = run_doubt(run->relaxation.value);
    bool tight = gap < nearly;
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        double x = run->relaxation.x[c], reduced = run->relaxation.reduced[c];
        bool closes = x < NEARLY && reduced > (tight ? nearly : gap + 1e-3);
        bool opens = tight && x > 1.0 - NEARLY && reduced < -nearly; /* at a bound of its own */
        if (run->fixed[c] == GLPK_FREE) {
            run->fixed[c] = closes ? GLPK_CLOSED : opens ? GLPK_OPEN : GLPK_FREE;
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

/* How good a placement a search is to find. */
enum aim { AIM_BEST, AIM_GOOD, AIM_BETTER };

/* The value wanted at a level: its bound; a quarter of the way from there to what is there, or just
 * better than that, and any where nothing is there. */
static double cutoff_of(struct run *run, uint32_t l, enum aim aim) {
    double bound = (double)run->proof->level[l].bound, have = (double)run->have[l];
    if (aim != AIM_BEST && !keeps_targets(run, l)) {
        return INFINITY;
    }
    double value = aim == AIM_BEST   ? bound
                   : aim == AIM_GOOD ? bound + floor((have - bound) / 4.0)
                                     : have - 1.0;
    return value + run_doubt(value);
}

/* Searches the part in which a placement of at most the cutoff must be. */
static enum err search_part(struct run *run, uint32_t l, const struct search_task *wide) {
    struct arena scratch = {NULL};
    struct narrow narrow = {0};
    struct search_answer answer = {0};
    struct glpk_relaxation root;
    size_t n = run->compact.n_columns, n_duals = run->compact.n_rows + ADDED_ROWS_MOST;
    for (uint32_t c = 0; c < n; c++) {
        bool worse = run->relaxation.x[c] < NEARLY &&
                     run->relaxation.value + run->relaxation.reduced[c] > wide->cutoff + NEARLY;
        bool shut = glpk_program_is_fixed(run->glpk, c) && run->fixed[c] != GLPK_OPEN;
        run->shut[c] = worse || shut ? 0 : 1;
    }
    const struct narrow_task task = {.wide = &run->compact,
                                     .cuts = &run->cuts,
                                     .glpk = run->glpk,
                                     .kept = run->shut,
                                     .fixed = run->fixed,
                                     .full = run->kept_full,
                                     .level = l};
    struct search_task part = *wide;
    uint8_t *guide = ARENA_NEW(&scratch, n, uint8_t);
    root.x = ARENA_NEW(&scratch, n, double);
    root.reduced = ARENA_NEW(&scratch, n, double);
    root.dual = ARENA_NEW(&scratch, n_duals, double);
    answer.value = ARENA_NEW(&scratch, n, uint8_t);
    enum err err = guide == NULL || root.x == NULL || root.reduced == NULL || root.dual == NULL ||
                           answer.value == NULL
                       ? error_no_memory(run->error)
                       : narrow_build(&narrow, &task, &scratch, run->error);
    if (err == OK) {
        err = glpk_program_relax(narrow.glpk, wide->limits, GLPK_DUAL, INFINITY, &root, run->error);
    }
    part.compact = &narrow.compact;
    part.glpk = narrow.glpk;
    part.root = &root;
    part.guide = wide->guide == NULL ? NULL : guide;
    if (err == OK && wide->guide != NULL) {
        narrow_take(&narrow, wide->guide, guide);
    }
    run->answer.found = run->answer.none = false;
    run->answer.bound = run->relaxation.value;
    if (err == OK && root.status == GLPK_OPTIMAL) {
        answer.nodes = run->answer.nodes;
        err = program_search(&part, &answer, run->error);
        narrow_widen(&narrow, answer.value, run->answer.value);
        answer.value = run->answer.value;
        run->answer = answer;
    } else if (err == OK && root.status == GLPK_INFEASIBLE) {
        run->answer.none = true;
    }
    if (err != OK && narrow.glpk != NULL) {
        glpk_program_abandon(run->glpk);
    }
    narrow_release(&narrow);
    arena_free(&scratch);
    return err;
}

/* One search from the relaxation. */
static enum err look(struct run *run, uint32_t l, enum search_kind kind, enum aim aim) {
    struct program_level *level = &run->proof->level[l];
    bool keeps = keeps_targets(run, l);
    struct search_task task = {.compact = &run->compact,
                               .glpk = run->glpk,
                               .limits = &run->limits,
                               .root = &run->relaxation,
                               .kind = kind,
                               .guide = keeps ? run->guide : NULL};
    task.cutoff = cutoff_of(run, l, aim);
    if (keeps) {
        fill_guide(run);
    }
    enum err err = search_part(run, l, &task);
    if (err != OK) {
        return err;
    }
    level->nodes = run->answer.nodes;
    if (run->answer.found) {
        offer_columns(run, run->answer.value);
    } else if (run->answer.none && task.cutoff < INFINITY) {
        raise_bound(run, l, (int64_t)floor(task.cutoff) + 1);
    } else if (run->answer.none) {
        run->refuted = true;
    } else if (kind == SEARCH_WHOLE) {
        raise_bound(run, l, run_round_up(run->answer.bound));
        run->proof->stopped = true;
        run->over |= glpk_limits_reached(run->task->limits);
    }
    return OK;
}

/* Dives for something better, then the whole tree. */
static enum err search(struct run *run, uint32_t l) {
    enum search_kind kind[] = {SEARCH_DIVE, SEARCH_GUIDED, SEARCH_WHOLE};
    if (run->n_held > 0) {
        kind[0] = SEARCH_GUIDED;
        kind[1] = SEARCH_DIVE;
    }
    run->answer.nodes = 0;
    enum err err = OK;
    for (int i = 0; i < 3 && err == OK; i++) {
        run->answer.found = true;
        while (err == OK && run->answer.found && !run->refuted && !is_reached(run, l)) {
            err = look(run, l, kind[i], i == 0 ? AIM_GOOD : AIM_BETTER);
        }
    }
    return err;
}

/* Cuts off what is fractional, as long as that helps. */
static enum err cut(struct run *run, uint32_t l) {
    enum err err = OK;
    uint32_t n_cuts = 1;
    double best = run->relaxation.value;
    for (int round = 0, vain = 0;
         round < CUT_ROUNDS && vain < CUTS_IN_VAIN && err == OK && n_cuts > 0 &&
         !is_integral(run) && !glpk_limits_reached(&run->limits);
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
        raise_bound(run, l, run_round_up(run->relaxation.value));
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

/* The level's relaxation; *solved: it has an optimum. */
static enum err relax_level(struct run *run, uint32_t l, bool *solved) {
    enum err err = OK;
    if (program_counts_families(run->program, l) && !run->joint) {
        run->joint = true;
        err = glpk_program_reopen(run->glpk, run->fixed, run->error);
    }
    if (err == OK) {
        err = glpk_program_set_cost(run->glpk, l, run->error);
    }
    if (err == OK) {
        err = glpk_program_relax(run->glpk, run->task->limits, l == 0 ? GLPK_DUAL : GLPK_PRIMAL,
                                 INFINITY, &run->relaxation, run->error);
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
    bool last = l + 1 == run->program->model->n_levels, solved;
    level->bound = level->price_bound = BOUND_UNKNOWN;
    level->nodes = 0;
    run->limits = *run->task->limits;
    enum err err = relax_level(run, l, &solved);
    if (err != OK || !solved) {
        return err;
    }
    level->bound = run->floor[l];
    raise_bound(run, l, run_round_up(run->relaxation.value));
    offer_relaxation(run);
    if (!is_reached(run, l)) {
        err = run_prove(run, l); /* cuts have no prices */
    }
    if (err == OK && !is_reached(run, l) && run->compact.n_columns <= SMALL) {
        err = look(run, l, SEARCH_DIVE, AIM_BEST);
    }
    if (err == OK && !is_reached(run, l)) {
        err = cut(run, l);
    }
    bool solved_on = err == OK && !run->refuted && !run->over;
    if (solved_on && !is_reached(run, l)) {
        offer_relaxation(run);
        err = offer_rounded(run);
    }
    bool assumed = run->searched[l] == 0 && !last && counts_heads(run, l);
    if (solved_on && err == OK && !is_reached(run, l) && !assumed) {
        share_time(run, l);
        err = search(run, l);
    }
    bool keeps = keeps_targets(run, l);
    run->over |=
        !keeps && !assumed && !run->refuted; /* no placement in time: none that can be kept */
    run->proof->stopped |= run->over;
    run->last_assumed = assumed ? l : run->last_assumed;
    run->target[l] = keeps && !assumed ? run->have[l] : level->bound;
    if (err == OK && !run->refuted) {
        err = run_prove(run, l);
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
    run->target = ARENA_NEW(scratch, n_levels, int64_t);
    run->floor = ARENA_NEW(scratch, n_levels, int64_t);
    run->searched = ARENA_ZERO(scratch, n_levels, uint8_t);
    run->n_raised = ARENA_ZERO(scratch, n_levels, uint32_t);
    run->fixed = ARENA_NEW(scratch, n_columns, uint8_t);
    run->full = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, uint8_t);
    run->kept_full = ARENA_NEW(scratch, n_rows + ADDED_ROWS_MOST, uint8_t);
    run->guide = ARENA_NEW(scratch, n_columns, uint8_t);
    run->shut = ARENA_NEW(scratch, n_columns, uint8_t);
    run->whole = ARENA_NEW(scratch, program->n_columns, uint8_t);
    run->sum = ARENA_NEW(scratch, program->n_rows, int64_t);
    run->proof->level = ARENA_ZERO(arena, n_levels, struct program_level);
    bool failed = run->relaxation.x == NULL || run->relaxation.reduced == NULL ||
                  run->relaxation.dual == NULL || run->answer.value == NULL ||
                  run->candidate == NULL || run->have == NULL || run->found == NULL ||
                  run->target == NULL || run->floor == NULL ||
                  run->searched == NULL || run->n_raised == NULL || run->fixed == NULL || run->full == NULL ||
                  run->kept_full == NULL || run->guide == NULL || run->shut == NULL ||
                  run->whole == NULL || run->sum == NULL || run->proof->level == NULL;
    for (uint32_t l = 0; l < n_levels && !failed; l++) {
        struct program_level *level = &run->proof->level[l];
        level->weight = ARENA_ZERO(arena, n_levels, int64_t);
        level->price = ARENA_ZERO(arena, program->n_rows, int64_t);
        failed = level->weight == NULL || level->price == NULL;
        run->floor[l] = BOUND_UNKNOWN;
    }
    return failed ? error_no_memory(run->error) : OK;
}

/* Before anything is solved: everybody stays or has nothing; the network's optimum. */
static void offer_first(struct run *run) {
    const struct program *program = run->program;
    const struct options *options = program->options;
    for (uint32_t a = 0; a < program->instance->n_applicants; a++) {
        run->candidate[a] = NONE;
        for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
            run->candidate[a] = options_stays(options, k) ? k : run->candidate[a];
        }
    }
    offer(run);
    memcpy(run->candidate, run->task->start_choice,
           program->instance->n_applicants * sizeof *run->candidate);
    offer(run);
}

/* All levels from the start; placements and cuts that have been found before stay. */
static enum err solve_levels(struct run *run) {
    run->refuted = false;
    run->n_held = 0;
    run->last_assumed = NONE;
    cuts_keep_always(&run->cuts);
    memset(run->fixed, GLPK_FREE, run->compact.n_columns);
    memset(run->kept_full, 0, run->compact.n_rows + ADDED_ROWS_MOST);
    enum err err = glpk_program_new(&run->glpk, &run->compact, &run->scratch, run->task->progress,
                                    run->error);
    if (err == OK) {
        err = glpk_program_start(run->glpk, run->task->start_choice, run->task->basis, run->error);
    }
    if (err == OK) {
        err = program_cuts_hand_over(run->glpk, &run->cuts, 0, run->error);
    }
    if (err == OK) {
        err = shut_joint(run);
    }
    for (uint32_t l = 0; l < run->program->model->n_levels && err == OK; l++) {
        run->proof->level[l].bound = run->proof->level[l].price_bound = BOUND_UNKNOWN;
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
    while (k < run->last_assumed && keeps_targets(run, k + 1)) {
        k++;
    }
    if (k == run->last_assumed && run->n_raised[k]++ < RAISED_MOST) {
        run->floor[k] = run->target[k] + 1;
    } else {
        run->searched[k] = 1;
    }
    for (uint32_t l = k + 1; l < n_levels; l++) {
        run->floor[l] = BOUND_UNKNOWN; /* it stood on the target that changes */
    }
    return true;
}

/* Values of the placement found; bounds that stand on values that it has not got are none. */
static void conclude(struct run *run) {
    struct program_proof *proof = run->proof;
    uint32_t n_proved = 0, n_levels = run->program->model->n_levels;
    bool stands = true;
    program_values(run->program, run->choice, run->have);
    for (uint32_t l = 0; l < n_levels; l++) {
        struct program_level *level = &proof->level[l];
        level->value = run->have[l];
        if (!stands) {
            level->bound = level->price_bound = BOUND_UNKNOWN;
            level->by_prices = false;
            memset(level->weight, 0, n_levels * sizeof *level->weight);
            memset(level->price, 0, run->program->n_rows * sizeof *level->price);
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
        err = program_bound_new(&run.bound, task->program, &run.scratch, error);
    }
    if (err == OK) {
        err = cuts_new(&run.cuts, &run.compact, &run.scratch, error);
    }
    if (err == OK) {
        offer_first(&run);
        err = solve_levels(&run);
    }
    while (err == OK && run.refuted && !run.over && learn(&run)) {
        err = solve_levels(&run);
    }
    if (err == OK && (!run.any || run.refuted)) {
        err = infeasible(&run);
    }
    if (err == OK) {
        conclude(&run);
        proof->seconds = omp_get_wtime() - started;
    }
    arena_free(&run.scratch);
    return err;
}
