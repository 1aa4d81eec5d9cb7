// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Small rounds worked out by hand (cases/, one file each, and instances/preschool), and every
 * child's whole page in every language, kept in expected/CASE.LANGUAGE.txt. After a change of words
 * that is meant, PLACERA_UPDATE_EXPECTED=1 writes them anew, to be read before they are committed.
 */
#include "tests/explain/solved.h"

#include "explain/facts_json.h"
#include "io/loader.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <jansson.h>
#include <string.h>

static const char *const case_name[] = {
    "nearness", "lottery",        "draws",   "claim",    "pools",     "after",    "minimum-cost",
    "trading",  "immediate",      "serial",  "months",   "transfers", "siblings", "required",
    "queue",    "siblings-queue", "on-time", "blocking", "preschool",
};
enum { N_CASES = sizeof case_name / sizeof case_name[0] };

static void load_case(const char *name, struct loaded *loaded) {
    char path[256];
    struct error error = {0};
    bool is_shipped = strcmp(name, "preschool") == 0;
    snprintf(path, sizeof path, is_shipped ? "instances/%s" : "tests/explain/cases/%s.json", name);
    enum err err = load(path, loaded, &error);
    faults_print(&loaded->faults, stderr);
    cr_assert_eq(err, OK, "%s: %s", name, error.text);
}

/* The pages of all children, one after the other. */
static void write_pages(struct text *pages, const struct instance *instance,
                        const struct language *language) {
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct words words = {0};
    struct error error = {0};
    solved_make(&solved, instance);
    cr_assert_eq(explainer_begin(&explainer, instance, &solved.round, &error), OK, "%s",
                 error.text);
    for (uint32_t a = 0; a < instance->n_applicants; a++) {
        cr_assert_eq(explain(&explainer, a, &explanation, &error), OK, "%s", error.text);
        cr_assert_eq(words_write(&words, &explainer, &explanation, language, &error), OK);
        text_puts(pages, a > 0 ? "\n--------\n\n" : "");
        text_puts(pages, words.out.bytes);
    }
    words_release(&words);
    explainer_end(&explainer);
    solved_release(&solved);
}

static void read_file(struct text *text, const char *path) {
    char bytes[4096];
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s is missing", path);
    for (size_t n = fread(bytes, 1, sizeof bytes, file); n > 0;
         n = fread(bytes, 1, sizeof bytes, file)) {
        text_add(text, bytes, n);
    }
    fclose(file);
}

/* Fails with the first line that differs. */
static void expect_same(const char *path, const char *expected, const char *actual) {
    unsigned line = 1;
    size_t at = 0;
    size_t begin = 0;
    for (; expected[at] != 0 && expected[at] == actual[at]; at++) {
        if (expected[at] == '\n') {
            line++;
            begin = at + 1;
        }
    }
    cr_expect(expected[at] == actual[at], "%s:%u:\nexpected: %.*s\nactual:   %.*s", path, line,
              (int)strcspn(expected + begin, "\n"), expected + begin,
              (int)strcspn(actual + begin, "\n"), actual + begin);
}

ParameterizedTestParameters(explain, whole_pages) {
    static unsigned index[N_CASES];
    for (unsigned i = 0; i < N_CASES; i++) {
        index[i] = i;
    }
    return cr_make_param_array(unsigned, index, N_CASES);
}

ParameterizedTest(unsigned *index, explain, whole_pages) {
    struct loaded loaded;
    load_case(case_name[*index], &loaded);
    for (unsigned l = 0; l < n_languages; l++) {
        char path[256];
        struct text pages = {0};
        snprintf(path, sizeof path, "tests/explain/expected/%s.%s.txt", case_name[*index],
                 languages[l]->code);
        write_pages(&pages, &loaded.instance, languages[l]);
        if (getenv("PLACERA_UPDATE_EXPECTED") != NULL) {
            FILE *file = fopen(path, "w");
            cr_assert_not_null(file);
            fputs(pages.bytes, file);
            fclose(file);
        } else {
            struct text expected = {0};
            read_file(&expected, path);
            expect_same(path, expected.bytes, pages.bytes);
            text_release(&expected);
        }
        text_release(&pages);
    }
    loaded_release(&loaded);
}

/* One child's facts as JSON. */
static json_t *json_of(const struct instance *instance, uint32_t applicant) {
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct text text = {0};
    struct error error = {0};
    solved_make(&solved, instance);
    cr_assert_eq(explainer_begin(&explainer, instance, &solved.round, &error), OK, "%s",
                 error.text);
    cr_assert_eq(explain(&explainer, applicant, &explanation, &error), OK, "%s", error.text);
    explanation_json(&text, &explainer, &explanation);
    json_t *json = json_loads(text.bytes, JSON_REJECT_DUPLICATES, NULL);
    cr_assert_not_null(json, "no JSON: %s", text.bytes);
    text_release(&text);
    explainer_end(&explainer);
    solved_release(&solved);
    return json;
}

Test(explain, json_facts) {
    struct loaded loaded;
    load_case("nearness", &loaded);
    json_t *cleo = json_of(&loaded.instance, 2);
    json_t *refusal =
        json_object_get(json_array_get(json_object_get(cleo, "choices"), 0), "refusal");
    cr_expect_str_eq(json_string_value(json_object_get(cleo, "basis")), "fallback");
    cr_expect_str_eq(json_string_value(json_object_get(cleo, "offer")), "S3-F");
    cr_expect_str_eq(json_string_value(json_object_get(refusal, "criterion")), "relative_nearness");
    cr_expect_eq(json_integer_value(json_object_get(refusal, "own")), 640);
    cr_expect_eq(json_integer_value(json_object_get(refusal, "last_admitted")), 1200);
    cr_expect_eq(json_integer_value(json_object_get(refusal, "missed_by")), 560);
    cr_expect_eq(json_integer_value(json_object_get(refusal, "seats")), 2);
    json_decref(cleo);
    loaded_release(&loaded);
}

/* A protected child has its own page with a notice; nobody else's page changes by it. */
Test(explain, protected_identity) {
    struct loaded loaded;
    load_case("nearness", &loaded);
    struct text with = {0};
    struct text without = {0};
    write_pages(&with, &loaded.instance, language_find("sv"));
    loaded.instance.applicant_protected[3] = 0;
    write_pages(&without, &loaded.instance, language_find("sv"));
    const char *notice = strstr(with.bytes, "Barnet har skyddade personuppgifter.");
    cr_assert_not_null(notice);
    cr_expect_null(strstr(notice + 20, "skyddade"));
    cr_expect_null(strstr(without.bytes, "skyddade"));
    const char *end = strstr(notice, "\n\n");
    size_t before = (size_t)(notice - with.bytes);
    cr_expect_eq(strncmp(with.bytes, without.bytes, before), 0);
    cr_expect_str_eq(end + 1, without.bytes + before);
    text_release(&with);
    text_release(&without);
    loaded_release(&loaded);
}

/* A folder that cannot have come from the instance gets no explanation at all. */
Test(explain, contradictions_are_refused) {
    struct loaded loaded;
    load_case("nearness", &loaded);
    struct instance *instance = &loaded.instance;
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct error error = {0};
    solved_make(&solved, instance);
    /* cleo (2) takes the seat of anna (0), whose relative nearness is larger. */
    solved.solution.wish[2] = 1;
    solved.solution.basis[2] = BASIS_WISH;
    solved.solution.offer[2] = solved.solution.offer[0];
    solved.solution.wish[0] = 0;
    solved.solution.basis[0] = BASIS_NONE;
    solved.solution.offer[0] = NONE;
    cr_assert_eq(explainer_begin(&explainer, instance, &solved.round, &error), OK);
    cr_expect_eq(explain(&explainer, 0, &explanation, &error), ERR_NO);
    cr_expect_not_null(strstr(error.text, "placera verify"), "%s", error.text);
    explainer_end(&explainer);
    /* A wish that the child never made. */
    error = (struct error){0};
    solved.solution.wish[2] = 9;
    cr_expect_eq(explainer_begin(&explainer, instance, &solved.round, &error), ERR_NO);
    cr_expect_not_null(strstr(error.text, "cleo"), "%s", error.text);
    /* A lock taken away. */
    error = (struct error){0};
    solved.solution.wish[2] = 1;
    solved.solution.basis[6] = BASIS_NONE;
    solved.solution.offer[6] = NONE;
    cr_expect_eq(explainer_begin(&explainer, instance, &solved.round, &error), ERR_NO);
    solved_release(&solved);
    loaded_release(&loaded);
}

/* The pages say so where the solver ended before it had proved the optimum. */
Test(explain, unproved_is_said) {
    struct loaded loaded;
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct words words = {0};
    load_case("on-time", &loaded);
    solved_make(&solved, &loaded.instance);
    for (int unproved = 0; unproved < 2; unproved++) {
        solved.round.is_unproved = unproved != 0;
        cr_assert_eq(explainer_begin(&explainer, &loaded.instance, &solved.round, NULL), OK);
        cr_assert_eq(explain(&explainer, 0, &explanation, NULL), OK);
        cr_assert_eq(words_write(&words, &explainer, &explanation, language_find("en"), NULL), OK);
        cr_expect_eq(strstr(words.out.bytes, "proved") != NULL, unproved != 0);
        cr_assert_eq(words_write(&words, &explainer, &explanation, language_find("sv"), NULL), OK);
        cr_expect_eq(strstr(words.out.bytes, "bevisat") != NULL, unproved != 0);
        explainer_end(&explainer);
    }
    words_release(&words);
    solved_release(&solved);
    loaded_release(&loaded);
}

/* A start that the round cannot have given is no explanation's ground. */
Test(explain, wrong_starts_are_refused) {
    struct loaded loaded;
    struct solved solved;
    struct explainer explainer;
    struct error error = {0};
    load_case("transfers", &loaded);
    solved_make(&solved, &loaded.instance);
    solved.solution.start[1] -= 1; /* bo, before there was a seat */
    cr_expect_eq(explainer_begin(&explainer, &loaded.instance, &solved.round, &error), ERR_NO);
    cr_expect_not_null(strstr(error.text, "bo"), "%s", error.text);
    solved.solution.start[1] += 1;
    solved.solution.start[2] = solved.solution.start[1]; /* cleo stays, and begins nowhere */
    cr_expect_eq(explainer_begin(&explainer, &loaded.instance, &solved.round, &error), ERR_NO);
    solved_release(&solved);
    loaded_release(&loaded);
}

Test(explain, json_facts_of_months) {
    struct loaded loaded;
    load_case("transfers", &loaded);
    json_t *bo = json_of(&loaded.instance, 1);
    json_t *choice = json_array_get(json_object_get(bo, "choices"), 0);
    json_t *refusal = json_array_get(json_object_get(choice, "refusals"), 0);
    json_t *taken = json_object_get(refusal, "taken");
    cr_expect_str_eq(json_string_value(json_object_get(bo, "start")), "2027-03");
    cr_expect_str_eq(json_string_value(json_object_get(bo, "wished_start")), "2027-01");
    cr_expect_str_eq(json_string_value(json_object_get(refusal, "month")), "2027-01");
    cr_expect_str_eq(json_string_value(json_object_get(refusal, "reason")), "kept");
    cr_expect_eq(json_integer_value(json_object_get(taken, "kept")), 1);
    cr_expect_eq(json_integer_value(json_object_get(taken, "leaving_later")), 1);
    cr_expect_str_eq(json_string_value(json_object_get(json_object_get(bo, "moves_on"), "offer")),
                     "G-stora");
    json_decref(bo);
    loaded_release(&loaded);
}

/* A family that blocks the placement is told so; no other child is. */
Test(explain, blocking_families) {
    struct loaded loaded;
    load_case("blocking", &loaded);
    for (uint32_t a = 0; a < 5; a++) { /* Ada and Bo; Cia has no siblings; Dan and Eva */
        json_t *facts = json_of(&loaded.instance, a);
        json_t *siblings = json_object_get(facts, "siblings");
        cr_expect_eq(siblings == NULL, a == 2);
        cr_expect_eq(json_is_true(json_object_get(siblings, "blocks")), a < 2);
        json_decref(facts);
    }
    loaded_release(&loaded);
}

/* A sibling with a protected identity is not told of, unless the child has one too. */
Test(explain, protected_siblings) {
    struct loaded loaded;
    load_case("siblings", &loaded);
    json_t *eva = json_of(&loaded.instance, 4);
    json_t *siblings = json_object_get(eva, "siblings");
    cr_expect_eq(json_integer_value(json_object_get(siblings, "protected")), 1);
    cr_expect_eq(json_array_size(json_object_get(siblings, "applicants")), 1); /* nils */
    cr_expect_null(json_object_get(siblings, "together"));
    json_t *fia = json_of(&loaded.instance, 5);
    siblings = json_object_get(fia, "siblings");
    cr_expect_eq(json_array_size(json_object_get(siblings, "applicants")), 2);
    cr_expect_not_null(json_object_get(siblings, "together"));
    json_decref(eva);
    json_decref(fia);
    loaded_release(&loaded);
}

/* Blanks and ends of lines are one blank each. */
static void put_joined(struct text *joined, const char *page) {
    for (const char *at = page; *at != 0; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank) {
            text_add(joined, at, 1);
        } else if (joined->length > 0 && joined->bytes[joined->length - 1] != ' ') {
            text_add(joined, " ", 1);
        }
    }
}

/* Every line of the grounds stands in the page, in its order; so does all of the page between head
 * and foot but what a caseworker has to do now. */
static void compare_grounds(const char *page, const char *grounds,
                            const struct language *language) {
    struct text whole = {0}, told = {0};
    const char *next[] = {language->phrase[PHRASE_UNPLACED_NEXT],
                          language->phrase[PHRASE_UNPLACED_FOLLOWER]};
    put_joined(&whole, page);
    put_joined(&told, grounds);
    for (int i = 0; i < 2; i++) {
        char *found = strstr(whole.bytes, next[i]);
        if (found != NULL) {
            size_t length = strlen(next[i]) + 1; /* and the blank after it */
            memmove(found, found + length, strlen(found + length) + 1);
        }
    }
    cr_expect(strstr(whole.bytes, told.bytes) != NULL, "%s\n---\n%s", whole.bytes, told.bytes);
    cr_expect_null(strstr(told.bytes, language->phrase[PHRASE_FOOT]));
    cr_expect_null(strstr(told.bytes, language->phrase[PHRASE_TITLE]));
    cr_expect(told.length + 1000 > whole.length, "no more than head and foot are left out");
    text_release(&whole);
    text_release(&told);
}

/* Lines as they are promised: of indents 0, 2 and 4 alone, none within a paragraph. */
static void check_lines(const char *grounds) {
    for (const char *at = grounds; *at != 0; at += strcspn(at, "\n") + 1) {
        size_t indent = strspn(at, " ");
        cr_expect(indent == 0 || indent == 2 || indent == 4, "%.40s", at);
    }
}

static void grounds_of_case(const char *name, const struct language *language) {
    struct loaded loaded;
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct words words = {0}, grounds = {0};
    struct error error = {0};
    load_case(name, &loaded);
    solved_make(&solved, &loaded.instance);
    cr_assert_eq(explainer_begin(&explainer, &loaded.instance, &solved.round, &error), OK);
    for (uint32_t a = 0; a < loaded.instance.n_applicants; a++) {
        cr_assert_eq(explain(&explainer, a, &explanation, &error), OK);
        cr_assert_eq(words_write(&words, &explainer, &explanation, language, &error), OK);
        cr_assert_eq(words_write_grounds(&grounds, &explainer, &explanation, language, &error), OK);
        compare_grounds(words.out.bytes, grounds.out.bytes, language);
        check_lines(grounds.out.bytes);
    }
    words_release(&words);
    words_release(&grounds);
    explainer_end(&explainer);
    solved_release(&solved);
    loaded_release(&loaded);
}

Test(explain, grounds_are_the_page_without_head_and_foot) {
    for (int i = 0; i < N_CASES; i++) {
        for (unsigned l = 0; l < n_languages; l++) {
            grounds_of_case(case_name[i], languages[l]);
        }
    }
}

/* Whether a text tells these metres, as the languages write them. */
static bool tells_metres(const char *text, int64_t metres) {
    struct text written = {0};
    text_printf(&written, " %lld\u00a0m", (long long)metres);
    bool tells = strstr(text, written.bytes) != NULL;
    text_release(&written);
    return tells;
}

/* Three metres or more lead to a home. The last admitted's are not the child's own. */
Test(explain, the_metres_of_a_child_can_be_hidden) {
    struct loaded loaded;
    struct solved solved;
    struct explainer explainer;
    struct explanation explanation;
    struct words words = {0}, hidden = {.hides_metres = true};
    struct error error = {0};
    uint32_t n_told = 0, n_missed = 0;
    load_case("nearness", &loaded);
    solved_make(&solved, &loaded.instance);
    cr_assert_eq(explainer_begin(&explainer, &loaded.instance, &solved.round, &error), OK);
    for (uint32_t a = 0; a < loaded.instance.n_applicants; a++) {
        cr_assert_eq(explain(&explainer, a, &explanation, &error), OK);
        cr_assert_eq(words_write(&words, &explainer, &explanation, languages[1], &error), OK);
        cr_assert_eq(words_write(&hidden, &explainer, &explanation, languages[1], &error), OK);
        cr_expect_null(strstr(hidden.out.bytes, "\u00a0m on foot"));
        n_missed += strstr(words.out.bytes, "The difference is") != NULL;
        cr_expect_null(strstr(hidden.out.bytes, "The difference is"));
        for (uint32_t i = 0; i < explanation.n_choices; i++) {
            const struct choice *choice = &explanation.choice[i];
            bool others = choice->n_refusals > 0 && choice->refusal[0].last.kind == VALUE_METRES &&
                          choice->refusal[0].last.number == choice->metres;
            n_told += tells_metres(words.out.bytes, choice->metres);
            cr_expect(others || !tells_metres(hidden.out.bytes, choice->metres), "%s",
                      hidden.out.bytes);
        }
    }
    cr_expect(n_told > 3 && n_missed > 0, "the page that hides nothing tells them");
    words_release(&words);
    words_release(&hidden);
    explainer_end(&explainer);
    solved_release(&solved);
    loaded_release(&loaded);
}
