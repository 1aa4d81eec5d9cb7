// SPDX-License-Identifier: GPL-3.0-or-later
/*
 *     for 1, 2, 4, ... claims around each of some claims that the placement does not meet:
 *         do they fit under all rules?        no: which of them are needed for that?
 *                                             then: which rules are, with those claims?
 *
 * Around a claim are those who may get the same offers, they or their families, and those around
 * them. That is an order in which conflicts come early and small, and no more: in the end all
 * claims are asked about. Fewer rules only let more in, so claims stay needed while rules leave.
 */
#include "solver/conflict_rules.h"

#include "solver/conflict_filter.h"

#include <omp.h>
#include <string.h>

#define ANSWER_SECONDS 10.0

enum { CENTRES_MAX = 16 };

struct rules_search {
    struct conflict_question *question;
    uint8_t *in;
    uint32_t *claim_of;         /* [n_applicants] NONE: it has none */
    uint32_t *order, n_ordered; /* [claims] around a claim, from it outwards */
    uint8_t *ordered;           /* [claims] */
    struct arena *arena;
    struct error *error;
};

static void put_in_order(struct rules_search *search, uint32_t claim) {
    if (claim != NONE && search->ordered[claim] == 0) {
        search->ordered[claim] = 1;
        search->order[search->n_ordered++] = claim;
    }
}

/* Claims of those who may get what the applicant may. */
static void order_around(struct rules_search *search, uint32_t a) {
    const struct conflict_question *question = search->question;
    const struct options *options = question->task->options;
    for (uint32_t k = options->start[a]; k < options->start[a + 1]; k++) {
        uint32_t u = options->offer[k];
        for (uint32_t i = question->at_start[u]; i < question->at_start[u + 1]; i++) {
            put_in_order(search, search->claim_of[question->at[i]]);
        }
    }
}

/* All claims, those around the centre first. */
static void order_from(struct rules_search *search, uint32_t centre) {
    const struct conflict_question *question = search->question;
    const struct instance *instance = question->task->instance;
    const struct owed *owed = question->owed;
    search->n_ordered = 0;
    memset(search->ordered, 0, owed->n);
    put_in_order(search, centre);
    for (uint32_t next = 0; next < search->n_ordered; next++) {
        uint32_t a = owed->applicant[search->order[next]];
        uint32_t f = instance->n_families == 0 ? NONE : instance->applicant_family[a];
        for (uint32_t i = f == NONE ? 0 : instance->family_start[f];
             f != NONE && i < instance->family_start[f + 1]; i++) {
            put_in_order(search, search->claim_of[instance->family_member[i]]);
            order_around(search, instance->family_member[i]);
        }
        order_around(search, a);
    }
    for (uint32_t i = 0; i < owed->n; i++) {
        put_in_order(search, i);
    }
}

/* Claims that the placement does not meet, as many as centres are tried. */
static uint32_t find_centres(const struct rules_search *search, uint32_t *centre) {
    const struct owed *owed = search->question->owed;
    const uint32_t *choice = search->question->task->choice;
    uint32_t n = 0;
    for (uint32_t i = 0; i < owed->n && n < CENTRES_MAX; i++) {
        bool met = false;
        for (uint32_t k = owed->start[i]; k < owed->start[i + 1]; k++) {
            met |= choice[owed->applicant[i]] == owed->option[k];
        }
        if (!met) {
            centre[n++] = i;
        }
    }
    return n;
}

/* Leaves a number of claims around a centre in, with all rules, if those do not fit. */
static enum err try_claims(struct rules_search *search, uint32_t centre, uint32_t n, bool *found) {
    uint32_t n_claims = search->question->owed->n;
    bool fits;
    order_from(search, centre);
    memset(search->in, 0, n_claims);
    for (uint32_t i = 0; i < n && i < n_claims; i++) {
        search->in[search->order[i]] = 1;
    }
    enum err err = conflict_ask(search->question, search->in, &fits, search->error);
    *found = err == OK && !fits;
    return err;
}

static enum err grow(struct rules_search *search, bool *found) {
    uint32_t centre[CENTRES_MAX], n_centres = find_centres(search, centre);
    uint32_t n_claims = search->question->owed->n;
    enum err err = OK;
    for (uint32_t n = 1; err == OK && !*found && n < 2 * n_claims; n *= 2) {
        for (uint32_t c = 0; err == OK && !*found && c < n_centres; c++) {
            err = try_claims(search, centre[c], n, found);
        }
    }
    return err;
}

/* From what grow left in: nothing that can be left out. */
static enum err shrink(struct rules_search *search, struct conflict_rules *rules) {
    struct conflict_question *question = search->question;
    uint32_t n = question->owed->n, n_needed = 0;
    question->known = true;
    enum err err =
        conflict_filter(search->in, 0, n, conflict_ask, question, search->arena, search->error);
    for (uint32_t i = 0; i < n; i++) {
        n_needed += search->in[i];
    }
    rules->found = err == OK && n_needed > 0; /* else no placement keeps the rules */
    if (rules->found) {
        err = conflict_filter(search->in, n, n + question->n_rules, conflict_ask, question,
                              search->arena, search->error);
    }
    rules->known = question->known;
    return err;
}

enum err conflict_rules_find(const struct conflict_task *task, const struct owed *owed,
                             struct arena *arena, struct conflict_rules *rules,
                             struct error *error) {
    uint32_t n = owed->n;
    *rules = (struct conflict_rules){.found = false};
    struct rules_search search = {.question = &rules->question,
                                  .claim_of =
                                      ARENA_NEW(arena, task->instance->n_applicants, uint32_t),
                                  .order = ARENA_NEW(arena, n, uint32_t),
                                  .ordered = ARENA_NEW(arena, n, uint8_t),
                                  .arena = arena,
                                  .error = error};
    if (search.claim_of == NULL || search.order == NULL || search.ordered == NULL) {
        return error_no_memory(error);
    }
    memset(search.claim_of, 0xFF, task->instance->n_applicants * sizeof(uint32_t));
    for (uint32_t i = 0; i < n; i++) {
        search.claim_of[owed->applicant[i]] = i;
    }
    enum err err = conflict_question_new(&rules->question, task, owed, arena, error);
    if (err != OK) {
        return err;
    }
    rules->question.until =
        (struct glpk_limits){omp_get_wtime() + ANSWER_SECONDS, task->limits.stop};
    rules->in = search.in = ARENA_NEW(arena, (size_t)n + rules->question.n_rules, uint8_t);
    if (rules->in == NULL) {
        return error_no_memory(error);
    }
    memset(rules->in, 1, (size_t)n + rules->question.n_rules);
    bool found = false;
    err = grow(&search, &found);
    return err == OK && found ? shrink(&search, rules) : err;
}
