// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * run.json, value by value: policy and seed in full, counts, values, and the digests of the input,
 * of the other files and of itself. A value that nothing here expects is as wrong as one that
 * differs; only the seconds and the solver's own words are taken as they are.
 */
#include "verify/checker.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { PATH_BYTES = 600, NAME_BYTES = 160 };

struct record {
    struct checker *checker;
    uint8_t *seen;   /* [run.n] looked at */
    uint32_t cursor; /* values tend to be asked for in the order in which they stand */
};

static struct place record_place(const struct record *record, uint32_t leaf) {
    return leaf == NONE ? (struct place){"run.json", 0, 0}
                        : record->checker->results->run.leaf[leaf].place;
}

static uint32_t leaf_find(struct record *record, const char *path) {
    const struct results_leaves *run = &record->checker->results->run;
    for (uint32_t k = 0; k < run->n; k++) {
        uint32_t i = (record->cursor + k) % run->n;
        if (strcmp(run->leaf[i].path, path) == 0) {
            record->cursor = i + 1;
            record->seen[i] = 1;
            return i;
        }
    }
    return NONE;
}

/* What one value must be: a text (whole = 0 then) or a whole number. */
struct want {
    enum property property;
    const char *text; /* NULL: a number */
    int64_t whole;
};

static void want(struct record *record, struct want wanted, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void want(struct record *record, struct want wanted, const char *format, ...) {
    char path[PATH_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    uint32_t i = leaf_find(record, path);
    const struct results_leaf *leaf = i == NONE ? NULL : &record->checker->results->run.leaf[i];
    bool text = wanted.text != NULL;
    bool same =
        leaf != NULL && (text ? leaf->kind == LEAF_TEXT && strcmp(leaf->text, wanted.text) == 0
                              : leaf->kind == LEAF_WHOLE && leaf->whole == wanted.whole);
    if (!same && text) {
        finding_break(record->checker, wanted.property, record_place(record, i),
                      "%s: should be '%s'", path, wanted.text);
    } else if (!same) {
        finding_break(record->checker, wanted.property, record_place(record, i),
                      "%s: should be %" PRId64, path, wanted.whole);
    }
}

static struct want text_want(const char *text) {
    return (struct want){PROPERTY_RECORD, text, 0};
}

static struct want whole_want(uint64_t whole) {
    return (struct want){PROPERTY_RECORD, NULL, (int64_t)whole};
}

static bool has_path(const struct record *record, const char *path) {
    const struct results_leaves *run = &record->checker->results->run;
    bool has = false;
    for (uint32_t i = 0; i < run->n; i++) {
        has = has || strcmp(run->leaf[i].path, path) == 0;
    }
    return has;
}

/* An array or object of nothing is a value of its own. */
static void take_empty(struct record *record, const char *path, const char *empty) {
    uint32_t i = leaf_find(record, path);
    if (i != NONE) {
        const struct results_leaf *leaf = &record->checker->results->run.leaf[i];
        if (leaf->kind != LEAF_OTHER || strcmp(leaf->text, empty) != 0) {
            finding_break(record->checker, PROPERTY_RECORD, record_place(record, i),
                          "%s: should be %s", path, empty);
        }
    }
}

static void check_head(struct record *record) {
    const struct checker *checker = record->checker;
    const struct instance *instance = checker->instance;
    uint32_t program = leaf_find(record, "program");
    const struct results_leaf *leaf = program == NONE ? NULL : &checker->results->run.leaf[program];
    if (leaf == NULL || leaf->kind != LEAF_TEXT || strncmp(leaf->text, "placera ", 8) != 0) {
        finding_break(record->checker, PROPERTY_RECORD, record_place(record, program),
                      "program: should be 'placera' and its version");
    }
    want(record, text_want("placera-run/1"), "format");
    want(record, text_want(instance->name), "instance");
    want(record, text_want(instance->date), "date");
    want(record, (struct want){PROPERTY_LOTTERY, instance->policy.lottery_seed, 0}, "lottery.seed");
    want(record,
         (struct want){PROPERTY_LOTTERY,
                       instance->policy.lottery_per_offer ? "per-offer" : "single", 0},
         "lottery.draw");
}

static void check_inputs(struct record *record) {
    const struct loaded *loaded = record->checker->loaded;
    for (uint32_t i = 0; i < loaded->n_inputs; i++) {
        want(record, (struct want){PROPERTY_INPUTS, loaded->input[i].name, 0},
             "inputs[%" PRIu32 "].file", i);
        want(record, (struct want){PROPERTY_INPUTS, loaded->input[i].sha256, 0},
             "inputs[%" PRIu32 "].sha256", i);
    }
    if (loaded->n_inputs == 0) {
        take_empty(record, "inputs", "[]");
    }
}

static bool same_leaf(const struct results_leaf *x, const struct results_leaf *y) {
    return x->kind == y->kind && strcmp(x->text, y->text) == 0 && x->whole == y->whole &&
           !(x->real < y->real) && !(x->real > y->real);
}

/* The policy as it stands in the input, value by value. */
static enum err check_policy(struct record *record, struct error *error) {
    struct checker *checker = record->checker;
    struct arena scratch = {0};
    struct results_leaves policy = {0};
    enum err err =
        results_json_leaves(checker->loaded->policy_json, "policy", &scratch, &policy, error);
    for (uint32_t k = 0; err == OK && k < policy.n; k++) {
        uint32_t i = leaf_find(record, policy.leaf[k].path);
        if (i == NONE || !same_leaf(&checker->results->run.leaf[i], &policy.leaf[k])) {
            finding_break(checker, PROPERTY_RECORD, record_place(record, i),
                          "%s: is not as in the input", policy.leaf[k].path);
        }
    }
    arena_free(&scratch);
    return err;
}

/* Counts by basis and by wish. */
static enum err check_counts(struct record *record, struct error *error) {
    static const uint8_t order[] = {BASIS_WISH, BASIS_FALLBACK, BASIS_CURRENT, BASIS_LOCKED,
                                    BASIS_NONE};
    const struct checker *checker = record->checker;
    const struct results *results = checker->results;
    uint32_t n = results->proposals.n;
    uint64_t by_basis[BASIS_LOCKED + 1] = {0};
    struct arena scratch = {0};
    uint64_t *by_wish = ARENA_ZERO(&scratch, WISHES_MAX + 1, uint64_t);
    if (by_wish == NULL) {
        return error_no_memory(error);
    }
    for (uint32_t a = 0; a < n; a++) {
        by_basis[results->proposals.basis[a]]++;
        uint32_t wish = results->proposals.wish[a];
        by_wish[wish <= WISHES_MAX ? wish : 0]++;
    }
    want(record, whole_want(n), "applicants");
    want(record, whole_want(n - by_basis[BASIS_NONE]), "placed");
    want(record, whole_want(by_basis[BASIS_NONE]), "unplaced");
    for (size_t i = 0; i < sizeof order; i++) {
        want(record, whole_want(by_basis[order[i]]), "by_basis.%s", basis_name[order[i]]);
    }
    for (uint32_t wish = 1; wish <= WISHES_MAX; wish++) {
        char path[32];
        snprintf(path, sizeof path, "by_wish[%" PRIu32 "]", wish - 1);
        if (by_wish[wish] > 0 || has_path(record, path)) {
            want(record, whole_want(by_wish[wish]), "%s", path);
        }
    }
    take_empty(record, "by_wish", "[]");
    arena_free(&scratch);
    return OK;
}

static void check_objectives(struct record *record) {
    const struct assignment_proof *proof = &record->checker->results->proof;
    for (uint32_t l = 0; l < proof->n_levels; l++) {
        want(record, text_want(proof->name[l]), "objectives[%" PRIu32 "].objective", l);
        want(record, (struct want){PROPERTY_RECORD, NULL, proof->value[l]},
             "objectives[%" PRIu32 "].value", l);
    }
    const struct program_read *program = &record->checker->results->program;
    for (uint32_t l = 0; l < program->n_levels; l++) {
        want(record, text_want(program->name[l]), "objectives[%" PRIu32 "].objective", l);
        want(record, (struct want){PROPERTY_RECORD, NULL, program->value[l]},
             "objectives[%" PRIu32 "].value", l);
        char path[64];
        snprintf(path, sizeof path, "objectives[%" PRIu32 "].bound", l);
        if (program->proved_by[l] != PROVED_BY_NOTHING) {
            want(record, (struct want){PROPERTY_RECORD, NULL, program->bound[l]}, "%s", path);
        } else {
            take_empty(record, path, "null");
        }
    }
    take_empty(record, "objectives", "[]");
}

/* A criterion's name in run.json: "flag sibling", "relative_nearness", "near claim", ... */
static void criterion_name(const struct instance *instance, uint32_t i, char text[NAME_BYTES]) {
    static const char *const names[] = {"current_place",     "wish_rank", "relative_nearness",
                                        "absolute_nearness", "flag",      "ascending",
                                        "descending",        "lottery"};
    if (i >= instance->n_criterions) {
        snprintf(text, NAME_BYTES, "%s", i == instance->n_criterions ? "lottery" : "near claim");
        return;
    }
    const struct criterion *criterion = &instance->criterion[i];
    bool column = criterion->column != NONE;
    snprintf(text, NAME_BYTES, "%s%s%s", names[criterion->kind], column ? " " : "",
             column ? instance->column[criterion->column].name : "");
}

/* Refusals by name: what stands in several lists of criteria is added up, at its first place. */
static void check_decided(struct record *record) {
    const struct checker *checker = record->checker;
    const struct instance *instance = checker->instance;
    uint32_t n_named = instance->n_criterions + (instance->policy.near_guarantee ? 2 : 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < n_named; i++) {
        char name[NAME_BYTES], other[NAME_BYTES];
        uint64_t refusals = 0;
        bool first = true;
        criterion_name(instance, i, name);
        for (uint32_t k = 0; k < n_named; k++) {
            criterion_name(instance, k, other);
            bool same = strcmp(name, other) == 0;
            first = first && !(same && k < i);
            refusals += same && checker->offers_choose ? checker->decided[k] : 0;
        }
        if (first) {
            want(record, text_want(name), "decided[%" PRIu32 "].criterion", n);
            want(record, whole_want(refusals), "decided[%" PRIu32 "].refusals", n);
            n++;
        }
    }
}

static void check_near_counts(struct record *record) {
    const struct checker *checker = record->checker;
    uint64_t n_claims = 0;
    for (uint32_t a = 0; checker->claim != NULL && a < checker->instance->n_applicants; a++) {
        n_claims += checker->claim[a] > 0 ? 1 : 0;
    }
    want(record, whole_want(n_claims), "claims");
    want(record, whole_want(checker->n_lacking), "without_near");
}

static void check_digests(struct record *record) {
    const struct results *results = record->checker->results;
    uint32_t n = 0;
    for (int i = 0; i < RESULTS_RUN; i++) {
        if (results->has[i]) {
            want(record, (struct want){PROPERTY_DIGESTS, results_file_name[i], 0},
                 "results[%" PRIu32 "].file", n);
            want(record, (struct want){PROPERTY_DIGESTS, results->sha256[i], 0},
                 "results[%" PRIu32 "].sha256", n);
            n++;
        }
    }
    want(record, (struct want){PROPERTY_DIGESTS, results->sha256[RESULTS_RUN], 0}, "sha256");
}

/* What is left must be seconds or the solver's own words. */
static void check_rest(struct record *record) {
    const struct results_leaves *run = &record->checker->results->run;
    for (uint32_t i = 0; i < run->n; i++) {
        const struct results_leaf *leaf = &run->leaf[i];
        bool number = leaf->kind == LEAF_WHOLE ? leaf->whole >= 0
                                               : leaf->kind == LEAF_REAL && leaf->real >= 0;
        bool seconds = strncmp(leaf->path, "seconds.", 8) == 0 && number;
        bool words =
            (strcmp(leaf->path, "solver.words") == 0 || strcmp(leaf->path, "solver.prove") == 0) &&
            leaf->kind == LEAF_TEXT;
        bool empty = leaf->kind == LEAF_OTHER && strcmp(leaf->text, "[]") == 0;
        bool iterations = (strncmp(leaf->path, "solver.iterations[", 18) == 0 && number) ||
                          (strcmp(leaf->path, "solver.iterations") == 0 && empty);
        if (!record->seen[i] && !seconds && !words && !iterations) {
            finding_break(record->checker, PROPERTY_RECORD, leaf->place,
                          "%s: nothing of the kind is written", leaf->path);
        }
    }
}

enum err record_check(struct checker *checker, struct error *error) {
    struct arena scratch = {0};
    struct record record = {checker, ARENA_ZERO(&scratch, checker->results->run.n, uint8_t), 0};
    enum err err = record.seen == NULL ? error_no_memory(error) : OK;
    if (err == OK) {
        check_head(&record);
        check_inputs(&record);
        err = check_policy(&record, error);
    }
    if (err == OK) {
        err = check_counts(&record, error);
    }
    if (err == OK) {
        check_objectives(&record);
        check_decided(&record);
        check_near_counts(&record);
        check_digests(&record);
        check_rest(&record);
    }
    arena_free(&scratch);
    return err;
}
