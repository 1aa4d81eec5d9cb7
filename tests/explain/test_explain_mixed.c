// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Explanations of random tiny rounds with every rule of a preschool round mixed, against the
 * description that the rounds were drawn as (tests/oracle/mixed.h), which knows nothing of solver/
 * or explain/. Whatever a page says of seats is tried: where an option is said to find no seat,
 * putting the child there must break the seats of some month; where a seat is said to be left, it
 * must not; where siblings are said to fit at no school together, all their options are tried.
 * Under the mechanisms that rank every child must have an explanation that the ranking bears out.
 */
#include "tests/explain/solved.h"

#include "explain/facts_json.h"
#include "io/loader.h"
#include "tests/oracle/mixed.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

enum { N_ROUNDS = 800, N_RANKED = 800, JANUARY = 2027 * 12 };

/* What was met, so that a test that met nothing fails. */
struct met {
    uint32_t n, full, free, between, late, stays, moves, together, nothing_shared, apart_full,
        apart_best;
    uint32_t kept, not_opened, not_eligible, out, no_month, not_along, held, broken, goes_with;
};

struct trial {
    struct mixed mixed;
    struct mixed_place place[MIXED_APPLICANTS];
    struct loaded loaded;
    struct solved solved;
    struct explainer explainer;
    uint64_t seed;
};

/* With a mechanism in the place of minimum-cost (NULL: not); false: the loader refuses it. */
static bool load_round(struct trial *trial, const char *mechanism) {
    static const char own[] = "\"minimum-cost\"";
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    cr_assert_not_null(stream);
    mixed_print(&trial->mixed, stream);
    fclose(stream);
    char *text = malloc(length + 64);
    char *at = strstr(bytes, own);
    cr_assert(text != NULL && at != NULL);
    int n = snprintf(text, length + 64, "%.*s%s%s%s%s", (int)(at - bytes), bytes,
                     mechanism == NULL ? own : "\"", mechanism == NULL ? "" : mechanism,
                     mechanism == NULL ? "" : "\"", at + strlen(own));
    enum err err = load_bytes("mixed.json", text, (size_t)n, &trial->loaded, NULL);
    free(text);
    free(bytes);
    return err == OK;
}

/* False: not all guarantees that must be held can be. */
static bool solve_round(struct trial *trial) {
    struct solve_options options = {0};
    struct solution probe;
    rename_applicants(&trial->loaded.instance);
    bool solved = solve(&trial->loaded.instance, &options, &probe, NULL) == OK;
    if (solved) {
        solution_release(&probe);
        solved_make(&trial->solved, &trial->loaded.instance);
    }
    return solved;
}

static uint32_t month_of(const struct trial *trial, uint32_t month) {
    return trial->mixed.months && month != 0 ? month - JANUARY : 0;
}

static void read_places(struct trial *trial) {
    const struct round_result *round = &trial->solved.round;
    for (uint32_t a = 0; a < trial->mixed.n_applicants; a++) {
        uint32_t offer = round->offer[a];
        trial->place[a] = (struct mixed_place){
            offer == NONE ? NOBODY : offer,
            round->start == NULL ? 0 : month_of(trial, round->start[a]),
            round->basis[a] == BASIS_CURRENT, round->wish[a] == 0 ? NOBODY : round->wish[a] - 1};
    }
}

/* Would the child fit there besides all others? */
static bool would_fit(const struct trial *trial, uint32_t a, uint32_t offer, uint32_t month) {
    struct mixed_place place[MIXED_APPLICANTS];
    memcpy(place, trial->place, sizeof place);
    place[a] = (struct mixed_place){offer, month_of(trial, month), false, NOBODY};
    return mixed_fits(&trial->mixed, place);
}

static void check_refusal(const struct trial *trial, const struct explanation *explanation,
                          const struct choice *choice, const struct refusal *refusal,
                          struct met *met) {
    bool seats_decide = refusal->reason == REASON_OBJECTIVE || refusal->reason == REASON_KEPT ||
                        refusal->reason == REASON_LOCKED || refusal->reason == REASON_NO_SEATS ||
                        refusal->reason == REASON_NOT_OPENED;
    met->kept += refusal->reason == REASON_KEPT;
    met->not_opened += refusal->reason == REASON_NOT_OPENED;
    met->not_eligible += refusal->reason == REASON_NOT_ELIGIBLE;
    met->no_month += refusal->reason == REASON_NO_MONTH;
    met->not_along += refusal->reason == REASON_NOT_ALONG;
    met->out += refusal->reason == REASON_OUT;
    cr_assert(refusal->reason != REASON_OUT || trial->mixed.applicant[explanation->applicant].out);
    if (refusal->reason == REASON_NOT_ELIGIBLE) {
        cr_assert(trial->mixed.offer[choice->offer].needs_decision &&
                  !trial->mixed.applicant[explanation->applicant].eligible);
    }
    if (refusal->reason == REASON_NOT_OPENED) {
        for (uint32_t a = 0; a < trial->mixed.n_applicants; a++) {
            cr_assert(trial->place[a].offer != choice->offer || trial->place[a].stays ||
                      trial->mixed.applicant[a].follows != NOBODY);
        }
    }
    if (!seats_decide) {
        return;
    }
    bool fits = would_fit(trial, explanation->applicant, choice->offer, refusal->month);
    cr_assert_eq(refusal->full == FULL_NONE, fits, "seed %" PRIu64 ": %u at %u in %u: said %s",
                 trial->seed, explanation->applicant, choice->offer, refusal->month,
                 fits ? "to be full" : "to have a seat");
    met->full += !fits;
    met->free += fits;
    uint32_t n = 0;
    for (int i = 0; i < N_SEAT_RIGHTS; i++) {
        n += refusal->taken[i];
    }
    cr_assert(refusal->full == FULL_NONE || n >= refusal->seats);
}

/* What is full in one month that is told of is so in all months until the next: none but those told
 * of could have been the child's, as far as seats go. */
static void check_between(const struct trial *trial, const struct explanation *explanation,
                          const struct choice *choice, struct met *met) {
    uint32_t latest = explanation->wished_start + trial->mixed.late;
    bool admitted = choice->outcome == OUTCOME_ADMITTED;
    for (uint32_t r = 0; r < choice->n_refusals; r++) {
        const struct refusal *refusal = &choice->refusal[r];
        uint32_t next = r + 1 < choice->n_refusals ? choice->refusal[r + 1].month
                        : admitted                 ? choice->start
                                                   : latest + 1;
        if (refusal->month == 0 || refusal->full == FULL_NONE) {
            continue;
        }
        for (uint32_t month = refusal->month + 1; month < next; month++) {
            cr_assert(!would_fit(trial, explanation->applicant, choice->offer, month),
                      "seed %" PRIu64 ": %u might begin at %u in %u, of which nothing is told",
                      trial->seed, explanation->applicant, choice->offer, month);
            met->between++;
        }
    }
}

static bool tries_fit(const struct trial *trial, const uint32_t *member, uint32_t n,
                      struct mixed_place *place, uint32_t school, bool *shared) {
    struct mixed_place choice[MIXED_CHOICES];
    const struct mixed *mixed = &trial->mixed;
    if (n == 0) {
        *shared = true;
        return mixed_fits(mixed, place);
    }
    bool fits = false;
    uint32_t n_choices = mixed_choices(mixed, member[0], choice);
    for (uint32_t i = 0; i < n_choices; i++) {
        uint32_t offer = choice[i].offer;
        if (offer != NOBODY && (mixed->same_offer ? offer : mixed->offer[offer].school) == school) {
            place[member[0]] = choice[i];
            fits |= tries_fit(trial, member + 1, n - 1, place, school, shared);
        }
    }
    return fits;
}

static void check_family(const struct trial *trial, const struct explanation *explanation,
                         struct met *met) {
    const struct instance *instance = &trial->loaded.instance;
    const struct family_facts *family = &explanation->family;
    if (family->outcome == SIBLINGS_NONE) {
        return;
    }
    uint32_t first = instance->family_start[family->family];
    uint32_t n = instance->family_start[family->family + 1] - first, n_shared = 0;
    const uint32_t *member = instance->family_member + first;
    bool together = true, fits = false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t offer = trial->place[member[i]].offer, other = trial->place[member[0]].offer;
        together = together && offer != NOBODY && other != NOBODY &&
                   (trial->mixed.same_offer
                        ? offer == other
                        : trial->mixed.offer[offer].school == trial->mixed.offer[other].school);
    }
    cr_assert_eq(family->outcome == SIBLINGS_TOGETHER, together);
    met->together += together;
    uint32_t n_places = trial->mixed.same_offer ? trial->mixed.n_offers : trial->mixed.n_schools;
    for (uint32_t s = 0; s < n_places && !together; s++) {
        struct mixed_place place[MIXED_APPLICANTS];
        bool shared = false;
        memcpy(place, trial->place, sizeof place);
        fits |= tries_fit(trial, member, n, place, s, &shared);
        n_shared += shared;
    }
    if (!together) {
        cr_assert_eq(family->n_shared, n_shared, "seed %" PRIu64, trial->seed);
        cr_assert_eq(family->apart == APART_BEST, fits, "seed %" PRIu64, trial->seed);
        cr_assert_eq(family->apart == APART_NOTHING_SHARED, n_shared == 0);
        met->nothing_shared += n_shared == 0;
        met->apart_full += family->apart == APART_FULL;
        met->apart_best += family->apart == APART_BEST;
    }
}

static void check_around(const struct trial *trial, const struct explanation *explanation,
                         struct met *met) {
    const struct mixed_applicant *applicant = &trial->mixed.applicant[explanation->applicant];
    const struct mixed_place *place = &trial->place[explanation->applicant];
    if (explanation->guarantee != GUARANTEE_NONE) {
        bool in_time = place->stays || place->month + JANUARY <= explanation->due_month;
        bool held = place->offer != NOBODY && (in_time || !trial->mixed.months);
        cr_assert_neq(applicant->guarantee, NOBODY);
        cr_assert_eq(explanation->guarantee == GUARANTEE_HELD, held, "seed %" PRIu64, trial->seed);
        met->held += held;
        met->broken += explanation->guarantee == GUARANTEE_BROKEN;
    }
    if (explanation->moves_to != NONE) {
        const struct mixed_offer *offer = &trial->mixed.offer[place->offer];
        cr_assert(offer->moves_to == explanation->moves_to && applicant->born < offer->moves_born);
        met->moves++;
    }
    met->stays += explanation->stays;
    met->late += explanation->start > explanation->wished_start;
    met->goes_with += explanation->follows != NONE && explanation->offer != NONE;
}

/* Nobody is named but the child, its siblings where the round goes by families, and the
 * application that it goes with. */
static void check_names(const struct trial *trial, const struct explanation *explanation,
                        const char *text) {
    const struct instance *instance = &trial->loaded.instance;
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        bool sibling = explanation->family.family != NONE &&
                       instance->applicant_family[a] == explanation->family.family;
        bool may = a == explanation->applicant || sibling || a == explanation->follows;
        bool found = strstr(text, strings_get(&instance->applicant_id, a)) != NULL;
        cr_assert(found == may, "seed %" PRIu64 ": page of %u and %u:\n%s", trial->seed,
                  explanation->applicant, a, text);
    }
}

static void explain_everybody(struct trial *trial, struct met *met) {
    struct words words = {0};
    struct error error = {0};
    const struct instance *instance = &trial->loaded.instance;
    cr_assert_eq(explainer_begin(&trial->explainer, instance, &trial->solved.round, &error), OK,
                 "seed %" PRIu64 ": %s", trial->seed, error.text);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        struct explanation explanation;
        cr_assert_eq(explain(&trial->explainer, a, &explanation, &error), OK,
                     "seed %" PRIu64 ": %s", trial->seed, error.text);
        uint32_t n_admitted = 0;
        for (uint32_t i = 0; i < explanation.n_choices; i++) {
            const struct choice *choice = &explanation.choice[i];
            n_admitted += choice->outcome == OUTCOME_ADMITTED;
            cr_assert(i == 0 || choice->offer != choice[-1].offer, "seed %" PRIu64, trial->seed);
            cr_assert(choice->outcome != OUTCOME_ADMITTED || choice->offer == explanation.offer);
            for (uint32_t r = 0; r < choice->n_refusals; r++) {
                check_refusal(trial, &explanation, choice, &choice->refusal[r], met);
            }
            check_between(trial, &explanation, choice, met);
        }
        cr_assert(explanation.basis == BASIS_LOCKED ||
                      n_admitted == (explanation.offer == NONE ? 0u : 1u),
                  "seed %" PRIu64 ": %u is given %u places", trial->seed, a, n_admitted);
        check_family(trial, &explanation, met);
        check_around(trial, &explanation, met);
        for (unsigned l = 0; l < n_languages; l++) {
            cr_assert_eq(words_write(&words, &trial->explainer, &explanation, languages[l], &error),
                         OK);
            check_names(trial, &explanation, words.out.bytes);
        }
        text_clear(&words.out);
        explanation_json(&words.out, &trial->explainer, &explanation);
        check_names(trial, &explanation, words.out.bytes);
        json_t *json = json_loads(words.out.bytes, JSON_REJECT_DUPLICATES, NULL);
        cr_assert_not_null(json, "no JSON: %s", words.out.bytes);
        json_decref(json);
        met->n++;
    }
    words_release(&words);
    explainer_end(&trial->explainer);
}

Test(explain_mixed, what_is_said_of_seats_is_so, .timeout = 300) {
    struct met met = {0};
    for (uint64_t seed = 1; seed <= N_ROUNDS; seed++) {
        static struct trial trial;
        trial.seed = seed;
        mixed_make(&trial.mixed, seed);
        if (load_round(&trial, NULL) && solve_round(&trial)) {
            read_places(&trial);
            explain_everybody(&trial, &met);
            solved_release(&trial.solved);
        }
        loaded_release(&trial.loaded);
    }
    const uint32_t *count = (const uint32_t *)&met;
    for (size_t i = 0; i < sizeof met / sizeof *count; i++) {
        cr_expect_gt(count[i], 0, "number %zu was met %u times", i, count[i]);
    }
}

/* Nobody is left without an explanation, and none names another child, whatever the mechanism. */
static void explain_all(struct trial *trial, uint32_t *n_explained) {
    struct words words = {0};
    struct error error = {0};
    const struct instance *instance = &trial->loaded.instance;
    cr_assert_eq(explainer_begin(&trial->explainer, instance, &trial->solved.round, &error), OK,
                 "seed %" PRIu64 ": %s", trial->seed, error.text);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        struct explanation explanation;
        cr_assert_eq(explain(&trial->explainer, a, &explanation, &error), OK,
                     "seed %" PRIu64 ": %s", trial->seed, error.text);
        for (unsigned l = 0; l < n_languages; l++) {
            cr_assert_eq(words_write(&words, &trial->explainer, &explanation, languages[l], &error),
                         OK);
            check_names(trial, &explanation, words.out.bytes);
        }
        (*n_explained)++;
    }
    words_release(&words);
    explainer_end(&trial->explainer);
}

static void explain_ranked(const char *mechanism) {
    uint32_t n_explained = 0;
    for (uint64_t seed = 1; seed <= N_RANKED; seed++) {
        static struct trial trial;
        trial.seed = seed;
        mixed_make(&trial.mixed, seed);
        if (load_round(&trial, mechanism) && solve_round(&trial)) {
            explain_all(&trial, &n_explained);
            solved_release(&trial.solved);
        }
        loaded_release(&trial.loaded);
    }
    cr_expect_gt(n_explained, 100, "%s explained %u children", mechanism, n_explained);
}

Test(explain_mixed, deferred_acceptance, .timeout = 300) {
    explain_ranked("deferred-acceptance");
}

Test(explain_mixed, immediate_acceptance, .timeout = 300) {
    explain_ranked("immediate-acceptance");
}

Test(explain_mixed, top_trading_cycles, .timeout = 300) {
    explain_ranked("top-trading-cycles");
}

Test(explain_mixed, serial_dictatorship, .timeout = 300) {
    explain_ranked("serial-dictatorship");
}
