// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The followers' own run sees options of followers alone, so that no mechanism needs to know of two
 * kinds of applicants. What is read off the round must see all, so options and ranks of everybody
 * are made once more with the followers' among them; the others' are the same as before, claims are
 * put in again, and choices are told by their new indices.
 */
#include "solver/followers.h"

#include "solver/claims.h"

/* The mechanism for the followers alone; choice [n_applicants] by alone's options. */
static enum err run_alone(const struct mechanism_task *task, struct options *alone,
                          const uint32_t *ended, uint32_t *choice, struct arena *scratch,
                          struct error *error) {
    const struct instance *instance = task->instance;
    struct ranking ranking;
    struct mechanism_outcome outcome = {
        .choice = choice,
        .claim_round = ARENA_ZERO(scratch, instance->n_applicants, uint32_t),
    };
    if (outcome.claim_round == NULL) {
        return error_no_memory(error);
    }
    enum err err = options_ended(alone, instance, ended, true, scratch, error);
    if (err == OK) {
        err = ranking_build(&ranking, instance, alone, scratch, error);
    }
    if (err != OK) {
        return err;
    }
    struct mechanism_task mine = *task;
    mine.options = alone;
    mine.ranking = &ranking;
    mine.arena = scratch;
    mine.of_followers = true;
    return mechanisms[instance->policy.mechanism].run(&mine, &outcome, error);
}

/* The claims of the first run, in the new ranking. */
static enum err claim_again(struct followers *followers, const struct instance *instance,
                            const uint32_t *claim_round, struct arena *scratch,
                            struct error *error) {
    struct claims claims;
    uint32_t *claimant = ARENA_NEW(scratch, instance->n_applicants, uint32_t);
    uint32_t n = 0;
    if (claimant == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        if (claim_round[a] != 0) {
            claimant[n++] = a;
        }
    }
    enum err err = n == 0 ? OK
                          : claims_init(&claims, &followers->ranking, instance, &followers->options,
                                        scratch, error);
    return n == 0 || err != OK ? err : claims_add(&claims, claimant, n, error);
}

/* Everybody's choice as an option of the whole. */
static void join_choices(const struct followers *followers, const struct mechanism_task *task,
                         const struct options *alone, const uint32_t *of_followers,
                         uint32_t *choice) {
    for (uint32_t a = 0; a < task->instance->n_applicants; a++) {
        bool follows = instance_follows(task->instance, a) != NONE;
        uint32_t option = follows ? of_followers[a] : choice[a];
        uint32_t start = follows ? alone->start[a] : task->options->start[a];
        choice[a] = option == NONE ? NONE : followers->options.start[a] + (option - start);
    }
}

enum err followers_run(struct followers *followers, const struct mechanism_task *task,
                       const uint32_t *ended, const uint32_t *claim_round, uint32_t *choice,
                       struct error *error) {
    struct arena scratch = {0};
    struct options alone;
    const struct instance *instance = task->instance;
    uint32_t *of_followers = ARENA_NEW(&scratch, instance->n_applicants, uint32_t);
    enum err err = of_followers == NULL
                       ? error_no_memory(error)
                       : run_alone(task, &alone, ended, of_followers, &scratch, error);
    if (err == OK) {
        err = options_ended(&followers->options, instance, ended, false, task->arena, error);
    }
    if (err == OK) {
        err = ranking_build(&followers->ranking, instance, &followers->options, task->arena, error);
    }
    if (err == OK) {
        err = claim_again(followers, instance, claim_round, &scratch, error);
    }
    if (err == OK) {
        join_choices(followers, task, &alone, of_followers, choice);
    }
    arena_free(&scratch);
    return err;
}
