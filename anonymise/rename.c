// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One function a part of the instance; each array is made in the copy's arena and filled through
 * the renaming: what stood in old row was[i] stands in row i, and what pointed to old row j points
 * to is[j].
 */
#include "anonymise/rename.h"

#include "anonymise/dense_rank.h"

#include <math.h>
#include <string.h>

enum { NAME_SIZE = 16 };

struct copier {
    const struct instance *from;
    struct instance *to;
    const struct renaming *renaming;
    const struct lottery_carried *lottery;
    bool failed; /* out of memory */
};

static void *take(struct copier *copier, size_t n, size_t size) {
    void *array = arena_alloc(&copier->to->arena, n, size);
    copier->failed |= array == NULL;
    return array;
}

#define TAKE(copier, n, type) ((type *)take((copier), (n), sizeof(type)))

static uint32_t now(const struct rows *rows, uint32_t old) {
    return old == NONE ? NONE : rows->is[old];
}

/* [rows.n] what old[was[i]] points to, in new rows of `to`; NULL for NULL. */
static uint32_t *point(struct copier *copier, const struct rows *rows, const uint32_t *old,
                       const struct rows *to) {
    uint32_t *array = old == NULL ? NULL : TAKE(copier, rows->n, uint32_t);
    for (uint32_t i = 0; array != NULL && i < rows->n; i++) {
        array[i] = to == NULL ? old[rows->was[i]] : now(to, old[rows->was[i]]);
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

/* Names for the rows; room for `more` names behind them. */
static bool name_rows(struct copier *copier, struct strings *names, const struct rows *rows,
                      char letter, uint32_t more) {
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

static double *no_coordinates(struct copier *copier, uint32_t n) {
    double *coordinate = TAKE(copier, n, double);
    for (uint32_t i = 0; coordinate != NULL && i < n; i++) {
        coordinate[i] = NAN;
    }
    return coordinate;
}

/* The new node of a pool, or NONE. */
static uint32_t pool_now(const struct copier *copier, uint32_t node) {
    uint32_t first = copier->from->n_offers;
    return node == NONE ? NONE : first + copier->renaming->pools.is[node - first];
}

static void copy_schools(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->schools;
    to->n_schools = rows->n;
    name_rows(copier, &to->school_id, rows, 's', 0);
    to->school_name = to->school_id;
    to->school_x = no_coordinates(copier, rows->n);
    to->school_y = no_coordinates(copier, rows->n);
    to->school_side = point(copier, rows, from->school_side, &copier->renaming->sides);
    to->school_node = point(copier, rows, from->school_node, NULL);
    for (uint32_t s = 0; to->school_node != NULL && s < rows->n; s++) {
        to->school_node[s] = pool_now(copier, to->school_node[s]);
    }
}

static void copy_offers(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->offers;
    to->n_offers = rows->n;
    name_rows(copier, &to->offer_id, rows, 'o', 0);
    to->offer_school = point(copier, rows, from->offer_school, &copier->renaming->schools);
    to->offer_group = point(copier, rows, from->offer_group, &copier->renaming->groups);
    to->offer_criteria = point(copier, rows, from->offer_criteria, NULL);
}

/* The names of nodes: offers, schools that are pools, pools. */
static void name_nodes(struct copier *copier) {
    struct instance *to = copier->to;
    const struct rows *pools = &copier->renaming->pools;
    if (!name_rows(copier, &to->node_name, &copier->renaming->offers, 'o', pools->n)) {
        return;
    }
    int digits = count_digits(pools->n);
    for (uint32_t p = 0; p < pools->n; p++) {
        put_name(to->node_name.bytes + to->node_name.start[to->n_offers + p], 'p',
                 pools->number[p] + 1, digits);
    }
    for (uint32_t s = 0; to->school_node != NULL && s < to->n_schools; s++) {
        if (to->school_node[s] != NONE) {
            strcpy(to->node_name.bytes + to->node_name.start[to->school_node[s]],
                   strings_get(&to->school_id, s));
        }
    }
}

static void copy_nodes(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    to->n_nodes = from->n_nodes;
    copier->failed |= instance_plain_slots(to, NULL) != OK;
    to->node_parent = TAKE(copier, to->n_nodes, uint32_t);
    to->node_seats = TAKE(copier, to->n_nodes, uint32_t);
    for (uint32_t v = 0; to->node_parent != NULL && to->node_seats != NULL && v < to->n_nodes;
         v++) {
        uint32_t old = v < to->n_offers
                           ? copier->renaming->offers.was[v]
                           : to->n_offers + copier->renaming->pools.was[v - to->n_offers];
        to->node_parent[v] = pool_now(copier, from->node_parent[old]);
        to->node_seats[v] = from->node_seats[old];
    }
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
    policy->near_m = point(copier, groups, old->near_m, NULL);
    policy->objective = TAKE(copier, old->n_objectives, struct objective);
    policy->wish_cost = TAKE(copier, old->n_wish_costs, int64_t);
    to->n_criteria = from->n_criteria;
    to->n_criterions = from->n_criterions;
    to->criteria = TAKE(copier, to->n_criteria, struct criteria);
    to->criterion = TAKE(copier, to->n_criterions, struct criterion);
    to->n_groups = groups->n;
    to->n_sides = copier->renaming->sides.n;
    name_rows(copier, &to->group_name, groups, 'g', 0);
    name_rows(copier, &to->side_name, &copier->renaming->sides, 'z', 0);
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

static void copy_applicants(struct copier *copier) {
    const struct instance *from = copier->from;
    struct instance *to = copier->to;
    const struct rows *rows = &copier->renaming->applicants;
    const struct rows *offers = &copier->renaming->offers;
    const uint64_t *lottery = copier->lottery->of_applicant;
    to->n_applicants = rows->n;
    name_rows(copier, &to->applicant_id, rows, 'c', 0);
    to->applicant_group = point(copier, rows, from->applicant_group, &copier->renaming->groups);
    to->applicant_current =
        current_matters(from) ? point(copier, rows, from->applicant_current, offers) : NULL;
    to->applicant_locked = point(copier, rows, from->applicant_locked, offers);
    to->applicant_side = point(copier, rows, from->applicant_side, &copier->renaming->sides);
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
        copy_column(copier, c, sorted);
    }
    arena_free(&scratch);
}

enum err rename_instance(const struct instance *instance, const struct renaming *renaming,
                         const struct lottery_carried *lottery, struct instance *copy,
                         struct error *error) {
    void (*const parts[])(struct copier *) = {copy_policy, copy_schools,   copy_offers,
                                              copy_nodes,  name_nodes,     copy_applicants,
                                              copy_wishes, copy_distances, copy_columns};
    struct copier copier = {.from = instance, .to = copy, .renaming = renaming, .lottery = lottery};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !copier.failed; i++) {
        parts[i](&copier);
    }
    return copier.failed ? error_no_memory(error) : OK;
}
