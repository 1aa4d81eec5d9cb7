// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     depth first:
 *         the relaxation of the node, by the dual simplex method from its parent's basis
 *         not feasible, or past the cutoff: the last decision's contrary, or back
 *         nothing fractional: found
 *         else decide something: families and offers first, then options
 *             a dive: all that is NEARLY decided at once, else what is most decided
 *             a whole search: what moves the bound most on both sides
 *
 * How far a decision moves the bound is tried for the first time (strong branching) and estimated
 * from then on, by later searches as well (pseudo-costs): T. Achterberg, T. Koch and A. Martin,
 * "Branching rules revisited", Operations Research Letters 33, 2005. Guided dives: E. Danna, E.
 * Rothberg and C. Le Pape, Mathematical Programming 102, 2005.
 */
#include "solver/program_search.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIKELY 0.49
#define NO_GAIN 1e-4

/* GROUP_PART: of what is fractional, at most this part is decided at once. */
enum {
    GROUP_PART = 4,
    MANY = 100,
    COLUMNS_EACH = 16000,
    FAILS_MOST = 8,
    TRIED_MOST = 8,
    MARKS_MOST = 100
};

/* A fractional column. */
struct wanted {
    double urgency;
    uint32_t column;
};

/* A decision, or a group of them. */
struct step {
    uint32_t first, n; /* in search.column; a group is open, or its only column closed */
    bool last;         /* the contrary has been looked at, or need not be */
    enum glpk_fixed fixed;
    double parent; /* bound of the node above */
};

struct search {
    const struct search_task *task;
    const struct compact *compact;
    struct glpk_relaxation here, trial;
    uint32_t *column;
    struct step *step;
    uint32_t n_steps, n_fails, nodes;
    uint8_t *mark; /* bases of the nodes of the first MARKS_MOST steps, and of the last */
    size_t mark_size;
    double cutoff;
    struct decision *path; /* [n_columns + 1] scratch */
    struct wanted *wanted; /* [n_columns] */
    int64_t *taken;        /* [n_rows] */
    bool stopped;          /* a relaxation was not solved to its end */
    struct error *error;
};

static uint8_t *mark_of(const struct search *search, uint32_t depth) {
    uint32_t slot = depth < MARKS_MOST ? depth : MARKS_MOST;
    return search->mark + slot * search->mark_size;
}

/* Where a leaf may be as good as what is at hand. */
static double kept(const struct search *search) {
    return search->cutoff + (search->task->leaves != NULL ? 1.0 : 0.0);
}

/* Notes the node as a leaf; other: a decision on top of its own, NULL: none. */
static enum err note_leaf(struct search *search, const struct glpk_relaxation *relaxation,
                          const struct decision *other) {
    struct leaves *leaves = search->task->leaves;
    if (leaves == NULL || relaxation->status != GLPK_OPTIMAL || relaxation->value > kept(search)) {
        return OK;
    }
    uint32_t n = 0;
    for (; n < search->n_steps; n++) {
        const struct step *step = &search->step[n];
        search->path[n] = (struct decision){search->column[step->first], step->fixed};
    }
    if (other != NULL) {
        search->path[n++] = *other;
    }
    leaves_leave_out(leaves, kept(search));
    return leaves_add(leaves, relaxation->value, search->path, n, search->error);
}

/* The relaxation as it stands; INFINITY: nothing of at most the cutoff. */
static enum err solve(struct search *search, struct glpk_relaxation *relaxation, double *value) {
    const struct search_task *task = search->task;
    enum err err = glpk_program_relax(task->glpk, task->limits, GLPK_DUAL, kept(search), relaxation,
                                      search->error);
    bool past = relaxation->status == GLPK_INFEASIBLE ||
                (relaxation->status == GLPK_OPTIMAL && relaxation->value > search->cutoff);
    *value = past ? INFINITY : relaxation->value;
    search->stopped |= relaxation->status == GLPK_STOPPED;
    search->nodes++;
    return err;
}

static enum err push(struct search *search, uint32_t n, enum glpk_fixed fixed, bool last,
                     double parent) {
    uint32_t first = search->n_steps == 0 ? 0
                                          : search->step[search->n_steps - 1].first +
                                                search->step[search->n_steps - 1].n;
    enum err err =
        glpk_program_mark(search->task->glpk, mark_of(search, search->n_steps), search->error);
    search->step[search->n_steps++] = (struct step){first, n, last, fixed, parent};
    return err == OK ? glpk_program_try(search->task->glpk, search->column + first, n, fixed,
                                        search->error)
                     : err;
}

/* Where the next group is noted. */
static uint32_t *next_columns(const struct search *search) {
    const struct step *top = search->n_steps == 0 ? NULL : &search->step[search->n_steps - 1];
    return search->column + (top == NULL ? 0 : top->first + top->n);
}

/* What came last was wrong; *over: nothing is left to look at. */
static enum err step_back(struct search *search, bool *over) {
    struct glpk_program *glpk = search->task->glpk;
    enum err err = OK;
    search->n_fails++;
    while (err == OK && search->n_steps > 0 && search->step[search->n_steps - 1].last) {
        const struct step *step = &search->step[--search->n_steps];
        err =
            glpk_program_try(glpk, search->column + step->first, step->n, GLPK_FREE, search->error);
    }
    *over = search->n_steps == 0;
    if (*over || err != OK) {
        return err;
    }
    struct step *step = &search->step[search->n_steps - 1];
    err = glpk_program_return(glpk, mark_of(search, search->n_steps - 1), search->error);
    if (err == OK && step->n > 1) {
        uint32_t n = step->n / 4 > 0 ? step->n / 4 : 1;
        err = glpk_program_try(glpk, search->column + step->first + n, step->n - n, GLPK_FREE,
                               search->error);
        step->n = n;
    } else if (err == OK) {
        step->last = true;
        step->fixed = step->fixed == GLPK_OPEN ? GLPK_CLOSED : GLPK_OPEN;
        err = glpk_program_try(glpk, search->column + step->first, 1, step->fixed, search->error);
    }
    return err;
}

/* How much a column asks to be decided next in a dive; more is sooner. */
static double urgency(const struct search *search, uint32_t c) {
    const struct search_task *task = search->task;
    bool guided = task->kind == SEARCH_GUIDED && task->guide != NULL && task->guide[c] != 0;
    return search->here.x[c] + (guided ? 1.0 : 0.0);
}

static int by_urgency(const void *left, const void *right) {
    const struct wanted *a = left, *b = right;
    return a->urgency != b->urgency ? (a->urgency < b->urgency) - (a->urgency > b->urgency)
                                    : (a->column > b->column) - (a->column < b->column);
}

/* Is there room for the column beside those that are 1? Then it takes it. */
static bool takes_room(struct search *search, uint32_t c) {
    const struct compact *compact = search->compact;
    bool fits = true;
    for (uint32_t i = compact->start[c]; i < compact->start[c + 1] && fits; i++) {
        uint32_t r = compact->row_of[i];
        fits = search->taken[r] + compact->value[i] <= compact->program->row[compact->row[r]].upper;
    }
    for (uint32_t i = compact->start[c]; i < compact->start[c + 1] && fits; i++) {
        search->taken[compact->row_of[i]] += compact->value[i];
    }
    return fits;
}

/* The group to open next in a dive, what is most urgent first; 0: nothing is fractional. */
static uint32_t find_group(struct search *search, uint32_t from, uint32_t end) {
    const struct compact *compact = search->compact;
    uint32_t *group = next_columns(search), n = 0, n_wanted = 0;
    for (uint32_t c = from; c < end; c++) {
        if (cuts_is_fractional(search->here.x[c])) {
            search->wanted[n_wanted++] = (struct wanted){urgency(search, c), c};
        }
    }
    if (n_wanted == 0) {
        return 0;
    }
    qsort(search->wanted, n_wanted, sizeof *search->wanted, by_urgency);
    memset(search->taken, 0, compact->n_rows * sizeof *search->taken);
    for (uint32_t c = 0; c < compact->n_columns; c++) {
        for (uint32_t i = compact->start[c];
             search->here.x[c] > 1.0 - INTEGRAL && i < compact->start[c + 1]; i++) {
            search->taken[compact->row_of[i]] += compact->value[i];
        }
    }
    uint32_t least = 1 + compact->n_columns / COLUMNS_EACH;
    uint32_t most = n_wanted > MANY ? n_wanted / GROUP_PART : least;
    most = most > least ? most : least;
    for (uint32_t i = 0; i < n_wanted && n < most; i++) {
        uint32_t c = search->wanted[i].column;
        bool first = i == 0,
             likely = search->wanted[i].urgency > LIKELY || n < most / GROUP_PART || n < least;
        if ((takes_room(search, c) && likely) || first) {
            group[n++] = c;
        }
    }
    return n;
}

static enum err dive_on(struct search *search) {
    uint32_t whole = search->compact->first_whole;
    uint32_t n = find_group(search, whole, search->compact->n_columns);
    n = n > 0 ? n : find_group(search, 0, whole);
    return push(search, n, GLPK_OPEN, false, search->here.value);
}

/* What a decision would do to the bound, from what earlier ones did. */
static double estimate(const struct search *search, uint32_t c, int up) {
    double part = up != 0 ? 1.0 - search->here.x[c] : search->here.x[c];
    const struct search_gains *gains = search->task->gains;
    uint32_t known = search->task->column[c], n = gains->tried[up][known];
    return n == 0 ? part : part * gains->gain[up][known] / n;
}

static double score(const struct search *search, uint32_t c) {
    double down = estimate(search, c, 0), up = estimate(search, c, 1);
    return (down > NO_GAIN ? down : NO_GAIN) * (up > NO_GAIN ? up : NO_GAIN);
}

/* What a decision did to the bound, as a part of the way from the root to the cutoff, so that
 * levels can be set beside each other. */
static void note_gain(struct search *search, uint32_t c, int up, double value) {
    const struct search_gains *gains = search->task->gains;
    double root = search->task->root->value;
    double way = search->cutoff < INFINITY ? search->cutoff - root + 1.0 : 1.0 + fabs(root) * 0.01;
    double gain = value < INFINITY ? (value - search->here.value) / way : 1.0;
    double part = up != 0 ? 1.0 - search->here.x[c] : search->here.x[c];
    uint32_t known = search->task->column[c];
    gains->gain[up][known] += (gain > 0.0 ? gain : 0.0) / part;
    gains->tried[up][known]++;
}

/* Tries a decision and notes what it does. *value: INFINITY: it cannot be. */
static enum err try_decision(struct search *search, uint32_t c, int up, double *value) {
    struct glpk_program *glpk = search->task->glpk;
    const uint8_t *mark = mark_of(search, search->n_steps);
    enum err err = glpk_program_try(glpk, &c, 1, up != 0 ? GLPK_OPEN : GLPK_CLOSED, search->error);
    if (err == OK) {
        err = solve(search, &search->trial, value);
    }
    if (err == OK) {
        err = glpk_program_try(glpk, &c, 1, GLPK_FREE, search->error);
    }
    if (err == OK) {
        err = glpk_program_return(glpk, mark, search->error);
    }
    if (err == OK && *value == INFINITY) {
        const struct decision decision = {c, up != 0 ? GLPK_OPEN : GLPK_CLOSED};
        err = note_leaf(search, &search->trial, &decision);
    }
    note_gain(search, c, up, *value);
    return err;
}

/* The fractional column of the best score that has (or has not) been tried; NONE. */
static uint32_t best_column(const struct search *search, uint32_t from, uint32_t end, bool tried) {
    uint32_t best = NONE;
    for (uint32_t c = from; c < end; c++) {
        const struct search_gains *gains = search->task->gains;
        uint32_t number = search->task->column[c];
        bool known = gains->tried[0][number] > 0 && gains->tried[1][number] > 0;
        if (known == tried && cuts_is_fractional(search->here.x[c]) &&
            (best == NONE || score(search, c) > score(search, best))) {
            best = c;
        }
    }
    return best;
}

/* Decides what moves the bound most; what is tried for that, and cannot be, is decided at once. */
static enum err branch_on(struct search *search) {
    uint32_t whole = search->compact->first_whole, from = whole, end = search->compact->n_columns;
    bool any = false;
    for (uint32_t c = from; c < end && !any; c++) {
        any = cuts_is_fractional(search->here.x[c]);
    }
    if (!any) {
        from = 0;
        end = whole;
    }
    enum err err =
        glpk_program_mark(search->task->glpk, mark_of(search, search->n_steps), search->error);
    for (int i = 0; i < TRIED_MOST && err == OK; i++) {
        uint32_t c = best_column(search, from, end, false);
        double value[2] = {0.0, 0.0};
        for (int up = 0; up < 2 && c != NONE && err == OK; up++) {
            err = try_decision(search, c, up, &value[up]);
        }
        if (err == OK && c != NONE && (value[0] == INFINITY || value[1] == INFINITY)) {
            *next_columns(search) = c;
            return push(search, 1, value[0] == INFINITY ? GLPK_OPEN : GLPK_CLOSED, true,
                        search->here.value);
        }
    }
    uint32_t c = best_column(search, from, end, true);
    if (err != OK) {
        return err;
    }
    *next_columns(search) = c;
    bool up = estimate(search, c, 1) <= estimate(search, c, 0);
    return push(search, 1, up ? GLPK_OPEN : GLPK_CLOSED, false, search->here.value);
}

static bool is_integral(const struct search *search) {
    bool integral = true;
    for (uint32_t c = 0; c < search->compact->n_columns && integral; c++) {
        integral = !cuts_is_fractional(search->here.x[c]);
    }
    return integral;
}

/* No placement has less: what has been looked at has more than the cutoff, and what is left at
 * least the bound of the node above. The node at hand may not have been solved to its end. */
static double bound_of(const struct search *search) {
    const struct step *top = search->n_steps == 0 ? NULL : &search->step[search->n_steps - 1];
    double bound = search->cutoff, at_hand = bound;
    if (search->here.status == GLPK_OPTIMAL) {
        at_hand = search->here.value;
    } else if (search->here.status == GLPK_STOPPED) {
        at_hand = top == NULL ? search->task->root->value : top->parent;
    }
    bound = at_hand < bound ? at_hand : bound;
    for (uint32_t i = 0; i < search->n_steps; i++) {
        const struct step *step = &search->step[i];
        bound = !step->last && step->parent < bound ? step->parent : bound;
    }
    return bound;
}

static enum err go(struct search *search, struct search_answer *answer) {
    const struct search_task *task = search->task;
    bool over = false, whole = task->kind == SEARCH_WHOLE;
    double value = search->here.value > search->cutoff ? INFINITY : search->here.value;
    enum err err = OK;
    while (err == OK && !over && !answer->found && !search->stopped &&
           !glpk_limits_reached(task->limits) && (whole || search->n_fails < FAILS_MOST)) {
        if (value == INFINITY) {
            err = note_leaf(search, &search->here, NULL);
            err = err == OK ? step_back(search, &over) : err;
        } else if (is_integral(search)) {
            for (uint32_t c = 0; c < search->compact->n_columns; c++) {
                answer->value[c] = search->here.x[c] > 0.5 ? 1 : 0;
            }
            answer->found =
                task->found == NULL || !task->found(task->teller, answer->value, &search->cutoff);
            value = INFINITY;
            continue;
        } else {
            err = whole ? branch_on(search) : dive_on(search);
        }
        if (err == OK && !over && !answer->found) {
            err = solve(search, &search->here, &value);
        }
    }
    answer->none = over;
    if (task->leaves != NULL) {
        leaves_leave_out(task->leaves, kept(search));
    }
    answer->bound = bound_of(search);
    answer->nodes += search->nodes;
    return err;
}

static enum err make(struct search *search, struct arena *scratch) {
    const struct compact *compact = search->compact;
    size_t n = compact->n_columns, n_duals = compact->n_rows + ADDED_ROWS_MOST;
    struct glpk_relaxation *relaxation[2] = {&search->here, &search->trial};
    bool failed = false;
    for (int i = 0; i < 2; i++) {
        relaxation[i]->x = ARENA_NEW(scratch, n, double);
        relaxation[i]->reduced = ARENA_NEW(scratch, n, double);
        relaxation[i]->dual = ARENA_NEW(scratch, n_duals, double);
        failed |= relaxation[i]->x == NULL || relaxation[i]->reduced == NULL ||
                  relaxation[i]->dual == NULL;
    }
    search->mark_size = n + n_duals;
    search->mark = arena_zalloc(scratch, MARKS_MOST + 1, search->mark_size);
    search->column = ARENA_NEW(scratch, 2 * n + 1, uint32_t);
    search->wanted = ARENA_NEW(scratch, n, struct wanted);
    search->taken = ARENA_NEW(scratch, compact->n_rows, int64_t);
    search->step = ARENA_NEW(scratch, n + 1, struct step);
    search->path = ARENA_NEW(scratch, n + 2, struct decision);
    failed |= search->mark == NULL || search->column == NULL || search->step == NULL ||
              search->path == NULL || search->wanted == NULL || search->taken == NULL;
    return failed ? error_no_memory(search->error) : OK;
}

enum err program_search(const struct search_task *task, struct search_answer *answer,
                        struct error *error) {
    struct arena scratch = {NULL};
    struct search search = {
        .task = task, .compact = task->compact, .cutoff = task->cutoff, .error = error};
    size_t n = task->compact->n_columns;
    answer->found = answer->none = false;
    answer->bound = task->root->value;
    enum err err = make(&search, &scratch);
    uint8_t *root = err == OK ? arena_alloc(&scratch, search.mark_size, 1) : NULL;
    err = err == OK && root == NULL ? error_no_memory(error) : err;
    if (err == OK) {
        err = glpk_program_mark(task->glpk, root, error);
    }
    if (err == OK) {
        memcpy(search.here.x, task->root->x, n * sizeof *search.here.x);
        search.here.value = task->root->value;
        err = go(&search, answer);
    }
    for (uint32_t i = 0; i < search.n_steps && err == OK; i++) {
        const struct step *step = &search.step[i];
        err = glpk_program_try(task->glpk, search.column + step->first, step->n, GLPK_FREE, error);
    }
    if (err == OK) {
        err = glpk_program_return(task->glpk, root, error);
    }
    arena_free(&scratch);
    return err;
}
