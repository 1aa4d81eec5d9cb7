// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate of an integer program: values follow from the placements, and what is said to be
 * proved by prices is.
 *
 * For weights w of the levels up to l and prices p >= 0 of rows that every placement keeps, the
 * weighed cost of any placement is at least its worth (w times costs, and p for every row that it
 * takes from) less p times what the rows allow. The worth falls apart: into applicants, each with
 * those who follow it, and families of such. Each of these is given its best of all that its own
 * rules let it choose, whatever the others do. So what comes out is below every placement:
 *
 *     sum of the bests + bests of the columns of openings - p allowed  <=  sum over j of w_j cost_j
 *
 * and with the values v_j of the levels before, cost_l >= (that - sum of w_j v_j) / w_l, rounded
 * up. This is Lagrange's bound (A. M. Geoffrion, "Lagrangean relaxation for integer programming",
 * Mathematical Programming Study 2, 1974). It holds for every set of such rows; program_rows.c has
 * those of seats, program_cuts.c cuts, program_columns.c the columns. All in whole numbers of 128
 * bits; what does not fit proves nothing.
 */
#include "verify/program.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const struct place certificate_place = {"certificate.json", 0, 0};

/* The followers of each applicant, locked ones not counted: CSR. */
struct followers {
    uint32_t *start, *follower;
};

struct levels {
    struct checker *checker;
    const struct model *model;
    const struct program_read *program;
    struct followers followers;
    struct program_parts parts;
};

static enum err followers_index(struct followers *followers, const struct instance *instance,
                                struct arena *arena, struct error *error) {
    uint32_t n = instance->n_applicants;
    uint32_t *at = ARENA_ZERO(arena, (size_t)n + 2, uint32_t);
    followers->follower = ARENA_NEW(arena, n, uint32_t);
    if (at == NULL || followers->follower == NULL) {
        return error_no_memory(error);
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t b = 0; b < n; b++) {
            uint32_t c = instance_follows(instance, b);
            if (c != NONE && !is_locked(instance, b) && pass == 0) {
                at[c + 2]++;
            } else if (c != NONE && !is_locked(instance, b)) {
                followers->follower[at[c + 1]++] = b;
            }
        }
        for (uint32_t a = 0; pass == 0 && a < n; a++) {
            at[a + 2] += at[a + 1];
        }
    }
    followers->start = at;
    return OK;
}

/* The worth of an option that is chosen by itself. */
static wide worth_alone(struct bounding *bounding, uint32_t x) {
    return wide_plus(&bounding->beyond, bounding->worth[x], bounding->of_cuts[x]);
}

/* The best of those who follow an option's applicant, once it is chosen. */
static wide best_of_followers(struct bounding *bounding, const struct followers *followers,
                              uint32_t x) {
    const struct choices *choices = &bounding->checker->round;
    uint32_t a = choices->owner[x];
    wide sum = 0;
    for (uint32_t i = followers->start[a]; i < followers->start[a + 1]; i++) {
        uint32_t b = followers->follower[i];
        wide best = 0;
        for (uint32_t y = choices->start[b]; y < choices->start[b + 1]; y++) {
            bool goes = instance_goes_with(bounding->checker->instance, choices->offer[y],
                                           choices->offer[x]);
            wide worth = goes ? worth_alone(bounding, y) : 0;
            best = worth < best ? worth : best;
        }
        sum = wide_plus(&bounding->beyond, sum, best);
    }
    return sum;
}

/* Which of an applicant's options. */
struct wanted {
    uint32_t place; /* those at a place; NONE: everywhere */
    bool staying;   /* to stay alone */
};

/* The least worth of the wanted ones. False: there are none. */
static bool least_worth(struct bounding *bounding, const struct followers *followers, uint32_t a,
                        struct wanted wanted, wide *least) {
    const struct checker *checker = bounding->checker;
    const struct choices *choices = &checker->round;
    bool any = false;
    *least = 0;
    for (uint32_t x = choices->start[a];
         !is_locked(checker->instance, a) && x < choices->start[a + 1]; x++) {
        bool here =
            wanted.place == NONE || place_of(checker->instance, choices->offer[x]) == wanted.place;
        if (here && (!wanted.staying || choices->stays[x])) {
            wide worth = wide_plus(&bounding->beyond, worth_alone(bounding, x),
                                   best_of_followers(bounding, followers, x));
            *least = !any || worth < *least ? worth : *least;
            any = true;
        }
    }
    return any;
}

/* The best of one who may also be left without. */
static wide best_alone(struct bounding *bounding, const struct followers *followers, uint32_t a,
                       bool staying) {
    wide least = 0;
    const struct wanted wanted = {NONE, staying};
    bool any = least_worth(bounding, followers, a, wanted, &least);
    return any && least < 0 ? least : 0;
}

/* The best of a family's members at a place, each by itself. */
static wide best_at_place(struct bounding *bounding, const struct followers *followers,
                          uint32_t family, uint32_t place) {
    const struct instance *instance = bounding->checker->instance;
    const struct wanted wanted = {place, false};
    wide best = 0;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        wide least = 0;
        least_worth(bounding, followers, instance->family_member[i], wanted, &least);
        best = wide_plus(&bounding->beyond, best, least);
    }
    return best;
}

/* The best of a family that is together at a site. */
static wide best_together(struct bounding *bounding, const struct followers *followers,
                          uint32_t family, const struct site *site) {
    const struct columns *columns = &bounding->parts->columns;
    wide best = 0, credit = 0;
    for (uint32_t l = 0; l <= bounding->level; l++) {
        bool counts = bounding->model->level[l].kind == OBJECTIVE_TOGETHER;
        credit += counts ? bounding->prices->weight[l] : 0;
    }
    for (uint32_t way = 0; way < site->n_ways; way++) {
        uint32_t c = site->column + way, j = c - columns->first_family;
        wide worth = bounding->of_cuts[c];
        for (uint32_t i = columns->way_start[j]; i < columns->way_start[j + 1]; i++) {
            uint32_t x = columns->way[i];
            worth = wide_plus(&bounding->beyond, worth, bounding->worth[x]);
            worth = wide_plus(&bounding->beyond, worth, best_of_followers(bounding, followers, x));
        }
        best = way == 0 || worth < best ? worth : best;
    }
    if (site->n_ways == 0) {
        best = wide_plus(&bounding->beyond, bounding->of_cuts[site->column],
                         best_at_place(bounding, followers, family, site->place));
    }
    return wide_plus(&bounding->beyond, best, -credit);
}

/* The best of a family: each for itself (where they must be together, nobody newly placed), or
 * together somewhere. */
static wide best_of_family(struct bounding *bounding, const struct followers *followers,
                           uint32_t family) {
    const struct instance *instance = bounding->checker->instance;
    const struct columns *columns = &bounding->parts->columns;
    wide best = 0, here;
    for (uint32_t i = instance->family_start[family]; i < instance->family_start[family + 1]; i++) {
        best = wide_plus(&bounding->beyond, best,
                         best_alone(bounding, followers, instance->family_member[i],
                                    instance->policy.families_required));
    }
    for (uint32_t i = columns->site_start[family]; i < columns->site_start[family + 1]; i++) {
        here = best_together(bounding, followers, family, &columns->site[i]);
        best = here < best ? here : best;
    }
    return best;
}

/* Below the weighed cost of every placement. */
static wide bound_of_all(struct bounding *bounding, const struct followers *followers) {
    const struct instance *instance = bounding->checker->instance;
    wide sum = wide_plus(&bounding->beyond, bounding->openings, -bounding->allowed);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t c = instance_follows(instance, a);
        bool goes_along = c != NONE && !is_locked(instance, c);
        bool of_family =
            instance->applicant_family != NULL && instance->applicant_family[a] != NONE;
        if (!goes_along && !of_family) {
            sum = wide_plus(&bounding->beyond, sum, best_alone(bounding, followers, a, false));
        }
    }
    for (uint32_t f = 0; f < instance->n_families; f++) {
        sum = wide_plus(&bounding->beyond, sum, best_of_family(bounding, followers, f));
    }
    return sum;
}

/* Do the level's prices prove the bound that they are said to? */
static enum err check_prices(const struct levels *levels, uint32_t l, struct error *error) {
    struct checker *checker = levels->checker;
    struct bounding bounding = {.parts = &levels->parts,
                                .checker = checker,
                                .model = levels->model,
                                .prices = &levels->program->prices[l],
                                .level = l};
    bool right;
    enum err err = rows_price(&bounding, &right, error);
    if (err == OK && right) {
        int64_t weight = bounding.prices->weight[l];
        wide sum = bound_of_all(&bounding, &levels->followers);
        for (uint32_t j = 0; j < l; j++) {
            sum = wide_plus(&bounding.beyond, sum,
                            -(wide)bounding.prices->weight[j] * levels->program->value[j]);
        }
        wide proved = sum / weight + (sum % weight > 0 ? 1 : 0);
        if (bounding.beyond) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].by_prices: weights and prices are so large that they "
                          "prove nothing",
                          levels->model->key, l);
        } else if (proved < bounding.prices->bound) {
            finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                          "%s[%" PRIu32 "].by_prices.bound: %" PRId64
                          "; these weights and prices prove %s%" PRId64 " and no more",
                          levels->model->key, l, bounding.prices->bound,
                          proved < INT64_MIN ? "less than " : "",
                          proved < INT64_MIN ? INT64_MIN : (int64_t)proved);
        }
    }
    arena_free(&bounding.arena);
    return err;
}

/* What the placement is worth in a level, families included. */
static int64_t level_total(const struct checker *checker, const struct model *model, uint32_t l) {
    const struct instance *instance = checker->instance;
    int64_t total = 0;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        uint32_t x = is_locked(instance, a) ? NONE : model->choice[a];
        total += x == NONE ? 0 : level_cost(checker, model->choices, &model->level[l], x);
    }
    bool together = model->level[l].kind == OBJECTIVE_TOGETHER;
    for (uint32_t f = 0; together && f < instance->n_families; f++) {
        total -= is_together(checker, f) ? 1 : 0;
    }
    return total;
}

/* The level's numbers among themselves, and its value by the placements. */
static enum err check_level(const struct levels *levels, uint32_t l, struct error *error) {
    struct checker *checker = levels->checker;
    const struct program_read *program = levels->program;
    const struct program_prices *prices = &program->prices[l];
    int64_t total = level_total(checker, levels->model, l);
    bool by_prices = program->proved_by[l] == PROVED_BY_PRICES;
    if (program->value[l] != total) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s[%" PRIu32 "].value: %" PRId64 "; the placements sum to %" PRId64,
                      levels->model->key, l, program->value[l], total);
    } else if (program->proved_by[l] != PROVED_BY_NOTHING && program->bound[l] > total) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s[%" PRIu32 "].bound: %" PRId64 " is above the value", levels->model->key,
                      l, program->bound[l]);
    } else if (by_prices && (!prices->any || prices->bound != program->bound[l])) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "%s[%" PRIu32 "].bound: %" PRId64 "; the prices are said to prove %" PRId64,
                      levels->model->key, l, program->bound[l], prices->bound);
    } else if (prices->any) {
        return check_prices(levels, l, error);
    }
    return OK;
}

/* Is nothing below the value? */
static bool is_optimal(const struct program_read *program, uint32_t l) {
    return program->proved_by[l] != PROVED_BY_NOTHING && program->bound[l] >= program->value[l];
}

/* How far a level may be from its optimum, as a share of its value. */
static double gap_of(const struct program_read *program, uint32_t l) {
    double value = (double)program->value[l], size = fabs(value) > 1.0 ? fabs(value) : 1.0;
    bool known = program->proved_by[l] != PROVED_BY_NOTHING;
    return known ? (value - (double)program->bound[l]) / size : 1.0;
}

/* The gap that is told is that of the first level that is not proved; 0: all are. */
static void check_gap(const struct levels *levels) {
    const struct program_read *program = levels->program;
    uint32_t l = 0;
    while (l < program->n_levels && is_optimal(program, l)) {
        l++;
    }
    double gap = l < program->n_levels ? gap_of(program, l) : 0.0;
    if (!(fabs(program->gap - gap) <= 1e-5 * gap)) { /* it is written in six digits */
        finding_break(levels->checker, PROPERTY_OBJECTIVE, certificate_place,
                      "program.gap: %.6g; by values and bounds it is %.6g", program->gap, gap);
    }
}

/* What is known of a level that its prices do not prove optimal. */
static void describe_level(const struct program_read *program, uint32_t l, char text[240]) {
    const char *name = program->name[l];
    int64_t value = program->value[l], bound = program->bound[l];
    char prices[60] = "its prices prove nothing", gap[40] = "";
    if (program->prices[l].any) {
        snprintf(prices, sizeof prices, "its prices prove %" PRId64 " or more",
                 program->prices[l].bound);
    }
    if (!is_optimal(program, l)) {
        double percent = 100.0 * gap_of(program, l);
        snprintf(gap, sizeof gap, ", a gap of %.*f %%", percent < 10.0 ? 2 : 0, percent);
    }
    if (program->proved_by[l] == PROVED_BY_NOTHING) {
        snprintf(text, 240, "%s: %" PRId64 ", of which nothing is proved", name, value);
    } else if (program->proved_by[l] == PROVED_BY_PRICES) {
        snprintf(text, 240, "%s: %" PRId64 "; %s%s", name, value, prices, gap);
    } else if (is_optimal(program, l)) {
        snprintf(text, 240, "%s: %" PRId64 ", optimal by search alone; %s", name, value, prices);
    } else {
        snprintf(text, 240, "%s: %" PRId64 "; %" PRId64 " or more by search alone%s; %s", name,
                 value, bound, gap, prices);
    }
}

/* Held where prices prove it all; else what remains is not checked here. */
static void sum_up(const struct levels *levels) {
    const struct program_read *program = levels->program;
    uint32_t n_proved = 0, first = program->n_levels;
    for (uint32_t l = program->n_levels; l-- > 0;) {
        bool proved = is_optimal(program, l) && program->proved_by[l] == PROVED_BY_PRICES;
        n_proved += proved ? 1 : 0;
        first = proved ? first : l;
    }
    if (first == program->n_levels) {
        finding_set(levels->checker, PROPERTY_OBJECTIVE, VERDICT_HELD,
                    "prices prove every level of the integer program optimal");
        return;
    }
    char text[240], more[60] = "";
    uint32_t n_others = program->n_levels - n_proved - 1;
    describe_level(program, first, text);
    if (n_others > 0) {
        snprintf(more, sizeof more, "; %" PRIu32 " more %s likewise", n_others,
                 n_others == 1 ? "level" : "levels");
    }
    finding_set(levels->checker, PROPERTY_OBJECTIVE, VERDICT_NOT_CHECKED,
                "prices prove %" PRIu32 " of %" PRIu32 " levels optimal; %s%s", n_proved,
                program->n_levels, text, more);
}

/* Could the rules of the round make it more than a network? */
static bool may_be_program(const struct instance *instance) {
    return instance->n_families > 0 || instance->n_crossing > 0 ||
           instance->offer_opens_with != NULL || instance->applicant_follows != NULL ||
           instance->offer_moves_to != NULL || instance->offer_counts_current != NULL;
}

enum err program_check(struct checker *checker, const struct model *model, struct error *error) {
    const struct program_read *program = &checker->results->program;
    struct levels levels = {.checker = checker,
                            .model = model,
                            .program = program,
                            .parts = {.checker = checker, .model = model, .program = program}};
    bool right = true;
    struct arena scratch = {0};
    if (!may_be_program(checker->instance)) {
        finding_break(checker, PROPERTY_OBJECTIVE, certificate_place,
                      "program: there, though the round is a network and has prices for levels");
        return OK;
    }
    if (!levels_are_named(checker, model, program->n_levels, (const char(*)[64])program->name)) {
        return OK;
    }
    enum err err = followers_index(&levels.followers, checker->instance, &scratch, error);
    if (err == OK) {
        err = columns_list(&levels.parts.columns, checker, &scratch, error);
    }
    if (err == OK) {
        err = cuts_make(&levels.parts, &scratch, &right, error);
    }
    for (uint32_t l = 0; l < model->n_levels && err == OK && right; l++) {
        err = check_level(&levels, l, error);
    }
    if (err == OK && !finding_is_broken(checker, PROPERTY_OBJECTIVE)) {
        check_gap(&levels);
    }
    if (err == OK && !finding_is_broken(checker, PROPERTY_OBJECTIVE)) {
        sum_up(&levels);
    }
    arena_free(&scratch);
    return err;
}
