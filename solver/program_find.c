// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Placements that a solve meets: those of relaxations, rounded or integral, and those that searches
 * find. The best one, level by level, is the choice.
 */
#include "solver/narrow.h"
#include "solver/program_round.h"
#include "solver/program_run.h"
#include "solver/program_values.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#define NEARLY 1e-6

/* Values of the best placement, and whether it keeps the targets of the levels before this one. */
bool run_keeps_targets(struct run *run, uint32_t l) {
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
bool run_is_reached(struct run *run, uint32_t l) {
    return run_keeps_targets(run, l) && run->have[l] <= run->proof->level[l].bound;
}

/* Takes the candidate where it keeps the rules and is better than what is there, level by level;
 * false: it is not. */
static bool offer(struct run *run) {
    if (!program_complete(run->program, run->candidate, run->whole, run->sum)) {
        return false;
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
    return order < 0;
}

static bool offer_columns(struct run *run, const uint8_t *value) {
    compact_choice(&run->compact, value, run->candidate);
    return offer(run);
}

bool run_is_integral(const struct run *run) {
    bool integral = true;
    for (uint32_t c = 0; c < run->compact.n_columns && integral; c++) {
        integral = !cuts_is_fractional(run->relaxation.x[c]);
    }
    return integral;
}

/* Offers the relaxation where it is integral. */
void run_offer_relaxation(struct run *run) {
    if (!run_is_integral(run)) {
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
enum err run_offer_rounded(struct run *run) {
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

void run_raise_bound(struct run *run, uint32_t l, int64_t bound) {
    struct program_level *level = &run->proof->level[l];
    level->bound = bound > level->bound ? bound : level->bound;
}

/* The value wanted at a level: its bound; a quarter of the way from there to what is there, or just
 * better than that. False: any will do, since nothing that can be kept is there. */
static bool want(struct run *run, uint32_t l, enum aim aim, int64_t *value) {
    int64_t bound = run->proof->level[l].bound;
    *value = bound;
    if (aim == AIM_BEST) {
        return true;
    }
    if (!run_keeps_targets(run, l)) {
        return false;
    }
    *value = aim == AIM_GOOD ? bound + (run->have[l] - bound) / 4 : run->have[l] - 1;
    return true;
}

/* Whom a whole search tells of what it finds. */
struct finder {
    struct run *run;
    const struct narrow *narrow;
    uint32_t level;
    int64_t wanted;
    bool gained;
};

/* Takes what was found where it is better; then something better still is wanted. */
static bool take_found(void *teller, const uint8_t *value, double *cutoff) {
    struct finder *finder = teller;
    struct run *run = finder->run;
    narrow_widen(finder->narrow, value, run->answer.value);
    bool better = offer_columns(run, run->answer.value);
    finder->gained |= better;
    if (!better || !run_keeps_targets(run, finder->level)) {
        return false;
    }
    finder->wanted = run->have[finder->level] - 1;
    *cutoff = (double)finder->wanted + run_doubt(run, finder->level, (double)finder->wanted);
    return true;
}

/* A placement as good as the best is in one of the leaves: what they agree on stays decided. The
 * best itself must be in one; if not, doubles went astray. */
static void take_decisions(struct run *run, const struct narrow *narrow,
                           const struct leaves *leaves, uint8_t *fixed, uint8_t *guide) {
    bool holds = true;
    leaves_agree(leaves, narrow->compact.n_columns, fixed);
    fill_guide(run);
    narrow_take(narrow, run->guide, guide);
    for (uint32_t c = 0; c < narrow->compact.n_columns; c++) {
        holds &= fixed[c] == GLPK_FREE || (fixed[c] == GLPK_OPEN) == (guide[c] != 0);
    }
    for (uint32_t c = 0; c < narrow->compact.n_columns && holds; c++) {
        run->decided[narrow->column[c]] = fixed[c];
    }
}

/* Searches the part in which a placement of at most the cutoff must be; a whole search: of at most
 * one more. */
static enum err search_part(struct run *run, struct finder *finder,
                            const struct search_task *wide) {
    struct arena scratch = {NULL};
    struct narrow narrow = {0};
    struct search_answer answer = {0};
    struct glpk_relaxation root;
    struct leaves leaves = {.arena = &scratch};
    bool whole = wide->kind == SEARCH_WHOLE;
    double kept = wide->cutoff + (whole ? 1.0 : 0.0);
    size_t n = run->compact.n_columns, n_duals = run->compact.n_rows + ADDED_ROWS_MOST;
    for (uint32_t c = 0; c < n; c++) {
        bool worse = run->relaxation.x[c] < NEARLY &&
                     run->relaxation.value + run->relaxation.reduced[c] > kept + NEARLY;
        bool shut = glpk_program_is_fixed(run->glpk, c) && run->fixed[c] != GLPK_OPEN;
        run->shut[c] = worse || shut ? 0 : 1;
    }
    const struct narrow_task task = {.wide = &run->compact,
                                     .cuts = &run->cuts,
                                     .glpk = run->glpk,
                                     .kept = run->shut,
                                     .fixed = run->fixed,
                                     .full = run->kept_full,
                                     .level = finder->level};
    struct search_task part = *wide;
    uint8_t *guide = ARENA_NEW(&scratch, n, uint8_t);
    uint8_t *part_fixed = ARENA_NEW(&scratch, n, uint8_t);
    root.x = ARENA_NEW(&scratch, n, double);
    root.reduced = ARENA_NEW(&scratch, n, double);
    root.dual = ARENA_NEW(&scratch, n_duals, double);
    answer.value = ARENA_ZERO(&scratch, n, uint8_t);
    enum err err = guide == NULL || part_fixed == NULL || root.x == NULL || root.reduced == NULL ||
                           root.dual == NULL || answer.value == NULL
                       ? error_no_memory(run->error)
                       : narrow_build(&narrow, &task, &scratch, run->error);
    if (err == OK) {
        err = glpk_program_relax(narrow.glpk, wide->limits, GLPK_DUAL, INFINITY, &root, run->error);
    }
    part.compact = &narrow.compact;
    part.glpk = narrow.glpk;
    part.root = &root;
    part.gains = &run->gains;
    part.column = narrow.column;
    if (whole) {
        part.leaves = &leaves;
        part.found = take_found;
        part.teller = finder;
        finder->narrow = &narrow;
    }
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
        if (err == OK && whole && answer.none && run_keeps_targets(run, finder->level)) {
            take_decisions(run, &narrow, &leaves, part_fixed, guide);
        }
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

enum err run_look(struct run *run, uint32_t l, enum search_kind kind, enum aim aim, bool *gained) {
    struct finder finder = {.run = run, .level = l};
    bool keeps = run_keeps_targets(run, l), wants = want(run, l, aim, &finder.wanted);
    struct search_task task = {.compact = &run->compact,
                               .glpk = run->glpk,
                               .limits = &run->limits,
                               .root = &run->relaxation,
                               .kind = kind,
                               .guide = keeps ? run->guide : NULL};
    double value = (double)finder.wanted;
    task.cutoff = wants ? value + run_doubt(run, l, value) : INFINITY;
    if (keeps) {
        fill_guide(run);
    }
    *gained = false;
    enum err err = search_part(run, &finder, &task);
    if (err != OK) {
        return err;
    }
    run->proof->level[l].nodes = run->answer.nodes;
    *gained = finder.gained;
    if (run->answer.found) {
        *gained |= offer_columns(run, run->answer.value);
    } else if (run->answer.none && (wants || finder.gained)) {
        run_raise_bound(run, l, finder.wanted + 1);
    } else if (run->answer.none) {
        run->refuted = true;
    }
    if (kind == SEARCH_WHOLE && !*gained && !run->answer.none) {
        if (run->answer.bound < INFINITY) {
            run_raise_bound(run, l, run_round_up(run, l, run->answer.bound));
        }
        run->proof->stopped = true;
        run->over |= glpk_limits_reached(run->task->limits);
    }
    return OK;
}

enum err run_search(struct run *run, uint32_t l) {
    enum search_kind kind[] = {SEARCH_DIVE, SEARCH_GUIDED, SEARCH_WHOLE};
    if (run->n_held > 0) {
        kind[0] = SEARCH_GUIDED;
        kind[1] = SEARCH_DIVE;
    }
    enum err err = OK;
    for (int i = 0; i < 3 && err == OK; i++) {
        bool gained = true;
        while (err == OK && gained && !run->refuted && !run_is_reached(run, l)) {
            err = run_look(run, l, kind[i], i == 0 ? AIM_GOOD : AIM_BETTER, &gained);
        }
    }
    return err;
}

/* Before anything is solved: everybody stays or has nothing; the network's optimum. */
void run_offer_first(struct run *run) {
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
