// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/catalogue.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { SEEN_MAX = 16, NAME_MAX_LENGTH = 32 };

/* The arguments that a phrase names, and its worst fault in form. */
struct arguments {
    unsigned n;
    char name[SEEN_MAX][NAME_MAX_LENGTH];
};

static void note(struct arguments *arguments, const char *name, size_t length) {
    cr_assert(length > 0 && length < NAME_MAX_LENGTH, "an argument's name: %.40s", name);
    for (unsigned i = 0; i < arguments->n; i++) {
        if (strlen(arguments->name[i]) == length && memcmp(arguments->name[i], name, length) == 0) {
            return;
        }
    }
    cr_assert_lt(arguments->n, SEEN_MAX);
    memcpy(arguments->name[arguments->n], name, length);
    arguments->name[arguments->n++][length] = 0;
}

/* Reads a template, checking that braces match and that every choice has a form for each plural. */
static void read_arguments(const char *phrase, struct arguments *arguments) {
    unsigned forms[SEEN_MAX] = {0};
    unsigned depth = 0;
    *arguments = (struct arguments){0};
    for (const char *at = phrase; *at != 0; at++) {
        if (*at == '{') {
            note(arguments, at + 1, strcspn(at + 1, "|}"));
            cr_assert_lt(depth, SEEN_MAX - 1);
            forms[++depth] = 0;
        } else if (*at == '|' && depth > 0) {
            forms[depth]++;
        } else if (*at == '}') {
            cr_assert_gt(depth, 0, "a brace too many in: %s", phrase);
            cr_expect(forms[depth] == 0 || forms[depth] == 2, "not two forms in: %s", phrase);
            depth--;
        }
    }
    cr_assert_eq(depth, 0, "a brace too few in: %s", phrase);
}

static bool names(const struct arguments *arguments, const char *name) {
    for (unsigned i = 0; i < arguments->n; i++) {
        if (strcmp(arguments->name[i], name) == 0) {
            return true;
        }
    }
    return false;
}

Test(catalogue, every_phrase_in_every_language) {
    for (unsigned l = 0; l < n_languages; l++) {
        for (unsigned p = 0; p < N_PHRASES; p++) {
            const char *phrase = languages[l]->phrase[p];
            cr_expect(phrase != NULL && phrase[0] != 0, "%s lacks %s", languages[l]->code,
                      phrase_name[p]);
        }
    }
}

Test(catalogue, every_month_in_every_language) {
    for (unsigned l = 0; l < n_languages; l++) {
        for (unsigned m = 0; m < 12; m++) {
            cr_assert(languages[l]->month[m] != NULL && languages[l]->month[m][0] != 0);
            cr_expect(m == 0 || strcmp(languages[l]->month[m], languages[l]->month[m - 1]) != 0);
        }
    }
}

/* A count may choose words in one language and not in another; what is named must be the same. */
Test(catalogue, same_arguments_in_every_language) {
    for (unsigned p = 0; p < N_PHRASES; p++) {
        struct arguments first;
        read_arguments(languages[0]->phrase[p], &first);
        for (unsigned l = 1; l < n_languages; l++) {
            struct arguments other;
            read_arguments(languages[l]->phrase[p], &other);
            cr_expect_eq(first.n, other.n, "%s: %s names other arguments than %s", phrase_name[p],
                         languages[l]->code, languages[0]->code);
            for (unsigned i = 0; i < first.n; i++) {
                cr_expect(names(&other, first.name[i]), "%s: %s lacks {%s}", phrase_name[p],
                          languages[l]->code, first.name[i]);
            }
        }
    }
}

/* Has the phrase a word of its own, outside its arguments? */
static bool has_words(const char *phrase) {
    for (const char *at = phrase; *at != 0; at++) {
        if (*at == '{') {
            at += strcspn(at, "}");
        } else if (isalpha((unsigned char)*at)) {
            return true;
        }
    }
    return false;
}

/* Words that are the same in two languages would be a copy that nobody translated. */
Test(catalogue, everything_is_translated) {
    for (unsigned l = 1; l < n_languages; l++) {
        for (unsigned p = 0; p < N_PHRASES; p++) {
            const char *phrase = languages[l]->phrase[p];
            cr_expect(!has_words(phrase) || strcmp(languages[0]->phrase[p], phrase) != 0,
                      "%s has the words of %s for %s", languages[l]->code, languages[0]->code,
                      phrase_name[p]);
        }
    }
}

Test(catalogue, languages_are_found) {
    cr_expect_eq(language_find(NULL), languages[0]);
    cr_expect_str_eq(language_find(NULL)->code, "sv");
    cr_expect_str_eq(language_find("en")->code, "en");
    cr_expect_null(language_find("tlh"));
    cr_expect_null(language_find(""));
}
