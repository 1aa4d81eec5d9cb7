// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     refuse what cannot be anonymised
 *     round = the instance with the metres that matter, rounded, and without coordinates
 *     rows and names of everything, by lot
 *     lottery numbers that decide as those of `round` did
 *     the copy
 *
 * Names and lottery are made from the round as it will be handed out: where rounding makes new
 * ties, they are broken by the lottery and the ids as the original round would, had its metres been
 * so coarse.
 */
#include "anonymise/anonymise.h"

#include "anonymise/metres.h"
#include "anonymise/rename.h"
#include "solver/joint_proposals.h"

#include <string.h>

bool anonymise_order_decides(const struct instance *instance) {
    return mechanisms[instance->policy.mechanism].has_objectives ||
           instance->policy.fallback == FALLBACK_AFTER || joint_proposals_apply(instance);
}

static enum err refuse_column(const char *name, const char *rule, struct error *error) {
    return error_set(error, ERR_INPUT, NULL,
                     "%s names the column '%s', which has a meaning of its own and is renamed or "
                     "left out here; give the rule a column of another name",
                     rule, name);
}

/* Months and days of birth that are compared, too: as long as the applicants' are all there is, the
 * moved ones serve both ways. */
static enum err check_calendar(const struct instance *instance, struct error *error) {
    static const char *const name[] = {"start", "guarantee", "birth_date"};
    const void *const own[] = {instance->applicant_start, instance->applicant_guarantee,
                               instance->applicant_born};
    const char *within = instance->policy.within;
    for (int i = 0; i < 3; i++) {
        if (within != NULL && strcmp(within, name[i]) == 0) {
            return refuse_column(within, "policy.fallback.within", error);
        }
        for (uint32_t c = 0; own[i] != NULL && c < instance->n_columns; c++) {
            const struct column *column = &instance->column[c];
            if (strcmp(column->name, name[i]) == 0 && column->of_wish != NULL) {
                return refuse_column(name[i], "of wishes.csv, a criterion", error);
            }
        }
    }
    return OK;
}

/* Columns that a rule names by a name that this program gives a meaning. */
static enum err check_names(const struct instance *instance, struct error *error) {
    static const char *const own[] = {"id",        "group",   "x",         "y",      "current",
                                      "locked",    "lottery", "protected", "name",   "seats",
                                      "applicant", "rank",    "offer",     "family", "follows",
                                      "eligible",  NULL};
    const char *within = instance->policy.within;
    for (int i = 0; own[i] != NULL; i++) {
        if (within != NULL && strcmp(within, own[i]) == 0) {
            return refuse_column(within, "policy.fallback.within", error);
        }
        for (uint32_t c = 0; c < instance->n_columns; c++) {
            if (strcmp(instance->column[c].name, own[i]) == 0) {
                return refuse_column(own[i], "a criterion or objective", error);
            }
        }
    }
    enum err err = check_calendar(instance, error);
    if (err != OK) {
        return err;
    }
    for (uint32_t c = 0; within != NULL && c < instance->n_columns; c++) {
        if (strcmp(instance->column[c].name, within) == 0) {
            return error_set(error, ERR_INPUT, NULL,
                             "policy.fallback.within and a criterion or objective name the same "
                             "column '%s': it cannot be a new name for one and a number for the "
                             "other; give one of them a column of another name",
                             within);
        }
    }
    return OK;
}

static bool has_metres(const struct instance *instance, uint32_t a) {
    return instance->distance_start[a] < instance->distance_start[a + 1];
}

/* Who has no metres where others have: that may tell who has protected identity. */
static void count_missing(const struct instance *instance, const struct instance *round,
                          struct anonymised *anonymised) {
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool protected =
            instance->applicant_protected != NULL && instance->applicant_protected[a] != 0;
        bool missing = round->distance_start != NULL && !has_metres(round, a);
        anonymised->n_protected += protected ? 1 : 0;
        anonymised->n_without_metres += missing ? 1 : 0;
        anonymised->n_protected_without_metres += protected && missing ? 1 : 0;
    }
}

/* The instance as it is handed out, but for the names. */
static enum err make_round(const struct instance *instance, uint32_t round_m, struct arena *arena,
                           struct instance *round, struct error *error) {
    *round = *instance;
    enum err err = metres_carry(instance, round_m, arena, round, error);
    round->policy.straight_line = false;
    round->applicant_x = round->applicant_y = NULL;
    if (round->policy.fallback == FALLBACK_NONE) { /* nothing looks at sides, then */
        round->policy.within = NULL;
        round->school_side = round->applicant_side = NULL;
        round->n_sides = 0;
    }
    return err;
}

static uint32_t *copy_rows(const struct rows *rows, struct arena *arena) {
    uint32_t *copy = ARENA_NEW(arena, rows->n, uint32_t);
    return copy == NULL ? NULL : memcpy(copy, rows->was, rows->n * sizeof *copy);
}

static enum err keep_map(const struct renaming *renaming, struct anonymised *anonymised,
                         struct error *error) {
    struct arena *arena = &anonymised->instance.arena;
    anonymised->applicant_was = copy_rows(&renaming->applicants, arena);
    anonymised->offer_was = copy_rows(&renaming->offers, arena);
    anonymised->school_was = copy_rows(&renaming->schools, arena);
    return anonymised->applicant_was == NULL || anonymised->offer_was == NULL ||
                   anonymised->school_was == NULL
               ? error_no_memory(error)
               : OK;
}

static enum err make(const struct instance *round, bool keep_order, struct secret *secret,
                     struct arena *scratch, struct anonymised *anonymised, struct error *error) {
    struct renaming renaming;
    struct lottery_carried lottery;
    enum err err = renaming_make(&renaming, round, keep_order, secret, scratch, error);
    if (err == OK) {
        err = lottery_carry(round, secret, scratch, &lottery, error);
    }
    if (err == OK) {
        anonymised->n_lottery_bound = lottery.n_bound;
        anonymised->n_lottery_largest = lottery.n_largest;
        err = rename_instance(round, &renaming, &lottery, &anonymised->instance, error);
    }
    return err == OK ? keep_map(&renaming, anonymised, error) : err;
}

enum err anonymise(const struct instance *instance, const struct anonymise_options *options,
                   const struct secret_key *key, struct anonymised *anonymised,
                   struct error *error) {
    struct arena scratch = {0};
    struct secret *secret = NULL;
    struct instance round;
    *anonymised = (struct anonymised){0};
    enum err err = check_names(instance, error);
    if (err == OK) {
        err = make_round(instance, options->round_m, &scratch, &round, error);
    }
    if (err == OK) {
        count_missing(instance, &round, anonymised);
        err = secret_new(&secret, key, error);
    }
    if (err == OK) {
        err = make(&round, options->keep_order, secret, &scratch, anonymised, error);
    }
    enum err ended = secret_end(secret, error);
    arena_free(&scratch);
    return err != OK ? err : ended;
}

void anonymised_release(struct anonymised *anonymised) {
    instance_release(&anonymised->instance);
    *anonymised = (struct anonymised){0};
}
