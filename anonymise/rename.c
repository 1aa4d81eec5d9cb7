// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One function a part of the instance; each array is made in the copy's arena and filled through
 * the renaming: what stood in old row was[i] stands in row i, and what pointed to old row j points
 * to is[j].
 */
#include "anonymise/copier.h"
#include "anonymise/dense_rank.h"
#include "solver/dates.h"
#include "solver/joint_proposals.h"

#include <math.h>
#include <string.h>

enum { NAME_SIZE = 16 };

void *copier_take(struct copier *copier, size_t n, size_t size) {
    void *array = arena_alloc(&copier->to->arena, n, size);
    copier->failed |= array == NULL;
    return array;
}

uint32_t *copier_point(struct copier *copier, const struct rows *rows, const uint32_t *old,
                       const struct rows *to) {
    uint32_t *array = old == NULL ? NULL : TAKE(copier, rows->n, uint32_t);
    for (uint32_t i = 0; array != NULL && i < rows->n; i++) {
        array[i] = to == NULL ? old[rows->was[i]] : row_now(to, old[rows->was[i]]);
    }
    return array;
}

uint8_t *copier_flags(struct copier *copier, const struct rows *rows, const uint8_t *old) {
    uint8_t *array = old == NULL ? NULL : TAKE(copier, rows->n, uint8_t);
    for (uint32_t i = 0; array != NULL && i < rows->n; i++) {
        array[i] = old[rows->was[i]];
    }
    return array;
}

uint32_t *copier_months(struct copier *copier, const struct rows *rows, const uint32_t *old) {
    uint32_t *array = copier_point(copier, rows, old, NULL);
    for (uint32_t i = 0; array != NULL && i < rows->n; i++) {
        array[i] = month_moved(&copier->calendar, array[i]);
    }
    return array;
}

/* Days of birth, or by which offers move children. */
static double *point_days(struct copier *copier, const struct rows *rows, const double *old) {
    double *array = old == NULL ? NULL : TAKE(copier, rows->n, double);
    for (uint32_t i = 0; array != NULL && i < rows->n; i++) {
        array[i] = day_moved(&copier->calendar, old[rows->was[i]]);
    }
    return array;
}

static char *text(struct copier *copier, const char *from) {
    size_t bytes = strlen(from) + 1;
    char *copy = TAKE(copier, bytes, char);
    return copy == NULL ? NULL : memcpy(copy, from, bytes);
}

/* The digits that the largest number of n has. */
static int count_digits(uint32_t n) {
    int digits = 1;
    for (; n >= 10; n /= 10) {
        digits++;
    }
    return digits;
}

/* "s07": a letter and a number, all of the same length. */
static void put_name(char *name, char letter, uint32_t number, int digits) {
    name[0] = letter;
    name[digits + 1] = '\0';
    for (int place = digits; place > 0; place--) {
        name[place] = (char)('0' + number % 10);
        number /= 10;
    }
}

bool copier_name(struct copier *copier, struct strings *names, const struct rows *rows, char letter,
                 uint32_t more) {
    uint32_t n = rows->n + more;
    *names =
        (struct strings){n, TAKE(copier, n, size_t), TAKE(copier, (size_t)n * NAME_SIZE, char)};
    if (names->start == NULL || names->bytes == NULL) {
        return false;
    }
    int digits = count_digits(rows->n);
    for (uint32_t i = 0; i < n; i++) {
        names->start[i] = (size_t)i * NAME_SIZE;
        if (i < rows->n) {
            put_name(names->bytes + names->start[i], letter, rows->number[i] + 1, digits);
        }
    }
    return true;
}

void copier_put_name(struct strings *names, uint32_t at, const struct strings *from, uint32_t i) {
    strcpy(names->bytes + names->start[at], strings_get(from, i));
}

static double *no_coordinates(struct copier *copier, uint32_t n) {
    double *coordinate = TAKE(copier, n, double);
    for (uint32_t i = 0; coordinate != NULL && i < n; i++) {
        coordinate[i] = NAN;
    }
    return coordinate;
}

static void copy_schools(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->schools;
    to->n_schools = rows->n;
    copier_name(copier, &to->school_id, rows, 's', 0);
    to->school_name = to->school_id;
    to->school_x = no_coordinates(copier, rows->n);
    to->school_y = no_coordinates(copier, rows->n);
    to->school_side = copier_point(copier, rows, from->school_side, &copier->renaming->sides);
    to->school_node = TAKE(copier, rows->n, uint32_t); /* filled with the nodes */
}

static void copy_offers(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->offers;
    to->n_offers = rows->n;
    copier_name(copier, &to->offer_id, rows, 'o', 0);
    to->offer_school = copier_point(copier, rows, from->offer_school, &copier->renaming->schools);
    to->offer_group = copier_point(copier, rows, from->offer_group, &copier->renaming->groups);
    to->offer_criteria = copier_point(copier, rows, from->offer_criteria, NULL);
    to->offer_opens_with = copier_point(copier, rows, from->offer_opens_with, NULL);
    to->offer_counts_current = copier_flags(copier, rows, from->offer_counts_current);
    to->offer_needs_decision = copier_flags(copier, rows, from->offer_needs_decision);
    to->offer_follows_school =
        copier_point(copier, rows, from->offer_follows_school, &copier->renaming->schools);
    to->offer_follows_offer = copier_point(copier, rows, from->offer_follows_offer, rows);
    to->offer_moves_to = copier_point(copier, rows, from->offer_moves_to, rows);
    to->offer_moves_month = copier_months(copier, rows, from->offer_moves_month);
    to->offer_moves_born = point_days(copier, rows, from->offer_moves_born);
}

/* Of the lists of criteria, offers keep theirs; the policy without seed. */
static void copy_policy(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct policy *old = &from->policy;
    struct policy *policy = &to->policy;
    const struct rows *groups = &copier->renaming->groups;
    *policy = *old;
    policy->lottery_seed = text(copier, "anonymised");
    policy->straight_line = false;
    policy->within = old->within == NULL ? NULL : text(copier, old->within);
    policy->near_m = copier_point(copier, groups, old->near_m, NULL);
    policy->objective = TAKE(copier, old->n_objectives, struct objective);
    policy->wish_cost = TAKE(copier, old->n_wish_costs, int64_t);
    to->n_criteria = from->n_criteria;
    to->n_criterions = from->n_criterions;
    to->criteria = TAKE(copier, to->n_criteria, struct criteria);
    to->criterion = TAKE(copier, to->n_criterions, struct criterion);
    to->n_groups = groups->n;
    to->n_sides = copier->renaming->sides.n;
    copier_name(copier, &to->group_name, groups, 'g', 0);
    copier_name(copier, &to->side_name, &copier->renaming->sides, 'z', 0);
    to->name = text(copier, "Anonymised round");
    to->date = text(copier, "");
    if (copier->failed) {
        return;
    }
    if (old->n_objectives > 0) {
        memcpy(policy->objective, old->objective, old->n_objectives * sizeof *old->objective);
    }
    if (old->n_wish_costs > 0) {
        memcpy(policy->wish_cost, old->wish_cost, old->n_wish_costs * sizeof *old->wish_cost);
    }
    memcpy(to->criteria, from->criteria, to->n_criteria * sizeof *to->criteria);
    memcpy(to->criterion, from->criterion, to->n_criterions * sizeof *to->criterion);
}

/* Does any list of criteria ask where the applicant is now, or may anybody stay there? */
static bool current_matters(const struct instance *instance) {
    for (uint32_t i = 0; i < instance->n_criterions; i++) {
        if (instance->criterion[i].kind == CRITERION_CURRENT_PLACE) {
            return true;
        }
    }
    bool any = false;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        any |= instance_stays_at(instance, a) != NONE;
    }
    return any;
}

/* Does anything look at when a place is owed? */
static bool guarantee_matters(const struct instance *instance) {
    bool matters = instance->policy.guarantee_required || column_is_named(instance, "guarantee");
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        matters |= instance->policy.objective[i].kind == OBJECTIVE_GUARANTEE;
    }
    return matters;
}

static bool families_matter(const struct instance *instance) {
    bool matter = instance->policy.families_required || joint_proposals_apply(instance);
    for (uint32_t i = 0; i < instance->policy.n_objectives; i++) {
        matter |= instance->policy.objective[i].kind == OBJECTIVE_TOGETHER;
    }
    return matter;
}

static void copy_families(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *families = &copier->renaming->families;
    const struct rows *applicants = &copier->renaming->applicants;
    if (from->n_families == 0 || !families_matter(from)) {
        return;
    }
    uint32_t n_members = from->family_start[from->n_families], at = 0;
    to->n_families = families->n;
    copier_name(copier, &to->family_id, families, 'f', 0);
    to->applicant_family = copier_point(copier, applicants, from->applicant_family, families);
    to->family_start = TAKE(copier, (size_t)families->n + 1, uint32_t);
    to->family_member = TAKE(copier, n_members, uint32_t);
    for (uint32_t f = 0; !copier->failed && f < families->n; f++) {
        uint32_t old = families->was[f], first = at;
        to->family_start[f] = at;
        for (uint32_t k = from->family_start[old]; k < from->family_start[old + 1]; k++) {
            uint32_t member = applicants->is[from->family_member[k]], place = at++;
            for (; place > first && to->family_member[place - 1] > member; place--) {
                to->family_member[place] = to->family_member[place - 1];
            }
            to->family_member[place] = member;
        }
        to->family_start[f + 1] = at;
    }
}

static void copy_applicants(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->applicants;
    const struct rows *offers = &copier->renaming->offers;
    const uint64_t *lottery = copier->lottery->of_applicant;
    to->n_applicants = rows->n;
    copier_name(copier, &to->applicant_id, rows, 'c', 0);
    to->applicant_group =
        copier_point(copier, rows, from->applicant_group, &copier->renaming->groups);
    to->applicant_current =
        current_matters(from) ? copier_point(copier, rows, from->applicant_current, offers) : NULL;
    to->applicant_locked = copier_point(copier, rows, from->applicant_locked, offers);
    to->applicant_side = copier_point(copier, rows, from->applicant_side, &copier->renaming->sides);
    to->applicant_start = copier_months(copier, rows, from->applicant_start);
    to->applicant_guarantee =
        guarantee_matters(from) ? copier_months(copier, rows, from->applicant_guarantee) : NULL;
    to->applicant_eligible = from->offer_needs_decision == NULL
                                 ? NULL
                                 : copier_flags(copier, rows, from->applicant_eligible);
    to->applicant_out = copier_flags(copier, rows, from->applicant_out);
    to->applicant_follows = copier_point(copier, rows, from->applicant_follows, rows);
    to->applicant_born = point_days(copier, rows, from->applicant_born);
    to->applicant_lottery = lottery == NULL ? NULL : TAKE(copier, rows->n, uint64_t);
    for (uint32_t a = 0; to->applicant_lottery != NULL && a < rows->n; a++) {
        to->applicant_lottery[a] = lottery[rows->was[a]];
    }
}

/* start [n + 1] of the applicants' ranges in their new order. */
static uint32_t *move_ranges(struct copier *copier, const uint32_t *old) {
    const struct rows *rows = &copier->renaming->applicants;
    uint32_t *start = TAKE(copier, (size_t)rows->n + 1, uint32_t);
    if (start == NULL) {
        return NULL;
    }
    start[0] = 0;
    for (uint32_t a = 0; a < rows->n; a++) {
        start[a + 1] = start[a] + old[rows->was[a] + 1] - old[rows->was[a]];
    }
    return start;
}

static void copy_wishes(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct renaming *renaming = copier->renaming;
    const uint64_t *lottery = copier->lottery->of_wish;
    to->n_wishes = from->n_wishes;
    to->wish_start = move_ranges(copier, from->wish_start);
    to->wish_offer = TAKE(copier, to->n_wishes, uint32_t);
    to->wish_lottery = lottery == NULL ? NULL : TAKE(copier, to->n_wishes, uint64_t);
    for (uint32_t a = 0; !copier->failed && a < to->n_applicants; a++) {
        uint32_t old = from->wish_start[renaming->applicants.was[a]];
        for (uint32_t w = to->wish_start[a]; w < to->wish_start[a + 1]; w++, old++) {
            to->wish_offer[w] = renaming->offers.is[from->wish_offer[old]];
            if (lottery != NULL) {
                to->wish_lottery[w] = lottery[old];
            }
        }
    }
}

/* Puts a distance among the applicant's few, rising by school. */
static void insert_distance(struct instance *to, uint32_t first, uint32_t end, uint32_t school,
                            uint32_t metres) {
    uint32_t at = end;
    for (; at > first && to->distance_school[at - 1] > school; at--) {
        to->distance_school[at] = to->distance_school[at - 1];
        to->distance_m[at] = to->distance_m[at - 1];
    }
    to->distance_school[at] = school;
    to->distance_m[at] = metres;
}

static void copy_distances(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct renaming *renaming = copier->renaming;
    if (from->distance_start == NULL) {
        return;
    }
    to->n_distances = from->n_distances;
    to->distance_start = move_ranges(copier, from->distance_start);
    to->distance_school = TAKE(copier, to->n_distances, uint32_t);
    to->distance_m = TAKE(copier, to->n_distances, uint32_t);
    for (uint32_t a = 0; !copier->failed && a < to->n_applicants; a++) {
        uint32_t old = from->distance_start[renaming->applicants.was[a]];
        for (uint32_t d = to->distance_start[a]; d < to->distance_start[a + 1]; d++, old++) {
            insert_distance(to, to->distance_start[a], d,
                            renaming->schools.is[from->distance_school[old]],
                            from->distance_m[old]);
        }
    }
}

/* A column that has a meaning of its own, too: the first days of its months, or the days of birth.
 * NULL: it has none. */
static const uint32_t *months_of(const struct instance *instance, const char *name) {
    return strcmp(name, "start") == 0       ? instance->applicant_start
           : strcmp(name, "guarantee") == 0 ? instance->applicant_guarantee
                                            : NULL;
}

static bool copy_own_column(struct copier *copier, uint32_t c) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->applicants;
    const struct column *old = &from->column[c];
    const uint32_t *months = months_of(to, old->name);
    bool born = strcmp(old->name, "birth_date") == 0 && to->applicant_born != NULL;
    if (months == NULL && !born) {
        return false;
    }
    to->column[c] = (struct column){.name = text(copier, old->name),
                                    .kind = COLUMN_DATE,
                                    .of_applicant = TAKE(copier, rows->n, double)};
    for (uint32_t a = 0; !copier->failed && a < rows->n; a++) {
        bool missing = isnan(old->of_applicant[rows->was[a]]);
        to->column[c].of_applicant[a] = missing ? NAN
                                        : born  ? to->applicant_born[a]
                                                : calendar_first_day(months[a]);
    }
    return true;
}

/* One column: values by applicant and by wish, ranked where they are only compared. */
static void copy_column(struct copier *copier, uint32_t c, double *sorted) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->applicants;
    const struct column *old = &from->column[c];
    struct column *column = &to->column[c];
    struct dense_rank rank;
    dense_rank_make(&rank, from, c, sorted);
    *column = (struct column){.name = text(copier, old->name), .kind = COLUMN_NUMBER};
    column->of_applicant = old->of_applicant == NULL ? NULL : TAKE(copier, rows->n, double);
    column->of_wish = old->of_wish == NULL ? NULL : TAKE(copier, to->n_wishes, double);
    for (uint32_t a = 0; !copier->failed && a < rows->n; a++) {
        uint32_t wish = from->wish_start[rows->was[a]];
        if (column->of_applicant != NULL) {
            column->of_applicant[a] = dense_rank_of(&rank, old->of_applicant[rows->was[a]]);
        }
        for (uint32_t w = to->wish_start[a]; column->of_wish != NULL && w < to->wish_start[a + 1];
             w++, wish++) {
            column->of_wish[w] = dense_rank_of(&rank, old->of_wish[wish]);
        }
    }
}

static void copy_columns(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    struct arena scratch = {0};
    double *sorted = ARENA_NEW(&scratch, (size_t)from->n_applicants + from->n_wishes, double);
    to->n_columns = from->n_columns;
    to->column = TAKE(copier, to->n_columns, struct column);
    copier->failed |= sorted == NULL;
    for (uint32_t c = 0; !copier->failed && c < to->n_columns; c++) {
        if (!copy_own_column(copier, c)) {
            copy_column(copier, c, sorted);
        }
    }
    arena_free(&scratch);
}

enum err rename_instance(const struct instance *instance, const struct renaming *renaming,
                         const struct lottery_carried *lottery, struct instance *copy,
                         struct error *error) {
    void (*const parts[])(struct copier *) = {
        copy_policy,     copy_schools,  copy_offers, copy_nodes,     copy_limits,
        copy_applicants, copy_families, copy_wishes, copy_distances, copy_columns};
    struct arena scratch = {0};
    struct copier copier = {.from = instance, .to = copy, .renaming = renaming, .lottery = lottery};
    enum err err = calendar_moved_make(&copier.calendar, instance, &scratch, error);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !copier.failed && err == OK; i++) {
        parts[i](&copier);
    }
    arena_free(&scratch);
    return copier.failed ? error_no_memory(error) : err;
}
